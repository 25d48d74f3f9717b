//! Shops, offers and places as tables: brought, looked at, imported whole or not at all, and taken away.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use server::staff::{export_table, import_table};
use server::storage::Role;
use server::storage::uploads::Attempt;
use shared::domain::{Kind, Record};
use town::Town;
use town::colleague::{Colleague, counter, location};

/// A header as somebody's own spreadsheet has it, and the source that every line shares.
const HEADER: &str = "Enseigne;Description;Rue;CP;Ville;Tél;Source;Adresse de la source;Vérifié le";

fn shop(number: usize) -> String {
    format!(
        "Boutique {number};Du pain et du reste.;{number} rue du Puits;51000;Demo-Bourg;03 26 00 00 00;Mairie;https://demo-bourg.example;20/11/2026"
    )
}

fn sheet(lines: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("{HEADER}\r\n");
    for line in lines {
        let _ = write!(text, "{line}\r\n");
    }
    text
}

/// Brings a table; the address of its page.
async fn bring(who: &Colleague<'_>, town: &Town, noun: &str, bytes: Vec<u8>) -> String {
    let answer = brought(who, town, noun, bytes).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    location(&answer)
}

async fn brought(who: &Colleague<'_>, town: &Town, noun: &str, bytes: Vec<u8>) -> reqwest::Response {
    let form =
        Form::new().text("sorte", noun.to_owned()).part("fichier", Part::bytes(bytes).file_name("partenaires.csv"));
    let request = who.ask(Method::POST, "/staff/tableaux").header("origin", town.running.url());
    request.multipart(form).send().await.unwrap()
}

/// Presses « Importer » on a page, and waits until it is done.
async fn import(who: &Colleague<'_>, path: &str) -> String {
    let seen = town::colleague::seen(&who.read(path).await);
    let answer = who.post(&format!("{path}/import"), &[("vu", &seen)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    settled(who, path).await
}

async fn settled(who: &Colleague<'_>, path: &str) -> String {
    loop {
        let answer = who.get(path).await;
        let again = answer.headers().contains_key("refresh");
        let page = answer.text().await.unwrap();
        if !again {
            return page;
        }
        assert!(page.contains("Import en cours"));
    }
}

async fn shops(town: &Town) -> Vec<Value> {
    let mut shops = Vec::new();
    for held in town.storage().all_held(Kind::Place).await.unwrap() {
        if let Some(Record::Place(place)) = held.record.filter(|record| record.title().starts_with("Boutique")) {
            shops.push(serde_json::to_value(place).unwrap());
        }
    }
    shops
}

#[tokio::test]
async fn a_sheet_with_wrong_lines_changes_nothing_and_says_what_to_write_on_each() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let before = town.storage().head().await.unwrap().seq;
    let lines = [
        shop(1),
        ";Sans nom.;1 rue;51000;Demo-Bourg;;Mairie;https://demo-bourg.example;20/11/2026".to_owned(),
        "Boutique 3;Tard.;3 rue;51000;Demo-Bourg;demander Zoé;Mairie;demo-bourg;31/02/2026".to_owned(),
        shop(1),
    ];
    // As Excel writes it in France.
    let text = sheet(lines);
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
    let path = bring(&partner, &town, "commerces", bytes.into_owned()).await;
    let page = partner.read(&path).await;
    for words in [
        "partenaires.csv",
        "Windows-1252",
        "points-virgules",
        "3 lignes à corriger",
        "Ligne 3",
        "Donnez le nom du lieu.",
        "Ligne 4",
        "«\u{202f}demander Zoé\u{202f}»",
        "Écrivez un numéro",
        "Donnez une adresse complète",
        "Ce jour n’existe pas",
        "Ligne 5",
        "La ligne 2 est déjà celle-ci",
        "c’est tout ou rien",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("/import\""), "there is no way to import it");
    let forced = partner.post(&format!("{path}/import"), &[("vu", "999999")]).await;
    assert_eq!(forced.status(), StatusCode::SEE_OTHER);
    assert!(settled(&partner, &path).await.contains("3 lignes à corriger"));
    assert_eq!(town.storage().head().await.unwrap().seq, before);

    let mend = partner.get(&format!("{path}/a-corriger.csv")).await.bytes().await.unwrap();
    let mend = String::from_utf8(mend.to_vec()).unwrap();
    assert!(mend.starts_with("\u{feff}Enseigne;") && mend.lines().count() == 4, "{mend}");
    assert!(mend.contains("problème") && mend.contains("Donnez le nom du lieu.") && mend.contains("demander Zoé"));
}

#[tokio::test]
async fn hours_that_cannot_be_read_are_kept_as_words_and_told_to_staff() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let text = format!(
        "{HEADER};Horaires;Précision sur les horaires\r\n{};Mo-Fr 09:00-18:00;\r\n{};Sur rendez-vous le matin;Fermé en août\r\n",
        shop(1),
        shop(2)
    );
    let path = bring(&partner, &town, "commerces", text.into_bytes()).await;
    import(&partner, &path).await;
    let shops = shops(&town).await;
    let named = |name: &str| shops.iter().find(|shop| shop["name"] == name).unwrap();
    assert_eq!(named("Boutique 1")["opening_hours"], "Mo-Fr 09:00-18:00");
    assert!(named("Boutique 1").get("to_confirm").is_none_or(|flag| flag == false));
    let kept = named("Boutique 2");
    assert!(kept.get("opening_hours").is_none(), "{kept}");
    assert_eq!(kept["hours_note"], "Sur rendez-vous le matin · Fermé en août");
    assert_eq!(kept["to_confirm"], true);
    let editor = Colleague::with(&town, Role::Editor).await;
    assert!(editor.read("/staff/contenus/a-verifier").await.contains("Boutique 2"), "somebody is told to look at it");
}

#[tokio::test]
async fn a_sheet_brought_again_changes_what_changed_and_doubles_nothing() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let path = bring(&partner, &town, "commerces", sheet((1..=20).map(shop)).into_bytes()).await;
    let page = partner.read(&path).await;
    assert!(page.contains("Importer 20 commerces") && page.contains("Boutique 1") && page.contains("à ajouter"));
    assert!(page.contains("téléphones\u{a0}: 1 commerce."), "the town’s own shop stays: {page}");
    let page = import(&partner, &path).await;
    assert!(page.contains("C’est importé") && page.contains("20"), "{page}");
    let first = shops(&town).await;
    assert_eq!(first.len(), 20);
    assert_eq!(first[0]["place_kind"], "shop");
    assert_eq!(first[0]["phones"][0]["label"], "Accueil");
    let seq = town.storage().head().await.unwrap().seq;

    // The same again: nothing to do, and no button that does it.
    let path = bring(&partner, &town, "commerces", sheet((1..=20).map(shop)).into_bytes()).await;
    let page = partner.read(&path).await;
    assert!(page.contains("il n’y a rien à importer"), "{page}");

    // One line says something else, one is gone, one is new; commas and a mark this time.
    let mut lines: Vec<String> = (2..=21).map(shop).collect();
    lines[3] = lines[3].replace("Du pain et du reste.", "Du pain seul.");
    let commas = format!("\u{feff}{}", sheet(lines).replace(';', ","));
    let path = bring(&partner, &town, "commerces", commas.into_bytes()).await;
    let page = partner.read(&path).await;
    assert!(page.contains("Importer 2 commerces") && page.contains("Résumé"), "{page}");
    import(&partner, &path).await;
    let second = shops(&town).await;
    assert_eq!(second.len(), 21);
    let touched = second.iter().filter(|shop| !first.contains(shop)).count();
    assert_eq!(touched, 2);
    assert_eq!(town.storage().head().await.unwrap().seq, seq + 2, "phones hear of two");
    let acts = town.storage().audited(path.rsplit('/').next().unwrap()).await.unwrap();
    assert_eq!(acts, [("partnerships-1".to_owned(), "sheet.import".to_owned())]);
    // The page of an import says how it went, to whoever brought it alone.
    assert!(partner.read(&path).await.contains("C’est importé"));
    let other = Colleague::with(&town, Role::Admin).await;
    assert_eq!(other.get(&path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_exported_comes_back_as_it_went() {
    for slug in ["demo-bourg", "chalons"] {
        let town = Town::open_with(|config| config.territory = Some(town::territory(slug))).await;
        let seq = town.storage().head().await.unwrap().seq;
        for noun in ["shops", "offers", "places"] {
            let clock = town.hands.clock();
            let bytes = export_table(town.storage(), &clock, noun).await.unwrap().unwrap();
            assert!(bytes.starts_with("\u{feff}Identifiant;".as_bytes()));
            let report = import_table(town.storage(), &clock, "test", noun, bytes).await.unwrap().unwrap();
            assert_eq!((report.added, report.changed, report.absent), (0, 0, 0), "{noun} of {slug}");
            assert!(report.same > 0, "{noun} of {slug}");
        }
        assert_eq!(town.storage().head().await.unwrap().seq, seq);
    }
}

#[tokio::test]
async fn columns_are_chosen_by_hand_when_their_names_say_nothing() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let text = "A;B;C\nBoutique Une;Des fleurs;Demo-Bourg\nBoutique Deux;Des livres;\n";
    let path = bring(&partner, &town, "commerces", text.as_bytes().to_vec()).await;
    let page = partner.read(&path).await;
    assert!(page.contains("2 lignes à corriger") && page.contains("Sans usage ici"), "{page}");
    let chosen = [
        ("col-nom", "0"),
        ("col-resume", "1"),
        ("col-ville", "2"),
        ("sinon-ville", "Demo-Bourg"),
        ("sinon-rubriques", "Se divertir"),
        ("sinon-source-nom", "Convention du commerce"),
        ("sinon-source-adresse", "https://demo-bourg.example/carte"),
        ("sinon-verifie", "20/11/2026"),
    ];
    let answer = partner.post(&path, &chosen).await;
    assert_eq!(location(&answer), path);
    assert!(import(&partner, &path).await.contains("C’est importé"));
    let shops = shops(&town).await;
    assert_eq!(shops.len(), 2);
    assert_eq!(
        (&shops[1]["city"], &shops[1]["source"][0]["label"]),
        (&"Demo-Bourg".into(), &"Convention du commerce".into())
    );
}

#[tokio::test]
async fn a_formula_goes_out_as_text_and_comes_back_as_it_was() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let evil = shop(1).replace("Boutique 1", "\"Boutique =HYPERLINK\"").replace("03 26 00 00 00", "+33 3 26 00 00 00");
    let evil = evil.replace("Du pain et du reste.", "=1+1 pain");
    let path = bring(&partner, &town, "commerces", sheet([evil]).into_bytes()).await;
    import(&partner, &path).await;
    assert_eq!(shops(&town).await[0]["summary"], "=1+1 pain");
    let out = partner.get("/staff/tableaux/export/commerces.csv").await.text().await.unwrap();
    assert!(out.contains(";'=1+1 pain;") && out.contains(";'+33 3 26 00 00 00;"), "{out}");
    let path = bring(&partner, &town, "commerces", out.into_bytes()).await;
    assert!(partner.read(&path).await.contains("il n’y a rien à importer"));
}

#[tokio::test]
async fn somebody_elses_change_meanwhile_is_not_written_over() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let path = bring(&partner, &town, "commerces", sheet([shop(1), shop(2)]).into_bytes()).await;
    import(&partner, &path).await;
    let changed = sheet([shop(1).replace("Du pain", "Du gâteau"), shop(3)]);
    let path = bring(&partner, &town, "commerces", changed.into_bytes()).await;
    let seen = town::colleague::seen(&partner.read(&path).await);
    let mut record: Value = shops(&town).await.remove(0);
    record["kind"] = "place".into();
    record["summary"] = "Corrigé à la main.".into();
    town.publish(&[serde_json::from_value(record).unwrap()]).await;
    let answer = partner.post(&format!("{path}/import"), &[("vu", &seen)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let page = settled(&partner, &path).await;
    assert!(page.contains("quelqu’un a changé entre-temps"), "{page}");
    assert_eq!(shops(&town).await.len(), 2, "nothing of it came");
    // Having seen what it would do now, one may decide.
    assert!(import(&partner, &path).await.contains("C’est importé"));
    assert_eq!(shops(&town).await.len(), 3);
}

#[tokio::test]
async fn a_server_that_stopped_half_way_left_nothing_and_says_so() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let path = bring(&partner, &town, "commerces", sheet([shop(1)]).into_bytes()).await;
    let id = path.rsplit('/').next().unwrap();
    let owner = town.storage().staff_named("partnerships-1").await.unwrap().unwrap().id;
    // As a killed server leaves it: begun, and nobody at work.
    let started_at = town.storage().begin_import(&owner, id, i64::MIN).await.unwrap().unwrap();
    assert_eq!(town.storage().begin_import(&owner, id, i64::MIN).await.unwrap(), None, "one at a time");
    let page = partner.read(&path).await;
    assert!(page.contains("Le serveur s’est arrêté pendant l’import"), "{page}");
    assert!(import(&partner, &path).await.contains("C’est importé"));
    assert_eq!(shops(&town).await.len(), 1);
    // Were the first still at work somewhere, it would give up.
    let late = Attempt { upload: id.to_owned(), started_at, outcome: String::new() };
    let given_up = town.storage().take_together("late", &[], 0, Some(&late), &|_| {}).await.unwrap();
    assert_eq!(given_up, server::storage::uploads::Together::GivenUp);
}

#[tokio::test]
async fn each_brings_what_they_deal_with_and_files_that_are_no_tables_are_named() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let refused = brought(&editor, &town, "commerces", sheet([shop(1)]).into_bytes()).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(editor.get("/staff/tableaux/export/commerces.csv").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(editor.get("/staff/tableaux/export/lieux.csv").await.status(), StatusCode::OK);
    for (bytes, words) in [
        (b"PK\x03\x04rest".to_vec(), "C’est un classeur"),
        (b"\x89PNG\0\0".to_vec(), "n’est pas un tableau CSV"),
        (b"nom;ville\n".to_vec(), "aucune ligne"),
        (Vec::new(), "Choisissez un fichier"),
        (vec![b'a'; 9 * 1024 * 1024], "dépasse 8 Mo"),
    ] {
        let answer = brought(&partner, &town, "commerces", bytes).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        let page = answer.text().await.unwrap();
        assert!(page.contains(words), "{words}: {page}");
    }
    let path = bring(&partner, &town, "commerces", sheet([shop(1)]).into_bytes()).await;
    town.hands.turn(7 * 3600);
    assert_eq!(town.storage().forget_uploads().await.unwrap(), 1);
    let partner = Colleague::with(&town, Role::Partnerships).await;
    assert_eq!(partner.get(&path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn offers_find_their_shop_by_its_name() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let text = "Commerce;Titre;Conditions;Sorte d’avantage;Valeur;Catégorie;Limite;Par;Jours;Valable du;Valable au;Source;Adresse de la source;Vérifié le\n\
        Le Fournil du Puits (exemple);−10 % le matin;Avant 10 h.;pourcentage;10 %;Manger;1;jour;lundi, mardi;1/9/26;31/08/2027;Le commerce;https://demo-bourg.example;20/11/2026\n\
        Nulle part;Un café;Offert.;cadeau;;Manger;;;;;;Le commerce;https://demo-bourg.example;20/11/2026\n\
        fournil-demo;Un pain;Offert.;bonbon;;Manger;;;;;;Le commerce;https://demo-bourg.example;20/11/2026\n";
    let path = bring(&partner, &town, "bons-plans", text.as_bytes().to_vec()).await;
    let page = partner.read(&path).await;
    for words in
        ["2 lignes à corriger", "Ce commerce n’est pas connu ici", "«\u{202f}bonbon\u{202f}» n’est pas dans la liste"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    let right: String = text.lines().take(2).collect::<Vec<_>>().join("\n");
    let path = bring(&partner, &town, "bons-plans", right.into_bytes()).await;
    assert!(import(&partner, &path).await.contains("C’est importé"));
    let offers = town.storage().all_held(Kind::Offer).await.unwrap();
    let offer = offers.iter().filter_map(|held| held.record.as_ref()).find(|record| record.title() == "−10 % le matin");
    let Some(Record::Offer(offer)) = offer else { panic!("an offer") };
    assert_eq!((offer.place.as_str(), offer.value, offer.days.len()), ("fournil-demo", Some(10), 2));
    assert_eq!(offer.valid_from, Some("2026-09-01".parse().unwrap()));
}

#[tokio::test]
async fn five_thousand_shops_come_in_seconds() {
    let town = counter().await;
    let text = sheet((1..=5000).map(shop)).into_bytes();
    let clock = town.hands.clock();
    #[expect(clippy::disallowed_methods, reason = "it is measured")]
    let begun = Instant::now();
    let report = import_table(town.storage(), &clock, "test", "shops", text.clone()).await.unwrap().unwrap();
    assert_eq!(report.added, 5000);
    let again = import_table(town.storage(), &clock, "test", "shops", text).await.unwrap().unwrap();
    assert_eq!((again.added, again.changed, again.same), (0, 0, 5000));
    // Generous: unoptimised, on a machine that does other things.
    assert!(begun.elapsed() < Duration::from_mins(2), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_does_the_same() {
    let town = counter().await;
    let data = town.folder.path().join("data");
    let file = town.folder.path().join("commerces.csv");
    std::fs::write(&file, sheet([shop(1), shop(2)])).unwrap();
    assert!(guichet(&data, &["import", "shops", file.to_str().unwrap()]).contains("2 added, 0 changed, 0 unchanged"));
    assert!(guichet(&data, &["import", "shops", file.to_str().unwrap()]).contains("0 added, 0 changed, 2 unchanged"));
    let out = guichet(&data, &["export", "shops"]);
    assert!(out.contains("Boutique 2;"), "{out}");
    std::fs::write(&file, "nom\nSeul\n").unwrap();
    let refused = guichet(&data, &["import", "shops", file.to_str().unwrap()]);
    assert!(refused.contains("ligne 2") && refused.contains("nothing was changed"), "{refused}");
}

fn guichet(data: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_guichet"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
