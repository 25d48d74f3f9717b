//! The agenda, day by day: what was chosen stands in the address, `/agenda?jour=week-end&gratuit=oui&rubrique=se-divertir`.

use chrono::{Days, NaiveDate};
use dioxus::prelude::*;
use shared::calendar::{Entry, When, agenda};
use shared::domain::Section;

use crate::components::cards::EventCard;
use crate::components::dates::{self, Moment, use_moment};
use crate::components::face::{Broken, Empty, Face};
use crate::components::freshness::{Freshness, Pull};
use crate::components::icon::{Icon, Line};
use crate::components::more::{More, drawn};
use crate::components::shell::Screen;
use crate::components::tile::section_name;
use crate::components::topbar::Lead;
use crate::pictograms::Mood;
use crate::route::{Route, asked};
use crate::screens::Asked;
use crate::state::{Announced, Query, territory, use_programme};
use crate::words::tid;

/// Days to choose from at a press: two weeks. Others have a field.
const STRIP: u64 = 14;

/// What was chosen.
#[derive(Clone, Copy, Default, PartialEq)]
struct Choice {
    when: When,
    free: bool,
    section: Option<Section>,
}

impl Choice {
    fn read(view: &str, today: NaiveDate) -> Self {
        let when = match asked(view, "jour") {
            Some("aujourdhui") => When::On(today),
            Some("week-end") => When::WeekEnd,
            Some(day) => day.parse().map_or(When::Ahead, When::On),
            None => When::Ahead,
        };
        Self {
            when,
            free: asked(view, "gratuit").is_some(),
            section: asked(view, "rubrique").and_then(Section::from_slug),
        }
    }

    fn route(self, today: NaiveDate) -> Route {
        let mut parts = Vec::new();
        match self.when {
            When::Ahead => {}
            When::WeekEnd => parts.push("jour=week-end".to_owned()),
            When::On(day) if day == today => parts.push("jour=aujourdhui".to_owned()),
            When::On(day) => parts.push(["jour=", &day.to_string()].concat()),
        }
        if self.free {
            parts.push("gratuit=oui".to_owned());
        }
        if let Some(section) = self.section {
            parts.push(["rubrique=", section.slug()].concat());
        }
        if parts.is_empty() { Route::Agenda {} } else { Route::AgendaAs { view: parts.join("&") } }
    }

    fn admits(&self, announced: &Announced) -> bool {
        (!self.free || announced.event.free) && self.section.is_none_or(|section| announced.section == Some(section))
    }
}

/// All events to come. `view` is what was chosen among them, as the address says it.
#[component]
pub fn AgendaScreen(#[props(default)] view: String) -> Element {
    let programme = use_programme();
    let now = use_moment();
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}),
            Pull {
                div { class: "stack",
                    h1 { {tid!("agenda-title")} }
                    match &*programme.read() {
                        Query::Failed(reason) => rsx! {
                            Broken { reason: reason.clone() }
                        },
                        Query::Ready(all) => days(all, &view, now),
                    }
                    Freshness {}
                }
            }
        }
    }
}

fn days(all: &[Announced], view: &str, now: Moment) -> Element {
    let today = now.local.date();
    let choice = Choice::read(view, today);
    let events: Vec<_> = all.iter().map(|announced| announced.event.clone()).collect();
    let timezone = &territory().timezone;
    let ahead = agenda(&events, timezone, now.unix, When::Ahead);
    if ahead.is_empty() {
        return rsx! {
            Empty { title: tid!("agenda-empty-title"), text: tid!("agenda-empty-text") }
        };
    }
    let mut entries =
        if choice.when == When::Ahead { ahead.clone() } else { agenda(&events, timezone, now.unix, choice.when) };
    entries.retain(|entry| all.get(entry.event).is_some_and(|announced| choice.admits(announced)));
    let (count, name) = (entries.len(), ["agenda ", view].concat());
    entries.truncate(drawn(&name));
    rsx! {
        {sieve(all, choice, today)}
        {strip(&ahead, choice, today)}
        Link { class: "chip", to: Route::Map { asked: Asked::events() }, Line { icon: Icon::Pin } {tid!("map-see")} }
        p { class: "quiet", role: "status", {tid!("agenda-count", n: count)} }
        if entries.is_empty() {
            Face { mood: Mood::Curious, title: tid!("agenda-none-title"), text: tid!("agenda-none-text"),
                Link { class: "btn", to: Route::Agenda {}, {tid!("agenda-all")} }
            }
        }
        for day in entries.chunk_by(|one, other| one.day == other.day) {
            {one_day(all, day, today)}
        }
        More { list: name, total: count }
    }
}

fn one_day(all: &[Announced], entries: &[Entry], today: NaiveDate) -> Element {
    let Some(day) = entries.first().map(|entry| entry.day) else { return rsx! {} };
    rsx! {
        div { class: "heading agenda-day", key: "{day}", h2 { {dates::day(day, today)} } }
        ul { class: "sheets", role: "list",
            for entry in entries {
                if let Some(Announced { event, .. }) = all.get(entry.event) {
                    li { key: "{event.id}-{entry.occurrence.start}", EventCard { event: event.clone(), occurrence: entry.occurrence } }
                }
            }
        }
    }
}

/// When, for nothing, of which section.
fn sieve(all: &[Announced], choice: Choice, today: NaiveDate) -> Element {
    let at = |when: When| Choice { when: if choice.when == when { When::Ahead } else { when }, ..choice };
    let of = |section| Choice { section: Some(section).filter(|_| choice.section != Some(section)), ..choice };
    let sections = Section::ALL.into_iter().filter(|section| all.iter().any(|one| one.section == Some(*section)));
    let free = Choice { free: !choice.free, ..choice };
    rsx! {
        div { class: "chips", role: "group", "aria-label": tid!("filter"),
            {chip(choice.when == When::On(today), &tid!("agenda-today"), at(When::On(today)), today)}
            {chip(choice.when == When::WeekEnd, &tid!("agenda-weekend"), at(When::WeekEnd), today)}
            {chip(choice.free, &tid!("agenda-free"), free, today)}
            for section in sections {
                {chip(choice.section == Some(section), &section_name(section), of(section), today)}
            }
        }
    }
}

/// A choice, made or not; a press leads to `to`.
fn chip(made: bool, words: &str, to: Choice, today: NaiveDate) -> Element {
    rsx! {
        button {
            class: "chip",
            r#type: "button",
            "aria-pressed": if made { "true" } else { "false" },
            onclick: move |_| {
                navigator().replace(to.route(today));
            },
            "{words}"
        }
    }
}

/// The next days side by side, with a mark where something begins, and a field for any other.
fn strip(ahead: &[Entry], choice: Choice, today: NaiveDate) -> Element {
    let chosen = if let When::On(day) = choice.when { Some(day) } else { None };
    let days = today.iter_days().take(STRIP as usize);
    let last = today.checked_add_days(Days::new(366)).unwrap_or(today);
    rsx! {
        div { class: "chips days", role: "group", "aria-label": tid!("agenda-days"),
            for day in days {
                {one_of_strip(day, chosen == Some(day), ahead.iter().any(|entry| entry.day == day), choice, today)}
            }
        }
        div { class: "field offers-sort",
            label { r#for: "agenda-day", {tid!("agenda-other-day")} }
            div { class: "input",
                input {
                    id: "agenda-day",
                    r#type: "date",
                    min: "{today}",
                    max: "{last}",
                    value: chosen.map(|day| day.to_string()).unwrap_or_default(),
                    onchange: move |event| {
                        let when = event.value().parse().map_or(When::Ahead, When::On);
                        navigator().replace(Choice { when, ..choice }.route(today));
                    },
                }
            }
        }
    }
}

fn one_of_strip(day: NaiveDate, made: bool, some: bool, choice: Choice, today: NaiveDate) -> Element {
    use chrono::Datelike;
    let when = if made { When::Ahead } else { When::On(day) };
    let letters: String = dates::weekday(day).chars().take(3).collect();
    rsx! {
        button {
            class: if some { "day day-some" } else { "day" },
            r#type: "button",
            "aria-pressed": if made { "true" } else { "false" },
            onclick: move |_| {
                navigator().replace(Choice { when, ..choice }.route(today));
            },
            span { "{letters}." }
            " "
            b { "{day.day()}" }
            // What is read aloud goes on where what is seen ends, so that who speaks to their phone says what they see.
            span { class: "visually-hidden",
                " "
                {dates::month(day)}
                if some {
                    {tid!("agenda-day-some")}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_choices() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        let other: NaiveDate = "2026-12-05".parse().unwrap();
        for choice in [
            Choice::default(),
            Choice { when: When::On(today), free: true, section: Some(Section::SeDivertir) },
            Choice { when: When::On(other), ..Choice::default() },
            Choice { when: When::WeekEnd, free: true, section: None },
        ] {
            let address = choice.route(today).to_string();
            let read = Choice::read(address.split_once('?').map_or("", |(_, view)| view), today);
            assert!(read == choice, "{address}");
        }
        assert!(Choice::read("jour=hier&rubrique=autre", today) == Choice::default(), "what nobody knows is nothing");
    }
}
