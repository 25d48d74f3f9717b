//! A desk: a window of a phone's size, for development and for journeys.

use std::path::PathBuf;

use dioxus::desktop::tao::dpi::LogicalSize;
use dioxus::desktop::{Config, WindowBuilder};
use shared::domain::Event;

use super::page;

/// Tells WebKitGTK to draw without buffers of the graphics card, unless whoever starts the app said otherwise: a page
/// of text needs none, they weigh some megabytes, and with some drivers the window stays blank.
pub(super) fn prepare() {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if cfg!(target_os = "linux") && std::env::var_os(SWITCH).is_none() {
        #[expect(
            unsafe_code,
            clippy::disallowed_methods,
            reason = "the first thing the program does: no other thread reads the environment yet"
        )]
        unsafe {
            std::env::set_var(SWITCH, "1");
        }
    }
}

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

/// A desk's calendar takes the file.
pub(super) fn add_to_calendar(_: &str, _: &str, _: Event, _: &str) -> bool {
    false
}

/// A desk's screen is left as it is.
pub(super) fn hold_screen(_: bool) {}
