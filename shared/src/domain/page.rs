//! A page of a section: what a scheme is, for whom, what to do now, whom to call.

use serde::{Deserialize, Serialize};

use super::{Audience, Image, Section, Sourced};

/// A page of content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Stable slug.
    pub id: String,
    /// Section it stands in.
    pub section: Section,
    /// Chip it stands under inside the section, in words.
    pub group: String,
    /// Position in the section, ascending.
    pub order: i32,
    /// At most 60 characters.
    pub title: String,
    /// "En bref", plain text, at most 160 characters.
    pub summary: String,
    /// BCP 47 language of the text.
    #[serde(default = "french", skip_serializing_if = "is_french")]
    pub lang: String,
    /// Ages concerned.
    #[serde(default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
    /// What to do now, in order, inline Markdown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// Markdown without raw HTML.
    pub body: String,
    /// Ids of help numbers to call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<String>,
    /// Ids of places to visit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Further phone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// Where to go on from here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Words people type that the text lacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Picture at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Sources and date.
    #[serde(flatten)]
    pub sourced: Sourced,
}

/// A link shown as a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What pressing it does.
    pub label: String,
    /// Absolute address.
    pub url: String,
}

/// A phone number with what answers there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// Who answers.
    pub label: String,
    /// As people write it, with spaces.
    pub number: String,
}

impl Phone {
    /// The `tel:` address of the number.
    pub fn href(&self) -> String {
        telephone_href(&self.number)
    }
}

/// The `tel:` address (RFC 3966, local form) of a number as people write it.
pub(crate) fn telephone_href(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}

pub(super) fn french() -> String {
    "fr".to_owned()
}

pub(super) fn is_french(lang: &str) -> bool {
    lang == "fr"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_people_write_are_not_dialled() {
        assert_eq!(telephone_href("0\u{202f}800 235\u{a0}236"), "tel:0800235236");
        assert_eq!(telephone_href("+33 3 26 00 00 00"), "tel:+33326000000");
    }
}
