//! Who works at the counter: names, roles, sessions. Passwords are stored as Argon2id only.

use shared::domain::UnixSeconds;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::inbox::audit;
use super::{Storage, StorageError};
use crate::entropy;

/// What someone may do. Each act of the console names the roles that may do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything.
    Admin,
    /// Content.
    Editor,
    /// Cards and messages.
    Agent,
    /// Shops and offers.
    Partnerships,
}

/// Someone who works at the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// ULID.
    pub id: String,
    /// To sign in with, and in the audit.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// PHC string.
    pub password_hash: String,
    /// Whether a code is asked after the password.
    pub second_factor: bool,
}

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: UnixSeconds,
    /// Whose.
    pub actor: String,
    /// What, for example `card.approve`.
    pub action: String,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Editor, Self::Agent, Self::Partnerships];

    /// As stored and typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Editor => "editor",
            Self::Agent => "agent",
            Self::Partnerships => "partnerships",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What [`read`] reads, of a table `staff s`.
pub(super) const COLUMNS: &str = "s.id AS id, s.name AS name, s.role AS role, s.password_hash AS password_hash,
    (SELECT COUNT(*) FROM staff_second_factors f WHERE f.staff = s.id AND f.confirmed_at IS NOT NULL) AS factors";

impl Storage {
    /// Adds someone, or gives them another password and role; every session of theirs ends.
    pub async fn set_staff(
        &self,
        actor: &str,
        name: &str,
        role: Role,
        password_hash: &str,
    ) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        write_staff(&mut transaction, name, role, password_hash, now).await?;
        audit(&mut transaction, now, actor, "staff.set", name).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Closes the account of someone who left; every session of theirs ends. Whether there was one.
    pub async fn remove_staff(&self, actor: &str, name: &str) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let closed = sqlx::query("UPDATE staff SET disabled_at = $1 WHERE name = $2 AND disabled_at IS NULL")
            .bind(now)
            .bind(name)
            .execute(&mut *transaction)
            .await?;
        if closed.rows_affected() == 0 {
            return Ok(false);
        }
        end_sessions(&mut transaction, name).await?;
        sqlx::query("DELETE FROM staff_invitations WHERE name = $1").bind(name).execute(&mut *transaction).await?;
        audit(&mut transaction, now, actor, "staff.remove", name).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Who works here, by name.
    pub async fn staff(&self) -> Result<Vec<StaffMember>, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM staff s WHERE s.disabled_at IS NULL ORDER BY s.name"
        )))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// What was done to a subject, the last act first.
    pub async fn acts_on(&self, subject: &str) -> Result<Vec<Act>, StorageError> {
        let rows =
            sqlx::query("SELECT at, actor, action FROM audit WHERE subject = $1 ORDER BY at DESC, id DESC LIMIT 200")
                .bind(subject)
                .fetch_all(&self.pool)
                .await?;
        rows.iter()
            .map(|row| Ok(Act { at: row.try_get("at")?, actor: row.try_get("actor")?, action: row.try_get("action")? }))
            .collect()
    }

    /// Someone by the name they sign in with. Whoever was disabled is nobody.
    pub async fn staff_named(&self, name: &str) -> Result<Option<StaffMember>, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM staff s WHERE s.name = $1 AND s.disabled_at IS NULL"
        )))
        .bind(name)
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Whether anybody works here yet.
    pub async fn has_staff(&self) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT id FROM staff LIMIT 1").fetch_optional(&self.pool).await?;
        Ok(row.is_some())
    }

    /// Begins a session.
    pub async fn sign_staff_in(&self, staff: &StaffMember, token_hash: [u8; 32]) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        open_session(&mut transaction, staff, token_hash, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Who a session is, if it was used after `seen_after` and begun after `created_after`. Being asked counts as use.
    pub async fn staff_of(
        &self,
        token_hash: &[u8; 32],
        created_after: UnixSeconds,
        seen_after: UnixSeconds,
    ) -> Result<Option<StaffMember>, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS}, t.seen_at FROM staff_sessions t JOIN staff s ON s.id = t.staff
             WHERE t.token_hash = $1 AND t.created_at > $2 AND t.seen_at > $3 AND s.disabled_at IS NULL"
        )))
        .bind(token_hash.to_vec())
        .bind(created_after)
        .bind(seen_after)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let now = self.clock.now();
        // Once a minute is often enough to know that someone is there.
        if now - row.try_get::<i64, _>("seen_at")? > 60 {
            sqlx::query("UPDATE staff_sessions SET seen_at = $1 WHERE token_hash = $2")
                .bind(now)
                .bind(token_hash.to_vec())
                .execute(&self.pool)
                .await?;
        }
        read(&row).map(Some)
    }

    /// Ends a session.
    pub async fn sign_staff_out(&self, token_hash: &[u8; 32]) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM staff_sessions WHERE token_hash = $1")
            .bind(token_hash.to_vec())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Writes an account; every session of it ends, and its open link with it.
pub(super) async fn write_staff(
    connection: &mut AnyConnection,
    name: &str,
    role: Role,
    password_hash: &str,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO staff (id, name, password_hash, role, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, role = excluded.role, disabled_at = NULL",
    )
    .bind(entropy::ulid(now)?)
    .bind(name)
    .bind(password_hash)
    .bind(role.name())
    .bind(now)
    .execute(&mut *connection)
    .await?;
    end_sessions(connection, name).await?;
    // The first account's link is for whoever is first.
    sqlx::query("DELETE FROM staff_invitations WHERE name = $1 OR name = ''").bind(name).execute(connection).await?;
    Ok(())
}

/// Begins a session.
pub(super) async fn open_session(
    connection: &mut AnyConnection,
    staff: &StaffMember,
    token_hash: [u8; 32],
    now: UnixSeconds,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO staff_sessions (token_hash, staff, created_at, seen_at) VALUES ($1, $2, $3, $4)")
        .bind(token_hash.to_vec())
        .bind(&staff.id)
        .bind(now)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    audit(connection, now, &staff.name, "staff.sign-in", &staff.id).await
}

/// Ends every session of an account, and whatever is half-way into one.
pub(super) async fn end_sessions(connection: &mut AnyConnection, name: &str) -> Result<(), StorageError> {
    for statement in [
        "DELETE FROM staff_sessions WHERE staff = (SELECT id FROM staff WHERE name = $1)",
        "DELETE FROM staff_sign_ins WHERE staff = (SELECT id FROM staff WHERE name = $1)",
    ] {
        sqlx::query(statement).bind(name).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) fn read(row: &AnyRow) -> Result<StaffMember, StorageError> {
    let role: String = row.try_get("role")?;
    Ok(StaffMember {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        // A role of a newer version may do the least.
        role: Role::from_name(&role).unwrap_or(Role::Editor),
        password_hash: row.try_get("password_hash")?,
        second_factor: row.try_get::<i64, _>("factors")? > 0,
    })
}
