//! Every answer, each with the code that brings it about. The answer is written by hand, never computed.

use shared::card::{
    AgeBand, Credential, CredentialId, Presentation, Sighting, SignedCredential, Window, proof_message,
};
use shared::protocol::VerdictName::{self, *};

use super::town::{
    DAY, IMPOSTOR, ISSUER, LEA, LOST, NEIGHBOUR, NEIGHBOUR_ISSUER, NOW, OLD_ISSUER, OLD_NOT_AFTER, OTHER_PHONE, PHONE,
    STRANGER, id, issued, lea, paper, shown, signer,
};

/// A code, scanned.
pub struct Case {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub now: u32,
    pub window: Window,
    pub before: Option<Sighting>,
    pub verdict: VerdictName,
}

fn case(name: &'static str, code: &Presentation, verdict: VerdictName) -> Case {
    raw(name, code.to_bytes(), verdict)
}

fn raw(name: &'static str, bytes: Vec<u8>, verdict: VerdictName) -> Case {
    Case { name, bytes, now: NOW, window: Window::OFFLINE, before: None, verdict }
}

fn on_paper(credential: Credential) -> Presentation {
    Presentation { signed: issued(credential), proof: None }
}

/// Signed by somebody else than `key_id` says.
fn signed_by(seed: u8, credential: Credential) -> Presentation {
    signer(PHONE).present(&signer(seed).issue(credential), NOW)
}

pub fn all() -> Vec<Case> {
    [good(), windows(), over(), forged(), unknown(), malformed()].into_iter().flatten().collect()
}

fn good() -> Vec<Case> {
    let neighbour = Credential { territory: NEIGHBOUR, key_id: 4, ..lea() };
    vec![
        case("a good card", &shown(lea(), NOW - 5), ValidOffline),
        case("the longest name", &shown(Credential { first_name: "Marie-Antoin".into(), ..lea() }, NOW), ValidOffline),
        case("no name", &shown(Credential { first_name: String::new(), ..lea() }, NOW), ValidOffline),
        case(
            "oldest band, all entitlements",
            &shown(Credential { band: AgeBand::From21, entitlements: 15, ..lea() }, NOW),
            ValidOffline,
        ),
        case("a neighbour's card", &signed_by(NEIGHBOUR_ISSUER, neighbour.clone()), ValidOffline),
        // The neighbour's revocations are its own: an id is random, and means nothing elsewhere.
        case(
            "a neighbour's card with the id of a card revoked here",
            &signed_by(NEIGHBOUR_ISSUER, Credential { id: LOST, ..neighbour }),
            ValidOffline,
        ),
        case("a printed card", &on_paper(paper()), NeedsNetwork),
        case(
            "a card of the old issuer's key",
            &signed_by(OLD_ISSUER, Credential { key_id: 0, expires: OLD_NOT_AFTER, ..lea() }),
            Expired,
        ),
    ]
}

/// Proofs at the edges of their windows, in both directions.
fn windows() -> Vec<Case> {
    let at = |name, moment, window, verdict| Case { window, ..case(name, &shown(lea(), moment), verdict) };
    let moved = |name, moment, before_moment, ago, id, verdict| Case {
        before: Some(Sighting { id, moment: before_moment, seen_at: i64::from(NOW) - ago }),
        ..case(name, &shown(lea(), moment), verdict)
    };
    vec![
        at("60 s old, off line", NOW - 60, Window::OFFLINE, ValidOffline),
        at("61 s old, off line", NOW - 61, Window::OFFLINE, Stale),
        at("30 s ahead, off line", NOW + 30, Window::OFFLINE, ValidOffline),
        at("31 s ahead, off line", NOW + 31, Window::OFFLINE, ClockWrong),
        at("30 s old, on the server", NOW - 30, Window::ONLINE, ValidOffline),
        at("31 s old, on the server", NOW - 31, Window::ONLINE, Stale),
        at("15 s ahead, on the server", NOW + 15, Window::ONLINE, ValidOffline),
        at("16 s ahead, on the server", NOW + 16, Window::ONLINE, ClockWrong),
        at("shown in 1970", 0, Window::OFFLINE, Stale),
        at("shown in 2106", u32::MAX, Window::OFFLINE, ClockWrong),
        moved("a late phone that moved on as time did", NOW - 600, NOW - 630, 30, LEA, ClockWrong),
        moved("a late phone, one proof's period less", NOW - 600, NOW - 615, 30, LEA, ClockWrong),
        moved("a late phone, one proof's period and a second less", NOW - 600, NOW - 614, 30, LEA, Stale),
        moved("a late phone, one proof's period and a second more", NOW - 600, NOW - 646, 30, LEA, Stale),
        moved("a screenshot shown twice", NOW - 600, NOW - 600, 5, LEA, Stale),
        moved("an older screenshot after a newer one", NOW - 600, NOW - 599, 5, LEA, Stale),
        moved("another card's late code before", NOW - 600, NOW - 630, 30, id(5), Stale),
        moved("seen before in the future", NOW - 600, NOW - 601, -1, LEA, Stale),
    ]
}

/// Revoked, ended, not begun; at the edges, and the one before the other.
fn over() -> Vec<Case> {
    let ends = |expires| shown(Credential { expires, ..lea() }, NOW);
    let begins = |at: u32| shown(Credential { expires: at + 3_600, lifetime_hours: 1, ..lea() }, NOW);
    let revoked = Credential { id: LOST, ..lea() };
    vec![
        case("revoked", &shown(revoked.clone(), NOW), Revoked),
        case("revoked, on paper", &on_paper(Credential { id: LOST, ..paper() }), Revoked),
        case("revoked and expired", &shown(Credential { expires: NOW - DAY, ..revoked.clone() }, NOW), Revoked),
        case("revoked and a screenshot", &shown(revoked, NOW - 3_600), Revoked),
        case("the first of the list", &shown(Credential { id: id(0), ..lea() }, NOW), Revoked),
        case("the last of the list", &shown(Credential { id: id(u64::MAX), ..lea() }, NOW), Revoked),
        case("ends in a second", &ends(NOW + 1), ValidOffline),
        case("ends now", &ends(NOW), Expired),
        case("expired, on paper", &on_paper(Credential { expires: NOW - 1, ..paper() }), Expired),
        case("expired and a screenshot", &shown(Credential { expires: NOW, ..lea() }, NOW - 3_600), Expired),
        case("begins in five minutes", &begins(NOW + 300), ValidOffline),
        case("begins in five minutes and a second", &begins(NOW + 301), NotYetValid),
        case(
            "begins tomorrow, on paper",
            &on_paper(Credential { expires: NOW + DAY + 3_600, lifetime_hours: 1, ..paper() }),
            NotYetValid,
        ),
        case("longest life", &shown(Credential { lifetime_hours: u16::MAX, ..lea() }, NOW), ValidOffline),
    ]
}

fn forged() -> Vec<Case> {
    let signed = issued(lea());
    let proof =
        |message: Vec<u8>| Presentation { signed: signed.clone(), proof: Some((NOW, signer(PHONE).sign(&message))) };
    let older = SignedCredential { credential: Credential { band: AgeBand::From21, ..lea() }, ..signed.clone() };
    let renewed = issued(Credential { id: CredentialId(*b"Lea/next"), ..lea() });
    let anyone = Credential { device_key: Some([0; 32]), ..lea() };
    let (moment, signature) = shown(lea(), NOW - 600).proof.unwrap();
    vec![
        case("signed by an impostor", &signed_by(IMPOSTOR, lea()), Forged),
        case("signed by the issuer's old key", &signed_by(OLD_ISSUER, lea()), Forged),
        case(
            "signed by an impostor, revoked and expired",
            &signed_by(IMPOSTOR, Credential { id: LOST, expires: 1, ..lea() }),
            Forged,
        ),
        case(
            "a neighbour's card signed by us",
            &signed_by(ISSUER, Credential { territory: NEIGHBOUR, key_id: 4, ..lea() }),
            Forged,
        ),
        case("made older", &signer(PHONE).present(&older, NOW), Forged),
        case("shown by another phone", &signer(OTHER_PHONE).present(&signed, NOW), Forged),
        case(
            "a screenshot with today's moment",
            &Presentation { signed: signed.clone(), proof: Some((moment + 600, signature)) },
            Forged,
        ),
        case("a proof for another credential of the same phone", &proof(proof_message(&renewed, NOW)), Forged),
        case("a proof without its prefix", &proof([signed.to_bytes(), NOW.to_be_bytes().to_vec()].concat()), Forged),
        case(
            "a key that anyone could sign for",
            &Presentation { signed: issued(anyone), proof: Some((NOW, [0; 64])) },
            Forged,
        ),
        case(
            "a printed card signed by an impostor",
            &Presentation { signed: signer(IMPOSTOR).issue(paper()), proof: None },
            Forged,
        ),
    ]
}

fn unknown() -> Vec<Case> {
    let tomorrow = |version: u8| [&[version], &shown(lea(), NOW).to_bytes()[1..]].concat();
    vec![
        case("a key that is not in the set", &shown(Credential { key_id: 9, ..lea() }, NOW), UnknownKey),
        case(
            "outlives its issuer's key by a second",
            &signed_by(OLD_ISSUER, Credential { key_id: 0, expires: OLD_NOT_AFTER + 1, ..lea() }),
            UnknownKey,
        ),
        raw("version 0x10", tomorrow(0x10), UnknownKey),
        raw("version 0x12, kept for P-256", tomorrow(0x12), UnknownKey),
        raw("version 0x1f", tomorrow(0x1f), UnknownKey),
        case("of another territory", &shown(Credential { territory: STRANGER, ..lea() }, NOW), OtherTerritory),
        case(
            "of another territory, by an impostor",
            &signed_by(IMPOSTOR, Credential { territory: STRANGER, ..lea() }),
            OtherTerritory,
        ),
    ]
}

fn malformed() -> Vec<Case> {
    let code = shown(lea(), NOW).to_bytes();
    let name_at = 51;
    // The length byte and the name of "Léa" replaced.
    let named = |length: u8, name: &[u8]| [&code[..name_at], &[length], name, &code[name_at + 5..]].concat();
    let with = |at: usize, byte: u8| {
        let mut code = code.clone();
        code[at] = byte;
        code
    };
    let printed = on_paper(paper()).to_bytes();
    vec![
        raw("no byte", Vec::new(), NotACard),
        raw("a key set's first byte", with(0, 0x21), NotACard),
        raw("version 0x0f", with(0, 0x0f), NotACard),
        raw("version 0x20", with(0, 0x20), NotACard),
        raw("band 0", with(18, 0x50), NotACard),
        raw("band 5", with(18, 0x55), NotACard),
        raw("one byte short", code[..code.len() - 1].to_vec(), NotACard),
        raw("one byte more", [&code[..], &[0]].concat(), NotACard),
        raw("without its proof", code[..code.len() - 68].to_vec(), NotACard),
        raw("paper with a proof", [&printed[..], &code[code.len() - 68..]].concat(), NotACard),
        raw("a name of 13 bytes", named(13, b"Marie-Antoine"), NotACard),
        raw("a name longer than the code", named(255, b"L"), NotACard),
        raw("a name that is not UTF-8", named(2, &[0xc3, 0x28]), NotACard),
        raw("a name in an overlong form", named(2, &[0xc1, 0x81]), NotACard),
        raw("a name half a character long", named(1, &[0xc3]), NotACard),
        raw("a name that begins with a space", named(3, b" Al"), NotACard),
        raw("a name that ends with a no-break space", named(4, "Al\u{a0}".as_bytes()), NotACard),
        raw("a name with a line break", named(3, b"A\nl"), NotACard),
        raw("a name that turns the text around it", named(5, "\u{202e}Al".as_bytes()), NotACard),
    ]
}
