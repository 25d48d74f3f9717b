//! The counter: a real `guichet serve` on its own data, which can crash, come back, and be edited meanwhile.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use shared::content::read_territory;
use tokio::process::Command;

use crate::process::{Process, free_port};
use crate::{given, until};

/// The counter of a town.
#[derive(Debug)]
pub struct Counter {
    folder: tempfile::TempDir,
    port: u16,
    territory: PathBuf,
    neighbours: bool,
    running: Option<Process>,
}

impl Counter {
    /// Opens the counter of the territory that the app was built for.
    pub async fn open() -> Result<Self> {
        Self::open_with(false).await
    }

    /// The same, of a town whose neighbours are on this machine: the feeds that it follows may be too.
    pub async fn open_with_neighbours() -> Result<Self> {
        Self::open_with(true).await
    }

    async fn open_with(neighbours: bool) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let slug = std::env::var("TERRITORY").unwrap_or_else(|_| "chalons".to_owned());
        let territory = root.join("assets/territories").join(slug);
        let (folder, port) = (tempfile::tempdir()?, free_port()?);
        let mut counter = Self { folder, port, territory, neighbours, running: None };
        counter.start().await?;
        Ok(counter)
    }

    /// Starts it (again), on the same port and data.
    pub async fn start(&mut self) -> Result<()> {
        let mut command = self.guichet()?;
        command
            .args(["serve", "--port", &self.port.to_string(), "--site"])
            .arg(given("GUICHET_SITE")?)
            .env("GUICHET_LOG", "warn")
            .env("GUICHET_PRIVATE_FEEDS", self.neighbours.to_string())
            // Links of a real town's content lead to the internet.
            .env("GUICHET_WATCH_LINKS", "false")
            // Nor is anybody else asked for tiles and addresses.
            .env("GUICHET_MAP_SOURCE", "off")
            .env("GUICHET_GEOCODER", "off")
            .stdout(std::fs::File::create(self.folder.path().join("said"))?);
        self.running = Some(Process::start(&mut command)?);
        let address = format!("{}/readyz", self.address());
        until("the counter is open", || async {
            let answer = tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_ok();
            Ok(answer.then_some(()))
        })
        .await
        .with_context(|| address)
    }

    /// Crashes it.
    pub async fn crash(&mut self) -> Result<()> {
        if let Some(mut running) = self.running.take() {
            running.kill().await?;
        }
        Ok(())
    }

    /// Crashes it and throws its data away: what comes back has another log.
    pub async fn lose_everything(&mut self) -> Result<()> {
        self.crash().await?;
        self.folder = tempfile::tempdir()?;
        Ok(())
    }

    /// Gives it a map: [`crate::atlas`]'s.
    pub fn hang_map(&self) -> Result<()> {
        let bounds = read_territory(&self.territory).context("the territory")?.territory.bounds;
        crate::atlas::draw(&self.folder.path().join("map.mbtiles"), bounds)
    }

    /// What it said to whoever started it.
    pub fn said(&self) -> Result<String> {
        Ok(std::fs::read_to_string(self.folder.path().join("said"))?)
    }

    /// `http://127.0.0.1:<port>`.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// An agent publishes a record, as it travels on the wire.
    pub async fn publish(&self, record: &Value) -> Result<()> {
        let file = self.folder.path().join("publish.json");
        tokio::fs::write(&file, record.to_string()).await?;
        self.run(&["put", &file.to_string_lossy()]).await.map(drop)
    }

    /// An agent deletes a record.
    pub async fn delete(&self, kind: &str, id: &str) -> Result<()> {
        self.run(&["delete", kind, id]).await.map(drop)
    }

    /// Runs a command of the staff's and returns what it says.
    pub async fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = self.guichet()?.args(arguments).stdin(Stdio::null()).output().await?;
        if !output.status.success() {
            bail!("guichet {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn guichet(&self) -> Result<Command> {
        let mut command = Command::new(given("GUICHET_BIN")?);
        command.arg("--data").arg(self.folder.path()).arg("--territory").arg(&self.territory);
        Ok(command)
    }
}
