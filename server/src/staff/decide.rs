//! `POST /staff/cartes/<id>/decision`: what staff decide about a card.
//!
//! A form carries what its page showed of the card. If the card stands elsewhere when the form arrives, because a
//! colleague was quicker or the applicant corrected something, nothing is done and the present state is shown.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use shared::protocol::CARD_REASON_MAX_CHARS;

use super::card::{Attempt, show};
use super::form::Fields;
use super::page::Refusal;
use super::words;
use crate::app::App;
use crate::card::desk as issuing;
use crate::http::HttpError;
use crate::storage::StaffMember;
use crate::storage::cards::{Card, Decision};

/// A decision before its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Approve,
    Ask,
    Refuse,
    Suspend,
    Resume,
    Reissue,
    Revoke,
}

impl Act {
    pub(super) const ALL: [Self; 7] =
        [Self::Approve, Self::Ask, Self::Refuse, Self::Resume, Self::Reissue, Self::Suspend, Self::Revoke];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Ask => "ask",
            Self::Refuse => "refuse",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Reissue => "reissue",
            Self::Revoke => "revoke",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Approve => "Accepter",
            Self::Ask => "Demander une précision",
            Self::Refuse => "Refuser",
            Self::Suspend => "Suspendre",
            Self::Resume => "Rétablir la carte",
            Self::Reissue => "Libérer pour un autre téléphone",
            Self::Revoke => "Retirer la carte",
        }
    }

    /// Words at hand for an act that needs words.
    pub(super) const fn suggestions(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Ask => Some(&words::QUESTIONS),
            Self::Refuse => Some(&words::REFUSALS),
            Self::Suspend => Some(&words::SUSPENSIONS),
            Self::Revoke => Some(&words::REVOCATIONS),
            Self::Approve | Self::Resume | Self::Reissue => None,
        }
    }

    fn decision(self, app: &App, card: &Card, reason: String) -> Decision {
        match self {
            // No territory names an entitlement yet: what a card has, it keeps.
            Self::Approve => Decision::Approve { valid_until: issuing::term(app), entitlements: card.entitlements },
            Self::Ask => Decision::Ask(reason),
            Self::Refuse => Decision::Refuse(reason),
            Self::Suspend => Decision::Suspend(reason),
            Self::Resume => Decision::Resume,
            Self::Reissue => Decision::Reissue,
            Self::Revoke => Decision::Revoke(reason),
        }
    }

    /// Whether it makes sense for the card as it stands.
    pub(super) fn fits(self, app: &App, card: &Card) -> bool {
        self.decision(app, card, String::new()).fits(card, app.clock.now())
    }
}

/// What a page showed of a card, as its forms carry it.
pub(super) fn seen(card: &Card) -> String {
    let (decided, renewal) = (card.decided_at.unwrap_or_default(), card.renewal_at.unwrap_or_default());
    format!("{:?}.{}.{decided}.{renewal}", card.state, card.submitted_at)
}

/// `POST /staff/cartes/<id>/decision`
pub(super) async fn decide(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let unknown = || HttpError::bad_request("decision-unknown", "there is no such decision");
    let wanted = fields.text("decision");
    let act = Act::ALL.into_iter().find(|act| act.name() == wanted).ok_or_else(unknown)?;
    let line = app.storage.open_card(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let attempt = |error: &str| Attempt {
        act,
        chosen: fields.text("motif").to_owned(),
        typed: fields.text("texte").to_owned(),
        error: error.to_owned(),
    };
    if fields.text("vu") != seen(&line.card) || !act.fits(&app, &line.card) {
        return quicker(&app, &who, &id, &attempt("")).await;
    }
    let reason = match reason(&fields, act) {
        Ok(reason) => reason,
        Err(error) => {
            return show(&app, &who, &line, StatusCode::UNPROCESSABLE_ENTITY, None, Some(&attempt(error))).await;
        }
    };
    match app.storage.decide_card(&who.name, &id, &act.decision(&app, &line.card, reason)).await {
        Ok(Some(_)) => Ok(Redirect::to(&format!("/staff/cartes/{id}?fait={}", act.name())).into_response()),
        Ok(None) => quicker(&app, &who, &id, &attempt("")).await,
        Err(error) if error.is_full() => {
            let say = format!("{} : rien n’a été décidé. Vos mots sont gardés ci-dessous.", words::FULL);
            show(&app, &who, &line, StatusCode::INSUFFICIENT_STORAGE, Some((false, say)), Some(&attempt(""))).await
        }
        Err(error) => Err(error.into()),
    }
}

fn reason(fields: &Fields, act: Act) -> Result<String, &'static str> {
    if act.suggestions().is_none() {
        return Ok(String::new());
    }
    let typed = fields.text("texte");
    let reason = if typed.is_empty() { fields.text("motif") } else { typed };
    if reason.is_empty() {
        return Err("Choisissez un motif ou écrivez-le : le jeune doit savoir pourquoi.");
    }
    // Line ends travel as two characters in forms.
    let reason = reason.replace("\r\n", "\n");
    if reason.chars().count() > CARD_REASON_MAX_CHARS {
        return Err("C’est trop long : 500 caractères au plus.");
    }
    Ok(reason)
}

/// Somebody was quicker: the present state, and the words that were about to be sent.
async fn quicker(app: &App, who: &StaffMember, id: &str, attempt: &Attempt) -> Result<Response, Refusal> {
    let line = app.storage.open_card(&who.name, id).await?.ok_or(HttpError::NotFound)?;
    let mut say = "La fiche a changé entre-temps : rien n’a été fait. Voici où elle en est.".to_owned();
    if !attempt.typed.is_empty() && !attempt.act.fits(app, &line.card) {
        say = format!("{say} Vous aviez écrit : {}", attempt.typed);
    }
    show(app, who, &line, StatusCode::CONFLICT, Some((false, say)), Some(attempt)).await
}
