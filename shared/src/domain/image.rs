//! Pictures, named by what they contain.

use serde::{Deserialize, Serialize};

/// A picture in one or several widths, with the words that replace it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// What the picture shows, for those who do not see it. Empty for pure decoration.
    #[serde(default)]
    pub alt: String,
    /// The same picture in several widths, narrowest first. Never empty.
    pub variants: Vec<Variant>,
}

/// One width of a picture: a WebP file served at `/media/<sha256>.webp`, which never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Size of the file in bytes.
    pub bytes: u32,
}

impl Image {
    /// Width in pixels that is kept for a day without network: sharp on a phone held upright, light to carry.
    pub const KEPT_WIDTH: u32 = 640;

    /// The narrowest variant at least `width` pixels wide, else the widest there is.
    pub fn at_least(&self, width: u32) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.width >= width).or_else(|| self.variants.last())
    }
}

impl Variant {
    /// Path of the file on the server and in the app's cache.
    pub fn path(&self) -> String {
        format!("/media/{}.webp", self.sha256)
    }
}
