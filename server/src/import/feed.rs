//! RSS 2.0, Atom and JSON Feed as news.

use std::path::{Path, PathBuf};

use feed_rs::model::{Entry, Feed};
use shared::domain::{Audience, Image, News, Record, Source, Sourced};
use url::Url;

use super::fetch::{self, Fetcher};
use super::{ImportError, ImportReport, MAX_ITEMS, markdown, read_on, record_id, shorten, web_address};
use crate::clock::Clock;
use crate::digest;
use crate::media::{self, Resized};
use crate::storage::{Imported, Picture, Storage};

/// Largest feed.
const MAX_FEED_BYTES: usize = 5 * 1024 * 1024;

/// Largest text of one item, in bytes of HTML.
const MAX_BODY_BYTES: usize = 256 * 1024;

const TITLE_MAX: usize = 120;
const SUMMARY_MAX: usize = 160;

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct FeedOptions {
    /// Name among the sources; the address when absent.
    pub name: Option<String>,
    /// Folder that a feed in a file may take pictures from, beside its own.
    pub pictures: Option<PathBuf>,
    /// Addresses inside this network may be read.
    pub allow_private: bool,
}

/// A news item and where its picture is.
struct Item {
    external: String,
    hash: String,
    news: News,
    picture: Option<(String, String)>,
}

/// Imports the feed at `source`, a file or an address.
pub async fn import(storage: &Storage, source: &str, options: &FeedOptions, clock: &Clock) -> Result<ImportReport, ImportError> {
    let fetcher = Fetcher::new(options.allow_private)?;
    let bytes = fetch::read(source, MAX_FEED_BYTES, &fetcher).await?;
    let name = options.name.clone().unwrap_or_else(|| source.to_owned());
    let feed = parse(source, &bytes)?;
    if feed.entries.len() > MAX_ITEMS {
        return Err(ImportError::TooMany { address: source.to_owned(), found: feed.entries.len(), limit: MAX_ITEMS });
    }
    let known = storage.known_items(&name).await?;
    let mut report = ImportReport::default();
    let mut items: Vec<Imported> = Vec::new();
    for entry in &feed.entries {
        let Some(item) = read(&name, &feed, entry, clock.now()) else {
            report.warnings.push(format!("an item without a title was left out ({})", entry.id));
            continue;
        };
        if items.iter().any(|other| other.external == item.external) {
            report.warnings.push(format!("«{}» stands twice in the feed; the first one was taken", item.news.title));
            continue;
        }
        if known.get(&item.external) == Some(&item.hash) {
            report.counts.unchanged += 1;
            continue;
        }
        items.push(with_picture(item, source, options, &fetcher, &mut report.warnings).await);
    }
    let counts = storage.import(&name, &items, None).await?;
    report.counts = crate::storage::ImportCounts { unchanged: counts.unchanged + report.counts.unchanged, ..counts };
    Ok(report)
}

fn parse(source: &str, bytes: &[u8]) -> Result<Feed, ImportError> {
    let base = match fetch::web(source) {
        Some(url) => Some(url),
        None => std::path::absolute(source).ok().and_then(|path| Url::from_file_path(path).ok()),
    };
    feed_rs::parser::Builder::new().base_uri(base.map(|url| url.to_string())).build().parse(bytes).map_err(|error| ImportError::Malformed {
        address: source.to_owned(),
        expected: "an RSS, Atom or JSON feed",
        reason: error.to_string(),
    })
}

/// An entry as a news item. `None` without a title.
fn read(source: &str, feed: &Feed, entry: &Entry, now: i64) -> Option<Item> {
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
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate")).map(|link| link.href.as_str());
    let published = entry.published.or(entry.updated);
    let label = feed.title.as_ref().map(|title| shorten(&markdown::plain(&markdown::from_html(&title.content)), 80));
    let sources = link.and_then(web_address).map(|url| Source { label: label.unwrap_or_else(|| source.to_owned()), url });
    let picture = picture_of(entry, long);
    let category = entry.categories.first().map(|category| shorten(category.label.as_ref().unwrap_or(&category.term), 40));
    // Everything that would show, as it came: the moment of import is not part of it.
    let hash = digest::hex(format!("{title}\n{summary}\n{body}\n{link:?}\n{published:?}\n{category:?}\n{picture:?}"));
    let example = title.ends_with("(exemple)") || entry.categories.iter().any(|category| category.term.eq_ignore_ascii_case("exemple"));
    Some(Item {
        external: entry.id.clone(),
        hash,
        news: News {
            id: record_id(source, &entry.id),
            title,
            summary: shorten(&summary, SUMMARY_MAX),
            body,
            category,
            audience: Audience::default(),
            image: None,
            link: read_on(link),
            pinned: false,
            publish_at: published.map_or(now, |moment| moment.timestamp()),
            expire_at: None,
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

/// Address and words of the item's picture: an enclosure, a thumbnail, or the first one in its text.
fn picture_of(entry: &Entry, html: &str) -> Option<(String, String)> {
    let media = entry.media.iter().flat_map(|media| &media.content);
    let enclosed = media
        .filter(|content| content.content_type.as_ref().is_none_or(|kind| kind.ty() == "image"))
        .find_map(|content| content.url.as_ref().map(ToString::to_string));
    let thumbnail = || entry.media.iter().flat_map(|media| &media.thumbnails).map(|thumbnail| thumbnail.image.uri.clone()).next();
    enclosed.or_else(thumbnail).map(|address| (address, String::new())).or_else(|| first_img(html))
}

/// Address and alternative text of the first `<img>`.
fn first_img(html: &str) -> Option<(String, String)> {
    let tag = html.get(html.find("<img ")?..)?.split('>').next()?;
    let attribute = |name: &str| {
        let rest = tag.split_once(&format!(" {name}="))?.1;
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest.get(1..)?.split(quote).next().map(|value| value.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'"))
    };
    Some((attribute("src")?, attribute("alt").unwrap_or_default()))
}

fn cut(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or(text)
}

/// Brings the item's picture, if it has one that can be used.
async fn with_picture(mut item: Item, source: &str, options: &FeedOptions, fetcher: &Fetcher, warnings: &mut Vec<String>) -> Imported {
    let mut pictures: Vec<Picture> = Vec::new();
    if let Some((address, alt)) = &item.picture {
        match picture(address, alt, source, options, fetcher).await {
            Ok(Resized { image, pictures: files }) => {
                item.news.image = Some(Image { alt: shorten(&image.alt, 200), ..image });
                pictures = files;
            }
            Err(reason) => warnings.push(format!("«{}» comes without its picture: {reason}", item.news.title)),
        }
    }
    Imported { external: item.external, item_hash: item.hash, record: Record::News(item.news), pictures }
}

async fn picture(address: &str, alt: &str, source: &str, options: &FeedOptions, fetcher: &Fetcher) -> Result<Resized, String> {
    let base = match fetch::web(source) {
        Some(url) => url,
        None => std::path::absolute(source).ok().and_then(|path| Url::from_file_path(path).ok()).ok_or("its address cannot be read")?,
    };
    let url = base.join(address).map_err(|error| error.to_string())?;
    let bytes = if url.scheme() == "file" && fetch::web(source).is_none() {
        let path = url.to_file_path().map_err(|()| "its address cannot be read".to_owned())?;
        within(&path, Path::new(source), options.pictures.as_deref())?;
        fetch::file(&path, media::MAX_BYTES).await
    } else {
        fetcher.get(&url, media::MAX_BYTES).await
    };
    let bytes = bytes.map_err(|error| error.to_string())?;
    let alt = alt.to_owned();
    let resized = tokio::task::spawn_blocking(move || media::resize(&bytes, &alt)).await.map_err(|error| error.to_string())?;
    resized.map_err(|error| error.to_string())
}

/// A feed in a file takes pictures from its own folder and the one it is given, not from the whole machine.
fn within(path: &Path, feed: &Path, pictures: Option<&Path>) -> Result<(), String> {
    let real = path.canonicalize().map_err(|error| format!("{}: {error}", path.display()))?;
    let own = feed.parent();
    let allowed = [own, pictures].into_iter().flatten().filter_map(|folder| folder.canonicalize().ok()).any(|folder| real.starts_with(folder));
    if allowed { Ok(()) } else { Err(format!("{} lies outside the feed's folders", path.display())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_picture_of_a_text() {
        let html = r#"<p>Hop</p><img class="x" src="/a.jpg?w=1&amp;h=2" alt="Le marché"> <img src="b.png">"#;
        assert_eq!(first_img(html), Some(("/a.jpg?w=1&h=2".to_owned(), "Le marché".to_owned())));
        assert_eq!(first_img("<p>rien</p>"), None);
        assert_eq!(first_img("<img src=nu>"), None);
    }
}
