//! `bench first-load`: the first visit ever, on *slow 4G* and a processor four times slower, in a real Chromium.
//!
//! Each address is opened by a browser that was never here: when something was painted, when the largest thing was, when the
//! app itself stood there, and what came over the line for it.

use anyhow::{Context, Result};
use journeys::browser::Browser;
use journeys::counter::Counter;
use serde_json::{Map, Value, json};

/// How many times slower than this machine the processor is.
const SLOWER: u32 = 4;

/// Visits of each address; the median is told.
const VISITS: usize = 3;

/// What is opened: the front door, and where a link or a poster leads.
const DOORS: [(&str, &str); 2] = [("home", "/"), ("page", "/page/apl")];

/// Remembers the largest paint so far, and when the app took the place of what was there before it.
const WATCH: &str = "
    globalThis.watched = { largest: 0, app: 0 };
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) watched.largest = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    const look = () => {
        if (document.querySelector('main#content h1') && !document.getElementById('splash')) watched.app = performance.now();
        else requestAnimationFrame(look);
    };
    look();";

/// Whether the content came, and nothing larger was painted for two seconds.
const QUIET: &str = "
    const came = performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/api/v1/sync') && responseEnd > 0);
    return came && performance.now() > Math.max(watched.largest, watched.app) + 2000;";

/// What was watched: first paint, largest paint, the app, bytes.
const TOLD: &str = "
    const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    const files = [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')];
    return [first, watched.largest, watched.app, files.reduce((sum, file) => sum + file.encodedBodySize, 0)];";

/// Measures. Keys, for `home` and `page`: `…_first_paint_ms, …_largest_paint_ms, …_app_ms, …_bytes`.
pub(crate) async fn run() -> Result<Value> {
    let counter = Counter::open().await?;
    let mut figures = Map::new();
    for (name, path) in DOORS {
        let mut visits = Vec::new();
        for number in 1..=VISITS {
            let visit = visit(&format!("{}{path}", counter.address())).await.with_context(|| path)?;
            eprintln!("{path}, visit {number}: {visit:?}");
            visits.push(visit);
        }
        for (place, key) in ["first_paint_ms", "largest_paint_ms", "app_ms", "bytes"].into_iter().enumerate() {
            let mut values: Vec<f64> = visits.iter().filter_map(|visit| visit.get(place).copied()).collect();
            values.sort_by(f64::total_cmp);
            figures.insert(format!("{name}_{key}"), json!(values.get(VISITS / 2).map(|value| value.round())));
        }
    }
    Ok(Value::Object(figures))
}

async fn visit(address: &str) -> Result<[f64; 4]> {
    let newcomer = Browser::open().await?;
    newcomer.with_a_script(WATCH).await?;
    newcomer.on_slow_4g().await?;
    newcomer.on_a_slower_processor(SLOWER).await?;
    newcomer.go(address).await?;
    // What the page asks the server for comes after the app, on the same screen: it may be larger than all before it.
    journeys::until("nothing is on its way any more", || async {
        newcomer.yes(QUIET).await.map(|quiet| quiet.then_some(()))
    })
    .await?;
    let told = serde_json::from_value(newcomer.run(TOLD, Vec::new()).await?)?;
    newcomer.close().await?;
    Ok(told)
}
