//! Commands of `guichet` that have a noun of their own.

pub(crate) mod card;
pub(crate) mod map;
pub(crate) mod push;
pub(crate) mod staff;
pub(crate) mod table;
