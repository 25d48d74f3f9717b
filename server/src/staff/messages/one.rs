//! `GET /staff/messages/<id>`: what was written, how to reach who wrote it, and the answer or the form for it.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;
use shared::domain::{Kind, RecordId};
use shared::protocol::MESSAGE_MAX_CHARS;

use super::{state, taken, topic};
use crate::app::App;
use crate::http::HttpError;
use crate::staff::content::{self, CONTENT_ROLES};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::news::NEWS_ROLES;
use crate::staff::page::{Frame, Refusal, SHOP_ROLES, Tab, notice};
use crate::staff::{history, words};
use crate::storage::{StaffMember, StoredMessage};

/// An answer that was not given: why, and what was typed.
#[derive(Debug, Default)]
pub(super) struct Attempt {
    pub(super) say: Option<String>,
    pub(super) fields: Fields,
    pub(super) faults: Faults,
}

/// What a message is about, as far as it is known here.
struct About {
    title: String,
    shown: Option<String>,
    /// Its form, for whoever may write in it.
    form: Option<String>,
}

/// `GET /staff/messages/<id>`
pub(in crate::staff) async fn open(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    taken(&app)?;
    let message = app.storage.open_message(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    show(&app, &who, &message, StatusCode::OK, &Attempt::default()).await
}

/// The page of a message.
pub(super) async fn show(
    app: &App,
    who: &StaffMember,
    message: &StoredMessage,
    status: StatusCode,
    attempt: &Attempt,
) -> Result<Response, Refusal> {
    let acts = app.storage.acts_on(&message.id).await?;
    let about = about(app, who, message.about.as_ref()).await?;
    let (standing, colour) = state(message, app.clock.now());
    let typed = attempt.fields.text("reponse");
    let content = rsx! {
        if let Some(say) = &attempt.say { {notice(false, say)} }
        if !attempt.faults.is_empty() {
            div { class: "notice bad", role: "alert",
                strong { "Rien n’est envoyé. À corriger\u{a0}:" }
                ul { for (field, say) in attempt.faults.all() { li { a { href: "#{field}", "{say}" } } } }
            }
        }
        header { class: "card-head {colour}",
            h1 { "{topic(message)}" }
            p { span { class: "tag ink", "{standing}" } }
        }
        div { class: "columns",
            section { class: "sheet facts", aria_label: "Le message",
                if message.text.is_empty() {
                    p { class: "quiet", "Sans texte." }
                } else {
                    p { class: "letter", dir: "auto", "{message.text}" }
                }
                {facts(app, message, about.as_ref())}
            }
            section { class: "sheet acts", aria_labelledby: "reponse-titre",
                if let Some(answer) = &message.answer {
                    h2 { id: "reponse-titre", "La réponse" }
                    p { class: "said", dir: "auto", "{answer}" }
                    p { class: "quiet", {given(app, message, &acts)} }
                    if !typed.is_empty() && typed != answer {
                        h2 { "Vous aviez écrit" }
                        p { class: "said", dir: "auto", "{typed}" }
                        p { class: "quiet", "Rien n’en est gardé\u{a0}: copiez ce qui peut servir avant de quitter cette page." }
                    }
                } else {
                    h2 { id: "reponse-titre", "Répondre" }
                    if message.topic == "callback" {
                        p { class: "quiet", "Après l’appel, écrivez ici ce qui a été convenu\u{a0}: la demande n’attend plus." }
                    }
                    {form(&message.id, attempt)}
                }
            }
            section { class: "history",
                h2 { "Ce qui a été fait" }
                ol { class: "log", role: "list",
                    {history::lines(app, &acts)}
                    li { span { class: "quiet", {words::moment(app, message.received_at)} } " message envoyé depuis l’application" }
                }
            }
        }
        {back()}
    };
    Ok(Frame::new(app, Some(who), Tab::Messages, topic(message)).show(status, content))
}

/// The form for an answer, with what was typed.
pub(super) fn form(id: &str, attempt: &Attempt) -> Element {
    let form = Form { fields: &attempt.fields, faults: &attempt.faults };
    let typed = attempt.fields.raw("reponse");
    let hint = format!(
        "Elle se lira dans l’application, sous Contact. {} caractères au plus\u{202f}; une réponse envoyée ne se reprend pas.",
        words::grouped(MESSAGE_MAX_CHARS as u64)
    );
    rsx! {
        form { class: "stack reply", method: "post", action: "/staff/messages/{id}",
            div { class: "field",
                label { r#for: "reponse", "Votre réponse" }
                {form.told("reponse", Some(&hint))}
                // No `maxlength`: browsers cut what is pasted without a word.
                textarea { id: "reponse", name: "reponse", rows: "9", required: true, aria_invalid: form.wrong("reponse"),
                    aria_describedby: form.described("reponse", Some(&hint)), "\n{typed}" }
            }
            button { class: "btn btn-good", r#type: "submit", "Envoyer la réponse" }
        }
    }
}

/// The way to the others.
pub(super) fn back() -> Element {
    rsx! {
        p { a { class: "btn btn-line btn-small", href: "/staff/messages", "Tous les messages" } }
    }
}

fn facts(app: &App, message: &StoredMessage, about: Option<&About>) -> Element {
    rsx! {
        dl {
            if let Some(about) = about {
                div { dt { "À propos de" }
                    dd {
                        match &about.shown {
                            Some(path) => rsx! { a { href: "{path}", target: "_blank", "{about.title}" } },
                            None => rsx! { span { dir: "auto", "{about.title}" } span { class: "quiet", " (n’est plus en ligne)" } },
                        }
                        if let Some(form) = &about.form { br {} a { href: "{form}", "Ouvrir pour corriger" } }
                        else if about.shown.is_some() {
                            br {} span { class: "quiet", "À corriger par qui écrit les contenus." }
                        }
                    }
                }
            }
            div { dt { "Pour joindre" }
                dd {
                    if message.reply_to.is_empty() {
                        span { class: "quiet", "rien n’a été laissé\u{a0}: répondez ici" }
                    } else if let Some(address) = reach(&message.reply_to) {
                        a { href: "{address}", "{message.reply_to}" }
                    } else {
                        span { dir: "auto", "{message.reply_to}" }
                    }
                }
            }
            div { dt { "Nom" } dd { class: "quiet", "inconnu\u{a0}: l’application n’en demande pas" } }
            div { dt { "Reçu" } dd { "le {words::moment(app, message.received_at)}" } }
            div { dt { "Réponse promise" } dd { "pour le {words::moment(app, message.due_at)}" } }
        }
    }
}

/// Who answered and when; who only while the audit knows.
fn given(app: &App, message: &StoredMessage, acts: &[crate::storage::Act]) -> String {
    let by = acts.iter().find(|act| act.action == "message.answer").map(|act| words::actor(&act.actor));
    let by = by.unwrap_or_else(|| "Quelqu’un de l’équipe".to_owned());
    match message.answered_at {
        Some(at) => format!("{by}, le {}", words::moment(app, at)),
        None => by,
    }
}

async fn about(app: &App, who: &StaffMember, about: Option<&RecordId>) -> Result<Option<About>, Refusal> {
    let Some(id) = about else { return Ok(None) };
    // What a phone names may be anything: only what is held here is led to.
    let unknown = About { title: format!("{} {}", id.kind, id.id), shown: None, form: None };
    let Some(kind) = Kind::from_name(&id.kind) else { return Ok(Some(unknown)) };
    let Some(record) = app.storage.held(id).await?.and_then(|held| held.record) else { return Ok(Some(unknown)) };
    let roles = match kind {
        Kind::News => NEWS_ROLES,
        Kind::Offer => SHOP_ROLES,
        _ => CONTENT_ROLES,
    };
    let form = content::address(kind, &id.id).unwrap_or_else(|| format!("/staff/actus/{}", id.id));
    Ok(Some(About {
        title: record.title().to_owned(),
        shown: Some(content::public_path(kind, &id.id)),
        form: roles.contains(&who.role).then_some(form),
    }))
}

/// What was left to be reached by, as an address that a telephone or a mail program opens; `None` for other words.
fn reach(left: &str) -> Option<String> {
    let plain: String = left.chars().filter(|sign| !matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-')).collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    if (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("tel:{plain}"));
    }
    let (name, host) = left.trim().split_once('@')?;
    let good = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte))
    };
    (good(name) && good(host) && host.contains('.')).then(|| format!("mailto:{name}@{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_or_an_address_is_led_to() {
        for (left, expected) in [
            ("06 00 00 00 00", Some("tel:0600000000")),
            ("+33.6.00.00.00.00", Some("tel:+33600000000")),
            ("lea@example.fr", Some("mailto:lea@example.fr")),
            ("Léa, 06 00 00 00 00", None),
            ("lea@example.fr?cc=autre@example.fr", None),
            ("<b>@example.fr", None),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(reach(left).as_deref(), expected, "{left}");
        }
    }
}
