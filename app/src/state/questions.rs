//! The last questions asked of search. On the device alone, erased with everything personal.

use std::time::Duration;

use dioxus::core::Task;
use dioxus::prelude::*;
use shared::store::{Store, StoreError};

use super::{Asked, Local, keep, local, use_personal};
use crate::hooks::use_effect;
use crate::platform;

/// Name under which the store keeps them, last first.
const NAME: &str = "questions";

/// Most of them kept.
const MOST: usize = 8;

/// How long a question must stand before it was asked rather than half typed.
const STANDS: Duration = Duration::from_secs(3);

/// The last questions, last first.
pub fn use_kept_questions() -> Asked<Vec<String>> {
    use_personal(kept)
}

/// Keeps the question once it stood a while, if it is worth it.
pub fn use_kept_question(question: ReadSignal<String>, worth: Memo<bool>) {
    let local = use_context::<Local>();
    let mut waiting: Signal<Option<Task>> = use_signal(|| None);
    use_effect(move || {
        let question = question.read().trim().to_owned();
        if let Some(former) = waiting.write().take() {
            former.cancel();
        }
        if *worth.read() {
            waiting.set(Some(spawn(async move {
                platform::sleep(STANDS).await;
                change(local, |questions| put(questions, question));
            })));
        }
    });
}

/// Forgets one.
pub fn forget_question(question: &str) {
    change(local(), |questions| questions.retain(|kept| kept != question));
}

/// Forgets all of them.
pub fn forget_questions() {
    change(local(), Vec::clear);
}

fn kept(store: &Store) -> Result<Vec<String>, StoreError> {
    Ok(store.setting::<Vec<String>>(NAME)?.unwrap_or_default())
}

fn change(local: Local, act: impl FnOnce(&mut Vec<String>)) {
    let store = local.store();
    let changed = kept(&store).and_then(|mut questions| {
        act(&mut questions);
        store.set_setting(NAME, &questions)
    });
    keep(local, changed);
}

/// Puts a question first. One that another goes on with, or that differs in case alone, was that other's beginning.
fn put(questions: &mut Vec<String>, question: String) {
    let asked = shared::search::fold(&question);
    questions.retain(|kept| !asked.starts_with(&shared::search::fold(kept)));
    questions.insert(0, question);
    questions.truncate(MOST);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_questions_are_kept_each_once_and_not_their_beginnings() {
        let mut questions = Vec::new();
        for question in ["logement", "permis", "Permis à un euro", "LOGEMENT"] {
            put(&mut questions, question.to_owned());
        }
        assert_eq!(questions, ["LOGEMENT", "Permis à un euro"]);
        for n in 10..30 {
            put(&mut questions, n.to_string());
        }
        assert_eq!((questions.len(), questions.first().map(String::as_str)), (MOST, Some("29")));
    }
}
