//! Which column of somebody's table says what, and what is said of all lines that say nothing.

use serde::{Deserialize, Serialize};

use super::columns::{Column, columns};
use crate::spreadsheet::Line;
use crate::staff::content::noun::Noun;
use crate::staff::form::Fields;

/// A choice of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mapping(Vec<Choice>);

/// What was chosen for one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Choice {
    key: String,
    /// Number of the table's column, from 0.
    from: Option<usize>,
    /// For lines in which it is empty.
    otherwise: String,
}

impl Mapping {
    /// What the table's header says by itself. A shop stands among pastimes unless told otherwise, as the app's own do.
    pub(super) fn guess(noun: Noun, header: &[String]) -> Self {
        let choice = |column: &'static Column| Choice {
            key: column.key.to_owned(),
            from: header.iter().position(|name| column.is_named(name)),
            otherwise: if noun == Noun::Shop && column.key == "rubriques" { "Se divertir" } else { "" }.to_owned(),
        };
        Self(columns(noun).map(choice).collect())
    }

    /// What a form says.
    pub(super) fn of_form(noun: Noun, fields: &Fields) -> Self {
        let choice = |column: &'static Column| Choice {
            key: column.key.to_owned(),
            from: fields.text(&format!("col-{}", column.key)).parse().ok(),
            otherwise: if column.shared {
                fields.text(&format!("sinon-{}", column.key)).to_owned()
            } else {
                String::new()
            },
        };
        Self(columns(noun).map(choice).collect())
    }

    /// What was kept. Nothing of it is lost by a version that knows more columns.
    pub(super) fn kept(noun: Noun, json: &str) -> Self {
        let kept: Self = serde_json::from_str(json).unwrap_or_default();
        let known = |column: &'static Column| {
            let choice = kept.0.iter().find(|choice| choice.key == column.key).cloned();
            choice.unwrap_or_else(|| Choice { key: column.key.to_owned(), from: None, otherwise: String::new() })
        };
        Self(columns(noun).map(known).collect())
    }

    fn choice(&self, column: &Column) -> Option<&Choice> {
        self.0.iter().find(|choice| choice.key == column.key)
    }

    /// The table's column that says it.
    pub(super) fn at(&self, column: &Column) -> Option<usize> {
        self.choice(column)?.from
    }

    /// What is said of lines that say nothing.
    pub(super) fn otherwise(&self, column: &Column) -> &str {
        self.choice(column).map_or("", |choice| choice.otherwise.as_str())
    }

    /// What a line says of a column; `None`: the table has no such column.
    pub(super) fn cell<'a>(&self, line: &'a Line, column: &Column) -> Option<&'a str> {
        self.at(column).map(|at| line.cell(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_recognised_and_a_form_may_say_otherwise() {
        let header: Vec<String> = ["Enseigne", "Rue", "CP", "Ville", "Couleur"].map(str::to_owned).to_vec();
        let mapping = Mapping::guess(Noun::Shop, &header);
        let said = |mapping: &Mapping| {
            let found = columns(Noun::Shop).filter_map(|column| Some((column.key, mapping.at(column)?)));
            found.collect::<Vec<_>>()
        };
        assert_eq!(said(&mapping), [("nom", 0), ("adresse", 1), ("code-postal", 2), ("ville", 3)]);
        let json = serde_json::to_string(&mapping).unwrap();
        assert_eq!(Mapping::kept(Noun::Shop, &json), mapping);
        let form = Fields::of(
            [("col-nom", "4"), ("col-ville", ""), ("sinon-ville", "Bourg"), ("sinon-nom", "jamais")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        );
        let chosen = Mapping::of_form(Noun::Shop, &form);
        assert_eq!(said(&chosen), [("nom", 4)]);
        let town = columns(Noun::Shop).find(|column| column.key == "ville").unwrap();
        let name = columns(Noun::Shop).find(|column| column.key == "nom").unwrap();
        assert_eq!((chosen.otherwise(town), chosen.otherwise(name)), ("Bourg", ""));
    }
}
