//! What the server offers for the map.

use super::{Ask, Client, read};
use crate::sync::RemoteError;

impl Client {
    /// What stands under the map's address: nothing after it asks what can be had, `/tiles/14/8390/5623` for a tile.
    pub async fn map(&self, asked: &str) -> Result<Vec<u8>, RemoteError> {
        read(self.ask(Ask { path: format!("api/v1/map{asked}"), ..Ask::default() }).await?).await
    }
}
