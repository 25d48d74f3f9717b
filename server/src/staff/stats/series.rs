//! Weeks put in line: what was stored of some weeks becomes one value for each week of a period. Pure.
//!
//! Nothing and unknown are told apart: a week without a row is a nought where everything was counted, and a gap where nobody
//! counted.

use super::period::Week;

/// Values by the name of their week. A week without one is a nought once counting had begun, and unknown before.
pub(super) fn since_first(weeks: &[Week], known: &[(String, u64)]) -> Vec<Option<u64>> {
    let begun = known.iter().map(|(week, _)| week.as_str()).min();
    let values = weeks.iter().map(|week| {
        let iso = week.iso();
        let value = known.iter().find(|(week, _)| *week == iso).map(|(_, value)| *value);
        value.or_else(|| begun.is_some_and(|begun| begun < iso.as_str()).then_some(0))
    });
    values.collect()
}

/// Values by the name of their week. A week without one is unknown.
pub(super) fn as_counted(weeks: &[Week], known: &[(String, u64)]) -> Vec<Option<u64>> {
    let value = |iso: String| known.iter().find(|(week, _)| *week == iso).map(|(_, value)| *value);
    weeks.iter().map(|week| value(week.iso())).collect()
}

/// Values by the number of their week. A week without one had nothing.
pub(super) fn by_number<T: Copy + Default>(weeks: &[Week], known: &[(i64, T)]) -> Vec<T> {
    let value = |number: i64| known.iter().find(|(week, _)| *week == number).map(|(_, value)| *value);
    weeks.iter().map(|week| value(week.0).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks() -> Vec<Week> {
        // 2026-W51 to 2027-W01, over the turn of the year.
        (0..4).map(|n| Week(Week::of(1_797_206_400).0 + n)).collect()
    }

    fn known(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
        pairs.iter().map(|(week, value)| ((*week).to_owned(), *value)).collect()
    }

    #[test]
    fn a_week_without_a_row_is_a_nought_a_gap_or_unknown() {
        assert_eq!(
            weeks().iter().map(|week| week.iso()).collect::<Vec<_>>(),
            ["2026-W51", "2026-W52", "2026-W53", "2027-W01"]
        );
        let apps = known(&[("2026-W52", 7), ("2027-W01", 9)]);
        assert_eq!(since_first(&weeks(), &apps), [None, Some(7), Some(0), Some(9)]);
        assert_eq!(since_first(&weeks(), &known(&[("2026-W40", 7)])), [Some(0); 4], "begun before the period");
        assert_eq!(since_first(&weeks(), &[]), [None; 4]);
        assert_eq!(as_counted(&weeks(), &apps), [None, Some(7), None, Some(9)]);
        let first = weeks()[0].0;
        assert_eq!(by_number(&weeks(), &[(first + 1, 4_u64), (first - 1, 5)]), [0, 4, 0, 0]);
    }
}
