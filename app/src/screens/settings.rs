//! Settings: how it looks, how it speaks, what it keeps.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Kind;
use shared::store::Store;

use crate::components::freshness::Freshness;
use crate::components::icon::{Icon, Line};
use crate::components::map_file::MapOnPhone;
use crate::components::shell::Screen;
use crate::components::switch::Switch;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::screens::{CardData, PushChoices};
use crate::state::{self, Query, Theme, territory, use_notices, use_query, use_settings};

/// The settings screen.
#[component]
pub fn SettingsScreen() -> Element {
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}), class: "settings",
            h1 { {tid!("settings-title")} }
            Looks {}
            Speech {}
            About {}
            PushChoices {}
            CardData {}
            Stored {}
            section { "aria-labelledby": "more",
                div { class: "heading", h2 { id: "more", {tid!("settings-more")} } }
                nav { "aria-labelledby": "more",
                    SettingLink { to: Route::Accessibility {}, icon: Icon::Access, label: tid!("accessibility-title") }
                    SettingLink { to: Route::Privacy {}, icon: Icon::Check, label: tid!("privacy-title") }
                    SettingLink { to: Route::Licences {}, icon: Icon::News, label: tid!("licences-title") }
                    SettingLink { to: Route::Contact {}, icon: Icon::Contact, label: tid!("tab-contact") }
                }
            }
        }
    }
}

#[component]
fn SettingLink(to: Route, icon: Icon, label: String) -> Element {
    rsx! {
        Link { class: "setting-link", to,
            Line { icon }
            span { "{label}" }
            Line { icon: Icon::Next }
        }
    }
}

#[component]
fn Looks() -> Element {
    let mut settings = use_settings();
    let size = settings.read().text_size;
    rsx! {
        section { "aria-labelledby": "looks",
            div { class: "heading", h2 { id: "looks", {tid!("settings-looks")} } }
            fieldset { class: "field",
                legend { {tid!("settings-theme")} }
                div { class: "chips chips-wrap",
                    for (theme , words) in [(Theme::Auto, tid!("theme-auto")), (Theme::Paper, tid!("theme-paper")), (Theme::Night, tid!("theme-night"))] {
                        label { class: "chip",
                            input {
                                r#type: "radio",
                                name: "theme",
                                checked: settings.read().theme == theme,
                                onchange: move |_| settings.write().theme = theme,
                            }
                            "{words}"
                        }
                    }
                }
            }
            div { class: "field setting-block",
                label { r#for: "text-size", {tid!("settings-text-size", percent: size)} }
                input {
                    id: "text-size",
                    class: "range",
                    r#type: "range",
                    min: "90",
                    max: "200",
                    step: "10",
                    value: "{size}",
                    oninput: move |event| {
                        if let Ok(percent) = event.value().parse() {
                            settings.write().text_size = percent;
                        }
                    },
                }
            }
            Switch {
                label: tid!("settings-motion"),
                on: settings.read().reduced_motion,
                turn: move |on| settings.write().reduced_motion = on,
            }
        }
    }
}

/// A language's name in itself, so that someone lost in the wrong one finds theirs.
fn own_name(language: &str) -> &str {
    match language {
        "fr" => "Français",
        "en" => "English",
        other => other,
    }
}

#[component]
fn Speech() -> Element {
    let mut settings = use_settings();
    rsx! {
        section { "aria-labelledby": "speech",
            div { class: "heading", h2 { id: "speech", {tid!("settings-language")} } }
            fieldset { class: "field",
                legend { class: "visually-hidden", {tid!("settings-language")} }
                div { class: "chips chips-wrap",
                    for language in territory().languages.iter() {
                        label { class: "chip", lang: "{language}", key: "{language}",
                            input {
                                r#type: "radio",
                                name: "language",
                                checked: settings.read().language == *language,
                                onchange: move |_| settings.write().language.clone_from(language),
                            }
                            {own_name(language)}
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn About() -> Element {
    let mut settings = use_settings();
    rsx! {
        section { "aria-labelledby": "interests",
            div { class: "heading", h2 { id: "interests", {tid!("settings-about")} } }
            p { class: "quiet", {tid!("settings-about-hint")} }
            div { class: "setting-pair",
                Choice {
                    id: "age",
                    label: tid!("settings-age"),
                    options: ages().map(|age| (age.to_string(), tid!("settings-age-years", n: age))).collect::<Vec<_>>(),
                    chosen: settings.read().age.map(|age| age.to_string()).unwrap_or_default(),
                    choose: move |age: String| settings.write().age = age.parse().ok(),
                }
                if territory().communes.len() > 1 {
                    Choice {
                        id: "commune",
                        label: tid!("settings-commune"),
                        options: territory().communes.iter().map(|commune| (commune.clone(), commune.clone())).collect::<Vec<_>>(),
                        chosen: settings.read().commune.clone().unwrap_or_default(),
                        choose: move |commune: String| settings.write().commune = Some(commune).filter(|commune| !commune.is_empty()),
                    }
                }
            }
            h3 { id: "interests-title", {tid!("settings-interests")} }
            div { class: "chips chips-wrap setting-block", role: "group", "aria-labelledby": "interests-title",
                for interest in territory().interests.iter() {
                    label { class: "chip", key: "{interest.id}",
                        input {
                            r#type: "checkbox",
                            checked: settings.read().interests.contains(&interest.id),
                            onchange: move |event| {
                                let mut settings = settings.write();
                                settings.interests.retain(|kept| *kept != interest.id);
                                if event.checked() {
                                    settings.interests.push(interest.id.clone());
                                }
                            },
                        }
                        "{interest.title}"
                    }
                }
            }
        }
    }
}

/// Ages one can say: those that the town serves.
fn ages() -> std::ops::RangeInclusive<u8> {
    let ages = territory().ages;
    ages.from.unwrap_or(11)..=ages.to.unwrap_or(25)
}

/// One of several, or nothing.
#[component]
fn Choice(
    id: String,
    label: String,
    options: Vec<(String, String)>,
    chosen: String,
    choose: EventHandler<String>,
) -> Element {
    rsx! {
        div { class: "field",
            label { r#for: "{id}", "{label}" }
            div { class: "input input-select",
            select { id: "{id}", onchange: move |event| choose.call(event.value()),
                option { value: "", selected: chosen.is_empty(), {tid!("settings-unsaid")} }
                for (value , words) in options {
                    option { key: "{value}", value: "{value}", selected: value == chosen, "{words}" }
                }
            }
            }
        }
    }
}

/// Erasing is asked twice: it cannot be undone.
#[derive(Clone, Copy, PartialEq)]
enum Erasing {
    No,
    Asked,
}

#[component]
fn Stored() -> Element {
    let counts = use_query(Store::counts);
    let mut erasing = use_signal(|| Erasing::No);
    let mut settings = use_settings();
    let notices = use_notices();
    rsx! {
        section { class: "stack", "aria-labelledby": "stored",
            div { class: "heading", h2 { id: "stored", {tid!("settings-stored")} } }
            Freshness {}
            if let Query::Ready(counts) = counts.get() {
                p { class: "quiet",
                    {
                        counts
                            .iter()
                            .filter_map(|(kind, n)| Kind::from_name(kind).map(|kind| tid!(&format!("count-{}", kind.name()), n: *n as i64)))
                            .collect::<Vec<_>>()
                            .join(" · ")
                    }
                }
            }
            p { class: "quiet", {tid!("settings-stored-text")} }
            MapOnPhone {}
            Switch {
                label: tid!("settings-counted"),
                on: settings.read().counted,
                turn: move |on| settings.write().counted = on,
            }
            p { class: "quiet", {tid!("settings-counted-text")} }
            match erasing() {
                Erasing::No => rsx! {
                    button { class: "btn btn-line", r#type: "button", onclick: move |_| erasing.set(Erasing::Asked), Line { icon: Icon::Bin } {tid!("erase")} }
                },
                Erasing::Asked => rsx! {
                    div { class: "sheet-note stack", role: "alertdialog", "aria-labelledby": "erase-title",
                        p { id: "erase-title", strong { {tid!("erase-sure")} } }
                        div { class: "cluster",
                            button {
                                class: "btn",
                                r#type: "button",
                                onclick: move |_| {
                                    state::erase_everything();
                                    erasing.set(Erasing::No);
                                    notices.push(tid!("erase-done"));
                                },
                                {tid!("erase-yes")}
                            }
                            button { class: "btn btn-line", r#type: "button", autofocus: true, onclick: move |_| erasing.set(Erasing::No), {tid!("cancel")} }
                        }
                    }
                },
            }
        }
    }
}
