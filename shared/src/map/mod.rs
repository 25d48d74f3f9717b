//! The map's file: basemap, letters and place search of a territory, for the server and for phones without a network.
//!
//! Invariant: what comes from outside is judged when it is opened ([`MapError`] says what is wrong with it), and no
//! reading of it panics. The file is never written to: `guichet map build` makes another one.

mod archive;
mod error;
mod gazetteer;
mod house;
#[cfg(feature = "client")]
mod keep;
mod merge;
mod schema;
mod seen;
mod words;
mod writer;

pub use archive::Archive;
pub use error::MapError;
pub use house::number as house_number;
#[cfg(feature = "client")]
pub use keep::{Held, KeepFault, Kept, PIECE, Quarry, Shelf, ShelfFault, Step, keep_map, next};
pub use merge::merged;
pub use seen::Seen;
pub use writer::{NewSpot, Writer};
