//! The youth card's server side: applications, credentials, verification, keys.
//!
//! Handlers are one file per noun; what is decided about a card is in `storage::cards`, what a code is in
//! [`shared::card`]. Invariant: no answer tells a stranger whether somebody has a card.

pub mod application;
pub mod check;
pub mod codes;
pub mod credential;
pub mod desk;
pub mod holder;
pub mod keys;
pub mod proof;
pub mod trust;
pub mod vouchers;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, RwLock};

use axum::http::{HeaderMap, StatusCode, header};
use shared::card::CredentialId;
use shared::domain::{Territory, UnixSeconds};

use crate::app::App;
use crate::http::HttpError;
use crate::http::limits::{self, RateLimit};
use crate::{digest, entropy};

use keys::{CardKeys, KeyPlaces, KeysError};

/// What the card's handlers share.
#[derive(Debug)]
pub struct Cards {
    places: KeyPlaces,
    /// The keys in force and the stored text they came from; why there are none.
    keys: RwLock<Option<(String, Arc<CardKeys>)>>,
    fault: Mutex<Option<String>>,
    /// The revoked credentials that were signed last, and when.
    revoked: Mutex<(Vec<CredentialId>, UnixSeconds)>,
    /// Applications, activations and rescues by address.
    pub(crate) limit: RateLimit,
    /// Verifications by address.
    pub(crate) check_limit: RateLimit,
}

impl Cards {
    /// With the keys as configured; [`Cards::keys`] opens them.
    pub fn new(config: &crate::Config) -> Self {
        Self {
            places: KeyPlaces::new(config),
            keys: RwLock::default(),
            fault: Mutex::default(),
            revoked: Mutex::default(),
            limit: RateLimit::new(config.card_burst, config.card_seconds),
            check_limit: RateLimit::new(config.check_burst, 1),
        }
    }

    /// The keys in force: those of the stored set, which another process may have changed since.
    ///
    /// # Errors
    /// `403 card-off` in a town without cards, `503 card-keys` while keys cannot be used.
    pub async fn keys(&self, app: &App) -> Result<Arc<CardKeys>, HttpError> {
        let territory = territory(app)?;
        let text = keys::stored_text(&app.storage).await?.unwrap_or_default();
        if let Ok(known) = self.keys.read()
            && let Some((seen, keys)) = &*known
            && *seen == text
            && keys.set.territory == territory.card.number
        {
            return Ok(Arc::clone(keys));
        }
        match keys::open(&self.places, &app.storage, territory.card.number, app.clock.now()).await {
            Ok(opened) => {
                // Under its own set's text: had another process rotated meanwhile, the next look sees the difference.
                let text = shared::card::to_hex(&opened.set.to_bytes());
                let keys = Arc::new(opened);
                if let Ok(mut known) = self.keys.write() {
                    *known = Some((text, Arc::clone(&keys)));
                }
                self.set_fault(None);
                Ok(keys)
            }
            Err(KeysError::Storage(error)) => Err(error.into()),
            Err(error) => {
                tracing::error!(%error, "cards cannot be signed");
                self.set_fault(Some(error.to_string()));
                Err(HttpError::Refused(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "card-keys",
                    "the keys of the youth card cannot be used now".to_owned(),
                ))
            }
        }
    }

    fn set_fault(&self, fault: Option<String>) {
        if let Ok(mut slot) = self.fault.lock() {
            *slot = fault;
        }
    }

    /// What is wrong with the keys, for `/readyz`: first what stops cards, then what does not.
    pub fn faults(&self) -> Vec<String> {
        let fault = self.fault.lock().ok().and_then(|fault| fault.clone());
        fault.into_iter().chain(self.places.warnings()).collect()
    }

    /// When the list of these revoked credentials was first signed here: the same list keeps its date.
    fn dated(
        &self,
        mut ids: Vec<CredentialId>,
        last: UnixSeconds,
        now: UnixSeconds,
    ) -> (Vec<CredentialId>, UnixSeconds) {
        ids.sort_unstable();
        let Ok(mut known) = self.revoked.lock() else { return (ids, now) };
        if known.1 == 0 || known.0 != ids || known.1 < last {
            // Never dated before the last one, whatever the clock did: verifiers take no list that goes back.
            let date = now.max(last).max(known.1 + 1);
            *known = (ids, date);
        }
        known.clone()
    }
}

/// The territory, when it gives cards.
fn territory(app: &App) -> Result<&Territory, HttpError> {
    app.territory.as_ref().filter(|territory| territory.card.enabled).ok_or_else(|| {
        HttpError::Refused(StatusCode::FORBIDDEN, "card-off", "this town gives no youth card here".to_owned())
    })
}

/// Lets in an asker who has not asked too often. A code has 60 bits or more: with this limit nobody guesses one.
fn throttle(app: &App, peer: SocketAddr, headers: &HeaderMap) -> Result<(), HttpError> {
    territory(app)?;
    let asker = limits::asker(peer, headers, app.config.trusted_proxies);
    app.cards.limit.take(asker, app.clock.now()).map_err(HttpError::TooMany)
}

/// A date in the territory's zone.
pub(crate) fn today(territory: &Territory, now: UnixSeconds) -> chrono::NaiveDate {
    shared::calendar::local(&territory.timezone, now).date()
}

/// SHA-256 of the token in `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Result<[u8; 32], HttpError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    token.map(digest::raw).ok_or_else(|| {
        HttpError::Refused(StatusCode::UNAUTHORIZED, "token-missing", "the card's token is missing".to_owned())
    })
}

/// A secret of 256 random bits, hexadecimal.
pub(crate) fn secret() -> Result<String, HttpError> {
    let bytes = entropy::bytes::<32>().map_err(|error| HttpError::Internal(error.to_string()))?;
    Ok(shared::card::to_hex(&bytes))
}

/// A code that a person may have to read and type: groups of four of the 32 letters and digits that nobody confuses,
/// five random bits each.
pub(crate) fn spoken_code<const N: usize>() -> Result<String, HttpError> {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bytes = entropy::bytes::<N>().map_err(|error| HttpError::Internal(error.to_string()))?;
    let letters: Vec<char> = bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)))
        .map(|&letter| char::from(letter))
        .collect();
    Ok(letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// SHA-256 of a code however it was typed: spaces, dashes and case do not matter, nor O for 0 and I or L for 1.
pub(crate) fn code_hash(typed: &str) -> [u8; 32] {
    let code: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    digest::raw(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = spoken_code::<12>().unwrap();
        assert_eq!(code.len(), 14, "{code}");
        assert_eq!(code_hash(&code), code_hash(&code.to_lowercase().replace('-', " ")));
        assert_eq!(code_hash("1O1L-0000"), code_hash("1011 0000"));
        assert_ne!(code_hash("A"), code_hash("B"));
    }
}
