//! The map as phones ask for it: from the file, from an online source, and addresses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/maps.rs"]
mod maps;
#[expect(dead_code, reason = "each test file uses its own part")]
#[path = "town/sheet.rs"]
mod sheet;
mod town;

use axum::http::StatusCode;
use maps::{HERE, PLAIN, Reply, Source, lay, online, page, tile};
use serde_json::{Value, json};
use server::storage::Role;
use sha2::{Digest, Sha256};
use shared::domain::Point;
use shared::map::Archive;
use shared::protocol::{Geocoded, MapInfo, SpotKind};
use sheet::Sheet;
use town::Town;
use town::colleague::Colleague;

async fn with_file() -> Town {
    let town = Town::with_cards().await;
    lay(&town.folder.path().join("data"), "1");
    town
}

async fn info(town: &Town) -> MapInfo {
    town.get("/api/v1/map").await.json().await.unwrap()
}

async fn problem(answer: reqwest::Response) -> String {
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    answer.json::<Value>().await.unwrap()["type"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_town_without_a_map_says_so_and_takes_one_up_while_it_runs() {
    let town = Town::with_cards().await;
    assert_eq!(info(&town).await, MapInfo::default());
    for path in [&format!("/api/v1/map/tiles/{HERE}"), "/api/v1/map/file"] {
        let answer = town.get(path).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(problem(answer).await.ends_with("not-found"));
    }
    let ready: Value = town.get("/readyz").await.json().await.unwrap();
    assert_eq!((&ready["ready"], &ready["parts"]["map"]["state"]), (&json!(true), &json!("absent")));

    let data = town.folder.path().join("data");
    lay(&data, "1");
    let told = info(&town).await;
    assert_eq!(told.basemap.as_ref().map(|map| (map.version.as_str(), map.online)), Some(("1", false)));
    let bytes = std::fs::read(data.join("map.mbtiles")).unwrap();
    let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let file = told.file.unwrap();
    assert_eq!((file.bytes, file.sha256, file.built_at), (bytes.len() as u64, sum, 1_790_000_000));

    lay(&data, "2");
    assert_eq!(info(&town).await.basemap.unwrap().version, "2", "replaced while the server runs");
    std::fs::write(data.join("map.mbtiles"), &bytes[..bytes.len() - 5_000]).unwrap();
    assert_eq!(info(&town).await, MapInfo::default(), "a copy that was cut short is no map");
    let ready: Value = town.get("/readyz").await.json().await.unwrap();
    let map = &ready["parts"]["map"];
    assert_eq!((&map["state"], &map["file"]["fault"]), (&json!("degraded"), &json!("il est incomplet")));
    std::fs::remove_file(data.join("map.mbtiles")).unwrap();
    assert_eq!(info(&town).await, MapInfo::default());
}

#[tokio::test]
async fn tiles_and_letters_come_from_the_file_and_are_kept_for_good_by_version() {
    let town = with_file().await;
    let tile = town.http.get(town.url(&format!("/api/v1/map/tiles/{HERE}?v=1"))).header("accept-encoding", "gzip");
    let tile = tile.send().await.unwrap();
    assert_eq!(tile.status(), StatusCode::OK);
    assert_eq!(tile.headers()["content-type"], "application/vnd.mapbox-vector-tile");
    assert_eq!(tile.headers()["cache-control"], "public, max-age=31536000, immutable");
    let plain = town.http.get(town.url(&format!("/api/v1/map/tiles/{HERE}"))).header("accept-encoding", "identity");
    let plain = plain.send().await.unwrap();
    assert_eq!(plain.headers()["cache-control"], "public, max-age=3600");
    assert!(!plain.headers().contains_key("content-encoding"));
    assert_eq!(plain.bytes().await.unwrap().as_ref(), PLAIN);
    for (path, expected) in [
        ("14/0/0", StatusCode::NO_CONTENT),
        ("4/8/5", StatusCode::NOT_FOUND),
        ("15/0/0", StatusCode::NOT_FOUND),
        ("14/16384/0", StatusCode::NOT_FOUND),
        ("14/a/0", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(town.get(&format!("/api/v1/map/tiles/{path}")).await.status(), expected, "{path}");
    }
    let letters = town.get("/api/v1/map/glyphs/0-255?v=1").await;
    assert_eq!(letters.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(letters.bytes().await.unwrap().as_ref(), b"letters");
    assert_eq!(town.get("/api/v1/map/glyphs/1-2").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_download_that_stopped_goes_on_and_never_mixes_two_files() {
    let town = with_file().await;
    let data = town.folder.path().join("data");
    let whole = std::fs::read(data.join("map.mbtiles")).unwrap();
    let ask = |headers: &[(&'static str, String)]| {
        let mut request = town.http.get(town.url("/api/v1/map/file"));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.send()
    };
    let first = ask(&[]).await.unwrap();
    assert_eq!(first.headers()["accept-ranges"], "bytes");
    assert_eq!(first.headers()["content-length"], whole.len().to_string().as_str());
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(first.bytes().await.unwrap().as_ref(), whole);
    assert_eq!(ask(&[("if-none-match", tag.clone())]).await.unwrap().status(), StatusCode::NOT_MODIFIED);

    let rest = ask(&[("range", "bytes=5000-".to_owned()), ("if-range", tag.clone())]).await.unwrap();
    assert_eq!(rest.status(), StatusCode::PARTIAL_CONTENT);
    let length = whole.len();
    assert_eq!(rest.headers()["content-range"], format!("bytes 5000-{}/{length}", length - 1).as_str());
    assert_eq!(rest.bytes().await.unwrap().as_ref(), &whole[5000..]);
    let beyond = ask(&[("range", format!("bytes={length}-"))]).await.unwrap();
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.headers()["content-range"], format!("bytes */{length}").as_str());

    lay(&data, "2");
    let other = std::fs::read(data.join("map.mbtiles")).unwrap();
    let rest = ask(&[("range", "bytes=5000-".to_owned()), ("if-range", tag)]).await.unwrap();
    assert_eq!(rest.status(), StatusCode::OK, "another file is given from its start");
    let bytes = rest.bytes().await.unwrap();
    assert_eq!(bytes.as_ref(), other);
    assert!(Archive::from_bytes(bytes.to_vec()).unwrap().spots("rue basse", None, 1).len() == 1);
    let head = town.http.head(town.url("/api/v1/map/file")).send().await.unwrap();
    assert_eq!(head.headers()["content-length"], other.len().to_string().as_str());
}

#[tokio::test]
async fn without_a_file_tiles_come_through_the_server_which_tells_nobody_who_looks() {
    let source = Source::open(tile()).await;
    let town = Town::open_with(online(&source)).await;
    let basemap = info(&town).await.basemap.unwrap();
    assert_eq!((basemap.online, basemap.max_zoom, basemap.attribution.as_str()), (true, 14, "Exemple © OpenStreetMap"));
    let path = format!("/api/v1/map/tiles/{HERE}?v={}", basemap.version);
    let asked = town.http.get(town.url(&path)).header("user-agent", "Le téléphone de Zoé").header("cookie", "zoe=1");
    let answer =
        asked.header("referer", "https://zoe.example").header("x-forwarded-for", "192.0.2.7").send().await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(source.heard(), [format!("/{HERE}.pbf")]);
    for (_, headers) in source.heard.lock().unwrap().iter() {
        assert_eq!(headers["user-agent"], "guichet-jeunes");
        for name in ["cookie", "referer", "x-forwarded-for", "forwarded", "origin"] {
            assert!(!headers.contains_key(name), "{name}");
        }
    }
    // Once is enough, over a restart too.
    let town = town.restart(online(&source)).await;
    assert_eq!(town.get(&path).await.status(), StatusCode::OK);
    assert_eq!(source.heard().len(), 1);
    // Elsewhere is nobody's business here.
    assert_eq!(town.get("/api/v1/map/tiles/14/0/0").await.status(), StatusCode::NO_CONTENT);
    assert_eq!(source.heard().len(), 1);
}

#[tokio::test]
async fn many_who_wait_for_one_tile_are_one_question() {
    let source = Source::open(Reply::Stall(PLAIN.to_vec())).await;
    let town = Town::open_with(online(&source)).await;
    let url = town.url(&format!("/api/v1/map/tiles/{HERE}"));
    let askers: Vec<_> = (0..20).map(|_| tokio::spawn(town.http.get(&url).send())).collect();
    while source.heard().is_empty() {
        tokio::task::yield_now().await;
    }
    // One of them goes away; the others still get it.
    askers[0].abort();
    source.go_on();
    for asker in askers.into_iter().skip(1) {
        assert_eq!(asker.await.unwrap().unwrap().status(), StatusCode::OK);
    }
    assert!(source.heard().len() <= 2, "one, and one more when it was the first that went away: {:?}", source.heard());
}

#[tokio::test]
async fn what_is_no_tile_is_an_error_and_an_old_tile_is_better_than_none() {
    let source = Source::open(tile()).await;
    let town = Town::open_with(online(&source)).await;
    let here = format!("/api/v1/map/tiles/{HERE}");
    assert_eq!(town.get(&here).await.status(), StatusCode::OK);
    let other = "/api/v1/map/tiles/14/8304/5795";
    for reply in [
        page(StatusCode::OK),
        page(StatusCode::BAD_GATEWAY),
        Reply::Body(StatusCode::OK, "application/x-protobuf", b"<html>".to_vec()),
        Reply::Body(StatusCode::OK, "application/x-protobuf", vec![0x1a; 5 * 1024 * 1024]),
        Reply::Away(format!("{}/elsewhere", source.address)),
    ] {
        source.says(reply);
        town.hands.turn(60);
        let answer = town.get(other).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(problem(answer).await.ends_with("map-source-down"));
    }
    assert!(source.heard().iter().all(|path| !path.contains("elsewhere")), "no redirect is followed");
    let asked = source.heard().len();
    assert_eq!(town.get(other).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(source.heard().len(), asked, "a source that failed is left in peace for a while");
    let ready: Value = town.get("/readyz").await.json().await.unwrap();
    assert_eq!(ready["parts"]["map"]["source"]["state"], "degraded");

    town.hands.turn(40 * 86_400);
    assert_eq!(town.get(&here).await.status(), StatusCode::OK, "old, and better than none");
    source.says(Reply::Body(StatusCode::NOT_FOUND, "text/plain", Vec::new()));
    town.hands.turn(60);
    assert_eq!(town.get(other).await.status(), StatusCode::NO_CONTENT, "nothing there is an answer");
}

/// As the national geocoder answers, by its documentation; the last one lies in another region.
fn addresses() -> Reply {
    let feature = |name: &str, kind: &str, lon: f64, lat: f64| {
        json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [lon, lat] },
            "properties": { "label": format!("{name} 18000 Demo-Bourg"), "score": 0.97, "housenumber": "12", "id": "18033_0001_00012",
                "banId": null, "name": name, "postcode": "18000", "citycode": "18033", "x": 652_000.1, "y": 6_600_000.2,
                "city": "Demo-Bourg", "context": "18, Cher, Centre-Val de Loire", "type": kind, "importance": 0.6,
                "street": "Rue Basse", "_type": "address" } })
    };
    let place = json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [2.5, 46.5] },
        "properties": { "toponym": "Gare", "category": ["gare"], "postcode": ["18000"], "city": ["Demo-Bourg"], "_type": "poi" } });
    let strange = json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [] }, "properties": {} });
    let all = json!({ "type": "FeatureCollection", "query": "12 rue basse", "features": [
        feature("12 Rue Basse", "housenumber", 2.51, 46.51), feature("Rue Basse", "street", 2.44, 46.46),
        feature("Rue Basse", "street", 2.5, 46.5), place, strange, feature("12 Rue Basse", "housenumber", 4.36, 48.95)] });
    Reply::Body(StatusCode::OK, "application/json", all.to_string().into_bytes())
}

#[tokio::test]
async fn an_address_is_found_in_the_territory_and_nobody_learns_who_asked_from_where() {
    let source = Source::open(addresses()).await;
    let town = Town::open_with(online(&source)).await;
    let path = "/api/v1/geocode?q=12%20Rue%20BASSE&lat=46.51&lon=2.51";
    let answer = town.get(path).await;
    assert_eq!(answer.headers()["content-type"], "application/geo+json");
    assert_eq!(answer.headers()["cache-control"], "private, max-age=300");
    let spots = answer.json::<Geocoded>().await.unwrap().into_spots();
    let said: Vec<(SpotKind, &str, &str)> =
        spots.iter().map(|spot| (spot.kind, spot.name.as_str(), spot.context.as_str())).collect();
    let context = "18000 Demo-Bourg";
    assert_eq!(
        said,
        [
            (SpotKind::House, "12 Rue Basse", context),
            (SpotKind::Street, "Rue Basse", context),
            (SpotKind::Street, "Rue Basse", context),
            (SpotKind::Place, "Gare", context),
        ]
    );
    assert_eq!(spots[1].point, Point { lat: 46.5, lon: 2.5 }, "the nearer of two of one name first");
    let asked = source.heard();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].starts_with("/search?q=12+rue+basse&limit=20&autocomplete=1&lat=46.5"), "{asked:?}");
    assert!(!asked[0].contains("2.51"), "where somebody stands stays here: {asked:?}");
    assert_eq!(town.get("/api/v1/geocode?q=12,%20rue%20basse").await.status(), StatusCode::OK);
    assert_eq!(source.heard().len(), 1, "the same words are asked once in some minutes");
    let short: Value = town.get("/api/v1/geocode?q=ru").await.json().await.unwrap();
    assert_eq!(short["features"], json!([]));
    let long = town.get(&format!("/api/v1/geocode?q={}", "a".repeat(121))).await;
    assert_eq!(long.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_colleague_has_the_point_of_an_address_found_and_saves_it_after_a_look() {
    let source = Source::open(addresses()).await;
    let town = Town::open_with(online(&source)).await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let path = "/staff/contenus/lieux/gare-demo";
    let before = town.storage().head().await.unwrap().seq;
    let sheet = Sheet::open(&editor, path).await.set("adresse", "12 rue Basse").set("position", "");
    let answer = sheet.send("situer").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let shown = answer.text().await.unwrap();
    assert!(shown.contains("Point trouvé") && shown.contains("12 Rue Basse 18000 Demo-Bourg"), "{shown}");
    assert!(
        shown.contains("value=\"46.51, 2.51\"") && shown.contains("value=\"12 rue Basse\""),
        "all that was typed is there"
    );
    assert!(shown.contains("mlat=46.51"), "and can be looked at");
    assert_eq!(town.storage().head().await.unwrap().seq, before, "nothing is saved");

    // The town's own map knows its streets without asking anybody.
    let asked = source.heard().len();
    lay(&town.folder.path().join("data"), "1");
    source.says(page(StatusCode::BAD_GATEWAY));
    town.hands.turn(3_600);
    let shown = sheet
        .set("adresse", "rue Basse")
        .set("code-postal", "18000")
        .set("ville", "Demo-Bourg")
        .send("situer")
        .await
        .text()
        .await
        .unwrap();
    assert!(shown.contains("value=\"46.5, 2.5\""), "{shown}");
    assert_eq!(source.heard().len(), asked + 1, "the geocoder was asked for the number");
    let shown =
        Sheet::open(&editor, path).await.set("adresse", "99 rue Inconnue").send("situer").await.text().await.unwrap();
    assert!(shown.contains("n’est pas connue ici") && shown.contains("99 rue Inconnue"));
}

#[tokio::test]
async fn a_geocoder_that_is_down_or_talks_of_something_else_is_a_problem_with_a_name() {
    let source = Source::open(page(StatusCode::OK)).await;
    let town = Town::open_with(online(&source)).await;
    let wrong = |body: &str| Reply::Body(StatusCode::OK, "application/json", body.as_bytes().to_vec());
    for (number, reply) in [
        page(StatusCode::OK),
        page(StatusCode::TOO_MANY_REQUESTS),
        wrong("{"),
        wrong(r#"{"type":"FeatureCollection"}"#),
        wrong("[1,2,3]"),
        Reply::Away("http://127.0.0.1:9/".to_owned()),
    ]
    .into_iter()
    .enumerate()
    {
        source.says(reply);
        town.hands.turn(60);
        let answer = town.get(&format!("/api/v1/geocode?q=rue%20basse%20{number}")).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{number}");
        assert!(problem(answer).await.ends_with("geocoder-down"));
    }
    let asked = source.heard().len();
    assert_eq!(town.get("/api/v1/geocode?q=rue%20haute").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(source.heard().len(), asked, "left in peace for a while");
    source.says(addresses());
    town.hands.turn(60);
    assert_eq!(town.get("/api/v1/geocode?q=rue%20haute").await.status(), StatusCode::OK);

    source.says(Reply::Stall(b"{}".to_vec()));
    town.hands.turn(60);
    let answer = town.get("/api/v1/geocode?q=rue%20lente").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "one that takes too long is not waited for");
    let said = answer.json::<Value>().await.unwrap();
    assert!(said["title"].as_str().unwrap().contains("does not answer in time"), "{said}");

    let alone = Town::with_cards().await;
    let answer = alone.get("/api/v1/geocode?q=rue%20basse").await;
    assert!(problem(answer).await.ends_with("geocoder-off"));
}

#[tokio::test]
async fn a_source_inside_this_network_is_not_asked_unless_that_is_allowed() {
    let source = Source::open(tile()).await;
    let town = Town::open_with(|config| {
        online(&source)(config);
        config.private_map = false;
    })
    .await;
    assert_eq!(info(&town).await, MapInfo::default());
    assert_eq!(town.get("/api/v1/geocode?q=rue%20basse").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(source.heard.lock().unwrap().is_empty());
}
