//! `/v/commerce/proposition`: an offer is written, kept as a draft, sent to the town, taken back.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::{Offer, Sourced};
use shared::protocol::{PROPOSAL_TITLE_MAX_CHARS, PROPOSAL_WORDS_MAX_CHARS, ProposalState};
use ulid::Ulid;

use super::life::Life;
use super::page::{self, Refusal, Tab};
use super::{HOME, Visit};
use crate::app::App;
use crate::entropy;
use crate::http::HttpError;
use crate::staff::content::{offer, picture};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::form::read::text;
use crate::staff::news::Typed;
use crate::staff::page::Refusal as FormRefusal;
use crate::staff::words;
use crate::storage::StorageError;
use crate::storage::proposals::{NewProposal, Proposal, Proposed};

/// A form as it is shown.
struct Draft<'a> {
    key: &'a str,
    /// The offer that it would change.
    changes: Option<&'a Offer>,
    fields: Fields,
    faults: Faults,
    say: Option<&'static str>,
    /// It is kept already.
    kept: bool,
}

/// `GET /v/commerce/proposition?offre=&copie=`
pub(super) async fn begin(
    State(app): State<App>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let key = entropy::ulid(app.clock.now()).map_err(StorageError::from)?;
    let changes = app.offers.find(&app, &visit.shop, asked.text("offre")).await?;
    let copied = app.storage.proposal(asked.text("copie")).await?.filter(|one| one.new.shop == visit.shop);
    let (fields, changes) = match (&changes, copied) {
        (Some(known), _) => (offer::write(known), changes.clone()),
        (None, Some(copied)) => {
            let changes = match &copied.new.changes {
                Some(id) => app.offers.find(&app, &visit.shop, id).await?,
                None => None,
            };
            (written(&copied), changes)
        }
        (None, None) => {
            let pairs = [("limite", "1"), ("par", "jour"), ("avantage", "pourcentage")];
            let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            (Fields::of(pairs.to_vec()), None)
        }
    };
    let draft =
        Draft { key: &key, changes: changes.as_deref(), fields, faults: Faults::default(), say: None, kept: false };
    Ok(draft.show(&app, &visit, StatusCode::OK))
}

fn written(proposal: &Proposal) -> Fields {
    let mut fields = offer::write(&proposal.new.offer);
    fields.set("mot", proposal.new.words.clone());
    fields
}

/// `GET /v/commerce/proposition/<id>`
pub(super) async fn open(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    let proposal = own(&app, &visit, &id).await?;
    let changes = match &proposal.new.changes {
        Some(changed) => app.offers.find(&app, &visit.shop, changed).await?,
        None => None,
    };
    if proposal.state == ProposalState::Draft {
        let (fields, faults) = (written(&proposal), Faults::default());
        let draft = Draft { key: &id, changes: changes.as_deref(), fields, faults, say: None, kept: true };
        return Ok(draft.show(&app, &visit, StatusCode::OK));
    }
    let wished = &proposal.new.offer;
    let Some(life) = Life::of_proposal(&proposal) else {
        return Ok(Redirect::to(&format!("{HOME}/bon-plan/{}", wished.id)).into_response());
    };
    let (tag, colour) = life.tag();
    let again = matches!(life, Life::Refused(_) | Life::Withdrawn);
    let content = rsx! {
        header { class: "card-head {colour}",
            h1 { "{wished.title}" }
            p { span { class: "tag ink", {tag} } }
        }
        p { class: "lead", {life.words()} }
        section { class: "sheet narrow",
            dl {
                div { dt { "Conditions" } dd { class: "said", "{wished.terms}" } }
                div { dt { "Envoyé" } dd { {words::moment(&app, proposal.sent_at)} } }
                if let Some(at) = proposal.decided_at { div { dt { "Décidé" } dd { {words::moment(&app, at)} } } }
                if !proposal.new.words.is_empty() { div { dt { "Votre mot" } dd { class: "said", "{proposal.new.words}" } } }
            }
        }
        div { class: "inline",
            if life == Life::Proposed {
                form { method: "post", action: "{HOME}/proposition/{id}/reprise",
                    button { class: "btn", r#type: "submit", "Reprendre pour corriger" }
                }
            }
            if again { a { class: "btn btn-sun", href: "{HOME}/proposition?copie={id}", "Corriger et proposer de nouveau" } }
            if matches!(life, Life::Approved(_)) && wished.vouchers.is_some() {
                a { class: "btn btn-sun", href: "{HOME}/bon-plan/{wished.id}/codes", "Ajouter les codes" }
            }
            a { class: "btn btn-line", href: HOME, "Tous vos bons plans" }
        }
    };
    Ok(page::show(&app, &visit, Tab::Offers, "Votre demande", StatusCode::OK, content))
}

async fn own(app: &App, visit: &Visit, id: &str) -> Result<Proposal, Refusal> {
    let proposal = app.storage.proposal(id).await?.filter(|proposal| proposal.new.shop == visit.shop);
    proposal.ok_or_else(|| HttpError::NotFound.into())
}

/// `POST /v/commerce/proposition`: kept as a draft, or sent.
pub(super) async fn write(
    State(app): State<App>,
    visit: Visit,
    typed: Result<Typed, FormRefusal>,
) -> Result<Response, Refusal> {
    let typed = typed?;
    let mut faults = Faults::default();
    let fields = picture::keep(&app, typed.fields, typed.picture, &mut faults).await?;
    let key = fields.text("cle").to_owned();
    if Ulid::from_string(&key).is_err() {
        return Err(HttpError::unprocessable("key-invalid", "the form has lost its key").into());
    }
    let changes = match fields.text("offre") {
        "" => None,
        id => Some(app.offers.find(&app, &visit.shop, id).await?.ok_or(HttpError::NotFound)?),
    };
    let before = changes.as_deref().cloned();
    let id = before.as_ref().map_or(key.as_str(), |known| known.id.as_str());
    let wished = offer::read_terms(&fields, before.as_ref(), (id, &visit.shop), &mut faults);
    faults.limit("titre", &wished.title, PROPOSAL_TITLE_MAX_CHARS);
    let words = text(&fields, "mot", PROPOSAL_WORDS_MAX_CHARS, &mut faults);
    let kept = app.storage.proposal(&key).await?.is_some_and(|one| one.state == ProposalState::Draft);
    let sending = fields.text("action") != "brouillon";
    // A draft may lack what an offer needs; what was typed and not understood would be lost.
    let lost = |field: &str| field == "titre" || field == "photo" || !fields.text(field).is_empty();
    if faults.all().iter().any(|(field, _)| sending || lost(field)) {
        let draft = Draft { key: &key, changes: changes.as_deref(), fields, faults, say: None, kept };
        return Ok(draft.show(&app, &visit, StatusCode::UNPROCESSABLE_ENTITY));
    }
    // A shop's own words about itself need no other source; the team adds what it read.
    let sourced = before
        .as_ref()
        .map_or_else(|| Sourced { example: visit.is_example(), ..Sourced::default() }, |known| known.sourced.clone());
    let new = NewProposal {
        id: key.clone(),
        shop: visit.shop.clone(),
        changes: before.map(|known| known.id),
        offer: Offer { sourced, ..wished },
        words,
    };
    let answer = if sending { app.storage.propose(&new).await? } else { app.storage.save_draft(&new).await? };
    let say = match answer {
        Proposed::Kept { .. } => return Ok(to(if sending { "envoye" } else { "brouillon" })),
        Proposed::OtherContent => {
            "Cette proposition est déjà partie. Reprenez-la depuis vos demandes pour la corriger."
        }
        Proposed::TooMany if sending => {
            "Vous avez déjà dix demandes qui attendent\u{a0}: reprenez-en une, ou attendez une décision. Gardez ceci comme brouillon."
        }
        Proposed::TooMany => "Vous avez déjà vingt brouillons\u{a0}: jetez-en un.",
    };
    let draft = Draft { key: &key, changes: changes.as_deref(), fields, faults, say: Some(say), kept };
    Ok(draft.show(&app, &visit, StatusCode::CONFLICT))
}

/// `POST …/<id>/reprise`
pub(super) async fn take_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    own(&app, &visit, &id).await?;
    if app.storage.take_proposal_back(&visit.shop, &id).await? {
        return Ok(Redirect::to(&format!("{HOME}/proposition/{id}")).into_response());
    }
    Ok(to("trop-tard"))
}

/// `POST …/<id>/abandon`
pub(super) async fn drop_draft(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    own(&app, &visit, &id).await?;
    Ok(to(if app.storage.drop_draft(&visit.shop, &id).await? { "abandon" } else { "trop-tard" }))
}

fn to(done: &str) -> Response {
    Redirect::to(&format!("{HOME}?fait={done}")).into_response()
}

impl Draft<'_> {
    fn show(self, app: &App, visit: &Visit, status: StatusCode) -> Response {
        let form = Form { fields: &self.fields, faults: &self.faults };
        let heading = match self.changes {
            Some(known) => format!("Modifier «\u{202f}{}\u{202f}»", known.title),
            None => "Proposer un bon plan".to_owned(),
        };
        let content = rsx! {
            h1 { "{heading}" }
            p { class: "quiet",
                if self.changes.is_some() { "Ce qui est sur les téléphones y reste tel quel jusqu’à ce que la ville accepte vos changements." }
                else { "La ville relit ce que vous proposez, puis le publie. Vous pouvez le garder en brouillon et l’envoyer plus tard." }
            }
            if let Some(say) = self.say { p { class: "notice bad", role: "alert", "{say}" } }
            if !self.faults.is_empty() {
                div { class: "notice bad", role: "alert",
                    strong { "Rien n’est envoyé. À corriger\u{a0}:" }
                    ul { for (field, say) in self.faults.all() { li { a { href: "#{field}", "{say}" } } } }
                }
            }
            form { class: "sheet article-form portal-form", id: "fiche", method: "post", action: "{HOME}/proposition",
                enctype: "multipart/form-data", novalidate: true,
                input { r#type: "hidden", name: "cle", value: "{self.key}" }
                input { r#type: "hidden", name: "offre", value: self.changes.map_or("", |known| known.id.as_str()) }
                {offer::terms(&form)}
                section { class: "part", aria_labelledby: "mot-titre",
                    h2 { id: "mot-titre", "Un mot pour la ville" }
                    {form.area("mot", "Ce qu’elle doit savoir (facultatif)", None, 2)}
                }
                div { class: "inline",
                    button { class: "btn btn-good", r#type: "submit", name: "action", value: "envoyer", "Envoyer à la ville" }
                    button { class: "btn btn-line", r#type: "submit", name: "action", value: "brouillon", "Garder en brouillon" }
                }
            }
            form { method: "post", action: "{HOME}/proposition/{self.key}/abandon",
                div { class: "inline",
                    a { class: "btn btn-line btn-small", href: HOME, "Retour" }
                    if self.kept { button { class: "btn btn-line btn-small", r#type: "submit", "Jeter ce brouillon" } }
                }
            }
        };
        page::show(app, visit, Tab::Offers, "Proposer", status, content)
    }
}
