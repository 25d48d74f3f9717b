//! What the server is told: command line first, then `GUICHET_*` and `DATABASE_URL`, then a TOML file.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::storage::{Location, Role};

/// Everything that can be set. Names are those of the TOML file; in the environment `GUICHET_DATA` and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of one configuration table")]
pub struct Config {
    /// Address to listen on.
    pub host: IpAddr,
    /// Port to listen on; 0 takes any free one.
    pub port: u16,
    /// Folder of the database.
    pub data: PathBuf,
    /// `postgres://…` instead of the file in `data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// Folder of the territory to seed from at each start. Edits made here are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<PathBuf>,
    /// Folder of the web build to serve at `/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<PathBuf>,
    /// Address people reach the server at, without a final slash. For links in feeds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Proxies in front whose `X-Forwarded-For` is believed.
    pub trusted_proxies: usize,
    /// Most open connections. Fewer where the system gives too few file handles for them.
    pub max_connections: usize,
    /// Most listeners of the live stream.
    pub max_listeners: usize,
    /// Largest database file, in MiB. 0: as large as the disk.
    pub max_database_mib: u64,
    /// Messages one address may send at once, and then one each so many seconds.
    pub message_burst: u32,
    /// See `message_burst`.
    pub message_seconds: u32,
    /// Card applications, activations and rescues one address may send at once, and then one each so many seconds.
    pub card_burst: u32,
    /// See `card_burst`.
    pub card_seconds: u32,
    /// Codes one address may have verified at once, and then one each second.
    pub check_burst: u32,
    /// Folder of the private keys, of cards and of staff's second factors; `keys` inside `data` when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<PathBuf>,
    /// Seed of the root key in hexadecimal, instead of its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root_key: Option<Secret>,
    /// Seed of the issuer's key in hexadecimal, instead of its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_key: Option<Secret>,
    /// Key that seals staff's second factors, in hexadecimal, instead of its file: several nodes need the same one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_key: Option<Secret>,
    /// Who needs a second factor to sign in at the console: `optional`, `admins` or `required` (everybody).
    pub staff_second_factor: SecondFactorRule,
    /// Months for which the journal of the console is kept. CNIL 2021-122: six to twelve.
    pub audit_months: u32,
    /// Feeds that the console follows, and links that are tried, may be inside this network.
    pub private_feeds: bool,
    /// Links that content names are tried now and then, and the console says which lead nowhere.
    pub watch_links: bool,
    /// Days a deleted record's tombstone is kept: a phone away for longer takes everything anew.
    pub tombstone_days: u32,
    /// Browsers are notified. Needs nothing else: its key is made at the first start.
    pub push_web: bool,
    /// Key that browsers know this town by, PKCS#8 in PEM, instead of its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_vapid_key: Option<Secret>,
    /// Whom a push service writes to when something is wrong, `mailto:…` or `https://…`; the youth service when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_contact: Option<String>,
    /// File of the Firebase service account; Android phones are not notified without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_fcm_account: Option<PathBuf>,
    /// Firebase's address.
    pub push_fcm_url: String,
    /// File of Apple's key (`.p8`); iPhones are not notified without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_apns_key: Option<PathBuf>,
    /// Name of that key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_apns_key_id: Option<String>,
    /// Name of the team that the key is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_apns_team: Option<String>,
    /// Bundle of the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_apns_bundle: Option<String>,
    /// Apple's address.
    pub push_apns_url: String,
    /// Longest time that a push service may take to answer.
    pub push_timeout_seconds: u64,
    /// Push services of browsers may be inside this network, and without TLS.
    pub private_push: bool,
    /// The map's file, from `guichet map build`; `map.mbtiles` inside `data` when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map_file: Option<PathBuf>,
    /// Where tiles come from while there is no file: a TileJSON, or an address with `{z}`, `{x}` and `{y}`; `off`: nowhere.
    pub map_source: String,
    /// Most that tiles of that source take on the disk, in MiB. 0: none is kept.
    pub map_cache_mib: u64,
    /// Font that letters are drawn with while there is no file; one of the system's when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map_font: Option<PathBuf>,
    /// Who knows addresses, in the format of the national geocoder; `off`: nobody is asked.
    pub geocoder: String,
    /// Both may be inside this network, and without TLS.
    pub private_map: bool,
    /// Longest time that either may take to answer.
    pub map_timeout_seconds: u64,
}

/// Who needs a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecondFactorRule {
    /// Whoever wants one has one.
    #[default]
    Optional,
    /// Whoever administers the console.
    Admins,
    /// Everybody.
    Required,
}

impl SecondFactorRule {
    /// Whether someone with that role needs one.
    pub fn asks(self, role: Role) -> bool {
        match self {
            Self::Optional => false,
            Self::Admins => role == Role::Admin,
            Self::Required => true,
        }
    }
}

/// A value that no log shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The value itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8080,
            data: PathBuf::from("data"),
            database_url: None,
            territory: None,
            site: None,
            public_url: None,
            trusted_proxies: 0,
            max_connections: 25_000,
            max_listeners: 20_000,
            max_database_mib: 0,
            message_burst: 20,
            message_seconds: 30,
            card_burst: 20,
            card_seconds: 60,
            check_burst: 120,
            keys: None,
            root_key: None,
            issuer_key: None,
            staff_key: None,
            staff_second_factor: SecondFactorRule::Optional,
            audit_months: 12,
            private_feeds: false,
            watch_links: true,
            tombstone_days: 365,
            push_web: true,
            push_vapid_key: None,
            push_contact: None,
            push_fcm_account: None,
            push_fcm_url: "https://fcm.googleapis.com".to_owned(),
            push_apns_key: None,
            push_apns_key_id: None,
            push_apns_team: None,
            push_apns_bundle: None,
            push_apns_url: "https://api.push.apple.com".to_owned(),
            push_timeout_seconds: 15,
            private_push: false,
            map_file: None,
            map_source: "https://tiles.openfreemap.org/planet".to_owned(),
            map_cache_mib: 256,
            map_font: None,
            geocoder: "https://data.geopf.fr/geocodage/search".to_owned(),
            private_map: false,
            map_timeout_seconds: 8,
        }
    }
}

impl Config {
    /// Reads the file, if any, and the environment. `DATABASE_URL` is the one name without prefix, as everywhere.
    pub fn load(file: Option<&Path>) -> Result<Self, Box<figment::Error>> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        Ok(figment
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Env::prefixed("GUICHET_").ignore(&["log", "config", "bin", "app_window", "server"]))
            .extract()?)
    }

    /// Folder of the private keys.
    pub fn keys_folder(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.data.join("keys"))
    }

    /// The map's file.
    pub fn map_file(&self) -> PathBuf {
        self.map_file.clone().unwrap_or_else(|| self.data.join("map.mbtiles"))
    }

    /// Address to listen on.
    pub const fn address(&self) -> SocketAddr {
        SocketAddr::new(self.host, self.port)
    }

    /// The SQLite file, used when there is no `database_url`.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("guichet.db")
    }

    /// Where the data is.
    pub fn location(&self) -> Location {
        match &self.database_url {
            Some(address) => Location::Postgres(address.clone()),
            None => Location::File {
                path: self.database_file(),
                max_bytes: Some(self.max_database_mib.saturating_mul(1024 * 1024)).filter(|&bytes| bytes > 0),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::result_large_err, reason = "the signature is figment's")]
    fn the_environment_wins_over_the_file_and_a_misspelt_key_is_refused() {
        figment::Jail::expect_with(|jail| {
            jail.create_file("guichet.toml", "port = 9000\ntrusted_proxies = 1\n")?;
            jail.set_env("GUICHET_PORT", "9001");
            jail.set_env("DATABASE_URL", "postgres://localhost/guichet");
            let config = Config::load(Some(Path::new("guichet.toml"))).unwrap();
            assert_eq!((config.port, config.trusted_proxies), (9001, 1));
            assert!(matches!(config.location(), Location::Postgres(_)));
            jail.create_file("guichet.toml", "prot = 9000\n")?;
            assert!(Config::load(Some(Path::new("guichet.toml"))).is_err());
            Ok(())
        });
    }
}
