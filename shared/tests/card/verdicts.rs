//! The twelve answers: what each tells, and which comes first when several would do.

use shared::card::{
    AgeBand, Credential, Holder, Malformed, Sighting, Staleness, Trust, Verdict, Window, from_digits, inspect,
    to_digits, verify,
};

use super::cases;
use super::town::{
    DAY, LEA, LOST, NEIGHBOUR, NEIGHBOUR_ISSUER, NOW, PHONE, ROOT, STRANGER, issued, keys, lea, name, paper,
    revocations, scan, scan_after, shop, shown, signer,
};

#[test]
fn each_case_has_its_answer_on_bytes_and_on_digits() {
    let shop = shop();
    for case in cases::all() {
        let verdict = verify(&case.bytes, &shop, case.now.into(), case.window, case.before);
        assert_eq!(name(&verdict), case.verdict, "{}: {verdict:?}", case.name);
        if !case.bytes.is_empty() {
            assert_eq!(from_digits(&to_digits(&case.bytes)).unwrap(), case.bytes, "{}", case.name);
        }
    }
}

/// One code gathers every fault; each time the foremost is mended, the next one is told.
#[test]
fn the_gravest_fault_is_told_first() {
    let over = Credential {
        territory: STRANGER,
        key_id: 9,
        id: LOST,
        expires: NOW - 1,
        lifetime_hours: 0,
        device_key: Some(signer(PHONE).public()),
        ..lea()
    };
    let show = |credential: &Credential, issuer: u8, phone: u8, moment: u32| {
        scan(&signer(phone).present(&signer(issuer).issue(credential.clone()), moment).to_bytes())
    };
    let (impostor, issuer, thief, phone) =
        (super::town::IMPOSTOR, super::town::ISSUER, super::town::OTHER_PHONE, PHONE);
    let screenshot = NOW - 3_600;

    let unreadable = [show_bytes(&over), vec![0]].concat();
    assert_eq!(scan(&unreadable), Verdict::NotACard(Malformed::Trailing));
    assert_eq!(show(&over, impostor, thief, screenshot), Verdict::OtherTerritory { territory: STRANGER });
    let over = Credential { territory: lea().territory, ..over };
    assert_eq!(show(&over, impostor, thief, screenshot), Verdict::UnknownKey);
    let over = Credential { key_id: 1, ..over };
    assert_eq!(show(&over, impostor, thief, screenshot), Verdict::Forged);
    assert_eq!(show(&over, issuer, thief, screenshot), Verdict::Forged);
    assert_eq!(show(&over, issuer, phone, screenshot), Verdict::Revoked);
    let over = Credential { id: LEA, ..over };
    assert_eq!(show(&over, issuer, phone, screenshot), Verdict::Expired { at: (NOW - 1).into() });
    let early = Credential { expires: NOW + DAY, ..over };
    assert_eq!(show(&early, issuer, phone, screenshot), Verdict::NotYetValid { from: (NOW + DAY).into() });
    let held = Credential { lifetime_hours: 24, ..early };
    assert_eq!(show(&held, issuer, phone, screenshot), Verdict::Stale(Staleness::Old { seconds: 3_600 }));
    assert_eq!(show(&held, issuer, phone, NOW + 40), Verdict::ClockWrong { seconds: 40 });
    assert!(matches!(show(&held, issuer, phone, NOW), Verdict::Valid { .. }));
}

fn show_bytes(credential: &Credential) -> Vec<u8> {
    shown(credential.clone(), NOW).to_bytes()
}

#[test]
fn a_shop_learns_this_and_no_more() {
    let holder =
        Holder { first_name: "Léa".into(), band: AgeBand::From15, entitlements: 5, territory: None, printed: false };
    let hour_ago = Some(i64::from(NOW) - 3_600);
    assert_eq!(scan(&show_bytes(&lea())), Verdict::Valid { holder: holder.clone(), checked_at: hour_ago });

    let abroad = Credential { territory: NEIGHBOUR, key_id: 4, ..lea() };
    let code = signer(PHONE).present(&signer(NEIGHBOUR_ISSUER).issue(abroad), NOW);
    let holder = Holder { territory: Some("Demo-Bourg".into()), ..holder };
    assert_eq!(scan(&code.to_bytes()), Verdict::Valid { holder, checked_at: hour_ago });
}

#[test]
fn paper_is_genuine_and_the_server_decides() {
    let code = signer(PHONE).present(&issued(paper()), NOW);
    assert_eq!(code.proof, None);
    assert_eq!(scan(&code.to_bytes()), Verdict::NeedsNetwork);
    let (proven, partner) = inspect(&code.to_bytes(), &shop()).unwrap();
    assert_eq!((proven.moment, partner), (None, None));
    assert!(Holder::of(proven.credential, None).printed);
}

#[test]
fn answers_carry_their_moments() {
    let expired = Credential { expires: NOW - 7, ..lea() };
    assert_eq!(scan(&show_bytes(&expired)), Verdict::Expired { at: i64::from(NOW) - 7 });
    let early = Credential { expires: NOW + DAY, lifetime_hours: 2, ..lea() };
    assert_eq!(scan(&show_bytes(&early)), Verdict::NotYetValid { from: i64::from(NOW + DAY - 7_200) });
    assert_eq!(scan(&shown(lea(), NOW - 61).to_bytes()), Verdict::Stale(Staleness::Old { seconds: 61 }));
    assert_eq!(scan(&shown(lea(), NOW + 600).to_bytes()), Verdict::ClockWrong { seconds: 600 });
}

/// The windows, second by second: what is accepted is one interval, on the server a narrower one.
#[test]
fn windows_hold_from_one_edge_to_the_other() {
    for (window, past, ahead) in [(Window::OFFLINE, 60, 30), (Window::ONLINE, 30, 15)] {
        for age in -100_i64..=100 {
            let moment = u32::try_from(i64::from(NOW) - age).unwrap();
            let verdict = verify(&shown(lea(), moment).to_bytes(), &shop(), NOW.into(), window, None);
            match verdict {
                Verdict::Valid { .. } => assert!((-ahead..=past).contains(&age), "{age}"),
                Verdict::Stale(Staleness::Old { seconds }) => assert!(age > past && seconds == age),
                Verdict::ClockWrong { seconds } => assert!(age < -ahead && seconds == -age),
                other => panic!("{age}: {other:?}"),
            }
        }
    }
}

/// A phone an hour late, scanned twice: the second time its clock is named, and still it is not accepted.
#[test]
fn a_late_phone_that_moves_on_is_told_of_its_clock() {
    let late = NOW - 3_600;
    let first = scan(&shown(lea(), late - 20).to_bytes());
    assert_eq!(first, Verdict::Stale(Staleness::Old { seconds: 3_620 }));
    let before = Sighting { id: LEA, moment: late - 20, seen_at: i64::from(NOW) - 20 };
    let again = shown(lea(), late).to_bytes();
    assert_eq!(scan_after(&again, Some(before)), Verdict::ClockWrong { seconds: -3_600 });
    // A sighting changes nothing for a code that is in time, nor for one that runs ahead.
    assert!(matches!(scan_after(&show_bytes(&lea()), Some(before)), Verdict::Valid { .. }));
    let ahead = shown(lea(), NOW + 600).to_bytes();
    assert_eq!(scan_after(&ahead, Some(before)), Verdict::ClockWrong { seconds: 600 });
}

/// "Data from 1 January 1970" is what other verifiers have said.
#[test]
fn data_that_was_never_checked_is_dated_by_its_signature() {
    let dated = |trust: &Trust| match verify(&show_bytes(&lea()), trust, NOW.into(), Window::OFFLINE, None) {
        Verdict::Valid { checked_at, .. } => checked_at.unwrap(),
        other => panic!("{other:?}"),
    };
    let mut trust = Trust::new(signer(ROOT).public(), &keys(3).to_bytes()).unwrap();
    assert_eq!(dated(&trust), i64::from(NOW - 10 * DAY));
    trust.take_revocations(&revocations(NOW - 2 * DAY, vec![]).to_bytes()).unwrap();
    assert_eq!(dated(&trust), i64::from(NOW - 2 * DAY));
    trust.checked_at = Some(i64::from(NOW - DAY));
    assert_eq!(dated(&trust), i64::from(NOW - DAY));
}
