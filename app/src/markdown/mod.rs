//! Markdown as a tree of pieces: the part of CommonMark, with tables and struck words, that pages and news are written in.
//!
//! A reader of our own, which is the exception here: the library's weighs a thirtieth of all that a browser downloads, half of it
//! the two thousand names of HTML's entities (ADR 0027). `tests.rs` holds it to the library's answer on every text of every
//! territory and on what people write; on any text at all it ends, and loses no word.
//!
//! Left out: definitions of links apart from their place, blocks of HTML (their words stay words), names of entities but five.

mod block;
mod inline;
#[cfg(test)]
mod tests;

pub(crate) use block::parse;

/// Deepest that quotes, lists and emphasis hold each other. Below, signs stay signs: a tree is drawn and dropped by recursion.
const DEEPEST: usize = 24;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Words(String),
    Break,
    Rule,
    Code(String),
    Group(Group, Vec<Piece>),
}

/// What holds pieces together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Group {
    Paragraph,
    Heading(u8),
    Strong,
    Emphasis,
    Struck,
    Link(String),
    List(Option<u64>),
    Item,
    Quote,
    CodeBlock,
    Table,
    HeadRow,
    Row,
    Cell,
}

/// Puts a piece behind others; words go on with words.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Words(before)), Piece::Words(words)) => before.push_str(&words),
        (_, Piece::Words(words)) if words.is_empty() => {}
        (_, piece) => pieces.push(piece),
    }
}
