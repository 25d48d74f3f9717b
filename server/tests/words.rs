//! What the console, the shops' pages, the feeds and the commands say is French as it is printed: its spaces, its apostrophes,
//! its dots. The app's words have the same test in `app/tests/words.rs`; here they are literals among code, so this reads the
//! sources as far as it takes to tell a sentence from SQL, a header or a line of the English log.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Words that no English sentence has, and few French ones are without.
const FRENCH_WORDS: [&str; 28] = [
    "le", "la", "les", "un", "une", "des", "du", "de", "et", "est", "pas", "avec", "sur", "dans", "que", "qui", "ce",
    "cette", "vous", "votre", "vos", "au", "aux", "ou", "oui", "sans", "ne", "par",
];

/// A string of the code: the line that it begins on, and what it says.
struct Literal {
    line: usize,
    said: String,
}

#[test]
fn the_console_keeps_its_french_spaces_and_apostrophes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut sentences, mut faults) = (0, Vec::new());
    for path in sources(&root) {
        let source = fs::read_to_string(&path).unwrap();
        // Unit tests hold what people type, which is never printed so.
        let code = source.split("#[cfg(test)]\nmod ").next().unwrap();
        for Literal { line, said } in literals(code) {
            sentences += usize::from(is_french(&said));
            if let Some(fault) = fault(&said) {
                faults.push(format!("src/{}:{line}: {fault} in {said:?}", path.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(sentences > 1_000, "only {sentences} sentences were found: are the sources read?");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_careless_sentence_is_found_and_code_is_left_alone() {
    for careless in [
        "Suivre ce flux ?",
        "Suivre ce flux?",
        "Suivre ce flux\u{a0}?",
        "Publié : c’est sur les téléphones.",
        "Publié\u{202f}: c’est sur les téléphones.",
        "Publié: c’est sur les téléphones.",
        "{count} choses à corriger :",
        "Le lieu « {id} » n’existe plus.",
        "Le lieu «\u{a0}{id}\u{a0}» n’existe plus.",
        "Le lieu «{id}» n’existe plus.",
        "Enregistrer garde votre version ; ",
        "Rien n'est perdu.",
        "L'adresse",
        "Un instant...",
        " : ",
    ] {
        assert!(fault(careless).is_some(), "{careless:?} passed");
    }
    for right in [
        "Suivre ce flux\u{202f}?",
        "Quoi\u{202f}?! Le lieu «\u{202f}{id}\u{202f}» est là\u{a0}: «\u{202f}oui\u{202f}»…",
        "\u{a0}: {name}",
        "Exemple pour la règle\u{a0}: Mo-Fr 09:00-12:00,14:00-18:00; PH off, FREQ=MONTHLY;BYDAY=2TU.",
        "De 8:30 à 9:00, [mots](https://exemple.fr), {words::counted(live, \"chose\", \"choses\")}",
        "UPDATE tile SET used = ?4 WHERE z = ? AND x = ?",
        "text/csv; charset=utf-8",
        "the card's keys: {error}; nothing was changed",
        "/staff?",
    ] {
        assert_eq!(fault(right), None, "{right:?}");
    }
}

#[test]
fn a_literal_is_told_from_the_code_around_it() {
    let code = r##"
        // "not me" and it's not a literal
        /* "nor me" */
        fn quoted<'a>(it: &'a str) -> char { let _ = ('"', '\'', '\u{22}', b'"'); '«' }
        const A: &str = "à \"deux\u{202f}!\" \
            lignes";
        const B: &str = r#"brut "\n" « "#;
        for"cela" { }
    "##;
    let found: Vec<_> = literals(code).into_iter().map(|literal| (literal.line, literal.said)).collect();
    let said = |line, said: &str| (line, said.to_owned());
    assert_eq!(found, [said(5, "à \"deux\u{202f}!\" lignes"), said(7, "brut \"\\n\" « "), said(8, "cela")]);
}

/// Every source file under a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// The strings of some code, outside its comments.
fn literals(code: &str) -> Vec<Literal> {
    let (mut all, mut at, mut before) = (Vec::new(), 0, ' ');
    while let Some(next) = code[at..].chars().next() {
        let rest = &code[at..];
        let line = || code[..at].matches('\n').count() + 1;
        let raw = raw_opening(rest).filter(|_| !before.is_alphanumeric() && before != '_');
        at += if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").unwrap() + 2
        } else if let Some(opening) = raw {
            let close = format!("\"{}", "#".repeat(opening - 2));
            let end = opening + rest[opening..].find(&close).unwrap();
            all.push(Literal { line: line(), said: rest[opening..end].to_owned() });
            end + close.len()
        } else if next == '"' {
            let end = end_of_string(rest);
            all.push(Literal { line: line(), said: unescaped(&rest[1..end]) });
            end + 1
        } else if next == '\'' {
            end_of_character(rest)
        } else {
            next.len_utf8()
        };
        before = next;
    }
    all
}

/// How long `r#"` is, if that is what stands here.
fn raw_opening(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes + 2)
}

/// Where the quotation mark is that ends the string which begins here.
fn end_of_string(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, one)| {
        let ends = *one == '"' && !escaped;
        escaped = *one == '\\' && !escaped;
        ends
    });
    end.unwrap().0
}

/// Past the character between apostrophes, or past the apostrophe of a lifetime.
fn end_of_character(rest: &str) -> usize {
    let mut inside = rest.chars().skip(1);
    match (inside.next(), inside.next()) {
        // The escaped one may be an apostrophe itself.
        (Some('\\'), Some(escaped)) => 2 + escaped.len_utf8() + rest[2 + escaped.len_utf8()..].find('\'').unwrap() + 1,
        (Some(one), Some('\'')) => 2 + one.len_utf8(),
        _ => 1,
    }
}

/// What a string says, its escapes read.
fn unescaped(text: &str) -> String {
    let (mut said, mut rest) = (String::new(), text);
    while let Some((plain, escape)) = rest.split_once('\\') {
        said.push_str(plain);
        let kind = escape.chars().next().unwrap();
        rest = &escape[kind.len_utf8()..];
        match kind {
            'n' => said.push('\n'),
            'u' => {
                let (digits, after) = rest.strip_prefix('{').unwrap().split_once('}').unwrap();
                said.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).unwrap());
                rest = after;
            }
            '\n' => rest = rest.trim_start(),
            other => said.push(other),
        }
    }
    said + rest
}

/// A sentence without what is put into it: a letter stands where a value will.
fn without_values(said: &str) -> String {
    let (mut plain, mut depth) = (String::new(), 0_u32);
    for one in said.chars() {
        match one {
            '{' => depth += 1,
            '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    plain.push('x');
                }
            }
            _ if depth == 0 => plain.push(one),
            _ => {}
        }
    }
    plain
}

fn is_french(said: &str) -> bool {
    let plain = without_values(said);
    let mut words = plain.split(|one: char| !one.is_alphabetic() && one != '\'');
    plain.contains(|one| "éèàâêîôûùçœÉÈÀÊ«»’…".contains(one))
        || words.any(|word| {
            let word = word.to_lowercase();
            FRENCH_WORDS.contains(&word.as_str()) || word.split_once('\'').is_some_and(|(before, _)| elided(before))
        })
}

/// What French shortens before a vowel: *l’*, *qu’*.
fn elided(before: &str) -> bool {
    ["c", "d", "j", "l", "m", "n", "qu", "s", "t", "aujourd"].contains(&before)
}

/// What is wrong with a sentence as it would be printed.
fn fault(said: &str) -> Option<&'static str> {
    let text: Vec<char> = without_values(said).chars().collect();
    let french = is_french(said);
    (0..text.len()).find_map(|at| {
        let before = at.checked_sub(1).map(|before| text[before]);
        let after = text.get(at + 1).copied();
        let ends = after.is_none_or(|after| after.is_whitespace() || after == '»');
        // Between two values there is no word to know a language by; no language has a plain space there.
        if text[at] == ':' && ends && before == Some(' ') {
            return Some("no U+00A0 before the colon");
        }
        match text[at] {
            _ if !french => None,
            ':' if ends && before.is_some_and(|before| before != '\u{a0}') => Some("no U+00A0 before the colon"),
            '«' if after != Some('\u{202f}') => Some("no U+202F after «"),
            '»' if before != Some('\u{202f}') => Some("no U+202F before »"),
            // Digits: opening hours are written `18:00; PH off`.
            ';' if ends && before.is_some_and(|before| before != '\u{202f}' && !before.is_ascii_digit()) => {
                Some("no U+202F before the semicolon")
            }
            '?' | '!' if ends && before.is_some_and(|before| !"\u{202f}?!".contains(before)) => {
                Some("no U+202F before the mark")
            }
            '\'' if before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic) => {
                Some("' where ’ stands")
            }
            '.' if before == Some('.') && after == Some('.') => Some("three dots instead of …"),
            _ => None,
        }
    })
}
