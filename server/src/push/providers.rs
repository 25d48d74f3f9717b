//! Which carriers there are here: on, off, or broken and why. Read once at the start.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::domain::Territory;
use shared::protocol::PushProvider;

use super::apns::{Apns, Identity};
use super::fcm::Fcm;
use super::keys;
use super::outside;
use super::provider::Provider;
use super::web::WebPush;
use crate::config::Config;
use crate::storage::Storage;

/// All carriers, in the order in which they are told of.
const ALL: [PushProvider; 3] = [PushProvider::Web, PushProvider::Fcm, PushProvider::Apns];

/// One carrier, as configured.
#[derive(Clone, Debug)]
pub enum Part {
    /// It can send.
    On(Arc<dyn Provider>),
    /// It was not asked for.
    Off,
    /// It was asked for and cannot send: why.
    Broken(String),
}

/// The carriers of this server.
#[derive(Clone, Debug)]
pub struct Providers {
    parts: BTreeMap<&'static str, Part>,
    vapid_key: Option<String>,
}

impl Providers {
    /// As configured. What is wrong with one does not keep the others, or the server, from starting.
    pub async fn open(config: &Config, storage: &Storage, territory: Option<&Territory>) -> Self {
        let mut vapid_key = None;
        let web = if config.push_web {
            match web(config, storage, territory).await {
                Ok(web) => {
                    vapid_key = Some(web.key.public.clone());
                    Part::On(Arc::new(web))
                }
                Err(why) => Part::Broken(why),
            }
        } else {
            Part::Off
        };
        let fcm = match &config.push_fcm_account {
            Some(file) => part(Fcm::open(&config.push_fcm_url, file)),
            None => Part::Off,
        };
        let parts = [(PushProvider::Web, web), (PushProvider::Fcm, fcm), (PushProvider::Apns, apns(config))];
        Self { parts: parts.into_iter().map(|(kind, part)| (kind.name(), part)).collect(), vapid_key }
    }

    /// Each with how it stands.
    pub fn all(&self) -> impl Iterator<Item = (PushProvider, &Part)> {
        ALL.into_iter().filter_map(|kind| Some((kind, self.parts.get(kind.name())?)))
    }

    /// Those that can send.
    pub fn on(&self) -> Vec<PushProvider> {
        self.all().filter(|(_, part)| matches!(part, Part::On(_))).map(|(kind, _)| kind).collect()
    }

    /// Those that were asked for: what waits for a broken one goes once it is mended.
    pub fn wanted(&self) -> Vec<PushProvider> {
        self.all().filter(|(_, part)| !matches!(part, Part::Off)).map(|(kind, _)| kind).collect()
    }

    /// One that can send.
    pub fn of(&self, kind: PushProvider) -> Option<&Arc<dyn Provider>> {
        match self.parts.get(kind.name())? {
            Part::On(provider) => Some(provider),
            _ => None,
        }
    }

    /// `applicationServerKey` of browsers, when they can be told.
    pub fn vapid_key(&self) -> Option<&str> {
        self.vapid_key.as_deref()
    }
}

fn part<P: Provider + 'static>(opened: Result<P, String>) -> Part {
    match opened {
        Ok(provider) => Part::On(Arc::new(provider)),
        Err(why) => Part::Broken(why),
    }
}

async fn web(config: &Config, storage: &Storage, territory: Option<&Territory>) -> Result<WebPush, String> {
    let key = keys::open(config, storage).await.map_err(|error| error.to_string())?;
    Ok(WebPush { http: outside::to_strangers(config.private_push)?, key, contact: contact(config, territory) })
}

/// Whom a service writes to: what was configured, else the youth service, else the town's own address.
fn contact(config: &Config, territory: Option<&Territory>) -> String {
    let mail = territory.and_then(|town| town.service.email.as_ref()).map(|mail| format!("mailto:{mail}"));
    let site = config.public_url.clone().filter(|url| url.starts_with("https://"));
    config.push_contact.clone().or(mail).or(site).unwrap_or_else(|| "mailto:webmaster@localhost".to_owned())
}

/// Apple needs four things, and says nothing of the one that is missing.
fn apns(config: &Config) -> Part {
    let settings = [&config.push_apns_key_id, &config.push_apns_team, &config.push_apns_bundle];
    match (&config.push_apns_key, settings.map(Option::as_deref)) {
        (None, [None, None, None]) => Part::Off,
        (Some(key_file), [Some(key_id), Some(team), Some(bundle)]) => {
            part(Apns::open(&config.push_apns_url, Identity { key_file, key_id, team, bundle }))
        }
        _ => {
            Part::Broken("push_apns_key, push_apns_key_id, push_apns_team and push_apns_bundle go together".to_owned())
        }
    }
}
