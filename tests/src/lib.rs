//! What journeys are played with: a real server, a real browser, a real window.
//!
//! Each actor is a process of its own that ends when it is dropped. Nothing here sleeps to be safe: every wait
//! is for something to be true, within a bound. `cargo xtask test` builds what is needed and says where it is:
//! `GUICHET_BIN`, `GUICHET_SITE`, `GUICHET_APP_WINDOW`.

pub mod atlas;
pub mod browser;
pub mod camera;
pub mod colleague;
pub mod counter;
pub mod devtools;
mod line;
pub mod nodes;
pub mod process;
pub mod readers;
pub mod town;
pub mod trace;
pub mod window;
pub mod worker;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Longest wait for anything to become true. Generous, for machines that do other things meanwhile.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Time between two looks.
const LOOK: Duration = Duration::from_millis(50);

/// The program or folder that `name` says, with the words to mend its absence.
pub fn given(name: &str) -> Result<PathBuf> {
    let value = std::env::var_os(name);
    value.map(PathBuf::from).with_context(|| format!("{name} is not set: run `cargo xtask test`, which builds it"))
}

/// Waits until `look` gives something; the error says what was waited for.
pub async fn until<T, F>(what: &str, mut look: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let mut last = None;
    let seen = tokio::time::timeout(PATIENCE, async {
        loop {
            match look().await {
                Ok(Some(value)) => return value,
                Ok(None) => {}
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(LOOK).await;
        }
    })
    .await;
    match (seen, last) {
        (Ok(value), _) => Ok(value),
        (Err(_), None) => bail!("waited in vain: {what}"),
        (Err(_), Some(error)) => Err(error.context(format!("waited in vain: {what}"))),
    }
}
