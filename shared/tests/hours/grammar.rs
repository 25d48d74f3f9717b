//! Expressions as towns write them, made up: every form that `calendar::Hours` reads.

use proptest::prelude::*;

const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONGEST: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// An expression, and the same with what people add in quotes: that changes nothing.
#[derive(Clone, Debug)]
pub struct Expression {
    pub bare: String,
    pub with_words: String,
}

#[derive(Clone, Debug)]
struct Rule {
    selectors: String,
    times: String,
    modifier: &'static str,
    words: bool,
    comma: bool,
    space: bool,
}

pub fn expressions() -> impl Strategy<Value = Expression> {
    prop::collection::vec(rule(), 1..=4).prop_map(|rules| {
        let (mut bare, mut with_words) = (String::new(), String::new());
        let mut complete = false;
        for (index, rule) in rules.iter().enumerate() {
            let separator = match index {
                0 => "",
                _ if rule.comma && complete => ", ",
                _ if rule.space => "; ",
                _ => ";",
            };
            let text = [rule.selectors.as_str(), rule.times.as_str(), rule.modifier]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
            let text = if text.is_empty() { "24/7".to_owned() } else { text };
            complete = text == "24/7" || !rule.times.is_empty() || !rule.modifier.is_empty();
            bare.extend([separator, &text]);
            // Words end the hours: what follows a comma would be a rule of its own.
            let ends = rules.get(index + 1).is_none_or(|next| !next.comma);
            let words = if rule.words && complete && ends { " \"PH sur rendez-vous ; 9:00\"" } else { "" };
            with_words.extend([separator, &text, words]);
        }
        Expression { bare, with_words }
    })
}

prop_compose! {
    fn rule()(
        wide in wide(),
        separator in prop_oneof![5 => Just(" "), 1 => Just(": ")],
        days in days(),
        times in times(),
        modifier in prop_oneof![6 => Just(""), 1 => Just("open"), 2 => Just("off"), 1 => Just("closed")],
        words in any::<bool>(), comma in any::<bool>(), space in prop::bool::weighted(0.8),
    ) -> Rule {
        // A numbered weekday after several months is taken in two ways.
        let days = if wide.contains(',') && days.contains('[') { String::new() } else { days };
        let selectors = match (wide.as_str(), days.as_str()) {
            ("", days) => days.to_owned(),
            (wide, "") => wide.to_owned(),
            (wide, days) => format!("{wide}{separator}{days}"),
        };
        Rule { selectors, times, modifier, words, comma, space }
    }
}

/// Years, months, days of the year, weeks.
fn wide() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => Just(String::new()),
        2 => list(prop_oneof![months(), year_days()], 3),
        1 => (years(), months()).prop_map(|(years, months)| format!("{years} {months}")),
        1 => years(),
        1 => dated(),
        1 => weeks(),
        1 => (months(), weeks()).prop_map(|(months, weeks)| format!("{months} {weeks}")),
    ]
}

fn years() -> impl Strategy<Value = String> {
    prop_oneof![
        (2025..2029_i32).prop_map(|year| year.to_string()),
        (2025..2027, 2027..2029).prop_map(|(first, last)| format!("{first}-{last}")),
        (2025..2027, 2027..2029).prop_map(|(first, last)| format!("{first},{last}")),
        (2025..2029).prop_map(|year| format!("{year}+")),
    ]
}

fn months() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&MONTHS[..]).prop_map(str::to_owned),
        (prop::sample::select(&MONTHS[..]), prop::sample::select(&MONTHS[..]))
            .prop_map(|(first, last)| format!("{first}-{last}")),
    ]
}

fn day(longest: impl Fn(usize) -> u32) -> impl Strategy<Value = (usize, u32)> {
    let days = MONTHS.iter().enumerate().flat_map(|(month, _)| (1..=longest(month)).map(move |day| (month, day)));
    prop::sample::select(days.collect::<Vec<_>>())
}

fn year_days() -> impl Strategy<Value = String> {
    let each = || day(|month| LONGEST[month]);
    prop_oneof![
        each().prop_map(|(month, day)| format!("{} {day}", MONTHS[month])),
        each().prop_map(|(month, day)| format!("{}{day:02}", MONTHS[month])),
        (each(), 0..28_u32).prop_map(|((month, day), more)| {
            format!("{} {day}-{}", MONTHS[month], (day + more).min(LONGEST[month]))
        }),
        (each(), each()).prop_filter_map("a range within one month goes forward", |(first, last)| {
            (first.0 != last.0 || first.1 <= last.1)
                .then(|| format!("{} {}-{} {}", MONTHS[first.0], first.1, MONTHS[last.0], last.1))
        }),
    ]
}

/// Days of one year only.
fn dated() -> impl Strategy<Value = String> {
    let each = || day(|month| if month == 1 { 28 } else { LONGEST[month] });
    (2025..2029, each(), each(), 0..5).prop_map(|(year, (month, day), (to_month, to_day), form)| {
        let (from, to) = (format!("{} {day}", MONTHS[month]), format!("{} {to_day}", MONTHS[to_month]));
        match form {
            0 => format!("{year} {from}"),
            1 => format!("{year} {from}-{} {to}", year + 1),
            2 if from != to => format!("{year} {from}-{to}"),
            3 if from != to => format!("{from} - {year} {to}"),
            _ => format!("{year} {from},{to}"),
        }
    })
}

fn weeks() -> impl Strategy<Value = String> {
    let one = (1..=53_u32, 0..53_u32, 0..4_u32).prop_map(|(first, more, step)| {
        let last = (first + more).min(53);
        match step {
            _ if first == last => format!("{first:02}"),
            0 | 1 => format!("{first}-{last}"),
            step if step <= last - first => format!("{first:02}-{last:02}/{step}"),
            _ => format!("{first}-{last}"),
        }
    });
    list(one, 2).prop_map(|weeks| format!("week {weeks}"))
}

fn days() -> impl Strategy<Value = String> {
    let weekday = || prop::sample::select(&WEEKDAYS[..]);
    let weekdays = list(
        prop_oneof![
            2 => weekday().prop_map(str::to_owned),
            4 => (weekday(), weekday()).prop_map(|(first, last)| format!("{first}-{last}")),
            1 => (weekday(), list(nth(), 3)).prop_map(|(day, nth)| format!("{day}[{nth}]")),
        ],
        3,
    );
    let weekdays = weekdays.boxed();
    let holiday = || prop_oneof![4 => Just("PH"), 1 => Just("SH"), 1 => Just("PH,SH")];
    prop_oneof![
        3 => Just(String::new()),
        8 => weekdays.clone(),
        1 => holiday().prop_map(str::to_owned),
        1 => (weekdays.clone(), holiday()).prop_map(|(days, holiday)| format!("{days},{holiday}")),
        1 => (weekdays, holiday()).prop_map(|(days, holiday)| format!("{holiday},{days}")),
    ]
}

fn nth() -> impl Strategy<Value = String> {
    prop_oneof![
        (1..=5_i32).prop_map(|nth| nth.to_string()),
        (1..=5).prop_map(|nth| format!("-{nth}")),
        (1..=3, 3..=5).prop_map(|(first, last)| format!("{first}-{last}")),
    ]
}

fn times() -> impl Strategy<Value = String> {
    let time = |hours: std::ops::Range<u32>| {
        (hours, prop::sample::select(&[0_u32, 15, 30, 59][..]))
            .prop_map(|(hour, minute)| format!("{hour:02}:{minute:02}"))
    };
    let span = prop_oneof![
        12 => (time(0..24), time(0..24)).prop_map(|(from, to)| format!("{from}-{to}")),
        1 => (time(0..24), time(0..48)).prop_map(|(from, to)| format!("{from} - {to}")),
        1 => time(0..24).prop_map(|from| format!("{from}-24:00")),
        1 => time(0..24).prop_map(|from| format!("{from}+")),
        1 => (time(0..24), time(0..24)).prop_map(|(from, to)| format!("{from}-{to}+")),
        1 => (0..10, 10..24).prop_map(|(from, to)| format!("{from}:00-{to}:00")),
    ];
    prop_oneof![1 => Just(String::new()), 6 => list(span, 3)]
}

fn list(one: impl Strategy<Value = String> + 'static, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(one, 1..=most).prop_map(|parts| parts.join(","))
}
