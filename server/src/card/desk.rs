//! What the counter's staff make: terms, activation links, cards for paper, invitations of shops.

use chrono::Months;
use shared::card::Presentation;
use shared::domain::UnixSeconds;

use super::{code_hash, credential, spoken_code, territory, today};
use crate::app::App;
use crate::http::HttpError;
use crate::storage::cards::{Card, NewCredential, Purpose};

/// An activation code lives so long: over a week-end.
const ACTIVATION_SECONDS: UnixSeconds = 48 * 3_600;

/// An invitation lives so long: a fortnight.
const INVITATION_SECONDS: UnixSeconds = 14 * 86_400;

/// End of the term of a card approved now, by the territory's rule.
pub fn term(app: &App) -> UnixSeconds {
    let now = app.clock.now();
    let Ok(town) = territory(app) else { return now };
    let ends = today(town, now).checked_add_months(Months::new(u32::from(town.card.validity_months)));
    ends.and_then(|day| day.and_hms_opt(23, 59, 59))
        .and_then(|end| shared::calendar::moment(&town.timezone, end))
        .unwrap_or(now)
}

/// Makes the one activation code of a card; returns the link that its QR holds. `None`: there is no such card.
pub async fn activation(app: &App, actor: &str, card: &str) -> Result<Option<String>, HttpError> {
    let code = spoken_code::<16>()?;
    let until = app.clock.now() + ACTIVATION_SECONDS;
    let made = app.storage.set_card_code(card, Purpose::Activation, code_hash(&code), until, Some(actor)).await?;
    Ok(made.then(|| format!("{}/ma-carte/activer/{code}", app.public_url)))
}

/// Signs a card for paper, for as long as its term; returns the bytes of its code. `None`: the card is not approved.
pub async fn print(app: &App, actor: &str, card: &Card) -> Result<Option<Vec<u8>>, HttpError> {
    let keys = app.cards.keys(app).await?;
    let (new, begins) = credential::fresh(app, card, keys.issuer_id, u32::from(u16::MAX))?;
    let new = NewCredential { printed: true, ..new };
    if !app.storage.print_card(&card.id, &new, actor).await? {
        return Ok(None);
    }
    let signed = credential::sign_for_paper(app, card, &new, begins, &keys)?;
    Ok(Some(Presentation { signed, proof: None }.to_bytes()))
}

/// Invites a shop, the place of that id; returns the link.
pub async fn invite(app: &App, actor: &str, shop: &str) -> Result<String, HttpError> {
    let code = spoken_code::<16>()?;
    app.storage.invite_shop(actor, shop, code_hash(&code), app.clock.now() + INVITATION_SECONDS).await?;
    Ok(format!("{}/v/invitation/{code}", app.public_url))
}
