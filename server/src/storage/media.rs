//! Pictures that nothing shows any more: of forms that were never saved, of things from feeds that were set aside.
//!
//! What shows a picture is read from the texts that name it, history included, because « Remettre » brings old words back
//! with theirs; a count of references beside them would have to be right after every write. A picture goes when nothing
//! named it for [`IDLE`]: whoever holds a form open for so long chooses it again.

use std::collections::HashSet;

use sqlx::Row;

use super::{Storage, StorageError};

/// Seconds that a picture is kept without anything that shows it: thirty days.
const IDLE: i64 = 30 * 86_400;

/// Letters of a picture's name.
const NAME: usize = 64;

/// Texts that name pictures. Of what a feed brought and somebody set aside, nothing is shown until it changes.
const TEXTS: [&str; 6] = [
    "SELECT body FROM records WHERE body IS NOT NULL",
    "SELECT body FROM record_versions",
    "SELECT body FROM articles",
    "SELECT body FROM article_versions",
    "SELECT body FROM offer_proposals",
    "SELECT body FROM feed_items WHERE state <> 'dismissed' OR changed = 1",
];

impl Storage {
    /// Notes which pictures nothing shows, and deletes those that it has been so for thirty days. How many went.
    pub async fn sweep_media(&self) -> Result<u64, StorageError> {
        // Writers wait meanwhile: what is named between the reading and the deleting would lose its picture.
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let mut shown: HashSet<String> = HashSet::new();
        for texts in TEXTS {
            for row in sqlx::query(texts).fetch_all(&mut *transaction).await? {
                shown.extend(names(row.try_get("body")?));
            }
        }
        let kept = sqlx::query("SELECT sha256 FROM media").fetch_all(&mut *transaction).await?;
        let noted = sqlx::query("SELECT sha256 FROM idle_media").fetch_all(&mut *transaction).await?;
        let read = |rows: &[sqlx::any::AnyRow]| {
            rows.iter().map(|row| row.try_get("sha256")).collect::<Result<HashSet<String>, _>>()
        };
        let (kept, noted) = (read(&kept)?, read(&noted)?);
        for name in noted.intersection(&shown) {
            sqlx::query("DELETE FROM idle_media WHERE sha256 = $1").bind(name).execute(&mut *transaction).await?;
        }
        for name in kept.difference(&shown).filter(|name| !noted.contains(*name)) {
            sqlx::query("INSERT INTO idle_media (sha256, since) VALUES ($1, $2)")
                .bind(name)
                .bind(now)
                .execute(&mut *transaction)
                .await?;
        }
        let gone = sqlx::query("DELETE FROM media WHERE sha256 IN (SELECT sha256 FROM idle_media WHERE since <= $1)")
            .bind(now - IDLE)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(gone.rows_affected())
    }
}

/// Names of pictures in a text: whatever looks like one. Too much keeps a picture; too little would lose one.
fn names(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_hexdigit());
    words.filter(|word| word.len() == NAME).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_wherever_it_stands() {
        let name = "0a".repeat(32);
        assert_eq!(names(&format!("{{\"sha256\":\"{name}\",\"width\":640}}")), std::slice::from_ref(&name));
        assert_eq!(names(&format!("/media/{name}.webp")), std::slice::from_ref(&name));
        assert!(names(&format!("{name}0")).is_empty());
    }
}
