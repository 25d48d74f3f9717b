//! Where things are: the checkout and the build folders, one per toolchain.
//!
//! Builds by different compilers never share a folder: Cargo would rebuild everything at each switch. The native
//! folder follows `CARGO_TARGET_DIR` when set; the others live inside it, so one deletion cleans all.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout and its build folder.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The workspace this very program was built from.
    pub(crate) fn find() -> Result<Self> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask stands inside the workspace")?.to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir()?.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// A workspace anywhere, for tests.
    #[cfg(test)]
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_path_buf(), target: root.join("target") }
    }

    /// The folder with the workspace's `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the checkout.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The native build folder, or something made in it.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A made file or folder: `site`, `web`, `android`, `demo-data`, …
    pub(crate) fn made(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.target.join(relative)
    }

    /// A native binary of the given profile (`debug` or `release`).
    pub(crate) fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(name)
    }

    /// The folder of one territory, checked to exist.
    pub(crate) fn territory(&self, slug: &str) -> Result<PathBuf> {
        let folder = self.path("assets/territories").join(slug);
        anyhow::ensure!(
            folder.join("territory.toml").is_file(),
            "no territory “{slug}”: {} has no territory.toml",
            folder.display()
        );
        Ok(folder)
    }

    /// A path as people read it: relative to the checkout when inside it.
    pub(crate) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}
