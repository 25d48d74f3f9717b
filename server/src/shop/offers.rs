//! Offers by id and by shop, read from the content once per change of it.
//!
//! Reading three thousand offers for each use would cost more than the use.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use chrono::{Datelike, NaiveDate};
use shared::domain::{Offer, Period};

use crate::app::App;
use crate::http::HttpError;

/// The offers at one position of the change log.
#[derive(Debug, Default)]
struct Listed {
    seq: u64,
    log: String,
    by_id: HashMap<String, Arc<Offer>>,
    by_shop: HashMap<String, Vec<Arc<Offer>>>,
}

/// The offers in force.
#[derive(Debug, Default)]
pub struct Offers(RwLock<Arc<Listed>>);

impl Offers {
    /// Offers of a shop, in their order.
    pub(crate) async fn of_shop(&self, app: &App, shop: &str) -> Result<Vec<Arc<Offer>>, HttpError> {
        Ok(self.listed(app).await?.by_shop.get(shop).cloned().unwrap_or_default())
    }

    /// An offer of a shop.
    pub(crate) async fn find(&self, app: &App, shop: &str, id: &str) -> Result<Option<Arc<Offer>>, HttpError> {
        Ok(self.listed(app).await?.by_id.get(id).filter(|offer| offer.place == shop).cloned())
    }

    /// An offer, whatever its shop.
    pub(crate) async fn by_id(&self, app: &App, id: &str) -> Result<Option<Arc<Offer>>, HttpError> {
        Ok(self.listed(app).await?.by_id.get(id).cloned())
    }

    async fn listed(&self, app: &App) -> Result<Arc<Listed>, HttpError> {
        let head = app.library.head();
        if let Ok(known) = self.0.read()
            && (known.seq, &known.log) == (head.seq, &head.log)
        {
            return Ok(Arc::clone(&known));
        }
        let mut listed = Listed { seq: head.seq, log: head.log.clone(), ..Listed::default() };
        for body in app.storage.bodies("offer").await? {
            // An offer of a newer version is shown by no page of this one.
            let Ok(offer) = serde_json::from_str::<Offer>(&body) else { continue };
            let offer = Arc::new(offer);
            listed.by_id.insert(offer.id.clone(), Arc::clone(&offer));
            listed.by_shop.entry(offer.place.clone()).or_default().push(offer);
        }
        for offers in listed.by_shop.values_mut() {
            offers.sort_by_key(|offer| offer.order);
        }
        let listed = Arc::new(listed);
        if let Ok(mut known) = self.0.write() {
            *known = Arc::clone(&listed);
        }
        Ok(listed)
    }
}

/// The day, week, month … of `day` that a limit counts in.
pub(crate) fn period_of(period: Period, day: NaiveDate) -> String {
    match period {
        Period::Day => day.to_string(),
        Period::Week => format!("{}-W{:02}", day.iso_week().year(), day.iso_week().week()),
        Period::Month => day.format("%Y-%m").to_string(),
        Period::Year => day.year().to_string(),
        Period::Card => "card".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_calendar_ones() {
        let day: NaiveDate = "2027-01-01".parse().unwrap();
        let named = |period| period_of(period, day);
        assert_eq!(
            [Period::Day, Period::Week, Period::Month, Period::Year, Period::Card].map(named),
            ["2027-01-01", "2026-W53", "2027-01", "2027", "card"]
        );
    }
}
