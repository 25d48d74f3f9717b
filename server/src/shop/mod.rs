//! Shops: signed in by an invitation, shown their offers, their uses recorded and counted.
//!
//! A shop is a place of the territory's content; its offers are the content's. Invariant: a shop learns counts, never
//! who; what it may redeem is decided here and in `storage::redemptions`, never by its page.

pub mod offers;
pub mod portal;
pub mod proposals;
pub mod redemptions;
pub mod session;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use shared::domain::{Offer, Place, Territory, UnixSeconds};
use shared::protocol::{ShopAlert, ShopCounts, ShopInfo, ShopOffer};

use crate::app::App;
use crate::card::application::private;
use crate::card::today;
use crate::http::HttpError;
use crate::storage::vouchers::Watcher;

/// `GET /api/v1/shop`
pub async fn shop(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let shop = session::required(&app, &headers).await?;
    let mut response = private(StatusCode::OK, &info(&app, &shop).await?);
    session::carry_on(&app, &headers, &mut response);
    Ok(response)
}

/// What the page of a shop shows.
pub(crate) async fn info(app: &App, shop: &str) -> Result<ShopInfo, HttpError> {
    let town = town(app)?;
    let now = app.clock.now();
    let day = today(town, now);
    // A shop whose place is gone from the content still signs out in its own name.
    let place = app.storage.record("place", shop).await?.and_then(|body| serde_json::from_str::<Place>(&body).ok());
    let offers = app.offers.of_shop(app, shop).await?;
    let titles = offers.clone();
    // What is used by a code on the web is not used at the till.
    let offers = offers.iter().filter(|offer| offer.vouchers.is_none() && offer.holds_on(day)).map(|offer| ShopOffer {
        id: offer.id.clone(),
        title: offer.title.clone(),
        terms: offer.terms.clone(),
        limit: offer.limit,
    });
    Ok(ShopInfo {
        id: shop.to_owned(),
        name: place.as_ref().map_or_else(|| shop.to_owned(), |place| place.name.clone()),
        offers: offers.collect(),
        counts: counts(app, town, shop).await?,
        example: place.is_some_and(|place| place.sourced.example),
        alerts: alerts(app, shop, &titles).await?,
        server_time: now,
    })
}

/// Stocks that ran low, by what their offers give.
async fn alerts(app: &App, shop: &str, offers: &[Arc<Offer>]) -> Result<Vec<ShopAlert>, HttpError> {
    let told = app.storage.voucher_alerts(Watcher::Shop(shop)).await?;
    let title = |id: &str| offers.iter().find(|offer| offer.id == id).map(|offer| offer.title.clone());
    let told = told
        .into_iter()
        .filter_map(|alert| Some(ShopAlert { title: title(&alert.offer)?, percent: alert.percent, left: alert.left }));
    Ok(told.collect())
}

/// A shop's uses today, this week, this month, in the territory's zone.
pub(crate) async fn counts(app: &App, town: &Territory, shop: &str) -> Result<ShopCounts, HttpError> {
    let day = today(town, app.clock.now());
    let week = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day);
    let month = day.with_day(1).unwrap_or(day);
    let [day, week, month] = [day, week, month].map(|day| midnight(town, day));
    Ok(app.storage.shop_counts(shop, day, week, month).await?)
}

fn midnight(town: &Territory, day: NaiveDate) -> UnixSeconds {
    let local = day.and_time(chrono::NaiveTime::MIN);
    shared::calendar::moment(&town.timezone, local).unwrap_or_else(|| local.and_utc().timestamp())
}

pub(crate) fn town(app: &App) -> Result<&Territory, HttpError> {
    app.territory.as_ref().ok_or(HttpError::NotFound)
}
