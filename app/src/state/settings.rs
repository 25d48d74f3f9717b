//! What a person chose: looks, language, interests. Kept on the device alone.

use dioxus::prelude::*;
use serde::{Deserialize, Serialize};
use shared::domain::Reader;

use super::Local;
use crate::embedded;

/// Name under which the store keeps them.
pub(super) const NAME: &str = "settings";

/// Settings. New fields need a default, so that what an older app kept can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// Paper, night, or as the device.
    pub theme: Theme,
    /// Text size in per cent, 90 to 200.
    pub text_size: u16,
    /// BCP 47 code of the interface.
    pub language: String,
    /// No motion, whatever the device says.
    pub reduced_motion: bool,
    /// Ids of interests.
    pub interests: Vec<String>,
    /// Age, if told; never leaves the device.
    pub age: Option<u8>,
    /// Commune, if told; never leaves the device.
    pub commune: Option<String>,
    /// The town may count what was read here, without knowing whose phone it is.
    pub counted: bool,
    /// « Non merci » to notifications: nobody is invited again.
    pub push_declined: bool,
    /// The welcome screen was seen or skipped.
    pub welcome_done: bool,
}

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device.
    #[default]
    Auto,
    /// Ink on paper.
    Paper,
    /// Paper on ink.
    Night,
}

impl Theme {
    /// Value of the `data-theme` attribute.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Paper => "paper",
            Self::Night => "night",
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::Auto,
            text_size: 100,
            language: embedded::territory().languages.first().cloned().unwrap_or_else(|| "fr".to_owned()),
            reduced_motion: false,
            interests: Vec::new(),
            age: None,
            commune: None,
            counted: true,
            push_declined: false,
            welcome_done: false,
        }
    }
}

impl Settings {
    /// Who reads, as far as they said.
    pub fn reader(&self) -> Reader<'_> {
        Reader { age: self.age, commune: self.commune.as_deref(), interests: &self.interests }
    }
}

/// The settings; writing to them keeps them.
pub fn use_settings() -> Signal<Settings> {
    use_context::<Local>().settings
}
