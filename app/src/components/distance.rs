//! How far something is.

use crate::words::tid;

/// « 350 m », « 1,2 km ».
pub fn distance(metres: f64) -> String {
    let tens = (metres / 10.0).round() as u32;
    if tens < 100 {
        return tid!("map-metres", n: tens * 10);
    }
    let tenths = (metres / 100.0).round() as u32;
    tid!("map-kilometres", km: tenths / 10, tenth: tenths % 10)
}
