//! QR codes as squares: drawn as SVG on a screen, as rectangles on paper.

use dioxus::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use crate::http::HttpError;

/// Modules of quiet zone on each side (ISO/IEC 18004).
pub(crate) const QUIET: usize = 4;

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Modules {
    /// Modules on each side, without the quiet zone.
    pub(crate) width: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// Of a text, digits packed as digits.
    pub(crate) fn of(text: &str, level: EcLevel) -> Result<Self, HttpError> {
        let code = QrCode::with_error_correction_level(text, level)
            .map_err(|error| HttpError::Internal(format!("a QR code: {error}")))?;
        let width = code.width();
        Ok(Self { width, dark: code.into_colors().into_iter().map(|color| color == Color::Dark).collect() })
    }

    /// Runs of dark modules as (column, row, length), rows from the top.
    pub(crate) fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for (row, modules) in self.dark.chunks(self.width.max(1)).enumerate() {
            let mut begin = None;
            for (column, dark) in modules.iter().copied().chain([false]).enumerate() {
                match (begin, dark) {
                    (None, true) => begin = Some(column),
                    (Some(from), false) => {
                        runs.push((from, row, column - from));
                        begin = None;
                    }
                    _ => {}
                }
            }
        }
        runs
    }
}

/// Drawn, with its quiet zone, black on white in every theme: scanners want it so.
pub(crate) fn svg(text: &str, name: &str) -> Result<Element, HttpError> {
    use std::fmt::Write as _;
    let modules = Modules::of(text, EcLevel::M)?;
    let mut path = String::new();
    for (column, row, length) in modules.runs() {
        let _ = write!(path, "M{} {}h{length}v1h-{length}z", column + QUIET, row + QUIET);
    }
    let side = modules.width + 2 * QUIET;
    Ok(rsx! {
        svg { class: "qr", role: "img", "aria-label": "{name}", view_box: "0 0 {side} {side}", shape_rendering: "crispEdges",
            rect { width: "{side}", height: "{side}", fill: "#fff" }
            path { d: "{path}", fill: "#000" }
        }
    })
}
