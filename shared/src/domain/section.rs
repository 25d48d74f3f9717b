//! The eight sections, in the order every screen shows them.

use serde::{Deserialize, Serialize};

/// One of the eight sections of the counter. Written as its slug on the wire and in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Housing.
    SeLoger,
    /// Health.
    SeSoigner,
    /// Studies and training.
    SeFormer,
    /// Work.
    Travailler,
    /// Transport and travel.
    Bouger,
    /// Volunteering and civic life.
    SEngager,
    /// Leisure and culture.
    SeDivertir,
    /// Help and advice.
    EtreAccompagne,
}

impl Section {
    /// All sections, in display order.
    pub const ALL: [Self; 8] = [
        Self::SeLoger,
        Self::SeSoigner,
        Self::SeFormer,
        Self::Travailler,
        Self::Bouger,
        Self::SEngager,
        Self::SeDivertir,
        Self::EtreAccompagne,
    ];

    /// The stable name used in addresses, folders and on the wire, for example `se-loger`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::SeLoger => "se-loger",
            Self::SeSoigner => "se-soigner",
            Self::SeFormer => "se-former",
            Self::Travailler => "travailler",
            Self::Bouger => "bouger",
            Self::SEngager => "s-engager",
            Self::SeDivertir => "se-divertir",
            Self::EtreAccompagne => "etre-accompagne",
        }
    }

    /// The section of a slug, `None` when there is no such section.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.slug() == slug)
    }
}

impl std::fmt::Display for Section {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.slug())
    }
}

/// A slug that names no section.
#[derive(Debug, thiserror::Error)]
#[error("there is no section \u{ab}{0}\u{bb}")]
pub struct UnknownSection(String);

impl std::str::FromStr for Section {
    type Err = UnknownSection;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::from_slug(slug).ok_or_else(|| UnknownSection(slug.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_leads_back_to_its_section_and_is_what_serde_writes() {
        for section in Section::ALL {
            assert_eq!(section.slug().parse::<Section>().unwrap(), section);
            assert_eq!(serde_json::to_value(section).unwrap(), section.slug());
        }
        assert!("se-reposer".parse::<Section>().is_err());
    }
}
