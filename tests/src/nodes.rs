//! A town on two nodes: `guichet serve` twice on one PostgreSQL, behind a proxy that knows nothing of HTTP.
//!
//! The nodes share the database and the folder of the card's keys, nothing else; the proxy gives each new connection to the
//! next node that takes it, so that one phone's requests come to both.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::io::copy;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::task::JoinHandle;

use crate::process::{Process, free_port};
use crate::{given, until};

/// The nodes of a town and what stands before them.
#[derive(Debug)]
pub struct Town {
    folder: tempfile::TempDir,
    database: String,
    territory: PathBuf,
    nodes: Vec<Node>,
    port: u16,
    proxy: JoinHandle<()>,
}

#[derive(Debug)]
struct Node {
    port: u16,
    running: Option<Process>,
}

impl Town {
    /// Starts so many nodes on a database, one after the other, and then the proxy.
    pub async fn open(database: &str, count: usize) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let slug = std::env::var("TERRITORY").unwrap_or_else(|_| "chalons".to_owned());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let mut nodes = Vec::with_capacity(count);
        for _ in 0..count {
            nodes.push(Node { port: free_port()?, running: None });
        }
        let proxy = tokio::spawn(pass_on(listener, nodes.iter().map(|node| node.port).collect()));
        let mut town = Self {
            folder: tempfile::tempdir()?,
            database: database.to_owned(),
            territory: root.join("assets/territories").join(slug),
            nodes,
            port,
            proxy,
        };
        for number in 0..count {
            town.start(number).await?;
        }
        Ok(town)
    }

    /// Where phones reach the town.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Where one node is reached past the proxy.
    pub fn address_of(&self, number: usize) -> Result<String> {
        Ok(format!("http://127.0.0.1:{}", self.nodes.get(number).context("no such node")?.port))
    }

    /// Starts a node (again), on the same port.
    pub async fn start(&mut self, number: usize) -> Result<()> {
        let mut command = self.guichet(number)?;
        let port = self.nodes.get(number).context("no such node")?.port;
        command.args(["serve", "--port", &port.to_string(), "--site"]).arg(given("GUICHET_SITE")?);
        command.env("GUICHET_LOG", "warn").stdout(Stdio::null());
        let running = Process::start(&mut command)?;
        self.nodes.get_mut(number).context("no such node")?.running = Some(running);
        until("the node answers", || async { Ok(TcpStream::connect(("127.0.0.1", port)).await.is_ok().then_some(())) })
            .await
    }

    /// Kills a node, as a power cut would.
    pub async fn crash(&mut self, number: usize) -> Result<()> {
        match self.nodes.get_mut(number).context("no such node")?.running.take() {
            Some(mut running) => running.kill().await,
            None => bail!("node {number} does not run"),
        }
    }

    /// The one node that `phones` live streams come to, of nodes that all run: waits until there is one.
    pub async fn listened_to(&self, phones: u64) -> Result<usize> {
        // Fails only when a provider is installed already.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder().no_proxy().build()?;
        let wanted = format!("guichet_live_listeners {phones}");
        until(&format!("{phones} phones listen to one node"), || async {
            for number in 0..self.nodes.len() {
                let metrics = http.get(format!("{}/metrics", self.address_of(number)?)).send().await?.text().await?;
                if metrics.lines().any(|line| line == wanted) {
                    return Ok(Some(number));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Runs a command of the staff's and returns what it says.
    pub async fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = self.guichet(0)?.args(arguments).stdin(Stdio::null()).output().await?;
        if !output.status.success() {
            bail!("guichet {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn guichet(&self, number: usize) -> Result<Command> {
        let folder = self.folder.path();
        let mut command = Command::new(given("GUICHET_BIN")?);
        command.arg("--data").arg(folder.join(number.to_string())).arg("--territory").arg(&self.territory);
        command
            .env("DATABASE_URL", &self.database)
            .env("GUICHET_KEYS", folder.join("keys"))
            .env("GUICHET_PUBLIC_URL", self.address());
        Ok(command)
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.proxy.abort();
    }
}

/// Gives each connection to the next node that takes it.
async fn pass_on(listener: TcpListener, ports: Vec<u16>) {
    let mut turn = 0;
    while let Ok((phone, _)) = listener.accept().await {
        let order: Vec<u16> = ports.iter().copied().cycle().skip(turn).take(ports.len()).collect();
        turn = (turn + 1) % ports.len().max(1);
        tokio::spawn(async move {
            for port in order {
                if let Ok(node) = TcpStream::connect(("127.0.0.1", port)).await {
                    join(phone, node).await;
                    return;
                }
            }
        });
    }
}

/// Carries bytes both ways until either side is gone; then the other is let go, too.
async fn join(mut phone: TcpStream, mut node: TcpStream) {
    let ((mut from_phone, mut to_phone), (mut from_node, mut to_node)) = (phone.split(), node.split());
    tokio::select! {
        // Whoever broke the line, there is nobody to tell.
        _ = copy(&mut from_phone, &mut to_node) => {}
        _ = copy(&mut from_node, &mut to_phone) => {}
    }
}
