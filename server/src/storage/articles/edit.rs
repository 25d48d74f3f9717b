//! Writing, publishing, taking back.

use shared::domain::{Kind, News, Record, UnixSeconds};
use sqlx::{AnyConnection, Row};

use super::{Article, ArticleState, COLUMNS, Draft, read};
use crate::entropy;
use crate::storage::inbox::audit;
use crate::storage::log::{Batch, Picture, stored, write_batch};
use crate::storage::{Storage, StorageError, push};

/// Most lines of a list.
const LINES: i64 = 200;

/// What became of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is kept.
    Kept(Box<Article>),
    /// Somebody saved in between: theirs.
    Conflict(Box<Article>),
    /// There is no such article any more.
    Gone,
}

/// What is done with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Phones get it, at its moment if it has one.
    Publish,
    /// Phones lose it; it can be written on.
    Withdraw,
}

/// One thing that was done to an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub version: u64,
    /// `publish`, `schedule`, `withdraw`, `end`.
    pub action: String,
    /// When.
    pub at: UnixSeconds,
    /// By whom.
    pub actor: String,
    /// Its words at that moment.
    pub draft: Draft,
}

impl Storage {
    /// Begins an article with these words.
    pub async fn begin_article(&self, actor: &str, draft: &Draft) -> Result<Article, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let id = entropy::ulid(now)?;
        insert(&mut transaction, &id, ArticleState::Draft, 0, draft, actor, now).await?;
        let article = find(&mut transaction, &id).await?;
        audit(&mut transaction, now, actor, "news.begin", &id).await?;
        transaction.commit().await?;
        article.ok_or(StorageError::Database(sqlx::Error::RowNotFound))
    }

    /// An article. A news item that came from elsewhere becomes one the first time that it is opened.
    pub async fn article(&self, actor: &str, id: &str) -> Result<Option<Article>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        if let Some(article) = find(&mut connection, id).await? {
            return Ok(Some(article));
        }
        drop(connection);
        let (mut transaction, _) = self.begin_write().await?;
        let Some(body) = stored(&mut transaction, &Article::record_id(id)).await? else { return Ok(None) };
        let news: News = serde_json::from_str(&body)?;
        insert(&mut transaction, id, ArticleState::Published, 1, &Draft::of(&news), actor, self.clock.now()).await?;
        let article = find(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(article)
    }

    /// Articles and news that came from elsewhere: what is being written first, then the newest.
    pub async fn articles(&self) -> Result<Vec<Article>, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM articles ORDER BY changed_at DESC, id DESC LIMIT {LINES}"
        )))
        .fetch_all(&self.pool)
        .await?;
        let mut articles = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for body in self.bodies(Kind::News.name()).await? {
            // What a newer version wrote is shown by no page of this one.
            let Ok(news) = serde_json::from_str::<News>(&body) else { continue };
            if articles.iter().all(|article| article.id != news.id) {
                articles.push(Article {
                    id: news.id.clone(),
                    state: ArticleState::Published,
                    version: 1,
                    live: 1,
                    draft: Draft::of(&news),
                    created_at: news.publish_at,
                    changed_at: news.publish_at,
                    changed_by: String::new(),
                });
            }
        }
        Ok(articles)
    }

    /// Saves what is being written over version `seen`. The same words again keep their version.
    pub async fn save_article(
        &self,
        actor: &str,
        id: &str,
        seen: u64,
        draft: &Draft,
        pictures: &[Picture],
    ) -> Result<Saved, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let Some(article) = find(&mut transaction, id).await? else { return Ok(Saved::Gone) };
        if article.draft == *draft {
            return Ok(Saved::Kept(Box::new(article)));
        }
        if article.version != seen {
            return Ok(Saved::Conflict(Box::new(article)));
        }
        let batch = Batch { pictures: pictures.to_vec(), ..Batch::default() };
        write_batch(&mut transaction, before, &batch, self.clock.now()).await?;
        sqlx::query(
            "UPDATE articles SET version = version + 1, body = $1, title = $2, changed_at = $3, changed_by = $4 WHERE id = $5",
        )
        .bind(serde_json::to_string(draft)?)
        .bind(&draft.title)
        .bind(self.clock.now())
        .bind(actor)
        .bind(id)
        .execute(&mut *transaction)
        .await?;
        let article = find(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(article.map_or(Saved::Gone, |article| Saved::Kept(Box::new(article))))
    }

    /// Publishes version `seen`, or takes it back. `Conflict`: it is another version by now.
    pub async fn act_on_article(&self, actor: &str, id: &str, seen: u64, act: Act) -> Result<Saved, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let Some(mut article) = find(&mut transaction, id).await? else { return Ok(Saved::Gone) };
        if article.version != seen {
            return Ok(Saved::Conflict(Box::new(article)));
        }
        let now = self.clock.now();
        let mut seq = before;
        let (state, action) = match act {
            Act::Publish if article.draft.publish_at.is_some_and(|at| at > now) => {
                // What phones have of a former publication stays until then.
                (ArticleState::Scheduled, "schedule")
            }
            Act::Publish => {
                seq = go_live(&mut transaction, seq, &mut article, actor, now).await?;
                (ArticleState::Published, "publish")
            }
            Act::Withdraw => {
                let batch = Batch { deletes: vec![Article::record_id(id)], ..Batch::default() };
                seq = write_batch(&mut transaction, seq, &batch, now).await?;
                (ArticleState::Draft, "withdraw")
            }
        };
        let live = match (act, state) {
            (Act::Withdraw, _) => 0,
            (_, ArticleState::Published) => article.version,
            _ => article.live,
        };
        put_state(&mut transaction, &article, state, live, now).await?;
        note(&mut transaction, &article, action, actor, now).await?;
        let article = find(&mut transaction, id).await?;
        self.finish(transaction, before, seq).await?;
        Ok(article.map_or(Saved::Gone, |article| Saved::Kept(Box::new(article))))
    }

    /// Deletes an article that phones do not have. `false`: they have it, or it is gone.
    pub async fn delete_article(&self, actor: &str, id: &str) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let Some(article) = find(&mut transaction, id).await? else { return Ok(false) };
        if article.live > 0 || article.state == ArticleState::Scheduled {
            return Ok(false);
        }
        for statement in ["DELETE FROM article_versions WHERE article = $1", "DELETE FROM articles WHERE id = $1"] {
            sqlx::query(statement).bind(id).execute(&mut *transaction).await?;
        }
        audit(&mut transaction, self.clock.now(), actor, "news.delete", id).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// What was done to an article, last first.
    pub async fn article_versions(&self, id: &str) -> Result<Vec<Version>, StorageError> {
        let rows = sqlx::query(
            "SELECT version, action, at, actor, body FROM article_versions WHERE article = $1 ORDER BY at DESC, version DESC",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let body: String = row.try_get("body")?;
                Ok(Version {
                    version: row.try_get::<i64, _>("version")?.unsigned_abs(),
                    action: row.try_get("action")?,
                    at: row.try_get("at")?,
                    actor: row.try_get("actor")?,
                    draft: serde_json::from_str(&body)?,
                })
            })
            .collect()
    }
}

/// Gives phones what is written, and tells those that asked if that is wanted: once, so the wish ends here. Returns the
/// log's end.
pub(super) async fn go_live(
    connection: &mut AnyConnection,
    seq: u64,
    article: &mut Article,
    by: &str,
    now: UnixSeconds,
) -> Result<u64, StorageError> {
    let over = article.draft.expire_at.is_some_and(|end| end <= now);
    let notify = std::mem::take(&mut article.draft.push) && !over;
    if notify {
        article.draft.notified_at = Some(now);
    }
    let news = article.draft.news(&article.id, article.draft.publish_at.unwrap_or(now));
    if notify {
        push::announce(connection, &news, by, now).await?;
    } else {
        push::amend(connection, &news, now).await?;
    }
    let batch = Batch { upserts: vec![Record::News(news)], ..Batch::default() };
    write_batch(connection, seq, &batch, now).await
}

/// Writes where an article stands. One that goes live without a moment of its own gets this one, and keeps it: what is
/// corrected later does not become new again.
pub(super) async fn put_state(
    connection: &mut AnyConnection,
    article: &Article,
    state: ArticleState,
    live: u64,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    let mut draft = article.draft.clone();
    if state == ArticleState::Published && draft.publish_at.is_none() {
        draft.publish_at = Some(now);
    }
    sqlx::query("UPDATE articles SET state = $1, live = $2, body = $3, publish_at = $4, expire_at = $5 WHERE id = $6")
        .bind(state.name())
        .bind(live as i64)
        .bind(serde_json::to_string(&draft)?)
        .bind(draft.publish_at)
        .bind(draft.expire_at)
        .bind(&article.id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes down what was done, in the article's history and in the audit.
pub(super) async fn note(
    connection: &mut AnyConnection,
    article: &Article,
    action: &str,
    actor: &str,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO article_versions (article, version, action, at, actor, body) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (article, version, action) DO UPDATE SET at = excluded.at, actor = excluded.actor",
    )
    .bind(&article.id)
    .bind(article.version as i64)
    .bind(action)
    .bind(now)
    .bind(actor)
    .bind(serde_json::to_string(&article.draft)?)
    .execute(&mut *connection)
    .await?;
    audit(connection, now, actor, &format!("news.{action}"), &article.id).await
}

pub(super) async fn find(connection: &mut AnyConnection, id: &str) -> Result<Option<Article>, StorageError> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM articles WHERE id = $1")))
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn insert(
    connection: &mut AnyConnection,
    id: &str,
    state: ArticleState,
    live: u64,
    draft: &Draft,
    actor: &str,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO articles (id, state, version, live, body, title, publish_at, expire_at, created_at, changed_at, changed_by)
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id)
    .bind(state.name())
    .bind(live as i64)
    .bind(serde_json::to_string(draft)?)
    .bind(&draft.title)
    .bind(draft.publish_at)
    .bind(draft.expire_at)
    .bind(now)
    .bind(now)
    .bind(actor)
    .execute(connection)
    .await?;
    Ok(())
}
