//! `/staff/tableaux`: a table is brought, or taken away.

use axum::Extension;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;

use super::mapping::Mapping;
use super::{Kind, TABLES};
use crate::app::App;
use crate::entropy;
use crate::http::HttpError;
use crate::spreadsheet::{self, MAX_BYTES, MAX_LINES, ReadError};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::page::{Frame, Refusal, Tab};
use crate::staff::words;
use crate::storage::uploads::NewUpload;
use crate::storage::{Role, StaffMember, StorageError};

/// Longest name of a file that is kept, in characters.
const NAME_MAX: usize = 120;

/// A file that was sent, and of what.
#[derive(Debug, Default)]
pub(in crate::staff) struct Brought {
    fields: Fields,
    file: Option<(String, Vec<u8>)>,
    too_large: bool,
}

impl FromRequest<App> for Brought {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let Ok(mut parts) = Multipart::from_request(request, app).await else { return Ok(Self::default()) };
        let mut brought = Self::default();
        let mut fields = Vec::new();
        loop {
            let part = match parts.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(error) => {
                    brought.too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
                    break;
                }
            };
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().unwrap_or_default().to_owned();
            match part.bytes().await {
                Ok(bytes) if name == "fichier" && !bytes.is_empty() => brought.file = Some((file_name, bytes.to_vec())),
                Ok(bytes) => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
                Err(error) => brought.too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE,
            }
        }
        brought.fields = Fields::of(fields);
        Ok(brought)
    }
}

/// Kinds that a role deals with.
fn kinds(role: Role) -> impl Iterator<Item = &'static Kind> {
    TABLES.iter().filter(move |kind| kind.roles.contains(&role))
}

/// `GET /staff/tableaux`
pub(in crate::staff) async fn start(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
) -> Result<Response, Refusal> {
    Ok(page(&app, &who, &Fields::default(), &Faults::default(), StatusCode::OK))
}

/// `POST /staff/tableaux`
pub(in crate::staff) async fn bring(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    brought: Brought,
) -> Result<Response, Refusal> {
    let mut faults = Faults::default();
    let kind = kinds(who.role).find(|kind| kind.slug == brought.fields.text("sorte"));
    if kind.is_none() {
        faults.add("sorte", "Dites ce que contient ce tableau.");
    }
    let read = match &brought.file {
        _ if brought.too_large => {
            faults.add(
                "fichier",
                format!("Ce fichier dépasse {} Mo\u{a0}: partagez-le en deux.", MAX_BYTES / (1024 * 1024)),
            );
            None
        }
        None => {
            faults.add("fichier", "Choisissez un fichier CSV.");
            None
        }
        Some((_, bytes)) => {
            let bytes = bytes.clone();
            let read = tokio::task::spawn_blocking(move || spreadsheet::read(&bytes)).await;
            match read.map_err(|error| HttpError::Internal(error.to_string()))? {
                Ok(table) => Some(table),
                Err(error) => {
                    faults.add("fichier", why(&error));
                    None
                }
            }
        }
    };
    let (Some(kind), Some(table), Some((file_name, bytes)), true) = (kind, read, brought.file, faults.is_empty())
    else {
        return Ok(page(&app, &who, &brought.fields, &faults, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let mapping = Mapping::guess(kind.noun, &table.header);
    let upload = NewUpload {
        id: entropy::ulid(app.clock.now()).map_err(StorageError::from)?,
        owner: who.id.clone(),
        noun: kind.name.to_owned(),
        file_name: file_name.chars().filter(|letter| !letter.is_control()).take(NAME_MAX).collect(),
        bytes,
        mapping: serde_json::to_string(&mapping).map_err(StorageError::from)?,
    };
    app.storage.add_upload(&upload).await?;
    Ok(Redirect::to(&format!("/staff/tableaux/{}", upload.id)).into_response())
}

/// Why a file is no table, and what to do.
pub(super) fn why(error: &ReadError) -> String {
    match error {
        ReadError::Workbook => "C’est un classeur. Dans Excel ou LibreOffice\u{a0}: Fichier, «\u{202f}Enregistrer sous\u{202f}», format CSV UTF-8\u{202f}; puis choisissez ce fichier-là.".to_owned(),
        ReadError::NotText => "Ce fichier n’est pas un tableau CSV. Enregistrez votre tableau au format CSV.".to_owned(),
        ReadError::Empty => "Ce fichier ne contient aucune ligne sous celle des titres.".to_owned(),
        ReadError::TooLarge => {
            format!("Ce tableau est trop grand\u{a0}: {} lignes et 100 colonnes au plus.", words::grouped(MAX_LINES as u64))
        }
        ReadError::Runaway(line) => {
            format!("La ligne {line} contient une cellule sans fin\u{a0}: un guillemet y est sans doute resté ouvert.")
        }
    }
}

fn page(app: &App, who: &StaffMember, fields: &Fields, faults: &Faults, status: StatusCode) -> Response {
    let mine: Vec<&'static Kind> = kinds(who.role).collect();
    let options: Vec<(&'static str, &'static str)> = mine.iter().map(|kind| (kind.slug, kind.words)).collect();
    let form = Form { fields, faults };
    let content = rsx! {
        h1 { "Tableaux" }
        p { class: "lead", "Un tableau apporte ou met à jour beaucoup de fiches à la fois. Vous verrez chaque ligne et chaque erreur avant que quoi que ce soit ne change." }
        div { class: "columns",
            form { class: "sheet article-form facts", id: "fiche", method: "post", action: "/staff/tableaux",
                enctype: "multipart/form-data", novalidate: true,
                h2 { "Apporter un tableau" }
                {form.radios("sorte", "Ce qu’il contient", &options)}
                div { class: "field",
                    label { r#for: "fichier", "Fichier CSV" }
                    {form.told("fichier", Some("8 Mo et 20\u{202f}000 lignes au plus. Virgules ou points-virgules, UTF-8 ou Latin-1\u{a0}: tout est reconnu."))}
                    input { id: "fichier", name: "fichier", r#type: "file", accept: ".csv,.txt,text/csv",
                        aria_invalid: form.wrong("fichier"), aria_describedby: form.described("fichier", Some("")) }
                }
                button { class: "btn btn-good", r#type: "submit", "Voir ce que cela donnera" }
                p { class: "quiet", "La même feuille apportée une deuxième fois met à jour ce qui a changé et n’ajoute rien en double. Ce qui n’y est pas reste en place." }
            }
            section { class: "acts stack", aria_labelledby: "exporter-titre",
                h2 { id: "exporter-titre", "Exporter" }
                p { class: "quiet", "S’ouvre tel quel dans Excel et LibreOffice. Modifiez, enregistrez en CSV, apportez-le ici\u{a0}: la colonne «\u{202f}Identifiant\u{202f}» dit quelle fiche est laquelle." }
                for kind in mine {
                    p { a { class: "btn btn-line btn-small", href: "/staff/tableaux/export/{kind.slug}.csv", download: true, "{kind.words}" } }
                }
            }
        }
    };
    Frame::new(app, Some(who), Tab::Tables, "Tableaux").show(status, content)
}
