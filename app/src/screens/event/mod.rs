//! One event: when, where, how much, for whom.

mod when;

use dioxus::prelude::*;
use shared::calendar;
use shared::domain::{Event, Kind, Place, RecordId};

use crate::components::article::Article;
use crate::components::cards::change_name;
use crate::components::dates::{self, use_moment};
use crate::components::face::Broken;
use crate::components::favourite::Heart;
use crate::components::icon::{Icon, Line};
use crate::components::outside::Outside;
use crate::components::picture::Picture;
use crate::components::row::{ages, content_language};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::components::trust::Trust;
use crate::platform;
use crate::route::Route;
use crate::screens::{Asked, Gone};
use crate::state::{Query, territory, use_query, use_reminders};
use crate::words::tid;

/// Dates shown of a recurring event; the others are a press away.
const DATES_SHOWN: usize = 6;

/// Most dates listed of it: a year of weeks.
const DATES_LISTED: usize = 53;

/// An event of the agenda.
#[component]
pub fn EventScreen(id: ReadSignal<String>) -> Element {
    let found = use_query(move |store| {
        let Some(event) = store.event(&id.read())? else { return Ok(None) };
        let place = event.place.as_deref().map(|place| store.place(place)).transpose()?.flatten();
        Ok(Some((event, place)))
    });
    match found.get() {
        Query::Failed(reason) => rsx! {
            Screen { lead: Lead::Back(Route::Agenda {}), Broken { reason } }
        },
        Query::Ready(None) => rsx! {
            Gone {}
        },
        Query::Ready(Some((event, place))) => rsx! {
            Sheet { event, place }
        },
    }
}

#[component]
pub(super) fn Sheet(event: Event, place: Option<Place>) -> Element {
    let now = use_moment();
    let today = now.local.date();
    let reminders = use_reminders();
    let about = RecordId { kind: Kind::Event.name().to_owned(), id: event.id.clone() };
    let mut dates = calendar::occurrences(&event, &territory().timezone, now.unix, now.unix + 370 * 86_400);
    dates.truncate(DATES_LISTED);
    let later = dates.split_off(DATES_SHOWN.min(dates.len()));
    let next = dates.first().copied();
    // Said between the dates that are shown: who comes each week must not find the door closed.
    let last = dates.last().map(|date| dates::local(date.start).date());
    let skipped: Vec<String> = event
        .except
        .iter()
        .filter(|&&day| event.rrule.is_some() && day >= today && last.is_some_and(|last| day <= last))
        .map(|&day| dates::day(day, today))
        .collect();
    let price = event.price.clone().or_else(|| event.free.then(|| tid!("free")));
    let (title, summary, path) =
        (event.title.clone(), event.summary.clone(), Route::Event { id: event.id.clone() }.to_string());
    rsx! {
        Screen {
            lead: Lead::Back(Route::Agenda {}),
            tools: rsx! {
                Heart { id: about.clone(), title: event.title.clone() }
            },
            article { class: "stack reading",
                if let Some(image) = event.image.clone() {
                    div { class: "page-picture", Picture { image, sizes: "(min-width: 44rem) 38rem, 100vw" } }
                }
                h1 { lang: content_language(), "{event.title}" }
                if let Some(change) = event.change {
                    p { class: "banner", role: "note",
                        Line { icon: Icon::Warning }
                        span {
                            b { {change_name(change)} }
                            if let Some(note) = &event.change_note {
                                " · "
                                span { lang: content_language(), "{note}" }
                            }
                        }
                    }
                }
                p { class: "lead", lang: content_language(), "{event.summary}" }
                dl { class: "facts",
                    div { class: "fact",
                        dt { Line { icon: Icon::Calendar } span { class: "visually-hidden", {tid!("event-when")} } }
                        dd {
                            if dates.is_empty() {
                                {tid!("event-over", date: dates::span(event.start, event.end.unwrap_or(event.start), event.all_day, today))}
                            }
                            for date in &dates {
                                p { {dates::span(date.start, date.end, event.all_day, today)} }
                            }
                            if !later.is_empty() {
                                details {
                                    summary { {tid!("event-all-dates")} }
                                    for date in &later {
                                        p { {dates::span(date.start, date.end, event.all_day, today)} }
                                    }
                                }
                            }
                            if !skipped.is_empty() { p { class: "quiet", {tid!("event-except", dates: skipped.join(", "))} } }
                        }
                    }
                    if let Some(place) = &place {
                        div { class: "fact",
                            dt { Line { icon: Icon::Pin } span { class: "visually-hidden", {tid!("event-where")} } }
                            dd {
                                p { Link { to: Route::Place { id: place.id.clone() }, "{place.name}" } }
                                if place.point.is_some() {
                                    p { Link { to: Route::Map { asked: Asked::place(&place.id) }, {tid!("map-see")} } }
                                }
                            }
                        }
                    } else if event.place_name.is_some() || event.address.is_some() {
                        div { class: "fact",
                            dt { Line { icon: Icon::Pin } span { class: "visually-hidden", {tid!("event-where")} } }
                            dd { {[event.place_name.clone(), event.address.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")} }
                        }
                    }
                    if let Some(price) = price {
                        div { class: "fact",
                            dt { Line { icon: Icon::Offers } span { class: "visually-hidden", {tid!("event-price")} } }
                            dd { "{price}" }
                        }
                    }
                    if let Some(ages) = ages(event.audience) {
                        div { class: "fact",
                            dt { Line { icon: Icon::Check } span { class: "visually-hidden", {tid!("event-who")} } }
                            dd { "{ages}" }
                        }
                    }
                }
                Article { text: event.body.clone(), lang: content_language() }
                if let Some(next) = next.filter(|_| !event.is_cancelled()) {
                    {when::section(&event, place.as_ref(), next, now, &reminders)}
                }
                if let Some(url) = event.url.clone() {
                    Outside { class: "btn btn-wide", url,
                        span { {tid!("event-more")} }
                        Line { icon: Icon::Outside }
                    }
                }
                div { class: "actions",
                    button { class: "action", r#type: "button", onclick: move |_| platform::share(&title, &summary, &path),
                        Line { icon: Icon::Share }
                        span { {tid!("share")} }
                    }
                }
                Trust { sourced: event.sourced.clone(), about }
            }
        }
    }
}
