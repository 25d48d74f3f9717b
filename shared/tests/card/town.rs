//! The actors: a town that issues, a phone that shows, paper, a neighbour, an impostor. All keys are TEST keys, their
//! seeds one byte repeated: never use them for anything else.

use std::sync::LazyLock;

use shared::card::{
    AgeBand, Credential, CredentialId, DEVICE_LIFETIME_HOURS, IssuerKey, KeySet, Presentation, Revocations, Sighting,
    SignedCredential, Signer, Staleness, Trust, Verdict, Window, verify,
};
use shared::protocol::VerdictName;

/// 24 November 2026, noon in Greenwich.
pub const NOW: u32 = 1_795_521_600;

pub const DAY: u32 = 86_400;

pub const TOWN: u16 = 51_108;
pub const NEIGHBOUR: u16 = 51_454;
pub const STRANGER: u16 = 2_691;

pub const ROOT: u8 = 0x01;
pub const ISSUER: u8 = 0x02;
pub const OLD_ISSUER: u8 = 0x03;
pub const PHONE: u8 = 0x04;
pub const OTHER_PHONE: u8 = 0x05;
pub const NEIGHBOUR_ROOT: u8 = 0x06;
pub const NEIGHBOUR_ISSUER: u8 = 0x07;
pub const IMPOSTOR: u8 = 0x08;

/// The moment when the old issuer's key ended.
pub const OLD_NOT_AFTER: u32 = NOW - DAY;

pub fn signer(seed: u8) -> Signer {
    Signer::from_seed(&[seed; 32])
}

pub fn id(number: u64) -> CredentialId {
    CredentialId(number.to_be_bytes())
}

/// The holder's phone.
pub const LEA: CredentialId = CredentialId(*b"Lea/2026");

/// A credential that staff revoked.
pub const LOST: CredentialId = CredentialId(*b"lostlost");

/// Léa's credential: began a day ago, ends in thirteen.
pub fn lea() -> Credential {
    Credential {
        territory: TOWN,
        key_id: 1,
        id: LEA,
        expires: NOW + 13 * DAY,
        lifetime_hours: DEVICE_LIFETIME_HOURS,
        band: AgeBand::From15,
        entitlements: 0b0101,
        device_key: Some(signer(PHONE).public()),
        first_name: "Léa".to_owned(),
    }
}

/// The same on paper, for a year.
pub fn paper() -> Credential {
    Credential { id: id(2), expires: NOW + 300 * DAY, lifetime_hours: 365 * 24, device_key: None, ..lea() }
}

pub fn issued(credential: Credential) -> SignedCredential {
    signer(ISSUER).issue(credential)
}

/// What Léa's phone shows of a credential at a moment.
pub fn shown(credential: Credential, moment: u32) -> Presentation {
    signer(PHONE).present(&issued(credential), moment)
}

pub fn issuer_keys() -> Vec<IssuerKey> {
    vec![
        IssuerKey { id: 1, not_after: NOW + 800 * DAY, key: signer(ISSUER).public() },
        IssuerKey { id: 0, not_after: OLD_NOT_AFTER, key: signer(OLD_ISSUER).public() },
    ]
}

pub fn keys(version: u32) -> KeySet {
    signer(ROOT).key_set(TOWN, version, NOW - 10 * DAY, issuer_keys())
}

pub fn neighbour_keys(version: u32) -> KeySet {
    let key = IssuerKey { id: 4, not_after: NOW + 800 * DAY, key: signer(NEIGHBOUR_ISSUER).public() };
    signer(NEIGHBOUR_ROOT).key_set(NEIGHBOUR, version, NOW - 20 * DAY, vec![key])
}

pub fn revocations(issued_at: u32, ids: Vec<CredentialId>) -> Revocations {
    signer(ISSUER).revocations(TOWN, 1, issued_at, ids)
}

/// The shop's: keys version 3, one lost card, the neighbour's cards accepted, an hour old.
pub fn shop() -> Trust {
    SHOP.clone()
}

static SHOP: LazyLock<Trust> = LazyLock::new(|| {
    let mut trust = Trust::new(signer(ROOT).public(), &keys(3).to_bytes()).unwrap();
    trust.take_revocations(&revocations(NOW - 3_600, vec![LOST, id(0), id(u64::MAX)]).to_bytes()).unwrap();
    trust.accept("Demo-Bourg", signer(NEIGHBOUR_ROOT).public(), &neighbour_keys(1).to_bytes()).unwrap();
    trust.checked_at = Some((NOW - 3_600).into());
    trust
});

/// What the shop, off line, says of a code now.
pub fn scan(bytes: &[u8]) -> Verdict {
    scan_after(bytes, None)
}

pub fn scan_after(bytes: &[u8], before: Option<Sighting>) -> Verdict {
    verify(bytes, &SHOP, NOW.into(), Window::OFFLINE, before)
}

pub fn name(verdict: &Verdict) -> VerdictName {
    match verdict {
        Verdict::Valid { checked_at: None, .. } => VerdictName::Valid,
        Verdict::Valid { checked_at: Some(_), .. } => VerdictName::ValidOffline,
        Verdict::Expired { .. } => VerdictName::Expired,
        Verdict::NotYetValid { .. } => VerdictName::NotYetValid,
        Verdict::Revoked => VerdictName::Revoked,
        Verdict::Stale(Staleness::Old { .. }) => VerdictName::Stale,
        Verdict::Stale(Staleness::Replayed) => VerdictName::Replayed,
        Verdict::ClockWrong { .. } => VerdictName::ClockWrong,
        Verdict::Forged => VerdictName::Forged,
        Verdict::UnknownKey => VerdictName::UnknownKey,
        Verdict::OtherTerritory { .. } => VerdictName::OtherTerritory,
        Verdict::NeedsNetwork => VerdictName::NeedsNetwork,
        Verdict::NotACard(_) => VerdictName::NotACard,
    }
}
