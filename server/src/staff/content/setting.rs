//! What a form needs to know besides what was typed: the town, the day, and the records that others can name.

use std::collections::HashSet;

use chrono::NaiveDate;
use shared::domain::{Kind, Record, Territory};

use crate::app::App;
use crate::staff::form::field::Named;
use crate::staff::page::Refusal;
use crate::staff::words;

/// Around a form.
#[derive(Debug)]
pub(super) struct Setting<'a> {
    pub(super) territory: Option<&'a Territory>,
    pub(super) zone: &'a str,
    pub(super) today: NaiveDate,
    /// Places by name.
    pub(super) places: Vec<Named>,
    /// Help numbers by title.
    pub(super) numbers: Vec<Named>,
    /// Groups that pages stand in.
    pub(super) groups: Vec<String>,
}

impl<'a> Setting<'a> {
    pub(super) async fn of(app: &'a App) -> Result<Self, Refusal> {
        let named = async |kind: Kind| -> Result<Vec<Record>, Refusal> {
            let mut records: Vec<Record> =
                app.storage.all_held(kind).await?.into_iter().filter_map(|held| held.record).collect();
            records.sort_by_key(|record| shared::domain::fold(record.title()));
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
        Ok(Self {
            territory: app.territory.as_ref(),
            zone: app.zone(),
            today: words::date_of(app, app.clock.now()),
            places: list(named(Kind::Place).await?),
            numbers: list(named(Kind::Number).await?),
            groups,
        })
    }

    /// Whether a record of that kind and id can be named.
    pub(super) fn knows(&self, kind: &str, id: &str) -> bool {
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
