//! The project's commands, so that a clone with only Rust is enough: `cargo xtask run`, `test`, `ci`, …
//!
//! Each command decides what it needs, installs what is missing, then works; a second run finds everything in
//! place and starts in seconds. A Makefile or shell scripts were rejected: they would need their own tools on
//! each system and could not be unit-tested.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on its standard streams")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod bind;
mod budget;
mod chores;
mod ci;
mod command;
mod icons;
mod phones;
mod run;
mod screenshots;
mod script;
mod server;
mod setup;
mod site;
mod snip;
mod staff;
mod style;
mod territory;
mod test;
mod toolchain;
mod vendor;
mod verifier;
mod web;
mod webdriver;
mod workspace;

use workspace::Workspace;

/// Guichet Jeunes: everything a developer, a tester or a build machine does.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything, start the server on demonstration data and open the app's window.
    Run(run::Options),
    /// Install what the tests need and run all of them.
    Test(test::Options),
    /// Everything a change must pass: tests, style, documentation, licences, phones, budgets.
    Ci(ci::Options),
    /// Measure: search, sync, serve, startup, … The last line is one JSON object.
    Bench(bench::Options),
    /// Refresh the front-end files kept under `assets/vendor`, or check them.
    Vendor(vendor::Options),
    /// Take the store's and the README's pictures from the real app.
    Screenshots(screenshots::Options),
    /// Build the web app alone, into `target/site`.
    Web(web::Options),
    /// Type-check the app for Android and iOS.
    Phones,
}

/// What most commands take: which town the app is built for.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct TerritoryOption {
    /// The folder under `assets/territories` to build and seed from.
    #[arg(long, env = "TERRITORY", default_value = "chalons")]
    pub(crate) territory: String,
}

/// Where the server listens and keeps its data.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct ServerOptions {
    /// Port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// The server's data folder (default: `target/demo-data`).
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
}

fn main() -> ExitCode {
    // Not `main() -> Result`: people are owed the chain of reasons, not a backtrace of this tool.
    match work(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work(task: Task) -> anyhow::Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Run(options) => run::run(&workspace, &options),
        Task::Test(options) => test::run(&workspace, &options),
        Task::Ci(options) => ci::run(&workspace, &options),
        Task::Bench(options) => bench::run(&workspace, &options),
        Task::Vendor(options) => vendor::run(&workspace, &options),
        Task::Screenshots(options) => screenshots::run(&workspace, &options),
        Task::Web(options) => web::run(&workspace, &options),
        Task::Phones => phones::check(&workspace),
    }
}
