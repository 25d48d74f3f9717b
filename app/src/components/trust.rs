//! The trust line: where a fact was read, when, and how to say that it is wrong.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{RecordId, Sourced};

use super::dates;
use super::icon::{Icon, Line};
use super::outside::Outside;
use crate::route::Route;

/// Sources, verified date, what is still to be confirmed, and « Signaler une erreur ».
#[component]
pub fn Trust(sourced: Sourced, about: RecordId) -> Element {
    rsx! {
        footer { class: "trust stack",
            if sourced.example {
                p { class: "banner banner-plain", Line { icon: Icon::Flag } span { {tid!("example-text")} } }
            }
            if sourced.to_confirm {
                p { class: "banner", Line { icon: Icon::Warning } span { {tid!("to-confirm-text")} } }
            }
            if let Some(day) = sourced.verified_on {
                p { {tid!("verified-on", date: dates::date(day))} }
            }
            if !sourced.sources.is_empty() {
                p {
                    {tid!("sources")}
                    " "
                    for (index , source) in sourced.sources.iter().enumerate() {
                        if index > 0 { " · " }
                        Outside { url: source.url.clone(), "{source.label}" }
                    }
                }
            }
            Link { class: "btn btn-line", to: Route::Report { kind: about.kind.clone(), id: about.id.clone() },
                Line { icon: Icon::Flag }
                {tid!("report-error")}
            }
        }
    }
}
