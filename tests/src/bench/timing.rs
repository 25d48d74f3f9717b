//! Percentiles of what was timed.

use std::time::Duration;

/// Times of one thing asked many times.
#[derive(Debug, Default)]
pub(crate) struct Timings(Vec<Duration>);

impl Timings {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time that `percent` of all stay within, in milliseconds.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        milliseconds(self.within(percent))
    }

    fn within(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(place).copied().unwrap_or_default()
    }
}

/// To the microsecond.
pub(crate) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_taken() {
        let mut timings = Timings::default();
        assert_eq!(timings.within(95), Duration::ZERO);
        for time in (1..=20).rev() {
            timings.add(Duration::from_millis(time));
        }
        assert_eq!([50, 95, 100].map(|percent| timings.within(percent)), [10, 19, 20].map(Duration::from_millis));
    }
}
