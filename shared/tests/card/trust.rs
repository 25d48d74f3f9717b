//! What a verifier believes never goes back, and nothing is believed unsigned.

use shared::card::{Credential, CredentialId, IssuerKey, Revocations, TrustError, Verdict, Window, verify};

use super::town::{
    DAY, IMPOSTOR, ISSUER, LEA, LOST, NEIGHBOUR, NEIGHBOUR_ROOT, NOW, OLD_ISSUER, OLD_NOT_AFTER, PHONE, ROOT, TOWN, id,
    issuer_keys, keys, lea, neighbour_keys, revocations, scan, shop, shown, signer,
};

#[test]
fn a_key_set_only_goes_forward() {
    let mut shop = shop();
    shop.take_keys(&keys(5).to_bytes()).unwrap();
    shop.take_keys(&keys(5).to_bytes()).unwrap();
    for version in [0, 3, 4] {
        assert_eq!(shop.take_keys(&keys(version).to_bytes()), Err(TrustError::RollBack));
    }
    let twin = signer(ROOT).key_set(TOWN, 5, NOW, issuer_keys());
    assert_eq!(shop.take_keys(&twin.to_bytes()), Err(TrustError::RollBack));
    assert_eq!(shop.keys, keys(5));
}

#[test]
fn a_key_that_was_taken_out_signs_nothing_more() {
    let mut shop = shop();
    let good = shown(lea(), NOW).to_bytes();
    let next = IssuerKey { id: 2, not_after: NOW + 900 * DAY, key: signer(OLD_ISSUER).public() };
    shop.take_keys(&signer(ROOT).key_set(TOWN, 4, NOW, vec![next]).to_bytes()).unwrap();
    assert_eq!(verify(&good, &shop, NOW.into(), Window::OFFLINE, None), Verdict::UnknownKey);
    let list = revocations(NOW, vec![]);
    assert_eq!(shop.take_revocations(&list.to_bytes()), Err(TrustError::Signature));
}

#[test]
fn keys_overlap_while_old_credentials_live() {
    let old = Credential { key_id: 0, expires: OLD_NOT_AFTER, ..lea() };
    let code = signer(PHONE).present(&signer(OLD_ISSUER).issue(old), OLD_NOT_AFTER - 1).to_bytes();
    let verdict = verify(&code, &shop(), (OLD_NOT_AFTER - 1).into(), Window::OFFLINE, None);
    assert!(matches!(verdict, Verdict::Valid { .. }), "{verdict:?}");
}

#[test]
fn a_list_only_goes_forward() {
    let mut shop = shop();
    shop.take_revocations(&revocations(NOW, vec![LOST]).to_bytes()).unwrap();
    let older = revocations(NOW - 1, vec![LOST, LEA]);
    assert_eq!(shop.take_revocations(&older.to_bytes()), Err(TrustError::RollBack));
    // In one second: more is newer, less is not.
    shop.take_revocations(&revocations(NOW, vec![LOST, LEA]).to_bytes()).unwrap();
    for ids in [vec![], vec![LOST], vec![LEA, id(5)]] {
        assert_eq!(shop.take_revocations(&revocations(NOW, ids).to_bytes()), Err(TrustError::RollBack));
    }
    shop.take_revocations(&revocations(NOW + 1, vec![LEA]).to_bytes()).unwrap();
    assert_eq!(shop.revocations, Some(revocations(NOW + 1, vec![LEA])));
}

/// A key whose time is over could date an empty list far ahead, and would un-revoke every card for good.
#[test]
fn a_key_signs_no_list_after_its_time() {
    let mut shop = shop();
    let list = |at| signer(OLD_ISSUER).revocations(TOWN, 0, at, vec![]).to_bytes();
    assert_eq!(shop.take_revocations(&list(OLD_NOT_AFTER + 1)), Err(TrustError::Signature));
    assert_eq!(shop.take_revocations(&list(u32::MAX)), Err(TrustError::Signature));
    shop.revocations = None;
    shop.take_revocations(&list(OLD_NOT_AFTER)).unwrap();
}

/// The issuer's key was stolen, and the thief's list is dated years ahead. Taking the key out frees the shops.
#[test]
fn the_list_of_a_stolen_key_holds_nothing_up() {
    let mut shop = shop();
    shop.take_revocations(&revocations(NOW + 700 * DAY, vec![]).to_bytes()).unwrap();
    assert_eq!(shop.take_revocations(&revocations(NOW, vec![LOST]).to_bytes()), Err(TrustError::RollBack));

    let next = IssuerKey { id: 2, not_after: NOW + 900 * DAY, key: signer(OLD_ISSUER).public() };
    shop.take_keys(&signer(ROOT).key_set(TOWN, 4, NOW, vec![next]).to_bytes()).unwrap();
    let list = signer(OLD_ISSUER).revocations(TOWN, 2, NOW, vec![LOST]);
    shop.take_revocations(&list.to_bytes()).unwrap();
    assert_eq!(shop.revocations, Some(list));
}

/// A key is taken out, no new list has come yet: who was blocked stays blocked.
#[test]
fn a_card_stays_revoked_while_keys_change() {
    let mut shop = shop();
    let again = |id: u8, seed: u8| IssuerKey { id, not_after: NOW + 900 * DAY, key: signer(seed).public() };
    // The same key under another number: the list names number 1, which is gone.
    shop.take_keys(&signer(ROOT).key_set(TOWN, 4, NOW, vec![again(2, ISSUER)]).to_bytes()).unwrap();
    let code = shown(Credential { id: LOST, key_id: 2, ..lea() }, NOW).to_bytes();
    assert_eq!(verify(&code, &shop, NOW.into(), Window::OFFLINE, None), Verdict::Revoked);
}

#[test]
fn a_neighbour_is_believed_by_its_own_root_and_only_forward() {
    let mut shop = shop();
    let root = signer(NEIGHBOUR_ROOT).public();
    shop.accept("Demo-Bourg", root, &neighbour_keys(2).to_bytes()).unwrap();
    assert_eq!(shop.accept("Demo-Bourg", root, &neighbour_keys(1).to_bytes()), Err(TrustError::RollBack));
    let impostor = signer(IMPOSTOR).key_set(NEIGHBOUR, 9, NOW, issuer_keys());
    assert_eq!(shop.accept("Demo-Bourg", root, &impostor.to_bytes()), Err(TrustError::Signature));
    assert_eq!(shop.partners.len(), 1);
    assert_eq!(shop.partners[0].keys, neighbour_keys(2));
    // A neighbour that lost its root comes with another one: whoever accepts it has asked.
    shop.accept("Demo-Bourg", signer(IMPOSTOR).public(), &impostor.to_bytes()).unwrap();
    assert_eq!((shop.partners.len(), &shop.partners[0].keys), (1, &impostor));
    // One's own number is nobody else's.
    let own = signer(NEIGHBOUR_ROOT).key_set(TOWN, 1, NOW, issuer_keys());
    assert_eq!(shop.accept("Demo-Bourg", root, &own.to_bytes()), Err(TrustError::Territory));
}

/// Two of the same territory's structures, each signed, and never the one for the other.
#[test]
fn a_signature_for_one_thing_is_none_for_another() {
    let mut shop = shop();
    let (set, list) = (keys(9), revocations(NOW, vec![]));
    let mut by_issuer = set.clone();
    by_issuer.signature = signer(ISSUER).sign(&set.message());
    assert_eq!(shop.take_keys(&by_issuer.to_bytes()), Err(TrustError::Signature));
    let mut by_root = list.clone();
    by_root.signature = signer(ROOT).sign(&list.message());
    assert_eq!(shop.take_revocations(&by_root.to_bytes()), Err(TrustError::Signature));
    // The same bytes under another prefix.
    let mut unprefixed = list;
    unprefixed.signature = signer(ISSUER).sign(&unprefixed.message()[9..]);
    assert_eq!(shop.take_revocations(&unprefixed.to_bytes()), Err(TrustError::Signature));
}

#[test]
fn what_an_issuer_signs_can_be_read() {
    let repeated = [issuer_keys(), issuer_keys()].concat();
    let set = signer(ROOT).key_set(TOWN, 1, NOW, repeated);
    assert_eq!(shared::card::KeySet::from_bytes(&set.to_bytes()), Ok(set));
    let every = (0..=255).map(|id| IssuerKey { id, not_after: NOW, key: signer(id).public() }).collect();
    let set = signer(ROOT).key_set(TOWN, 1, NOW, every);
    assert_eq!(set.keys.len(), 255);
    assert_eq!(shared::card::KeySet::from_bytes(&set.to_bytes()), Ok(set));
    let list = revocations(NOW, vec![LOST, LEA, LOST, CredentialId([0; 8])]);
    assert_eq!(list.ids, [CredentialId([0; 8]), LEA, LOST]);
    assert_eq!(Revocations::from_bytes(&list.to_bytes()), Ok(list));
    assert!(
        matches!(scan(&shown(Credential { entitlements: 0xf5, ..lea() }, NOW).to_bytes()), Verdict::Valid { holder, .. } if holder.entitlements == 5)
    );
}
