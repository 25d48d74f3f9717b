//! The youth card as this phone holds it: from an application that waits to the credential that is shown.
//!
//! Invariants: an application is queued and its draft dropped in one transaction, so that it is never in both or in
//! neither; a credential is kept only while the server says that the card holds; and what an erased card leaves behind is
//! its token, until the server has erased it too.
//!
//! One row with columns was preferred to a JSON document: a crash between two answers leaves each of them whole.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use super::{Store, StoreError};
use crate::card::SignedCredential;
use crate::domain::UnixSeconds;
use crate::protocol::{CardApplication, CardReceipt, CardState, CardStatus, CredentialAnswer};

/// Largest photo kept, bytes.
pub const PHOTO_MAX_BYTES: usize = 200 * 1024;

/// Name of the draft of an application.
pub const CARD_DRAFT: &str = "card";

/// Name of the draft of the photo that goes with it.
pub const CARD_PHOTO_DRAFT: &str = "card-photo";

/// What the phone holds of a youth card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldCard {
    /// Secret that speaks for the card. `None` until the server took the application.
    pub token: Option<String>,
    /// As it is or was sent. `None` when staff made the card.
    pub application: Option<CardApplication>,
    /// Where the application stands.
    pub sending: Sending,
    /// Tries in a row that failed.
    pub attempts: u32,
    /// Nothing is asked before then, by the phone's clock.
    pub next_try_at: UnixSeconds,
    /// As the server last told it.
    pub status: Option<CardStatus>,
    /// When it told it, by the phone's clock.
    pub status_at: UnixSeconds,
    /// The server's reason for giving no credential.
    pub fault: Option<String>,
    /// The credential that is shown.
    pub credential: Option<SignedCredential>,
    /// The next one is asked for from then on, by the server's clock.
    pub renew_from: UnixSeconds,
    /// The code that blocks or moves the card without this phone.
    pub rescue_code: Option<String>,
    /// A photo is kept beside it.
    pub has_photo: bool,
    /// The picture of a proof waits for the network.
    pub proof_due: bool,
    /// It was declared lost, and the server does not know yet.
    pub lost: bool,
}

/// Where an application stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sending {
    /// The server has it, or there is none.
    #[default]
    Done,
    /// It waits for the network.
    Waiting,
    /// The server does not take it, for this reason.
    Refused(String),
}

/// The server's clock as the phone knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerClock {
    /// Server's clock minus the phone's, seconds.
    pub ahead: i64,
    /// When they were compared, by the phone's clock.
    pub compared_at: UnixSeconds,
}

/// Something the server must still be asked about a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// The card's token.
    pub token: String,
    /// What.
    pub kind: ErrandKind,
    /// Tries that failed.
    pub attempts: u32,
    /// Not before then.
    pub next_try_at: UnixSeconds,
}

/// What the server must be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrandKind {
    /// Block it: the phone is lost.
    Lost,
    /// Erase it.
    Erase,
}

impl ErrandKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Erase => "erase",
        }
    }
}

/// What the phone holds, to be taken along. Keys and tokens stay: they would let a reader of the file act as the holder.
#[derive(Serialize)]
struct Export<'a> {
    application: Option<&'a CardApplication>,
    status: Option<&'a CardStatus>,
    has_photo: bool,
}

const COLUMNS: &str = "token, application, sent_at, refused, attempts, next_try_at, status, status_at, fault, credential, \
    renew_from, rescue_code, photo IS NOT NULL, EXISTS (SELECT 1 FROM card_proof WHERE queued = 1), \
    EXISTS (SELECT 1 FROM card_errand WHERE card_errand.token = card.token AND kind = 'lost')";

fn read(row: &Row<'_>) -> rusqlite::Result<HeldCard> {
    let json = |at| -> rusqlite::Result<Option<String>> { row.get(at) };
    // What a newer or older app wrote otherwise is asked for again: the token is what counts.
    let application = json(1)?.and_then(|text| serde_json::from_str(&text).ok());
    let (sent_at, refused): (Option<UnixSeconds>, Option<String>) = (row.get(2)?, row.get(3)?);
    let credential: Option<Vec<u8>> = row.get(9)?;
    Ok(HeldCard {
        token: row.get(0)?,
        sending: match (&application, sent_at, refused) {
            (None, ..) | (_, Some(_), None) => Sending::Done,
            (Some(_), _, Some(kind)) => Sending::Refused(kind),
            (Some(_), None, None) => Sending::Waiting,
        },
        application,
        attempts: row.get(4)?,
        next_try_at: row.get(5)?,
        status: json(6)?.and_then(|text| serde_json::from_str(&text).ok()),
        status_at: row.get(7)?,
        fault: row.get(8)?,
        credential: credential.and_then(|bytes| SignedCredential::from_bytes(&bytes).ok()),
        renew_from: row.get(10)?,
        rescue_code: row.get(11)?,
        has_photo: row.get(12)?,
        proof_due: row.get(13)?,
        lost: row.get(14)?,
    })
}

/// Writes a status and what follows from it.
fn write_status(connection: &Connection, status: &CardStatus, now: UnixSeconds) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE card SET status = ?1, status_at = ?2, fault = CASE WHEN fault = 'device-differs' THEN fault END",
        params![serde_json::to_string(status)?, now],
    )?;
    // A card that is blocked or gone has no credential worth showing; one that comes back is given a new one.
    if matches!(status.state, CardState::Suspended | CardState::Revoked | CardState::Expired | CardState::Moved) {
        connection.execute("UPDATE card SET credential = NULL, renew_from = 0", [])?;
    }
    Ok(())
}

impl Store {
    /// The card of this phone, from the moment it is asked for.
    pub fn held_card(&self) -> Result<Option<HeldCard>, StoreError> {
        Ok(self.personal().connection.query_row(&format!("SELECT {COLUMNS} FROM card"), [], read).optional()?)
    }

    /// The photo on the card.
    pub fn card_photo(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let photo = self.personal().connection.query_row("SELECT photo FROM card", [], |row| row.get(0)).optional()?;
        Ok(photo.flatten())
    }

    /// Queues an application, or its correction, and drops its draft. One that was answered with a token keeps it.
    pub fn queue_application(&self, application: &CardApplication) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute(
            "INSERT INTO card (one, application) VALUES (1, ?1)
             ON CONFLICT (one) DO UPDATE SET application = excluded.application, sent_at = NULL, refused = NULL,
                 attempts = 0, next_try_at = 0",
            [serde_json::to_string(application)?],
        )?;
        transaction.execute("DELETE FROM draft WHERE form = ?1", [CARD_DRAFT])?;
        transaction.execute("UPDATE card_proof SET queued = 1", [])?;
        Ok(transaction.commit()?)
    }

    /// The picture of a proof that was not sent yet.
    pub fn card_proof(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let proof = self.personal().connection.query_row("SELECT picture FROM card_proof", [], |row| row.get(0));
        Ok(proof.optional()?)
    }

    /// Keeps the picture of a proof until [`Store::queue_application`] lets it go; `None` takes it away. One that waits
    /// for the network already is replaced where it waits.
    pub fn keep_card_proof(&self, picture: Option<&[u8]>) -> Result<(), StoreError> {
        let personal = self.personal();
        match picture {
            Some(picture) => personal.connection.execute(
                "INSERT INTO card_proof (one, picture) VALUES (1, ?1)
                 ON CONFLICT (one) DO UPDATE SET picture = excluded.picture",
                [picture],
            )?,
            None => personal.connection.execute("DELETE FROM card_proof", [])?,
        };
        Ok(())
    }

    /// Notes that the server has the picture, or wants none any more: this phone has no use for it.
    pub fn proof_settled(&self) -> Result<(), StoreError> {
        self.personal().connection.execute("DELETE FROM card_proof", [])?;
        Ok(())
    }

    /// Notes that the server does not take the picture. It stays, to be looked at and replaced.
    pub fn proof_refused(&self, kind: &str) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute("UPDATE card_proof SET queued = 0", [])?;
        transaction.execute("UPDATE card SET refused = ?1", [kind])?;
        Ok(transaction.commit()?)
    }

    /// Keeps the photo for the card that is held or waits; `None` takes it away.
    pub fn keep_card_photo(&self, photo: Option<&[u8]>) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute("UPDATE card SET photo = ?1", [photo])?;
        transaction.execute("DELETE FROM draft WHERE form = ?1", [CARD_PHOTO_DRAFT])?;
        Ok(transaction.commit()?)
    }

    /// Notes that the server took the application: the first time with a token, later without.
    pub fn application_received(&self, receipt: &CardReceipt, now: UnixSeconds) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute(
            "UPDATE card SET token = coalesce(?1, token), sent_at = ?2, refused = NULL, attempts = 0, next_try_at = 0",
            params![receipt.token, now],
        )?;
        write_status(&transaction, &receipt.card, now)?;
        Ok(transaction.commit()?)
    }

    /// Notes that the server does not take the application as it is.
    pub fn application_refused(&self, kind: &str) -> Result<(), StoreError> {
        self.personal().connection.execute("UPDATE card SET refused = ?1", [kind])?;
        Ok(())
    }

    /// Takes over a card that staff made, or that was on another phone: nothing of a former one stays but the photo.
    pub fn take_over_card(&self, receipt: &CardReceipt, now: UnixSeconds) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute(
            "INSERT INTO card (one, token) VALUES (1, ?1)
             ON CONFLICT (one) DO UPDATE SET token = excluded.token, application = NULL, sent_at = NULL, refused = NULL,
                 attempts = 0, next_try_at = 0, fault = NULL, credential = NULL, renew_from = 0, rescue_code = NULL",
            [&receipt.token],
        )?;
        transaction.execute("UPDATE card SET fault = NULL", [])?;
        transaction.execute("DELETE FROM card_proof", [])?;
        write_status(&transaction, &receipt.card, now)?;
        Ok(transaction.commit()?)
    }

    /// Notes what the server says of the card.
    pub fn card_status(&self, status: &CardStatus, now: UnixSeconds) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute("UPDATE card SET attempts = 0, next_try_at = 0", [])?;
        write_status(&transaction, status, now)?;
        Ok(transaction.commit()?)
    }

    /// Keeps a credential with all that came along.
    pub fn keep_credential(
        &self,
        signed: &SignedCredential,
        answer: &CredentialAnswer,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute(
            "UPDATE card SET credential = ?1, renew_from = ?2, server_ahead = ?3, heard_at = ?4,
                 rescue_code = coalesce(?5, rescue_code), fault = NULL, attempts = 0, next_try_at = 0",
            params![signed.to_bytes(), answer.renew_from, answer.server_time - now, now, answer.rescue_code],
        )?;
        write_status(&transaction, &answer.card, now)?;
        Ok(transaction.commit()?)
    }

    /// Notes why the server gives no credential, and asks it again where the card stands.
    pub fn credential_refused(&self, kind: &str) -> Result<(), StoreError> {
        self.personal().connection.execute("UPDATE card SET fault = ?1, status_at = 0", [kind])?;
        Ok(())
    }

    /// Notes a try that failed, to be made again at `next_try_at`.
    pub fn card_delayed(&self, next_try_at: UnixSeconds) -> Result<(), StoreError> {
        self.personal()
            .connection
            .execute("UPDATE card SET attempts = attempts + 1, next_try_at = ?1", [next_try_at])?;
        Ok(())
    }

    /// Queues something that the server must be asked, whenever it can be reached.
    pub fn queue_errand(&self, token: &str, kind: ErrandKind) -> Result<(), StoreError> {
        self.personal()
            .connection
            .execute("INSERT OR IGNORE INTO card_errand (token, kind) VALUES (?1, ?2)", params![token, kind.name()])?;
        Ok(())
    }

    /// What the server must still be asked.
    pub fn card_errands(&self) -> Result<Vec<Errand>, StoreError> {
        let personal = self.personal();
        let mut statement = personal
            .connection
            .prepare_cached("SELECT token, kind, attempts, next_try_at FROM card_errand ORDER BY rowid")?;
        let errands = statement
            .query_map([], |row| {
                let kind = if row.get_ref(1)?.as_str()? == "erase" { ErrandKind::Erase } else { ErrandKind::Lost };
                Ok(Errand { token: row.get(0)?, kind, attempts: row.get(2)?, next_try_at: row.get(3)? })
            })?
            .collect::<Result<_, _>>()?;
        Ok(errands)
    }

    /// Notes that an errand is done.
    pub fn errand_done(&self, errand: &Errand) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "DELETE FROM card_errand WHERE token = ?1 AND kind = ?2",
            params![errand.token, errand.kind.name()],
        )?;
        Ok(())
    }

    /// Notes that an errand failed, to be tried again at `next_try_at`.
    pub fn errand_delayed(&self, errand: &Errand, next_try_at: UnixSeconds) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "UPDATE card_errand SET attempts = attempts + 1, next_try_at = ?3 WHERE token = ?1 AND kind = ?2",
            params![errand.token, errand.kind.name(), next_try_at],
        )?;
        Ok(())
    }

    /// Erases the card here at once, and queues its erasure on the server.
    pub fn erase_card(&self) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute_batch(
            "INSERT OR IGNORE INTO card_errand (token, kind) SELECT token, 'erase' FROM card WHERE token IS NOT NULL;
             DELETE FROM card_errand WHERE kind = 'lost';
             DELETE FROM card; DELETE FROM card_proof;
             DELETE FROM draft WHERE form IN ('card', 'card-photo');",
        )?;
        transaction.commit()?;
        Ok(personal.connection.execute_batch("VACUUM")?)
    }

    /// Forgets the card here; the server is asked nothing.
    pub fn forget_card(&self) -> Result<(), StoreError> {
        self.personal()
            .connection
            .execute_batch("DELETE FROM card; DELETE FROM card_proof; DELETE FROM card_errand WHERE kind = 'lost';")?;
        Ok(())
    }

    /// What the phone holds of the card, as JSON to be taken along.
    pub fn export_card(&self) -> Result<String, StoreError> {
        let held = self.held_card()?.unwrap_or_default();
        let export =
            Export { application: held.application.as_ref(), status: held.status.as_ref(), has_photo: held.has_photo };
        Ok(serde_json::to_string_pretty(&export)?)
    }

    /// The server's clock, from whatever answer came last. `None`: it was never heard.
    ///
    /// Last by the server's own time: the phone's may have been put back between two answers.
    pub fn server_clock(&self) -> Result<Option<ServerClock>, StoreError> {
        let synced =
            self.cursor()?.map(|cursor| ServerClock { ahead: cursor.server_ahead, compared_at: cursor.checked_at });
        let told = self
            .personal()
            .connection
            .query_row("SELECT server_ahead, heard_at FROM card WHERE server_ahead IS NOT NULL", [], |row| {
                Ok(ServerClock { ahead: row.get(0)?, compared_at: row.get(1)? })
            })
            .optional()?;
        Ok(synced.into_iter().chain(told).max_by_key(|clock| clock.compared_at + clock.ahead))
    }
}
