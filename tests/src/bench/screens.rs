//! `bench screens`: how smoothly the map is pushed about and lists are scrolled, with a region's content, in a real Chromium.
//!
//! The content comes as all content does, through the server into the app's store; the screens are the app's own. What Chromium
//! traces is counted: frames that reached the screen, tasks of the page's main thread. Without a graphics card the
//! processor draws too: frames are a floor. All of it is done again on a processor several times slower, as a cheap phone's is.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use journeys::atlas;
use journeys::browser::Browser;
use journeys::counter::Counter;
use journeys::trace::Traced;
use serde_json::{Map, Value, json};
use server::clock::Clock;
use shared::domain::{Point, Record};

use crate::random::Random;
use crate::territory::{self, Size, public_content};

/// A task that holds up the screen, in milliseconds: as the *Long Tasks* specification has it.
const LONG: f64 = 50.0;

const MAP: &str = "/carte";

/// What is scrolled: a name, an address.
const LISTS: [(&str, &str); 6] = [
    ("offers", "/bons-plans"),
    ("section", "/rubrique/se-loger"),
    ("map_list", MAP),
    ("events", "/agenda"),
    ("news", "/actus"),
    ("page", "/page/page-1"),
];

/// How far a list is scrolled, and how fast: a thumb that is looking for something.
const PIXELS: u32 = 12_000;
const SPEED: u32 = 3_000;

/// The longest that a phone may take for a region.
const MINUTES: usize = 10;

/// Pushes the map to and fro for five seconds.
const PUSH: &str = "
    const done = arguments[arguments.length - 1];
    (async () => {
        const canvas = document.querySelector('.map-canvas canvas');
        canvas.scrollIntoView({ block: 'center', behavior: 'instant' });
        const box = canvas.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const finger = (name, buttons, clientX, clientY) => canvas.dispatchEvent(new MouseEvent(name, { clientX, clientY, button: 0, buttons, bubbles: true }));
        finger('mousedown', 1, x, y);
        const begun = performance.now();
        for (let now = begun; now < begun + 5000; now = await new Promise(requestAnimationFrame)) {
            const way = 90 * Math.sin((now - begun) / 250);
            finger('mousemove', 1, x + way, y + way / 2);
        }
        finger('mouseup', 0, x, y);
        done('');
    })().catch((error) => done(String(error)));";

/// What `bench screens` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// How many times slower than this machine the slow processor is.
    #[arg(long, default_value_t = 4)]
    slower: u32,
}

/// Measures. Keys: `shops, offers, pages, fill_s`; for the map and each list `…_frames_per_second, …_longest_gap_ms,
/// …_longest_task_ms, …_long_tasks`, and the same after `slow_`.
pub(crate) async fn run(options: &Options) -> Result<Value> {
    let size = Size::REGION;
    let counter = Counter::open().await?;
    counter.hang_map()?;
    eprintln!("publishing a region");
    counter.publish(&region(size)?).await?;
    let holder = Browser::open_with_maps().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    eprintln!("a phone takes it");
    let begun = Instant::now();
    taken(&holder).await?;
    let mut figures = Map::new();
    figures.extend([
        ("shops".to_owned(), json!(size.shops)),
        ("offers".to_owned(), json!(size.offers)),
        ("pages".to_owned(), json!(size.pages)),
        ("fill_s".to_owned(), json!(tenth(begun.elapsed().as_secs_f64()))),
    ]);
    for (prefix, times) in [("", 1), ("slow_", options.slower)] {
        holder.on_a_slower_processor(times).await?;
        eprintln!("on a processor {times} × as slow as this one");
        figures.extend(of_trace(&format!("{prefix}map"), &pushed(&holder).await?));
        for (name, path) in LISTS {
            figures.extend(of_trace(&format!("{prefix}{name}"), &scrolled(&holder, path).await?));
        }
    }
    holder.close().await?;
    Ok(Value::Object(figures))
}

/// Waits until the phone has it all, which takes longer than anything else that is waited for.
async fn taken(holder: &Browser) -> Result<()> {
    for _ in 1..MINUTES {
        if holder.filled().await.is_ok() {
            return Ok(());
        }
    }
    holder.filled().await
}

/// The made-up region, its shops moved into the town so that the map shows them all, as it travels on the wire.
fn region(size: Size) -> Result<Value> {
    let content = public_content()?;
    let bounds = content.territory.bounds;
    let chance = &mut Random(1);
    let mut records = territory::generate(&content, 1, size, Clock::system().now())?;
    for record in &mut records {
        if let Record::Place(place) = record {
            place.point = Some(Point {
                lat: bounds.south + (bounds.north - bounds.south) * chance.share(),
                lon: bounds.west + (bounds.east - bounds.west) * chance.share(),
            });
        }
    }
    records.retain(|record| !matches!(record, Record::Number(_)));
    Ok(serde_json::to_value(records)?)
}

async fn pushed(holder: &Browser) -> Result<Traced> {
    map_settles(holder).await?;
    let trace = holder.trace().await?;
    let fault = holder.run_async(PUSH, Vec::new()).await?;
    ensure!(fault == "", "{fault}");
    trace.end().await
}

async fn scrolled(holder: &Browser, path: &str) -> Result<Traced> {
    if path == MAP {
        map_settles(holder).await?;
    } else {
        holder.follow(path).await?;
    }
    journeys::until(&format!("{path} is long"), || async {
        // A wheel on the map brings it nearer; the list is below.
        let long = "const top = document.getElementById('map-list')?.offsetTop ?? 0;
            scrollTo({ top, behavior: 'instant' });
            return Math.abs(scrollY - top) < 2 && document.documentElement.scrollHeight > 2 * innerHeight";
        Ok(holder.yes(long).await?.then_some(()))
    })
    .await?;
    // Past its end nothing would be new.
    let room = "return [scrollY, document.documentElement.scrollHeight - innerHeight - scrollY]";
    let [from, room]: [f64; 2] = serde_json::from_value(holder.run(room, Vec::new()).await?)?;
    let trace = holder.trace().await?;
    holder.scrolls(PIXELS.min(room as u32), SPEED).await.with_context(|| path.to_owned())?;
    let traced = trace.end().await?;
    let far = holder.run("return scrollY", Vec::new()).await?.as_f64().unwrap_or_default() - from;
    eprintln!("{path}: scrolled by {far} px");
    ensure!(far > 100.0, "{path} was not scrolled");
    Ok(traced)
}

/// Opens the map and waits until it has drawn all shops.
async fn map_settles(holder: &Browser) -> Result<()> {
    holder.follow(MAP).await?;
    holder.reads(".map-by", atlas::MADE_BY).await?;
    journeys::until("all shops are on the map", || async {
        let all =
            "return (document.querySelector('.map-canvas').dataset.places ?? '').split(' ').length > arguments[0]";
        Ok((holder.run(all, vec![Size::REGION.shops.into()]).await? == Value::Bool(true)).then_some(()))
    })
    .await?;
    let still = "const done = arguments[arguments.length - 1];
        let quiet = 0;
        const look = () => ++quiet > 120 ? done(true) : requestAnimationFrame(look);
        new PerformanceObserver(() => { quiet = 0; }).observe({ type: 'longtask' });
        look();";
    holder.run_async(still, Vec::new()).await.map(drop)
}

fn of_trace(name: &str, traced: &Traced) -> [(String, Value); 4] {
    let long = traced.tasks.iter().filter(|task| **task > LONG).count();
    let figure = |key: &str, value: Value| (format!("{name}_{key}"), value);
    [
        figure("frames_per_second", json!(tenth(traced.frames_per_second()))),
        figure("longest_gap_ms", json!(tenth(traced.gaps().first().copied().unwrap_or_default()))),
        figure("longest_task_ms", json!(tenth(traced.tasks.first().copied().unwrap_or_default()))),
        figure("long_tasks", json!(long)),
    ]
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
