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
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::page::Refusal;
use crate::staff::{assets, frame};

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
    let screen = rsx! {
        iframe { id: "apercu", src: "/apercu", title: "Aperçu dans l’application", "data-address": "{address}" }
        script { src: "{assets::sheet_address()}", defer: true }
    };
    frame::window(app, screen)
}
