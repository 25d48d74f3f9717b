//! What a fuzzer found worth keeping, replayed without one, and the seeds that it starts from.

use std::path::{Path, PathBuf};

use shared::card::to_digits;

use super::town::{keys, neighbour_keys, shop};
use super::{cases, reading};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name).join("decode")
}

fn replay(name: &str) -> usize {
    let files = std::fs::read_dir(folder(name)).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    files.map(|bytes| reading::holds(&bytes)).count()
}

#[test]
fn the_corpus_holds() {
    assert!(replay("seeds") > 50, "the seeds are gone");
    assert!(replay("corpus") > 50, "the corpus is gone");
}

/// The seeds are the cases, as bytes and as digits, and what shops are given.
#[test]
fn the_seeds_are_the_cases() {
    let mut seeds: Vec<(String, Vec<u8>)> = Vec::new();
    for (at, case) in cases::all().into_iter().enumerate().filter(|(_, case)| !case.bytes.is_empty()) {
        seeds.push((format!("code-{at:02}"), case.bytes));
    }
    let good = cases::all().swap_remove(0).bytes;
    seeds.push(("digits".to_owned(), to_digits(&good).into_bytes()));
    seeds.push(("address".to_owned(), shared::card::url("https://jeunes.example.fr", &good).into_bytes()));
    seeds.push(("keys".to_owned(), keys(3).to_bytes()));
    seeds.push(("neighbour".to_owned(), neighbour_keys(1).to_bytes()));
    seeds.push(("revocations".to_owned(), shop().revocations.unwrap().to_bytes()));
    let update = std::env::var_os("UPDATE_VECTORS").is_some();
    for (name, bytes) in &seeds {
        let file = folder("seeds").join(name);
        if update {
            std::fs::write(&file, bytes).unwrap();
        }
        assert!(std::fs::read(&file).unwrap() == *bytes, "{name}: UPDATE_VECTORS=1 writes the seeds anew");
    }
    assert_eq!(std::fs::read_dir(folder("seeds")).unwrap().count(), seeds.len());
}
