//! A page: the short version, what to do now, whom to call or visit, then the rest.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{HelpNumber, Kind, Page, Place, RecordId};

use super::not_found::Gone;
use crate::components::article::{Article, Inline, spoken};
use crate::components::face::Broken;
use crate::components::favourite::Heart;
use crate::components::help_number::NumberRow;
use crate::components::icon::{Icon, Line};
use crate::components::opening::OpenTag;
use crate::components::outside::Outside;
use crate::components::picture::Picture;
use crate::components::row::{Row, ages, content_language};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::components::trust::Trust;
use crate::platform;
use crate::route::Route;
use crate::state::{Query, territory, use_query, use_read};

/// What a page needs besides itself.
#[derive(Clone, PartialEq)]
pub(super) struct Sheet {
    pub(super) page: Page,
    pub(super) numbers: Vec<HelpNumber>,
    pub(super) places: Vec<Place>,
}

/// A page of content.
#[component]
pub fn PageScreen(id: ReadSignal<String>) -> Element {
    use_read(Kind::Page, id);
    let sheet = use_query(move |store| {
        let Some(page) = store.page(&id.read())? else { return Ok(None) };
        let mut numbers = Vec::new();
        for number in &page.numbers {
            numbers.extend(store.number(number)?);
        }
        let mut places = Vec::new();
        for place in &page.places {
            places.extend(store.place(place)?);
        }
        Ok(Some(Sheet { page, numbers, places }))
    });
    match sheet.get() {
        Query::Failed(reason) => rsx! {
            Screen { lead: Lead::Back(Route::Explore {}), Broken { reason } }
        },
        Query::Ready(None) => rsx! {
            Gone {}
        },
        Query::Ready(Some(sheet)) => rsx! {
            Whole { sheet }
        },
    }
}

#[component]
pub(super) fn Whole(sheet: Sheet) -> Element {
    let Sheet { page, numbers, places } = sheet;
    let about = RecordId { kind: Kind::Page.name().to_owned(), id: page.id.clone() };
    let lang = page.lang.clone();
    rsx! {
        Screen {
            lead: Lead::Back(Route::Section { section: page.section }),
            section: Some(page.section),
            tools: rsx! {
                Heart { id: about.clone(), title: page.title.clone() }
            },
            article { class: "stack", lang: "{lang}",
                div { class: "hero hero-text",
                    div { class: "cluster",
                        span { class: "tag", "{page.group}" }
                        if let Some(ages) = ages(page.audience) {
                            span { class: "tag", "{ages}" }
                        }
                    }
                    h1 { "{page.title}" }
                    p { "{page.summary}" }
                }
                div { class: "page-cols",
                    div {
                        if let Some(image) = page.image.clone() {
                            div { class: "page-picture", Picture { image, sizes: "(min-width: 44rem) 38rem, 100vw" } }
                        }
                        if !page.steps.is_empty() {
                            section { class: "stack", "aria-labelledby": "steps",
                                h2 { id: "steps", {tid!("page-steps")} }
                                ol { class: "steps",
                                    for step in page.steps.iter() {
                                        li { Inline { text: step.clone() } }
                                    }
                                }
                            }
                        }
                        if !page.body.trim().is_empty() {
                            Article { text: page.body.clone() }
                        }
                    }
                    aside { "aria-label": tid!("page-aside"),
                        Onward { page: page.clone() }
                        Contacts { page: page.clone(), numbers, places }
                        Actions { page: page.clone() }
                        Trust { sourced: page.sourced.clone(), about }
                    }
                }
            }
        }
    }
}

#[component]
fn Onward(page: Page) -> Element {
    rsx! {
        if !page.links.is_empty() {
            ul { class: "stack", role: "list",
                for (index , link) in page.links.iter().enumerate() {
                    li { key: "{link.url}",
                        Outside { class: if index == 0 { "btn btn-wide" } else { "btn btn-line btn-wide" }, url: link.url.clone(),
                            span { "{link.label}" }
                            Line { icon: Icon::Outside }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Contacts(page: Page, numbers: Vec<HelpNumber>, places: Vec<Place>) -> Element {
    if numbers.is_empty() && places.is_empty() && page.phones.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { class: "stack", "aria-labelledby": "contacts",
            h2 { id: "contacts", {tid!("page-contacts")} }
            ul { class: "sheets", role: "list",
                for number in numbers {
                    li { key: "n-{number.id}", NumberRow { number } }
                }
                for phone in page.phones.iter() {
                    li { key: "p-{phone.number}",
                        a { class: "sheet cut row-link", href: phone.href(),
                            Line { icon: Icon::Phone }
                            div { class: "row-body",
                                h3 { "{phone.label}" }
                                p { class: "nowrap", "{phone.number}" }
                            }
                        }
                    }
                }
                for place in places {
                    li { key: "l-{place.id}",
                        Row { to: Route::Place { id: place.id.clone() }, lang: content_language(), title: place.name, text: place.summary, section: Some(page.section),
                            OpenTag { hours: place.opening_hours }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Actions(page: Page) -> Element {
    let mut speaking = use_signal(|| false);
    // A voice that goes on after one has left is unbearable.
    use_drop(platform::stop_speaking);
    let text = spoken(&format!("{}.\n\n{}\n\n{}\n\n{}", page.title, page.summary, page.steps.join("\n\n"), page.body));
    let lang = page.lang.clone();
    let (title, summary, path) =
        (page.title.clone(), page.summary.clone(), Route::Page { id: page.id.clone() }.to_string());
    rsx! {
        div { class: "actions",
            if territory().features.read_aloud {
                button {
                    class: "action",
                    r#type: "button",
                    "aria-pressed": if speaking() { "true" } else { "false" },
                    onclick: move |_| {
                        if speaking() {
                            platform::stop_speaking();
                        } else {
                            platform::speak(&text, &lang);
                        }
                        speaking.toggle();
                    },
                    Line { icon: if speaking() { Icon::Stop } else { Icon::Listen } }
                    span { {tid!("listen")} }
                }
            }
            button { class: "action", r#type: "button", onclick: move |_| platform::share(&title, &summary, &path),
                Line { icon: Icon::Share }
                span { {tid!("share")} }
            }
        }
    }
}
