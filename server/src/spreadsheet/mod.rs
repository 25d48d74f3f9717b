//! Tables as people have them: CSV that some version of Excel, LibreOffice or a database wrote, and CSV that Excel opens
//! without asking anything.
//!
//! Invariant: what [`write()`] wrote, [`read()`] reads as it was, and no cell that it wrote is a formula to a spreadsheet.
//! Workbooks (.xlsx) were left out: their reader would be the largest parser of the server, for a menu entry that every
//! spreadsheet has (« Enregistrer sous, CSV »).

mod decode;
mod formula;
mod read;
mod write;

pub use decode::Writing;
pub use read::{Line, MAX_BYTES, MAX_LINES, ReadError, Table, read};
pub use write::write;
