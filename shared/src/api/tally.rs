//! Sums for the town: `POST /api/v1/tally`, and the week's flag of `/api/v1/sync`.

use super::{Ask, Client, entity_tag};
use crate::protocol::Tally;
use crate::store::Cursor;
use crate::sync::{RemoteError, Teller};

impl Teller for Client {
    async fn count_app(&self, cursor: &Cursor) -> Result<(), RemoteError> {
        let log: String = cursor.log.chars().filter(char::is_ascii_alphanumeric).collect();
        let ask = Ask {
            path: format!("api/v1/sync?since={}&log={log}&first_sync_this_week=1", cursor.seq),
            headers: vec![("if-none-match", entity_tag(&log, cursor.seq))],
            ..Ask::default()
        };
        self.ask(ask).await.map(drop)
    }

    async fn tell(&self, tally: &Tally) -> Result<(), RemoteError> {
        let body = serde_json::to_vec(tally).map_err(|_| RemoteError::Unreadable)?;
        let headers = vec![("content-type", "application/json".to_owned())];
        let ask = Ask { method: "POST", path: "api/v1/tally".to_owned(), headers, body: Some(body), endless: false };
        self.ask(ask).await.map(drop)
    }
}
