//! MiniSearch, asked the same questions in the same run: what Integreat's app ships, and the most that can be had of it.
//!
//! The package is fetched by npm into the target folder, checked against its sum, and never needed but here: without Node or npm the
//! benchmark says so and goes on. Vendoring it was rejected: nothing of the product uses it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::questions::{Set, title_and_body};

const VERSION: &str = "7.2.0";

/// SHA-256 of the package's archive.
const SUM: &str = "cb3b8126a3ea65d6b387787294f0792b0ea4a40b70f8f37688066a5638e0218a";

const SCRIPT: &str = include_str!("minisearch.mjs");
const STOP_WORDS: &str = include_str!("../../../../shared/src/search/stop_words.txt");

/// Keys: `minisearch_version`, and for each of `integreat`, `best` and `folded` (see the script)
/// `minisearch_<setting>_<hit_at_1|hit_at_10|p50_ms|p95_ms|build_ms|options>`. Only the version, `null`, when it cannot be asked.
pub(super) fn run(set: &Set) -> Result<Value> {
    match package() {
        Ok(package) => {
            eprintln!("asking MiniSearch {VERSION}, a minute or two");
            let answer = answer(&package, set)?;
            Ok(prefixed(&answer))
        }
        Err(error) => {
            eprintln!("MiniSearch is not compared: {error:#}");
            Ok(json!({ "minisearch_version": null }))
        }
    }
}

/// The package's folder beside what cargo built, fetched when it is not there.
fn package() -> Result<PathBuf> {
    works("node")?;
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).context("the benchmark lies in no target folder")?;
    let folder = target.join("minisearch");
    let archive = folder.join(format!("minisearch-{VERSION}.tgz"));
    if !archive.exists() {
        works("npm")?;
        std::fs::create_dir_all(&folder)?;
        eprintln!("fetching minisearch {VERSION}");
        let mut npm = Command::new("npm");
        npm.args(["pack", "--silent", &format!("minisearch@{VERSION}")]).current_dir(&folder).stdout(Stdio::null());
        ensure!(npm.status()?.success(), "npm could not fetch the package");
    }
    let sum = Sha256::digest(std::fs::read(&archive)?);
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    ensure!(sum == SUM, "{} is not the package that was read: its sum is {sum}", archive.display());
    let mut tar = Command::new("tar");
    tar.arg("xzf").arg(&archive).current_dir(&folder);
    ensure!(tar.status()?.success(), "tar could not unpack {}", archive.display());
    Ok(folder.join("package"))
}

fn works(program: &str) -> Result<()> {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    ensure!(asked.is_ok_and(|status| status.success()), "{program} is not installed (apt-get install nodejs npm)");
    Ok(())
}

fn answer(package: &Path, set: &Set) -> Result<Value> {
    let script = package.with_file_name("minisearch.mjs");
    std::fs::write(&script, SCRIPT)?;
    let mut node = Command::new("node")
        .args([&script, package])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting node")?;
    let mut input = node.stdin.take().context("node takes no input")?;
    input.write_all(questions(set).to_string().as_bytes())?;
    drop(input);
    let output = node.wait_with_output()?;
    ensure!(output.status.success(), "node ended with {}", output.status);
    serde_json::from_slice(&output.stdout).context("node did not answer in JSON")
}

fn questions(set: &Set) -> Value {
    let pages = set.pages.iter().map(|page| {
        let (title, content) = title_and_body(page);
        json!({ "title": title, "content": content })
    });
    let questions = set.questions.iter().map(|(text, page)| json!({ "text": text, "page": page }));
    let stop_words = STOP_WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    json!({
        "pages": pages.collect::<Vec<_>>(),
        "questions": questions.collect::<Vec<_>>(),
        "stop_words": stop_words.collect::<Vec<_>>(),
    })
}

/// `{integreat: {hit_at_1: …}}` as `minisearch_integreat_hit_at_1`.
fn prefixed(answer: &Value) -> Value {
    let mut out = Map::from_iter([("minisearch_version".to_owned(), json!(VERSION))]);
    for (setting, figures) in answer.as_object().into_iter().flatten() {
        for (key, figure) in figures.as_object().into_iter().flatten() {
            out.insert(format!("minisearch_{setting}_{key}"), figure.clone());
        }
    }
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_named_after_their_setting() {
        let answer = json!({ "integreat": { "hit_at_1": 0.1 }, "best": { "hit_at_1": 0.4 } });
        let expected = json!({
            "minisearch_version": VERSION, "minisearch_integreat_hit_at_1": 0.1, "minisearch_best_hit_at_1": 0.4,
        });
        assert_eq!(prefixed(&answer), expected);
    }

    #[test]
    fn a_page_is_handed_over_as_title_and_text() {
        let set = Set { pages: vec!["Loyer\nUne aide.".to_owned()], questions: vec![("Qui paie ?".to_owned(), 0)] };
        let handed = questions(&set);
        assert_eq!(handed["pages"], json!([{ "title": "Loyer", "content": "Une aide." }]));
        assert_eq!(handed["questions"], json!([{ "text": "Qui paie ?", "page": 0 }]));
        assert!(handed["stop_words"].as_array().unwrap().contains(&json!("comment")));
    }
}
