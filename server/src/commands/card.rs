//! `guichet card …`: keys, and the territories whose cards are accepted.

use std::path::PathBuf;

use clap::Subcommand;
use server::card::keys::{self, KeyPlaces};
use server::clock::Clock;
use server::config::Config;
use server::storage::Storage;
use shared::card::{PublicKey, Trust, from_hex, to_hex};
use shared::protocol::TrustedPartner;

use crate::say;

/// What `guichet card` does.
#[derive(Debug, Subcommand)]
pub(crate) enum Card {
    /// Signs with another issuer key from now on; the former one verifies until its last credential ends. Needs the root key.
    RotateKey {
        /// Number of a stolen key, to be believed no longer: phones renew what it signed at their next sync.
        #[arg(long)]
        drop: Option<u8>,
    },
    /// Makes another root key, for one that was lost or stolen: move `root.key` away first. Cards go on; neighbours need
    /// another export, shops' pages ask once whether to believe it.
    ReplaceRoot,
    /// Writes this territory's name, root key and key set into a file, for others to accept its cards.
    Export {
        /// The file.
        file: PathBuf,
    },
    /// Accepts the cards of the territory that exported this file.
    Accept {
        /// The file.
        file: PathBuf,
    },
    /// Accepts a territory's cards no longer.
    Refuse {
        /// Its number.
        territory: u16,
    },
    /// Says which keys are in force, and what is wrong with them.
    Status,
}

pub(crate) async fn run(config: &Config, clock: &Clock, storage: &Storage, what: Card) -> anyhow::Result<()> {
    let places = KeyPlaces::new(config);
    match what {
        Card::RotateKey { drop } => {
            let id = keys::rotate(&places, storage, drop, clock.now()).await?;
            say(&format!("key {id} signs from now on"));
        }
        Card::ReplaceRoot => {
            let root = keys::replace_root(&places, storage, clock.now()).await?;
            say(&format!("the root is {} from now on", to_hex(&root)));
        }
        Card::Export { file } => {
            let own = own(storage).await?;
            std::fs::write(&file, serde_json::to_string_pretty(&own)? + "\n")?;
            say(&format!("the key set of {} is in {}", own.name, file.display()));
        }
        Card::Accept { file } => {
            let partner: TrustedPartner = serde_json::from_slice(&std::fs::read(&file)?)?;
            verify(storage, &partner).await?;
            storage.accept_partner(&partner).await?;
            say(&format!("cards of {} ({}) are accepted", partner.name, partner.territory));
        }
        Card::Refuse { territory } => {
            anyhow::ensure!(storage.refuse_partner(territory).await?, "cards of {territory} were not accepted");
            say(&format!("cards of {territory} are accepted no longer"));
        }
        Card::Status => {
            for line in status(&places, storage).await? {
                say(&line);
            }
        }
    }
    Ok(())
}

/// What is said of the keys.
pub(crate) async fn status(places: &KeyPlaces, storage: &Storage) -> anyhow::Result<Vec<String>> {
    let Some((root, set)) = keys::stored(storage).await? else {
        return Ok(vec!["card keys: none yet, the first start makes them".to_owned()]);
    };
    let mut lines =
        vec![format!("card keys: territory {}, version {}, root {}", set.territory, set.version, to_hex(&root))];
    for key in &set.keys {
        let ends = match key.not_after {
            u32::MAX => "signs".to_owned(),
            until => {
                format!("verifies until {}", chrono::DateTime::from_timestamp(until.into(), 0).unwrap_or_default())
            }
        };
        lines.push(format!("  key {}: {ends}", key.id));
    }
    lines.extend(places.warnings().into_iter().map(|warning| format!("  {warning}")));
    Ok(lines)
}

async fn own(storage: &Storage) -> anyhow::Result<TrustedPartner> {
    let (root, set) = keys::stored(storage).await?.ok_or_else(|| anyhow::anyhow!("there are no card keys yet"))?;
    let name = storage.territory().await?.map_or_else(|| set.territory.to_string(), |territory| territory.name);
    Ok(TrustedPartner { territory: set.territory, name, root: to_hex(&root), keys: to_hex(&set.to_bytes()) })
}

/// A file whose keys are not its root's, or that is this territory's own, changes nothing.
async fn verify(storage: &Storage, partner: &TrustedPartner) -> anyhow::Result<()> {
    let root = from_hex(&partner.root).and_then(|bytes| PublicKey::try_from(bytes).ok());
    let (root, set) = root.zip(from_hex(&partner.keys)).ok_or_else(|| anyhow::anyhow!("the file holds no keys"))?;
    let trust = Trust::new(root, &set).map_err(|error| anyhow::anyhow!("the file's keys: {error}"))?;
    anyhow::ensure!(trust.keys.territory == partner.territory, "the file names another territory than its keys");
    if let Some((_, own)) = keys::stored(storage).await? {
        anyhow::ensure!(own.territory != partner.territory, "territory {} is this one", partner.territory);
    }
    let known = storage.partners().await?.into_iter().find(|known| known.territory == partner.territory);
    if let Some(known) = known.filter(|known| known.root == partner.root)
        && let Some(bytes) = from_hex(&known.keys)
    {
        let mut trust = Trust::new(root, &bytes)?;
        trust.take_keys(&set).map_err(|error| anyhow::anyhow!("the file's keys: {error}"))?;
    }
    Ok(())
}
