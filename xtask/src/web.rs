//! The web build: Cargo → wasm-bindgen → wasm-opt → a folder of files, for one territory.
//!
//! wasm-bindgen is linked in as a library, so that its version cannot differ from the lock file's by an installed
//! tool. `dx build` was rejected here: it would be one more tool to install, at a version of its own, and it
//! decides names and service worker for us.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use wasm_bindgen_cli_support::Bindgen;

use crate::budget::Report;
use crate::command::{self, say};
use crate::setup::{self, Need};
use crate::site::{self, File};
use crate::territory::Territory;
use crate::toolchain::{self, Target, Toolchain};
use crate::workspace::Workspace;
use crate::{TerritoryOption, icons, style};

/// What `cargo xtask web` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    territory: TerritoryOption,
}

/// What WebAssembly the browsers of the last years run; a feature the compiler uses and wasm-opt is not told of is an error.
const WASM_FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-multivalue",
];

/// Included before SQLite's own source.
const SQLITE_TRIM: &str = include_str!("sqlite_trim.h");

/// A finished web build.
#[derive(Clone, Debug)]
pub(crate) struct Built {
    /// The folder for `guichet serve --site`.
    pub(crate) folder: PathBuf,
    /// What the first visit costs.
    pub(crate) report: Report,
}

/// What the last build was made of, so that the same is not made again.
#[derive(Deserialize, Serialize)]
struct Stamp {
    inputs: String,
    first_load: BTreeMap<String, usize>,
}

/// `cargo xtask web`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let built = build(workspace, &options.territory.territory)?;
    println!("{}\n{}", built.report.table(), built.folder.display());
    Ok(())
}

/// Builds the site, or finds it still fresh.
pub(crate) fn build(workspace: &Workspace, slug: &str) -> Result<Built> {
    setup::ensure(&[Need::Web])?;
    let territory = Territory::read(workspace, slug)?;
    let wasm = compile(workspace, slug)?;
    let inputs = inputs(workspace, &territory, &wasm)?;
    let folder = workspace.made("site");
    let stamp_path = workspace.made("site.json");
    if let Some(stamp) = read_stamp(&stamp_path)
        && stamp.inputs == inputs
        && folder.join("index.html").is_file()
    {
        return Ok(Built { folder, report: Report::new(&stamp.first_load) });
    }
    say("wasm-bindgen, wasm-opt, compression");
    let (files, first) = assemble(workspace, &territory, &wasm)?;
    let mut first_load = site::write(&folder, &files)?;
    first_load.retain(|path, _| first.contains(path));
    let report = Report::new(&first_load);
    fs::write(stamp_path, serde_json::to_vec(&Stamp { inputs, first_load })?)?;
    Ok(Built { folder, report })
}

fn read_stamp(path: &Path) -> Option<Stamp> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// The app compiled to wasm, not yet bound.
fn compile(workspace: &Workspace, slug: &str) -> Result<PathBuf> {
    let toolchain = Toolchain::choose(workspace, Target::Web)?;
    let clang = toolchain::clang().context("clang vanished after its installation")?;
    say("building the web app");
    let mut cargo = toolchain.cargo(workspace, Target::Web, "build");
    cargo
        .current_dir(workspace.root())
        .args(["-p", "app", "--bin", "app", "--no-default-features", "--features", "web", "--profile", "web"])
        .env("TERRITORY", slug)
        .env("CC_wasm32_unknown_unknown", clang)
        .env(
            "CFLAGS_wasm32_unknown_unknown",
            format!("-mno-reference-types -include {}", write_trim(workspace)?.display()),
        );
    command::run(&mut cargo)?;
    Ok(toolchain.product(workspace, Target::Web, "web", "app.wasm"))
}

/// Writes the header that trims SQLite. Its name changes with its words: that is what makes Cargo compile SQLite anew.
fn write_trim(workspace: &Workspace) -> Result<PathBuf> {
    let hash = site::short_hash([SQLITE_TRIM.as_bytes()]);
    let path = workspace.made("web-headers").join(format!("sqlite_trim-{hash}.h"));
    command::write_if_changed(&path, SQLITE_TRIM.as_bytes())?;
    Ok(path)
}

/// A hash over everything the site is made of, this program's source included. Not the running program's file: the
/// build of the workspace replaces it under its feet.
fn inputs(workspace: &Workspace, territory: &Territory, wasm: &Path) -> Result<String> {
    let mut parts = vec![fs::read(wasm).with_context(|| format!("no {}", wasm.display()))?];
    parts.push(style::join(workspace)?.into_bytes());
    for (_, value) in territory.words() {
        parts.push(value.into_bytes());
    }
    for folder in ["app/web", "assets/vendor/fonts", "xtask/src"] {
        for file in site::read_folder(&workspace.path(folder))? {
            parts.push(file.path.into_bytes());
            parts.push(file.bytes);
        }
    }
    parts.extend(icons::draw(workspace, territory)?.into_iter().map(|file| file.bytes));
    Ok(site::short_hash(parts.iter().map(Vec::as_slice)))
}

/// All files of the site, and the paths among them that a first visit fetches.
fn assemble(workspace: &Workspace, territory: &Territory, wasm: &Path) -> Result<(Vec<File>, Vec<String>)> {
    let template = |name: &str| -> Result<String> {
        let path = workspace.path("app/web").join(name);
        fs::read_to_string(&path).with_context(|| format!("could not read {}", workspace.shown(&path)))
    };
    let mut words = territory.words();

    let mut fonts = Vec::new();
    let mut addresses = BTreeMap::new();
    for font in site::read_folder(&workspace.path("assets/vendor/fonts"))? {
        if font.path.ends_with(".woff2") {
            let plain = File::new(format!("assets/fonts/{}", font.path), font.bytes);
            let hashed = plain.clone().hashed();
            addresses.insert(plain.address(), hashed.address());
            fonts.push(hashed);
        }
    }
    let sheet = style::readdress(&style::join(workspace)?, &addresses);
    let css = File::new("assets/app.css", sheet).hashed();
    words.push(("css", css.address()));

    let (code, package) = package(workspace, wasm, &template("boot.js")?)?;
    for (place, file) in [("boot", "boot.js"), ("js", "app.js"), ("wasm", "app_bg.wasm")] {
        words.push((place, format!("/{package}/{file}")));
    }
    let pictures = icons::draw(workspace, territory)?;
    let manifest = File::new("manifest.webmanifest", site::fill(&template("manifest.webmanifest")?, &words)?);

    let mut kept: Vec<File> = code;
    kept.push(css);
    kept.extend(fonts);
    kept.push(manifest);
    kept.extend(pictures.iter().filter(|file| file.path.contains("icon.svg") || file.path.contains("192")).cloned());
    let index = site::fill(&template("index.html")?, &words)?;
    kept.push(File::new("index.html", index));

    let version = site::short_hash(kept.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]));
    let precache: Vec<String> =
        kept.iter().map(|file| if file.path == "index.html" { "/".to_owned() } else { file.address() }).collect();
    words.push(("version", version));
    words.push(("precache", serde_json::to_string_pretty(&precache)?));
    kept.push(File::new("sw.js", site::fill(&template("sw.js")?, &words)?));

    let first = kept.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
    let mut files = kept;
    files.extend(pictures.into_iter().filter(|file| !first.contains(&file.path)));
    Ok((files, first))
}

/// The code's folder, named after its content: `app.js`, `app_bg.wasm`, `boot.js` and the snippets they import by
/// relative paths, which hashed file names would break.
fn package(workspace: &Workspace, wasm: &Path, boot: &str) -> Result<(Vec<File>, String)> {
    let out = workspace.made("web-bindgen");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("app", mark_bulk_memory(fs::read(wasm)?, b'+', b'-'))
        .out_name("app")
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.web(true)?;
    bindgen.generate(&out).context("wasm-bindgen")?;
    if imports_from_nowhere(&fs::read_to_string(out.join("app.js"))?) {
        bail!("the app calls a C function that was compiled out: see xtask/src/sqlite_trim.h");
    }
    let bound = out.join("app_bg.wasm");
    fs::write(&bound, mark_bulk_memory(fs::read(&bound)?, b'-', b'+'))?;
    command::run(
        Command::new("wasm-opt")
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .args(WASM_FEATURES)
            .arg(&bound)
            .arg("-o")
            .arg(&bound),
    )?;
    let mut files = site::read_folder(&out)?;
    files.push(File::new("boot.js", boot));
    let hash = site::short_hash(files.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]));
    let package = format!("pkg/{hash}");
    for file in &mut files {
        file.path = format!("{package}/{}", file.path);
    }
    Ok((files, package))
}

/// A function that no object file defines becomes an import from "env", which no browser can resolve: the app would
/// stop before its first line.
fn imports_from_nowhere(code: &str) -> bool {
    code.lines().any(|line| line.starts_with("import ") && line.contains("from \"env\""))
}

/// Changes the sign of "bulk-memory" in the section that tells tools about the module. Marked as unused, it makes
/// wasm-bindgen clear its table slots one by one instead of with `table.fill`, which the wasm-opt of current
/// distributions cannot read; the code that the compiler made is not touched.
fn mark_bulk_memory(mut wasm: Vec<u8>, from: u8, to: u8) -> Vec<u8> {
    // A feature is a sign, its name's length, its name.
    let wanted = [&[from, 11], b"bulk-memory".as_slice()].concat();
    if let Some(place) = wasm.windows(wanted.len()).rposition(|bytes| bytes == wanted)
        && let Some(sign) = wasm.get_mut(place)
    {
        *sign = to;
    }
    wasm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_c_function_is_seen() {
        assert!(imports_from_nowhere("import * as a from './x.js';\nimport * as import4 from \"env\"\n"));
        assert!(!imports_from_nowhere("import { a } from './env.js';\n// from \"env\""));
    }

    #[test]
    fn only_the_sign_of_one_feature_changes() {
        let section = b"..target_features\x02+\x0bbulk-memory+\x0fbulk-memory-opt".to_vec();
        let changed = mark_bulk_memory(section.clone(), b'+', b'-');
        assert_eq!(changed, b"..target_features\x02-\x0bbulk-memory+\x0fbulk-memory-opt");
        assert_eq!(mark_bulk_memory(changed, b'-', b'+'), section);
        assert_eq!(mark_bulk_memory(b"none".to_vec(), b'+', b'-'), b"none");
    }

    /// The library here and the crate in the app speak a private format to each other.
    #[test]
    fn the_binding_tool_is_the_lock_files_version() {
        let workspace = Workspace::find().unwrap();
        let lock: toml::Table = toml::from_str(&fs::read_to_string(workspace.path("Cargo.lock")).unwrap()).unwrap();
        let version = |name: &str| {
            let packages = lock.get("package").and_then(toml::Value::as_array).unwrap();
            let found: Vec<_> = packages
                .iter()
                .filter(|package| package.get("name").and_then(toml::Value::as_str) == Some(name))
                .map(|package| package.get("version").unwrap().as_str().unwrap().to_owned())
                .collect();
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            found
        };
        assert_eq!(version("wasm-bindgen"), version("wasm-bindgen-cli-support"));
    }
}
