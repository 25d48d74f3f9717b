//! An event that comes back and skips days: who comes each week must not find the door closed.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use stage::{draw, phone, put};

#[test]
fn days_that_a_series_skips_are_no_dates_and_are_said() {
    let phone = phone();
    let permanence = serde_json::json!({
        // Wednesdays at 14 h, from 25 November 2026.
        "kind": "event", "id": "permanence", "title": "Permanence", "summary": "Passe.", "start": 1_795_611_600,
        "rrule": "FREQ=WEEKLY", "except": ["2026-12-02", "2026-12-09", "2027-12-01"],
    });
    put(&phone, 1, &[permanence]);
    let markup = draw(&phone, "/agenda/permanence");
    let plain: String = markup.replace(['\u{2068}', '\u{2069}'], "").replace('\u{a0}', " ");
    assert!(plain.contains("mercredi 25 novembre") && plain.contains("mercredi 16 décembre"), "{plain}");
    assert!(plain.contains("Sauf : mercredi 2 décembre, mercredi 9 décembre<"), "said, the far one apart: {plain}");
    assert_eq!(plain.matches("mercredi 2 décembre").count(), 1, "and no date of its own");
}

/// Saturday 28 November 2026 at 20 h, for nothing, at the media library of the seed; the Monday after, for money.
fn two_concerts() -> [serde_json::Value; 2] {
    let concert = |id: &str, start: i64, free: bool| serde_json::json!({ "kind": "event", "id": id, "title": id, "summary": "Viens.", "start": start, "end": start + 7_200, "free": free });
    [concert("gratuit", 1_795_892_400, true), concert("payant", 1_796_065_200, false)]
}

#[test]
fn the_agenda_is_read_day_by_day_and_sifted_by_its_address() {
    let phone = phone();
    put(&phone, 1, &two_concerts());
    let all = draw(&phone, "/agenda").replace('\u{a0}', " ");
    let days: Vec<usize> =
        ["<h2>samedi 28 novembre</h2>", "<h2>lundi 30 novembre</h2>"].map(|day| all.find(day).unwrap()).into();
    assert!(days.is_sorted() && all.contains("/agenda/gratuit") && all.contains("/agenda/payant"));
    for (address, shown) in [
        ("/agenda?jour=week-end", [true, false]),
        ("/agenda?jour=2026-11-30", [false, true]),
        ("/agenda?gratuit=oui", [true, false]),
        ("/agenda?jour=2026-11-30&gratuit=oui", [false, false]),
        ("/agenda?jour=aujourdhui", [false, false]),
    ] {
        let markup = draw(&phone, address);
        let found = ["/agenda/gratuit", "/agenda/payant"].map(|link| markup.contains(link));
        assert_eq!(found, shown, "{address}");
    }
    assert!(draw(&phone, "/agenda?jour=2028-01-01").contains("Rien de prévu là"));
    let saturday = all.find("<b>28</b>").unwrap();
    let spoken = &all[saturday..saturday + all[saturday..].find("</button>").unwrap()];
    assert!(spoken.contains("novembre, il se passe quelque chose"), "a day of the strip says so: {spoken}");
}

#[test]
fn a_reminder_that_is_set_is_said_on_its_event_and_in_the_inbox() {
    let phone = phone();
    put(&phone, 1, &two_concerts());
    let before = draw(&phone, "/agenda/gratuit");
    assert!(
        before.contains("Ajouter à mon calendrier")
            && before.contains(">La veille<")
            && before.contains(">Une heure avant<")
    );
    assert!(!draw(&phone, "/notifications").contains("Tes rappels"));
    let reminder = shared::store::Reminder {
        event: "gratuit".to_owned(),
        start: 1_795_892_400,
        ahead: 3_600,
        title: "Concert".to_owned(),
        told: false,
    };
    phone.remind(&reminder, stage::NOW).unwrap();
    let plain = |markup: String| markup.replace('\u{a0}', " ");
    assert!(plain(draw(&phone, "/agenda/gratuit")).contains("C’est noté : samedi 28 novembre, 19 h."));
    let inbox = plain(draw(&phone, "/notifications"));
    assert!(inbox.contains("Tes rappels") && inbox.contains("samedi 28 novembre, 20 h"), "{inbox}");
}

#[test]
fn every_date_of_a_series_is_a_press_away() {
    let phone = phone();
    put(
        &phone,
        1,
        &[serde_json::json!({
            "kind": "event", "id": "atelier", "title": "Atelier", "summary": "", "start": 1_795_611_600, "rrule": "FREQ=WEEKLY;COUNT=9",
        })],
    );
    let markup = draw(&phone, "/agenda/atelier");
    let (open, folded) = markup.split_once("<details>").unwrap();
    assert!(open.contains("mercredi 30 décembre") && !open.contains("mercredi 6 janvier"));
    assert!(
        folded.contains("Toutes les dates")
            && folded.contains("mercredi 6 janvier")
            && folded.contains("mercredi 20 janvier")
    );
}

#[test]
fn what_was_cancelled_or_moved_is_said_where_it_was_announced_and_is_not_added_to_a_calendar() {
    let phone = phone();
    let [mut cancelled, mut moved] = two_concerts();
    cancelled["change"] = "cancelled".into();
    cancelled["change_note"] = "Le groupe est malade.".into();
    moved["change"] = "moved".into();
    put(&phone, 1, &[cancelled, moved]);
    let agenda = draw(&phone, "/agenda");
    assert!(agenda.contains(">Annulé<") && agenda.contains(">Déplacé<"));
    let event = draw(&phone, "/agenda/gratuit");
    assert!(event.contains("Le groupe est malade.") && !event.contains("Ajouter à mon calendrier"));
    assert!(draw(&phone, "/agenda/payant").contains("Ajouter à mon calendrier"));
}
