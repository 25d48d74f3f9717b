//! Sets of questions whose page is known, and how people mistype them.
//!
//! Invariant: the same file and the same seed give the same questions on every machine.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::random::Random;

/// Words of at least this many letters get a typo.
const LONG_WORD: usize = 5;

/// Pages and what is asked of them.
#[derive(Clone)]
pub(super) struct Set {
    /// The first line of each is its title.
    pub(super) pages: Vec<String>,
    /// Question, and the index of its page.
    pub(super) questions: Vec<(String, usize)>,
}

impl Set {
    /// Reads `[{question, answers, context}]`: every distinct context is a page, questions without an answer are not asked.
    pub(super) fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let items: Vec<Value> =
            serde_json::from_str(&text).with_context(|| format!("{} is no JSON array", file.display()))?;
        let mut set = Self { pages: Vec::new(), questions: Vec::new() };
        let mut known: HashMap<String, usize> = HashMap::new();
        for item in items {
            let field = |name: &str| {
                item.get(name).and_then(Value::as_str).with_context(|| format!("a question without \"{name}\""))
            };
            let (question, context) = (field("question")?, field("context")?);
            let page = *known.entry(context.to_owned()).or_insert_with(|| {
                set.pages.push(context.to_owned());
                set.pages.len() - 1
            });
            if item.get("answers").and_then(Value::as_array).is_some_and(|answers| !answers.is_empty()) {
                set.questions.push((question.to_owned(), page));
            }
        }
        ensure!(!set.questions.is_empty(), "{} has no question with an answer", file.display());
        Ok(set)
    }

    /// The same questions with one random edit in each long word.
    pub(super) fn misspelt(&self, seed: u64) -> Self {
        let mut random = Random(seed);
        let questions = self.questions.iter().map(|(question, page)| (misspell(question, &mut random), *page));
        Self { pages: self.pages.clone(), questions: questions.collect() }
    }
}

/// A page's first line, and the rest.
pub(super) fn title_and_body(page: &str) -> (&str, &str) {
    page.split_once('\n').unwrap_or((page, ""))
}

/// One random edit in each long word: a letter put in, left out, replaced, or swapped with the next.
pub(crate) fn misspell(question: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(question.len() + 16);
    let mut word: Vec<char> = Vec::new();
    for letter in question.chars().chain(std::iter::once('\n')) {
        if letter.is_alphabetic() {
            word.push(letter);
            continue;
        }
        if word.len() >= LONG_WORD {
            edit(&mut word, random);
        }
        out.extend(word.drain(..));
        out.push(letter);
    }
    out.pop();
    out
}

fn edit(word: &mut Vec<char>, random: &mut Random) {
    let letter = (b'a'..=b'z').nth(random.below(26)).map_or('e', char::from);
    let at = random.below(word.len());
    match random.below(4) {
        0 => word.insert(at, letter),
        1 => drop(word.remove(at)),
        2 => {
            if let Some(slot) = word.get_mut(at) {
                *slot = letter;
            }
        }
        _ => {
            let at = at.min(word.len() - 2);
            word.swap(at, at + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_get_one_edit_each_and_the_rest_stays() {
        let question = "Où est le logement d’urgence ?";
        let misspelt = misspell(question, &mut Random(7));
        assert_ne!(misspelt, question);
        assert!(misspelt.starts_with("Où est le ") && misspelt.ends_with(" ?"), "{misspelt}");
        assert_eq!(misspelt, misspell(question, &mut Random(7)));
    }
}
