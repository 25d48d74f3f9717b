//! What screens ask of a full store, and how long it takes.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Map, Value, json};
use shared::content::Content;
use shared::domain::{Kind, Point, Section};
use shared::search::Vocabulary;
use shared::store::{Location, Narrowing, Question, Seed, Store, StoreError};

use super::{CHECKSUM, NOW};
use crate::random::Random;
use crate::search::misspell;
use crate::timing::Timings;

/// Questions of each sort.
const QUESTIONS: usize = 300;

/// How often each list is asked for.
const LOOKS: usize = 60;

/// How often the store is opened.
const OPENINGS: usize = 25;

/// What people put before what they look for.
const FRAMES: [&str; 6] =
    ["comment avoir", "où trouver", "qui peut m’aider pour", "quel est le prix de", "je cherche", ""];

/// Where the titles are that questions are made of.
pub(super) fn titles(folder: &Path) -> PathBuf {
    folder.join("titles.json")
}

/// Times of one sort of question: by the clock on the wall, and what this thread computed, which other programs of a busy machine
/// do not lengthen.
#[derive(Default)]
struct Times {
    wall: Timings,
    computed: Timings,
}

/// Times by what was asked.
#[derive(Default)]
struct Asked(BTreeMap<&'static str, Times>);

impl Asked {
    fn time<T>(&mut self, sorts: &[&'static str], ask: impl FnOnce() -> Result<T, StoreError>) -> Result<T> {
        let (started, computed) = (Instant::now(), on_cpu());
        let answer = black_box(ask()?);
        let (wall, computed) = (started.elapsed(), on_cpu().saturating_sub(computed));
        for sort in sorts {
            let times = self.0.entry(sort).or_default();
            times.wall.add(wall);
            times.computed.add(computed);
        }
        Ok(answer)
    }

    fn write(&self, figures: &mut Map<String, Value>) {
        for (sort, times) in &self.0 {
            figures.insert(format!("{sort}_p50_ms"), json!(times.wall.percentile(50)));
            figures.insert(format!("{sort}_p95_ms"), json!(times.wall.percentile(95)));
            figures.insert(format!("{sort}_p95_cpu_ms"), json!(times.computed.percentile(95)));
        }
    }
}

/// How long this thread has computed.
fn on_cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Keys: `open_ms, open_p95_ms, home_ms` (opening and what the home screen asks); `search_p50_ms, search_p95_ms, search_p95_cpu_ms` over all questions,
/// and the same for each sort of question and for each list; `rss_mb` after the searches, `peak_rss_mb` after the lists, which hold thousands
/// of records at once.
pub(super) fn measure(folder: &Path, content: &Content, seed: u64) -> Result<Value> {
    let mut figures = openings(folder)?;
    let store = open(folder)?;
    let titles: Vec<String> = serde_json::from_slice(&std::fs::read(titles(folder))?)?;
    searches(&store, content, &titles, seed)?.write(&mut figures);
    figures.insert("rss_mb".to_owned(), memory("VmRSS:")?);
    lists(&store, content.territory.center, seed)?.write(&mut figures);
    figures.insert("peak_rss_mb".to_owned(), memory("VmHWM:")?);
    Ok(Value::Object(figures))
}

fn open(folder: &Path) -> Result<Store> {
    Ok(Store::open(Location::Folder(folder.to_owned()), &Seed::of(CHECKSUM, Vec::new()), NOW)?)
}

fn openings(folder: &Path) -> Result<Map<String, Value>> {
    let (mut open_only, mut home) = (Timings::default(), Timings::default());
    for _ in 0..OPENINGS {
        let started = Instant::now();
        let store = open(folder)?;
        open_only.add(started.elapsed());
        black_box((store.news(NOW)?, store.events()?));
        home.add(started.elapsed());
    }
    let figures = [
        ("open_ms", open_only.percentile(50)),
        ("open_p95_ms", open_only.percentile(95)),
        ("home_ms", home.percentile(50)),
    ];
    Ok(figures.into_iter().map(|(key, figure)| (key.to_owned(), json!(figure))).collect())
}

/// Whole questions, words half typed, typos, each narrowing: all of them together, and by sort.
fn searches(store: &Store, content: &Content, titles: &[String], seed: u64) -> Result<Asked> {
    let vocabulary = Vocabulary::new(&content.lexicon);
    let random = &mut Random(seed);
    let mut asked = Asked::default();
    let anything = Narrowing::default();
    let narrowings = [
        ("search_page", Narrowing { kind: Some(Kind::Page), ..anything }),
        ("search_place", Narrowing { kind: Some(Kind::Place), ..anything }),
        ("search_section", Narrowing { section: Some(Section::SeLoger), ..anything }),
        ("search_open_now", Narrowing { open_now: true, ..anything }),
        ("search_discount", Narrowing { discount: true, ..anything }),
        ("search_open_discount", Narrowing { open_now: true, discount: true, ..anything }),
    ];
    let mut ask = |sort: &'static str, text: &str, narrowing: Narrowing| -> Result<()> {
        let (timezone, country) = (&content.territory.timezone, &content.territory.country);
        let question = Question { text, narrowing, vocabulary: &vocabulary, now: NOW, timezone, country };
        asked.time(&["search", sort], || store.find(&question)).map(|_| ())
    };
    for _ in 0..QUESTIONS {
        let text = question(titles, random)?;
        ask("search_whole", &text, anything)?;
        ask("search_typos", &misspell(&text, random), anything)?;
        let letters = 1 + random.below(text.chars().count());
        ask("search_prefix", &text.chars().take(letters).collect::<String>(), anything)?;
        let word = text.split_whitespace().last().unwrap_or_default();
        ask("search_word", word, anything)?;
        for (sort, narrowing) in narrowings {
            ask(sort, &text, narrowing)?;
        }
    }
    Ok(asked)
}

fn question(titles: &[String], random: &mut Random) -> Result<String> {
    let frame = FRAMES.get(random.below(FRAMES.len())).copied().unwrap_or_default();
    let title = titles.get(random.below(titles.len())).context("there is no title")?;
    Ok(format!("{frame} {}", title.to_lowercase()).trim().to_owned())
}

/// What each screen asks for.
fn lists(store: &Store, center: Point, seed: u64) -> Result<Asked> {
    let random = &mut Random(seed);
    let mut asked = Asked::default();
    for look in 0..LOOKS {
        let section = Section::ALL.get(look % Section::ALL.len()).copied().unwrap_or(Section::SeLoger);
        asked.time(&["section"], || Ok((store.pages(section)?, store.places_of(section)?)))?;
        asked.time(&["places"], || store.places())?;
        asked.time(&["offers"], || store.offers())?;
        asked.time(&["events"], || store.events())?;
        asked.time(&["news"], || store.news(NOW))?;
        asked.time(&["page"], || store.page(&format!("page-{}", random.below(5_000))))?;
        let near = |random: &mut Random| (random.share() - 0.5) * 0.2;
        let point = Point { lat: center.lat + near(random), lon: center.lon + near(random) };
        for metres in [500.0, 2_000.0, 5_000.0] {
            asked.time(&["around"], || store.places_around(point, metres))?;
        }
    }
    Ok(asked)
}

/// A line of `/proc/self/status`, in MB.
fn memory(line: &str) -> Result<Value> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|other| other.starts_with(line)).context("no such line")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
    Ok(json!((kilobytes / 1_024.0).round()))
}

#[cfg(test)]
mod tests {
    use super::super::territory::{Size, generate};
    use super::*;
    use shared::protocol::WireRecord;

    #[test]
    fn a_small_territory_is_measured_with_every_key() {
        let content = super::super::public_content().unwrap();
        let size = Size { shops: 6, offers: 8, pages: 10, events: 4, news: 3 };
        let records = generate(&content, 3, size, NOW).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let titles: Vec<&str> = records.iter().map(shared::domain::Record::title).collect();
        std::fs::write(super::titles(folder.path()), serde_json::to_vec(&titles).unwrap()).unwrap();
        let wire = records.iter().map(|record| WireRecord::from_record(0, record).unwrap()).collect();
        drop(Store::open(Location::Folder(folder.path().to_owned()), &Seed::of(CHECKSUM, wire), NOW).unwrap());
        let figures = measure(folder.path(), &content, 3).unwrap();
        for key in [
            "open_ms",
            "home_ms",
            "search_p95_ms",
            "search_open_now_p95_ms",
            "around_p95_ms",
            "offers_p95_ms",
            "rss_mb",
        ] {
            assert!(figures[key].as_f64().is_some_and(|figure| figure > 0.0), "{key}: {figures}");
        }
    }
}
