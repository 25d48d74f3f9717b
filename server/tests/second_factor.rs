//! The code after the password: turned on, asked for, used once, lost, taken away. By the counter's own clock.
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

use std::process::Command;

use databases::Databases;
use reqwest::{Response, StatusCode};
use server::config::SecondFactorRule;
use server::storage::second_factor::{Proof, TRIES};
use server::storage::{Role, Storage};
use town::authenticator::Authenticator;
use town::colleague::{Colleague, PASSWORD, counter, location};
use town::{Hands, TODAY, Town, territory};

/// The account page, through turning it on: the app that has the secret, and the recovery codes.
async fn turn_on(town: &Town, who: &Colleague<'_>) -> (Authenticator, Vec<String>) {
    let begun = who.post("/staff/compte/code", &[]).await;
    assert_eq!(location(&begun), "/staff/compte/code");
    let phone = Authenticator::told(&who.read("/staff/compte/code").await);
    let confirmed = who.post("/staff/compte/code/confirmation", &[("code", &phone.at(now(town)))]).await;
    assert_eq!(confirmed.status(), StatusCode::OK);
    (phone, codes(&confirmed.text().await.unwrap()))
}

fn codes(page: &str) -> Vec<String> {
    let list = page.split("class=\"codes\"").nth(1).expect("recovery codes").split("</ol>").next().unwrap();
    let codes: Vec<String> =
        list.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    codes
}

/// The moment, as the town's clock has it.
fn now(town: &Town) -> i64 {
    (town.hands.clock()).now()
}

/// Someone at another browser, whose password was just right.
async fn at_the_door<'a>(town: &'a Town, name: &str) -> Colleague<'a> {
    let mut visitor = Colleague::outside(town);
    let answer = visitor.enter(name, PASSWORD).await;
    assert_eq!(location(&answer), "/staff/entrer/code?suite=%2Fstaff");
    assert!(visitor.cookie.as_ref().unwrap().starts_with("guichet_entree="), "no session yet");
    visitor
}

/// Sends a code; keeps the session that it opens.
async fn show(who: &mut Colleague<'_>, field: &str, code: &str) -> Response {
    let answer = who.post("/staff/entrer/code", &[(field, code), ("suite", "/staff/compte")]).await;
    let session = answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    if let Some(session) =
        session.filter_map(|value| value.split(';').next()).find(|value| value.starts_with("guichet_staff="))
    {
        who.cookie = Some(session.to_owned());
    }
    answer
}

async fn acts(town: &Town, name: &str) -> Vec<String> {
    town.storage().audited(name).await.unwrap().into_iter().map(|(actor, act)| format!("{actor} {act}")).collect()
}

#[tokio::test]
async fn the_code_is_turned_on_with_one_code_and_asked_for_from_then_on() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let elsewhere = Colleague::with(&town, Role::Agent).await;
    assert!(agent.read("/staff/compte").await.contains("href=\"/staff/compte/code\""));
    assert!(agent.read("/staff/compte/code").await.contains("Commencer"));
    agent.post("/staff/compte/code", &[]).await;
    let page = agent.read("/staff/compte/code").await;
    assert!(page.contains("<svg") && page.contains("QR du code"), "{page}");
    let phone = Authenticator::told(&page);
    assert_eq!(page, agent.read("/staff/compte/code").await, "the same QR until it is confirmed");

    let wrong = agent.post("/staff/compte/code/confirmation", &[("code", &phone.at(TODAY + 3_000))]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().await.unwrap().contains("Ce n’est pas le code de maintenant"));
    let mut visitor = Colleague::outside(&town);
    assert_eq!(location(&visitor.enter("agent-1", PASSWORD).await), "/staff", "not before it is confirmed");

    let typed = format!(" {} {} ", &phone.at(TODAY)[..3], &phone.at(TODAY)[3..]);
    let confirmed = agent.post("/staff/compte/code/confirmation", &[("code", &typed)]).await.text().await.unwrap();
    let kept = codes(&confirmed);
    assert_eq!(kept.iter().collect::<std::collections::HashSet<_>>().len(), 10);
    assert!(agent.read("/staff/compte").await.contains("Il vous reste 10 codes de secours"), "this session goes on");
    assert_eq!(elsewhere.get("/staff").await.status(), StatusCode::SEE_OTHER, "one that saw a password alone does not");
    assert!(!agent.read("/staff/compte").await.contains(&kept[0]), "shown once");
    assert_eq!(location(&agent.get("/staff/compte/code").await), "/staff/compte", "nor is the secret");
    // Its own QR page sent again does not turn it off or change it.
    agent.post("/staff/compte/code", &[]).await;

    town.hands.turn(30);
    let mut visitor = at_the_door(&town, "agent-1").await;
    assert_eq!(visitor.get("/staff").await.status(), StatusCode::SEE_OTHER, "the password opens nothing");
    assert!(visitor.read("/staff/entrer/code").await.contains("autocomplete=\"one-time-code\""));
    let entered = show(&mut visitor, "code", &phone.at(now(&town))).await;
    assert_eq!(location(&entered), "/staff/compte");
    assert!(visitor.read("/staff").await.contains("Bonjour agent-1"));
    assert!(acts(&town, "agent-1").await.contains(&"agent-1 staff.factor-on".to_owned()));
}

#[tokio::test]
async fn a_code_counts_once_and_for_a_step_to_each_side() {
    let town = counter().await;
    let (phone, _) = turn_on(&town, &Colleague::with(&town, Role::Agent).await).await;
    town.hands.turn(300);
    let moment = now(&town);
    let mut first = at_the_door(&town, "agent-1").await;
    let mut second = at_the_door(&town, "agent-1").await;
    // A phone that is half a minute late.
    assert_eq!(show(&mut first, "code", &phone.at(moment - 30)).await.status(), StatusCode::SEE_OTHER);
    let again = show(&mut second, "code", &phone.at(moment - 30)).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY, "over somebody's shoulder");
    assert!(again.text().await.unwrap().contains("a déjà servi"));
    for (moment, say) in [(moment - 60, "a minute late"), (moment + 60, "a minute early")] {
        assert_eq!(
            show(&mut second, "code", &phone.at(moment)).await.status(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "{say}"
        );
    }
    assert_eq!(show(&mut second, "code", &phone.at(moment + 30)).await.status(), StatusCode::SEE_OTHER);
    town.hands.turn(300);
    let mut third = at_the_door(&town, "agent-1").await;
    assert_eq!(show(&mut third, "code", &phone.at(moment)).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "older");
    let wrong = acts(&town, "agent-1").await;
    assert_eq!(wrong.iter().filter(|act| *act == "agent-1 staff.wrong-code").count(), 4, "{wrong:?}");
}

#[tokio::test]
async fn tries_are_few_for_a_sign_in_and_for_an_account() {
    let town = counter().await;
    let (phone, _) = turn_on(&town, &Colleague::with(&town, Role::Agent).await).await;
    town.hands.turn(1_500);
    let mut guesser = at_the_door(&town, "agent-1").await;
    for _ in 0..5 {
        assert_eq!(show(&mut guesser, "code", "000000").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Five tries, and the password again, which helps nobody: the account has none left for now.
    assert_eq!(show(&mut guesser, "code", &phone.at(now(&town))).await.status(), StatusCode::UNAUTHORIZED);
    let mut guesser = at_the_door(&town, "agent-1").await;
    let throttled = show(&mut guesser, "code", &phone.at(now(&town))).await;
    assert_eq!(
        (throttled.status(), throttled.headers()["retry-after"].to_str().unwrap()),
        (StatusCode::TOO_MANY_REQUESTS, "300")
    );
    assert!(throttled.text().await.unwrap().contains("Réessayez dans 5 minutes"));
    town.hands.turn(300);
    assert_eq!(show(&mut guesser, "code", &phone.at(now(&town))).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn between_password_and_code_pass_ten_minutes_at_most() {
    let town = counter().await;
    let (phone, _) = turn_on(&town, &Colleague::with(&town, Role::Agent).await).await;
    let mut slow = at_the_door(&town, "agent-1").await;
    town.hands.turn(601);
    assert_eq!(location(&slow.get("/staff/entrer/code").await), "/staff/entrer");
    let late = show(&mut slow, "code", &phone.at(now(&town))).await;
    assert_eq!(late.status(), StatusCode::UNAUTHORIZED);
    assert!(late.text().await.unwrap().contains("Il faut recommencer"));
    // Nor does the cookie of a session stand for a password.
    let mut stranger = Colleague::outside(&town);
    stranger.cookie = Some("guichet_entree=0000".to_owned());
    assert_eq!(show(&mut stranger, "code", &phone.at(now(&town))).await.status(), StatusCode::UNAUTHORIZED);
    // A password that was changed meanwhile was not the right one.
    let mut waiting = at_the_door(&town, "agent-1").await;
    let hash = server::staff::password::hash("un autre mot de passe").unwrap();
    town.storage().set_staff("test", "agent-1", Role::Agent, &hash).await.unwrap();
    assert_eq!(show(&mut waiting, "code", &phone.at(now(&town))).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_recovery_code_serves_once_and_says_how_many_are_left() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let (_, kept) = turn_on(&town, &agent).await;
    let mut lost = at_the_door(&town, "agent-1").await;
    // As it is copied by hand: small letters, no dashes.
    let typed = kept[3].replace('-', " ").to_lowercase();
    let entered = show(&mut lost, "secours", &typed).await;
    assert_eq!(location(&entered), "/staff/compte?fait=recovery");
    let account = lost.read("/staff/compte?fait=recovery").await;
    assert!(account.contains("Ce code de secours a servi") && account.contains("Il vous reste 9 codes"), "{account}");
    let mut again = at_the_door(&town, "agent-1").await;
    let refused = show(&mut again, "secours", &kept[3]).await;
    assert!(refused.text().await.unwrap().contains("n’est pas l’un des vôtres"));

    // Others are made, with the password only; the former ones end.
    let bare = agent.post("/staff/compte/code/secours", &[("mot-de-passe", "pas celui-là du tout")]).await;
    assert_eq!(bare.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let anew = agent.post("/staff/compte/code/secours", &[("mot-de-passe", PASSWORD)]).await.text().await.unwrap();
    let anew = codes(&anew);
    assert!(kept.iter().all(|code| !anew.contains(code)));
    assert_eq!(show(&mut again, "secours", &kept[4]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(show(&mut again, "secours", &anew[0]).await.status(), StatusCode::SEE_OTHER);
    let acts = acts(&town, "agent-1").await;
    assert_eq!(acts.iter().filter(|act| *act == "agent-1 staff.recovery").count(), 2, "{acts:?}");
}

#[tokio::test]
async fn it_is_turned_off_with_the_password_by_oneself_and_without_by_an_administrator() {
    let town = counter().await;
    let admin = Colleague::with(&town, Role::Admin).await;
    let agent = Colleague::with(&town, Role::Agent).await;
    turn_on(&town, &agent).await;
    let bare = agent.post("/staff/compte/code/retrait", &[("mot-de-passe", "pas celui-là du tout")]).await;
    assert_eq!(bare.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let off = agent.post("/staff/compte/code/retrait", &[("mot-de-passe", PASSWORD)]).await;
    assert!(agent.read(&location(&off)).await.contains("n’est plus demandé"));
    assert_eq!(location(&Colleague::outside(&town).enter("agent-1", PASSWORD).await), "/staff");

    town.hands.turn(300);
    let (_, kept) = turn_on(&town, &agent).await;
    assert!(admin.read("/staff/equipe").await.contains("Remettre son code à zéro"));
    let own = admin.post("/staff/equipe/code", &[("nom", "admin-1")]).await;
    assert_eq!(own.status(), StatusCode::NOT_FOUND, "one's own takes the password");
    let mut waiting = at_the_door(&town, "agent-1").await;
    admin.post("/staff/equipe/code", &[("nom", "agent-1")]).await;
    assert_eq!(agent.get("/staff").await.status(), StatusCode::SEE_OTHER, "its sessions end");
    assert_eq!(show(&mut waiting, "secours", &kept[0]).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(location(&Colleague::outside(&town).enter("agent-1", PASSWORD).await), "/staff");
    let acts = acts(&town, "agent-1").await;
    assert!(acts.contains(&"agent-1 staff.factor-off".to_owned()), "{acts:?}");
    assert!(acts.contains(&"admin-1 staff.factor-reset".to_owned()), "{acts:?}");
}

// Two threads: the command waits for whatever the server is writing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_only_administrator_gets_in_again_by_the_command() {
    let town = counter().await;
    turn_on(&town, &Colleague::with(&town, Role::Admin).await).await;
    let run = |name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command.env_remove("DATABASE_URL").arg("--data").arg(town.folder.path().join("data"));
        command.args(["staff", "reset-second-factor", name]).output().unwrap()
    };
    let done = run("admin-1");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(location(&Colleague::outside(&town).enter("admin-1", PASSWORD).await), "/staff");
    let again = run("admin-1");
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("no such account"));
    assert!(
        acts(&town, "admin-1").await.iter().any(|act| act.starts_with("cli:") && act.ends_with("staff.factor-reset"))
    );
}

#[tokio::test]
async fn whoever_needs_a_code_and_has_none_is_led_to_it_before_anything_else() {
    let town = Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        config.staff_second_factor = SecondFactorRule::Admins;
    })
    .await;
    let agent = Colleague::with(&town, Role::Agent).await;
    assert!(agent.read("/staff").await.contains("Bonjour"), "only administrators need one");
    let admin = Colleague::with(&town, Role::Admin).await;
    for path in ["/staff", "/staff/equipe", "/staff/compte", "/staff/rien/ici", "/staff/cartes?q=zo"] {
        assert_eq!(location(&admin.get(path).await), "/staff/compte/code", "{path}");
    }
    let kept = admin.post("/staff/equipe/fermeture", &[("nom", "agent-1")]).await;
    assert_eq!(kept.status(), StatusCode::FORBIDDEN);
    assert!(kept.text().await.unwrap().contains("Un code d’abord"));
    assert!(town.storage().staff_named("agent-1").await.unwrap().is_some());
    assert!(admin.read("/staff/compte/code").await.contains("obligatoire"));
    turn_on(&town, &admin).await;
    assert!(admin.read("/staff").await.contains("Bonjour admin-1"));
    // Another phone: the old one is taken away, and the new one comes before anything else.
    town.hands.turn(300);
    let away = admin.post("/staff/compte/code/retrait", &[("mot-de-passe", PASSWORD)]).await;
    assert_eq!(location(&away), "/staff/compte/code");
    assert_eq!(location(&admin.get("/staff").await), "/staff/compte/code");
    turn_on(&town, &admin).await;
    assert_eq!(admin.get("/staff").await.status(), StatusCode::OK);
    assert_eq!(admin.post("/staff/sortir", &[]).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_link_for_a_lost_password_does_not_go_around_the_code() {
    let town = counter().await;
    let admin = Colleague::with(&town, Role::Admin).await;
    let (phone, _) = turn_on(&town, &Colleague::with(&town, Role::Agent).await).await;
    town.hands.turn(60);
    let fields = [("nom", "agent-1"), ("role", "agent"), ("encore", "oui")];
    let page = admin.post("/staff/equipe/invitation", &fields).await.text().await.unwrap();
    let path = page[page.find("/staff/invitation/").unwrap()..].split('<').next().unwrap();
    let mut visitor = Colleague::outside(&town);
    let answer = visitor.post(path, &[("nom", ""), ("mot-de-passe", "un tout autre mot")]).await;
    assert_eq!(location(&answer), "/staff/entrer/code?suite=%2Fstaff");
    visitor.cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().map(str::to_owned);
    assert_eq!(show(&mut visitor, "code", &phone.at(now(&town))).await.status(), StatusCode::SEE_OTHER);
    assert!(visitor.read("/staff").await.contains("Bonjour agent-1"));
}

// Two threads: the command waits for whatever the server is writing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stolen_database_has_no_secret_and_a_lost_key_locks_nobody_out() {
    let town = counter().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    agent.post("/staff/compte/code", &[]).await;
    let page = agent.read("/staff/compte/code").await;
    let spelt = page.split("<code class=\"link\">").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
    let (phone, kept) = turn_on(&town, &agent).await;
    let backup = town.folder.path().join("backup.db");
    town.storage().backup(&backup).await.unwrap();
    let bytes = std::fs::read(&backup).unwrap();
    let holds = |needle: &str| bytes.windows(needle.len()).any(|part| part == needle.as_bytes());
    assert!(holds("agent-1") && !holds(&spelt) && !holds(&kept[0]) && !holds(&kept[0].replace('-', "")));

    let check = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command.env_remove("DATABASE_URL").arg("--data").arg(town.folder.path().join("data")).arg("check");
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(check().contains("second factors: 1, their key is here"));

    // The folder of keys is lost: codes cannot be computed, which is said; paper still opens.
    std::fs::remove_file(town.folder.path().join("data/keys/staff.key")).unwrap();
    town.hands.turn(60);
    let mut visitor = at_the_door(&town, "agent-1").await;
    let answer = show(&mut visitor, "code", &phone.at(now(&town))).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.unwrap().contains("n’a plus la clé"));
    let said = check();
    assert!(said.contains("second factors: 1, of which not all") && said.contains("staff.key is missing"), "{said}");
    assert_eq!(show(&mut visitor, "secours", &kept[0]).await.status(), StatusCode::SEE_OTHER);
}

async fn a_proof_opens_one_session(storage: Storage, hands: Hands) {
    storage.set_staff("test", "Nadia", Role::Agent, "$").await.unwrap();
    let nadia = storage.staff_named("Nadia").await.unwrap().unwrap();
    assert!(storage.offer_second_factor(&nadia, b"sealed").await.unwrap());
    assert!(storage.offer_second_factor(&nadia, b"sealed again").await.unwrap());
    assert!(!storage.staff_named("Nadia").await.unwrap().unwrap().second_factor);
    assert!(storage.confirm_second_factor(&nadia, 100, &[[1; 32], [2; 32]], None).await.unwrap());
    assert!(!storage.confirm_second_factor(&nadia, 101, &[], None).await.unwrap(), "it is");
    assert!(!storage.offer_second_factor(&nadia, b"other").await.unwrap(), "it stays");
    let nadia = storage.staff_named("Nadia").await.unwrap().unwrap();
    assert!(nadia.second_factor);
    let factor = storage.second_factor(&nadia.id).await.unwrap().unwrap();
    assert_eq!((factor.sealed.as_slice(), factor.last_step, factor.recovery_codes), (&b"sealed again"[..], 100, 2));

    for (token, proof, expected) in [
        (1, Proof::Step(100), false),
        (2, Proof::Step(102), true),
        (3, Proof::Step(101), false),
        (4, Proof::Recovery([2; 32]), true),
        (5, Proof::Recovery([2; 32]), false),
        (6, Proof::Recovery([3; 32]), false),
    ] {
        let sign_in = [token; 32];
        storage.begin_sign_in(&nadia, sign_in, TODAY - 600).await.unwrap();
        assert_eq!(storage.finish_sign_in(&sign_in, &nadia, proof, [token; 32]).await.unwrap(), expected, "{proof:?}");
        let open = storage.staff_of(&[token; 32], TODAY - 600, TODAY - 600).await.unwrap();
        assert_eq!(open.is_some(), expected, "{proof:?}");
        assert_eq!(storage.signing_in(&sign_in, TODAY - 600).await.unwrap().is_none(), expected, "{proof:?}");
    }
    // Without a sign-in that waits, no proof opens anything, and none is used up.
    assert!(!storage.finish_sign_in(&[9; 32], &nadia, Proof::Recovery([1; 32]), [9; 32]).await.unwrap());
    assert_eq!(storage.second_factor(&nadia.id).await.unwrap().unwrap().recovery_codes, 1);

    for _ in 0..TRIES {
        assert!(storage.count_try(&[1; 32]).await.unwrap());
    }
    assert!(!storage.count_try(&[1; 32]).await.unwrap());
    assert_eq!(storage.signing_in(&[1; 32], TODAY - 600).await.unwrap(), None);
    hands.turn(601);
    storage.begin_sign_in(&nadia, [7; 32], hands.clock().now() - 600).await.unwrap();
    assert!(!storage.count_try(&[3; 32]).await.unwrap(), "those that ended are forgotten");

    assert!(storage.remove_second_factor("Luc", "Nadia").await.unwrap());
    assert!(!storage.remove_second_factor("Luc", "Nadia").await.unwrap());
    assert_eq!(storage.staff_of(&[2; 32], 0, 0).await.unwrap(), None);
    assert_eq!(storage.second_factor(&nadia.id).await.unwrap(), None);
}

#[tokio::test]
async fn sqlite_opens_one_session_for_a_proof() {
    hold!(Databases::sqlite(); a_proof_opens_one_session);
}

#[tokio::test]
async fn postgresql_opens_one_session_for_a_proof() {
    hold!(Databases::postgresql(); a_proof_opens_one_session);
}
