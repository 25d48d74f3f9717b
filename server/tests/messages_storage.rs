//! Messages and their answers as they are kept: the contract, on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[macro_use]
#[path = "town/databases.rs"]
mod databases;
mod town;

use databases::Databases;
use server::storage::{Accepted, Answered, MessageCounts, NewMessage, Pile, Storage};
use shared::protocol::MessageTopic;
use town::{Hands, TODAY, record_id};

#[tokio::test]
async fn sqlite_keeps_messages() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_keeps_messages() {
    contract(Databases::postgresql()).await;
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        a_message_is_stored_once_and_erased_for_good,
        staff_readings_and_answers_are_audited,
        an_answer_is_given_once_whoever_comes_together,
        messages_wait_by_their_promise_and_are_kept_by_their_answer,
    );
}

fn message(key: u8, token: u8, text: &str) -> NewMessage {
    NewMessage {
        key_hash: [key; 32],
        token_hash: [token; 32],
        topic: MessageTopic::Question,
        text: text.to_owned(),
        reply_to: String::new(),
        about: Some(record_id("page", "a")),
        due_at: TODAY + 72 * 3600,
    }
}

async fn a_message_is_stored_once_and_erased_for_good(storage: Storage, hands: Hands) {
    let stored = |accepted| match accepted {
        Accepted::Stored { message, with_token } => (message, with_token),
        other => panic!("{other:?}"),
    };
    let (first, with_token) = stored(storage.accept_message(&message(1, 1, "Bonjour")).await.unwrap());
    assert!(with_token);
    hands.turn(60);
    for token in 2..=5 {
        let (again, with_token) = stored(storage.accept_message(&message(1, token, "Bonjour")).await.unwrap());
        assert_eq!((&again, with_token), (&first, true), "another token for the same message");
    }
    assert!(!stored(storage.accept_message(&message(1, 6, "Bonjour")).await.unwrap()).1, "tokens have an end");
    assert_eq!(storage.accept_message(&message(1, 7, "Autre chose")).await.unwrap(), Accepted::OtherContent);
    assert_eq!(storage.message(&first.id, &[1; 32]).await.unwrap().as_ref(), Some(&*first));
    assert_eq!(storage.message(&first.id, &[5; 32]).await.unwrap().as_ref(), Some(&*first));
    assert_eq!(storage.message(&first.id, &[9; 32]).await.unwrap(), None);
    assert!(!storage.erase_message(&first.id, &[9; 32]).await.unwrap());
    assert!(storage.erase_message(&first.id, &[2; 32]).await.unwrap());
    assert_eq!(storage.message(&first.id, &[1; 32]).await.unwrap(), None);
    assert_eq!(storage.accept_message(&message(1, 1, "Bonjour")).await.unwrap(), Accepted::Erased);
}

async fn staff_readings_and_answers_are_audited(storage: Storage, hands: Hands) {
    let Accepted::Stored { message, .. } = storage.accept_message(&message(1, 1, "Bonjour")).await.unwrap() else {
        panic!()
    };
    assert_eq!(storage.open_messages("agent").await.unwrap().len(), 1);
    hands.turn(3600);
    let answer = async |actor, id, words| storage.answer_message(actor, id, words).await.unwrap();
    assert_eq!(answer("agent", &message.id, "Viens jeudi").await, Answered::Done);
    assert_eq!(answer("agent", "nobody", "?").await, Answered::Unknown);
    let before = Answered::Before { answer: "Viens jeudi".to_owned(), by: Some("agent".to_owned()) };
    assert_eq!(answer("cli:other", &message.id, "Viens lundi").await, before, "an answer is given once");
    let read = storage.message(&message.id, &[1; 32]).await.unwrap().unwrap();
    assert_eq!((read.answer.as_deref(), read.answered_at), (Some("Viens jeudi"), Some(TODAY + 3600)));
    assert!(storage.open_messages("agent").await.unwrap().is_empty());
    let said: Vec<_> = storage.audited(&message.id).await.unwrap();
    assert_eq!(
        said,
        [("agent".to_owned(), "message.read".to_owned()), ("agent".to_owned(), "message.answer".to_owned())]
    );
}

async fn an_answer_is_given_once_whoever_comes_together(storage: Storage, _: Hands) {
    let Accepted::Stored { message, .. } = storage.accept_message(&message(1, 1, "Bonjour")).await.unwrap() else {
        panic!()
    };
    let (one, other) = tokio::join!(
        storage.answer_message("one", &message.id, "Un"),
        storage.answer_message("other", &message.id, "Deux")
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    let kept = storage.message(&message.id, &[1; 32]).await.unwrap().unwrap().answer.unwrap();
    let (won, lost, by) = if kept == "Un" { (one, other, "one") } else { (other, one, "other") };
    assert_eq!((won, lost), (Answered::Done, Answered::Before { answer: kept, by: Some(by.to_owned()) }));
    let acts = storage.audited(&message.id).await.unwrap();
    assert_eq!(acts, [(by.to_owned(), "message.answer".to_owned())], "what was refused is not an act");
}

async fn messages_wait_by_their_promise_and_are_kept_by_their_answer(storage: Storage, hands: Hands) {
    let mut ids = Vec::new();
    for (key, hours) in [(1, 9), (2, 3), (3, 6)] {
        let new = NewMessage { due_at: TODAY + hours * 3600, ..message(key, key, "Bonjour") };
        let Accepted::Stored { message, .. } = storage.accept_message(&new).await.unwrap() else { panic!() };
        ids.push(message.id);
    }
    let pile = async |pile, from, most| -> Vec<String> {
        let page = storage.message_pile(pile, from, most).await.unwrap();
        page.into_iter().map(|message| message.id).collect()
    };
    assert_eq!(pile(Pile::Waiting, 0, 9).await, [&*ids[1], &*ids[2], &*ids[0]]);
    assert_eq!(pile(Pile::Waiting, 1, 1).await, [&*ids[2]]);
    assert_eq!(pile(Pile::Answered, 0, 9).await, <[String; 0]>::default());
    assert_eq!(storage.message_counts(TODAY).await.unwrap(), MessageCounts { waiting: 3, late: 0, answered: 0 });
    for id in [&ids[0], &ids[2]] {
        hands.turn(60);
        assert_eq!(storage.answer_message("agent", id, "Oui").await.unwrap(), Answered::Done);
    }
    assert_eq!(pile(Pile::Answered, 0, 9).await, [&*ids[2], &*ids[0]]);
    let counts = storage.message_counts(TODAY + 3 * 3600).await.unwrap();
    assert_eq!(counts, MessageCounts { waiting: 1, late: 1, answered: 2 }, "late from the promised moment on");

    assert_eq!(storage.open_message("agent", "nobody").await.unwrap(), None);
    assert_eq!(storage.open_message("reader", &ids[1]).await.unwrap().unwrap().text, "Bonjour");
    assert_eq!(storage.audited(&ids[1]).await.unwrap(), [("reader".to_owned(), "message.read".to_owned())]);
}
