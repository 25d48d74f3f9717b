//! `cargo xtask bench NAME …`: installs, builds in release, then lets the benchmark itself speak.
//!
//! Invariant: standard output belongs to the benchmark, whose last line is one JSON object; building speaks on standard
//! error.

use anyhow::{Result, bail};

use crate::command::{self, say};
use crate::setup::{self, Need};
use crate::test::on_screen;
use crate::workspace::Workspace;
use crate::{TerritoryOption, web};

/// What `cargo xtask bench` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    territory: TerritoryOption,
    /// search, scale, sync, card, qr, redeem, push, serve, live, first-load, screens or startup.
    name: String,
    /// Handed to the benchmark.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// What a benchmark takes besides the server and itself.
#[derive(Debug, PartialEq, Eq)]
struct Recipe {
    needs: &'static [Need],
    site: bool,
    window: bool,
}

fn recipe(name: &str) -> Result<Recipe> {
    let plain = Recipe { needs: &[], site: false, window: false };
    Ok(match name {
        "search" | "scale" | "sync" | "card" | "qr" | "redeem" | "push" | "live" => plain,
        "first-load" | "screens" => Recipe { needs: &[Need::Browser], site: true, ..plain },
        "serve" => Recipe { needs: &[Need::Bench], ..plain },
        "startup" => Recipe { needs: &[Need::Window], site: false, window: true },
        _ => {
            bail!(
                "no benchmark `{name}`: there are search, scale, sync, card, qr, redeem, push, serve, live, first-load, screens and startup"
            )
        }
    })
}

/// `cargo xtask bench`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let recipe = recipe(&options.name)?;
    let slug = options.territory.territory.as_str();
    setup::ensure(recipe.needs)?;
    if recipe.window && !setup::has_screen() {
        setup::ensure(&[Need::Screen])?;
    }

    say("building in release");
    let mut build = command::cargo();
    build
        .current_dir(workspace.root())
        .args(["build", "--release", "-p", "journeys", "--bin", "bench", "-p", "server", "--bin", "guichet"])
        .env("CARGO_TARGET_DIR", workspace.target())
        .env("TERRITORY", slug);
    if recipe.window {
        build.args(["-p", "app", "--bin", "app", "--bin", "empty-window", "--features", "app/desktop"]);
    }
    command::run(&mut build)?;

    let mut bench = std::process::Command::new(workspace.binary("release", "bench"));
    bench
        .arg(&options.name)
        .args(&options.arguments)
        .env("TERRITORY", slug)
        .env("GUICHET_BIN", workspace.binary("release", "guichet"))
        .env("GUICHET_APP_WINDOW", workspace.binary("release", "app"));
    if recipe.site {
        bench.env("GUICHET_SITE", web::build(workspace, slug)?.folder);
    }
    command::run(&mut if recipe.window { on_screen(bench) } else { bench })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_or_refused() {
        for name in [
            "search",
            "scale",
            "sync",
            "card",
            "qr",
            "redeem",
            "push",
            "serve",
            "live",
            "first-load",
            "screens",
            "startup",
        ] {
            recipe(name).unwrap();
        }
        assert!(recipe("serach").unwrap_err().to_string().contains("search, scale"));
    }
}
