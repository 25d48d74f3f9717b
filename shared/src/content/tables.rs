//! Tables: `numbers.toml`, `places.toml`, `offers.toml`, `events.toml`.
//!
//! Each table's rows are the domain records themselves, plus a note to staff; only events differ, because
//! people write local times and file names where a record holds moments and checksums.

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};

use super::{ContentError, Media, malformed, read_text};
use crate::domain::{Audience, Event, EventChange, HelpNumber, Offer, Place, Record, Sourced, Territory};

/// A TOML local date as chrono's, in front matter and tables alike.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day(NaiveDate);

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let day = toml::value::Datetime::deserialize(deserializer)?;
        day.to_string().parse().map(Self).map_err(|_| D::Error::custom("a date, like 2026-11-23, was expected"))
    }
}

pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, ContentError> {
    toml::from_str(&dates_as_text(&read_text(path)?).map_err(|error| malformed(path, error))?)
        .map_err(|error| malformed(path, error))
}

/// Records hold dates as text on the wire; TOML has dates of its own. One pass turns the second into the first.
fn dates_as_text(text: &str) -> Result<String, toml::de::Error> {
    let mut table: toml::Table = toml::from_str(text)?;
    table.iter_mut().for_each(|(_, value)| date_as_text(value));
    Ok(table.to_string())
}

fn date_as_text(value: &mut toml::Value) {
    match value {
        toml::Value::Datetime(date) => *value = toml::Value::String(date.to_string()),
        toml::Value::Array(items) => items.iter_mut().for_each(date_as_text),
        toml::Value::Table(table) => table.iter_mut().for_each(|(_, value)| date_as_text(value)),
        _ => {}
    }
}

/// Reads rows of `[[name]]`, refusing keys that are neither the record's nor the note's.
fn rows<T: DeserializeOwned + serde::Serialize>(path: &Path, name: &str) -> Result<Vec<T>, ContentError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = dates_as_text(&read_text(path)?).map_err(|error| malformed(path, error))?;
    let mut table: toml::Table = toml::from_str(&text).map_err(|error| malformed(path, error))?;
    let rows = table.remove(name).unwrap_or_else(|| toml::Value::Array(Vec::new()));
    if let Some(stray) = table.keys().next() {
        return Err(malformed(path, format!("unknown table «{stray}», [[{name}]] was expected")));
    }
    let toml::Value::Array(rows) = rows else { return Err(malformed(path, format!("[[{name}]] was expected"))) };
    rows.into_iter().map(|row| read_row(path, name, row)).collect()
}

fn read_row<T: DeserializeOwned + serde::Serialize>(
    path: &Path,
    name: &str,
    mut row: toml::Value,
) -> Result<T, ContentError> {
    let label = row.get("id").map(ToString::to_string).unwrap_or_default();
    let at = |reason: &dyn std::fmt::Display| malformed(path, format!("{label}: {reason}"));
    if let Some(table) = row.as_table_mut() {
        table.remove("confirm_note");
        // In a file `kind` is the row's own sort; on the wire that name is the record's.
        if let Some(kind) = table.remove("kind") {
            table.insert(format!("{name}_kind"), kind);
        }
    }
    let keys: Vec<String> = row.as_table().map(|table| table.keys().cloned().collect()).unwrap_or_default();
    let record: T = row.try_into().map_err(|error| at(&error))?;
    // Serde cannot both flatten and refuse unknown keys: what does not come back out was not understood.
    let back = serde_json::to_value(&record).map_err(|error| at(&error))?;
    match keys.iter().find(|key| back.get(key.as_str()).is_none() && !is_silent_default(key)) {
        Some(stray) => Err(at(&format!("unknown key «{stray}»"))),
        None => Ok(record),
    }
}

/// Keys that a record leaves out of its JSON when they say nothing.
fn is_silent_default(key: &str) -> bool {
    matches!(key, "example" | "to_confirm" | "free" | "all_day" | "suspended" | "days" | "phones" | "source")
}

pub(super) fn numbers(path: &Path) -> Result<Vec<Record>, ContentError> {
    Ok(rows::<HelpNumber>(path, "number")?.into_iter().map(Record::Number).collect())
}

pub(super) fn places(path: &Path) -> Result<Vec<Record>, ContentError> {
    Ok(rows::<Place>(path, "place")?.into_iter().map(Record::Place).collect())
}

pub(super) fn offers(path: &Path) -> Result<Vec<Record>, ContentError> {
    Ok(rows::<Offer>(path, "offer")?.into_iter().map(Record::Offer).collect())
}

/// An event as a person writes it.
#[derive(Deserialize, serde::Serialize)]
struct EventRow {
    id: String,
    title: String,
    summary: String,
    #[serde(default)]
    body: String,
    start: NaiveDateTime,
    end: Option<NaiveDateTime>,
    #[serde(default)]
    all_day: bool,
    rrule: Option<String>,
    #[serde(default)]
    except: Vec<NaiveDate>,
    place: Option<String>,
    place_name: Option<String>,
    address: Option<String>,
    price: Option<String>,
    #[serde(default)]
    free: bool,
    url: Option<String>,
    change: Option<EventChange>,
    change_note: Option<String>,
    #[serde(default)]
    audience: Audience,
    image: Option<ImageRow>,
    #[serde(flatten)]
    sourced: Sourced,
}

#[derive(Deserialize, serde::Serialize)]
struct ImageRow {
    file: String,
    #[serde(default)]
    alt: String,
}

pub(super) fn events(path: &Path, territory: &Territory, media: &[Media]) -> Result<Vec<Record>, ContentError> {
    rows::<EventRow>(path, "event")?
        .into_iter()
        .map(|row| event(row, territory, media).map(Record::Event).map_err(|reason| malformed(path, reason)))
        .collect()
}

fn event(row: EventRow, territory: &Territory, media: &[Media]) -> Result<Event, String> {
    let moment = |local: NaiveDateTime| {
        crate::calendar::moment(&territory.timezone, local)
            .ok_or_else(|| format!("{}: {local} does not exist in {}", row.id, territory.timezone))
    };
    let (start, end) = (moment(row.start)?, row.end.map(moment).transpose()?);
    let image = match &row.image {
        None => None,
        Some(image) => Some(
            media
                .iter()
                .find(|media| media.file == image.file)
                .ok_or_else(|| format!("{}: media/{} is missing", row.id, image.file))?
                .image(&image.alt),
        ),
    };
    Ok(Event {
        id: row.id,
        title: row.title,
        summary: row.summary,
        body: row.body.trim().to_owned(),
        start,
        end,
        all_day: row.all_day,
        rrule: row.rrule,
        except: row.except,
        place: row.place,
        place_name: row.place_name,
        address: row.address,
        price: row.price,
        free: row.free,
        url: row.url,
        change: row.change,
        change_note: row.change_note,
        audience: row.audience,
        image,
        sourced: row.sourced,
    })
}
