//! Feeds: followed, read over, published. Two pages: « Flux », what is followed and how it fares; « À relire », what came.
//!
//! Nothing that came is shown as anything but text: addresses become links only when they are of the web, Markdown is
//! drawn without a picture or a tag of its own. Whoever decides about words that changed meanwhile is told.

mod add;
mod item;
mod list;
mod one;
mod review;
mod say;
mod settings;

pub(super) use add::add;
pub(super) use item::{decide, item};
pub(super) use list::list;
pub(super) use one::{change, one, pause, remove, try_now};
pub(super) use review::{dismiss_all, review};

use dioxus::prelude::*;

use super::page::Refusal;
use super::words;
use crate::app::App;
use crate::storage::feeds::Feed;

/// A feed that fails for as long is told on the start page.
const TOLD_AFTER: i64 = 86_400;

/// What the start page says of feeds.
pub(super) async fn told(app: &App) -> Result<Element, Refusal> {
    let failing = app.storage.failing_feeds(app.clock.now() - TOLD_AFTER).await?;
    let (_, waiting) = app.storage.feed_items_to_read(None).await?;
    Ok(rsx! {
        for feed in &failing {
            p { class: "notice bad",
                "Le flux «\u{202f}{feed.settings.title}\u{202f}» ne se lit plus {since(app, feed)}. {say::failure(&feed.failure)} "
                a { href: "/staff/flux/{feed.id}", "Voir ce flux" }
            }
        }
        if waiting > 0 {
            div { class: "tiles",
                a { class: "tile sun", href: "/staff/relire",
                    strong { {words::grouped(waiting)} }
                    span { if waiting < 2 { "chose à relire" } else { "choses à relire" } }
                    small { "venues des flux que vous suivez" }
                }
            }
        }
    })
}

fn since(app: &App, feed: &Feed) -> String {
    feed.failing_since.map_or_else(String::new, |since| words::since(app.clock.now() - since))
}
