//! The map kept on the phone, by choice: its size told first, brought in pieces, paused, gone on with, removed.
//!
//! One bringing at a time, which outlives the screen that began it.

use dioxus::prelude::*;
use shared::api::Client;
use shared::map::{KeepFault, Kept, Shelf, ShelfFault, keep_map};
use shared::protocol::MapFile;
use shared::sync::RemoteError;

use super::{Local, local};
use crate::platform::{self, MapShelf};

/// Where the map on the phone stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum MapKeeping {
    /// Nobody looked yet.
    #[default]
    Unknown,
    /// The server gives none, or cannot be asked, and none is here.
    Nothing,
    /// It can be had, so much of it is here already.
    Offered {
        /// The file.
        file: MapFile,
        /// Bytes of it that are here.
        here: u64,
        /// An older map is in use.
        older: bool,
        /// Why it stopped the last time.
        fault: Option<MapFault>,
    },
    /// It is on its way.
    Coming {
        /// The file.
        file: MapFile,
        /// Bytes of it that are here.
        here: u64,
    },
    /// It stops once the piece under way is here.
    Pausing,
    /// It is here.
    Here(MapFile),
}

impl MapKeeping {
    /// Pieces are being brought: two bringings would add the same one twice.
    const fn is_under_way(&self) -> bool {
        matches!(self, Self::Coming { .. } | Self::Pausing)
    }
}

/// Why a map was not brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapFault {
    /// No more room.
    Full,
    /// The network.
    Network,
    /// It came wrong, or could not be kept.
    Broken,
}

impl From<KeepFault> for MapFault {
    fn from(fault: KeepFault) -> Self {
        match fault {
            KeepFault::Shelf(ShelfFault::Full) => Self::Full,
            KeepFault::Shelf(ShelfFault::Failed)
            | KeepFault::Wrong
            | KeepFault::Remote(RemoteError::Unreadable | RemoteError::Refused { .. }) => Self::Broken,
            KeepFault::Remote(RemoteError::Unreachable | RemoteError::Busy { .. }) => Self::Network,
        }
    }
}

/// The map on the phone; whoever shows it has it looked at.
pub fn use_map_keeping() -> Signal<MapKeeping> {
    let local = use_context::<Local>();
    use_hook(|| {
        if !local.map.peek().is_under_way() {
            look(local, None);
        }
    });
    local.map
}

/// Looks at what is here and what the server has.
fn look(local: Local, fault: Option<MapFault>) {
    let mut map = local.map;
    dioxus::core::spawn_forever(async move {
        let held = MapShelf.held().await.unwrap_or_default();
        let offered = platform::offered_map().await;
        if map.peek().is_under_way() {
            return;
        }
        map.set(match (offered, held.whole) {
            (None, None) => match held.part {
                // Begun with a network that is gone: it waits for it.
                Some((file, here)) => MapKeeping::Offered { file, here, older: false, fault },
                None => MapKeeping::Nothing,
            },
            (None, Some(whole)) => MapKeeping::Here(whole),
            (Some(offered), Some(whole)) if whole.sha256 == offered.sha256 => MapKeeping::Here(whole),
            (Some(file), whole) => {
                let here = held.part.filter(|(part, _)| part.sha256 == file.sha256).map_or(0, |(_, bytes)| bytes);
                MapKeeping::Offered { file, here, older: whole.is_some(), fault }
            }
        });
    });
}

/// Brings the map, or goes on with it.
pub fn bring_map() {
    let local = local();
    let mut map = local.map;
    let offered = map.peek().clone();
    let MapKeeping::Offered { file, here, .. } = offered else { return };
    map.set(MapKeeping::Coming { file: file.clone(), here });
    dioxus::core::spawn_forever(async move {
        let Ok(client) = Client::new(&platform::server_address()) else {
            // Else it would be on its way for ever.
            map.set(MapKeeping::Unknown);
            return look(local, Some(MapFault::Broken));
        };
        let watch = |here| {
            let goes_on = matches!(*map.peek(), MapKeeping::Coming { .. });
            if goes_on {
                map.set(MapKeeping::Coming { file: file.clone(), here });
            }
            goes_on
        };
        let ended = keep_map(&client, &MapShelf, &file, watch).await;
        let mut map = local.map;
        map.set(MapKeeping::Unknown);
        match ended {
            Ok(Kept::Whole | Kept::Paused | Kept::Changed) => look(local, None),
            Err(fault) => {
                tracing::warn!(%fault, "the map was not brought");
                look(local, Some(fault.into()));
            }
        }
    });
}

/// Stops after the piece under way.
pub fn pause_map() {
    let mut map = local().map;
    let coming = map.peek().clone();
    if matches!(coming, MapKeeping::Coming { .. }) {
        map.set(MapKeeping::Pausing);
    }
}

/// Removes the map, whole or begun.
pub fn remove_map() {
    let local = local();
    let mut map = local.map;
    map.set(MapKeeping::Unknown);
    dioxus::core::spawn_forever(async move {
        let fault = MapShelf.remove().await.err().map(|_| MapFault::Broken);
        look(local, fault);
    });
}
