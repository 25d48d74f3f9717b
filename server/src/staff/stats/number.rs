//! Numbers as French is written: a comma, thin spaces between thousands, and a unit behind a no-break space.

use crate::staff::words::grouped;

/// `13,7 %`, from a part of one. From a tenth of a percent on; whole from a hundred on.
pub(super) fn percent(share: f64) -> String {
    format!("{}\u{a0}%", decimal(share * 100.0))
}

/// `13,7`: one digit behind the comma, none when it is a nought.
pub(super) fn decimal(value: f64) -> String {
    let tenths = (value * 10.0).round().max(0.0) as u64;
    let whole = grouped(tenths / 10);
    if tenths.is_multiple_of(10) { whole } else { format!("{whole},{}", tenths % 10) }
}

/// `3 812 €`; with cents below a hundred euros.
pub(super) fn euros(cents: u64) -> String {
    if cents >= 10_000 || cents.is_multiple_of(100) {
        return format!("{}\u{a0}€", grouped((cents + 50) / 100));
    }
    format!("{},{:02}\u{a0}€", grouped(cents / 100), cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_and_spaces_that_do_not_break() {
        assert_eq!(percent(0.137_2), "13,7\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
        assert_eq!(percent(0.000_4), "0\u{a0}%");
        assert_eq!(decimal(1_234.56), "1\u{202f}234,6");
        for (cents, expected) in
            [(0, "0\u{a0}€"), (250, "2,50\u{a0}€"), (9_900, "99\u{a0}€"), (381_249, "3\u{202f}812\u{a0}€")]
        {
            assert_eq!(euros(cents), expected);
        }
    }
}
