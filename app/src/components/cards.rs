//! News, events and offers as cards of a list.

use crate::words::tid;
use chrono::Datelike;
use dioxus::prelude::*;
use shared::calendar::Occurrence;
use shared::domain::{Event, EventChange, News, Offer, OfferKind, Section, Vouchers};

use super::dates::{self, use_moment};
use super::picture::Picture;
use super::row::{Honesty, ages, content_language};
use crate::pictograms::{self, Pictogram};
use crate::route::Route;

/// A news item.
#[component]
pub fn NewsCard(news: News) -> Element {
    let today = use_moment().local.date();
    let when = dates::day(dates::local(news.publish_at).date(), today);
    rsx! {
        Link { class: "sheet cut news-card", to: Route::NewsItem { id: news.id.clone() },
            span { class: "news-art", "data-section": Section::SeDivertir.slug(),
                match &news.image {
                    Some(image) => rsx! { Picture { image: image.clone(), sizes: "6rem" } },
                    None => rsx! { Pictogram { cuts: pictograms::section(Section::SeDivertir) } },
                }
            }
            div {
                div { lang: content_language(),
                    h3 { "{news.title}" }
                    p { "{news.summary}" }
                }
                div { class: "cluster",
                    if news.pinned {
                        span { class: "tag tag-soon", {tid!("tag-pinned")} }
                    }
                    Honesty { sourced: news.sourced.clone() }
                    span { class: "quiet", "{when}" }
                }
            }
        }
    }
}

/// One occurrence of an event. The paper's colour changes with the weekday, so that a week reads at a glance.
#[component]
pub fn EventCard(event: Event, occurrence: Occurrence) -> Element {
    let today = use_moment().local.date();
    let start = dates::local(occurrence.start).date();
    let shown = if start < today { today } else { start };
    let paper =
        Section::ALL.get(shown.weekday().num_days_from_monday() as usize).copied().unwrap_or(Section::SeDivertir);
    let place = event.place_name.clone();
    rsx! {
        Link { class: "sheet cut news-card", to: Route::Event { id: event.id.clone() },
            span { class: "news-art date-art", "data-section": paper.slug(), "aria-hidden": "true",
                b { "{shown.day()}" }
                span { {dates::month_short(shown)} }
            }
            div {
                h3 { lang: content_language(), "{event.title}" }
                p {
                    {dates::span(occurrence.start, occurrence.end, event.all_day, today)}
                    if let Some(place) = place { " · {place}" }
                }
                div { class: "cluster",
                    if let Some(change) = event.change {
                        span { class: "tag tag-soon", {change_name(change)} }
                    }
                    if event.free {
                        span { class: "tag tag-open", {tid!("free")} }
                    }
                    if let Some(ages) = ages(event.audience) {
                        span { class: "tag", "{ages}" }
                    }
                    Honesty { sourced: event.sourced.clone() }
                }
            }
        }
    }
}

/// What became of an event, in a word.
pub fn change_name(change: EventChange) -> String {
    match change {
        EventChange::Cancelled => tid!("event-cancelled"),
        EventChange::Moved => tid!("event-moved"),
        EventChange::Other => tid!("event-changed"),
    }
}

/// An offer, its value on a ticket's stub. A function: thousands of them are drawn, and none has a state of its own.
pub fn offer_card(offer: &Offer, shop: &str, tags: Element) -> Element {
    let paper = paper_of(&offer.category);
    rsx! {
        Link { class: "sheet cut offer", to: Route::Offer { id: offer.id.clone() },
            span { class: "offer-value", "data-section": paper.slug(), "aria-hidden": "true", {value(offer)} }
            div {
                div { lang: content_language(),
                    h3 { "{offer.title}" }
                    p { "{shop}" }
                }
                div { class: "cluster",
                    if offer.vouchers == Some(Vouchers::Gone) {
                        span { class: "tag", {tid!("voucher-gone-tag")} }
                    }
                    {tags}
                    Honesty { sourced: offer.sourced.clone() }
                }
            }
        }
    }
}

/// The paper of a category's tickets; one that this version does not know is yellow.
pub fn paper_of(category: &str) -> Section {
    match category {
        "manger" => Section::SeLoger,
        "sport" => Section::Bouger,
        "sortir" => Section::SeDivertir,
        "mobilite" => Section::Travailler,
        "culture" => Section::SEngager,
        "mode" => Section::SeSoigner,
        "beaute" => Section::EtreAccompagne,
        _ => Section::SeFormer,
    }
}

/// What an offer is worth, short enough for a stub: « −10 % », « −3 € », « 8 € », « Offert ».
pub fn value(offer: &Offer) -> String {
    match (offer.kind, offer.value) {
        (OfferKind::Percent, Some(percent)) => tid!("offer-percent", n: percent),
        (OfferKind::Amount, Some(cents)) => tid!("offer-amount", price: price(cents)),
        (OfferKind::Price, Some(cents)) => price(cents),
        _ => tid!("offer-gift"),
    }
}

/// A price: « 8 € », « 2,50 € ».
pub fn price(cents: u32) -> String {
    let (euros, rest) = (cents / 100, cents % 100);
    if rest == 0 {
        tid!("price-round", euros: euros)
    } else {
        tid!("price-cents", euros: euros, cents: format!("{rest:02}"))
    }
}
