//! Names of streets and places as they are compared.
//!
//! French towns write « Rue du Général-de-Gaulle », people type « r gal de gaulle » or « rue charles de gaule ». Names in the
//! file are kept in full, as `OpenStreetMap` has them; what is short in a question is read as what it may stand for.

use crate::domain::fold;

/// Words of a name, folded: « L’Épine » is "l", "epine".
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What a spot is compared by: words of its name, a bar, words of its context.
pub fn folded(name: &str, context: &str) -> String {
    format!("{}|{}", words(name).join(" "), words(context).join(" "))
}

/// Whether a word may be left out of a name, or be another: « rue [de la] Marne ».
pub(super) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "d" | "l" | "a" | "le" | "la" | "les" | "de" | "du" | "des" | "au" | "aux" | "en" | "et" | "sur" | "the" | "of"
    )
}

/// What people shorten on maps and envelopes, in order.
const SHORT: [(&str, &str); 34] = [
    ("all", "allee"),
    ("av", "avenue"),
    ("ave", "avenue"),
    ("bd", "boulevard"),
    ("bld", "boulevard"),
    ("blvd", "boulevard"),
    ("boul", "boulevard"),
    ("bvd", "boulevard"),
    ("cdt", "commandant"),
    ("ch", "chemin"),
    ("che", "chemin"),
    ("chem", "chemin"),
    ("cial", "commercial"),
    ("col", "colonel"),
    ("crs", "cours"),
    ("dr", "docteur"),
    ("fbg", "faubourg"),
    ("fg", "faubourg"),
    ("gal", "general"),
    ("gen", "general"),
    ("imp", "impasse"),
    ("mal", "marechal"),
    ("pass", "passage"),
    ("pdt", "president"),
    ("pl", "place"),
    ("pr", "professeur"),
    ("qu", "quai"),
    ("r", "rue"),
    ("res", "residence"),
    ("rte", "route"),
    ("sq", "square"),
    ("st", "saint"),
    ("ste", "sainte"),
    ("za", "zone"),
];

/// What a short word stands for, if it is one.
pub(super) fn in_full(word: &str) -> Option<&'static str> {
    let at = SHORT.binary_search_by_key(&word, |(short, _)| short).ok()?;
    SHORT.get(at).map(|(_, long)| *long)
}

/// Whether two words are at most one letter apart: one too many, missing, wrong, or two neighbours swapped.
///
/// Told in one pass and without memory: a misspelt word is compared with thousands of a file.
pub(super) fn near(typed: &str, known: &str) -> bool {
    let same = typed.chars().zip(known.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (Some(typed), Some(known)) = (typed.get(same..), known.get(same..)) else { return false };
    let (typed_tail, known_tail) = (after(typed, 1), after(known, 1));
    typed == known
        || Some(typed) == known_tail
        || typed_tail == Some(known)
        || (typed_tail.is_some() && typed_tail == known_tail)
        || (swapped(typed, known) && after(typed, 2) == after(known, 2))
}

/// Whether `known` goes on from something at most one letter apart from `typed`.
pub(super) fn near_start(typed: &str, known: &str) -> bool {
    let letters = typed.chars().count();
    (letters.saturating_sub(1)..=letters + 1)
        .filter_map(|length| known.char_indices().map(|(at, _)| at).chain([known.len()]).nth(length))
        .filter_map(|end| known.get(..end))
        .any(|start| near(typed, start))
}

fn after(text: &str, letters: usize) -> Option<&str> {
    let at = text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(letters)?;
    text.get(at..)
}

fn swapped(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.chars(), right.chars());
    match (left.next(), left.next(), right.next(), right.next()) {
        (Some(a), Some(b), Some(c), Some(d)) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_in_order_and_stand_for_folded_ones() {
        assert!(SHORT.is_sorted_by(|(left, _), (right, _)| left < right));
        assert!(SHORT.iter().all(|(short, long)| fold(short) == *short && fold(long) == *long));
        assert_eq!((in_full("bd"), in_full("marne")), (Some("boulevard"), None));
    }

    #[test]
    fn one_letter_apart_is_near() {
        for (typed, known, expected) in [
            ("marne", "marne", true),
            ("marnne", "marne", true),
            ("mane", "marne", true),
            ("marme", "marne", true),
            ("mrane", "marne", true),
            ("marn", "marne", true),
            ("marnes", "marne", true),
            ("mrnae", "marne", false),
            ("mare", "marnes", false),
            ("épernay", "epernay", true),
            ("", "a", true),
            ("", "ab", false),
        ] {
            assert_eq!(near(typed, known), expected, "{typed} {known}");
            assert_eq!(near(known, typed), expected, "{known} {typed}");
        }
    }

    #[test]
    fn a_word_being_typed_may_have_its_mistake_already() {
        assert!(near_start("repuvl", "republique"));
        assert!(near_start("rpubli", "republique"));
        assert!(!near_start("rebuvl", "republique"));
        assert!(!near_start("republiques", "rep"));
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(folded("Rue de l’Épine", "51000 Châlons-en-Champagne"), "rue de l epine|51000 chalons en champagne");
    }
}
