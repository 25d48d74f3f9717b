//! The staff's console at `/staff`: rendered on the server, whole without a script, French.
//!
//! Invariants: an address is reachable only through [`routes`], which names its roles, so none is open by omission; every
//! writing request comes from a page of this origin (`access`); every act is audited by the storage in the transaction
//! that does it; an answer to a form never loses what was typed. A client-side application was rejected: the console must
//! work on whatever machine stands on the counter.
//!
//! To add a page: its handler in the file of its noun, its line in `routes.rs`, and, if it has a place of its own, in the
//! navigation of `page.rs`. A test walks every route with every role.

mod access;
mod activation;
pub(crate) mod assets;
mod card;
pub(crate) mod content;
mod decide;
mod desk;
mod feeds;
pub(crate) mod form;
mod frame;
mod history;
mod journal;
mod map;
mod messages;
pub(crate) mod news;
mod offer_life;
pub(crate) mod page;
pub mod password;
mod print;
mod proof;
mod proposals;
pub(crate) mod qr;
mod queue;
mod routes;
mod search;
mod second_factor;
mod sends;
mod session;
mod sheet;
mod shops;
mod start;
mod stats;
mod tables;
mod team;
pub(crate) mod words;

pub use access::Access;
pub(crate) use routes::mount;
pub use routes::{Route, routes};
pub use second_factor::status as second_factor_status;
pub use session::NAME_MAX_CHARS;
pub(crate) use session::SignIn;
pub(crate) use tables::Imports;
pub use tables::{TableError, TableReport, export_table, import_table};
pub use team::first_account;
