//! Databases of both kinds, empty, one for each case of a contract.

#[path = "postgres.rs"]
mod postgres;

use postgres::Postgres;
use server::storage::Location;
use tempfile::TempDir;

use crate::town::file_location;

/// Where the next databases come from. They go with it.
pub enum Databases {
    Sqlite(Vec<TempDir>),
    Postgres(Postgres),
}

impl Databases {
    pub const fn sqlite() -> Self {
        Self::Sqlite(Vec::new())
    }

    pub fn postgresql() -> Self {
        Self::Postgres(Postgres::start())
    }

    pub fn next(&mut self) -> Location {
        match self {
            Self::Sqlite(folders) => {
                let folder = tempfile::tempdir().unwrap();
                let location = file_location(&folder);
                folders.push(folder);
                location
            }
            Self::Postgres(postgres) => Location::Postgres(postgres.database()),
        }
    }
}

/// Plays each case, a function of a storage and the hands of its clock, on a database of its own.
macro_rules! hold {
    ($databases:expr; $($case:ident),* $(,)?) => {{
        let mut databases: $crate::databases::Databases = $databases;
        $(
            let hands = $crate::town::Hands::new();
            let storage = server::storage::Storage::open(databases.next(), hands.clock()).await.unwrap();
            // Named when it fails: the line of the assertion says the rest.
            let held = tokio::spawn({ let storage = storage.clone(); async move { $case(storage, hands).await } }).await;
            assert!(held.is_ok(), "{} on {}: {held:?}", stringify!($case), storage.kind());
            storage.close().await;
        )*
    }};
}
