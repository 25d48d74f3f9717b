//! `guichet map …`: the map's file.

use std::path::PathBuf;

use clap::Subcommand;
use server::clock::Clock;
use server::config::Config;
use server::map::build::{Limits, Plan, build};
use shared::domain::Territory;
use shared::map::Archive;

use crate::{open, say};

/// What `guichet map` does.
#[derive(Debug, Subcommand)]
pub(crate) enum Map {
    /// Makes the map's file from an extract of `OpenStreetMap` (download.geofabrik.de has one for each region). The running
    /// server takes it at once. The old file stays when anything goes wrong.
    Build {
        /// The extract, `.osm.pbf`.
        extract: PathBuf,
        /// Font of the labels [default: one of the system's].
        #[arg(long)]
        font: Option<PathBuf>,
        /// The file to make [default: where the server looks for it].
        #[arg(long)]
        out: Option<PathBuf>,
        /// Longest time that cutting tiles may take.
        #[arg(long, default_value_t = Limits::default().minutes)]
        minutes: u64,
        /// Most memory that cutting tiles may take.
        #[arg(long, default_value_t = Limits::default().memory_mib)]
        memory_mib: u64,
        /// The program that cuts tiles.
        #[arg(long, default_value = "tilemaker")]
        tilemaker: PathBuf,
    },
}

pub(crate) async fn run(config: &Config, clock: &Clock, what: Map) -> anyhow::Result<()> {
    let Map::Build { extract, font, out, minutes, memory_mib, tilemaker } = what;
    let territory = territory(config, clock).await?;
    let out = out.unwrap_or_else(|| config.map_file());
    let plan = Plan {
        extract,
        out: out.clone(),
        font,
        bounds: territory.bounds,
        town: territory.name,
        tilemaker,
        limits: Limits { minutes, memory_mib },
    };
    let now = clock.now();
    let built = tokio::task::spawn_blocking(move || build(&plan, now)).await?;
    let built = built.map_err(|error| anyhow::anyhow!("{error}. Rien n’a été changé."))?;
    say(&format!(
        "{}\u{a0}: {} Kio, {} tuiles, {} rues et lieux, {} numéros",
        out.display(),
        built.bytes.div_ceil(1024),
        built.tiles,
        built.spots,
        built.houses
    ));
    Ok(())
}

/// Whose map it is: the territory that the server has, else that of the folder it would be seeded from.
async fn territory(config: &Config, clock: &Clock) -> anyhow::Result<Territory> {
    if config.database_url.is_some() || config.database_file().exists() {
        let storage = open(config, clock).await?;
        let known = storage.territory().await;
        storage.close().await;
        if let Some(known) = known? {
            return Ok(known);
        }
    }
    match &config.territory {
        Some(folder) => Ok(shared::content::read_territory(folder)?.territory),
        None => {
            anyhow::bail!("aucun territoire\u{a0}: donnez --data ou --territory, pour savoir quelle carte découper")
        }
    }
}

/// What is said of the map. Asks nothing outside.
pub(crate) fn status(config: &Config) -> Vec<String> {
    let path = config.map_file();
    let file = match Archive::open(&path) {
        Ok(archive) => {
            let built = chrono::DateTime::from_timestamp(archive.built_at(), 0).unwrap_or_default();
            format!("map file: {} · built {built}", path.display())
        }
        Err(error) => format!("map file: {error} ({})", path.display()),
    };
    let named = |address: &str| if address.is_empty() { "off".to_owned() } else { address.to_owned() };
    vec![file, format!("map source: {}", named(&config.map_source)), format!("geocoder: {}", named(&config.geocoder))]
}
