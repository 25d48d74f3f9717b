//! From which hour to which: whole hours, chosen in the phone's own lists.

use dioxus::prelude::*;
use dioxus_i18n::tid;
use shared::protocol::QuietHours;

const HOUR: u16 = 60;
const DAY: u16 = 24 * HOUR;

/// Two lists of hours.
#[component]
pub(super) fn Hours(quiet: QuietHours, choose: EventHandler<QuietHours>) -> Element {
    rsx! {
        div { class: "setting-pair",
            Hour {
                id: "quiet-from",
                label: tid!("notify-quiet-from"),
                chosen: quiet.from,
                choose: move |from| choose.call(apart(QuietHours { from, ..quiet }, true)),
            }
            Hour {
                id: "quiet-to",
                label: tid!("notify-quiet-to"),
                chosen: quiet.to,
                choose: move |to| choose.call(apart(QuietHours { to, ..quiet }, false)),
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

#[component]
fn Hour(id: &'static str, label: String, chosen: u16, choose: EventHandler<u16>) -> Element {
    rsx! {
        div { class: "field",
            label { r#for: "{id}", "{label}" }
            div { class: "input input-select",
                select {
                    id: "{id}",
                    onchange: move |event| {
                        if let Ok(minute) = event.value().parse() {
                            choose.call(minute);
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
