//! The inbox, as screens see it.

use crate::hooks::use_effect;
use dioxus::prelude::*;
use shared::store::Notified;

use super::{Local, Query, local};

/// Notifications that concern the reader, last first; whoever draws them is drawn again at each change.
pub fn use_inbox() -> Query<Vec<Notified>> {
    let local = use_context::<Local>();
    let _ = (local.personal.read(), local.content.read());
    Query::from(local.store().inbox(&local.settings.read().reader(), *local.now.read()))
}

/// How many of them were not opened.
pub fn unread(inbox: &Query<Vec<Notified>>) -> usize {
    match inbox {
        Query::Ready(inbox) => inbox.iter().filter(|notified| notified.unread).count(),
        Query::Failed(_) => 0,
    }
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
