//! The minutes of a day on which a place is open.
//!
//! Always in order, apart from each other and not empty, so that two days of equal hours are equal values. A bit for
//! each minute was rejected: what screens print are the spans.

/// Minutes in a day.
pub(super) const DAY: u16 = 24 * 60;

/// Half-open spans of minutes since midnight, within one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans(Vec<(u16, u16)>);

impl Spans {
    /// The spans, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u16, u16)> {
        self.0.iter().copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Opens from `from` to `to`, joining what it touches.
    pub(super) fn add(&mut self, mut from: u16, mut to: u16) {
        if from >= to {
            return;
        }
        self.0.retain(|&(start, end)| {
            let apart = end < from || to < start;
            if !apart {
                from = from.min(start);
                to = to.max(end);
            }
            apart
        });
        let place = self.0.partition_point(|&(start, _)| start < from);
        self.0.insert(place, (from, to));
    }

    /// Closes from `from` to `to`.
    pub(super) fn cut(&mut self, from: u16, to: u16) {
        let mut left = Vec::new();
        for &(start, end) in &self.0 {
            left.extend([(start, end.min(from)), (start.max(to), end)].into_iter().filter(|(start, end)| start < end));
        }
        self.0 = left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(list: &[(u16, u16)]) -> Spans {
        let mut spans = Spans::default();
        for &(from, to) in list {
            spans.add(from, to);
        }
        spans
    }

    #[test]
    fn what_touches_becomes_one() {
        assert_eq!(spans(&[(600, 720), (840, 900), (720, 840)]).0, [(600, 900)]);
        assert_eq!(spans(&[(600, 720), (60, 120), (100, 200)]).0, [(60, 200), (600, 720)]);
        assert!(spans(&[(600, 600)]).is_empty());
    }

    #[test]
    fn a_break_leaves_both_sides() {
        let mut day = spans(&[(540, 1080)]);
        day.cut(720, 780);
        assert_eq!(day.0, [(540, 720), (780, 1080)]);
        day.cut(0, DAY);
        assert!(day.is_empty());
    }
}
