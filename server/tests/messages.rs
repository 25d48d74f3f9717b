//! What young people write, as the console lists, opens and answers it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/reader.rs"]
#[allow(dead_code, reason = "its other part is another test's")]
mod reader;
mod town;

use reader::{alive, elements};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::storage::Role;
use shared::protocol::{MESSAGE_MAX_CHARS, MessageReceipt};
use town::colleague::{Colleague, PASSWORD, counter, location};
use town::holder::ulid;
use town::{TODAY, Town, problem, territory, write_message};

const HOUR: i64 = 3_600;

/// A young person sends a message; what their phone keeps.
async fn send(town: &Town, number: u64, message: Value) -> MessageReceipt {
    let mut body = json!({ "key": ulid(number), "topic": "question", "reply_to": "" });
    body.as_object_mut().unwrap().extend(message.as_object().unwrap().clone());
    let answer = write_message(town, &body).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.json().await.unwrap()
}

async fn question(town: &Town, number: u64, text: &str) -> MessageReceipt {
    send(town, number, json!({ "text": text })).await
}

/// The answer as the phone reads it.
async fn answer_on_phone(town: &Town, receipt: &MessageReceipt) -> Option<String> {
    let asked = town.http.get(town.url(&format!("/api/v1/messages/{}", receipt.id)));
    let read = asked.bearer_auth(receipt.token.as_ref().unwrap()).send().await.unwrap();
    read.json::<MessageReceipt>().await.unwrap().answer
}

fn page_of(receipt: &MessageReceipt) -> String {
    format!("/staff/messages/{}", receipt.id)
}

/// Somebody who deals with messages, by a name of their own.
async fn agent<'a>(town: &'a Town, name: &str) -> Colleague<'a> {
    let hash = server::staff::password::hash(PASSWORD).unwrap();
    town.storage().set_staff("test", name, Role::Agent, &hash).await.unwrap();
    let mut colleague = Colleague::outside(town);
    assert_eq!(colleague.enter(name, PASSWORD).await.status(), StatusCode::SEE_OTHER);
    colleague
}

async fn audit(town: &Town, receipt: &MessageReceipt) -> Vec<(String, String)> {
    town.storage().audited(&receipt.id).await.unwrap()
}

fn said(actor: &str, action: &str) -> (String, String) {
    (actor.to_owned(), action.to_owned())
}

#[tokio::test]
async fn what_is_late_is_on_top_and_said_in_words() {
    let town = counter().await;
    let agent = agent(&town, "Camille").await;
    assert!(agent.read("/staff/messages").await.contains("Personne n’attend de réponse."));
    let start = agent.read("/staff").await;
    assert!(start.contains("personne n’attend") && !start.contains("au-delà du délai"), "{start}");

    let first =
        question(&town, 1, "Le premier, qui attend depuis le plus longtemps de tous ceux qui ont écrit ici").await;
    town.hands.turn(60 * HOUR);
    let second = question(&town, 2, "Le second").await;
    town.hands.turn(1);
    let call = send(&town, 3, json!({ "topic": "callback", "text": "", "reply_to": "06 00 00 00 00" })).await;
    town.hands.turn(first.due_at + 5 * HOUR - town.hands.clock().now());

    // Sessions have ended meanwhile.
    let agent = self::agent(&town, "Camille").await;
    let list = agent.read("/staff/messages").await;
    let at = |words: &str| list.find(words).unwrap_or_else(|| panic!("{words} in {list}"));
    assert!(at(&first.id) < at(&second.id) && at(&second.id) < at(&call.id), "the first due first");
    assert!(at("en retard depuis 5 h") < at(&second.id));
    assert_eq!(list.matches("en retard depuis").count(), 1, "the others are in time");
    assert_eq!(list.matches("à répondre<").count(), 2, "and that is said too");
    assert!(list.contains("3 messages attendent une réponse") && list.contains("dont 1 en retard"), "{list}");
    assert!(list.contains("Demande de rappel") && list.contains("(sans texte)"));
    assert!(list.contains("Le premier, qui attend depuis") && !list.contains("qui ont écrit ici"), "first words only");
    assert_eq!(audit(&town, &first).await, [], "a list is not a reading");

    let start = agent.read("/staff").await;
    for words in ["1 message attend", "au-delà du délai promis", "messages à répondre", "dont 1 en retard"] {
        assert!(start.contains(words), "{words} in {start}");
    }
    let editor = Colleague::with(&town, Role::Editor).await;
    let start = editor.read("/staff").await;
    assert!(!start.contains("/staff/messages") && !start.contains("au-delà du délai"), "not for whoever writes news");
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let town = Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        config.message_burst = 1_000;
    })
    .await;
    let agent = agent(&town, "Camille").await;
    let mut sent = Vec::new();
    for number in 0..61 {
        sent.push(question(&town, number, "Bonjour").await);
        town.hands.turn(1);
    }
    let (first, second) = (agent.read("/staff/messages").await, agent.read("/staff/messages?de=60").await);
    assert!(first.contains(&sent[59].id) && !first.contains(&sent[60].id) && first.contains("Page suivante"));
    assert!(second.contains(&sent[60].id) && !second.contains(&sent[59].id) && second.contains("Page précédente"));
    assert_eq!(agent.read("/staff/messages?de=99999").await.matches("class=\"row\"").count(), 1, "the last there is");
}

#[tokio::test]
async fn an_answer_reaches_its_phone_once_and_the_second_colleague_reads_it() {
    let town = counter().await;
    let (camille, nadia) = (agent(&town, "Camille").await, agent(&town, "Nadia").await);
    let sent = question(&town, 1, "Comment avoir un logement ?\nC’est pour janvier.").await;
    let path = page_of(&sent);
    let page = camille.read(&path).await;
    for words in
        ["C’est pour janvier.", "rien n’a été laissé", "l’application n’en demande pas", "envoyée ne se reprend pas"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(nadia.read(&path).await.contains("Envoyer la réponse"));

    let long = "é".repeat(MESSAGE_MAX_CHARS + 1);
    for (typed, words) in [(" \r\n ", "Écrivez votre réponse."), (long.as_str(), "trop long de 1 caractères")] {
        let refused = camille.post(&path, &[("reponse", typed)]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = refused.text().await.unwrap();
        assert!(page.contains(words), "{page}");
        let field = elements(&page).into_iter().find(|one| one.name == "textarea").unwrap();
        assert_eq!(field.attribute("aria-invalid"), Some("true"));
        assert_eq!(field.text.replace("\r\n", "\n"), typed.replace("\r\n", "\n"), "nothing typed is lost");
    }
    assert_eq!(answer_on_phone(&town, &sent).await, None);

    town.hands.turn(HOUR);
    let answer = "Passe nous voir.\r\nOn regarde ensemble.";
    let done = camille.post(&path, &[("reponse", answer)]).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    assert!(camille.read(&location(&done)).await.contains("Réponse envoyée"));
    let on_phone = Some("Passe nous voir.\nOn regarde ensemble.".to_owned());
    assert_eq!(answer_on_phone(&town, &sent).await, on_phone);
    assert_eq!(
        camille.post(&path, &[("reponse", answer)]).await.status(),
        StatusCode::SEE_OTHER,
        "the same press twice"
    );

    let late = nadia.post(&path, &[("reponse", "Appelle la mission locale.")]).await;
    assert_eq!(late.status(), StatusCode::CONFLICT);
    let page = late.text().await.unwrap();
    for words in
        ["Camille a répondu avant vous", "On regarde ensemble.", "Vous aviez écrit", "Appelle la mission locale."]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("<textarea"), "there is nothing more to send");
    assert_eq!(answer_on_phone(&town, &sent).await, on_phone, "the first answer stays");

    let acts = audit(&town, &sent).await;
    assert_eq!(
        acts.iter().filter(|(_, action)| action == "message.answer").collect::<Vec<_>>(),
        [&said("Camille", "message.answer")]
    );
    assert_eq!(acts[..2], [said("Camille", "message.read"), said("Nadia", "message.read")], "each opening is noted");
    assert!(!camille.read("/staff/messages").await.contains(&sent.id));
    assert!(camille.read("/staff/messages?etat=repondus").await.contains(&sent.id));
    let admin = Colleague::with(&town, Role::Admin).await;
    let journal = admin.read("/staff/journal").await;
    assert!(journal.contains("a répondu au message") && journal.contains(&path), "{journal}");
    assert!(!journal.contains("logement"), "the journal holds no word of a message");
}

#[tokio::test]
async fn a_reported_error_leads_to_what_it_is_about_and_to_its_form_for_whoever_writes_it() {
    let town = counter().await;
    town.publish(&[town::page("aide-logement", "Texte")]).await;
    let about =
        |id: &str| json!({ "topic": "error", "text": "Le numéro est faux", "about": { "kind": "page", "id": id } });
    let (known, unknown) = (send(&town, 1, about("aide-logement")).await, send(&town, 2, about("disparue")).await);
    let (agent, admin) = (agent(&town, "Camille").await, Colleague::with(&town, Role::Admin).await);
    let (shown, form) = ("href=\"/page/aide-logement\"", "href=\"/staff/contenus/fiches/aide-logement\"");
    let page = agent.read(&page_of(&known)).await;
    assert!(page.contains("Erreur signalée") && page.contains("Page aide-logement") && page.contains(shown), "{page}");
    assert!(!page.contains(form), "a page that would refuse them is not offered");
    let page = admin.read(&page_of(&known)).await;
    assert!(page.contains(form), "{page}");
    assert_eq!(admin.get("/staff/contenus/fiches/aide-logement").await.status(), StatusCode::OK);
    let page = admin.read(&page_of(&unknown)).await;
    assert!(page.contains("page disparue") && page.contains("n’est plus en ligne"), "{page}");
}

#[tokio::test]
async fn what_a_phone_writes_stays_words_and_leads_nowhere() {
    let town = counter().await;
    let agent = agent(&town, "Camille").await;
    let worst = "</textarea><x-inert><img src=x onerror=alert(1)><script>alert(1)</script> \u{202e}";
    let hostile = json!({ "topic": "error", "text": worst, "reply_to": "javascript:alert(1)//@x.fr\"><x-inert>",
        "about": { "kind": "page", "id": "../../staff/sortir\"><x-inert>" } });
    let sent = send(&town, 1, hostile).await;
    let kind = send(&town, 2, json!({ "text": "Bonjour", "about": { "kind": "<x-inert>", "id": "x" } })).await;
    let late = agent.post(&page_of(&sent), &[("reponse", &format!("{worst}{}", "é".repeat(MESSAGE_MAX_CHARS)))]).await;
    let mut pages = vec![late.text().await.unwrap()];
    for path in ["/staff/messages", &page_of(&sent), &page_of(&kind)] {
        pages.push(agent.read(path).await);
    }
    for page in pages {
        assert!(page.contains("x-inert"), "it shows none of it, so proves nothing: {page}");
        assert_eq!(alive(&page), Vec::<String>::new());
        let leads = elements(&page).into_iter().filter_map(|one| one.attribute("href").map(str::to_owned));
        assert!(leads.clone().all(|href| !href.contains("inert") && !href.contains("javascript")), "{page}");
    }
}

#[tokio::test]
async fn an_answer_to_a_message_that_was_erased_meanwhile_is_given_back() {
    let town = counter().await;
    let agent = agent(&town, "Camille").await;
    let sent = question(&town, 1, "Bonjour").await;
    agent.read(&page_of(&sent)).await;
    let erased = town.http.delete(town.url(&format!("/api/v1/messages/{}", sent.id)));
    let erased = erased.bearer_auth(sent.token.as_ref().unwrap()).send().await.unwrap();
    assert_eq!(erased.status(), StatusCode::NO_CONTENT);
    let answer = agent.post(&page_of(&sent), &[("reponse", "Passe nous voir mercredi.")]).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let page = answer.text().await.unwrap();
    assert!(page.contains("n’est plus là") && page.contains("Passe nous voir mercredi."), "{page}");
    assert_eq!(agent.get(&page_of(&sent)).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_town_that_takes_no_messages_has_no_pages_for_them() {
    let folder = town::copy_of("demo-bourg");
    let file = folder.path().join("territory.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    assert!(settings.contains("\nmessages = true\n"));
    std::fs::write(&file, settings.replace("\nmessages = true\n", "\nmessages = false\n")).unwrap();
    let town = Town::open_with(|config| config.territory = Some(folder.path().to_owned())).await;
    let agent = agent(&town, "Camille").await;
    let start = agent.read("/staff").await;
    assert!(!start.contains("/staff/messages") && start.contains("/staff/demandes"), "{start}");
    for path in ["/staff/messages", "/staff/messages/01KAS0000000000000000000AA"] {
        assert_eq!(agent.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let answer = agent.post("/staff/messages/01KAS0000000000000000000AA", &[("reponse", "Oui")]).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

const KEY: &str = "01KAS0000000000000000000AA";

#[tokio::test]
async fn a_message_sent_twice_is_one_answered_by_a_promised_time_and_erased_by_its_sender() {
    let town = Town::open_with(|config| config.territory = Some(territory("demo-bourg"))).await;
    let hours = town.storage().territory().await.unwrap().unwrap().service.answer_within_hours;
    let body = json!({"key": KEY, "topic": "question", "text": "Comment avoir un logement ?"});
    let first = write_message(&town, &body).await;
    assert_eq!((first.status(), first.headers()["cache-control"].to_str().unwrap()), (StatusCode::CREATED, "no-store"));
    let first: MessageReceipt = first.json().await.unwrap();
    assert_eq!(first.due_at, TODAY + i64::from(hours) * 3600);
    let again: MessageReceipt = write_message(&town, &body).await.json().await.unwrap();
    assert_eq!((&again.id, again.due_at), (&first.id, first.due_at));
    let other = write_message(&town, &json!({"key": KEY, "topic": "question", "text": "Autre"})).await;
    assert_eq!(problem(other).await.kind, "key-reused");
    assert_eq!(town.storage().open_messages("agent").await.unwrap().len(), 1);

    town.storage().answer_message("agent", &first.id, "Passe nous voir").await.unwrap();
    let address = town.url(&format!("/api/v1/messages/{}", first.id));
    for token in [first.token.as_ref().unwrap(), again.token.as_ref().unwrap()] {
        let read: MessageReceipt =
            town.http.get(&address).bearer_auth(token).send().await.unwrap().json().await.unwrap();
        assert_eq!((read.answer.as_deref(), read.token), (Some("Passe nous voir"), None));
    }
    assert_eq!(town.http.get(&address).bearer_auth("guess").send().await.unwrap().status(), StatusCode::NOT_FOUND);
    assert_eq!(town.http.get(&address).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let erase = || town.http.delete(&address).bearer_auth(first.token.as_ref().unwrap());
    assert_eq!(erase().send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(erase().send().await.unwrap().status(), StatusCode::NOT_FOUND);
    assert_eq!(
        problem(write_message(&town, &body).await).await.kind,
        "message-erased",
        "a late retry brings nothing back"
    );
}

#[tokio::test]
async fn every_limit_of_a_message_is_said() {
    let town = Town::open_with(|config| (config.message_burst, config.message_seconds) = (5, 60)).await;
    let large = json!({"key": KEY, "topic": "question", "text": "x".repeat(80_000)});
    let answer = write_message(&town, &large).await;
    assert_eq!(
        (answer.status(), problem(answer).await.kind.as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "message-too-large")
    );
    let long = json!({"key": KEY, "topic": "question", "text": "é".repeat(4_001)});
    let answer = write_message(&town, &long).await;
    assert_eq!(
        (answer.status(), problem(answer).await.kind.as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "message-too-long")
    );
    for unreadable in ["{".to_owned(), json!({"key": KEY, "topic": "question", "text": "a\0b"}).to_string()] {
        let answer = town.http.post(town.url("/api/v1/messages")).body(unreadable).send().await.unwrap();
        assert_eq!(problem(answer).await.kind, "message-unreadable");
    }
    let fine = json!({"key": KEY, "topic": "question", "text": "Bonjour"});
    assert_eq!(write_message(&town, &fine).await.status(), StatusCode::CREATED);
    let answer = write_message(&town, &fine).await;
    assert_eq!(
        (answer.status(), answer.headers()["retry-after"].to_str().unwrap()),
        (StatusCode::TOO_MANY_REQUESTS, "60")
    );
    town.hands.turn(60);
    assert_eq!(write_message(&town, &fine).await.status(), StatusCode::CREATED);
}
