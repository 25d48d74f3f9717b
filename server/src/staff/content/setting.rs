//! What a form needs to know besides what was typed: the town, the day, and the records that others can name.

use std::collections::HashSet;

use chrono::NaiveDate;
use shared::domain::{Kind, Record, Territory};

use crate::app::App;
use crate::staff::form::field::Named;
use crate::staff::page::Refusal;
use crate::staff::words;
use crate::storage::{Storage, StorageError};

/// Around a form.
#[derive(Debug)]
pub(in crate::staff) struct Setting<'a> {
    pub(in crate::staff) territory: Option<&'a Territory>,
    pub(in crate::staff) zone: &'a str,
    pub(in crate::staff) today: NaiveDate,
    /// Places by name.
    pub(in crate::staff) places: Vec<Named>,
    /// Help numbers by title.
    pub(in crate::staff) numbers: Vec<Named>,
    /// Groups that pages stand in.
    pub(in crate::staff) groups: Vec<String>,
}

/// The records that others can name, as a reading of a whole table takes them to another thread.
#[derive(Debug)]
pub(in crate::staff) struct Lists {
    places: Vec<Named>,
    numbers: Vec<Named>,
    groups: Vec<String>,
}

impl Lists {
    pub(in crate::staff) async fn of(storage: &Storage) -> Result<Self, StorageError> {
        let named = async |kind: Kind| -> Result<Vec<Record>, StorageError> {
            let mut records: Vec<Record> =
                storage.all_held(kind).await?.into_iter().filter_map(|held| held.record).collect();
            records.sort_by_cached_key(|record| shared::domain::fold(record.title()));
            Ok(records)
        };
        let list = |records: Vec<Record>| {
            records.iter().map(|record| (record.id().to_owned(), label(record))).collect::<Vec<Named>>()
        };
        let pages = named(Kind::Page).await?;
        let groups: HashSet<String> = pages
            .into_iter()
            .filter_map(|record| if let Record::Page(page) = record { Some(page.group) } else { None })
            .collect();
        let mut groups: Vec<String> = groups.into_iter().collect();
        groups.sort_by_key(|group| shared::domain::fold(group));
        Ok(Self { places: list(named(Kind::Place).await?), numbers: list(named(Kind::Number).await?), groups })
    }

    pub(in crate::staff) fn setting<'a>(
        self,
        territory: Option<&'a Territory>,
        zone: &'a str,
        today: NaiveDate,
    ) -> Setting<'a> {
        let Self { places, numbers, groups } = self;
        Setting { territory, zone, today, places, numbers, groups }
    }
}

impl<'a> Setting<'a> {
    pub(in crate::staff) async fn of(app: &'a App) -> Result<Self, Refusal> {
        let lists = Lists::of(&app.storage).await?;
        Ok(lists.setting(app.territory.as_ref(), app.zone(), words::date_of(app, app.clock.now())))
    }

    /// Whether a record of that kind and id can be named.
    pub(in crate::staff) fn knows(&self, kind: &str, id: &str) -> bool {
        let list = if kind == Kind::Number.name() { &self.numbers } else { &self.places };
        list.iter().any(|(known, _)| known == id)
    }
}

/// How a list names a record that another can name.
fn label(record: &Record) -> String {
    match record {
        Record::Number(number) => format!("{} · {}", number.number, number.title),
        other => other.title().to_owned(),
    }
}
