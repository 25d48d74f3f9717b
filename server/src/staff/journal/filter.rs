//! Which lines of the journal were asked for, in the words of the form.

use shared::calendar;
use shared::domain::{UnixSeconds, fold};

use crate::app::App;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::read::read_day;
use crate::staff::words;
use crate::storage::journal::Wanted;

/// Fields of the form, which travel from page to page.
pub(super) const NAMES: [&str; 6] = ["q", "qui", "sorte", "acte", "du", "au"];

/// Longest words to search for, in characters.
const WORDS_MAX_CHARS: usize = 120;

/// What was asked; `known`: every act of the journal. What cannot be understood is a fault and narrows nothing.
pub(super) fn wanted(app: &App, asked: &Fields, known: &[String], faults: &mut Faults) -> Wanted {
    let (kind, act) = (asked.text("sorte"), asked.text("acte"));
    let narrowed = !kind.is_empty() || !act.is_empty();
    let actions = narrowed.then(|| {
        let fits = |action: &&String| (kind.is_empty() || family(action) == kind) && (act.is_empty() || *action == act);
        known.iter().filter(fits).cloned().collect()
    });
    faults.limit("q", asked.text("q"), WORDS_MAX_CHARS);
    let part = if faults.of("q").is_some() { "" } else { asked.text("q") };
    let said = fold(part);
    let also = known.iter().filter(|action| fold(words::act(action)).contains(&said)).cloned().collect();
    Wanted {
        actor: asked.raw("qui").to_owned(),
        actions,
        from: day(app, asked, "du", 0, faults).unwrap_or_default(),
        until: day(app, asked, "au", 1, faults).unwrap_or(i64::MAX),
        part: part.to_owned(),
        also: if part.is_empty() { Vec::new() } else { also },
    }
}

/// The first moment of a day, or of the one so many days later.
fn day(app: &App, asked: &Fields, name: &str, later: u64, faults: &mut Faults) -> Option<UnixSeconds> {
    let typed = asked.text(name);
    if typed.is_empty() {
        return None;
    }
    let moment = read_day(typed)
        .and_then(|day| day.checked_add_days(chrono::Days::new(later)))
        // A day whose midnight spring skips begins an hour later.
        .and_then(|day| {
            let at = |hour| calendar::moment(app.zone(), day.and_hms_opt(hour, 0, 0)?);
            at(0).or_else(|| at(1))
        });
    if moment.is_none() {
        faults.add(name, "Écrivez un jour, par exemple 24/11/2026, ou rien.");
    }
    moment
}

/// What an act is about: the part of its name before the point.
pub(super) fn family(action: &str) -> &str {
    action.split('.').next().unwrap_or(action)
}

/// Acts that are in the journal.
pub(super) async fn known(app: &App) -> Result<Vec<String>, HttpError> {
    Ok(app.storage.journal_actions().await?)
}
