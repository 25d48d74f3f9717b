//! `guichet map build`, on a real extract: Malta, as the package of the crate osm-io carries it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use server::map::build::{BuildError, Limits, Plan, build};
use shared::domain::{Bounds, Point};
use shared::map::Archive;
use shared::protocol::SpotKind;
use tempfile::TempDir;

const NOW: i64 = 1_795_000_000;

/// Valletta and the towns around its harbours.
const VALLETTA: Bounds = Bounds { south: 35.87, west: 14.48, north: 35.91, east: 14.54 };

/// An island of 260 km² without communes of level 8.
const NIUE: Bounds = Bounds { south: -19.2, west: -170.0, north: -18.9, east: -169.7 };

const CENTER: Point = Point { lat: 35.8985, lon: 14.5125 };

/// The extracts that a package of the lock file carries: Cargo fetches and checks it, nothing of it is compiled.
fn extract(name: &str) -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let answer = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let known: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    let package = known["packages"].as_array().unwrap().iter().find(|package| package["name"] == "osm-io").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    manifest.with_file_name("tests").join("fixtures").join(name)
}

fn malta() -> PathBuf {
    extract("malta-latest.osm.pbf")
}

fn plan(folder: &TempDir, extract: PathBuf) -> Plan {
    Plan {
        extract,
        out: folder.path().join("map.mbtiles"),
        font: None,
        bounds: VALLETTA,
        town: "La Valette".to_owned(),
        tilemaker: "tilemaker".into(),
        limits: Limits::default(),
    }
}

/// What lies in the folder: nothing half made may.
fn files(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_real_extract_becomes_one_file_with_tiles_letters_and_places() {
    let folder = TempDir::new().unwrap();
    let plan = plan(&folder, malta());
    let built = build(&plan, NOW).unwrap();
    assert_eq!(files(&folder), ["map.mbtiles"]);
    assert!(built.tiles > 20 && built.spots > 1_000 && built.houses > 100, "{built:?}");
    assert!(built.bytes < 8 * 1024 * 1024, "a phone downloads it: {built:?}");

    let archive = Archive::open(&plan.out).unwrap();
    assert_eq!((archive.info().bounds, archive.built_at()), ([14.48, 35.87, 14.54, 35.91], NOW));
    let tile = archive.tile(14, 8852, 6439).unwrap().expect("Valletta has a tile");
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(tile.as_slice()), &mut unpacked).unwrap();
    for layer in ["transportation", "transportation_name", "building", "poi", "name:latin"] {
        assert!(unpacked.windows(layer.len()).any(|part| part == layer.as_bytes()), "{layer}");
    }
    assert_eq!(archive.tile(14, 8600, 6439).unwrap(), None, "far from the territory");

    let letters = archive.glyphs("0-255").unwrap().unwrap();
    assert!(letters.len() > 30_000 && letters.len() < 200_000, "{}", letters.len());
    assert!(archive.glyphs("8192-8447").unwrap().is_some(), "’ and …");

    let found = |query: &str| -> Vec<String> {
        let spots = archive.spots(query, Some(CENTER), 8);
        spots.into_iter().map(|spot| format!("{}, {}", spot.name, spot.context)).collect()
    };
    for (query, first) in [
        ("triq ir repubblika", "Triq ir-Repubblika, "),
        ("TRIQ IR-REPUBBLIKA valletta", "Triq ir-Repubblika, "),
        ("triq il merkanti", "Triq il-Merkanti, "),
        ("triq il merkantti", "Triq il-Merkanti, "),
    ] {
        let found = found(query);
        assert!(found.first().is_some_and(|best| best.starts_with(first)), "{query}: {found:?}");
        assert!(found[0].ends_with("Valletta"), "its commune is known: {found:?}");
    }
    let valletta = archive.spots("valletta", Some(CENTER), 8);
    assert!(valletta.iter().any(|spot| spot.kind == SpotKind::Municipality), "{valletta:?}");
}

#[test]
fn an_island_without_communes_has_its_map_too() {
    let folder = TempDir::new().unwrap();
    let plan = Plan { bounds: NIUE, ..plan(&folder, extract("niue-230109.osm.pbf")) };
    let built = build(&plan, NOW).unwrap();
    assert!(built.tiles > 10 && built.spots > 20, "{built:?}");
    let archive = Archive::open(&plan.out).unwrap();
    assert!(archive.spots("alofi", None, 3).iter().any(|spot| spot.name.starts_with("Alofi")));
}

#[test]
fn bad_extracts_are_refused_in_a_sentence_and_the_old_file_stays() {
    let folder = TempDir::new().unwrap();
    let whole = fs::read(malta()).unwrap();
    let cut = folder.path().join("cut.osm.pbf");
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let nodes_alone = folder.path().join("nodes.osm.pbf");
    fs::write(&nodes_alone, blocks(&whole, 40)).unwrap();
    let page = folder.path().join("page.osm.pbf");
    fs::write(&page, "<!doctype html><title>404</title>".repeat(100)).unwrap();
    let empty = folder.path().join("empty.osm.pbf");
    fs::write(&empty, "").unwrap();
    let mut damaged_bytes = whole.clone();
    for byte in &mut damaged_bytes[2_000_000..2_000_400] {
        *byte ^= 0x5a;
    }
    let damaged = folder.path().join("damaged.osm.pbf");
    fs::write(&damaged, damaged_bytes).unwrap();
    let out = folder.path().join("map.mbtiles");
    fs::write(&out, "the old map").unwrap();
    let before = files(&folder);
    for (extract, expected) in [
        (cut, "incomplet"),
        (nodes_alone, "incomplet"),
        (damaged, "incomplet ou abîmé"),
        (page, "n’est pas un extrait"),
        (empty, "n’est pas un extrait"),
        (folder.path().join("none.osm.pbf"), "ne peut pas être lu"),
        (folder.path().to_owned(), "extrait"),
        (extract("niue-230109.osm.pbf"), "ne couvre pas La Valette"),
    ] {
        let said = build(&plan(&folder, extract.clone()), NOW).unwrap_err().to_string();
        assert!(said.contains(expected), "{extract:?}: {said}");
        assert_eq!(files(&folder), before, "{extract:?}");
        assert_eq!(fs::read(&out).unwrap(), b"the old map");
    }
}

/// The first `count` blocks of an extract: each begins with its header's length, and the header has the block's.
fn blocks(bytes: &[u8], count: usize) -> &[u8] {
    let mut at = 0;
    for _ in 0..count {
        let header = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let head = &bytes[at + 4..at + 4 + header];
        // Field 3 of the header, a varint, comes last.
        let tag = head.iter().rposition(|byte| *byte == 0x18).unwrap();
        let size =
            head[tag + 1..].iter().enumerate().map(|(n, byte)| usize::from(byte & 0x7f) << (7 * n)).sum::<usize>();
        at += 4 + header + size;
    }
    &bytes[..at]
}

#[cfg(unix)]
fn script(folder: &TempDir, name: &str, words: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.path().join(name);
    fs::write(&path, format!("#!/bin/sh\n{words}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[cfg(unix)]
#[test]
fn a_tilemaker_that_fails_leaves_the_old_file_and_a_reason() {
    let tools = TempDir::new().unwrap();
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("map.mbtiles");
    fs::write(&out, "the old map").unwrap();
    let niue = |folder: &TempDir| Plan { bounds: NIUE, ..plan(folder, extract("niue-230109.osm.pbf")) };
    for (name, words, minutes, expected) in [
        ("broken", "echo 'Lua error'; echo; exit 3", 60, "tilemaker a échoué (Lua error)"),
        ("silent", "exit 0", 60, "tilemaker a échoué"),
        ("hungry", "echo 'terminate called: std::bad_alloc' >&2; exit 134", 60, "plus de 4096 Mio de mémoire"),
        ("full", "echo 'write failed: No space left on device' >&2; exit 1", 60, "le disque est plein"),
        ("slow", "exec sleep 600", 0, "n’a pas fini en 0 minutes"),
    ] {
        let mut plan = niue(&folder);
        plan.tilemaker = script(&tools, name, words);
        plan.limits.minutes = minutes;
        let said = build(&plan, NOW).unwrap_err().to_string();
        assert!(said.contains(expected), "{name}: {said}");
        assert_eq!(files(&folder), ["map.mbtiles"], "{name}");
        assert_eq!(fs::read(&out).unwrap(), b"the old map", "{name}");
    }
    let mut plan = niue(&folder);
    plan.tilemaker = folder.path().join("no-such-program");
    assert!(matches!(build(&plan, NOW), Err(BuildError::NoTilemaker)));
    plan.font = Some(out.clone());
    assert!(build(&plan, NOW).unwrap_err().to_string().contains("n’est pas une police"));
}

#[test]
fn the_command_says_in_french_that_an_extract_is_of_elsewhere() {
    let folder = TempDir::new().unwrap();
    let territory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/demo-bourg");
    let guichet = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_guichet"))
            .args(["map", "build"])
            .arg(malta())
            .arg("--data")
            .arg(folder.path().join("data"))
            .args(arguments)
            .output()
            .unwrap()
    };
    let nowhere = guichet(&[]);
    assert!(!nowhere.status.success());
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("aucun territoire"), "{nowhere:?}");
    let elsewhere = guichet(&["--territory", territory.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&elsewhere.stderr).into_owned();
    assert!(!elsewhere.status.success());
    assert!(said.contains("ne couvre pas Demo-Bourg") && said.contains("Rien n’a été changé"), "{said}");
    assert!(!folder.path().join("data/map.mbtiles").exists());
}
