//! « Journal »: who did what in the console and by commands, for whoever administers it (ADR 0019).
//!
//! Invariants: it names no young person (a card is « une fiche », whose opening is audited in its turn), and it never shows
//! what was written, only that something was.

mod export;
mod filter;
mod list;
mod subject;

pub(super) use export::export;
pub(super) use list::list;
