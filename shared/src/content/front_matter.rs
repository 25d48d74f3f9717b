//! Splits a Markdown file from the TOML between its two `+++` lines.
//!
//! TOML rather than YAML: one parser for all content files, and dates are dates.

/// Front matter and body of a file. `None` when the fences are missing.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("+++\n").or_else(|| text.strip_prefix("+++\r\n"))?;
    let (front, body) = rest.split_once("\n+++")?;
    Some((front, body.trim_start_matches(['\r', '\n']).trim_end()))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn fences_are_needed_and_a_byte_order_mark_is_forgiven() {
        assert_eq!(split("+++\na = 1\n+++\n\nTexte.\n"), Some(("a = 1", "Texte.")));
        assert_eq!(split("\u{feff}+++\na = 1\n+++\nTexte."), Some(("a = 1", "Texte.")));
        assert_eq!(split("a = 1\n\nTexte."), None);
        assert_eq!(split("+++\na = 1\n"), None);
    }
}
