//! What screens ask of the public database.

use rusqlite::{OptionalExtension, Params, params};

use super::{Store, StoreError};
use crate::domain::{Event, HelpNumber, Kind, News, Offer, Page, Place, Point, Record, Section, UnixSeconds};
use crate::protocol::WireRecord;
use crate::search::{self, Query};

/// A record that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The record.
    pub record: Record,
    /// Folded words to highlight in it.
    pub terms: Vec<String>,
    /// Words that were read as others: typed, understood.
    pub corrected: Vec<(String, String)>,
    /// Metres from where one asked to be near to.
    pub metres: Option<f64>,
}

/// A place with its distance.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearby {
    /// The place.
    pub place: Place,
    /// Metres, as the crow flies.
    pub metres: f64,
}

impl Store {
    /// The record of a kind and id, `None` when there is none or this version cannot read it.
    pub fn record(&self, kind: Kind, id: &str) -> Result<Option<Record>, StoreError> {
        let body: Option<String> = self
            .public()
            .connection
            .prepare_cached("SELECT body FROM record WHERE kind = ?1 AND id = ?2")?
            .query_row(params![kind.name(), id], |row| row.get(0))
            .optional()?;
        Ok(body.map(|body| WireRecord::record_of(&body)).transpose()?.flatten())
    }

    /// The page with this id.
    pub fn page(&self, id: &str) -> Result<Option<Page>, StoreError> {
        Ok(self
            .record(Kind::Page, id)?
            .and_then(|record| if let Record::Page(page) = record { Some(page) } else { None }))
    }

    /// The news item with this id.
    pub fn news_item(&self, id: &str) -> Result<Option<News>, StoreError> {
        Ok(self
            .record(Kind::News, id)?
            .and_then(|record| if let Record::News(news) = record { Some(news) } else { None }))
    }

    /// The event with this id.
    pub fn event(&self, id: &str) -> Result<Option<Event>, StoreError> {
        Ok(self
            .record(Kind::Event, id)?
            .and_then(|record| if let Record::Event(event) = record { Some(event) } else { None }))
    }

    /// The place with this id.
    pub fn place(&self, id: &str) -> Result<Option<Place>, StoreError> {
        Ok(self
            .record(Kind::Place, id)?
            .and_then(|record| if let Record::Place(place) = record { Some(place) } else { None }))
    }

    /// The offer with this id.
    pub fn offer(&self, id: &str) -> Result<Option<Offer>, StoreError> {
        Ok(self
            .record(Kind::Offer, id)?
            .and_then(|record| if let Record::Offer(offer) = record { Some(offer) } else { None }))
    }

    /// The help number with this id.
    pub fn number(&self, id: &str) -> Result<Option<HelpNumber>, StoreError> {
        Ok(self
            .record(Kind::Number, id)?
            .and_then(|record| if let Record::Number(number) = record { Some(number) } else { None }))
    }

    /// Pages of a section, in order.
    pub fn pages(&self, section: Section) -> Result<Vec<Page>, StoreError> {
        let records = self.list("kind = 'page' AND section = ?1 ORDER BY sort, id", [section.slug()])?;
        Ok(records
            .into_iter()
            .filter_map(|record| if let Record::Page(page) = record { Some(page) } else { None })
            .collect())
    }

    /// Places that help with a section, by name.
    pub fn places_of(&self, section: Section) -> Result<Vec<Place>, StoreError> {
        // The text alone tells most of them apart, at a tenth of what reading each record costs.
        let mut places = self.named_places("kind = 'place' AND instr(body, ?1) ORDER BY id", [section.slug()])?;
        places.retain(|place| place.sections.contains(&section));
        Ok(places)
    }

    /// All places, by name.
    pub fn places(&self) -> Result<Vec<Place>, StoreError> {
        self.named_places("kind = 'place' ORDER BY id", [])
    }

    /// Places of a list, by name.
    fn named_places(&self, filter: &str, params: impl Params) -> Result<Vec<Place>, StoreError> {
        let records = self.list(filter, params)?;
        let mut places: Vec<Place> = records
            .into_iter()
            .filter_map(|record| if let Record::Place(place) = record { Some(place) } else { None })
            .collect();
        places.sort_by_cached_key(|place| search::fold(&place.name));
        Ok(places)
    }

    /// Places within `metres` of a point, nearest first.
    pub fn places_around(&self, center: Point, metres: f64) -> Result<Vec<Nearby>, StoreError> {
        let lat = metres / 111_320.0;
        let lon = lat / center.lat.to_radians().cos().max(0.01);
        let records = self.list(
            "rowid IN (SELECT record FROM place_position WHERE north >= ?1 AND south <= ?2 AND east >= ?3 AND west <= ?4)",
            params![center.lat - lat, center.lat + lat, center.lon - lon, center.lon + lon],
        )?;
        let mut found: Vec<Nearby> = records
            .into_iter()
            .filter_map(|record| if let Record::Place(place) = record { Some(place) } else { None })
            .filter_map(|place| place.point.map(|point| Nearby { metres: center.distance(point), place }))
            .filter(|nearby| nearby.metres <= metres)
            .collect();
        found.sort_by(|a, b| a.metres.total_cmp(&b.metres));
        Ok(found)
    }

    /// News shown at `now`: pinned first, then newest first.
    pub fn news(&self, now: UnixSeconds) -> Result<Vec<News>, StoreError> {
        let records = self.list("kind = 'news' ORDER BY sort, id", [])?;
        let mut news: Vec<News> = records
            .into_iter()
            .filter_map(|record| if let Record::News(news) = record { Some(news) } else { None })
            .collect();
        news.retain(|item| item.is_shown(now));
        news.sort_by_key(|item| !item.pinned);
        Ok(news)
    }

    /// All events, by their first start. See [`crate::calendar::occurrences`].
    pub fn events(&self) -> Result<Vec<Event>, StoreError> {
        let records = self.list("kind = 'event' ORDER BY sort, id", [])?;
        Ok(records
            .into_iter()
            .filter_map(|record| if let Record::Event(event) = record { Some(event) } else { None })
            .collect())
    }

    /// All offers that are not suspended, in order.
    pub fn offers(&self) -> Result<Vec<Offer>, StoreError> {
        let records = self.list("kind = 'offer' ORDER BY sort, id", [])?;
        Ok(records
            .into_iter()
            .filter_map(|record| if let Record::Offer(offer) = record { Some(offer) } else { None })
            .filter(|offer| !offer.suspended)
            .collect())
    }

    /// All help numbers, in order.
    pub fn numbers(&self) -> Result<Vec<HelpNumber>, StoreError> {
        let records = self.list("kind = 'number' ORDER BY sort, id", [])?;
        Ok(records
            .into_iter()
            .filter_map(|record| if let Record::Number(number) = record { Some(number) } else { None })
            .collect())
    }

    /// Records that answer a question, best first.
    pub fn search(&self, query: &Query<'_>) -> Result<Vec<Found>, StoreError> {
        let public = self.public();
        // One snapshot for the words and the records they are found in: each read apart would lock the file again.
        let snapshot = public.connection.unchecked_transaction()?;
        let matches = search::search(&snapshot, query)?;
        let mut statement = public.connection.prepare_cached("SELECT body FROM record WHERE rowid = ?1")?;
        let mut found = Vec::with_capacity(matches.len());
        for hit in matches {
            let body: Option<String> = statement.query_row([hit.record], |row| row.get(0)).optional()?;
            if let Some(record) = body.map(|body| WireRecord::record_of(&body)).transpose()?.flatten() {
                found.push(Found { record, terms: hit.terms, corrected: hit.corrected, metres: None });
            }
        }
        Ok(found)
    }

    /// Number of records of each wire kind, kinds of newer servers included.
    pub fn counts(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let public = self.public();
        let mut statement =
            public.connection.prepare_cached("SELECT kind, count(*) FROM record GROUP BY kind ORDER BY kind")?;
        let counts = statement
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?
            .collect::<Result<_, _>>()?;
        Ok(counts)
    }

    /// Records in `(kind, id)` order as they came over the wire: what two stores are compared by.
    pub fn wire_records(&self) -> Result<Vec<WireRecord>, StoreError> {
        let public = self.public();
        let mut statement = public.connection.prepare_cached("SELECT body FROM record ORDER BY kind, id")?;
        let bodies: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }

    /// Records of a list; those of a shape that this version cannot read are left out.
    pub(super) fn list(&self, filter: &str, params: impl Params) -> Result<Vec<Record>, StoreError> {
        let public = self.public();
        let mut statement = public.connection.prepare_cached(&format!("SELECT body FROM record WHERE {filter}"))?;
        let bodies: Vec<String> = statement.query_map(params, |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut records = Vec::with_capacity(bodies.len());
        for body in bodies {
            if let Some(record) = WireRecord::record_of(&body)? {
                records.push(record);
            }
        }
        Ok(records)
    }
}
