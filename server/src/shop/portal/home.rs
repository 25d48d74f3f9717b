//! `/v/commerce`: everything of a shop at a glance: what runs low, what is on phones, what it asked for.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;
use shared::domain::Offer;

use super::life::Life;
use super::page::{self, Refusal, Tab};
use super::{HOME, Visit, stock};
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::page::notice;
use crate::staff::words;
use crate::storage::proposals::Proposal;
use crate::storage::vouchers::Watcher;

/// Decided proposals that are still told.
const TOLD: usize = 6;

/// `GET /v/commerce`
pub(super) async fn home(State(app): State<App>, visit: Visit, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let today = words::date_of(&app, app.clock.now());
    let mut offers = Vec::new();
    for offer in app.offers.of_shop(&app, &visit.shop).await? {
        let suspension = if offer.suspended { app.storage.suspension(&offer.id).await? } else { None };
        let life = Life::of_offer(&offer, suspension.as_ref(), today);
        offers.push((offer, life));
    }
    let proposals = app.storage.proposals_of(&visit.shop).await?;
    let proposals: Vec<(&Proposal, Life)> =
        proposals.iter().filter_map(|one| Some((one, Life::of_proposal(one)?))).collect();
    let alerts = app.storage.voucher_alerts(Watcher::Shop(&visit.shop)).await?;
    let title = |id: &str| offers.iter().find(|(one, _)| one.id == id).map(|(one, _)| one.title.clone());
    let alerts: Vec<_> = alerts.iter().filter_map(|alert| Some((alert, title(&alert.offer)?))).collect();
    let open = |life: &Life| matches!(life, Life::Draft | Life::Proposed | Life::Approved(_));
    let (asked, past): (Vec<_>, Vec<_>) = proposals.iter().partition(|(_, life)| open(life));
    let content = rsx! {
        if let Some((good, say)) = told(said.raw("fait")) { {notice(good, say)} }
        h1 { "Vos bons plans" }
        if visit.is_example() {
            p { class: "notice", "Commerce d’exemple\u{a0}: rien de ce qui est ici n’est proposé par une vraie boutique." }
        }
        for (alert, title) in &alerts {
            {stock::alert(alert, title, &format!("{HOME}/bon-plan/{}/codes", alert.offer))}
        }
        p { a { class: "btn btn-sun", href: "/v/commerce/proposition", "Proposer un bon plan" } }
        if !asked.is_empty() {
            section { class: "stack", aria_labelledby: "demandes-titre",
                h2 { id: "demandes-titre", "Vos demandes" }
                ul { class: "rows", role: "list", for (one, life) in &asked { {proposal(&app, one, life)} } }
            }
        }
        section { class: "stack", aria_labelledby: "publies-titre",
            h2 { id: "publies-titre", "Sur les téléphones" }
            if offers.is_empty() {
                p { class: "quiet", "Aucun pour l’instant. Ce que vous proposez arrive ici quand la ville l’a accepté." }
            }
            ul { class: "rows", role: "list",
                for (offer, life) in &offers { {published(offer, life)} }
            }
        }
        if !past.is_empty() {
            details { class: "fold",
                summary { "Refusées ou reprises" }
                ul { class: "rows", role: "list", for (one, life) in past.iter().take(TOLD) { {proposal(&app, one, life)} } }
            }
        }
    };
    Ok(page::show(&app, &visit, Tab::Offers, "Vos bons plans", StatusCode::OK, content))
}

fn published(offer: &Offer, life: &Life) -> Element {
    let (tag, colour) = life.tag();
    rsx! {
        li {
            a { class: "row", href: "{HOME}/bon-plan/{offer.id}",
                span { class: "row-name",
                    strong { "{offer.title}" }
                    small { {life.words()} }
                }
                span { class: "tags",
                    if offer.vouchers.is_some() { span { class: "tag plain", "codes" } }
                    span { class: "tag {colour}", {tag} }
                }
            }
        }
    }
}

fn proposal(app: &App, proposal: &Proposal, life: &Life) -> Element {
    let (tag, colour) = life.tag();
    let sort = if proposal.new.changes.is_some() { "Modification" } else { "Nouveau" };
    let title = if proposal.new.offer.title.is_empty() { "Sans titre" } else { &proposal.new.offer.title };
    rsx! {
        li {
            a { class: "row", href: "{HOME}/proposition/{proposal.new.id}",
                span { class: "row-name",
                    strong { "{title}" }
                    small { "{sort} · {words::moment(app, proposal.sent_at)} · " {life.words()} }
                }
                span { class: "tags", span { class: "tag {colour}", {tag} } }
            }
        }
    }
}

/// What a press did, told on the next page.
fn told(name: &str) -> Option<(bool, &'static str)> {
    Some(match name {
        "brouillon" => (true, "Gardé. Vous seul le voyez."),
        "envoye" => (true, "Envoyé à la ville. Sa décision se lira ici."),
        "repris" => (true, "Repris\u{a0}: c’est de nouveau un brouillon."),
        "abandon" => (true, "Brouillon jeté."),
        "fin" => (true, "Retiré des téléphones. La ville peut encore le remettre."),
        "trop-tard" => (false, "La ville a décidé entre-temps\u{a0}: voyez où il en est."),
        _ => return None,
    })
}
