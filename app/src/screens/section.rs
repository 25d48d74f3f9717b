//! A section: its paper, its pages under chips, its places.

use crate::hooks::use_effect;
use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Page, Place, Section};

use super::Asked;
use crate::components::face::{Broken, Empty};
use crate::components::freshness::{Freshness, Pull};
use crate::components::opening::OpenTag;
use crate::components::row::{Honesty, Row, ages, content_language};
use crate::components::shell::Screen;
use crate::components::tile::{section_lead, section_name};
use crate::components::topbar::Lead;
use crate::pictograms::{self, Pictogram};
use crate::route::Route;
use crate::state::{Query, use_query};

/// What the chips choose.
#[derive(Clone, PartialEq)]
enum Shown {
    All,
    Group(String),
    Places,
}

/// A section of the counter.
#[component]
pub fn SectionScreen(section: ReadSignal<Section>) -> Element {
    let content = use_query(move |store| Ok((store.pages(section())?, store.places_of(section())?)));
    let mut shown = use_signal(|| Shown::All);
    // Another section through a link: its chips are others.
    use_effect(move || {
        section.read();
        shown.set(Shown::All);
    });
    let current = section();
    rsx! {
        Screen { lead: Lead::Back(Route::Explore {}), section: Some(current),
            Pull {
                div { class: "stack",
                    div { class: "hero",
                        h1 { {section_name(current)} }
                        p { {section_lead(current)} }
                        Pictogram { cuts: pictograms::section(current) }
                    }
                    match content.get() {
                        Query::Failed(reason) => rsx! {
                            Broken { reason }
                        },
                        Query::Ready((pages, places)) if pages.is_empty() && places.is_empty() => rsx! {
                            Empty { title: tid!("section-empty-title"), text: tid!("section-empty-text") }
                        },
                        Query::Ready((pages, places)) => rsx! {
                            Chips { groups: groups(&pages), places: !places.is_empty(), shown }
                            List { section: current, pages, places, shown: shown() }
                        },
                    }
                    Freshness {}
                }
            }
        }
    }
}

/// Groups in the order their first page stands in.
fn groups(pages: &[Page]) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    for page in pages {
        if !groups.contains(&page.group) {
            groups.push(page.group.clone());
        }
    }
    groups
}

#[component]
fn Chips(groups: Vec<String>, places: bool, shown: Signal<Shown>) -> Element {
    let mut shown = shown;
    let pressed = move |this: &Shown| if *shown.read() == *this { "true" } else { "false" };
    rsx! {
        div { class: "chips", role: "group", "aria-label": tid!("filter"),
            button { class: "chip", r#type: "button", "aria-pressed": pressed(&Shown::All), onclick: move |_| shown.set(Shown::All), {tid!("filter-all")} }
            for group in groups {
                button {
                    class: "chip",
                    key: "{group}",
                    r#type: "button",
                    "aria-pressed": pressed(&Shown::Group(group.clone())),
                    onclick: {
                        let group = group.clone();
                        move |_| shown.set(Shown::Group(group.clone()))
                    },
                    "{group}"
                }
            }
            if places {
                button { class: "chip", r#type: "button", "aria-pressed": pressed(&Shown::Places), onclick: move |_| shown.set(Shown::Places), {tid!("filter-places")} }
            }
        }
    }
}

#[component]
fn List(section: Section, pages: Vec<Page>, places: Vec<Place>, shown: Shown) -> Element {
    let pages: Vec<Page> = match &shown {
        Shown::All => pages,
        Shown::Group(group) => pages.into_iter().filter(|page| page.group == *group).collect(),
        Shown::Places => Vec::new(),
    };
    let places = if matches!(shown, Shown::Group(_)) { Vec::new() } else { places };
    rsx! {
        if !pages.is_empty() {
            h2 { class: "visually-hidden", {tid!("section-pages")} }
            ul { class: "sheets", role: "list",
                for page in pages {
                    li { key: "{page.id}",
                        Row { to: Route::Page { id: page.id.clone() }, title: page.title, text: page.summary, section: Some(section), lang: page.lang,
                            if let Some(ages) = ages(page.audience) {
                                span { class: "tag", "{ages}" }
                            }
                        }
                    }
                }
            }
        }
        if !places.is_empty() {
            div { class: "heading",
                h2 { {tid!("section-places")} }
                Link { to: Route::Map { asked: Asked::section(section) }, {tid!("map-see")} }
            }
            ul { class: "sheets", role: "list",
                for place in places {
                    li { key: "{place.id}",
                        Row { to: Route::Place { id: place.id.clone() }, lang: content_language(), title: place.name, text: place.summary, section: Some(section),
                            OpenTag { hours: place.opening_hours }
                            Honesty { sourced: place.sourced }
                        }
                    }
                }
            }
        }
    }
}
