//! The youth card's verifier in a shop's browser: `shared::card`, compiled to wasm.
//!
//! The page in `web/` draws, listens and keeps; what is believed and what a code is worth is decided here, by the code
//! that the server runs. A second verifier in JavaScript was rejected: two implementations of one signature check are one
//! too many.

pub mod lines;
mod verifier;

#[cfg(target_family = "wasm")]
mod page;

pub use verifier::{Refused, Verifier};
