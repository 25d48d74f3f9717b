//! `cargo xtask test`: every test there is, with the real server, browser and window behind the journeys.
//!
//! Invariant: native code is built with one set of flags ([`NATIVE`]) by every step of `test` and `ci`; a second set would
//! compile every dependency again. `--all-targets` also builds the binaries that the journeys start.

use std::process::Command;

use anyhow::Result;

use crate::command::{self, say};
use crate::setup::{self, Need};
use crate::workspace::Workspace;
use crate::{TerritoryOption, web};

/// The flags of every native build in `test` and `ci`.
pub(crate) const NATIVE: [&str; 3] = ["--workspace", "--features", "app/desktop"];

/// The app without a platform, drawn to markup.
pub(crate) const SCREENS: [&str; 4] = ["-p", "app", "--features", "ssr"];

/// What `cargo xtask test` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    territory: TerritoryOption,
    /// Handed to `cargo test`, for instance `-- sync` to run only tests with that name.
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// `cargo xtask test`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    all(workspace, &options.territory.territory, &options.arguments)
}

/// Builds what the journeys start, then runs every test; the runner's summary comes last.
pub(crate) fn all(workspace: &Workspace, slug: &str, arguments: &[String]) -> Result<()> {
    let mut needs = vec![Need::Window, Need::Web, Need::Browser, Need::Postgres, Need::Map];
    if !setup::has_screen() {
        needs.push(Need::Screen);
    }
    setup::ensure(&needs)?;

    say("building the workspace");
    let mut build = command::cargo();
    build.args(["build", "--all-targets"]).args(NATIVE);
    prepare(workspace, slug, &mut build);
    command::run(&mut build)?;
    let site = web::build(workspace, slug)?;

    // Screens are drawn to markup without any platform, so this build of the app is one of its own.
    say("drawing the screens");
    let mut screens = command::cargo();
    screens.args(["test", "--all-targets", "--no-fail-fast"]).args(SCREENS);
    prepare(workspace, slug, &mut screens);
    command::run(&mut screens)?;

    // Documentation's examples first: the last summary is then that of tests proper.
    say("running the tests");
    for (kind, trailing) in [(&["--doc"][..], false), (&["--all-targets", "--no-fail-fast"], true)] {
        let mut test = on_screen(command::cargo());
        test.arg("test").args(kind).args(NATIVE);
        if trailing && !arguments.is_empty() {
            test.arg("--").args(arguments);
        }
        prepare(workspace, slug, &mut test);
        test.env("GUICHET_BIN", workspace.binary("debug", "guichet"))
            .env("GUICHET_APP_WINDOW", workspace.binary("debug", "app"))
            .env("GUICHET_SITE", &site.folder);
        command::run(&mut test)?;
    }
    Ok(())
}

/// The surroundings of every native build.
pub(crate) fn prepare(workspace: &Workspace, slug: &str, command: &mut Command) {
    command.current_dir(workspace.root()).env("CARGO_TARGET_DIR", workspace.target()).env("TERRITORY", slug);
}

/// The same command with a virtual screen around it where there is none.
pub(crate) fn on_screen(command: Command) -> Command {
    if setup::has_screen() {
        return command;
    }
    let mut wrapped = Command::new("xvfb-run");
    wrapped
        .args(["--auto-servernum", "--server-args", "-screen 0 1280x1024x24", "dbus-run-session", "--"])
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(name, value),
            None => wrapped.env_remove(name),
        };
    }
    // A virtual screen has no graphics card.
    wrapped.env("LIBGL_ALWAYS_SOFTWARE", "1");
    wrapped
}
