//! What search makes use of, and how much each sign of a good answer weighs.
//!
//! The app has one tuning, [`Tuning::APP`]. Benchmarks pass others, to learn what an ingredient brings by leaving it out
//! (`cargo xtask bench search --ablation`, ADR 0022). Switches of the compiler were rejected: what is measured must be the program that ships.
//!
//! Invariant: an index is asked with the same `stop_words` that it was written with.

/// What speaks for a document, each about 0 to 3; as weights, how much each of them counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Signals {
    /// Words as typed, or as corrected.
    pub exact: f64,
    /// Any form of the same stem.
    pub stem: f64,
    /// Any form of the same root.
    pub root: f64,
    /// Synonyms, and unlikelier corrections, where the word itself is silent.
    pub akin: f64,
    /// As `exact`, in the title and the keywords.
    pub title_exact: f64,
    /// As `root`, in the title and the keywords.
    pub title_root: f64,
    /// As `akin`, in the title and the keywords.
    pub title_akin: f64,
    /// The best passage.
    pub passage: f64,
    /// Concepts that stand side by side, as in the query.
    pub neighbours: f64,
    /// Share of the title that the query names.
    pub title_named: f64,
    /// Share of the query's concepts present, by rarity.
    pub coverage: f64,
}

impl Signals {
    /// Their number.
    pub const COUNT: usize = 11;

    /// In the order of the fields.
    pub const fn to_array(self) -> [f64; Self::COUNT] {
        let Self { exact, stem, root, akin, .. } = self;
        let Self { title_exact, title_root, title_akin, passage, neighbours, title_named, coverage, .. } = self;
        [exact, stem, root, akin, title_exact, title_root, title_akin, passage, neighbours, title_named, coverage]
    }

    /// What [`Signals::to_array`] gave.
    pub const fn from_array(values: [f64; Self::COUNT]) -> Self {
        let [exact, stem, root, akin, title_exact, title_root, title_akin, passage, neighbours, title_named, coverage] =
            values;
        Self {
            exact,
            stem,
            root,
            akin,
            title_exact,
            title_root,
            title_akin,
            passage,
            neighbours,
            title_named,
            coverage,
        }
    }
}

/// What search makes use of.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an ingredient that can be left out alone")]
pub struct Tuning {
    /// Words that carry no subject are left out of texts and of questions.
    pub stop_words: bool,
    /// Words that only frame a question count half.
    pub frame_words: bool,
    /// Other forms of a word's stem.
    pub stems: bool,
    /// Other forms with a word's first letters.
    pub roots: bool,
    /// Words that stand for one another in French.
    pub synonyms: bool,
    /// An unknown word is read as a known one.
    pub spelling: bool,
    /// How much each signal counts.
    pub weights: Signals,
}

impl Tuning {
    /// What the app uses. The weights were learned (`rank.rs`); the two for synonyms are 0.6 of what was learned, since the
    /// groups were written with that half in sight.
    pub const APP: Self = Self {
        stop_words: true,
        frame_words: true,
        stems: true,
        roots: true,
        synonyms: true,
        spelling: true,
        weights: Signals {
            exact: 1.40,
            stem: 1.54,
            root: 1.53,
            akin: 1.95,
            title_exact: 0.43,
            title_root: 1.40,
            title_akin: 1.28,
            passage: 0.84,
            neighbours: 1.59,
            title_named: 1.45,
            coverage: 1.79,
        },
    };
}

impl Default for Tuning {
    fn default() -> Self {
        Self::APP
    }
}
