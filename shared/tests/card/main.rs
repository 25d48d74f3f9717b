//! The youth card's format, proved: `docs/youth-card.md` says what must hold, each file here one part of it.
#![cfg(feature = "card-crypto")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking, in its actors too")]
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking, in its actors too")]

mod cases;
mod corpus;
mod reading;
mod round_trips;
mod signatures;
mod tampering;
mod town;
mod trust;
mod vectors;
mod verdicts;
