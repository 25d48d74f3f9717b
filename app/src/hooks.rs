//! The library's hooks, compiled once instead of once for each closure: a browser downloads every copy.
//!
//! A file that acts or waits says `use crate::hooks::use_effect`, which takes the place of the prelude's.

use std::pin::Pin;

/// Acts after the first drawing, and again when what it read changes.
pub(crate) fn use_effect(act: impl FnMut() + 'static) {
    effect(Box::new(act));
}

/// Runs beside the component for as long as it is drawn.
pub(crate) fn use_future<F: Future<Output = ()> + 'static>(mut run: impl FnMut() -> F + 'static) {
    future(Box::new(move || Box::pin(run())));
}

#[inline(never)]
fn effect(act: Box<dyn FnMut()>) {
    dioxus::prelude::use_effect(act);
}

#[inline(never)]
fn future(run: Box<dyn FnMut() -> Pin<Box<dyn Future<Output = ()>>>>) {
    dioxus::prelude::use_future(run);
}
