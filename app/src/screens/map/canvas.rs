//! The map itself: a scene told to the script that draws it, and what the person does on it.
//!
//! Each scene is whole. The script finds what changed, so that this side holds no picture of the other.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use dioxus_i18n::tid;
use serde::{Deserialize, Serialize};
use shared::domain::{Point, Section};
use shared::store::Placed;

use super::near::Locating;
use super::{Asked, ask, paper};
use crate::components::outside::Outside;
use crate::pictograms;
use crate::platform;
use crate::state::{Query, territory};

/// Id of the element that the script draws in.
const ELEMENT: &str = "map-canvas";

/// How near one looks at a place, and around a point, in MapLibre's zooms.
const AT_A_PLACE: f64 = 16.0;
const AROUND: f64 = 14.0;

/// What is under the pins.
#[derive(Clone, PartialEq)]
enum Ground {
    Awaited,
    /// Tiles, with the words of whoever made them.
    Tiles(String),
    Paper,
    /// The device cannot draw maps.
    Unable,
    /// The script did not arrive.
    Absent,
}

#[derive(Default, Serialize)]
struct Scene<'a> {
    element: Option<&'a str>,
    bounds: [f64; 4],
    /// Id, longitude, latitude, section, whether there is an offer.
    pins: Vec<(&'a str, f64, f64, &'a str, bool)>,
    chosen: Option<&'a str>,
    near: Option<[f64; 2]>,
    here: Option<[f64; 2]>,
    /// Longitude, latitude, zoom to look at.
    go: Option<[f64; 3]>,
    /// Papers of each section's pictogram.
    drawings: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    words: BTreeMap<&'a str, String>,
}

/// What the script says.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    chosen: Option<String>,
    /// Longitude, latitude.
    centre: Option<(f64, f64)>,
    state: String,
    attribution: String,
}

#[component]
pub(super) fn Canvas(
    asked: ReadSignal<Asked>,
    placed: Memo<Query<Vec<Placed>>>,
    locating: Signal<Locating>,
) -> Element {
    let mut ground = use_signal(|| Ground::Awaited);
    platform::use_map_told(use_callback(move |text: String| {
        let told: Told = serde_json::from_str(&text).unwrap_or_default();
        if let Some(id) = told.chosen {
            ask(asked, |asked| asked.place = Some(id));
        }
        if let Some((lon, lat)) = told.centre {
            ask(asked, |asked| asked.near = Some(Point { lat, lon }));
        }
        match told.state.as_str() {
            "tiles" => ground.set(Ground::Tiles(told.attribution)),
            "paper" => ground.set(Ground::Paper),
            "no-webgl" => ground.set(Ground::Unable),
            "no-code" => ground.set(Ground::Absent),
            _ => {}
        }
    }));
    // A map kept here is drawn from rather than the network, from its first tile on.
    let mut served = use_signal(|| false);
    use_future(move || async move {
        platform::serve_kept_map().await;
        served.set(true);
    });
    use_effect(move || {
        if !served() {
            return;
        }
        if let Query::Ready(placed) = &*placed.read() {
            platform::tell_map(&scene(&asked.read(), placed, locating.read().here()));
        }
    });
    use_drop(|| platform::tell_map(r#"{"element":null}"#));
    let able = !matches!(*ground.read(), Ground::Unable | Ground::Absent);
    rsx! {
        section { class: "map", "aria-label": tid!("map-region"), hidden: !able,
            a { class: "btn map-skip", href: "#map-list", {tid!("map-skip")} }
            div { id: ELEMENT, class: "map-canvas" }
            if *ground.read() == Ground::Awaited {
                p { class: "map-wait quiet", role: "status", {tid!("map-wait")} }
            }
        }
        match ground() {
            Ground::Awaited => rsx! {},
            Ground::Tiles(made_by) => rsx! {
                p { class: "quiet map-by",
                    Outside { url: "https://www.openstreetmap.org/copyright", "{made_by}" }
                }
            },
            Ground::Paper => rsx! {
                p { class: "quiet", {tid!("map-paper")} }
            },
            Ground::Unable => rsx! {
                p { class: "banner banner-plain", {tid!("map-unable")} }
            },
            Ground::Absent => rsx! {
                p { class: "banner banner-plain", {tid!("map-absent")} }
            },
        }
    }
}

fn scene(asked: &Asked, placed: &[Placed], here: Option<Point>) -> String {
    let bounds = territory().bounds;
    let chosen = asked.place.as_deref().and_then(|id| placed.iter().find(|spot| spot.place.id == id));
    let at = |point: Point| [point.lon, point.lat];
    let look = |point: Point, zoom| [point.lon, point.lat, zoom];
    let scene = Scene {
        element: Some(ELEMENT),
        bounds: [bounds.west, bounds.south, bounds.east, bounds.north],
        pins: placed
            .iter()
            .map(|Placed { place, point, offers, .. }| {
                (place.id.as_str(), point.lon, point.lat, paper(&place.sections).slug(), !offers.is_empty())
            })
            .collect(),
        chosen: asked.place.as_deref(),
        near: asked.near.map(at),
        here: here.map(at),
        go: chosen
            .map(|spot| look(spot.point, AT_A_PLACE))
            .or_else(|| asked.near.or(here).map(|point| look(point, AROUND))),
        drawings: Section::ALL
            .into_iter()
            .map(|section| {
                let cuts = pictograms::section(section).iter();
                (section.slug(), cuts.map(|(paper, contour)| (paper.class(), *contour)).collect())
            })
            .collect(),
        words: BTreeMap::from([
            ("Map.Title", tid!("map-region")),
            ("NavigationControl.ZoomIn", tid!("map-zoom-in")),
            ("NavigationControl.ZoomOut", tid!("map-zoom-out")),
        ]),
    };
    serde_json::to_string(&scene).unwrap_or_default()
}
