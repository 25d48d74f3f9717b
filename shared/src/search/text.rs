//! From a text to the words the index knows: folded, without elisions, with their stems.
//!
//! Invariant: everything is a function of the folded form alone, so that "etudiant" typed without its
//! accent and "étudiant" in a page can never part ways. Stemming the accented form first was measured
//! to bring nothing (ADR 0005). A tokenizer inside SQLite was rejected: it needs C callbacks that the
//! web build cannot register.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

pub use crate::domain::fold;
use crate::domain::push_folded;

/// Letters kept of one word: longer runs are machine noise (hashes, base64), not words.
const LONGEST_WORD: usize = 40;

/// Stems remembered per thread; a territory's vocabulary is of this order.
const REMEMBERED_STEMS: usize = 20_000;

/// One word of a text, with the bytes it covers there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) folded: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Pieces that French glues to the next word with an apostrophe.
const ELISIONS: [&str; 15] =
    ["l", "d", "j", "n", "m", "t", "s", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu"];

/// Words that carry no subject, in order.
static STOP_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| listed(include_str!("stop_words.txt")));

/// Stems of the words that frame a question, in order.
static FRAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| listed(include_str!("frame_words.txt")));

fn listed(file: &'static str) -> Vec<&'static str> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    let mut words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.sort_unstable();
    words
}

/// Whether a folded word frames a question: "type", "besoin", "disponible".
pub(crate) fn is_frame(folded: &str) -> bool {
    FRAMES.binary_search(&stem(folded).as_str()).is_ok()
}

/// Whether a folded word carries no subject of its own.
pub(crate) fn is_stop(folded: &str) -> bool {
    STOP_WORDS.binary_search(&folded).is_ok()
}

/// The stop words, for the spelling step: "quells" is a misspelt "quelles" before it is anything else.
pub(crate) fn stop_words() -> &'static [&'static str] {
    &STOP_WORDS
}

/// The words of a text in order, elisions dropped, addresses of links left out. Stop words are kept: the caller decides.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 6);
    let mut folded = String::new();
    let mut letters = 0;
    let mut start = 0;
    let mut skip_to = 0;
    for (at, letter) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        if letter.is_alphanumeric() || (!folded.is_empty() && matches!(letter, '\u{300}'..='\u{36f}')) {
            if folded.is_empty() {
                if let Some(end) = address_end(text, at, letter) {
                    skip_to = end;
                    continue;
                }
                start = at;
            }
            if letters < LONGEST_WORD {
                push_folded(&mut folded, letter);
            }
            letters += 1;
            continue;
        }
        let elision = matches!(letter, '\'' | '’' | 'ʼ') && ELISIONS.contains(&folded.as_str());
        if !folded.is_empty() && !elision {
            out.push(Word { folded: std::mem::take(&mut folded), start, end: at });
        }
        folded.clear();
        letters = 0;
        // The target of a Markdown link is not prose.
        if letter == ']' {
            skip_to = link_target_end(text, at).unwrap_or(skip_to);
        }
    }
    if !folded.is_empty() {
        out.push(Word { folded, start, end: text.len() });
    }
    out
}

/// Where a bare web address that starts at `at` ends.
fn address_end(text: &str, at: usize, first: char) -> Option<usize> {
    if !matches!(first, 'h' | 'H') {
        return None;
    }
    let rest = text.get(at..)?;
    let scheme = rest.get(..8).or_else(|| rest.get(..7))?.to_ascii_lowercase();
    if !scheme.starts_with("http://") && !scheme.starts_with("https://") {
        return None;
    }
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"')).unwrap_or(rest.len());
    Some(at + length)
}

/// Where the `(target)` that follows the bracket at `at` ends, on the same line.
fn link_target_end(text: &str, at: usize) -> Option<usize> {
    let target = text.get(at + 1..)?.strip_prefix('(')?;
    let length = target.find(['(', ')', '\n'])?;
    target.get(length..)?.starts_with(')').then_some(at + 2 + length)
}

/// The Snowball stem of a folded word; words of three letters or less and numbers stay as they are.
pub(crate) fn stem(folded: &str) -> String {
    static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::French));
    thread_local! {
        static KNOWN: RefCell<HashMap<String, String>> = RefCell::new(HashMap::new());
    }
    if folded.len() <= 3 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return folded.to_owned();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(stem) = known.get(folded) {
            return stem.clone();
        }
        let stem = fold(&STEMMER.stem(folded));
        if known.len() >= REMEMBERED_STEMS {
            known.clear();
        }
        known.insert(folded.to_owned(), stem.clone());
        stem
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn listed_words_are_written_as_they_are_looked_up() {
        assert!(STOP_WORDS.iter().all(|word| fold(word) == **word && is_stop(word)));
        assert!(FRAMES.iter().all(|frame| fold(frame) == **frame && !is_stop(frame)));
        assert!(is_stop("faire") && is_stop("quelles") && !is_stop("loyer"));
        assert!(is_frame("types") && is_frame("disponibles") && !is_frame("loyer"));
    }

    #[test]
    fn french_writing_is_taken_apart() {
        for (text, expected) in [
            ("L’été à Châlons", vec!["ete", "a", "chalons"]),
            ("qu'est-ce que l'APL ?", vec!["est", "ce", "que", "apl"]),
            ("cœur Œuvre", vec!["coeur", "oeuvre"]),
            ("e\u{301}tudiant", vec!["etudiant"]),
            ("rendez-vous, 18-25 ans", vec!["rendez", "vous", "18", "25", "ans"]),
            ("va sur https://a.example/loyer?x=1 vite", vec!["va", "sur", "vite"]),
            ("[le site](https://a.example/b) et [ça](c)", vec!["le", "site", "et", "ca"]),
            ("(non) [oui] (peut-être)", vec!["non", "oui", "peut", "etre"]),
            ("", vec![]),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        assert_eq!(stem("logements"), stem("logement"));
        assert_eq!(stem("etudiantes"), stem("etudiant"));
        assert_eq!(stem("apl"), "apl");
    }

    proptest! {
        #[test]
        fn words_lie_where_they_say(text in ".{0,200}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert!(text.get(word.start..word.end).is_some());
                prop_assert!(!word.folded.is_empty());
                last = word.end;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in ".{0,80}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
