//! Unguessable bytes, from the operating system only.

use ulid::Ulid;

/// `N` random bytes.
///
/// # Errors
/// The operating system has none to give: nothing secret may be made then.
pub fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A new ULID for something that happens at `now` (unix seconds).
pub fn ulid(now: i64) -> Result<String, getrandom::Error> {
    let random = u128::from_be_bytes(bytes()?);
    Ok(Ulid::from_parts(now.unsigned_abs().saturating_mul(1000), random).to_string())
}

/// A new name for a change log: eight characters, 40 random bits. Short, because it travels
/// three times in each question.
pub fn log_id() -> Result<String, getrandom::Error> {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    Ok(bytes::<8>()?
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)))
        .map(|&letter| char::from(letter))
        .collect())
}
