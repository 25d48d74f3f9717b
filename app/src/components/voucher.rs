//! A code for a shop on the web: asked for by a press, then on this phone, off line too.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Offer, Vouchers};
use shared::protocol::VoucherRequest;
use shared::store::Standing;

use super::dates::{self, use_moment};
use super::icon::{Icon, Line};
use crate::platform;
use crate::route::Route;
use crate::state::{CardRefusal, Query, card_key, obtain_voucher, territory, use_card, use_notices};

/// What is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Ready,
    Asking,
    Failed(CardRefusal),
}

/// The codes that one has of an offer, and the way to another while the offer is `open` today.
#[component]
pub fn Voucher(offer: Offer, open: bool) -> Element {
    let moment = use_moment();
    let card = use_card();
    let mut stage = use_signal(|| Stage::Ready);
    // Kept until it was answered: pressed again, it is the same question.
    let mut key = use_signal(String::new);
    let notices = use_notices();
    let (active, status) = match card.get() {
        Query::Ready(view) => (matches!(view.standing, Standing::Active(_)), view.held.status),
        Query::Failed(_) => (false, None),
    };
    let (codes, uses) = status.map(|status| (status.vouchers, status.uses)).unwrap_or_default();
    let codes: Vec<_> = codes.into_iter().filter(|one| one.offer == offer.id).collect();
    let left = match offer.limit {
        Some(limit) => {
            let days = uses.iter().filter(|used| used.offer == offer.id).map(|used| dates::local(used.at).date());
            limit.left(days, moment.local.date())
        }
        None => u16::from(codes.is_empty()),
    };
    let gone = offer.vouchers != Some(Vouchers::Left);
    let asked = offer.id.clone();
    let ask = move |_| {
        if stage() == Stage::Asking {
            return;
        }
        stage.set(Stage::Asking);
        if key.peek().is_empty() {
            key.set(card_key());
        }
        let request = VoucherRequest { key: key.peek().clone(), offer: asked.clone() };
        spawn(async move {
            match obtain_voucher(&request).await {
                Ok(()) => {
                    key.set(String::new());
                    stage.set(Stage::Ready);
                }
                Err(refusal) => stage.set(Stage::Failed(refusal)),
            }
        });
    };
    rsx! {
        div { class: "stack", role: "status",
            for one in codes {
                div { class: "sheet voucher", key: "{one.code}",
                    p { class: "quiet", {tid!("voucher-yours", date: dates::date(dates::local(one.at).date()))} }
                    p { class: "voucher-code", translate: "no", "{one.code}" }
                    button { class: "btn btn-line", r#type: "button",
                        onclick: move |_| {
                            let code = one.code.clone();
                            let (done, failed) = (tid!("voucher-copied"), tid!("voucher-not-copied"));
                            async move { notices.push(if platform::copy_text(&code).await { done } else { failed }); }
                        },
                        {tid!("voucher-copy")}
                    }
                }
            }
            if let Stage::Failed(refusal) = stage() {
                p { class: "error", Line { icon: Icon::Warning } span { {refused(&refusal)} } }
            }
        }
        if !active {
            {without_card()}
        } else if open && left == 0 {
            p { class: "banner banner-plain", Line { icon: Icon::Card } span { {tid!("voucher-had")} } }
        } else if open && gone {
            p { class: "banner banner-plain", Line { icon: Icon::Flag } span { {tid!("voucher-gone")} } }
        } else if open {
            button { class: "btn btn-wide", r#type: "button", "aria-disabled": if stage() == Stage::Asking { "true" }, onclick: ask,
                if stage() == Stage::Asking { {tid!("voucher-asking")} } else { {tid!("voucher-get")} }
            }
            p { class: "quiet", {tid!("voucher-once")} }
        }
    }
}

/// What an offer needs, and the way to it.
pub fn without_card() -> Element {
    let enabled = territory().card.enabled;
    rsx! {
        p { class: "banner banner-sky", Line { icon: Icon::Card }
            span { {if enabled { tid!("offer-card-needed") } else { tid!("offer-needs-card") }} }
        }
        if enabled {
            Link { class: "btn btn-wide", to: Route::Card {}, {tid!("offer-get-card")} }
        }
    }
}

fn refused(refusal: &CardRefusal) -> String {
    match refusal {
        CardRefusal::No(kind) => match kind.as_str() {
            "limit-reached" => tid!("voucher-had"),
            "vouchers-gone" => tid!("voucher-gone"),
            _ => tid!("voucher-no"),
        },
        CardRefusal::Later => tid!("voucher-later"),
        CardRefusal::NotKept => tid!("voucher-not-kept"),
    }
}
