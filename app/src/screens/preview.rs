//! News on its way: the console shows an article that is being written as phones will show it, by this very screen in a
//! frame beside the form. It keeps nothing and leads nowhere.

use dioxus::prelude::*;
use dioxus_i18n::tid;
use shared::domain::Record;
use shared::protocol::WireRecord;

use super::news::Item;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::platform;
use crate::route::Route;

/// What the page around this frame last told it.
#[component]
pub fn PreviewScreen() -> Element {
    let news = platform::use_preview();
    // As a record of the log: a reader of news alone would be downloaded beside the one that every record has.
    match news().and_then(|text| serde_json::from_str::<WireRecord>(&text).ok()?.to_record()) {
        Some(Record::News(news)) => rsx! {
            Item { news }
        },
        _ => rsx! {
            Screen { lead: Lead::Back(Route::NewsList {}),
                h1 { {tid!("preview-title")} }
                p { {tid!("preview-text")} }
            }
        },
    }
}
