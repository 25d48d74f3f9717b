//! Cells that a spreadsheet would compute: `=`, `+`, `-`, `@` at their head make a formula of what somebody typed, and a
//! formula can send what stands beside it elsewhere (OWASP, *CSV Injection*). An apostrophe before it keeps it text; reading
//! takes the same apostrophe away, so a table that went out and came back is unchanged.

/// The cell, as text to every spreadsheet.
pub(super) fn disarm(cell: &str) -> String {
    if is_armed(cell) || (cell.starts_with('\'') && is_armed(cell.trim_start_matches('\''))) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// What [`disarm`] made, as it was.
pub(super) fn rearm(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_armed(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_armed(cell: &str) -> bool {
    // Spreadsheets skip blanks, and read the wide signs of East Asian keyboards too.
    cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_become_text() {
        for cell in ["=1+1", "+33 3 26 00 00 00", "-10 %", "@SUM(A1)", "\t=1", " =HYPERLINK(\"https://evil.example\")"]
        {
            assert!(disarm(cell).starts_with('\''), "{cell}");
        }
        for cell in ["", "L’été", "'Chez nous'", "−10 %", "10-12", "a=b"] {
            assert_eq!(disarm(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn disarmed_and_rearmed_is_the_same(cell in "['=+@a -]{0,6}") {
            let safe = disarm(&cell);
            prop_assert!(!is_armed(&safe));
            prop_assert_eq!(rearm(&safe), cell.as_str());
        }
    }
}
