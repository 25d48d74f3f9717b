//! Messages to the youth service, as screens write and read them.

use dioxus::prelude::*;
use serde::Serialize;
use shared::api::Client;
use shared::domain::RecordId;
use shared::protocol::{MessageTopic, OutgoingMessage};
use shared::store::{Message, MessageState, Store};

use super::{Asked, Local, local, refresh, use_personal};
use crate::platform;

/// Messages, last written first.
pub fn use_messages() -> Asked<Vec<Message>> {
    use_personal(Store::messages)
}

/// Saves what is being typed; `false` when it could not. Silent then: the text is still on the screen, and sending
/// says so.
pub fn save_draft<T: Serialize>(form: &str, body: &T) -> bool {
    let local = local();
    match local.store().save_draft(form, body, platform::now()) {
        Ok(()) => {
            platform::keep(&local.store(), shared::store::Which::Personal);
            true
        }
        Err(error) => {
            tracing::warn!(%error, "a draft was not saved");
            false
        }
    }
}

/// Queues a message; it leaves when the server can be reached.
///
/// # Errors
/// The reason, in words for the log, when the device cannot keep it: what was typed must then stay on the screen.
pub fn send_message(
    topic: MessageTopic,
    text: &str,
    reply_to: &str,
    about: Option<RecordId>,
    draft: &str,
) -> Result<(), String> {
    let local = local();
    let now = platform::now();
    let message = OutgoingMessage {
        key: new_key(now),
        topic,
        text: text.trim().to_owned(),
        reply_to: reply_to.trim().to_owned(),
        about,
    };
    local.store().queue_message(&message, draft, now).map_err(|error| error.to_string())?;
    local.personal_moved();
    refresh();
    Ok(())
}

/// Forgets a message on this device and erases it on the server.
pub fn forget_message(key: &str) {
    let local = local();
    let store = local.store();
    if let Ok(messages) = store.messages()
        && let Some(message) = messages.into_iter().find(|message| message.outgoing.key == key)
    {
        erase(&message);
    }
    super::keep(local, store.forget_message(key));
}

/// Asks the server to erase every message sent from here.
pub(super) fn erase_on_server(local: Local) {
    for message in local.store().messages().unwrap_or_default() {
        erase(&message);
    }
}

fn erase(message: &Message) {
    let MessageState::Sent(receipt) = &message.state else { return };
    let (id, Some(token)) = (receipt.id.clone(), receipt.token.clone()) else { return };
    dioxus::core::spawn_forever(async move {
        let Ok(client) = Client::new(&platform::server_address()) else { return };
        if let Err(error) = client.erase_message(&id, &token).await {
            tracing::warn!(%error, "a message could not be erased on the server");
        }
    });
}

/// A ULID: the moment in milliseconds and 80 random bits, in Crockford's base 32.
pub(super) fn new_key(now: i64) -> String {
    const DIGITS: [char; 32] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N',
        'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
    ];
    let digit = |value: u64| DIGITS.get((value % 32) as usize).copied().unwrap_or('0');
    let millis = now.max(0) as u64 * 1_000;
    let time = (0..10).rev().map(|place| digit(millis >> (5 * place)));
    let chance = (0..16).map(|_| digit((platform::random() * 32.0) as u64));
    time.chain(chance).collect()
}
