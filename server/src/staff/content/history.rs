//! What was done to a record, and what differs between two versions of it, in the words of its form.

use dioxus::prelude::*;
use shared::domain::Record;

use super::label;
use super::noun::{Noun, write};
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::words;
use crate::storage::content::RecordVersion;

/// A field that differs: its name, and both texts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) field: &'static str,
    pub(crate) one: String,
    pub(crate) other: String,
}

/// What differs between two records, field by field as forms show them.
pub(crate) fn differences(one: &Record, other: &Record, zone: &str) -> Vec<Difference> {
    let (one, other) = (write(one, zone), write(other, zone));
    let mut names = one.names();
    names.extend(other.names().into_iter().filter(|name| !one.names().contains(name)));
    let mut found = Vec::new();
    for name in names {
        let said = |fields: &Fields| fields.all(name).collect::<Vec<_>>().join("\n");
        if let Some(field) = label::field(name) {
            let (one, other) = if name == "image" {
                (picture(one.raw(name)), picture(other.raw(name)))
            } else {
                (said(&one), said(&other))
            };
            if one != other {
                found.push(Difference { field, one, other });
            }
        }
    }
    found
}

/// Pictures are told apart by what they contain; nobody reads that.
fn picture(variants: &str) -> String {
    let hash = variants.split('"').nth(3).unwrap_or_default();
    hash.get(..8).map(|short| format!("photo {short}")).unwrap_or_default()
}

/// The history, the last first, each line with what it changed.
pub(super) fn show(app: &App, noun: Noun, current: Option<&Record>, versions: &[RecordVersion]) -> Element {
    let zone = app.zone();
    let lines = versions.iter().enumerate().map(|(at, version)| {
        let replaces = |action: &str| matches!(action, "change" | "restore" | "replace" | "sheet" | "proposal");
        let before = versions.get(at + 1).filter(|_| replaces(&version.action));
        let mut changed: Vec<&str> = before
            .map(|before| differences(&before.record, &version.record, zone))
            .into_iter()
            .flatten()
            .map(|difference| difference.field)
            .collect();
        changed.dedup();
        let again = current != Some(&version.record);
        (version, changed.join(", "), again)
    });
    rsx! {
        section { class: "history", aria_labelledby: "histoire-titre",
            h2 { id: "histoire-titre", "Ce qui a été fait" }
            if versions.is_empty() {
                p { class: "quiet", if noun == Noun::Page { "Telle qu’elle est arrivée." } else { "Tel qu’il est arrivé." } }
            }
            ol { class: "log", role: "list",
                for (version, changed, again) in lines {
                    li {
                        span { class: "quiet", {words::moment(app, version.at)} }
                        " " if !version.actor.is_empty() { strong { "{version.actor}" } " " }
                        {label::act(&version.action)}
                        if !changed.is_empty() { span { class: "quiet", "\u{a0}: {changed}" } }
                        " "
                        if again {
                            button { class: "btn btn-line btn-small", r#type: "submit", form: "fiche", name: "action",
                                value: "remettre:{version.version}", "Remettre" }
                        }
                    }
                }
            }
        }
    }
}
