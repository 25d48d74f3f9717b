//! The web build: Cargo → wasm-bindgen → wasm-opt → a folder of files, for one territory.
//!
//! Two pages come out: the app at `/` and the shop's verification page at `/v`. `dx build` was rejected here: it would be
//! one more tool to install, at a version of its own, and it decides names and service worker for us.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::budget::Report;
use crate::command::{self, say};
use crate::setup::{self, Need};
use crate::site::{self, File};
use crate::territory::Territory;
use crate::toolchain::{self, Target, Toolchain};
use crate::workspace::Workspace;
use crate::{TerritoryOption, bind, icons, script, style, verifier};

/// What `cargo xtask web` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    territory: TerritoryOption,
    /// Build one page alone, into a folder of its own: in a second instead of minutes.
    #[arg(long)]
    only: Option<Only>,
}

/// The page to build alone.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Only {
    /// The shop's verification page.
    Verifier,
}

/// Included before SQLite's own source.
const SQLITE_TRIM: &str = include_str!("sqlite_trim.h");

/// A finished web build.
#[derive(Clone, Debug)]
pub(crate) struct Built {
    /// The folder for `guichet serve --site`.
    pub(crate) folder: PathBuf,
    /// What the first visit costs.
    pub(crate) report: Report,
    /// What the shop's page costs.
    pub(crate) shop_page: Report,
}

/// What the last build was made of, so that the same is not made again.
#[derive(Deserialize, Serialize)]
struct Stamp {
    inputs: String,
    first_load: BTreeMap<String, usize>,
    shop_page: BTreeMap<String, usize>,
}

/// `cargo xtask web`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let slug = &options.territory.territory;
    if options.only == Some(Only::Verifier) {
        return shop_page_alone(workspace, slug);
    }
    let built = build(workspace, slug)?;
    println!("{}\n{}\n{}", built.report.table(), built.shop_page.table(), built.folder.display());
    Ok(())
}

/// For whoever works on the shop's page: `guichet serve --site target/site-verifier`.
fn shop_page_alone(workspace: &Workspace, slug: &str) -> Result<()> {
    setup::ensure(&[Need::Web])?;
    let territory = Territory::read(workspace, slug)?;
    let (fonts, addresses) = fonts(workspace)?;
    let (files, loaded) =
        verifier::assemble(workspace, &territory, &verifier::compile(workspace)?, &fonts, &addresses)?;
    let folder = workspace.made("site-verifier");
    let mut costs = site::write(&folder, &[files, fonts].concat())?;
    costs.retain(|path, _| loaded.contains(path));
    for (path, cost) in &costs {
        println!("{cost:>7} {path}");
    }
    println!("{}\n{}", Report::shop_page(&costs).table(), folder.display());
    Ok(())
}

/// Builds the site, or finds it still fresh.
pub(crate) fn build(workspace: &Workspace, slug: &str) -> Result<Built> {
    setup::ensure(&[Need::Web])?;
    let territory = Territory::read(workspace, slug)?;
    let wasm = compile(workspace, slug)?;
    let verifier_wasm = verifier::compile(workspace)?;
    let inputs = inputs(workspace, &territory, &wasm, &verifier_wasm)?;
    let folder = workspace.made("site");
    let stamp_path = workspace.made("site.json");
    if let Some(stamp) = read_stamp(&stamp_path)
        && stamp.inputs == inputs
        && folder.join("index.html").is_file()
    {
        let (report, shop_page) = (Report::new(&stamp.first_load), Report::shop_page(&stamp.shop_page));
        return Ok(Built { folder, report, shop_page });
    }
    say("wasm-bindgen, wasm-opt, compression");
    let (fonts, addresses) = fonts(workspace)?;
    let (mut files, first) = assemble(workspace, &territory, &wasm, &fonts, &addresses)?;
    let (shop_files, shop_loaded) = verifier::assemble(workspace, &territory, &verifier_wasm, &fonts, &addresses)?;
    // Both pages name the fonts.
    files.extend(shop_files.into_iter().filter(|file| !fonts.contains(file)));
    let costs = site::write(&folder, &files)?;
    let among = |paths: &[String]| -> BTreeMap<String, usize> {
        costs.iter().filter(|(path, _)| paths.contains(path)).map(|(path, cost)| (path.clone(), *cost)).collect()
    };
    let (first_load, shop_page) = (among(&first), among(&shop_loaded));
    let built = Built { folder, report: Report::new(&first_load), shop_page: Report::shop_page(&shop_page) };
    fs::write(stamp_path, serde_json::to_vec(&Stamp { inputs, first_load, shop_page })?)?;
    Ok(built)
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
fn inputs(workspace: &Workspace, territory: &Territory, wasm: &Path, verifier_wasm: &Path) -> Result<String> {
    let mut parts = verifier::inputs(workspace, verifier_wasm)?;
    parts.push(fs::read(wasm).with_context(|| format!("no {}", wasm.display()))?);
    parts.push(style::join(workspace)?.into_bytes());
    for (_, value) in territory.words() {
        parts.push(value.into_bytes());
    }
    for folder in ["app/web", "assets/i18n", "assets/vendor/fonts", "assets/vendor/maplibre", "xtask/src"] {
        for file in site::read_folder(&workspace.path(folder))? {
            parts.push(file.path.into_bytes());
            parts.push(file.bytes);
        }
    }
    parts.extend(icons::draw(workspace, territory)?.into_iter().map(|file| file.bytes));
    Ok(site::short_hash(parts.iter().map(Vec::as_slice)))
}

/// The fonts by hashed names, and the address that each had without.
fn fonts(workspace: &Workspace) -> Result<(Vec<File>, BTreeMap<String, String>)> {
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
    Ok((fonts, addresses))
}

/// All files of the app, and the paths among them that a first visit fetches.
fn assemble(
    workspace: &Workspace,
    territory: &Territory,
    wasm: &Path,
    fonts: &[File],
    addresses: &BTreeMap<String, String>,
) -> Result<(Vec<File>, Vec<String>)> {
    let template = |name: &str| -> Result<String> {
        let path = workspace.path("app/web").join(name);
        fs::read_to_string(&path).with_context(|| format!("could not read {}", workspace.shown(&path)))
    };
    let mut words = territory.words();

    let sheet = style::readdress(&style::join(workspace)?, addresses);
    let css = File::new("assets/app.css", sheet).hashed();
    words.push(("css", css.address()));

    let (code, package) = package(workspace, wasm, &template("boot.js")?)?;
    for (place, file) in [("boot", "boot.js"), ("js", "app.js"), ("wasm", "app_bg.wasm")] {
        words.push((place, format!("/{package}/{file}")));
    }
    let (map, map_package) = map(workspace)?;
    words.push(("map", format!("/{map_package}/map.js")));
    let pictures = icons::draw(workspace, territory)?;
    let manifest = File::new("manifest.webmanifest", site::fill(&template("manifest.webmanifest")?, &words)?);

    let mut kept: Vec<File> = code;
    kept.push(css);
    kept.extend(fonts.iter().cloned());
    kept.push(manifest);
    kept.extend(pictures.iter().filter(|file| file.path.contains("icon.svg") || file.path.contains("192")).cloned());
    let index = site::fill(&template("index.html")?, &words)?;
    kept.push(File::new("index.html", index));

    let version = site::short_hash(kept.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]));
    let precache: Vec<String> =
        kept.iter().map(|file| if file.path == "index.html" { "/".to_owned() } else { file.address() }).collect();
    words.push(("version", version));
    words.push(("precache", serde_json::to_string_pretty(&precache)?));
    words.push(("map_files", serde_json::to_string(&map.iter().map(File::address).collect::<Vec<_>>())?));
    kept.push(File::new("sw.js", script::lean(&site::fill(&template("sw.js")?, &words)?)));

    let first = kept.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
    let mut files = kept;
    files.extend(map);
    files.extend(languages(workspace)?);
    files.extend(pictures.into_iter().filter(|file| !first.contains(&file.path)));
    Ok((files, first))
}

/// The map's folder, named after its content: fetched when somebody opens the map, and no sooner.
fn map(workspace: &Workspace) -> Result<(Vec<File>, String)> {
    let own = site::read_folder(&workspace.path("app/web/map"))?;
    let outside = site::read_folder(&workspace.path("assets/vendor/maplibre"))?;
    let mut files: Vec<File> =
        own.into_iter().chain(outside.into_iter().filter(|file| file.path != "LICENSE")).collect();
    let hash = site::short_hash(files.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]));
    let package = format!("pkg/{hash}");
    for file in &mut files {
        file.path = format!("{package}/{}", file.path);
    }
    Ok((files, package))
}

/// Words of the languages that the app fetches when someone chooses one, without what only their authors read. French it carries.
fn languages(workspace: &Workspace) -> Result<Vec<File>> {
    let files = site::read_folder(&workspace.path("assets/i18n"))?;
    let others = files.into_iter().filter(|file| file.path.ends_with(".ftl") && file.path != "fr.ftl");
    others
        .map(|file| {
            let text = String::from_utf8(file.bytes).with_context(|| format!("{} is no text", file.path))?;
            let kept = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
            Ok(File::new(format!("i18n/{}", file.path), kept.collect::<Vec<_>>().join("\n") + "\n"))
        })
        .collect()
}

/// The code's folder, named after its content: `app.js`, `app_bg.wasm`, `boot.js` and the snippets they import by
/// relative paths, which hashed file names would break.
fn package(workspace: &Workspace, wasm: &Path, boot: &str) -> Result<(Vec<File>, String)> {
    let mut files = bind::bind(workspace, wasm, "app")?;
    files.push(File::new("boot.js", script::lean(boot)));
    let hash = site::short_hash(files.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]));
    let package = format!("pkg/{hash}");
    for file in &mut files {
        file.path = format!("{package}/{}", file.path);
    }
    Ok((files, package))
}
