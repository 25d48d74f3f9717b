//! Following feeds: what is due is tried, one feed at a time, and tried less often while it fails.
//!
//! A try reads the whole feed before anything is written, so a broken one changes nothing. A picture that is slow or
//! broken is left out with a warning.

use std::collections::HashSet;
use std::time::Duration;

use shared::domain::Record;
use shared::feed::Format;
use tokio::time::Instant;
use url::Url;

use super::fetch::{Fetched, Fetcher};
use super::{FetchError, ImportError, announce, feed, ical};
use crate::app::App;
use crate::storage::Imported;
use crate::storage::StorageError;
use crate::storage::feeds::{Feed, FeedFormat, Taken, Validators};

/// How long one server may take to try a feed: longer than any try.
const LEASE_SECONDS: i64 = 300;

/// How long the pictures of one try may take together.
const PICTURES: Duration = Duration::from_mins(2);

/// Longest time between two tries of a feed that fails.
const DAY: i64 = 86_400;

/// Warnings that are kept of a try.
const WARNINGS: usize = 5;

/// Largest calendar or feed.
const MAX_BYTES: usize = if feed::MAX_FEED_BYTES > ical::MAX_BYTES { feed::MAX_FEED_BYTES } else { ical::MAX_BYTES };

/// What an address was found to hold, before it is followed.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// How it is written.
    pub(crate) format: FeedFormat,
    /// Its own title.
    pub(crate) title: String,
    /// What would come, in the feed's order, without pictures.
    pub(crate) records: Vec<Record>,
    /// What could not be used, in words.
    pub(crate) warnings: Vec<String>,
}

/// How a try ended.
#[derive(Clone, Debug)]
pub(crate) enum Tried {
    /// It holds what is known.
    Same,
    /// Something new.
    Brought,
    /// It failed: the feed says why.
    Failed,
    /// It was changed, paused or removed meanwhile: nothing was written.
    Dropped,
}

/// What a look at an address showed.
#[derive(Clone, Debug)]
pub(crate) enum Looked {
    /// A feed.
    Feed(Found),
    /// A page that names these feeds.
    Page(Vec<Url>),
    /// Nothing of use: why, by its stable name, and as the machine says it.
    Failed(String, String),
}

/// Looks at an address without keeping anything.
pub(crate) async fn look(app: &App, url: &Url) -> Looked {
    let failed = |error: &ImportError| Looked::Failed(name(error), error.to_string());
    let bytes = match Fetcher::new(app.config.private_feeds) {
        Ok(fetcher) => fetcher.get(url, MAX_BYTES).await,
        Err(error) => Err(error),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return failed(&error.into()),
    };
    match read(app, &bytes, url.as_str(), "") {
        Ok(Read { format, title, items, warnings, .. }) => {
            let records = items.into_iter().map(|item| item.bare().record).collect();
            Looked::Feed(Found { format, title, records, warnings })
        }
        Err(error) => {
            let named = announce::feeds(&bytes, url);
            if named.is_empty() { failed(&error) } else { Looked::Page(named) }
        }
    }
}

/// Tries the feed that is due for longest. Whether there was one.
pub(crate) async fn try_due(app: &App) -> Result<bool, StorageError> {
    let Some(feed) = app.storage.lease_due_feed(LEASE_SECONDS).await? else { return Ok(false) };
    try_leased(app, &feed).await?;
    Ok(true)
}

/// Tries a feed now. `None`: somebody is trying it, or it is gone.
pub(crate) async fn try_now(app: &App, id: &str) -> Result<Option<Tried>, StorageError> {
    let Some(feed) = app.storage.lease_feed(id, LEASE_SECONDS).await? else { return Ok(None) };
    try_leased(app, &feed).await.map(Some)
}

async fn try_leased(app: &App, feed: &Feed) -> Result<Tried, StorageError> {
    let every = i64::from(feed.settings.every_minutes) * 60;
    let next = app.clock.now() + every;
    let (failure, detail, wait) = match gather(app, feed).await {
        Ok(None) => {
            return Ok(if app.storage.feed_is_the_same(feed, next).await? { Tried::Same } else { Tried::Dropped });
        }
        Ok(Some(taken)) => match app.storage.take_feed(feed, &taken, next).await {
            Ok(brought) => return Ok(if brought.is_some() { Tried::Brought } else { Tried::Dropped }),
            // The feed is as before, and so is the counter: it is tried again like one that fails.
            Err(error) if error.is_full() => ("full".to_owned(), error.to_string(), None),
            Err(error) => return Err(error),
        },
        Err(ImportError::Storage(error)) => return Err(error),
        Err(error) => {
            let wait = match &error {
                ImportError::Fetch(FetchError::Answered { retry_after, .. }) => *retry_after,
                _ => None,
            };
            (name(&error), error.to_string(), wait)
        }
    };
    tracing::warn!(feed = feed.id, failure, "a feed could not be read");
    let next = app.clock.now() + delay(every, feed.failures, wait);
    let kept = app.storage.feed_failed(feed, &failure, &detail, next).await?;
    Ok(if kept { Tried::Failed } else { Tried::Dropped })
}

/// Seconds until a feed is tried again that failed once more after `failures`: twice as long each time, as long as it
/// asks for, a day at most.
fn delay(every: i64, failures: u32, asked: Option<u64>) -> i64 {
    let doubled = every.saturating_mul(1 << failures.min(10));
    let asked = asked.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(DAY));
    // A feed that is looked at less than once a day does not become more frequent by failing.
    doubled.max(asked).min(DAY.max(every))
}

/// What went wrong, by a name that stays: the console has words for each.
fn name(error: &ImportError) -> String {
    match error {
        ImportError::Fetch(error) => error.name(),
        ImportError::Malformed { .. } => "malformed".to_owned(),
        ImportError::TooMany { .. } => "too-many".to_owned(),
        ImportError::Storage(_) => "storage".to_owned(),
    }
}

/// Reads a feed whole, with the pictures of what is new. `None`: it is as before.
async fn gather(app: &App, feed: &Feed) -> Result<Option<Taken>, ImportError> {
    let url = Url::parse(&feed.url).map_err(|_| FetchError::Address(feed.url.clone()))?;
    let fetcher = Fetcher::new(app.config.private_feeds)?;
    let (bytes, validators) = match fetcher.ask(&url, MAX_BYTES, &feed.validators).await? {
        Fetched::Same => return Ok(None),
        Fetched::New(bytes, validators) => (bytes, validators),
    };
    let read = read(app, &bytes, &feed.url, &feed.settings.category)?;
    with_pictures(app, feed, &fetcher, read, validators).await.map(Some)
}

async fn with_pictures(
    app: &App,
    feed: &Feed,
    fetcher: &Fetcher,
    read: Read,
    validators: Validators,
) -> Result<Taken, ImportError> {
    let known = app.storage.known_feed_items(&feed.id).await?;
    let Read { items, cancelled, mut warnings, .. } = read;
    let mut taken = Taken { cancelled, validators, ..Taken::default() };
    let end = Instant::now() + PICTURES;
    for item in items {
        taken.named.insert(item.external().to_owned());
        if known.get(item.external()).is_some_and(|hash| hash == item.hash()) {
            continue;
        }
        taken.items.push(match item {
            Item::Event(imported) => *imported,
            Item::News(item) => {
                let bare = Item::News(item.clone()).bare();
                let options =
                    feed::FeedOptions { allow_private: app.config.private_feeds, ..feed::FeedOptions::default() };
                let brought = tokio::time::timeout_at(
                    end,
                    feed::with_picture(*item, &feed.url, &options, fetcher, &mut warnings),
                );
                brought.await.unwrap_or(bare)
            }
        });
    }
    taken.cancelled.extend(known.into_keys().filter(|external| ical::is_put_back(external, &taken.named)));
    warnings.truncate(WARNINGS);
    taken.warnings = warnings;
    Ok(taken)
}

/// What an address holds.
struct Read {
    format: FeedFormat,
    title: String,
    items: Vec<Item>,
    cancelled: HashSet<String>,
    warnings: Vec<String>,
}

enum Item {
    News(Box<shared::feed::FeedItem>),
    Event(Box<Imported>),
}

impl Item {
    fn external(&self) -> &str {
        match self {
            Self::News(item) => &item.external,
            Self::Event(item) => &item.external,
        }
    }

    fn hash(&self) -> &str {
        match self {
            Self::News(item) => &item.hash,
            Self::Event(item) => &item.item_hash,
        }
    }

    /// Without a picture.
    fn bare(self) -> Imported {
        match self {
            Self::News(item) => Imported {
                external: item.external,
                item_hash: item.hash,
                record: Record::News(item.news),
                pictures: Vec::new(),
            },
            Self::Event(item) => *item,
        }
    }
}

/// Reads a calendar or a feed; news without a category get this one.
fn read(app: &App, bytes: &[u8], source: &str, category: &str) -> Result<Read, ImportError> {
    let now = app.clock.now();
    if ical::is_calendar(bytes) {
        let ical::Parsed { title, items, cancelled, warnings } =
            ical::parse(bytes, source, app.territory.as_ref(), now)?;
        let items = items.into_iter().map(|item| Item::Event(Box::new(item))).collect();
        return Ok(Read { format: FeedFormat::Ical, title, items, cancelled, warnings });
    }
    let feed = feed::parse(bytes, source, source, now)?;
    let items = feed.items.into_iter().map(|mut item| {
        if item.news.category.is_none() && !category.is_empty() {
            item.news.category = Some(category.to_owned());
        }
        Item::News(Box::new(item))
    });
    Ok(Read {
        format: match feed.format {
            Format::Rss => FeedFormat::Rss,
            Format::Atom => FeedFormat::Atom,
            Format::Json => FeedFormat::Json,
        },
        title: feed.title,
        items: items.collect(),
        cancelled: HashSet::new(),
        warnings: feed.warnings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_that_fails_is_asked_less_and_less_but_once_a_day() {
        for (every, failures, asked, expected) in [
            (1_800, 0, None, 1_800),
            (1_800, 1, None, 3_600),
            (1_800, 4, None, 28_800),
            (1_800, 9, None, DAY),
            (1_800, 4_000, None, DAY),
            (300, 0, Some(7_200), 7_200),
            (300, 0, Some(u64::MAX), DAY),
            (2 * DAY, 0, None, 2 * DAY),
            (2 * DAY, 9, None, 2 * DAY),
        ] {
            assert_eq!(delay(every, failures, asked), expected, "{every} {failures} {asked:?}");
        }
    }
}
