//! JSON Web Tokens (RFC 7515, 7519) as the three carriers ask for them: two header fields, a few claims, one signature.
//!
//! A library of them was rejected: it would bring another implementation of what `ring` does already, to save these lines.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

/// A key that signs tokens.
pub(super) enum TokenKey {
    /// `ES256`
    Es256(EcdsaKeyPair),
    /// `RS256`
    Rs256(RsaKeyPair),
}

/// Bytes that are no key, or no signature could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it holds no key that can sign: PKCS#8 is expected, on one P-256 point or of RSA")]
pub(super) struct NotAKey;

impl TokenKey {
    /// A key of P-256 from PKCS#8 in PEM, as Apple gives it.
    pub(super) fn es256(pem: &[u8]) -> Result<Self, NotAKey> {
        Ok(Self::Es256(p256(pem)?))
    }

    /// An RSA key from PKCS#8 in PEM, as Google gives it.
    pub(super) fn rs256(pem: &[u8]) -> Result<Self, NotAKey> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| NotAKey)?;
        RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).map(Self::Rs256).map_err(|_| NotAKey)
    }

    /// A token that says `claims`; `key` names this key where there are several.
    pub(super) fn sign(&self, key: Option<&str>, claims: &Value) -> Result<String, NotAKey> {
        let mut header = json!({ "typ": "JWT", "alg": match self {
            Self::Es256(_) => "ES256",
            Self::Rs256(_) => "RS256",
        } });
        if let (Some(key), Some(fields)) = (key, header.as_object_mut()) {
            fields.insert("kid".to_owned(), key.into());
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let chance = SystemRandom::new();
        let signature = match self {
            Self::Es256(pair) => pair.sign(&chance, signed.as_bytes()).map_err(|_| NotAKey)?.as_ref().to_vec(),
            Self::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &chance, signed.as_bytes(), &mut signature).map_err(|_| NotAKey)?;
                signature
            }
        };
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TokenKey")
    }
}

/// A key of P-256 from PKCS#8 in PEM.
pub(super) fn p256(pem: &[u8]) -> Result<EcdsaKeyPair, NotAKey> {
    let der = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| NotAKey)?;
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.secret_pkcs8_der(), &SystemRandom::new())
        .map_err(|_| NotAKey)
}
