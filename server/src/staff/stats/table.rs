//! Rows, said once: as a `<table>` on a page and as a CSV file.
//!
//! CSV as French spreadsheets open it without a question: UTF-8 with its mark, semicolons, a comma before decimals, days as
//! `2026-11-23`. A text that a spreadsheet would take for a formula is kept a text.

use chrono::Datelike;
use dioxus::prelude::*;

use super::few::Shown;
use super::number::{decimal, euros, percent};
use super::period::Week;
use crate::staff::words;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Words(String),
    /// A week.
    Week(Week),
    /// A count; none: nobody counted.
    Count(Option<u64>),
    /// A count of something small.
    Small(Shown),
    /// A part of one; none: of nothing.
    Share(Option<f64>),
    /// Money, in cents.
    Euros(u64),
}

impl Cell {
    /// As read on a page.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Week(week) => format!("{}\u{a0}{}", week.short(), week.monday().year()),
            Self::Count(Some(count)) | Self::Small(Shown::Exactly(count)) => words::grouped(*count),
            Self::Small(Shown::Few) => "moins de 5".to_owned(),
            Self::Small(Shown::Withheld) => "non montré".to_owned(),
            Self::Share(Some(share)) => percent(*share),
            Self::Count(None) | Self::Share(None) => "–".to_owned(),
            Self::Euros(cents) => euros(*cents),
        }
    }

    /// As written in a file.
    fn field(&self) -> String {
        match self {
            Self::Words(words) => quoted(words),
            Self::Week(week) => week.monday().to_string(),
            Self::Count(Some(count)) | Self::Small(Shown::Exactly(count)) => count.to_string(),
            Self::Share(Some(share)) => decimal(share * 100.0).replace('\u{202f}', ""),
            Self::Count(None) | Self::Share(None) => String::new(),
            Self::Euros(cents) => format!("{},{:02}", cents / 100, cents % 100),
            Self::Small(_) => self.words(),
        }
    }

    const fn is_number(&self) -> bool {
        !matches!(self, Self::Words(_) | Self::Week(_))
    }
}

/// Rows under names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    /// Of its file, without extension.
    pub(super) name: &'static str,
    /// What it is about.
    pub(super) caption: String,
    /// Names of the columns.
    pub(super) columns: Vec<&'static str>,
    /// Each as long as `columns`; its first cell names it.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// On a page. At most so many rows.
    pub(super) fn draw(&self, most: usize) -> Element {
        let number = |at: usize| self.rows.first().and_then(|row| row.get(at)).is_some_and(Cell::is_number);
        let name = format!("{} : tableau", self.caption);
        rsx! {
            // Wider than a phone with large letters: it scrolls by itself, by keyboard too.
            div { class: "scroll", role: "region", tabindex: "0", aria_label: "{name}",
                table {
                    caption { class: "visually-hidden", "{self.caption}" }
                    thead { tr {
                        for (at, name) in self.columns.iter().enumerate() {
                            th { scope: "col", class: number(at).then_some("number"), "{name}" }
                        }
                    } }
                    tbody {
                        for row in self.rows.iter().take(most) {
                            tr {
                                for (at, cell) in row.iter().enumerate() {
                                    if at == 0 {
                                        th { scope: "row", {cell.words()} }
                                    } else {
                                        td { class: cell.is_number().then_some("number"), {cell.words()} }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// As a file.
    pub(super) fn csv(&self) -> String {
        let mut text = String::from('\u{feff}');
        let names = self.columns.iter().map(|name| quoted(name)).collect::<Vec<_>>();
        let rows = self.rows.iter().map(|row| row.iter().map(Cell::field).collect::<Vec<_>>());
        for line in std::iter::once(names).chain(rows) {
            text.push_str(&line.join(";"));
            text.push_str("\r\n");
        }
        text
    }
}

fn quoted(words: &str) -> String {
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let words = if formula { format!("'{words}") } else { words.to_owned() };
    if words.contains([';', '"', '\n', '\r']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_reads_numbers_as_numbers_and_titles_as_text() {
        let table = Table {
            name: "essai",
            caption: String::new(),
            columns: vec!["Semaine du", "Titre ; court", "Nombre", "Part (%)", "Euros", "Petit"],
            rows: vec![
                vec![
                    Cell::Week(Week::of(1_795_392_000)),
                    Cell::Words("=2+3".to_owned()),
                    Cell::Count(Some(12_345)),
                    Cell::Share(Some(0.137)),
                    Cell::Euros(381_205),
                    Cell::Small(Shown::Few),
                ],
                vec![
                    Cell::Words("Il a dit « \"oui\" ; non »".to_owned()),
                    Cell::Words(String::new()),
                    Cell::Count(None),
                    Cell::Share(None),
                    Cell::Euros(0),
                    Cell::Small(Shown::Exactly(7)),
                ],
            ],
        };
        assert_eq!(
            table.csv(),
            "\u{feff}Semaine du;\"Titre ; court\";Nombre;Part (%);Euros;Petit\r\n\
             2026-11-23;'=2+3;12345;13,7;3812,05;moins de 5\r\n\
             \"Il a dit « \"\"oui\"\" ; non »\";;;;0,00;7\r\n"
        );
    }
}
