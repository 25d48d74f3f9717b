//! Passwords: Argon2id, the same work for a name that nobody has, and words about what is asked of one.
//!
//! At least twelve characters and few tries, after CNIL 2022-100 (a password with restricted access). No rule about
//! digits and signs: they make people write passwords down. Trying is bounded in number and in memory: two at a time.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::entropy;

/// Shortest password, in characters.
pub const MIN_CHARS: usize = 12;

/// Longest password, in characters: a limit on work, not on care.
pub const MAX_CHARS: usize = 200;

/// Tried when nobody has the name, so that the answer takes as long. Its parameters are those of [`hash`].
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Letters and digits that are not taken for each other when read aloud.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";

/// Why a password cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error("a password has at least {MIN_CHARS} characters")]
    TooShort,
    /// Too long.
    #[error("a password has at most {MAX_CHARS} characters")]
    TooLong,
    /// The system has no randomness.
    #[error(transparent)]
    Entropy(#[from] getrandom::Error),
    /// Argon2 refused.
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
}

/// A password as it is stored: a PHC string.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let chars = password.chars().count();
    if chars < MIN_CHARS {
        return Err(PasswordError::TooShort);
    }
    if chars > MAX_CHARS {
        return Err(PasswordError::TooLong);
    }
    let salt = entropy::bytes::<16>()?;
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Hash(error.to_string()))
}

/// A password to write down once: four groups of five characters, 100 bits.
pub fn generate() -> Result<String, PasswordError> {
    let letters = entropy::bytes::<20>()?;
    let mut password = String::with_capacity(23);
    for (at, byte) in letters.iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            password.push('-');
        }
        password.push(ALPHABET.get(usize::from(byte & 31)).map_or('a', |&letter| char::from(letter)));
    }
    Ok(password)
}

/// Tries passwords, two at a time.
#[derive(Clone, Debug)]
pub(crate) struct Trials(Arc<Semaphore>);

impl Default for Trials {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(2)))
    }
}

impl Trials {
    /// Whether the password is the one of `stored`; `None`: of nobody, which takes as long and is never so.
    pub(crate) async fn holds(&self, password: String, stored: Option<String>) -> bool {
        // Closed never: the semaphore lives as long as the server.
        let Ok(_turn) = self.0.acquire().await else { return false };
        let known = stored.is_some();
        let tried = tokio::task::spawn_blocking(move || {
            let stored = stored.as_deref().unwrap_or(NOBODY);
            PasswordHash::new(stored)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        tried.await.unwrap_or(false) && known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_holds_for_its_own_hash_alone() {
        let trials = Trials::default();
        let stored = hash("correct horse battery").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(trials.holds("correct horse battery".to_owned(), Some(stored.clone())).await);
        assert!(!trials.holds("correct horse batterz".to_owned(), Some(stored)).await);
        assert!(!trials.holds("correct horse battery".to_owned(), None).await);
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let parameters = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(parameters(NOBODY), parameters(&hash("correct horse battery").unwrap()));
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[test]
    fn length_is_all_that_is_asked() {
        assert!(matches!(hash("onze-signes"), Err(PasswordError::TooShort)));
        assert!(matches!(hash(&"é".repeat(MAX_CHARS + 1)), Err(PasswordError::TooLong)));
        let (one, other) = (generate().unwrap(), generate().unwrap());
        assert_ne!(one, other);
        assert!(hash(&one).is_ok());
    }
}
