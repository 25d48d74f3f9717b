//! Which compiler builds for a target that is not this machine.
//!
//! rustup's compiler is the first choice. Where rustup is missing or its downloads are refused, Debian's `rustc-web` takes
//! its place, in a build folder of its own. Wherever the standard library's source is at hand, the web app is built with
//! it (`build-std`): that takes a tenth off what a browser downloads.
//! Asking developers to choose was rejected: the machine can see for itself, and says which it took.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::command::{self, say};
use crate::setup::{self, Need};
use crate::workspace::Workspace;

/// The three targets besides the machine's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Web,
    Android,
    Ios,
}

impl Target {
    /// Rust's name of the target.
    pub(crate) fn triple(self) -> &'static str {
        match self {
            Self::Web => "wasm32-unknown-unknown",
            Self::Android => "aarch64-linux-android",
            Self::Ios => "aarch64-apple-ios",
        }
    }

    /// The name of its build folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Android => "android",
            Self::Ios => "ios",
        }
    }
}

/// A compiler that can build for a [`Target`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The target is installed in the compiler in use; `source`: so is the library's source.
    Rustup { source: bool },
    /// The distribution's compiler with its library source.
    Distribution { lld: PathBuf },
}

/// Where Cargo looks for the flags of the web build.
const WEB_FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// One table for functions and none for JavaScript's objects: see ADR 0007.
const PLAIN_TABLE: &str = "-Ctarget-feature=-reference-types";
/// No words for panics, no `Debug`, no source positions: see ADR 0010.
const SMALL: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Zinline-mir=no";

/// Forces the choice (`rustup` or `distribution`), to try the other path on a machine that has both.
const CHOICE: &str = "XTASK_TOOLCHAIN";

impl Toolchain {
    /// Chooses, installing what it takes, and says which it is.
    pub(crate) fn choose(workspace: &Workspace, target: Target) -> Result<Self> {
        let forced = env::var(CHOICE).unwrap_or_default();
        if forced != "distribution" {
            let added = if has_target(target) {
                true
            } else {
                add(workspace, &["target", "add", target.triple()], || has_target(target))?
            };
            if added {
                // Only what a browser downloads is worth compiling the standard library for.
                let source = target == Target::Web
                    && (has_source() || add(workspace, &["component", "add", "rust-src"], has_source)?);
                return Ok(Self::Rustup { source });
            }
            if forced == "rustup" {
                bail!("rustup could not add {}", target.triple());
            }
        }
        setup::ensure(&[Need::DistributionCompiler])
            .context(format!("rustup could not add the target {}, and", target.triple()))?;
        let lld = rust_lld().context(
            "no wasm linker: neither rust-lld (part of a rustup toolchain) nor wasm-ld was found; install the package lld-19",
        )?;
        say(&format!("{}: built with the distribution's compiler and library source", target.triple()));
        Ok(Self::Distribution { lld })
    }

    /// Cargo, ready for `target`; the subcommand and its arguments are the caller's.
    pub(crate) fn cargo(&self, workspace: &Workspace, target: Target, subcommand: &str) -> Command {
        let folder = workspace.made(target.folder());
        match self {
            Self::Rustup { source } => {
                let mut command = command::cargo();
                command.args([subcommand, "--target", target.triple()]).env("CARGO_TARGET_DIR", folder);
                if target == Target::Web {
                    command.env(WEB_FLAGS, PLAIN_TABLE);
                }
                if *source {
                    with_library(&mut command, target);
                }
                command
            }
            Self::Distribution { lld } => {
                let mut command = command::cargo_at("/usr/bin/cargo");
                command
                    .args([subcommand, "--target", target.triple()])
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("RUSTDOC", "/usr/bin/rustdoc")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", lld)
                    .env("CARGO_TARGET_DIR", folder.with_extension("distribution"));
                with_library(&mut command, target);
                command
            }
        }
    }

    /// Where a web build's file lands.
    pub(crate) fn product(&self, workspace: &Workspace, target: Target, profile: &str, file: &str) -> PathBuf {
        let folder = workspace.made(target.folder());
        let folder = match self {
            Self::Rustup { .. } => folder,
            Self::Distribution { .. } => folder.with_extension("distribution"),
        };
        folder.join(target.triple()).join(profile).join(file)
    }
}

fn sysroot() -> Option<PathBuf> {
    command::answer(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()), &["--print", "sysroot"]).map(PathBuf::from)
}

fn has_target(target: Target) -> bool {
    sysroot().is_some_and(|root| {
        let library = root.join("lib/rustlib").join(target.triple()).join("lib");
        fs::read_dir(library).is_ok_and(|mut files| files.next().is_some())
    })
}

/// Compiles the standard library with the app. For the web it is made small, and a panic becomes a bare trap: the code
/// that words a panic's message is a tenth of what a browser would download, for words that nobody reads there.
fn with_library(command: &mut Command, target: Target) {
    command.args(["-Z", "build-std=std,panic_abort"]);
    // The compilers are stable releases; this and the trap are the only unstable things asked of them.
    command.env("RUSTC_BOOTSTRAP", "1");
    if target == Target::Web {
        command.args(["-Z", "build-std-features=optimize_for_size"]);
        command.env(WEB_FLAGS, format!("{PLAIN_TABLE} {SMALL}"));
    }
}

fn has_source() -> bool {
    sysroot().is_some_and(|root| root.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file())
}

/// Asks rustup once; a refusal is remembered so that the next start does not wait for it again.
fn add(workspace: &Workspace, words: &[&str], is_there: impl Fn() -> bool) -> Result<bool> {
    let name = words.last().copied().unwrap_or_default();
    let refused = workspace.made(format!("rustup-cannot-add-{name}"));
    if command::find("rustup").is_none() || refused.exists() {
        return Ok(false);
    }
    say(&format!("rustup {}", words.join(" ")));
    let mut rustup = Command::new("rustup");
    rustup.args(words).env("RUSTUP_MAX_RETRIES", "1");
    if command::quiet(&mut rustup).is_ok() && is_there() {
        return Ok(true);
    }
    let words = "rustup could not download this; delete this file to try again\n";
    command::write_if_changed(&refused, words.as_bytes())?;
    Ok(false)
}

/// The linker for wasm: rustup ships one, Debian's `lld` packages another.
fn rust_lld() -> Option<PathBuf> {
    let bundled = sysroot().and_then(|root| {
        let hosts = fs::read_dir(root.join("lib/rustlib")).ok()?;
        hosts.flatten().map(|host| host.path().join("bin/rust-lld")).find(|path| path.is_file())
    });
    bundled
        .or_else(|| ["wasm-ld", "wasm-ld-20", "wasm-ld-19", "wasm-ld-18"].iter().find_map(|name| command::find(name)))
}

/// A clang that knows wasm and C23, which SQLite's wasm port is written in.
pub(crate) fn clang() -> Option<PathBuf> {
    let versioned = ["clang-22", "clang-21", "clang-20", "clang-19", "clang-18"];
    let homes = ["/opt/homebrew/opt/llvm/bin/clang", "/usr/local/opt/llvm/bin/clang"];
    versioned
        .iter()
        .find_map(|name| command::find(name))
        .or_else(|| homes.iter().map(PathBuf::from).find(|path| path.is_file()))
        .or_else(|| command::find("clang").filter(|path| knows_wasm(path)))
}

fn knows_wasm(clang: &Path) -> bool {
    command::answer(clang, &["--version"]).is_some_and(|words| major(&words).is_some_and(|version| version >= 18))
        && command::answer(clang, &["--print-targets"]).is_some_and(|words| words.contains("wasm32"))
}

/// The major version in `clang version 19.1.7 (…)`. Apple numbers its own clang otherwise, hence the check of targets.
fn major(words: &str) -> Option<u32> {
    let (_, rest) = words.split_once("version ")?;
    rest.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_clang_versions() {
        for (words, version) in [
            ("Debian clang version 14.0.6", Some(14)),
            ("Debian clang version 19.1.7 (3~deb12u1)\nTarget: x86_64", Some(19)),
            ("Apple clang version 16.0.0 (clang-1600.0.26.4)", Some(16)),
            ("gcc (Debian) 12", None),
        ] {
            assert_eq!(major(words), version, "{words}");
        }
    }

    #[test]
    fn each_compiler_builds_in_its_own_folder() {
        let workspace = Workspace::at(Path::new("/somewhere"));
        let distribution = Toolchain::Distribution { lld: PathBuf::from("/lld") };
        let mut folders: Vec<_> = [Target::Web, Target::Android, Target::Ios]
            .into_iter()
            .flat_map(|target| {
                [Toolchain::Rustup { source: true }, distribution.clone()]
                    .map(|chain| chain.product(&workspace, target, "web", "x"))
            })
            .collect();
        folders.sort();
        folders.dedup();
        assert_eq!(folders.len(), 6);
    }
}
