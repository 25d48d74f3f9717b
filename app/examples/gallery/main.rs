//! Writes every kind of screen as a plain page, to look at while drawing: `cargo run -p app --example gallery
//! --features ssr -- FOLDER`. Styles are linked from the checkout, so that a reload shows an edit at once.

#[cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
mod pages;

/// Phones whose owner has a card.
#[cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#[path = "../../tests/stage/holder.rs"]
#[allow(dead_code, reason = "the tests' own stage")]
mod holder;

/// Phones whose owner asked for notifications, or did not.
#[cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#[path = "../../tests/stage/told.rs"]
mod told;

/// Draws, when built without any target: markup needs none.
#[cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: gallery FOLDER")?;
    pages::write(std::path::Path::new(&folder))
}

/// A build for a target draws in that target.
#[cfg(not(all(feature = "ssr", not(any(feature = "device", feature = "web")))))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    Err("build with `--features ssr` and no target".into())
}
