//! `/staff/tableaux/<id>`: a table before it is imported: what its columns say, what is wrong, the first lines as they will
//! be. While and after it is imported, how far it is and what it did.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::Record;

use super::columns::{Column, columns};
use super::export::download;
use super::import::{self, Stands};
use super::look::{Look, TableError, Town, look};
use super::mapping::Mapping;
use super::plan::{Counts, Fate, LineFault, Planned};
use super::{Kind, TABLES};
use crate::app::App;
use crate::http::HttpError;
use crate::spreadsheet::{self, Table};
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::uploads::{Upload, UploadState};

/// Lines with faults that the page tells; the file has all of them.
const FAULTS: usize = 100;

/// Lines that the page shows as they will be.
const LINES: usize = 6;

/// Between two looks at an import under way, in seconds.
const AGAIN: &str = "1";

/// A table of this person's, and what it holds.
pub(super) async fn owned(app: &App, who: &StaffMember, id: &str) -> Result<(&'static Kind, Upload), Refusal> {
    let upload = app.storage.upload(&who.id, id).await?.ok_or(HttpError::NotFound)?;
    let kind = Kind::named(&upload.brought.noun).filter(|kind| kind.roles.contains(&who.role));
    Ok((kind.ok_or(HttpError::NotFound)?, upload))
}

async fn looked(app: &App, kind: &Kind, upload: &Upload) -> Result<Look, Refusal> {
    let mapping = Mapping::kept(kind.noun, &upload.brought.mapping);
    let look =
        look(&app.storage, Town::around(app), kind.noun, upload.brought.bytes.clone(), Some(mapping), None).await;
    Ok(look.map_err(HttpError::from)?)
}

/// `GET /staff/tableaux/<id>`
pub(in crate::staff) async fn show(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (kind, upload) = owned(&app, &who, &id).await?;
    let stands = import::stands(&app, &upload);
    let (content, again) = match stands {
        Stands::Done => (done(kind, &upload), false),
        Stands::Running(progress) => (running(kind, &upload, progress), true),
        Stands::Waiting => (preview(kind, &upload, &looked(&app, kind, &upload).await?), false),
    };
    let mut response = Frame::new(&app, Some(&who), Tab::Tables, kind.words).show(StatusCode::OK, content);
    if again {
        // A header, not a tag: nothing on the page moves by itself for whoever reads it slowly once it is done.
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(AGAIN));
    }
    Ok(response)
}

/// `POST /staff/tableaux/<id>`: which column says what.
pub(in crate::staff) async fn correct(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let (kind, upload) = owned(&app, &who, &id).await?;
    let mapping = serde_json::to_string(&Mapping::of_form(kind.noun, &fields))
        .map_err(|error| HttpError::Internal(error.to_string()))?;
    app.storage.map_upload(&who.id, &upload.brought.id, &mapping).await?;
    Ok(Redirect::to(&format!("/staff/tableaux/{id}")).into_response())
}

/// `GET /staff/tableaux/<id>/a-corriger.csv`: the lines that are wrong, with what is wrong.
pub(in crate::staff) async fn to_mend(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (kind, upload) = owned(&app, &who, &id).await?;
    if !matches!(import::stands(&app, &upload), Stands::Waiting) {
        return Err(HttpError::NotFound.into());
    }
    let look = looked(&app, kind, &upload).await?;
    let wrong = look.plan.faulty();
    let mut header: Vec<&str> = look.table.header.iter().map(String::as_str).collect();
    header.push("problème");
    let lines = look.table.lines.iter().filter(|line| wrong.binary_search(&line.number).is_ok()).map(|line| {
        let told = look.plan.faults.iter().filter(|fault| fault.number == line.number);
        let words: Vec<String> = told.map(|fault| format!("{}\u{a0}: {}", fault.column, fault.say)).collect();
        let mut cells: Vec<String> = (0..look.table.header.len()).map(|at| line.cell(at).to_owned()).collect();
        cells.push(words.join(" "));
        cells
    });
    let lines: Vec<Vec<String>> = lines.collect();
    let bytes = spreadsheet::write(&header, lines.iter().map(Vec::as_slice)).map_err(TableError::from);
    Ok(download(bytes.map_err(HttpError::from)?, "a-corriger.csv"))
}

fn preview(kind: &Kind, upload: &Upload, look: &Look) -> Element {
    let id = &upload.brought.id;
    let counts = look.plan.counts();
    let faulty = look.plan.faulty().len();
    let changes = counts.added + counts.changed;
    let count = look.table.lines.len();
    let lines = format!("{} {}", words::grouped(count as u64), if count < 2 { "ligne" } else { "lignes" });
    rsx! {
        {news(upload)}
        h1 { "{upload.brought.file_name}" }
        p { class: "quiet", "{kind.words} · {lines} · {look.table.writing.name()} · colonnes séparées par {between(&look.table)}" }
        {tiles(counts, faulty)}
        if faulty > 0 { {wrong(id, &look.plan.faults)} }
        {mapped(kind, id, look)}
        if !look.plan.lines.is_empty() { {first(&look.plan.lines)} }
        section { class: "sheet stack", aria_labelledby: "importer-titre",
            h2 { id: "importer-titre", "Importer" }
            if counts.absent > 0 {
                p { class: "quiet", "Pas dans ce tableau, et inchangé sur les téléphones\u{a0}: {kind.counted(counts.absent)}." }
            }
            if faulty > 0 {
                p { strong { "Rien ne sera importé tant qu’une ligne est en erreur\u{a0}: c’est tout ou rien." }
                    " Corrigez le tableau et apportez-le de nouveau, ou changez ci-dessus ce que disent les colonnes." }
            } else if changes == 0 {
                p { "Tout est déjà ainsi sur les téléphones\u{a0}: il n’y a rien à importer." }
            } else {
                form { method: "post", action: "/staff/tableaux/{id}/import",
                    input { r#type: "hidden", name: "vu", value: "{look.seen}" }
                    button { class: "btn btn-good", r#type: "submit", "Importer {kind.counted(changes)}" }
                }
                p { class: "quiet", "Tout arrive ensemble sur les téléphones, ou rien si quelque chose échoue." }
            }
            p { a { class: "btn btn-line", href: "/staff/tableaux", "Apporter un autre tableau" } }
        }
    }
}

/// What an import that did nothing has to say.
fn news(upload: &Upload) -> Element {
    match upload.state {
        UploadState::Moved => notice(
            false,
            "Rien n’a été importé\u{a0}: quelqu’un a changé entre-temps des fiches que ce tableau change aussi. Voici ce qu’il ferait maintenant.",
        ),
        UploadState::Full => {
            notice(false, &format!("{}\u{a0}: rien n’a été importé. Le tableau est encore là.", words::FULL))
        }
        UploadState::Failed => notice(
            false,
            "Quelque chose n’a pas marché\u{a0}: rien n’a été importé. Le tableau est encore là, réessayez.",
        ),
        UploadState::Running => notice(
            false,
            "Le serveur s’est arrêté pendant l’import\u{a0}: rien n’a été importé. Le tableau est encore là.",
        ),
        UploadState::Ready | UploadState::Done => rsx! {},
    }
}

/// What there is of each; nothing where there is none.
fn tiles(counts: Counts, faulty: usize) -> Element {
    let all = [
        ("coral", faulty, "ligne en erreur", "lignes en erreur"),
        ("mint", counts.added, "à ajouter", "à ajouter"),
        ("sky", counts.changed, "à modifier", "à modifier"),
        ("plain", counts.same, "déjà à jour", "déjà à jour"),
    ];
    let some = all.into_iter().filter(|(_, count, ..)| *count > 0);
    rsx! { div { class: "tiles tiles-low", for (class, count, one, many) in some { {tile(class, count, one, many)} } } }
}

fn tile(class: &str, count: usize, one: &str, many: &str) -> Element {
    rsx! {
        div { class: "tile {class}",
            strong { {words::grouped(count as u64)} }
            span { if count < 2 { "{one}" } else { "{many}" } }
        }
    }
}

fn wrong(id: &str, faults: &[LineFault]) -> Element {
    let lines: Vec<&[LineFault]> = faults.chunk_by(|one, next| one.number == next.number).collect();
    rsx! {
        section { class: "sheet stack", aria_labelledby: "erreurs-titre",
            h2 { id: "erreurs-titre", {words::counted(lines.len() as u64, "ligne à corriger", "lignes à corriger")} }
            p { class: "inline", a { class: "btn btn-line btn-small", href: "/staff/tableaux/{id}/a-corriger.csv", download: true, "Les télécharger, avec leur problème" } }
            ul { class: "line-faults", role: "list",
                for line in lines.iter().take(FAULTS) {
                    li {
                        h3 { "Ligne {line.first().map_or(0, |fault| fault.number)}" }
                        for fault in line.iter() {
                            p { strong { "{fault.column}" }
                                if !fault.typed.is_empty() { span { class: "quiet", " «\u{202f}{short(&fault.typed)}\u{202f}»" } } }
                            p { class: "fault", "{fault.say}" }
                        }
                    }
                }
            }
            if lines.len() > FAULTS { p { class: "quiet", "et {lines.len() - FAULTS} autres lignes, dans le fichier." } }
        }
    }
}

/// Which column says what: folded when nothing needed is missing.
fn mapped(kind: &Kind, id: &str, look: &Look) -> Element {
    let found = columns(kind.noun).filter(|column| look.mapping.at(column).is_some()).count();
    let missing = columns(kind.noun)
        .any(|column| column.needed && look.mapping.at(column).is_none() && look.mapping.otherwise(column).is_empty());
    let unread: Vec<&str> = look
        .table
        .header
        .iter()
        .enumerate()
        .filter(|(at, name)| !name.is_empty() && columns(kind.noun).all(|column| look.mapping.at(column) != Some(*at)))
        .map(|(_, name)| name.as_str())
        .collect();
    rsx! {
        section { class: "sheet stack", aria_labelledby: "colonnes-titre",
            h2 { id: "colonnes-titre", "Colonnes" }
            p { class: "quiet", {words::counted(found as u64, "colonne reconnue", "colonnes reconnues")}
                if !unread.is_empty() { ". Sans usage ici\u{a0}: {unread.join(\", \")}" } "." }
            details { class: "fold", open: missing,
                summary { "Changer ce que disent les colonnes" }
                form { class: "mapping", method: "post", action: "/staff/tableaux/{id}",
                    for column in columns(kind.noun) { {choice(column, look)} }
                    button { class: "btn", r#type: "submit", "Relire le tableau ainsi" }
                }
            }
        }
    }
}

fn choice(column: &'static Column, look: &Look) -> Element {
    let chosen = look.mapping.at(column);
    let key = column.key;
    rsx! {
        div { class: "pair",
            div { class: "field",
                label { r#for: "col-{key}", "{column.name}" if column.needed { span { class: "quiet", " · nécessaire" } } }
                select { id: "col-{key}", name: "col-{key}",
                    option { value: "", selected: chosen.is_none(), "Pas dans ce tableau" }
                    for (at, name) in look.table.header.iter().enumerate() {
                        option { value: "{at}", selected: chosen == Some(at), if name.is_empty() { "Colonne {at + 1}, sans titre" } else { "{name}" } }
                    }
                }
            }
            if column.shared {
                div { class: "field",
                    label { r#for: "sinon-{key}", "Pour les lignes où c’est vide" span { class: "visually-hidden", "\u{a0}: {column.name}" } }
                    input { id: "sinon-{key}", name: "sinon-{key}", r#type: "text", autocomplete: "off", value: "{look.mapping.otherwise(column)}" }
                }
            }
        }
    }
}

fn first(lines: &[Planned]) -> Element {
    // What changes says more than what stays.
    let mut shown: Vec<&Planned> = lines.iter().filter(|line| line.fate != Fate::Same).take(LINES).collect();
    if shown.is_empty() {
        shown = lines.iter().take(LINES).collect();
    }
    rsx! {
        section { class: "stack", aria_labelledby: "lignes-titre",
            h2 { id: "lignes-titre", "Les premières lignes, telles qu’elles seront" }
            ul { class: "rows", role: "list",
                for line in shown {
                    li { class: "row",
                        span { class: "row-name",
                            strong { "{line.record.title()}" }
                            small { {detail(&line.record)} }
                            if let Fate::Changed(fields) = &line.fate { small { "change\u{a0}: {fields.join(\", \")}" } }
                        }
                        span { class: "tags",
                            span { class: "tag plain", "ligne {line.number}" }
                            match line.fate {
                                Fate::Added => rsx! { span { class: "tag mint", "à ajouter" } },
                                Fate::Changed(_) => rsx! { span { class: "tag sky", "à modifier" } },
                                Fate::Same => rsx! { span { class: "tag plain", "déjà à jour" } },
                            }
                        }
                    }
                }
            }
        }
    }
}

fn detail(record: &Record) -> String {
    let parts: Vec<String> = match record {
        Record::Place(place) => {
            let phones = place.phones.iter().map(|phone| phone.number.clone());
            [place.address.clone(), place.postcode.clone(), Some(place.city.clone())]
                .into_iter()
                .flatten()
                .chain(phones)
                .collect()
        }
        other => vec![other.summary().to_owned()],
    };
    parts.join(" · ")
}

fn running(kind: &Kind, upload: &Upload, progress: Option<(usize, usize, usize)>) -> Element {
    rsx! {
        section { class: "sheet narrow stack", aria_labelledby: "import-titre",
            h1 { id: "import-titre", "Import en cours" }
            p { "{kind.words} · {upload.brought.file_name}" }
            if let Some((read, written, total)) = progress {
                progress { max: "{2 * total.max(1)}", value: "{read + written}", aria_label: "Avancement de l’import" }
                p { role: "status",
                    if written == 0 { "{words::grouped(read as u64)} lignes relues sur {words::grouped(total as u64)}" }
                    else { "{words::grouped(written as u64)} fiches écrites" } }
            } else {
                progress { aria_label: "Avancement de l’import" }
            }
            p { class: "quiet", "Cette page se met à jour d’elle-même. Vous pouvez la fermer\u{a0}: l’import continue." }
            p { a { class: "btn btn-line btn-small", href: "/staff/tableaux/{upload.brought.id}", "Voir où il en est" } }
        }
    }
}

fn done(kind: &Kind, upload: &Upload) -> Element {
    let counts: Counts = serde_json::from_str(&upload.outcome).unwrap_or_default();
    let list = TABLES.iter().find(|one| one.name == kind.name).map_or("/staff", |one| match one.slug {
        "commerces" => "/staff/commerces",
        "bons-plans" => "/staff/bons-plans",
        _ => "/staff/contenus?sorte=lieux",
    });
    rsx! {
        {notice(true, "C’est importé, tout entier. Les téléphones ouverts l’ont déjà\u{202f}; les autres l’auront à leur prochaine connexion.")}
        h1 { "{upload.brought.file_name}" }
        div { class: "tiles tiles-low",
            {tile("mint", counts.added, "ajouté", "ajoutés")}
            {tile("sky", counts.changed, "modifié", "modifiés")}
            {tile("plain", counts.same, "inchangé", "inchangés")}
        }
        if counts.absent > 0 {
            p { class: "quiet", "Pas dans ce tableau, et inchangé sur les téléphones\u{a0}: {kind.counted(counts.absent)}." }
        }
        div { class: "inline",
            a { class: "btn", href: list, "Voir la liste" }
            a { class: "btn btn-line", href: "/staff/tableaux", "Apporter un autre tableau" }
        }
    }
}

fn between(table: &Table) -> &'static str {
    match table.delimiter {
        ',' => "des virgules",
        '\t' => "des tabulations",
        _ => "des points-virgules",
    }
}

fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
