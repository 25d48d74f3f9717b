//! Pictures.
use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// What `cargo xtask screenshots` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {}

pub(crate) fn run(_: &Workspace, _: &Options) -> Result<()> {
    bail!("later")
}
