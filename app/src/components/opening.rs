//! Open now, and when: computed from OSM hours and the country's public holidays.

use crate::words::tid;
use chrono::{Datelike, Days, NaiveDate};
use dioxus::prelude::*;
use shared::calendar::{Hours, OpenState};

use super::dates::{self, Moment, use_moment};

/// « Ouvert · jusqu’à 17 h 30 ». Nothing when the hours are unknown or cannot be read.
#[component]
pub fn OpenTag(hours: Option<String>) -> Element {
    let now = use_moment();
    let country = crate::state::territory().country.clone();
    let Some(hours) = hours.and_then(|hours| Hours::parse(&hours, &country).ok()) else { return rsx! {} };
    let (class, word, next) = words(hours.state(now.local), now);
    rsx! {
        span { class: "tag {class}", "{word}" }
        if let Some(next) = next {
            span { class: "quiet", "{next}" }
        }
    }
}

fn words(state: OpenState, now: Moment) -> (&'static str, String, Option<String>) {
    match state {
        OpenState::Open { until: None } => ("tag-open", tid!("open-always"), None),
        OpenState::Open { until: Some(until) } => {
            let soon = (until - now.local).num_minutes() <= 30;
            let word = if soon { tid!("open-closing") } else { tid!("open-now") };
            (
                if soon { "tag-soon" } else { "tag-open" },
                word,
                Some(tid!("open-until", hour: dates::hour(until.time()))),
            )
        }
        OpenState::Closed { opens: None } => ("tag-closed", tid!("open-closed"), None),
        OpenState::Closed { opens: Some(opens) } => {
            let hour = dates::hour(opens.time());
            let next = if opens.date() == now.local.date() {
                tid!("open-opens-today", hour: hour)
            } else {
                tid!("open-opens", day: dates::day(opens.date(), now.local.date()), hour: hour)
            };
            ("tag-closed", tid!("open-closed"), Some(next))
        }
        OpenState::Holiday => ("tag-soon", tid!("open-holiday"), Some(tid!("open-holiday-text"))),
    }
}

/// The week's hours as a table, today marked; as they came where they cannot be read.
#[component]
pub fn WeekTable(hours: String) -> Element {
    let today = use_moment().local.date();
    let country = crate::state::territory().country.clone();
    let Ok(hours) = Hours::parse(&hours, &country) else {
        return rsx! {
            p { "{hours}" }
        };
    };
    rsx! {
        table { class: "hours",
            caption { class: "visually-hidden", {tid!("hours-caption")} }
            tbody {
                for day in hours.week(monday(today)) {
                    tr { key: "{day.day}", "aria-current": if day.day == today { "date" },
                        th { scope: "row", {dates::weekday(day.day)} }
                        td {
                            if day.intervals.is_empty() {
                                {tid!("open-closed")}
                            } else {
                                {
                                    day.intervals
                                        .iter()
                                        .map(|(from, to)| tid!("hours-interval", from: dates::hour(*from), to: dates::hour(*to)))
                                        .collect::<Vec<_>>()
                                        .join(", ")
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}
