//! What a device can do about notifications, in the words of a screen.

/// Whether this device may show notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushDevice {
    /// Its owner allowed them.
    Allowed,
    /// Its owner was not asked yet.
    Unasked,
    /// Its owner, or a parent, forbids them.
    Denied,
    /// It cannot.
    Unable(PushUnable),
}

/// Why a device cannot show notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushUnable {
    /// A window on a desk: no provider reaches it.
    Window,
    /// This browser has no Web Push.
    Browser,
    /// Safari on a phone, which has it only for pages on the home screen.
    HomeScreen,
    /// The app of a phone that was built without a provider's files.
    App,
}

#[cfg(all(feature = "web", not(feature = "device")))]
impl PushDevice {
    /// As `page.js` says it.
    pub(super) fn from_page(answer: &str) -> Self {
        match answer {
            "granted" => Self::Allowed,
            "default" => Self::Unasked,
            "denied" => Self::Denied,
            "home-screen" => Self::Unable(PushUnable::HomeScreen),
            _ => Self::Unable(PushUnable::Browser),
        }
    }
}
