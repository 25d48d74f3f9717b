//! From text to a header and its lines, each with the number that a spreadsheet shows beside it.

use super::decode::{Writing, decode};
use super::formula::rearm;

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Most lines of one table. Ten times the shops of the largest youth card.
pub const MAX_LINES: usize = 20_000;

const MAX_COLUMNS: usize = 100;

/// Longest cell, in bytes. A longer one is a quotation mark that nobody closed.
const MAX_CELL: usize = 20_000;

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A workbook, not CSV.
    #[error("it is a workbook: save it as CSV")]
    Workbook,
    /// Not even text.
    #[error("it is not a text file")]
    NotText,
    /// Nothing in it, or a header alone.
    #[error("it holds no line below its header")]
    Empty,
    /// Too many lines or columns.
    #[error("it holds more than {MAX_LINES} lines or {MAX_COLUMNS} columns")]
    TooLarge,
    /// A cell without an end, in this line.
    #[error("line {0} holds a cell without an end: is a quotation mark left open?")]
    Runaway(usize),
}

/// A table as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<String>,
    /// Lines in which something is written.
    pub lines: Vec<Line>,
    /// What stood between cells.
    pub delimiter: char,
    /// How its letters were written.
    pub writing: Writing,
}

/// A line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number as spreadsheets count: the header is 1, and a cell of several lines counts once.
    pub number: usize,
    /// Its cells, without blanks around them.
    pub cells: Vec<String>,
}

impl Line {
    /// A cell; empty beyond the last.
    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }
}

/// Reads a table, whatever wrote it.
pub fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    let (text, writing) = decode(bytes)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (delimiter, skipped, text) = delimited(&text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut header: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    // Line ends counted so far and up to which byte, and those that stand inside cells: a spreadsheet does not count these.
    let (mut ends, mut counted, mut inside) = (skipped, 0, 0);
    for record in reader.records() {
        // Text that is UTF-8 and may have any length cannot be refused.
        let record = record.map_err(|_| ReadError::NotText)?;
        let starts = record.position().map_or(0, |position| position.byte() as usize);
        let between = text.get(counted..starts).unwrap_or_default();
        // The reader passes over empty lines without a word: they stand before the record.
        let blank = text.get(starts..).unwrap_or_default().bytes().take_while(|byte| *byte == b'\n').count();
        ends += between.matches('\n').count() + blank;
        counted = starts + blank;
        let number = (ends + 1).saturating_sub(inside);
        inside += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        if record.len() > MAX_COLUMNS {
            return Err(ReadError::TooLarge);
        }
        if record.iter().any(|cell| cell.len() > MAX_CELL) {
            return Err(ReadError::Runaway(number));
        }
        let cells: Vec<String> = record.iter().map(|cell| rearm(cell.trim()).trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if header.is_empty() {
            header = cells;
        } else if lines.len() == MAX_LINES {
            return Err(ReadError::TooLarge);
        } else {
            lines.push(Line { number, cells });
        }
    }
    if lines.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Table { header, lines, delimiter: char::from(delimiter), writing })
}

/// What stands between cells, how many lines said so, and the rest. Excel may say it in a line of its own, `sep=;`; else it
/// is what the first line has most of, outside quotation marks.
fn delimited(text: &str) -> (u8, usize, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(&[delimiter]) = first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        return (delimiter, 1, rest);
    }
    let mut quoted = false;
    let mut counts = [(b';', 0), (b',', 0), (b'\t', 0)];
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(*delimiter == byte);
                }
            }
            _ => {}
        }
    }
    // The first of equals: a table of one column has none.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b';', |(delimiter, _)| *delimiter);
    (best, 0, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        read(text.as_bytes()).unwrap_or_else(|error| panic!("{text:?}: {error}"))
    }

    fn numbered(table: &Table) -> Vec<(usize, Vec<&str>)> {
        table.lines.iter().map(|line| (line.number, line.cells.iter().map(String::as_str).collect())).collect()
    }

    #[test]
    fn delimiters_as_the_header_has_them() {
        for (text, delimiter) in [
            ("nom;ville\nA, B;C\n", ';'),
            ("nom,ville\nA,C;D\n", ','),
            ("nom\tville\nA\tC\n", '\t'),
            ("\"nom, prénom; titre\";ville\nA;C\n", ';'),
            ("sep=,\nnom;titre,ville\nA,C\n", ','),
            ("nom\nA\n", ';'),
        ] {
            assert_eq!(table(text).delimiter, delimiter, "{text:?}");
        }
    }

    #[test]
    fn lines_have_the_numbers_that_a_spreadsheet_shows() {
        let text = "nom;texte\r\nA;un\r\n\r\n;;\r\nB;\"deux\r\nlignes\"\r\nC;\"dit \"\"oui\"\"\"\r\n";
        let table = table(text);
        assert_eq!(
            numbered(&table),
            [(2, vec!["A", "un"]), (5, vec!["B", "deux\nlignes"]), (6, vec!["C", "dit \"oui\""])]
        );
        assert_eq!(numbered(&super::tests::table("sep=;\nnom;x\nA;1\n")), [(3, vec!["A", "1"])]);
    }

    #[test]
    fn what_is_no_table_says_why() {
        assert_eq!(read(b"").unwrap_err(), ReadError::Empty);
        assert_eq!(read(b"nom;ville\n;;\n").unwrap_err(), ReadError::Empty);
        assert_eq!(read(";".repeat(200).as_bytes()).unwrap_err(), ReadError::TooLarge);
        let open = format!("nom;ville\nA;\"Bourg\n{}", "B;Bourg\n".repeat(4000));
        assert_eq!(read(open.as_bytes()).unwrap_err(), ReadError::Runaway(2));
        let long = format!("nom\n{}", "A\n".repeat(MAX_LINES + 1));
        assert_eq!(read(long.as_bytes()).unwrap_err(), ReadError::TooLarge);
    }

    #[test]
    fn what_was_written_is_read_as_it_was() {
        let lines = [
            vec!["=1+1".to_owned(), "Café; « l’été »".to_owned()],
            vec!["'Chez nous'".to_owned(), "deux\nlignes, \"dites\"".to_owned()],
            vec!["+33 3 26".to_owned(), String::new()],
        ];
        let armed = super::super::write(&["=nom"], []).unwrap();
        assert_eq!(armed, "\u{feff}'=nom\r\n".as_bytes(), "a header may come from somebody's file");
        let bytes = super::super::write(&["nom", "texte"], lines.iter().map(Vec::as_slice)).unwrap();
        assert!(bytes.starts_with("\u{feff}nom;texte\r\n'=1+1;".as_bytes()));
        let table = read(&bytes).unwrap();
        assert_eq!(table.lines.iter().map(|line| &line.cells).collect::<Vec<_>>(), lines.iter().collect::<Vec<_>>());
    }
}
