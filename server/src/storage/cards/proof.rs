//! The picture that an application is decided by, in towns that ask for one.
//!
//! Invariant: it is there while somebody may still look at it, and not a moment longer: a decision deletes it in its own
//! transaction, and each look at it is in the audit.

use shared::protocol::CardState;
use sqlx::{AnyConnection, Row};

use super::apply::card_by_id;
use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};

impl Storage {
    /// Keeps the picture, in place of a former one. `false`: staff have decided, nobody needs it.
    pub async fn keep_card_proof(&self, card: &str, picture: &[u8]) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let Some(before) = card_by_id(&mut transaction, card).await? else { return Ok(false) };
        if !matches!(before.state, CardState::Submitted | CardState::Asked) && before.renewal_at.is_none() {
            return Ok(false);
        }
        delete(&mut transaction, card).await?;
        sqlx::query("INSERT INTO card_proofs (card, picture, received_at) VALUES ($1, $2, $3)")
            .bind(card)
            .bind(picture)
            .bind(self.clock.now())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The picture, for staff: the look is audited.
    pub async fn open_card_proof(&self, actor: &str, card: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let Some(found) = picture(&mut transaction, card).await? else { return Ok(None) };
        audit(&mut transaction, self.clock.now(), actor, "card.proof", card).await?;
        transaction.commit().await?;
        Ok(Some(found))
    }
}

pub(super) async fn picture(connection: &mut AnyConnection, card: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let row = sqlx::query("SELECT picture FROM card_proofs WHERE card = $1").bind(card).fetch_optional(connection);
    Ok(row.await?.map(|row| row.try_get("picture")).transpose()?)
}

pub(super) async fn delete(connection: &mut AnyConnection, card: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM card_proofs WHERE card = $1").bind(card).execute(connection).await?;
    Ok(())
}
