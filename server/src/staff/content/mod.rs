//! « Contenus »: pages of sections, places, events and help numbers, each in a plain form; offers and shops in theirs.
//!
//! Saving gives the record to phones: there are no drafts here, because a fact that was corrected should not wait. A form
//! is text in both directions: [`noun`] turns a record into [`Fields`] and fields into a record, so what could not be
//! understood is shown again as typed, and what two people wrote is compared in the words that they see. What must hold of
//! a record is asked of `shared::content`, which asks the same of the territory's folder.
//!
//! To add a kind: its file beside `place.rs`, its lines in `noun.rs`, its fields' names in `label.rs`.

mod check;
mod editor;
mod event;
mod except;
mod faults;
pub(crate) mod history;
mod hours;
mod hours_field;
pub(super) mod label;
mod links;
mod list;
mod locate;
pub(super) mod noun;
mod number;
pub(crate) mod offer;
mod offers;
mod page;
pub(crate) mod picture;
pub(super) mod place;
mod point;
pub(super) mod preview;
mod recurrence;
pub(super) mod setting;
mod show;
mod sourced;

pub(super) use check::{check, confirm};
pub(super) use editor::{begin, create, open, withdraw, write};
pub(super) use links::{dead_links, excuse_link, told, try_link};
pub(super) use list::list;
pub(crate) use offers::Standing;
pub(super) use offers::{list as offers, row as offer_row};

use shared::domain::Kind;

#[cfg(test)]
use super::form::Fields;
use crate::storage::Role;

/// Roles that deal with content.
pub(super) const CONTENT_ROLES: &[Role] = &[Role::Admin, Role::Editor];

/// Largest form: a picture and the words around it.
pub(crate) const FORM_MAX_BYTES: usize = crate::media::MAX_BYTES + 256 * 1024;

/// Where a record is edited; `None`: elsewhere than here.
pub(super) fn address(kind: Kind, id: &str) -> Option<String> {
    noun::Noun::of(kind).map(|noun| noun.address(id))
}

/// Where the app shows a record.
pub(super) fn public_path(kind: Kind, id: &str) -> String {
    noun::Noun::of(kind).map_or_else(|| format!("/actus/{id}"), |noun| noun.public_path(id))
}

/// Fields as a form would send them.
#[cfg(test)]
fn of_pairs(pairs: &[(&str, &str)]) -> Fields {
    Fields::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}
