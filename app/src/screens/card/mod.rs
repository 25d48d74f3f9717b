//! Ma carte: one answer of [`Standing`] decides what stands here, from « no card yet » to a code that a shop scans.

mod about;
mod activate;
mod apply;
mod code;
mod data;
mod form;
mod form_parts;
mod pictures;
mod rescue;
mod shown;
mod standing;
mod under;

use std::time::Duration;

use crate::hooks::use_future;
use crate::words::tid;
use dioxus::prelude::*;
use shared::store::Standing;

pub use activate::{CardActivateScreen, CardCodeScreen};
pub use apply::CardApplyScreen;
pub use data::CardData;
pub use rescue::CardRescueScreen;

use crate::components::face::Broken;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::platform;
use crate::state::{CardView, Query, look_at_card, territory, use_card};

/// How often the server is asked while one waits for a decision.
const LOOK_WAITING: Duration = Duration::from_secs(5);

/// How often it is asked while the card is shown.
const LOOK_SHOWN: Duration = Duration::from_secs(15);

/// The youth card's tab.
#[component]
pub fn CardScreen() -> Element {
    let enabled = territory().card.enabled;
    let card = use_card();
    let full = use_signal(|| false);
    // Someone looks: what staff decide at the counter, or a shop records, is seen here while one waits for it.
    use_hook(|| {
        if enabled {
            look_at_card();
        }
    });
    use_future(move || async move {
        loop {
            let every = match &*card.peek() {
                Query::Ready(view) if view.standing == Standing::None => None,
                Query::Ready(CardView { standing: Standing::Active(_), .. }) | Query::Failed(_) => Some(LOOK_SHOWN),
                Query::Ready(_) => Some(LOOK_WAITING),
            };
            platform::sleep(every.unwrap_or(LOOK_SHOWN)).await;
            if every.is_some() && enabled {
                look_at_card();
            }
        }
    });
    rsx! {
        Screen { lead: Lead::Brand,
            h1 { {tid!("card-title")} }
            match card.get() {
                _ if !enabled => rsx! {
                    about::NotYet {}
                },
                Query::Failed(reason) => rsx! {
                    Broken { reason }
                },
                Query::Ready(view) => match view.standing.clone() {
                    Standing::None => rsx! {
                        about::Offer { erasing: view.erasing }
                    },
                    Standing::Active(card) => rsx! {
                        div { class: "card-cols",
                            shown::Card { card: card.clone(), ahead: view.ahead, status: view.held.status.clone(), full }
                            if !full() {
                                under::Under { held: view.held.clone(), card }
                            }
                        }
                    },
                    standing => rsx! {
                        standing::Told { standing, held: view.held.clone() }
                    },
                },
            }
        }
    }
}
