//! `GET /staff/cartes/<id>`: one card with all that was said, what was done, and what may be done now.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;
use shared::protocol::{CARD_REASON_MAX_CHARS, CardState};

use super::decide::{Act, seen};
use super::form::Fields;
use super::page::{Frame, Refusal, Tab, notice};
use super::{history, words};
use crate::app::App;
use crate::card::desk as issuing;
use crate::http::HttpError;
use crate::storage::cards::{Card, QueueLine};
use crate::storage::{self as audit, StaffMember};

/// A decision that was not carried out: shown again as typed.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) act: Act,
    pub(super) chosen: String,
    pub(super) typed: String,
    pub(super) error: String,
}

/// `GET /staff/cartes/<id>`
pub(super) async fn card(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let line = app.storage.open_card(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    let say = words::done(fields.raw("fait")).map(|words| (true, words.to_owned()));
    show(&app, &who, &line, StatusCode::OK, say, None).await
}

/// The page of a card.
pub(super) async fn show(
    app: &App,
    who: &StaffMember,
    line: &QueueLine,
    status: StatusCode,
    say: Option<(bool, String)>,
    attempt: Option<&Attempt>,
) -> Result<Response, Refusal> {
    let card = &line.card;
    let now = app.clock.now();
    let twins = if line.twins > 0 {
        app.storage.twins_of(&card.first_name, &card.last_name, card.birth_date, &card.id).await?
    } else {
        Vec::new()
    };
    let acts = app.storage.acts_on(&card.id).await?;
    let (state, colour) = words::state(card.state_at(now));
    let name = format!("{} {}", card.first_name, card.last_name);
    let content = rsx! {
        if let Some((good, words)) = say { {notice(good, &words)} }
        header { class: "card-head {colour}",
            h1 { "{name}" }
            p { span { class: "tag ink", "{state}" }
                if card.renewal_at.is_some() { span { class: "tag ink", "renouvellement demandé" } }
            }
        }
        for twin in &twins {
            p { class: "notice warn",
                strong { "Doublon possible. " }
                a { href: "/staff/cartes/{twin.id}", "Une autre fiche" }
                " a le même nom et la même date de naissance ({words::state(twin.state_at(now)).0})."
            }
        }
        div { class: "columns",
            section { class: "sheet facts", aria_label: "La fiche", {facts(app, card)} }
            section { class: "sheet acts", aria_label: "Décider", {actions(app, card, attempt)} }
            {history(app, card, &acts)}
        }
    };
    Ok(Frame::new(app, Some(who), Tab::None, &name).show(status, content))
}

fn history(app: &App, card: &Card, acts: &[audit::Act]) -> Element {
    rsx! {
        section { class: "history",
            h2 { "Ce qui a été fait" }
            ol { class: "log", role: "list",
                {history::lines(app, acts)}
                li {
                    span { class: "quiet", {words::moment(app, card.submitted_at)} }
                    if card.origin == "desk" { " carte saisie au comptoir" } else { " demande envoyée depuis l’application" }
                }
            }
        }
    }
}

fn facts(app: &App, card: &Card) -> Element {
    let today = words::date_of(app, app.clock.now());
    rsx! {
        dl {
            div { dt { "Née ou né le" } dd { "{words::day(card.birth_date)} " span { class: "quiet", "({words::age(card.birth_date, today)})" } } }
            div { dt { "Commune" } dd { "{card.commune}" } }
            match &card.parent {
                Some(parent) => rsx! {
                    div { dt { "Parent qui accepte" } dd { "{parent.name}" br {} "{parent.contact}" } }
                },
                None => rsx! {
                    div { dt { "Parent" } dd { class: "quiet", "pas nécessaire à cet âge" } }
                },
            }
            if let Some(proof) = proof(app, card) {
                div { dt { "Justificatif" } dd { {proof} } }
            }
            div { dt { "Demande" } dd { {words::moment(app, card.submitted_at)} } }
            if let Some(at) = card.renewal_at {
                div { dt { "Renouvellement" } dd { {words::moment(app, at)} } }
            }
            div { dt { "Information acceptée" } dd { "version {card.consent_version}, le {words::day(words::date_of(app, card.consented_at))}" } }
            if let Some(until) = card.valid_until {
                div { dt { "Valable jusqu’au" } dd { {words::day(words::date_of(app, until))} } }
            }
            div { dt { "Téléphone" }
                dd {
                    match card.bound_at.filter(|_| card.device_key.is_some()) {
                        Some(at) => rsx! { "depuis le {words::day(words::date_of(app, at))}" },
                        None => rsx! { span { class: "quiet", "aucun" } },
                    }
                }
            }
            if !card.reason.is_empty() {
                div { dt { "Motif donné" } dd { class: "said", "{card.reason}" } }
            }
        }
    }
}

/// The picture that the town asks for: where to see it, or that it is missing. `None` where nobody looks for one.
fn proof(app: &App, card: &Card) -> Option<Element> {
    if let Some(at) = card.proof_at {
        return Some(rsx! {
            a { href: "/staff/cartes/{card.id}/justificatif", "Voir la photo" }
            span { class: "quiet", " reçue le {words::moment(app, at)} ; effacée dès votre décision" }
        });
    }
    let asked = app.territory.as_ref().and_then(|town| town.card.proof.as_ref())?;
    let undecided = matches!(card.state, CardState::Submitted | CardState::Asked) || card.renewal_at.is_some();
    (undecided && card.origin == "app").then(|| rsx! { span { class: "quiet", "pas reçu. Demandé : « {asked} »" } })
}

fn actions(app: &App, card: &Card, attempt: Option<&Attempt>) -> Element {
    let now = app.clock.now();
    let state = card.state_at(now);
    let usable = matches!(state, CardState::Approved | CardState::Active);
    let until = words::day(words::date_of(app, issuing::term(app)));
    // A card that nobody has taken yet needs no freeing.
    let taken = state != CardState::Approved || card.device_key.is_some();
    let possible: Vec<Act> =
        Act::ALL.into_iter().filter(|act| act.fits(app, card) && (taken || *act != Act::Reissue)).collect();
    rsx! {
        if usable {
            form { method: "post", action: "/staff/cartes/{card.id}/activation",
                button { class: "btn btn-sun btn-wide", r#type: "submit", "Montrer le QR d’activation" }
                if card.device_key.is_some() {
                    p { class: "quiet", "Le téléphone qui porte la carte la perdra quand un autre l’aura prise." }
                }
            }
            form { method: "post", action: "/staff/impression",
                input { r#type: "hidden", name: "carte", value: "{card.id}" }
                button { class: "btn btn-line btn-wide", r#type: "submit", "Imprimer la carte (PDF)" }
            }
        }
        for act in &possible {
            {action(card, *act, &until, attempt.filter(|attempt| attempt.act == *act))}
        }
        if possible.is_empty() && !usable {
            p { class: "quiet", "Plus rien à décider : une carte retirée ne revient pas. La personne peut en demander une autre." }
        }
    }
}

fn action(card: &Card, act: Act, until: &str, attempt: Option<&Attempt>) -> Element {
    let (name, label, suggestions) = (act.name(), act.label(), act.suggestions());
    let hidden = rsx! {
        input { r#type: "hidden", name: "decision", value: name }
        input { r#type: "hidden", name: "vu", value: "{seen(card)}" }
    };
    let Some(suggestions) = suggestions else {
        return rsx! {
            form { method: "post", action: "/staff/cartes/{card.id}/decision",
                {hidden}
                button { class: if act == Act::Approve { "btn btn-good btn-wide" } else { "btn btn-line btn-wide" }, r#type: "submit", {label} }
                if act == Act::Approve { p { class: "quiet", "Elle vaudra jusqu’au {until}." } }
                if act == Act::Reissue { p { class: "quiet", "Le téléphone actuel perd la carte tout de suite." } }
            }
        };
    };
    let typed = attempt.map_or("", |attempt| attempt.typed.as_str());
    let chosen = attempt.map_or("", |attempt| attempt.chosen.as_str());
    let error = attempt.map_or("", |attempt| attempt.error.as_str());
    let described = (!error.is_empty()).then(|| format!("{name}-erreur"));
    rsx! {
        details { open: attempt.is_some(),
            summary { class: "btn btn-line btn-wide", "{label}…" }
            form { method: "post", action: "/staff/cartes/{card.id}/decision",
                {hidden}
                fieldset { aria_describedby: described.clone(),
                    legend { "Ce que le jeune lira" }
                    if !error.is_empty() {
                        p { class: "notice bad", role: "alert", id: described.clone(), "{error}" }
                    }
                    for words in suggestions {
                        label { class: "choice",
                            input { r#type: "radio", name: "motif", value: *words, checked: chosen == *words }
                            span { {*words} }
                        }
                    }
                    label { class: "choice-text", r#for: "{name}-texte", "ou avec vos mots (500 caractères au plus)" }
                    textarea { id: "{name}-texte", name: "texte", rows: "3", maxlength: "{CARD_REASON_MAX_CHARS}",
                        aria_invalid: (!error.is_empty()).then_some("true"), "{typed}" }
                }
                button { class: "btn", r#type: "submit", {label} }
            }
        }
    }
}
