//! From text to rules: the part of OSM's `opening_hours` that a town's places use.
//!
//! Left to right, one look ahead, nothing guessed: what is not read whole is refused with the place where reading
//! stopped. Refused on purpose, although the specification has them: sun times, `unknown` and `||` (neither open nor
//! closed), repetitions and points in time, offsets in days, Easter; and what readers of the specification take in two
//! ways: `Mo, We 10:00-12:00` (Monday all day?) and words alone.
//!
//! To read more: a selector in `rule.rs`, its reading here, its words in the grammar of `tests/hours.rs`, where the
//! crate `opening-hours` is asked whether it agrees.

use super::{
    dates,
    rule::{DaysOfWeek, Effect, Rule},
    spans::DAY,
};

/// Two-letter names, Monday first.
const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// What was expected where reading stopped.
pub(super) type Fault = &'static str;

/// Rules of an expression, never none; or what was expected, and the rest that was not read.
pub(super) fn read(text: &str) -> Result<Vec<Rule>, (Fault, &str)> {
    let mut reader = Reader { rest: text.trim() };
    reader.rules().map_err(|fault| (fault, reader.rest))
}

/// The text not read yet.
pub(super) struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn rules(&mut self) -> Result<Vec<Rule>, Fault> {
        let mut rules = Vec::new();
        let mut effect = Effect::Replace;
        loop {
            let (rule, complete) = self.rule(effect)?;
            rules.push(rule);
            self.spaces();
            effect = if self.rest.is_empty() {
                return Ok(rules);
            } else if self.eat(";") {
                Effect::Replace
            } else if complete && self.eat(",") {
                Effect::Add
            } else {
                return Err("the end or «;»");
            };
            self.spaces();
        }
    }

    /// A rule, and whether another may follow a mere comma: after hours or `off`, not after days alone.
    fn rule(&mut self, effect: Effect) -> Result<(Rule, bool), Fault> {
        let mut rule = Rule { effect, ..Rule::default() };
        let start = self.rest.len();
        let always = self.eat("24/7");
        if !always {
            dates::wide(self, &mut rule)?;
            rule.days = self.days()?;
            if matches!(rule.days.first(), Some(DaysOfWeek::Nth(..))) && rule.dates.len() > 1 {
                return Err("one month before a numbered weekday");
            }
            self.spaces();
            rule.times = self.times()?;
        }
        let selected = self.rest.len() < start;
        let timed = always || !rule.times.is_empty();
        if rule.times.is_empty() {
            rule.times.push((0, DAY));
        }
        self.spaces();
        let modified = if self.word("off") || self.word("closed") {
            rule.effect = Effect::Cut;
            true
        } else {
            self.word("open")
        };
        self.spaces();
        if (timed || modified) && self.eat("\"") {
            let end = self.rest.find('"').filter(|&end| end > 0).ok_or("the end of a comment")?;
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
        }
        if selected || modified { Ok((rule, timed || modified)) } else { Err("days or hours") }
    }

    /// `Mo-Fr,Su[1,-1],PH`; holidays before or after the weekdays, none in between.
    fn days(&mut self) -> Result<Vec<DaysOfWeek>, Fault> {
        let mut days = Vec::new();
        let mut turns = 0;
        loop {
            let was_holiday = matches!(days.last(), Some(DaysOfWeek::PublicHoliday | DaysOfWeek::SchoolHoliday));
            let holiday = match () {
                () if self.eat("PH") => Some(DaysOfWeek::PublicHoliday),
                () if self.eat("SH") => Some(DaysOfWeek::SchoolHoliday),
                () => None,
            };
            turns += i32::from(!days.is_empty() && was_holiday != holiday.is_some());
            match holiday {
                _ if turns > 1 => return Err("holidays together"),
                Some(holiday) => days.push(holiday),
                None => match self.name(&WEEKDAYS) {
                    Some(first) => days.push(self.weekday(first)?),
                    None if days.is_empty() => return Ok(days),
                    None => return Err("a weekday"),
                },
            }
            // A comma and a space begin another rule.
            if self.rest.starts_with(", ") || !self.eat(",") {
                return Ok(days);
            }
        }
    }

    fn weekday(&mut self, first: u32) -> Result<DaysOfWeek, Fault> {
        if self.eat("-") {
            return Ok(DaysOfWeek::Each(first, self.name(&WEEKDAYS).ok_or("a weekday")?));
        }
        if !self.eat("[") {
            return Ok(DaysOfWeek::Each(first, first));
        }
        let mut nth = 0;
        loop {
            let from_end = self.eat("-");
            let from = self.nth()?;
            let to = if !from_end && self.eat("-") { self.nth()? } else { from };
            if to < from {
                return Err("the lesser number first");
            }
            for n in from..=to {
                nth |= 1 << (n - 1 + if from_end { 8 } else { 0 });
            }
            if self.eat("]") {
                return Ok(DaysOfWeek::Nth(first, nth));
            }
            if !self.eat(",") {
                return Err("«]»");
            }
        }
    }

    fn nth(&mut self) -> Result<u32, Fault> {
        self.number(1).filter(|nth| (1..=5).contains(nth)).ok_or("a number from 1 to 5")
    }

    /// `09:00-12:00,14:00-18:00+`; none at all is no fault.
    fn times(&mut self) -> Result<Vec<(u16, u16)>, Fault> {
        let mut times = Vec::new();
        if !self.rest.starts_with(|first: char| first.is_ascii_digit()) {
            return Ok(times);
        }
        loop {
            let from = self.time(DAY - 1)?;
            self.spaces();
            let to = if self.eat("+") {
                DAY
            } else if self.eat("-") {
                self.spaces();
                let to = self.time(2 * DAY)?;
                // That it may last longer changes nothing that is known.
                self.eat("+");
                if to > from { to } else { to + DAY }
            } else {
                return Err("«-»");
            };
            times.push((from, to));
            let before = self.rest;
            if !self.eat(",") {
                return Ok(times);
            }
            self.spaces();
            let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
            if !(1..=2).contains(&digits) || self.rest.as_bytes().get(digits) != Some(&b':') {
                self.rest = before;
                return Ok(times);
            }
        }
    }

    fn time(&mut self, most: u16) -> Result<u16, Fault> {
        let hour = self.number(2).ok_or("an hour")?;
        if !self.eat(":") {
            return Err("«:»");
        }
        let digits = self.rest.len();
        let minute = self.number(2).filter(|&minute| minute < 60).ok_or("minutes")?;
        if digits - self.rest.len() != 2 {
            return Err("two digits of minutes");
        }
        u16::try_from(hour * 60 + minute).ok().filter(|&time| time <= most).ok_or("an hour of the day")
    }

    /// Eats `mark` if it is next.
    pub(super) fn eat(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Eats `word` if it is next, in whatever case and not as the beginning of a longer one.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let Some((next, rest)) = self.rest.split_at_checked(word.len()) else { return false };
        let found = next.eq_ignore_ascii_case(word) && !rest.starts_with(|next: char| next.is_ascii_alphabetic());
        if found {
            self.rest = rest;
        }
        found
    }

    /// Eats one of `names`, and says which.
    pub(super) fn name(&mut self, names: &[&str]) -> Option<u32> {
        (0..).zip(names).find(|(_, name)| self.word(name)).map(|(which, _)| which)
    }

    /// Eats a number of at most that many digits; none when there is no digit or one too many.
    pub(super) fn number(&mut self, digits: usize) -> Option<u32> {
        let end = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.rest.split_at_checked(end).filter(|_| end <= digits)?;
        let number = number.parse().ok()?;
        self.rest = rest;
        Some(number)
    }

    pub(super) fn spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }

    /// What is next, to look at before deciding.
    pub(super) fn next(&self) -> &str {
        self.rest
    }

    /// Tries `read`; when it gives none, nothing was eaten.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.rest;
        let found = read(self);
        if found.is_none() {
            self.rest = before;
        }
        found
    }
}
