//! A territory's own words, made ready to be looked up: what « thune » means, and which words call for help.
//!
//! A word of the street whose meaning is listed is never taken for a misspelling: « thune » is not « tune ». Distress is recognised
//! from the question alone, so that the number is there when no page answers, when the index is empty, and while one types.
//!
//! Invariant: a misspelt word of distress is recognised too, a common word that merely resembles one is not: shorter words are not
//! compared loosely (« violet », « figue »), and a wrong letter is forgiven in the longest only (« adresse » is not « agressé »).

use std::collections::HashMap;

use super::{spelling, text};
use crate::domain::Lexicon;

/// From this length a word of distress is recognised with a letter too many, too few, or two of them swapped.
const FORGIVEN: usize = 7;

/// From this length with a wrong letter too.
const FORGIVEN_ALL: usize = 9;

/// From this length the word still being typed is completed.
const BEGUN: usize = 4;

/// A [`Lexicon`] made ready.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Folded words of pages, by the stem of the spoken word.
    meanings: HashMap<String, Vec<String>>,
    distress: Vec<Call>,
}

/// Words that call for numbers.
#[derive(Clone, Debug)]
struct Call {
    phrases: Vec<Vec<Part>>,
    numbers: Vec<String>,
}

#[derive(Clone, Debug)]
struct Part {
    folded: String,
    stem: String,
}

impl Vocabulary {
    /// Makes a lexicon ready; a few hundred words take well under a millisecond.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut meanings: HashMap<String, Vec<String>> = HashMap::new();
        for spoken in &lexicon.words {
            let means = spoken.means.iter().flat_map(|phrase| text::words(phrase)).map(|word| word.folded);
            let means: Vec<String> = means.filter(|word| !text::is_stop(word)).collect();
            for typed in spoken.typed.iter().flat_map(|typed| text::words(typed)) {
                let known = meanings.entry(text::stem(&typed.folded)).or_default();
                known.extend(means.iter().filter(|word| !known.contains(word)).cloned().collect::<Vec<_>>());
            }
        }
        let parts = |phrase: &String| -> Vec<Part> {
            let words = text::words(phrase).into_iter();
            words.map(|word| Part { stem: text::stem(&word.folded), folded: word.folded }).collect()
        };
        let distress = lexicon.distress.iter().map(|call| Call {
            phrases: call.words.iter().map(parts).filter(|phrase| !phrase.is_empty()).collect(),
            numbers: call.numbers.clone(),
        });
        Self { meanings, distress: distress.collect() }
    }

    /// What pages say for a folded word; empty for a word like any other.
    pub(crate) fn meanings(&self, folded: &str) -> &[String] {
        self.meanings.get(&text::stem(folded)).map_or(&[], Vec::as_slice)
    }

    /// Ids of the help numbers that a question calls for, in the lexicon's order, each once. `typing`: the last word may
    /// be unfinished.
    pub fn help(&self, question: &str, typing: bool) -> Vec<&str> {
        let words: Vec<Part> = text::words(question)
            .into_iter()
            .map(|word| Part { stem: text::stem(&word.folded), folded: word.folded })
            .collect();
        let typing = typing && question.chars().next_back().is_some_and(char::is_alphanumeric);
        let mut out: Vec<&str> = Vec::new();
        for call in &self.distress {
            if call.phrases.iter().any(|phrase| says(&words, phrase, typing)) {
                for number in &call.numbers {
                    if !out.contains(&number.as_str()) {
                        out.push(number);
                    }
                }
            }
        }
        out
    }
}

/// Whether the words of a phrase stand together among `words`.
fn says(words: &[Part], phrase: &[Part], typing: bool) -> bool {
    let last = words.len().saturating_sub(1);
    words.windows(phrase.len()).enumerate().any(|(at, run)| {
        run.iter().zip(phrase).enumerate().all(|(place, (word, part))| {
            let unfinished = typing && at + place == last && word.folded.chars().count() >= BEGUN;
            word.stem == part.stem || misspells(word, part) || (unfinished && part.folded.starts_with(&word.folded))
        })
    })
}

/// A typo in a long word; its first letter is nearly always right.
fn misspells(word: &Part, part: &Part) -> bool {
    let letters = part.folded.chars().count();
    letters >= FORGIVEN
        && word.folded.chars().next() == part.folded.chars().next()
        && spelling::one_edit_apart(&word.folded, &part.folded)
        && (letters >= FORGIVEN_ALL || !one_letter_differs(&word.folded, &part.folded))
}

fn one_letter_differs(left: &str, right: &str) -> bool {
    left.chars().count() == right.chars().count()
        && left.chars().zip(right.chars()).filter(|(a, b)| a != b).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Distress, Spoken};

    fn vocabulary() -> Vocabulary {
        let list = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        Vocabulary::new(&Lexicon {
            words: vec![Spoken { typed: list(&["thune", "flouze"]), means: list(&["argent", "aide financière"]) }],
            distress: vec![
                Distress {
                    words: list(&["suicide", "suicidaire", "me tuer", "envie de mourir"]),
                    numbers: list(&["3114", "15"]),
                },
                Distress { words: list(&["viol", "violée", "frapper", "fugue"]), numbers: list(&["119", "15"]) },
            ],
        })
    }

    #[test]
    fn a_word_of_the_street_means_what_pages_say() {
        let vocabulary = vocabulary();
        assert_eq!(vocabulary.meanings("thunes"), ["argent", "aide", "financiere"]);
        assert!(vocabulary.meanings("loyer").is_empty());
    }

    #[test]
    fn a_call_for_help_is_heard_in_any_sentence_and_nothing_else_is() {
        let vocabulary = vocabulary();
        for (question, expected) in [
            ("suicide", vec!["3114", "15"]),
            ("J’ai envie de mourir", vec!["3114", "15"]),
            ("je veux me tuer", vec!["3114", "15"]),
            ("comment se suicider", vec!["3114", "15"]),
            ("pensées suicidaires", vec!["3114", "15"]),
            ("mon père me frappe", vec!["119", "15"]),
            ("on m’a violée, envie de mourir", vec!["3114", "15", "119"]),
            ("faire une fugue", vec!["119", "15"]),
            // Typed badly, or not yet to the end.
            ("sucide", vec!["3114", "15"]),
            ("suic", vec!["3114", "15"]),
            // Look alike.
            ("violon", vec![]),
            ("pull violet", vec![]),
            ("confiture de figue", vec![]),
            ("tuer le temps", vec![]),
            ("suivide", vec![]),
            ("aller au cinéma", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(vocabulary.help(question, true), expected, "{question}");
        }
        assert!(vocabulary.help("suic", false).is_empty());
    }
}
