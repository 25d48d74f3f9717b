//! The shop's verification page: the verifier compiled to wasm, the files of `verifier/web`, a code reader.
//!
//! Invariant: the page is whole in itself. Its service worker keeps every file that it loads, and all of them together
//! are what its budget counts. Bundling it with the app was rejected: a shop would download nine times as much.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::{self, say};
use crate::site::{self, File};
use crate::territory::Territory;
use crate::toolchain::{Target, Toolchain};
use crate::workspace::Workspace;
use crate::{bind, icons, script, style};

/// Where the page's sources are.
pub(crate) const SOURCES: &str = "verifier/web";
/// The reader for browsers that have none of their own.
const READER: &str = "assets/vendor/jsqr/jsqr.js";
/// Its licence asks to say so.
const READER_NOTICE: &str = "// jsQR 1.4.0 by Cosmo Wolfe, Apache-2.0, https://github.com/cozmo/jsQR\n";
/// Sheets in cascade order.
const SHEETS: [&str; 3] = ["assets/theme.css", "assets/fonts.css", "verifier/web/page.css"];
/// What the service worker needs of the page's own modules, written into it: not every browser has modules there.
const IN_WORKER: [&str; 2] = ["kept.js", "redemptions.js"];

/// The verifier compiled to wasm, not yet bound.
pub(crate) fn compile(workspace: &Workspace) -> Result<PathBuf> {
    let toolchain = Toolchain::choose(workspace, Target::Web)?;
    say("building the verifier");
    let mut cargo = toolchain.cargo(workspace, Target::Web, "build");
    cargo.current_dir(workspace.root()).args(["-p", "verifier", "--lib", "--profile", "web"]);
    command::run(&mut cargo)?;
    Ok(toolchain.product(workspace, Target::Web, "web", "verifier.wasm"))
}

/// What the page is made of, for a hash: a change in any of it is another page.
pub(crate) fn inputs(workspace: &Workspace, wasm: &Path) -> Result<Vec<Vec<u8>>> {
    let mut parts = vec![fs::read(wasm).with_context(|| format!("no {}", wasm.display()))?];
    for file in site::read_folder(&workspace.path(SOURCES))? {
        parts.push(file.path.into_bytes());
        parts.push(file.bytes);
    }
    for path in SHEETS.into_iter().chain([READER]) {
        parts.push(fs::read(workspace.path(path)).with_context(|| format!("could not read {path}"))?);
    }
    Ok(parts)
}

/// All files of the page, and the paths among them that it loads.
pub(crate) fn assemble(
    workspace: &Workspace,
    territory: &Territory,
    wasm: &Path,
    fonts: &[File],
    addresses: &BTreeMap<String, String>,
) -> Result<(Vec<File>, Vec<String>)> {
    let source = |name: &str| -> Result<String> {
        let path = workspace.path(SOURCES).join(name);
        fs::read_to_string(&path).with_context(|| format!("could not read {}", workspace.shown(&path)))
    };
    let mut words = territory.words();

    let sheet = style::readdress(&style::sheets(workspace, &SHEETS)?, addresses);
    let css = File::new("assets/v.css", sheet).hashed();
    words.push(("css", css.address()));

    let package = package(workspace, wasm)?;
    let at = |name: &str| package.iter().find(|file| file.path.ends_with(name)).map(File::address).unwrap_or_default();
    words.push(("js", at("/page.js")));
    words.push(("wasm", at("/verifier_bg.wasm")));

    let icon = site::fill(&source("icon.svg")?, &territory.words())?;
    let pictures = [("v/icon-192.png", 192), ("v/icon-512.png", 512)]
        .into_iter()
        .map(|(name, side)| Ok(File::new(name, icons::picture(&icon, side)?)))
        .collect::<Result<Vec<_>>>()?;

    let mut kept = package;
    kept.push(css);
    kept.extend(fonts.iter().cloned());
    kept.push(File::new("v/icon.svg", icon));
    kept.push(File::new("v/manifest.webmanifest", site::fill(&source("manifest.webmanifest")?, &words)?));
    kept.push(File::new("v/index.html", site::fill(&source("index.html")?, &words)?));

    let version = site::short_hash(kept.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]));
    let precache: Vec<String> =
        kept.iter().map(|file| if file.path == "v/index.html" { "/v".to_owned() } else { file.address() }).collect();
    words.push(("version", version));
    words.push(("precache", serde_json::to_string(&precache)?));
    let modules = IN_WORKER.iter().map(|name| source(name)).collect::<Result<Vec<_>>>()?;
    words.push(("modules", script::inlined(&modules.join("\n"))));
    kept.push(File::new("v/sw.js", script::lean(&site::fill(&source("sw.js")?, &words)?)));

    let loaded = kept.iter().map(|file| file.path.clone()).collect();
    kept.extend(pictures);
    Ok((kept, loaded))
}

/// The code's folder, named after its content: the page's modules, the verifier and its glue, the code reader.
fn package(workspace: &Workspace, wasm: &Path) -> Result<Vec<File>> {
    let mut files = bind::bind(workspace, wasm, "verifier")?;
    for file in site::read_folder(&workspace.path(SOURCES))? {
        if file.path.ends_with(".js") && file.path != "sw.js" {
            let text = String::from_utf8(file.bytes).with_context(|| format!("{} is no text", file.path))?;
            files.push(File::new(file.path, script::lean(&text)));
        }
    }
    let reader = fs::read_to_string(workspace.path(READER)).with_context(|| format!("no {READER}"))?;
    files.push(File::new("jsqr.js", [READER_NOTICE, &script::lean(&reader)].concat()));
    let hash = site::short_hash(files.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]));
    for file in &mut files {
        file.path = format!("pkg/{hash}/{}", file.path);
    }
    Ok(files)
}
