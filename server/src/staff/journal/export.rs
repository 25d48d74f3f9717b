//! `POST /staff/journal/export`: the lines asked for as CSV, for a spreadsheet in French: UTF-8 with its mark, `;`.
//!
//! A form rather than a link: it writes a line itself, so it has to come from this console. Written as it is read, a
//! thousand lines at a time, so that a year of them takes no memory.

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::filter;
use super::list::list;
use crate::app::App;
use crate::http::headers;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::page::Refusal;
use crate::staff::words;
use crate::storage::journal::{Entry, Wanted};
use crate::storage::{StaffMember, StorageError};

/// Lines read at once.
const CHUNK: usize = 1_000;

/// `POST /staff/journal/export`
pub(in crate::staff) async fn export(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let known = filter::known(&app).await?;
    let mut faults = Faults::default();
    let mut wanted = filter::wanted(&app, &fields, &known, &mut faults);
    if !faults.is_empty() {
        let query = filter::NAMES.iter().map(|name| (name, fields.raw(name)));
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        return list(State(app), Extension(who), axum::extract::RawQuery(Some(query))).await;
    }
    // What happens while the file is written is not in it, nor is its own line.
    wanted.until = wanted.until.min(app.clock.now());
    let days = format!("{} – {}", or_ellipsis(fields.text("du")), or_ellipsis(fields.text("au")));
    app.storage.note_journal_export(&who.name, &days).await?;
    let day = words::date_of(&app, app.clock.now());
    let mut response = (StatusCode::OK, Body::from_stream(lines(app, wanted))).into_response();
    let headers = response.headers_mut();
    headers::secure(headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"journal-{day}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn or_ellipsis(day: &str) -> &str {
    if day.is_empty() { "…" } else { day }
}

/// The file in parts; the last line of each says where the next begins.
fn lines(app: App, wanted: Wanted) -> impl stream::Stream<Item = Result<Bytes, StorageError>> {
    let head = "\u{feff}Jour;Heure;Qui;Acte;Code;Objet\r\n".to_owned();
    stream::try_unfold(Some((head, None::<String>)), move |state| {
        let (app, wanted) = (app.clone(), wanted.clone());
        async move {
            let Some((mut text, before)) = state else { return Ok(None) };
            let entries = app.storage.journal(&wanted, before.as_deref(), CHUNK).await?;
            for entry in &entries {
                line(&mut text, &app, entry);
            }
            let next =
                entries.last().filter(|_| entries.len() == CHUNK).map(|last| (String::new(), Some(last.id.clone())));
            Ok(Some((Bytes::from(text), next)))
        }
    })
}

fn line(text: &mut String, app: &App, entry: &Entry) {
    let local = shared::calendar::local(app.zone(), entry.at);
    let (day, hour) = (local.format("%Y-%m-%d").to_string(), local.format("%H:%M:%S").to_string());
    let act = words::act(&entry.action);
    let cells = [&day, &hour, &entry.actor, act, &entry.action, &entry.subject];
    for (at, said) in cells.into_iter().enumerate() {
        if at > 0 {
            text.push(';');
        }
        text.push_str(&cell(said));
    }
    text.push_str("\r\n");
}

/// A cell: quoted when it must be; what a spreadsheet would run as a formula begins with an apostrophe.
fn cell(said: &str) -> String {
    let guarded = if said.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{said}") } else { said.to_owned() };
    if guarded.contains(['"', ';', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_whatever_they_say() {
        for (said, expected) in [
            ("Nadia", "Nadia"),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            ("a;b", "\"a;b\""),
            ("dit \"oui\"", "\"dit \"\"oui\"\"\""),
            ("=HYPERLINK(\"x\";1)", "\"'=HYPERLINK(\"\"x\"\";1)\""),
            ("\t=1", "'\t=1"),
            ("", ""),
        ] {
            assert_eq!(cell(said), expected, "{said}");
        }
    }
}
