//! What screens read and change: the store behind signals.
//!
//! A screen asks with [`use_query`]; its answer is computed again when content changes, live or by a refresh,
//! and at each minute. Everything a person changes is written to the store before the screen shows it.
//! Signals rather than a reducer: the store is the state, signals only say that it moved.

mod card;
mod following;
mod inbox;
mod keeping;
mod map;
mod messages;
mod offers;
mod programme;
mod push;
mod query;
mod questions;
mod reminders;
mod settings;
mod tally;
mod voucher;

use dioxus::prelude::*;
use shared::domain::{RecordId, Territory, UnixSeconds};
use shared::store::{Favourite, Mended, Store, StoreError};

pub use card::{
    CardRefusal, CardView, Round, activate_card, apply_for_card, ask_about_card, card_key, declare_card_lost,
    erase_card, export_card, forget_card, look_at_card, rescue_card, save_card_draft, set_card_photo, set_card_proof,
    use_card, use_card_keeping, use_card_photo, use_card_proof, use_round,
};
pub use following::{SyncState, refresh, use_following, use_sync};
pub use inbox::{empty_inbox, unread, use_inbox, use_opened};
pub use keeping::use_keeping;
pub use map::{MapFault, MapKeeping, bring_map, pause_map, remove_map, use_map_keeping};
pub use messages::{forget_message, save_draft, send_message, use_messages};
pub use offers::{chosen, use_bargains, use_home_point, use_meeting, use_offers_keeping, use_unmet};
pub use programme::{Announced, soon, use_programme};
pub use push::{
    PushDelivery, PushFace, PushObstacle, PushView, choose_push, switch_push, use_push, use_push_keeping,
    use_push_offer,
};
pub use query::{Asked, Query, use_query};
pub use questions::{forget_question, forget_questions, use_kept_question, use_kept_questions};
pub use reminders::{toggle_reminder, use_reminders, use_reminding};
pub use settings::{Settings, Theme, use_settings};
pub use tally::{use_fruitless, use_read};
pub use voucher::obtain_voucher;

use crate::hooks::use_effect;
use crate::{embedded, platform};

use query::use_personal;

/// What the platform hands to the app at its start.
#[derive(Clone)]
pub struct Opened {
    /// The store.
    pub store: Store,
}

/// Everything screens share. Lives as long as the app.
#[derive(Clone, Copy)]
pub struct Local {
    store: CopyValue<Store>,
    /// Rises when public content changed.
    content: Signal<u64>,
    /// Rises when something personal changed.
    personal: Signal<u64>,
    /// Settings; writing them keeps them.
    pub settings: Signal<Settings>,
    sync: Signal<SyncState>,
    notices: Signal<Vec<Notice>>,
    round: Signal<Round>,
    map: Signal<MapKeeping>,
    push: Signal<push::PushRound>,
    now: Signal<UnixSeconds>,
}

/// A quiet notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Tells it from the others.
    pub id: u64,
    /// What it says, in the reader's language.
    pub text: String,
}

/// The notices on the screen.
#[derive(Clone, Copy)]
pub struct Notices(Local);

impl Local {
    /// Shared state over an opened store.
    pub fn new(opened: Opened) -> Self {
        let settings = opened.store.setting::<Settings>(settings::NAME).ok().flatten().unwrap_or_default();
        // The first thing the app does is to ask; until it knows, it does not speak of a network that is missing.
        let met = opened.store.cursor().ok().flatten().is_some();
        let Mended { public, personal } = opened.store.mended();
        let local = Self {
            store: CopyValue::new(opened.store),
            content: Signal::new(0),
            personal: Signal::new(0),
            settings: Signal::new(settings),
            sync: Signal::new(if met { SyncState::Syncing } else { SyncState::Never }),
            notices: Signal::new(Vec::new()),
            round: Signal::new(Round::default()),
            map: Signal::new(MapKeeping::default()),
            push: Signal::new(push::PushRound::default()),
            now: Signal::new(platform::now()),
        };
        local.look_at_the_clock();
        if public || personal {
            tracing::warn!(public, personal, "a database was damaged and was mended");
        }
        local
    }

    /// The store.
    pub fn store(&self) -> Store {
        self.store.read().clone()
    }

    /// Takes the present moment by the server's clock when it is known, else by the device's.
    fn look_at_the_clock(mut self) {
        let ahead = self.store().server_clock().ok().flatten().map_or(0, |clock| clock.ahead);
        self.now.set(platform::now() + ahead);
    }

    fn content_moved(mut self) {
        // News of this very second would else wait for the next minute to begin.
        self.look_at_the_clock();
        self.content.with_mut(|content| *content += 1);
    }

    fn personal_moved(mut self) {
        self.personal.with_mut(|personal| *personal += 1);
    }

    /// Something personal changed outside of this window, as in another tab: shows it.
    pub fn changed_elsewhere(mut self) {
        let kept = self.store().setting::<Settings>(settings::NAME).ok().flatten();
        if let Some(kept) = kept.filter(|kept| *kept != *self.settings.peek()) {
            self.settings.set(kept);
        }
        self.personal_moved();
    }

    /// Says something quietly.
    pub fn notify(mut self, text: String) {
        self.notices.with_mut(|notices| {
            let id = notices.last().map_or(0, |last| last.id + 1);
            notices.retain(|notice| notice.text != text);
            notices.push(Notice { id, text });
            // Three at most: older ones have had their time.
            let surplus = notices.len().saturating_sub(3);
            notices.drain(..surplus);
        });
    }
}

impl Notices {
    /// Says something quietly.
    pub fn push(&self, text: String) {
        self.0.notify(text);
    }

    /// What is on the screen, oldest first.
    pub fn list(&self) -> Vec<Notice> {
        self.0.notices.read().clone()
    }

    /// Takes one away.
    pub fn dismiss(&self, id: u64) {
        let mut notices = self.0.notices;
        notices.with_mut(|notices| notices.retain(|notice| notice.id != id));
    }
}

fn local() -> Local {
    consume_context()
}

/// The territory this app was built for.
pub fn territory() -> &'static Territory {
    embedded::territory()
}

/// The store, for what a query does not cover.
pub fn use_store() -> Store {
    use_context::<Local>().store()
}

/// The quiet notices.
pub fn use_notices() -> Notices {
    Notices(use_context())
}

/// The present moment by the server's clock when it is known; moves each minute and with the content.
pub fn use_now() -> UnixSeconds {
    *use_context::<Local>().now.read()
}

/// Acts at the start and whenever something personal changed, here or in another tab.
pub fn use_personal_change(mut act: impl FnMut() + 'static) {
    let local = use_context::<Local>();
    use_effect(move || {
        let _ = local.personal.read();
        act();
    });
}

/// Favourites, last added first.
pub fn use_favourites() -> Asked<Vec<Favourite>> {
    use_personal(Store::favourites)
}

/// Whether a record is a favourite.
pub fn use_favourite(id: RecordId) -> Memo<bool> {
    let kept = use_personal(move |store| store.is_favourite(&id));
    use_memo(move || matches!(*kept.read(), Query::Ready(true)))
}

/// Adds a favourite, or removes it.
pub fn toggle_favourite(id: &RecordId, title: &str) {
    let local = local();
    let store = local.store();
    let toggled = match store.is_favourite(id) {
        Ok(true) => store.remove_favourite(id),
        Ok(false) => {
            store.add_favourite(&Favourite { id: id.clone(), title: title.to_owned(), added_at: platform::now() })
        }
        Err(error) => Err(error),
    };
    keep(local, toggled);
}

/// Erases everything personal from this device, messages and the card from the server when it can be reached.
pub fn erase_everything() {
    let mut local = local();
    messages::erase_on_server(local);
    let store = local.store();
    // The card's token alone outlives this, until the server has erased the card too.
    let errands = store.erase_card().and_then(|()| store.card_errands()).unwrap_or_default();
    let erased = store
        .erase_personal()
        .and_then(|()| errands.iter().try_for_each(|errand| store.queue_errand(&errand.token, errand.kind)));
    dioxus::core::spawn_forever(async { platform::CardKey.forget().await });
    ask_about_card();
    push::end(local);
    // The pieces of map that were looked at say where.
    map::remove_map();
    keep(local, erased.and_then(|()| store.begin_inbox(*local.now.peek())));
    local.settings.set(Settings { welcome_done: true, ..Settings::default() });
}

/// Shows a personal change, or says that it could not be kept.
fn keep(local: Local, result: Result<(), StoreError>) {
    match result {
        Ok(()) => local.personal_moved(),
        Err(error) => {
            tracing::error!(%error, "a personal change was not kept");
            local.notify(crate::words::tid!("not-kept"));
        }
    }
}
