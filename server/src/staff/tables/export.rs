//! `GET /staff/tableaux/export/<noun>.csv`: everything, as a table that comes back as it went.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use shared::domain::{Record, fold};

use super::Kind;
use super::cell::{Cell, Ground};
use super::columns::{Column, columns};
use super::look::{TableError, Town};
use crate::app::App;
use crate::http::{HttpError, headers};
use crate::spreadsheet;
use crate::staff::content::noun::{Noun, write};
use crate::staff::content::setting::Lists;
use crate::staff::page::Refusal;
use crate::storage::{StaffMember, Storage};

/// `GET /staff/tableaux/export/<noun>.csv`
pub(in crate::staff) async fn export(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(file): Path<String>,
) -> Result<Response, Refusal> {
    let kind = file.strip_suffix(".csv").and_then(Kind::of_slug).filter(|kind| kind.roles.contains(&who.role));
    let kind = kind.ok_or(HttpError::NotFound)?;
    let bytes = table(&app.storage, &Town::around(&app), kind.noun).await.map_err(HttpError::from)?;
    Ok(download(bytes, &format!("{}.csv", kind.slug)))
}

/// A file to keep.
pub(super) fn download(bytes: Vec<u8>, name: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers::secure(headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Everything of a noun, by name.
pub(super) async fn table(storage: &Storage, town: &Town, noun: Noun) -> Result<Vec<u8>, TableError> {
    let setting = Lists::of(storage).await?.setting(town.territory.as_ref(), &town.zone, town.today);
    let held = storage.all_held(noun.kind()).await?;
    let mut records: Vec<Record> =
        held.into_iter().filter_map(|held| held.record).filter(|record| noun.holds(record)).collect();
    records.sort_by_cached_key(|record| (fold(record.title()), record.id().to_owned()));
    let ground = Ground { places: &setting.places, country: "" };
    let header: Vec<&str> = columns(noun).map(|column| column.name).collect();
    let lines: Vec<Vec<String>> = records.iter().map(|record| line(noun, record, &town.zone, &ground)).collect();
    Ok(spreadsheet::write(&header, lines.iter().map(Vec::as_slice))?)
}

fn line(noun: Noun, record: &Record, zone: &str, ground: &Ground) -> Vec<String> {
    let fields = write(record, zone);
    columns(noun)
        .map(|column| match (column.cell, record) {
            (Cell::Id, record) => record.id().to_owned(),
            (Cell::Hours, Record::Place(place)) => place.opening_hours.clone().unwrap_or_default(),
            (Cell::Degrees, Record::Place(_)) => half(column, fields.raw("position")),
            // A limit that is none has no period either.
            (Cell::One(_), Record::Offer(offer)) if column.key == "par" && offer.limit.is_none() => String::new(),
            (cell, _) => cell.write(&fields, column.field, ground),
        })
        .collect()
}

/// One half of a point, with the comma that a French spreadsheet reads.
fn half(column: &Column, position: &str) -> String {
    let Some((lat, lon)) = position.split_once(", ") else { return String::new() };
    (if column.key == "latitude" { lat } else { lon }).replace('.', ",")
}
