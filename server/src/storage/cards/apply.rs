//! Applying for a card, correcting an application, asking for another term.

use shared::domain::UnixSeconds;
use shared::protocol::{CardApplication, CardState};
use sqlx::{AnyConnection, Row};

use super::{COLUMNS, Card, folded, read, state_name};
use crate::storage::{Storage, StorageError};
use crate::{digest, entropy};

/// Most tokens of one card: one for each time that an answer was lost.
const MAX_TOKENS: usize = 5;

/// What became of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Stored, now or before. `with_token`: the offered token reads it.
    Stored {
        /// As it stands.
        card: Box<Card>,
        /// The offered token was taken.
        with_token: bool,
        /// It was stored by this call.
        new: bool,
    },
    /// The key was used for another application.
    OtherContent,
}

/// What became of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corrected {
    /// Staff will look at it again.
    Stored(Box<Card>),
    /// Staff have decided, or there is nothing to renew yet.
    Decided,
}

impl Storage {
    /// Stores an application once per key.
    pub async fn apply_for_card(
        &self,
        application: &CardApplication,
        token_hash: [u8; 32],
    ) -> Result<Applied, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let key_hash = digest::raw(&application.key);
        let known = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM cards WHERE key_hash = $1")))
            .bind(key_hash.to_vec())
            .fetch_optional(&mut *transaction)
            .await?;
        let new = known.is_none();
        let card = match known {
            Some(row) => {
                let card = read(&row)?;
                if !says_the_same(&card, application) {
                    return Ok(Applied::OtherContent);
                }
                card
            }
            None => {
                insert(&mut transaction, application, key_hash, "app", CardState::Submitted, self.clock.now()).await?
            }
        };
        let with_token = add_token(&mut transaction, &card.id, token_hash).await?;
        transaction.commit().await?;
        Ok(Applied::Stored { card: Box::new(card), with_token, new })
    }

    /// Replaces what an application says while staff have not decided, or after they refused or asked; asks for another
    /// term when `renewal_from` is reached.
    pub async fn correct_application(
        &self,
        card: &str,
        application: &CardApplication,
        renewal_before: UnixSeconds,
    ) -> Result<Option<Corrected>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let Some(before) = card_by_id(&mut transaction, card).await? else { return Ok(None) };
        let now = self.clock.now();
        let renewing = match before.state {
            CardState::Submitted | CardState::Asked | CardState::Refused => false,
            CardState::Approved | CardState::Active
                if before.valid_until.is_some_and(|until| until - renewal_before <= now) =>
            {
                true
            }
            _ => return Ok(Some(Corrected::Decided)),
        };
        let state = if renewing { before.state } else { CardState::Submitted };
        sqlx::query(
            "UPDATE cards SET state = $1, reason = '', first_name = $2, last_name = $3, name_folded = $4,
                birth_date = $5, commune = $6, parent_name = $7, parent_contact = $8, consent_version = $9,
                consented_at = $10, submitted_at = $11, renewal_at = $12, changed_at = $13 WHERE id = $14",
        )
        .bind(state_name(state))
        .bind(&application.first_name)
        .bind(&application.last_name)
        .bind(folded(application))
        .bind(application.birth_date.to_string())
        .bind(&application.commune)
        .bind(application.parent.as_ref().map(|parent| parent.name.clone()))
        .bind(application.parent.as_ref().map(|parent| parent.contact.clone()))
        .bind(&application.consent_version)
        .bind(now)
        .bind(now)
        .bind(renewing.then_some(now))
        .bind(now)
        .bind(card)
        .execute(&mut *transaction)
        .await?;
        let after = card_by_id(&mut transaction, card).await?;
        transaction.commit().await?;
        Ok(after.map(|card| Corrected::Stored(Box::new(card))))
    }
}

/// Whether the same application is sent again.
fn says_the_same(card: &Card, application: &CardApplication) -> bool {
    (&card.first_name, &card.last_name, card.birth_date, &card.commune, &card.parent)
        == (
            &application.first_name,
            &application.last_name,
            application.birth_date,
            &application.commune,
            &application.parent,
        )
}

pub(in crate::storage) async fn card_by_id(
    connection: &mut AnyConnection,
    id: &str,
) -> Result<Option<Card>, StorageError> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM cards WHERE id = $1")))
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Adds a phone's token unless the card has too many. Whether it was taken.
pub(super) async fn add_token(
    connection: &mut AnyConnection,
    card: &str,
    token_hash: [u8; 32],
) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT COUNT(*) AS tokens FROM card_tokens WHERE card = $1 AND moved = 0")
        .bind(card)
        .fetch_one(&mut *connection)
        .await?;
    if row.try_get::<i64, _>("tokens")? >= MAX_TOKENS as i64 {
        return Ok(false);
    }
    sqlx::query("INSERT INTO card_tokens (token_hash, card, moved) VALUES ($1, $2, 0)")
        .bind(token_hash.to_vec())
        .bind(card)
        .execute(connection)
        .await?;
    Ok(true)
}

pub(super) async fn insert(
    connection: &mut AnyConnection,
    application: &CardApplication,
    key_hash: [u8; 32],
    origin: &str,
    state: CardState,
    now: UnixSeconds,
) -> Result<Card, StorageError> {
    let card = Card {
        id: entropy::ulid(now)?,
        origin: origin.to_owned(),
        state,
        reason: String::new(),
        first_name: application.first_name.clone(),
        last_name: application.last_name.clone(),
        birth_date: application.birth_date,
        commune: application.commune.clone(),
        parent: application.parent.clone(),
        consent_version: application.consent_version.clone(),
        consented_at: now,
        entitlements: 0,
        submitted_at: now,
        decided_at: None,
        valid_until: None,
        renewal_at: None,
        device_key: None,
        bound_at: None,
        proof_at: None,
    };
    sqlx::query(
        "INSERT INTO cards (id, key_hash, origin, state, reason, first_name, last_name, name_folded, birth_date, commune,
            parent_name, parent_contact, consent_version, consented_at, entitlements, submitted_at, changed_at)
         VALUES ($1, $2, $3, $4, '', $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15)",
    )
    .bind(&card.id)
    .bind(key_hash.to_vec())
    .bind(origin)
    .bind(state_name(state))
    .bind(&card.first_name)
    .bind(&card.last_name)
    .bind(folded(application))
    .bind(card.birth_date.to_string())
    .bind(&card.commune)
    .bind(card.parent.as_ref().map(|parent| parent.name.clone()))
    .bind(card.parent.as_ref().map(|parent| parent.contact.clone()))
    .bind(&card.consent_version)
    .bind(now)
    .bind(now)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(card)
}
