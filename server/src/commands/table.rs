//! `guichet import shops|places|offers` and `guichet export`: tables of CSV, as the console takes and gives them.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use server::clock::Clock;
use server::config::Config;
use server::staff::{export_table, import_table};

use crate::{open, say};

/// A table that comes: all of its lines or, if one is wrong, none.
#[derive(Debug, Subcommand)]
pub(crate) enum TableFile {
    /// Shops from a CSV file; what is there already is changed, never doubled.
    Shops {
        /// The file.
        file: PathBuf,
    },
    /// Offers from a CSV file.
    Offers {
        /// The file.
        file: PathBuf,
    },
    /// Places from a CSV file, shops among them.
    Places {
        /// The file.
        file: PathBuf,
    },
}

/// What goes as a table.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Noun {
    /// Shops that accept the card.
    Shops,
    /// What they offer.
    Offers,
    /// Places, shops among them.
    Places,
}

impl Noun {
    const fn name(self) -> &'static str {
        match self {
            Self::Shops => "shops",
            Self::Offers => "offers",
            Self::Places => "places",
        }
    }
}

/// Imports a file, whole or not at all.
pub(crate) async fn import(config: &Config, clock: &Clock, table: TableFile) -> anyhow::Result<()> {
    let (noun, file) = match table {
        TableFile::Shops { file } => (Noun::Shops, file),
        TableFile::Offers { file } => (Noun::Offers, file),
        TableFile::Places { file } => (Noun::Places, file),
    };
    let actor = format!("cli:{}", std::env::var("USER").unwrap_or_else(|_| "?".to_owned()));
    let bytes = std::fs::read(&file).map_err(|error| anyhow::anyhow!("{} cannot be read: {error}", file.display()))?;
    let storage = open(config, clock).await?;
    let report = import_table(&storage, clock, &actor, noun.name(), bytes).await;
    storage.close().await;
    let report = report?.unwrap_or_default();
    say(&format!(
        "{} added, {} changed, {} unchanged, {} not in the file and left alone",
        report.added, report.changed, report.same, report.absent
    ));
    Ok(())
}

/// Writes a file, or to standard output.
pub(crate) async fn export(config: &Config, clock: &Clock, noun: Noun, file: Option<&Path>) -> anyhow::Result<()> {
    let storage = open(config, clock).await?;
    let bytes = export_table(&storage, clock, noun.name()).await;
    storage.close().await;
    let bytes = bytes?.unwrap_or_default();
    match file {
        Some(file) => std::fs::write(file, bytes)?,
        None => std::io::stdout().write_all(&bytes)?,
    }
    Ok(())
}
