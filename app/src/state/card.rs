//! The youth card, as screens see and change it.
//!
//! One round with the server at a time: two at once would ask for two credentials. Whoever presses a button while one runs
//! is served by another right after it.

use dioxus::prelude::*;
use shared::api::Client;
use shared::domain::UnixSeconds;
use shared::protocol::{CardApplication, CardReceipt, RescueAction, RescueRequest};
use shared::store::{CARD_DRAFT, CARD_PHOTO_DRAFT, ErrandKind, HeldCard, Standing, Store, StoreError};
use shared::sync::{CardError, CardOffice, Haste, KeyFault, RemoteError, is_due, keep_card};

use super::{Asked, Local, Query, local, messages::new_key, use_personal};
use crate::hooks::use_future;
use crate::platform::{self, CardKey, data_url};

/// The card as a screen sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct CardView {
    /// Where it stands.
    pub standing: Standing,
    /// What the phone holds.
    pub held: HeldCard,
    /// Seconds to add to the phone's clock to get the server's.
    pub ahead: i64,
    /// The server must still be asked to erase a former card.
    pub erasing: bool,
}

/// What is under way between the phone and the server about the card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    running: bool,
    again: bool,
    /// Why the phone has no key; `None` when it has, or was not asked yet.
    pub key_fault: Option<KeyFault>,
}

impl Round {
    /// Something is being asked.
    pub const fn running(self) -> bool {
        self.running
    }
}

/// Why something about the card that needs the server now was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardRefusal {
    /// The server cannot be reached, or asks to wait.
    Later,
    /// It says no, for this reason.
    No(String),
    /// The phone could not keep it.
    NotKept,
}

impl From<RemoteError> for CardRefusal {
    fn from(error: RemoteError) -> Self {
        match error {
            RemoteError::Refused { kind, .. } => Self::No(kind),
            RemoteError::Unreachable | RemoteError::Busy { .. } | RemoteError::Unreadable => Self::Later,
        }
    }
}

impl From<StoreError> for CardRefusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the card was not kept");
        Self::NotKept
    }
}

/// The card, again at each change and each minute.
pub fn use_card() -> Asked<CardView> {
    let local = use_context::<Local>();
    use_personal(move |store| {
        let _ = local.now.read();
        view(store, platform::now())
    })
}

fn view(store: &Store, now: UnixSeconds) -> Result<CardView, StoreError> {
    let (held, clock) = (store.held_card()?, store.server_clock()?);
    Ok(CardView {
        standing: Standing::of(held.as_ref(), clock, now),
        held: held.unwrap_or_default(),
        ahead: clock.map_or(0, |clock| clock.ahead),
        erasing: store.card_errands()?.iter().any(|errand| errand.kind == ErrandKind::Erase),
    })
}

/// What is under way with the server.
pub fn use_round() -> ReadSignal<Round> {
    use_context::<Local>().round.into()
}

/// The photo as an address for markup: the card's, else the one chosen for an application.
pub fn use_card_photo() -> Memo<Option<String>> {
    let photo = use_personal(|store| {
        if let Some(photo) = store.card_photo()? {
            return Ok(Some(data_url(&photo)));
        }
        Ok(store.draft::<Vec<u8>>(CARD_PHOTO_DRAFT)?.map(|draft| data_url(&draft.form)))
    });
    use_memo(move || match &*photo.read() {
        Query::Ready(photo) => photo.clone(),
        Query::Failed(_) => None,
    })
}

/// The picture of a proof that was not sent yet, as an address for markup.
pub fn use_card_proof() -> Memo<Option<String>> {
    let proof = use_personal(|store| Ok(store.card_proof()?.map(|proof| data_url(&proof))));
    use_memo(move || match &*proof.read() {
        Query::Ready(proof) => proof.clone(),
        Query::Failed(_) => None,
    })
}

/// Keeps the picture of a proof until the application is sent, or takes it away.
pub fn set_card_proof(proof: Option<&[u8]>) {
    let local = local();
    super::keep(local, local.store().keep_card_proof(proof));
}

/// Keeps the photo, or takes it away. It never leaves the device.
pub fn set_card_photo(photo: Option<&[u8]>) {
    let local = local();
    let store = local.store();
    let kept = match (store.held_card(), photo) {
        (Ok(None), Some(photo)) => store.save_draft(CARD_PHOTO_DRAFT, &photo, platform::now()),
        (Ok(_), photo) => store.keep_card_photo(photo),
        (Err(error), _) => Err(error),
    };
    super::keep(local, kept);
}

/// Queues an application; it leaves when the server can be reached.
///
/// # Errors
/// The reason, for the log, when the device cannot keep it: what was typed must then stay on the screen.
pub fn apply_for_card(application: &CardApplication) -> Result<(), String> {
    let local = local();
    let store = local.store();
    let queue = || {
        let photo = store.draft::<Vec<u8>>(CARD_PHOTO_DRAFT)?;
        store.queue_application(application)?;
        photo.map_or(Ok(()), |photo| store.keep_card_photo(Some(&photo.form)))
    };
    queue().map_err(|error| error.to_string())?;
    local.personal_moved();
    ask_about_card();
    Ok(())
}

/// Saves what is being typed in the application.
pub fn save_card_draft<T: serde::Serialize>(form: &T) {
    super::save_draft(CARD_DRAFT, form);
}

/// A key for a new application.
pub fn card_key() -> String {
    new_key(platform::now())
}

/// Asks the server about the card now, because someone pressed a button.
pub fn ask_about_card() {
    ask(Haste::Now);
}

/// Asks the server about the card, because someone looks at it.
pub fn look_at_card() {
    ask(Haste::Looking);
}

fn ask(haste: Haste) {
    let local = local();
    dioxus::core::spawn_forever(async move {
        if let Ok(client) = client() {
            round(local, &client, haste).await;
        }
    });
}

/// One round with the server. Called after each refresh too.
pub(super) async fn round(local: Local, client: &Client, haste: Haste) {
    let mut state = local.round;
    if state.peek().running {
        state.with_mut(|round| round.again |= haste != Haste::Due);
        return;
    }
    let store = local.store();
    let mut haste = haste;
    loop {
        state.with_mut(|round| (round.running, round.again) = (true, false));
        let kept = keep_card(&store, client, &CardKey, platform::now(), haste).await;
        let key_fault = match &kept {
            Ok(_) => None,
            Err(CardError::Key(fault)) => Some(*fault),
            Err(error @ CardError::Store(_)) => {
                tracing::error!(%error, "the card was not kept");
                None
            }
        };
        if !matches!(kept, Ok(false)) {
            local.personal_moved();
        }
        let again = state.peek().again;
        state.set(Round { running: false, again: false, key_fault });
        if !again {
            return;
        }
        haste = Haste::Now;
    }
}

/// Looks every half minute at what is due about the card, and about notifications.
pub fn use_card_keeping(local: Local) {
    use_future(move || async move {
        loop {
            platform::sleep(std::time::Duration::from_secs(30)).await;
            // A client is not made for nothing: it reads the system's certificates.
            if matches!(is_due(&local.store(), platform::now()), Ok(true))
                && let Ok(client) = Client::new(&platform::server_address())
            {
                round(local, &client, Haste::Due).await;
            }
            super::push::round_if_due(local).await;
        }
    });
}

/// Takes over the card that staff show the code of.
pub async fn activate_card(code: String) -> Result<(), CardRefusal> {
    let local = local();
    let client = client()?;
    let receipt = client.activate(&code).await?;
    taken_over(local, &receipt)
}

/// Blocks a card by its rescue code, or moves it here.
pub async fn rescue_card(code: String, action: RescueAction) -> Result<(), CardRefusal> {
    let local = local();
    let client = client()?;
    if let Some(receipt) = client.rescue(&RescueRequest { code, action }).await? {
        return taken_over(local, &receipt);
    }
    ask_about_card();
    Ok(())
}

pub(super) fn client() -> Result<Client, CardRefusal> {
    Client::new(&platform::server_address()).map_err(|_| CardRefusal::Later)
}

fn taken_over(local: Local, receipt: &CardReceipt) -> Result<(), CardRefusal> {
    local.store().take_over_card(receipt, platform::now())?;
    local.personal_moved();
    dioxus::core::spawn_forever(async move {
        if let Ok(client) = client() {
            round(local, &client, Haste::Now).await;
        }
    });
    Ok(())
}

/// Declares the card lost: hidden here at once, blocked by the server as soon as it can be reached.
pub fn declare_card_lost() {
    let local = local();
    let store = local.store();
    let queued = store.held_card().and_then(|held| match held.and_then(|held| held.token) {
        Some(token) => store.queue_errand(&token, ErrandKind::Lost),
        None => Ok(()),
    });
    super::keep(local, queued);
    ask_about_card();
}

/// Erases the card here at once, and on the server as soon as it can be reached.
pub fn erase_card() {
    let local = local();
    super::keep(local, local.store().erase_card());
    dioxus::core::spawn_forever(async { CardKey.forget().await });
    ask_about_card();
}

/// Forgets a card that is gone; the server is asked nothing.
pub fn forget_card() {
    let local = local();
    super::keep(local, local.store().forget_card());
}

/// What the phone and the server hold of the card, as one JSON text. The server's part is missing without a network.
pub async fn export_card() -> Result<(String, bool), CardRefusal> {
    let store = local().store();
    let phone = store.export_card()?;
    let token = store.held_card()?.and_then(|held| held.token);
    let server = match token {
        Some(token) => client()?.export(&token).await.ok(),
        None => None,
    };
    let told = server.is_some();
    Ok((format!("{{\n\"phone\": {phone},\n\"server\": {}\n}}\n", server.unwrap_or_else(|| "null".to_owned())), told))
}
