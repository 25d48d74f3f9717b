//! Who leads the way to a place.

/// What the target hands directions to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guide {
    /// Whatever map app the phone has, by a `geo:` address.
    Phone,
    /// Apple's, by its own addresses.
    Apple,
    /// Nobody: the person chooses between two sites.
    Choice,
}

impl Guide {
    /// That of this target; in a browser, that of the phone it runs on.
    pub fn here() -> Self {
        if cfg!(target_os = "android") {
            Self::Phone
        } else if cfg!(target_os = "ios") {
            Self::Apple
        } else {
            super::browsers_guide()
        }
    }
}
