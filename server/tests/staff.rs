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

use reqwest::StatusCode;
use server::staff::password;
use server::storage::Role;
use server::storage::cards::Applied;
use shared::protocol::ParentConsent;
use town::colleague::{Colleague, PASSWORD, application, commune, counter, location};
use town::{Town, territory};

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
