//! The inbox, as screens see it.

use dioxus::prelude::*;
use shared::store::Notified;

use super::{Local, Query, local, use_personal};

/// Notifications that concern the reader, last first.
pub fn use_inbox() -> Memo<Query<Vec<Notified>>> {
    let local = use_context::<Local>();
    use_personal(move |store| store.inbox(&local.settings.read().reader(), *local.now.read()))
}

/// How many of them were not opened.
pub fn use_unread() -> Memo<usize> {
    let inbox = use_inbox();
    use_memo(move || match &*inbox.read() {
        Query::Ready(inbox) => inbox.iter().filter(|notified| notified.unread).count(),
        Query::Failed(_) => 0,
    })
}

/// Notes that news were opened, once they are there.
pub fn use_opened(id: ReadSignal<String>) {
    let local = use_context::<Local>();
    use_effect(move || {
        let _ = local.content.read();
        match local.store().note_opened(&id.read()) {
            Ok(true) => local.personal_moved(),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "not noted as read"),
        }
    });
}

/// Counts everything as read.
pub fn empty_inbox() {
    let local = local();
    super::keep(local, local.store().empty_inbox(*local.now.peek()));
}
