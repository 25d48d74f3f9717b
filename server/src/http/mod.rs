//! What every answer has in common: errors, limits, headers, encodings.

pub mod encoding;
mod error;
pub mod headers;
pub mod limits;
pub mod observe;

pub use error::HttpError;
