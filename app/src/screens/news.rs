//! News: the list, pinned first, and one item.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Kind, News, RecordId};

use super::not_found::Gone;
use crate::components::article::Article;
use crate::components::cards::NewsCard;
use crate::components::dates::{self, use_clock, use_moment};
use crate::components::face::{Broken, Empty};
use crate::components::favourite::Heart;
use crate::components::freshness::{Freshness, Pull};
use crate::components::icon::{Icon, Line};
use crate::components::onward::Onward;
use crate::components::picture::Picture;
use crate::components::row::{ages, content_language};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::components::trust::Trust;
use crate::platform;
use crate::route::Route;
use crate::screens::Invitation;
use crate::state::{Query, use_opened, use_query, use_read, use_settings};

/// All news shown today: what concerns the reader, and, one press away, the rest.
#[component]
pub fn NewsListScreen() -> Element {
    let now = use_clock();
    let settings = use_settings();
    let mut all = use_signal(|| false);
    let news = use_query(move |store| {
        let news = store.news(now())?;
        let for_me = news.iter().filter(|item| item.concerns(&settings.read().reader())).count();
        Ok((news.len() > for_me, news))
    });
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}),
            Pull {
                div { class: "stack",
                    h1 { {tid!("news-title")} }
                    Freshness {}
                    Invitation {}
                    match news.get() {
                        Query::Failed(reason) => rsx! {
                            Broken { reason }
                        },
                        Query::Ready((_, news)) if news.is_empty() => rsx! {
                            Empty { title: tid!("news-empty-title"), text: tid!("news-empty-text") }
                        },
                        Query::Ready((others, news)) => rsx! {
                            if others {
                                div { class: "chips", role: "group", "aria-label": tid!("filter"),
                                    for (whole , words) in [(false, tid!("news-mine")), (true, tid!("news-all"))] {
                                        button {
                                            class: "chip",
                                            r#type: "button",
                                            "aria-pressed": if all() == whole { "true" } else { "false" },
                                            onclick: move |_| all.set(whole),
                                            "{words}"
                                        }
                                    }
                                }
                            }
                            h2 { class: "visually-hidden", {tid!("news-latest")} }
                            ul { class: "sheets", role: "list",
                                for item in news.into_iter().filter(|item| all() || item.concerns(&settings.read().reader())) {
                                    li { key: "{item.id}", NewsCard { news: item } }
                                }
                            }
                        },
                    }
                }
            }
        }
    }
}

/// One news item.
#[component]
pub fn NewsItemScreen(id: ReadSignal<String>) -> Element {
    use_read(Kind::News, id);
    use_opened(id);
    let item = use_query(move |store| store.news_item(&id.read()));
    match item.get() {
        Query::Failed(reason) => rsx! {
            Screen { lead: Lead::Back(Route::NewsList {}), Broken { reason } }
        },
        Query::Ready(None) => rsx! {
            Gone {}
        },
        Query::Ready(Some(news)) => rsx! {
            Item { news }
        },
    }
}

#[component]
pub(super) fn Item(news: News) -> Element {
    let today = use_moment().local.date();
    let about = RecordId { kind: Kind::News.name().to_owned(), id: news.id.clone() };
    let when = dates::day(dates::local(news.publish_at).date(), today);
    let (title, summary, path) =
        (news.title.clone(), news.summary.clone(), Route::NewsItem { id: news.id.clone() }.to_string());
    rsx! {
        Screen {
            lead: Lead::Back(Route::NewsList {}),
            tools: rsx! {
                Heart { id: about.clone(), title: news.title.clone() }
            },
            article { class: "stack reading",
                if let Some(image) = news.image.clone() {
                    div { class: "page-picture", Picture { image, sizes: "(min-width: 44rem) 38rem, 100vw" } }
                }
                div { class: "cluster",
                    span { class: "quiet", "{when}" }
                    if let Some(category) = news.category.clone() {
                        span { class: "tag", "{category}" }
                    }
                    if let Some(ages) = ages(news.audience) {
                        span { class: "tag", "{ages}" }
                    }
                }
                h1 { lang: content_language(), "{news.title}" }
                p { class: "lead", lang: content_language(), "{news.summary}" }
                Article { text: news.body.clone(), lang: content_language() }
                if let Some(link) = news.link.clone() {
                    Onward { class: "btn btn-wide", url: link.url, mark: rsx! { Line { icon: Icon::Outside } },
                        span { "{link.label}" }
                    }
                }
                div { class: "actions",
                    button { class: "action", r#type: "button", onclick: move |_| platform::share(&title, &summary, &path),
                        Line { icon: Icon::Share }
                        span { {tid!("share")} }
                    }
                }
                Trust { sourced: news.sourced.clone(), about }
            }
        }
    }
}
