//! `GET /staff/bons-plans`: every offer with where it stands, by shop.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use dioxus::prelude::*;
use shared::domain::{Kind, Offer, Record};

use super::noun::Noun;
use super::offer::CATEGORIES;
use super::setting::Setting;
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::{Form, Named};
use crate::staff::page::{Frame, Refusal, Tab};
use crate::staff::{offer_life, proposals, words};
use crate::storage::StaffMember;

/// Lines of one page.
const LINES: usize = 60;

/// Where an offer stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Live,
    Suspended,
    /// It begins later.
    Coming,
    Over,
}

impl Standing {
    pub(crate) fn of(offer: &Offer, today: NaiveDate) -> Self {
        if offer.valid_until.is_some_and(|until| until < today) {
            Self::Over
        } else if offer.suspended {
            Self::Suspended
        } else if offer.valid_from.is_some_and(|from| from > today) {
            Self::Coming
        } else {
            Self::Live
        }
    }

    /// Its name in an address, in words, and the colour that it is shown on.
    pub(crate) const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Live => ("en-cours", "en cours", "mint"),
            Self::Suspended => ("suspendus", "suspendu", "coral"),
            Self::Coming => ("a-venir", "à venir", "sky"),
            Self::Over => ("termines", "terminé", "plain"),
        }
    }
}

/// `GET /staff/bons-plans`
pub(in crate::staff) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let setting = Setting::of(&app).await?;
    let waiting = proposals::waiting(&app).await?;
    let low = offer_life::low_stocks(&app).await?;
    let shop = |offer: &Offer| {
        let known = setting.places.iter().find(|(id, _)| *id == offer.place);
        known.map_or_else(|| offer.place.clone(), |(_, name)| name.clone())
    };
    let mut lines: Vec<(Offer, String, Standing)> = app
        .storage
        .all_held(Kind::Offer)
        .await?
        .into_iter()
        .filter_map(|held| if let Some(Record::Offer(offer)) = held.record { Some(offer) } else { None })
        .map(|offer| {
            let (name, standing) = (shop(&offer), Standing::of(&offer, setting.today));
            (offer, name, standing)
        })
        .filter(|(offer, name, standing)| matches(offer, name, *standing, &asked))
        .collect();
    lines.sort_by_key(|(offer, name, _)| (shared::domain::fold(name), offer.order, offer.id.clone()));
    let total = lines.len();
    let from = asked.text("de").parse::<usize>().unwrap_or_default().min(total.saturating_sub(1) / LINES * LINES);
    let faults = Faults::default();
    let form = Form { fields: &asked, faults: &faults };
    let any = |words: &str| vec![(String::new(), words.to_owned())];
    let mut states: Vec<Named> = any("Tous");
    for standing in [Standing::Live, Standing::Coming, Standing::Suspended, Standing::Over] {
        let (value, words, _) = standing.words();
        states.push((value.to_owned(), words.to_owned()));
    }
    let mut categories: Vec<Named> = any("Toutes");
    categories.extend(CATEGORIES.map(|(value, words)| (value.to_owned(), words.to_owned())));
    let content = rsx! {
        h1 { "Bons plans" }
        {offer_life::low(&low)}
        div { class: "inline",
            a { class: "btn btn-sun btn-small", href: Noun::Offer.new_address(), {Noun::Offer.new_one()} }
            a { class: "btn btn-line btn-small", href: "/staff/propositions", "Propositions des commerces" if waiting > 0 { " ({waiting})" } }
            a { class: "btn btn-line btn-small", href: "/staff/tableaux", "Tableau CSV" }
        }
        form { class: "filters", method: "get", action: "/staff/bons-plans", role: "search",
            {form.input("q", "Rechercher un bon plan ou un commerce", None, "search")}
            {form.select("etat", "État", None, &states)}
            {form.select("categorie", "Catégorie", None, &categories)}
            button { class: "btn", r#type: "submit", "Chercher" }
        }
        p { class: "quiet", role: "status",
            if total == 0 { "Aucun bon plan ne correspond." }
            else { {words::counted(total as u64, "bon plan", "bons plans")} }
        }
        ul { class: "rows", role: "list",
            for (offer, name, standing) in lines.iter().skip(from).take(LINES) { {row(offer, name, *standing)} }
        }
        nav { class: "inline", aria_label: "Pages de la liste",
            if from > 0 { a { class: "btn btn-line btn-small", href: page(&asked, from.saturating_sub(LINES)), "Page précédente" } }
            if from + LINES < total { a { class: "btn btn-line btn-small", href: page(&asked, from + LINES), "Page suivante" } }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Offers, "Bons plans").show(StatusCode::OK, content))
}

fn matches(offer: &Offer, shop: &str, standing: Standing, asked: &Fields) -> bool {
    let said = shared::domain::fold(&format!("{} {} {shop}", offer.title, offer.terms));
    let (category, state) = (asked.text("categorie"), asked.text("etat"));
    (category.is_empty() || offer.category == category)
        && (state.is_empty() || standing.words().0 == state)
        && shared::domain::fold(asked.text("q")).split_whitespace().all(|word| said.contains(word))
}

/// One offer, as lists show it.
pub(in crate::staff) fn row(offer: &Offer, shop: &str, standing: Standing) -> Element {
    let (_, words, colour) = standing.words();
    rsx! {
        li {
            a { class: "row", href: Noun::Offer.address(&offer.id),
                span { class: "row-name",
                    strong { "{offer.title}" }
                    small { "{shop}" if let Some(until) = offer.valid_until { " · jusqu’au {words::day(until)}" } }
                }
                span { class: "tags",
                    if offer.sourced.example { span { class: "tag plain", "exemple" } }
                    span { class: "tag {colour}", "{words}" }
                }
            }
        }
    }
}

fn page(asked: &Fields, from: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in ["q", "etat", "categorie"] {
        query.append_pair(name, asked.text(name));
    }
    query.append_pair("de", &from.to_string());
    format!("/staff/bons-plans?{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_stands_somewhere_each_day() {
        let offer: Offer = serde_json::from_value(serde_json::json!({
            "id": "a", "place": "p", "title": "T", "terms": "t", "offer_kind": "gift", "category": "manger",
            "valid_from": "2026-09-01", "valid_until": "2026-12-31",
        }))
        .unwrap();
        let on = |offer: &Offer, day: &str| Standing::of(offer, day.parse().unwrap());
        assert_eq!(on(&offer, "2026-08-31"), Standing::Coming);
        assert_eq!(on(&offer, "2026-12-31"), Standing::Live);
        assert_eq!(on(&offer, "2027-01-01"), Standing::Over);
        let suspended = Offer { suspended: true, ..offer };
        assert_eq!(on(&suspended, "2026-12-01"), Standing::Suspended);
    }
}
