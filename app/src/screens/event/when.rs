//! What one does not to forget an event: into the phone's calendar, which rings by itself, or a reminder of this app.

use dioxus::prelude::*;
use shared::calendar::{IcsContext, Occurrence, ics};
use shared::domain::{Event, Place};
use shared::store::Reminder;

use crate::components::dates::{self, Moment};
use crate::components::icon::{Icon, Line};
use crate::platform;
use crate::state::{territory, toggle_reminder};
use crate::words::tid;

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// The evening before a day without hours, from its midnight: 18 h.
const EVENING: i64 = 6 * HOUR;

/// How long before its start one is told.
const fn ahead(event: &Event) -> (i64, i64) {
    if event.all_day { (EVENING, EVENING) } else { (DAY, HOUR) }
}

/// Both ways for the next date of an event.
pub(super) fn section(
    event: &Event,
    place: Option<&Place>,
    next: Occurrence,
    now: Moment,
    reminders: &[Reminder],
) -> Element {
    let (day, hour) = ahead(event);
    let asked = reminders.iter().find(|one| one.event == event.id && one.start == next.start);
    let choice = |ahead: i64, words: String| {
        let reminder =
            Reminder { event: event.id.clone(), start: next.start, ahead, title: event.title.clone(), told: false };
        let made = asked.is_some_and(|asked| asked.ahead == ahead);
        rsx! {
            button {
                class: "chip",
                r#type: "button",
                "aria-pressed": if made { "true" } else { "false" },
                onclick: move |_| toggle_reminder(&reminder),
                "{words}"
            }
        }
    };
    let said = asked.map(|asked| dates::span(asked.at(), asked.at(), false, now.local.date()));
    rsx! {
        section { class: "stack", "aria-labelledby": "remind",
            h2 { id: "remind", {tid!("reminder-title")} }
            {calendar(event, place, now)}
            // A reminder that would be late is not offered.
            if next.start - hour > now.unix {
                div { class: "chips chips-wrap", role: "group", "aria-labelledby": "remind",
                    if next.start - day > now.unix {
                        {choice(day, tid!("reminder-day"))}
                    }
                    if hour != day {
                        {choice(hour, tid!("reminder-hour"))}
                    }
                }
                p { class: "quiet", role: "status",
                    if let Some(when) = said {
                        {tid!("reminder-set", when: when)}
                        " "
                    }
                    {tid!("reminder-text")}
                }
            }
        }
    }
}

fn calendar(event: &Event, place: Option<&Place>, now: Moment) -> Element {
    let (_, alarm) = ahead(event);
    let name = [&event.id, ".ics"].concat();
    let before = if event.all_day { tid!("event-ahead-day") } else { tid!("event-ahead-hour") };
    let (event, place) = (event.clone(), place.cloned());
    rsx! {
        button {
            class: "btn btn-wide btn-line",
            r#type: "button",
            "aria-describedby": "event-calendar",
            onclick: move |_| {
                let server = platform::server_address();
                let context = IcsContext {
                    timezone: &territory().timezone,
                    server: server.trim_end_matches('/'),
                    place: place.as_ref(),
                    alarm: Some(alarm),
                    now: now.unix,
                };
                let at = place.as_ref().map(|place| &place.name).or(event.place_name.as_ref());
                platform::add_to_calendar(&name, &ics(&event, &context), &event, at.map_or("", |at| at));
            },
            Line { icon: Icon::Calendar }
            span { {tid!("event-calendar")} }
        }
        p { class: "quiet", id: "event-calendar", {tid!("event-calendar-text", ahead: before)} }
    }
}
