//! « Tableaux »: shops, offers and places as CSV, in and out.
//!
//! A table is brought, looked at, and imported whole or not at all. A line is a form: it is read by the same code that reads
//! what somebody types (`content`), so no rule is looser here. What the table does not name stays as it is. Importing the
//! right lines alone was rejected: whoever mends the rest would have to know which were in.
//!
//! To add a column: its line in `columns.rs`. To add a noun: its columns there, its line in [`TABLES`].

mod bring;
mod cell;
mod columns;
mod command;
mod export;
mod import;
mod look;
mod mapping;
mod plan;
mod preview;
mod progress;

use super::content::CONTENT_ROLES;
use super::content::noun::Noun;
use super::page::SHOP_ROLES;
use crate::storage::Role;

pub(super) use bring::{bring, start};
pub use command::{TableReport, export_table, import_table};
pub(super) use export::export;
pub(super) use import::import;
pub use look::TableError;
pub(super) use preview::{correct, show, to_mend};
pub(crate) use progress::Imports;

/// Largest form: a table and the words around it.
pub(super) const FORM_MAX_BYTES: usize = crate::spreadsheet::MAX_BYTES + 64 * 1024;

/// What comes and goes as a table.
struct Kind {
    noun: Noun,
    /// In the database and in commands.
    name: &'static str,
    /// In addresses, in words.
    slug: &'static str,
    words: &'static str,
    roles: &'static [Role],
}

const TABLES: [Kind; 3] = [
    Kind { noun: Noun::Shop, name: "shops", slug: "commerces", words: "Commerces", roles: SHOP_ROLES },
    Kind { noun: Noun::Offer, name: "offers", slug: "bons-plans", words: "Bons plans", roles: SHOP_ROLES },
    Kind { noun: Noun::Place, name: "places", slug: "lieux", words: "Lieux, commerces compris", roles: CONTENT_ROLES },
];

impl Kind {
    fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|kind| kind.name == name)
    }

    fn of_slug(slug: &str) -> Option<&'static Self> {
        TABLES.iter().find(|kind| kind.slug == slug)
    }

    /// `1 commerce`, `12 commerces`
    fn counted(&self, count: usize) -> String {
        let (one, many) = match self.noun {
            Noun::Offer => ("bon plan", "bons plans"),
            Noun::Shop => ("commerce", "commerces"),
            _ => ("lieu", "lieux"),
        };
        let grouped = super::words::grouped(count as u64);
        if count < 2 { format!("{grouped} {one}") } else { format!("{grouped} {many}") }
    }
}
