//! Answers kept while they are asked for, and where the log stands.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use shared::protocol::SYNC_PAGE_RECORDS;
use tokio::sync::watch;

use super::Answer;
use crate::storage::{Head, Storage, StorageError};

/// Most answers kept.
const MAX_ANSWERS: usize = 64;

/// Most bytes kept: the whole content of a region and the deltas of a busy day.
const MAX_BYTES: usize = 12 * 1024 * 1024;

/// The answers of the change log.
#[derive(Clone, Debug)]
pub struct Library {
    storage: Storage,
    head: watch::Receiver<Head>,
    kept: Arc<Mutex<Kept>>,
    /// One answer is made at a time: a crowd that asks the same waits for it instead of making it again.
    making: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct Kept {
    /// Most recently asked for first.
    answers: VecDeque<(Key, Arc<Answer>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    since: u64,
    log: String,
    end: u64,
    horizon: u64,
}

impl Library {
    /// Answers from `storage`, whose head `head` follows.
    pub fn new(storage: Storage, head: watch::Receiver<Head>) -> Self {
        Self { storage, head, kept: Arc::default(), making: Arc::default() }
    }

    /// Where the log stands.
    pub fn head(&self) -> Head {
        self.head.borrow().clone()
    }

    /// The answer to a cursor that can be continued from.
    pub async fn answer(&self, since: u64) -> Result<Arc<Answer>, StorageError> {
        let head = self.head();
        let key = Key { since, log: head.log.clone(), end: head.seq, horizon: head.horizon };
        if let Some(answer) = self.find(&key) {
            return Ok(answer);
        }
        let _making = self.making.lock().await;
        if let Some(answer) = self.find(&key) {
            return Ok(answer);
        }
        let mut changes = self.storage.changes(since, head.seq, SYNC_PAGE_RECORDS + 1).await?;
        let more = changes.len() > SYNC_PAGE_RECORDS;
        changes.truncate(SYNC_PAGE_RECORDS);
        let made = tokio::task::spawn_blocking(move || Answer::new(&head, &changes, more)).await;
        let answer = Arc::new(made.map_err(|error| StorageError::Address(error.to_string()))??);
        self.keep(key, &answer);
        Ok(answer)
    }

    fn find(&self, key: &Key) -> Option<Arc<Answer>> {
        let mut kept = self.kept.lock().ok()?;
        let at = kept.answers.iter().position(|(other, _)| other == key)?;
        if at > 0 {
            let found = kept.answers.remove(at)?;
            kept.answers.push_front(found);
        }
        kept.answers.front().map(|(_, answer)| Arc::clone(answer))
    }

    fn keep(&self, key: Key, answer: &Arc<Answer>) {
        let Ok(mut kept) = self.kept.lock() else { return };
        // Answers of a log that moved on are not asked for again.
        kept.answers.retain(|(other, _)| other.log == key.log && other.end == key.end);
        kept.answers.push_front((key, Arc::clone(answer)));
        let mut bytes = 0;
        let mut count = 0;
        kept.answers.retain(|(_, answer)| {
            bytes += answer.weight();
            count += 1;
            count == 1 || (count <= MAX_ANSWERS && bytes <= MAX_BYTES)
        });
    }
}
