//! Every screen, from the embedded content: what must hold on all of them, then what each one owes.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use std::sync::OnceLock;

use shared::domain::{HelpNumber, Record, Section};
use shared::protocol::{SyncPage, WireRecord};
use shared::store::{Favourite, Store};
use stage::{draw, holder, phone, phone_in, tags, told};

/// Every address, with records of the seed where one is needed.
fn addresses(phone: &Store) -> Vec<String> {
    let mut all: Vec<String> = [
        "/bienvenue",
        "/",
        "/explorer",
        "/actus",
        "/agenda",
        "/aide",
        "/recherche?q=",
        "/recherche?q=logement",
        "/recherche?q=zzzzqqq",
        "/recherche?q=zzzzqqq&filtre=place,ouvert",
        "/recherche?q=th%C3%A8me%20sombre",
        "/recherche?q=mon%20p%C3%A8re%20me%20frappe",
        "/favoris",
        "/notifications",
        "/ma-carte",
        "/ma-carte/demander",
        "/ma-carte/code",
        "/ma-carte/activer/ABCD",
        "/ma-carte/secours",
        "/bons-plans",
        "/carte",
        "/carte?reduction=oui&pres=48.95670,4.35880",
        "/bons-plans?categorie=manger&filtre=aujourdhui&tri=economie",
        "/bons-plans?filtre=favoris",
        "/bons-plans?tri=proches",
        "/agenda?jour=week-end&gratuit=oui",
        "/agenda?jour=2027-03-03",
        "/contact",
        "/signaler/page/nulle",
        "/reglages",
        "/accessibilite",
        "/licences",
        "/donnees",
        "/nulle/part",
        "/page/nulle",
        "/actus/nulle",
        "/agenda/nulle",
        "/lieu/nulle",
        "/bons-plans/nulle",
    ]
    .map(str::to_owned)
    .into();
    for section in Section::ALL {
        all.push(format!("/rubrique/{section}"));
        all.extend(phone.pages(section).unwrap().into_iter().map(|page| format!("/page/{}", page.id)));
    }
    all.extend(phone.news(stage::NOW).unwrap().into_iter().map(|news| format!("/actus/{}", news.id)));
    all.extend(phone.events().unwrap().into_iter().map(|event| format!("/agenda/{}", event.id)));
    all.extend(phone.places().unwrap().into_iter().map(|place| format!("/lieu/{}", place.id)));
    all.extend(phone.offers().unwrap().into_iter().map(|offer| format!("/bons-plans/{}", offer.id)));
    all
}

/// Every screen in French, drawn once for all tests.
fn drawn() -> &'static [(String, String)] {
    static DRAWN: OnceLock<Vec<(String, String)>> = OnceLock::new();
    DRAWN.get_or_init(|| draw_all("fr"))
}

fn draw_all(language: &str) -> Vec<(String, String)> {
    let phone = phone_in(language);
    let mut all: Vec<(String, String)> = addresses(&phone)
        .into_iter()
        .map(|address| {
            let markup = draw(&phone, &address);
            (address, markup)
        })
        .collect();
    for state in holder::STATES {
        holder::put(&phone, state, stage::NOW).unwrap();
        all.push((format!("/ma-carte ({state})"), draw(&phone, "/ma-carte")));
        let also = match state {
            "not-taken" | "active-renewal" => "/ma-carte/demander",
            "active" => "/reglages",
            _ => continue,
        };
        all.push((format!("{also} ({state})"), draw(&phone, also)));
    }
    told::tell(&phone, stage::NOW).unwrap();
    for state in told::STATES {
        told::put(&phone, state, stage::NOW).unwrap();
        for address in ["/reglages", "/notifications", "/actus"] {
            all.push((format!("{address} ({state})"), draw(&phone, address)));
        }
    }
    all
}

#[test]
fn every_screen_has_one_title_one_main_landmark_and_headings_in_order() {
    for (address, markup) in drawn() {
        assert_eq!(tags(markup, "h1").len(), 1, "{address}: one h1");
        assert_eq!(tags(markup, "main").len(), 1, "{address}: one main");
        let mut before = 0;
        for (at, _) in markup.match_indices("<h") {
            let Some(level) = markup[at + 2..].chars().next().and_then(|c| c.to_digit(10)) else { continue };
            assert!(level <= before + 1, "{address}: h{level} after h{before}");
            before = level;
        }
    }
}

#[test]
fn no_word_is_missing_in_either_language() {
    let english = draw_all("en");
    for (address, markup) in drawn().iter().chain(&english) {
        for symptom in ["not found", "message id", "Fluent", "{$", "{ $"] {
            assert!(!markup.contains(symptom), "{address}: «{symptom}» in {markup}");
        }
    }
}

#[test]
fn help_is_one_tap_away_on_every_screen() {
    for (address, markup) in drawn().iter().filter(|(address, _)| address != "/bienvenue") {
        assert!(tags(markup, "a").iter().any(|link| link.contains("/aide") && link.contains("sos")), "{address}");
    }
}

#[test]
fn every_button_link_and_field_has_a_name() {
    for (address, markup) in drawn() {
        for name in ["a", "button"] {
            for (at, _) in markup.match_indices(&format!("<{name} ")) {
                let element = &markup[at..at + markup[at..].find(&format!("</{name}>")).unwrap()];
                let words =
                    element.split('<').filter_map(|part| part.split_once('>')).any(|(_, text)| !text.trim().is_empty());
                assert!(words || element.contains("aria-label="), "{address}: {element}");
            }
        }
        for field in tags(markup, "input").into_iter().chain(tags(markup, "textarea")).chain(tags(markup, "select")) {
            let id = field.split_once(" id=\"").and_then(|(_, rest)| rest.split_once('"'));
            let labelled = if let Some((id, _)) = id {
                markup.contains(&format!("for=\"{id}\""))
            } else {
                let at = markup.find(field).unwrap();
                markup[..at].rfind("<label").is_some_and(|label| !markup[label..at].contains("</label>"))
            };
            assert!(labelled, "{address}: {field}");
        }
    }
}

#[test]
fn ids_are_unique_and_descriptions_point_at_something() {
    for (address, markup) in drawn() {
        let values = |attribute: &str| -> Vec<&str> {
            markup.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
        };
        let mut ids = values("id");
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{address}: an id twice");
        for attribute in ["aria-describedby", "aria-labelledby"] {
            for id in values(attribute).into_iter().flat_map(str::split_whitespace) {
                assert!(ids.contains(&id), "{address}: {attribute} points at {id}");
            }
        }
    }
}

#[test]
fn the_eight_sections_stand_on_the_home_screen_in_order() {
    let markup = draw(&phone(), "/");
    let places: Vec<usize> =
        Section::ALL.iter().map(|section| markup.find(&format!("/rubrique/{section}")).unwrap()).collect();
    assert!(places.is_sorted());
}

#[test]
fn a_page_shows_its_steps_its_source_and_the_day_it_was_verified() {
    let phone = phone();
    for section in Section::ALL {
        for page in phone.pages(section).unwrap() {
            let markup = draw(&phone, &format!("/page/{}", page.id));
            assert_eq!(
                tags(&markup, "ol").iter().any(|list| list.contains("steps")),
                !page.steps.is_empty(),
                "{}",
                page.id
            );
            assert!(markup.contains("Vérifié le"), "{}", page.id);
            assert!(markup.contains(&format!("/signaler/page/{}", page.id)), "{}", page.id);
            assert_eq!(markup.contains("reste à confirmer"), page.sourced.to_confirm, "{}", page.id);
        }
    }
}

#[test]
fn every_help_number_can_be_dialled_from_its_tab() {
    let phone = phone();
    let markup = draw(&phone, "/aide");
    let numbers: Vec<HelpNumber> = phone.numbers().unwrap();
    let first: Vec<&HelpNumber> =
        numbers.iter().filter(|number| number.group == shared::domain::NumberGroup::ALL[0]).collect();
    assert!(!first.is_empty());
    for number in first {
        assert!(markup.contains(&format!("href=\"{}\"", number.href())), "{}", number.id);
    }
}

#[test]
fn empty_lists_say_so_and_offer_a_way_on() {
    let phone = phone();
    assert!(draw(&phone, "/favoris").contains("Garde ce qui compte"));
    let none = draw(&phone, "/recherche?q=zzzzqqq");
    assert!(none.contains("Rien trouvé") && none.contains("href=\"/contact\""));
    assert!(draw(&phone, "/page/nulle").contains("Cette fiche n’est plus là"));
    assert!(draw(&phone, "/nulle/part").contains("Cette adresse ne mène nulle part"));
}

#[test]
fn a_favourite_whose_record_is_gone_keeps_its_title() {
    let phone = phone();
    let page = phone.pages(Section::SeLoger).unwrap().remove(0);
    for (id, title) in [(page.id.as_str(), page.title.as_str()), ("disparue", "Une fiche d’avant")] {
        let id = shared::domain::RecordId { kind: "page".to_owned(), id: id.to_owned() };
        phone.add_favourite(&Favourite { id, title: title.to_owned(), added_at: stage::NOW }).unwrap();
    }
    let markup = draw(&phone, "/favoris");
    assert!(markup.contains(&format!("/page/{}", page.id)));
    assert!(markup.contains("Une fiche d’avant") && markup.contains("n’est plus publiée"));
}

#[test]
fn a_draft_is_found_again() {
    let phone = phone();
    phone
        .save_draft(
            "contact",
            &serde_json::json!({ "topic": "question", "text": "Comment avoir une chambre ?", "reply_to": "" }),
            stage::NOW,
        )
        .unwrap();
    assert!(draw(&phone, "/contact").contains("Comment avoir une chambre ?"));
}

#[test]
fn examples_say_that_they_are() {
    let phone = phone();
    for offer in phone.offers().unwrap().into_iter().filter(|offer| offer.sourced.example) {
        assert!(draw(&phone, &format!("/bons-plans/{}", offer.id)).contains("C’est un exemple"), "{}", offer.id);
    }
    assert!(draw(&phone, "/bons-plans").contains("Commerces et offres d’exemple"));
}

#[test]
fn chosen_interests_bring_pages_to_the_home_screen() {
    let phone = phone();
    assert!(!draw(&phone, "/").contains("home-for-you"));
    let interests = vec!["logement".to_owned()];
    phone
        .set_setting(
            "settings",
            &app::state::Settings { interests, welcome_done: true, ..app::state::Settings::default() },
        )
        .unwrap();
    let markup = draw(&phone, "/");
    assert!(markup.contains("home-for-you"));
    assert!(phone.pages(Section::SeLoger).unwrap().iter().any(|page| markup.contains(&format!("/page/{}", page.id))));
}

#[test]
fn news_that_concern_somebody_else_are_one_press_away() {
    let phone = phone();
    let mut first = phone.news(stage::NOW).unwrap().remove(0);
    (first.title, first.audience.from) = ("Pour les grands".to_owned(), Some(18));
    let upserts = vec![WireRecord::from_record(1, &Record::News(first)).unwrap()];
    let page =
        SyncPage { log: "L".to_owned(), next: 1, more: false, server_time: stage::NOW, upserts, deletes: Vec::new() };
    phone.apply(&page, stage::NOW).unwrap();
    let markup = draw(&phone, "/actus");
    assert!(markup.contains("Pour les grands") && !markup.contains("Pour moi"), "who said nothing is shown everything");

    let settings = app::state::Settings { age: Some(15), welcome_done: true, ..app::state::Settings::default() };
    phone.set_setting("settings", &settings).unwrap();
    let markup = draw(&phone, "/actus");
    assert!(!markup.contains("Pour les grands") && markup.contains("Pour moi") && markup.contains("Toutes"));
    assert!(!draw(&phone, "/").contains("Pour les grands"), "nor on the home screen");
}

/// Ma carte on a phone in a state.
fn card_in(state: &str) -> String {
    let phone = phone();
    holder::put(&phone, state, stage::NOW).unwrap();
    draw(&phone, "/ma-carte")
}

#[test]
fn each_state_of_a_card_says_what_is_going_on_and_offers_a_way_on() {
    for (state, words, way) in [
        ("none", "Demander ma carte", "/ma-carte/demander"),
        ("waiting", "Ta demande est prête", "<button"),
        ("not-taken", "Ta demande n’a pas été prise", "/ma-carte/demander"),
        ("submitted", "Ta demande est arrivée", "/ma-carte/demander"),
        ("asked", "peux-tu écrire ton deuxième prénom", "/ma-carte/demander"),
        ("refused", "pas trouvé ton adresse", "/ma-carte/demander"),
        ("activating", "C’est oui", "<button"),
        ("ended", "Connecte-toi une fois", "<button"),
        ("lost-here", "Ta carte est cachée", "<button"),
        ("suspended", "Passe nous voir", "/contact"),
        ("revoked", "n’est plus valable", "/contact"),
        ("expired", "arrivée au bout", "/ma-carte/demander"),
        ("moved", "sur un autre téléphone", "/ma-carte/secours"),
        ("other-key", "n’est plus celui de ta carte", "/ma-carte/secours"),
        ("erased", "Cette carte n’existe plus", "<button"),
    ] {
        let markup = card_in(state);
        assert!(markup.contains(words), "{state}: {words}");
        assert!(markup.contains(way), "{state}: {way}");
        assert!(!markup.contains("kard-qr"), "{state}: nothing to scan");
    }
}

#[test]
fn a_card_shown_has_a_code_a_clock_and_what_it_saved() {
    let markup = card_in("active");
    assert_eq!(markup.matches("kard-qr").count(), 1);
    for words in [
        "Inès",
        "15-17 ans",
        "17:10:00",
        "Nouveau code dans 15 s",
        "économisés, en 3 utilisations",
        "Une offre qui n’est plus proposée",
    ] {
        assert!(markup.contains(words), "{words}");
    }
    assert!(!markup.contains("K7QM-2XPD-9F4T"), "the rescue code is hidden until it is asked for");
    assert_eq!(markup.matches("aria-live").count(), 1, "the notices alone speak, not each second");
}

#[test]
fn a_wrong_clock_is_corrected_in_the_code_and_told() {
    let markup = card_in("active-clock");
    assert!(markup.contains("17:17:00") && markup.contains("retarde"));
}

#[test]
fn a_card_that_soon_needs_the_network_or_a_renewal_says_so_early() {
    assert!(card_in("active-offline").contains("Connecte-toi une fois d’ici 2 jours"));
    let renewal = card_in("active-renewal");
    assert!(renewal.contains("Ta carte s’arrête bientôt") && renewal.contains("/ma-carte/demander"));
}

#[test]
fn what_was_typed_for_a_card_is_found_again_and_a_refusal_stands_at_its_field() {
    let phone = phone();
    phone
        .save_draft(
            "card",
            &serde_json::json!({ "first_name": "Malo", "day": "31", "month": "2", "year": "2012" }),
            stage::NOW,
        )
        .unwrap();
    let markup = draw(&phone, "/ma-carte/demander");
    assert!(markup.contains("Malo") && markup.contains("Ce jour n’existe pas"));
    holder::put(&phone, "not-taken", stage::NOW).unwrap();
    let markup = draw(&phone, "/ma-carte/demander");
    assert!(markup.contains("Morel") && markup.contains("pour les habitants des communes"));
}

#[test]
fn below_the_age_of_consent_the_form_asks_for_a_parent() {
    let phone = phone();
    let typed = |year: &str| serde_json::json!({ "day": "2", "month": "5", "year": year });
    phone.save_draft("card", &typed("2013"), stage::NOW).unwrap();
    assert!(draw(&phone, "/ma-carte/demander").contains("card-parent-name"));
    phone.save_draft("card", &typed("2009"), stage::NOW).unwrap();
    assert!(!draw(&phone, "/ma-carte/demander").contains("card-parent-name"));
}
