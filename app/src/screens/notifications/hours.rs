//! From which hour to which: whole hours, chosen in the phone's own lists.

use crate::words::tid;
use dioxus::prelude::*;
use shared::protocol::QuietHours;

use crate::state::choose_push;

const HOUR: u16 = 60;
const DAY: u16 = 24 * HOUR;

/// Two lists of hours, of someone who chose these categories.
pub(super) fn hours(quiet: QuietHours, topics: &[String]) -> Element {
    let ends = [("quiet-from", tid!("notify-quiet-from"), quiet.from), ("quiet-to", tid!("notify-quiet-to"), quiet.to)];
    rsx! {
        div { class: "setting-pair setting-pair-short",
            for (id , label , chosen) in ends {
                div { class: "field", key: "{id}",
                    label { r#for: id, "{label}" }
                    div { class: "input input-select",
                        select {
                            id,
                            onchange: {
                                let topics = topics.to_vec();
                                move |event| {
                                    let Ok(minute) = event.value().parse() else { return };
                                    let changed = match id {
                                        "quiet-from" => apart(QuietHours { from: minute, ..quiet }, true),
                                        _ => apart(QuietHours { to: minute, ..quiet }, false),
                                    };
                                    choose_push(&topics, Some(changed));
                                }
                            },
                            for hour in 0..24 {
                                option { key: "{hour}", value: "{hour * HOUR}", selected: hour * HOUR == chosen, {tid!("time-hour", hour: hour)} }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Hours that begin when they end would be none or all: the end that was not chosen gives way by an hour.
const fn apart(quiet: QuietHours, from_chosen: bool) -> QuietHours {
    match quiet {
        QuietHours { from, to } if from != to => QuietHours { from, to },
        QuietHours { from, .. } if from_chosen => QuietHours { from, to: (from + HOUR) % DAY },
        QuietHours { to, .. } => QuietHours { from: (to + DAY - HOUR) % DAY, to },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_are_never_none_or_all_of_the_day() {
        for hour in 0..24 {
            let quiet = QuietHours { from: hour * HOUR, to: hour * HOUR };
            for from_chosen in [true, false] {
                let apart = apart(quiet, from_chosen);
                assert_eq!(apart.left(apart.from), Some(HOUR), "{apart:?}");
                assert_eq!(if from_chosen { apart.from } else { apart.to }, hour * HOUR, "what was chosen stands");
            }
        }
    }
}
