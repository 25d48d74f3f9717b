//! « Bons plans » as their readers sift them, and what is new to whom.
#![cfg(feature = "store")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

use serde_json::{Value, json};
use shared::domain::{Interest, Kind, Point, Record, RecordId, Section};
use shared::protocol::{SyncPage, WireRecord};
use shared::store::{Bargain, Browse, Favourite, Here, Location, Reminder, Seed, Sort, Store};

/// Monday 23 November 2026, 17 h 10 in Paris.
const NOW: i64 = 1_795_450_200;
const DAY: i64 = 86_400;

fn record(value: Value) -> Record {
    serde_json::from_value(value).unwrap()
}

fn shop(id: &str, city: &str, sections: &[&str], point: Option<(f64, f64)>) -> Record {
    record(json!({
        "kind": "place", "id": id, "name": id.to_uppercase(), "place_kind": "shop", "sections": sections, "summary": "",
        "city": city, "point": point.map(|(lat, lon)| json!({ "lat": lat, "lon": lon })),
    }))
}

fn offer(id: &str, place: &str, more: &Value) -> Record {
    let mut value = json!({
        "kind": "offer", "id": id, "place": place, "title": id, "terms": "", "offer_kind": "gift", "category": "manger",
        "order": 0,
    });
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    record(value)
}

/// What a town's offers can be: by order, the bakery's, the rink's, a bookshop's that is over, one of nowhere.
fn town() -> Vec<Record> {
    vec![
        shop("boulangerie", "Bourg", &["se-divertir"], Some((48.95, 4.36))),
        shop("patinoire", "Val", &["bouger"], Some((48.99, 4.40))),
        shop("librairie", "Bourg", &["se-former"], None),
        offer("pain", "boulangerie", &json!({ "order": 1, "saving_cents": 60, "days": ["tu"] })),
        offer(
            "glace",
            "patinoire",
            &json!({ "order": 2, "saving_cents": 300, "category": "sport", "valid_until": "2026-11-30" }),
        ),
        offer("livre", "librairie", &json!({ "order": 3, "valid_until": "2026-11-22" })),
        offer(
            "bd",
            "librairie",
            &json!({ "order": 4, "category": "culture", "valid_until": "2027-06-30", "valid_from": "2026-11-10" }),
        ),
        offer("nulle-part", "fermé", &json!({ "order": 5, "saving_cents": 60 })),
        offer("suspendu", "boulangerie", &json!({ "order": 6, "suspended": true })),
    ]
}

fn phone(records: &[Record]) -> Store {
    let records = records.iter().map(|record| WireRecord::from_record(0, record).unwrap()).collect();
    Store::open(Location::memory(), &Seed::of("seed", records), NOW).unwrap()
}

fn arrives(phone: &Store, records: &[Record]) {
    let seq = phone.cursor().unwrap().map_or(0, |cursor| cursor.seq) + 1;
    let upserts = records.iter().map(|record| WireRecord::from_record(seq, record).unwrap()).collect();
    let page = SyncPage { log: "L".to_owned(), next: seq, more: false, server_time: NOW, upserts, deletes: Vec::new() };
    phone.apply(&page, NOW).unwrap();
}

fn here(point: Option<Point>) -> Here {
    Here { now: NOW, today: "2026-11-23".parse().unwrap(), point }
}

fn shown<'a>(browse: &Browse, bargains: &'a [Bargain], here: Here) -> Vec<&'a str> {
    browse.arrange(bargains, here).into_iter().map(|at| bargains[at].offer.id.as_str()).collect()
}

#[test]
fn what_is_over_or_suspended_is_in_no_list_and_each_choice_leaves_what_it_says() {
    let phone = phone(&town());
    let id = RecordId { kind: Kind::Offer.name().to_owned(), id: "pain".to_owned() };
    phone.add_favourite(&Favourite { id, title: "Pain".to_owned(), added_at: NOW }).unwrap();
    let bargains = phone.bargains().unwrap();
    let all = Browse::default();
    let sport = Some("sport".to_owned());
    for (browse, expected) in [
        (all.clone(), &["pain", "glace", "bd", "nulle-part"][..]),
        (Browse { category: sport.clone(), ..all.clone() }, &["glace"]),
        // A Monday.
        (Browse { today: true, ..all.clone() }, &["glace", "bd", "nulle-part"]),
        (Browse { new: true, ..all.clone() }, &["bd"]),
        (Browse { ending: true, ..all.clone() }, &["glace"]),
        (Browse { kept: true, ..all.clone() }, &["pain"]),
        (Browse { kept: true, category: sport, ..all.clone() }, &[]),
        (Browse { sort: Sort::Saving, ..all.clone() }, &["glace", "pain", "nulle-part", "bd"]),
        (Browse { sort: Sort::Ending, ..all.clone() }, &["glace", "bd", "pain", "nulle-part"]),
        // Nobody said where they are: as the service put them.
        (Browse { sort: Sort::Nearest, ..all.clone() }, &["pain", "glace", "bd", "nulle-part"]),
    ] {
        assert_eq!(shown(&browse, &bargains, here(None)), expected, "{browse:?}");
    }
    let val = phone.middle_of("Val").unwrap();
    assert_eq!(val, Some(Point { lat: 48.99, lon: 4.40 }));
    let near = Browse { sort: Sort::Nearest, ..all };
    assert_eq!(
        shown(&near, &bargains, here(val)),
        ["glace", "pain", "bd", "nulle-part"],
        "nearest first, unknown last"
    );
    assert!((5_000..6_000).contains(&bargains[0].metres(here(val)).unwrap()));
    assert_eq!(bargains[0].shop.name, "BOULANGERIE");
    assert_eq!(phone.middle_of("Ailleurs").unwrap(), None);
}

#[test]
fn an_offer_is_new_until_a_week_after_it_was_shown_and_its_notice_until_it_was() {
    let phone = phone(&town());
    let today = here(None).today;
    assert_eq!(phone.offers_unmet(&[], today).unwrap(), 0, "nothing is announced before the phone began");
    // Whoever looks at the list first, before or after: what came with the app and with the first meeting is not new.
    assert!(!phone.meet_offers(NOW).unwrap());
    arrives(&phone, &[]);
    assert!(phone.bargains().unwrap().iter().all(|bargain| bargain.met_at == Some(0)));
    phone.meet_offers(NOW).unwrap();
    assert!(phone.bargains().unwrap().iter().all(|bargain| bargain.met_at == Some(0)));

    arrives(
        &phone,
        &[
            offer("patins", "patinoire", &json!({ "order": 9 })),
            offer("brioche", "boulangerie", &json!({ "order": 9 })),
            offer("trop-tard", "boulangerie", &json!({ "order": 9, "valid_until": "2026-11-01" })),
            offer("plus-tard", "boulangerie", &json!({ "order": 9, "suspended": true })),
        ],
    );
    assert_eq!(phone.offers_unmet(&[], today).unwrap(), 2);
    let moves = Interest { id: "velo".to_owned(), title: String::new(), sections: vec![Section::Bouger] };
    let food = Interest { id: "manger".to_owned(), title: String::new(), sections: Vec::new() };
    let studies = Interest { id: "etudes".to_owned(), title: String::new(), sections: vec![Section::SeFormer] };
    assert_eq!(phone.offers_unmet(&[&moves], today).unwrap(), 1, "by the shop's section");
    assert_eq!(phone.offers_unmet(&[&food, &moves], today).unwrap(), 2, "by the offer's category");
    assert_eq!(phone.offers_unmet(&[&studies], today).unwrap(), 0, "to others it is not a notice");

    assert!(phone.meet_offers(NOW).unwrap());
    assert!(!phone.meet_offers(NOW + 60).unwrap(), "nothing is noted twice");
    assert_eq!(phone.offers_unmet(&[], today).unwrap(), 0);
    let bargains = phone.bargains().unwrap();
    let patins = bargains.iter().find(|bargain| bargain.offer.id == "patins").unwrap();
    let later = |days: i64| Here { now: NOW + days * DAY, ..here(None) };
    assert!(patins.is_new(later(6)) && !patins.is_new(later(7)));
    phone.erase_personal().unwrap();
    assert_eq!(phone.offers_unmet(&[], today).unwrap(), 0, "who erased everything begins again");
}

#[test]
fn a_phone_that_first_hears_of_offers_from_its_server_is_not_told_that_all_are_new() {
    let phone = phone(&[]);
    phone.begin_offers().unwrap();
    arrives(&phone, &town());
    phone.begin_offers().unwrap();
    assert_eq!(phone.offers_unmet(&[], here(None).today).unwrap(), 0);
    arrives(&phone, &[offer("brioche", "boulangerie", &json!({}))]);
    phone.begin_offers().unwrap();
    assert_eq!(phone.offers_unmet(&[], here(None).today).unwrap(), 1);
}

#[test]
fn a_reminder_is_said_once_stands_until_its_event_has_begun_and_can_be_let_go() {
    let phone = phone(&[]);
    let reminder = |start: i64, ahead: i64| Reminder {
        event: "concert".to_owned(),
        start,
        ahead,
        title: "Concert".to_owned(),
        told: false,
    };
    let start = NOW + DAY;
    phone.remind(&reminder(start, 3_600), NOW).unwrap();
    // Another choice for the same date takes its place.
    phone.remind(&reminder(start, DAY / 2), NOW).unwrap();
    assert_eq!(phone.reminders(NOW).unwrap(), [reminder(start, DAY / 2)]);
    assert!(phone.take_due_reminders(NOW).unwrap().is_empty(), "too early");
    let due = start - DAY / 2;
    assert_eq!(phone.take_due_reminders(due).unwrap(), [reminder(start, DAY / 2)]);
    assert!(phone.take_due_reminders(due + 60).unwrap().is_empty(), "said once");
    assert!(phone.reminders(start + 3_600).unwrap()[0].is_due(start + 3_600), "it stands while it lasts");
    assert!(phone.reminders(start + DAY).unwrap().is_empty(), "and goes by itself");

    phone.remind(&reminder(start + 7 * DAY, 3_600), start + DAY).unwrap();
    phone.forget_reminders("concert").unwrap();
    assert!(phone.reminders(NOW).unwrap().is_empty());
}

/// The budget of a phone's screen: three thousand offers of two thousand shops are read and put in order while nobody waits. The bound
/// is loose, for busy machines and unoptimised builds: it is there for what grows with the square of a town.
#[test]
fn three_thousand_offers_are_read_and_arranged_in_a_moment() {
    let mut records = Vec::new();
    for n in 0..2_000 {
        records.push(shop(&format!("shop-{n}"), "Bourg", &["se-divertir"], Some((48.9 + f64::from(n) / 1e5, 4.3))));
    }
    for n in 0..3_200 {
        records.push(offer(
            &format!("offer-{n}"),
            &format!("shop-{}", n % 2_000),
            &json!({ "order": n, "saving_cents": n }),
        ));
    }
    let phone = phone(&records);
    phone.begin_offers().unwrap();
    #[expect(clippy::disallowed_methods, reason = "a test of time reads the clock")]
    let begun = std::time::Instant::now();
    let bargains = phone.bargains().unwrap();
    let browse = Browse { sort: Sort::Nearest, today: true, ..Browse::default() };
    let order = browse.arrange(&bargains, here(Some(Point { lat: 48.9, lon: 4.3 })));
    assert_eq!((order.len(), bargains[order[0]].offer.id.as_str()), (3_200, "offer-0"));
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}
