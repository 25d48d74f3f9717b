//! A window with one word in it: the toolkit's floor, which `bench startup` measures the app against.

#[cfg(feature = "desktop")]
fn main() {
    use dioxus::desktop::{Config, WindowBuilder, tao::dpi::LogicalSize};
    use dioxus::prelude::*;

    fn empty() -> Element {
        use_effect(app::platform::tell_paint);
        rsx! { p { "vide" } }
    }

    let window = WindowBuilder::new().with_inner_size(LogicalSize::new(412.0, 860.0));
    LaunchBuilder::new().with_cfg(Config::new().with_window(window).with_menu(None)).launch(empty);
}

#[cfg(not(feature = "desktop"))]
fn main() {}
