//! The `guichet` program: backup and restore, and edits beside a running server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use server::storage::{BackupError, Storage, restore};
use shared::protocol::SyncPage;
use town::{Hands, Town, file_location, page};

fn guichet(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_guichet"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap()
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_while_writing_is_whole_and_comes_back_under_a_new_log() {
    let town = Town::open().await;
    let data = town.folder.path().join("data");
    let backup = town.folder.path().join("counter.backup");
    let writing = Arc::new(AtomicBool::new(true));
    let writer = tokio::spawn({
        let (storage, writing) = (town.storage().clone(), Arc::clone(&writing));
        async move {
            let mut round = 0;
            while writing.load(Ordering::SeqCst) {
                storage.upsert(&[page("a", &format!("{round}")), page("b", &format!("{round}"))]).await.unwrap();
                round += 1;
            }
        }
    });
    while town.storage().head().await.unwrap().seq < 20 {
        tokio::task::yield_now().await;
    }
    let (of, to) = (data.clone(), backup.clone());
    let output = tokio::task::spawn_blocking(move || guichet(&of, &["backup", to.to_str().unwrap()])).await.unwrap();
    assert!(output.status.success(), "{}", words(&output));
    writing.store(false, Ordering::SeqCst);
    writer.await.unwrap();
    let before = town.storage().head().await.unwrap();

    let refused = guichet(&data, &["backup", backup.to_str().unwrap()]);
    assert!(!refused.status.success() && words(&refused).contains("is there already"), "{}", words(&refused));
    let refused = guichet(&data, &["restore", backup.to_str().unwrap()]);
    assert!(!refused.status.success() && words(&refused).contains("a server is running"), "{}", words(&refused));

    let Town { running, folder, hands, .. } = town;
    running.stop().await;
    let output = guichet(&data, &["restore", backup.to_str().unwrap()]);
    assert!(output.status.success(), "{}", words(&output));
    let location = server::storage::Location::File { path: data.join("guichet.db"), max_bytes: None };
    let storage = Storage::open(location, hands.clock()).await.unwrap();
    let head = storage.head().await.unwrap();
    assert_ne!(head.log, before.log, "phones must not take old positions for new ones");
    assert!(head.seq >= 20 && head.seq <= before.seq && head.seq % 2 == 0, "a batch was cut in two");
    let bodies = storage.bodies("page").await.unwrap();
    let rounds: Vec<&str> = bodies.iter().map(|body| body.split("\"body\":").nth(1).unwrap()).collect();
    assert_eq!(rounds[0], rounds[1], "a batch was cut in two");
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let hands = Hands::new();
    let storage = Storage::open(file_location(&folder), hands.clock()).await.unwrap();
    let records: Vec<_> = (0..300).map(|n| page(&format!("p{n}"), &"mot ".repeat(100))).collect();
    storage.upsert(&records).await.unwrap();
    let backup = folder.path().join("b.backup");
    storage.backup(&backup).await.unwrap();
    storage.close().await;
    let database = folder.path().join("guichet.db");
    let mut bytes = std::fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0x5a);
    for damaged in [bytes.as_slice(), &bytes[..middle], b"hello"] {
        std::fs::write(&backup, damaged).unwrap();
        let error = restore(&backup, &database, hands.clock()).await.unwrap_err();
        assert!(matches!(error, BackupError::Unsound { .. }), "{error}");
    }
    let storage = Storage::open(file_location(&folder), hands.clock()).await.unwrap();
    assert_eq!(storage.bodies("page").await.unwrap().len(), 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_by_the_program_reaches_phones_of_the_running_server() {
    let town = Town::open().await;
    let data = town.folder.path().join("data");
    let file = town.folder.path().join("page.json");
    std::fs::write(&file, serde_json::to_string(&page("visale", "Une garantie")).unwrap()).unwrap();
    let output = guichet(&data, &["put", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", words(&output));
    tokio::time::timeout(Duration::from_secs(20), town.running.settled(1)).await.expect("the server did not notice");
    let answer: SyncPage = town.get("/api/v1/sync?since=0").await.json().await.unwrap();
    assert_eq!(answer.upserts.len(), 1);
    assert!(guichet(&data, &["delete", "page", "visale"]).status.success());
    assert!(!guichet(&data, &["delete", "page", "visale"]).status.success());
    tokio::time::timeout(Duration::from_secs(20), town.running.settled(2)).await.expect("the server did not notice");
    let second = guichet(&data, &["serve", "--port", "0"]);
    assert!(!second.status.success() && words(&second).contains("a server is running"), "{}", words(&second));
}

#[test]
fn failures_are_told_in_words_and_by_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let feed = folder.path().join("broken.xml");
    std::fs::write(&feed, "<html>").unwrap();
    for (arguments, expected) in [
        (vec!["import", "feed", feed.to_str().unwrap()], "nothing was changed"),
        (vec!["import", "feed", "missing.xml"], "cannot be read"),
        (vec!["import", "ical", feed.to_str().unwrap()], "nothing was changed"),
        (vec!["messages", "answer", "01KAS0000000000000000000AA", "Oui"], "no such message"),
        (vec!["seed"], "--territory"),
    ] {
        let output = guichet(folder.path(), &arguments);
        assert!(!output.status.success() && words(&output).contains(expected), "{arguments:?}: {}", words(&output));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_server_whose_words_nobody_reads_any_more_goes_on() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;

    let folder = tempfile::tempdir().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_guichet"))
        .arg("--data")
        .arg(folder.path())
        .args(["serve", "--port", "0"])
        .env_remove("DATABASE_URL")
        // Not each statement: before the first line is read here, they would fill the pipe and the server would wait.
        .env("GUICHET_LOG", "debug,sqlx=info")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = said.find_map(|line| line.unwrap().strip_prefix("listening on ").map(str::to_owned)).unwrap();
    // The terminal is closed, the log's collector restarts.
    drop(said);
    drop(server.stderr.take());
    let http = town::client();
    for _ in 0..5 {
        let answer = http.get(format!("{address}/api/v1/sync?since=0")).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
    }
    assert!(Command::new("kill").arg("-TERM").arg(server.id().to_string()).status().unwrap().success());
    let ended = tokio::task::spawn_blocking(move || server.wait().unwrap()).await.unwrap();
    assert!(ended.success(), "it stops in order, too: {ended}");
}

#[test]
fn the_browsers_key_is_looked_at_without_making_one_and_renewed_only_on_purpose() {
    let folder = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str], well: bool| {
        let output = guichet(folder.path(), arguments);
        assert_eq!(output.status.success(), well, "{arguments:?}: {}", words(&output));
        words(&output)
    };
    let first = said(&["check"], true);
    assert!(first.contains("push web: no key yet") && first.contains("push fcm: off"), "{first}");
    assert!(!folder.path().join("keys/vapid.pem").exists(), "a check changes nothing");
    let renewed = said(&["push", "renew-key"], true);
    let key = renewed.split_whitespace().find(|word| word.len() == 87).expect("a point of 65 bytes");
    assert!(said(&["push", "status"], true).contains(&format!("push web: key {key}")));
    assert!(said(&["push", "renew-key"], false).contains("move it away first"));
    std::fs::remove_file(folder.path().join("keys/vapid.pem")).unwrap();
    let other = said(&["push", "renew-key"], true);
    assert!(!other.contains(key), "another one");
}
