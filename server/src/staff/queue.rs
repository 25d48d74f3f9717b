//! `GET /staff/demandes`: what waits for the staff, the longest wait first; then what waits for an answer.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use dioxus::prelude::*;
use shared::domain::UnixSeconds;
use shared::protocol::CardState;

use super::page::{Frame, Refusal, Tab};
use super::words;
use crate::app::App;
use crate::storage::StaffMember;
use crate::storage::cards::{Card, QueueLine};

/// Whether the staff have the next word, not the applicant.
pub(super) fn is_ours(card: &Card) -> bool {
    card.renewal_at.is_some() || card.state == CardState::Submitted
}

/// When the wait began.
pub(super) fn waits_since(card: &Card) -> UnixSeconds {
    card.renewal_at.unwrap_or(card.submitted_at)
}

/// `GET /staff/demandes`
pub(super) async fn queue(State(app): State<App>, Extension(who): Extension<StaffMember>) -> Result<Response, Refusal> {
    let now = app.clock.now();
    let today = words::date_of(&app, now);
    let (ours, theirs): (Vec<_>, Vec<_>) =
        app.storage.card_queue().await?.into_iter().partition(|line| is_ours(&line.card));
    let content = rsx! {
        h1 { "À traiter" }
        if ours.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Rien n’attend." }
                p { class: "quiet", "Les nouvelles demandes arrivent ici, la plus ancienne en haut." }
            }
        } else {
            p { class: "quiet", {words::counted(ours.len() as u64, "demande", "demandes")} ", la plus ancienne en haut." }
            ul { class: "rows", role: "list",
                for line in &ours { {row(line, now, today)} }
            }
        }
        if !theirs.is_empty() {
            h2 { "En attente d’une réponse du jeune" }
            ul { class: "rows", role: "list",
                for line in &theirs { {row(line, now, today)} }
            }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Queue, "À traiter").show(StatusCode::OK, content))
}

fn row(line: &QueueLine, now: UnixSeconds, today: NaiveDate) -> Element {
    let card = &line.card;
    rsx! {
        li {
            a { class: "row", href: "/staff/cartes/{card.id}",
                span { class: "row-name",
                    strong { "{card.first_name} {card.last_name}" }
                    small { "{words::age(card.birth_date, today)} · {card.commune}" }
                }
                span { class: "tags",
                    if card.renewal_at.is_some() { span { class: "tag sky", "renouvellement" } }
                    if line.twins > 0 { span { class: "tag coral", "doublon possible" } }
                    if card.proof_at.is_some() { span { class: "tag plain", "justificatif" } }
                    if card.parent.is_some() { span { class: "tag plain", "accord d’un parent" } }
                }
                span { class: "row-when", {words::since(now - waits_since(card))} }
            }
        }
    }
}
