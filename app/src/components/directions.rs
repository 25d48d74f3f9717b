//! The way to a place, handed to whatever leads there; nothing is asked of it before somebody presses.

use crate::words::tid;
use dioxus::prelude::*;
use shared::api::encoded;
use shared::domain::Point;

use super::icon::{Icon, Line};
use super::outside::Outside;
use crate::platform::{self, Guide};

/// Phones have one app for it, elsewhere the person chooses between two sites.
#[component]
pub fn Directions(point: Point, name: String) -> Element {
    let url = address(Guide::here(), point, &name);
    match url {
        Some(url) => rsx! {
            button { class: "action", r#type: "button", onclick: move |_| platform::open_url(&url), Line { icon: Icon::Explore } span { {tid!("directions")} } }
        },
        None => rsx! {
            Outside { class: "action", url: google(point), Line { icon: Icon::Explore } span { {tid!("directions-by", site: "Google Maps")} } }
            Outside { class: "action", url: openstreetmap(point), Line { icon: Icon::Explore } span { {tid!("directions-by", site: "OpenStreetMap")} } }
        },
    }
}

/// What opens the phone's own map app.
fn address(guide: Guide, point: Point, name: &str) -> Option<String> {
    match guide {
        Guide::Phone => Some(format!("geo:{point}?q={point}({})", encoded(name))),
        Guide::Apple => Some(format!("https://maps.apple.com/?daddr={point}&q={}", encoded(name))),
        Guide::Choice => None,
    }
}

fn google(point: Point) -> String {
    format!("https://www.google.com/maps/dir/?api=1&destination={point}")
}

fn openstreetmap(point: Point) -> String {
    format!("https://www.openstreetmap.org/directions?to={point}#map=17/{:.5}/{:.5}", point.lat, point.lon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_guide_is_told_where_in_its_own_way() {
        let point = Point { lat: 48.956_71, lon: 4.358_83 };
        for (guide, expected) in [
            (Guide::Phone, Some("geo:48.95671,4.35883?q=48.95671,4.35883(Caf%C3%A9%20%28bar%29)")),
            (Guide::Apple, Some("https://maps.apple.com/?daddr=48.95671,4.35883&q=Caf%C3%A9%20%28bar%29")),
            (Guide::Choice, None),
        ] {
            assert_eq!(address(guide, point, "Café (bar)").as_deref(), expected);
        }
        assert!(google(point).ends_with("destination=48.95671,4.35883"));
        assert!(openstreetmap(point).contains("to=48.95671,4.35883#map=17/48.95671/4.35883"));
    }
}
