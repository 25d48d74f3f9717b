//! Shops that verify cards: invited once by staff, then known by a cookie. No password to forget or to share.

use shared::domain::UnixSeconds;
use shared::protocol::TrustedPartner;
use sqlx::Row;

use super::inbox::audit;
use super::{Storage, StorageError};

/// What became of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitationUse {
    /// The session of this shop begins.
    Opened {
        /// Id of the shop's place.
        shop: String,
    },
    /// There is no such invitation.
    Unknown,
    /// It was used.
    Used,
    /// It has ended.
    Expired,
}

impl Storage {
    /// Invites a shop, until `expires_at`.
    pub async fn invite_shop(
        &self,
        actor: &str,
        shop: &str,
        code_hash: [u8; 32],
        expires_at: UnixSeconds,
    ) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        sqlx::query("INSERT INTO shop_invitations (code_hash, shop, created_at, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(code_hash.to_vec())
            .bind(shop)
            .bind(now)
            .bind(expires_at)
            .execute(&mut *transaction)
            .await?;
        audit(&mut transaction, now, actor, "shop.invite", shop).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Opens a shop's session by its invitation, once.
    pub async fn open_shop(
        &self,
        code_hash: [u8; 32],
        token_hash: [u8; 32],
        expires_at: UnixSeconds,
    ) -> Result<InvitationUse, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let row = sqlx::query("SELECT shop, expires_at, used_at FROM shop_invitations WHERE code_hash = $1")
            .bind(code_hash.to_vec())
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(row) = row else { return Ok(InvitationUse::Unknown) };
        if row.try_get::<Option<i64>, _>("used_at")?.is_some() {
            return Ok(InvitationUse::Used);
        }
        if row.try_get::<i64, _>("expires_at")? <= now {
            return Ok(InvitationUse::Expired);
        }
        let shop: String = row.try_get("shop")?;
        sqlx::query("UPDATE shop_invitations SET used_at = $1 WHERE code_hash = $2")
            .bind(now)
            .bind(code_hash.to_vec())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO shop_sessions (token_hash, shop, created_at, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(token_hash.to_vec())
            .bind(&shop)
            .bind(now)
            .bind(expires_at)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(InvitationUse::Opened { shop })
    }

    /// The shop of a session.
    pub async fn shop_of(&self, token_hash: &[u8; 32]) -> Result<Option<String>, StorageError> {
        let row = sqlx::query("SELECT shop FROM shop_sessions WHERE token_hash = $1 AND expires_at > $2")
            .bind(token_hash.to_vec())
            .bind(self.clock.now())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| row.try_get("shop")).transpose().map_err(Into::into)
    }

    /// Ends a shop's session.
    pub async fn close_shop(&self, token_hash: &[u8; 32]) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM shop_sessions WHERE token_hash = $1")
            .bind(token_hash.to_vec())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends every session of a shop, on every phone and till. Returns how many.
    pub async fn sign_shop_out(&self, actor: &str, shop: &str) -> Result<u64, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let ended =
            sqlx::query("DELETE FROM shop_sessions WHERE shop = $1").bind(shop).execute(&mut *transaction).await?;
        audit(&mut transaction, self.clock.now(), actor, "shop.sign-out", shop).await?;
        transaction.commit().await?;
        Ok(ended.rows_affected())
    }

    /// Open sessions by shop.
    pub async fn shop_sessions(&self) -> Result<Vec<(String, u64)>, StorageError> {
        let rows = sqlx::query(
            "SELECT shop, COUNT(*) AS sessions FROM shop_sessions WHERE expires_at > $1 GROUP BY shop ORDER BY shop",
        )
        .bind(self.clock.now())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("shop")?, row.try_get::<i64, _>("sessions")?.unsigned_abs()))).collect()
    }

    /// Accepts another territory's cards, or what it says of itself now.
    pub async fn accept_partner(&self, partner: &TrustedPartner) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO card_partners (territory, body) VALUES ($1, $2)
             ON CONFLICT (territory) DO UPDATE SET body = excluded.body",
        )
        .bind(i64::from(partner.territory))
        .bind(serde_json::to_string(partner)?)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Accepts a territory's cards no longer. Whether it did.
    pub async fn refuse_partner(&self, territory: u16) -> Result<bool, StorageError> {
        let gone = sqlx::query("DELETE FROM card_partners WHERE territory = $1")
            .bind(i64::from(territory))
            .execute(&self.pool)
            .await?;
        Ok(gone.rows_affected() > 0)
    }

    /// Territories whose cards are accepted.
    pub async fn partners(&self) -> Result<Vec<TrustedPartner>, StorageError> {
        let rows = sqlx::query("SELECT body FROM card_partners ORDER BY territory").fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(serde_json::from_str(&row.try_get::<String, _>("body")?)?)).collect()
    }
}
