//! Embeds one territory in the app: on devices its records and pictures, in browsers its help numbers.
//!
//! A browser that loads the app has a server to ask: it gets the rest by its first sync, and would carry it twice. Help
//! numbers are there whatever comes of that sync.
//!
//! `TERRITORY` names the folder under `assets/territories/`, `chalons` by default. A content fault fails the
//! build with the file's name, so that no app ships with a page that cannot be read.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};
use shared::content::read_territory;
use shared::domain::Record;
use shared::protocol::WireRecord;

fn main() -> Result<(), Box<dyn Error>> {
    let slug = env::var("TERRITORY").unwrap_or_else(|_| "chalons".to_owned());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories").join(&slug);
    println!("cargo::rerun-if-env-changed=TERRITORY");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rustc-env=TERRITORY_SLUG={slug}");

    let content = read_territory(&folder)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    embed_words(&out)?;
    let on_device = env::var("CARGO_CFG_TARGET_FAMILY").as_deref() != Ok("wasm");
    let embedded = content.records.iter().filter(|record| on_device || matches!(record, Record::Number(_)));
    let records = embedded.map(|record| WireRecord::from_record(0, record)).collect::<Result<Vec<_>, _>>()?;
    let records = serde_json::to_vec(&records)?;
    let mut code = format!(
        "/// Checksum of the embedded content.\npub(crate) const CHECKSUM: &str = \"{:x}\";\n",
        Sha256::digest(&records)
    );
    fs::write(out.join("records.json"), records)?;
    fs::write(out.join("territory.json"), serde_json::to_vec(&content.territory)?)?;

    fs::write(out.join("lexicon.json"), serde_json::to_vec(&content.lexicon)?)?;

    code.push_str(
        "/// Embedded pictures: SHA-256 in hexadecimal, WebP bytes.\npub(crate) static MEDIA: &[(&str, &[u8])] = &[\n",
    );
    for media in content.media.iter().filter(|_| on_device) {
        let path = fs::canonicalize(folder.join("media").join(&media.file))?;
        writeln!(code, "    ({:?}, include_bytes!({:?})),", media.sha256, path.display().to_string())?;
    }
    code.push_str("];\n");
    fs::write(out.join("embedded.rs"), code)?;
    Ok(())
}

/// The words of each language without what only their authors read: comments, empty lines. A browser downloads the rest.
fn embed_words(out: &Path) -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/i18n");
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|kind| kind == "ftl")) else {
            continue;
        };
        let text = fs::read_to_string(&path)?;
        let kept = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        fs::write(out.join(name), kept.collect::<Vec<_>>().join("\n") + "\n")?;
    }
    Ok(())
}
