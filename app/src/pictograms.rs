//! The cut-paper drawings: one per section, and the character of empty, offline and error faces.
//!
//! A drawing is a stack of flat papers on a 120 × 120 sheet, back to front, contours cut in facets the way
//! scissors do it. Every paper takes its colour from a token, so the two themes and forced colours recolour
//! all of them at once. Invariant: the ink paper alone is enough to recognise the subject, the other papers
//! only add to it; no drawing carries meaning that the words beside it lack, hence `aria-hidden`.
//! An icon font or one SVG file each was rejected: the first cannot layer colours, the second cannot follow
//! the theme and costs a request each.
//!
//! To add a drawing: a constant here, back to front, then an arm in [`section`].

use dioxus::prelude::*;
use shared::domain::Section;

/// What a sheet of paper is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The dark ink that carries the subject.
    Ink,
    /// Warm white.
    Cream,
    /// Yellow.
    Sun,
    /// Red-orange.
    Coral,
    /// Pink.
    Pink,
    /// Blue.
    Sky,
    /// A strip of ink: the contour is stroked, not filled.
    InkStrip,
}

impl Paper {
    /// Class of what is cut out of it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ink => "paper-ink",
            Self::Cream => "paper-cream",
            Self::Sun => "paper-sun",
            Self::Coral => "paper-coral",
            Self::Pink => "paper-pink",
            Self::Sky => "paper-sky",
            Self::InkStrip => "paper-ink-strip",
        }
    }
}

/// One cut sheet: its paper and its contour as SVG path data.
pub type Cut = (Paper, &'static str);

use Paper::{Coral, Cream, Ink, InkStrip, Pink, Sky, Sun};

/// A house under its roof, one window lit.
const HOUSE: &[Cut] = &[
    (
        Sun,
        "M114.8 22 L112.4 32.9 L103.6 39.6 L93.2 42.4 L84 37.9 L76.8 28.4 L78.1 17.6 L84.1 9.4 L93.2 3.9 L103.9 4.9 L111.9 12.3Z",
    ),
    (Ink, "M24 24 L41 21 L42 48 L25 58Z"),
    (Cream, "M20 64 L60 27 L99 60 L96 116 L56 114 L24 118Z"),
    (Ink, "M3 64 L30 36 L55 10 L63 8 L90 35 L118 59 L113 70 L102 68 L82 51 L60 31 L38 52 L18 72 L8 72Z"),
    (Ink, "M53 116 L52 88 L58 79 L68 77 L76 84 L78 115Z"),
    (Sun, "M69 97 L73 96 L74 101 L70 102Z"),
    (Ink, "M31 73 L46 71 L47 87 L32 89Z"),
    (Sun, "M34.5 76.5 L43 75.5 L43.5 83.5 L35.5 85Z"),
];

/// A heart with a plaster on it.
const HEART: &[Cut] = &[
    (
        Ink,
        "M61 115 L38 95 L15 71 L5 47 L9 25 L24 10 L43 9 L55 19 L61 31 L69 17 L84 8 L102 12 L115 29 L116 50 L105 72 L85 94Z",
    ),
    (Cream, "M16 77 L19 66 L84 21 L95 22 L103 33 L101 44 L38 92 L26 91Z"),
    (Coral, "M42 51 L62 37 L79 60 L59 75Z"),
    (
        Ink,
        "M52 54 L57 52 L59 57 L54 59Z M62 56 L67 54 L68 59 L64 61Z M56 45 L60 43 L62 48 L58 49Z M58 64 L63 63 L64 68 L60 69Z",
    ),
    (
        Ink,
        "M29 73 L34 71 L35 77 L30 78Z M36 81 L41 79 L42 84 L38 86Z M80 33 L85 31 L86 36 L82 38Z M88 41 L93 39 L94 44 L89 46Z",
    ),
    (Cream, "M97 84 L105 83 L104 92 L113 92 L112 100 L104 100 L104 110 L96 109 L97 100 L88 100 L89 91 L97 92Z"),
];

/// An open book with a star between its pages.
const BOOK: &[Cut] = &[
    (Coral, "M94 84 L106 82 L107 118 L100 109 L92 116Z"),
    (Ink, "M2 42 L31 30 L58 40 L63 40 L91 29 L119 38 L115 106 L89 98 L63 111 L57 111 L31 99 L6 108Z"),
    (Cream, "M12 32 L33 23 L50 27 L58 36 L58 101 L46 93 L30 90 L13 95Z"),
    (Cream, "M62 36 L71 25 L90 21 L109 27 L107 92 L91 89 L74 92 L62 101Z"),
    (Ink, "M21 43 L47 46 L48 52 L22 49Z M21 57 L40 59 L40 65 L22 63Z M22 71 L47 75 L47 81 L23 77Z"),
    (Coral, "M84 34 L89 47 L102 46 L92 56 L98 70 L85 62 L74 73 L76 58 L66 51 L79 48Z"),
];

/// A bag with a résumé sticking out.
const BAG: &[Cut] = &[
    (Cream, "M24 6 L69 1 L78 56 L31 60Z"),
    (
        Ink,
        "M34 15 L46 13 L47 25 L35 26Z M51 14 L62 12 L62.5 17 L52 18.5Z M52 22 L64 20 L64.5 24.5 L53 26.5Z M36 33 L65 29 L66 34.5 L37 38Z",
    ),
    (Ink, "M39 50 L42 31 L51 24 L73 23 L82 30 L85 49 L74 51 L71 37 L67 34 L57 35 L53 38 L51 52Z"),
    (Ink, "M4 49 L30 44 L62 46 L96 43 L117 48 L115 112 L88 116 L55 113 L24 117 L6 112Z"),
    (Sun, "M5 69 L34 78 L60 80 L88 77 L116 67 L116 75 L88 85 L60 88 L34 86 L5 77Z"),
    (Cream, "M50 72 L71 71 L72 94 L62 99 L51 95Z"),
    (Ink, "M58 79 L64 78 L65 84 L63.5 90 L59.5 90 L57.5 84Z"),
];

/// A bicycle with a flag at the back.
const BICYCLE: &[Cut] = &[
    (Coral, "M14 13 L46 6 L39 19 L48 30 L15 32Z"),
    (InkStrip, "M15 10 L25 82"),
    (
        Ink,
        "M55.5 84 L53.3 96 L44.4 105.9 L32.1 110.8 L19.9 109.1 L9.7 101.1 L3 90.7 L3.9 77.7 L8.5 65.2 L19.3 59 L32.4 58.5 L44.9 62.3 L52 72Z",
    ),
    (
        Ink,
        "M118.5 84 L115.2 96.2 L108 105.1 L96.2 108.6 L84.2 107.5 L73.2 101.1 L68.3 90.3 L67.9 77.9 L72.9 66.4 L84 59.5 L96.1 57.1 L108.1 63.1 L117.2 72.4Z",
    ),
    (
        Cream,
        "M45.8 84 L43.5 91.9 L38.2 98.2 L31.1 101 L22.7 99.6 L16 95.4 L12.3 88 L11.9 79.7 L16.3 72.5 L23.3 67.8 L31.1 66.2 L39 70.3 L43.9 76Z",
    ),
    (
        Cream,
        "M108.2 84 L106.6 91.1 L101.6 97.6 L94.8 99.4 L87.4 99.6 L81.6 94.6 L77.4 88 L76.9 80 L81.3 73.5 L87.4 68.4 L95 68.7 L101.8 71.2 L106.8 76.6Z",
    ),
    (InkStrip, "M29 84 L47 51 L82 49 L61 85 L29 84 M45 41 L61 85 M93 84 L78 29 L95 24"),
    (Sun, "M66 85 L63.5 91 L58 91.5 L54 86.5 L56.5 80.5 L62.5 79.5Z"),
    (Ink, "M31 38 L57 35 L58 42 L46 47 L33 46Z"),
];

/// A raised hand, a heart in its palm.
const HAND: &[Cut] = &[
    (
        Ink,
        "M40 120 L38 98 L22 82 L10 66 L13 57 L23 56 L36 67 L35 50 L29 23 L33 14 L42 14 L47 22 L52 48 L54 48 L53 12 L58 4 L67 5 L71 13 L71 48 L74 49 L80 18 L86 11 L94 14 L96 23 L90 54 L92 57 L101 39 L108 35 L115 41 L114 50 L103 75 L95 93 L88 102 L88 120Z",
    ),
    (Cream, "M67 98 L54 86 L48 75 L52 65 L60 63 L67 70 L73 62 L82 64 L87 73 L81 86Z"),
    (Sun, "M30 109 L95 104 L99 122 L32 122Z"),
    (Cream, "M4 34 L17 28 L19 35 L6 40Z M9 12 L20 18 L16 24 L6 19Z M104 10 L114 5 L117 12 L107 17Z"),
];

/// A bursting star that laughs.
const BURST: &[Cut] = &[
    (Ink, BURST_CONTOUR),
    (Sun, FACE_CONTOUR),
    (Ink, "M45 49 L50 46 L54 50 L53 58 L47 59Z M68 48 L73 46 L77 50 L76 58 L70 58Z"),
    (Ink, "M39 65 L60 69 L83 64 L79 77 L69 86 L56 86 L45 79Z"),
    (Cream, "M47 70 L60 73 L75 70 L73 75 L60 77 L49 75Z"),
    (Pink, "M33 59 L40 58 L42 63 L37 66 L33 64Z M81 57 L88 57 L88 62 L83 65 L79 62Z"),
];

/// Two people side by side, one's arm around the other.
const TOGETHER: &[Cut] = &[
    (Coral, "M76 25 L66 16 L62 9 L65 3 L72 2 L77 7 L82 1 L89 3 L92 10 L87 17Z"),
    (Ink, "M2 120 L6 88 L16 69 L33 59 L50 60 L64 72 L71 94 L72 120Z"),
    (
        Cream,
        "M59.2 36 L56.2 44.8 L49.9 50.9 L41 56 L32 51.6 L26.1 44.6 L23.3 36 L24.8 27.3 L32.5 19.6 L41 18.7 L50 21.2 L56.6 26.5Z",
    ),
    (Ink, "M21 40 L19 26 L28 15 L42 11 L55 15 L63 27 L61 40 L56 31 L45 31 L34 27 L28 33 L25 42Z"),
    (Ink, "M33 36 L37 35 L37 40 L33 40Z M46 35 L50 35 L50 40 L46 40Z M33 44 L42 46 L51 43 L48 49 L42 51 L36 49Z"),
    (Cream, "M59 120 L62 99 L71 82 L86 76 L101 79 L112 94 L117 120Z"),
    (Coral, "M94 34 L103 29 L112 34 L112 44 L103 49Z"),
    (
        Sun,
        "M103.6 55 L100.3 64 L94 71.1 L85.9 73.3 L78.4 67 L73.1 59.5 L73 50.6 L77.8 43.4 L85.9 40.1 L94.1 42.1 L100 47.1Z",
    ),
    (Coral, "M70 57 L71 46 L78 38 L89 36 L100 40 L106 51 L104 60 L99 51 L89 51 L79 48 L75 58Z"),
    (Ink, "M80 56 L84 55 L84 60 L80 60Z M92 55 L96 55 L96 60 L92 60Z M81 63 L88 65 L95 62 L92 68 L87 69 L83 67Z"),
    (InkStrip, "M50 78 L66 101 L96 98"),
    (Ink, "M92 91 L103 90 L110 97 L105 105 L93 104Z"),
];

const BURST_CONTOUR: &str = "M119.4 47.2 L100.7 62.7 L113 79.3 L94.2 83.3 L94.8 103.8 L78.5 97.9 L69.4 119.2 L55.7 102.4 L41.3 116.1 L38.4 97.2 L18 100.6 L24.1 77.5 L5.7 72.2 L17 58.1 L6.2 42.9 L25.4 36.6 L23.9 19.6 L41 24.9 L48 1.7 L63.7 18.9 L79.3 2.4 L83.5 25.5 L104.4 23.2 L97.4 42.5Z";
const FACE_CONTOUR: &str = "M90.2 61 L89.7 73.5 L81.7 85.3 L70.1 90 L56.9 90.9 L45 87 L34.6 80 L28.5 67.4 L29.2 54.3 L36.1 42.5 L43.8 33.3 L56.7 30.2 L69.2 30.6 L80.4 37.2 L89.8 48.5Z";

/// How the character of empty, offline and error faces feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// All is well, or done.
    Laughing,
    /// Nothing here yet.
    Curious,
    /// No network.
    Asleep,
    /// Something broke.
    Dizzy,
}

const CURIOUS: &[Cut] = &[
    (Sky, BURST_CONTOUR),
    (Cream, FACE_CONTOUR),
    (Ink, "M45 46 L51 44 L55 48 L54 57 L48 58Z M69 45 L75 44 L79 48 L78 57 L71 57Z"),
    (Cream, "M50 46 L53 46 L53 50 L50 50Z M74 46 L77 46 L77 50 L74 50Z"),
    (Ink, "M55 70 L62 67 L68 70 L69 77 L63 81 L56 78Z"),
    (Ink, "M42 38 L54 34 L55 38 L43 42Z M69 36 L80 39 L79 43 L68 40Z"),
];

const ASLEEP: &[Cut] = &[
    (Ink, BURST_CONTOUR),
    (Sky, FACE_CONTOUR),
    (Ink, "M40 52 L47 56 L55 52 L54 57 L47 61 L41 57Z M67 51 L74 55 L82 51 L81 56 L74 60 L68 56Z"),
    (Ink, "M54 72 L68 70 L69 75 L55 77Z"),
    (
        Cream,
        "M88 6 L106 4 L107 9 L97 21 L108 20 L108 25 L89 27 L88 22 L98 10 L88 11Z M108 32 L118 31 L118 35 L113 41 L119 41 L119 45 L108 46 L108 42 L113 36 L108 36Z",
    ),
];

const DIZZY: &[Cut] = &[
    (Ink, BURST_CONTOUR),
    (Pink, FACE_CONTOUR),
    (
        Ink,
        "M41 47 L45 44 L49 49 L53 44 L57 48 L52 52 L56 57 L52 60 L48 56 L44 60 L41 56 L45 52Z M67 46 L71 43 L75 48 L79 43 L82 47 L78 51 L82 56 L78 59 L74 55 L70 59 L67 55 L71 51Z",
    ),
    (Ink, "M44 77 L50 69 L57 75 L64 68 L71 74 L77 68 L80 73 L71 81 L64 75 L57 81 L50 76 L47 80Z"),
];

/// The drawing of a section.
pub const fn section(section: Section) -> &'static [Cut] {
    match section {
        Section::SeLoger => HOUSE,
        Section::SeSoigner => HEART,
        Section::SeFormer => BOOK,
        Section::Travailler => BAG,
        Section::Bouger => BICYCLE,
        Section::SEngager => HAND,
        Section::SeDivertir => BURST,
        Section::EtreAccompagne => TOGETHER,
    }
}

/// The character in a mood.
pub const fn character(mood: Mood) -> &'static [Cut] {
    match mood {
        Mood::Laughing => BURST,
        Mood::Curious => CURIOUS,
        Mood::Asleep => ASLEEP,
        Mood::Dizzy => DIZZY,
    }
}

/// Draws a stack of papers.
#[component]
pub fn Pictogram(cuts: &'static [Cut]) -> Element {
    rsx! {
        svg { class: "pictogram", view_box: "0 0 120 120", "aria-hidden": "true", "focusable": "false",
            for (paper , contour) in cuts.iter() {
                path { class: paper.class(), d: *contour }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contour_is_drawn_on_the_sheet() {
        let drawings =
            Section::ALL.map(section).into_iter().chain([Mood::Curious, Mood::Asleep, Mood::Dizzy].map(character));
        for (paper, contour) in drawings.flatten() {
            assert!(contour.starts_with('M'), "{contour}");
            assert!(*paper == Paper::InkStrip || contour.ends_with('Z'), "a filled contour closes: {contour}");
            for number in
                contour.split(|c: char| c.is_ascii_alphabetic() || c.is_whitespace()).filter(|part| !part.is_empty())
            {
                let at: f32 = number.parse().unwrap();
                assert!((-2.0..=122.0).contains(&at), "{number} in {contour}");
            }
        }
    }

    #[test]
    fn ink_carries_every_subject() {
        for drawing in Section::ALL.map(section) {
            assert!(drawing.iter().any(|(paper, _)| *paper == Paper::Ink));
        }
    }
}
