//! RSS 2.0, Atom and JSON Feed as news.

use std::path::{Path, PathBuf};

use shared::domain::{Image, Record, UnixSeconds};
use shared::feed::{FeedItem, FeedItems, PictureLink, text::shorten};
use url::Url;

use super::fetch::{self, Fetcher};
use super::{FetchError, ImportError, ImportReport, MAX_ITEMS};
use crate::clock::Clock;
use crate::media::{self, PictureError, Resized};
use crate::storage::{Imported, Picture, Storage};

/// Largest feed.
pub(super) const MAX_FEED_BYTES: usize = 5 * 1024 * 1024;

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

/// Imports the feed at `source`, a file or an address.
pub async fn import(
    storage: &Storage,
    source: &str,
    options: &FeedOptions,
    clock: &Clock,
) -> Result<ImportReport, ImportError> {
    let fetcher = Fetcher::new(options.allow_private)?;
    let bytes = fetch::read(source, MAX_FEED_BYTES, &fetcher).await?;
    let name = options.name.clone().unwrap_or_else(|| source.to_owned());
    let feed = parse(&bytes, source, &name, clock.now())?;
    let known = storage.known_items(&name).await?;
    let mut report = ImportReport { warnings: feed.warnings, ..ImportReport::default() };
    let mut items: Vec<Imported> = Vec::new();
    for item in feed.items {
        if known.get(&item.external) == Some(&item.hash) {
            report.counts.unchanged += 1;
        } else {
            items.push(with_picture(item, source, options, &fetcher, &mut report.warnings).await);
        }
    }
    let counts = storage.import(&name, &items, None).await?;
    report.counts = crate::storage::ImportCounts { unchanged: counts.unchanged + report.counts.unchanged, ..counts };
    Ok(report)
}

/// What a feed at `source` holds, named `name` among the sources.
pub(super) fn parse(bytes: &[u8], source: &str, name: &str, now: UnixSeconds) -> Result<FeedItems, ImportError> {
    let feed = shared::feed::read(bytes, name, base(source).as_ref().map(Url::as_str), now).map_err(|error| {
        ImportError::Malformed {
            address: source.to_owned(),
            expected: "an RSS, Atom or JSON feed",
            reason: error.to_string(),
        }
    })?;
    if feed.found > MAX_ITEMS {
        return Err(ImportError::TooMany { address: source.to_owned(), found: feed.found, limit: MAX_ITEMS });
    }
    Ok(feed)
}

/// What relative addresses in the feed are relative to.
fn base(source: &str) -> Option<Url> {
    fetch::web(source).or_else(|| std::path::absolute(source).ok().and_then(|path| Url::from_file_path(path).ok()))
}

/// Brings the item's picture, if it has one that can be used; else the words why not, for whoever follows the feed.
pub(super) async fn with_picture(
    mut item: FeedItem,
    source: &str,
    options: &FeedOptions,
    fetcher: &Fetcher,
    warnings: &mut Vec<String>,
) -> Imported {
    let mut pictures: Vec<Picture> = Vec::new();
    if let Some(PictureLink { address, alt }) = &item.picture {
        match picture(address, alt, source, options, fetcher).await {
            Ok(Resized { image, pictures: files }) => {
                item.news.image = Some(Image { alt: shorten(&image.alt, 200), ..image });
                pictures = files;
            }
            Err(reason) => {
                warnings.push(format!("«\u{202f}{}\u{202f}» arrive sans sa photo\u{a0}: {reason}.", item.news.title));
            }
        }
    }
    Imported { external: item.external, item_hash: item.hash, record: Record::News(item.news), pictures }
}

async fn picture(
    address: &str,
    alt: &str,
    source: &str,
    options: &FeedOptions,
    fetcher: &Fetcher,
) -> Result<Resized, String> {
    const ADDRESS: &str = "son adresse ne se lit pas";
    let base = base(source).ok_or(ADDRESS)?;
    let url = base.join(address).map_err(|_| ADDRESS)?;
    let bytes = if url.scheme() == "file" && fetch::web(source).is_none() {
        let path = url.to_file_path().map_err(|()| ADDRESS)?;
        within(&path, Path::new(source), options.pictures.as_deref())?;
        fetch::file(&path, media::MAX_BYTES).await
    } else {
        fetcher.get(&url, media::MAX_BYTES).await
    };
    let bytes = bytes.map_err(|error| not_brought(&error))?;
    let alt = alt.to_owned();
    let resized =
        tokio::task::spawn_blocking(move || media::resize(&bytes, &alt)).await.map_err(|error| error.to_string())?;
    resized.map_err(|error| {
        match error {
            PictureError::TooManyBytes => "elle est trop lourde",
            PictureError::TooManyPixels(width, height) => {
                return format!("elle est trop grande ({width}\u{a0}×\u{a0}{height} points)");
            }
            PictureError::Unreadable(_) => "ce n’est pas une image lisible",
        }
        .to_owned()
    })
}

fn not_brought(error: &FetchError) -> String {
    match error {
        FetchError::Answered { status, .. } => return format!("le site répond {status}"),
        FetchError::Slow(_) => "le site ne répond pas à temps",
        FetchError::Certificate(_) => "le certificat du site n’est pas valable",
        FetchError::Private(_) => "son adresse mène à l’intérieur du réseau",
        FetchError::Address(_) => "son adresse n’est pas celle d’un site web",
        FetchError::TooLarge { .. } => "elle est trop lourde",
        FetchError::Unreadable { .. } => "elle ne se lit pas",
    }
    .to_owned()
}

/// A feed in a file takes pictures from its own folder and the one it is given, not from the whole machine.
fn within(path: &Path, feed: &Path, pictures: Option<&Path>) -> Result<(), String> {
    let real = path.canonicalize().map_err(|_| "son fichier manque")?;
    let own = feed.parent();
    let allowed = [own, pictures]
        .into_iter()
        .flatten()
        .filter_map(|folder| folder.canonicalize().ok())
        .any(|folder| real.starts_with(folder));
    if allowed { Ok(()) } else { Err("son fichier est hors des dossiers du flux".to_owned()) }
}
