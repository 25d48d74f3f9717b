//! Whom a record concerns.

use serde::{Deserialize, Serialize};

/// Ages a record concerns, in whole years, both ends included. An absent end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Youngest age concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u8>,
    /// Oldest age concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u8>,
}

impl Audience {
    /// Whether everyone is concerned.
    pub const fn is_everyone(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether someone of this age is concerned.
    pub fn includes(&self, age: u8) -> bool {
        self.from.is_none_or(|from| age >= from) && self.to.is_none_or(|to| age <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_included_and_an_absent_end_is_open() {
        let visale = Audience { from: Some(18), to: Some(30) };
        assert!(visale.includes(18) && visale.includes(30));
        assert!(!visale.includes(17) && !visale.includes(31));
        assert!(Audience { from: None, to: Some(25) }.includes(11));
        assert!(Audience::default().is_everyone());
    }
}
