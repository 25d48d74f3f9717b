//! Front-end files that come from elsewhere: fetched when refreshed, checked at every `ci`, never fetched by a build.
//!
//! Invariant: every file under `assets/vendor` is named in `manifest.toml` with its package, version, licence and sum. A
//! lock file of npm was rejected: a handful of files need no dependency tree, and builds need no npm.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::command::{self, say};
use crate::setup::{self, Need};
use crate::site;
use crate::workspace::Workspace;

const FOLDER: &str = "assets/vendor";
const MANIFEST: &str = "manifest.toml";
const SUBSET: &str = include_str!("subset.py");
/// Pinned, so that the same package gives the same bytes.
const FONT_TOOLS: [&str; 2] = ["fonttools==4.68.0", "brotli==1.2.1"];

/// What `cargo xtask vendor` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Only compare the files with their sums; fetch nothing.
    #[arg(long)]
    check: bool,
}

#[derive(Debug, Deserialize, Serialize)]
struct Manifest {
    #[serde(rename = "package")]
    packages: Vec<Package>,
}

/// A package of the npm registry.
#[derive(Debug, Deserialize, Serialize)]
struct Package {
    name: String,
    version: String,
    licence: String,
    purpose: String,
    #[serde(rename = "file")]
    files: Vec<Vendored>,
}

/// One file taken out of a package.
#[derive(Debug, Deserialize, Serialize)]
struct Vendored {
    /// Path in the package.
    from: String,
    /// Path under `assets/vendor`.
    to: String,
    /// A font to cut down to French and English, and to these weights: one, or a lightest and a heaviest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    weights: Vec<u16>,
    /// What to leave out of a text: all between the first of these and the next of the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    without: Option<[String; 2]>,
    sha256: String,
}

/// `cargo xtask vendor`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.check {
        refresh(workspace)?;
    }
    check(workspace)?;
    println!("{FOLDER}: every file is the one its manifest names");
    Ok(())
}

/// Compares the folder with its manifest.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path(FOLDER);
    let faults = faults(&folder, &read(&folder)?)?;
    ensure!(faults.is_empty(), "{FOLDER} is not what its manifest says:\n  {}", faults.join("\n  "));
    Ok(())
}

fn read(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not understood", path.display()))
}

fn faults(folder: &Path, manifest: &Manifest) -> Result<Vec<String>> {
    let mut listed = BTreeSet::from([MANIFEST.to_owned()]);
    let mut faults = Vec::new();
    for file in manifest.packages.iter().flat_map(|package| &package.files) {
        listed.insert(file.to.clone());
        match fs::read(folder.join(&file.to)) {
            Ok(bytes) if sum(&bytes) == file.sha256 => {}
            Ok(_) => faults.push(format!("{}: its bytes are not those of the manifest", file.to)),
            Err(error) => faults.push(format!("{}: {error}", file.to)),
        }
    }
    for file in site::read_folder(folder)? {
        if !listed.contains(&file.path) {
            faults.push(format!("{}: not in the manifest", file.path));
        }
    }
    Ok(faults)
}

fn sum(bytes: &[u8]) -> String {
    site::hex(&Sha256::digest(bytes))
}

fn refresh(workspace: &Workspace) -> Result<()> {
    setup::ensure(&[Need::Npm, Need::Python])?;
    let folder = workspace.path(FOLDER);
    let mut manifest = read(&folder)?;
    let python = if manifest.packages.iter().flat_map(|package| &package.files).any(|file| !file.weights.is_empty()) {
        Some(python_with(workspace, "fonts", &FONT_TOOLS)?)
    } else {
        None
    };
    for package in &mut manifest.packages {
        say(&format!("{} {}", package.name, package.version));
        let unpacked = fetch(workspace, package)?;
        for file in &mut package.files {
            let source = unpacked.join(&file.from);
            let result = folder.join(&file.to);
            if let Some(parent) = result.parent() {
                fs::create_dir_all(parent)?;
            }
            match &python {
                Some(python) if !file.weights.is_empty() => cut(workspace, python, &source, &result, &file.weights)?,
                _ if file.without.is_some() => {
                    let text = fs::read_to_string(&source)?;
                    fs::write(&result, trimmed(&text, file.without.as_ref())?)?;
                }
                _ => {
                    fs::copy(&source, &result).with_context(|| format!("{} has no {}", package.name, file.from))?;
                }
            }
            file.sha256 = sum(&fs::read(&result)?);
        }
    }
    let path = folder.join(MANIFEST);
    let old = fs::read_to_string(&path)?;
    let head: String = old.lines().take_while(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    fs::write(path, format!("{head}\n{}", toml::to_string(&manifest)?))?;
    Ok(())
}

/// Downloads and unpacks one package; npm itself verifies the registry's sum.
fn fetch(workspace: &Workspace, package: &Package) -> Result<PathBuf> {
    let place = workspace.made("vendor").join(package.name.replace(['@', '/'], "_"));
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    fs::create_dir_all(&place)?;
    let wanted = format!("{}@{}", package.name, package.version);
    let packed = command::quiet(Command::new("npm").args(["pack", "--silent", &wanted]).current_dir(&place))?;
    let name = String::from_utf8_lossy(&packed.stdout).trim().lines().last().unwrap_or_default().to_owned();
    if name.is_empty() {
        bail!("npm pack {wanted} named no file");
    }
    command::quiet(Command::new("tar").args(["xzf", &name]).current_dir(&place))?;
    Ok(place.join("package"))
}

/// A text without what stands between two others, which stay.
fn trimmed(text: &str, without: Option<&[String; 2]>) -> Result<String> {
    let Some([after, until]) = without else { return Ok(text.to_owned()) };
    let (head, rest) = text.split_once(after.as_str()).with_context(|| format!("no “{after}” to cut after"))?;
    let (_, tail) = rest.split_once(until.as_str()).with_context(|| format!("no “{until}” to cut until"))?;
    Ok([head, after, until, tail].concat())
}

fn cut(workspace: &Workspace, python: &Path, source: &Path, result: &Path, weights: &[u16]) -> Result<()> {
    let script = workspace.made("vendor/subset.py");
    command::write_if_changed(&script, SUBSET.as_bytes())?;
    let weights = weights.iter().map(u16::to_string);
    command::quiet(Command::new(python).arg(script).arg(source).arg(result).args(weights)).map(drop)
}

/// A Python environment of our own with the given packages, made once.
fn python_with(workspace: &Workspace, name: &str, packages: &[&str]) -> Result<PathBuf> {
    let place = workspace.made("python").join(name);
    let python = place.join("bin/python");
    let ready = place.join("ready");
    let wanted = packages.join(" ");
    if fs::read_to_string(&ready).is_ok_and(|had| had == wanted) && python.is_file() {
        return Ok(python);
    }
    command::quiet(Command::new("python3").args(["-m", "venv"]).arg(&place))?;
    command::quiet(
        Command::new(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages),
    )?;
    fs::write(ready, wanted)?;
    Ok(python)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("fonts")).unwrap();
        fs::write(folder.path().join("fonts/a.woff2"), "bytes").unwrap();
        let manifest = format!(
            "[[package]]\nname = 'a'\nversion = '1'\nlicence = 'MIT'\npurpose = 'text'\n[[package.file]]\nfrom = 'x'\nto = 'fonts/a.woff2'\nsha256 = '{}'\n",
            sum(b"bytes")
        );
        fs::write(folder.path().join(MANIFEST), manifest).unwrap();
        folder
    }

    fn faults_of(folder: &tempfile::TempDir) -> Vec<String> {
        faults(folder.path(), &read(folder.path()).unwrap()).unwrap()
    }

    #[test]
    fn an_honest_folder_has_no_fault() {
        assert_eq!(faults_of(&folder()), Vec::<String>::new());
    }

    #[test]
    fn changed_missing_and_unlisted_files_are_named() {
        let folder = folder();
        fs::write(folder.path().join("fonts/a.woff2"), "other").unwrap();
        fs::write(folder.path().join("fonts/stowaway.js"), "x").unwrap();
        let found = faults_of(&folder).join(" ");
        assert!(found.contains("a.woff2: its bytes") && found.contains("stowaway.js: not in"), "{found}");
        fs::remove_file(folder.path().join("fonts/a.woff2")).unwrap();
        assert_eq!(faults_of(&folder).len(), 2);
    }

    #[test]
    fn a_table_is_cut_out_of_a_text() {
        let table = ["t = {".to_owned(), "};".to_owned()];
        assert_eq!(trimmed("a; t = { 1, 2 }; b; t = {3};", Some(&table)).unwrap(), "a; t = {}; b; t = {3};");
        assert!(trimmed("a;", Some(&table)).unwrap_err().to_string().contains("t = {"));
    }

    #[test]
    fn the_projects_own_folder_is_honest() {
        check(&Workspace::find().unwrap()).unwrap();
    }
}
