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

use dioxus::prelude::*;
use dioxus_i18n::tid;
use shared::store::Standing;

pub use activate::{CardActivateScreen, CardCodeScreen};
pub use apply::CardApplyScreen;
pub use data::CardData;
pub use rescue::CardRescueScreen;

use crate::components::face::Broken;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::state::{Query, look_at_card, territory, use_card};

/// The youth card's tab.
#[component]
pub fn CardScreen() -> Element {
    let enabled = territory().card.enabled;
    let card = use_card();
    let full = use_signal(|| false);
    // Someone looks: what staff decided a minute ago should be there.
    use_hook(|| {
        if enabled {
            look_at_card();
        }
    });
    rsx! {
        Screen { lead: Lead::Brand,
            h1 { {tid!("card-title")} }
            match card() {
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
