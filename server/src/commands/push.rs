//! `guichet push …`: the key that browsers know this town's notifications by.

use clap::Subcommand;
use server::clock::Clock;
use server::config::Config;
use server::push::{Part, Providers, keys};
use server::storage::Storage;

use crate::{open, say};

/// What `guichet push` does.
#[derive(Debug, Subcommand)]
pub(crate) enum Push {
    /// Makes another key for browsers, for one that was lost or stolen: move `vapid.pem` away first, restart the server
    /// after. Browsers subscribe anew when their app is next opened.
    RenewKey,
    /// Says which providers can send.
    Status,
}

pub(crate) async fn run(config: &Config, clock: &Clock, what: Push) -> anyhow::Result<()> {
    let storage = open(config, clock).await?;
    let done = match what {
        Push::RenewKey => keys::renew(config, &storage)
            .await
            .map(|key| say(&format!("browsers know the town by {key} once the server is restarted")))
            .map_err(Into::into),
        Push::Status => status(config, &storage).await.map(|lines| lines.iter().for_each(|line| say(line))),
    };
    storage.close().await;
    done
}

/// What is said of notifications. Makes no key: a check changes nothing.
pub(crate) async fn status(config: &Config, storage: &Storage) -> anyhow::Result<Vec<String>> {
    let mut lines = Vec::new();
    if config.push_web {
        lines.push(match keys::status(config, storage).await {
            Ok(said) => format!("push web: {said}"),
            Err(fault) => format!("push web: cannot send: {fault}"),
        });
    } else {
        lines.push("push web: off".to_owned());
    }
    let phones = Config { push_web: false, ..config.clone() };
    for (kind, part) in Providers::open(&phones, storage, None).await.all().filter(|(kind, _)| kind.name() != "web") {
        lines.push(match part {
            Part::On(_) => format!("push {}: ready", kind.name()),
            Part::Off => format!("push {}: off", kind.name()),
            Part::Broken(fault) => format!("push {}: cannot send: {fault}", kind.name()),
        });
    }
    for service in storage.push_services().await?.into_iter().filter(|service| service.failing_since.is_some()) {
        lines.push(format!("  {} fails: {}", service.name, service.failure));
    }
    Ok(lines)
}
