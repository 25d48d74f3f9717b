//! What a shop asks the town to offer in its name, and what became of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{Limit, OfferKind, UnixSeconds};

/// Longest title of an offer, in characters: as of content.
pub const PROPOSAL_TITLE_MAX_CHARS: usize = 60;
/// Longest terms, in characters.
pub const PROPOSAL_TERMS_MAX_CHARS: usize = 600;
/// Longest words to the team, in characters.
pub const PROPOSAL_WORDS_MAX_CHARS: usize = 400;
/// Proposals of one shop that may wait at once.
pub const PROPOSALS_MAX_WAITING: usize = 10;

/// Body of `POST /api/v1/shop/proposals`: an offer that a shop would make, or a change of one that it makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRequest {
    /// ULID chosen by the shop's page: sending twice proposes once.
    pub key: String,
    /// The offer that it would change; absent: a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// What one gets.
    pub title: String,
    /// Conditions in plain words.
    pub terms: String,
    /// Sort of advantage.
    pub offer_kind: OfferKind,
    /// Per cent, or cents; absent for a gift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
    /// How often one card may use it. Absent: as often as one likes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// First day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// What the team should know besides.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A proposal as its shop sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalStatus {
    /// The key that it was sent with.
    pub id: String,
    /// The offer that it would change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// What one would get.
    pub title: String,
    /// Where it stands.
    pub state: ProposalState,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When it came.
    pub sent_at: UnixSeconds,
    /// When somebody decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<UnixSeconds>,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalState {
    /// The shop is writing it: nobody else sees it.
    Draft,
    /// Nobody decided yet.
    Waiting,
    /// It was accepted, perhaps with other words, and is on phones from its first day on.
    Approved,
    /// Phones have it, perhaps with other words.
    Accepted,
    /// It was refused, with a reason.
    Refused,
    /// The shop took it back.
    Withdrawn,
    /// A state that a newer server knows.
    #[serde(other)]
    Unknown,
}

/// Answer to `GET /api/v1/shop/proposals`: the last first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopProposals {
    /// What this shop proposed.
    pub proposals: Vec<ProposalStatus>,
    /// Server's clock.
    pub server_time: UnixSeconds,
}
