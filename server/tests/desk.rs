//! What the counter does all day: applications decided, cards entered, printed and handed over, shops invited.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use reqwest::StatusCode;
use server::storage::Role;
use shared::protocol::CardState;
use town::TODAY;
use town::colleague::{Colleague, apply, commune, counter, location, seen, state};

#[tokio::test]
async fn an_application_is_read_accepted_and_known_to_the_phone() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    assert!(agent.read("/staff/demandes").await.contains("Rien n’attend."));
    let (first, phone) = apply(&town, 'A', "Zoé", "Martin").await;
    town.hands.turn(3_600);
    let (second, _) = apply(&town, 'B', "ZOE", "Martin").await;
    let queue = agent.read("/staff/demandes").await;
    let at = |id: &str| queue.find(id).unwrap_or_else(|| panic!("{id} in {queue}"));
    assert!(at(&first.id) < at(&second.id), "the longest wait first");
    assert_eq!(queue.matches("doublon possible").count(), 2);

    let page = agent.read(&format!("/staff/cartes/{}", first.id)).await;
    for words in ["Zoé Martin", "17 mai 2009", "17 ans", "version 2026-11", &format!("/staff/cartes/{}", second.id)] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let answer = agent.decide(&first.id, "approve", "").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(agent.read(&location(&answer)).await.contains("Carte acceptée."));
    let held = town.storage().held_card(&phone).await.unwrap().unwrap().card;
    assert_eq!((held.state, held.entitlements), (CardState::Approved, 0));
    assert!(held.valid_until.unwrap() > TODAY + 300 * 86_400);
    let acts: Vec<String> = town
        .storage()
        .acts_on(&first.id)
        .await
        .unwrap()
        .into_iter()
        .map(|act| format!("{} {}", act.actor, act.action))
        .collect();
    assert!(
        acts.contains(&"agent-1 card.approve".to_owned()) && acts.contains(&"agent-1 card.read".to_owned()),
        "{acts:?}"
    );
}

#[tokio::test]
async fn a_refusal_needs_a_reason_and_keeps_what_was_typed() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let (card, phone) = apply(&town, 'A', "Zoé", "Martin").await;
    let bare = agent.decide(&card.id, "refuse", " ").await;
    assert_eq!(bare.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text().await.unwrap().contains("le jeune doit savoir pourquoi"));
    let long = "é".repeat(501);
    let answer = agent.decide(&card.id, "refuse", &long).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.unwrap().contains(&long), "nothing typed is lost");
    assert_eq!(state(&town, &phone).await, CardState::Submitted);

    assert_eq!(agent.decide(&card.id, "ask", "Il manque ton deuxième prénom").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(state(&town, &phone).await, CardState::Asked);
    assert_eq!(agent.decide(&card.id, "refuse", "Une carte existe déjà").await.status(), StatusCode::SEE_OTHER);
    let held = town.storage().held_card(&phone).await.unwrap().unwrap().card;
    assert_eq!((held.state, held.reason.as_str()), (CardState::Refused, "Une carte existe déjà"));
}

#[tokio::test]
async fn whoever_is_slower_is_told_where_the_card_stands() {
    let town = counter().await;
    let (quick, slow) = (Colleague::with(&town, Role::Agent).await, Colleague::with(&town, Role::Admin).await);
    let (card, phone) = apply(&town, 'A', "Zoé", "Martin").await;
    let stale = seen(&slow.read(&format!("/staff/cartes/{}", card.id)).await);
    quick.decide(&card.id, "refuse", "Double demande").await;
    // A refused card may be accepted, but not by someone who does not know that it was refused.
    let fields = [("decision", "approve"), ("vu", stale.as_str()), ("texte", "")];
    let answer = slow.post(&format!("/staff/cartes/{}/decision", card.id), &fields).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page = answer.text().await.unwrap();
    assert!(page.contains("La fiche a changé entre-temps") && page.contains("Double demande"), "{page}");
    assert_eq!(state(&town, &phone).await, CardState::Refused);
    let late = [("decision", "refuse"), ("vu", stale.as_str()), ("texte", "Mes mots à moi")];
    let page = slow.post(&format!("/staff/cartes/{}/decision", card.id), &late).await.text().await.unwrap();
    assert!(page.contains("Mes mots à moi"), "the words are not lost");
}

#[tokio::test]
async fn a_card_is_suspended_resumed_given_to_another_phone_and_withdrawn() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let (card, phone) = apply(&town, 'A', "Zoé", "Martin").await;
    for (decision, reason, expected) in [
        ("approve", "", CardState::Approved),
        ("suspend", "Téléphone perdu", CardState::Suspended),
        ("resume", "", CardState::Approved),
        ("reissue", "", CardState::Approved),
        ("revoke", "Déménagement", CardState::Revoked),
    ] {
        assert_eq!(agent.decide(&card.id, decision, reason).await.status(), StatusCode::SEE_OTHER, "{decision}");
        if decision != "reissue" && decision != "revoke" {
            assert_eq!(state(&town, &phone).await, expected, "{decision}");
        }
    }
    let page = agent.read(&format!("/staff/cartes/{}", card.id)).await;
    assert!(page.contains("retirée") && page.contains("Plus rien à décider"), "{page}");
    let gone = agent.post(&format!("/staff/cartes/{}/activation", card.id), &[]).await;
    assert_eq!(gone.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_card_entered_at_the_desk_keeps_what_was_typed_until_it_is_right() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let commune = commune();
    let mut fields = vec![
        ("prenom", "  Inès "),
        ("nom", "D’Amico <b>"),
        ("naissance", "31/02/2014"),
        ("commune", commune.as_str()),
        ("parent-nom", "Paola D’Amico"),
        ("parent-contact", ""),
    ];
    let answer = agent.post("/staff/cartes/nouvelle", &fields).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains("2 choses à corriger"), "{page}");
    for kept in
        ["value=\"  Inès \"", "value=\"31/02/2014\"", "value=\"Paola D’Amico\"", "id=\"naissance-erreur\"", "selected"]
    {
        assert!(page.contains(kept), "{kept} in {page}");
    }
    assert!(!page.contains("<b>"), "what was typed is text");

    fields[2].1 = "2014-02-28";
    fields.push(("accord", "oui"));
    let page = agent.post("/staff/cartes/nouvelle", &fields).await.text().await.unwrap();
    assert!(page.contains("id=\"parent-contact-erreur\""), "{page}");
    fields[5].1 = "06 00 00 00 00";
    let answer = agent.post("/staff/cartes/nouvelle", &fields).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let page = agent.read(&location(&answer)).await;
    assert!(page.contains("Carte créée.") && page.contains("06 00 00 00 00"), "{page}");

    // The same form again, by a double press: the card that is there is shown instead.
    let again = agent.post("/staff/cartes/nouvelle", &fields).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    assert!(again.text().await.unwrap().contains("a déjà une fiche"));
    fields.push(("doublon", "oui"));
    assert_eq!(agent.post("/staff/cartes/nouvelle", &fields).await.status(), StatusCode::SEE_OTHER);
    for (birth, words) in [("2020-01-01", "à partir de"), ("1990-01-01", "jusqu’à"), ("2031-01-01", "né ce jour-là")]
    {
        fields[2].1 = birth;
        let page = agent.post("/staff/cartes/nouvelle", &fields).await.text().await.unwrap();
        assert!(page.contains(words), "{birth}: {page}");
    }
}

#[tokio::test]
async fn the_activation_code_on_the_screen_gives_the_card_to_one_phone() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let (card, _) = apply(&town, 'A', "Zoé", "Martin").await;
    agent.decide(&card.id, "approve", "").await;
    let page = agent.post(&format!("/staff/cartes/{}/activation", card.id), &[]).await.text().await.unwrap();
    assert!(page.contains("<svg") && page.contains("48 heures"), "{page}");
    let link = page.split("/ma-carte/activer/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let activate = async || {
        let body = serde_json::json!({ "code": link });
        town.http.post(town.url("/api/v1/card/activations")).json(&body).send().await.unwrap().status()
    };
    assert_eq!(activate().await, StatusCode::OK);
    assert_eq!(activate().await, StatusCode::CONFLICT, "once");
}

#[tokio::test]
async fn cards_are_printed_signed_on_as_many_pages_as_they_need() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    assert!(agent.read("/staff/impression").await.contains("Aucune carte n’attend"));
    let mut chosen = Vec::new();
    for key in "ABCDEFGHJKM".chars() {
        let (card, _) = apply(&town, key, "Zoé", &format!("Martin {key}")).await;
        agent.decide(&card.id, "approve", "").await;
        chosen.push(card.id);
    }
    assert!(agent.read("/staff/impression").await.contains("Martin M"));
    assert_eq!(agent.post("/staff/impression", &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> = chosen.iter().map(|id| ("carte", id.as_str())).collect();
    let answer = agent.post("/staff/impression", &fields).await;
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    let pdf = answer.bytes().await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(String::from_utf8_lossy(&pdf).contains("/Count 2"), "eleven cards, ten to a page");
    let acts = town.storage().acts_on(&chosen[0]).await.unwrap();
    assert!(acts.iter().any(|act| act.action == "card.print"));
    assert!(agent.read("/staff/impression").await.contains("Aucune carte n’attend"), "printed cards are active");
}

#[tokio::test]
async fn a_shop_is_invited_once_and_signed_out_everywhere() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let list = partner.read("/staff/commerces").await;
    let before = list.split("/invitation").next().expect("a shop in the demo town");
    let shop = before.rsplit('/').next().unwrap().to_owned();
    let page = partner.post(&format!("/staff/commerces/{shop}/invitation"), &[]).await.text().await.unwrap();
    let code = page.split("/v/invitation/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let opened = town
        .http
        .post(town.url("/api/v1/shop/session"))
        .json(&serde_json::json!({ "code": code }))
        .send()
        .await
        .unwrap();
    assert_eq!(opened.status(), StatusCode::OK);
    assert!(partner.read("/staff/commerces").await.contains("1 appareil connecté"));
    let ended = partner.post(&format!("/staff/commerces/{shop}/sortie"), &[]).await;
    assert!(partner.read(&location(&ended)).await.contains("sont fermées"));
    assert!(town.storage().shop_sessions().await.unwrap().is_empty());
    assert_eq!(partner.post("/staff/commerces/nulle-part/invitation", &[]).await.status(), StatusCode::NOT_FOUND);
}
