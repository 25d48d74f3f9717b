//! The server's clock in an answer without a body: its `Date` (RFC 9110 §5.6.7), in the one form that is sent.
//!
//! By hand: the library's reader of dates would be ten kilobytes in every browser.

use chrono::NaiveDate;

use crate::domain::UnixSeconds;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The moment of `Sun, 06 Nov 1994 08:49:37 GMT`. `None`: anything else.
pub(super) fn http_date(text: &str) -> Option<UnixSeconds> {
    let mut words = text.split(' ').skip(1);
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let (time, zone) = (words.next()?, words.next()?);
    if zone != "GMT" || words.next().is_some() {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let day = NaiveDate::from_ymd_opt(year.parse().ok()?, u32::try_from(month).ok()?, day.parse().ok()?)?;
    let mut parts = time.splitn(3, ':').map(|part| part.parse::<u32>().ok());
    let time = day.and_hms_opt(parts.next()??, parts.next()??, parts.next()??)?;
    Some(time.and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_the_standard_and_nothing_else() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        for other in [
            "",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "x y z",
        ] {
            assert_eq!(http_date(other), None, "{other}");
        }
    }
}
