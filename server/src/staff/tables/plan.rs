//! What importing a table would do, line by line. Nothing is touched: the page shows it, the import does it.
//!
//! A line is known again by its identifier, else by the id that its own words make (name, address and commune of a place;
//! shop and title of an offer), else by the same words on a record that is there. A line that a person renamed here keeps
//! the id that its first words made, so the same table brings its words back instead of a second record.

use std::collections::HashMap;

use shared::calendar::Hours;
use shared::domain::{Record, fold};

use super::cell::{Cell, Ground};
use super::columns::{Column, columns};
use super::mapping::Mapping;
use crate::digest;
use crate::spreadsheet::{Line, Table};
use crate::staff::content::history::differences;
use crate::staff::content::noun::{Noun, write};
use crate::staff::content::setting::Setting;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::storage::content::Held;

/// Longest note that a form takes.
const NOTE_MAX: usize = 200;

/// Longest id.
const ID_MAX: usize = 64;

/// What would happen.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Lines that are right, in order.
    pub(super) lines: Vec<Planned>,
    /// What is wrong with the others, in order.
    pub(super) faults: Vec<LineFault>,
    /// Records here that the table does not name.
    pub(super) absent: usize,
}

/// A line that is right.
#[derive(Debug, PartialEq)]
pub(super) struct Planned {
    /// Its number.
    pub(super) number: usize,
    /// What it makes.
    pub(super) record: Record,
    /// What that does.
    pub(super) fate: Fate,
}

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is new.
    Added,
    /// It changes these fields.
    Changed(Vec<&'static str>),
    /// It says what phones have.
    Same,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineFault {
    /// Its number.
    pub(super) number: usize,
    /// The column in words.
    pub(super) column: &'static str,
    /// What stands there.
    pub(super) typed: String,
    /// What to write instead.
    pub(super) say: String,
}

/// How many lines do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Counts {
    pub(super) added: usize,
    pub(super) changed: usize,
    pub(super) same: usize,
    pub(super) absent: usize,
}

impl Plan {
    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts { absent: self.absent, ..Counts::default() };
        for line in &self.lines {
            match line.fate {
                Fate::Added => counts.added += 1,
                Fate::Changed(_) => counts.changed += 1,
                Fate::Same => counts.same += 1,
            }
        }
        counts
    }

    /// Numbers of lines with a fault, each once.
    pub(super) fn faulty(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.faults.iter().map(|fault| fault.number).collect();
        numbers.dedup();
        numbers
    }

    /// What phones do not have yet.
    pub(super) fn records(self) -> Vec<Record> {
        self.lines.into_iter().filter(|line| line.fate != Fate::Same).map(|line| line.record).collect()
    }
}

/// What is here already.
pub(super) struct Known<'a> {
    by_id: HashMap<&'a str, &'a Record>,
    by_words: HashMap<String, Vec<&'a str>>,
}

impl<'a> Known<'a> {
    pub(super) fn of(noun: Noun, held: &'a [Held]) -> Self {
        let mut known = Self { by_id: HashMap::new(), by_words: HashMap::new() };
        for record in held.iter().filter_map(|held| held.record.as_ref()) {
            known.by_id.insert(record.id(), record);
            if noun.holds(record) {
                known.by_words.entry(words(record)).or_default().push(record.id());
            }
        }
        known
    }
}

/// Reads a table as it stands to what is known. `tell` hears how many lines are read.
pub(super) fn plan(
    noun: Noun,
    table: &Table,
    mapping: &Mapping,
    known: &Known<'_>,
    setting: &Setting<'_>,
    tell: &dyn Fn(usize),
) -> Plan {
    let country = setting.territory.map_or("", |territory| territory.country.as_str());
    let reader = Reader { noun, mapping, known, setting, ground: Ground { places: &setting.places, country } };
    let mut plan = Plan::default();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (at, line) in table.lines.iter().enumerate() {
        let mut faults = Vec::new();
        let read = reader.line(line, &mut faults);
        if let Some((record, _)) = &read
            && let Some(first) = seen.insert(record.id().to_owned(), line.number)
        {
            let say = format!("La ligne {first} est déjà celle-ci\u{a0}: gardez l’une des deux.");
            faults.push(LineFault { number: line.number, column: "Identifiant", typed: record.id().to_owned(), say });
        }
        match read {
            Some((record, fate)) if faults.is_empty() => {
                plan.lines.push(Planned { number: line.number, record, fate });
            }
            _ => plan.faults.append(&mut faults),
        }
        tell(at + 1);
    }
    let here = known.by_id.values().filter(|record| noun.holds(record));
    plan.absent = here.filter(|record| !seen.contains_key(record.id())).count();
    plan
}

struct Reader<'a> {
    noun: Noun,
    mapping: &'a Mapping,
    known: &'a Known<'a>,
    setting: &'a Setting<'a>,
    ground: Ground<'a>,
}

impl Reader<'_> {
    /// The record that a line makes and what that does; `None` when nobody can tell which record it is.
    fn line(&self, line: &Line, faults: &mut Vec<LineFault>) -> Option<(Record, Fate)> {
        let fault = |column: &'static Column, say: String| LineFault {
            number: line.number,
            column: column.name,
            typed: self.mapping.cell(line, column).unwrap_or_default().to_owned(),
            say,
        };
        // What the cells say, by field; `None` where the table has no such column.
        let mut said: Vec<(&'static Column, Option<Vec<String>>)> = Vec::new();
        for column in columns(self.noun) {
            let cell = self.mapping.cell(line, column);
            let filled = cell.filter(|cell| !cell.is_empty());
            let text = filled.or_else(|| Some(self.mapping.otherwise(column)).filter(|text| !text.is_empty()));
            let values = match text {
                Some(text) => column.cell.read(text, &self.ground).map(Some),
                None => Ok(cell.map(|_| Vec::new())),
            };
            match values {
                // Without such a column, what stands for all lines fills only what nothing else says: below.
                Ok(values) => said.push((column, values.filter(|_| cell.is_some()))),
                Err(say) => {
                    faults.push(fault(column, say));
                    said.push((column, Some(vec![text.unwrap_or_default().to_owned()])));
                }
            }
        }
        let first = |key: &str| -> String {
            let Some((column, values)) = said.iter().find(|(column, _)| column.key == key) else {
                return String::new();
            };
            match values {
                Some(values) => values.first().cloned().unwrap_or_default(),
                None => self.mapping.otherwise(column).to_owned(),
            }
        };
        let (id, before) = match self.recognise(&first) {
            Ok(recognised) => recognised,
            Err(say) => {
                faults.extend(columns(self.noun).find(|column| column.key == "identifiant").map(|id| fault(id, say)));
                return None;
            }
        };
        let fields = self.fields(before, &said);
        let mut objections = Faults::default();
        let record = self.noun.read(&fields, before, &id, self.setting, &mut objections);
        for (field, say) in objections.all() {
            let column = column_of(self.noun, field);
            // A cell that could not be read was told of already, in its own words.
            let told = column.is_some_and(|column| faults.iter().any(|one| one.column == column.name));
            match column {
                Some(column) if !told => faults.push(fault(column, say.clone())),
                None => {
                    faults.push(LineFault { number: line.number, column: "", typed: String::new(), say: say.clone() });
                }
                Some(_) => {}
            }
        }
        let fate = match before {
            None => Fate::Added,
            Some(before) if *before == record => Fate::Same,
            Some(before) => {
                let mut fields: Vec<&'static str> =
                    differences(before, &record, self.setting.zone).iter().map(|one| one.field).collect();
                fields.dedup();
                Fate::Changed(fields)
            }
        };
        Some((record, fate))
    }

    /// Which record a line is, and what that says now.
    fn recognise(&self, first: &dyn Fn(&str) -> String) -> Result<(String, Option<&Record>), String> {
        let id = first("identifiant");
        if !id.is_empty() {
            let sound = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
            if id.len() > ID_MAX || !id.chars().all(sound) {
                return Err(format!(
                    "Un identifiant n’a que des lettres sans accent, des chiffres et des tirets, {ID_MAX} au plus."
                ));
            }
            let before = self.known.by_id.get(id.as_str()).copied();
            if before.is_some_and(|before| !self.noun.holds(before)) {
                return Err("Cet identifiant est celui d’un lieu qui n’est pas un commerce.".to_owned());
            }
            return Ok((id, before));
        }
        let (name, words) = if self.noun == Noun::Offer {
            let title = first("titre");
            let words = joined([&first("commerce"), &title, ""]);
            (title, words)
        } else {
            let name = first("nom");
            let words = joined([&name, &first("adresse"), &first("ville")]);
            (name, words)
        };
        let made = made_id(&name, &words);
        if let Some(before) = self.known.by_id.get(made.as_str()) {
            return Ok((made, Some(before)));
        }
        match self.known.by_words.get(&words).map_or(&[][..], Vec::as_slice) {
            [] => Ok((made, None)),
            [id] => Ok(((*id).to_owned(), self.known.by_id.get(id).copied())),
            _ => Err("Plusieurs fiches d’ici ont ces mots\u{a0}: écrivez l’identifiant de celle-ci.".to_owned()),
        }
    }

    /// The form of the record, over what it says now.
    fn fields(&self, before: Option<&Record>, said: &[(&'static Column, Option<Vec<String>>)]) -> Fields {
        let mut fields = match before {
            Some(before) => write(before, self.setting.zone),
            None => Fields::of(vec![("ordre".to_owned(), "100".to_owned()), ("par".to_owned(), "jour".to_owned())]),
        };
        let point =
            |key: &str| said.iter().find(|(column, _)| column.key == key).and_then(|(_, values)| values.as_ref());
        if let (Some(lat), Some(lon)) = (point("latitude"), point("longitude")) {
            let both = [lat, lon].map(|half| half.first().map_or("", String::as_str));
            fields.set("position", if both == ["", ""] { String::new() } else { both.join(", ") });
        }
        for (column, values) in said {
            match (column.cell, values) {
                (Cell::Id | Cell::Degrees, _) | (_, None) => {}
                (Cell::Hours, Some(values)) => hours(&mut fields, values.first()),
                (_, Some(values)) => fields.replace(column.field, values.clone()),
            }
        }
        if said.iter().any(|(column, values)| matches!(column.cell, Cell::Hours) && values.is_some()) {
            self.keep_words(&mut fields);
        }
        for (column, _) in said {
            let otherwise = self.mapping.otherwise(column);
            if !otherwise.is_empty() && fields.all(column.field).all(|value| value.trim().is_empty()) {
                let values = column.cell.read(otherwise, &self.ground);
                fields.replace(column.field, values.unwrap_or_else(|_| vec![otherwise.to_owned()]));
            }
        }
        // Whoever answers needs a name; a table seldom has one.
        let missing = fields.all("tel-numero").count().saturating_sub(fields.all("tel-nom").count());
        if missing > 0 {
            let mut names: Vec<String> = fields.all("tel-nom").map(str::to_owned).collect();
            names.extend(std::iter::repeat_n("Accueil".to_owned(), missing));
            fields.replace("tel-nom", names);
        }
        fields
    }

    /// Hours that are no expression are words: they are kept as what the hours do not say, and the place is to be confirmed,
    /// which the console lists. Refusing the table for them was rejected: « sur rendez-vous » is all that many tables know.
    fn keep_words(&self, fields: &mut Fields) {
        let country = self.setting.territory.map_or("", |territory| territory.country.as_str());
        let words = fields.text("expression").to_owned();
        if fields.text("horaires") != "autre" || words.is_empty() || Hours::parse(&words, country).is_ok() {
            return;
        }
        let note = fields.text("horaires-note").to_owned();
        let kept = match note.as_str() {
            note if note.contains(&words) => note.to_owned(),
            "" => words,
            note => format!("{words} · {note}"),
        };
        // Longer than a note may be: the fault of the form says so.
        if kept.chars().count() <= NOTE_MAX {
            fields.set("horaires", "inconnus".to_owned());
            fields.set("expression", String::new());
            fields.set("horaires-note", kept);
            fields.set("a-confirmer", "oui".to_owned());
        }
    }
}

/// An expression is read as one, whatever the form's other fields say of the week.
fn hours(fields: &mut Fields, expression: Option<&String>) {
    let plan = match expression {
        None => "inconnus",
        Some(text) if text == "24/7" => "toujours",
        Some(_) => "autre",
    };
    fields.set("horaires", plan.to_owned());
    fields.set("expression", expression.cloned().unwrap_or_default());
}

/// The column that a fault of the form speaks of.
fn column_of(noun: Noun, field: &str) -> Option<&'static Column> {
    let base = field.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end_matches('-');
    let field = match base {
        "expression" => "horaires",
        other => other,
    };
    columns(noun).find(|column| column.field == field)
}

/// The words that a record is known again by.
fn words(record: &Record) -> String {
    match record {
        Record::Place(place) => joined([&place.name, place.address.as_deref().unwrap_or_default(), &place.city]),
        Record::Offer(offer) => joined([&offer.place, &offer.title, ""]),
        other => other.id().to_owned(),
    }
}

/// Words as they are compared: folded, and without what nobody types twice alike.
fn joined(parts: [&str; 3]) -> String {
    let plain = |part: &str| {
        let folded = fold(part);
        let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    parts.map(plain).join("\n")
}

/// `boulangerie-du-port-1a2b3c4d`: readable in addresses, and the same from the same words for ever.
fn made_id(name: &str, words: &str) -> String {
    let folded = fold(name);
    let slug: Vec<&str> =
        folded.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = slug.join("-").chars().take(40).collect();
    let hash = digest::hex(words);
    format!("{}-{}", slug.trim_end_matches('-'), hash.get(..8).unwrap_or_default()).trim_start_matches('-').to_owned()
}
