//! « Bons plans » as a list: what is in it, in which order, by the reader's own choices.
//!
//! The store is asked once ([`Store::bargains`]); choosing among what it gave is pure ([`Browse::arrange`]), so that a press
//! on a chip costs no look at the database, over thousands of offers neither. Nothing of what is chosen here leaves the phone.
//!
//! Rejected: a question for each choice, in SQL. Days and limits stand inside the records, whose meaning SQL does not know.

use chrono::NaiveDate;
use rusqlite::params;
use serde_json::Value;

use super::{Store, StoreError};
use crate::domain::{Interest, Kind, Offer, Point, Section, UnixSeconds};

/// An offer stays new for so many seconds after its reader first met it: a week.
const NEW_SECONDS: UnixSeconds = 7 * 86_400;

/// Name under which the store keeps that it tells what is new.
const BEGUN: &str = "offers-begun";

/// An offer with what a list says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bargain {
    /// The offer.
    pub offer: Offer,
    /// Its shop; empty when its record is not there.
    pub shop: Shop,
    /// When its reader first met it. `None`: never before.
    pub met_at: Option<UnixSeconds>,
    /// It is a favourite.
    pub kept: bool,
}

/// What a list needs of a shop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shop {
    /// Name.
    pub name: String,
    /// Commune.
    pub city: String,
    /// Position.
    pub point: Option<Point>,
    /// Sections that it helps with.
    pub sections: Vec<Section>,
}

/// What the reader chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a chip of its own")]
pub struct Browse {
    /// Only this category.
    pub category: Option<String>,
    /// Only what holds today.
    pub today: bool,
    /// Only what is new.
    pub new: bool,
    /// Only what ends soon.
    pub ending: bool,
    /// Only favourites.
    pub kept: bool,
    /// In which order.
    pub sort: Sort,
}

/// Order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// As the service put them.
    #[default]
    Service,
    /// Nearest shop first; shops without a position last.
    Nearest,
    /// Biggest saving of one use first; unknown savings last.
    Saving,
    /// What ends first, first; what never ends last.
    Ending,
}

/// Where and when the list is read.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    /// The present moment.
    pub now: UnixSeconds,
    /// The present day in the territory.
    pub today: NaiveDate,
    /// Where one is, or said to be.
    pub point: Option<Point>,
}

impl Bargain {
    /// Whether it is new to its reader: not met before this week, or just begun.
    pub fn is_new(&self, here: Here) -> bool {
        self.met_at.is_none_or(|at| here.now - at < NEW_SECONDS) || self.offer.began_lately(here.today)
    }

    /// Metres from where one is.
    pub fn metres(&self, here: Here) -> Option<u32> {
        Some(self.shop.point?.distance(here.point?) as u32)
    }

    /// Whether it speaks to one of these interests; to everybody where none was chosen.
    pub fn concerns(&self, chosen: &[&Interest]) -> bool {
        chosen.is_empty()
            || chosen.iter().any(|interest| {
                interest.id == self.offer.category
                    || interest.sections.iter().any(|section| self.shop.sections.contains(section))
            })
    }
}

impl Browse {
    /// Whether an offer is among what was chosen. What is over is in no list.
    pub fn admits(&self, bargain: &Bargain, here: Here) -> bool {
        let offer = &bargain.offer;
        !offer.is_over(here.today)
            && self.category.as_ref().is_none_or(|category| offer.category == *category)
            && (!self.today || offer.holds_on(here.today))
            && (!self.new || bargain.is_new(here))
            && (!self.ending || offer.ends_soon(here.today))
            && (!self.kept || bargain.kept)
    }

    /// Positions in `bargains` of what was chosen, in the order chosen.
    pub fn arrange(&self, bargains: &[Bargain], here: Here) -> Vec<usize> {
        // One key for every order, so that a phone downloads one sort.
        let mut order: Vec<(i64, usize)> = bargains
            .iter()
            .enumerate()
            .filter(|(_, bargain)| self.admits(bargain, here))
            .map(|(at, bargain)| {
                let offer = &bargain.offer;
                let key = match self.sort {
                    Sort::Service => 0,
                    Sort::Nearest => bargain.metres(here).map_or(i64::MAX, i64::from),
                    Sort::Saving => -i64::from(offer.saving_cents),
                    Sort::Ending => offer.valid_until.map_or(i64::MAX, |until| (until - here.today).num_days()),
                };
                (key, at)
            })
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, at)| at).collect()
    }
}

impl Store {
    /// All offers that are not suspended with their shops, as the service put them.
    pub fn bargains(&self) -> Result<Vec<Bargain>, StoreError> {
        let (shops, met, favourites) = (self.shops()?, self.offers_met()?, self.favourites()?);
        let begun = self.tells_new_offers()?;
        let kept = |id: &str| favourites.iter().any(|one| one.id.kind == Kind::Offer.name() && one.id.id == id);
        Ok(self
            .offers()?
            .into_iter()
            .map(|offer| Bargain {
                shop: find(&shops, &offer.place).cloned().unwrap_or_default(),
                met_at: find(&met, &offer.id).copied().or((!begun).then_some(0)),
                kept: kept(&offer.id),
                offer,
            })
            .collect())
    }

    /// The middle of a commune's places: near enough to say what is near, without asking where anybody is.
    pub fn middle_of(&self, commune: &str) -> Result<Option<Point>, StoreError> {
        let points: Vec<Point> = self
            .shops()?
            .into_iter()
            .filter(|(_, shop)| shop.city == commune)
            .filter_map(|(_, shop)| shop.point)
            .collect();
        let count = points.len().max(1) as f64;
        let sum = points.iter().fold((0.0, 0.0), |(lat, lon), point| (lat + point.lat, lon + point.lon));
        Ok((!points.is_empty()).then(|| Point { lat: sum.0 / count, lon: sum.1 / count }))
    }

    /// Begins to tell what is new on a phone that holds the server's offers for the first time: those are not.
    pub fn begin_offers(&self) -> Result<(), StoreError> {
        if self.tells_new_offers()? { Ok(()) } else { self.meet_offers(0).map(drop) }
    }

    /// Notes that the offers there are were shown. Returns whether anything was noted; those that are gone are forgotten.
    pub fn meet_offers(&self, now: UnixSeconds) -> Result<bool, StoreError> {
        let begun = self.tells_new_offers()?;
        let (offers, met) = (self.offer_ids()?, self.offers_met()?);
        // What came with the app is replaced by the first meeting with the server: nothing of either is new.
        if !begun && (offers.is_empty() || self.cursor()?.is_none()) {
            return Ok(false);
        }
        let at = if begun { now } else { 0 };
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        let mut noted = 0;
        for (gone, _) in met.iter().filter(|(id, _)| offers.binary_search(id).is_err()) {
            noted += transaction.prepare_cached("DELETE FROM offer_met WHERE offer = ?1")?.execute([gone])?;
        }
        for offer in offers.iter().filter(|id| find(&met, id).is_none()) {
            noted += transaction
                .prepare_cached("INSERT INTO offer_met (offer, met_at) VALUES (?1, ?2)")?
                .execute(params![offer, at])?;
        }
        transaction.commit()?;
        drop(personal);
        self.set_setting(BEGUN, &true)?;
        Ok(noted > 0)
    }

    /// How many offers their reader has not met yet, of those that are not over and speak to these interests.
    pub fn offers_unmet(&self, chosen: &[&Interest], today: NaiveDate) -> Result<usize, StoreError> {
        if !self.tells_new_offers()? {
            return Ok(0);
        }
        let met = self.offers_met()?;
        let mut unmet = 0;
        for id in self.offer_ids()?.iter().filter(|id| find(&met, id).is_none()) {
            let Some(offer) = self.offer(id)?.filter(|offer| offer.next_day(today).is_some()) else { continue };
            let sections = self.place(&offer.place)?.map(|place| place.sections).unwrap_or_default();
            let shop = Shop { sections, ..Shop::default() };
            unmet += usize::from(Bargain { offer, shop, met_at: None, kept: false }.concerns(chosen));
        }
        Ok(unmet)
    }

    /// Whether this phone has begun to tell what is new.
    fn tells_new_offers(&self) -> Result<bool, StoreError> {
        Ok(self.setting::<bool>(BEGUN)?.is_some())
    }

    /// Ids of all offers, sorted.
    fn offer_ids(&self) -> Result<Vec<String>, StoreError> {
        let public = self.public();
        let mut statement = public.connection.prepare_cached("SELECT id FROM record WHERE kind = 'offer'")?;
        let mut ids: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// Offers that were met, sorted, each with when.
    fn offers_met(&self) -> Result<Vec<(String, UnixSeconds)>, StoreError> {
        let personal = self.personal();
        let mut statement = personal.connection.prepare_cached("SELECT offer, met_at FROM offer_met")?;
        let mut met: Vec<(String, UnixSeconds)> =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        met.sort_unstable();
        Ok(met)
    }

    /// What lists need of all places, sorted by their ids. Read loosely: a whole record of each would take longer than the rest.
    fn shops(&self) -> Result<Vec<(String, Shop)>, StoreError> {
        let public = self.public();
        let mut statement = public.connection.prepare_cached("SELECT id, body FROM record WHERE kind = 'place'")?;
        let mut rows = statement.query([])?;
        let mut shops = Vec::new();
        while let Some(row) = rows.next()? {
            let body: Value = serde_json::from_str(&row.get::<_, String>(1)?)?;
            let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let degrees = |name: &str| body.get("point")?.get(name)?.as_f64();
            let sections = body.get("sections").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let shop = Shop {
                name: text("name"),
                city: text("city"),
                point: degrees("lat").zip(degrees("lon")).map(|(lat, lon)| Point { lat, lon }),
                sections: sections.iter().filter_map(Value::as_str).filter_map(Section::from_slug).collect(),
            };
            shops.push((row.get(0)?, shop));
        }
        shops.sort_unstable_by(|(one, _), (other, _): &(String, Shop)| one.cmp(other));
        Ok(shops)
    }
}

/// What stands beside an id in a list sorted by ids.
fn find<'a, T>(sorted: &'a [(String, T)], id: &str) -> Option<&'a T> {
    let at = sorted.binary_search_by(|(known, _)| known.as_str().cmp(id)).ok()?;
    sorted.get(at).map(|(_, beside)| beside)
}
