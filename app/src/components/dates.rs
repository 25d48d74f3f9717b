//! Moments in words, in the reader's language and the territory's zone.
//!
//! Names of days and months come from Fluent like every other word; which form to use (« aujourd’hui »,
//! « samedi 28 novembre ») is decided here, from a moment given. Nothing here reads a clock.

use crate::hooks::use_effect;
use crate::words::tid;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use dioxus::prelude::*;
use shared::calendar;
use shared::domain::UnixSeconds;

/// One moment, as the machine counts it and as the territory's clocks show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970.
    pub unix: UnixSeconds,
    /// Local time in the territory.
    pub local: NaiveDateTime,
}

/// The present moment; the component that asks is drawn again each minute.
pub fn use_moment() -> Moment {
    let now = crate::state::use_now();
    Moment { unix: now, local: local(now) }
}

/// The present moment as a signal, for queries that depend on it.
pub fn use_clock() -> Signal<UnixSeconds> {
    let now = crate::state::use_now();
    let mut clock = use_signal(|| now);
    use_effect(use_reactive((&now,), move |(now,)| clock.set(now)));
    clock
}

/// Local time of a moment in the territory.
pub fn local(moment: UnixSeconds) -> NaiveDateTime {
    calendar::local(&crate::state::territory().timezone, moment)
}

/// « 18 h 30 », « 6.30 pm ».
pub fn hour(time: NaiveTime) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    let minutes = format!("{minute:02}");
    let (afternoon, twelve) = time.hour12();
    let half = if afternoon { "pm" } else { "am" };
    if minute == 0 {
        tid!("time-hour", hour: hour, twelve: twelve, half: half)
    } else {
        tid!("time-hour-minutes", hour: hour, twelve: twelve, half: half, minutes: minutes)
    }
}

/// « samedi 28 novembre », with the year when it is another one; « aujourd’hui » and « demain » when they are.
pub fn day(day: NaiveDate, today: NaiveDate) -> String {
    if day == today {
        return tid!("day-today");
    }
    if today.succ_opt() == Some(day) {
        return tid!("day-tomorrow");
    }
    named(day, today)
}

/// A day by its name whatever the present day; with its year when another one could be meant.
fn named(day: NaiveDate, today: NaiveDate) -> String {
    if day.year() == today.year() || (day > today && (day - today).num_days() < 180) {
        tid!("day-full", weekday: weekday(day), day: day.day(), month: month(day))
    } else {
        date(day)
    }
}

/// « 23 novembre 2026 ».
pub fn date(day: NaiveDate) -> String {
    tid!("date-full", day: day.day(), month: month(day), year: day.year().to_string())
}

/// « samedi ».
pub fn weekday(day: NaiveDate) -> String {
    tid!("weekday", n: day.weekday().number_from_monday())
}

/// « novembre ».
pub fn month(day: NaiveDate) -> String {
    tid!("month", n: day.month())
}

/// « nov. ».
pub fn month_short(day: NaiveDate) -> String {
    tid!("month-short", n: day.month())
}

/// When something happens: « samedi 28 novembre, 14 h – 17 h ».
pub fn span(start: UnixSeconds, end: UnixSeconds, all_day: bool, today: NaiveDate) -> String {
    let (from, to) = (local(start), local(end));
    if from.date() != to.date() && (all_day || (to - from).num_hours() > 12) {
        return tid!("span-days", from: named(from.date(), today), to: named(to.date(), today));
    }
    let when = day(from.date(), today);
    if all_day {
        when
    } else if end > start {
        tid!("span-hours", day: when, from: hour(from.time()), to: hour(to.time()))
    } else {
        tid!("span-start", day: when, from: hour(from.time()))
    }
}

/// How long ago: « à l’instant », « il y a 3 min », « il y a 2 h », « il y a 4 jours ».
pub fn ago(then: UnixSeconds, now: UnixSeconds) -> String {
    match (now - then).max(0) {
        0..60 => tid!("ago-now"),
        seconds @ 60..3_600 => tid!("ago-minutes", n: seconds / 60),
        seconds @ 3_600..86_400 => tid!("ago-hours", n: seconds / 3_600),
        seconds => tid!("ago-days", n: seconds / 86_400),
    }
}
