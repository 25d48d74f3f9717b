//! What must hold of any bytes at all that are read as a code, a key set or a list of revocations.
//!
//! Shared by the fuzz target (`shared/fuzz`) and the test that replays its corpus. Besides the bytes as they came, what
//! can be read of them is signed anew with test keys: else no stranger's bytes would ever come past the signatures.

use std::sync::LazyLock;

use shared::card::{
    Credential, IssuerKey, KeySet, Presentation, Revocations, SignedCredential, Signer, Trust, TrustError, Verdict,
    Window, digits_of, from_digits, from_hex, inspect, to_digits, to_hex, url, verify,
};

const ROOT: [u8; 32] = [0x51; 32];
const ISSUER: [u8; 32] = [0x52; 32];
const PHONE: [u8; 32] = [0x53; 32];
const NOW: u32 = 1_795_521_600;

/// For what names no territory: signing for each input would make a fuzzer ten times slower.
static ANYWHERE: LazyLock<Trust> = LazyLock::new(|| trust(1));

/// Panics when something does not hold.
pub fn holds(bytes: &[u8]) {
    as_text(bytes);
    as_code(bytes);
    as_keys(bytes);
    as_revocations(bytes);
}

/// Text is digits or it is not; digits that are read are written alike, and so is hexadecimal.
fn as_text(bytes: &[u8]) {
    if !bytes.is_empty() {
        let digits = to_digits(bytes);
        assert_eq!(from_digits(&digits).as_deref(), Ok(bytes));
        assert_eq!(digits_of(&url("https://example.fr/", bytes)), Some(digits.as_str()));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(decoded) = from_hex(text) {
        assert_eq!(to_hex(&decoded), text.to_ascii_lowercase());
    }
    let fitted = Credential::fit_name(text);
    assert_eq!(Credential::fit_name(&fitted), fitted);
    let Some(digits) = digits_of(text) else { return };
    if let Ok(decoded) = from_digits(digits) {
        assert_eq!(to_digits(&decoded), digits);
        as_code(&decoded);
    }
}

/// What is read is written alike. Bytes of a stranger are never valid; signed by whom they should be, they are never forged.
fn as_code(bytes: &[u8]) {
    if let Ok(signed) = SignedCredential::from_bytes(bytes) {
        assert_eq!(signed.to_bytes(), bytes);
    }
    let Ok(code) = Presentation::from_bytes(bytes) else {
        assert!(matches!(verdict(bytes, &ANYWHERE), Verdict::NotACard(_) | Verdict::UnknownKey));
        return;
    };
    assert_eq!(code.to_bytes(), bytes);
    assert!(bytes.len() <= 196);
    let credential = code.signed.credential;
    let trust = trust(credential.territory);
    assert!(matches!(verdict(bytes, &trust), Verdict::Forged | Verdict::UnknownKey));

    let phone = Signer::from_seed(&PHONE);
    let device_key = credential.device_key.map(|_| phone.public());
    let genuine = Signer::from_seed(&ISSUER).issue(Credential { key_id: 1, device_key, ..credential });
    let moment = code.proof.map_or(NOW, |(moment, _)| moment);
    let shown = phone.present(&genuine, moment).to_bytes();
    assert!(!matches!(
        verdict(&shown, &trust),
        Verdict::Forged | Verdict::NotACard(_) | Verdict::OtherTerritory { .. }
    ));
    let (proven, partner) = inspect(&shown, &trust).expect("a genuine code");
    assert_eq!((proven.credential, partner), (genuine.credential, None));
}

fn as_keys(bytes: &[u8]) {
    let Ok(keys) = KeySet::from_bytes(bytes) else {
        assert!(matches!(ANYWHERE.clone().take_keys(bytes), Err(TrustError::Malformed(_))));
        return;
    };
    assert_eq!(keys.to_bytes(), bytes);
    let mut believed = trust(keys.territory);
    assert_eq!(believed.take_keys(bytes), Err(TrustError::Signature));
    assert_eq!(believed.accept("", Signer::from_seed(&ROOT).public(), bytes), Err(TrustError::Signature));

    let root = Signer::from_seed(&ROOT);
    let genuine = root.key_set(keys.territory, keys.version, keys.issued_at, keys.keys);
    let before = believed.clone();
    match believed.take_keys(&genuine.to_bytes()) {
        Ok(()) => assert_eq!(believed.keys, genuine),
        Err(error) => assert_eq!((error, &believed), (TrustError::RollBack, &before)),
    }
}

fn as_revocations(bytes: &[u8]) {
    let Ok(list) = Revocations::from_bytes(bytes) else {
        assert!(matches!(ANYWHERE.clone().take_revocations(bytes), Err(TrustError::Malformed(_))));
        return;
    };
    assert_eq!(list.to_bytes(), bytes);
    let mut believed = trust(list.territory);
    assert_eq!(believed.take_revocations(bytes), Err(TrustError::Signature));

    let genuine = Signer::from_seed(&ISSUER).revocations(list.territory, 1, list.issued_at, list.ids.clone());
    believed.take_revocations(&genuine.to_bytes()).expect("signed by the issuer");
    assert!(list.ids.iter().all(|id| genuine.contains(*id)));
}

fn verdict(bytes: &[u8], trust: &Trust) -> Verdict {
    let verdict = verify(bytes, trust, NOW.into(), Window::OFFLINE, None);
    // Never in a stranger's favour, whatever else is said of it.
    if let Verdict::Valid { checked_at, .. } = &verdict {
        assert_eq!(*checked_at, Some(NOW.into()));
    }
    verdict
}

/// Believes in the test issuer's key 1.
fn trust(territory: u16) -> Trust {
    let root = Signer::from_seed(&ROOT);
    let key = IssuerKey { id: 1, not_after: u32::MAX, key: Signer::from_seed(&ISSUER).public() };
    Trust::new(root.public(), &root.key_set(territory, 1, NOW, vec![key]).to_bytes()).expect("signed by the root")
}
