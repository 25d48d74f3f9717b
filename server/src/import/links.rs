//! Links that lead nowhere: what content names is tried once a week, and less kindly what failed.
//!
//! A page that is gone is certain at once; a site that does not answer may be having a bad day, so it is told of after
//! [`DAYS_OF_GRACE`] different ones. A site that refuses machines is left in peace: nothing is known of its page. Which
//! records name an address is read from the records each time, never stored.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::try_join_all;
use pulldown_cmark::{Event, Parser, Tag};
use serde_json::Value;
use shared::calendar;
use shared::domain::{Kind, Record, UnixSeconds};
use url::Url;

use super::FetchError;
use super::fetch::Fetcher;
use crate::app::App;
use crate::digest;
use crate::storage::StorageError;
use crate::storage::links::Link;

/// Different days on which a site may fail to answer before anybody is told.
pub(crate) const DAYS_OF_GRACE: u32 = 3;

/// Addresses tried at the same moment, each at another host.
const AT_ONCE: usize = 4;

/// How long one server may take for a try: longer than any.
const LEASE_SECONDS: i64 = 120;

/// Longest address that is tried.
const URL_MAX: usize = 2_000;

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;

/// News older than that are read by nobody.
const NEWS_AGE: i64 = 365 * DAY;

/// Dates of a series are looked for that far ahead.
const AHEAD: i64 = 11 * 366 * DAY;

/// How the links of content are watched by one server.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// End of the log, and the hour, when content was last read for links.
    read_at: Option<(u64, i64)>,
}

impl Watch {
    /// Reads content again if it may name other links now, then tries a few that are due. How many it tried.
    pub(crate) async fn round(&mut self, app: &App) -> Result<usize, StorageError> {
        let now = app.clock.now();
        let at = (app.library.head().seq, now.div_euclid(HOUR));
        if self.read_at != Some(at) {
            let named = in_content(app).await?;
            let named = named.into_keys().filter_map(|url| host(&url).map(|host| (url, host))).collect();
            app.storage.know_links(&named, |url| now + first_wait(url)).await?;
            self.read_at = Some(at);
        }
        let leased = app.storage.lease_due_links(AT_ONCE, LEASE_SECONDS).await?;
        try_join_all(leased.iter().map(|link| try_leased(app, link))).await?;
        Ok(leased.len())
    }
}

/// Tries an address now. `None`: somebody asks its host at this moment, or no record names it any more.
pub(crate) async fn try_now(app: &App, url: &str) -> Result<Option<Link>, StorageError> {
    let Some(leased) = app.storage.lease_link(url, LEASE_SECONDS).await? else { return Ok(None) };
    try_leased(app, &leased).await?;
    app.storage.link(url).await
}

/// Whether somebody should look at it.
pub(crate) fn is_told(link: &Link) -> bool {
    let certain = matches!(link.failure.as_str(), "answer-404" | "answer-410" | "certificate" | "private" | "address");
    !link.excused && link.failures > 0 && (certain || link.failures >= DAYS_OF_GRACE)
}

/// Every link that content names, with the records that do.
pub(crate) async fn in_content(app: &App) -> Result<BTreeMap<String, Vec<Record>>, StorageError> {
    let now = app.clock.now();
    let mut all: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for kind in Kind::ALL {
        for record in app.storage.all_held(kind).await?.into_iter().filter_map(|held| held.record) {
            if is_current(&record, app.zone(), now) {
                for url in of_record(&record) {
                    all.entry(url).or_default().push(record.clone());
                }
            }
        }
    }
    Ok(all)
}

/// Whether anybody still reads it. What an example names need not exist.
fn is_current(record: &Record, zone: &str, now: UnixSeconds) -> bool {
    match record {
        record if record.sourced().example => false,
        Record::Event(event) => !calendar::occurrences(event, zone, now, now + AHEAD).is_empty(),
        Record::News(news) => news.publish_at > now - NEWS_AGE && news.expire_at.is_none_or(|end| now < end),
        _ => true,
    }
}

/// Web addresses that a record names: its fields that are one, and the links of its Markdown. Read from its JSON, so that a
/// field that comes later is watched too.
fn of_record(record: &Record) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::to_value(record) {
        gather(&value, &mut found);
    }
    found
}

fn gather(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.extend(address(text));
            if text.contains("](") || text.contains("<http") {
                found.extend(Parser::new(text).filter_map(|event| match event {
                    Event::Start(Tag::Link { dest_url, .. }) => address(&dest_url),
                    _ => None,
                }));
            }
        }
        Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| gather(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The address that a text is. A place inside a page is not asked for.
fn address(text: &str) -> Option<String> {
    if !text.starts_with("http") || text.contains(char::is_whitespace) {
        return None;
    }
    let mut url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    url.set_fragment(None);
    Some(url.to_string()).filter(|url| url.len() <= URL_MAX)
}

fn host(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.host_str()?.to_owned())
}

/// Seconds until an address that was just learned of is tried: between an hour and a day, so that a town's whole content
/// is no burst, and a test or a demonstration disturbs nobody.
fn first_wait(url: &str) -> i64 {
    let [a, b, c, ..] = digest::raw(url);
    HOUR + i64::from(u32::from_be_bytes([0, a, b, c])) % (DAY - HOUR)
}

async fn try_leased(app: &App, link: &Link) -> Result<(), StorageError> {
    let answer = match (Url::parse(&link.url), Fetcher::new(app.config.private_feeds)) {
        (Ok(url), Ok(fetcher)) => fetcher.probe(&url).await,
        (Err(_), _) => Err(FetchError::Address(link.url.clone())),
        (_, Err(error)) => Err(error),
    };
    let Judged { failure, wait } = judge(answer, link.failures);
    app.storage.link_tried(link, &failure, app.clock.now() + wait).await?;
    Ok(())
}

/// What a try says of an address.
#[derive(Debug, PartialEq, Eq)]
struct Judged {
    /// By its stable name; empty: none.
    failure: String,
    /// Seconds until it is tried again.
    wait: i64,
}

/// Judges an answer to an address that failed on so many days before.
fn judge(answer: Result<(), FetchError>, failures: u32) -> Judged {
    let asked = |retry_after: Option<u64>| retry_after.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(i64::MAX));
    let there = |wait: i64| Judged { failure: String::new(), wait: wait.clamp(WEEK, 4 * WEEK) };
    let retry_after = match &answer {
        Ok(()) => return there(WEEK),
        // Somebody answers and does not want to speak to a machine; a person's browser may see the page.
        Err(FetchError::Answered { status: 401 | 403 | 405 | 406 | 429 | 451 | 999, retry_after, .. }) => {
            return there(asked(*retry_after));
        }
        Err(FetchError::Answered { retry_after, .. }) => *retry_after,
        Err(_) => None,
    };
    let doubled = DAY << failures.min(3);
    let failure = answer.err().map(|error| error.name()).unwrap_or_default();
    Judged { failure, wait: doubled.max(asked(retry_after)).min(WEEK) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, retry_after: Option<u64>) -> Result<(), FetchError> {
        Err(FetchError::Answered { address: String::new(), status, retry_after })
    }

    #[test]
    fn what_failed_is_tried_the_next_day_then_less_and_less_but_once_a_week() {
        for (answer, failures, failure, wait) in [
            (Ok(()), 5, "", WEEK),
            (answered(404, None), 0, "answer-404", DAY),
            (answered(503, Some(7_200)), 0, "answer-503", DAY),
            (answered(503, Some(200_000)), 0, "answer-503", 200_000),
            (Err(FetchError::Slow(String::new())), 1, "slow", 2 * DAY),
            (Err(FetchError::Slow(String::new())), 40, "slow", WEEK),
            (answered(403, None), 2, "", WEEK),
            (answered(429, Some(u64::MAX)), 0, "", 4 * WEEK),
            (answered(429, Some(1_000_000)), 0, "", 1_000_000),
        ] {
            let text = format!("{answer:?}");
            assert_eq!(judge(answer, failures), Judged { failure: failure.to_owned(), wait }, "{text}");
        }
    }

    #[test]
    fn a_page_that_is_gone_is_certain_and_a_silent_site_has_three_days() {
        let link = |failure: &str, failures| Link {
            url: String::new(),
            next_try: 0,
            lease_until: 0,
            tried_at: None,
            failures,
            failing_since: None,
            failure: failure.to_owned(),
            excused: false,
        };
        for (failure, failures, told) in
            [("answer-404", 1, true), ("certificate", 1, true), ("slow", 2, false), ("slow", 3, true), ("", 0, false)]
        {
            assert_eq!(is_told(&link(failure, failures)), told, "{failure} {failures}");
        }
        assert!(!is_told(&Link { excused: true, ..link("answer-404", 4) }));
    }

    #[test]
    fn links_are_found_wherever_a_record_names_one() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "kind": "page", "id": "p", "section": "se-loger", "group": "g", "order": 1, "title": "https et compagnie",
            "summary": "Voir http://x et y", "body": "[Lire](https://a.example/lire#bas) et <https://b.example> ![](https://i.example/x.png) [ici](/page/visale)",
            "steps": ["Écris à [eux](mailto:x@example.org)"],
            "source": [{ "label": "A", "url": "https://a.example/lire" }],
        }))
        .unwrap();
        let found: Vec<String> = of_record(&record).into_iter().collect();
        assert_eq!(found, ["https://a.example/lire", "https://b.example/"]);
    }

    #[test]
    fn what_is_over_or_invented_asks_nobody() {
        const NOW: UnixSeconds = 1_795_392_000;
        let event = |start: i64, rrule: Option<&str>, example: bool| -> Record {
            serde_json::from_value(serde_json::json!({
                "kind": "event", "id": "e", "title": "Bal", "summary": "", "start": start, "rrule": rrule, "example": example,
            }))
            .unwrap()
        };
        let news = |at: i64, end: Option<i64>| -> Record {
            serde_json::from_value(serde_json::json!({
                "kind": "news", "id": "n", "title": "Bal", "summary": "", "publish_at": at, "expire_at": end,
            }))
            .unwrap()
        };
        for (record, current) in [
            (event(NOW + DAY, None, false), true),
            (event(NOW - DAY, None, false), false),
            (event(NOW - DAY, Some("FREQ=WEEKLY"), false), true),
            (event(NOW + DAY, None, true), false),
            (news(NOW - DAY, None), true),
            (news(NOW - DAY, Some(NOW)), false),
            (news(NOW - 400 * DAY, None), false),
        ] {
            assert_eq!(is_current(&record, "Europe/Paris", NOW), current, "{record:?}");
        }
    }

    #[test]
    fn a_new_address_waits_an_hour_to_a_day() {
        for n in 0..200 {
            let wait = first_wait(&format!("https://example.org/{n}"));
            assert!((HOUR..DAY).contains(&wait), "{wait}");
        }
    }
}
