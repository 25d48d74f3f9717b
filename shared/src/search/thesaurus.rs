//! Words that French speakers use for the same thing.
pub(crate) fn synonyms(_folded: &str) -> Vec<&'static str> {
    Vec::new()
}
