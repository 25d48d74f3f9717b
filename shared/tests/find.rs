//! The one box over a whole territory: what people really type, and what must come first.
#![cfg(all(feature = "content", feature = "store"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::sync::LazyLock;

use shared::content::{Content, read_territory};
use shared::domain::{Kind, Record, Section, UnixSeconds};
use shared::protocol::{SyncPage, WireRecord};
use shared::search::Vocabulary;
use shared::store::{Answer, Location, Narrowing, Question, Seed, Store};

/// Monday 23 November 2026, 17 h 10 in Châlons.
const NOW: UnixSeconds = 1_795_450_200;

struct Phone {
    content: Content,
    store: Store,
    vocabulary: Vocabulary,
}

static PHONE: LazyLock<Phone> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/chalons");
    let content = read_territory(&folder).unwrap_or_else(|error| panic!("{error}"));
    let records = content.records.iter().map(|record| WireRecord::from_record(0, record).unwrap()).collect();
    let store = Store::open(Location::memory(), &Seed::of("whole", records), NOW).unwrap();
    let vocabulary = Vocabulary::new(&content.lexicon);
    Phone { content, store, vocabulary }
});

fn find(text: &str, narrowing: Narrowing) -> Answer {
    find_at(text, narrowing, NOW)
}

fn find_at(text: &str, narrowing: Narrowing, now: UnixSeconds) -> Answer {
    let Phone { content, store, vocabulary } = &*PHONE;
    let territory = &content.territory;
    let question =
        Question { text, narrowing, vocabulary, now, timezone: &territory.timezone, country: &territory.country };
    store.find(&question).unwrap()
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer.groups.iter().flat_map(|group| group.found.iter().map(|found| found.record.id())).collect()
}

#[test]
fn every_spoken_word_finds_something() {
    for spoken in &PHONE.content.lexicon.words {
        for typed in &spoken.typed {
            let answer = find(typed, Narrowing::default());
            assert!(answer.count() > 0, "«{typed}», meant as {:?}, finds nothing", spoken.means);
            assert!(answer.corrected.is_empty(), "«{typed}» was read as {:?}", answer.corrected);
        }
    }
}

#[test]
fn distress_puts_its_number_first_whatever_else_is_asked() {
    for (text, first) in [
        ("suicide", "3114"),
        ("j’ai plus envie de vivre", "3114"),
        ("mon père me frappe", "119"),
        ("mon copain me frappe", "3919"),
        ("on m’a violée", "viols-femmes-informations"),
        ("harcelement au lycée", "3018"),
        ("harcelemnt", "3018"),
        ("fugue", "116000"),
        ("je suis à la rue ce soir", "115"),
        ("overdose", "15"),
        ("on me suit dans la rue", "17"),
        ("je vais mal", "fil-sante-jeunes"),
    ] {
        let offers_only = Narrowing { kind: Some(Kind::Offer), discount: true, ..Narrowing::default() };
        for narrowing in [Narrowing::default(), offers_only] {
            let answer = find(text, narrowing);
            assert_eq!(answer.help.first().map(|number| number.id.as_str()), Some(first), "{text}");
            let said_twice = answer.help.iter().any(|help| ids(&answer).contains(&help.id.as_str()));
            assert!(!said_twice, "{text}");
        }
    }
}

#[test]
fn what_is_no_distress_shows_no_number_above_the_rest() {
    for text in [
        "logement étudiant",
        "aide ménagère",
        "confiture de figue",
        "pull violet",
        "cours de violon",
        "passer le permis",
        "adresse de la mission locale",
        "rue de la Marne",
        "concert gratuit",
        "médicaments remboursés",
        "mourir de rire",
        "danse",
    ] {
        let help = find(text, Narrowing::default()).help;
        assert!(help.is_empty(), "{text}: {:?}", help.iter().map(|number| &number.id).collect::<Vec<_>>());
    }
}

#[test]
fn an_answer_is_narrowed_to_a_kind_a_section_what_is_open_and_what_is_cheaper() {
    let places = find("logement", Narrowing { kind: Some(Kind::Place), ..Narrowing::default() });
    assert!(places.groups.iter().all(|group| group.kind == Kind::Place) && places.count() > 0);

    let section = Narrowing { section: Some(Section::SeSoigner), ..Narrowing::default() };
    let health = find("aide", section);
    let in_section = |record: &Record| record.section() == Some(Section::SeSoigner);
    assert!(health.count() > 0);
    assert!(health.groups.iter().flat_map(|group| &group.found).all(|found| in_section(&found.record)));

    let open = Narrowing { open_now: true, ..Narrowing::default() };
    // Tuesday at 15 h 10 and at 4 h.
    let by_day = find_at("bibliothèque médiathèque mission locale mairie", open, NOW + 22 * 3_600);
    let by_night = find_at("bibliothèque médiathèque mission locale mairie", open, NOW + 11 * 3_600 - 600);
    assert!(by_day.count() > by_night.count(), "{:?} {:?}", ids(&by_day), ids(&by_night));

    let cheaper = find("pizza café livre coiffeur", Narrowing { discount: true, ..Narrowing::default() });
    assert!(cheaper.count() > 0);
    assert!(cheaper.groups.iter().all(|group| matches!(group.kind, Kind::Offer | Kind::Place)));
}

#[test]
fn a_discount_that_is_withdrawn_is_gone_at_the_next_question() {
    let Phone { content, vocabulary, .. } = &*PHONE;
    let records = content.records.iter().map(|record| WireRecord::from_record(0, record).unwrap()).collect();
    let store = Store::open(Location::memory(), &Seed::of("whole", records), NOW).unwrap();
    let offers = store.offers().unwrap();
    let shop = store.place(&offers.first().unwrap().place).unwrap().unwrap();
    let gives = |store: &Store| {
        let narrowing = Narrowing { kind: Some(Kind::Place), discount: true, ..Narrowing::default() };
        let (timezone, country) = (&content.territory.timezone, &content.territory.country);
        let question = Question { text: &shop.name, narrowing, vocabulary, now: NOW, timezone, country };
        ids(&store.find(&question).unwrap()).contains(&shop.id.as_str())
    };
    assert!(gives(&store) && gives(&store));
    let page = |deletes| SyncPage {
        log: "log".to_owned(),
        next: 1,
        more: false,
        server_time: NOW,
        upserts: Vec::new(),
        deletes,
    };
    let withdrawn = offers.iter().map(|offer| Record::Offer(offer.clone()).record_id()).collect();
    store.apply(&page(withdrawn), NOW).unwrap();
    assert!(!gives(&store), "the shop is still said to give a discount");
}

#[test]
fn what_is_over_is_no_answer() {
    let news = PHONE.content.records.iter().find_map(|record| match record {
        Record::News(news) => Some(news),
        _ => None,
    });
    let news = news.unwrap();
    let only = Narrowing { kind: Some(Kind::News), ..Narrowing::default() };
    assert!(ids(&find(&news.title, only)).contains(&news.id.as_str()));
    assert!(!ids(&find_at(&news.title, only, news.publish_at - 1)).contains(&news.id.as_str()));
}

#[test]
fn an_answer_shows_a_few_of_each_kind_and_the_words_that_were_asked() {
    let answer = find("comment avoir une aide pour payer mon loyer", Narrowing::default());
    let pages = answer.groups.first().unwrap();
    assert_eq!(pages.kind, Kind::Page);
    assert!(pages.found.len() <= 10 && pages.count > pages.found.len());
    let best = pages.found.first().unwrap();
    let passage = best.passage().to_lowercase();
    assert!(best.terms.iter().any(|term| passage.contains(term.as_str())), "{passage}");
    let all = find(
        "comment avoir une aide pour payer mon loyer",
        Narrowing { kind: Some(Kind::Page), ..Narrowing::default() },
    );
    assert_eq!(all.groups.len(), 1);
    assert!(ids(&all).len() > pages.found.len());
}
