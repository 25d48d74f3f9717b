//! Messages on their way: sent once, whatever the network does.

use super::RemoteError;
use crate::domain::UnixSeconds;
use crate::protocol::{MessageReceipt, OutgoingMessage};
use crate::store::{MessageState, Store, StoreError};

/// Longest wait between two tries, seconds.
const MAX_WAIT: i64 = 3_600;

/// The server, as far as messages need it.
pub trait Postman {
    /// Sends a message; sending it twice stores it once.
    fn send(&self, message: &OutgoingMessage) -> impl Future<Output = Result<MessageReceipt, RemoteError>>;

    /// Asks whether a message was answered.
    fn receipt(&self, id: &str, token: &str) -> impl Future<Output = Result<MessageReceipt, RemoteError>>;
}

/// Why a delivery stopped.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The phone's side.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sends what waits and asks for answers. Returns whether anything changed.
pub async fn deliver<P: Postman>(store: &Store, postman: &P, now: UnixSeconds) -> Result<bool, PostError> {
    let mut changed = false;
    for message in store.messages()?.into_iter().rev() {
        let key = &message.outgoing.key;
        match message.state {
            MessageState::Queued { attempts, next_try_at } if next_try_at <= now => {
                changed = true;
                match postman.send(&message.outgoing).await {
                    Ok(receipt) => store.message_received(key, &receipt)?,
                    Err(RemoteError::Refused { kind, .. }) => store.message_refused(key, &kind)?,
                    Err(error) => store.message_delayed(key, now + wait(attempts, &error))?,
                }
            }
            MessageState::Sent(receipt) if receipt.answer.is_none() => {
                let Some(token) = receipt.token.clone() else { continue };
                if let Ok(mut answered) = postman.receipt(&receipt.id, &token).await
                    && answered.answer.is_some()
                {
                    // The secret comes only once, with the first receipt.
                    answered.token = Some(token);
                    store.message_received(key, &answered)?;
                    changed = true;
                }
            }
            MessageState::Queued { .. } | MessageState::Sent(_) | MessageState::Refused(_) => {}
        }
    }
    Ok(changed)
}

/// Seconds until the next try: what the server asks, else twice as long each time.
pub(super) fn wait(attempts: u32, error: &RemoteError) -> i64 {
    match error {
        RemoteError::Busy { retry_after: Some(seconds), .. } => {
            i64::try_from(*seconds).unwrap_or(MAX_WAIT).clamp(1, MAX_WAIT)
        }
        _ => (5_i64 << attempts.min(10)).min(MAX_WAIT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_unless_the_server_asks_otherwise() {
        let offline = RemoteError::Unreachable;
        assert_eq!([0, 1, 2, 9, 40].map(|attempts| wait(attempts, &offline)), [5, 10, 20, 2_560, 3_600]);
        let busy = RemoteError::Busy { status: 429, retry_after: Some(90) };
        assert_eq!(wait(7, &busy), 90);
    }
}
