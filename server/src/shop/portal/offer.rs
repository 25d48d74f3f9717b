//! `/v/commerce/bon-plan/<id>`: one offer of the shop: where it stands, let rest or ended at once, its codes.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::Offer;
use shared::protocol::ProposalState;

use super::life::Life;
use super::page::{self, Refusal, Tab};
use super::stock::{self, Attempt};
use super::{HOME, Visit};
use crate::app::App;
use crate::http::HttpError;
use crate::staff::content::offer as form;
use crate::staff::form::Fields;
use crate::staff::news::Typed;
use crate::staff::page::{Refusal as FormRefusal, notice};
use crate::staff::words;
use crate::storage::offer_life::{Moved, Whose};
use crate::storage::vouchers::Watcher;

/// `GET /v/commerce/bon-plan/<id>`
pub(super) async fn open(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let offer = app.offers.find(&app, &visit.shop, &id).await?.ok_or(HttpError::NotFound)?;
    let today = words::date_of(&app, app.clock.now());
    let suspension = app.storage.suspension(&id).await?;
    let life = Life::of_offer(&offer, suspension.as_ref(), today);
    let (tag, colour) = life.tag();
    let asked = app.storage.proposals_of(&visit.shop).await?;
    let asked = asked.into_iter().find(|one| {
        one.new.changes.as_ref() == Some(&id)
            && matches!(one.state, ProposalState::Draft | ProposalState::Waiting | ProposalState::Approved)
    });
    let stock = if offer.vouchers.is_some() { Some(app.storage.stock(&id).await?) } else { None };
    let address = format!("{HOME}/bon-plan/{id}");
    let content = rsx! {
        if let Some((good, say)) = told(said.raw("fait")) { {notice(good, say)} }
        header { class: "card-head {colour}",
            h1 { "{offer.title}" }
            p { span { class: "tag ink", {tag} }
                if offer.sourced.example { span { class: "tag ink", "exemple" } } }
        }
        p { class: "lead", {life.words()} }
        if let Some(asked) = &asked {
            p { class: "notice", "Une modification est en cours\u{a0}: "
                a { href: "{HOME}/proposition/{asked.new.id}", {Life::of_proposal(asked).map_or("à voir", |life| life.tag().0)} } }
        }
        div { class: "columns",
            section { class: "sheet facts stack", aria_labelledby: "dit-titre",
                h2 { id: "dit-titre", "Ce que lisent les jeunes" }
                {facts(&offer)}
                div { class: "inline",
                    if asked.is_none() { a { class: "btn btn-sun btn-small", href: "{HOME}/proposition?offre={id}", "Proposer une modification" } }
                    if app.config.site.is_some() { a { class: "btn btn-line btn-small", href: "/bons-plans/{id}", "Voir dans l’application" } }
                }
            }
            div { class: "acts stack",
                if let Some(stock) = stock {
                    section { class: "stack", aria_labelledby: "stock-titre",
                        h2 { id: "stock-titre", "Codes" }
                        p { {stock::level(stock)} }
                        p { a { class: "btn btn-small", href: "{address}/codes", "Ajouter des codes" } }
                    }
                }
                {acts(&life, &address)}
            }
        }
        p { a { class: "btn btn-line btn-small", href: HOME, "Tous vos bons plans" } }
    };
    Ok(page::show(&app, &visit, Tab::Offers, &offer.title, StatusCode::OK, content))
}

fn facts(offer: &Offer) -> Element {
    let limit = offer.limit.map(|limit| {
        let per = form::PERIODS.iter().find(|(period, ..)| *period == limit.per).map_or("", |(.., words)| words);
        format!("{} {per}", limit.count)
    });
    let days: Vec<&str> =
        form::DAYS.iter().filter(|(day, _)| offer.days.contains(day)).map(|(_, name)| *name).collect();
    let shown =
        offer.image.as_ref().and_then(|image| Some((image.at_least(shared::domain::Image::KEPT_WIDTH)?, &image.alt)));
    rsx! {
        if let Some((shown, alt)) = shown {
            img { class: "chosen", src: "{shown.path()}", alt: "{alt}", width: "{shown.width}", height: "{shown.height}" }
        }
        dl {
            div { dt { "Conditions" } dd { class: "said", "{offer.terms}" } }
            if let Some(limit) = limit { div { dt { "Par carte" } dd { "{limit}" } } }
            if !days.is_empty() { div { dt { "Jours" } dd { {days.join(", ")} } } }
            if let Some(from) = offer.valid_from { div { dt { "Du" } dd { {words::day(from)} } } }
            if let Some(until) = offer.valid_until { div { dt { "Au" } dd { {words::day(until)} } } }
        }
    }
}

fn acts(life: &Life, address: &str) -> Element {
    rsx! {
        if matches!(life, Life::Live | Life::Coming(_)) {
            form { method: "post", action: "{address}/pause",
                button { class: "btn btn-line btn-small", r#type: "submit", "Mettre en pause" }
                p { class: "quiet", "Tout de suite\u{a0}: rupture, congés, affluence. Vous le reprenez quand vous voulez." }
            }
        }
        if *life == Life::Resting {
            form { method: "post", action: "{address}/reprise",
                button { class: "btn btn-good btn-small", r#type: "submit", "Reprendre" }
                p { class: "quiet", "Les téléphones l’ont de nouveau dans la seconde." }
            }
        }
        details {
            summary { class: "btn btn-line btn-small", "Retirer pour de bon…" }
            form { method: "post", action: "{address}/fin",
                p { class: "quiet", "Les téléphones l’oublient. Pour le proposer encore, il faudra l’accord de la ville." }
                button { class: "btn btn-small", r#type: "submit", "Retirer des téléphones" }
            }
        }
    }
}

/// `POST …/<id>/pause`
pub(super) async fn suspend(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    let moved = app.storage.suspend_offer(Whose::Shop(&visit.shop), &id, "").await?;
    answer(&id, moved, "pause")
}

/// `POST …/<id>/reprise`
pub(super) async fn resume(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    let moved = app.storage.resume_offer(Whose::Shop(&visit.shop), &id).await?;
    answer(&id, moved, "reprise")
}

/// `POST …/<id>/fin`
pub(super) async fn end(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    match app.storage.end_offer(&visit.shop, &id).await? {
        Moved::Unknown => Err(HttpError::NotFound.into()),
        _ => Ok(Redirect::to(&format!("{HOME}?fait=fin")).into_response()),
    }
}

fn answer(id: &str, moved: Moved, done: &str) -> Result<Response, Refusal> {
    let done = match moved {
        Moved::Unknown => return Err(HttpError::NotFound.into()),
        Moved::NotYours => "ville",
        Moved::Done | Moved::Already => done,
    };
    Ok(Redirect::to(&format!("{HOME}/bon-plan/{id}?fait={done}")).into_response())
}

/// The offer that codes are for: on phones, or approved and on its way there.
async fn giving(app: &App, visit: &Visit, id: &str) -> Result<Arc<Offer>, Refusal> {
    let mut known = app.offers.find(app, &visit.shop, id).await?;
    if known.is_none() {
        let asked = app.storage.proposal(id).await?;
        let approved = asked.filter(|one| one.new.shop == visit.shop && one.state == ProposalState::Approved);
        known = approved.map(|one| Arc::new(one.new.offer));
    }
    known.filter(|offer| offer.vouchers.is_some()).ok_or_else(|| HttpError::NotFound.into())
}

/// `GET …/<id>/codes`
pub(super) async fn codes(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    let offer = giving(&app, &visit, &id).await?;
    sheet(&app, &visit, &offer, &Attempt::default(), StatusCode::OK).await
}

async fn sheet(
    app: &App,
    visit: &Visit,
    offer: &Offer,
    attempt: &Attempt,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let stock = app.storage.stock(&offer.id).await?;
    let back = format!("{HOME}/bon-plan/{}", offer.id);
    let content = stock::sheet(offer, stock, attempt, &format!("{back}/codes"), &back);
    Ok(page::show(app, visit, Tab::Offers, "Codes", status, content))
}

/// `POST …/<id>/codes`
pub(super) async fn bring(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    typed: Result<Typed, FormRefusal>,
) -> Result<Response, Refusal> {
    let offer = giving(&app, &visit, &id).await?;
    match Attempt::bring(&app, None, &id, typed?.fields).await? {
        Ok(_) => Ok(Redirect::to(&format!("{HOME}/bon-plan/{id}/codes")).into_response()),
        Err(attempt) => sheet(&app, &visit, &offer, &attempt, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// `POST …/<id>/codes/retrait`
pub(super) async fn drop_codes(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    giving(&app, &visit, &id).await?;
    app.storage.drop_vouchers(None, &id).await?;
    Ok(Redirect::to(&format!("{HOME}/bon-plan/{id}/codes")).into_response())
}

/// `POST …/<id>/codes/vu`
pub(super) async fn see(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    app.storage.see_voucher_alerts(Watcher::Shop(&visit.shop), &id).await?;
    Ok(Redirect::to(HOME).into_response())
}

fn told(name: &str) -> Option<(bool, &'static str)> {
    Some(match name {
        "pause" => (true, "En pause\u{a0}: les téléphones ne le proposent plus."),
        "reprise" => (true, "Repris\u{a0}: les téléphones l’ont de nouveau."),
        "ville" => (false, "C’est la ville qui l’a suspendu\u{a0}: elle seule peut le rétablir."),
        _ => return None,
    })
}
