//! Any record as a line of a mixed list: search results, favourites.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Kind, Record};

use super::distance::distance;
use super::icon::{Icon, Line};
use super::opening::OpenTag;
use super::row::{Honesty, Row, ages, content_language};
use crate::route::Route;

/// Where a record is shown.
pub fn route_of(kind: Kind, id: &str) -> Route {
    let id = id.to_owned();
    match kind {
        Kind::Page => Route::Page { id },
        Kind::News => Route::NewsItem { id },
        Kind::Event => Route::Event { id },
        Kind::Place => Route::Place { id },
        Kind::Offer => Route::Offer { id },
        Kind::Number => Route::Help {},
    }
}

/// Name of a kind.
pub fn kind_name(kind: Kind) -> String {
    tid!(&format!("kind-{}", kind.name()))
}

/// One record, with its kind, and for a number the button that dials. `passage` takes the place of its summary; `terms` are
/// the folded words to mark.
#[component]
pub fn RecordRow(
    record: Record,
    #[props(default)] passage: Option<String>,
    #[props(default)] terms: Vec<String>,
    #[props(default)] metres: Option<f64>,
) -> Element {
    let kind = record.kind();
    if let Record::Number(number) = &record {
        return rsx! {
            super::help_number::NumberRow { number: number.clone() }
        };
    }
    let (sourced, audience, hours) = match &record {
        Record::Page(page) => (page.sourced.clone(), Some(page.audience), None),
        Record::News(news) => (news.sourced.clone(), None, None),
        Record::Event(event) => (event.sourced.clone(), Some(event.audience), None),
        Record::Place(place) => (place.sourced.clone(), None, place.opening_hours.clone()),
        Record::Offer(offer) => (offer.sourced.clone(), None, None),
        Record::Number(number) => (number.sourced.clone(), None, None),
    };
    rsx! {
        Row {
            to: route_of(kind, record.id()),
            title: record.title().to_owned(),
            text: passage.unwrap_or_else(|| record.summary().to_owned()),
            terms,
            section: record.section(),
            art: record.section().is_some(),
            lang: match &record {
                Record::Page(page) => page.lang.clone(),
                _ => content_language(),
            },
            span { class: "tag",
                Line { icon: icon(kind) }
                {kind_name(kind)}
            }
            if let Some(metres) = metres {
                span { class: "tag", {distance(metres)} }
            }
            if let Some(ages) = audience.and_then(ages) {
                span { class: "tag", "{ages}" }
            }
            OpenTag { hours }
            Honesty { sourced }
        }
    }
}

fn icon(kind: Kind) -> Icon {
    match kind {
        Kind::Page => Icon::Explore,
        Kind::News => Icon::News,
        Kind::Event => Icon::Calendar,
        Kind::Place => Icon::Pin,
        Kind::Offer => Icon::Offers,
        Kind::Number => Icon::Phone,
    }
}
