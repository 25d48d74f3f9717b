//! Why bytes or digits are not a card, told apart so that an implementer finds the fault.

/// Bytes, digits or text that are not YC1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Malformed {
    /// Something else than decimal digits, or no code at all.
    #[error("not a string of decimal digits")]
    NotDigits,
    /// A number of digits that no number of bytes gives.
    #[error("no number of bytes has so many digits")]
    DigitCount,
    /// A group of digits above what its bytes can hold.
    #[error("a group of digits overflows its bytes")]
    Overflow,
    /// The bytes end too early.
    #[error("the bytes end too early")]
    Truncated,
    /// Bytes follow the end.
    #[error("bytes follow the end")]
    Trailing,
    /// The first byte names no version of this format that is known here.
    #[error("unknown version {0:#04x}")]
    Version(u8),
    /// The age band is none of the four.
    #[error("unknown age band {0}")]
    AgeBand(u8),
    /// The first name is longer than twelve bytes, not UTF-8, or not as an issuer writes it.
    #[error("the first name is too long, not UTF-8 or not trimmed")]
    Name,
    /// Keys or revoked ids are not in strictly ascending order.
    #[error("entries are not in strictly ascending order")]
    Order,
}
