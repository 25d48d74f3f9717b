//! A program started for a journey; dropped, it ends.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::process::{Child, Command};

/// A running program.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Starts it. Its output goes with the test's own.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = command.as_std().get_program().display().to_string();
        let child = command
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{name} does not start"))?;
        Ok(Self(child))
    }

    /// Ends it at once, as a crash would, and waits until it is gone.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.0.kill().await?)
    }

    /// Its id.
    pub fn id(&self) -> Option<u32> {
        self.0.id()
    }
}

/// A port that nobody listens on right now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
