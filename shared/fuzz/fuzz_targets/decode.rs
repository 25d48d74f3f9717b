//! Throws bytes at all that reads a youth card's code, its keys and its revocations.
//!
//! What must hold stands beside the tests, which replay this corpus without a fuzzer.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/card/reading.rs"]
mod reading;

fuzz_target!(|bytes: &[u8]| reading::holds(bytes));
