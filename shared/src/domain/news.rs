//! A news item.

use serde::{Deserialize, Serialize};

use super::{Audience, Image, Link, Sourced, UnixSeconds};

/// Something the youth service tells. Newest first, pinned before all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// ULID, or a slug made from the feed's own identifier.
    pub id: String,
    /// Headline.
    pub title: String,
    /// One or two sentences, plain text.
    pub summary: String,
    /// Markdown without raw HTML; HTML of imported feeds is sanitised and turned into it by the server.
    #[serde(default)]
    pub body: String,
    /// Category in words, for example « Culture ».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Ages concerned.
    #[serde(default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
    /// Picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Where to read on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// Stays on top.
    #[serde(default, skip_serializing_if = "super::source::is_false")]
    pub pinned: bool,
    /// Shown from this moment on.
    pub publish_at: UnixSeconds,
    /// Hidden from this moment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire_at: Option<UnixSeconds>,
    /// When phones were notified of it; absent: they were not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_at: Option<UnixSeconds>,
    /// Sources and date.
    #[serde(flatten)]
    pub sourced: Sourced,
}

impl News {
    /// Whether the item is shown at `now`.
    pub fn is_shown(&self, now: UnixSeconds) -> bool {
        self.publish_at <= now && self.expire_at.is_none_or(|end| now < end)
    }
}
