//! How people come to work at the counter, and how their sessions end: one-time links, kept as SHA-256.
//!
//! Invariant: there is one open link for a name at most, and using it ends every session of the account.

use shared::domain::UnixSeconds;
use sqlx::Row;

use super::inbox::audit;
use super::staff::{Role, StaffMember, write_staff};
use super::{Storage, StorageError};

/// Whom a link is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Name to sign in with; empty: whoever has the link chooses it.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// What became of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// The account.
    Member(StaffMember),
    /// The link was used, replaced, or is too old.
    Ended,
    /// Somebody has this name already.
    NameTaken,
}

impl Storage {
    /// Makes a link; a former one for the same name ends.
    pub async fn invite_staff(
        &self,
        actor: &str,
        invitation: &Invitation,
        code_hash: [u8; 32],
        expires_at: UnixSeconds,
    ) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        sqlx::query("DELETE FROM staff_invitations WHERE name = $1 OR expires_at <= $2")
            .bind(&invitation.name)
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO staff_invitations (code_hash, name, role, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(code_hash.to_vec())
        .bind(&invitation.name)
        .bind(invitation.role.name())
        .bind(now)
        .bind(expires_at)
        .execute(&mut *transaction)
        .await?;
        audit(&mut transaction, now, actor, "staff.invite", &invitation.name).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Whom an open link is for.
    pub async fn staff_invitation(&self, code_hash: &[u8; 32]) -> Result<Option<Invitation>, StorageError> {
        let row = sqlx::query("SELECT name, role FROM staff_invitations WHERE code_hash = $1 AND expires_at > $2")
            .bind(code_hash.to_vec())
            .bind(self.clock.now())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            let role: String = row.try_get("role")?;
            Ok(Invitation { name: row.try_get("name")?, role: Role::from_name(&role).unwrap_or(Role::Editor) })
        })
        .transpose()
    }

    /// Uses a link: the account is made, or gets another password and role. `name` counts when the link has none.
    pub async fn accept_staff_invitation(
        &self,
        code_hash: &[u8; 32],
        name: &str,
        password_hash: &str,
    ) -> Result<Accepted, StorageError> {
        let Some(invitation) = self.staff_invitation(code_hash).await? else { return Ok(Accepted::Ended) };
        let chosen = invitation.name.is_empty();
        let name = if chosen { name } else { &invitation.name };
        let (mut transaction, _) = self.begin_write().await?;
        if chosen {
            let taken =
                sqlx::query("SELECT id FROM staff WHERE name = $1").bind(name).fetch_optional(&mut *transaction);
            if taken.await?.is_some() {
                return Ok(Accepted::NameTaken);
            }
        }
        let used = sqlx::query("DELETE FROM staff_invitations WHERE code_hash = $1")
            .bind(code_hash.to_vec())
            .execute(&mut *transaction)
            .await?;
        if used.rows_affected() == 0 {
            return Ok(Accepted::Ended);
        }
        let now = self.clock.now();
        write_staff(&mut transaction, name, invitation.role, password_hash, now).await?;
        audit(&mut transaction, now, name, "staff.accept", name).await?;
        transaction.commit().await?;
        Ok(self.staff_named(name).await?.map_or(Accepted::Ended, Accepted::Member))
    }

    /// Sessions by account name, used after `seen_after`.
    pub async fn staff_sessions(&self, seen_after: UnixSeconds) -> Result<Vec<(String, u64)>, StorageError> {
        let rows = sqlx::query(
            "SELECT s.name AS name, COUNT(*) AS sessions FROM staff_sessions t JOIN staff s ON s.id = t.staff
             WHERE t.seen_at > $1 GROUP BY s.name",
        )
        .bind(seen_after)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("name")?, row.try_get::<i64, _>("sessions")?.unsigned_abs()))).collect()
    }

    /// Ends the sessions of an account, all but `kept`.
    pub async fn end_staff_sessions(
        &self,
        actor: &str,
        name: &str,
        kept: Option<&[u8; 32]>,
    ) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        sqlx::query(
            "DELETE FROM staff_sessions WHERE staff = (SELECT id FROM staff WHERE name = $1) AND token_hash <> $2",
        )
        .bind(name)
        .bind(kept.map_or_else(Vec::new, |hash| hash.to_vec()))
        .execute(&mut *transaction)
        .await?;
        audit(&mut transaction, self.clock.now(), actor, "staff.sign-out", name).await?;
        transaction.commit().await?;
        Ok(())
    }
}
