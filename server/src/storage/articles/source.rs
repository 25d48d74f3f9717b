//! Articles and the feeds that some of them came from: what may follow its source, and what someone made their own.

use shared::domain::{Kind, News, Record, RecordId, UnixSeconds};
use sqlx::AnyConnection;

use super::edit::{find, insert, note};
use super::{ArticleState, Draft};
use crate::storage::StorageError;
use crate::storage::log::stored;

/// Whether someone wrote on news, or took it back, since phones have it as `current`, its JSON.
pub(in crate::storage) async fn is_written_on(
    connection: &mut AnyConnection,
    id: &RecordId,
    current: &str,
) -> Result<bool, StorageError> {
    if id.kind != Kind::News.name() {
        return Ok(false);
    }
    let Some(article) = find(connection, &id.id).await? else { return Ok(false) };
    let news: News = serde_json::from_str(current)?;
    Ok(article.state != ArticleState::Published || article.draft != Draft::of(&news))
}

/// The version of the article that was made of a record, if one was.
pub(in crate::storage) async fn version(
    connection: &mut AnyConnection,
    id: &RecordId,
) -> Result<Option<u64>, StorageError> {
    if id.kind != Kind::News.name() {
        return Ok(None);
    }
    Ok(find(connection, &id.id).await?.map(|article| article.version))
}

/// An article that nobody wrote on says what its source now says. Whoever has it open is told when they save.
pub(in crate::storage) async fn follow(
    connection: &mut AnyConnection,
    record: &Record,
    now: UnixSeconds,
    by: &str,
) -> Result<(), StorageError> {
    let Record::News(news) = record else { return Ok(()) };
    let Some(article) = find(connection, &news.id).await? else { return Ok(()) };
    put(connection, news, ArticleState::Published, article.version + 1, article.version + 1, now, by).await
}

/// An article says what its source now says, on phones (`live`) or in its draft only. Its former words stay in its history.
pub(in crate::storage) async fn replace(
    connection: &mut AnyConnection,
    news: &News,
    live: bool,
    now: UnixSeconds,
    by: &str,
) -> Result<(), StorageError> {
    if find(connection, &news.id).await?.is_none() {
        let current = stored(connection, &super::Article::record_id(&news.id)).await?;
        let Some(shown) = current.map(|body| serde_json::from_str::<News>(&body)).transpose()? else {
            return insert(connection, &news.id, ArticleState::Draft, 0, &Draft::of(news), by, now).await;
        };
        // What phones have of it is the first thing that its history can give back.
        insert(connection, &news.id, ArticleState::Published, 1, &Draft::of(&shown), by, now).await?;
    }
    let Some(article) = find(connection, &news.id).await? else { return Ok(()) };
    if article.draft != Draft::of(news) {
        note(connection, &article, "replace", by, now).await?;
    }
    let next = article.version + 1;
    let (state, shown) = if live { (ArticleState::Published, next) } else { (article.state, article.live) };
    put(connection, news, state, next, shown, now, by).await
}

async fn put(
    connection: &mut AnyConnection,
    news: &News,
    state: ArticleState,
    version: u64,
    live: u64,
    now: UnixSeconds,
    by: &str,
) -> Result<(), StorageError> {
    let draft = Draft::of(news);
    sqlx::query(
        "UPDATE articles SET state = $1, version = $2, live = $3, body = $4, title = $5, publish_at = $6, expire_at = $7,
             changed_at = $8, changed_by = $9 WHERE id = $10",
    )
    .bind(state.name())
    .bind(version as i64)
    .bind(live as i64)
    .bind(serde_json::to_string(&draft)?)
    .bind(&draft.title)
    .bind(draft.publish_at)
    .bind(draft.expire_at)
    .bind(now)
    .bind(by)
    .bind(&news.id)
    .execute(connection)
    .await?;
    Ok(())
}
