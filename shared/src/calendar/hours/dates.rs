//! Reading the wide selectors of a rule: years, months and days of the year, weeks.
//!
//! A year before one day (`2026 Nov 11`) belongs to that day; before months it holds for all that follow, as the
//! specification has it. A day that its month never has is refused.

use super::{
    reader::{Fault, Reader},
    rule::{Dates, Rule, Weeks, YearDay},
};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Days a month has at most.
const LONGEST: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Reads `2026 Jul-Aug,Dec 25 week 1-53/2:` into `rule`, as much of it as there is.
pub(super) fn wide(reader: &mut Reader<'_>, rule: &mut Rule) -> Result<(), Fault> {
    let before = reader.next().len();
    if let Some(first) = reader.attempt(year_day) {
        rule.dates.push(days_from(reader, first)?);
    } else {
        years(reader, rule)?;
        if !rule.years.is_empty() && reader.next().starts_with(|next: char| next.is_ascii_alphabetic()) {
            return Err("a space after the year");
        }
        reader.spaces();
        rule.dates.extend(dates(reader)?);
    }
    while !rule.dates.is_empty() && !reader.next().starts_with(", ") && reader.eat(",") {
        rule.dates.push(dates(reader)?.ok_or("a month")?);
    }
    reader.spaces();
    if reader.eat("week") {
        weeks(reader, rule)?;
    }
    if reader.next().len() < before {
        reader.eat(":");
    }
    reader.spaces();
    Ok(())
}

/// `2026,2028-2030,2032+`
fn years(reader: &mut Reader<'_>, rule: &mut Rule) -> Result<(), Fault> {
    let Some(mut first) = reader.attempt(year) else { return Ok(()) };
    loop {
        let last = match () {
            () if reader.eat("-") => reader.attempt(year).filter(|&last| last >= first).ok_or("a later year")?,
            () if reader.eat("+") => i32::MAX,
            () => first,
        };
        rule.years.push(first..=last);
        if reader.next().starts_with(", ") || !reader.eat(",") {
            return Ok(());
        }
        first = reader.attempt(year).ok_or("a year")?;
    }
}

/// `Jul-Aug`, `Dec 25` or `Mar 15-Oct 15`; none when no month is next.
fn dates(reader: &mut Reader<'_>) -> Result<Option<Dates>, Fault> {
    if let Some(first) = reader.attempt(year_day) {
        return days_from(reader, first).map(Some);
    }
    let Some(first) = reader.name(&MONTHS) else { return Ok(None) };
    let last = if reader.eat("-") { reader.name(&MONTHS).ok_or("a month")? } else { first };
    Ok(Some(Dates::Months(first + 1, last + 1)))
}

/// What follows a first day: another, or nothing.
fn days_from(reader: &mut Reader<'_>, first: YearDay) -> Result<Dates, Fault> {
    let last = reader.attempt(|reader| {
        reader.spaces();
        reader.eat("-").then(|| reader.spaces())
    });
    if last.is_none() {
        return Ok(Dates::Days(first, first));
    }
    let last = match reader.attempt(year_day) {
        Some(last) => last,
        None => YearDay { day: reader.attempt(|reader| day_of(reader, first.month)).ok_or("a day")?, ..first },
    };
    if last.month == first.month && last.year == first.year && last.day < first.day {
        return Err("a later day");
    }
    Ok(Dates::Days(first, last))
}

/// `Dec 25`, `2026 Nov 11`
fn year_day(reader: &mut Reader<'_>) -> Option<YearDay> {
    let year = reader.attempt(year);
    reader.spaces();
    let month = reader.name(&MONTHS)? + 1;
    reader.spaces();
    Some(YearDay { year, month, day: day_of(reader, month)? })
}

/// A day of that month, which the hour of `10:00` is not.
fn day_of(reader: &mut Reader<'_>, month: u32) -> Option<u32> {
    let day = reader.number(2)?;
    let is_hour = {
        let mut after = reader.next().bytes();
        after.next() == Some(b':')
            && after.next().is_some_and(|next| next.is_ascii_digit())
            && after.nth(1) != Some(b':')
    };
    let longest = LONGEST.get(month as usize - 1)?;
    (!is_hour && (1..=*longest).contains(&day)).then_some(day)
}

fn year(reader: &mut Reader<'_>) -> Option<i32> {
    reader.number(4).filter(|year| (1900..=9999).contains(year)).and_then(|year| i32::try_from(year).ok())
}

/// ` 1-53/2,10`
fn weeks(reader: &mut Reader<'_>, rule: &mut Rule) -> Result<(), Fault> {
    reader.spaces();
    loop {
        let first = week(reader)?;
        let last = if reader.eat("-") { week(reader)? } else { first };
        if last < first {
            return Err("a later week");
        }
        let step = if reader.eat("/") { reader.number(2).unwrap_or_default() } else { 1 };
        if step == 0 || (step > 1 && step > last - first) {
            return Err("a step within the weeks");
        }
        rule.weeks.push(Weeks { first, last, step });
        if reader.next().starts_with(", ") || !reader.eat(",") {
            return Ok(());
        }
    }
}

fn week(reader: &mut Reader<'_>) -> Result<u32, Fault> {
    reader.number(2).filter(|week| (1..=53).contains(week)).ok_or("a week from 1 to 53")
}
