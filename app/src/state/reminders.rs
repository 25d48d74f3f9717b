//! Reminders of events: asked for and let go by their reader, said once when they are due.

use dioxus::prelude::*;
use shared::domain::UnixSeconds;
use shared::store::Reminder;

use super::{Local, local};
use crate::hooks::use_effect;
use crate::platform;
use crate::route::Route;
use crate::words::tid;

/// Reminders that are not behind; whoever draws them is drawn again at each change and each minute.
pub fn use_reminders() -> Vec<Reminder> {
    let local = use_context::<Local>();
    let _ = local.personal.read();
    local.store().reminders(*local.now.read()).unwrap_or_default()
}

/// Asks to be reminded; the same again lets it go.
pub fn toggle_reminder(reminder: &Reminder) {
    let local = local();
    let (store, now) = (local.store(), *local.now.peek());
    let asked = store.reminders(now).is_ok_and(|all| {
        all.iter().any(|one| one.event == reminder.event && one.start == reminder.start && one.ahead == reminder.ahead)
    });
    let kept = store.forget_reminders(&reminder.event);
    let kept = if asked { kept } else { kept.and_then(|()| store.remind(reminder, now)) };
    super::keep(local, kept);
}

/// Says what is due: on the screen, and by the system where nobody looks at it.
pub fn use_reminding(local: Local) {
    use_effect(move || {
        let now = *local.now.read();
        let _ = local.content.read();
        let_go_of_cancelled(local, now);
        match local.store().take_due_reminders(now) {
            Ok(due) if due.is_empty() => {}
            Ok(due) => {
                for Reminder { event, start, title, .. } in due {
                    let today = crate::components::dates::local(now).date();
                    let when = crate::components::dates::span(start, start, false, today);
                    let text = tid!("reminder-due", title: title, when: when);
                    platform::remind(&text, &Route::Event { id: event }.to_string());
                    local.notify(text);
                }
                local.personal_moved();
            }
            Err(error) => tracing::warn!(%error, "reminders are not said"),
        }
    });
}

/// What is cancelled is said at once, and not reminded of any more.
fn let_go_of_cancelled(local: Local, now: UnixSeconds) {
    let store = local.store();
    for Reminder { event: id, title, .. } in store.reminders(now).unwrap_or_default() {
        if store.event(&id).is_ok_and(|event| event.is_some_and(|event| event.is_cancelled())) {
            let text = tid!("reminder-cancelled", title: title);
            platform::remind(&text, &Route::Event { id: id.clone() }.to_string());
            local.notify(text);
            super::keep(local, store.forget_reminders(&id));
        }
    }
}
