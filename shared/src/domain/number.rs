//! Help numbers: one tap from every screen, with or without network.

use serde::{Deserialize, Serialize};

use super::{Sourced, page::telephone_href};

/// A number one can call for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpNumber {
    /// Stable slug, the number itself for short ones.
    pub id: String,
    /// As people write it.
    pub number: String,
    /// What it is for, at most 40 characters.
    pub title: String,
    /// At most 110 characters.
    pub summary: String,
    /// Tab it stands under.
    pub group: NumberGroup,
    /// Position inside the group, ascending.
    pub order: i32,
    /// Hours in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Hours as OSM `opening_hours`, only when certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<String>,
    /// Cost in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// Number that takes text messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<String>,
    /// Chat or information page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<String>,
    /// For whom, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<String>,
    /// Sources and date.
    #[serde(flatten)]
    pub sourced: Sourced,
}

impl HelpNumber {
    /// The `tel:` address of the number.
    pub fn href(&self) -> String {
        telephone_href(&self.number)
    }
}

/// Tabs of the help screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberGroup {
    /// Life in danger, now.
    Maintenant,
    /// Someone to talk to.
    Parler,
    /// Health.
    Sante,
}

impl NumberGroup {
    /// All groups, in display order.
    pub const ALL: [Self; 3] = [Self::Maintenant, Self::Parler, Self::Sante];
}
