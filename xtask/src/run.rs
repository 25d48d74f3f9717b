//! `cargo xtask run`: from a clone to the app in one command.
//!
//! Native builds are development builds: SQLite inside them is optimised by the workspace's profile, so they are quick
//! enough, and they are the same files that `test` uses.

use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::command::{self, say};
use crate::server::{self, Server, Setting};
use crate::setup::{self, Need};
use crate::territory::Territory;
use crate::workspace::Workspace;
use crate::{ServerOptions, TerritoryOption, staff, web};

/// What `cargo xtask run` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    server: ServerOptions,
    #[command(flatten)]
    territory: TerritoryOption,
    /// Do not open the app's window, even where there is a screen.
    #[arg(long)]
    no_window: bool,
}

/// How often the server and the window are looked at.
const LOOK: Duration = Duration::from_millis(500);

/// `cargo xtask run`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let slug = options.territory.territory.as_str();
    let territory = Territory::read(workspace, slug)?;
    let window = !options.no_window && setup::has_screen();
    setup::ensure(if window { &[Need::Web, Need::Window] } else { &[Need::Web] })?;
    build(workspace, slug, window)?;
    let site = web::build(workspace, slug)?;
    let data = options.server.data.clone().unwrap_or_else(|| demo_data(workspace, slug));

    let stop = on_interrupt()?;
    let binary = workspace.binary("debug", "guichet");
    let folder = workspace.territory(slug)?;
    // Before the server starts: it would print the link of a first account to whoever has demo sign-ins.
    let accounts = staff::demo_accounts(&binary, &data)?;
    let mut server = Server::start(&Setting {
        binary: &binary,
        port: options.server.port,
        data: &data,
        territory: &folder,
        site: &site.folder,
    })?;
    if !server.ready(&stop)? {
        return Ok(());
    }
    let mut opened = if window { Some(open(workspace, &server)?) } else { None };
    welcome(workspace, &territory, &server, &data, options.no_window, &accounts);
    let result = watch(&mut server, opened.as_mut(), &stop);
    if let Some(child) = opened.as_mut() {
        server::stop(child);
    }
    result
}

fn build(workspace: &Workspace, slug: &str, window: bool) -> Result<()> {
    say(if window { "building the server and the app's window" } else { "building the server" });
    let mut cargo = command::cargo();
    cargo
        .current_dir(workspace.root())
        .args(["build", "-p", "server", "--bin", "guichet"])
        .env("CARGO_TARGET_DIR", workspace.target())
        .env("TERRITORY", slug);
    if window {
        cargo.args(["-p", "app", "--bin", "app", "--features", "app/desktop"]);
    }
    command::run(&mut cargo)
}

/// Each territory has its own, so that trying another town never mixes two.
fn demo_data(workspace: &Workspace, slug: &str) -> PathBuf {
    workspace.made(if slug == "chalons" { "demo-data".to_owned() } else { format!("demo-data-{slug}") })
}

/// Ctrl-C or a termination signal, as a message.
pub(crate) fn on_interrupt() -> Result<Receiver<()>> {
    let (send, receive) = channel();
    ctrlc::set_handler(move || {
        let _ = send.send(());
    })
    .context("could not listen for Ctrl-C")?;
    Ok(receive)
}

fn open(workspace: &Workspace, server: &Server) -> Result<Child> {
    let binary = workspace.binary("debug", "app");
    Command::new(&binary)
        .env("GUICHET_SERVER", server.address())
        .spawn()
        .with_context(|| format!("could not open {}", binary.display()))
}

fn welcome(
    workspace: &Workspace,
    territory: &Territory,
    server: &Server,
    data: &std::path::Path,
    no_window: bool,
    accounts: &[(&str, String)],
) {
    let address = server.address();
    println!();
    println!("{} ({})", territory.app_name, territory.name);
    println!("  app            {address}/");
    println!("  staff          {address}/staff");
    for (name, password) in accounts {
        println!("    sign in      {name} / {password}");
    }
    if accounts.is_empty() {
        println!("    sign in      with an account of this data folder");
    }
    println!("  API            {address}/api/v1/sync?since=0");
    println!("  health         {address}/readyz");
    println!("  data           {} (delete the folder to start afresh)", workspace.shown(data));
    if !no_window && !setup::has_screen() {
        println!("  window         none: no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)");
    }
    println!("  stop           Ctrl-C");
    println!("ready {address}");
}

/// Until Ctrl-C. A window that is closed leaves the server running; a server that dies ends all.
fn watch(server: &mut Server, mut window: Option<&mut Child>, stop: &Receiver<()>) -> Result<()> {
    loop {
        if stop.recv_timeout(LOOK) != Err(RecvTimeoutError::Timeout) {
            return Ok(());
        }
        if !server.alive()? {
            bail!("the server has stopped by itself");
        }
        if let Some(child) = window.as_deref_mut()
            && child.try_wait()?.is_some()
        {
            say("the window was closed; the server goes on (Ctrl-C stops it)");
            window = None;
        }
    }
}
