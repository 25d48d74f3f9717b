//! What an answer means, and what follows from it: pure functions, so that each case is a row in a test.

use shared::domain::UnixSeconds;

use crate::storage::push::Outcome;

/// First wait after a failure, in seconds; each further one is twice as long.
const FIRST_WAIT: i64 = 30;

/// Longest wait.
const LONGEST_WAIT: i64 = 3_600;

/// Longest wait that a service may ask for.
const LONGEST_ASKED: u64 = 86_400;

/// How long a service that refuses this town's credentials is left alone: somebody has to mend them.
const CREDENTIALS_WAIT: i64 = 900;

/// Wait of a service that says it is full and not for how long.
const BUSY_WAIT: i64 = 60;

/// Failures in a row after which a service is left alone for a while.
const STREAK: u32 = 5;

/// First such while, in seconds; each further one is twice as long.
const FIRST_REST: i64 = 5;

/// Longest such while.
const LONGEST_REST: i64 = 300;

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Taken: the service carries it from here.
    Sent,
    /// The phone is not there any more.
    Gone,
    /// It will never be taken: why, by a stable name.
    Refused(String),
    /// This one again later: why, and after how many seconds at the earliest if the service says so.
    Later(String, Option<u64>),
    /// The whole service has to be left alone: for how many seconds if it says so.
    Busy(Option<u64>),
    /// The service does not know this town: its credentials have to be mended.
    Credentials(String),
}

impl Verdict {
    /// By the status alone, where it means the same to every carrier.
    pub fn of(status: u16, retry_after: Option<u64>) -> Self {
        let name = || format!("answer-{status}");
        match status {
            200..=299 => Self::Sent,
            429 => Self::Busy(retry_after),
            // One that says for how long means itself, not this notification.
            503 if retry_after.is_some() => Self::Busy(retry_after),
            408 | 500..=599 => Self::Later(name(), retry_after),
            _ => Self::Refused(name()),
        }
    }

    /// Its stable name, for counts.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Gone => "gone",
            Self::Refused(_) => "refused",
            Self::Later(..) => "later",
            Self::Busy(_) => "busy",
            Self::Credentials(_) => "credentials",
        }
    }

    /// What went wrong with the service, by a stable name; empty: nothing.
    pub fn failure(&self) -> &str {
        match self {
            Self::Sent | Self::Gone => "",
            Self::Refused(why) | Self::Later(why, _) | Self::Credentials(why) => why,
            Self::Busy(_) => "busy",
        }
    }
}

/// What becomes of a line that failed `attempts` times before, and until when its service is left alone. `chance` spreads
/// those that failed together over time.
pub fn follow(verdict: &Verdict, attempts: u32, now: UnixSeconds, chance: u16) -> (Outcome, Option<UnixSeconds>) {
    let spread = |seconds: i64| seconds / 2 + seconds / 2 * i64::from(chance) / i64::from(u16::MAX);
    let asked = |seconds: Option<u64>| seconds.map(|seconds| seconds.min(LONGEST_ASKED) as i64);
    match verdict {
        Verdict::Sent => (Outcome::Sent, None),
        Verdict::Gone => (Outcome::Gone, None),
        Verdict::Refused(_) => (Outcome::Refused, None),
        Verdict::Later(_, after) => {
            let wait = FIRST_WAIT.saturating_mul(1 << attempts.min(10)).min(LONGEST_WAIT);
            (Outcome::Again(now + spread(wait).max(asked(*after).unwrap_or_default())), None)
        }
        Verdict::Busy(after) => {
            let until = now + asked(*after).unwrap_or(BUSY_WAIT).max(1);
            // It is the service's fault, not this line's: it may be the first again.
            (Outcome::Held(until), Some(until))
        }
        Verdict::Credentials(_) => {
            let until = now + CREDENTIALS_WAIT;
            (Outcome::Held(until), Some(until))
        }
    }
}

/// Failures of a service in a row. Many fail at once when something breaks: that is one reason to rest, not many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    failures: u32,
    rests: u32,
    until: UnixSeconds,
}

impl Streak {
    /// One more: until when the service is left alone, if it is from now on.
    pub fn fail(&mut self, now: UnixSeconds) -> Option<UnixSeconds> {
        self.failures = self.failures.saturating_add(1);
        if self.failures < STREAK || now < self.until {
            return None;
        }
        self.until = now + (FIRST_REST << self.rests.min(10)).min(LONGEST_REST);
        self.rests += 1;
        Some(self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixSeconds = 1_795_392_000;

    #[test]
    fn each_status_means_one_thing() {
        let later = |name: &str, after| Verdict::Later(name.to_owned(), after);
        for (status, retry_after, expected) in [
            (200, None, Verdict::Sent),
            (201, None, Verdict::Sent),
            (301, None, Verdict::Refused("answer-301".to_owned())),
            (400, None, Verdict::Refused("answer-400".to_owned())),
            (403, None, Verdict::Refused("answer-403".to_owned())),
            (408, None, later("answer-408", None)),
            (413, None, Verdict::Refused("answer-413".to_owned())),
            (429, Some(120), Verdict::Busy(Some(120))),
            (429, None, Verdict::Busy(None)),
            (500, None, later("answer-500", None)),
            (502, Some(3), later("answer-502", Some(3))),
            (503, None, later("answer-503", None)),
            (503, Some(3), Verdict::Busy(Some(3))),
        ] {
            assert_eq!(Verdict::of(status, retry_after), expected, "{status} {retry_after:?}");
        }
    }

    #[test]
    fn what_follows_is_never_a_try_for_ever_at_once() {
        let later = |after| Verdict::Later("slow".to_owned(), after);
        for (verdict, attempts, chance, expected) in [
            (Verdict::Sent, 3, 0, (Outcome::Sent, None)),
            (Verdict::Gone, 0, 0, (Outcome::Gone, None)),
            (Verdict::Refused(String::new()), 0, 0, (Outcome::Refused, None)),
            (later(None), 0, 0, (Outcome::Again(NOW + 15), None)),
            (later(None), 0, u16::MAX, (Outcome::Again(NOW + 30), None)),
            (later(None), 3, u16::MAX, (Outcome::Again(NOW + 240), None)),
            (later(None), 40, u16::MAX, (Outcome::Again(NOW + 3_600), None)),
            (later(Some(600)), 0, 0, (Outcome::Again(NOW + 600), None)),
            (later(Some(u64::MAX)), 0, 0, (Outcome::Again(NOW + 86_400), None)),
            (Verdict::Busy(Some(120)), 9, 0, (Outcome::Held(NOW + 120), Some(NOW + 120))),
            (Verdict::Busy(Some(0)), 0, 0, (Outcome::Held(NOW + 1), Some(NOW + 1))),
            (Verdict::Busy(None), 0, 0, (Outcome::Held(NOW + 60), Some(NOW + 60))),
            (Verdict::Credentials(String::new()), 0, 0, (Outcome::Held(NOW + 900), Some(NOW + 900))),
        ] {
            assert_eq!(follow(&verdict, attempts, NOW, chance), expected, "{verdict:?} {attempts} {chance}");
        }
    }

    #[test]
    fn a_service_that_only_fails_is_left_alone_longer_and_longer() {
        let mut streak = Streak::default();
        for _ in 0..4 {
            assert_eq!(streak.fail(NOW), None);
        }
        assert_eq!(streak.fail(NOW), Some(NOW + 5));
        assert_eq!(streak.fail(NOW + 4), None, "those that were under way are no reason for another rest");
        let mut now = NOW + 5;
        let rests: Vec<_> = (0..8)
            .map(|_| {
                let until = streak.fail(now).unwrap();
                let rest = until - now;
                now = until;
                rest
            })
            .collect();
        assert_eq!(rests, [10, 20, 40, 80, 160, 300, 300, 300]);
    }
}
