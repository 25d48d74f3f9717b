//! Notifications on the screens: what each state says and offers, and what the inbox holds.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use app::state::Settings;
use stage::{draw, phone, tags, told};

const NOW: i64 = stage::NOW;

/// The settings of a phone in a state.
fn settings_in(state: &str) -> String {
    let phone = phone();
    told::put(&phone, state, NOW).unwrap();
    draw(&phone, "/reglages")
}

/// Whether the switch is there, and how it stands.
fn switch(markup: &str) -> Option<bool> {
    let inputs = tags(markup, "input");
    let switch = inputs.iter().find(|input| input.contains("aria-describedby=\"notify-state\""))?;
    Some(switch.contains("checked=true") || switch.contains("checked=\"true\"") || switch.contains(" checked "))
}

#[test]
fn each_state_of_notifications_says_what_is_going_on_and_only_some_can_be_switched() {
    for (state, words, on) in [
        ("unknown", "Rien n’arrive tant que tu ne le demandes pas", Some(false)),
        ("off", "Rien n’arrive tant que tu ne le demandes pas", Some(false)),
        ("on", "C’est en place", Some(true)),
        ("waiting", "En place dès qu’il y a du réseau", Some(true)),
        ("failed", "n’a pas réussi à s’inscrire", Some(true)),
        ("refused", "n’a pas pris ton inscription", Some(true)),
        ("no-server", "n’envoie pas de notifications", Some(true)),
        ("denied", "autorise cette appli, puis reviens ici", Some(false)),
        ("server", "n’envoie pas de notifications", None),
        ("browser", "Ce navigateur ne sait pas", None),
        ("home-screen", "ajoute d’abord l’appli à l’écran d’accueil", None),
        ("app", "ne reçoit pas encore de notifications", None),
    ] {
        let markup = settings_in(state);
        assert!(markup.contains(words), "{state}: {words}");
        assert_eq!(switch(&markup), on, "{state}");
        assert_eq!(markup.contains("quiet-from"), on == Some(true), "{state}: choices stand where they mean something");
    }
}

#[test]
fn all_news_are_wanted_until_some_are_chosen_and_nights_are_quiet() {
    let pressed = |markup: &str| -> Vec<String> {
        let at = markup.find("id=\"notify-topics\"").unwrap();
        let group = &markup[at..at + markup[at..].find("</div>").unwrap()];
        let chips = group.split("<button").skip(1).filter(|chip| chip.contains("aria-pressed=\"true\""));
        chips.map(|chip| chip.split(['>', '<']).nth(1).unwrap().to_owned()).collect()
    };
    let all = settings_in("on");
    assert_eq!(pressed(&all), ["Tout"]);
    assert_eq!(pressed(&settings_in("on-some")), ["Culture", "Sport"]);
    let chosen: Vec<&str> =
        tags(&all, "option").into_iter().filter(|option| option.contains("selected=true")).collect();
    assert!(chosen.iter().any(|option| option.contains("value=\"1320\"")), "from 22 h: {chosen:?}");
    assert!(chosen.iter().any(|option| option.contains("value=\"420\"")), "to 7 h: {chosen:?}");
}

#[test]
fn nobody_is_invited_where_it_leads_to_nothing_or_after_no() {
    let phone = phone();
    for (state, invited) in
        [("unknown", false), ("off", true), ("on", false), ("denied", false), ("server", false), ("browser", false)]
    {
        told::put(&phone, state, NOW).unwrap();
        let markup = draw(&phone, "/actus");
        assert_eq!(markup.contains("On te prévient des actus"), invited, "{state}");
    }
    told::put(&phone, "off", NOW).unwrap();
    let settings = Settings { push_declined: true, welcome_done: true, ..Settings::default() };
    phone.set_setting("settings", &settings).unwrap();
    assert!(!draw(&phone, "/actus").contains("On te prévient des actus"));
}

#[test]
fn the_inbox_shows_what_was_told_and_the_bell_says_how_much_is_new() {
    let phone = phone();
    assert!(draw(&phone, "/notifications").contains("Rien pour l’instant"));
    assert!(!draw(&phone, "/").contains("bell-new"));

    let phone = stage::phone();
    let told = told::tell(&phone, NOW).unwrap();
    let markup = draw(&phone, "/notifications");
    let places: Vec<usize> = told.iter().map(|id| markup.find(&format!("/actus/{id}\"")).unwrap()).collect();
    assert!(places.is_sorted(), "last told first");
    assert_eq!(markup.matches("told-unread").count(), 2, "one of three was opened");
    assert!(markup.contains("2 non lues") && markup.contains("Tout marquer comme lu"));
    assert!(draw(&phone, "/").contains("Notifications, 2 non lues"));

    phone.empty_inbox(NOW).unwrap();
    let markup = draw(&phone, "/notifications");
    assert!(!markup.contains("told-unread") && !markup.contains("Tout marquer comme lu"));
    assert!(!draw(&phone, "/").contains("bell-new"));
}

#[test]
fn the_inbox_says_that_the_phone_tells_nothing_where_that_can_be_changed() {
    let phone = phone();
    for (state, said) in [("off", true), ("denied", true), ("on", false), ("browser", false), ("server", false)] {
        told::put(&phone, state, NOW).unwrap();
        assert_eq!(draw(&phone, "/notifications").contains("Me faire prévenir"), said, "{state}");
    }
}

#[test]
fn what_is_told_to_other_ages_is_not_in_the_inbox() {
    let phone = phone();
    let told = told::tell(&phone, NOW).unwrap();
    let mut news = phone.news_item(&told[0]).unwrap().unwrap();
    news.audience.from = Some(18);
    let seq = phone.cursor().unwrap().unwrap().seq + 1;
    let upserts = vec![shared::protocol::WireRecord::from_record(seq, &shared::domain::Record::News(news)).unwrap()];
    let page = shared::protocol::SyncPage {
        log: "L".to_owned(),
        next: seq,
        more: false,
        server_time: NOW,
        upserts,
        deletes: Vec::new(),
    };
    phone.apply(&page, NOW).unwrap();
    let settings = Settings { age: Some(15), welcome_done: true, ..Settings::default() };
    phone.set_setting("settings", &settings).unwrap();
    let markup = draw(&phone, "/notifications");
    assert!(!markup.contains(&format!("/actus/{}\"", told[0])) && markup.contains(&told[1]));
    assert!(draw(&phone, "/").contains("Notifications, 1 non lue"));
}
