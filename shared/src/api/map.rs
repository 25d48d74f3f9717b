//! What the server offers for the map.

use super::{Ask, Client, read};
use crate::map::Quarry;
use crate::protocol::{MapFile, MapInfo};
use crate::sync::RemoteError;

impl Client {
    /// What stands under the map's address: nothing after it asks what can be had, `/tiles/14/8390/5623` for a tile.
    pub async fn map(&self, asked: &str) -> Result<Vec<u8>, RemoteError> {
        read(self.ask(Ask { path: format!("api/v1/map{asked}"), ..Ask::default() }).await?).await
    }

    /// What can be had.
    pub async fn map_info(&self) -> Result<MapInfo, RemoteError> {
        self.json(Ask { path: "api/v1/map".to_owned(), ..Ask::default() }).await
    }
}

impl Quarry for Client {
    async fn piece(&self, file: &MapFile, from: u64, length: u64) -> Result<Option<Vec<u8>>, RemoteError> {
        let headers = vec![
            ("range", format!("bytes={from}-{}", from + length.saturating_sub(1))),
            ("if-range", format!("\"{}\"", file.sha256)),
        ];
        let asked = self.ask(Ask { path: "api/v1/map/file".to_owned(), headers, ..Ask::default() }).await;
        match asked {
            Ok(reply) if reply.status() == 206 => read(reply).await.map(Some),
            // The whole of another file, or a range that the one of today does not have: its body is left unread.
            Ok(_) | Err(RemoteError::Refused { status: 416, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
