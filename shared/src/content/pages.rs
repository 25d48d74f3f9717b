//! Pages: `content/pages/<section>/<id>.md`.

use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{ContentError, front_matter, malformed, read_text, sorted_entries, tables::Day};
use crate::domain::{Audience, Link, Page, Phone, Record, Section, Source, Sourced};

/// Front matter of a page. Section and id come from the path.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: String,
    summary: String,
    group: String,
    order: i32,
    #[serde(default = "french")]
    lang: String,
    #[serde(default)]
    audience: Audience,
    #[serde(default)]
    steps: Vec<String>,
    #[serde(default)]
    numbers: Vec<String>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    phones: Vec<Phone>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    keywords: Vec<String>,
    source: Vec<Source>,
    verified_on: Day,
    #[serde(default)]
    to_confirm: bool,
    /// For the staff who will confirm it; not part of the record.
    #[serde(default, rename = "confirm_note")]
    _confirm_note: Option<String>,
}

fn french() -> String {
    "fr".to_owned()
}

pub(super) fn read(folder: &Path) -> Result<Vec<Record>, ContentError> {
    let mut records = Vec::new();
    for section_folder in sorted_entries(folder)? {
        let slug = section_folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let section = Section::from_slug(&slug).ok_or_else(|| malformed(&section_folder, "no such section"))?;
        for path in sorted_entries(&section_folder)? {
            if path.extension().is_some_and(|extension| extension == "md") {
                records.push(Record::Page(read_page(&path, section)?));
            }
        }
    }
    Ok(records)
}

fn read_page(path: &Path, section: Section) -> Result<Page, ContentError> {
    let text = read_text(path)?;
    let (front, body) =
        front_matter::split(&text).ok_or_else(|| malformed(path, "front matter must stand between two +++ lines"))?;
    let front: FrontMatter = toml::from_str(front).map_err(|error| malformed(path, error))?;
    let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(page(id, section, front, body))
}

fn page(id: String, section: Section, front: FrontMatter, body: &str) -> Page {
    Page {
        id,
        section,
        group: front.group,
        order: front.order,
        title: front.title,
        summary: front.summary,
        lang: front.lang,
        audience: front.audience,
        steps: front.steps,
        body: body.to_owned(),
        numbers: front.numbers,
        places: front.places,
        phones: front.phones,
        links: front.links,
        keywords: front.keywords,
        image: None,
        sourced: Sourced {
            sources: front.source,
            verified_on: Some(NaiveDate::from(front.verified_on)),
            to_confirm: front.to_confirm,
            example: false,
        },
    }
}
