//! The search as the store uses it: documents in, questions out.

use std::sync::LazyLock;

use proptest::prelude::*;
use rusqlite::Connection;

use super::{Document, Match, Query, SCHEMA, Vocabulary, index, mentions, remove, search};
use crate::domain::{Lexicon, Spoken};

static NO_WORDS: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);

const PAGES: [(i64, &str, &str, &str); 6] = [
    (
        1,
        "Aide au loyer : l’APL",
        "page",
        "La CAF verse l’aide chaque mois.\nTu la demandes en ligne dès l’entrée dans ton logement.",
    ),
    (2, "Dépistage gratuit", "page", "Un centre de santé près de chez toi fait le test sans rendez-vous."),
    (3, "Permis à un euro par jour", "page", "Un prêt à taux zéro paie ton auto-école."),
    (4, "Concert à la salle des fêtes", "event", "Entrée gratuite pour les 18-25 ans."),
    (5, "Qui sommes-nous ?", "page", "Le service jeunesse t’accueille."),
    (6, "Mission locale", "place", "Conseils pour trouver un emploi, une formation ou un logement."),
];

fn indexed() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(SCHEMA).unwrap();
    for (record, title, kind, body) in PAGES {
        index(&connection, &document(record, title, kind, body)).unwrap();
    }
    connection
}

fn document<'a>(record: i64, title: &'a str, kind: &'a str, body: &'a str) -> Document<'a> {
    Document { record, title, summary: "", body, keywords: &[], kind, section: (record < 3).then_some("se-loger") }
}

fn query(text: &str) -> Query<'_> {
    Query { text, prefix: false, section: None, kinds: &[], limit: 10, vocabulary: &NO_WORDS }
}

fn ask(connection: &Connection, text: &str) -> Vec<Match> {
    search(connection, &query(text)).unwrap()
}

fn first(connection: &Connection, text: &str) -> Option<i64> {
    ask(connection, text).first().map(|found| found.record)
}

/// Every row of the index, to compare two of them.
fn rows(connection: &Connection) -> Vec<String> {
    let mut out = Vec::new();
    for sql in [
        "SELECT record || '|' || kind || '|' || ifnull(section, '-') || '|' || words FROM search_document ORDER BY 1",
        "SELECT form || '|' || stem || '|' || documents FROM search_term ORDER BY 1",
        "SELECT t.form || '|' || p.block || '|' || hex(p.entries) FROM search_posting p JOIN search_term t ON t.id = p.term ORDER BY 1",
        "SELECT t.form || '|' || s.half FROM search_spelling s LEFT JOIN search_term t ON t.id = s.term ORDER BY 1",
        "SELECT documents || '|' || words FROM search_total",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let found = statement.query_map((), |row| row.get::<_, Option<String>>(0)).unwrap();
        out.extend(found.map(|row| row.unwrap().unwrap()));
    }
    out
}

#[test]
fn questions_find_their_page() {
    let connection = indexed();
    for (text, record) in [
        ("comment avoir une aide pour payer mon loyer ?", 1),
        ("DÉPISTAGE", 2),
        ("depistages gratuits", 2),
        ("passer le permis", 3),
        ("job", 6),
        ("qui sommes nous", 5),
        ("« apl »", 1),
    ] {
        assert_eq!(first(&connection, text), Some(record), "{text}");
    }
    assert_eq!(first(&connection, "xylophone"), None);
    assert_eq!(first(&connection, ""), None);
}

#[test]
fn a_misspelt_word_is_read_and_said() {
    let connection = indexed();
    for typed in ["depistaeg", "dpistage", "ddepistage", "depistoge"] {
        let found = ask(&connection, typed);
        assert_eq!(found.first().map(|found| found.record), Some(2), "{typed}");
        assert_eq!(found[0].corrected, [(typed.to_owned(), "depistage".to_owned())]);
    }
    assert!(ask(&connection, "dépistage")[0].corrected.is_empty());
}

#[test]
fn what_was_found_can_be_highlighted() {
    let connection = indexed();
    let found = ask(&connection, "des logements et des aides");
    assert_eq!(found[0].record, 1);
    assert!(found[0].terms.contains(&"logement".to_owned()) && found[0].terms.contains(&"aide".to_owned()));
    assert!(!found[0].terms.contains(&"emploi".to_owned()));
}

#[test]
fn the_word_being_typed_is_completed() {
    let connection = indexed();
    let typing = |text| search(&connection, &Query { prefix: true, ..query(text) }).unwrap();
    assert_eq!(typing("dépi")[0].record, 2);
    assert_eq!(typing("mission lo")[0].record, 6);
    assert!(ask(&connection, "dép").is_empty());
}

#[test]
fn filters_leave_only_what_they_say() {
    let connection = indexed();
    let events = search(&connection, &Query { kinds: &["event"], ..query("entrée gratuite") }).unwrap();
    assert_eq!(events.iter().map(|found| found.record).collect::<Vec<_>>(), [4]);
    let housing = search(&connection, &Query { section: Some("se-loger"), ..query("logement gratuit") }).unwrap();
    assert!(!housing.is_empty() && housing.iter().all(|found| found.record < 3));
    assert!(search(&connection, &Query { limit: 0, ..query("logement") }).unwrap().is_empty());
}

#[test]
fn the_title_and_keywords_outweigh_the_body() {
    let connection = indexed();
    index(&connection, &document(20, "Horaires", "page", "Piscine municipale, ouverte tous les jours.")).unwrap();
    index(&connection, &document(21, "Piscine", "page", "Elle ouvre tous les jours, municipale.")).unwrap();
    assert_eq!(first(&connection, "piscine"), Some(21));
    let keywords = ["baignade".to_owned()];
    index(&connection, &Document { keywords: &keywords, ..document(20, "Horaires", "page", "") }).unwrap();
    assert_eq!(first(&connection, "baignade"), Some(20));
}

#[test]
fn replacing_and_removing_leave_no_trace() {
    let connection = indexed();
    let before = rows(&connection);
    index(&connection, &document(70, "Neuf", "page", "Un texte passager")).unwrap();
    index(&connection, &document(70, "Autre", "page", "Tout autre chose, passagère")).unwrap();
    assert_eq!(first(&connection, "texte"), None);
    assert_eq!(first(&connection, "passager"), Some(70));
    remove(&connection, 70).unwrap();
    remove(&connection, 70).unwrap();
    assert_eq!(rows(&connection), before);
    for (record, ..) in PAGES {
        remove(&connection, record).unwrap();
    }
    assert_eq!(rows(&connection), ["0|0"]);
}

#[test]
fn a_search_works_inside_a_transaction_of_the_callers() {
    let mut connection = indexed();
    let transaction = connection.transaction().unwrap();
    index(&transaction, &document(9, "Laverie", "place", "Ouverte la nuit")).unwrap();
    assert_eq!(first(&transaction, "laverie"), Some(9));
    drop(transaction);
    assert_eq!(first(&connection, "laverie"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_a_query(text in "\\PC{0,80}", prefix: bool) {
        let connection = indexed();
        search(&connection, &Query { prefix, ..query(&text) }).unwrap();
    }

    #[test]
    fn syntax_of_other_engines_is_only_text(parts in prop::collection::vec("loyer|\"|'|\\*|NEAR\\(|OR|AND|-|:|\\^|%|_|;|--|\u{0}|🙂|title:", 0..20)) {
        let connection = indexed();
        search(&connection, &query(&parts.join(" "))).unwrap();
        search(&connection, &query(&parts.concat())).unwrap();
    }

    #[test]
    fn any_edits_leave_what_indexing_afresh_would(edits in prop::collection::vec((0..130_i64, prop::option::of("(loyer|aide|été|santé|permis|vélo| ){0,12}")), 1..25)) {
        let edited = Connection::open_in_memory().unwrap();
        edited.execute_batch(SCHEMA).unwrap();
        let mut last = std::collections::BTreeMap::new();
        for (record, edit) in edits {
            match &edit {
                Some(body) => index(&edited, &document(record, "Titre", "page", body)).unwrap(),
                None => remove(&edited, record).unwrap(),
            }
            last.insert(record, edit);
        }
        let fresh = Connection::open_in_memory().unwrap();
        fresh.execute_batch(SCHEMA).unwrap();
        for (record, body) in last {
            if let Some(body) = body {
                index(&fresh, &document(record, "Titre", "page", &body)).unwrap();
            }
        }
        prop_assert_eq!(rows(&edited), rows(&fresh));
    }
}

#[test]
fn a_very_long_query_is_only_a_query() {
    let connection = indexed();
    assert!(!ask(&connection, &"loyer logement aide permis ".repeat(400)).is_empty());
    assert!(ask(&connection, &"z".repeat(10_000)).is_empty());
    assert!(ask(&connection, &"é".repeat(10_000)).is_empty());
}

#[test]
fn a_spoken_word_is_read_as_what_it_means_and_not_as_a_misspelling() {
    let connection = indexed();
    let spoken = |typed: &str, means: &str| Spoken { typed: vec![typed.to_owned()], means: vec![means.to_owned()] };
    let lexicon = Lexicon {
        words: vec![spoken("piaule", "logement"), spoken("pris", "emploi"), spoken("prêt", "argent")],
        distress: Vec::new(),
    };
    let vocabulary = Vocabulary::new(&lexicon);
    let ask = |text| search(&connection, &Query { vocabulary: &vocabulary, ..query(text) }).unwrap();
    assert_eq!(first(&connection, "piaule"), None);
    let found = ask("une piaule");
    assert_eq!(found.iter().map(|found| found.record).collect::<Vec<_>>(), [6, 1]);
    assert!(found.iter().all(|found| found.corrected.is_empty() && found.terms == ["logement"]));
    // One letter from « prix » or « prêt », but listed.
    assert_eq!(ask("pris").first().map(|found| found.record), Some(6));
    // A word that pages do have stays itself.
    assert_eq!(ask("prêt").first().map(|found| found.record), Some(3));
}

#[test]
fn a_handful_of_words_is_spoken_of_by_any_form_or_beginning() {
    for (question, spoken_of) in [
        ("changer les langues", true),
        ("lang", true),
        ("le thème sombre", true),
        ("la", false),
        ("un logement", false),
        ("", false),
    ] {
        assert_eq!(mentions(question, "langue thème taille du texte"), spoken_of, "{question}");
    }
}
