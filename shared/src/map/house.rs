//! House numbers, as people write them: "12", "12 bis", "12B".

/// One form for each number: without spaces, in lower case. `None` for what is none: « Bâtiment A », "12;14".
pub fn number(text: &str) -> Option<String> {
    let joined: String = text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect();
    is_number(&joined).then_some(joined)
}

/// Digits, at most four, then one letter or a Latin "again".
pub(super) fn is_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&digits)
        && word.get(digits..).is_some_and(|rest| rest.is_empty() || is_again(rest) || is_letter(rest))
}

/// "12 bis".
pub(super) fn is_again(word: &str) -> bool {
    matches!(word, "bis" | "ter" | "quater")
}

/// Whether a word of its own behind a number belongs to it: "12 bis", "12 b". Not "d", which is the start of « d’Alsace ».
pub(super) fn goes_on(word: &str) -> bool {
    is_again(word) || matches!(word, "b" | "c" | "t" | "q")
}

fn is_letter(word: &str) -> bool {
    word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// What a number may be written as in the file: what was typed first, then "b" for "bis" and back, then without.
pub(super) fn readings(number: &str) -> Vec<String> {
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    let other = match number.strip_prefix(digits.as_str()).unwrap_or_default() {
        "b" => "bis",
        "bis" => "b",
        "t" => "ter",
        "ter" => "t",
        "q" => "quater",
        "quater" => "q",
        _ => "",
    };
    let mut all = vec![number.to_owned(), format!("{digits}{other}"), digits];
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        for (text, expected) in [
            ("12", Some("12")),
            ("12 bis", Some("12bis")),
            ("12B", Some("12b")),
            ("1945", Some("1945")),
            ("51000", None),
            ("12;14", None),
            ("Bâtiment A", None),
            ("", None),
            ("4eme", None),
        ] {
            assert_eq!(number(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn bis_is_read_as_b_and_without() {
        assert_eq!(readings("12b"), ["12b", "12bis", "12"]);
        assert_eq!(readings("12"), ["12"]);
    }
}
