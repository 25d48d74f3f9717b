//! `guichet`: the server and its commands.

mod commands;

use std::io::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::card::keys::KeyPlaces;
use server::clock::Clock;
use server::config::Config;
use server::import::feed::FeedOptions;
use server::import::{ImportReport, feed, ical};
use server::seed;
use server::server::Server;
use server::staff::{first_account, second_factor_status};
use server::storage::{Answered, Storage, restore};
use shared::domain::{Record, RecordId};

/// The counter's server.
#[derive(Debug, Parser)]
#[command(name = "guichet", version)]
struct Command {
    /// TOML file; what the environment (GUICHET_*, DATABASE_URL) and options say wins over it.
    #[arg(long, global = true, env = "GUICHET_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the database [default: data].
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// Folder of the territory.
    #[arg(long, global = true)]
    territory: Option<PathBuf>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Runs the server until it is told to stop.
    Serve {
        /// Port; 0 takes any free one [default: 8080].
        #[arg(long)]
        port: Option<u16>,
        /// Address [default: 127.0.0.1].
        #[arg(long)]
        host: Option<IpAddr>,
        /// Folder of the web build, served at `/`.
        #[arg(long)]
        site: Option<PathBuf>,
    },
    /// Brings the database up to date with the territory's folder. Edits made here are kept.
    Seed,
    /// Imports from the town's own tools.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Writes all shops, offers or places as CSV, to come back by `import`.
    Export {
        /// What.
        what: commands::table::Noun,
        /// The file; without one, standard output.
        file: Option<PathBuf>,
    },
    /// Creates or replaces records from a JSON file: one record or an array, as they travel.
    Put {
        /// The file.
        file: PathBuf,
    },
    /// Deletes a record.
    Delete {
        /// Kind, for example `page`.
        kind: String,
        /// Id inside the kind.
        id: String,
    },
    /// Reads and answers messages.
    Messages {
        #[command(subcommand)]
        what: Messages,
    },
    /// Keys of the youth card, and territories whose cards are accepted.
    Card {
        #[command(subcommand)]
        what: commands::card::Card,
    },
    /// The map: basemap, letters and place search in one file.
    Map {
        #[command(subcommand)]
        what: commands::map::Map,
    },
    /// Notifications: who can send them, and the key of browsers.
    Push {
        #[command(subcommand)]
        what: commands::push::Push,
    },
    /// Accounts of the staff's console.
    Staff {
        #[command(subcommand)]
        what: commands::staff::Staff,
    },
    /// Copies everything into one file, while the server runs. The keys in `keys` are not in it: copy that folder apart.
    Backup {
        /// A file that is not there yet.
        file: PathBuf,
    },
    /// Puts a backup in the place of the data. The server must be stopped.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Checks configuration, database and territory.
    Check,
}

#[derive(Debug, Subcommand)]
enum Import {
    /// RSS 2.0, Atom or JSON Feed, as news.
    Feed {
        /// File or address.
        source: String,
        /// Permits addresses inside this network.
        #[arg(long)]
        allow_private: bool,
    },
    /// Tables of CSV.
    #[command(flatten)]
    Table(commands::table::TableFile),
    /// iCalendar, as events.
    Ical {
        /// File or address.
        source: String,
        /// Permits addresses inside this network.
        #[arg(long)]
        allow_private: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Messages {
    /// Messages without an answer, the first due first. The reading is written to the audit.
    List,
    /// Answers a message, once.
    Answer {
        /// The message.
        id: String,
        /// The answer.
        text: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let level = tracing_subscriber::EnvFilter::try_from_env("GUICHET_LOG").unwrap_or_else(|_| "info,sqlx=warn".into());
    // Whoever read the log may go away: what cannot be written is lost, and nothing is said of it, which would fail too.
    let log = tracing_subscriber::fmt().json().with_env_filter(level).with_writer(std::io::stderr);
    log.log_internal_errors(false).init();
    match run(Command::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    let mut config = Config::load(command.config.as_deref())?;
    if let Some(data) = command.data {
        config.data = data;
    }
    if command.territory.is_some() {
        config.territory = command.territory;
    }
    let clock = Clock::system();
    match command.action {
        Action::Serve { port, host, site } => {
            config.port = port.unwrap_or(config.port);
            config.host = host.unwrap_or(config.host);
            config.site = site.or(config.site);
            serve(config, clock).await
        }
        Action::Seed => {
            let folder = config
                .territory
                .clone()
                .ok_or_else(|| anyhow::anyhow!("--territory DIR says which folder to seed from"))?;
            let storage = open(&config, &clock).await?;
            let report = seed::seed(&storage, &folder).await?;
            tell(&ImportReport { counts: report.counts, ..ImportReport::default() });
            storage.close().await;
            Ok(())
        }
        Action::Import { what } => import(&config, &clock, what).await,
        Action::Export { what, file } => commands::table::export(&config, &clock, what, file.as_deref()).await,
        Action::Put { file } => {
            let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&file)?)?;
            let records: Vec<Record> =
                if json.is_array() { serde_json::from_value(json)? } else { vec![serde_json::from_value(json)?] };
            let storage = open(&config, &clock).await?;
            say(&format!("seq {}", storage.upsert(&records).await?));
            storage.close().await;
            Ok(())
        }
        Action::Delete { kind, id } => {
            let storage = open(&config, &clock).await?;
            let there = storage.delete(&RecordId { kind, id }).await?;
            storage.close().await;
            if there { Ok(()) } else { anyhow::bail!("there is no such record") }
        }
        Action::Messages { what } => messages(&config, &clock, what).await,
        Action::Card { what } => {
            let storage = open(&config, &clock).await?;
            let done = commands::card::run(&config, &clock, &storage, what).await;
            storage.close().await;
            done
        }
        Action::Map { what } => commands::map::run(&config, &clock, what).await,
        Action::Push { what } => commands::push::run(&config, &clock, what).await,
        Action::Staff { what } => commands::staff::run(&config, &clock, what).await,
        Action::Backup { file } => {
            let storage = open(&config, &clock).await?;
            storage.backup(&file).await?;
            storage.close().await;
            say(&format!("everything is in {}", file.display()));
            Ok(())
        }
        Action::Restore { file } => {
            anyhow::ensure!(config.database_url.is_none(), "this database is PostgreSQL: restore it with pg_restore");
            std::fs::create_dir_all(&config.data)?;
            restore(&file, &config.database_file(), clock).await?;
            say("restored; phones will take everything anew");
            Ok(())
        }
        Action::Check => check(&config, &clock).await,
    }
}

async fn serve(config: Config, clock: Clock) -> anyhow::Result<()> {
    let running = Server::start(config, clock).await?;
    tracing::info!(address = %running.addr, database = running.storage().kind(), "ready");
    say(&format!("listening on {}", running.url()));
    // Said to whoever started it, never to the log: it opens the console.
    if let Some(link) = first_account(running.app()).await? {
        say(&format!(
            "nobody works at /staff yet; the first account chooses its password here, within two days: {link}"
        ));
    }
    stop_asked().await?;
    tracing::info!("stopping");
    running.stop().await;
    Ok(())
}

/// Waits for Ctrl-C or a service manager's SIGTERM.
async fn stop_asked() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            asked = tokio::signal::ctrl_c() => asked,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

async fn open(config: &Config, clock: &Clock) -> anyhow::Result<Storage> {
    if config.database_url.is_none() {
        std::fs::create_dir_all(&config.data)?;
    }
    Ok(Storage::open(config.location(), clock.clone()).await?)
}

async fn import(config: &Config, clock: &Clock, what: Import) -> anyhow::Result<()> {
    if let Import::Table(file) = what {
        return commands::table::import(config, clock, file).await;
    }
    let storage = open(config, clock).await?;
    let report = match what {
        Import::Feed { source, allow_private } => {
            let options = FeedOptions { allow_private, ..FeedOptions::default() };
            feed::import(&storage, &source, &options, clock).await.map(Some)
        }
        Import::Ical { source, allow_private } => ical::import(&storage, &source, allow_private, clock).await.map(Some),
        Import::Table(_) => Ok(None),
    };
    storage.close().await;
    if let Some(report) = report? {
        tell(&report);
    }
    Ok(())
}

async fn messages(config: &Config, clock: &Clock, what: Messages) -> anyhow::Result<()> {
    // Until staff have accounts, the audit names the account of this machine.
    let actor = format!("cli:{}", std::env::var("USER").unwrap_or_else(|_| "?".to_owned()));
    let storage = open(config, clock).await?;
    let refused = match what {
        Messages::List => {
            for message in storage.open_messages(&actor).await? {
                let about = message.about.map(|about| format!(" · {}/{}", about.kind, about.id)).unwrap_or_default();
                let due = chrono::DateTime::from_timestamp(message.due_at, 0).unwrap_or_default();
                say(&format!(
                    "{} · {}{about} · due {due}\n  reply to: {}\n  {}\n",
                    message.id, message.topic, message.reply_to, message.text
                ));
            }
            None
        }
        Messages::Answer { id, text } => match storage.answer_message(&actor, &id, &text).await? {
            Answered::Done => None,
            Answered::Before { by, .. } => {
                Some(format!("this message was answered already by {}", by.as_deref().unwrap_or("a colleague")))
            }
            Answered::Unknown => Some("there is no such message".to_owned()),
        },
    };
    storage.close().await;
    refused.map_or(Ok(()), |why| Err(anyhow::anyhow!(why)))
}

async fn check(config: &Config, clock: &Clock) -> anyhow::Result<()> {
    let storage = open(config, clock).await?;
    let head = storage.head().await?;
    say(&format!("database: {} · log {} · seq {}", storage.kind(), head.log, head.seq));
    match storage.territory().await? {
        Some(territory) => say(&format!("territory: {}", territory.name)),
        None => say("territory: none seeded"),
    }
    say(&second_factor_status(config, &storage).await?);
    for line in commands::card::status(&KeyPlaces::new(config), &storage).await? {
        say(&line);
    }
    for line in commands::push::status(config, &storage).await? {
        say(&line);
    }
    for line in commands::map::status(config) {
        say(&line);
    }
    storage.close().await;
    if let Some(folder) = &config.territory {
        let content = shared::content::read_territory(folder)?;
        say(&format!("folder: {} records, {} pictures", content.records.len(), content.media.len()));
    }
    match &config.site {
        Some(site) if site.join("index.html").exists() => say(&format!("site: {}", site.display())),
        Some(site) => anyhow::bail!("{} has no index.html", site.display()),
        None => say("site: none"),
    }
    Ok(())
}

fn tell(report: &ImportReport) {
    let counts = report.counts;
    for warning in &report.warnings {
        say_error(warning);
    }
    say(&format!(
        "{} added, {} changed, {} unchanged, {} kept as edited here, {} removed",
        counts.added, counts.changed, counts.unchanged, counts.kept, counts.removed
    ));
}

/// On standard output. Whoever reads it may be gone; a server goes on all the same.
fn say(words: &str) {
    drop(writeln!(std::io::stdout(), "{words}"));
}

fn say_error(words: &dyn std::fmt::Display) {
    drop(writeln!(std::io::stderr(), "{words}"));
}
