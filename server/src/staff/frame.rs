//! The app's own screen beside a form, in a window the size of a phone. A page's script feeds it (`preview.js`).

use dioxus::prelude::*;

use crate::app::App;

/// The window around `screen`, an `iframe` of the app; words instead where this server does not serve the app.
pub(super) fn window(app: &App, screen: Element) -> Element {
    let there = app.config.site.is_some();
    rsx! {
        section { class: "preview", aria_labelledby: "apercu-titre",
            h2 { id: "apercu-titre", "Sur un téléphone" }
            if there {
                div { class: "inline", role: "group", aria_label: "Thème de l’aperçu",
                    button { class: "btn btn-line btn-small", r#type: "button", "data-theme": "paper", aria_pressed: "true", "Clair" }
                    button { class: "btn btn-line btn-small", r#type: "button", "data-theme": "night", aria_pressed: "false", "Sombre" }
                }
                {screen}
                noscript { p { class: "quiet", "L’aperçu demande JavaScript\u{202f}; tout le reste marche sans." } }
            } else {
                p { class: "quiet", "Ce serveur ne sert pas l’application\u{a0}: l’aperçu n’est pas disponible ici." }
            }
        }
    }
}
