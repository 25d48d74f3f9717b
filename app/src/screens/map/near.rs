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
pub(in crate::screens) enum Locating {
    /// Nobody asked.
    Idle,
    Asking,
    Here(Point),
    /// So many metres from the middle of the town: its map stays where it is.
    Elsewhere(f64),
    Failed(LocationFault),
}

impl Locating {
    pub(in crate::screens) const fn here(self) -> Option<Point> {
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

/// Asks the device where the person is. Once at a time; what it says is not kept.
pub(in crate::screens) async fn locate(mut locating: Signal<Locating>) {
    if *locating.peek() != Locating::Asking {
        locating.set(Locating::Asking);
        let found = Locating::of(platform::locate().await);
        locating.set(found);
    }
}

/// What became of that.
pub(in crate::screens) fn told(locating: Locating) -> String {
    match locating {
        Locating::Idle => String::new(),
        Locating::Asking => tid!("map-locating"),
        Locating::Here(_) => tid!("map-from-here"),
        Locating::Elsewhere(metres) => {
            tid!("map-elsewhere", km: (metres / 1_000.0).round() as u32, town: territory().name.clone())
        }
        Locating::Failed(LocationFault::Refused) => tid!("map-refused"),
        Locating::Failed(LocationFault::Late) => tid!("map-late"),
        Locating::Failed(LocationFault::Unavailable) => tid!("map-unavailable"),
    }
}

#[component]
pub(super) fn Near(asked: ReadSignal<Asked>, locating: Signal<Locating>) -> Element {
    let mut locating = locating;
    let picked = asked.read().near.is_some();
    let here = locating.read().here().is_some() && !picked;
    let ask_device = move |_| async move {
        locate(locating).await;
        if locating.peek().here().is_some() {
            ask(asked, |asked| asked.near = None);
        }
    };
    rsx! {
        div { class: "chips chips-wrap", role: "group", "aria-label": tid!("map-from"),
            button { class: "chip", r#type: "button", "aria-pressed": if here { "true" } else { "false" }, onclick: ask_device,
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
                    (Locating::Asking, _) => told(Locating::Asking),
                    (_, true) => tid!("map-from-point"),
                    (Locating::Idle, false) => tid!("map-from-none"),
                    (locating, false) => told(locating),
                }
            }
        }
    }
}
