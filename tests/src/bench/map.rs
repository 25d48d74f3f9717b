//! `bench map`: how smoothly the map is pushed about with 2,000 shops on it, in a real Chromium.
//!
//! The shops come as all content does, through the server into the app's store; the screen is the app's own. A finger
//! pushes the map for some seconds; each frame that the page paints is counted by the time it was painted at. Without a
//! graphics card the processor draws: the figure is a floor.

use anyhow::{Context, Result};
use journeys::browser::Browser;
use journeys::counter::Counter;
use serde_json::{Value, json};
use shared::domain::Section;

/// Shops on the map.
const SHOPS: usize = 2_000;

/// Pushes the map to and fro: the moments of all frames.
const PUSH: &str = "
    const done = arguments[arguments.length - 1];
    (async () => {
        const canvas = document.querySelector('.map-canvas canvas');
        const box = canvas.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const finger = (name, buttons, clientX, clientY) => canvas.dispatchEvent(new MouseEvent(name, { clientX, clientY, button: 0, buttons, bubbles: true }));
        const frames = [];
        finger('mousedown', 1, x, y);
        for (let n = 0; n < 300; n++) {
            frames.push(await new Promise(requestAnimationFrame));
            const way = 90 * Math.sin(n / 15);
            finger('mousemove', 1, x + way, y + way / 2);
        }
        finger('mouseup', 0, x, y);
        done(frames);
    })().catch((error) => done(String(error)));";

/// Shops all over the town, a few hundred metres apart.
fn shops() -> Value {
    let mut chance = fastrand::Rng::with_seed(1);
    let shops = (0..SHOPS).map(|n| {
        let section = Section::ALL.get(n % Section::ALL.len());
        let point = json!({ "lat": 48.91 + 0.1 * chance.f64(), "lon": 4.28 + 0.18 * chance.f64() });
        json!({
            "kind": "place", "id": format!("essai-{n}"), "name": format!("Commerce d’essai {n}"), "place_kind": "shop",
            "sections": [section], "summary": "Un commerce d’essai.", "city": "Essai", "point": point,
            "sources": [], "verified_on": "2026-11-01", "example": true,
        })
    });
    shops.collect()
}

/// Measures. Keys: `shops, frames_per_second, p95_ms, longest_ms`.
pub(crate) async fn run() -> Result<Value> {
    let counter = Counter::open().await?;
    counter.hang_map()?;
    counter.publish(&shops()).await?;
    let holder = Browser::open_with_maps().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    holder.follow("/carte").await?;
    holder.reads(".map-by", journeys::atlas::MADE_BY).await?;
    journeys::until("all shops are on the map", || async {
        let all =
            "return (document.querySelector('.map-canvas').dataset.places ?? '').split(' ').length > arguments[0]";
        Ok((holder.run(all, vec![SHOPS.into()]).await? == Value::Bool(true)).then_some(()))
    })
    .await?;
    eprintln!("{SHOPS} shops on the map, pushed to and fro");
    let frames = holder.run_async(PUSH, Vec::new()).await?;
    let frames: Vec<f64> = serde_json::from_value(frames.clone()).with_context(|| frames.to_string())?;
    holder.close().await?;
    let mut gaps: Vec<f64> = frames.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?)).collect();
    let (count, whole) = (gaps.len() as f64, gaps.iter().sum::<f64>());
    gaps.sort_by(f64::total_cmp);
    let at = |share: f64| gaps.get((count * share) as usize).or(gaps.last()).copied().unwrap_or_default();
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    Ok(json!({
        "shops": SHOPS,
        "frames_per_second": tenth(count / whole * 1_000.0),
        "p95_ms": tenth(at(0.95)),
        "longest_ms": tenth(at(1.0)),
    }))
}
