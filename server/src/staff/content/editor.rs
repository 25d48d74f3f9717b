//! `/staff/contenus/<noun>/<id>` and the same of offers and shops: a record is opened, saved, withdrawn, brought back.

use axum::Extension;
use axum::extract::{FromRequestParts, RawPathParams, RawQuery, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use shared::domain::{Kind, Record};

use super::noun::{self, Noun};
use super::setting::Setting;
use super::show::Page;
use super::{locate, picture};
use crate::app::App;
use crate::entropy;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::news::Typed;
use crate::staff::page::Refusal;
use crate::staff::words;
use crate::storage::content::{Held, RecordAct, Replaced};
use crate::storage::{StaffMember, StorageError};

/// What an address names: a noun, and the id of one unless it is new.
#[derive(Debug)]
pub(in crate::staff) struct Named {
    pub(super) noun: Noun,
    pub(super) id: String,
}

impl FromRequestParts<App> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let noun = Noun::of_path(parts.uri.path()).ok_or(HttpError::NotFound)?;
        let named = RawPathParams::from_request_parts(parts, app).await.map_err(|_| HttpError::NotFound)?;
        let id = named.iter().find(|(name, _)| *name == "id").map_or("", |(_, id)| id).to_owned();
        Ok(Self { noun, id })
    }
}

/// `GET …/nouveau`
pub(in crate::staff) async fn begin(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Named { noun, .. }: Named,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let setting = Setting::of(&app).await?;
    let id = entropy::ulid(app.clock.now()).map_err(StorageError::from)?;
    let mut fields = noun.blank(&setting);
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    if noun == Noun::Offer && setting.knows(Kind::Place.name(), asked.text("commerce")) {
        fields.set("commerce", asked.text("commerce").to_owned());
    }
    let page = Page { noun, id: Some(&id), held: None, fields, faults: Faults::default(), conflict: None, say: None };
    page.show(&app, &who, &setting, StatusCode::OK).await
}

/// `GET …/<id>`
pub(in crate::staff) async fn open(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Named { noun, id }: Named,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let held = held(&app, noun, &id).await?;
    let setting = Setting::of(&app).await?;
    let fields = match &held.record {
        Some(record) => noun::write(record, app.zone()),
        // What it said last, so that it can be brought back changed.
        None => last_words(&app, noun, &id).await?.ok_or(HttpError::NotFound)?,
    };
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let say = done(said.raw("fait")).map(|words| (true, words.to_owned()));
    let page = Page { noun, id: Some(&id), held: Some(&held), fields, faults: Faults::default(), conflict: None, say };
    page.show(&app, &who, &setting, StatusCode::OK).await
}

/// What is kept under an id.
pub(super) async fn held(app: &App, noun: Noun, id: &str) -> Result<Held, Refusal> {
    let held = app.storage.held(&noun.record_id(id)).await?.ok_or(HttpError::NotFound)?;
    let is_another = held.record.as_ref().is_some_and(|record| !noun.holds(record));
    if is_another { Err(HttpError::NotFound.into()) } else { Ok(held) }
}

async fn last_words(app: &App, noun: Noun, id: &str) -> Result<Option<Fields>, Refusal> {
    let versions = app.storage.record_versions(&noun.record_id(id)).await?;
    Ok(versions.first().map(|version| noun::write(&version.record, app.zone())))
}

/// `POST …/nouveau`
pub(in crate::staff) async fn create(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Named { noun, .. }: Named,
    typed: Typed,
) -> Result<Response, Refusal> {
    // The form's own, so that one sent twice adds one record.
    let id = match typed.fields.text("id").parse::<ulid::Ulid>() {
        Ok(id) => id.to_string(),
        Err(_) => entropy::ulid(app.clock.now()).map_err(StorageError::from)?,
    };
    let held = app.storage.held(&noun.record_id(&id)).await?;
    save(&app, &who, noun, &id, held, typed).await
}

/// `POST …/<id>`: saves what is typed, or brings back what was.
pub(in crate::staff) async fn write(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Named { noun, id }: Named,
    typed: Typed,
) -> Result<Response, Refusal> {
    let held = held(&app, noun, &id).await?;
    let former = typed.fields.text("action").strip_prefix("remettre:").and_then(|version| version.parse::<u64>().ok());
    match former {
        Some(version) => restore(&app, &who, noun, &id, version, &typed.fields).await,
        None => save(&app, &who, noun, &id, Some(held), typed).await,
    }
}

async fn save(
    app: &App,
    who: &StaffMember,
    noun: Noun,
    id: &str,
    held: Option<Held>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let setting = Setting::of(app).await?;
    let mut faults = Faults::default();
    let full = |error: &Refusal| matches!(error, Refusal(HttpError::Full));
    let (typed_fields, chosen) = (typed.fields.clone(), typed.picture.is_some());
    let kept = picture::keep(app, typed.fields, typed.picture, &mut faults).await;
    let fields = match kept {
        Err(error) if full(&error) => {
            let faults = picture::again(chosen);
            return no_room(app, who, &setting, noun, id, held.as_ref(), typed_fields, faults).await;
        }
        kept => kept?,
    };
    if locate::is_asked(noun, &fields) {
        return locate::locate(app, who, noun, id, held.as_ref(), fields, faults).await;
    }
    let before = held.as_ref().and_then(|held| held.record.as_ref());
    let record = noun.read(&fields, before, id, &setting, &mut faults);
    if !faults.is_empty() {
        let page = Page { noun, id: Some(id), held: held.as_ref(), fields, faults, conflict: None, say: None };
        return page.show(app, who, &setting, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let seen = fields.text("vu").parse().unwrap_or_default();
    let act = if before.is_some() { RecordAct::Change } else { RecordAct::Create };
    match app.storage.replace(&who.name, act, &record, seen).await {
        Ok(Replaced::Saved(_)) => Ok(to(noun, id, "save")),
        Ok(Replaced::Conflict(theirs, by)) => {
            told(app, who, &setting, noun, id, theirs.as_deref(), fields, Some((record, by))).await
        }
        Err(error) if error.is_full() => no_room(app, who, &setting, noun, id, held.as_ref(), fields, faults).await,
        Err(error) => Err(error.into()),
    }
}

async fn restore(
    app: &App,
    who: &StaffMember,
    noun: Noun,
    id: &str,
    version: u64,
    typed: &Fields,
) -> Result<Response, Refusal> {
    let versions = app.storage.record_versions(&noun.record_id(id)).await?;
    let former = versions.into_iter().find(|former| former.version == version).ok_or(HttpError::NotFound)?;
    let seen = typed.text("vu").parse().unwrap_or_default();
    match app.storage.replace(&who.name, RecordAct::Restore, &former.record, seen).await? {
        Replaced::Saved(_) => Ok(to(noun, id, "restore")),
        Replaced::Conflict(theirs, by) => {
            let setting = Setting::of(app).await?;
            let fields = noun::write(&former.record, app.zone());
            told(app, who, &setting, noun, id, theirs.as_deref(), fields, Some((former.record, by))).await
        }
    }
}

/// `POST …/<id>/retrait`
pub(in crate::staff) async fn withdraw(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Named { noun, id }: Named,
    fields: Fields,
) -> Result<Response, Refusal> {
    held(&app, noun, &id).await?;
    let seen = fields.text("vu").parse().unwrap_or_default();
    match app.storage.withdraw(&who.name, &noun.record_id(&id), seen).await? {
        Replaced::Saved(_) => Ok(to(noun, &id, "withdraw")),
        Replaced::Conflict(None, _) => Err(HttpError::NotFound.into()),
        Replaced::Conflict(Some(theirs), by) => {
            let setting = Setting::of(&app).await?;
            let words = match &theirs.record {
                Some(record) => noun::write(record, app.zone()),
                None => last_words(&app, noun, &id).await?.ok_or(HttpError::NotFound)?,
            };
            let whose = if by.is_empty() { "Un import ou une commande" } else { &by };
            let say = format!(
                "{whose} a changé cette fiche depuis que vous l’avez ouverte. La voici\u{a0}: relisez avant de retirer."
            );
            let page = Page {
                noun,
                id: Some(&id),
                held: Some(&theirs),
                fields: words,
                faults: Faults::default(),
                conflict: None,
                say: Some((false, say)),
            };
            page.show(&app, &who, &setting, StatusCode::CONFLICT).await
        }
    }
}

/// The form as it was sent, beside what somebody else saved.
#[expect(clippy::too_many_arguments, reason = "each is a part of the page")]
async fn told(
    app: &App,
    who: &StaffMember,
    setting: &Setting<'_>,
    noun: Noun,
    id: &str,
    theirs: Option<&Held>,
    fields: Fields,
    conflict: Option<(Record, String)>,
) -> Result<Response, Refusal> {
    let page = Page { noun, id: Some(id), held: theirs, fields, faults: Faults::default(), conflict, say: None };
    page.show(app, who, setting, StatusCode::CONFLICT).await
}

/// The form as it was sent: the disk is full.
#[expect(clippy::too_many_arguments, reason = "each is a part of the page")]
async fn no_room(
    app: &App,
    who: &StaffMember,
    setting: &Setting<'_>,
    noun: Noun,
    id: &str,
    held: Option<&Held>,
    fields: Fields,
    faults: Faults,
) -> Result<Response, Refusal> {
    let say = format!("{}\u{a0}: rien n’a été enregistré. Tout ce que vous avez écrit est encore là.", words::FULL);
    let page = Page { noun, id: Some(id), held, fields, faults, conflict: None, say: Some((false, say)) };
    page.show(app, who, setting, StatusCode::INSUFFICIENT_STORAGE).await
}

fn to(noun: Noun, id: &str, done: &str) -> Response {
    Redirect::to(&format!("{}?fait={done}", noun.address(id))).into_response()
}

/// What a press did, told on the next page.
fn done(name: &str) -> Option<&'static str> {
    Some(match name {
        "save" => "Enregistré\u{a0}: c’est sur les téléphones ouverts, et sur les autres à leur prochaine connexion.",
        "restore" => "Remis sur les téléphones, tel qu’il était.",
        "withdraw" => {
            "Retiré des téléphones. Pour le remettre\u{a0}: son histoire, en bas, ou «\u{202f}Enregistrer\u{202f}»."
        }
        "exact" => "Noté\u{a0}: vérifié aujourd’hui.",
        "suspendu" => "Suspendu\u{a0}: les téléphones ne le proposent plus. Le commerce lit pourquoi.",
        "retabli" => "Rétabli\u{a0}: les téléphones l’ont de nouveau.",
        _ => return None,
    })
}
