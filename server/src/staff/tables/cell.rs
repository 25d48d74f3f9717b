//! What a cell says, as fields of a form, and back. Spreadsheets change what is typed (a postcode loses its zero, a phone
//! number becomes a number, a day gets two digits of its year): what can be told for certain is put right.

use shared::domain::fold;

use crate::staff::form::Fields;
use crate::staff::form::field::Named;

/// Stands between several values of one cell.
const BETWEEN: &str = " | ";

/// How a cell says its field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell {
    /// The record's own name for ever.
    Id,
    /// As typed.
    Text,
    /// Several values, with a bar between.
    List,
    /// Phone numbers, with a bar between.
    Phones,
    Postcode,
    Day,
    /// A figure with or without its unit.
    Amount,
    /// Half of a point: the other half stands in the next column.
    Degrees,
    /// One of a list.
    One(fn() -> Vec<Named>),
    /// Any of a list.
    Many(fn() -> Vec<Named>),
    /// A yes, or nothing.
    Yes,
    /// An expression as OpenStreetMap writes it.
    Hours,
    /// A place, by its id or its name.
    Shop,
}

/// Around a cell.
pub(super) struct Ground<'a> {
    /// Places by id and name.
    pub(super) places: &'a [Named],
    /// Two letters, of the territory.
    pub(super) country: &'a str,
}

impl Cell {
    /// Values of the field; what to write instead when the cell cannot be one.
    pub(super) fn read(self, text: &str, ground: &Ground) -> Result<Vec<String>, String> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let one = |text: &str| Ok(vec![text.to_owned()]);
        match self {
            Self::Id | Self::Text | Self::Amount | Self::Hours => one(text),
            Self::Degrees => one(&text.replace(',', ".")),
            Self::List => Ok(parts(text, &['|', '\n'])),
            Self::Phones => Ok(parts(text, &['|', '\n']).iter().map(|one| phone(one, ground.country)).collect()),
            Self::Postcode => one(&postcode(text, ground.country)),
            Self::Day => one(&day(text)),
            Self::Yes => yes(text).map(|said| if said { vec!["oui".to_owned()] } else { Vec::new() }),
            Self::One(list) => Ok(vec![chosen(text, &list())?]),
            Self::Many(list) => {
                let list = list();
                parts(text, &['|', '\n', ',', ';', '/']).iter().map(|one| chosen(one, &list)).collect()
            }
            Self::Shop => Ok(vec![shop(text, ground.places)?]),
        }
    }

    /// The cell that says what the field of a form says.
    pub(super) fn write(self, fields: &Fields, field: &str, ground: &Ground) -> String {
        let values: Vec<&str> = fields.all(field).collect();
        let named = |list: fn() -> Vec<Named>| {
            let list = list();
            let words = |value: &&str| list.iter().find(|(one, _)| one == value).map(|(_, words)| words.clone());
            values.iter().map(|value| words(value).unwrap_or_else(|| (*value).to_owned())).collect::<Vec<_>>()
        };
        match self {
            Self::One(list) | Self::Many(list) => named(list).join(", "),
            Self::Day => {
                let day = values.first().and_then(|day| chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
                day.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default()
            }
            Self::Shop => values.first().map_or_else(String::new, |id| named_once(id, ground.places)),
            _ => values.join(BETWEEN),
        }
    }
}

fn parts(text: &str, between: &[char]) -> Vec<String> {
    text.split(between).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn chosen(text: &str, list: &[Named]) -> Result<String, String> {
    let wanted = fold(text);
    let found = list.iter().find(|(value, words)| fold(value) == wanted || fold(words) == wanted);
    found.map(|(value, _)| value.clone()).ok_or_else(|| {
        let words: Vec<&str> = list.iter().map(|(_, words)| words.as_str()).collect();
        format!("«\u{202f}{text}\u{202f}» n’est pas dans la liste. Écrivez\u{a0}: {}.", words.join(", "))
    })
}

fn yes(text: &str) -> Result<bool, String> {
    match fold(text).as_str() {
        "oui" | "o" | "x" | "1" | "vrai" | "true" | "yes" => Ok(true),
        "non" | "n" | "0" | "faux" | "false" | "no" => Ok(false),
        _ => Err("Écrivez oui, ou laissez vide.".to_owned()),
    }
}

/// The id of a place that is named, if one alone is.
fn shop(text: &str, places: &[Named]) -> Result<String, String> {
    if let Some((id, _)) = places.iter().find(|(id, _)| id == text) {
        return Ok(id.clone());
    }
    let wanted = fold(text);
    let mut named = places.iter().filter(|(_, name)| fold(name) == wanted);
    match (named.next(), named.next()) {
        (Some((id, _)), None) => Ok(id.clone()),
        (None, _) => {
            Err("Ce commerce n’est pas connu ici. Importez d’abord les commerces, ou écrivez son identifiant."
                .to_owned())
        }
        (Some(_), Some(_)) => {
            Err("Plusieurs commerces ont ce nom\u{a0}: écrivez l’identifiant de celui-ci.".to_owned())
        }
    }
}

/// The name of a place, or its id when others share the name.
fn named_once(id: &str, places: &[Named]) -> String {
    let Some((_, name)) = places.iter().find(|(one, _)| one == id) else { return id.to_owned() };
    if shop(name, places).is_ok_and(|found| found == id) { name.clone() } else { id.to_owned() }
}

/// A French number that a spreadsheet took for a figure has lost its first zero.
fn phone(text: &str, country: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let lost = country == "FR"
        && digits.len() == 9
        && !digits.starts_with('0')
        && digits == text.replace(['\u{a0}', '\u{202f}', ' '], "");
    if !lost {
        return text.to_owned();
    }
    let whole = format!("0{digits}");
    let pairs: Vec<&str> = (0..5).filter_map(|pair| whole.get(2 * pair..2 * pair + 2)).collect();
    pairs.join(" ")
}

/// The same of a postcode.
fn postcode(text: &str, country: &str) -> String {
    let lost = country == "FR" && text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if lost { format!("0{text}") } else { text.to_owned() }
}

/// `1/9/26` is of this century.
fn day(text: &str) -> String {
    match text.split(['/', '.', '-']).collect::<Vec<_>>().as_slice() {
        [day, month, year] if year.len() == 2 && day.len() <= 2 => format!("{day}/{month}/20{year}"),
        [day, month, year] if year.len() == 4 => format!("{day}/{month}/{year}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: Cell, text: &str) -> Result<Vec<String>, String> {
        let places = [("a", "Café du Port"), ("b", "Presse"), ("c", "Presse")]
            .map(|(id, name)| (id.to_owned(), name.to_owned()));
        cell.read(text, &Ground { places: &places, country: "FR" })
    }

    fn days() -> Vec<Named> {
        ["lundi", "mardi"].map(|day| (day.to_owned(), day.to_owned())).to_vec()
    }

    #[test]
    fn cells_as_spreadsheets_leave_them() {
        for (cell, text, expected) in [
            (Cell::Postcode, "8000", vec!["08000"]),
            (Cell::Postcode, "51000", vec!["51000"]),
            (Cell::Phones, "326693838", vec!["03 26 69 38 38"]),
            (Cell::Phones, "03 26 00 00 00 | 0800", vec!["03 26 00 00 00", "0800"]),
            (Cell::Day, "1/9/26", vec!["1/9/2026"]),
            (Cell::Day, "01.09.2026", vec!["01/09/2026"]),
            (Cell::Day, "2026-09-01", vec!["2026-09-01"]),
            (Cell::Degrees, "48,95", vec!["48.95"]),
            (Cell::Many(days), "Mardi, lundi", vec!["mardi", "lundi"]),
            (Cell::Yes, "X", vec!["oui"]),
            (Cell::Yes, "non", vec![]),
            (Cell::Shop, "CAFE DU PORT", vec!["a"]),
            (Cell::Shop, "b", vec!["b"]),
            (Cell::Text, "", vec![]),
        ] {
            assert_eq!(read(cell, text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_says_what_to_write() {
        assert!(read(Cell::Many(days), "mercredi").unwrap_err().contains("lundi, mardi"));
        assert!(read(Cell::Yes, "peut-être").unwrap_err().contains("oui"));
        assert!(read(Cell::Shop, "Presse").unwrap_err().contains("identifiant"));
        assert!(read(Cell::Shop, "Nulle part").unwrap_err().contains("connu"));
    }
}
