//! The library's answer is the measure: on every text that the project carries, and on what people write.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Group, Piece, parse, push};

/// The tree that the library's events make.
fn library(text: &str) -> Vec<Piece> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut stack: Vec<(Option<Group>, Vec<Piece>)> = vec![(None, Vec::new())];
    for event in Parser::new_ext(text, options) {
        let piece = match event {
            Event::Start(tag) => {
                stack.push((group(tag), Vec::new()));
                continue;
            }
            Event::End(end) => {
                let (group, inside) = stack.pop().unwrap();
                match group {
                    _ if matches!(end, TagEnd::Image) => continue,
                    Some(group) => Piece::Group(group, inside),
                    None => Piece::Group(Group::Paragraph, inside),
                }
            }
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => Piece::Words(words.into_string()),
            Event::Code(code) => Piece::Code(code.into_string()),
            Event::SoftBreak => Piece::Words(" ".to_owned()),
            Event::HardBreak => Piece::Break,
            Event::Rule => Piece::Rule,
            _ => continue,
        };
        push(&mut stack.last_mut().unwrap().1, piece);
    }
    stack.remove(0).1
}

fn group(tag: Tag<'_>) -> Option<Group> {
    Some(match tag {
        Tag::Paragraph => Group::Paragraph,
        Tag::Heading { level, .. } => Group::Heading(match level {
            HeadingLevel::H1 => 1,
            HeadingLevel::H2 => 2,
            _ => 3,
        }),
        Tag::Strong => Group::Strong,
        Tag::Emphasis => Group::Emphasis,
        Tag::Strikethrough => Group::Struck,
        Tag::Link { dest_url, .. } => Group::Link(dest_url.into_string()),
        Tag::List(start) => Group::List(start),
        Tag::Item => Group::Item,
        Tag::BlockQuote(_) => Group::Quote,
        Tag::CodeBlock(_) => Group::CodeBlock,
        Tag::Table(_) => Group::Table,
        Tag::TableHead => Group::HeadRow,
        Tag::TableRow => Group::Row,
        Tag::TableCell => Group::Cell,
        _ => return None,
    })
}

/// A mail address of the library's has no scheme.
fn same(ours: &[Piece], theirs: &[Piece]) -> bool {
    format!("{ours:?}").replace("mailto:", "") == format!("{theirs:?}").replace("mailto:", "")
}

fn texts(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let text = std::fs::read_to_string(&path).unwrap();
            let body = text.splitn(3, "+++").last().unwrap().splitn(3, "---\n").last().unwrap().to_owned();
            out.push((path, body));
        }
    }
}

#[test]
fn every_text_of_every_territory_reads_as_by_the_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    texts(&root.join("assets/territories"), &mut found);
    for name in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"] {
        found.push((name.into(), std::fs::read_to_string(root.join(name)).unwrap()));
    }
    assert!(found.len() > 100, "{} texts", found.len());
    for (path, text) in found {
        assert!(
            same(&parse(&text), &library(&text)),
            "{}\nours   {:#?}\ntheirs {:#?}",
            path.display(),
            parse(&text),
            library(&text)
        );
    }
}

#[test]
fn what_people_write_reads_as_by_the_library() {
    for text in [
        "Un *mot*, un **gros mot**, ***les deux***, ~~rien~~.",
        "2 * 3 * 4 et a_b_c, _oui_ et __non__, l’*autre*.",
        "**« Gras »** et*collé* et **gras*à moitié***",
        "*a **b** c* **a *b* c** *a*b*c*",
        "**Important :** lis *bien*, **puis** signe",
        "[un lien](https://a.example/b(c)d \"titre\") puis [autre](<https://a.example/x y>) et [rien] [a](b",
        "![une photo](x.webp \"t\") après, [![image](x)](https://a.example)",
        "[a **b** c](https://a.example) [un [lien](https://b.example) dedans](https://c.example)",
        "<https://a.example/?a=1&b=2> <info@chalons.example> <b>pas du HTML</b> 3 < 4",
        "&amp; &lt;b&gt; &quot;oui&quot; 10&nbsp;€ &#233;&#xe9; &inconnu; AT&T & co",
        "une ligne  \navec un saut\\\net la fin\nmême paragraphe",
        "`code` ``un ` dedans`` `a\nb` ` x ` `jamais fermé",
        "\\*pas gras\\* \\# \\[ \\a C:\\dossier",
        "# Un\n## Deux ##\n### Trois\n#### Quatre\n#pas un titre\nfin",
        "Titre\n=====\nSous-titre\n---\ntexte\n\n---\n***\n- - -\n",
        "- un\n- deux\n  suite\n- trois\n\nfin",
        "- un\n\n- deux\n\n- trois",
        "- un\n  - dedans\n  - encore\n    1. plus\n    2. bas\n- deux",
        "1. un\n2. deux\n3) autre liste\n\n7. sept\n8. huit",
        "* étoile\n+ plus\n- moins",
        "- [lien](https://a.example) : **gras**\n-\n- vide au-dessus",
        "- un paragraphe\n\n  un second\n- suite",
        "texte\n- liste sans ligne vide\n1. et un nombre\n2. encore",
        "texte\n2. ne commence pas une liste",
        "> cité\n> encore\nparesseux\n\n> autre\n> - liste\n> - dedans",
        "```\nfn main() {}\n  retrait\n```\n\n~~~rust\nx\n~~~\n\n    retrait de quatre\n    encore\n\nfin",
        "| a | b |\n|---|:-:|\n| 1 | **2** |\n| 3 |\n| 4 | 5 | 6 |\n\nfin",
        "a | b\n--|--\n1 | 2 \\| 3",
        "| pas | une table |\ntexte",
        "Où\u{202f}? « Là »\u{a0}: 5 km. 😀*ok*",
        "",
        "\n\n\n",
        "   \n  a  \n   b",
    ] {
        assert!(same(&parse(text), &library(text)), "{text}\nours   {:#?}\ntheirs {:#?}", parse(text), library(text));
    }
}

/// All words of a tree, signs aside.
fn said(pieces: &[Piece], out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Words(words) | Piece::Code(words) => write!(out, "{words} ").unwrap(),
            Piece::Break | Piece::Rule => out.push(' '),
            Piece::Group(_, inside) => said(inside, out),
        }
    }
}

#[test]
fn a_text_made_to_hurt_ends_soon_and_loses_no_word() {
    let long = 20_000;
    for text in [
        "*".repeat(long),
        "*a ".repeat(long),
        "a* ".repeat(long),
        "*a _b ".repeat(long / 2) + &"c_ d* ".repeat(long / 2),
        "[".repeat(long),
        "[a](".repeat(long),
        "![[".repeat(long),
        ">".repeat(long),
        "> ".repeat(long),
        "- ".repeat(long),
        "a".to_owned() + &"`".repeat(long),
        "` `` ".repeat(long / 2),
        "&".repeat(long),
        "<".repeat(long),
        "|".repeat(long) + "\n" + &"|-".repeat(long),
        (0..500).fold(String::new(), |text, n| text + &" ".repeat(n) + "- a\n"),
    ] {
        let mut words = String::new();
        said(&parse(&text), &mut words);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
        assert_eq!(letters(&words), letters(&text), "{}", text.chars().take(20).collect::<String>());
    }
}
