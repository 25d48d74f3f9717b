//! A shop's counter: what a verifier believes, and what it says of the codes it is shown.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use shared::card::{AgeBand, Credential, CredentialId, IssuerKey, Signer, Window, to_digits, to_hex};
use shared::protocol::{TrustBundle, TrustedPartner, VerdictName};
use verifier::{Refused, Verifier};

const NOW: u32 = 1_790_000_000;
const DAY: u32 = 86_400;
const TOWN: u16 = 51_108;
const NEIGHBOUR: u16 = 51_454;

/// A town with its keys, and a holder's phone. Test keys, all of them.
struct Town {
    root: Signer,
    issuer: Signer,
    phone: Signer,
}

impl Town {
    fn new(seed: u8) -> Self {
        let signer = |part: u8| Signer::from_seed(&[seed + part; 32]);
        Self { root: signer(0), issuer: signer(1), phone: signer(2) }
    }

    fn keys(&self, territory: u16, version: u32) -> String {
        let key = IssuerKey { id: 1, not_after: NOW + 90 * DAY, key: self.issuer.public() };
        to_hex(&self.root.key_set(territory, version, NOW - DAY, vec![key]).to_bytes())
    }

    fn bundle(&self, version: u32, revoked: &[CredentialId], issued_at: u32) -> TrustBundle {
        TrustBundle {
            territory: TOWN,
            name: "Châlons".to_owned(),
            root: to_hex(&self.root.public()),
            keys: self.keys(TOWN, version),
            revocations: to_hex(&self.issuer.revocations(TOWN, 1, issued_at, revoked.to_vec()).to_bytes()),
            partners: Vec::new(),
        }
    }

    fn credential(&self) -> Credential {
        Credential {
            territory: TOWN,
            key_id: 1,
            id: CredentialId([7; 8]),
            expires: NOW + 10 * DAY,
            lifetime_hours: 14 * 24,
            band: AgeBand::From15,
            entitlements: 0,
            device_key: Some(self.phone.public()),
            first_name: "Inès".to_owned(),
        }
    }

    fn code(&self, credential: Credential, moment: u32) -> String {
        to_digits(&self.phone.present(&self.issuer.issue(credential), moment).to_bytes())
    }
}

fn at(seconds: i64) -> i64 {
    i64::from(NOW) + seconds
}

fn counter(town: &Town) -> Verifier {
    Verifier::new(&town.bundle(1, &[], NOW - 60), None, at(-30)).unwrap()
}

#[test]
fn a_valid_card_says_whose_it_is_and_how_old_the_data_are() {
    let town = Town::new(1);
    let address = format!("https://jeunes.example.fr/v#{}", town.code(town.credential(), NOW));
    let answer = counter(&town).verify(&address, at(5), Window::OFFLINE);
    assert_eq!((answer.verdict, answer.first_name.as_deref()), (VerdictName::ValidOffline, Some("Inès")));
    assert_eq!((answer.band, answer.at, answer.server_time), (Some(AgeBand::From15), Some(at(-30)), at(5)));
}

#[test]
fn each_face_can_be_met_at_the_counter() {
    let (town, other) = (Town::new(1), Town::new(9));
    let with = |change: &dyn Fn(&mut Credential)| {
        let mut card = town.credential();
        change(&mut card);
        town.code(card, NOW)
    };
    let forged = to_digits(&town.phone.present(&other.issuer.issue(town.credential()), NOW).to_bytes());
    for (code, name) in [
        (with(&|card| card.expires = NOW - 1), VerdictName::Expired),
        (with(&|card| card.expires = NOW + 30 * DAY), VerdictName::NotYetValid),
        (with(&|card| card.id = CredentialId([8; 8])), VerdictName::Revoked),
        (town.code(town.credential(), NOW - 61), VerdictName::Stale),
        (town.code(town.credential(), NOW + 600), VerdictName::ClockWrong),
        (forged, VerdictName::Forged),
        (with(&|card| card.key_id = 2), VerdictName::UnknownKey),
        (with(&|card| card.territory = NEIGHBOUR), VerdictName::OtherTerritory),
        (with(&|card| card.device_key = None), VerdictName::NeedsNetwork),
        ("123".to_owned(), VerdictName::NotACard),
        ("https://example.fr/menu".to_owned(), VerdictName::NotACard),
        (String::new(), VerdictName::NotACard),
    ] {
        let bundle = town.bundle(1, &[CredentialId([8; 8])], NOW - 60);
        let mut verifier = Verifier::new(&bundle, None, at(0)).unwrap();
        let answer = verifier.verify(&code, at(0), Window::OFFLINE);
        assert_eq!(answer.verdict, name, "{code}");
        assert_eq!(answer.first_name, None, "{code}");
    }
}

#[test]
fn a_late_phone_that_moves_on_has_a_clock_to_set_and_a_picture_stays_one() {
    let town = Town::new(1);
    let mut verifier = counter(&town);
    let late = |moment| town.code(town.credential(), moment);
    assert_eq!(verifier.verify(&late(NOW - 600), at(0), Window::OFFLINE).verdict, VerdictName::Stale);
    let answer = verifier.verify(&late(NOW - 585), at(15), Window::OFFLINE);
    assert_eq!((answer.verdict, answer.seconds), (VerdictName::ClockWrong, Some(-600)));

    let mut verifier = counter(&town);
    for seconds in [0, 15, 30] {
        let answer = verifier.verify(&late(NOW - 600), at(seconds), Window::OFFLINE);
        assert_eq!(answer.verdict, VerdictName::Stale, "a picture after {seconds} s");
    }
}

#[test]
fn the_server_is_stricter_about_the_age_of_a_code() {
    let town = Town::new(1);
    let code = town.code(town.credential(), NOW - 45);
    assert_eq!(counter(&town).verify(&code, at(0), Window::OFFLINE).verdict, VerdictName::ValidOffline);
    assert_eq!(counter(&town).verify(&code, at(0), Window::ONLINE).verdict, VerdictName::Stale);
}

#[test]
fn a_card_blocked_since_is_refused_after_the_next_refresh() {
    let town = Town::new(1);
    let mut verifier = counter(&town);
    let code = town.code(town.credential(), NOW);
    assert_eq!(verifier.verify(&code, at(0), Window::OFFLINE).verdict, VerdictName::ValidOffline);
    verifier.take(&town.bundle(1, &[CredentialId([7; 8])], NOW), at(1)).unwrap();
    assert_eq!(verifier.verify(&code, at(2), Window::OFFLINE).verdict, VerdictName::Revoked);
}

#[test]
fn another_root_is_refused_whatever_it_signed() {
    let (town, stranger) = (Town::new(1), Town::new(9));
    let mut verifier = counter(&town);
    assert_eq!(verifier.take(&stranger.bundle(9, &[], NOW), at(1)), Err(Refused::OtherRoot));
    let pinned = Some(town.root.public());
    assert_eq!(Verifier::new(&stranger.bundle(9, &[], NOW), pinned, at(1)).err(), Some(Refused::OtherRoot));
    // The town's own root with a stranger's keys.
    let mixed = TrustBundle { root: to_hex(&town.root.public()), ..stranger.bundle(9, &[], NOW) };
    assert_eq!(verifier.take(&mixed, at(1)), Err(Refused::Signature));
    let code = town.code(town.credential(), NOW);
    assert_eq!(verifier.verify(&code, at(2), Window::OFFLINE).verdict, VerdictName::ValidOffline);
}

#[test]
fn nothing_goes_back_and_a_refused_bundle_changes_nothing() {
    let town = Town::new(1);
    let mut verifier = Verifier::new(&town.bundle(2, &[CredentialId([7; 8])], NOW), None, at(0)).unwrap();
    for older in [town.bundle(1, &[], NOW + 9), town.bundle(2, &[], NOW - 9)] {
        assert_eq!(verifier.take(&older, at(9)), Err(Refused::RollBack));
    }
    let code = town.code(town.credential(), NOW);
    assert_eq!(verifier.verify(&code, at(2), Window::OFFLINE).verdict, VerdictName::Revoked);
    let damaged = TrustBundle { keys: "12zz".to_owned(), ..town.bundle(3, &[], NOW + 9) };
    assert_eq!(verifier.take(&damaged, at(9)), Err(Refused::Unreadable));
    let foreign = TrustBundle { keys: town.keys(NEIGHBOUR, 3), ..town.bundle(3, &[], NOW + 9) };
    assert_eq!(verifier.take(&foreign, at(9)), Err(Refused::Unreadable));
}

#[test]
fn a_partners_card_is_accepted_by_name_while_the_town_says_so() {
    let (town, reims) = (Town::new(1), Town::new(9));
    let partner = |version| TrustedPartner {
        territory: NEIGHBOUR,
        name: "Reims".to_owned(),
        root: to_hex(&reims.root.public()),
        keys: reims.keys(NEIGHBOUR, version),
    };
    let with = |partners| TrustBundle { partners, ..town.bundle(1, &[], NOW - 60) };
    let mut verifier = Verifier::new(&with(vec![partner(2)]), None, at(0)).unwrap();
    let code = reims.code(Credential { territory: NEIGHBOUR, ..reims.credential() }, NOW);
    let answer = verifier.verify(&code, at(0), Window::OFFLINE);
    assert_eq!((answer.verdict, answer.territory.as_deref()), (VerdictName::ValidOffline, Some("Reims")));
    assert_eq!(verifier.take(&with(vec![partner(1)]), at(1)), Err(Refused::RollBack));
    verifier.take(&with(Vec::new()), at(1)).unwrap();
    assert_eq!(verifier.verify(&code, at(2), Window::OFFLINE).verdict, VerdictName::OtherTerritory);
}
