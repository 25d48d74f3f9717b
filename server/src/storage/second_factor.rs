//! Second factors of staff: a sealed secret, codes kept on paper, and sign-ins that wait for one of the two.
//!
//! Invariants: a time step and a recovery code are accepted once, decided by the statement that also opens the session;
//! a sign-in that waits has a few tries, counted before each is looked at. What a secret is, only who has the key knows.

use shared::domain::UnixSeconds;
use sqlx::{AnyConnection, Row};

use super::inbox::audit;
use super::staff::{self, StaffMember};
use super::{Storage, StorageError};

/// Tries of a code before the password is asked again.
pub const TRIES: i64 = 5;

/// A second factor as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The secret under the server's key.
    pub sealed: Vec<u8>,
    /// Whether a code of it was typed, so that it is asked for.
    pub confirmed: bool,
    /// Time step of the last accepted code.
    pub last_step: i64,
    /// Recovery codes left.
    pub recovery_codes: u64,
}

/// What opens a session after the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The code of a time step, compared already.
    Step(i64),
    /// A recovery code, as it is kept.
    Recovery([u8; 32]),
}

impl Storage {
    /// The second factor of an account, by its id.
    pub async fn second_factor(&self, staff: &str) -> Result<Option<SecondFactor>, StorageError> {
        let row = sqlx::query(
            "SELECT sealed, confirmed_at, last_step,
                (SELECT COUNT(*) FROM staff_recovery_codes c WHERE c.staff = f.staff) AS codes
             FROM staff_second_factors f WHERE f.staff = $1",
        )
        .bind(staff)
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            Ok(SecondFactor {
                sealed: row.try_get("sealed")?,
                confirmed: row.try_get::<Option<i64>, _>("confirmed_at")?.is_some(),
                last_step: row.try_get("last_step")?,
                recovery_codes: row.try_get::<i64, _>("codes")?.unsigned_abs(),
            })
        })
        .transpose()
    }

    /// Keeps a secret that is being shown; one shown before is replaced. `false`: a confirmed one is there.
    pub async fn offer_second_factor(&self, staff: &StaffMember, sealed: &[u8]) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let kept = sqlx::query(
            "INSERT INTO staff_second_factors (staff, sealed, begun_at, last_step) VALUES ($1, $2, $3, 0)
             ON CONFLICT (staff) DO UPDATE SET sealed = excluded.sealed, begun_at = excluded.begun_at
             WHERE staff_second_factors.confirmed_at IS NULL",
        )
        .bind(&staff.id)
        .bind(sealed.to_vec())
        .bind(self.clock.now())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(kept.rows_affected() > 0)
    }

    /// From now on a code is asked for; every session but `kept` ends. `false`: there was nothing to confirm.
    pub async fn confirm_second_factor(
        &self,
        staff: &StaffMember,
        step: i64,
        codes: &[[u8; 32]],
        kept: Option<&[u8; 32]>,
    ) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let confirmed = sqlx::query(
            "UPDATE staff_second_factors SET confirmed_at = $1, last_step = $2 WHERE staff = $3 AND confirmed_at IS NULL",
        )
        .bind(now)
        .bind(step)
        .bind(&staff.id)
        .execute(&mut *transaction)
        .await?;
        if confirmed.rows_affected() == 0 {
            return Ok(false);
        }
        replace_codes(&mut transaction, &staff.id, codes).await?;
        sqlx::query("DELETE FROM staff_sessions WHERE staff = $1 AND token_hash <> $2")
            .bind(&staff.id)
            .bind(kept.map_or_else(Vec::new, |hash| hash.to_vec()))
            .execute(&mut *transaction)
            .await?;
        audit(&mut transaction, now, &staff.name, "staff.factor-on", &staff.name).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Other recovery codes; the former ones serve no more.
    pub async fn renew_recovery_codes(&self, staff: &StaffMember, codes: &[[u8; 32]]) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        replace_codes(&mut transaction, &staff.id, codes).await?;
        audit(&mut transaction, self.clock.now(), &staff.name, "staff.codes", &staff.name).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Takes the second factor of an account away. By somebody else: its sessions end too. `false`: it had none.
    pub async fn remove_second_factor(&self, actor: &str, name: &str) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let removed =
            sqlx::query("DELETE FROM staff_second_factors WHERE staff = (SELECT id FROM staff WHERE name = $1)")
                .bind(name)
                .execute(&mut *transaction)
                .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("DELETE FROM staff_recovery_codes WHERE staff = (SELECT id FROM staff WHERE name = $1)")
            .bind(name)
            .execute(&mut *transaction)
            .await?;
        let own = actor == name;
        if !own {
            staff::end_sessions(&mut transaction, name).await?;
        }
        let action = if own { "staff.factor-off" } else { "staff.factor-reset" };
        audit(&mut transaction, self.clock.now(), actor, action, name).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Begins to wait for a code: the password was right. Those that ended are forgotten.
    pub async fn begin_sign_in(
        &self,
        staff: &StaffMember,
        token_hash: [u8; 32],
        ended_before: UnixSeconds,
    ) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        sqlx::query("DELETE FROM staff_sign_ins WHERE created_at <= $1")
            .bind(ended_before)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO staff_sign_ins (token_hash, staff, created_at, tries) VALUES ($1, $2, $3, 0)")
            .bind(token_hash.to_vec())
            .bind(&staff.id)
            .bind(self.clock.now())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Who is waited for, if their password was right after `created_after` and there are tries left.
    pub async fn signing_in(
        &self,
        token_hash: &[u8; 32],
        created_after: UnixSeconds,
    ) -> Result<Option<StaffMember>, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {} FROM staff_sign_ins t JOIN staff s ON s.id = t.staff
             WHERE t.token_hash = $1 AND t.created_at > $2 AND t.tries < $3 AND s.disabled_at IS NULL",
            staff::COLUMNS
        )))
        .bind(token_hash.to_vec())
        .bind(created_after)
        .bind(TRIES)
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(staff::read).transpose()
    }

    /// Counts a try, before it is looked at. `false`: there was none left.
    pub async fn count_try(&self, token_hash: &[u8; 32]) -> Result<bool, StorageError> {
        let counted = sqlx::query("UPDATE staff_sign_ins SET tries = tries + 1 WHERE token_hash = $1 AND tries < $2")
            .bind(token_hash.to_vec())
            .bind(TRIES)
            .execute(&self.pool)
            .await?;
        Ok(counted.rows_affected() > 0)
    }

    /// Notes that whoever knows the password of an account did not know a code.
    pub async fn note_wrong_code(&self, staff: &StaffMember) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        audit(&mut transaction, self.clock.now(), &staff.name, "staff.wrong-code", &staff.name).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Uses a proof and opens the session. `false`: it was used already, or the sign-in ended.
    pub async fn finish_sign_in(
        &self,
        sign_in: &[u8; 32],
        staff: &StaffMember,
        proof: Proof,
        session: [u8; 32],
    ) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let used = match proof {
            Proof::Step(step) => {
                sqlx::query(
                    "UPDATE staff_second_factors SET last_step = $1
                 WHERE staff = $2 AND last_step < $1 AND confirmed_at IS NOT NULL",
                )
                .bind(step)
                .bind(&staff.id)
                .execute(&mut *transaction)
                .await?
            }
            Proof::Recovery(hash) => {
                sqlx::query("DELETE FROM staff_recovery_codes WHERE code_hash = $1 AND staff = $2")
                    .bind(hash.to_vec())
                    .bind(&staff.id)
                    .execute(&mut *transaction)
                    .await?
            }
        };
        if used.rows_affected() == 0 {
            return Ok(false);
        }
        let ended = sqlx::query("DELETE FROM staff_sign_ins WHERE token_hash = $1 AND staff = $2")
            .bind(sign_in.to_vec())
            .bind(&staff.id)
            .execute(&mut *transaction)
            .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        if let Proof::Recovery(_) = proof {
            audit(&mut transaction, now, &staff.name, "staff.recovery", &staff.name).await?;
        }
        staff::open_session(&mut transaction, staff, session, now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn replace_codes(connection: &mut AnyConnection, staff: &str, codes: &[[u8; 32]]) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM staff_recovery_codes WHERE staff = $1").bind(staff).execute(&mut *connection).await?;
    for code in codes {
        sqlx::query("INSERT INTO staff_recovery_codes (code_hash, staff) VALUES ($1, $2)")
            .bind(code.to_vec())
            .bind(staff)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
