//! Credentials: what was signed for whom, and which of them are revoked.

use shared::card::{CredentialId, PublicKey};
use shared::domain::UnixSeconds;
use shared::protocol::CardState;
use sqlx::{AnyConnection, Row};

use super::apply::card_by_id;
use super::codes::{Purpose, replace_code};
use super::{Card, state_name};
use crate::storage::{Storage, StorageError};

/// Seconds after a phone took a card in which it may ask for its rescue code again: an answer may be lost.
const RESCUE_AGAIN: i64 = 3_600;

/// A credential about to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCredential {
    /// Random.
    pub id: CredentialId,
    /// Which key signs it.
    pub key_id: u8,
    /// When it ends.
    pub expires: UnixSeconds,
    /// For paper.
    pub printed: bool,
}

/// What became of a phone's wish for a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Sign it. `with_rescue`: the offered rescue code is the card's now.
    Ready {
        /// The card.
        card: Box<Card>,
        /// Tell the phone its rescue code.
        with_rescue: bool,
    },
    /// The card is not in a state to be shown.
    NotNow(CardState),
    /// Another phone's key is bound.
    OtherDevice,
}

/// A credential as the server knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedCredential {
    /// Id of its card.
    pub card: String,
    /// When it was revoked, if it was.
    pub revoked_at: Option<UnixSeconds>,
    /// Where the card stands.
    pub state: CardState,
    /// End of the card's term.
    pub valid_until: Option<UnixSeconds>,
}

impl IssuedCredential {
    /// Whether it was revoked at `moment` or before. Whatever blocks a card revokes its credentials, so this is what a late
    /// use is judged by.
    pub fn was_revoked(&self, moment: UnixSeconds) -> bool {
        self.revoked_at.is_some_and(|revoked| revoked <= moment)
    }
}

impl Storage {
    /// Binds a card to a phone's key, the first time, and notes the credential that is about to be signed for it.
    ///
    /// `None`: there is no such card.
    pub async fn bind_card(
        &self,
        card: &str,
        device_key: &PublicKey,
        credential: &NewCredential,
        rescue_hash: [u8; 32],
    ) -> Result<Option<Bound>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let Some(card) = card_by_id(&mut transaction, card).await? else { return Ok(None) };
        let state = card.state_at(now);
        // Another term may be asked for while the old one lasts.
        if !matches!(state, CardState::Approved | CardState::Active) {
            return Ok(Some(Bound::NotNow(state)));
        }
        if card.device_key.is_some_and(|key| key != *device_key) {
            return Ok(Some(Bound::OtherDevice));
        }
        let first = card.device_key.is_none();
        if first {
            sqlx::query("UPDATE cards SET device_key = $1, bound_at = $2, state = $3, changed_at = $4 WHERE id = $5")
                .bind(device_key.to_vec())
                .bind(now)
                .bind(state_name(CardState::Active))
                .bind(now)
                .bind(&card.id)
                .execute(&mut *transaction)
                .await?;
        }
        let with_rescue = first || card.bound_at.is_some_and(|bound| now - bound < RESCUE_AGAIN);
        if with_rescue {
            replace_code(&mut transaction, &card.id, Purpose::Rescue, rescue_hash, UnixSeconds::from(u32::MAX)).await?;
        }
        note(&mut transaction, &card.id, credential, now).await?;
        let card = card_by_id(&mut transaction, &card.id).await?;
        transaction.commit().await?;
        Ok(card.map(|card| Bound::Ready { card: Box::new(card), with_rescue }))
    }

    /// Notes a credential that is about to be printed. `false`: there is no such card, or it is not approved.
    pub async fn print_card(&self, card: &str, credential: &NewCredential, actor: &str) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let Some(card) = card_by_id(&mut transaction, card).await? else { return Ok(false) };
        if !matches!(card.state_at(now), CardState::Approved | CardState::Active) {
            return Ok(false);
        }
        note(&mut transaction, &card.id, credential, now).await?;
        sqlx::query("UPDATE cards SET state = 'active', changed_at = $1 WHERE id = $2")
            .bind(now)
            .bind(&card.id)
            .execute(&mut *transaction)
            .await?;
        crate::storage::inbox::audit(&mut transaction, now, actor, "card.print", &card.id).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// What is known of a credential. `None`: none was signed under this id, or its card was erased.
    pub async fn credential(&self, id: CredentialId) -> Result<Option<IssuedCredential>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        issued_to(&mut connection, id).await
    }

    /// Revoked credentials that have not ended by themselves, and the moment of the last revocation.
    pub async fn revoked(&self) -> Result<(Vec<CredentialId>, UnixSeconds), StorageError> {
        let rows = sqlx::query("SELECT credential, revoked_at FROM revocations WHERE expires > $1")
            .bind(self.clock.now())
            .fetch_all(&self.pool)
            .await?;
        let mut last = 0;
        let mut ids = Vec::with_capacity(rows.len());
        for row in rows {
            last = last.max(row.try_get("revoked_at")?);
            if let Ok(id) = row.try_get::<Vec<u8>, _>("credential")?.try_into() {
                ids.push(CredentialId(id));
            }
        }
        Ok((ids, last))
    }

    /// End of the last credential that a key signed. `None`: it signed none that lives.
    pub async fn last_signed_by(&self, key_id: u8) -> Result<Option<UnixSeconds>, StorageError> {
        let row = sqlx::query("SELECT MAX(expires) AS last FROM credentials WHERE key_id = $1")
            .bind(i64::from(key_id))
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get("last")?)
    }
}

pub(in crate::storage) async fn issued_to(
    connection: &mut AnyConnection,
    id: CredentialId,
) -> Result<Option<IssuedCredential>, StorageError> {
    let row = sqlx::query(
        "SELECT c.card, r.revoked_at, k.state, k.valid_until FROM credentials c
         JOIN cards k ON k.id = c.card LEFT JOIN revocations r ON r.credential = c.id WHERE c.id = $1",
    )
    .bind(id.0.to_vec())
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(IssuedCredential {
            card: row.try_get("card")?,
            revoked_at: row.try_get("revoked_at")?,
            state: super::state_from(&row.try_get::<String, _>("state")?),
            valid_until: row.try_get("valid_until")?,
        })
    })
    .transpose()
}

async fn note(
    connection: &mut AnyConnection,
    card: &str,
    credential: &NewCredential,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO credentials (id, card, key_id, issued_at, expires, printed) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(credential.id.0.to_vec())
    .bind(card)
    .bind(i64::from(credential.key_id))
    .bind(now)
    .bind(credential.expires)
    .bind(i64::from(credential.printed))
    .execute(connection)
    .await?;
    Ok(())
}

/// Revokes every credential of a card that has not ended.
pub(super) async fn revoke_all(
    connection: &mut AnyConnection,
    card: &str,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO revocations (credential, revoked_at, expires)
         SELECT id, CAST($1 AS BIGINT), expires FROM credentials WHERE card = $2 AND expires > $3
         ON CONFLICT (credential) DO NOTHING",
    )
    .bind(now)
    .bind(card)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
