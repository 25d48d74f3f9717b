//! The agenda: what happens, soonest first, this week and later.

use crate::words::tid;
use chrono::{Datelike, Days};
use dioxus::prelude::*;
use shared::calendar::{Occurrence, moment};
use shared::domain::Event;

use super::home::upcoming;
use crate::components::cards::EventCard;
use crate::components::dates::{use_clock, use_moment};
use crate::components::face::{Broken, Empty};
use crate::components::freshness::{Freshness, Pull};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::state::{Query, territory, use_query};

/// Days ahead the agenda looks.
const AHEAD_DAYS: i64 = 370;

/// All events to come.
#[component]
pub fn AgendaScreen() -> Element {
    let now = use_moment();
    let clock = use_clock();
    let events =
        use_query(move |store| Ok(upcoming(store.events()?, clock(), clock() + AHEAD_DAYS * 86_400, usize::MAX)));
    let to_sunday = 7 - u64::from(now.local.date().weekday().num_days_from_monday());
    let week_end = now
        .local
        .date()
        .checked_add_days(Days::new(to_sunday))
        .and_then(|monday| moment(&territory().timezone, monday.and_time(chrono::NaiveTime::MIN)))
        .unwrap_or(now.unix + 7 * 86_400);
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}),
            Pull {
                div { class: "stack",
                    h1 { {tid!("agenda-title")} }
                    Freshness {}
                    match events.get() {
                        Query::Failed(reason) => rsx! {
                            Broken { reason }
                        },
                        Query::Ready(events) if events.is_empty() => rsx! {
                            Empty { title: tid!("agenda-empty-title"), text: tid!("agenda-empty-text") }
                        },
                        Query::Ready(events) => {
                            let (week, later): (Vec<_>, Vec<_>) = events.into_iter().partition(|(_, occurrence)| occurrence.start < week_end);
                            rsx! {
                                Period { title: tid!("agenda-week"), events: week }
                                Period { title: tid!("agenda-later"), events: later }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Period(title: String, events: Vec<(Event, Occurrence)>) -> Element {
    rsx! {
        if !events.is_empty() {
            div { class: "heading", h2 { "{title}" } }
            ul { class: "sheets", role: "list",
                for (event , occurrence) in events {
                    li { key: "{event.id}", EventCard { event, occurrence } }
                }
            }
        }
    }
}
