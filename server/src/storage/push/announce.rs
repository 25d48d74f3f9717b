//! An article asks to be told: one line, in the transaction that publishes it.

use shared::domain::{News, UnixSeconds};
use shared::protocol::{PushPayload, push_topic};
use sqlx::{AnyConnection, Row};

use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};

/// How long an announcement is worth being sent. A phone's night and a provider's bad day end before.
pub const DEADLINE_SECONDS: i64 = 86_400;

/// Longest text of a notification, in characters: more is cut by phones, and the payload must fit where little does.
const BODY_MAX_CHARS: usize = 180;

/// What a notification of this article carries.
pub fn payload(news: &News) -> PushPayload {
    PushPayload {
        v: 1,
        kind: "news".to_owned(),
        id: news.id.clone(),
        title: cut(&news.title),
        body: cut(&news.summary),
        topic: news.category.as_deref().map(push_topic).unwrap_or_default(),
        audience: news.audience,
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= BODY_MAX_CHARS {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(BODY_MAX_CHARS - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// Phones that asked for it, from the next moment on, are told of this article.
pub(in crate::storage) async fn announce(
    connection: &mut AnyConnection,
    news: &News,
    by: &str,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    let payload = payload(news);
    let deadline = (now + DEADLINE_SECONDS).min(news.expire_at.unwrap_or(UnixSeconds::MAX));
    let row =
        sqlx::query("SELECT COALESCE(MAX(id), 0) AS last FROM push_subscriptions").fetch_one(&mut *connection).await?;
    sqlx::query(
        "INSERT INTO push_sends (article, payload, topic, begun_at, begun_by, deadline, state, spread_to, spread_end, sent, gone,
             refused, late)
         VALUES ($1, $2, $3, $4, $5, $6, 'spreading', 0, $7, 0, 0, 0, 0)",
    )
    .bind(&news.id)
    .bind(serde_json::to_string(&payload)?)
    .bind(&payload.topic)
    .bind(now)
    .bind(by)
    .bind(deadline)
    .bind(row.try_get::<i64, _>("last")?)
    .execute(&mut *connection)
    .await?;
    audit(connection, now, by, "news.notify", &news.id).await
}

/// An article was corrected: phones that are still to be told are told its new words.
pub(in crate::storage) async fn amend(
    connection: &mut AnyConnection,
    news: &News,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    let ends = news.expire_at.unwrap_or(UnixSeconds::MAX);
    if ends <= now {
        return stop(connection, &news.id).await;
    }
    sqlx::query(
        "UPDATE push_sends SET payload = $1, deadline = CASE WHEN deadline > $2 THEN $2 ELSE deadline END
         WHERE article = $3 AND state IN ('spreading', 'sending')",
    )
    .bind(serde_json::to_string(&payload(news))?)
    .bind(ends)
    .bind(&news.id)
    .execute(connection)
    .await?;
    Ok(())
}

/// An article leaves phones: whoever was not told of it is not told.
pub(in crate::storage) async fn stop(connection: &mut AnyConnection, article: &str) -> Result<(), StorageError> {
    // The announcement first: another node that spreads it holds this row until its step is whole.
    let stopped = sqlx::query(
        "UPDATE push_sends SET state = 'stopped' WHERE article = $1 AND state IN ('spreading', 'sending') RETURNING id",
    )
    .bind(article)
    .fetch_all(&mut *connection)
    .await?;
    for row in stopped {
        sqlx::query("DELETE FROM push_outbox WHERE send = $1")
            .bind(row.try_get::<i64, _>("id")?)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

impl Storage {
    /// Ends all announcements as they are: phones got what a restored backup still has to send, or it is of long ago.
    pub(in crate::storage) async fn forget_unsent_push(&self) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        for statement in [
            "UPDATE push_sends SET state = 'stopped' WHERE state IN ('spreading', 'sending')",
            "DELETE FROM push_outbox",
        ] {
            sqlx::query(statement).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn what_is_cut_ends_with_a_whole_word_or_letter_and_says_so() {
        assert_eq!(cut("Samedi au parc."), "Samedi au parc.");
        let long = cut(&"é".repeat(400));
        assert_eq!((long.chars().count(), long.chars().last()), (180, Some('…')));
        assert!(!cut(&"mot ".repeat(100)).contains(" …"));
    }
}
