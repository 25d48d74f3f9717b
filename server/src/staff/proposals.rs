//! `/staff/propositions`: what shops ask for. Each is an offer in its form, to be corrected and accepted, or refused with a
//! reason that the shop reads.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::{Kind, Offer, Record, RecordId, Source, Sourced};
use shared::protocol::ProposalState;

use super::content::history::differences;
use super::content::noun::{self, Noun};
use super::content::setting::Setting;
use super::content::{picture, preview};
use super::form::Fields;
use super::form::faults::Faults;
use super::form::field::Form;
use super::form::read::one_line;
use super::news::Typed;
use super::page::{Frame, Refusal, Tab, notice};
use super::{shops, words};
use crate::app::App;
use crate::http::HttpError;
use crate::storage::StaffMember;
use crate::storage::proposals::{Decided, Proposal};

/// Longest reason, in characters.
const REASON_MAX: usize = 300;

/// What waits, for the pages that lead here.
pub(super) async fn waiting(app: &App) -> Result<u64, Refusal> {
    Ok(app.storage.proposals(true).await?.len() as u64)
}

/// `GET /staff/propositions`
pub(super) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let (open, past) = (app.storage.proposals(true).await?, app.storage.proposals(false).await?);
    let places = shops::places(&app).await?;
    let name =
        |id: &str| places.iter().find(|place| place.id == id).map_or_else(|| id.to_owned(), |one| one.name.clone());
    let content = rsx! {
        match said.raw("fait") {
            "accepte" => notice(true, "Accepté\u{a0}: c’est sur les téléphones ouverts, et le commerce le sait."),
            "approuve" => notice(true, "Approuvé\u{a0}: ce sera sur les téléphones au premier jour de l’offre. Le commerce le sait."),
            "refuse" => notice(true, "Refusé. Le commerce lira pourquoi."),
            "trop-tard" => notice(false, "Quelqu’un a décidé avant vous, ou le commerce a repris sa proposition."),
            _ => rsx! {},
        }
        h1 { "Propositions" }
        p { class: "lead", "Ce que les commerces demandent à offrir. Rien n’est sur les téléphones avant votre accord." }
        if open.is_empty() {
            section { class: "sheet narrow empty", p { class: "lead", "Rien n’attend." } }
        }
        ul { class: "rows", role: "list", for proposal in &open { {row(&app, proposal, &name(&proposal.new.shop))} } }
        if !past.is_empty() {
            details { class: "fold",
                summary { "Décidées" }
                ul { class: "rows", role: "list", for proposal in &past { {row(&app, proposal, &name(&proposal.new.shop))} } }
            }
        }
        p { a { class: "btn btn-line btn-small", href: "/staff/bons-plans", "Tous les bons plans" } }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Offers, "Propositions").show(StatusCode::OK, content))
}

fn row(app: &App, proposal: &Proposal, shop: &str) -> Element {
    let (state, colour) = state(proposal.state);
    let sort = if proposal.new.changes.is_some() { "modification" } else { "nouveau" };
    rsx! {
        li {
            a { class: "row", href: "/staff/propositions/{proposal.new.id}",
                span { class: "row-name",
                    strong { "{proposal.new.offer.title}" }
                    small { "{shop} · {sort} · envoyé le {words::moment(app, proposal.sent_at)}" }
                }
                span { class: "tags", span { class: "tag {colour}", "{state}" } }
            }
        }
    }
}

const fn state(state: ProposalState) -> (&'static str, &'static str) {
    match state {
        ProposalState::Draft => ("brouillon", "plain"),
        ProposalState::Waiting => ("à décider", "sun"),
        ProposalState::Approved => ("approuvée, à venir", "sky"),
        ProposalState::Accepted => ("acceptée", "mint"),
        ProposalState::Refused => ("refusée", "plain"),
        ProposalState::Withdrawn => ("reprise par le commerce", "plain"),
        ProposalState::Unknown => ("état inconnu", "plain"),
    }
}

/// `GET /staff/propositions/<id>`
pub(super) async fn one(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let proposal = sent(&app, &id).await?;
    let fields = noun::write(&Record::Offer(offered(&app, &proposal).await?), app.zone());
    page(&app, &who, &proposal, fields, Faults::default(), StatusCode::OK, None).await
}

/// A proposal that its shop has sent: what it still writes is nobody else's.
async fn sent(app: &App, id: &str) -> Result<Proposal, Refusal> {
    let proposal = app.storage.proposal(id).await?.filter(|proposal| proposal.state != ProposalState::Draft);
    proposal.ok_or_else(|| HttpError::NotFound.into())
}

/// The offer as the form begins: what a shop says of itself is its source, and where its place shows it.
async fn offered(app: &App, proposal: &Proposal) -> Result<Offer, Refusal> {
    let mut offer = proposal.new.offer.clone();
    if offer.sourced.sources.is_empty() {
        let places = shops::places(app).await?;
        let place = places.iter().find(|place| place.id == offer.place);
        let label = place.map_or_else(|| offer.place.clone(), |place| place.name.clone());
        let url = place.and_then(|place| place.website.clone());
        let url = url.unwrap_or_else(|| format!("{}/lieu/{}", app.public_url, offer.place));
        let today = words::date_of(app, proposal.sent_at);
        offer.sourced =
            Sourced { sources: vec![Source { label, url }], verified_on: Some(today), ..Sourced::default() };
    }
    Ok(offer)
}

/// `POST /staff/propositions/<id>`: accepted as the form says it, or refused.
pub(super) async fn decide(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let proposal = sent(&app, &id).await?;
    let mut faults = Faults::default();
    let fields = picture::keep(&app, typed.fields, typed.picture, &mut faults).await?;
    if fields.text("action") == "refuser" {
        let reason = one_line(fields.raw("motif"));
        if reason.is_empty() {
            faults.add("motif", "Dites au commerce pourquoi\u{a0}: il le lira.");
        }
        faults.limit("motif", &reason, REASON_MAX);
        if !faults.is_empty() {
            return page(&app, &who, &proposal, fields, faults, StatusCode::UNPROCESSABLE_ENTITY, None).await;
        }
        let decided = app.storage.refuse_proposal(&who.name, &id, &reason).await?;
        return Ok(to(if decided == Decided::Done { "refuse" } else { "trop-tard" }));
    }
    let setting = Setting::of(&app).await?;
    let target = proposal.new.changes.clone().unwrap_or_else(|| proposal.new.id.clone());
    let base = Record::Offer(proposal.new.offer.clone());
    let record = Noun::Offer.read(&fields, Some(&base), &target, &setting, &mut faults);
    let Record::Offer(offer) = record else { return Err(HttpError::NotFound.into()) };
    if offer.place != proposal.new.shop {
        faults.add("commerce", "Cette proposition est celle d’un autre commerce.");
    }
    if !faults.is_empty() {
        return page(&app, &who, &proposal, fields, faults, StatusCode::UNPROCESSABLE_ENTITY, None).await;
    }
    let seen = fields.text("vu").parse().unwrap_or_default();
    match app.storage.accept_proposal(&who.name, &id, &offer, seen, setting.today).await? {
        Decided::Done => Ok(to("accepte")),
        Decided::Later => Ok(to("approuve")),
        Decided::TooLate => Ok(to("trop-tard")),
        Decided::Moved => {
            let say = "Ce bon plan a changé depuis que cette page est ouverte\u{a0}: relisez ce qui diffère avant d’accepter.";
            page(&app, &who, &proposal, fields, faults, StatusCode::CONFLICT, Some(say)).await
        }
    }
}

fn to(done: &str) -> Response {
    Redirect::to(&format!("/staff/propositions?fait={done}")).into_response()
}

async fn page(
    app: &App,
    who: &StaffMember,
    proposal: &Proposal,
    fields: Fields,
    faults: Faults,
    status: StatusCode,
    say: Option<&str>,
) -> Result<Response, Refusal> {
    let setting = Setting::of(app).await?;
    let shop = setting.places.iter().find(|(id, _)| *id == proposal.new.shop);
    let shop = shop.map_or_else(|| proposal.new.shop.clone(), |(_, name)| name.clone());
    let held = match &proposal.new.changes {
        Some(id) => app.storage.held(&RecordId { kind: Kind::Offer.name().to_owned(), id: id.clone() }).await?,
        None => None,
    };
    let now = held.as_ref().and_then(|held| held.record.as_ref());
    let wished = Record::Offer(proposal.new.offer.clone());
    let changed = now.map(|now| differences(now, &wished, app.zone())).unwrap_or_default();
    let target = proposal.new.changes.as_ref().unwrap_or(&proposal.new.id);
    let (words, colour) = state(proposal.state);
    let open = proposal.state == ProposalState::Waiting;
    let form = Form { fields: &fields, faults: &faults };
    let text = |text: &str| if text.trim().is_empty() { "(vide)".to_owned() } else { text.to_owned() };
    let content = rsx! {
        if let Some(say) = say { {notice(false, say)} }
        header { class: "card-head {colour}",
            h1 { "{proposal.new.offer.title}" }
            p { span { class: "tag ink", "{shop}" } span { class: "tag ink", "{words}" } }
        }
        p { class: "quiet", "Envoyé le {words::moment(app, proposal.sent_at)}"
            if let Some(at) = proposal.decided_at { " · décidé le {words::moment(app, at)}" }
            if !proposal.decided_by.is_empty() { " par {proposal.decided_by}" }
            if let Some(due) = proposal.due_on { " · sur les téléphones le {words::day(due)}" } }
        if !proposal.new.words.is_empty() {
            section { class: "sheet narrow", aria_labelledby: "mot-titre",
                h2 { id: "mot-titre", "Le mot du commerce" }
                p { "{proposal.new.words}" }
            }
        }
        if !proposal.reason.is_empty() { p { strong { "Motif du refus\u{a0}: " } "{proposal.reason}" } }
        if !changed.is_empty() {
            section { class: "sheet", aria_labelledby: "change-titre",
                h2 { id: "change-titre", "Ce que cela change" }
                for difference in changed {
                    dl { class: "versus",
                        div { dt { "{difference.field}, aujourd’hui" } dd { class: "said", {text(&difference.one)} } }
                        div { dt { "{difference.field}, demandé" } dd { class: "said", {text(&difference.other)} } }
                    }
                }
            }
        }
        if open {
            if !faults.is_empty() {
                div { class: "notice bad", role: "alert",
                    strong { "Rien n’est décidé. À corriger\u{a0}:" }
                    ul { for (field, say) in faults.all() { li { a { href: "#{field}", "{say}" } } } }
                }
            }
            div { class: "columns",
                form { class: "sheet article-form facts", id: "fiche", method: "post", action: "/staff/propositions/{proposal.new.id}",
                    enctype: "multipart/form-data", novalidate: true,
                    input { r#type: "hidden", name: "vu", value: "{held.as_ref().map_or(0, |held| held.seq)}" }
                    {noun::form(Noun::Offer, &form, &setting, None)}
                    p { class: "quiet", "Corrigez ce qu’il faut\u{a0}: c’est ce formulaire qui part sur les téléphones." }
                    p { class: "quiet", "Avec un premier jour à venir, l’accord est donné maintenant et la publication attend ce jour." }
                    button { class: "btn btn-good", r#type: "submit", name: "action", value: "accepter", "Accepter et publier" }
                }
                div { class: "acts stack",
                    {preview::window(app, &format!("/staff/bons-plans/{target}/apercu"))}
                    form { class: "stack", method: "post", action: "/staff/propositions/{proposal.new.id}", novalidate: true,
                        h2 { "Refuser" }
                        {form.area("motif", "Pourquoi, en mots que le commerce lira", None, 3)}
                        button { class: "btn btn-line", r#type: "submit", name: "action", value: "refuser", "Refuser" }
                    }
                }
            }
        }
        p { a { class: "btn btn-line btn-small", href: "/staff/propositions", "Toutes les propositions" } }
    };
    Ok(Frame::new(app, Some(who), Tab::Offers, "Proposition").with_preview().show(status, content))
}
