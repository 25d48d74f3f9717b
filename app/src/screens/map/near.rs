//! To be near to something: where the person is, when they ask for it, or a point that they choose.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Point;

use super::{Asked, ask};
use crate::components::icon::{Icon, Line};
use crate::platform::{self, LocationFault};
use crate::state::territory;

/// Metres outside the town's map from which one is elsewhere.
const ELSEWHERE: f64 = 20_000.0;

/// Where the person is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Locating {
    /// Nobody asked.
    Idle,
    Asking,
    Here(Point),
    /// So many metres from the middle of the town: its map stays where it is.
    Elsewhere(f64),
    Failed(LocationFault),
}

impl Locating {
    pub(super) const fn here(self) -> Option<Point> {
        if let Self::Here(point) = self { Some(point) } else { None }
    }

    fn of(found: Result<Point, LocationFault>) -> Self {
        let territory = territory();
        match found {
            Err(fault) => Self::Failed(fault),
            Ok(point) => {
                let metres = territory.center.distance(point);
                let corner = Point { lat: territory.bounds.north, lon: territory.bounds.east };
                let far = metres > territory.center.distance(corner) + ELSEWHERE;
                if far { Self::Elsewhere(metres) } else { Self::Here(point) }
            }
        }
    }
}

#[component]
pub(super) fn Near(asked: ReadSignal<Asked>, locating: Signal<Locating>) -> Element {
    let mut locating = locating;
    let picked = asked.read().near.is_some();
    let here = locating.read().here().is_some() && !picked;
    let locate = move |_| async move {
        if *locating.peek() == Locating::Asking {
            return;
        }
        locating.set(Locating::Asking);
        let found = Locating::of(platform::locate().await);
        if found.here().is_some() {
            ask(asked, |asked| asked.near = None);
        }
        locating.set(found);
    };
    rsx! {
        div { class: "chips chips-wrap", role: "group", "aria-label": tid!("map-from"),
            button { class: "chip", r#type: "button", "aria-pressed": if here { "true" } else { "false" }, onclick: locate,
                Line { icon: Icon::Pin }
                {tid!("map-around")}
            }
            button { class: "chip", r#type: "button", onclick: move |_| platform::tell_map(r#"{"centre":true}"#),
                Line { icon: Icon::Flag }
                {tid!("map-centre")}
            }
            if picked || here {
                button {
                    class: "chip",
                    r#type: "button",
                    onclick: move |_| {
                        locating.set(Locating::Idle);
                        ask(asked, |asked| asked.near = None);
                    },
                    Line { icon: Icon::Close }
                    {tid!("map-forget")}
                }
            }
        }
        p { class: "quiet", role: "status",
            {
                match (locating(), picked) {
                    (Locating::Asking, _) => tid!("map-locating"),
                    (_, true) => tid!("map-from-point"),
                    (Locating::Idle, false) => tid!("map-from-none"),
                    (Locating::Here(_), false) => tid!("map-from-here"),
                    (Locating::Elsewhere(metres), false) => tid!("map-elsewhere", km: (metres / 1_000.0).round() as u32, town: territory().name.clone()),
                    (Locating::Failed(LocationFault::Refused), false) => tid!("map-refused"),
                    (Locating::Failed(LocationFault::Late), false) => tid!("map-late"),
                    (Locating::Failed(LocationFault::Unavailable), false) => tid!("map-unavailable"),
                }
            }
        }
    }
}
