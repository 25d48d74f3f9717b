//! One offer: what it gives and on which terms, whether it holds today, what is left of it for me, where.

use chrono::NaiveDate;
use dioxus::prelude::*;
use shared::domain::{Kind, Limit, Offer, Period, Place, RecordId, Weekday};
use shared::store::Standing;

use crate::components::cards::{paper_of, price, value};
use crate::components::dates::{self, use_moment};
use crate::components::directions::Directions;
use crate::components::face::Broken;
use crate::components::favourite::Heart;
use crate::components::icon::{Icon, Line};
use crate::components::opening::OpenTag;
use crate::components::picture::Picture;
use crate::components::row::{Row, content_language};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::components::trust::Trust;
use crate::components::voucher::{Voucher, without_card};
use crate::platform;
use crate::route::Route;
use crate::screens::{Asked, Gone};
use crate::state::{Query, use_card, use_query};
use crate::words::tid;

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
pub(in crate::screens) fn Sheet(offer: Offer, place: Option<Place>) -> Element {
    let about = RecordId { kind: Kind::Offer.name().to_owned(), id: offer.id.clone() };
    let when = when_next(&offer, use_moment().local.date());
    let open = when.is_none();
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
                if let Some(when) = when {
                    p { class: "banner banner-plain", Line { icon: Icon::Calendar } span { "{when}" } }
                }
                if offer.vouchers.is_some() { Voucher { offer: offer.clone(), open } } else { WithCard { offer: offer.clone() } }
                dl { class: "facts",
                    if let Some(limit) = offer.limit {
                        {fact(Icon::Card, &tid!("offer-limit"), &limit_words(limit))}
                    }
                    if !days.is_empty() {
                        {fact(Icon::Calendar, &tid!("offer-days"), &days.join(", "))}
                    }
                    if let Some(until) = offer.valid_until {
                        {fact(Icon::Clock, &tid!("offer-validity"), &tid!("offer-until", date: dates::date(until)))}
                    }
                    if offer.saving_cents > 0 {
                        {fact(Icon::Offers, &tid!("offer-saving-name"), &tid!("offer-saving", price: price(offer.saving_cents)))}
                    }
                }
                if let Some(place) = &place {
                    {shop(place)}
                }
                {share(&offer)}
                Trust { sourced: offer.sourced.clone(), about }
            }
        }
    }
}

/// When it can be used next, unless that is today.
fn when_next(offer: &Offer, today: NaiveDate) -> Option<String> {
    match offer.next_day(today) {
        Some(day) if day == today => None,
        Some(day) => Some(tid!("offer-not-today", day: dates::day(day, today))),
        None => Some(tid!("offer-over")),
    }
}

/// What is left of it for a holder, and the way to the card.
#[component]
fn WithCard(offer: Offer) -> Element {
    let today = use_moment().local.date();
    let card = use_card();
    let (held, uses) = match card.get() {
        Query::Ready(view) => (
            matches!(view.standing, Standing::Active(_)),
            view.held.status.map(|status| status.uses).unwrap_or_default(),
        ),
        Query::Failed(_) => (false, Vec::new()),
    };
    let left = offer.limit.filter(|_| held).map(|limit| {
        let days = uses.iter().filter(|used| used.offer == offer.id).map(|used| dates::local(used.at).date());
        match (limit.left(days, today), limit.renewed_on(today)) {
            (0, Some(day)) => tid!("offer-left-none", day: dates::day(day, today)),
            (left, _) => tid!("offer-left", n: left),
        }
    });
    rsx! {
        if let Some(left) = left {
            p { class: "banner banner-sky", Line { icon: Icon::Card } span { "{left}" } }
        }
        if held {
            Link { class: "btn btn-wide", to: Route::Card {}, {tid!("offer-show-card")} }
        } else {
            {without_card()}
        }
    }
}

/// The shop: is it open, and how to reach it.
fn shop(place: &Place) -> Element {
    let phone = place.phones.first().cloned();
    rsx! {
        h2 { {tid!("offer-where")} }
        Row {
            to: Route::Place { id: place.id.clone() },
            lang: content_language(),
            title: place.name.clone(),
            text: [place.address.clone(), Some(place.city.clone())].into_iter().flatten().collect::<Vec<_>>().join(", "),
            OpenTag { hours: place.opening_hours.clone() }
        }
        div { class: "actions",
            if let Some(phone) = phone {
                a { class: "action", href: phone.href(), "aria-label": tid!("call-number", number: phone.number.clone(), title: place.name.clone()),
                    Line { icon: Icon::Phone }
                    span { {tid!("offer-call")} }
                }
            }
            if let Some(point) = place.point {
                Directions { point, name: place.name.clone() }
                Link { class: "action", to: Route::Map { asked: Asked::place(&place.id) },
                    Line { icon: Icon::Pin }
                    span { {tid!("map-see")} }
                }
            }
        }
    }
}

fn share(offer: &Offer) -> Element {
    let (title, text) = (offer.title.clone(), offer.terms.clone());
    let path = Route::Offer { id: offer.id.clone() }.to_string();
    rsx! {
        div { class: "actions",
            button { class: "action", r#type: "button", onclick: move |_| platform::share(&title, &text, &path),
                Line { icon: Icon::Share }
                span { {tid!("share")} }
            }
        }
    }
}

fn fact(icon: Icon, name: &str, text: &str) -> Element {
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
