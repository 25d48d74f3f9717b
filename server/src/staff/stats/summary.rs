//! `GET /staff/chiffres/bilan`: one page of A4 for whoever decides about the service: dated, with where each number comes from.
//!
//! The page's own `@page` is in `staff.css`. Its button prints; where scripts are off, the browser's menu does.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;

use super::figures::Figures;
use super::number::{euros, percent};
use super::page::{cards_plot, reach_plot, uses_plot};
use super::period::Period;
use crate::app::App;
use crate::staff::page::{Frame, Refusal, Tab};
use crate::staff::{assets, words};

/// Lines of each list: what fits on the page.
const LINES: usize = 5;

/// One of the numbers on top.
struct Key {
    paper: &'static str,
    number: String,
    words: String,
}

/// `GET /staff/chiffres/bilan?semaines=`
pub(in crate::staff) async fn summary(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let figures = Figures::of(&app, Period::asked(query.as_deref(), app.clock.now())).await?;
    let today = words::date_of(&app, app.clock.now());
    let length = figures.period.length();
    let (app_name, town) = app.territory.as_ref().map_or(("Guichet", ""), |town| (&town.app_name, &town.name));
    let from = words::day(figures.period.first().monday());
    let content = rsx! {
        div { class: "inline screen-only",
            a { class: "btn btn-line btn-small", href: "/staff/chiffres?semaines={length}", "Retour aux chiffres" }
            button { class: "btn btn-small", id: "imprimer", r#type: "button", hidden: true, "Imprimer" }
            noscript { p { class: "quiet", "Pour imprimer, passez par le menu du navigateur." } }
        }
        article { class: "sheet summary",
            header {
                p { class: "quiet", "{app_name}" if !town.is_empty() { " · {town}" } }
                h1 { "Bilan du {from} au {words::day(today)}" }
                p { class: "quiet", {words::counted(length as u64, "semaine", "semaines")} ", la dernière en cours. Établi le {words::day(today)}." }
            }
            div { class: "keys",
                for key in keys(&figures) {
                    div { class: "key {key.paper}", strong { "{key.number}" } span { "{key.words}" } }
                }
            }
            div { class: "plots",
                if figures.last_reach().is_some() {
                    figure { figcaption { "Part des jeunes visés, par semaine" } {reach_plot(&figures, "portee")} }
                }
                if figures.gives_cards && figures.has_cards() {
                    figure {
                        figcaption { "Cartes actives" }
                        {cards_plot(&figures, "cartes")}
                    }
                }
                if figures.gives_cards && figures.all_uses().uses > 0 && !figures.uses_are_few() {
                    figure {
                        figcaption { "Utilisations de la carte, par semaine" }
                        {uses_plot(&figures, "utilisations")}
                    }
                }
                section {
                    h2 { "Cherché en vain" }
                    {list(figures.searches.iter().map(|(search, _)| (search.clone(), String::new())).collect(), "Aucune recherche assez fréquente pour être montrée.")}
                }
            }
            div { class: "lists",
                section {
                    h2 { "Le plus lu" }
                    {list(rows(&figures.reads_table(), 2), "Rien encore.")}
                }
                if figures.gives_cards {
                    section {
                        h2 { "Commerces" }
                        {list(rows(&figures.shops_table(), 1), "Aucune utilisation enregistrée.")}
                    }
                }
            }
            footer {
                h2 { "D’où viennent ces nombres" }
                ul {
                    for line in sources(&figures) { li { "{line}" } }
                }
            }
        }
        script { src: "{assets::summary_address()}", defer: true }
    };
    Ok(Frame::new(&app, None, Tab::None, "Bilan").alone().show(StatusCode::OK, content))
}

fn keys(figures: &Figures) -> Vec<Key> {
    let mut keys = Vec::new();
    if let Some((at, apps)) = figures.last_reach() {
        let share = figures.share(apps).map_or_else(|| words::grouped(apps), percent);
        let monday = figures.period.weeks.get(at).map(|week| words::day(week.monday())).unwrap_or_default();
        let what = figures.target.map_or_else(
            || format!("applications ouvertes la semaine du {monday}"),
            |target| {
                format!(
                    "des {} jeunes visés ont ouvert l’application la semaine du {monday}",
                    words::grouped(u64::from(target))
                )
            },
        );
        keys.push(Key { paper: "sun", number: share, words: what });
    }
    if figures.gives_cards {
        let now = figures.cards.last().copied().flatten().unwrap_or_default();
        let active = if now < 2 { "carte active" } else { "cartes actives" };
        keys.push(Key { paper: "mint", number: words::grouped(now), words: active.to_owned() });
        let all = figures.all_uses();
        let used = if all.uses == 0 { "utilisation chez les commerces" } else { "utilisations chez les commerces" };
        let saved = match all.saved_cents {
            1.. if !figures.uses_are_few() => {
                format!("{used}, environ {} d’économies pour les jeunes", euros(all.saved_cents))
            }
            _ => used.to_owned(),
        };
        let number = if figures.uses_are_few() { "Moins de 5".to_owned() } else { words::grouped(all.uses) };
        keys.push(Key { paper: "sky", number, words: saved });
    }
    if let Some((kept, promise)) = figures.promises_kept().zip(figures.promise) {
        keys.push(Key {
            paper: "coral",
            number: percent(kept),
            words: format!("des messages ont eu leur réponse dans les {promise} h promises"),
        });
    }
    keys
}

/// The first cells of a table's rows, with one other.
fn rows(table: &super::table::Table, other: usize) -> Vec<(String, String)> {
    let cell = |row: &[super::table::Cell], at: usize| row.get(at).map(super::table::Cell::words).unwrap_or_default();
    table.rows.iter().map(|row| (cell(row, 0), cell(row, other))).collect()
}

fn list(rows: Vec<(String, String)>, empty: &str) -> Element {
    rsx! {
        if rows.is_empty() {
            p { class: "quiet", "{empty}" }
        } else {
            ol {
                for (name, number) in rows.into_iter().take(LINES) {
                    li { span { "{name}" } if !number.is_empty() { strong { "{number}" } } }
                }
            }
        }
    }
}

fn sources(figures: &Figures) -> Vec<String> {
    let mut lines = vec![
        "Jeunes touchés : chaque application ouverte se compte une fois par semaine, sans identifiant ; qui en a deux compte deux fois.".to_owned(),
    ];
    if figures.gives_cards {
        lines.push(
            "Cartes actives : cartes tenues par quelqu’un, ni suspendues ni terminées, comptées chaque semaine."
                .to_owned(),
        );
        lines.push(
            "Utilisations : enregistrées par les commerces ; économies : estimées d’après chaque bon plan.".to_owned(),
        );
    }
    if figures.promise.is_some() {
        lines.push("Messages : reçus sur la période et dont le délai est passé ou tenu ; un message effacé par son auteur n’est plus compté.".to_owned());
    }
    lines.push("Lectures : une par application et par semaine au plus. Recherches : au moins 5 applications dans une même semaine.".to_owned());
    lines.push("Un nombre sous 5 pour un commerce ou une fiche n’est pas donné.".to_owned());
    lines
}
