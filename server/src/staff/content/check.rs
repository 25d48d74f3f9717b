//! « À vérifier »: what was read too long ago, or never quite, the oldest first; one press says that it still holds.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Days, NaiveDate};
use dioxus::prelude::*;
use shared::calendar;
use shared::domain::{Record, Sourced, UnixSeconds};

use super::editor::{Named, held};
use super::links;
use super::noun::Noun;
use crate::app::App;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::content::{Held, RecordAct, Replaced};

/// Days that a fact is trusted for after it was read.
pub(super) const TRUSTED_DAYS: u64 = 180;

/// Lines of the page: more than anybody reads again in a day.
const LINES: usize = 100;

/// Why a record is to be looked at. In the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    /// Nobody ever said that they read it.
    Never,
    /// Read that day, and too long ago or not to the end.
    Since(NaiveDate, bool),
}

/// Whether a fact is to be read again. Examples are nobody's facts.
pub(super) fn doubt(sourced: &Sourced, today: NaiveDate) -> Option<Doubt> {
    if sourced.example {
        return None;
    }
    let Some(day) = sourced.verified_on else { return Some(Doubt::Never) };
    let old = day.checked_add_days(Days::new(TRUSTED_DAYS)).is_some_and(|end| end < today);
    (old || sourced.to_confirm).then_some(Doubt::Since(day, old))
}

/// An event that will not happen again: nobody needs to read it again.
pub(super) fn is_over(record: &Record, zone: &str, now: UnixSeconds) -> bool {
    const FOREVER: UnixSeconds = 11 * 366 * 86_400;
    matches!(record, Record::Event(event) if calendar::occurrences(event, zone, now, now + FOREVER).is_empty())
}

struct Line {
    noun: Noun,
    held: Held,
    record: Record,
    doubt: Doubt,
}

/// `GET /staff/contenus/a-verifier`
pub(in crate::staff) async fn check(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let lines = lines(&app).await?;
    let total = lines.len();
    let dead = links::dead(&app).await?;
    let content = rsx! {
        if let Some((good, words)) = links::done(said.raw("fait")) { {notice(good, words)} }
        if said.raw("fait") == "exact" { {notice(true, "Noté : vérifié aujourd’hui.")} }
        if said.raw("fait") == "change" { {notice(false, "Quelqu’un l’a changé depuis que cette page est ouverte : relisez-le avant de confirmer.")} }
        h1 { "À vérifier" }
        p { class: "lead", "Ce qui a été lu il y a plus de {TRUSTED_DAYS} jours, ou qui reste à confirmer. Relisez la source, puis dites si c’est toujours exact." }
        if !dead.is_empty() { {links::section(&app, &dead)} h2 { "Contenus à relire" } }
        if lines.is_empty() {
            section { class: "sheet narrow empty", p { class: "lead", if dead.is_empty() { "Tout est à jour." } else { "Rien d’autre : tous les contenus sont à jour." } } }
        } else {
            p { class: "quiet", {words::counted(total as u64, "contenu à vérifier", "contenus à vérifier")}
                if total > LINES { ", voici les {LINES} premiers" } }
        }
        ul { class: "rows", role: "list", for line in lines.iter().take(LINES) { {row(line)} } }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Content, "À vérifier").show(StatusCode::OK, content))
}

async fn lines(app: &App) -> Result<Vec<Line>, Refusal> {
    let now = app.clock.now();
    let today = words::date_of(app, now);
    let mut lines = Vec::new();
    for noun in Noun::CONTENTS {
        for held in app.storage.all_held(noun.kind()).await? {
            let Some(record) = held.record.clone() else { continue };
            if let Some(doubt) = doubt(record.sourced(), today)
                && !is_over(&record, app.zone(), now)
            {
                lines.push(Line { noun, held, record, doubt });
            }
        }
    }
    lines.sort_by_key(|line| (line.doubt, shared::domain::fold(line.record.title())));
    Ok(lines)
}

fn row(line: &Line) -> Element {
    let (one, colour) = line.noun.words();
    let address = line.noun.address(line.record.id());
    let why = match line.doubt {
        Doubt::Never => "jamais vérifié".to_owned(),
        Doubt::Since(day, old) => {
            let confirm = if line.record.sourced().to_confirm { " · à confirmer" } else { "" };
            format!("{} le {}{confirm}", if old { "vérifié pour la dernière fois" } else { "vérifié" }, words::day(day))
        }
    };
    rsx! {
        li { class: "row row-check",
            div { class: "row-name",
                strong { a { href: "{address}", "{line.record.title()}" } }
                small { "{why}" }
                for source in &line.record.sourced().sources {
                    small { a { href: "{source.url}", rel: "noreferrer", target: "_blank", "{source.label}" } }
                }
            }
            span { class: "tags", span { class: "tag {colour}", "{one}" } }
            div { class: "inline",
                form { method: "post", action: "{address}/exact",
                    input { r#type: "hidden", name: "vu", value: "{line.held.seq}" }
                    input { r#type: "hidden", name: "suite", value: "liste" }
                    button { class: "btn btn-good btn-small", r#type: "submit", "Toujours exact"
                        span { class: "visually-hidden", " : {line.record.title()}" } }
                }
                a { class: "btn btn-line btn-small", href: "{address}", "Corriger"
                    span { class: "visually-hidden", " : {line.record.title()}" } }
            }
        }
    }
}

/// `POST /staff/contenus/<noun>/<id>/exact`: somebody read it again today, and it holds.
pub(in crate::staff) async fn confirm(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Named { noun, id }: Named,
    fields: Fields,
) -> Result<Response, Refusal> {
    let held = held(&app, noun, &id).await?;
    let mut record = held.record.ok_or(HttpError::NotFound)?;
    let sourced = record.sourced_mut();
    sourced.verified_on = Some(words::date_of(&app, app.clock.now()));
    sourced.to_confirm = false;
    let seen = fields.text("vu").parse().unwrap_or_default();
    let done = match app.storage.replace(&who.name, RecordAct::Verify, &record, seen).await? {
        Replaced::Saved(_) => "exact",
        Replaced::Conflict(..) => "change",
    };
    let to = if fields.raw("suite") == "liste" || (done == "change" && Noun::CONTENTS.contains(&noun)) {
        format!("/staff/contenus/a-verifier?fait={done}")
    } else {
        format!("{}?fait={done}", noun.address(&id))
    };
    Ok(Redirect::to(&to).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_trusted_for_half_a_year() {
        let today: NaiveDate = "2026-11-25".parse().unwrap();
        let read = |day: &str| Sourced { verified_on: Some(day.parse().unwrap()), ..Sourced::default() };
        assert_eq!(doubt(&read("2026-11-01"), today), None);
        assert_eq!(doubt(&read("2026-05-29"), today), None, "180 days");
        assert!(matches!(doubt(&read("2026-05-28"), today), Some(Doubt::Since(_, true))));
        let unsure = Sourced { to_confirm: true, ..read("2026-11-01") };
        assert!(matches!(doubt(&unsure, today), Some(Doubt::Since(_, false))));
        assert_eq!(doubt(&Sourced::default(), today), Some(Doubt::Never));
        assert_eq!(doubt(&Sourced { example: true, ..Sourced::default() }, today), None);
    }
}
