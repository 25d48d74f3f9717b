//! What the counter knows: sections, pages, news, events, places, offers and help numbers.
//!
//! Everything here is plain data that travels unchanged from a territory's folder to the server, over the
//! wire and into the phone's store. A record carries its own source and the day it was verified, because a
//! fact without them is not shown. Nothing here reads a clock, a file or the network.
//!
//! To add a record kind: a file here with its struct, an arm in [`Kind`] and [`Record`], a section in
//! `content/` that reads it, its search text in [`Record::search_text`], then a screen. Older apps keep the
//! new kind unread until they are updated (see [`crate::protocol`]).

mod audience;
mod event;
mod fold;
mod image;
mod lexicon;
mod news;
mod number;
mod offer;
mod page;
mod place;
mod record;
mod section;
mod source;
mod territory;

pub use audience::Audience;
pub use event::{Event, EventChange};
pub use fold::fold;
#[cfg(feature = "store")]
pub(crate) use fold::push_folded;
pub use image::{Image, Variant};
pub use lexicon::{Distress, Lexicon, Spoken};
pub use news::{News, Reader};
pub use number::{HelpNumber, NumberGroup};
pub use offer::{Limit, Offer, OfferKind, Period, Vouchers, Weekday};
pub use page::{Link, Page, Phone};
pub use place::{Place, PlaceKind, Point};
pub use record::{Kind, Record, RecordId};
pub use section::Section;
pub use source::{Source, Sourced};
pub use territory::{Bounds, Brand, CardRules, Features, Interest, Territory, YouthService};

/// Seconds since 1970-01-01T00:00:00Z. Whole seconds are enough for news and events.
pub type UnixSeconds = i64;
