//! The journal: it only grows, forgets what is old, and is searched, paged and taken away as a file.
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
use reqwest::StatusCode;
use server::storage::journal::Wanted;
use server::storage::{Location, Role, Storage};
use sqlx::{AnyPool, Executor};
use town::colleague::{Colleague, apply, counter, encoded};
use town::{Hands, TODAY};

const DAY: i64 = 86_400;

/// The database itself, behind the storage's back.
async fn behind(storage: &Storage) -> AnyPool {
    let address = match storage.location() {
        Location::File { path, .. } => format!("sqlite://{}", path.display()),
        Location::Postgres(address) => address.clone(),
    };
    AnyPool::connect(&address).await.unwrap()
}

/// An act a day, the last today: Nadia reads, Luc writes.
async fn a_week(storage: &Storage, hands: &Hands) {
    for day in 0..7 {
        if day > 0 {
            hands.turn(DAY);
        }
        let actor = if day % 2 == 0 { "Nadia" } else { "Luc" };
        storage.set_staff(actor, &format!("colleague-{day}"), Role::Agent, "$").await.unwrap();
    }
}

async fn lines(storage: &Storage, wanted: &Wanted) -> Vec<String> {
    let entries = storage.journal(wanted, None, 100).await.unwrap();
    entries.into_iter().map(|entry| format!("{} {} {}", entry.actor, entry.action, entry.subject)).collect()
}

async fn nothing_in_it_is_changed_or_deleted(storage: Storage, hands: Hands) {
    a_week(&storage, &hands).await;
    let before = storage.journal(&Wanted::default(), None, 100).await.unwrap();
    let database = behind(&storage).await;
    let first = &before.last().unwrap().id;
    let sqlite = storage.kind() == "sqlite";
    let mut refused = vec![
        "UPDATE audit SET actor = 'Personne'".to_owned(),
        format!("UPDATE audit SET action = 'card.read' WHERE id = '{first}'"),
        "DELETE FROM audit".to_owned(),
        format!("DELETE FROM audit WHERE id = '{first}'"),
        format!("INSERT INTO audit (id, at, actor, action, subject) VALUES ('{first}', 0, 'x', 'x', 'x')"),
    ];
    if sqlite {
        refused.push(format!(
            "INSERT OR REPLACE INTO audit (id, at, actor, action, subject) VALUES ('{first}', 0, 'x', 'x', 'x')"
        ));
    } else {
        refused.push("TRUNCATE audit".to_owned());
        refused.push(format!(
            "INSERT INTO audit (id, at, actor, action, subject) VALUES ('{first}', 0, 'x', 'x', 'x')
             ON CONFLICT (id) DO UPDATE SET actor = excluded.actor"
        ));
    }
    for statement in refused {
        let error =
            database.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone()))).await.expect_err(&statement);
        // An insert of a line that is there may be refused as its key already.
        let said = error.to_string();
        assert!(said.contains("append-only") || statement.starts_with("INSERT INTO"), "{statement}: {said}");
    }
    assert_eq!(storage.journal(&Wanted::default(), None, 100).await.unwrap(), before);
    database.close().await;
}

async fn retention_forgets_what_is_old_and_nothing_else(storage: Storage, hands: Hands) {
    a_week(&storage, &hands).await;
    let now = hands.clock().now();
    assert_eq!(storage.retain_audit(TODAY - 30 * DAY).await.unwrap(), 0);
    // A moment inside a day forgets whole days only.
    assert_eq!(storage.retain_audit(now - 3 * DAY + 5_000).await.unwrap(), 3);
    let left = lines(&storage, &Wanted::default()).await;
    assert_eq!(left.len(), 4);
    assert!(left.iter().all(|line| !line.ends_with("colleague-2")), "{left:?}");
    assert_eq!(storage.retain_audit(now - 3 * DAY + 5_000).await.unwrap(), 0, "once");
    // And it is closed again.
    let database = behind(&storage).await;
    let error = database.execute("DELETE FROM audit").await.expect_err("closed");
    assert!(error.to_string().contains("append-only"), "{error}");
    database.close().await;
}

async fn it_is_searched_by_who_what_when_and_words(storage: Storage, hands: Hands) {
    a_week(&storage, &hands).await;
    storage.end_staff_sessions("cli:100%_root", "colleague-1", None).await.unwrap();
    let all = lines(&storage, &Wanted::default()).await;
    assert_eq!((all.len(), all[0].as_str()), (8, "cli:100%_root staff.sign-out colleague-1"));
    let wanted = |change: fn(&mut Wanted)| {
        let mut wanted = Wanted::default();
        change(&mut wanted);
        wanted
    };
    for (say, wanted, expected) in [
        ("who", wanted(|wanted| wanted.actor = "Luc".to_owned()), 3),
        ("nobody of that name", wanted(|wanted| wanted.actor = "luc".to_owned()), 0),
        ("an act", wanted(|wanted| wanted.actions = Some(vec!["staff.sign-out".to_owned()])), 1),
        (
            "two acts",
            wanted(|wanted| wanted.actions = Some(vec!["staff.set".to_owned(), "staff.sign-out".to_owned()])),
            8,
        ),
        ("none of them", wanted(|wanted| wanted.actions = Some(Vec::new())), 0),
        ("from a day on", wanted(|wanted| wanted.from = TODAY + 5 * DAY), 3),
        ("before a day", wanted(|wanted| wanted.until = TODAY + DAY), 1),
        ("part of a subject", wanted(|wanted| wanted.part = "LEAGUE-1".to_owned()), 2),
        ("part of a name", wanted(|wanted| wanted.part = "adi".to_owned()), 4),
        ("an underscore is one", wanted(|wanted| wanted.part = "0%_r".to_owned()), 1),
        ("not any letter", wanted(|wanted| wanted.part = "a_ia".to_owned()), 0),
        ("a bar, a bang, a quote", wanted(|wanted| wanted.part = "|!'".to_owned()), 0),
        (
            "or an act whose words say so",
            wanted(|wanted| {
                wanted.part = "sessions".to_owned();
                wanted.also = vec!["staff.sign-out".to_owned()];
            }),
            1,
        ),
        (
            "all at once",
            wanted(|wanted| {
                wanted.actor = "Nadia".to_owned();
                wanted.from = TODAY + DAY;
                wanted.part = "colleague".to_owned();
                wanted.actions = Some(vec!["staff.set".to_owned()]);
            }),
            3,
        ),
    ] {
        assert_eq!(lines(&storage, &wanted).await.len(), expected, "{say}");
    }
    assert_eq!(storage.journal_actors().await.unwrap(), ["Luc", "Nadia", "cli:100%_root"]);
    assert_eq!(storage.journal_actions().await.unwrap(), ["staff.set", "staff.sign-out"]);
    // Page after page is the whole, each line once, whatever came meanwhile.
    let mut paged = Vec::new();
    let mut before: Option<String> = None;
    loop {
        let page = storage.journal(&Wanted::default(), before.as_deref(), 3).await.unwrap();
        storage.end_staff_sessions("Luc", "colleague-2", None).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id.clone());
        paged.extend(page.into_iter().map(|entry| format!("{} {} {}", entry.actor, entry.action, entry.subject)));
    }
    assert_eq!(paged, all);
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        nothing_in_it_is_changed_or_deleted,
        retention_forgets_what_is_old_and_nothing_else,
        it_is_searched_by_who_what_when_and_words,
    );
}

#[tokio::test]
async fn sqlite_keeps_the_journal() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_keeps_the_journal() {
    contract(Databases::postgresql()).await;
}

#[tokio::test]
async fn an_administrator_reads_who_did_what_in_plain_words() {
    let town = counter().await;
    let admin = Colleague::with(&town, Role::Admin).await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let (card, _) = apply(&town, 'A', "Zoé", "Martin").await;
    agent.decide(&card.id, "approve", "").await;
    agent.read("/staff/cartes?q=martin").await;
    let page = admin.read("/staff/journal").await;
    for words in ["a accepté", "a ouvert la fiche", "a cherché une carte par un nom", "est entré", "23 novembre 2026"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(page.contains(&format!("href=\"/staff/cartes/{}\"", card.id)), "{page}");
    assert!(!page.contains("Martin") && !page.contains("Zoé"), "it names no young person");
    assert!(!page.replace("value=\"card.", "").contains("card."), "words, not codes: {page}");

    for (query, there, gone) in [
        ("qui=agent-1", "a ouvert la fiche", "<strong>admin-1</strong> "),
        ("sorte=staff", "est entré", "a ouvert la fiche</"),
        ("acte=card.approve", "a accepté", "<strong>admin-1</strong> "),
        ("q=accepte", "a accepté", "<strong>admin-1</strong> "),
        ("du=2026-11-23&au=2026-11-23", "a accepté", "Rien ne correspond"),
        ("au=22/11/2026", "Rien ne correspond", "<ol"),
        ("qui=personne", "Rien ne correspond", "<ol"),
    ] {
        let page = admin.read(&format!("/staff/journal?{query}")).await;
        assert!(page.contains(there) && !page.contains(gone), "{query}: {page}");
    }
    let wrong = admin.get("/staff/journal?du=hier").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().await.unwrap().contains("Écrivez un jour"));
    assert_eq!(agent.get("/staff/journal").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn long_journals_have_pages() {
    let town = counter().await;
    let admin = Colleague::with(&town, Role::Admin).await;
    for n in 0..130 {
        town.storage().invite_staff(&format!("n{n:03}"), &invitation(), [n; 32], TODAY + DAY).await.unwrap();
    }
    let mut address = "/staff/journal?acte=staff.invite".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = admin.read(&address).await;
        let names = page.split("<strong>n").skip(1).map(|rest| rest[..3].to_owned());
        seen.extend(names);
        let Some(at) = page.find("\">Plus ancien") else { break };
        let older = page[..at].rsplit("href=\"").next().unwrap();
        address = older.replace("&amp;", "&").replace("&#38;", "&");
    }
    seen.sort();
    assert_eq!(seen, (0..130).map(|n| format!("{n:03}")).collect::<Vec<_>>());
}

fn invitation() -> server::storage::team::Invitation {
    server::storage::team::Invitation { name: "Lou".to_owned(), role: Role::Agent }
}

#[tokio::test]
async fn it_is_taken_away_as_a_file_that_runs_nothing_and_that_is_noted() {
    let town = counter().await;
    let admin = Colleague::with(&town, Role::Admin).await;
    let formula = "=HYPERLINK(\"http://evil.example\";1)";
    town.storage().set_staff(formula, "Lou;\nLéa", Role::Agent, "$").await.unwrap();
    town.hands.turn(60);
    let answer = admin.post("/staff/journal/export", &[("acte", "staff.set"), ("du", "2026-11-23")]).await;
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    assert!(answer.headers()["content-disposition"].to_str().unwrap().contains("journal-2026-11-23.csv"));
    let bytes = answer.bytes().await.unwrap();
    assert!(bytes.starts_with(&[0xef, 0xbb, 0xbf]), "a spreadsheet takes it for UTF-8");
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(lines[0], "Jour;Heure;Qui;Acte;Code;Objet");
    assert!(lines[1].starts_with("2026-11-23;01:00:00;\"'=HYPERLINK(\"\"http://evil.example\"\";1)\";"), "{text}");
    assert!(lines[1].ends_with(";staff.set;\"Lou;\nLéa\""), "{text}");
    assert!(!text.contains("staff.sign-in"), "what was not asked for");
    let noted = town.storage().audited("2026-11-23 – …").await.unwrap();
    assert_eq!(noted, [("admin-1".to_owned(), "journal.export".to_owned())]);
    assert!(admin.read("/staff/journal?acte=journal.export").await.contains("<strong>admin-1</strong> a téléchargé"));
    let wrong = admin.post("/staff/journal/export", &[("du", "hier")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let hostile = format!("/staff/journal?q={}", encoded("\"><script>alert(1)</script>"));
    assert!(!admin.read(&hostile).await.contains("<script"));
}
