//! `guichet staff …`: who works at the counter. The first account is made here, and a lost password is replaced here.

use std::io::{IsTerminal as _, Read as _};

use clap::{Subcommand, ValueEnum};
use server::clock::Clock;
use server::config::Config;
use server::staff::{NAME_MAX_CHARS, password};
use server::storage::Role;

use crate::{open, say};

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Staff {
    /// Adds someone, or gives them another password and role. The password is read from standard input; from a
    /// terminal, or with nothing in it, one is made and printed once.
    Add {
        /// Name to sign in with; the audit shows it.
        name: String,
        /// What they may do.
        #[arg(long)]
        role: RoleName,
    },
    /// Closes an account and its sessions. What it did stays in the audit.
    Remove {
        /// Name of the account.
        name: String,
    },
    /// Takes away the six-digit code of someone whose phone and recovery codes are lost; their sessions end.
    ResetSecondFactor {
        /// Name of the account.
        name: String,
    },
    /// Lists accounts with their roles.
    List,
}

/// A role as it is typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RoleName {
    /// Everything.
    Admin,
    /// Content.
    Editor,
    /// Cards and messages.
    Agent,
    /// Shops and offers.
    Partnerships,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Admin => Self::Admin,
            RoleName::Editor => Self::Editor,
            RoleName::Agent => Self::Agent,
            RoleName::Partnerships => Self::Partnerships,
        }
    }
}

/// Does it.
pub(crate) async fn run(config: &Config, clock: &Clock, what: Staff) -> anyhow::Result<()> {
    let actor = format!("cli:{}", std::env::var("USER").unwrap_or_else(|_| "?".to_owned()));
    match what {
        Staff::Add { name, role } => {
            let name = name.trim().to_owned();
            anyhow::ensure!(!name.is_empty(), "a name has at least one letter");
            anyhow::ensure!(name.chars().count() <= NAME_MAX_CHARS, "a name has at most {NAME_MAX_CHARS} characters");
            anyhow::ensure!(!name.contains(char::is_control), "a name is one line");
            let typed = typed_password()?;
            let made = if typed.is_empty() { Some(password::generate()?) } else { None };
            let hash = password::hash(made.as_deref().unwrap_or(&typed))?;
            let storage = open(config, clock).await?;
            storage.set_staff(&actor, &name, role.into(), &hash).await?;
            storage.close().await;
            say(&format!("{name} may sign in at /staff"));
            if let Some(made) = made {
                say(&format!("password: {made}"));
            }
            Ok(())
        }
        Staff::Remove { name } => {
            let storage = open(config, clock).await?;
            let there = storage.remove_staff(&actor, name.trim()).await?;
            storage.close().await;
            if there { Ok(()) } else { anyhow::bail!("there is no such account") }
        }
        Staff::ResetSecondFactor { name } => {
            let storage = open(config, clock).await?;
            let had = storage.remove_second_factor(&actor, name.trim()).await?;
            storage.close().await;
            anyhow::ensure!(had, "there is no such account with a second factor");
            say(&format!("{} signs in with the password alone, and may turn on another code", name.trim()));
            Ok(())
        }
        Staff::List => {
            let storage = open(config, clock).await?;
            for member in storage.staff().await? {
                say(&format!("{} · {}", member.name, member.role.name()));
            }
            storage.close().await;
            Ok(())
        }
    }
}

/// The first line of standard input; empty from a terminal, where typing would show it.
fn typed_password() -> anyhow::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Ok(String::new());
    }
    let mut text = String::new();
    input.take(4096).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
