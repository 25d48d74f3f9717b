//! What was done to one thing, as lines of a list.

use dioxus::prelude::*;

use super::words;
use crate::app::App;
use crate::storage::Act;

/// The lines. The same act again and again, such as looking at the page, is one.
pub(super) fn lines(app: &App, acts: &[Act]) -> Element {
    let runs: Vec<_> = acts
        .chunk_by(|one, other| (&one.actor, &one.action) == (&other.actor, &other.action))
        .filter_map(|run| run.first().map(|act| (act, run.len())))
        .collect();
    rsx! {
        for (act, times) in runs {
            li {
                span { class: "quiet", {words::moment(app, act.at)} }
                " " strong { {words::actor(&act.actor)} } " " {words::act(&act.action)}
                if times > 1 { span { class: "quiet", " ({times} fois)" } }
            }
        }
    }
}
