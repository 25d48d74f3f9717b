//! The little that the web shell needs of a territory: its name, its words, its colours.
//!
//! Read straight from `territory.toml`; depending on the core's reader was rejected because it would make every
//! `cargo xtask` wait for the core to compile.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::workspace::Workspace;

/// What `index.html`, the manifest and the icons are filled with.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Territory {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) app_name: String,
    pub(crate) tagline: String,
    pub(crate) languages: Vec<String>,
    pub(crate) brand: Brand,
}

/// Colours as `#RRGGBB`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Brand {
    pub(crate) ink: String,
    pub(crate) paper: String,
    pub(crate) accent: String,
}

impl Territory {
    pub(crate) fn read(workspace: &Workspace, slug: &str) -> Result<Self> {
        let path = workspace.territory(slug)?.join("territory.toml");
        let text = fs::read_to_string(&path)?;
        toml::from_str(&text).with_context(|| format!("{} lacks what the web shell needs", workspace.shown(&path)))
    }

    /// The placeholders that any template may use.
    pub(crate) fn words(&self) -> Vec<(&'static str, String)> {
        vec![
            ("app_name", self.app_name.clone()),
            ("territory", self.name.clone()),
            ("tagline", self.tagline.clone()),
            ("lang", self.languages.first().cloned().unwrap_or_else(|| "fr".to_owned())),
            ("ink", self.brand.ink.clone()),
            ("paper", self.brand.paper.clone()),
            ("accent", self.brand.accent.clone()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_town_can_be_read() {
        let workspace = Workspace::find().unwrap();
        let town = Territory::read(&workspace, "chalons").unwrap();
        assert_eq!(town.slug, "chalons");
        assert!(town.brand.ink.starts_with('#'));
    }

    #[test]
    fn an_unknown_town_is_named_in_the_error() {
        let workspace = Workspace::find().unwrap();
        let error = Territory::read(&workspace, "atlantide").unwrap_err().to_string();
        assert!(error.contains("atlantide"), "{error}");
    }
}
