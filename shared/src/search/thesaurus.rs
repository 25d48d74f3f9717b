//! Words that French speakers use for the same thing: the groups of `thesaurus.txt`.
//!
//! Invariant: a word is never its own synonym. Words of one town or one generation ("thune") are not for this file: they are the
//! territory's data. Neighbours learned from the pages themselves (relevance feedback) were measured and brought nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::text;

/// Groups of folded words, by the stem of each.
static GROUPS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| read(include_str!("thesaurus.txt")));

/// The folded words that may stand for this one, each once.
pub(crate) fn synonyms(folded: &str) -> &'static [String] {
    GROUPS.get(&text::stem(folded)).map_or(&[], Vec::as_slice)
}

fn read(groups: &str) -> HashMap<String, Vec<String>> {
    let mut out: HashMap<String, Vec<String>> = HashMap::new();
    for line in groups.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<String> = line.split_whitespace().map(text::fold).collect();
        for word in &words {
            let stem = text::stem(word);
            let others: Vec<String> = words.iter().filter(|other| text::stem(other) != stem).cloned().collect();
            let known = out.entry(stem).or_default();
            known.extend(others.into_iter().filter(|other| !known.contains(other)).collect::<Vec<_>>());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_works_from_each_of_its_words() {
        assert!(synonyms("medecins").contains(&"docteur".to_owned()));
        assert!(synonyms("docteur").contains(&"medecin".to_owned()));
        assert!(!synonyms("medecin").contains(&"medecin".to_owned()));
        assert!(synonyms("zzz").is_empty());
    }
}
