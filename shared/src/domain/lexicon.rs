//! Words that a territory's young people use: the content of `content/words.toml`.

use serde::{Deserialize, Serialize};

/// What search knows of a territory's way of speaking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// Words that pages write otherwise.
    #[serde(default, rename = "word")]
    pub words: Vec<Spoken>,
    /// Words that are answered by a help number before anything else.
    #[serde(default)]
    pub distress: Vec<Distress>,
}

/// « thune » for money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// Single words as they are typed. One form of each is enough where it is inflected as French is.
    pub typed: Vec<String>,
    /// What pages say instead; each may be several words.
    pub means: Vec<String>,
}

/// What someone in danger may type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distress {
    /// Words, or several words that stand together.
    pub words: Vec<String>,
    /// Ids of the help numbers to show, the first one first.
    pub numbers: Vec<String>,
}
