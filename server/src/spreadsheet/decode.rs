//! From bytes to text: by the mark at the head of the file, else UTF-8 if it is, else what Excel writes in France.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::ReadError;

/// How a file's letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// UTF-8, with a mark or without.
    Utf8,
    /// UTF-16, as Excel's « Texte Unicode ».
    Utf16,
    /// Windows-1252, of which Latin-1 is a part.
    Windows1252,
}

impl Writing {
    /// As people who make such files call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252 (Latin-1)",
        }
    }
}

/// The text of a file.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Writing), ReadError> {
    // A ZIP archive: what Excel and LibreOffice save when they are not asked for CSV. Or the older binary workbook.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(ReadError::Workbook);
    }
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let body = bytes.get(mark..).unwrap_or_default();
    let (encoding, writing) = match () {
        () if encoding != UTF_8 => (encoding, Writing::Utf16),
        () if std::str::from_utf8(body).is_ok() => (UTF_8, Writing::Utf8),
        () => (WINDOWS_1252, Writing::Windows1252),
    };
    let (text, _) = encoding.decode_without_bom_handling(body);
    // No spreadsheet writes them; a picture or a program does.
    if text.contains('\0') {
        return Err(ReadError::NotText);
    }
    Ok((text.into_owned(), writing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_as_spreadsheets_write_them() {
        let utf16: Vec<u8> = "\u{feff}Café €".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, text, writing) in [
            ("Café €".as_bytes(), "Café €", Writing::Utf8),
            ("\u{feff}Café €".as_bytes(), "Café €", Writing::Utf8),
            (b"Caf\xe9 \x80 l\x92\xe9t\xe9".as_slice(), "Café € l’été", Writing::Windows1252),
            (utf16.as_slice(), "Café €", Writing::Utf16),
            (b"", "", Writing::Utf8),
        ] {
            assert_eq!(decode(bytes), Ok((text.to_owned(), writing)), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(decode(b"PK\x03\x04\x14\0").unwrap_err(), ReadError::Workbook);
        assert_eq!(decode(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]).unwrap_err(), ReadError::Workbook);
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\r").unwrap_err(), ReadError::NotText);
    }
}
