//! From the compiler's wasm to what a browser runs: wasm-bindgen, then wasm-opt.
//!
//! wasm-bindgen is linked in as a library, so that its version cannot differ from the lock file's by an installed
//! tool.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::{Bindgen, Output};

use crate::command;
use crate::script;
use crate::site::{self, File};
use crate::snip;
use crate::workspace::Workspace;

/// What WebAssembly the browsers of the last years run; a feature the compiler uses and wasm-opt is not told of is an error.
const WASM_FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-multivalue",
];

/// The files of one program, by the name that its glue has: `<name>.js`, `<name>_bg.wasm` and the snippets they import.
pub(crate) fn bind(workspace: &Workspace, wasm: &Path, name: &str) -> Result<Vec<File>> {
    let out = workspace.made("web-bindgen").join(name);
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(name, mark_bulk_memory(fs::read(wasm)?, b'+', b'-'))
        .out_name(name)
        .typescript(false)
        // `snip` knows functions by the names that the compiler gave them.
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.web(true)?;
    let mut output = bindgen.generate_output().context("wasm-bindgen")?;
    snip::snip(&mut output, name == "app");
    let names = imports(&output);
    for import in output.wasm_mut().imports.iter_mut() {
        if let Some(short) = names.get(&import.name) {
            import.name.clone_from(short);
        }
    }
    output.emit(&out).context("wasm-bindgen")?;
    let glue = out.join(format!("{name}.js"));
    let code = fs::read_to_string(&glue)?;
    if imports_from_nowhere(&code) {
        bail!("{name} calls a C function that was compiled out: see xtask/src/sqlite_trim.h");
    }
    fs::write(&glue, renamed(&code, &names))?;
    let bound = out.join(format!("{name}_bg.wasm"));
    fs::write(&bound, mark_bulk_memory(fs::read(&bound)?, b'-', b'+'))?;
    command::run(
        Command::new("wasm-opt")
            // Undone into plain statements and put together again, the code comes out a hundredth smaller.
            .args(["-Oz", "--converge", "--flatten", "--rereloop", "-Oz", "-Oz", "--merge-similar-functions", "-Oz"])
            .args(["--strip-debug", "--strip-producers"])
            .args(WASM_FEATURES)
            .arg(&bound)
            .arg("-o")
            .arg(&bound),
    )?;
    let mut files = site::read_folder(&out)?;
    for file in &mut files {
        // The glue and the app's own page code are written line by line; other snippets are their authors'.
        let own = file.path == format!("{name}.js") || file.path.ends_with("/page.js");
        if own && let Ok(text) = std::str::from_utf8(&file.bytes) {
            file.bytes = script::lean(text).into_bytes();
        }
    }
    Ok(files)
}

/// The functions that a program takes from its glue, and the short name that each gets in both: their own carry a hash of
/// sixteen digits, which no compression shortens. The hash keeps versions apart, and here both halves are made together.
fn imports(output: &Output) -> BTreeMap<String, String> {
    let glued = output.wasm().imports.iter().map(|import| &import.name).filter(|name| name.starts_with("__wb"));
    let distinct: BTreeSet<&String> = glued.collect();
    distinct.into_iter().enumerate().map(|(place, name)| (name.clone(), format!("i{place}"))).collect()
}

/// Code with each whole word that has another name by that one.
fn renamed(code: &str, names: &BTreeMap<String, String>) -> String {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(part) {
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|letter| !part(letter)).unwrap_or(from.len()));
        out.push_str(between);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out + rest
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
    fn whole_words_are_renamed_and_nothing_else() {
        let names = BTreeMap::from([("__wbg_now_12".to_owned(), "i0".to_owned())]);
        let code = "{ __wbg_now_12: f, __wbg_now_123: g, 'é' }; __wbg_now_12";
        assert_eq!(renamed(code, &names), "{ i0: f, __wbg_now_123: g, 'é' }; i0");
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
