//! `GET /staff/contenus`: everything that can be edited, by name, kind and section.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;
use shared::domain::{Record, Section};

use super::check::{Doubt, doubt, is_over};
use super::label::{named, section};
use super::noun::Noun;
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::page::{Frame, Refusal, Tab};
use crate::staff::words;
use crate::storage::StaffMember;

/// Lines of one page.
const LINES: usize = 60;

/// A line: the record, and what is to be said of it.
struct Line {
    noun: Noun,
    record: Record,
    doubt: Option<Doubt>,
    withdrawn: bool,
}

/// `GET /staff/contenus`
pub(in crate::staff) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let all = lines(&app, asked.text("etat") == "retires").await?;
    let doubtful = all.iter().filter(|line| line.doubt.is_some()).count() as u64;
    let doubtful = doubtful + super::links::dead_links(&app).await?;
    let found: Vec<Line> = all.into_iter().filter(|line| matches(line, &asked)).collect();
    let total = found.len();
    let from = asked.text("de").parse::<usize>().unwrap_or_default().min(total.saturating_sub(1) / LINES * LINES);
    let kinds = named(&Noun::CONTENTS, |noun| noun.slug(), |noun| many(*noun));
    let sections = named(&Section::ALL, |one| one.slug(), |one| section(*one));
    let states = [("", "En ligne"), ("a-verifier", "À vérifier"), ("retires", "Retirés")]
        .map(|(value, words)| (value.to_owned(), words.to_owned()));
    let any = |list: Vec<(String, String)>, words: &str| {
        let mut all = vec![(String::new(), words.to_owned())];
        all.extend(list);
        all
    };
    let faults = Faults::default();
    let form = Form { fields: &asked, faults: &faults };
    let content = rsx! {
        h1 { "Contenus" }
        div { class: "inline",
            for noun in Noun::CONTENTS {
                a { class: "btn btn-line btn-small", href: noun.new_address(), {noun.new_one()} }
            }
            a { class: "btn btn-sun btn-small", href: "/staff/contenus/a-verifier", "À vérifier" if doubtful > 0 { " ({doubtful})" } }
        }
        form { class: "filters", method: "get", action: "/staff/contenus", role: "search",
            {form.input("q", "Rechercher", None, "search")}
            {form.select("sorte", "Sorte", None, &any(kinds, "Toutes"))}
            {form.select("rubrique", "Rubrique", None, &any(sections, "Toutes"))}
            {form.select("etat", "État", None, &states)}
            button { class: "btn", r#type: "submit", "Chercher" }
        }
        p { class: "quiet", role: "status",
            if total == 0 { "Rien ne correspond. Cherchez avec moins de mots ou d’autres filtres." }
            else { {words::counted(total as u64, "contenu", "contenus")} }
        }
        ul { class: "rows", role: "list",
            for line in found.iter().skip(from).take(LINES) { {row(line)} }
        }
        nav { class: "inline", aria_label: "Pages de la liste",
            if from > 0 { a { class: "btn btn-line btn-small", href: page(&asked, from.saturating_sub(LINES)), "Page précédente" } }
            if from + LINES < total { a { class: "btn btn-line btn-small", href: page(&asked, from + LINES), "Page suivante" } }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Content, "Contenus").show(StatusCode::OK, content))
}

/// Everything, by title; or what was withdrawn, the last first.
async fn lines(app: &App, withdrawn: bool) -> Result<Vec<Line>, Refusal> {
    if withdrawn {
        let versions = app.storage.withdrawn().await?;
        let line = |record: Record| {
            let noun = Noun::of(record.kind()).filter(|noun| Noun::CONTENTS.contains(noun))?;
            Some(Line { noun, record, doubt: None, withdrawn: true })
        };
        return Ok(versions.into_iter().filter_map(|version| line(version.record)).collect());
    }
    let now = app.clock.now();
    let today = words::date_of(app, now);
    let mut lines = Vec::new();
    for noun in Noun::CONTENTS {
        for record in app.storage.all_held(noun.kind()).await?.into_iter().filter_map(|held| held.record) {
            let doubt = if is_over(&record, app.zone(), now) { None } else { doubt(record.sourced(), today) };
            lines.push(Line { noun, doubt, record, withdrawn: false });
        }
    }
    lines.sort_by_key(|line| shared::domain::fold(line.record.title()));
    Ok(lines)
}

fn matches(line: &Line, asked: &Fields) -> bool {
    let sort = asked.text("sorte");
    let rubric = asked.text("rubrique");
    let in_section = match &line.record {
        Record::Place(place) => place.sections.iter().any(|one| one.slug() == rubric),
        record => record.section().is_some_and(|one| one.slug() == rubric),
    };
    let said =
        shared::domain::fold(&format!("{} {} {}", line.record.title(), line.record.summary(), detail(&line.record)));
    (sort.is_empty() || line.noun.slug() == sort)
        && (rubric.is_empty() || in_section)
        && (asked.text("etat") != "a-verifier" || line.doubt.is_some())
        && shared::domain::fold(asked.text("q")).split_whitespace().all(|word| said.contains(word))
}

/// What tells a record from its namesakes.
fn detail(record: &Record) -> String {
    match record {
        Record::Page(page) => format!("{} · {}", section(page.section), page.group),
        Record::Place(place) => place.city.clone(),
        Record::Number(number) => number.number.clone(),
        Record::Event(_) | Record::News(_) | Record::Offer(_) => String::new(),
    }
}

fn row(line: &Line) -> Element {
    let (one, colour) = line.noun.words();
    let detail = detail(&line.record);
    rsx! {
        li {
            a { class: "row", href: line.noun.address(line.record.id()),
                span { class: "row-name",
                    strong { "{line.record.title()}" }
                    small { if detail.is_empty() { "{line.record.summary()}" } else { "{detail}" } }
                }
                span { class: "tags",
                    if line.record.sourced().example { span { class: "tag plain", "exemple" } }
                    if line.doubt.is_some() { span { class: "tag plain", "à vérifier" } }
                    if line.withdrawn { span { class: "tag plain", "retiré" } }
                    span { class: "tag {colour}", "{one}" }
                }
            }
        }
    }
}

const fn many(noun: Noun) -> &'static str {
    match noun {
        Noun::Page => "Fiches",
        Noun::Place => "Lieux",
        Noun::Event => "Événements",
        Noun::Number => "Numéros d’aide",
        Noun::Offer => "Bons plans",
        Noun::Shop => "Commerces",
    }
}

fn page(asked: &Fields, from: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in ["q", "sorte", "rubrique", "etat"] {
        query.append_pair(name, asked.text(name));
    }
    query.append_pair("de", &from.to_string());
    format!("/staff/contenus?{}", query.finish())
}
