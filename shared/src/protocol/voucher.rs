//! Codes of shops on the web: given to a card, kept by its phone, counted for the shop.

use serde::{Deserialize, Serialize};

use crate::domain::UnixSeconds;

/// A code of a shop on the web, given to one card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardVoucher {
    /// Id of the offer.
    pub offer: String,
    /// What the holder types in the shop.
    pub code: String,
    /// When it was given.
    pub at: UnixSeconds,
}

/// Whoever reads a code can spend it: no log shows one.
impl std::fmt::Debug for CardVoucher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CardVoucher").field("offer", &self.offer).field("at", &self.at).finish_non_exhaustive()
    }
}

/// Body of `POST /api/v1/card/vouchers`: a code of this offer, for this card. Answer: the [`super::CardStatus`], with the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoucherRequest {
    /// ULID chosen by the phone: asking again because the answer was lost gives the same code.
    pub key: String,
    /// The offer.
    pub offer: String,
}

/// A stock of codes that ran low.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopAlert {
    /// What the offer gives.
    pub title: String,
    /// Which part of the stock was reached: 50, 25, 10 or 0 per cent.
    pub percent: u8,
    /// Codes left then.
    pub left: u32,
}
