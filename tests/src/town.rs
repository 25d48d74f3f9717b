//! A town whose server runs in this process, by a clock that stands still until it is turned.
//!
//! What happens at a minute is tested at that minute, without waiting for it and without a switch in the server that
//! somebody could turn in a real town: only who starts it inside a program can hand it a clock.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result};
use server::clock::Clock;
use server::staff::password;
use server::storage::{Role, Storage};
use server::{Config, Running, Server};

use crate::browser::Browser;
use crate::colleague;
use crate::given;
use crate::process::free_port;

/// Password of everybody who works there.
pub const PASSWORD: &str = "quatre mots de passe";

/// The town.
#[derive(Debug)]
pub struct Town {
    folder: tempfile::TempDir,
    port: u16,
    hands: Arc<AtomicI64>,
    running: Option<Running>,
}

impl Town {
    /// Opens it, at the beginning of this minute.
    pub async fn open() -> Result<Self> {
        drop(rustls::crypto::ring::default_provider().install_default());
        let minute = Clock::system().now().div_euclid(60) * 60;
        let hands = Arc::new(AtomicI64::new(minute));
        let mut town = Self { folder: tempfile::tempdir()?, port: free_port()?, hands, running: None };
        town.start().await?;
        Ok(town)
    }

    /// Starts it (again), on the same port and data.
    pub async fn start(&mut self) -> Result<()> {
        let config = Config {
            port: self.port,
            data: self.folder.path().join("data"),
            territory: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/demo-bourg")),
            site: Some(given("GUICHET_SITE")?),
            watch_links: false,
            map_source: "off".to_owned(),
            geocoder: "off".to_owned(),
            ..Config::default()
        };
        let hands = Arc::clone(&self.hands);
        let clock = Clock::from_fn(move || hands.load(Ordering::SeqCst));
        self.running = Some(Server::start(config, clock).await?);
        Ok(())
    }

    /// Stops it.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// `http://127.0.0.1:<port>`.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What its clock says.
    pub fn now(&self) -> i64 {
        self.hands.load(Ordering::SeqCst)
    }

    /// Turns its clock.
    pub fn turn(&self, seconds: i64) {
        self.hands.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Its storage, while it runs.
    pub fn storage(&self) -> Result<&Storage> {
        Ok(self.running.as_ref().context("the server runs")?.storage())
    }

    /// Someone who writes news, signed in.
    pub async fn editor(&self, name: &str) -> Result<Browser> {
        let editor = Browser::open().await?;
        self.colleague(&editor, name, Role::Editor).await?;
        Ok(editor)
    }

    /// Someone with that role signs in.
    pub async fn colleague(&self, browser: &Browser, name: &str, role: Role) -> Result<()> {
        self.storage()?.set_staff("test", name, role, &password::hash(PASSWORD)?).await?;
        colleague::enter(browser, &self.address(), name, PASSWORD).await
    }

    /// Puts a phone's clock at the town's, and opens the app again there.
    pub async fn at_this_minute(&self, phone: &Browser, path: &str) -> Result<()> {
        phone.turn_clock(self.now() - Clock::system().now()).await?;
        phone.go(&format!("{}{path}", self.address())).await
    }
}
