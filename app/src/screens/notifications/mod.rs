//! Notifications: the inbox of what was told, the choice to be told, and the invitation to it.

mod choices;
mod hours;
mod invitation;

use chrono::NaiveDate;
use dioxus::prelude::*;
use shared::domain::UnixSeconds;
use shared::store::{Notified, Reminder};

pub use choices::PushChoices;
pub use invitation::Invitation;

use crate::components::dates::{ago, span, use_moment};
use crate::components::face::{Broken, Empty};
use crate::components::freshness::{Freshness, Pull};
use crate::components::icon::{Icon, Line};
use crate::components::row::{Honesty, Row, content_language};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::screens::NewOffers;
use crate::state::{PushFace, Query, empty_inbox, unread, use_inbox, use_push, use_reminders};
use crate::words::tid;

/// The inbox.
#[component]
pub fn NotificationsScreen() -> Element {
    let inbox = use_inbox();
    let unread = unread(&inbox);
    let moment = use_moment();
    let (now, today) = (moment.unix, moment.local.date());
    let reminders = use_reminders();
    let untold = matches!(use_push(), Query::Ready(view) if matches!(view.face, PushFace::Off | PushFace::Denied));
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}),
            Pull {
                div { class: "stack",
                    h1 { {tid!("notify-title")} }
                    Freshness {}
                    if untold {
                        div { class: "banner banner-plain",
                            Line { icon: Icon::Bell }
                            p {
                                {tid!("inbox-off")}
                                " "
                                Link { to: Route::Settings {}, {tid!("inbox-off-link")} }
                            }
                        }
                    }
                    NewOffers {}
                    {reminded(&reminders, today)}
                    match inbox {
                        Query::Failed(reason) => rsx! {
                            Broken { reason }
                        },
                        Query::Ready(inbox) if inbox.is_empty() => rsx! {
                            Empty { title: tid!("inbox-empty-title"), text: tid!("inbox-empty-text"),
                                Link { class: "btn", to: Route::NewsList {}, {tid!("see-all-news")} }
                            }
                        },
                        Query::Ready(inbox) => rsx! {
                            if unread > 0 {
                                div { class: "cluster",
                                    p { class: "quiet", {tid!("inbox-unread", n: unread as i64)} }
                                    button { class: "chip", r#type: "button", onclick: move |_| empty_inbox(),
                                        Line { icon: Icon::Check }
                                        {tid!("inbox-read-all")}
                                    }
                                }
                            }
                            h2 { class: "visually-hidden", {tid!("inbox-list")} }
                            ul { class: "sheets", role: "list",
                                for notified in inbox {
                                    li { key: "{notified.news.id}", {told(notified, now)} }
                                }
                            }
                        },
                    }
                }
            }
        }
    }
}

/// What was asked to be reminded of: what is due first told so, then what is to come.
fn reminded(reminders: &[Reminder], today: NaiveDate) -> Element {
    if reminders.is_empty() {
        return rsx! {};
    }
    rsx! {
        h2 { {tid!("reminder-list")} }
        ul { class: "sheets", role: "list",
            for reminder in reminders {
                li { key: "{reminder.event}-{reminder.start}",
                    Row {
                        to: Route::Event { id: reminder.event.clone() },
                        title: reminder.title.clone(),
                        text: span(reminder.start, reminder.start, false, today),
                    }
                }
            }
        }
    }
}

/// One notification: a headline that leads to its news.
fn told(Notified { news, at, unread }: Notified, now: UnixSeconds) -> Element {
    let class = if unread { "sheet cut row-link told told-unread" } else { "sheet cut row-link told" };
    rsx! {
        Link { class, to: Route::NewsItem { id: news.id.clone() },
            span { class: "scrap-mark", "aria-hidden": "true" }
            div { class: "row-body",
                h3 { lang: content_language(), "{news.title}" }
                p { lang: content_language(), "{news.summary}" }
                div { class: "cluster",
                    if unread {
                        span { class: "tag tag-ink", {tid!("inbox-new")} }
                    }
                    Honesty { sourced: news.sourced.clone() }
                    span { class: "quiet", {ago(at, now)} }
                }
            }
        }
    }
}

/// The bell of the home screen, with a dot while something was not read.
#[component]
pub fn Bell() -> Element {
    let unread = unread(&use_inbox());
    let name = if unread > 0 { tid!("inbox-bell", n: unread as i64) } else { tid!("notify-title") };
    rsx! {
        Link { class: if unread > 0 { "tool bell-new" } else { "tool" }, to: Route::Notifications {}, aria_label: name,
            Line { icon: Icon::Bell }
        }
    }
}
