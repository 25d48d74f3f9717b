//! The table of outside tools: how each is recognised and what it is called on each system.
//!
//! To add one: a row in [`TOOLS`], naming the [`Need`]s it serves. Nothing else changes.

use super::Need;
use super::plan::System;

/// How to see that a tool is there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Probe {
    /// Any of these programs on `PATH`.
    Program(&'static [&'static str]),
    /// A `pkg-config` library.
    Library(&'static str),
    /// Any of these files.
    File(&'static [&'static str]),
    /// `file` in any child of `folder` (one per version).
    Below { folder: &'static str, file: &'static str },
    /// A clang that compiles C23 to wasm.
    Clang,
    /// A module that Python can import.
    PythonModule(&'static str),
}

/// One outside tool.
#[derive(Debug)]
pub(crate) struct Tool {
    /// As a person would name it, with what it is for.
    pub(crate) name: &'static str,
    pub(crate) needs: &'static [Need],
    pub(crate) probe: Probe,
    /// Debian and Ubuntu packages.
    pub(crate) apt: &'static [&'static str],
    /// What to type on macOS; `None` when macOS has no need of it.
    pub(crate) mac: Option<&'static str>,
}

impl Tool {
    /// macOS has its own web view and screen; what it lacks is named by [`Tool::mac`].
    pub(crate) fn matters_on(&self, system: System) -> bool {
        system != System::MacOs || self.mac.is_some()
    }
}

/// The tools that serve any of `needs`, each once, in the table's order.
pub(crate) fn for_needs(needs: &[Need]) -> Vec<&'static Tool> {
    TOOLS.iter().filter(|tool| tool.needs.iter().any(|need| needs.contains(need))).collect()
}

pub(crate) const TOOLS: &[Tool] = &[
    Tool {
        name: "pkg-config (finds the window's libraries)",
        needs: &[Need::Window],
        probe: Probe::Program(&["pkg-config"]),
        apt: &["pkg-config"],
        mac: None,
    },
    Tool {
        name: "WebKitGTK 4.1 (the app's window)",
        needs: &[Need::Window],
        probe: Probe::Library("webkit2gtk-4.1"),
        apt: &["libwebkit2gtk-4.1-dev"],
        mac: None,
    },
    Tool {
        name: "libxdo (the app's window)",
        needs: &[Need::Window],
        probe: Probe::File(&["/usr/include/xdo.h"]),
        apt: &["libxdo-dev"],
        mac: None,
    },
    Tool {
        name: "OpenSSL's headers (the app's window)",
        needs: &[Need::Window],
        probe: Probe::Library("openssl"),
        apt: &["libssl-dev"],
        mac: None,
    },
    Tool {
        name: "Xvfb (a window without a screen)",
        needs: &[Need::Screen],
        probe: Probe::Program(&["Xvfb"]),
        apt: &["xvfb"],
        mac: None,
    },
    Tool {
        name: "xauth (a window without a screen)",
        needs: &[Need::Screen],
        probe: Probe::Program(&["xauth"]),
        apt: &["xauth"],
        mac: None,
    },
    Tool {
        name: "dbus-run-session (a window without a desktop session)",
        needs: &[Need::Screen],
        probe: Probe::Program(&["dbus-run-session"]),
        apt: &["dbus", "dbus-daemon"],
        mac: None,
    },
    Tool {
        name: "clang 18 or newer (SQLite for the web)",
        needs: &[Need::Web],
        probe: Probe::Clang,
        apt: &["clang-19"],
        mac: Some("brew install llvm"),
    },
    Tool {
        name: "wasm-opt (shrinks the web app)",
        needs: &[Need::Web],
        probe: Probe::Program(&["wasm-opt"]),
        apt: &["binaryen"],
        mac: Some("brew install binaryen"),
    },
    Tool {
        name: "rustc-web and its library's source (web and phone targets without rustup)",
        needs: &[Need::DistributionCompiler],
        probe: Probe::File(&["/usr/lib/rustlib/src/rust/library/std/Cargo.toml"]),
        apt: &["rustc-web", "cargo-web", "rust-web-src"],
        mac: Some("install Rust with rustup, then: rustup target add wasm32-unknown-unknown"),
    },
    Tool {
        name: "arm64 C headers (phone checks)",
        needs: &[Need::Phones],
        probe: Probe::File(&["/usr/aarch64-linux-gnu/include/stdio.h", "/usr/include/aarch64-linux-gnu/sys/types.h"]),
        apt: &["libc6-dev-arm64-cross"],
        mac: None,
    },
    Tool {
        name: "Chromium (browser tests, pictures)",
        needs: &[Need::Browser],
        probe: Probe::Program(&["chromium", "chromium-browser", "google-chrome"]),
        apt: &["chromium"],
        mac: Some("brew install --cask chromium"),
    },
    Tool {
        name: "chromedriver (browser tests)",
        needs: &[Need::Browser],
        probe: Probe::Program(&["chromedriver"]),
        apt: &["chromium-driver"],
        mac: Some("brew install --cask chromedriver"),
    },
    Tool {
        name: "PostgreSQL (storage tests)",
        needs: &[Need::Postgres],
        probe: Probe::Below { folder: "/usr/lib/postgresql", file: "bin/initdb" },
        apt: &["postgresql"],
        mac: Some("brew install postgresql@17"),
    },
    Tool {
        name: "tilemaker (cuts the map's tiles)",
        needs: &[Need::Map],
        probe: Probe::Program(&["tilemaker"]),
        apt: &["tilemaker"],
        mac: Some("brew install tilemaker"),
    },
    Tool {
        name: "DejaVu Sans (letters of the map)",
        needs: &[Need::Map],
        probe: Probe::File(&["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"]),
        apt: &["fonts-dejavu-core"],
        // macOS has fonts of its own that serve.
        mac: None,
    },
    Tool {
        name: "nginx (the yardstick of bench serve)",
        needs: &[Need::Bench],
        probe: Probe::Program(&["nginx"]),
        apt: &["nginx-light"],
        mac: Some("brew install nginx"),
    },
    Tool {
        name: "wrk (load for bench serve)",
        needs: &[Need::Bench],
        probe: Probe::Program(&["wrk"]),
        apt: &["wrk"],
        mac: Some("brew install wrk"),
    },
    Tool {
        name: "Python 3 with venv (font subsetting)",
        needs: &[Need::Python],
        probe: Probe::PythonModule("ensurepip"),
        apt: &["python3-venv"],
        mac: Some("brew install python"),
    },
    Tool {
        name: "npm (refreshes vendored files)",
        needs: &[Need::Npm],
        probe: Probe::Program(&["npm"]),
        apt: &["npm"],
        mac: Some("brew install node"),
    },
];
