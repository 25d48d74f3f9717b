//! Pictures by what they contain, in the width the screen needs.

use dioxus::prelude::*;
use shared::domain::Image;

/// A picture. Width and height are given so that nothing moves when it arrives; an image without
/// description is decoration, and hidden from screen readers by its empty `alt`.
#[component]
pub fn Picture(image: Image, #[props(default = "100vw")] sizes: &'static str) -> Element {
    let Some(variant) = image.at_least(640) else { return rsx! {} };
    let srcset = image.variants.iter().map(|v| format!("{} {}w", v.path(), v.width)).collect::<Vec<_>>().join(", ");
    rsx! {
        img {
            src: variant.path(),
            srcset,
            sizes,
            width: "{variant.width}",
            height: "{variant.height}",
            alt: image.alt.clone(),
            loading: "lazy",
            decoding: "async",
        }
    }
}
