//! `GET /staff/chiffres/{name}.csv`: a figure's rows, to be taken into a spreadsheet.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::figures::Figures;
use super::period::Period;
use crate::app::App;
use crate::http::{HttpError, headers};
use crate::staff::page::Refusal;
use crate::staff::words;

/// `GET /staff/chiffres/{name}.csv?semaines=`
pub(in crate::staff) async fn file(
    State(app): State<App>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let name =
        file.strip_suffix(".csv").filter(|name| super::tables::NAMES.contains(name)).ok_or(HttpError::NotFound)?;
    let period = Period::asked(query.as_deref(), app.clock.now());
    let length = period.length();
    let table = Figures::of(&app, period).await?.table(name).ok_or(HttpError::NotFound)?;
    let day = words::date_of(&app, app.clock.now());
    let mut response = table.csv().into_response();
    let headers = response.headers_mut();
    headers::secure(headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}-{length}-semaines-{day}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
