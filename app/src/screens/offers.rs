//! Bons plans: what shops give to card holders, and one offer.

use crate::words::{sentence_if_any, tid};
use dioxus::prelude::*;
use shared::domain::{Kind, Limit, Offer, Period, Place, RecordId, Weekday};
use shared::store::Standing;

use super::Asked;
use super::not_found::Gone;
use crate::components::cards::{OfferCard, paper_of, price, value};
use crate::components::dates::{self, use_moment};
use crate::components::face::{Broken, Empty};
use crate::components::favourite::Heart;
use crate::components::freshness::{Freshness, Pull};
use crate::components::icon::{Icon, Line};
use crate::components::picture::Picture;
use crate::components::row::{Row, content_language};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::components::trust::Trust;
use crate::components::voucher::Voucher;
use crate::route::Route;
use crate::state::{Query, use_card, use_query};

/// All offers, by category.
#[component]
pub fn OffersScreen() -> Element {
    let offers = use_query(|store| {
        let places = store.places()?;
        let shop = |offer: &Offer| {
            places.iter().find(|place| place.id == offer.place).map(|place| place.name.clone()).unwrap_or_default()
        };
        Ok(store.offers()?.into_iter().map(|offer| (shop(&offer), offer)).collect::<Vec<_>>())
    });
    let category = use_signal(|| None::<String>);
    rsx! {
        Screen { lead: Lead::Brand,
            Pull {
                div { class: "stack",
                    h1 { {tid!("offers-title")} }
                    match offers.get() {
                        Query::Failed(reason) => rsx! {
                            Broken { reason }
                        },
                        Query::Ready(offers) if offers.is_empty() => rsx! {
                            Empty { title: tid!("offers-empty-title"), text: tid!("offers-empty-text") }
                        },
                        Query::Ready(offers) => rsx! {
                            List { offers, category }
                        },
                    }
                    Freshness {}
                }
            }
        }
    }
}

#[component]
fn List(offers: Vec<(String, Offer)>, category: Signal<Option<String>>) -> Element {
    let mut category = category;
    let mut categories: Vec<String> = Vec::new();
    for (_, offer) in &offers {
        if !categories.contains(&offer.category) {
            categories.push(offer.category.clone());
        }
    }
    let example = offers.iter().any(|(_, offer)| offer.sourced.example);
    let pressed = move |this: Option<&String>| if category.read().as_ref() == this { "true" } else { "false" };
    rsx! {
        if example {
            p { class: "banner banner-plain", Line { icon: Icon::Flag } span { {tid!("offers-example")} } }
        }
        div { class: "chips", role: "group", "aria-label": tid!("filter"),
            button { class: "chip", r#type: "button", "aria-pressed": pressed(None), onclick: move |_| category.set(None), {tid!("filter-all")} }
            for this in categories {
                button {
                    class: "chip",
                    key: "{this}",
                    r#type: "button",
                    "aria-pressed": pressed(Some(&this)),
                    onclick: {
                        let this = this.clone();
                        move |_| category.set(Some(this.clone()))
                    },
                    {category_name(&this)}
                }
            }
        }
        Link { class: "chip", to: Route::Map { asked: Asked::discount() }, Line { icon: Icon::Pin } {tid!("map-see")} }
        h2 { class: "visually-hidden", {tid!("offers-list")} }
        ul { class: "sheets", role: "list",
            for (shop , offer) in offers.into_iter().filter(|(_, offer)| category.read().as_ref().is_none_or(|c| *c == offer.category)) {
                li { key: "{offer.id}", OfferCard { offer, shop } }
            }
        }
    }
}

/// A category in words; one that this version has no words for is shown as the data names it.
fn category_name(slug: &str) -> String {
    sentence_if_any(&format!("category-{slug}")).unwrap_or_else(|| slug.to_owned())
}

/// One offer.
#[component]
pub fn OfferScreen(id: ReadSignal<String>) -> Element {
    let found = use_query(move |store| {
        let Some(offer) = store.offer(&id.read())? else { return Ok(None) };
        let place = store.place(&offer.place)?;
        Ok(Some((offer, place)))
    });
    match found.get() {
        Query::Failed(reason) => rsx! {
            Screen { lead: Lead::Back(Route::Offers {}), Broken { reason } }
        },
        Query::Ready(None) => rsx! {
            Gone {}
        },
        Query::Ready(Some((offer, place))) => rsx! {
            Sheet { offer, place }
        },
    }
}

#[component]
pub(super) fn Sheet(offer: Offer, place: Option<Place>) -> Element {
    let about = RecordId { kind: Kind::Offer.name().to_owned(), id: offer.id.clone() };
    let days: Vec<String> = offer.days.iter().map(|day| tid!("weekday", n: number(*day))).collect();
    rsx! {
        Screen {
            lead: Lead::Back(Route::Offers {}),
            tools: rsx! {
                Heart { id: about.clone(), title: offer.title.clone() }
            },
            article { class: "stack reading",
                if let Some(image) = offer.image.clone() {
                    div { class: "page-picture", Picture { image, sizes: "(min-width: 44rem) 38rem, 100vw" } }
                }
                div { class: "ticket", lang: content_language(), "data-section": paper_of(&offer.category).slug(),
                    p { class: "ticket-value", "aria-hidden": "true", {value(&offer)} }
                    h1 { "{offer.title}" }
                }
                p { class: "lead", lang: content_language(), "{offer.terms}" }
                dl { class: "facts",
                    if let Some(limit) = offer.limit {
                        Fact { icon: Icon::Card, name: tid!("offer-limit"), text: limit_words(limit) }
                    }
                    if !days.is_empty() {
                        Fact { icon: Icon::Calendar, name: tid!("offer-days"), text: days.join(", ") }
                    }
                    if let Some(until) = offer.valid_until {
                        Fact { icon: Icon::Clock, name: tid!("offer-validity"), text: tid!("offer-until", date: dates::date(until)) }
                    }
                    if offer.saving_cents > 0 {
                        Fact { icon: Icon::Offers, name: tid!("offer-saving-name"), text: tid!("offer-saving", price: price(offer.saving_cents)) }
                    }
                }
                if let Some(place) = place {
                    h2 { {tid!("offer-where")} }
                    Row {
                        to: Route::Place { id: place.id.clone() },
                        lang: content_language(),
                        title: place.name,
                        text: place.summary,
                    }
                }
                if offer.vouchers.is_some() { Voucher { offer: offer.clone() } } else { WithCard { offer: offer.clone() } }
                Trust { sourced: offer.sourced.clone(), about }
            }
        }
    }
}

/// For a holder what is left and the way to the card; for the others that it takes one.
#[component]
fn WithCard(offer: Offer) -> Element {
    let moment = use_moment();
    let card = use_card();
    let (shown, uses) = match card.get() {
        Query::Ready(view) => (
            matches!(view.standing, Standing::Active(_)),
            view.held.status.map(|status| status.uses).unwrap_or_default(),
        ),
        Query::Failed(_) => (false, Vec::new()),
    };
    if !shown {
        return rsx! {
            p { class: "banner banner-sky", Line { icon: Icon::Card } span { {tid!("offer-needs-card")} } }
        };
    }
    let left = offer.limit.map(|limit| {
        let days = uses.iter().filter(|used| used.offer == offer.id).map(|used| dates::local(used.at).date());
        limit.left(days, moment.local.date())
    });
    rsx! {
        if let Some(left) = left {
            p { class: "banner banner-sky", Line { icon: Icon::Card } span { {tid!("offer-left", n: left)} } }
        }
        Link { class: "btn btn-wide", to: Route::Card {}, {tid!("offer-show-card")} }
    }
}

#[component]
fn Fact(icon: Icon, name: String, text: String) -> Element {
    rsx! {
        div { class: "fact",
            dt { Line { icon } span { class: "visually-hidden", "{name}" } }
            dd { "{text}" }
        }
    }
}

fn limit_words(limit: Limit) -> String {
    let n = limit.count;
    match limit.per {
        Period::Day => tid!("limit-day", n: n),
        Period::Week => tid!("limit-week", n: n),
        Period::Month => tid!("limit-month", n: n),
        Period::Year => tid!("limit-year", n: n),
        Period::Card => tid!("limit-card", n: n),
    }
}

const fn number(day: Weekday) -> u8 {
    match day {
        Weekday::Mo => 1,
        Weekday::Tu => 2,
        Weekday::We => 3,
        Weekday::Th => 4,
        Weekday::Fr => 5,
        Weekday::Sa => 6,
        Weekday::Su => 7,
    }
}
