//! The youth card from application to the answer a shop gets, over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use reqwest::StatusCode;
use serde_json::{Value, json};
use server::card::desk;
use server::card::keys::{self, KeyPlaces};
use server::storage::cards::Decision;
use shared::card::{from_digits, to_digits};
use town::Town;
use town::holder::{Holder, ulid};

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_holder_applies_is_approved_and_shows_a_card_that_counts_once() {
    let town = Town::with_cards().await;
    let mut lea = Holder::apply(&town, 1).await;
    assert_eq!(lea.status(&town).await["state"], "submitted");
    assert_eq!(problem(lea.renew(&town).await).await, (409, "card-not-approved".to_owned()));
    town.approve(&lea).await;
    assert_eq!(lea.status(&town).await["state"], "approved");
    assert_eq!(lea.renew(&town).await.status(), StatusCode::OK);
    assert!(lea.rescue_code.is_some());

    let digits = lea.shows(town.now());
    let answer = town.check(&digits, 1).await;
    assert_eq!(
        (&answer["verdict"], &answer["first_name"], &answer["band"]),
        (&json!("valid"), &json!("Léa"), &json!("15-17"))
    );
    assert_eq!(town.check(&digits, 1).await["verdict"], "valid", "asked again because the answer was lost");
    assert_eq!(town.check(&digits, 2).await["verdict"], "replayed", "shown to another shop");
    town.hands.turn(15);
    assert_eq!(town.check(&lea.shows(town.now()), 2).await["verdict"], "valid", "the next proof is another one");
}

#[tokio::test]
async fn every_answer_has_its_reason() {
    let town = Town::with_cards().await;
    let lea = Holder::with_card(&town, 1).await;
    let now = town.now();
    let said = async |digits: &str, scan: u64| town.check(digits, scan).await["verdict"].as_str().unwrap().to_owned();
    assert_eq!(said(&lea.shows(now - 31), 1).await, "stale");
    assert_eq!(said(&lea.shows(now - 30), 2).await, "valid");
    assert_eq!(said(&lea.shows(now + 15), 3).await, "valid");
    assert_eq!(said(&lea.shows(now + 600), 4).await, "clock-wrong");
    assert_eq!(said("https://example.fr/menu", 5).await, "not-a-card");
    let good = from_digits(&lea.shows(now)).unwrap();
    assert_eq!(said(&to_digits(&good[..100]), 6).await, "not-a-card", "cut short");
    let changed = |place: usize| {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        to_digits(&bytes)
    };
    assert_eq!(said(&changed(good.len() - 1), 7).await, "forged", "another proof");
    assert_eq!(said(&changed(12), 8).await, "forged", "a longer life");
    assert_eq!(said(&changed(2), 9).await, "other-territory");
    assert_eq!(said(&changed(3), 10).await, "unknown-key");
    town.hands.turn(15 * DAY);
    assert_eq!(said(&lea.shows(town.now()), 11).await, "expired");
}

#[tokio::test]
async fn what_staff_block_is_refused_at_once_and_resumed_by_a_new_credential() {
    let town = Town::with_cards().await;
    let mut lea = Holder::with_card(&town, 1).await;
    town.decide(&lea, &Decision::Suspend("Vérification en cours".to_owned())).await;
    assert_eq!(town.check(&lea.shows(town.now()), 1).await["verdict"], "revoked");
    let status = lea.status(&town).await;
    assert_eq!((&status["state"], &status["reason"]), (&json!("suspended"), &json!("Vérification en cours")));
    assert_eq!(problem(lea.renew(&town).await).await.1, "card-suspended");
    let list = revoked_in_trust(&town).await;
    assert_eq!(list, 1, "shops off line learn of it");

    town.decide(&lea, &Decision::Resume).await;
    assert_eq!(lea.status(&town).await["renew_now"], true, "what the phone has does not hold any more");
    assert_eq!(town.check(&lea.shows(town.now()), 2).await["verdict"], "revoked");
    assert_eq!(lea.renew(&town).await.status(), StatusCode::OK);
    assert_eq!(town.check(&lea.shows(town.now()), 3).await["verdict"], "valid");
    assert_eq!(lea.status(&town).await.get("renew_now"), None);

    town.decide(&lea, &Decision::Revoke("Carte prêtée".to_owned())).await;
    assert_eq!(town.check(&lea.shows(town.now()), 4).await["verdict"], "revoked");
    assert_eq!(problem(lea.renew(&town).await).await.1, "card-revoked");
}

#[tokio::test]
async fn an_answer_lost_between_approval_and_activation_costs_nothing() {
    let town = Town::with_cards().await;
    let mut lea = Holder::with_card(&town, 1).await;
    let first = lea.rescue_code.take().unwrap();
    assert_eq!(lea.renew(&town).await.status(), StatusCode::OK, "the same phone asks again");
    let second = lea.rescue_code.take().expect("and is told a rescue code again");
    assert_ne!(first, second);
    assert_eq!(rescue(&town, &first, "block").await.0, 404, "the one that was lost opens nothing");
    town.hands.turn(2 * 3_600);
    assert_eq!(lea.renew(&town).await.status(), StatusCode::OK);
    assert_eq!(lea.rescue_code, None, "later it is not told again");

    let mut thief = Holder { device: shared::card::Signer::from_seed(&[9; 32]), ..Holder::apply(&town, 2).await };
    thief.token = lea.token.clone();
    assert_eq!(problem(thief.renew(&town).await).await, (409, "device-differs".to_owned()));
}

#[tokio::test]
async fn a_lost_phone_is_blocked_from_elsewhere_and_the_card_moves() {
    let town = Town::with_cards().await;
    let lea = Holder::with_card(&town, 1).await;
    let code = lea.rescue_code.clone().unwrap();
    assert_eq!(rescue(&town, "0000-0000-0000", "block").await.1, "rescue-unknown");
    assert_eq!(rescue(&town, &code.to_lowercase().replace('-', " "), "block").await.0, 204);
    assert_eq!(town.check(&lea.shows(town.now()), 1).await["verdict"], "revoked");
    assert_eq!(lea.status(&town).await["state"], "suspended");

    let answer = town.post("/api/v1/card/rescue", &json!({ "code": code, "action": "move" })).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let receipt: Value = answer.json().await.unwrap();
    let mut new_phone = Holder {
        key: String::new(),
        token: receipt["token"].as_str().unwrap().to_owned(),
        device: shared::card::Signer::from_seed(&[8; 32]),
        signed: None,
        rescue_code: None,
    };
    assert_eq!(new_phone.renew(&town).await.status(), StatusCode::OK);
    assert_eq!(town.check(&new_phone.shows(town.now()), 2).await["verdict"], "valid");
    let told = lea.status(&town).await;
    assert_eq!((&told["state"], told.get("uses")), (&json!("moved"), None), "the old phone says so");
    assert_eq!(problem(lea.post(&town, "/api/v1/card/lost", &json!({})).await).await, (410, "card-moved".to_owned()));
    assert_eq!(rescue(&town, &code, "move").await.0, 404, "a code is used once");

    assert_eq!(new_phone.post(&town, "/api/v1/card/lost", &json!({})).await.status(), StatusCode::OK);
    assert_eq!(town.check(&new_phone.shows(town.now()), 3).await["verdict"], "revoked");
}

#[tokio::test]
async fn a_desk_card_is_activated_once_within_two_days() {
    let town = Town::with_cards().await;
    let lea = Holder::apply(&town, 1).await;
    town.approve(&lea).await;
    let card = town.card_of(&lea).await;
    let link = desk::activation(town.running.app(), "agent", &card).await.unwrap().unwrap();
    let code = link.rsplit('/').next().unwrap().to_owned();
    let activate =
        async |code: &str| problem(town.post("/api/v1/card/activations", &json!({ "code": code })).await).await;
    assert_eq!(activate("AAAA-BBBB-CCCC-DDDD").await, (404, "activation-unknown".to_owned()));
    assert_eq!(activate(&code).await.0, 200);
    assert_eq!(activate(&code).await, (409, "activation-used".to_owned()));
    assert_eq!(lea.status(&town).await["state"], "moved");

    let link = desk::activation(town.running.app(), "agent", &card).await.unwrap().unwrap();
    town.hands.turn(2 * DAY);
    assert_eq!(activate(link.rsplit('/').next().unwrap()).await, (410, "activation-stale".to_owned()));
    assert_eq!(desk::activation(town.running.app(), "agent", "01KAS0000000000000000000AA").await.unwrap(), None);
}

#[tokio::test]
async fn a_printed_card_needs_the_server_and_ends_with_its_term() {
    let town = Town::with_cards().await;
    let lea = Holder::apply(&town, 1).await;
    town.approve(&lea).await;
    let card = town.storage().open_card("agent", &town.card_of(&lea).await).await.unwrap().unwrap().card;
    let bytes = desk::print(town.running.app(), "agent", &card).await.unwrap().unwrap();
    assert!(bytes.len() <= 96, "{} bytes", bytes.len());
    let digits = to_digits(&bytes);
    let answer = town.check(&digits, 1).await;
    assert_eq!((&answer["verdict"], &answer["printed"]), (&json!("valid"), &json!(true)));
    assert_eq!(town.check(&digits, 2).await["verdict"], "valid", "paper shows the same code each time");
    town.hands.turn(366 * DAY);
    assert_eq!(town.check(&digits, 3).await["verdict"], "expired");
    town.hands.turn(-366 * DAY);
    town.decide(&lea, &Decision::Revoke("Perdue".to_owned())).await;
    assert_eq!(town.check(&digits, 4).await["verdict"], "revoked");
}

#[tokio::test]
async fn bad_input_has_its_words_and_changes_nothing() {
    let town = Town::with_cards().await;
    let lea = Holder::apply(&town, 1).await;
    let again = town.post("/api/v1/card/applications", &Holder::application(1)).await;
    assert_eq!(again.status(), StatusCode::OK, "sent again because the answer was lost");
    let mut other = Holder::application(1);
    other["first_name"] = json!("Zoé");
    assert_eq!(problem(town.post("/api/v1/card/applications", &other).await).await, (409, "key-reused".to_owned()));
    let mut twin = Holder::application(1);
    twin["key"] = json!(ulid(99));
    assert_eq!(town.post("/api/v1/card/applications", &twin).await.status(), StatusCode::CREATED);
    let twins: Vec<_> = town.storage().card_queue().await.unwrap().iter().map(|line| line.twins).collect();
    assert_eq!(twins, [1, 1], "staff see that somebody asked twice; a stranger learns nothing");

    let mut impossible = Holder::application(3);
    impossible["birth_date"] = json!("2009-02-30");
    assert_eq!(
        problem(town.post("/api/v1/card/applications", &impossible).await).await,
        (400, "request-unreadable".to_owned())
    );
    let huge = json!({ "key": "x".repeat(70_000) });
    assert_eq!(
        problem(town.post("/api/v1/card/applications", &huge).await).await,
        (413, "request-too-large".to_owned())
    );
    assert_eq!(problem(town.get("/api/v1/card").await).await, (401, "token-missing".to_owned()));
    let nobody = Holder { token: "0".repeat(64), ..Holder::apply(&town, 4).await };
    assert_eq!(problem(nobody.get(&town, "/api/v1/card").await).await.0, 404);
    let scan = json!({ "digits": "123", "scan": "1" });
    assert_eq!(problem(town.post("/api/v1/card/check", &scan).await).await, (422, "scan-invalid".to_owned()));

    town.decide(&lea, &Decision::Ask("Il manque le nom de ta commune.".to_owned())).await;
    assert_eq!(lea.status(&town).await["state"], "asked");
    let mut corrected = Holder::application(1);
    corrected["commune"] = json!("Hameau-Témoin");
    let answer = town.http.put(town.url("/api/v1/card")).bearer_auth(&lea.token).json(&corrected).send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["state"], "submitted");
    town.approve(&lea).await;
    let answer = town.http.put(town.url("/api/v1/card")).bearer_auth(&lea.token).json(&corrected).send().await.unwrap();
    assert_eq!(problem(answer).await, (409, "application-decided".to_owned()));
}

#[tokio::test]
async fn another_term_is_asked_for_in_the_last_month_and_the_present_one_goes_on() {
    let town = Town::with_cards().await;
    let mut lea = Holder::with_card(&town, 1).await;
    let renew = async |holder: &Holder| {
        town.http
            .put(town.url("/api/v1/card"))
            .bearer_auth(&holder.token)
            .json(&Holder::application(1))
            .send()
            .await
            .unwrap()
    };
    assert_eq!(problem(renew(&lea).await).await.1, "application-decided");
    town.hands.turn(340 * DAY);
    assert_eq!(lea.status(&town).await["renewal_due"], true);
    let answer: Value = renew(&lea).await.json().await.unwrap();
    assert_eq!((&answer["state"], answer.get("renewal_due")), (&json!("active"), None));
    assert_eq!(town.storage().card_queue().await.unwrap().len(), 1);
    assert_eq!(lea.renew(&town).await.status(), StatusCode::OK, "the card is shown meanwhile");
    town.approve(&lea).await;
    assert_eq!(lea.status(&town).await["valid_until"], town.now() + 365 * DAY);

    town.hands.turn(366 * DAY);
    assert_eq!(lea.status(&town).await["state"], "expired");
    let answer: Value = renew(&lea).await.json().await.unwrap();
    assert_eq!(answer["state"], "submitted");
}

#[tokio::test]
async fn a_holder_takes_everything_out_and_erases_everything() {
    let town = Town::with_cards().await;
    let lea = Holder::with_card(&town, 1).await;
    let export: Value = lea.get(&town, "/api/v1/card/export").await.json().await.unwrap();
    assert_eq!(export["application"]["last_name"], "Martin 1");
    assert!(export["acts"].as_array().unwrap().iter().any(|act| act["act"] == "card.approve"));
    assert!(!export.to_string().contains("\"agent\""), "never who");

    let erased = town.http.delete(town.url("/api/v1/card")).bearer_auth(&lea.token).send().await.unwrap();
    assert_eq!(erased.status(), StatusCode::NO_CONTENT);
    assert_eq!(lea.get(&town, "/api/v1/card").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(town.check(&lea.shows(town.now()), 1).await["verdict"], "revoked", "what the phone has opens nothing");
    assert_eq!(revoked_in_trust(&town).await, 1);
    assert!(town.storage().find_cards("agent", "Martin").await.unwrap().is_empty());
}

#[tokio::test]
async fn time_erases_what_nobody_needs() {
    let town = Town::with_cards().await;
    let lea = Holder::with_card(&town, 1).await;
    let refused = Holder::apply(&town, 2).await;
    town.decide(&refused, &Decision::Refuse("Autre commune".to_owned())).await;
    town.check(&lea.shows(town.now()), 1).await;
    let now = town.now();
    assert_eq!(town.storage().retain_cards(now + 29 * DAY).await.unwrap(), 0);
    assert_eq!(town.storage().verifications().await.unwrap(), [("valid".to_owned(), 1)]);
    assert_eq!(town.storage().retain_cards(now + 31 * DAY).await.unwrap(), 0);
    assert!(town.storage().verifications().await.unwrap().is_empty());
    assert_eq!(town.storage().retain_cards(now + 366 * DAY).await.unwrap(), 1, "the refused one");
    assert_eq!(town.storage().retain_cards(now + 3 * 366 * DAY).await.unwrap(), 1, "the one that nobody renewed");
}

#[tokio::test]
async fn keys_rotate_and_old_codes_go_on() {
    let town = Town::with_cards().await;
    let lea = Holder::with_card(&town, 1).await;
    let folder = town.folder.path().join("data/keys");
    #[cfg(unix)]
    for file in ["root.key", "issuer-1.key"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    let before: Value = town.get("/api/v1/card/trust").await.json().await.unwrap();
    let places = KeyPlaces::new(&server::Config { data: town.folder.path().join("data"), ..server::Config::default() });
    assert_eq!(keys::rotate(&places, town.storage(), None, town.now()).await.unwrap(), 2);
    let mut zoe = Holder::with_card(&town, 2).await;
    assert_eq!(zoe.signed.as_ref().unwrap().credential.key_id, 2, "a running server signs with it at once");
    assert_eq!(town.check(&lea.shows(town.now()), 1).await["verdict"], "valid");
    assert_eq!(town.check(&zoe.shows(town.now()), 2).await["verdict"], "valid");
    let after: Value = town.get("/api/v1/card/trust").await.json().await.unwrap();
    assert_eq!(after["root"], before["root"]);
    assert_ne!(after["keys"], before["keys"]);

    assert_eq!(keys::rotate(&places, town.storage(), Some(1), town.now()).await.unwrap(), 3);
    assert_eq!(town.check(&lea.shows(town.now()), 3).await["verdict"], "unknown-key", "a stolen key verifies nothing");
    assert_eq!(lea.status(&town).await["renew_now"], true, "and its phones are told");
    assert_eq!(town.check(&zoe.shows(town.now()), 4).await["verdict"], "replayed", "another key's codes go on");

    // The root is put away; then the issuer's key is damaged.
    std::fs::rename(folder.join("root.key"), town.folder.path().join("safe.key")).unwrap();
    assert!(matches!(keys::rotate(&places, town.storage(), None, town.now()).await, Err(keys::KeysError::NoRoot(_))));
    let town = town.restart(|_| {}).await;
    assert_eq!(zoe.renew(&town).await.status(), StatusCode::OK, "cards need no root");
    keys::replace_root(&places, town.storage(), town.now()).await.unwrap();
    town.hands.turn(15);
    assert_eq!(town.check(&zoe.shows(town.now()), 5).await["verdict"], "valid", "a lost root costs no card");
    let replaced: Value = town.get("/api/v1/card/trust").await.json().await.unwrap();
    assert_ne!(replaced["root"], before["root"]);
    std::fs::write(folder.join("root.key"), "illisible\n").unwrap();
    let town = town.restart(|_| {}).await;
    assert_eq!(zoe.renew(&town).await.status(), StatusCode::OK, "nor a readable one");
    let ready: Value = town.get("/readyz").await.json().await.unwrap();
    assert_eq!((&ready["ready"], &ready["parts"]["card"]["state"]), (&json!(true), &json!("degraded")));
    std::fs::write(folder.join("issuer-3.key"), "illisible\n").unwrap();
    let town = town.restart(|_| {}).await;
    assert_eq!(problem(zoe.renew(&town).await).await, (503, "card-keys".to_owned()), "said, and everything else works");
    assert_eq!(town.get("/api/v1/sync?since=0").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn another_towns_cards_are_accepted_once_its_keys_are() {
    let here = Town::with_cards().await;
    let there = Town::open_with(|config| config.territory = Some(town::territory("chalons"))).await;
    let guest = Holder::with_card_of(&there, 1, "Fagnières").await;
    let digits = guest.shows(here.now());
    assert_eq!(here.check(&digits, 1).await["verdict"], "other-territory");
    let bundle: Value = there.get("/api/v1/card/trust").await.json().await.unwrap();
    let partner = serde_json::from_value(json!({
        "territory": bundle["territory"], "name": bundle["name"], "root": bundle["root"], "keys": bundle["keys"],
    }))
    .unwrap();
    here.storage().accept_partner(&partner).await.unwrap();
    let answer = here.check(&digits, 2).await;
    assert_eq!((&answer["verdict"], &answer["territory"]), (&json!("valid"), &bundle["name"]));
    assert!(here.storage().refuse_partner(partner.territory).await.unwrap());
    assert_eq!(here.check(&digits, 3).await["verdict"], "other-territory");
}

#[tokio::test]
async fn what_shops_need_off_line_costs_nothing_when_unchanged() {
    let town = Town::with_cards().await;
    let first = town.get("/api/v1/card/trust").await;
    let etag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(first.headers()["date"], "Mon, 23 Nov 2026 00:00:00 GMT", "the server's clock");
    town.hands.turn(3_600);
    let again = town.http.get(town.url("/api/v1/card/trust")).header("if-none-match", &etag).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let lea = Holder::with_card(&town, 1).await;
    town.decide(&lea, &Decision::Suspend("Perdue".to_owned())).await;
    let again = town.http.get(town.url("/api/v1/card/trust")).header("if-none-match", &etag).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::OK);
}

async fn problem(answer: reqwest::Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap_or_default();
    (status, body["type"].as_str().unwrap_or_default().to_owned())
}

async fn rescue(town: &Town, code: &str, action: &str) -> (u16, String) {
    problem(town.post("/api/v1/card/rescue", &json!({ "code": code, "action": action })).await).await
}

/// How many revocations the list for shops holds.
async fn revoked_in_trust(town: &Town) -> usize {
    let bundle: Value = town.get("/api/v1/card/trust").await.json().await.unwrap();
    let bytes = |name: &str| shared::card::from_hex(bundle[name].as_str().unwrap()).unwrap();
    let mut trust = shared::card::Trust::new(bytes("root").try_into().unwrap(), &bytes("keys")).unwrap();
    trust.take_revocations(&bytes("revocations")).unwrap();
    trust.revocations.unwrap().ids.len()
}
