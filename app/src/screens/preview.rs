//! What is on its way: the console shows news, offers and facts that are being written as phones will show them, by these
//! very screens in a frame beside the form. It keeps nothing and leads nowhere.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Record;
use shared::protocol::WireRecord;

use super::{event, news, offers, page, place};
use crate::components::help_number::NumberRow;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::platform;
use crate::route::Route;
use crate::state::Local;

/// What the page around this frame last told it.
#[component]
pub fn PreviewScreen() -> Element {
    let told = platform::use_preview();
    let store = use_context::<Local>().store();
    // What a record names is looked up once for each: the frame lives as long as a form is open.
    let place_of = |id: &str| store.place(id).ok().flatten();
    // As a record of the log: a reader of news alone would be downloaded beside the one that every record has.
    match told().and_then(|text| serde_json::from_str::<WireRecord>(&text).ok()?.to_record()) {
        Some(Record::News(news)) => rsx! {
            news::Item { news }
        },
        Some(Record::Offer(offer)) => rsx! {
            offers::Sheet { place: place_of(&offer.place), offer }
        },
        Some(Record::Event(event)) => rsx! {
            event::Sheet { place: event.place.as_deref().and_then(place_of), event }
        },
        Some(Record::Place(place)) => rsx! {
            place::Sheet { place, offers: Vec::new() }
        },
        Some(Record::Page(page)) => {
            let numbers = page.numbers.iter().filter_map(|id| store.number(id).ok().flatten()).collect();
            let places = page.places.iter().filter_map(|id| place_of(id)).collect();
            rsx! {
                page::Whole { sheet: page::Sheet { page, numbers, places } }
            }
        }
        Some(Record::Number(number)) => rsx! {
            Screen { lead: Lead::Back(Route::Help {}),
                h1 { "{number.title}" }
                NumberRow { number }
            }
        },
        // Not a screen: the next one would count as a turn of the page and take the focus, out of the form beside the frame.
        None => rsx! {
            main { class: "screen",
                h1 { {tid!("preview-title")} }
                p { {tid!("preview-text")} }
            }
        },
    }
}
