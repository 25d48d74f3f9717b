//! Pictures by what they contain, in the width the screen needs.

use dioxus::prelude::*;
use shared::domain::Image;

/// A picture. Width and height are given so that nothing moves when it arrives; an image without
/// description is decoration, and hidden from screen readers by its empty `alt`.
#[component]
pub fn Picture(image: Image, #[props(default = "100vw")] sizes: &'static str) -> Element {
    let Some(variant) = image.at_least(Image::KEPT_WIDTH) else { return rsx! {} };
    // Without network the browser may choose a width that was never fetched: then the one that is kept must do.
    let mut kept_only = use_signal(|| false);
    let offered = if *kept_only.read() { &[] } else { image.variants.as_slice() };
    let srcset = offered.iter().map(|v| format!("{} {}w", v.path(), v.width)).collect::<Vec<_>>().join(", ");
    rsx! {
        img {
            src: variant.path(),
            srcset: (!srcset.is_empty()).then_some(srcset),
            sizes,
            width: "{variant.width}",
            height: "{variant.height}",
            alt: image.alt.clone(),
            loading: "lazy",
            decoding: "async",
            onerror: move |_| kept_only.set(true),
        }
    }
}
