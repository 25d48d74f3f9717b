//! `/v/commerce/semaine`: the shop's uses, offer by offer, week by week; one page to print.
//!
//! Whole numbers are shown, small ones too: each is a press on the shop's own till, or a code of its own stock, so the page
//! tells it nothing that it did not do itself. The rule of few (`storage::FEW`) stays where numbers are about people. New and
//! returning holders are not told apart: that would need a card's uses of this shop to be looked at together.

use std::collections::HashMap;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use dioxus::prelude::*;
use shared::calendar;

use super::page::{self, Refusal};
use super::{HOME, Visit};
use crate::app::App;
use crate::staff::assets;
use crate::staff::form::Fields;
use crate::staff::words;

/// Weeks on the page, the last of them the one that is asked for.
const WEEKS: u64 = 8;

/// `GET /v/commerce/semaine?du=<a day of the week>`
pub(super) async fn week(State(app): State<App>, visit: Visit, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let today = words::date_of(&app, app.clock.now());
    let this = monday(today);
    let last = asked.text("du").parse().map_or(this, monday).min(this);
    let mondays: Vec<NaiveDate> =
        (0..WEEKS).rev().filter_map(|back| last.checked_sub_days(Days::new(7 * back))).collect();
    let mut weeks: Vec<HashMap<String, u64>> = Vec::new();
    for monday in &mondays {
        let end = monday.checked_add_days(Days::new(7)).unwrap_or(*monday);
        let [from, until] = [*monday, end].map(|day| midnight(&app, day));
        weeks.push(app.storage.uses_by_offer(&visit.shop, from, until).await?);
    }
    let offers = app.offers.of_shop(&app, &visit.shop).await?;
    let title = |id: &str| {
        offers
            .iter()
            .find(|offer| offer.id == id)
            .map_or_else(|| "Un bon plan retiré".to_owned(), |one| one.title.clone())
    };
    let mut lines: Vec<(String, Vec<u64>)> = Vec::new();
    let mut ids: Vec<&String> = weeks.iter().flat_map(HashMap::keys).collect();
    ids.sort_unstable();
    ids.dedup();
    let kept = offers.iter().filter(|offer| !ids.contains(&&offer.id)).map(|offer| offer.id.as_str());
    for id in ids.iter().map(|id| id.as_str()).chain(kept) {
        lines.push((title(id), weeks.iter().map(|week| week.get(id).copied().unwrap_or_default()).collect()));
    }
    lines.sort_by_key(|(_, uses)| std::cmp::Reverse((uses.last().copied(), uses.iter().sum::<u64>())));
    let totals: Vec<u64> = weeks.iter().map(|week| week.values().sum()).collect();
    let (now, before) =
        (totals.last().copied().unwrap_or_default(), totals.iter().rev().nth(1).copied().unwrap_or_default());
    let sunday = last.checked_add_days(Days::new(6)).unwrap_or(last);
    let earlier = last.checked_sub_days(Days::new(7)).unwrap_or(last);
    let later = last.checked_add_days(Days::new(7)).filter(|monday| *monday <= this);
    let app_name = app.territory.as_ref().map_or("Guichet", |town| town.app_name.as_str());
    let content = rsx! {
        nav { class: "inline screen-only", aria_label: "Semaines",
            a { class: "btn btn-line btn-small", href: HOME, "Vos bons plans" }
            a { class: "btn btn-line btn-small", href: "/v/commerce/semaine?du={earlier}", "Semaine d’avant" }
            if let Some(later) = later { a { class: "btn btn-line btn-small", href: "/v/commerce/semaine?du={later}", "Semaine d’après" } }
            button { class: "btn btn-small", id: "imprimer", r#type: "button", hidden: true, "Imprimer" }
            noscript { p { class: "quiet", "Pour imprimer, passez par le menu du navigateur." } }
        }
        article { class: "sheet summary week",
            header {
                p { class: "quiet", "{app_name} · {visit.name}" if visit.is_example() { " · exemple" } }
                h1 { "Semaine du {words::day(last)}" }
                p { class: "quiet",
                    if last == this { "Semaine en cours, comptée le {words::day(today)}." }
                    else { "Jusqu’au dimanche {words::day(sunday)}." }
                }
            }
            div { class: "keys",
                div { class: "key mint", strong { {words::grouped(now)} } span { if now < 2 { "utilisation cette semaine" } else { "utilisations cette semaine" } } }
                div { class: "key sky", strong { {words::grouped(before)} } span { "la semaine d’avant" } }
                div { class: "key sun", strong { {words::grouped(totals.iter().sum())} } span { "sur {WEEKS} semaines" } }
            }
            section { aria_labelledby: "barres-titre",
                h2 { id: "barres-titre", "Semaine par semaine" }
                {bars(&mondays, &totals)}
            }
            section { aria_labelledby: "table-titre",
                h2 { id: "table-titre", "Par bon plan" }
                if lines.is_empty() { p { class: "quiet", "Aucun bon plan pour l’instant." } }
                else {
                    div { class: "scroll", tabindex: "0", role: "region", aria_labelledby: "table-titre",
                        table {
                            thead { tr { th { scope: "col", "Bon plan" } th { scope: "col", class: "number", "Cette semaine" }
                                th { scope: "col", class: "number", "Semaine d’avant" } th { scope: "col", class: "number", "{WEEKS} semaines" } } }
                            tbody {
                                for (title, uses) in &lines {
                                    tr {
                                        th { scope: "row", "{title}" }
                                        td { class: "number", {words::grouped(uses.last().copied().unwrap_or_default())} }
                                        td { class: "number", {words::grouped(uses.iter().rev().nth(1).copied().unwrap_or_default())} }
                                        td { class: "number", {words::grouped(uses.iter().sum())} }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            footer {
                h2 { "Ce que comptent ces nombres" }
                ul {
                    li { "Des utilisations, pas des personnes\u{a0}: une carte qui sert deux fois compte deux fois. Une utilisation reprise dans la minute ne compte pas\u{202f}; un code donné pour votre boutique en ligne compte le jour où il est donné." }
                    li { "Qui revient et qui vient pour la première fois n’est pas connu\u{a0}: il faudrait suivre chaque carte, et le guichet ne le fait pas. Aucun nom, aucun âge, aucune adresse n’arrive ici." }
                }
            }
        }
        script { src: "{assets::summary_address()}", defer: true }
    };
    Ok(page::alone(&format!("La semaine · {}", visit.name), content))
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

fn midnight(app: &App, day: NaiveDate) -> i64 {
    let local = day.and_time(chrono::NaiveTime::MIN);
    calendar::moment(app.zone(), local).unwrap_or_else(|| local.and_utc().timestamp())
}

/// One bar a week, each with its number: a list to whoever does not see it.
fn bars(mondays: &[NaiveDate], totals: &[u64]) -> Element {
    let most = totals.iter().copied().max().unwrap_or_default().max(1);
    rsx! {
        ol { class: "bars", role: "list",
            for (monday, total) in mondays.iter().zip(totals) {
                li {
                    strong { {words::grouped(*total)} }
                    span { class: "stick mint", aria_hidden: "true", style: "--share: {share(*total, most)}" }
                    small { span { class: "visually-hidden", "semaine du " } "{monday.day()}/{monday.month()}" }
                }
            }
        }
    }
}

/// A part of the highest bar, for the style: what has any uses is seen.
fn share(total: u64, most: u64) -> String {
    let hundredths = total * 100 / most;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        for (asked, begins) in
            [("2026-11-23", "2026-11-23"), ("2026-11-29", "2026-11-23"), ("2027-01-01", "2026-12-28")]
        {
            assert_eq!(monday(day(asked)), day(begins));
        }
    }
}
