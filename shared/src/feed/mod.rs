//! News feeds (RSS 2.0, Atom, JSON Feed) as news items, without touching files, network or store.
//!
//! The server imports a town's feeds with it and the build embeds the territory's own, so that an app in
//! airplane mode and the server start from the same news. Nothing of the feed's HTML survives but Markdown.

pub mod markdown;
pub mod text;

use feed_rs::model::{Entry, Feed, FeedType};

use crate::domain::{Audience, Link, News, Source, Sourced, UnixSeconds};
use text::{fingerprint, record_id, shorten, web_address};

/// Largest text of one item, in bytes of HTML.
const MAX_BODY_BYTES: usize = 256 * 1024;

const TITLE_MAX: usize = 120;
const SUMMARY_MAX: usize = 160;

/// An item of a feed.
#[derive(Clone, Debug)]
pub struct FeedItem {
    /// Identity inside the feed.
    pub external: String,
    /// Changes when anything that would show changes.
    pub hash: String,
    /// The item, without its picture.
    pub news: News,
    /// Its picture, as the feed names it.
    pub picture: Option<PictureLink>,
}

/// A picture that a feed names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureLink {
    /// Address, perhaps relative.
    pub address: String,
    /// Alternative text, perhaps empty.
    pub alt: String,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// RSS, whatever its version.
    #[default]
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

/// What a feed holds.
#[derive(Clone, Debug, Default)]
pub struct FeedItems {
    /// How it is written.
    pub format: Format,
    /// Its own title, perhaps empty.
    pub title: String,
    /// Entries found, those left out included.
    pub found: usize,
    /// Items, in the feed's order.
    pub items: Vec<FeedItem>,
    /// What was left out, in words for the staff who follow the feed: French.
    pub warnings: Vec<String>,
}

/// Not a feed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct FeedError(String);

/// Reads a feed. `source` names it among all sources, `base` resolves its relative addresses, `now` dates what has no date.
pub fn read(bytes: &[u8], source: &str, base: Option<&str>, now: UnixSeconds) -> Result<FeedItems, FeedError> {
    let feed = feed_rs::parser::Builder::new()
        .base_uri(base)
        .build()
        .parse(bytes)
        .map_err(|error| FeedError(error.to_string()))?;
    let format = match feed.feed_type {
        FeedType::Atom => Format::Atom,
        FeedType::JSON => Format::Json,
        _ => Format::Rss,
    };
    let title = title_of(&feed).unwrap_or_default();
    let mut read = FeedItems { format, title, found: feed.entries.len(), ..FeedItems::default() };
    for entry in &feed.entries {
        match item(source, &feed, entry, now) {
            None => read.warnings.push(format!("Une chose sans titre est laissée de côté ({}).", entry.id)),
            Some(item) if read.items.iter().any(|other| other.external == item.external) => {
                read.warnings.push(format!(
                    "«\u{202f}{}\u{202f}» y est deux fois\u{a0}: la première est prise.",
                    item.news.title
                ));
            }
            Some(item) => read.items.push(item),
        }
    }
    Ok(read)
}

/// An entry as a news item. `None` without a title.
fn item(source: &str, feed: &Feed, entry: &Entry, now: UnixSeconds) -> Option<FeedItem> {
    let title = shorten(&markdown::plain(&markdown::from_html(&entry.title.as_ref()?.content)), TITLE_MAX);
    if title.is_empty() {
        return None;
    }
    let html = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary_html = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let long = html.or(summary_html).unwrap_or_default();
    let body = markdown::from_html(cut(long, MAX_BODY_BYTES));
    let summary = match summary_html {
        Some(summary) => markdown::plain(&markdown::from_html(cut(summary, MAX_BODY_BYTES))),
        None => markdown::plain(&body),
    };
    let link = entry
        .links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .map(|link| link.href.as_str());
    let published = entry.published.or(entry.updated);
    let label = title_of(feed);
    let sources =
        link.and_then(web_address).map(|url| Source { label: label.unwrap_or_else(|| source.to_owned()), url });
    let picture = picture_of(entry, long);
    let category =
        entry.categories.first().map(|category| shorten(category.label.as_ref().unwrap_or(&category.term), 40));
    // Everything that would show, as it came: the moment of import is not part of it.
    let hash = fingerprint(format!("{title}\n{summary}\n{body}\n{link:?}\n{published:?}\n{category:?}\n{picture:?}"));
    let example = title.ends_with("(exemple)")
        || entry.categories.iter().any(|category| category.term.eq_ignore_ascii_case("exemple"));
    Some(FeedItem {
        external: entry.id.clone(),
        hash,
        news: News {
            id: record_id(source, &entry.id),
            title,
            summary: shorten(&summary, SUMMARY_MAX),
            body,
            category,
            audience: Audience::default(),
            communes: Vec::new(),
            interests: Vec::new(),
            image: None,
            link: link.and_then(web_address).map(|url| Link { label: "Lire la suite".to_owned(), url }),
            pinned: false,
            publish_at: published.map_or(now, |moment| moment.timestamp()),
            expire_at: None,
            notified_at: None,
            sourced: Sourced {
                sources: sources.into_iter().collect(),
                verified_on: published.map(|moment| moment.date_naive()),
                to_confirm: false,
                example,
            },
        },
        picture,
    })
}

fn title_of(feed: &Feed) -> Option<String> {
    feed.title.as_ref().map(|title| shorten(&markdown::plain(&markdown::from_html(&title.content)), 80))
}

/// The item's picture: an enclosure, a thumbnail, or the first one in its text.
fn picture_of(entry: &Entry, html: &str) -> Option<PictureLink> {
    let media = entry.media.iter().flat_map(|media| &media.content);
    let enclosed = media
        .filter(|content| content.content_type.as_ref().is_none_or(|kind| kind.ty() == "image"))
        .find_map(|content| content.url.as_ref().map(ToString::to_string));
    let thumbnail =
        || entry.media.iter().flat_map(|media| &media.thumbnails).map(|thumbnail| thumbnail.image.uri.clone()).next();
    enclosed.or_else(thumbnail).map(|address| PictureLink { address, alt: String::new() }).or_else(|| first_img(html))
}

/// The first `<img>`.
fn first_img(html: &str) -> Option<PictureLink> {
    let tag = html.get(html.find("<img ")?..)?.split('>').next()?;
    let attribute = |name: &str| {
        let rest = tag.split_once(&format!(" {name}="))?.1;
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest.get(1..)?
            .split(quote)
            .next()
            .map(|value| value.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'"))
    };
    Some(PictureLink { address: attribute("src")?, alt: attribute("alt").unwrap_or_default() })
}

fn cut(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_picture_of_a_text() {
        let html = r#"<p>Hop</p><img class="x" src="/a.jpg?w=1&amp;h=2" alt="Le marché"> <img src="b.png">"#;
        assert_eq!(
            first_img(html),
            Some(PictureLink { address: "/a.jpg?w=1&h=2".to_owned(), alt: "Le marché".to_owned() })
        );
        assert_eq!(first_img("<p>rien</p>"), None);
        assert_eq!(first_img("<img src=nu>"), None);
    }

    #[test]
    fn what_is_not_a_feed_is_said() {
        assert!(read(b"<html><body>404</body></html>", "x", None, 0).is_err());
        assert!(read(b"", "x", None, 0).is_err());
    }
}
