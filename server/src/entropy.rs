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

/// The same, but greater than `last`: what was written later sorts later, even within a second.
pub fn ulid_after(last: Option<&str>, now: i64) -> Result<String, getrandom::Error> {
    let new = ulid(now)?;
    let next = last.filter(|last| *last >= new.as_str()).and_then(|last| Ulid::from_string(last).ok()?.increment());
    Ok(next.map_or(new, |next| next.to_string()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_later_sorts_later() {
        let mut ids = vec![ulid_after(None, 1_000).unwrap()];
        for now in [1_000, 1_000, 1_001, 900, 2_000, 2_000] {
            ids.push(ulid_after(ids.last().map(String::as_str), now).unwrap());
        }
        assert!(ids.is_sorted_by(|one, other| one < other), "{ids:?}");
        assert!(ids[5] > ulid(1_999).unwrap(), "and tells its time");
        assert_eq!(ulid_after(Some("not one"), 5).unwrap().len(), 26);
    }
}
