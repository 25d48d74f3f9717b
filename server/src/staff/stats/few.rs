//! What is small is not told exactly: a number of one shop or one record below five could be about somebody.
//!
//! Where a total stands beside its parts, one part kept back could be had by subtraction. A second one is kept back then, the
//! smallest that is left. A total below five is not told either, since it may all be one shop's.

use crate::storage::FEW;

/// What may be said of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The count.
    Exactly(u64),
    /// That it is below five.
    Few,
    /// Nothing, because a smaller one could be had by it.
    Withheld,
}

/// What may be said of a count that stands alone.
pub(super) const fn alone(count: u64) -> Shown {
    if count < FEW { Shown::Few } else { Shown::Exactly(count) }
}

/// What may be said of counts whose total is told, or can be had.
pub(super) fn parts(counts: &[u64]) -> Vec<Shown> {
    let mut shown: Vec<Shown> = counts.iter().map(|&count| alone(count)).collect();
    if shown.iter().filter(|one| **one == Shown::Few).count() == 1 {
        let smallest = counts.iter().enumerate().filter(|(_, count)| **count >= FEW).min_by_key(|(_, count)| **count);
        if let Some(one) = smallest.and_then(|(at, _)| shown.get_mut(at)) {
            *one = Shown::Withheld;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_count_is_not_told_and_cannot_be_had_by_subtraction() {
        use Shown::{Exactly, Few, Withheld};
        for (counts, expected) in [
            (vec![], vec![]),
            (vec![40, 12, 5], vec![Exactly(40), Exactly(12), Exactly(5)]),
            (vec![40, 12, 4], vec![Exactly(40), Withheld, Few]),
            (vec![40, 3, 4], vec![Exactly(40), Few, Few]),
            (vec![2], vec![Few]),
        ] {
            assert_eq!(parts(&counts), expected, "{counts:?}");
        }
    }
}
