//! Where an offer stands, in its shop's words: from a draft to its end.

use chrono::NaiveDate;
use shared::domain::Offer;
use shared::protocol::ProposalState;

use crate::staff::content::Standing;
use crate::staff::words;
use crate::storage::offer_life::Suspension;
use crate::storage::proposals::Proposal;

/// A stage of an offer's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// The shop is writing it.
    Draft,
    /// The team has it.
    Proposed,
    /// The team said no, for this reason.
    Refused(String),
    /// The shop took it back.
    Withdrawn,
    /// The team said yes; phones have it from this day on.
    Approved(NaiveDate),
    /// Phones have it.
    Live,
    /// It is on phones with a first day to come.
    Coming(NaiveDate),
    /// The shop lets it rest.
    Resting,
    /// The team does, for this reason.
    Suspended(String),
    /// Its last day is over.
    Over(NaiveDate),
}

impl Life {
    /// Of what was asked for; `None` once it is on phones, where the offer speaks for itself.
    pub(super) fn of_proposal(proposal: &Proposal) -> Option<Self> {
        Some(match proposal.state {
            ProposalState::Draft => Self::Draft,
            ProposalState::Waiting => Self::Proposed,
            ProposalState::Approved => Self::Approved(proposal.due_on?),
            ProposalState::Refused => Self::Refused(proposal.reason.clone()),
            ProposalState::Withdrawn => Self::Withdrawn,
            ProposalState::Accepted | ProposalState::Unknown => return None,
        })
    }

    /// Of an offer that phones have.
    pub(super) fn of_offer(offer: &Offer, suspension: Option<&Suspension>, today: NaiveDate) -> Self {
        match Standing::of(offer, today) {
            Standing::Live => Self::Live,
            Standing::Coming => Self::Coming(offer.valid_from.unwrap_or(today)),
            Standing::Over => Self::Over(offer.valid_until.unwrap_or(today)),
            Standing::Suspended => match suspension {
                Some(Suspension { by_staff: false, .. }) => Self::Resting,
                suspension => Self::Suspended(suspension.map(|one| one.reason.clone()).unwrap_or_default()),
            },
        }
    }

    /// In two words, and the colour that it is shown on.
    pub(super) const fn tag(&self) -> (&'static str, &'static str) {
        match self {
            Self::Draft => ("brouillon", "plain"),
            Self::Proposed => ("envoyé", "sun"),
            Self::Refused(_) => ("refusé", "coral"),
            Self::Withdrawn => ("repris", "plain"),
            Self::Approved(_) => ("approuvé", "sky"),
            Self::Live => ("en ligne", "mint"),
            Self::Coming(_) => ("à venir", "sky"),
            Self::Resting => ("en pause", "plain"),
            Self::Suspended(_) => ("suspendu", "coral"),
            Self::Over(_) => ("terminé", "plain"),
        }
    }

    /// What it means, and what comes next.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Draft => "Vous seul le voyez. Envoyez-le à la ville quand il est prêt.".to_owned(),
            Self::Proposed => {
                "La ville l’a reçu et va le relire. Rien n’est sur les téléphones avant son accord\u{202f}; vous pouvez encore le reprendre."
                    .to_owned()
            }
            Self::Refused(reason) => format!("La ville ne l’a pas accepté\u{a0}: {reason}"),
            Self::Withdrawn => "Vous l’avez repris avant que la ville ne décide.".to_owned(),
            Self::Approved(day) => {
                format!("La ville a dit oui. Les téléphones l’auront le {}, son premier jour.", words::day(*day))
            }
            Self::Live => "Les téléphones l’ont.".to_owned(),
            Self::Coming(day) => format!("Les téléphones l’annoncent\u{202f}; il commence le {}.", words::day(*day)),
            Self::Resting => "Vous l’avez mis en pause\u{a0}: les téléphones ne le proposent pas.".to_owned(),
            Self::Suspended(reason) if reason.is_empty() => {
                "La ville l’a suspendu. Appelez-la pour savoir pourquoi.".to_owned()
            }
            Self::Suspended(reason) => format!("La ville l’a suspendu\u{a0}: {reason}"),
            Self::Over(day) => format!("Son dernier jour était le {}.", words::day(*day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_let_it_rest_decides_what_the_shop_reads() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        let offer: Offer = serde_json::from_value(serde_json::json!({
            "id": "a", "place": "p", "title": "T", "terms": "t", "offer_kind": "gift", "category": "manger",
            "valid_from": "2026-09-01", "valid_until": "2026-12-31",
        }))
        .unwrap();
        let by = |by_staff| Suspension { by_staff, reason: "Trop cher.".to_owned(), at: 0 };
        let rests = Offer { suspended: true, ..offer.clone() };
        let today = day("2026-11-28");
        for (offer, suspension, life) in [
            (&offer, None, Life::Live),
            (&rests, Some(by(false)), Life::Resting),
            (&rests, Some(by(true)), Life::Suspended("Trop cher.".to_owned())),
            (&rests, None, Life::Suspended(String::new())),
            (&offer, Some(by(true)), Life::Live),
        ] {
            assert_eq!(Life::of_offer(offer, suspension.as_ref(), today), life);
        }
        assert_eq!(Life::of_offer(&offer, None, day("2026-08-31")), Life::Coming(day("2026-09-01")));
        assert_eq!(Life::of_offer(&rests, None, day("2027-01-01")), Life::Over(day("2026-12-31")));
    }
}
