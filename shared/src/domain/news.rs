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
    /// Communes concerned, as the territory names them. Empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communes: Vec<String>,
    /// Ids of the interests it speaks to, one of which is enough. Empty: everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<String>,
    /// Picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Where to read on: an address of the web, or a path of the app such as `/page/visale`.
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

/// What a reader said about themselves, and only on their phone. What they did not say excludes nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader<'a> {
    /// Whole years.
    pub age: Option<u8>,
    /// As the territory names it.
    pub commune: Option<&'a str>,
    /// Ids of interests; empty: not said.
    pub interests: &'a [String],
}

impl News {
    /// Whether the item is shown at `now`.
    pub fn is_shown(&self, now: UnixSeconds) -> bool {
        self.publish_at <= now && self.expire_at.is_none_or(|end| now < end)
    }

    /// Whether the item is for this reader, as far as they said who they are.
    pub fn concerns(&self, reader: &Reader<'_>) -> bool {
        let of = |wanted: &[String], said: &str| wanted.is_empty() || wanted.iter().any(|one| one == said);
        reader.age.is_none_or(|age| self.audience.includes(age))
            && reader.commune.is_none_or(|commune| of(&self.communes, commune))
            && (reader.interests.is_empty()
                || self.interests.is_empty()
                || reader.interests.iter().any(|interest| self.interests.contains(interest)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_did_not_say_excludes_nothing() {
        let news = News {
            id: "atelier".to_owned(),
            title: "Atelier CV".to_owned(),
            summary: "Mercredi.".to_owned(),
            body: String::new(),
            category: None,
            audience: Audience { from: Some(16), to: None },
            communes: vec!["Recy".to_owned()],
            interests: vec!["premier-emploi".to_owned(), "orientation".to_owned()],
            image: None,
            link: None,
            pinned: false,
            publish_at: 0,
            expire_at: None,
            notified_at: None,
            sourced: Sourced::default(),
        };
        let music = ["musique".to_owned()];
        let both = ["musique".to_owned(), "orientation".to_owned()];
        for (reader, concerned) in [
            (Reader::default(), true),
            (Reader { age: Some(15), ..Reader::default() }, false),
            (Reader { age: Some(16), ..Reader::default() }, true),
            (Reader { commune: Some("Sarry"), ..Reader::default() }, false),
            (Reader { commune: Some("Recy"), ..Reader::default() }, true),
            (Reader { interests: &music, ..Reader::default() }, false),
            (Reader { interests: &both, ..Reader::default() }, true),
        ] {
            assert_eq!(news.concerns(&reader), concerned, "{reader:?}");
        }
        let all = News { communes: Vec::new(), interests: Vec::new(), audience: Audience::default(), ..news };
        assert!(all.concerns(&Reader { age: Some(11), commune: Some("Sarry"), interests: &music }));
    }
}
