//! What is due by itself: a moment to appear, a moment to go.

use shared::domain::UnixSeconds;
use sqlx::{AnyConnection, Row};

use super::edit::{go_live, note, put_state};
use super::{Article, ArticleState, COLUMNS, read};
use crate::storage::log::{Batch, write_batch};
use crate::storage::{Storage, StorageError};

/// Who does what nobody is there to do.
const BY_ITSELF: &str = "programme";

/// What was due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Articles that phones got.
    pub published: usize,
    /// Articles that phones lost.
    pub ended: usize,
}

impl Storage {
    /// Does what is due: each article in the transaction of all, so that two servers on one database do it once.
    pub async fn do_what_is_due(&self) -> Result<Due, StorageError> {
        let mut due = Due::default();
        // Most looks find nothing, and nothing is locked for them.
        if self.due_articles(self.clock.now()).await?.is_empty() {
            return Ok(due);
        }
        let (mut transaction, before) = self.begin_write().await?;
        let (now, mut seq) = (self.clock.now(), before);
        for (article, over) in due_in(&mut transaction, now).await? {
            if over {
                let batch = Batch { deletes: vec![Article::record_id(&article.id)], ..Batch::default() };
                seq = write_batch(&mut transaction, seq, &batch, now).await?;
                put_state(&mut transaction, &article, ArticleState::Ended, 0, now).await?;
                note(&mut transaction, &article, "end", BY_ITSELF, now).await?;
                due.ended += 1;
            } else {
                // What was typed since waits for its own publication.
                let mut scheduled = scheduled(&mut transaction, &article.id).await?.unwrap_or_else(|| article.clone());
                let mut article = article;
                if scheduled.draft.push {
                    article.draft.push = false;
                }
                seq = go_live(&mut transaction, seq, &mut scheduled, BY_ITSELF, now).await?;
                article.draft.notified_at = scheduled.draft.notified_at;
                put_state(&mut transaction, &article, ArticleState::Published, scheduled.version, now).await?;
                note(&mut transaction, &scheduled, "publish", BY_ITSELF, now).await?;
                due.published += 1;
            }
        }
        self.finish(transaction, before, seq).await?;
        Ok(due)
    }

    async fn due_articles(&self, now: UnixSeconds) -> Result<Vec<(Article, bool)>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        due_in(&mut connection, now).await
    }
}

/// Articles whose moment has come, and whether it is their end.
async fn due_in(connection: &mut AnyConnection, now: UnixSeconds) -> Result<Vec<(Article, bool)>, StorageError> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS}, CASE WHEN expire_at <= $1 THEN 1 ELSE 0 END AS over_now FROM articles
         WHERE (state = 'scheduled' AND publish_at <= $1) OR (state IN ('scheduled', 'published') AND expire_at <= $1)
         ORDER BY publish_at, id"
    )))
    .bind(now)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((read(row)?, i64::from(row.try_get::<i32, _>("over_now")?) == 1))).collect()
}

/// The article as it was when somebody last scheduled it.
async fn scheduled(connection: &mut AnyConnection, id: &str) -> Result<Option<Article>, StorageError> {
    let row = sqlx::query(
        "SELECT v.version, v.body, v.at, v.actor FROM article_versions v
         WHERE v.article = $1 AND v.action = 'schedule' ORDER BY v.at DESC, v.version DESC LIMIT 1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let body: String = row.try_get("body")?;
        Ok(Article {
            id: id.to_owned(),
            state: ArticleState::Scheduled,
            version: row.try_get::<i64, _>("version")?.unsigned_abs(),
            live: 0,
            draft: serde_json::from_str(&body)?,
            created_at: row.try_get("at")?,
            changed_at: row.try_get("at")?,
            changed_by: row.try_get("actor")?,
        })
    })
    .transpose()
}
