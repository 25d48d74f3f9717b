//! How a record will look, before it is saved: the app's own screen in a frame, fed with what the form says now.
//!
//! The form is read here, by the code that saves it, and answered as the record that the app would get: a second reading in
//! the page's script would differ one day. Nothing is kept.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use dioxus::prelude::*;

use super::editor::Named;
use super::setting::Setting;
use crate::app::App;
use crate::staff::assets;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::page::Refusal;

/// `POST …/<id>/apercu`: the record that the form says, faults and all.
pub(in crate::staff) async fn preview(
    State(app): State<App>,
    Named { noun, id }: Named,
    fields: Fields,
) -> Result<Response, Refusal> {
    let setting = Setting::of(&app).await?;
    let before = app.storage.held(&noun.record_id(&id)).await?.and_then(|held| held.record);
    let record = noun.read(&fields, before.as_ref(), &id, &setting, &mut Faults::default());
    Ok(axum::Json(record).into_response())
}

/// The window beside a form; `address` answers what it shows.
pub(in crate::staff) fn window(app: &App, address: &str) -> Element {
    let there = app.config.site.is_some();
    rsx! {
        section { class: "preview", aria_labelledby: "apercu-titre",
            h2 { id: "apercu-titre", "Sur un téléphone" }
            if there {
                div { class: "inline", role: "group", aria_label: "Thème de l’aperçu",
                    button { class: "btn btn-line btn-small", r#type: "button", "data-theme": "paper", aria_pressed: "true", "Clair" }
                    button { class: "btn btn-line btn-small", r#type: "button", "data-theme": "night", aria_pressed: "false", "Sombre" }
                }
                iframe { id: "apercu", src: "/apercu", title: "Aperçu dans l’application", "data-address": "{address}" }
                noscript { p { class: "quiet", "L’aperçu demande JavaScript\u{202f}; tout le reste marche sans." } }
                script { src: "{assets::sheet_address()}", defer: true }
            } else {
                p { class: "quiet", "Ce serveur ne sert pas l’application\u{a0}: l’aperçu n’est pas disponible ici." }
            }
        }
    }
}
