//! The passage of a text that answers best, cut into plain and highlighted spans.
//!
//! Invariant: the spans put together are a piece of the text, white space flattened, with "…" where something was cut;
//! nothing is shown as markup. Storing passages in the index was rejected: the text is in the record already.

use std::collections::HashSet;

use super::text::{self, Word};

/// A piece of a snippet, to be highlighted or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The words, as written in the text.
    pub text: String,
    /// Whether it is one of the words looked for.
    pub hit: bool,
}

/// The run of at most `max_chars` characters (ellipses not counted) in which the most different `terms` occur,
/// then the most occurrences, then the earliest; from the start when there is none.
/// `terms` are folded forms, as in [`Match::terms`](super::Match::terms).
pub fn snippet(text: &str, terms: &[String], max_chars: usize) -> Vec<Span> {
    let wanted: HashSet<&str> = terms.iter().map(String::as_str).collect();
    let words = text::words(text);
    let hits: Vec<&Word> = words.iter().filter(|word| wanted.contains(word.folded.as_str())).collect();
    let (start, end) = best_run(text, &hits, max_chars);
    let mut spans = Vec::new();
    let mut at = start;
    if start > 0 {
        push(&mut spans, "… ", false);
    }
    for hit in hits.iter().filter(|hit| hit.start >= start && hit.end <= end) {
        push(&mut spans, text.get(at..hit.start).unwrap_or_default(), false);
        push(&mut spans, text.get(hit.start..hit.end).unwrap_or_default(), true);
        at = hit.end;
    }
    push(&mut spans, text.get(at..end).unwrap_or_default(), false);
    if text.get(end..).is_some_and(|rest| !rest.trim().is_empty()) {
        push(&mut spans, " …", false);
    }
    spans
}

/// The bytes of the run to show.
fn best_run(text: &str, hits: &[&Word], max_chars: usize) -> (usize, usize) {
    let mut best = (0, 0, 0);
    let mut best_span = (0, 0);
    for (first, hit) in hits.iter().enumerate() {
        let reach = advance(text, hit.start, max_chars);
        let run = hits.iter().skip(first).take_while(|other| other.end <= reach);
        let mut forms = HashSet::new();
        let (mut count, mut end) = (0, hit.end);
        for other in run {
            forms.insert(other.folded.as_str());
            count += 1;
            end = other.end;
        }
        let worth = (forms.len(), count, usize::MAX - hit.start);
        if worth > best {
            best = worth;
            best_span = (hit.start, end.min(reach));
        }
    }
    let (first, last) = best_span;
    // What room is left goes mostly after the words found, with enough before them to start a sentence.
    let used = text.get(first..last).map_or(0, |run| run.chars().count());
    let before = max_chars.saturating_sub(used) / 3;
    let start = line_start(text, first, before);
    let mut end = advance(text, start, max_chars);
    if end < text.len() {
        let run = text.get(start..end).unwrap_or_default();
        // Cut between words, never inside one, unless that would lose what was found.
        if let Some(space) = run.rfind(char::is_whitespace)
            && start + space >= last
        {
            end = start + space;
        }
    }
    (start, end)
}

/// At most `chars` characters before `from`: the start of its line when that is near, else of a word.
fn line_start(text: &str, from: usize, chars: usize) -> usize {
    let Some(head) = text.get(..from) else { return 0 };
    let mut earliest = from;
    for (count, (at, letter)) in head.char_indices().rev().enumerate() {
        if count >= chars {
            return head.get(earliest..).and_then(|run| run.find(char::is_whitespace)).map_or(from, |space| {
                let after = earliest + space;
                after + head.get(after..).map_or(0, |rest| rest.len() - rest.trim_start().len())
            });
        }
        if letter == '\n' {
            return at + 1;
        }
        earliest = at;
    }
    0
}

/// `chars` characters further, in bytes.
fn advance(text: &str, from: usize, chars: usize) -> usize {
    text.get(from..).and_then(|rest| rest.char_indices().nth(chars)).map_or(text.len(), |(at, _)| from + at)
}

/// Adds text with its white space flattened, joined to the span before when both are plain.
fn push(spans: &mut Vec<Span>, text: &str, hit: bool) {
    let mut flat = String::with_capacity(text.len());
    for letter in text.chars() {
        // U+00A0 and U+202F hold French punctuation to its word: they stay.
        if matches!(letter, ' ' | '\n' | '\r' | '\t') {
            if !flat.ends_with(' ') {
                flat.push(' ');
            }
        } else {
            flat.push(letter);
        }
    }
    if flat.is_empty() {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.hit == hit => last.text.push_str(&flat),
        _ => spans.push(Span { text: flat, hit }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(spans: &[Span]) -> String {
        spans.iter().map(|span| if span.hit { format!("[{}]", span.text) } else { span.text.clone() }).collect()
    }

    fn terms(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_passage_with_the_most_words_found_is_shown() {
        let text = "Ton loyer est cher ?\n\nBeaucoup de choses à lire avant d’arriver au but, vraiment beaucoup.\n\nL’aide au loyer (APL) se demande à la CAF.";
        let spans = snippet(text, &terms(&["aide", "loyer", "caf"]), 50);
        assert_eq!(shown(&spans), "… L’[aide] au [loyer] (APL) se demande à la [CAF].");
    }

    #[test]
    fn a_text_without_the_words_shows_its_start() {
        assert_eq!(shown(&snippet("Se loger à Châlons, c’est possible.", &terms(&["x"]), 20)), "Se loger à Châlons, …");
        assert_eq!(shown(&snippet("Court.", &[], 20)), "Court.");
        assert_eq!(snippet("", &[], 20), vec![]);
    }

    proptest! {
        #[test]
        fn never_longer_than_asked_and_never_a_fault(text in "[a-zéà’ \n🙂]{0,300}", wanted in prop::collection::vec("[a-z]{1,3}", 0..4), most in 0..120_usize) {
            let spans = snippet(&text, &wanted, most);
            let all: String = spans.iter().map(|span| span.text.as_str()).collect();
            prop_assert!(all.chars().count() <= most + 4, "{:?}", spans);
            for pair in spans.windows(2) {
                prop_assert_ne!(pair[0].hit, pair[1].hit);
            }
        }
    }
}
