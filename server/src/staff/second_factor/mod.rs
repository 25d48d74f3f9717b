//! What is asked after the password: six digits of an app on one's phone, or a code kept on paper (ADR 0018).
//!
//! `enrol` turns it on and off, `enter` asks for it. Invariants: whoever needs one (`staff_second_factor`) and has none
//! reaches nothing else of the console, whichever session they come with; secrets and codes are shown once; a password
//! alone never opens the session of an account that has one, nor does a link for a lost password.

mod enrol;
mod enter;
mod seal;
mod totp;

pub(super) use enrol::{begin, confirm, page, remove, renew};
pub(super) use enter::{ask, enter, form};
pub(super) use seal::Seal;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::page::{Frame, Tab, face};
use crate::app::App;
use crate::card::{code_hash, spoken_code};
use crate::config::Config;
use crate::http::HttpError;
use crate::storage::{StaffMember, Storage, StorageError};

/// Where it is turned on: all that someone who needs one and has none may ask for, but for signing out.
pub(super) const ENROLMENT: &str = "/staff/compte/code";

/// Codes for a lost phone, given at once.
const RECOVERY_CODES: usize = 10;

/// Whether someone needs a second factor before anything else.
pub(super) fn is_owed(app: &App, who: &StaffMember) -> bool {
    !who.second_factor && app.config.staff_second_factor.asks(who.role)
}

/// Leads there. A form that was sent meanwhile is not taken.
pub(super) fn lead_there(app: &App, who: &StaffMember, reads: bool) -> Response {
    if reads {
        return Redirect::to(ENROLMENT).into_response();
    }
    let say = "Rien n’a été enregistré : votre compte doit d’abord demander un code à six chiffres. Activez-le depuis « Mon compte », puis recommencez.";
    Frame::new(app, Some(who), Tab::None, "Code à six chiffres")
        .show(StatusCode::FORBIDDEN, face("Un code d’abord", say))
}

/// Whether second factors can be read here, for `guichet check`.
///
/// # Errors
/// The storage's.
pub async fn status(config: &Config, storage: &Storage) -> Result<String, StorageError> {
    let team = storage.staff().await?.into_iter().filter(|member| member.second_factor);
    let (mut count, mut fault) = (0, None);
    for member in team {
        count += 1;
        if let Some(factor) = storage.second_factor(&member.id).await? {
            fault = fault.or(Seal::new(config).open(&factor.sealed, &member.id).err());
        }
    }
    Ok(match (count, fault) {
        (0, _) => "second factors: none".to_owned(),
        (count, None) => format!("second factors: {count}, their key is here"),
        (count, Some(fault)) => format!("second factors: {count}, of which not all can be read: {fault}"),
    })
}

/// Ten codes to keep, and what is kept of them: eighty bits each.
fn recovery_codes() -> Result<(Vec<String>, Vec<[u8; 32]>), HttpError> {
    let codes = (0..RECOVERY_CODES).map(|_| spoken_code::<16>()).collect::<Result<Vec<_>, _>>()?;
    let hashes = codes.iter().map(|code| code_hash(code)).collect();
    Ok((codes, hashes))
}
