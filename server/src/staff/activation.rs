//! `POST /staff/cartes/<id>/activation`: a QR on the counter's screen that gives a card to the phone that scans it.
//!
//! The server keeps the code's hash only, so the page exists once, as the answer to the form that made it.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;
use shared::protocol::CardState;

use super::card::show;
use super::page::{Frame, Refusal, Tab};
use super::qr;
use crate::app::App;
use crate::card::desk as issuing;
use crate::http::HttpError;
use crate::storage::StaffMember;

/// `POST /staff/cartes/<id>/activation`
pub(super) async fn activation(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let line = app.storage.open_card(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let card = &line.card;
    if !matches!(card.state_at(app.clock.now()), CardState::Approved | CardState::Active) {
        let say = "Cette carte ne peut pas être donnée à un téléphone en ce moment. Voici où elle en est.".to_owned();
        return show(&app, &who, &line, StatusCode::CONFLICT, Some((false, say)), None).await;
    }
    let address = issuing::activation(&app, &who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let code = qr::svg(&address, "QR d’activation de la carte")?;
    let content = rsx! {
        section { class: "scan",
            h1 { "Carte de {card.first_name}" }
            p { class: "lead", "À scanner avec l’appareil photo du téléphone qui portera la carte." }
            {code}
            p { "Sans appareil photo, ouvrir ce lien sur le téléphone : " code { class: "link", "{address}" } }
            p { class: "quiet", "Valable 48 heures, pour un seul téléphone. Un nouveau QR annule celui-ci." }
            div { class: "inline",
                form { method: "post", action: "/staff/cartes/{card.id}/activation",
                    button { class: "btn btn-line", r#type: "submit", "Faire un nouveau QR" }
                }
                a { class: "btn", href: "/staff/cartes/{card.id}", "C’est fait" }
            }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::None, "QR d’activation").show(StatusCode::OK, content))
}
