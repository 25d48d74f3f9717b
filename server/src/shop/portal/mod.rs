//! `/v/commerce`: what a shop does besides scanning: its offers and their life, codes to give, the week's uses, a poster.
//!
//! Pages are rendered here, whole without a script, in the console's own forms and papers; the page that scans loads nothing
//! of them, for it has to open on an old phone in a queue. Invariants: every address needs a shop's session (`Visit`), and
//! writing comes from a page of this origin; a shop reaches its own offers only. The table of addresses is walked by
//! `tests/shop_portal.rs`.
//!
//! To add a page: its handler in the file of its noun, its line in `table`.

mod home;
mod life;
mod offer;
pub(crate) mod page;
mod poster;
mod propose;
pub(crate) mod stock;
mod week;

pub(crate) use poster::sheet as poster_sheet;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::routing::{MethodRouter, get, post};
use shared::domain::Place;

use super::session;
use crate::app::App;
use crate::http::HttpError;
use crate::staff::content;
use page::Refusal;

/// The beginning of every address here.
pub(crate) const HOME: &str = "/v/commerce";

/// A shop that visits its pages.
#[derive(Debug)]
pub(crate) struct Visit {
    /// Id of its place.
    shop: String,
    /// Its name, or the id of a place that is gone.
    name: String,
    /// The place, while it is there.
    place: Option<Place>,
}

impl Visit {
    fn is_example(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.sourced.example)
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let shop = enter(app, &parts.method, &parts.headers).await?;
        let place = app.storage.record("place", &shop).await.map_err(HttpError::from)?;
        let place = place.and_then(|body| serde_json::from_str::<Place>(&body).ok());
        let name = place.as_ref().map_or_else(|| shop.clone(), |place| place.name.clone());
        Ok(Self { shop, name, place })
    }
}

async fn enter(app: &App, method: &Method, headers: &HeaderMap) -> Result<String, HttpError> {
    if matches!(*method, Method::GET | Method::HEAD) {
        session::required(app, headers).await
    } else {
        session::writing(app, headers).await
    }
}

/// Codes of one upload, and what a form adds.
pub(crate) const CODES_MAX_BYTES: usize = 1024 * 1024;

fn table() -> Vec<(Method, &'static str, MethodRouter<App>)> {
    let read = |path, handler| (Method::GET, path, handler);
    let write = |path, handler| (Method::POST, path, handler);
    vec![
        read("/v/commerce", get(home::home)),
        read("/v/commerce/proposition", get(propose::begin)),
        write("/v/commerce/proposition", post(propose::write).layer(DefaultBodyLimit::max(content::FORM_MAX_BYTES))),
        read("/v/commerce/proposition/{id}", get(propose::open)),
        write("/v/commerce/proposition/{id}/reprise", post(propose::take_back)),
        write("/v/commerce/proposition/{id}/abandon", post(propose::drop_draft)),
        read("/v/commerce/bon-plan/{id}", get(offer::open)),
        write("/v/commerce/bon-plan/{id}/pause", post(offer::suspend)),
        write("/v/commerce/bon-plan/{id}/reprise", post(offer::resume)),
        write("/v/commerce/bon-plan/{id}/fin", post(offer::end)),
        read("/v/commerce/bon-plan/{id}/codes", get(offer::codes)),
        write("/v/commerce/bon-plan/{id}/codes", post(offer::bring).layer(DefaultBodyLimit::max(CODES_MAX_BYTES))),
        write("/v/commerce/bon-plan/{id}/codes/retrait", post(offer::drop_codes)),
        write("/v/commerce/bon-plan/{id}/codes/vu", post(offer::see)),
        read("/v/commerce/semaine", get(week::week)),
        read("/v/commerce/affiche", get(poster::poster)),
    ]
}

/// Every address with how it is asked: all of them are a signed-in shop's.
pub fn routes() -> Vec<(Method, &'static str)> {
    table().into_iter().map(|(method, path, _)| (method, path)).collect()
}

/// Adds them to `router`.
pub(crate) fn mount(mut router: Router<App>) -> Router<App> {
    for (_, path, handler) in table() {
        router = router.route(path, handler);
    }
    router
}
