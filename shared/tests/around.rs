//! The map and its list: near, open, with a discount, over a whole territory.
#![cfg(all(feature = "content", feature = "store"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use shared::content::{Content, read_territory};
use shared::domain::{Point, Record, Section, UnixSeconds};
use shared::protocol::WireRecord;
use shared::search::Vocabulary;
use shared::store::{Location, Narrowing, Placed, Question, Seed, Store};

/// Monday 23 November 2026, 17 h 10 in Châlons.
const NOW: UnixSeconds = 1_795_450_200;
/// The same night, 3 h.
const NIGHT: UnixSeconds = NOW + 10 * 3_600;

struct Phone {
    content: Content,
    store: Store,
}

static PHONE: LazyLock<Phone> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/chalons");
    let content = read_territory(&folder).unwrap_or_else(|error| panic!("{error}"));
    let records = content.records.iter().map(|record| WireRecord::from_record(0, record).unwrap()).collect();
    let store = Store::open(Location::memory(), &Seed::of("whole", records), NOW).unwrap();
    Phone { content, store }
});

fn placed(narrowing: Narrowing, near: Option<Point>, now: UnixSeconds) -> Vec<Placed> {
    let Phone { content, store } = &*PHONE;
    let territory = &content.territory;
    let question = Question {
        text: "",
        narrowing,
        vocabulary: &Vocabulary::new(&content.lexicon),
        now,
        timezone: &territory.timezone,
        country: &territory.country,
    };
    store.placed(&question, near).unwrap()
}

fn ids(placed: &[Placed]) -> BTreeSet<&str> {
    placed.iter().map(|spot| spot.place.id.as_str()).collect()
}

#[test]
fn every_place_with_a_position_is_on_the_map_and_being_near_leaves_none_out() {
    let center = PHONE.content.territory.center;
    let with_point =
        PHONE.content.records.iter().filter(|record| matches!(record, Record::Place(place) if place.point.is_some()));
    let (all, near) = (placed(Narrowing::default(), None, NOW), placed(Narrowing::default(), Some(center), NOW));
    assert_eq!(all.len(), with_point.count());
    assert_eq!(ids(&all), ids(&near));
}

#[test]
fn the_nearest_comes_first_and_says_how_far_it_is() {
    let station = PHONE.content.territory.center;
    let near = placed(Narrowing::default(), Some(station), NOW);
    let metres: Vec<f64> = near.iter().map(|spot| spot.metres.unwrap()).collect();
    assert!(metres.is_sorted(), "{metres:?}");
    let first = near.first().unwrap();
    assert!((first.metres.unwrap() - station.distance(first.point)).abs() < 1.0);
    assert!(placed(Narrowing::default(), None, NOW).iter().all(|spot| spot.metres.is_none()));
}

#[test]
fn at_night_less_is_open_than_in_the_afternoon() {
    let open = Narrowing { open_now: true, ..Narrowing::default() };
    let (all, day, night) =
        (placed(Narrowing::default(), None, NOW), placed(open, None, NOW), placed(open, None, NIGHT));
    assert!(!day.is_empty() && day.len() < all.len(), "{} of {}", day.len(), all.len());
    assert!(night.len() < day.len(), "{} at night, {} by day", night.len(), day.len());
    assert!(day.iter().all(|spot| spot.place.opening_hours.is_some()));
}

#[test]
fn with_a_discount_means_an_offer_that_still_holds() {
    let discount = Narrowing { discount: true, ..Narrowing::default() };
    let with = placed(discount, None, NOW);
    assert!(!with.is_empty() && with.iter().all(|spot| !spot.offers.is_empty()));
    let all = placed(Narrowing::default(), None, NOW);
    assert_eq!(
        with.len(),
        all.iter().filter(|spot| !spot.offers.is_empty()).count(),
        "the map shows the same without the filter"
    );
}

#[test]
fn a_place_of_two_sections_is_on_both_maps() {
    let of = |section| placed(Narrowing { section: Some(section), ..Narrowing::default() }, None, NOW);
    let twice = placed(Narrowing::default(), None, NOW).into_iter().find(|spot| spot.place.sections.len() > 1).unwrap();
    for section in twice.place.sections {
        assert!(ids(&of(section)).contains(twice.place.id.as_str()), "{section}");
    }
    for section in Section::ALL {
        assert!(of(section).iter().all(|spot| spot.place.sections.contains(&section)));
    }
}
