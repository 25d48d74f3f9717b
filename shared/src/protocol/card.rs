//! What travels about youth cards: `/api/v1/card` for holders, `/api/v1/shop` for shops.
//!
//! A holder is known by a token that only their phone has (`Authorization: Bearer`), a shop by the cookie of its
//! invitation. Bytes travel as lower-case hexadecimal.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::card::AgeBand;
use crate::domain::UnixSeconds;

/// Longest first or last name, in characters.
pub const CARD_NAME_MAX_CHARS: usize = 60;

/// Longest way to reach a parent, in characters.
pub const CARD_CONTACT_MAX_CHARS: usize = 120;

/// Longest reason that staff give, in characters.
pub const CARD_REASON_MAX_CHARS: usize = 500;

/// Largest picture of a proof, bytes: half a megabyte. Phones scale theirs below it.
pub const CARD_PROOF_MAX_BYTES: usize = 512 * 1024;

/// Seconds during which a shop may take a redemption back.
pub const UNDO_SECONDS: i64 = 60;

/// Oldest redemption that a shop may send after having been off line, seconds: a week.
pub const LATE_REDEMPTION_SECONDS: i64 = 7 * 86_400;

/// Body of `POST /api/v1/card/applications` and, to correct one (same `key`, with the token), of `PUT /api/v1/card`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardApplication {
    /// ULID chosen by the phone: sending twice stores once.
    pub key: String,
    /// First name, at most [`CARD_NAME_MAX_CHARS`].
    pub first_name: String,
    /// Last name, at most [`CARD_NAME_MAX_CHARS`].
    pub last_name: String,
    /// Day of birth.
    pub birth_date: NaiveDate,
    /// One of the territory's communes.
    pub commune: String,
    /// Who agrees for someone below the age of consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentConsent>,
    /// Version of the words that the applicant agreed to.
    pub consent_version: String,
}

/// A parent or guardian who agrees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentConsent {
    /// Name, at most [`CARD_NAME_MAX_CHARS`].
    pub name: String,
    /// A phone number or an e-mail address, at most [`CARD_CONTACT_MAX_CHARS`].
    pub contact: String,
}

/// Answer to an application, an activation or a recovery: how to speak of the card from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardReceipt {
    /// Secret that reads, renews and erases the card. Given once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The card.
    pub card: CardStatus,
}

/// Where a card stands. Answer to `GET /api/v1/card`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardStatus {
    /// Where it stands.
    pub state: CardState,
    /// Staff's words for a refusal, a question, a suspension or a revocation; empty without.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Day of birth.
    pub birth_date: NaiveDate,
    /// Commune.
    pub commune: String,
    /// When it was applied for.
    pub submitted_at: UnixSeconds,
    /// The server has the picture that the territory asks for. It is gone once staff have decided.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub proof_held: bool,
    /// When the card itself ends, once it is approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<UnixSeconds>,
    /// A new application for the time after `valid_until` may be sent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewal_due: bool,
    /// The credential that the phone has does not hold any more: it should ask for another one now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renew_now: bool,
    /// Its uses, last first: at most a hundred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<CardUse>,
    /// Estimated savings of all its uses, in cents.
    #[serde(default)]
    pub saved_cents: u64,
    /// Codes of shops on the web that were given to it, the last first. The phone keeps them with the status, off line too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouchers: Vec<super::CardVoucher>,
}

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardState {
    /// Staff will look at it.
    Submitted,
    /// Staff ask for something before they decide.
    Asked,
    /// Refused, for a reason.
    Refused,
    /// Approved; no phone holds it yet.
    Approved,
    /// Held by a phone, or printed.
    Active,
    /// Suspended by staff, or by its holder who lost the phone.
    Suspended,
    /// Withdrawn.
    Revoked,
    /// Its time is over.
    Expired,
    /// Held by another phone now. Only its former phone is told so.
    Moved,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

/// One use of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardUse {
    /// Id of the offer.
    pub offer: String,
    /// Id of the shop's place.
    pub shop: String,
    /// When.
    pub at: UnixSeconds,
    /// Estimated saving, in cents.
    pub saving_cents: u32,
}

/// Body of `POST /api/v1/card/credential`: a phone asks for a credential, the first or the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialRequest {
    /// Ed25519 public key of the phone, 64 hexadecimal digits.
    pub device_key: String,
    /// When this was signed, by the server's clock as the phone knows it.
    pub at: UnixSeconds,
    /// The phone's Ed25519 over [`crate::card::binding_message`], 128 hexadecimal digits.
    pub signature: String,
}

/// Answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialAnswer {
    /// A signed credential, hexadecimal.
    pub credential: String,
    /// When the phone should ask for the next one: after half of its time.
    pub renew_from: UnixSeconds,
    /// Server's clock.
    pub server_time: UnixSeconds,
    /// The rescue code, only in the answer to a phone's first request: it blocks the card or moves it to another phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rescue_code: Option<String>,
    /// The card.
    pub card: CardStatus,
}

/// Body of `POST /api/v1/card/activations`: a phone takes over a card that staff made, by the code they show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivationRequest {
    /// The code of the activation QR.
    pub code: String,
}

/// Body of `POST /api/v1/card/rescue`: without the phone that has the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescueRequest {
    /// The rescue code; spaces, dashes and case do not matter.
    pub code: String,
    /// What to do.
    pub action: RescueAction,
}

/// What a rescue code does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RescueAction {
    /// Block the card: the phone is lost or stolen. Answer: `204`.
    Block,
    /// Move the card to this phone; the old one is told. Answer: a [`CardReceipt`].
    Move,
}

/// Answer to `GET /api/v1/card/trust`: all that a verifier needs off line. Its entity tag changes with its content; the
/// server's clock is the answer's `Date`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustBundle {
    /// Number of the territory.
    pub territory: u16,
    /// Its name.
    pub name: String,
    /// Its root key, hexadecimal. A verifier that has one keeps its own.
    pub root: String,
    /// Its key set, hexadecimal ([`crate::card::KeySet`]).
    pub keys: String,
    /// Its revoked credentials, hexadecimal ([`crate::card::Revocations`]).
    pub revocations: String,
    /// Territories whose cards are accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<TrustedPartner>,
}

/// A territory whose cards are accepted. The same as a file is what `guichet card export` writes and `accept` reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedPartner {
    /// Number of the territory.
    pub territory: u16,
    /// Its name.
    pub name: String,
    /// Its root key, hexadecimal.
    pub root: String,
    /// Its key set, hexadecimal.
    pub keys: String,
}

/// Body of `POST /api/v1/card/check`: is this code good, asked of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRequest {
    /// The code's digits.
    pub digits: String,
    /// ULID of the scan: asking again because the answer was lost is no replay.
    pub scan: String,
}

/// Answer to it. `verdict` names one of the twelve answers of [`crate::card::Verdict`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckAnswer {
    /// The answer.
    pub verdict: VerdictName,
    /// First name, when valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// How old, when valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<AgeBand>,
    /// Four bits that the territory gives a meaning.
    #[serde(default)]
    pub entitlements: u8,
    /// Printed on paper.
    #[serde(default)]
    pub printed: bool,
    /// Name of the territory, when it is a partner's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// The moment that the answer speaks of: when the credential ended or begins; off line, when the data that the answer
    /// rests on was last current.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<UnixSeconds>,
    /// Seconds that the holder's clock is ahead, or that the code is old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
    /// Server's clock.
    pub server_time: UnixSeconds,
}

/// The twelve answers by name, the same in the browser and from the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "crate::card::Verdict says what they mean")]
pub enum VerdictName {
    Valid,
    ValidOffline,
    Expired,
    NotYetValid,
    Revoked,
    Stale,
    Replayed,
    ClockWrong,
    Forged,
    UnknownKey,
    OtherTerritory,
    NeedsNetwork,
    NotACard,
}

/// Answer to `GET /api/v1/shop`: the shop of this session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopInfo {
    /// Id of its place.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its offers that hold today.
    pub offers: Vec<ShopOffer>,
    /// Its uses counted.
    pub counts: ShopCounts,
    /// It is an example, not a shop of the town.
    #[serde(default)]
    pub example: bool,
    /// Stocks of codes that ran low, and that nobody of the shop has said to have seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<super::ShopAlert>,
    /// Server's clock.
    pub server_time: UnixSeconds,
}

/// An offer as a shop's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopOffer {
    /// Id.
    pub id: String,
    /// What the holder gets.
    pub title: String,
    /// On which terms.
    pub terms: String,
    /// Uses by one card in one period, and the period's wire name; absent: as often as one likes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<crate::domain::Limit>,
}

/// A shop's own uses. Nothing about who.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopCounts {
    /// Today, in the territory's zone.
    pub today: u32,
    /// This ISO week.
    pub week: u32,
    /// This month.
    pub month: u32,
}

/// Body of `POST /api/v1/shop/redemptions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedemptionRequest {
    /// ULID chosen by the shop's page: sending twice records once.
    pub key: String,
    /// The offer.
    pub offer: String,
    /// Digits of the verified code.
    pub digits: String,
    /// ULID of its scan.
    pub scan: String,
    /// When the shop pressed "Utiliser", by the server's clock as the page knows it. Off line, some days ago: at most
    /// [`LATE_REDEMPTION_SECONDS`].
    pub at: UnixSeconds,
}

/// Answer to it: `201`, or `200` when it was recorded before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedemptionReceipt {
    /// Id, to take it back by `DELETE /api/v1/shop/redemptions/<id>` within [`UNDO_SECONDS`].
    pub id: String,
    /// May be taken back until then, by the server's clock.
    pub undo_until: UnixSeconds,
    /// Uses of this offer that the card has left in this period; absent: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// The shop's uses counted.
    pub counts: ShopCounts,
    /// Server's clock.
    pub server_time: UnixSeconds,
}

/// Body of `POST /api/v1/shop/session`: a shop signs in with its invitation, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopSessionRequest {
    /// The invitation's code.
    pub code: String,
}
