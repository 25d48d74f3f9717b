//! The console as the people at the counter meet it: browsers that hold a cookie, and nothing but forms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use std::path::Path;
use std::process::{Command, Stdio};

use reqwest::{Method, StatusCode};
use server::staff::{Access, password, routes};
use server::storage::Role;
use server::storage::cards::Applied;
use shared::domain::Record;
use shared::protocol::{CardState, ParentConsent};
use town::colleague::{Colleague, PASSWORD, application, apply, commune, counter, location, seen, state};
use town::{TODAY, Town, territory};

// Two threads: the command waits for whatever the server is writing, which must go on meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_account_is_explained_then_made_by_the_command() {
    let town = counter().await;
    let visitor = Colleague::outside(&town);
    let page = visitor.read("/staff").await;
    assert!(page.contains("guichet staff add NOM --role admin"), "{page}");

    let data = town.folder.path().join("data");
    let made = guichet(&data, &["staff", "add", "Nadia", "--role", "agent"], "");
    let password = made.lines().find_map(|line| line.strip_prefix("password: ")).unwrap();
    assert!(password.chars().count() >= password::MIN_CHARS);
    let mut nadia = Colleague::outside(&town);
    assert_eq!(location(&nadia.get("/staff/cartes?q=zo").await), "/staff/entrer?suite=%2Fstaff%2Fcartes%3Fq%3Dzo");
    assert_eq!(nadia.enter("Nadia", password).await.status(), StatusCode::SEE_OTHER);
    assert!(nadia.read("/staff").await.contains("Bonjour Nadia"));

    // A lost password: the new one holds, the old session does not.
    let replaced = guichet(&data, &["staff", "add", "Nadia", "--role", "agent"], "mon nouveau mot de passe\n");
    assert!(!replaced.contains("password:"));
    assert_eq!(nadia.get("/staff").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(nadia.enter("Nadia", "mon nouveau mot de passe").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(guichet(&data, &["staff", "list"], "").trim(), "Nadia · agent");
    guichet(&data, &["staff", "remove", "Nadia"], "");
    assert_eq!(nadia.get("/staff").await.status(), StatusCode::SEE_OTHER);
    let short = run_guichet(&data, &["staff", "add", "Luc", "--role", "admin"], "court\n");
    assert!(!short.status.success() && String::from_utf8_lossy(&short.stderr).contains("at least 12"));
}

fn run_guichet(data: &Path, arguments: &[&str], input: &str) -> std::process::Output {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn guichet(data: &Path, arguments: &[&str], input: &str) -> String {
    let output = run_guichet(data, arguments, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_one_answer_and_few_tries() {
    let town = counter().await;
    drop(Colleague::with(&town, Role::Agent).await);
    let mut stranger = Colleague::outside(&town);
    let wrong = stranger.enter("agent-1", "pas celui-là du tout").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.headers().get("set-cookie").is_none());
    let wrong = wrong.text().await.unwrap().replace("agent-1", "…");
    let unknown =
        stranger.enter("zz-inconnu", "pas celui-là du tout").await.text().await.unwrap().replace("zz-inconnu", "…");
    assert_eq!(wrong, unknown);

    for _ in 0..3 {
        assert_eq!(stranger.enter("agent-1", "encore un essai").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let throttled = stranger.enter("agent-1", PASSWORD).await;
    assert_eq!(throttled.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(throttled.headers()["retry-after"], "60");
    let words = throttled.text().await.unwrap();
    assert!(words.contains("Réessayez dans 60 secondes") && words.contains("value=\"agent-1\""), "{words}");
    town.hands.turn(60);
    assert_eq!(stranger.enter("agent-1", PASSWORD).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_by_leaving_by_idleness_and_after_a_week() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    town.hands.turn(7 * 3_600);
    agent.read("/staff").await;
    town.hands.turn(7 * 3_600);
    agent.read("/staff").await;
    town.hands.turn(8 * 3_600 + 1);
    assert_eq!(agent.get("/staff").await.status(), StatusCode::SEE_OTHER, "idle");
    // What was typed is not lost: the page says how to send it again.
    let late = agent.post("/staff/cartes/nouvelle", &[("prenom", "Zoé")]).await;
    assert_eq!(late.status(), StatusCode::UNAUTHORIZED);

    let agent = Colleague::with(&town, Role::Agent).await;
    for _ in 0..28 {
        town.hands.turn(6 * 3_600);
        drop(agent.get("/staff").await);
    }
    assert_eq!(agent.get("/staff").await.status(), StatusCode::SEE_OTHER, "a week");

    let agent = Colleague::with(&town, Role::Agent).await;
    let left = agent.post("/staff/sortir", &[]).await;
    assert!(left.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(agent.get("/staff").await.status(), StatusCode::SEE_OTHER, "left");
}

#[tokio::test]
async fn the_cookie_is_for_this_console_and_this_browser_alone() {
    let town = Town::open_with(|config| config.public_url = Some("https://carte.example.fr".to_owned())).await;
    town.storage().set_staff("test", "Nadia", Role::Admin, &password::hash(PASSWORD).unwrap()).await.unwrap();
    let mut nadia = Colleague::outside(&town);
    let answer = nadia.enter("Nadia", PASSWORD).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    for part in ["guichet_staff=", "Path=/staff", "HttpOnly", "SameSite=Strict", "Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn every_route_lets_in_its_roles_and_nobody_else() {
    let town = counter().await;
    let shop: Vec<Record> = vec![
        serde_json::from_value(serde_json::json!({
            "kind": "place", "id": "librairie", "name": "Librairie", "place_kind": "shop", "sections": ["se-divertir"],
            "summary": "Livres", "city": "Bourg"
        }))
        .unwrap(),
    ];
    town.publish(&shop).await;
    let anonymous = Colleague::outside(&town);
    let mut colleagues = Vec::new();
    for role in Role::ALL {
        colleagues.push((role, Colleague::with(&town, role).await));
    }
    let (card, _) = apply(&town, 'A', "Zoé", "Martin").await;
    let mut seen = 0;
    for route in routes() {
        let id = if route.path.contains("commerces") { "librairie" } else { card.id.as_str() };
        let path = route.path.replace("{id}", id);
        let ask = async |colleague: &Colleague<'_>, origin: &str| match route.method {
            Method::GET => colleague.get(&path).await.status(),
            // A form with nothing in it: understood, and refused for what is missing.
            _ => colleague.send(&path, &[("decision", "approve")], origin).await.status(),
        };
        let here = town.running.url();
        let nobody = ask(&anonymous, &here).await;
        match (route.access, &route.method) {
            (Access::Public, _) => assert!(
                [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::NOT_FOUND].contains(&nobody),
                "{path} {nobody}"
            ),
            (Access::Roles(_), &Method::GET) => assert_eq!(nobody, StatusCode::SEE_OTHER, "{path}"),
            (Access::Roles(_), _) => assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{path}"),
        }
        for (role, colleague) in &colleagues {
            if route.method == Method::POST {
                let elsewhere = ask(colleague, "https://evil.example").await;
                assert_eq!(elsewhere, StatusCode::FORBIDDEN, "{path} from elsewhere as {role:?}");
            }
            if path == "/staff/sortir" {
                // Walked last, below: it ends the session.
                continue;
            }
            let status = ask(colleague, &here).await;
            if route.access.allows(*role) {
                assert!(!status.is_server_error(), "{path} {role:?} {status}");
                assert_ne!(status, StatusCode::FORBIDDEN, "{path} {role:?}");
                assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{path} {role:?}");
                assert_ne!(status, StatusCode::UNAUTHORIZED, "{path} {role:?}");
            } else {
                assert_eq!(status, StatusCode::FORBIDDEN, "{path} {role:?}");
            }
            seen += 1;
        }
    }
    assert_eq!(seen, (routes().len() - 1) * Role::ALL.len());
    for (role, colleague) in &colleagues {
        assert_eq!(colleague.get("/staff/rien/ici").await.status(), StatusCode::NOT_FOUND, "{role:?}");
        assert_eq!(colleague.post("/staff/sortir", &[]).await.status(), StatusCode::SEE_OTHER, "{role:?}");
    }
    assert_eq!(anonymous.get("/staff/rien/ici").await.status(), StatusCode::SEE_OTHER);
}

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

#[tokio::test]
async fn a_name_that_is_code_stays_a_name() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let hostile = "<script>alert(1)</script>\"'&";
    let mut said = application('A', hostile, "Martin");
    said.parent = Some(ParentConsent { name: hostile.to_owned(), contact: "\" onmouseover=\"x".to_owned() });
    let Applied::Stored { card, .. } = town.storage().apply_for_card(&said, [1; 32]).await.unwrap() else { panic!() };
    for path in [
        "/staff/demandes".to_owned(),
        format!("/staff/cartes/{}", card.id),
        format!("/staff/cartes/{}?fait=%3Cscript%3E", card.id),
        "/staff/cartes?q=%3Cscript%3Ealert(1)".to_owned(),
    ] {
        let answer = agent.get(&path).await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("script-src 'self'") && !policy.contains("script-src 'self' 'unsafe-inline'"));
        let page = answer.text().await.unwrap();
        assert!(!page.contains("<script") && !page.contains("\" onmouseover=\""), "{path}: {page}");
    }
}

#[tokio::test]
async fn pages_are_not_kept_and_their_style_is() {
    let town = counter().await;
    let visitor = Colleague::with(&town, Role::Editor).await;
    let answer = visitor.get("/staff").await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(answer.headers()["referrer-policy"], "same-origin");
    let page = answer.text().await.unwrap();
    let style = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let style = Colleague::outside(&town).get(&style).await;
    assert!(style.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    let css = style.text().await.unwrap();
    for url in css.split("url(\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert_eq!(Colleague::outside(&town).get(url).await.status(), StatusCode::OK, "{url}");
    }
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_typed_is_lost() {
    let town = Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        config.max_database_mib = 2;
    })
    .await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let filler = (0..).map(|n| town::page(&format!("plein-{n:05}"), &"mot ".repeat(500)));
    for page in filler {
        if let Err(error) = town.storage().upsert(&[page]).await {
            assert!(error.is_full());
            break;
        }
    }
    let commune = commune();
    let mut answer = None;
    for n in 0..2_000 {
        let name = format!("Plein{n}");
        let fields = [
            ("prenom", name.as_str()),
            ("nom", "Martin"),
            ("naissance", "2009-05-17"),
            ("commune", commune.as_str()),
            ("accord", "oui"),
        ];
        let sent = agent.post("/staff/cartes/nouvelle", &fields).await;
        if sent.status() != StatusCode::SEE_OTHER {
            answer = Some((sent, name));
            break;
        }
    }
    let (answer, name) = answer.expect("the disk fills");
    assert_eq!(answer.status(), StatusCode::INSUFFICIENT_STORAGE);
    let page = answer.text().await.unwrap();
    assert!(page.contains("Le disque du serveur est plein") && page.contains(&format!("value=\"{name}\"")), "{page}");
    // Reading a person's file must be audited, which a full disk forbids: the page says so instead.
    assert!(agent.read("/staff/demandes").await.contains("À traiter"), "what needs no writing goes on");
}
