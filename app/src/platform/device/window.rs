//! A desk: a window of a phone's size, for development and for journeys.

use std::path::PathBuf;

use dioxus::desktop::tao::dpi::LogicalSize;
use dioxus::desktop::{Config, WindowBuilder};

use super::page;

pub(super) fn configuration() -> Config {
    let title = crate::embedded::territory().app_name.clone();
    let window = WindowBuilder::new()
        .with_title(title)
        .with_inner_size(LogicalSize::new(412.0, 860.0))
        .with_min_inner_size(LogicalSize::new(320.0, 480.0));
    Config::new()
        .with_window(window)
        .with_menu(None)
        .with_custom_index(page::index())
        .with_background_color((255, 247, 234, 255))
}

pub(super) fn data_folder() -> PathBuf {
    dirs::data_dir().unwrap_or_else(|| PathBuf::from("."))
}

/// Opens an address with the desktop's own programs.
pub(super) fn open(url: &str) -> bool {
    webbrowser::open(url).is_ok()
}

/// A desk has no sharing sheet.
pub(super) fn share(_: &str, _: &str) -> bool {
    false
}

/// A desk's screen is left as it is.
pub(super) fn hold_screen(_: bool) {}
