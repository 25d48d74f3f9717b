//! The server's clock, handed to whatever needs the time.
//!
//! No other module asks the machine what time it is, so tests choose it and a jump of the clock is one
//! place to think about.

use std::sync::Arc;

use shared::domain::UnixSeconds;

/// Tells the time in whole seconds.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> UnixSeconds + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine is asked")]
    pub fn system() -> Self {
        Self(Arc::new(|| {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            since.map_or(0, |elapsed| elapsed.as_secs() as UnixSeconds)
        }))
    }

    /// A clock that answers what `tell` says.
    pub fn from_fn(tell: impl Fn() -> UnixSeconds + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Seconds since 1970.
    pub fn now(&self) -> UnixSeconds {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}
