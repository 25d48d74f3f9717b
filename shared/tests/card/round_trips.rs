//! What is written is read, what is read is written alike, for every structure and whatever it holds.

use proptest::prelude::*;
use shared::card::{
    AgeBand, Credential, CredentialId, IssuerKey, KeySet, Malformed, NAME_MAX_BYTES, Presentation, Revocations,
    SignedCredential, Verdict, from_digits, to_digits,
};

use super::town::{NOW, PHONE, ROOT, issued, lea, scan, shown, signer};

fn credentials() -> impl Strategy<Value = Credential> {
    let numbers = (any::<u16>(), any::<u8>(), any::<[u8; 8]>(), any::<u32>(), any::<u16>());
    (numbers, 0_usize..4, 0_u8..16, any::<Option<[u8; 32]>>(), ".{0,12}").prop_map(
        |((territory, key_id, id, expires, lifetime_hours), band, entitlements, device_key, name)| Credential {
            territory,
            key_id,
            id: CredentialId(id),
            expires,
            lifetime_hours,
            band: AgeBand::ALL[band],
            entitlements,
            device_key,
            first_name: Credential::fit_name(&name),
        },
    )
}

proptest! {
    #[test]
    fn a_credential_comes_back(credential in credentials()) {
        let signed = issued(credential.clone());
        prop_assert_eq!(&signed.credential, &credential);
        prop_assert_eq!(SignedCredential::from_bytes(&signed.to_bytes()), Ok(signed));
    }

    #[test]
    fn a_code_comes_back(credential in credentials(), moment: u32) {
        let code = signer(PHONE).present(&issued(credential), moment);
        let bytes = code.to_bytes();
        prop_assert!(bytes.len() <= 196);
        prop_assert_eq!(Presentation::from_bytes(&from_digits(&to_digits(&bytes)).unwrap()), Ok(code));
    }

    #[test]
    fn a_key_set_comes_back(
        territory: u16, version: u32, issued_at: u32,
        keys in proptest::collection::btree_map(any::<u8>(), any::<(u32, [u8; 32])>(), 0..20),
    ) {
        let keys = keys.into_iter().map(|(id, (not_after, key))| IssuerKey { id, not_after, key }).collect();
        let set = signer(ROOT).key_set(territory, version, issued_at, keys);
        prop_assert_eq!(KeySet::from_bytes(&set.to_bytes()), Ok(set));
    }

    #[test]
    fn a_list_comes_back(
        territory: u16, key_id: u8, issued_at: u32, ids in proptest::collection::vec(any::<[u8; 8]>(), 0..50),
    ) {
        let listed = ids.iter().copied().map(CredentialId).collect();
        let list = signer(ROOT).revocations(territory, key_id, issued_at, listed);
        prop_assert!(ids.iter().all(|id| list.contains(CredentialId(*id))));
        prop_assert_eq!(Revocations::from_bytes(&list.to_bytes()), Ok(list));
    }

    /// Bytes near a good code: whatever is read of them is written alike.
    #[test]
    fn what_is_read_is_written_alike(at in 0_usize..60, byte: u8, cut in 0_usize..3) {
        let mut bytes = shown(lea(), NOW).to_bytes();
        bytes[at] = byte;
        bytes.truncate(bytes.len() - cut);
        if let Ok(code) = Presentation::from_bytes(&bytes) {
            prop_assert_eq!(code.to_bytes(), bytes);
        }
    }

    #[test]
    fn any_name_fits_once_and_for_all(name in "\\PC{0,30}|[\\s\\x00-\\x20\u{202a}-\u{202e}aé王🙂]{0,12}") {
        let fitted = Credential::fit_name(&name);
        prop_assert!(fitted.len() <= NAME_MAX_BYTES);
        let turns = |character| ('\u{202a}'..='\u{202e}').contains(&character);
        prop_assert!(!fitted.chars().any(|character: char| character.is_control() || turns(character)));
        prop_assert_eq!(Credential::fit_name(&fitted), fitted.as_str());
        let holds = scan(&shown(Credential { first_name: name, ..lea() }, NOW).to_bytes());
        let Verdict::Valid { holder, .. } = holds else { panic!("{holds:?}") };
        prop_assert_eq!(holder.first_name, fitted);
    }
}

/// Characters of one to four bytes, up to and beyond what fits.
#[test]
fn names_of_every_length_in_every_width() {
    for (character, width) in [('a', 1), ('é', 2), ('王', 3), ('🙂', 4)] {
        for count in 0..=15 {
            let name: String = std::iter::repeat_n(character, count).collect();
            let kept = count.min(NAME_MAX_BYTES / width);
            let code = shown(Credential { first_name: name.clone(), ..lea() }, NOW);
            assert_eq!(code.signed.credential.first_name.chars().count(), kept);
            // 116 bytes of credential and 68 of proof around the name.
            assert_eq!(code.to_bytes().len(), 184 + kept * width);
            assert_eq!(Presentation::from_bytes(&code.to_bytes()), Ok(code));

            // Written by someone else who does not cut: read up to twelve bytes, never beyond.
            let uncut = with_name(name.as_bytes());
            let read = Presentation::from_bytes(&uncut);
            if name.len() <= NAME_MAX_BYTES {
                assert_eq!(read.unwrap().signed.credential.first_name, name);
            } else {
                assert_eq!(read, Err(Malformed::Name));
            }
        }
    }
}

fn with_name(name: &[u8]) -> Vec<u8> {
    let bytes = shown(Credential { first_name: String::new(), ..lea() }, NOW).to_bytes();
    [&bytes[..51], &[name.len() as u8], name, &bytes[52..]].concat()
}

#[test]
fn entries_out_of_order_are_refused() {
    let key = |id| IssuerKey { id, not_after: NOW, key: [id; 32] };
    let mut set = signer(ROOT).key_set(1, 1, NOW, vec![key(1), key(2)]);
    for keys in [vec![key(2), key(1)], vec![key(1), key(1)]] {
        set.keys = keys;
        assert_eq!(KeySet::from_bytes(&set.to_bytes()), Err(Malformed::Order));
    }
    let mut list = signer(ROOT).revocations(1, 1, NOW, Vec::new());
    for ids in [[2, 1], [1, 1]] {
        list.ids = ids.map(|byte| CredentialId([byte; 8])).to_vec();
        assert_eq!(Revocations::from_bytes(&list.to_bytes()), Err(Malformed::Order));
    }
}

/// A count is a stranger's word: four thousand million ids that do not follow cost nothing.
#[test]
fn a_promise_of_entries_reserves_nothing() {
    let mut bytes = signer(ROOT).revocations(1, 1, NOW, Vec::new()).to_bytes();
    bytes[8..12].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(Revocations::from_bytes(&bytes), Err(Malformed::Truncated));
    let mut bytes = signer(ROOT).key_set(1, 1, NOW, Vec::new()).to_bytes();
    bytes[11] = 255;
    assert_eq!(KeySet::from_bytes(&bytes), Err(Malformed::Truncated));
}

/// Each structure, cut anywhere or with a byte more, is refused.
#[test]
fn each_structure_is_one_and_nothing_else() {
    let code = shown(lea(), NOW);
    let (signed, set, list) =
        (code.signed.to_bytes(), super::town::keys(3).to_bytes(), super::town::shop().revocations);
    let list = list.unwrap().to_bytes();
    for length in 0..signed.len() {
        assert_eq!(SignedCredential::from_bytes(&signed[..length]), Err(Malformed::Truncated));
    }
    for length in 0..set.len() {
        assert_eq!(KeySet::from_bytes(&set[..length]), Err(Malformed::Truncated));
    }
    for length in 0..list.len() {
        assert_eq!(Revocations::from_bytes(&list[..length]), Err(Malformed::Truncated));
    }
    let more = |bytes: &[u8]| [bytes, &[0]].concat();
    assert_eq!(SignedCredential::from_bytes(&more(&signed)), Err(Malformed::Trailing));
    assert_eq!(KeySet::from_bytes(&more(&set)), Err(Malformed::Trailing));
    assert_eq!(Revocations::from_bytes(&more(&list)), Err(Malformed::Trailing));
    assert_eq!(Presentation::from_bytes(&more(&code.to_bytes())), Err(Malformed::Trailing));
}
