//! Following the server's change log.
//!
//! [`plan`] decides, [`refresh`] acts. Whatever is lost on the way, repeated, or cut by a crash, the store
//! ends where the server is, because a page and its cursor are written together and every page can be
//! written twice. A log that cannot be continued (too old, restored from a backup, another server) is
//! rebuilt beside the current content, which stays readable until the new one is whole.

mod card;
pub mod live;
mod outbox;
pub mod plan;
pub mod push;
mod refresh;
mod tally;

pub use card::{CardError, CardOffice, DeviceKey, Haste, KeyFault, Step, is_due, keep_card, next_step};
pub use outbox::{PostError, Postman, deliver};
pub use push::{PushOffice, Receiver, keep_push};
pub use refresh::{Answer, Outcome, Remote, RemoteError, SyncError, refresh, take_delta};
pub use tally::{Teller, tell};
