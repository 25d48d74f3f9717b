//! A sheet of printed cards as PDF: ten to an A4 page, 85.6 × 54 mm each (ISO/IEC 7810 ID-1), with cut marks.
//!
//! Lettering is Helvetica, which every PDF reader has: nothing is embedded. Its encoding has the letters of western
//! Europe; others lose their accents rather than become question marks. The code is rectangles, so it prints sharp.
//! Laying a page out and writing the file are two steps: the first is tested by reading its codes back.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use qrcode::EcLevel;

use super::qr::{Modules, QUIET};
use crate::http::HttpError;

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;
const PAGE: (f32, f32) = (210.0 * MM, 297.0 * MM);
const CARD: (f32, f32) = (85.6 * MM, 54.0 * MM);
const COLUMNS: usize = 2;
const ROWS: usize = 5;

/// Cards on a page.
pub(super) const PER_PAGE: usize = COLUMNS * ROWS;

/// Side of the code with its quiet zone: modules of 0.7 mm, which any camera reads.
const CODE: f32 = 47.0 * MM;

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PaperCard {
    pub(super) first_name: String,
    /// Last day, in words.
    pub(super) until: String,
    /// Text of its code.
    pub(super) code: String,
}

/// The file.
pub(super) fn pdf(cards: &[PaperCard], town: &str, paper: &str) -> Result<Vec<u8>, HttpError> {
    let mut refs = (1..).map(Ref::new);
    let mut next = || refs.next().unwrap_or(Ref::new(1));
    let (catalog, tree, plain, bold, info) = (next(), next(), next(), next(), next());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr("fr"));
    pdf.document_info(info).title(TextStr(&format!("Cartes {town}")));
    for (font, name) in [(plain, b"Helvetica".as_slice()), (bold, b"Helvetica-Bold")] {
        pdf.type1_font(font).base_font(Name(name)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    let mut pages = Vec::new();
    for cards in cards.chunks(PER_PAGE) {
        let (page, stream) = (next(), next());
        let mut leaf = pdf.page(page);
        leaf.parent(tree).media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).contents(stream);
        leaf.resources().fonts().pair(Name(b"F"), plain).pair(Name(b"B"), bold);
        leaf.finish();
        pdf.stream(stream, &deflated(&layout(cards, town, paper)?)?).filter(Filter::FlateDecode);
        pages.push(page);
    }
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages).count(count);
    Ok(pdf.finish())
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>, HttpError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_err(|error| HttpError::Internal(format!("a PDF: {error}")))
}

/// Drawing of one page.
fn layout(cards: &[PaperCard], town: &str, paper: &str) -> Result<Vec<u8>, HttpError> {
    let mut content = Content::new();
    let left = (PAGE.0 - COLUMNS as f32 * CARD.0) / 2.0;
    let bottom = (PAGE.1 - ROWS as f32 * CARD.1) / 2.0;
    for (at, card) in cards.iter().enumerate() {
        let (column, row) = (at % COLUMNS, at / COLUMNS);
        let x = left + column as f32 * CARD.0;
        let y = bottom + (ROWS - 1 - row) as f32 * CARD.1;
        place(&mut content, card, town, paper, x, y)?;
    }
    marks(&mut content, left, bottom);
    Ok(content.finish().into_vec())
}

fn place(content: &mut Content, card: &PaperCard, town: &str, paper: &str, x: f32, y: f32) -> Result<(), HttpError> {
    let (red, green, blue) = colour(paper);
    content.set_fill_rgb(red, green, blue).rect(x, y, CARD.0, CARD.1).fill_nonzero();
    let (code_x, code_y) = (x + CARD.0 - CODE - 3.5 * MM, y + (CARD.1 - CODE) / 2.0);
    content.set_fill_rgb(1.0, 1.0, 1.0).rect(code_x, code_y, CODE, CODE).fill_nonzero();
    let modules = Modules::of(&card.code, EcLevel::Q)?;
    let side = CODE / (modules.width + 2 * QUIET) as f32;
    content.set_fill_rgb(0.0, 0.0, 0.0);
    for (column, row, length) in modules.runs() {
        let (from, line) = ((column + QUIET) as f32, (row + QUIET + 1) as f32);
        content.rect(code_x + from * side, code_y + CODE - line * side, length as f32 * side, side);
    }
    content.fill_nonzero();
    content.set_fill_rgb(0.106, 0.078, 0.188);
    let (margin, room) = (x + 4.0 * MM, code_x - x - 6.0 * MM);
    line(content, b"B", town, 13.0, room, margin, y + CARD.1 - 9.0 * MM);
    line(content, b"F", "Carte jeune", 9.0, room, margin, y + CARD.1 - 13.5 * MM);
    line(content, b"B", &card.first_name, 20.0, room, margin, y + 22.0 * MM);
    line(content, b"F", "Valable jusqu’au", 8.0, room, margin, y + 14.0 * MM);
    line(content, b"B", &card.until, 9.5, room, margin, y + 9.5 * MM);
    line(content, b"F", "Se vérifie avec le réseau", 7.0, room, margin, y + 4.5 * MM);
    Ok(())
}

/// One line, as large as `most` and as `room` let it be.
fn line(content: &mut Content, font: &[u8], text: &str, most: f32, room: f32, x: f32, y: f32) {
    let size = most.min(room / text.chars().map(em).sum::<f32>().max(0.1));
    content.begin_text().set_font(Name(font), size).next_line(x, y).show(Str(&win_ansi(text))).end_text();
}

/// Width of a letter of Helvetica-Bold in em, rounded up.
const fn em(letter: char) -> f32 {
    match letter {
        'i' | 'j' | 'l' | 'I' | ' ' | '.' | ',' | '’' | '\'' | '-' => 0.34,
        'f' | 't' | 'r' => 0.4,
        'm' | 'w' | 'M' | 'W' | 'Œ' | 'œ' | 'Æ' | 'æ' => 0.95,
        'A'..='Z' | 'À'..='Þ' => 0.78,
        _ => 0.62,
    }
}

/// Cut marks in the margins, where the edges of cards meet the paper's.
fn marks(content: &mut Content, left: f32, bottom: f32) {
    let (right, top) = (left + COLUMNS as f32 * CARD.0, bottom + ROWS as f32 * CARD.1);
    let (near, far) = (1.0 * MM, 6.0 * MM);
    content.set_stroke_rgb(0.0, 0.0, 0.0).set_line_width(0.4);
    for column in 0..=COLUMNS {
        let x = left + column as f32 * CARD.0;
        content.move_to(x, bottom - near).line_to(x, bottom - far).move_to(x, top + near).line_to(x, top + far);
    }
    for row in 0..=ROWS {
        let y = bottom + row as f32 * CARD.1;
        content.move_to(left - near, y).line_to(left - far, y).move_to(right + near, y).line_to(right + far, y);
    }
    content.stroke();
}

/// `#RRGGBB`; white when it is not one.
fn colour(text: &str) -> (f32, f32, f32) {
    let channel = |at: usize| {
        let digits = text.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        f32::from(digits.unwrap_or(255)) / 255.0
    };
    (channel(1), channel(3), channel(5))
}

/// Windows code page 1252, the encoding of the lettering (PDF 32000-1, annex D).
fn win_ansi(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            ' '..='~' | '\u{a0}'..='ÿ' => bytes.push(letter as u32 as u8),
            '\u{202f}' => bytes.push(0xa0),
            '€' => bytes.push(0x80),
            '…' => bytes.push(0x85),
            'Š' => bytes.push(0x8a),
            'Œ' => bytes.push(0x8c),
            'Ž' => bytes.push(0x8e),
            '‘' => bytes.push(0x91),
            '’' => bytes.push(0x92),
            '–' => bytes.push(0x96),
            'š' => bytes.push(0x9a),
            'œ' => bytes.push(0x9c),
            'ž' => bytes.push(0x9e),
            'Ÿ' => bytes.push(0x9f),
            other => {
                let plain = shared::domain::fold(other.encode_utf8(&mut [0; 4]));
                let plain = if other.is_uppercase() { plain.to_uppercase() } else { plain };
                bytes.extend(plain.bytes().filter(u8::is_ascii));
            }
        }
    }
    bytes
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    /// Pixels in a point.
    const SCALE: f32 = 4.0;

    fn card(number: usize) -> PaperCard {
        let digits = "0123456789".repeat(23);
        PaperCard {
            first_name: "Zoé".to_owned(),
            until: "24 novembre 2027".to_owned(),
            code: format!("https://carte.example.fr/v#{number:04}{digits}"),
        }
    }

    /// The page as a printer would draw it: rectangles in the order they are filled.
    fn painted(content: &[u8]) -> (usize, usize, Vec<u8>) {
        let (width, height) = ((PAGE.0 * SCALE) as usize, (PAGE.1 * SCALE) as usize);
        let mut pixels = vec![255_u8; width * height];
        let (mut grey, mut pending) = (255_u8, Vec::new());
        for words in String::from_utf8_lossy(content).lines().map(|line| line.split(' ').collect::<Vec<_>>()) {
            let number = |at: usize| words[at].parse::<f32>().unwrap();
            match *words.last().unwrap() {
                "rg" => grey = (number(1) * 255.0) as u8,
                "re" => pending.push((number(0), number(1), number(2), number(3))),
                "f" => {
                    for (x, y, w, h) in pending.drain(..) {
                        let (top, low) = ((PAGE.1 - y - h) * SCALE, (PAGE.1 - y) * SCALE);
                        for row in top.round() as usize..low.round() as usize {
                            let from = row * width + (x * SCALE).round() as usize;
                            pixels[from..row * width + ((x + w) * SCALE).round() as usize].fill(grey);
                        }
                    }
                }
                _ => {}
            }
        }
        (width, height, pixels)
    }

    #[test]
    fn every_code_of_a_full_page_is_read_back() {
        let cards: Vec<_> = (0..PER_PAGE).map(card).collect();
        let content = layout(&cards, "Jeunes du Bourg", "#FFD445").unwrap();
        let (width, height, pixels) = painted(&content);
        // Card by card, as one looks at them: a reader that sees ten codes at once pairs corners of neighbours.
        let cell = |at: usize| {
            let (card, margin) = (CARD.0 * SCALE, (PAGE.0 - COLUMNS as f32 * CARD.0) / 2.0 * SCALE);
            let (tall, top) = (CARD.1 * SCALE, (PAGE.1 - ROWS as f32 * CARD.1) / 2.0 * SCALE);
            ((margin + (at % COLUMNS) as f32 * card) as usize, (top + (at / COLUMNS) as f32 * tall) as usize)
        };
        assert!(height > cell(PER_PAGE - 1).1);
        let read: Vec<String> = (0..PER_PAGE)
            .map(|at| {
                let (left, top) = cell(at);
                let (wide, tall) = ((CARD.0 * SCALE) as usize, (CARD.1 * SCALE) as usize);
                let mut image = rqrr::PreparedImage::prepare_from_greyscale(wide, tall, |x, y| {
                    pixels[(top + y) * width + left + x]
                });
                image.detect_grids()[0].decode().unwrap().1
            })
            .collect();
        let expected: Vec<_> = cards.into_iter().map(|card| card.code).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn eleven_cards_take_two_pages() {
        let file = pdf(&vec![card(1); PER_PAGE + 1], "Jeunes du Bourg", "#FFD445").unwrap();
        assert!(file.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&file);
        assert_eq!(text.matches("/Type /Page\n").count(), 2);
        assert!(text.contains("/Count 2"));
    }

    #[test]
    fn letters_of_western_europe_stay_and_others_lose_their_accents() {
        assert_eq!(win_ansi("Zoé’Œ"), [b'Z', b'o', 0xe9, 0x92, 0x8c]);
        assert_eq!(win_ansi("Łukasz Şeyma"), b"Lukasz Seyma");
    }

    #[test]
    fn a_long_name_stays_on_its_side() {
        let room = CARD.0 - CODE - 9.5 * MM;
        for name in ["Marie-Antoinette Wilhelmina", "MMMMMMMMMMMM", "Jo"] {
            let mut content = Content::new();
            line(&mut content, b"B", name, 20.0, room, 0.0, 0.0);
            let drawn = String::from_utf8_lossy(&content.finish().into_vec()).into_owned();
            let size: f32 = drawn.split("/B ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
            assert!(size <= 20.0 && size * name.chars().map(em).sum::<f32>() <= room * 1.01, "{name}: {size}");
        }
    }
}
