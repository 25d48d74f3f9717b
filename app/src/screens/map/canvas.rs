//! The map itself: a scene told to the script that draws it, and what the person does on it.
//!
//! Each scene is whole. The script finds what changed, so that this side holds no picture of the other.

use crate::hooks::{use_effect, use_future};
use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Bounds, Point, Section};
use shared::store::Placed;

use super::near::{Locating, Near};
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

#[component]
pub(super) fn Canvas(
    asked: ReadSignal<Asked>,
    placed: crate::state::Asked<Vec<Placed>>,
    locating: Signal<Locating>,
) -> Element {
    let mut ground = use_signal(|| Ground::Awaited);
    platform::use_map_told(use_callback(move |text: String| {
        let (word, rest) = text.split_once(' ').unwrap_or((&text, ""));
        match word {
            "chosen" => ask(asked, |asked| asked.place = Some(rest.to_owned())),
            "centre" => ask(asked, |asked| asked.near = Point::read(rest)),
            "ground" => ground.set(Ground::of(rest)),
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
        div { class: "map", hidden: !able,
            a { class: "btn map-skip", href: "#map-list", {tid!("map-skip")} }
            div { id: ELEMENT, class: "map-canvas" }
            if let Ground::Tiles(made_by) = ground() {
                p { class: "quiet map-by",
                    Outside { url: "https://www.openstreetmap.org/copyright", "{made_by}" }
                }
            }
            if *ground.read() == Ground::Awaited {
                p { class: "map-wait quiet", role: "status", {tid!("map-wait")} }
            }
        }
        Near { asked, locating }
        match ground() {
            Ground::Awaited | Ground::Tiles(_) => rsx! {},
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

impl Ground {
    fn of(told: &str) -> Self {
        match told.split_once(' ').unwrap_or((told, "")) {
            ("tiles", made_by) => Self::Tiles(made_by.to_owned()),
            ("paper", _) => Self::Paper,
            ("no-webgl", _) => Self::Unable,
            _ => Self::Absent,
        }
    }
}

/// The scene as JSON. Written by hand: a serializer for this one shape would weigh kilobytes on every visitor.
fn scene(asked: &Asked, placed: &[Placed], here: Option<Point>) -> String {
    let Bounds { south, west, north, east } = territory().bounds;
    let chosen = asked.place.as_deref().and_then(|id| placed.iter().find(|spot| spot.place.id == id));
    let go = match (chosen, asked.near.or(here)) {
        (Some(spot), _) => Some((spot.point, AT_A_PLACE)),
        (None, point) => point.map(|point| (point, AROUND)),
    };
    let mut json = format!(r#"{{"element":"{ELEMENT}","bounds":[{west},{south},{east},{north}]"#);
    for (name, point) in [("near", asked.near), ("here", here)] {
        if let Some(Point { lat, lon }) = point {
            json.extend([format!(r#","{name}":[{lon},{lat}]"#)]);
        }
    }
    if let Some((Point { lat, lon }, zoom)) = go {
        json.extend([format!(r#","go":[{lon},{lat},{zoom}]"#)]);
    }
    if let Some(id) = &asked.place {
        json.extend([format!(r#","chosen":{}"#, quoted(id))]);
    }
    json.push_str(r#","pins":["#);
    for (n, Placed { place, point, offers, .. }) in placed.iter().enumerate() {
        let comma = if n > 0 { "," } else { "" };
        let (id, section, given) = (quoted(&place.id), paper(&place.sections), !offers.is_empty());
        json.extend([format!(r#"{comma}[{id},{},{},"{section}",{given}]"#, point.lon, point.lat)]);
    }
    json.push_str(r#"],"drawings":{"#);
    for (n, section) in Section::ALL.into_iter().enumerate() {
        json.extend([format!(r#"{}"{section}":["#, if n > 0 { "," } else { "" })]);
        for (n, (paper, contour)) in pictograms::section(section).iter().enumerate() {
            json.extend([format!(r#"{}["{}","{contour}"]"#, if n > 0 { "," } else { "" }, paper.class())]);
        }
        json.push(']');
    }
    let [title, closer, wider] =
        [tid!("map-region"), tid!("map-zoom-in"), tid!("map-zoom-out")].map(|words| quoted(&words));
    json.extend([format!(
        r#"}},"words":{{"Map.Title":{title},"NavigationControl.ZoomIn":{closer},"NavigationControl.ZoomOut":{wider}}}}}"#
    )]);
    json
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_the_pins_is_heard_in_a_word() {
        for (told, expected) in [
            ("tiles © les contributeurs", Ground::Tiles("© les contributeurs".to_owned())),
            ("paper", Ground::Paper),
            ("no-webgl", Ground::Unable),
            ("no-code", Ground::Absent),
            ("", Ground::Absent),
        ] {
            assert!(Ground::of(told) == expected, "{told}");
        }
    }
}
