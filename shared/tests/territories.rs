//! The territories in the tree can be read and hold together, and nothing of one stands in the other.
#![cfg(feature = "content")]

use std::path::{Path, PathBuf};

use shared::content::{Content, read_territory};
use shared::domain::{Record, Section};

fn folder(slug: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories").join(slug)
}

fn pages_of(content: &Content, section: Section) -> usize {
    content.records.iter().filter(|record| matches!(record, Record::Page(page) if page.section == section)).count()
}

#[test]
fn chalons_has_its_eight_sections_its_places_and_its_numbers() {
    let chalons = read_territory(&folder("chalons")).unwrap_or_else(|error| panic!("{error}"));
    for section in Section::ALL {
        assert!(pages_of(&chalons, section) >= 5, "{section}");
    }
    let places = chalons
        .records
        .iter()
        .filter(|record| matches!(record, Record::Place(place) if !place.sourced.example))
        .count();
    assert!(places >= 40, "{places}");
}

#[test]
fn the_demonstration_village_is_a_territory_of_its_own() {
    let bourg = read_territory(&folder("demo-bourg")).unwrap_or_else(|error| panic!("{error}"));
    assert!(Section::ALL.into_iter().all(|section| pages_of(&bourg, section) >= 1));
    let text = format!("{:?}", bourg.records);
    assert!(!text.contains("Châlons"));
}

#[test]
fn a_missing_folder_is_named() {
    let error = read_territory(&folder("atlantide")).unwrap_err();
    assert!(error.to_string().contains("atlantide"));
}
