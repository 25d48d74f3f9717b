//! A notification sealed for one browser: RFC 8291, in the one record of `aes128gcm` (RFC 8188).
//!
//! Public text, and sealed all the same: browsers take nothing else, and the service that carries it need not know what it
//! carries.

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::{SecureRandom, SystemRandom};

/// Size of a record, of which there is one: what services take at most.
const RECORD_BYTES: u32 = 4_096;

/// Bytes around the text: head, end of the text, and what shows that nobody changed it.
const AROUND: usize = 16 + 4 + 1 + POINT + 1 + 16;

/// Bytes of a point of P-256, uncompressed.
pub(super) const POINT: usize = 65;

/// A browser's key that is none, or a text that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing can be sealed for this browser")]
pub struct Unusable;

impl From<ring::error::Unspecified> for Unusable {
    fn from(_: ring::error::Unspecified) -> Self {
        Self
    }
}

/// Seals `text` for the browser with that point and secret.
///
/// # Errors
/// [`Unusable`] when the point is not on the curve, or the text too long for one record.
pub fn seal_for(text: &[u8], point: &[u8], auth: &[u8]) -> Result<Vec<u8>, Unusable> {
    let chance = SystemRandom::new();
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &chance)?;
    let own_point = own.compute_public_key()?;
    let mut salt = [0; 16];
    chance.fill(&mut salt)?;
    agree_ephemeral(own, &UnparsedPublicKey::new(&ECDH_P256, point), |secret| {
        seal(text, secret, point, own_point.as_ref(), auth, &salt)
    })?
}

/// Everything after the agreement on a secret.
fn seal(
    text: &[u8],
    secret: &[u8],
    point: &[u8],
    own_point: &[u8],
    auth: &[u8],
    salt: &[u8; 16],
) -> Result<Vec<u8>, Unusable> {
    if text.len() + AROUND > RECORD_BYTES as usize || own_point.len() != POINT {
        return Err(Unusable);
    }
    let combined = Salt::new(HKDF_SHA256, auth).extract(secret);
    let input = expand::<32>(&combined, &[b"WebPush: info\0", point, own_point])?;
    let keys = Salt::new(HKDF_SHA256, salt).extract(&input);
    let key = expand::<16>(&keys, &[b"Content-Encoding: aes128gcm\0"])?;
    let nonce = expand::<12>(&keys, &[b"Content-Encoding: nonce\0"])?;

    // 2: the last record.
    let mut record = [text, &[2]].concat();
    LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?).seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::empty(),
        &mut record,
    )?;
    Ok([&salt[..], &RECORD_BYTES.to_be_bytes(), &[POINT as u8], own_point, &record].concat())
}

/// A length that HKDF is asked for.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(from: &Prk, info: &[&[u8]]) -> Result<[u8; N], Unusable> {
    let mut bytes = [0; N];
    from.expand(info, Length(N))?.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    /// RFC 8291, appendix A.
    #[test]
    fn the_example_of_the_standard_is_sealed_to_the_byte() {
        let sealed = seal(
            b"When I grow up, I want to be a watermelon",
            &bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs"),
            &bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            &bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
            &bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            &bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap(),
        );
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(sealed.unwrap(), bytes(expected));
    }

    #[test]
    fn a_point_beside_the_curve_and_a_text_beyond_the_record_are_refused() {
        let point = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let auth = bytes("BTBZMqHH6r4Tts7J_aSIgg");
        let most = RECORD_BYTES as usize - AROUND;
        assert_eq!(seal_for(&vec![b'a'; most], &point, &auth).unwrap().len(), RECORD_BYTES as usize);
        assert_eq!(seal_for(&vec![b'a'; most + 1], &point, &auth), Err(Unusable));
        assert_eq!(seal_for(b"a", &[&[4], &[7; 64][..]].concat(), &auth), Err(Unusable));
        assert_eq!(seal_for(b"a", b"", &auth), Err(Unusable));
    }
}
