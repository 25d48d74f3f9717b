//! `/staff/bons-plans/<id>/…`: the team suspends an offer with a reason that its shop reads, brings it back, adds codes.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::Offer;

use super::form::Fields;
use super::form::faults::Faults;
use super::form::field::Form;
use super::form::read::one_line;
use super::news::Typed;
use super::page::{Frame, Refusal, Tab};
use super::shops;
use crate::app::App;
use crate::http::HttpError;
use crate::shop::portal::stock::{self, Attempt};
use crate::storage::StaffMember;
use crate::storage::offer_life::{Moved, Suspension, Whose};
use crate::storage::vouchers::{Alert, Stock, Watcher};

/// Longest reason, in characters.
const REASON_MAX: usize = 300;

/// What the page of an offer says and does beside its form.
#[derive(Clone, Debug)]
pub(super) struct Life {
    id: String,
    suspended: bool,
    suspension: Option<Suspension>,
    stock: Option<Stock>,
}

impl Life {
    pub(super) async fn of(app: &App, offer: &Offer) -> Result<Self, Refusal> {
        Ok(Self {
            id: offer.id.clone(),
            suspended: offer.suspended,
            suspension: if offer.suspended { app.storage.suspension(&offer.id).await? } else { None },
            stock: if offer.vouchers.is_some() { Some(app.storage.stock(&offer.id).await?) } else { None },
        })
    }

    pub(super) fn acts(&self) -> Element {
        let address = format!("/staff/bons-plans/{}", self.id);
        let by = match &self.suspension {
            Some(one) if one.by_staff => format!("Suspendu par l’équipe\u{a0}: {}", one.reason),
            Some(_) => "Mis en pause par le commerce.".to_owned(),
            None => "Suspendu.".to_owned(),
        };
        let (fields, faults) = (Fields::default(), Faults::default());
        rsx! {
            if let Some(stock) = self.stock {
                section { class: "stack", aria_labelledby: "codes-titre",
                    h2 { id: "codes-titre", "Codes" }
                    p { {stock::level(stock)} }
                    p { a { class: "btn btn-line btn-small", href: "{address}/codes", "Ajouter des codes" } }
                }
            }
            if self.suspended {
                form { method: "post", action: "{address}/retablissement",
                    p { "{by}" }
                    button { class: "btn btn-good btn-small", r#type: "submit", "Rétablir" }
                }
            } else {
                details {
                    summary { class: "btn btn-line btn-small", "Suspendre…" }
                    {suspending(&Form { fields: &fields, faults: &faults }, &address)}
                }
            }
        }
    }
}

fn suspending(form: &Form, address: &str) -> Element {
    rsx! {
        form { class: "stack", method: "post", action: "{address}/suspension", novalidate: true,
            {form.area("motif", "Pourquoi, en mots que le commerce lira", None, 3)}
            p { class: "quiet", "Les téléphones et la caisse ne le proposent plus, dans la seconde. Seule l’équipe peut le rétablir." }
            button { class: "btn btn-small", r#type: "submit", "Suspendre" }
        }
    }
}

async fn offer(app: &App, id: &str) -> Result<Arc<Offer>, Refusal> {
    Ok(app.offers.by_id(app, id).await?.ok_or(HttpError::NotFound)?)
}

/// `POST …/suspension`
pub(super) async fn suspend(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let offer = offer(&app, &id).await?;
    let mut faults = Faults::default();
    let reason = one_line(fields.raw("motif"));
    if reason.is_empty() {
        faults.add("motif", "Dites au commerce pourquoi\u{a0}: il le lira.");
    }
    faults.limit("motif", &reason, REASON_MAX);
    if !faults.is_empty() {
        let address = format!("/staff/bons-plans/{id}");
        let content = rsx! {
            section { class: "sheet narrow stack",
                h1 { "Suspendre «\u{202f}{offer.title}\u{202f}»" }
                {suspending(&Form { fields: &fields, faults: &faults }, &address)}
                p { a { class: "btn btn-line btn-small", href: "{address}", "Ne pas suspendre" } }
            }
        };
        let frame = Frame::new(&app, Some(&who), Tab::Offers, "Suspendre");
        return Ok(frame.show(StatusCode::UNPROCESSABLE_ENTITY, content));
    }
    answer(&id, app.storage.suspend_offer(Whose::Staff(&who.name), &id, &reason).await?, "suspendu")
}

/// `POST …/retablissement`
pub(super) async fn resume(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    answer(&id, app.storage.resume_offer(Whose::Staff(&who.name), &id).await?, "retabli")
}

fn answer(id: &str, moved: Moved, done: &str) -> Result<Response, Refusal> {
    match moved {
        Moved::Unknown => Err(HttpError::NotFound.into()),
        _ => Ok(Redirect::to(&format!("/staff/bons-plans/{id}?fait={done}")).into_response()),
    }
}

/// The offer that codes are for.
async fn giving(app: &App, id: &str) -> Result<Arc<Offer>, Refusal> {
    let offer = offer(app, id).await?;
    if offer.vouchers.is_some() { Ok(offer) } else { Err(HttpError::NotFound.into()) }
}

/// `GET …/codes`
pub(super) async fn codes(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let offer = giving(&app, &id).await?;
    sheet(&app, &who, &offer, &Attempt::default(), StatusCode::OK).await
}

async fn sheet(
    app: &App,
    who: &StaffMember,
    offer: &Offer,
    attempt: &Attempt,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let stock = app.storage.stock(&offer.id).await?;
    let back = format!("/staff/bons-plans/{}", offer.id);
    let content = stock::sheet(offer, stock, attempt, &format!("{back}/codes"), &back);
    Ok(Frame::new(app, Some(who), Tab::Offers, "Codes").show(status, content))
}

/// `POST …/codes`
pub(super) async fn bring(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let offer = giving(&app, &id).await?;
    match Attempt::bring(&app, Some(&who.name), &id, typed.fields).await? {
        Ok(_) => Ok(Redirect::to(&format!("/staff/bons-plans/{id}/codes")).into_response()),
        Err(attempt) => sheet(&app, &who, &offer, &attempt, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// `POST …/codes/retrait`
pub(super) async fn drop_codes(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    giving(&app, &id).await?;
    app.storage.drop_vouchers(Some(&who.name), &id).await?;
    Ok(Redirect::to(&format!("/staff/bons-plans/{id}/codes")).into_response())
}

/// `POST …/codes/vu`
pub(super) async fn see(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    app.storage.see_voucher_alerts(Watcher::Staff(&who.name), &id).await?;
    Ok(Redirect::to("/staff/bons-plans").into_response())
}

/// Stocks that ran low, for the pages that deal with offers.
pub(super) async fn low_stocks(app: &App) -> Result<Vec<(Alert, String)>, Refusal> {
    let told = app.storage.voucher_alerts(Watcher::Staff("")).await?;
    let mut lines = Vec::new();
    let places = if told.is_empty() { Vec::new() } else { shops::places(app).await? };
    for alert in told {
        let Some(offer) = app.offers.by_id(app, &alert.offer).await? else { continue };
        let shop = places.iter().find(|place| place.id == alert.shop).map_or("", |place| place.name.as_str());
        let title = if shop.is_empty() { offer.title.clone() } else { format!("{} ({shop})", offer.title) };
        lines.push((alert, title));
    }
    Ok(lines)
}

/// The same, shown.
pub(super) fn low(lines: &[(Alert, String)]) -> Element {
    rsx! {
        for (alert, title) in lines {
            {stock::alert(alert, title, &format!("/staff/bons-plans/{}/codes", alert.offer))}
        }
    }
}
