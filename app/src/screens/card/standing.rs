//! A card that cannot be shown: what is going on, in one face, and what to do about it.

use crate::words::tid;
use dioxus::prelude::*;
use shared::protocol::CardStatus;
use shared::store::{HeldCard, Standing};

use super::shown::KeyTrouble;
use super::under::{Rescue, Uses};
use crate::components::dates::{self, use_moment};
use crate::components::face::Face;
use crate::components::icon::{Icon, Line};
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{self, SyncState, ask_about_card, territory, use_round, use_sync};

/// What one can do.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Correct,
    Apply,
    Retry,
    Rescue,
    Ask,
    Forget,
}

/// Mood, name of the words, and ways on.
fn face(standing: &Standing) -> (Mood, &'static str, &'static [Way]) {
    match standing {
        Standing::Waiting => (Mood::Asleep, "waiting", &[Way::Retry]),
        Standing::NotTaken(_) => (Mood::Dizzy, "not-taken", &[Way::Correct, Way::Ask]),
        Standing::Submitted => (Mood::Laughing, "submitted", &[Way::Correct]),
        Standing::Asked(_) => (Mood::Curious, "asked", &[Way::Correct, Way::Ask]),
        Standing::Refused(_) => (Mood::Dizzy, "refused", &[Way::Correct, Way::Ask]),
        Standing::Activating => (Mood::Laughing, "activating", &[Way::Retry]),
        Standing::Ended => (Mood::Asleep, "ended", &[Way::Retry, Way::Ask]),
        Standing::LostHere => (Mood::Curious, "lost-here", &[Way::Retry]),
        Standing::Suspended(_) => (Mood::Asleep, "suspended", &[Way::Ask, Way::Rescue]),
        Standing::Revoked(_) => (Mood::Dizzy, "revoked", &[Way::Ask, Way::Forget]),
        Standing::Expired => (Mood::Curious, "expired", &[Way::Apply, Way::Ask]),
        Standing::Moved => (Mood::Curious, "moved", &[Way::Rescue, Way::Forget]),
        Standing::OtherKey => (Mood::Dizzy, "other-key", &[Way::Rescue, Way::Ask]),
        Standing::Erased => (Mood::Asleep, "erased", &[Way::Forget]),
        Standing::None | Standing::Active(_) | Standing::Unknown => (Mood::Curious, "unknown", &[Way::Retry, Way::Ask]),
    }
}

/// The face of a standing.
#[component]
pub(super) fn Told(standing: Standing, held: HeldCard) -> Element {
    let (mood, name, ways) = face(&standing);
    let round = use_round();
    let offline = matches!(use_sync()(), SyncState::Offline { .. } | SyncState::Failed { .. });
    let reason = match &standing {
        Standing::Asked(reason)
        | Standing::Refused(reason)
        | Standing::Suspended(reason)
        | Standing::Revoked(reason) => Some(reason.clone()).filter(|reason| !reason.is_empty()),
        _ => None,
    };
    let key_fault = round().key_fault.filter(|_| standing == Standing::Activating);
    rsx! {
        div { class: "stack reading", "data-standing": name,
            Face { mood, title: tid!(&format!("card-{name}-title")), text: tid!(&format!("card-{name}-text")),
                if let Some(reason) = reason {
                    blockquote { class: "sheet-note said card-reason",
                        p { strong { {tid!("card-reason")} } }
                        p { "{reason}" }
                    }
                }
                if let Some(fault) = key_fault {
                    KeyTrouble { fault }
                }
                if offline && matches!(standing, Standing::Waiting | Standing::Activating | Standing::Ended | Standing::LostHere) {
                    p { class: "tag", Line { icon: Icon::NoNetwork } {tid!("card-no-network")} }
                }
                for (at , way) in ways.iter().enumerate() {
                    To { way: *way, first: at == 0 }
                }
            }
            if let Some(status) = held.status.clone() {
                Sent { status: status.clone() }
                if let Some(words) = proof_words(&standing, &held) {
                    p { class: "banner banner-sky", Line { icon: Icon::Clock } span { {words} } }
                }
                if !status.uses.is_empty() {
                    Uses { saved_cents: status.saved_cents, uses: status.uses }
                }
            } else if let Some(application) = held.application.clone() {
                p { class: "quiet", {tid!("card-sent-as", name: format!("{} {}", application.first_name, application.last_name))} }
            }
            if let Some(code) = held.rescue_code.clone().filter(|_| standing == Standing::Ended) {
                Rescue { code }
            }
        }
    }
}

/// What is to be said of the picture that the town decides by, while it decides.
fn proof_words(standing: &Standing, held: &HeldCard) -> Option<String> {
    let undecided = matches!(standing, Standing::Submitted | Standing::Asked(_));
    let asked = territory().card.proof.is_some() && undecided;
    let there = held.status.as_ref().is_some_and(|status| status.proof_held);
    match (asked, held.proof_due, there) {
        (true, true, _) => Some(tid!("card-proof-due")),
        (true, false, false) => Some(tid!("card-proof-missing")),
        _ => None,
    }
}

/// What was asked for, to be compared.
#[component]
fn Sent(status: CardStatus) -> Element {
    let day = dates::local(status.submitted_at).date();
    let today = use_moment().local.date();
    rsx! {
        dl { class: "facts",
            for (icon , name , text) in [
                (Icon::Card, tid!("card-name"), format!("{} {}", status.first_name, status.last_name)),
                (Icon::Calendar, tid!("card-birth"), dates::date(status.birth_date)),
                (Icon::Pin, tid!("card-commune"), status.commune.clone()),
                (Icon::Clock, tid!("card-submitted"), dates::day(day, today)),
            ] {
                div { class: "fact",
                    dt { Line { icon } span { class: "visually-hidden", "{name}" } }
                    dd { "{text}" }
                }
            }
        }
    }
}

#[component]
fn To(way: Way, first: bool) -> Element {
    let class = if first { "btn btn-wide" } else { "btn btn-line btn-wide" };
    let running = use_round()().running();
    match way {
        Way::Correct => rsx! {
            Link { class, to: Route::CardApply {}, {tid!("card-correct")} }
        },
        Way::Apply => rsx! {
            Link { class, to: Route::CardApply {}, {tid!("card-renew")} }
        },
        Way::Rescue => rsx! {
            Link { class, to: Route::CardRescue {}, {tid!("card-use-rescue")} }
        },
        Way::Ask => rsx! {
            Link { class, to: Route::Contact {}, {tid!("card-ask-service", service: territory().service.name.clone())} }
        },
        Way::Retry => rsx! {
            button { class, r#type: "button", "aria-disabled": if running { "true" }, onclick: move |_| { state::refresh(); ask_about_card() },
                if running { {tid!("card-asking")} } else { {tid!("try-again")} }
            }
        },
        Way::Forget => rsx! {
            button { class, r#type: "button", onclick: move |_| state::forget_card(), {tid!("card-forget")} }
        },
    }
}
