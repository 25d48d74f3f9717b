//! What screens note for the town's sums. A number that cannot be kept is not worth a word.

use std::time::Duration;

use dioxus::core::Task;
use dioxus::prelude::*;
use shared::domain::{Kind, RecordId};
use shared::store::Which;

use super::Local;
use crate::hooks::use_effect;
use crate::platform;

/// How long the words of a search must stand before it was in vain rather than half typed.
const STANDS: Duration = Duration::from_secs(3);

/// Notes that a record was opened.
pub fn use_read(kind: Kind, id: ReadSignal<String>) {
    let local = use_context::<Local>();
    use_effect(move || {
        let id = RecordId { kind: kind.name().to_owned(), id: id.read().clone() };
        note(local, |store| store.note_read(&id, platform::now()));
    });
}

/// Notes a search that finds nothing and stands.
pub fn use_fruitless(search: ReadSignal<String>, in_vain: Memo<bool>) {
    let local = use_context::<Local>();
    let mut waiting: Signal<Option<Task>> = use_signal(|| None);
    use_effect(move || {
        let words = search.read().clone();
        if let Some(former) = waiting.write().take() {
            former.cancel();
        }
        if *in_vain.read() {
            waiting.set(Some(spawn(async move {
                platform::sleep(STANDS).await;
                note(local, |store| store.note_fruitless(&words, platform::now()));
            })));
        }
    });
}

fn note(local: Local, act: impl FnOnce(&shared::store::Store) -> Result<(), shared::store::StoreError>) {
    if !local.settings.peek().counted {
        return;
    }
    let store = local.store();
    match act(&store) {
        Ok(()) => platform::keep(&store, Which::Personal),
        Err(error) => tracing::warn!(%error, "not counted"),
    }
}
