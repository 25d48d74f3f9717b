//! Codes of every answer, as JSON, signed by keys that anybody may know: to look at the page's faces and to test it.
//!
//! `cargo run -p verifier --example specimens -- NOW` (unix seconds). The keys are test keys; no server uses them.
#![expect(clippy::print_stdout, reason = "an example speaks on its standard output")]

use serde_json::json;
use shared::card::{AgeBand, Credential, CredentialId, IssuerKey, Signer, to_digits, to_hex};

const TOWN: u16 = 51_108;
const DAY: u32 = 86_400;

fn main() {
    let now: u32 = std::env::args().nth(1).and_then(|now| now.parse().ok()).unwrap_or(1_800_000_000);
    let root = Signer::from_seed(&[1; 32]);
    let issuer = Signer::from_seed(&[2; 32]);
    let phone = Signer::from_seed(&[3; 32]);
    let other = Signer::from_seed(&[4; 32]);
    let key = |id, signer: &Signer| IssuerKey { id, not_after: now + 90 * DAY, key: signer.public() };
    let keys = root.key_set(TOWN, 1, now - 9 * DAY, vec![key(1, &issuer)]);
    let newer = root.key_set(TOWN, 2, now - DAY, vec![key(1, &issuer), key(2, &other)]);
    let partner = other.key_set(51_454, 1, now - 9 * DAY, vec![key(1, &issuer)]);

    let credential = Credential {
        territory: TOWN,
        key_id: 1,
        id: CredentialId([7; 8]),
        expires: now + 10 * DAY,
        lifetime_hours: 14 * 24,
        band: AgeBand::From15,
        entitlements: 0,
        device_key: Some(phone.public()),
        first_name: "Maëlle".to_owned(),
    };
    let revoked = Credential { id: CredentialId([8; 8]), ..credential.clone() };
    let list = issuer.revocations(TOWN, 1, now - DAY, vec![revoked.id]);
    let shown = |credential: Credential, at: u32| to_digits(&phone.present(&issuer.issue(credential), at).to_bytes());
    let with = |change: &dyn Fn(&mut Credential)| {
        let mut changed = credential.clone();
        change(&mut changed);
        shown(changed, now)
    };
    let forged = to_digits(&phone.present(&other.issue(credential.clone()), now).to_bytes());

    let unknown = Credential { key_id: 2, ..credential.clone() };
    let unknown = to_digits(&phone.present(&other.issue(unknown), now).to_bytes());

    let bundle = |root: &Signer, keys: &[u8]| {
        json!({
            "territory": TOWN,
            "name": "Châlons-en-Champagne",
            "root": to_hex(&root.public()),
            "keys": to_hex(keys),
            "revocations": to_hex(&list.to_bytes()),
            "partners": [{
                "territory": 51_454,
                "name": "Reims",
                "root": to_hex(&other.public()),
                "keys": to_hex(&partner.to_bytes()),
            }],
        })
    };
    let strangers = other.key_set(TOWN, 3, now, vec![key(1, &issuer)]);
    println!(
        "{}",
        json!({
            "trust": bundle(&root, &keys.to_bytes()),
            "trust_newer": bundle(&root, &newer.to_bytes()),
            "trust_other_root": bundle(&other, &strangers.to_bytes()),
            "codes": {
                "valid": shown(credential.clone(), now),
                "valid-next": shown(credential.clone(), now + 15),
                "partner": with(&|card| card.territory = 51_454),
                "expired": with(&|card| card.expires = now - 3_600),
                "not-yet-valid": with(&|card| card.expires = now + 20 * DAY),
                "revoked": shown(revoked, now),
                "stale": shown(credential.clone(), now - 95),
                "clock-wrong": shown(credential.clone(), now + 600),
                "forged": forged,
                "unknown-key": unknown,
                "other-territory": with(&|card| card.territory = 33_063),
                "needs-network": with(&|card| card.device_key = None),
                "not-a-card": "123456789",
            },
        })
    );
}
