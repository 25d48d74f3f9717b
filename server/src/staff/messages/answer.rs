//! `POST /staff/messages/<id>`: an answer, given once. Who comes second reads what the first said, and keeps their own words.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::protocol::MESSAGE_MAX_CHARS;

use super::one::{Attempt, back, form, show};
use super::taken;
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::read;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::{Answered, StaffMember};

/// `POST /staff/messages/<id>`
pub(in crate::staff) async fn answer(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    taken(&app)?;
    let mut faults = Faults::default();
    let answer = read::text(&fields, "reponse", MESSAGE_MAX_CHARS, &mut faults);
    if answer.is_empty() {
        faults.add("reponse", "Écrivez votre réponse.");
    }
    let attempt = Attempt { say: None, fields, faults };
    if !attempt.faults.is_empty() {
        return again(&app, &who, &id, StatusCode::UNPROCESSABLE_ENTITY, attempt).await;
    }
    let done = Redirect::to("/staff/messages?fait=reponse").into_response();
    match app.storage.answer_message(&who.name, &id, &answer).await {
        Ok(Answered::Done) => Ok(done),
        // The same press twice.
        Ok(Answered::Before { answer: first, by }) if first == answer && by.as_deref() == Some(&who.name) => Ok(done),
        Ok(Answered::Before { by, .. }) => {
            let by = by.map_or_else(|| "Quelqu’un".to_owned(), |by| words::actor(&by));
            let say = format!("{by} a répondu avant vous\u{a0}: votre réponse n’est pas partie. Voici la sienne.");
            again(&app, &who, &id, StatusCode::CONFLICT, Attempt { say: Some(say), ..attempt }).await
        }
        Ok(Answered::Unknown) => Ok(gone(&app, &who, &attempt)),
        Err(error) if error.is_full() => Ok(full(&app, &who, &id, &attempt)),
        Err(error) => Err(error.into()),
    }
}

async fn again(
    app: &App,
    who: &StaffMember,
    id: &str,
    status: StatusCode,
    attempt: Attempt,
) -> Result<Response, Refusal> {
    match app.storage.open_message(&who.name, id).await? {
        Some(message) => show(app, who, &message, status, &attempt).await,
        None => Ok(gone(app, who, &attempt)),
    }
}

/// Its sender erased it, perhaps while the answer was being written.
fn gone(app: &App, who: &StaffMember, attempt: &Attempt) -> Response {
    let typed = attempt.fields.text("reponse");
    let content = rsx! {
        section { class: "sheet narrow",
            h1 { "Ce message n’est plus là" }
            p { "Son auteur l’a peut-être effacé\u{a0}: rien n’est envoyé." }
            if !typed.is_empty() {
                h2 { "Vous aviez écrit" }
                p { class: "said", dir: "auto", "{typed}" }
            }
            {back()}
        }
    };
    Frame::new(app, Some(who), Tab::Messages, "Message effacé").show(StatusCode::NOT_FOUND, content)
}

/// Opening the message would write to the audit, for which there is no room either: only the form comes back.
fn full(app: &App, who: &StaffMember, id: &str, attempt: &Attempt) -> Response {
    let say = format!("{}\u{a0}: rien n’est envoyé. Vos mots sont gardés ci-dessous.", words::FULL);
    let content = rsx! {
        {notice(false, &say)}
        section { class: "sheet narrow",
            h1 { "Répondre" }
            {form(id, attempt)}
            {back()}
        }
    };
    Frame::new(app, Some(who), Tab::Messages, "Répondre").show(StatusCode::INSUFFICIENT_STORAGE, content)
}
