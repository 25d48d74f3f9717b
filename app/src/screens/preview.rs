//! News on its way: the console shows an article that is being written as phones will show it, by this very screen in a
//! frame beside the form. It keeps nothing and leads nowhere.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Record;
use shared::protocol::WireRecord;

use super::news::Item;
use crate::platform;

/// What the page around this frame last told it.
#[component]
pub fn PreviewScreen() -> Element {
    let news = platform::use_preview();
    // As a record of the log: a reader of news alone would be downloaded beside the one that every record has.
    match news().and_then(|text| serde_json::from_str::<WireRecord>(&text).ok()?.to_record()) {
        Some(Record::News(news)) => rsx! {
            Item { news }
        },
        // Not a screen: the next one would count as a turn of the page and take the focus, out of the form beside the frame.
        _ => rsx! {
            main { class: "screen",
                h1 { {tid!("preview-title")} }
                p { {tid!("preview-text")} }
            }
        },
    }
}
