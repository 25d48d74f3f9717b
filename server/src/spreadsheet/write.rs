//! A table that Excel opens as it is on a French machine: UTF-8 with its mark, semicolons, lines as Windows ends them.

use super::formula::disarm;

/// A CSV file of a header and its lines.
pub fn write<'a>(header: &[&str], lines: impl IntoIterator<Item = &'a [String]>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header.iter().map(|name| disarm(name)))?;
    for line in lines {
        writer.write_record(line.iter().map(|cell| disarm(cell)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
