//! Installing what a command needs before it starts.
//!
//! Detect, plan, install: detection looks at the machine (a program on `PATH`, a library's `.pc` file), the plan is
//! a pure function of what is missing and of the system, and only then does anything change. A container image
//! was rejected: the window and the phones' checks need the developer's own machine.

mod plan;
mod tools;

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use anyhow::{Result, bail};

use crate::command::{self, say};
use plan::{Plan, Rights, System};
use tools::{Probe, Tool};

/// What a command is about to do, in terms of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Build the desktop window.
    Window,
    /// Show windows on a machine without a screen.
    Screen,
    /// Compile SQLite to wasm and shrink the result.
    Web,
    /// The distribution's own wasm-capable compiler, when rustup cannot bring the target.
    DistributionCompiler,
    /// The C headers the phones' checks look at when the compiler comes from the distribution.
    Phones,
    /// Drive a real browser.
    Browser,
    /// Start a throw-away PostgreSQL.
    Postgres,
    /// Cut a map's tiles and draw its letters.
    Map,
    /// Compare with nginx under load.
    Bench,
    /// Cut fonts down.
    Python,
    /// Refresh vendored packages.
    Npm,
}

/// Makes sure that everything for `needs` is there, installing or saying exactly what to install.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    let system = detect_system();
    let missing: Vec<&Tool> =
        tools::for_needs(needs).into_iter().filter(|tool| tool.matters_on(system) && !present(tool.probe)).collect();
    match plan::plan(&missing, system) {
        Plan::Nothing => Ok(()),
        Plan::Tell(words) => bail!("{words}"),
        Plan::Apt { rights, packages, reasons } => {
            for reason in reasons {
                say(&format!("missing: {reason}"));
            }
            say(&format!("installing {}", packages.join(" ")));
            apt(rights, &["update", "-qq"])?;
            let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
            arguments.extend(packages.iter().copied());
            apt(rights, &arguments)?;
            let still: Vec<_> = missing.iter().filter(|tool| !present(tool.probe)).map(|tool| tool.name).collect();
            if !still.is_empty() {
                bail!("installed, and yet not found: {}", still.join(", "));
            }
            Ok(())
        }
    }
}

fn apt(rights: Rights, arguments: &[&str]) -> Result<()> {
    let mut command = match rights {
        Rights::Sudo => {
            let mut command = Command::new("sudo");
            command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            command
        }
        Rights::Root | Rights::None => Command::new("apt-get"),
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command::quiet(&mut command).map(drop)
}

fn detect_system() -> System {
    if cfg!(target_os = "macos") {
        return System::MacOs;
    }
    if command::find("apt-get").is_none() {
        return System::Other;
    }
    let rights = if command::answer("id", &["-u"]).as_deref() == Some("0") {
        Rights::Root
    } else if command::answer("sudo", &["-n", "true"]).is_some() {
        Rights::Sudo
    } else {
        Rights::None
    };
    System::Apt(rights)
}

fn present(probe: Probe) -> bool {
    match probe {
        Probe::Program(names) => names.iter().any(|name| command::find(name).is_some()),
        Probe::Library(name) => {
            let folders = ["/usr/lib/pkgconfig", "/usr/share/pkgconfig", "/usr/local/lib/pkgconfig"];
            folders.iter().any(|folder| Path::new(folder).join(format!("{name}.pc")).is_file())
                || children("/usr/lib").any(|folder| folder.join(format!("pkgconfig/{name}.pc")).is_file())
                || command::answer("pkg-config", &["--exists", name]).is_some()
        }
        Probe::File(paths) => paths.iter().any(|path| Path::new(path).exists()),
        Probe::Below { folder, file } => children(folder).any(|version| version.join(file).exists()),
        Probe::Clang => crate::toolchain::clang().is_some(),
        Probe::PythonModule(name) => command::answer("python3", &["-c", &format!("import {name}")]).is_some(),
    }
}

fn children(folder: &str) -> impl Iterator<Item = std::path::PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// Whether a window could be shown as things are.
pub(crate) fn has_screen() -> bool {
    cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}
