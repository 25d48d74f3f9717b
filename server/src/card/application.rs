//! `POST /api/v1/card/applications`: asking for a card. Nothing but what the card needs is taken.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use shared::card::{Eligibility, eligibility};
use shared::domain::Territory;
use shared::protocol::{CARD_CONTACT_MAX_CHARS, CARD_NAME_MAX_CHARS, CardApplication, CardReceipt, ParentConsent};
use std::net::SocketAddr;
use ulid::Ulid;

use super::{holder, secret, territory, throttle, today};
use crate::app::App;
use crate::digest;
use crate::http::HttpError;
use crate::storage::cards::{Applied, Holding};

/// Longest version of the words agreed to, in characters.
const CONSENT_MAX_CHARS: usize = 40;

/// `POST /api/v1/card/applications`
pub async fn apply(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    throttle(&app, peer, &headers)?;
    let town = territory(&app)?;
    let application: CardApplication = read(body)?;
    if Ulid::from_string(&application.key).is_err() {
        return Err(HttpError::unprocessable("key-invalid", "the key must be a ULID"));
    }
    let application = verify(&application, town, today(town, app.clock.now())).map_err(refused)?;
    let token = secret()?;
    match app.storage.apply_for_card(&application, digest::raw(&token)).await? {
        Applied::Stored { card, with_token, new } => {
            let holding = Holding { card: *card, moved: false, credential_revoked: false, signed_by: None };
            let card = holder::status(&app, &holding).await?;
            let status = if new { StatusCode::CREATED } else { StatusCode::OK };
            Ok(private(status, &CardReceipt { token: with_token.then_some(token), card }))
        }
        Applied::OtherContent => Err(HttpError::Refused(
            StatusCode::CONFLICT,
            "key-reused",
            "this key was used for another application".to_owned(),
        )),
    }
}

/// Trims an application and holds it to the rules: those that the form shows, and the limits.
///
/// # Errors
/// The stable name of the first rule that it breaks.
pub fn verify(
    application: &CardApplication,
    territory: &Territory,
    today: NaiveDate,
) -> Result<CardApplication, &'static str> {
    let parent = application
        .parent
        .as_ref()
        .map(|parent| ParentConsent { name: tidy(&parent.name), contact: tidy(&parent.contact) });
    let parent = parent.filter(|parent| !parent.name.is_empty() || !parent.contact.is_empty());
    let tidied = CardApplication {
        first_name: tidy(&application.first_name),
        last_name: tidy(&application.last_name),
        consent_version: tidy(&application.consent_version),
        parent,
        ..application.clone()
    };
    if tidied.first_name.is_empty() || tidied.last_name.is_empty() {
        return Err("name-missing");
    }
    if too_long(&tidied.first_name, CARD_NAME_MAX_CHARS) || too_long(&tidied.last_name, CARD_NAME_MAX_CHARS) {
        return Err("name-too-long");
    }
    let parent_needed = match eligibility(tidied.birth_date, &tidied.commune, territory, today) {
        Eligibility::Eligible { parent_needed } => parent_needed,
        Eligibility::TooYoung(_) => return Err("too-young"),
        Eligibility::TooOld(_) => return Err("too-old"),
        Eligibility::Elsewhere => return Err("commune-unknown"),
        Eligibility::ImpossibleBirthDate => return Err("birth-date-impossible"),
    };
    match &tidied.parent {
        Some(parent) if too_long(&parent.name, CARD_NAME_MAX_CHARS) => return Err("parent-too-long"),
        Some(parent) if too_long(&parent.contact, CARD_CONTACT_MAX_CHARS) => return Err("parent-too-long"),
        Some(parent) if parent_needed && (parent.name.is_empty() || parent.contact.is_empty()) => {
            return Err("parent-missing");
        }
        None if parent_needed => return Err("parent-missing"),
        _ => {}
    }
    if tidied.consent_version.is_empty() || too_long(&tidied.consent_version, CONSENT_MAX_CHARS) {
        return Err("consent-missing");
    }
    // Who needs no parent's word gives none: what is not needed is not kept.
    Ok(CardApplication { parent: tidied.parent.clone().filter(|_| parent_needed), ..tidied })
}

/// One line, without what cannot be seen.
fn tidy(text: &str) -> String {
    text.split(|character: char| character.is_whitespace() || character.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn too_long(text: &str, most: usize) -> bool {
    text.chars().count() > most
}

/// A broken rule as an answer.
pub(super) fn refused(kind: &'static str) -> HttpError {
    HttpError::unprocessable(kind, format!("the application breaks the rule {kind}"))
}

/// A JSON body within the limit.
pub(crate) fn read<T: serde::de::DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, HttpError> {
    let body = body.map_err(|_| {
        HttpError::Refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "request-too-large",
            "the request is larger than 64 KiB".to_owned(),
        )
    })?;
    serde_json::from_slice(&body).map_err(|error| HttpError::bad_request("request-unreadable", error.to_string()))
}

/// An answer that nothing on the way keeps.
pub(crate) fn private<T: serde::Serialize>(status: StatusCode, body: &T) -> Response {
    (status, [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town() -> Territory {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/territories/demo-bourg");
        shared::content::read_territory(std::path::Path::new(folder)).unwrap().territory
    }

    #[test]
    fn each_rule_has_its_name() {
        let town = town();
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let lea = CardApplication {
            key: "01KAS0000000000000000000AA".to_owned(),
            first_name: " Léa ".to_owned(),
            last_name: "Martin\u{a0}\nDurand".to_owned(),
            birth_date: "2009-05-04".parse().unwrap(),
            commune: town.communes.first().unwrap().clone(),
            parent: None,
            consent_version: "2026-11".to_owned(),
        };
        let said = verify(&lea, &town, today).unwrap();
        assert_eq!((said.first_name.as_str(), said.last_name.as_str()), ("Léa", "Martin Durand"));
        let parent =
            |name: &str, contact: &str| Some(ParentConsent { name: name.to_owned(), contact: contact.to_owned() });
        let child: NaiveDate = "2013-05-04".parse().unwrap();
        for (application, kind) in [
            (CardApplication { first_name: " ".to_owned(), ..lea.clone() }, "name-missing"),
            (CardApplication { last_name: "x".repeat(61), ..lea.clone() }, "name-too-long"),
            (CardApplication { birth_date: "2027-01-01".parse().unwrap(), ..lea.clone() }, "birth-date-impossible"),
            (CardApplication { birth_date: "1890-01-01".parse().unwrap(), ..lea.clone() }, "birth-date-impossible"),
            (CardApplication { birth_date: "2020-01-01".parse().unwrap(), ..lea.clone() }, "too-young"),
            (CardApplication { birth_date: "1990-01-01".parse().unwrap(), ..lea.clone() }, "too-old"),
            (CardApplication { commune: "Paris".to_owned(), ..lea.clone() }, "commune-unknown"),
            (CardApplication { birth_date: child, ..lea.clone() }, "parent-missing"),
            (CardApplication { birth_date: child, parent: parent("Anne", " "), ..lea.clone() }, "parent-missing"),
            (
                CardApplication { birth_date: child, parent: parent("Anne", &"0".repeat(121)), ..lea.clone() },
                "parent-too-long",
            ),
            (CardApplication { consent_version: String::new(), ..lea.clone() }, "consent-missing"),
        ] {
            assert_eq!(verify(&application, &town, today), Err(kind));
        }
        let with_parent =
            CardApplication { birth_date: child, parent: parent("Anne", "06 00 00 00 00"), ..lea.clone() };
        assert!(verify(&with_parent, &town, today).unwrap().parent.is_some());
        let grown = CardApplication { parent: parent("Anne", "06 00 00 00 00"), ..lea };
        assert_eq!(verify(&grown, &town, today).unwrap().parent, None, "not needed, not kept");
    }
}
