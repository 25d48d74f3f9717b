//! Notifications of news to phones that asked for them: what a phone and its server say to each other.
//!
//! A subscription is where a notification is sent to and what its phone wants to hear of. It carries no account and no
//! identifier besides the provider's own token, and nothing links it to a card, a message or another subscription.
//! A phone whose token changed names the old one, so that it does not count twice. Topics are news categories as slugs
//! ([`push_topic`]) rather than words: a category that is respelt with an accent stays the same topic.

use serde::{Deserialize, Serialize};

use crate::domain::{Audience, fold};

/// Longest endpoint of a Web Push service, in bytes.
pub const PUSH_ENDPOINT_MAX_BYTES: usize = 1_024;

/// Longest token of FCM or APNs, in bytes.
pub const PUSH_TOKEN_MAX_BYTES: usize = 1_024;

/// Most topics of one subscription.
pub const PUSH_TOPICS_MAX: usize = 32;

/// Longest topic, in characters.
pub const PUSH_TOPIC_MAX_CHARS: usize = 40;

/// Days after which a subscription that was not sent again is forgotten. Phones send theirs at least once a month.
pub const PUSH_KEPT_DAYS: u32 = 270;

/// Answer to `GET /api/v1/push`: what is possible here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushOffer {
    /// Providers that this server can send through; empty: notifications are off, everything else works.
    #[serde(default)]
    pub providers: Vec<PushProvider>,
    /// `applicationServerKey` of Web Push: a P-256 point, 65 bytes, base64url without padding (RFC 8292). A browser
    /// whose subscription was made with another key subscribes anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vapid_key: Option<String>,
    /// Categories that news have had, by title.
    #[serde(default)]
    pub topics: Vec<PushTopic>,
}

/// Who carries a notification to a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PushProvider {
    /// Web Push: a browser's own service.
    Web,
    /// Firebase Cloud Messaging, for Android.
    Fcm,
    /// Apple Push Notification service.
    Apns,
    /// One of a later version.
    #[serde(other)]
    Unknown,
}

/// A category that one may ask to hear of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushTopic {
    /// Slug, as in [`PushSubscription::topics`].
    pub id: String,
    /// In words, for example « Culture ».
    pub title: String,
}

/// Body of `PUT /api/v1/push/subscription`, answered `204`: this phone wants to be told. The same target again
/// replaces what it wanted before.
///
/// `DELETE` takes the same body and looks at [`PushSubscription::target`] only; it answers `204` whether or not there
/// was one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushSubscription {
    /// Where to send.
    pub target: PushTarget,
    /// Slugs of categories, at most [`PUSH_TOPICS_MAX`]; empty: all news.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Language of the app, for example `fr`; empty: the town's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// When not to be told; what comes then waits for their end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<QuietHours>,
    /// Endpoint or token that this one takes the place of, of the same provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// Where a notification is sent to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "provider", rename_all = "lowercase")]
pub enum PushTarget {
    /// A browser's `PushSubscription`.
    Web {
        /// `https` address at the browser's push service.
        endpoint: String,
        /// The browser's P-256 point, 65 bytes, base64url.
        p256dh: String,
        /// The browser's secret, 16 bytes, base64url.
        auth: String,
    },
    /// An app on Android.
    Fcm {
        /// FCM registration token.
        token: String,
    },
    /// An app on iOS.
    Apns {
        /// Device token, hexadecimal.
        token: String,
    },
}

/// Minutes of the day in the town's zone, `from` included, `to` not; over midnight when `from` is after `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// 0 to 1439.
    pub from: u16,
    /// 0 to 1439; not `from`.
    pub to: u16,
}

/// What a notification carries: public text only.
///
/// Web Push: this as JSON, encrypted for the browser. FCM: `notification` has title and body, `data` has each field as
/// text, the audience as JSON. APNs: `aps.alert` has title and body, the fields stand beside `aps`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushPayload {
    /// Version of this shape: 1.
    pub v: u8,
    /// Kind of the record that it leads to: `news`.
    pub kind: String,
    /// Id of the record. A notification of the same record takes the place of the former one.
    pub id: String,
    /// Headline.
    pub title: String,
    /// The summary, cut to what a phone shows.
    pub body: String,
    /// Slug of the category; empty: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub topic: String,
    /// Ages concerned: the phone knows whose it is, the server does not.
    #[serde(default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
}

impl PushProvider {
    /// As it travels and is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Fcm => "fcm",
            Self::Apns => "apns",
            Self::Unknown => "unknown",
        }
    }
}

impl PushTarget {
    /// Whose it is.
    pub const fn provider(&self) -> PushProvider {
        match self {
            Self::Web { .. } => PushProvider::Web,
            Self::Fcm { .. } => PushProvider::Fcm,
            Self::Apns { .. } => PushProvider::Apns,
        }
    }

    /// Its endpoint or token: who knows it may change or end the subscription.
    pub fn token(&self) -> &str {
        match self {
            Self::Web { endpoint, .. } => endpoint,
            Self::Fcm { token } | Self::Apns { token } => token,
        }
    }
}

impl std::fmt::Debug for PushTarget {
    /// Without the token: who has it can send to the phone.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct(self.provider().name()).finish_non_exhaustive()
    }
}

impl QuietHours {
    /// Minutes from `minute` of the day to their end; `None` outside them.
    pub const fn left(self, minute: u16) -> Option<u16> {
        let inside = if self.from <= self.to {
            self.from <= minute && minute < self.to
        } else {
            self.from <= minute || minute < self.to
        };
        if inside { Some((self.to + 1_440 - minute) % 1_440) } else { None }
    }
}

/// The topic of a category in words: « Santé & bien-être » is `sante-bien-etre`. Empty when it has no letter or digit.
pub fn push_topic(category: &str) -> String {
    let mut slug = String::new();
    for letter in fold(category).chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(PUSH_TOPIC_MAX_CHARS);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_has_one_topic_however_it_is_spelt() {
        for (category, expected) in [
            ("Culture", "culture"),
            (" Santé & bien-être ", "sante-bien-etre"),
            ("SANTE & BIEN-ETRE", "sante-bien-etre"),
            ("Œuvres", "oeuvres"),
            ("…", ""),
        ] {
            assert_eq!(push_topic(category), expected, "{category}");
        }
        assert!(push_topic(&"é à ".repeat(40)).len() <= PUSH_TOPIC_MAX_CHARS);
    }

    #[test]
    fn quiet_hours_end_at_their_minute_over_midnight_too() {
        let night = QuietHours { from: 22 * 60, to: 7 * 60 };
        assert_eq!(night.left(22 * 60), Some(9 * 60));
        assert_eq!(night.left(6 * 60 + 59), Some(1));
        assert_eq!((night.left(7 * 60), night.left(12 * 60)), (None, None));
        let school = QuietHours { from: 8 * 60, to: 17 * 60 };
        assert_eq!((school.left(16 * 60), school.left(17 * 60), school.left(0)), (Some(60), None, None));
    }

    #[test]
    fn a_subscription_is_read_from_what_a_browser_gives_and_no_log_shows_its_token() {
        let json = serde_json::json!({
            "target": { "provider": "web", "endpoint": "https://push.example/secret", "p256dh": "BA", "auth": "AA" },
            "of_a_later_version": true,
        });
        let subscription: PushSubscription = serde_json::from_value(json).unwrap();
        assert!(subscription.topics.is_empty() && subscription.quiet.is_none());
        assert!(!format!("{subscription:?}").contains("secret"));
        let offer: PushOffer = serde_json::from_str(r#"{"providers":["web","pigeon"]}"#).unwrap();
        assert_eq!(offer.providers, [PushProvider::Web, PushProvider::Unknown]);
    }
}
