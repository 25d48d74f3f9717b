//! What every answer has in common: errors, limits, headers, encodings.

pub mod date;
pub mod encoding;
pub mod error;
pub mod headers;
pub mod limits;
pub mod observe;
pub mod origin;

pub use error::HttpError;
