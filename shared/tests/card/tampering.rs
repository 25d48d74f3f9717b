//! Whatever is changed in a good code, the answer is never "valid".

use shared::card::{Malformed, Presentation, Verdict, from_digits, to_digits};

use super::town::{NOW, lea, scan, shown};

fn good() -> Vec<u8> {
    let bytes = shown(lea(), NOW - 5).to_bytes();
    assert!(matches!(scan(&bytes), Verdict::Valid { .. }), "the code to be changed must be good");
    bytes
}

fn is_refused(bytes: &[u8]) -> bool {
    !matches!(scan(bytes), Verdict::Valid { .. })
}

#[test]
fn one_bit_flipped_anywhere_is_never_valid() {
    let good = good();
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bytes = good.clone();
            bytes[at] ^= 1 << bit;
            assert!(is_refused(&bytes), "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn one_digit_changed_is_never_valid() {
    let good = to_digits(&good());
    for at in 0..good.len() {
        for digit in (b'0'..=b'9').filter(|digit| *digit != good.as_bytes()[at]) {
            let mut digits = good.clone().into_bytes();
            digits[at] = digit;
            let digits = String::from_utf8(digits).unwrap();
            match from_digits(&digits) {
                Ok(bytes) => assert!(is_refused(&bytes), "digit {at} as {}", char::from(digit)),
                Err(why) => assert_eq!(why, Malformed::Overflow),
            }
        }
    }
}

#[test]
fn two_neighbouring_digits_exchanged_are_never_valid() {
    let good = to_digits(&good());
    for at in 1..good.len() {
        let mut digits = good.clone().into_bytes();
        digits.swap(at - 1, at);
        let digits = String::from_utf8(digits).unwrap();
        if digits != good
            && let Ok(bytes) = from_digits(&digits)
        {
            assert!(is_refused(&bytes), "digits {at}");
        }
    }
}

#[test]
fn a_code_cut_at_any_length_is_not_a_card() {
    let good = good();
    for length in 0..good.len() {
        let verdict = scan(&good[..length]);
        assert_eq!(verdict, Verdict::NotACard(Malformed::Truncated), "{length} bytes");
    }
    let digits = to_digits(&good);
    for length in 0..digits.len() {
        if let Ok(bytes) = from_digits(&digits[..length]) {
            // The last group is another number, and so may the first byte be.
            assert!(matches!(scan(&bytes), Verdict::NotACard(_) | Verdict::UnknownKey), "{length} digits");
        }
    }
}

#[test]
fn nothing_may_follow_a_code() {
    for byte in [0, 1, 0xff] {
        let longer = [good(), vec![byte]].concat();
        assert_eq!(scan(&longer), Verdict::NotACard(Malformed::Trailing));
    }
}

/// Adding the group's order to a signature's second half gives another that a lax verifier takes: the code would have twins.
#[test]
fn a_signature_has_no_twin() {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let twin = |mut signature: [u8; 64]| {
        let mut carry = 0;
        for (byte, added) in signature[32..].iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(added) + carry;
            (*byte, carry) = (sum as u8, sum >> 8);
        }
        signature
    };
    let code = Presentation::from_bytes(&good()).unwrap();
    let (moment, signature) = code.proof.unwrap();
    let proof_twin = Presentation { proof: Some((moment, twin(signature))), ..code.clone() };
    assert_eq!(scan(&proof_twin.to_bytes()), Verdict::Forged);
    let mut credential_twin = code;
    credential_twin.signed.signature = twin(credential_twin.signed.signature);
    assert_eq!(scan(&credential_twin.to_bytes()), Verdict::Forged);
}
