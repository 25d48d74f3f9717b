//! A code of a shop on the web, asked for and kept.

use shared::protocol::VoucherRequest;

use super::card::{CardRefusal, ask_about_card, client};
use super::local;
use crate::platform;

/// Asks for a code of this offer. It comes with the card's status, which the phone keeps.
///
/// # Errors
/// Why there is none.
pub async fn obtain_voucher(request: &VoucherRequest) -> Result<(), CardRefusal> {
    let local = local();
    let store = local.store();
    let Some(token) = store.held_card()?.and_then(|held| held.token) else {
        return Err(CardRefusal::No("card-inactive".to_owned()));
    };
    match client()?.voucher(&token, request).await {
        Ok(status) => {
            store.card_status(&status, platform::now())?;
            local.personal_moved();
            Ok(())
        }
        Err(error) => {
            let refusal = CardRefusal::from(error);
            // An answer that was lost may have had the code: the card's status has it too.
            if matches!(refusal, CardRefusal::No(_)) {
                ask_about_card();
            }
            Err(refusal)
        }
    }
}
