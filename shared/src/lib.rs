//! The core of Guichet Jeunes, the same on phones, in browsers, on desktops and under the server.
//!
//! Imports point one way: `api → sync → store → {search, protocol, card} → domain`. Time, randomness and the
//! network are parameters everywhere: nothing here asks the machine for them.

// The web build leaves `Debug` out (ADR 0010): nothing may rest on it.
#![cfg_attr(not(any(test, feature = "content")), warn(clippy::use_debug))]

pub mod card;
pub mod domain;
pub mod protocol;

#[cfg(feature = "calendar")]
pub mod calendar;
#[cfg(feature = "content")]
pub mod content;
#[cfg(feature = "content")]
pub mod feed;

#[cfg(feature = "map")]
pub mod map;

#[cfg(feature = "store")]
pub mod search;
#[cfg(feature = "store")]
pub mod store;
#[cfg(feature = "store")]
pub mod sync;

#[cfg(feature = "client")]
pub mod api;
