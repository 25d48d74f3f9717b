//! Under the card: what it saved, where it was used, the rescue code, a lost phone, the next card.

use crate::words::tid;
use dioxus::prelude::*;
use shared::protocol::CardUse;
use shared::store::{HeldCard, Shown};

use super::pictures::PhotoField;
use crate::components::cards::price;
use crate::components::dates::{self, use_moment};
use crate::components::icon::{Icon, Line};
use crate::components::row::Row;
use crate::platform;
use crate::route::Route;
use crate::state::{Query, declare_card_lost, use_notices, use_query};

/// Everything under the card.
#[component]
pub(super) fn Under(held: HeldCard, card: Box<Shown>) -> Element {
    let today = use_moment().local.date();
    let status = held.status.clone();
    rsx! {
        div { class: "stack reading",
            if card.warn_offline {
                p { class: "banner",
                    Line { icon: Icon::NoNetwork }
                    span { {tid!("card-warn-offline", n: card.days_offline)} }
                }
            }
            if card.renewing {
                p { class: "banner banner-sky",
                    Line { icon: Icon::Clock }
                    span { {tid!("card-renewing")} }
                }
            } else if card.renewal_due {
                div { class: "sheet-note stack",
                    p {
                        strong { {tid!("card-renewal-title")} }
                        " "
                        if let Some(until) = card.valid_until {
                            {tid!("card-renewal-text", day: dates::day(dates::local(until).date(), today))}
                        }
                    }
                    Link { class: "btn", to: Route::CardApply {}, {tid!("card-renew")} }
                }
            }
            if let Some(status) = status {
                Uses { saved_cents: status.saved_cents, uses: status.uses }
            }
            if let Some(code) = held.rescue_code.clone() {
                Rescue { code }
            }
            PhotoField { heading: true }
            Lost {}
            Link { class: "setting-link", to: Route::Settings {},
                Line { icon: Icon::Gear }
                span { {tid!("card-my-data")} }
                Line { icon: Icon::Next }
            }
        }
    }
}

/// What was saved, and where. An offer that is gone is named so: the town's list changes, what was used does not.
#[component]
pub(super) fn Uses(saved_cents: u64, uses: ReadSignal<Vec<CardUse>>) -> Element {
    let named = use_query(move |store| {
        uses.read()
            .iter()
            .map(|used| {
                let offer = store.offer(&used.offer)?.map(|offer| offer.title);
                Ok((offer, store.place(&used.shop)?.map(|place| place.name), used.clone()))
            })
            .collect::<Result<Vec<_>, _>>()
    });
    let today = use_moment().local.date();
    rsx! {
        section { class: "stack", "aria-labelledby": "card-uses",
            h2 { id: "card-uses", {tid!("card-uses")} }
            p { class: "card-saved",
                b { {price(u32::try_from(saved_cents).unwrap_or(u32::MAX))} }
                span { {tid!("card-saved", n: uses.len())} }
            }
            if uses.is_empty() {
                p { class: "quiet", {tid!("card-uses-none")} }
                Link { class: "btn btn-line", to: Route::Offers {}, {tid!("card-see-offers")} }
            } else if let Query::Ready(named) = named.get() {
                ul { class: "sheets", role: "list",
                    for (at , (offer , shop , used)) in named.into_iter().enumerate() {
                        li { key: "{at}",
                            Row {
                                to: Route::Offer { id: used.offer },
                                title: offer.unwrap_or_else(|| tid!("card-use-gone")),
                                text: {
                                    let day = dates::day(dates::local(used.at).date(), today);
                                    let shop = shop.unwrap_or_else(|| tid!("card-shop-gone"));
                                    if used.saving_cents > 0 {
                                        format!("{shop} · {day} · −{}", price(used.saving_cents))
                                    } else {
                                        format!("{shop} · {day}")
                                    }
                                },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The rescue code: hidden until asked for, because whoever reads it can block the card.
#[component]
pub(super) fn Rescue(code: String) -> Element {
    let mut visible = use_signal(|| false);
    let notices = use_notices();
    let copied = code.clone();
    rsx! {
        section { class: "sheet stack", "aria-labelledby": "card-rescue",
            h2 { id: "card-rescue", {tid!("card-rescue")} }
            p { {tid!("card-rescue-text")} }
            if visible() {
                p { class: "card-rescue-code", "{code}" }
            }
            div { class: "cluster",
                button { class: "btn btn-line", r#type: "button", "aria-expanded": "{visible}", onclick: move |_| visible.toggle(),
                    if visible() { {tid!("card-rescue-hide")} } else { {tid!("card-rescue-show")} }
                }
                if visible() {
                    button {
                        class: "btn btn-line",
                        r#type: "button",
                        onclick: move |_| {
                            let code = copied.clone();
                            let (done, failed) = (tid!("card-rescue-copied"), tid!("card-rescue-not-copied"));
                            async move {
                                notices.push(if platform::copy_text(&code).await { done } else { failed });
                            }
                        },
                        {tid!("card-rescue-copy")}
                    }
                }
            }
        }
    }
}

/// A lost or stolen phone. Asked twice: the card stops at once.
#[component]
fn Lost() -> Element {
    let mut asked = use_signal(|| false);
    rsx! {
        section { class: "stack", "aria-labelledby": "card-lost",
            h2 { id: "card-lost", {tid!("card-lost")} }
            if asked() {
                div { class: "sheet-note stack", role: "alertdialog", "aria-labelledby": "card-lost-sure",
                    p { id: "card-lost-sure", strong { {tid!("card-lost-sure")} } }
                    div { class: "cluster",
                        button { class: "btn", r#type: "button", onclick: move |_| declare_card_lost(), {tid!("card-lost-yes")} }
                        button { class: "btn btn-line", r#type: "button", autofocus: true, onclick: move |_| asked.set(false), {tid!("cancel")} }
                    }
                }
            } else {
                p { class: "quiet", {tid!("card-lost-text")} }
                button { class: "btn btn-line btn-wide", r#type: "button", onclick: move |_| asked.set(true), {tid!("card-lost-do")} }
            }
        }
    }
}
