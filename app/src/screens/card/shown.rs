//! The card across a counter: photo, first name, a code that changes, a clock that runs.
//!
//! The moment is the phone's clock corrected by what the server's said, so that a wrong clock makes no false « périmé ».
//! The clock and what moves are for eyes: a screen reader is told what the code is, once, and is not spoken to each second.

use std::time::Duration;

use crate::hooks::use_future;
use crate::words::tid;
use chrono::{Datelike, Timelike};
use dioxus::prelude::*;
use futures_util::FutureExt;
use shared::card::PROOF_PERIOD;
use shared::protocol::CardStatus;
use shared::store::{ClockFault, Shown};
use shared::sync::KeyFault;

use super::about::Art;
use super::code::{Drawn, draw};
use crate::components::dates;
use crate::components::icon::{Icon, Line};
use crate::pictograms::{Mood, Pictogram, character};
use crate::platform::{self, CardKey};
use crate::state::{SyncState, territory, use_card_photo, use_sync};

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(250);

/// The card.
#[component]
pub(super) fn Card(
    card: ReadSignal<Box<Shown>>,
    ahead: ReadSignal<i64>,
    status: Option<CardStatus>,
    full: Signal<bool>,
) -> Element {
    let photo = use_card_photo();
    use_hook(|| platform::hold_screen(true));
    use_drop(|| platform::hold_screen(false));
    let shown = card();
    let credential = &shown.signed.credential;
    let (from, to) = credential.band.ages();
    let until = shown.valid_until.unwrap_or_else(|| i64::from(credential.expires));
    let until = dates::local(until).date();
    let until = tid!("card-until", day: until.day(), month: dates::month(until), year: until.year().to_string());
    let offline = matches!(use_sync()(), SyncState::Offline { .. } | SyncState::Failed { .. });
    let name = status.map_or_else(|| credential.first_name.clone(), |status| status.first_name);
    rsx! {
        section { class: if full() { "kard kard-live kard-full" } else { "kard kard-live" }, "aria-label": tid!("card-label"),
            Art {}
            div { class: "kard-head",
                div { class: "kard-photo",
                    if let Some(photo) = photo() {
                        img { src: photo, alt: tid!("card-photo-alt", name: name.clone()), width: "96", height: "120" }
                    } else {
                        Pictogram { cuts: character(Mood::Laughing) }
                    }
                }
                div {
                    p { class: "kard-name", "{name}" }
                    p { class: "kard-facts",
                        span { class: "nowrap", {tid!("card-band", from: from, to: to)} }
                        " · "
                        span { "{until}" }
                    }
                    p { class: "kard-issuer", "{territory().app_name}" }
                }
            }
            Code { card, ahead }
            div { class: "kard-foot",
                if offline {
                    p { class: "kard-badge",
                        Line { icon: Icon::NoNetwork }
                        span { {tid!("card-offline", n: shown.days_offline)} }
                    }
                }
                button { class: "btn btn-wide kard-toggle", r#type: "button", "aria-pressed": "{full}", onclick: move |_| full.toggle(),
                    if full() {
                        {tid!("card-full-leave")}
                    } else {
                        {tid!("card-full")}
                    }
                }
            }
        }
    }
}

/// The code and its clock.
#[component]
fn Code(card: ReadSignal<Box<Shown>>, ahead: ReadSignal<i64>) -> Element {
    let mut moment = use_signal(|| platform::now() + *ahead.peek());
    let server = use_hook(platform::server_address);
    let address = server.clone();
    let mut code = use_signal(move || {
        // Where the key signs at once, the first frame has its code already.
        draw(&card.peek().signed, *moment.peek(), &CardKey, &address).now_or_never()
    });
    use_future(move || {
        let server = server.clone();
        async move {
            loop {
                let now = platform::now() + *ahead.peek();
                if now != *moment.peek() {
                    moment.set(now);
                }
                let age = match &*code.peek() {
                    Some(Ok(drawn)) => now - drawn.moment,
                    _ => PROOF_PERIOD,
                };
                if !(0..PROOF_PERIOD).contains(&age) {
                    let signed = card.peek().signed.clone();
                    code.set(Some(draw(&signed, now, &CardKey, &server).await));
                }
                platform::sleep(TICK).await;
            }
        }
    });
    let left = match &*code.read() {
        Some(Ok(drawn)) => (PROOF_PERIOD - (moment() - drawn.moment)).clamp(0, PROOF_PERIOD),
        _ => 0,
    };
    let time = dates::local(moment());
    let clock = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    rsx! {
        match &*code.read() {
            Some(Ok(drawn)) => rsx! {
                Qr { drawn: drawn.clone() }
            },
            Some(Err(fault)) => rsx! {
                KeyTrouble { fault: *fault }
            },
            None => rsx! {
                div { class: "kard-qr kard-qr-wait", role: "status", {tid!("card-code-coming")} }
            },
        }
        div { class: "kard-clock", "aria-hidden": "true",
            span { class: "kard-sun" }
            span { class: "kard-next", {tid!("card-next", n: left)} }
            b { "{clock}" }
        }
        if let Some(fault) = card.read().clock {
            ClockTrouble { fault }
        }
    }
}

/// Black on white in both themes, whatever the person chose: cameras did not.
#[component]
fn Qr(drawn: Drawn) -> Element {
    rsx! {
        div { class: "kard-qr",
            svg {
                role: "img",
                "aria-label": tid!("card-code-label"),
                view_box: "0 0 {drawn.side} {drawn.side}",
                "shape-rendering": "crispEdges",
                rect { width: "100%", height: "100%", fill: "#fff" }
                path { d: "{drawn.path}", fill: "#000" }
            }
        }
    }
}

/// Why there is no code.
#[component]
pub(super) fn KeyTrouble(fault: KeyFault) -> Element {
    rsx! {
        p { class: "banner", role: "alert",
            Line { icon: Icon::Warning }
            span {
                match fault {
                    KeyFault::Unsupported => tid!("card-key-unsupported"),
                    KeyFault::NotKept => tid!("card-key-not-kept"),
                    KeyFault::Failed => tid!("card-key-failed"),
                }
            }
        }
    }
}

#[component]
fn ClockTrouble(fault: ClockFault) -> Element {
    let words = match fault {
        ClockFault::Corrected(seconds) => {
            let minutes = (seconds.abs() + 30) / 60;
            tid!("card-clock-corrected", n: minutes.max(1), late: if seconds > 0 { "late" } else { "early" })
        }
        ClockFault::Unknown => tid!("card-clock-unknown"),
        ClockFault::WentBack => tid!("card-clock-back"),
    };
    rsx! {
        p { class: "banner kard-warn",
            Line { icon: Icon::Clock }
            span { "{words}" }
        }
    }
}
