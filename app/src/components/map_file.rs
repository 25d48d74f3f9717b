//! « Garder la carte sur ce téléphone »: its size before anything comes, how far it is, and the way to be rid of it.

use crate::words::tid;
use dioxus::prelude::*;

use super::icon::{Icon, Line};
use crate::state::{MapFault, MapKeeping, bring_map, pause_map, remove_map, use_map_keeping};

/// The map on the phone. Nothing where the town has none.
#[component]
pub fn MapOnPhone() -> Element {
    let keeping = use_map_keeping();
    match keeping() {
        MapKeeping::Unknown | MapKeeping::Nothing => rsx! {},
        MapKeeping::Offered { file, here, older, fault } => rsx! {
            section { class: "sheet-note stack map-file", "aria-label": tid!("map-keep-title"),
                p { strong { {if older { tid!("map-keep-newer") } else { tid!("map-keep-title") }} } }
                p { {tid!("map-keep-text", size: size(file.bytes))} }
                if let Some(fault) = fault {
                    p { class: "error", role: "alert",
                        Line { icon: Icon::Warning }
                        {
                            match fault {
                                MapFault::Full => tid!("map-keep-full", size: size(file.bytes)),
                                MapFault::Network => tid!("map-keep-network"),
                                MapFault::Broken => tid!("map-keep-broken"),
                            }
                        }
                    }
                }
                div { class: "cluster",
                    button { class: "btn", r#type: "button", onclick: move |_| bring_map(),
                        if here > 0 {
                            {tid!("map-keep-on", left: size(file.bytes.saturating_sub(here)))}
                        } else {
                            {tid!("map-keep", size: size(file.bytes))}
                        }
                    }
                    if here > 0 || older {
                        Remove {}
                    }
                }
            }
        },
        MapKeeping::Coming { file, here } => rsx! {
            section { class: "sheet-note stack map-file", "aria-label": tid!("map-keep-title"),
                p { id: "map-coming", strong { {tid!("map-keep-coming", here: size(here), size: size(file.bytes))} } }
                progress { "aria-labelledby": "map-coming", max: "{file.bytes}", value: "{here}" }
                button { class: "btn btn-line", r#type: "button", onclick: move |_| pause_map(), Line { icon: Icon::Stop } {tid!("map-keep-pause")} }
            }
        },
        MapKeeping::Pausing => rsx! {
            p { class: "sheet-note", role: "status", {tid!("map-keep-pausing")} }
        },
        MapKeeping::Here(file) => rsx! {
            section { class: "sheet-note stack map-file", "aria-label": tid!("map-keep-title"),
                p { role: "status", {tid!("map-keep-here", size: size(file.bytes))} }
                Remove {}
            }
        },
    }
}

#[component]
fn Remove() -> Element {
    rsx! {
        button { class: "btn btn-line", r#type: "button", onclick: move |_| remove_map(), Line { icon: Icon::Bin } {tid!("map-keep-remove")} }
    }
}

/// « 8,1 Mo », in millions of bytes as shops and phones count them; never less than what it takes.
fn size(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    tid!("megabytes", whole: tenths / 10, tenth: tenths % 10)
}
