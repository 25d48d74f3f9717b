//! Home: the question, the eight papers, what is new, what is on.

use crate::words::tid;
use chrono::Datelike;
use dioxus::prelude::*;
use shared::domain::{News, Page, Section};

use crate::components::cards::NewsCard;
use crate::components::dates::{use_clock, use_moment};
use crate::components::face::Broken;
use crate::components::freshness::{Freshness, Pull};
use crate::components::icon::{Icon, Line};
use crate::components::row::Row;
use crate::components::shell::Screen;
use crate::components::soon::Soon;
use crate::components::tile::Tiles;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::screens::{Bell, NewOffers};
use crate::state::{Query, territory, use_query, use_settings};

/// Items of each list on the home screen.
const SHOWN: usize = 3;

/// The home screen.
#[component]
pub fn HomeScreen() -> Element {
    let now = use_clock();
    let settings = use_settings();
    let news = use_query(move |store| {
        let mut news = store.news(now())?;
        news.retain(|item| item.concerns(&settings.read().reader()));
        news.truncate(SHOWN);
        Ok(news)
    });
    rsx! {
        Screen {
            lead: Lead::Brand,
            tools: rsx! {
                Bell {}
                Link { class: "tool", to: Route::Favourites {}, aria_label: tid!("favourites-title"), Line { icon: Icon::Heart } }
                Link { class: "tool", to: Route::Settings {}, aria_label: tid!("settings-title"), Line { icon: Icon::Gear } }
            },
            Pull {
                div { class: "stack",
                    h1 { {tid!("home-title")} }
                    SearchLink {}
                    Tiles {}
                    NewOffers {}
                    ForYou {}
                    HomeNews { news: news.get() }
                    if territory().features.events {
                        Soon {}
                    }
                    Freshness {}
                }
            }
        }
    }
}

#[component]
fn SearchLink() -> Element {
    rsx! {
        div { class: "search-field",
            Link { class: "search-face cut", to: Route::search(),
                Line { icon: Icon::Search }
                span { {tid!("search-placeholder")} }
            }
        }
    }
}

/// Pages of the sections the person's interests lead to; others each day, so that all of them get their turn.
#[component]
fn ForYou() -> Element {
    let settings = use_settings();
    let day = use_moment().local.date().num_days_from_ce() as usize;
    let pages = use_query(move |store| {
        let chosen = settings.read().interests.clone();
        let mut sections: Vec<Section> = Vec::new();
        for interest in territory().interests.iter().filter(|interest| chosen.contains(&interest.id)) {
            sections.extend(
                interest.sections.iter().filter(|section| !sections.contains(section)).copied().collect::<Vec<_>>(),
            );
        }
        let mut pages: Vec<Page> = Vec::new();
        for section in sections.iter().cycle().skip(day % sections.len().max(1)).take(sections.len().min(SHOWN)) {
            let of_section = store.pages(*section)?;
            pages.extend({
                let turn = day % of_section.len().max(1);
                of_section.into_iter().nth(turn)
            });
        }
        Ok(pages)
    });
    let pages = match pages.get() {
        Query::Ready(pages) if !pages.is_empty() => pages,
        _ => return rsx! {},
    };
    rsx! {
        section { "aria-labelledby": "home-for-you",
            div { class: "heading",
                h2 { id: "home-for-you", {tid!("home-for-you")} }
            }
            ul { class: "sheets", role: "list",
                for page in pages {
                    li { key: "{page.id}",
                        Row { to: Route::Page { id: page.id.clone() }, title: page.title, text: page.summary, section: Some(page.section), art: true, lang: page.lang }
                    }
                }
            }
        }
    }
}

#[component]
fn HomeNews(news: Query<Vec<News>>) -> Element {
    match news {
        Query::Failed(reason) => rsx! {
            Broken { reason }
        },
        Query::Ready(news) if news.is_empty() => rsx! {},
        Query::Ready(news) => rsx! {
            section { "aria-labelledby": "home-news",
                div { class: "heading",
                    h2 { id: "home-news", {tid!("home-news")} }
                    Link { to: Route::NewsList {}, {tid!("see-all-news")} }
                }
                ul { class: "sheets", role: "list",
                    for item in news {
                        li { key: "{item.id}", NewsCard { news: item } }
                    }
                }
            }
        },
    }
}
