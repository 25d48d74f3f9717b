//! What the server offers for the map.

use super::{Ask, Client, read};
use crate::domain::Point;
use crate::map::Quarry;
use crate::protocol::{Geocoded, MapFile, MapInfo, Spot};
use crate::sync::RemoteError;

impl Client {
    /// What stands under the map's address: nothing after it asks what can be had, `/tiles/14/8390/5623` for a tile.
    pub async fn map(&self, asked: &str) -> Result<Vec<u8>, RemoteError> {
        read(self.ask(Ask { path: format!("api/v1/map{asked}"), ..Ask::default() }).await?).await
    }

    /// Addresses and places that answer a question, by way of the town's server: the nearest to `near` first among the best.
    pub async fn geocode(&self, question: &str, near: Option<Point>) -> Result<Vec<Spot>, RemoteError> {
        let path = format!("api/v1/geocode?{}", geocode_query(question, near));
        self.json::<Geocoded>(Ask { path, ..Ask::default() }).await.map(Geocoded::into_spots)
    }

    /// What can be had.
    pub async fn map_info(&self) -> Result<MapInfo, RemoteError> {
        self.json(Ask { path: "api/v1/map".to_owned(), ..Ask::default() }).await
    }
}

/// What stands behind the geocoder's address. A point to be near to is told to a hundred metres: no more is needed.
pub fn geocode_query(question: &str, near: Option<Point>) -> String {
    let near = near.map_or_else(String::new, |Point { lat, lon }| format!("&lat={lat:.3}&lon={lon:.3}"));
    format!("q={}{near}", encoded(question))
}

/// Words in an address: all but letters and digits as UTF-8 in hexadecimal (RFC 3986, section 2.1).
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase();
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
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
