//! Mes données: all that the town holds about a card, to be taken along or erased.

use crate::words::tid;
use dioxus::prelude::*;
use shared::store::Standing;

use crate::components::icon::{Icon, Line};
use crate::platform;
use crate::state::{CardRefusal, Query, erase_card, export_card, use_card, use_notices};

/// Takes the card's data along, or erases it here and on the server. Nothing without a card.
#[component]
pub fn CardData() -> Element {
    let card = use_card();
    let mut sure = use_signal(|| false);
    let notices = use_notices();
    let export = move |_| async move {
        let (partly, later, not_kept) = (tid!("card-export-partly"), tid!("card-rescue-later"), tid!("not-kept"));
        match export_card().await {
            Ok((text, told)) => {
                platform::save_file("ma-carte.json", &text);
                if !told {
                    notices.push(partly);
                }
            }
            Err(CardRefusal::Later | CardRefusal::No(_)) => notices.push(later),
            Err(CardRefusal::NotKept) => notices.push(not_kept),
        }
    };
    let (held, erasing) = match card.get() {
        Query::Ready(view) => (view.standing != Standing::None, view.erasing),
        Query::Failed(_) => (false, false),
    };
    rsx! {
        if held || erasing {
            section { class: "stack", "aria-labelledby": "card-data",
                div { class: "heading", h2 { id: "card-data", {tid!("card-data")} } }
                if erasing {
                    p { class: "banner banner-plain", Line { icon: Icon::Bin } span { {tid!("card-erasing")} } }
                }
                if held {
                    p { class: "quiet", {tid!("card-data-text")} }
                    button { class: "btn btn-line", r#type: "button", onclick: export, Line { icon: Icon::Share } {tid!("card-export")} }
                    if sure() {
                        div { class: "sheet-note stack", role: "alertdialog", "aria-labelledby": "card-erase-sure",
                            p { id: "card-erase-sure", strong { {tid!("card-erase-sure")} } }
                            div { class: "cluster",
                                button {
                                    class: "btn",
                                    r#type: "button",
                                    onclick: move |_| {
                                        erase_card();
                                        sure.set(false);
                                        notices.push(tid!("card-erased-here"));
                                    },
                                    {tid!("card-erase-yes")}
                                }
                                button { class: "btn btn-line", r#type: "button", autofocus: true, onclick: move |_| sure.set(false), {tid!("cancel")} }
                            }
                        }
                    } else {
                        button { class: "btn btn-line", r#type: "button", onclick: move |_| sure.set(true), Line { icon: Icon::Bin } {tid!("card-erase")} }
                    }
                }
            }
        }
    }
}
