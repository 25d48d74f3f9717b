//! Benchmarks: progress on standard error, one JSON object as the last line of standard output.
//!
//! Ratios are taken in one run, because the machine may do other things meanwhile.
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a benchmark speaks to whoever runs it")]
#![allow(clippy::disallowed_methods, reason = "measuring is what a benchmark is for")]

mod card;
mod first_load;
mod live;
mod push;
mod qr;
mod random;
mod redeem;
mod scale;
mod screens;
mod search;
mod serve;
mod startup;
mod sync;
mod territory;
mod timing;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

#[derive(Debug, Parser)]
enum Bench {
    /// Relevance and speed of search on a set of questions.
    Search(search::Options),
    /// The phone's store at ten times its size: opening, search, lists, memory.
    Scale(scale::Options),
    /// Bytes of a sync on a real socket.
    Sync {
        /// Integreat's `pages.json`.
        #[arg(long)]
        pages: PathBuf,
    },
    /// Size of a youth card's code, time to sign and to verify it.
    Card,
    /// How often a youth card's code is read from bad pictures.
    Qr,
    /// The first visit ever, on a slow line and a slow processor.
    FirstLoad,
    /// Sync reads against nginx.
    Serve,
    /// From an editor's press to many open phones.
    Live {
        /// How many phones are open.
        #[arg(long, default_value_t = 10_000)]
        listeners: usize,
    },
    /// Durable redemptions, and what a kill costs.
    Redeem,
    /// Notifications of one article to many phones, and what a kill costs.
    Push {
        /// Phones that asked to be told.
        #[arg(long, default_value_t = 100_000)]
        tokens: usize,
    },
    /// Frames and long tasks with a region's content: the map pushed about, lists scrolled.
    Screens(screens::Options),
    /// From start to the painted home screen, against an empty window.
    Startup,
}

#[tokio::main]
async fn main() -> Result<()> {
    let figures = match Bench::parse() {
        Bench::Search(options) => search::run(&options)?,
        Bench::Scale(options) => scale::run(&options)?,
        Bench::Sync { pages } => sync::run(&pages).await?,
        Bench::Card => card::run()?,
        Bench::Qr => qr::run()?,
        Bench::FirstLoad => first_load::run().await?,
        Bench::Serve => serve::run().await?,
        Bench::Live { listeners } => live::run(listeners).await?,
        Bench::Redeem => redeem::run().await?,
        Bench::Push { tokens } => push::run(tokens).await?,
        Bench::Screens(options) => screens::run(&options).await?,
        Bench::Startup => startup::run().await?,
    };
    println!("{figures}");
    Ok(())
}
