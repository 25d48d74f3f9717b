//! `/api/v1/shop/proposals`: a shop asks for an offer, or for a change of one, and hears what became of it. Nothing of it is
//! on phones before the town's team accepts it.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::domain::{Offer, OfferKind, Sourced};
use shared::protocol::{
    PROPOSAL_TERMS_MAX_CHARS, PROPOSAL_TITLE_MAX_CHARS, PROPOSAL_WORDS_MAX_CHARS, ProposalRequest, ProposalState,
    ProposalStatus, ShopProposals,
};
use ulid::Ulid;

use super::session;
use crate::app::App;
use crate::card::application::{private, read};
use crate::http::HttpError;
use crate::storage::proposals::{NewProposal, Proposal, Proposed};

/// Most that an offer can be worth, in cents.
const MOST_CENTS: u32 = 1_000_000;

/// `GET /api/v1/shop/proposals`
pub async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let shop = session::required(&app, &headers).await?;
    let proposals = app.storage.proposals_of(&shop).await?;
    // A draft is the portal's own affair.
    let sent = proposals.iter().filter(|proposal| proposal.state != ProposalState::Draft);
    let proposals = sent.map(status).collect();
    Ok(private(StatusCode::OK, &ShopProposals { proposals, server_time: app.clock.now() }))
}

/// `POST /api/v1/shop/proposals`
pub async fn propose(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let shop = session::writing(&app, &headers).await?;
    let request: ProposalRequest = read(body)?;
    if let Some(kind) = objection(&request) {
        return Err(HttpError::unprocessable(kind, "this proposal says something that no offer can be"));
    }
    let before = match &request.offer {
        None => None,
        Some(id) => {
            let found = app.offers.find(&app, &shop, id).await?;
            Some(found.ok_or_else(|| {
                HttpError::Refused(StatusCode::NOT_FOUND, "offer-unknown", "this shop has no such offer".to_owned())
            })?)
        }
    };
    let new = NewProposal {
        id: request.key.clone(),
        offer: wished(&request, &shop, before.as_deref()),
        shop,
        changes: request.offer,
        words: line(&request.words),
    };
    match app.storage.propose(&new).await? {
        Proposed::Kept { proposal, new } => {
            let code = if new { StatusCode::CREATED } else { StatusCode::OK };
            Ok(private(code, &status(&proposal)))
        }
        Proposed::OtherContent => Err(conflict("key-used", "this key was used for another proposal")),
        Proposed::TooMany => Err(conflict("too-many-waiting", "this shop has as many proposals waiting as it may")),
    }
}

/// `DELETE /api/v1/shop/proposals/<id>`
pub async fn withdraw(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let shop = session::writing(&app, &headers).await?;
    if app.storage.withdraw_proposal(&shop, &id).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(HttpError::NotFound)
    }
}

fn conflict(kind: &'static str, title: &str) -> HttpError {
    HttpError::Refused(StatusCode::CONFLICT, kind, title.to_owned())
}

fn status(proposal: &Proposal) -> ProposalStatus {
    ProposalStatus {
        id: proposal.new.id.clone(),
        offer: proposal.new.changes.clone(),
        title: proposal.new.offer.title.clone(),
        state: proposal.state,
        reason: proposal.reason.clone(),
        sent_at: proposal.sent_at,
        decided_at: proposal.decided_at,
    }
}

/// Why a request is no proposal, by its stable name.
fn objection(request: &ProposalRequest) -> Option<&'static str> {
    let long = |text: &str, most: usize| text.chars().count() > most;
    let value = match (request.offer_kind, request.value) {
        (OfferKind::Gift, None) => true,
        (OfferKind::Percent, Some(percent)) => (1..=100).contains(&percent),
        (OfferKind::Amount | OfferKind::Price, Some(cents)) => (1..=MOST_CENTS).contains(&cents),
        _ => false,
    };
    let reversed = request.valid_from.zip(request.valid_until).is_some_and(|(from, until)| from > until);
    match () {
        () if Ulid::from_string(&request.key).is_err() => Some("key-invalid"),
        () if line(&request.title).is_empty() => Some("title-missing"),
        () if long(&request.title, PROPOSAL_TITLE_MAX_CHARS) => Some("title-too-long"),
        () if request.terms.trim().is_empty() => Some("terms-missing"),
        () if long(&request.terms, PROPOSAL_TERMS_MAX_CHARS) => Some("terms-too-long"),
        () if long(&request.words, PROPOSAL_WORDS_MAX_CHARS) => Some("words-too-long"),
        () if !value => Some("value-impossible"),
        () if request.limit.is_some_and(|limit| !(1..=1000).contains(&limit.count)) => Some("limit-impossible"),
        () if reversed => Some("dates-reversed"),
        () => None,
    }
}

/// The offer that a shop wishes: what it does not say stays as it was, or is the team's to say.
fn wished(request: &ProposalRequest, shop: &str, before: Option<&Offer>) -> Offer {
    let blank = Offer {
        id: request.key.clone(),
        place: shop.to_owned(),
        title: String::new(),
        terms: String::new(),
        kind: request.offer_kind,
        value: None,
        category: String::new(),
        order: 100,
        limit: None,
        saving_cents: 0,
        days: Vec::new(),
        valid_from: None,
        valid_until: None,
        suspended: false,
        image: None,
        vouchers: None,
        sourced: Sourced::default(),
    };
    Offer {
        title: line(&request.title),
        terms: request.terms.trim().to_owned(),
        kind: request.offer_kind,
        value: request.value,
        limit: request.limit,
        valid_from: request.valid_from,
        valid_until: request.valid_until,
        ..before.cloned().unwrap_or(blank)
    }
}

fn line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use shared::domain::{Limit, Period};

    use super::*;

    #[test]
    fn what_no_offer_can_be_is_named() {
        let good = ProposalRequest {
            key: "01KAS0000000000000000000AA".to_owned(),
            offer: None,
            title: "Un café offert".to_owned(),
            terms: "Avec un croissant.".to_owned(),
            offer_kind: OfferKind::Gift,
            value: None,
            limit: Some(Limit { count: 1, per: Period::Day }),
            valid_from: Some("2026-12-01".parse().unwrap()),
            valid_until: Some("2026-12-31".parse().unwrap()),
            words: String::new(),
        };
        assert_eq!(objection(&good), None);
        for (request, kind) in [
            (ProposalRequest { key: "1".to_owned(), ..good.clone() }, "key-invalid"),
            (ProposalRequest { title: " ".to_owned(), ..good.clone() }, "title-missing"),
            (ProposalRequest { title: "é".repeat(61), ..good.clone() }, "title-too-long"),
            (ProposalRequest { terms: "\n".to_owned(), ..good.clone() }, "terms-missing"),
            (ProposalRequest { terms: "x".repeat(601), ..good.clone() }, "terms-too-long"),
            (ProposalRequest { words: "x".repeat(401), ..good.clone() }, "words-too-long"),
            (ProposalRequest { value: Some(3), ..good.clone() }, "value-impossible"),
            (ProposalRequest { offer_kind: OfferKind::Percent, value: Some(101), ..good.clone() }, "value-impossible"),
            (ProposalRequest { limit: Some(Limit { count: 0, per: Period::Day }), ..good.clone() }, "limit-impossible"),
            (ProposalRequest { valid_until: Some("2026-11-30".parse().unwrap()), ..good }, "dates-reversed"),
        ] {
            assert_eq!(objection(&request), Some(kind));
        }
    }
}
