//! News: `content/news.xml`, a feed like any town's, with pictures of the territory's own folder.

use std::path::Path;

use super::{ContentError, Media, malformed};
use crate::domain::Record;
use crate::feed;

/// Name of the territory's own feed among the sources of news.
pub const SOURCE: &str = "territory/news";

/// The news. A territory may have none.
pub(super) fn read(path: &Path, media: &[Media]) -> Result<Vec<Record>, ContentError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let bytes = std::fs::read(path).map_err(|source| ContentError::Unreadable { path: path.to_owned(), source })?;
    // Relative addresses need some base; only the file's name is looked at.
    let feed =
        feed::read(&bytes, SOURCE, Some("file:///content/news.xml"), 0).map_err(|error| malformed(path, error))?;
    if let Some(warning) = feed.warnings.first() {
        return Err(malformed(path, warning));
    }
    feed.items
        .into_iter()
        .map(|item| {
            let mut news = item.news;
            if let Some(picture) = &item.picture {
                let file = picture.address.rsplit('/').next().unwrap_or_default();
                let found = media.iter().find(|media| media.file == file);
                news.image =
                    Some(found.ok_or_else(|| malformed(path, format!("media/{file} is missing")))?.image(&picture.alt));
            }
            Ok(Record::News(news))
        })
        .collect()
}
