//! Tests of bad days: a crash between any two steps, a full disk, damaged files, records from the future.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::Kind;
use crate::protocol::{SyncPage, WireRecord};

fn seed() -> Seed {
    Seed::of("seed", Vec::new())
}

fn page_record(seq: u64, id: &str, title: &str) -> WireRecord {
    serde_json::from_value(json!({
        "seq": seq, "kind": "page", "id": id, "section": "se-loger", "group": "Aides", "order": 1,
        "title": title, "summary": "Une aide pour ton loyer.", "body": "Demande-la dès ton entrée dans le logement.",
    }))
    .unwrap()
}

fn page(next: u64, upserts: Vec<WireRecord>) -> SyncPage {
    SyncPage { log: "log".to_owned(), next, more: false, server_time: 1_000, upserts, deletes: Vec::new() }
}

fn open(folder: &tempfile::TempDir) -> Store {
    Store::open(Location::Folder(folder.path().to_owned()), &seed(), 1_000).unwrap()
}

/// Lets the public connection run so many steps of SQLite's machine, then fail.
fn fail_after(store: &Store, steps: u32) {
    let mut left = steps;
    store
        .public()
        .connection
        .progress_handler(
            1,
            Some(move || {
                left = left.saturating_sub(1);
                left == 0
            }),
        )
        .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_crash_between_any_two_steps_leaves_the_store_before_or_after_the_page(steps in 1_u32..4_000) {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder);
        store.apply(&page(1, vec![page_record(1, "apl", "L’APL")]), 1_000).unwrap();
        let before = store.wire_records().unwrap();

        fail_after(&store, steps);
        let change = page(3, vec![page_record(2, "apl", "L’APL en 2027"), page_record(3, "visale", "Visale")]);
        let applied = store.apply(&change, 2_000).is_ok();
        drop(store);

        let store = open(&folder);
        let cursor = store.cursor().unwrap().unwrap();
        if applied {
            prop_assert_eq!((cursor.seq, cursor.checked_at), (3, 2_000));
            prop_assert_eq!(store.wire_records().unwrap().len(), 2);
        } else {
            prop_assert_eq!((cursor.seq, cursor.checked_at), (1, 1_000));
            prop_assert_eq!(store.wire_records().unwrap(), before);
        }
        prop_assert_eq!(store.mended(), Mended::default());
    }
}

#[test]
fn a_full_disk_is_said_and_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    store.apply(&page(1, vec![page_record(1, "apl", "L’APL")]), 1_000).unwrap();
    let pages: i64 = store.public().connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.public().connection.pragma_update(None, "max_page_count", pages + 1).unwrap();

    let flood =
        (2..400).map(|seq| page_record(seq, &format!("page-{seq}"), "Une page de plus, assez longue")).collect();
    assert!(matches!(store.apply(&page(400, flood), 2_000), Err(StoreError::Full)));

    let cursor = store.cursor().unwrap().unwrap();
    assert_eq!((cursor.seq, cursor.checked_at), (1, 1_000));
    assert_eq!(store.page("apl").unwrap().unwrap().title, "L’APL");
}

#[test]
fn a_damaged_public_file_is_made_anew_and_nothing_personal_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    store.set_setting("theme", &"night").unwrap();
    store.apply(&page(1, vec![page_record(1, "apl", "L’APL")]), 1_000).unwrap();
    drop(store);
    std::fs::write(folder.path().join("public.sqlite"), b"this was a database once").unwrap();

    let store = open(&folder);
    assert_eq!(store.mended(), Mended { public: true, personal: false });
    assert_eq!(store.cursor().unwrap(), None, "the next refresh rebuilds");
    assert_eq!(store.setting::<String>("theme").unwrap().as_deref(), Some("night"));
}

#[test]
fn a_damaged_personal_file_is_set_aside_and_said() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(&folder));
    std::fs::write(folder.path().join("personal.sqlite"), [7_u8; 9_000]).unwrap();

    let store = open(&folder);
    assert_eq!(store.mended(), Mended { public: false, personal: true });
    assert_eq!(std::fs::read(folder.path().join("personal.damaged-1000.sqlite")).unwrap(), [7_u8; 9_000]);
}

#[test]
fn a_kind_from_the_future_is_kept_unread() {
    let store = Store::open(Location::memory(), &seed(), 0).unwrap();
    let quest: WireRecord =
        serde_json::from_value(json!({"seq": 1, "kind": "quest", "id": "jard", "level": 3})).unwrap();
    let odd_page: WireRecord =
        serde_json::from_value(json!({"seq": 2, "kind": "page", "id": "odd", "section": "rever"})).unwrap();
    store.apply(&page(2, vec![quest.clone(), odd_page]), 1_000).unwrap();

    assert_eq!(store.record(Kind::Page, "odd").unwrap(), None);
    assert!(store.pages(crate::domain::Section::SeLoger).unwrap().is_empty());
    assert!(store.wire_records().unwrap().contains(&quest), "a newer app will find it");
}

#[test]
fn exported_bytes_open_as_the_same_store_and_broken_ones_as_a_new_one() {
    let store = Store::open(Location::memory(), &seed(), 0).unwrap();
    store.apply(&page(1, vec![page_record(1, "apl", "L’APL")]), 1_000).unwrap();
    store.set_setting("theme", &"night").unwrap();
    let (public, personal) = (store.export(Which::Public).unwrap(), store.export(Which::Personal).unwrap());

    let again = Store::open(Location::Memory { public, personal: personal.clone() }, &seed(), 0).unwrap();
    assert_eq!(again.cursor().unwrap(), store.cursor().unwrap());
    again.apply(&page(2, vec![page_record(2, "visale", "Visale")]), 2_000).unwrap();
    assert_eq!(again.setting::<String>("theme").unwrap().as_deref(), Some("night"));

    let broken = Store::open(Location::Memory { public: vec![1; 5_000], personal }, &seed(), 0).unwrap();
    assert_eq!(broken.mended(), Mended { public: true, personal: false });
}

#[test]
fn a_newer_seed_replaces_an_older_one_only_where_the_server_was_never_met() {
    let newer = Seed::of("newer", vec![page_record(0, "apl", "L’APL")]);
    let folder = tempfile::tempdir().unwrap();
    drop(open(&folder));
    let store = Store::open(Location::Folder(folder.path().to_owned()), &newer, 0).unwrap();
    assert!(store.page("apl").unwrap().is_some());
    store.apply(&page(1, vec![page_record(1, "apl", "L’APL du serveur")]), 1_000).unwrap();
    drop(store);

    let store = open(&folder);
    assert_eq!(store.page("apl").unwrap().unwrap().title, "L’APL du serveur");
}

#[test]
fn erasing_leaves_no_trace_of_what_was_typed_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    store.save_draft("contact", &"un secret de seize ans", 1_000).unwrap();
    store.erase_personal().unwrap();
    drop(store);
    let bytes = std::fs::read(folder.path().join("personal.sqlite")).unwrap();
    assert!(!bytes.windows(9).any(|window| window == b"un secret"));
}
