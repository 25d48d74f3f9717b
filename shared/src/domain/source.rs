//! Where a fact was read, and when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A document a fact was read in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Who says so, as a reader would name them.
    pub label: String,
    /// Address of the document, `https`.
    pub url: String,
}

/// The trust line of a record: sources, the day they were read, and what is still to be confirmed.
///
/// Flattened into every record, so that on the wire and in content files its fields stand beside the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced {
    /// Documents the facts were read in. Empty only for news, which carry their own link.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The day the facts were read in the sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_on: Option<NaiveDate>,
    /// Something here could not be verified: screens say so.
    #[serde(default, skip_serializing_if = "is_false")]
    pub to_confirm: bool,
    /// An invented record that shows what a town will put there: screens say so.
    #[serde(default, skip_serializing_if = "is_false")]
    pub example: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's `skip_serializing_if` hands a reference")]
pub(crate) fn is_false(value: &bool) -> bool {
    !value
}
