//! Help numbers: in danger now, someone to talk to, health. Works without network.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{HelpNumber, NumberGroup};
use shared::store::Store;

use crate::components::face::Broken;
use crate::components::help_number::NumberRow;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::state::{Query, use_query};

/// The screen SOS opens. Should the store fail, the two numbers that always hold are still there.
#[component]
pub fn HelpScreen() -> Element {
    let numbers = use_query(Store::numbers);
    let group = use_signal(|| NumberGroup::Maintenant);
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}),
            h1 { {tid!("help-title")} }
            GroupChips { group }
            match numbers.get() {
                Query::Failed(reason) => rsx! {
                    LastResort {}
                    Broken { reason }
                },
                Query::Ready(numbers) if numbers.is_empty() => rsx! {
                    LastResort {}
                },
                Query::Ready(numbers) => rsx! {
                    Numbers { numbers, group: group() }
                },
            }
            p { class: "quiet", {tid!("help-foot")} }
        }
    }
}

fn name(group: NumberGroup) -> String {
    match group {
        NumberGroup::Maintenant => tid!("help-now"),
        NumberGroup::Parler => tid!("help-talk"),
        NumberGroup::Sante => tid!("help-health"),
    }
}

#[component]
fn GroupChips(group: Signal<NumberGroup>) -> Element {
    let mut group = group;
    rsx! {
        div { class: "chips", role: "group", "aria-label": tid!("filter"),
            for this in NumberGroup::ALL {
                button {
                    class: "chip",
                    r#type: "button",
                    "aria-pressed": if group() == this { "true" } else { "false" },
                    onclick: move |_| group.set(this),
                    {name(this)}
                }
            }
        }
    }
}

#[component]
fn Numbers(numbers: Vec<HelpNumber>, group: NumberGroup) -> Element {
    let numbers: Vec<HelpNumber> = numbers.into_iter().filter(|number| number.group == group).collect();
    rsx! {
        h2 { class: "visually-hidden", {name(group)} }
        ul { class: "sheets", role: "list",
            for number in numbers {
                li { key: "{number.id}", NumberRow { number } }
            }
        }
    }
}

/// 112 and 114 are the European and the French emergency numbers: safe to print without any content at hand.
#[component]
fn LastResort() -> Element {
    rsx! {
        ul { class: "stack", role: "list",
            li { a { class: "btn btn-wide", href: "tel:112", {tid!("help-112")} } }
            li { a { class: "btn btn-line btn-wide", href: "sms:114", {tid!("help-114")} } }
        }
    }
}
