//! The vectors by which others check their own YC1, and that ours are them.
//!
//! `vectors.json` is written by [`written`] from the cases (`UPDATE_VECTORS=1 cargo test -p shared --all-features --test
//! card`), and read here with nothing but what the file says.

use serde_json::{Value, json};
use shared::card::{
    AgeBand, Credential, CredentialId, KeySet, Presentation, Revocations, Sighting, Signer, Trust, TrustError, Window,
    binding_message, digits_of, from_digits, from_hex, proof_message, to_digits, to_hex, url, verify,
};
use shared::protocol::VerdictName;

use super::cases::{self, Case};
use super::town::{
    self, IMPOSTOR, ISSUER, NEIGHBOUR_ROOT, NOW, OLD_ISSUER, PHONE, ROOT, TOWN, id, lea, paper, shown, signer,
};

const COMMITTED: &str = include_str!("vectors.json");

fn key(seed: u8) -> Value {
    json!({ "TEST_seed": to_hex(&[seed; 32]), "public": to_hex(&signer(seed).public()) })
}

fn credential(credential: &Credential) -> Value {
    json!({
        "territory": credential.territory,
        "key_id": credential.key_id,
        "id": to_hex(&credential.id.0),
        "expires": credential.expires,
        "lifetime_hours": credential.lifetime_hours,
        "band": credential.band,
        "entitlements": credential.entitlements,
        "device_key": credential.device_key.map(|key| to_hex(&key)),
        "first_name": credential.first_name,
    })
}

fn example(code: &Presentation) -> Value {
    let bytes = code.to_bytes();
    json!({
        "credential": credential(&code.signed.credential),
        "credential_message": to_hex(&code.signed.credential.message()),
        "credential_signature": to_hex(&code.signed.signature),
        "moment": code.proof.map(|(moment, _)| moment),
        "proof_message": code.proof.map(|(moment, _)| to_hex(&proof_message(&code.signed, moment))),
        "proof_signature": code.proof.map(|(_, signature)| to_hex(&signature)),
        "bytes": to_hex(&bytes),
        "url": url("https://jeunes.example.fr", &bytes),
    })
}

fn scanned(case: &Case) -> Value {
    json!({
        "name": case.name,
        "digits": if case.bytes.is_empty() { String::new() } else { to_digits(&case.bytes) },
        "now": case.now,
        "window": { "past": case.window.past, "ahead": case.window.ahead },
        "before": case.before.map(|before| json!({
            "id": to_hex(&before.id.0), "moment": before.moment, "seen_at": before.seen_at,
        })),
        "verdict": case.verdict,
    })
}

/// The whole file.
fn written() -> String {
    let shop = town::shop();
    let neighbour = shop.partners.first().unwrap();
    let revocations = shop.revocations.as_ref().unwrap();
    let offers = |bytes: Vec<u8>, answer: &str| json!({ "bytes": to_hex(&bytes), "answer": answer });
    let list = |issued_at, ids: Vec<CredentialId>| town::revocations(issued_at, ids).to_bytes();
    let (known_at, known) = (revocations.issued_at, revocations.ids.clone());
    let more = [&known[..], &[id(77)]].concat();
    let old_key = |issued_at| signer(OLD_ISSUER).revocations(TOWN, 0, issued_at, Vec::new()).to_bytes();
    let file = json!({
        "format": "YC1",
        "specification": "docs/youth-card.md",
        "warning": "TEST KEYS: never trust or use them. The seed of each is one byte repeated.",
        "keys": {
            "root": key(ROOT), "issuer_1": key(ISSUER), "issuer_0": key(OLD_ISSUER), "phone": key(PHONE),
            "neighbour_root": key(NEIGHBOUR_ROOT), "impostor": key(IMPOSTOR),
        },
        "trust": {
            "territory": shop.keys.territory,
            "root": to_hex(&shop.root),
            "keys": to_hex(&shop.keys.to_bytes()),
            "revocations": to_hex(&revocations.to_bytes()),
            "checked_at": shop.checked_at,
            "partners": [{
                "name": neighbour.name, "territory": neighbour.keys.territory,
                "root": to_hex(&neighbour.root), "keys": to_hex(&neighbour.keys.to_bytes()),
            }],
        },
        "examples": { "phone": example(&shown(lea(), NOW)), "paper": example(&Presentation { signed: town::issued(paper()), proof: None }) },
        "binding": {
            "moment": NOW,
            "message": to_hex(&binding_message(&signer(PHONE).public(), NOW.into())),
            "signature": to_hex(&signer(PHONE).bind(NOW.into())),
        },
        "codes": cases::all().iter().map(scanned).collect::<Vec<_>>(),
        "digits_refused": ["", "1", "12", "1234", "256", "65536", "99999999999999999", "72057594037927936", "12a", "-12", "٣٣٣", "12 345"],
        "names": NAMES.map(|(name, fitted)| json!({ "name": name, "fitted": fitted })),
        "key_sets_offered": [
            offers(town::keys(4).to_bytes(), "taken"),
            offers(town::keys(3).to_bytes(), "taken"),
            offers(town::keys(2).to_bytes(), "roll-back"),
            offers(signer(ROOT).key_set(TOWN, 3, NOW, town::issuer_keys()).to_bytes(), "roll-back"),
            offers(signer(IMPOSTOR).key_set(TOWN, 4, NOW, town::issuer_keys()).to_bytes(), "signature"),
            offers(town::neighbour_keys(9).to_bytes(), "signature"),
            offers(signer(ROOT).key_set(TOWN + 1, 4, NOW, town::issuer_keys()).to_bytes(), "territory"),
            offers(town::keys(4).to_bytes()[1..].to_vec(), "malformed"),
        ],
        "revocations_offered": [
            offers(list(known_at + 1, Vec::new()), "taken"),
            offers(list(known_at, more.clone()), "taken"),
            offers(list(known_at, known.clone()), "taken"),
            offers(list(known_at, known[1..].to_vec()), "roll-back"),
            offers(list(known_at - 1, more), "roll-back"),
            offers(signer(IMPOSTOR).revocations(TOWN, 1, NOW, Vec::new()).to_bytes(), "signature"),
            offers(signer(ISSUER).revocations(TOWN, 9, NOW, Vec::new()).to_bytes(), "signature"),
            offers(old_key(town::OLD_NOT_AFTER + 1), "signature"),
            offers(old_key(town::OLD_NOT_AFTER), "roll-back"),
            offers(signer(ISSUER).revocations(TOWN + 1, 1, NOW, Vec::new()).to_bytes(), "territory"),
            offers(list(NOW, known)[1..].to_vec(), "malformed"),
        ],
    });
    format!("{file:#}\n")
}

const NAMES: [(&str, &str); 9] = [
    ("Léa", "Léa"),
    ("  Inès\n", "Inès"),
    ("Marie-Antoinette", "Marie-Antoin"),
    ("Anne-Sophie É", "Anne-Sophie"),
    ("ÉÉÉÉÉÉÉ", "ÉÉÉÉÉÉ"),
    ("王小明李小龙", "王小明李"),
    ("🙂🙂🙂🙂", "🙂🙂🙂"),
    ("\u{202e}aéL\u{7}", "aéL"),
    ("", ""),
];

#[test]
fn the_committed_file_is_what_is_written() {
    let written = written();
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/card/vectors.json"), &written).unwrap();
        return;
    }
    assert!(
        written == COMMITTED,
        "vectors.json differs: the format changed, which breaks every card out there, or the cases did \
         (then UPDATE_VECTORS=1 writes it anew)"
    );
}

fn committed() -> Value {
    serde_json::from_str(COMMITTED).unwrap()
}

fn hex(value: &Value) -> Vec<u8> {
    from_hex(value.as_str().unwrap()).unwrap()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    hex(value).try_into().unwrap()
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// A verifier as the file describes it.
fn trust(file: &Value) -> Trust {
    let told = &file["trust"];
    let mut trust = Trust::new(array(&told["root"]), &hex(&told["keys"])).unwrap();
    trust.take_revocations(&hex(&told["revocations"])).unwrap();
    for partner in list(&told["partners"]) {
        trust.accept(partner["name"].as_str().unwrap(), array(&partner["root"]), &hex(&partner["keys"])).unwrap();
    }
    trust.checked_at = told["checked_at"].as_i64();
    trust
}

#[test]
fn each_code_of_the_file_has_the_answer_of_the_file() {
    let file = committed();
    let trust = trust(&file);
    for case in list(&file["codes"]) {
        // What is no digit at all is no code: `from_digits` says so before `verify` is asked.
        let bytes = from_digits(case["digits"].as_str().unwrap()).unwrap_or_default();
        let window =
            Window { past: case["window"]["past"].as_i64().unwrap(), ahead: case["window"]["ahead"].as_i64().unwrap() };
        let before = case["before"].as_object().map(|before| Sighting {
            id: CredentialId(array(&before["id"])),
            moment: number(&before["moment"]),
            seen_at: before["seen_at"].as_i64().unwrap(),
        });
        let verdict = verify(&bytes, &trust, case["now"].as_i64().unwrap(), window, before);
        let expected: VerdictName = serde_json::from_value(case["verdict"].clone()).unwrap();
        assert_eq!(town::name(&verdict), expected, "{}: {verdict:?}", case["name"]);
    }
}

/// What a stranger would do first: build the example's bytes from its fields and its test keys.
#[test]
fn the_examples_are_made_of_their_fields() {
    let file = committed();
    let signer_of = |name: &str| Signer::from_seed(&array(&file["keys"][name]["TEST_seed"]));
    for (_, key) in file["keys"].as_object().unwrap() {
        assert_eq!(Signer::from_seed(&array(&key["TEST_seed"])).public(), array::<32>(&key["public"]));
    }
    for example in [&file["examples"]["phone"], &file["examples"]["paper"]] {
        let told = &example["credential"];
        let band: AgeBand = serde_json::from_value(told["band"].clone()).unwrap();
        let credential = Credential {
            territory: u16::try_from(number(&told["territory"])).unwrap(),
            key_id: u8::try_from(number(&told["key_id"])).unwrap(),
            id: CredentialId(array(&told["id"])),
            expires: number(&told["expires"]),
            lifetime_hours: u16::try_from(number(&told["lifetime_hours"])).unwrap(),
            band,
            entitlements: u8::try_from(number(&told["entitlements"])).unwrap(),
            device_key: (!told["device_key"].is_null()).then(|| array(&told["device_key"])),
            first_name: told["first_name"].as_str().unwrap().to_owned(),
        };
        let signed = signer_of("issuer_1").issue(credential);
        assert_eq!(signed.signature, array::<64>(&example["credential_signature"]));
        let shown = signer_of("phone").present(&signed, example["moment"].as_u64().map_or(0, |moment| moment as u32));
        assert_eq!(shown.to_bytes(), hex(&example["bytes"]));
        let digits = digits_of(example["url"].as_str().unwrap()).unwrap();
        assert_eq!(from_digits(digits).unwrap(), shown.to_bytes());
    }
    let moment = file["binding"]["moment"].as_i64().unwrap();
    assert_eq!(signer_of("phone").bind(moment), array::<64>(&file["binding"]["signature"]));
}

#[test]
fn digits_and_names_are_as_the_file_says() {
    let file = committed();
    for digits in list(&file["digits_refused"]) {
        assert!(from_digits(digits.as_str().unwrap()).is_err(), "{digits}");
    }
    for name in list(&file["names"]) {
        assert_eq!(Credential::fit_name(name["name"].as_str().unwrap()), name["fitted"].as_str().unwrap());
    }
}

fn answer(taken: Result<(), TrustError>) -> &'static str {
    match taken {
        Ok(()) => "taken",
        Err(TrustError::RollBack) => "roll-back",
        Err(TrustError::Signature) => "signature",
        Err(TrustError::Territory) => "territory",
        Err(TrustError::Malformed(_)) => "malformed",
    }
}

#[test]
fn keys_and_revocations_are_taken_or_refused_as_the_file_says() {
    let file = committed();
    for (at, offer) in list(&file["key_sets_offered"]).iter().enumerate() {
        let (mut trust, bytes) = (trust(&file), hex(&offer["bytes"]));
        let before = trust.clone();
        let taken = trust.take_keys(&bytes);
        assert_eq!(answer(taken), offer["answer"].as_str().unwrap(), "key set {at}");
        match taken {
            Ok(()) => assert_eq!(trust.keys, KeySet::from_bytes(&bytes).unwrap()),
            Err(_) => assert_eq!(trust, before),
        }
    }
    for (at, offer) in list(&file["revocations_offered"]).iter().enumerate() {
        let (mut trust, bytes) = (trust(&file), hex(&offer["bytes"]));
        let before = trust.clone();
        let taken = trust.take_revocations(&bytes);
        assert_eq!(answer(taken), offer["answer"].as_str().unwrap(), "list {at}");
        match taken {
            Ok(()) => assert_eq!(trust.revocations, Some(Revocations::from_bytes(&bytes).unwrap())),
            Err(_) => assert_eq!(trust, before),
        }
    }
}
