//! From what verifying found to what a shop's page is told: one mapping for the browser and the server.
//!
//! Invariant: who the holder is goes out with a valid card only. Letting each side write its own mapping was rejected:
//! the page shows both answers in one place, and a name that one of them lacks would be a face that nobody drew.

use super::card::{CheckAnswer, VerdictName};
use crate::card::{Holder, Staleness, Verdict};
use crate::domain::UnixSeconds;

impl VerdictName {
    /// The name of a verdict.
    pub const fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Valid { checked_at: None, .. } => Self::Valid,
            Verdict::Valid { checked_at: Some(_), .. } => Self::ValidOffline,
            Verdict::Expired { .. } => Self::Expired,
            Verdict::NotYetValid { .. } => Self::NotYetValid,
            Verdict::Revoked => Self::Revoked,
            Verdict::Stale(Staleness::Old { .. }) => Self::Stale,
            Verdict::Stale(Staleness::Replayed) => Self::Replayed,
            Verdict::ClockWrong { .. } => Self::ClockWrong,
            Verdict::Forged => Self::Forged,
            Verdict::UnknownKey => Self::UnknownKey,
            Verdict::OtherTerritory { .. } => Self::OtherTerritory,
            Verdict::NeedsNetwork => Self::NeedsNetwork,
            Verdict::NotACard(_) => Self::NotACard,
        }
    }
}

impl CheckAnswer {
    /// What a shop's page is told of a verdict. `server_time`: the clock that it was found by.
    pub fn of(verdict: &Verdict, server_time: UnixSeconds) -> Self {
        let (at, seconds) = match verdict {
            Verdict::Valid { checked_at, .. } => (*checked_at, None),
            Verdict::Expired { at } | Verdict::NotYetValid { from: at } => (Some(*at), None),
            Verdict::Stale(Staleness::Old { seconds }) | Verdict::ClockWrong { seconds } => (None, Some(*seconds)),
            _ => (None, None),
        };
        let holder = match verdict {
            Verdict::Valid { holder, .. } => Some(holder),
            _ => None,
        };
        Self {
            verdict: VerdictName::of(verdict),
            first_name: holder.map(|holder| holder.first_name.clone()),
            band: holder.map(|holder| holder.band),
            entitlements: holder.map_or(0, |holder| holder.entitlements),
            printed: holder.map_or(matches!(verdict, Verdict::NeedsNetwork), |holder| holder.printed),
            territory: holder.and_then(|holder: &Holder| holder.territory.clone()),
            at,
            seconds,
            server_time,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{AgeBand, Malformed};

    fn holder() -> Holder {
        Holder {
            first_name: "Inès".to_owned(),
            band: AgeBand::From15,
            entitlements: 3,
            territory: Some("Reims".to_owned()),
            printed: true,
        }
    }

    #[test]
    fn every_verdict_has_its_name_and_its_moment() {
        use VerdictName as Name;
        for (verdict, name, at, seconds) in [
            (Verdict::Valid { holder: holder(), checked_at: None }, Name::Valid, None, None),
            (Verdict::Valid { holder: holder(), checked_at: Some(7) }, Name::ValidOffline, Some(7), None),
            (Verdict::Expired { at: 8 }, Name::Expired, Some(8), None),
            (Verdict::NotYetValid { from: 9 }, Name::NotYetValid, Some(9), None),
            (Verdict::Revoked, Name::Revoked, None, None),
            (Verdict::Stale(Staleness::Old { seconds: 61 }), Name::Stale, None, Some(61)),
            (Verdict::Stale(Staleness::Replayed), Name::Replayed, None, None),
            (Verdict::ClockWrong { seconds: -600 }, Name::ClockWrong, None, Some(-600)),
            (Verdict::Forged, Name::Forged, None, None),
            (Verdict::UnknownKey, Name::UnknownKey, None, None),
            (Verdict::OtherTerritory { territory: 2 }, Name::OtherTerritory, None, None),
            (Verdict::NeedsNetwork, Name::NeedsNetwork, None, None),
            (Verdict::NotACard(Malformed::Truncated), Name::NotACard, None, None),
        ] {
            let answer = CheckAnswer::of(&verdict, 1_000);
            assert_eq!((answer.verdict, answer.at, answer.seconds), (name, at, seconds), "{verdict:?}");
            assert_eq!(answer.server_time, 1_000);
            let valid = matches!(verdict, Verdict::Valid { .. });
            assert_eq!(answer.first_name.is_some() && answer.band.is_some(), valid, "{verdict:?}");
            assert!(valid || (answer.entitlements == 0 && answer.territory.is_none()), "{verdict:?}");
        }
    }

    #[test]
    fn all_that_a_shop_learns_of_a_holder() {
        let answer = CheckAnswer::of(&Verdict::Valid { holder: holder(), checked_at: None }, 1_000);
        assert_eq!(
            serde_json::to_string(&answer).unwrap(),
            r#"{"verdict":"valid","first_name":"Inès","band":"15-17","entitlements":3,"printed":true,"territory":"Reims","server_time":1000}"#
        );
    }
}
