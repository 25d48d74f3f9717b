//! `GET /staff/journal`: the last act first, by day, narrowed by a form.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use dioxus::prelude::*;

use super::filter::{self, NAMES, family};
use super::subject::{Subject, family_words, subject};
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::{Form, Named};
use crate::staff::page::{Frame, Refusal, Tab};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::journal::Entry;

/// Lines of one page.
const LINES: usize = 60;

/// A line, with the words for what it was done to.
type Line = (Entry, Subject);

/// `GET /staff/journal`
pub(in crate::staff) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let known = filter::known(&app).await?;
    let mut faults = Faults::default();
    let wanted = filter::wanted(&app, &asked, &known, &mut faults);
    let before = Some(asked.text("avant")).filter(|id| !id.is_empty());
    // One more than is shown says whether there are others.
    let mut entries = app.storage.journal(&wanted, before, LINES + 1).await?;
    let more = entries.len() > LINES;
    entries.truncate(LINES);
    let older = entries.last().filter(|_| more).map(|last| address(&asked, Some(&last.id)));
    let mut days: Vec<(NaiveDate, Vec<Line>)> = Vec::new();
    for entry in entries {
        let day = words::date_of(&app, entry.at);
        let said = subject(&app, &entry).await?;
        match days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, lines)) => lines.push((entry, said)),
            None => days.push((day, vec![(entry, said)])),
        }
    }
    let actors = app.storage.journal_actors().await?;
    let content = rsx! {
        h1 { "Journal" }
        p { class: "quiet", "Qui a fait quoi, ici et par les commandes du serveur. Rien ne s’y change ni ne s’y efface avant {app.config.audit_months} mois." }
        {narrow(&asked, &faults, &actors, &known)}
        if days.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Rien ne correspond." }
                p { class: "quiet", "Élargissez les dates, ou retirez un filtre." }
                p { a { class: "btn btn-line", href: "/staff/journal", "Tout le journal" } }
            }
        }
        for (day, lines) in &days {
            section { class: "sheet",
                h2 { {words::day(*day)} }
                ol { class: "log", role: "list",
                    for line in lines { {row(&app, line)} }
                }
            }
        }
        nav { class: "inline", aria_label: "Pages du journal",
            if before.is_some() { a { class: "btn btn-line btn-small", href: address(&asked, None), "Le plus récent" } }
            if let Some(older) = older { a { class: "btn btn-line btn-small", href: older, "Plus ancien" } }
        }
        if !days.is_empty() {
            form { method: "post", action: "/staff/journal/export",
                for name in NAMES {
                    input { r#type: "hidden", name, value: "{asked.raw(name)}" }
                }
                button { class: "btn btn-line", r#type: "submit", "Télécharger ces lignes (CSV)" }
                p { class: "quiet", "Pour un tableur. Le téléchargement est lui-même noté dans le journal." }
            }
        }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Frame::new(&app, Some(&who), Tab::Journal, "Journal").show(status, content))
}

fn narrow(asked: &Fields, faults: &Faults, actors: &[String], known: &[String]) -> Element {
    let form = Form { fields: asked, faults };
    let any = |first: &str, list: Vec<Named>| -> Vec<Named> {
        std::iter::once((String::new(), first.to_owned())).chain(list).collect()
    };
    let actors = actors.iter().map(|actor| (actor.clone(), words::actor(actor))).collect();
    let mut families: Vec<&str> = known.iter().map(|action| family(action)).collect();
    families.dedup();
    let families = families.into_iter().map(|name| (name.to_owned(), family_words(name).to_owned())).collect();
    let acts = known.iter().map(|action| {
        let words = format!("{} ({})", words::act(action), family_words(family(action)));
        (action.clone(), words)
    });
    let mut acts: Vec<Named> = acts.collect();
    acts.sort_by_key(|(_, words)| shared::domain::fold(words));
    rsx! {
        form { class: "filters thirds", method: "get", action: "/staff/journal", role: "search",
            {form.input("q", "Rechercher", None, "search")}
            {form.select("qui", "Qui", None, &any("Tous", actors))}
            {form.select("sorte", "À propos de", None, &any("Tout", families))}
            {form.select("acte", "Acte", None, &any("Tous", acts))}
            {form.input("du", "Du", None, "date")}
            {form.input("au", "Au", None, "date")}
            button { class: "btn", r#type: "submit", "Chercher" }
        }
    }
}

fn row(app: &App, (entry, subject): &Line) -> Element {
    rsx! {
        li {
            span { class: "quiet", {words::hour_of(app, entry.at)} }
            " " strong { {words::actor(&entry.actor)} } " "
            {words::act(&entry.action)}
            if !subject.words.is_empty() {
                if subject.named { "\u{a0}: " } else { " · " }
                if let Some(address) = &subject.address { a { href: "{address}", "{subject.words}" } }
                else { span { "{subject.words}" } }
            }
        }
    }
}

/// The same question, from another line on.
fn address(asked: &Fields, before: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in NAMES {
        if !asked.raw(name).is_empty() {
            query.append_pair(name, asked.raw(name));
        }
    }
    if let Some(before) = before {
        query.append_pair("avant", before);
    }
    format!("/staff/journal?{}", query.finish())
}
