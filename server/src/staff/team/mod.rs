//! Who works here: invited by a one-time link, given another when a password is lost, signed out, closed.
//!
//! Nobody tells a password to anybody: whoever opens the link chooses it. An administrator cannot close their own account
//! or the last one of its kind, so that the console is never without one.

mod account;
mod invitation;
mod list;

pub(super) use account::{account, change_password, end_sessions, show as show_account};
pub use invitation::first_account;
pub(super) use invitation::{accept, form};
pub(super) use list::{close, invite, list, reset_second_factor, sign_out};

use crate::app::App;
use crate::card::{code_hash, spoken_code};
use crate::http::HttpError;
use crate::storage::team::Invitation;

/// A link holds for two days: long enough for someone who works on other days, short enough to be forgotten safely.
const LINK_SECONDS: i64 = 2 * 86_400;

/// Makes a link, shown once.
async fn link(app: &App, actor: &str, invitation: &Invitation) -> Result<String, HttpError> {
    let code = spoken_code::<20>()?;
    app.storage.invite_staff(actor, invitation, code_hash(&code), app.clock.now() + LINK_SECONDS).await?;
    Ok(format!("{}/staff/invitation/{code}", app.public_url))
}
