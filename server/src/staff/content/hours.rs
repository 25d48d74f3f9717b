//! Opening hours between people and OpenStreetMap: a week in words that one types, and the expression that phones read.
//!
//! Invariant: what is typed, written as an expression and read again is what was typed. An expression that says more than
//! a week can (months, weeks, comments) is kept as it is, under its own name; nothing of it is lost by looking at it.

use std::fmt::Write as _;

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// Most intervals of one day.
const MAX_INTERVALS: usize = 4;

const CODES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// Minutes after midnight; an end at or before its beginning is of the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) from: u16,
    pub(super) to: u16,
}

/// Public holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Holidays {
    /// Nobody said: phones tell people to ask.
    #[default]
    Unsaid,
    Closed,
    Open(Vec<Interval>),
}

/// The same hours each week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Week {
    /// Monday first; empty: closed.
    pub(super) days: [Vec<Interval>; 7],
    pub(super) holidays: Holidays,
}

/// What is known of a place's hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    Unknown,
    Always,
    Week(Week),
    /// An expression that says more than a week.
    Other(String),
}

impl Plan {
    /// What an expression says.
    pub(super) fn of(expression: Option<&str>) -> Self {
        match expression.map(str::trim) {
            None | Some("") => Self::Unknown,
            Some("24/7") => Self::Always,
            Some(text) => Week::parse(text).map_or_else(|| Self::Other(text.to_owned()), Self::Week),
        }
    }

    /// The expression that says it.
    pub(super) fn expression(&self) -> Option<String> {
        match self {
            Self::Unknown => None,
            Self::Always => Some("24/7".to_owned()),
            Self::Week(week) => Some(week.expression()),
            Self::Other(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        }
    }
}

impl Week {
    /// Reads `Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00; PH off`; `None` when it says anything else.
    fn parse(text: &str) -> Option<Self> {
        let mut week = Self::default();
        for rule in text.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
            let (selector, times) = rule.split_once(' ')?;
            let intervals = match times.trim() {
                "off" | "closed" => Vec::new(),
                times => times.split(',').map(|one| Interval::parse(one.trim())).collect::<Option<Vec<_>>>()?,
            };
            if !stands(&intervals) {
                return None;
            }
            for part in selector.split(',') {
                if part == "PH" {
                    week.holidays =
                        if intervals.is_empty() { Holidays::Closed } else { Holidays::Open(intervals.clone()) };
                    continue;
                }
                let (first, last) = part.split_once('-').unwrap_or((part, part));
                let number = |code: &str| CODES.iter().position(|one| *one == code);
                let (first, last) = (number(first)?, number(last)?);
                let length = (last + 7 - first) % 7;
                for at in (first..=first + length).map(|day| day % 7) {
                    week.days.get_mut(at)?.clone_from(&intervals);
                }
            }
        }
        week.days.iter().any(|day| !day.is_empty()).then_some(week)
    }

    /// As OpenStreetMap writes it, days with the same hours together.
    fn expression(&self) -> String {
        let mut groups: Vec<(String, &[Interval])> = Vec::new();
        let mut done = [false; 7];
        for (at, day) in self.days.iter().enumerate() {
            if day.is_empty() || done.get(at).copied().unwrap_or(true) {
                continue;
            }
            let alike: Vec<usize> = (at..7).filter(|&other| self.days.get(other) == Some(day)).collect();
            for &one in &alike {
                if let Some(done) = done.get_mut(one) {
                    *done = true;
                }
            }
            groups.push((days(&alike), day));
        }
        // On the last rule alone: a later one would overrule it on a holiday.
        if let (Holidays::Open(intervals), Some((last, hours))) = (&self.holidays, groups.last_mut())
            && hours == intervals
        {
            last.push_str(",PH");
        } else if let Holidays::Open(intervals) = &self.holidays {
            groups.push(("PH".to_owned(), intervals));
        }
        let mut rules: Vec<String> =
            groups.iter().map(|(days, intervals)| format!("{days} {}", joined(intervals, Interval::code))).collect();
        if self.holidays == Holidays::Closed {
            rules.push("PH off".to_owned());
        }
        rules.join("; ")
    }
}

/// `Mo-Fr`, `Mo,We,Fr`: three days and more in a row as a range.
fn days(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let code = |number: usize| CODES.get(number).copied().unwrap_or_default();
    let written = runs.into_iter().map(|(first, last)| {
        if first == last { code(first).to_owned() } else { format!("{}-{}", code(first), code(last)) }
    });
    written.collect::<Vec<_>>().join(",")
}

impl Interval {
    /// `09:00-12:00`
    fn parse(text: &str) -> Option<Self> {
        let time = |text: &str| -> Option<u16> {
            let (hours, minutes) = text.split_once(':')?;
            if hours.len() != 2 || minutes.len() != 2 {
                return None;
            }
            at(hours.parse().ok()?, minutes.parse().ok()?)
        };
        let (from, to) = text.split_once('-')?;
        let interval = Self { from: time(from.trim())?, to: time(to.trim())? };
        interval.stands().then_some(interval)
    }

    fn stands(self) -> bool {
        self.from < DAY && (1..=DAY).contains(&self.to) && self.from != self.to
    }

    fn ends_next_day(self) -> bool {
        self.to < self.from
    }

    fn code(self) -> String {
        let time = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
        format!("{}-{}", time(self.from), time(self.to))
    }

    /// `9h-12h30`
    fn words(self) -> String {
        let time = |at: u16| {
            if at.is_multiple_of(60) { format!("{}h", at / 60) } else { format!("{}h{:02}", at / 60, at % 60) }
        };
        format!("{}-{}", time(self.from), time(self.to))
    }
}

fn at(hours: u16, minutes: u16) -> Option<u16> {
    let at = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && at <= DAY).then_some(at)
}

/// Intervals of one day follow each other, and only the last may go past midnight.
fn stands(intervals: &[Interval]) -> bool {
    let follow = |pair: &[Interval]| matches!(pair, [one, next] if !one.ends_next_day() && one.to <= next.from);
    intervals.len() <= MAX_INTERVALS && intervals.windows(2).all(follow)
}

fn joined(intervals: &[Interval], write: impl Fn(Interval) -> String) -> String {
    intervals.iter().map(|&one| write(one)).collect::<Vec<_>>().join(",")
}

/// The hours of one day as its field shows them: `9h-12h, 14h-18h30`; empty when closed.
pub(super) fn write_day(intervals: &[Interval]) -> String {
    let mut text = String::new();
    for (at, interval) in intervals.iter().enumerate() {
        let _ = write!(text, "{}{}", if at > 0 { ", " } else { "" }, interval.words());
    }
    text
}

/// Reads the hours of one day as people write them: `9h-12h 14h-18h30`, `9:00–12:00 / 14–18`, `de 9 h à 12 h`, `fermé`.
pub(super) fn read_day(text: &str) -> Result<Vec<Interval>, &'static str> {
    const UNREADABLE: &str = "Écrivez par exemple 9h-12h, 14h-18h30\u{202f}; laissez vide si c’est fermé.";
    let folded = shared::domain::fold(text);
    if matches!(folded.trim(), "" | "ferme" | "-") {
        return Ok(Vec::new());
    }
    let times = times(&folded).ok_or(UNREADABLE)?;
    let pairs = times.chunks(2).map(|pair| match pair {
        [from, to] => Some(Interval { from: *from, to: if *to == 0 { DAY } else { *to } }),
        _ => None,
    });
    let intervals =
        pairs.collect::<Option<Vec<_>>>().ok_or("Il manque une heure\u{a0}: chaque ouverture a une fermeture.")?;
    if intervals.len() > MAX_INTERVALS {
        return Err("Quatre ouvertures par jour au plus.");
    }
    if !intervals.iter().all(|interval| interval.stands()) {
        return Err(UNREADABLE);
    }
    if stands(&intervals) { Ok(intervals) } else { Err("Ces heures se chevauchent\u{a0}: mettez-les dans l’ordre.") }
}

/// All times in a folded text, in order; `None` when something in it is neither a time nor what stands between two.
fn times(text: &str) -> Option<Vec<u16>> {
    let mut times = Vec::new();
    let mut rest = text;
    loop {
        rest = rest
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ';' | '/' | '.'));
        let word: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        if matches!(word.as_str(), "de" | "a" | "et" | "puis") {
            rest = rest.get(word.len()..)?;
            continue;
        }
        if rest.is_empty() {
            return Some(times);
        }
        let (hours, after) = number(rest)?;
        let mut minutes = 0;
        rest = after;
        let marked = rest.trim_start();
        if let Some(after) = marked.strip_prefix(['h', ':']) {
            rest = after;
            // Two digits that are not the hour of the next time.
            if let Some((value, after)) = number(after.trim_start())
                && !after.trim_start().starts_with(['h', ':'])
                && after.len() + 2 == rest.trim_start().len()
            {
                (minutes, rest) = (value, after);
            }
        }
        times.push(at(hours, minutes)?);
    }
}

fn number(text: &str) -> Option<(u16, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let digits = text.get(..length).filter(|digits| (1..=2).contains(&digits.len()))?;
    Some((digits.parse().ok()?, text.get(length..)?))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use shared::calendar::Hours;

    use super::*;

    fn day(text: &str) -> Vec<Interval> {
        read_day(text).unwrap_or_else(|say| panic!("{text}: {say}"))
    }

    #[test]
    fn a_day_as_people_type_it() {
        let counter = vec![Interval { from: 540, to: 720 }, Interval { from: 810, to: 1050 }];
        for text in [
            "9h-12h, 13h30-17h30",
            "9h-12h 13h30-17h30",
            "9 h – 12 h / 13 h 30 – 17 h 30",
            "09:00-12:00,13:30-17:30",
            "de 9h à 12h et de 13h30 à 17h30",
            "9-12 ; 13h30-17:30",
        ] {
            assert_eq!(day(text), counter, "{text}");
        }
        assert_eq!(day("18h-2h"), [Interval { from: 1080, to: 120 }]);
        assert_eq!(day("20h-0h"), day("20h-24h"));
        assert_eq!(day(" Fermé "), []);
        for text in
            ["9h", "9h-12h, 11h-14h", "25h-26h", "matin", "9h-9h", "9h75-10h", "14h-18h, 9h-12h", "22h-2h, 3h-4h"]
        {
            assert!(read_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn expressions_of_the_folders_come_back_as_they_were() {
        for text in [
            "Mo-Fr 09:00-12:00,13:30-17:30",
            "We 14:00-18:00; Sa 10:00-12:00",
            "Mo-Fr 12:00-22:00; Sa-Su 10:00-19:00",
            "Mo-Su,PH 08:00-02:00",
            "Mo,We,Fr 09:00-12:00; Sa 10:00-24:00; PH off",
            "Mo-Fr 09:00-18:00; PH 10:00-12:00",
        ] {
            let plan = Plan::of(Some(text));
            assert!(matches!(plan, Plan::Week(_)), "{text}");
            assert_eq!(plan.expression().as_deref(), Some(text));
        }
        assert_eq!(Plan::of(Some("24/7")), Plan::Always);
        // More than a week says: kept.
        for text in ["We-Sa 14:00-18:00; Su[1,3] 14:00-18:00", "Apr-Sep: Mo-Fr 09:00-12:00", "Mo 10:00+", "Mo off"] {
            assert_eq!(Plan::of(Some(text)), Plan::Other(text.to_owned()));
            assert_eq!(Plan::of(Some(text)).expression().as_deref(), Some(text));
        }
        // A later rule overrules an earlier one.
        assert_eq!(Plan::of(Some("Mo-Su 09:00-12:00; Su off")).expression().as_deref(), Some("Mo-Sa 09:00-12:00"));
    }

    fn intervals() -> impl Strategy<Value = Vec<Interval>> {
        proptest::collection::btree_set(0..=DAY, 0..=8).prop_map(|times| {
            let times: Vec<u16> = times.into_iter().collect();
            let mut day: Vec<Interval> =
                times.chunks_exact(2).map(|pair| Interval { from: pair[0], to: pair[1] }).collect();
            // Every third day goes past midnight.
            if let Some(last) = day.last_mut().filter(|last| last.to % 3 == 0 && last.to < DAY && last.from > 240) {
                last.to = 60 + last.to % 180;
            }
            day
        })
    }

    fn weeks() -> impl Strategy<Value = Week> {
        let holidays = prop_oneof![
            Just(Holidays::Unsaid),
            Just(Holidays::Closed),
            intervals().prop_filter("open", |day| !day.is_empty()).prop_map(Holidays::Open),
        ];
        // Few different days, as people have them.
        let days = (proptest::array::uniform3(intervals()), proptest::array::uniform7(0..3_usize))
            .prop_map(|(kinds, which)| which.map(|kind| kinds[kind].clone()));
        (days, holidays).prop_map(|(days, holidays)| Week { days, holidays })
    }

    proptest! {
        #[test]
        fn a_form_written_and_read_again_is_the_same_form(week in weeks()) {
            for day in &week.days {
                prop_assert_eq!(&read_day(&write_day(day)).unwrap(), day);
            }
            prop_assume!(week.days.iter().any(|day| !day.is_empty()));
            let text = week.expression();
            prop_assert_eq!(Plan::of(Some(&text)), Plan::Week(week.clone()), "{}", text);
            // And the app reads the same week in it, where no day runs into the next.
            let hours = Hours::parse(&text, "FR").unwrap();
            if !week.days.iter().flatten().any(|interval| interval.ends_next_day()) {
                let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
                for (read, typed) in hours.week(monday).iter().zip(&week.days) {
                    let minutes = |time: chrono::NaiveTime| chrono::Timelike::num_seconds_from_midnight(&time) / 60;
                    let read: Vec<_> = read.intervals.iter().map(|(from, to)| (minutes(*from), minutes(*to))).collect();
                    // Intervals that touch are one to the app.
                    let mut merged: Vec<(u32, u32)> = Vec::new();
                    for one in typed {
                        match merged.last_mut() {
                            Some(last) if last.1 == u32::from(one.from) => last.1 = u32::from(one.to),
                            _ => merged.push((one.from.into(), one.to.into())),
                        }
                    }
                    let expected: Vec<_> = merged.into_iter().map(|(from, to)| (from, to % 1440)).collect();
                    prop_assert_eq!(read, expected, "{}", text);
                }
            }
        }
    }
}
