//! Where the person is: the page asks, its answer is read here.

use shared::domain::Point;

/// Why it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocationFault {
    /// The person, or the settings of the device, said no.
    Refused,
    /// It took too long.
    Late,
    /// The device cannot tell.
    Unavailable,
}

/// Reads `lat,lon` or the fault that the page named.
#[cfg_attr(
    not(any(feature = "device", feature = "web", test)),
    expect(dead_code, reason = "markup alone has no page that answers")
)]
pub(super) fn answer(text: &str) -> Result<Point, LocationFault> {
    match text {
        "refused" => Err(LocationFault::Refused),
        "late" => Err(LocationFault::Late),
        other => Point::read(other).ok_or(LocationFault::Unavailable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_or_the_reason_why_not() {
        for (text, expected) in [
            ("48.95,4.36", Ok(Point { lat: 48.95, lon: 4.36 })),
            ("refused", Err(LocationFault::Refused)),
            ("late", Err(LocationFault::Late)),
            ("unavailable", Err(LocationFault::Unavailable)),
            ("NaN,4", Err(LocationFault::Unavailable)),
            ("", Err(LocationFault::Unavailable)),
        ] {
            assert_eq!(answer(text), expected, "{text}");
        }
    }
}
