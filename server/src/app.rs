//! What the handlers share, and which address leads to which.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post, put};
use shared::domain::Territory;
use shared::protocol::CARD_PROOF_MAX_BYTES;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use crate::card::{self, Cards};
use crate::clock::Clock;
use crate::config::Config;
use crate::health::{self, Metrics};
use crate::http::HttpError;
use crate::http::limits::RateLimit;
use crate::http::observe::{observe, panicked};
use crate::live::{self, Hub};
use crate::map::{self, Maps};
use crate::push::{self, Push};
use crate::shop::offers::Offers;
use crate::storage::Storage;
use crate::sync::{self, Library, WeeklyCount};
use crate::{feeds, media, messages, openapi, shop, site, staff, tally};

/// Largest body of a request. The longest message is 4 000 characters.
const MAX_BODY: usize = 64 * 1024;

/// What the handlers share. Cloning shares it.
#[derive(Clone, Debug)]
pub struct App(Arc<Shared>);

/// The inside of [`App`].
#[derive(Debug)]
pub struct Shared {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) storage: Storage,
    pub(crate) territory: Option<Territory>,
    pub(crate) hub: Hub,
    pub(crate) library: Library,
    pub(crate) pictures: media::Pictures,
    pub(crate) weekly: WeeklyCount,
    pub(crate) metrics: Metrics,
    pub(crate) messages_limit: RateLimit,
    pub(crate) tally_limit: RateLimit,
    pub(crate) cards: Cards,
    /// Pictures decoded at once: each may take much memory for a moment.
    pub(crate) drawing: Semaphore,
    pub(crate) offers: Offers,
    pub(crate) push: Push,
    pub(crate) maps: Maps,
    pub(crate) staff: staff::SignIn,
    pub(crate) imports: staff::Imports,
    /// Address people reach the server at, without a final slash.
    pub(crate) public_url: String,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// Shares it.
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// The zone that people here write times in.
    pub(crate) fn zone(&self) -> &str {
        self.territory.as_ref().map_or("Europe/Paris", |town| town.timezone.as_str())
    }

    /// Whether young people may write here. A server without a town takes what comes.
    pub(crate) fn takes_messages(&self) -> bool {
        self.territory.as_ref().is_none_or(|town| town.features.messages)
    }

    /// All addresses. To add one: its handler in the file of its noun, its line here, its words in
    /// `openapi.json` and whom it is for in `tests/doors.rs`, which compares the three.
    pub fn router(self) -> Router {
        let api = Router::new()
            .route("/api/v1/sync", get(sync::sync))
            .route("/api/v1/live", get(live::live))
            .route("/api/v1/messages", post(messages::send))
            .route("/api/v1/messages/{id}", get(messages::read).delete(messages::erase))
            .route("/api/v1/tally", post(tally::count))
            .route("/api/v1/push", get(push::subscription::offer))
            .route(
                "/api/v1/push/subscription",
                put(push::subscription::subscribe).delete(push::subscription::unsubscribe),
            )
            .route("/api/v1/card", get(card::holder::card).put(card::holder::correct).delete(card::holder::erase))
            .route("/api/v1/card/applications", post(card::application::apply))
            .route("/api/v1/card/proof", put(card::proof::prove).layer(DefaultBodyLimit::max(CARD_PROOF_MAX_BYTES)))
            .route("/api/v1/card/credential", post(card::credential::credential))
            .route("/api/v1/card/activations", post(card::codes::activate))
            .route("/api/v1/card/rescue", post(card::codes::rescue))
            .route("/api/v1/card/vouchers", post(card::vouchers::take))
            .route("/api/v1/card/lost", post(card::holder::lost))
            .route("/api/v1/card/export", get(card::holder::export))
            .route("/api/v1/card/trust", get(card::trust::trust))
            .route("/api/v1/card/check", post(card::check::check))
            .route("/api/v1/shop", get(shop::shop))
            .route("/api/v1/shop/session", post(shop::session::open).delete(shop::session::close))
            .route("/api/v1/shop/redemptions", post(shop::redemptions::redeem))
            .route("/api/v1/shop/redemptions/{id}", delete(shop::redemptions::undo))
            .route("/api/v1/shop/proposals", get(shop::proposals::list).post(shop::proposals::propose))
            .route("/api/v1/shop/proposals/{id}", delete(shop::proposals::withdraw))
            .route("/api/v1/map", get(map::info))
            .route("/api/v1/map/tiles/{z}/{x}/{y}", get(map::tile))
            .route("/api/v1/map/glyphs/{range}", get(map::glyphs))
            .route("/api/v1/map/file", get(map::file))
            .route("/api/v1/geocode", get(map::geocode))
            .route("/api/v1/openapi.json", get(openapi::document))
            .route("/api/{*rest}", axum::routing::any(|| async { HttpError::NotFound }))
            .route("/media/{file}", get(media::picture))
            .route("/feeds/news.rss", get(feeds::news_rss))
            .route("/feeds/news.json", get(feeds::news_json))
            .route("/feeds/agenda.ics", get(feeds::agenda_ics))
            .route("/feeds/places.geojson", get(feeds::places_geojson))
            .route("/healthz", get(health::healthz))
            .route("/readyz", get(health::readyz))
            .route("/metrics", get(health::metrics));
        site::mount(shop::portal::mount(staff::mount(api, &self)), self.config.site.as_deref())
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn_with_state(self.clone(), observe))
            .layer(DefaultBodyLimit::max(MAX_BODY))
            .with_state(self)
    }
}
