//! What comes in from the town's own tools: real feeds over real HTTP, the good, the changed and the broken.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use image::{DynamicImage, ImageFormat, RgbImage};
use server::import::feed::{self, FeedOptions};
use server::import::ical;
use server::storage::{ImportCounts, Storage};
use shared::domain::{Event, News};
use tempfile::TempDir;
use town::{Hands, file_location};

/// The town's news agency: files on a web server, which it changes.
#[derive(Clone)]
struct Agency {
    files: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    address: String,
}

impl Agency {
    async fn open() -> Self {
        async fn file(State(agency): State<Agency>, Path(name): Path<String>) -> Result<Vec<u8>, StatusCode> {
            agency.files.lock().unwrap().get(&name).cloned().ok_or(StatusCode::NOT_FOUND)
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let agency = Self { files: Arc::default(), address: format!("http://{}", listener.local_addr().unwrap()) };
        let router = Router::new().route("/{*name}", get(file)).with_state(agency.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        agency
    }

    fn publish(&self, name: &str, bytes: impl Into<Vec<u8>>) -> String {
        self.files.lock().unwrap().insert(name.to_owned(), bytes.into());
        format!("{}/{name}", self.address)
    }
}

struct Desk {
    storage: Storage,
    hands: Hands,
    _folder: TempDir,
}

impl Desk {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hands = Hands::new();
        Self { storage: Storage::open(file_location(&folder), hands.clock()).await.unwrap(), hands, _folder: folder }
    }

    async fn feed(&self, source: &str) -> Result<server::import::ImportReport, server::import::ImportError> {
        feed::import(
            &self.storage,
            source,
            &FeedOptions { allow_private: true, ..FeedOptions::default() },
            &self.hands.clock(),
        )
        .await
    }

    async fn news(&self) -> Vec<News> {
        self.storage.bodies("news").await.unwrap().iter().map(|body| serde_json::from_str(body).unwrap()).collect()
    }

    async fn events(&self) -> Vec<Event> {
        self.storage.bodies("event").await.unwrap().iter().map(|body| serde_json::from_str(body).unwrap()).collect()
    }

    async fn seq(&self) -> u64 {
        self.storage.head().await.unwrap().seq
    }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(width, height)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>La ville</title><link>https://ville.example/</link><description>Actus</description>{items}</channel></rss>"
    )
}

fn item(guid: &str, title: &str, html: &str, rest: &str) -> String {
    format!(
        "<item><title>{title}</title><link>https://ville.example/{guid}</link><guid isPermaLink=\"false\">{guid}</guid>\
         <pubDate>Mon, 23 Nov 2026 09:00:00 +0100</pubDate><description>Résumé</description>\
         <content:encoded><![CDATA[{html}]]></content:encoded>{rest}</item>"
    )
}

#[tokio::test]
async fn a_feed_arrives_once_and_its_updates_are_recognised() {
    let (agency, desk) = (Agency::open().await, Desk::open().await);
    agency.publish("img/marche.png", png(800, 400));
    let enclosure = "<enclosure url=\"img/marche.png\" type=\"image/png\" length=\"1\"/>";
    let both = |second: &str| {
        rss(&format!(
            "{}{}",
            item("a-1", "Marché", "<p>Samedi <b>matin</b></p>", enclosure),
            item("a-2", second, "<p>Oui</p>", "")
        ))
    };
    let address = agency.publish("news.xml", both("Conseil"));
    let report = desk.feed(&address).await.unwrap();
    assert_eq!(report.counts, ImportCounts { added: 2, ..ImportCounts::default() }, "{:?}", report.warnings);
    let news = desk.news().await;
    let market = news.iter().find(|news| news.title == "Marché").unwrap();
    assert_eq!((market.body.as_str(), market.summary.as_str()), ("Samedi **matin**", "Résumé"));
    assert_eq!(market.link.as_ref().unwrap().url, "https://ville.example/a-1");
    let widths: Vec<_> = market.image.as_ref().unwrap().variants.iter().map(|variant| variant.width).collect();
    assert_eq!(widths, [320, 640, 800]);
    for variant in &market.image.as_ref().unwrap().variants {
        assert!(desk.storage.picture(&variant.sha256).await.unwrap().is_some());
    }
    desk.hands.turn(3600);
    assert_eq!(desk.feed(&address).await.unwrap().counts, ImportCounts { unchanged: 2, ..ImportCounts::default() });
    assert_eq!(desk.seq().await, 2, "phones are sent nothing");
    agency.publish("news.xml", both("Conseil des jeunes"));
    assert_eq!(
        desk.feed(&address).await.unwrap().counts,
        ImportCounts { changed: 1, unchanged: 1, ..ImportCounts::default() }
    );
    assert_eq!((desk.seq().await, desk.news().await.len()), (3, 2));
}

#[tokio::test]
async fn atom_and_json_feeds_are_read_too() {
    let (agency, desk) = (Agency::open().await, Desk::open().await);
    let atom = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>La ville</title><id>urn:v</id><updated>2026-11-23T09:00:00Z</updated>\
        <entry><id>urn:v:1</id><title>Patinoire</title><updated>2026-11-23T09:00:00Z</updated><link href=\"https://ville.example/p\"/>\
        <content type=\"html\">&lt;p&gt;Ouverte&lt;/p&gt;</content></entry></feed>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"La ville","items":[{"id":"7","url":"https://ville.example/c","title":"Cinéma","content_html":"<p>Gratuit</p>","date_published":"2026-11-23T09:00:00Z"}]}"#;
    desk.feed(&agency.publish("atom.xml", atom)).await.unwrap();
    desk.feed(&agency.publish("feed.json", json)).await.unwrap();
    let told: Vec<_> = desk.news().await.into_iter().map(|news| (news.title, news.body)).collect();
    assert_eq!(told, [("Patinoire".to_owned(), "Ouverte".to_owned()), ("Cinéma".to_owned(), "Gratuit".to_owned())]);
}

#[tokio::test]
async fn a_broken_feed_changes_nothing_and_says_so() {
    let (agency, desk) = (Agency::open().await, Desk::open().await);
    let address = agency.publish("news.xml", rss(&item("a-1", "Marché", "<p>Samedi</p>", "")));
    desk.feed(&address).await.unwrap();
    for broken in [
        "<html><body>503 Service Unavailable</body></html>",
        "<rss version=\"2.0\"><channel><item><title>coupé",
        "",
        "{\"version\":",
    ] {
        agency.publish("news.xml", broken);
        let error = desk.feed(&address).await.unwrap_err().to_string();
        assert!(error.contains("nothing was changed"), "{error}");
    }
    let error = desk.feed(&format!("{}/missing.xml", agency.address)).await.unwrap_err().to_string();
    assert!(error.contains("404"), "{error}");
    agency.publish("news.xml", vec![b' '; 6 * 1024 * 1024]);
    assert!(desk.feed(&address).await.unwrap_err().to_string().contains("larger than"));
    assert_eq!((desk.seq().await, desk.news().await.len()), (1, 1));
}

#[tokio::test]
async fn news_come_without_a_picture_that_cannot_be_used() {
    let (agency, desk) = (Agency::open().await, Desk::open().await);
    agency.publish("broken.png", "not a picture");
    agency.publish("heavy.png", vec![0; 11 * 1024 * 1024]);
    agency.publish("huge.png", {
        // Its header claims 60 000 × 60 000 pixels.
        let mut bytes = png(1, 1);
        bytes[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let mut crc = flate2::Crc::new();
        crc.update(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        bytes
    });
    let pictures = ["broken.png", "heavy.png", "huge.png", "missing.png", "file:///etc/hostname"];
    let items: String = pictures
        .iter()
        .enumerate()
        .map(|(n, picture)| item(&format!("a-{n}"), picture, &format!("<p>x</p><img src=\"{picture}\">"), ""))
        .collect();
    let report = desk.feed(&agency.publish("news.xml", rss(&items))).await.unwrap();
    assert_eq!((report.counts.added, report.warnings.len()), (5, 5), "{:?}", report.warnings);
    assert!(report.warnings[2].contains("60000"), "{:?}", report.warnings);
    assert!(desk.news().await.iter().all(|news| news.image.is_none()));
}

#[tokio::test]
async fn a_hostile_feed_is_harmless_everywhere_it_goes() {
    let agency = Agency::open().await;
    let town = town::Town::open().await;
    let hostile = "<p>Bonjour<script>alert(1)</script><img src=x onerror=alert(1)> <a href=\"javascript:alert(1)\">clic</a></p>\
        &lt;script&gt;alert(1)&lt;/script&gt; [clic](javascript:alert(1)) <svg onload=alert(1)></svg>";
    let address = agency.publish(
        "news.xml",
        rss(&item("a-1", "&lt;b onclick=alert(1)&gt;Titre&lt;/b&gt;", hostile, "<category>&lt;i&gt;</category>")),
    );
    let options = FeedOptions { allow_private: true, ..FeedOptions::default() };
    feed::import(town.storage(), &address, &options, &town.hands.clock()).await.unwrap();
    town.hands.turn(86_400);
    town.running.settled(1).await;
    let wire: serde_json::Value = town.get("/api/v1/sync?since=0").await.json().await.unwrap();
    let news = &wire["upserts"][0];
    assert_eq!(news["title"], "Titre");
    let shown: serde_json::Value = town.get("/feeds/news.json").await.json().await.unwrap();
    let html = shown["items"][0]["content_html"].as_str().unwrap();
    // What an app makes of the stored Markdown, without any cleaning of its own.
    let mut in_app = String::new();
    pulldown_cmark::html::push_html(&mut in_app, pulldown_cmark::Parser::new(news["body"].as_str().unwrap()));
    for danger in ["<script", "<img", "<svg", "href=\"javascript"] {
        assert!(!html.contains(danger), "{danger} in {html}");
        assert!(!in_app.contains(danger), "{danger} in {in_app}");
    }
    assert!(html.contains("Bonjour"));
}

#[tokio::test]
async fn a_feed_cannot_make_the_server_read_what_only_it_can_reach() {
    let (agency, desk) = (Agency::open().await, Desk::open().await);
    let address = agency.publish("news.xml", rss(""));
    for address in
        [address.as_str(), &address.replace("127.0.0.1", "localhost"), "http://169.254.169.254/latest/meta-data"]
    {
        let error = feed::import(&desk.storage, address, &FeedOptions::default(), &desk.hands.clock())
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains("inside this network"), "{error}");
    }
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ville//FR\r\nX-WR-CALNAME:Agenda\r\n\
BEGIN:VEVENT\r\nUID:atelier@ville\r\nSUMMARY:Atelier\\, CV\r\nDTSTART;TZID=Europe/Paris:20261125T140000\r\nDTEND;TZID=Europe/Paris:20261125T160000\r\n\
RRULE:FREQ=WEEKLY;BYDAY=WE\r\nEXDATE;TZID=Europe/Paris:20261223T140000,20261230T140000\r\nEXDATE:20270106T130000Z\r\nLOCATION:Espace jeunes\r\nDESCRIPTION:Apporte ton CV.\\nC'est <script>gratuit</script>.\r\nURL:https://ville.example/cv\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:fete@ville\r\nSUMMARY:Fête\r\nDTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261207\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:match@ville\r\nSUMMARY:Match\r\nDTSTART:20261206T170000Z\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:rare@ville\r\nSUMMARY:Étrange\r\nDTSTART:20261206T170000Z\r\nRRULE:FREQ=SOMETIMES\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:atelier@ville\r\nRECURRENCE-ID;TZID=Europe/Paris:20261202T140000\r\nSUMMARY:Atelier déplacé\r\nDTSTART;TZID=Europe/Paris:20261203T140000\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:atelier@ville\r\nRECURRENCE-ID;TZID=Europe/Paris:20261216T140000\r\nSTATUS:CANCELLED\r\nSUMMARY:Atelier, CV\r\nDTSTART;TZID=Europe/Paris:20261216T140000\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:ailleurs@ville\r\nRECURRENCE-ID:20261216T140000Z\r\nSUMMARY:Seule\r\nDTSTART:20261216T140000Z\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n";

#[tokio::test]
async fn a_calendar_becomes_events() {
    let (agency, desk) = (Agency::open().await, Desk::open().await);
    let address = agency.publish("agenda.ics", CALENDAR);
    let clock = desk.hands.clock();
    let report = ical::import(&desk.storage, &address, true, &clock).await.unwrap();
    assert_eq!((report.counts.added, report.warnings.len()), (4, 2), "{:?}", report.warnings);
    assert!(report.warnings.iter().all(|one| one.contains("est laissé de côté")), "{:?}", report.warnings);
    let events = desk.events().await;
    let local = |moment| shared::calendar::local("Europe/Paris", moment).to_string();
    let workshop = &events[0];
    assert_eq!((workshop.title.as_str(), local(workshop.start).as_str()), ("Atelier, CV", "2026-11-25 14:00:00"));
    assert_eq!(workshop.rrule.as_deref(), Some("FREQ=WEEKLY;BYDAY=WE"));
    assert_eq!(
        (workshop.place_name.as_deref(), workshop.url.as_deref()),
        (Some("Espace jeunes"), Some("https://ville.example/cv"))
    );
    assert!(workshop.body.starts_with("Apporte ton CV.") && workshop.body.contains('\n'), "{}", workshop.body);
    assert!(!workshop.body.contains("script"), "{}", workshop.body);
    let party = &events[1];
    assert!(party.all_day);
    assert_eq!(
        (local(party.start).as_str(), local(party.end.unwrap()).as_str()),
        ("2026-12-05 00:00:00", "2026-12-06 23:59:00")
    );
    assert_eq!(local(events[2].start), "2026-12-06 18:00:00");
    // Days that it skips, one that is cancelled, and one that is moved: an event of its own.
    let skipped: Vec<String> = workshop.except.iter().map(ToString::to_string).collect();
    assert_eq!(skipped, ["2026-12-02", "2026-12-16", "2026-12-23", "2026-12-30", "2027-01-06"]);
    assert_eq!(
        (events[3].title.as_str(), local(events[3].start).as_str(), events[3].rrule.as_deref()),
        ("Atelier déplacé", "2026-12-03 14:00:00", None)
    );

    desk.hands.turn(86_400);
    assert_eq!(ical::import(&desk.storage, &address, true, &clock).await.unwrap().counts.unchanged, 4);
    assert_eq!(desk.seq().await, 4);
    agency.publish("agenda.ics", CALENDAR.replace("SUMMARY:Match\r\n", "SUMMARY:Match\r\nSTATUS:CANCELLED\r\n"));
    assert_eq!(ical::import(&desk.storage, &address, true, &clock).await.unwrap().counts.removed, 1);
    // The date that was moved is put back: it is no event of its own any more.
    let moved = CALENDAR.find("BEGIN:VEVENT\r\nUID:atelier@ville\r\nRECURRENCE-ID;TZID=Europe/Paris:20261202").unwrap();
    let after = moved + CALENDAR[moved..].find("END:VEVENT\r\n").unwrap() + "END:VEVENT\r\n".len();
    agency.publish("agenda.ics", format!("{}{}", &CALENDAR[..moved], &CALENDAR[after..]));
    let counts = ical::import(&desk.storage, &address, true, &clock).await.unwrap().counts;
    assert_eq!((counts.added, counts.changed, counts.removed), (1, 1, 1), "{counts:?}");
    let workshop = desk.events().await.into_iter().find(|event| event.rrule.is_some()).unwrap();
    assert!(!workshop.except.contains(&"2026-12-02".parse().unwrap()));
    agency.publish("agenda.ics", "<html>");
    assert!(
        ical::import(&desk.storage, &address, true, &clock)
            .await
            .unwrap_err()
            .to_string()
            .contains("nothing was changed")
    );
    assert_eq!(desk.events().await.len(), 3);
}
