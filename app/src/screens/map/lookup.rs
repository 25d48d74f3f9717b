//! The map's own box: the town's places, streets and numbers of the file kept here, addresses of the geocoder when there is
//! a network. Each is said once, as soon as it is known; what is picked moves the map.

use std::time::Duration;

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Kind, Place, Record};
use shared::map::merged;
use shared::protocol::Spot;
use shared::store::{Narrowing, Question};

use super::{Asked, ask};
use crate::components::icon::{Icon, Line};
use crate::embedded;
use crate::platform;
use crate::state::{Query, territory, use_now, use_query};

/// Longest question read, in characters.
const MAX_CHARS: usize = 120;

/// Fewer letters than this say nothing about a street.
const FEW: usize = 3;

/// Answers shown of the town's places, and of all else.
const PLACES: usize = 3;
const SPOTS: usize = 6;

/// Time without a key before the network is asked.
const SETTLED: Duration = Duration::from_millis(400);

#[component]
pub(super) fn Lookup(asked: ReadSignal<Asked>) -> Element {
    let mut typed = use_signal(String::new);
    let mut spots = use_signal(Vec::<Spot>::new);
    let now = use_now();
    let places = use_query(move |store| {
        let territory = territory();
        let question = Question {
            text: &typed.read(),
            narrowing: Narrowing { kind: Some(Kind::Place), ..Narrowing::default() },
            vocabulary: embedded::vocabulary(),
            now,
            timezone: &territory.timezone,
            country: &territory.country,
        };
        let found = store.find(&question)?.groups.into_iter().flat_map(|group| group.found);
        let places = found.filter_map(|found| if let Record::Place(place) = found.record { Some(place) } else { None });
        Ok(places.filter(|place| place.point.is_some()).take(PLACES).collect::<Vec<_>>())
    });
    let known = move || if let Query::Ready(places) = &*places.peek() { places.clone() } else { Vec::new() };
    let look = move |question: String| async move {
        let near = asked.peek().near.or(Some(territory().center));
        let here = platform::kept_map().await.map(|map| map.spots(&question, near, SPOTS)).unwrap_or_default();
        if *typed.peek() == question {
            spots.set(merged(&known(), here.clone(), Vec::new(), SPOTS));
        }
        platform::sleep(SETTLED).await;
        if *typed.peek() != question {
            return;
        }
        let online = platform::geocode(&question, near).await;
        if *typed.peek() == question {
            spots.set(merged(&known(), here, online, SPOTS));
        }
    };
    let mut close = move || {
        typed.set(String::new());
        spots.set(Vec::new());
    };
    let found = if let Query::Ready(places) = places.get() { places } else { Vec::new() };
    let count = found.len() + spots.read().len();
    let open = typed.read().trim().chars().count() >= FEW;
    rsx! {
        form { class: "search-field map-lookup", role: "search", onsubmit: move |event| event.prevent_default(),
            label { class: "search-face",
                span { class: "visually-hidden", {tid!("map-lookup")} }
                Line { icon: Icon::Search }
                input {
                    r#type: "search",
                    autocomplete: "off",
                    enterkeyhint: "search",
                    maxlength: "{MAX_CHARS}",
                    placeholder: tid!("map-lookup"),
                    value: "{typed}",
                    oninput: move |event| {
                        let question: String = event.value().chars().take(MAX_CHARS).collect();
                        typed.set(question.clone());
                        if question.trim().chars().count() < FEW {
                            spots.set(Vec::new());
                        } else {
                            spawn(look(question));
                        }
                    },
                }
            }
        }
        if open {
            p { class: if count == 0 { "quiet" } else { "visually-hidden" }, role: "status",
                {tid!("map-lookup-count", n: count)}
            }
            ul { class: "sheets map-found", role: "list",
                for Place { id, name, city, .. } in found {
                    li { key: "{id}",
                        Answer {
                            icon: Icon::Flag,
                            name,
                            context: city,
                            pick: move |()| {
                                let id = id.clone();
                                ask(asked, |asked| *asked = Asked { place: Some(id), near: asked.near, ..Asked::default() });
                                close();
                            },
                        }
                    }
                }
                for Spot { name, context, point, .. } in spots() {
                    li { key: "{point}{name}",
                        Answer {
                            icon: Icon::Pin,
                            name,
                            context,
                            pick: move |()| {
                                ask(asked, |asked| {
                                    asked.near = Some(point);
                                    asked.place = None;
                                });
                                close();
                            },
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Answer(icon: Icon, name: String, context: String, pick: EventHandler<()>) -> Element {
    rsx! {
        button { class: "sheet cut map-answer", r#type: "button", onclick: move |_| pick.call(()),
            Line { icon }
            span {
                b { "{name}" }
                if !context.is_empty() {
                    span { class: "quiet", " {context}" }
                }
            }
        }
    }
}
