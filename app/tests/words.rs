//! The words themselves: the same keys in every language, French typography, and legible colours.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

use std::collections::BTreeMap;

const FRENCH: &str = include_str!("../../assets/i18n/fr.ftl");
const ENGLISH: &str = include_str!("../../assets/i18n/en.ftl");
const THEME: &str = include_str!("../../assets/theme.css");

fn keys(words: &str) -> Vec<&str> {
    let mut keys: Vec<&str> = words
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split(" =").next())
        .collect();
    keys.sort_unstable();
    keys
}

#[test]
fn both_languages_have_the_same_keys_once_each() {
    assert_eq!(keys(FRENCH), keys(ENGLISH));
    let mut once = keys(FRENCH);
    once.dedup();
    assert_eq!(once.len(), keys(FRENCH).len());
}

#[test]
fn french_keeps_its_spaces_and_apostrophes() {
    for (number, line) in FRENCH.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        for wrong in [" ;", " !", " ?", " »", "« ", " :", "'", "...", "\u{a0}?", "\u{a0}!", "\u{a0};"] {
            assert!(!line.contains(wrong), "line {}: «{wrong}» in {line}", number + 1);
        }
    }
}

/// Colours of a theme, by token name, from the first block that sets `--bg` after `from`.
fn colours(from: &str) -> BTreeMap<String, [f64; 3]> {
    let start = THEME.find(from).unwrap();
    let block = &THEME[start..start + THEME[start..].find('}').unwrap()];
    block
        .split(';')
        .filter_map(|declaration| {
            let (name, value) = declaration.rsplit_once("--")?.1.split_once(':')?;
            let hex = value.trim().strip_prefix('#').filter(|hex| hex.len() == 6)?;
            let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            Some((name.trim().to_owned(), [part(0), part(2), part(4)]))
        })
        .collect()
}

/// Contrast ratio of WCAG 2.2, "relative luminance" and "contrast ratio".
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let linear = colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_is_legible_on_every_paper_in_both_themes() {
    let paper = colours(":root {");
    let mut night = paper.clone();
    night.extend(colours(":root[data-theme=\"night\"]"));
    for (theme, colours) in [("paper", &paper), ("night", &night)] {
        for ground in ["bg", "sheet", "sunk"] {
            for text in ["text", "text-2", "bad", "good", "warn"] {
                let ratio = contrast(colours[text], colours[ground]);
                assert!(ratio >= 4.5, "{theme}: {text} on {ground} is {ratio:.2}");
            }
        }
    }
    for section in shared::domain::Section::ALL {
        let ratio = contrast(paper["ink"], paper[&format!("c-{section}")]);
        assert!(ratio >= 4.5, "ink on {section} is {ratio:.2}");
    }
}
