//! The folder that the server offers to browsers: `target/site`.
//!
//! Invariant: only the entry files (`index.html`, `sw.js`, the manifest, icons) keep their names; everything
//! else carries a hash in its path and may be kept for ever. The folder is written beside the old one and swapped
//! in, so that a running server never offers half a build.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// One file of the site: its path without the leading `/`, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl File {
    pub(crate) fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }

    /// The same file with its hash before the extension: `a.css` → `a.1f2e….css`.
    pub(crate) fn hashed(mut self) -> Self {
        let hash = short_hash([self.bytes.as_slice()]);
        self.path = match self.path.rsplit_once('.') {
            Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
            None => format!("{}.{hash}", self.path),
        };
        self
    }

    /// The address a browser asks for.
    pub(crate) fn address(&self) -> String {
        format!("/{}", self.path)
    }
}

/// Sixteen hexadecimal digits over all the parts, in order.
pub(crate) fn short_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update((part.len() as u64).to_le_bytes());
        sum.update(part);
    }
    hex(&sum.finalize()).chars().take(16).collect()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Puts words in a template's `{{places}}`; a place left empty is an error, so that a typo never ships.
pub(crate) fn fill(template: &str, words: &[(&str, String)]) -> Result<String> {
    let mut text = template.to_owned();
    for (name, value) in words {
        text = text.replace(&format!("{{{{{name}}}}}"), value);
    }
    if let Some((_, rest)) = text.split_once("{{") {
        let name = rest.split("}}").next().unwrap_or_default();
        bail!("nothing to put in {{{{{name}}}}}");
    }
    Ok(text)
}

/// Writes the whole site beside its place, then swaps it in. Compressed twins (`.br`, `.gz`) stand beside each file
/// they make smaller. Returns the bytes that each file costs a browser that reads Brotli.
pub(crate) fn write(place: &Path, files: &[File]) -> Result<BTreeMap<String, usize>> {
    let fresh = place.with_extension("fresh");
    let stale = place.with_extension("stale");
    remove(&fresh)?;
    remove(&stale)?;
    let mut costs = BTreeMap::new();
    for file in files {
        let path = fresh.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, &file.bytes).with_context(|| format!("could not write {}", path.display()))?;
        let mut cost = file.bytes.len();
        for (extension, packed) in [("br", brotli(&file.bytes)?), ("gz", gzip(&file.bytes)?)] {
            if packed.len() < file.bytes.len() {
                fs::write(fresh.join(format!("{}.{extension}", file.path)), &packed)?;
                cost = cost.min(packed.len());
            }
        }
        costs.insert(file.path.clone(), cost);
    }
    if place.exists() {
        fs::rename(place, &stale)?;
    }
    fs::rename(&fresh, place)?;
    remove(&stale)?;
    Ok(costs)
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Brotli at its strongest: done once here, read by every phone.
pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
    Ok(packed)
}

/// For browsers on plain HTTP, which do not offer Brotli.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// Every file below `folder`, its path relative to it, in order.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(current) = waiting.pop() {
        for entry in fs::read_dir(&current).with_context(|| format!("could not read {}", current.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
                files.push(File::new(name, fs::read(&path)?));
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_every_part_and_its_limits() {
        let ab_c = short_hash([b"ab".as_slice(), b"c"]);
        assert_eq!(ab_c.len(), 16);
        assert_ne!(ab_c, short_hash([b"a".as_slice(), b"bc"]));
        assert_eq!(ab_c, short_hash([b"ab".as_slice(), b"c"]));
    }

    #[test]
    fn a_hashed_name_keeps_its_extension() {
        let file = File::new("assets/a.css", *b"p{}").hashed();
        assert!(file.path.starts_with("assets/a.") && file.path.ends_with(".css"), "{}", file.path);
        assert_eq!(file.address(), format!("/{}", file.path));
    }

    #[test]
    fn templates_are_filled_or_refused() {
        let words = [("name", "Châlons".to_owned())];
        assert_eq!(fill("<b>{{name}}</b>", &words).unwrap(), "<b>Châlons</b>");
        assert!(fill("{{nmae}}", &words).unwrap_err().to_string().contains("nmae"));
    }

    #[test]
    fn a_site_replaces_the_old_one_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("site");
        write(&place, &[File::new("old.txt", *b"old")]).unwrap();
        let long = "bonjour ".repeat(500);
        let costs = write(&place, &[File::new("a/b.txt", long.clone()), File::new("c", *b"x")]).unwrap();
        let names: Vec<_> = read_folder(&place).unwrap().into_iter().map(|file| file.path).collect();
        assert_eq!(names, ["a/b.txt", "a/b.txt.br", "a/b.txt.gz", "c"]);
        assert!(costs["a/b.txt"] < 100 && costs["c"] == 1, "{costs:?}");
        let mut plain = Vec::new();
        let packed = fs::read(place.join("a/b.txt.br")).unwrap();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut plain).unwrap();
        assert_eq!(plain, long.as_bytes());
    }
}
