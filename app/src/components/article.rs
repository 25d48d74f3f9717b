//! Markdown as elements.
//!
//! The text is parsed into a tree and drawn as elements, never as inner HTML: raw HTML in it is shown as the
//! text it is, so nothing from a feed or an editor can run here. Headings are shifted to fit under the
//! screen's own. Images inside a text are not drawn: pictures travel with their record, sized and described.

use dioxus::prelude::*;

use super::onward::Onward;
use crate::markdown::{Group, Piece, parse};

/// A text in Markdown. `top` is the level its first-level headings get: 2 under a screen's title.
#[component]
pub fn Article(text: String, #[props(default = 2)] top: u8, #[props(default)] lang: Option<String>) -> Element {
    let pieces = parse(&text);
    rsx! {
        div { class: "prose", lang, {draw(&pieces, top, false)} }
    }
}

/// Markdown of one line, for steps: no paragraph around it.
#[component]
pub fn Inline(text: String) -> Element {
    let pieces = parse(&text);
    let inner: Vec<Piece> = pieces
        .into_iter()
        .flat_map(|piece| match piece {
            Piece::Group(Group::Paragraph, inner) => inner,
            other => vec![other],
        })
        .collect();
    rsx! {
        span { {draw(&inner, 2, false)} }
    }
}

fn draw(pieces: &[Piece], top: u8, head: bool) -> Element {
    rsx! {
        for piece in pieces {
            {draw_piece(piece, top, head)}
        }
    }
}

fn draw_piece(piece: &Piece, top: u8, head: bool) -> Element {
    match piece {
        Piece::Words(words) => rsx! { "{words}" },
        Piece::Break => rsx! { br {} },
        Piece::Rule => rsx! { hr {} },
        Piece::Code(code) => rsx! { code { "{code}" } },
        Piece::Group(group, pieces) => {
            let inner = draw(pieces, top, head || *group == Group::HeadRow);
            match group {
                Group::Paragraph => rsx! { p { {inner} } },
                Group::Heading(level) => match top.saturating_add(level.saturating_sub(2)) {
                    0..=2 => rsx! { h2 { {inner} } },
                    3 => rsx! { h3 { {inner} } },
                    _ => rsx! { h4 { {inner} } },
                },
                Group::Strong => rsx! { strong { {inner} } },
                Group::Emphasis => rsx! { em { {inner} } },
                Group::Struck => rsx! { s { {inner} } },
                Group::Link(url) => rsx! { Onward { url: url.clone(), {inner} } },
                Group::List(None) => rsx! { ul { {inner} } },
                Group::List(Some(start)) => rsx! { ol { start: "{start}", {inner} } },
                Group::Item => rsx! { li { {inner} } },
                Group::Quote => rsx! { blockquote { {inner} } },
                Group::CodeBlock => rsx! { pre { code { {inner} } } },
                Group::Table => rsx! { div { class: "scroll", table { {inner} } } },
                Group::HeadRow | Group::Row => rsx! { tr { {inner} } },
                Group::Cell if head => rsx! { th { scope: "col", {inner} } },
                Group::Cell => rsx! { td { {inner} } },
            }
        }
    }
}

/// The words of a text alone, as a voice reads them.
pub fn spoken(text: &str) -> String {
    fn collect(pieces: &[Piece], out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Words(words) | Piece::Code(words) => out.push_str(words),
                Piece::Break | Piece::Rule => out.push('\n'),
                Piece::Group(group, inner) => {
                    collect(inner, out);
                    if matches!(group, Group::Paragraph | Group::Heading(_) | Group::Item | Group::Row) {
                        out.push_str(".\n");
                    }
                }
            }
        }
    }
    let mut out = String::new();
    collect(&parse(text), &mut out);
    out.replace("..", ".").replace("?.", "?").replace("!.", "!").replace(":.", ":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_html_stays_words() {
        let words = Piece::Words("<script>alert(1)</script>".to_owned());
        assert_eq!(parse("<script>alert(1)</script>"), vec![Piece::Group(Group::Paragraph, vec![words])]);
    }

    #[test]
    fn images_inside_a_text_are_left_out() {
        assert_eq!(parse("![x](https://elsewhere.example/t.gif)"), vec![Piece::Group(Group::Paragraph, vec![])]);
    }

    #[test]
    fn a_voice_reads_words_and_pauses() {
        assert_eq!(
            spoken("## Pour qui\u{202f}?\n\n- **18** ans\n- en coloc"),
            "Pour qui\u{202f}?\n18 ans.\nen coloc.\n"
        );
    }
}
