//! `GET /staff/chiffres`: each figure with what it says in a sentence, its plot, its numbers, and where it comes from.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;

use super::few::Shown;
use super::figures::Figures;
use super::number::{decimal, euros, percent};
use super::period::{LENGTHS, Period};
use super::plot::{Form, Layer, Plot};
use super::table::Table;
use crate::app::App;
use crate::staff::page::{Frame, Refusal, Tab};
use crate::staff::words;
use crate::storage::StaffMember;

/// Rows of a list that is not one of weeks; its file has all.
const ROWS: usize = 10;

/// `GET /staff/chiffres?semaines=`
pub(in crate::staff) async fn page(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let figures = Figures::of(&app, Period::asked(query.as_deref(), app.clock.now())).await?;
    let length = figures.period.length();
    let content = rsx! {
        h1 { "Chiffres" }
        p { class: "quiet", "Des sommes, jamais des personnes. Ce qui est trop petit pour ne désigner personne est écrit « moins de 5 »." }
        div { class: "inline",
            nav { class: "periods", aria_label: "Période",
                ul { role: "list",
                    for (weeks, name) in LENGTHS {
                        li { a { href: "/staff/chiffres?semaines={weeks}", aria_current: (weeks == length).then_some("true"), "{name}" } }
                    }
                }
            }
            a { class: "btn btn-line btn-small", href: "/staff/chiffres/bilan?semaines={length}", "Bilan d’une page, à imprimer" }
        }
        div { class: "figures",
            div { class: "stack",
                {reach(&figures)}
                if figures.gives_cards {
                    {cards(&figures)}
                    {uses(&figures)}
                }
                if figures.promise.is_some() { {messages(&figures)} }
            }
            div { class: "stack",
                if figures.gives_cards { {shops(&figures)} }
                {reads(&figures)}
                {searches(&figures)}
            }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Stats, "Chiffres").show(StatusCode::OK, content))
}

/// A figure: the most important number, then everything else. `plot`: none while there is nothing to draw.
fn figure(
    title: &str,
    says: Element,
    plot: Option<Element>,
    table: Option<(&Table, bool, i64)>,
    source: &str,
) -> Element {
    rsx! {
        section { class: "sheet figure",
            h2 { "{title}" }
            {says}
            if let Some(plot) = plot { {plot} }
            if let Some((table, is_weeks, length)) = table {
                if is_weeks {
                    details { class: "fold",
                        summary { "Les nombres, semaine par semaine" }
                        {table.draw(usize::MAX)}
                    }
                } else {
                    {table.draw(ROWS)}
                }
                p { a { class: "file", href: "/staff/chiffres/{table.name}.csv?semaines={length}", "Télécharger en CSV"
                    span { class: "visually-hidden", " : {title}" } } }
            }
            p { class: "quiet", "{source}" }
        }
    }
}

/// The number that is read first.
fn headline(number: &str, words: &str) -> Element {
    rsx! { p { class: "headline", strong { "{number}" } " {words}" } }
}

/// There is nothing yet, and when there will be.
fn nothing(say: &str) -> Element {
    rsx! { p { class: "notice", "{say}" } }
}

fn reach(figures: &Figures) -> Element {
    const TITLE: &str = "Jeunes touchés";
    const SOURCE: &str = "Chaque application ouverte se compte une fois par semaine, sans identifiant. Qui en a deux compte deux fois. La dernière barre est la semaine en cours.";
    let table = figures.reach_table();
    let length = figures.period.length();
    let Some((at, apps)) = figures.last_reach() else {
        let say = "Rien encore. Une application se compte la première fois qu’elle se connecte dans la semaine, et le chiffre paraît ici dans les cinq minutes.";
        return figure(TITLE, nothing(say), None, None, SOURCE);
    };
    figure(
        TITLE,
        reach_says(figures, at, apps),
        Some(reach_plot(figures, "portee")),
        Some((&table, true, length)),
        SOURCE,
    )
}

fn reach_says(figures: &Figures, at: usize, apps: u64) -> Element {
    let week = figures.period.weeks.get(at).copied().unwrap_or_else(|| figures.period.first());
    let opened = if apps < 2 { "application ouverte" } else { "applications ouvertes" };
    let when = if figures.period.runs(week) {
        "cette semaine, qui n’est pas finie".to_owned()
    } else {
        format!("la semaine du {}", words::day(week.monday()))
    };
    match figures.share(apps).zip(figures.target) {
        Some((share, target)) => {
            let target = words::grouped(u64::from(target));
            headline(&percent(share), &format!("des {target} jeunes visés : {} {opened} {when}", words::grouped(apps)))
        }
        None => headline(&words::grouped(apps), &format!("{opened} {when}")),
    }
}

/// The share of the target, or numbers where there is no target.
pub(super) fn reach_plot(figures: &Figures, id: &str) -> Element {
    let of = |apps: u64| figures.share(apps).map_or(apps as f64, |share| share * 100.0);
    let is_share = figures.target.is_some();
    Plot {
        id,
        title: "Part du public visé qui a ouvert l’application, semaine par semaine".to_owned(),
        says: format!("{} barres, une par semaine ; les nombres sont dans le tableau.", figures.period.length()),
        form: Form::Bars,
        weeks: &figures.period.weeks,
        layers: vec![Layer { paper: "sun", values: figures.apps.iter().map(|apps| apps.map(of)).collect() }],
        unit: if is_share { |tick| percent(tick / 100.0) } else { decimal },
        whole: !is_share,
    }
    .draw()
}

fn cards(figures: &Figures) -> Element {
    const TITLE: &str = "Cartes actives";
    const SOURCE: &str = "Cartes que quelqu’un tient, ni suspendues ni terminées, à la fin de chaque semaine. Une semaine sans point n’a pas été comptée.";
    let now = figures.cards.last().copied().flatten().unwrap_or_default();
    if !figures.has_cards() {
        return figure(
            TITLE,
            nothing("Aucune carte active. La courbe commence avec la première, puis gagne un point par semaine."),
            None,
            None,
            SOURCE,
        );
    }
    let active = if now < 2 { "carte active aujourd’hui" } else { "cartes actives aujourd’hui" };
    let says = headline(&words::grouped(now), active);
    figure(
        TITLE,
        says,
        Some(cards_plot(figures, "cartes")),
        Some((&figures.cards_table(), true, figures.period.length())),
        SOURCE,
    )
}

pub(super) fn cards_plot(figures: &Figures, id: &str) -> Element {
    Plot {
        id,
        title: "Cartes actives, semaine par semaine".to_owned(),
        says: "Une courbe, un point par semaine ; les nombres sont dans le tableau.".to_owned(),
        form: Form::Line,
        weeks: &figures.period.weeks,
        layers: vec![Layer {
            paper: "mint",
            values: figures.cards.iter().map(|cards| cards.map(|cards| cards as f64)).collect(),
        }],
        unit: decimal,
        whole: true,
    }
    .draw()
}

fn uses(figures: &Figures) -> Element {
    const TITLE: &str = "Utilisations de la carte";
    const SOURCE: &str = "Enregistrées par les commerces quand ils vérifient une carte. L’économie est celle qu’annonce chaque bon plan : une estimation. La dernière barre est la semaine en cours.";
    let all = figures.all_uses();
    if all.uses == 0 {
        let say = "Aucune sur cette période. Elles viennent quand un commerce invité vérifie une carte et enregistre l’utilisation.";
        return figure(TITLE, nothing(say), None, None, SOURCE);
    }
    if figures.uses_are_few() {
        return figure(TITLE, headline("Moins de 5", "utilisations sur cette période"), None, None, SOURCE);
    }
    let says = match all.saved_cents {
        0 => headline(&words::grouped(all.uses), "utilisations"),
        cents => headline(&words::grouped(all.uses), &format!("utilisations, environ {} d’économies", euros(cents))),
    };
    figure(
        TITLE,
        says,
        Some(uses_plot(figures, "utilisations")),
        Some((&figures.uses_table(), true, figures.period.length())),
        SOURCE,
    )
}

pub(super) fn uses_plot(figures: &Figures, id: &str) -> Element {
    Plot {
        id,
        title: "Utilisations de la carte, semaine par semaine".to_owned(),
        says: format!("{} barres, une par semaine ; les nombres sont dans le tableau.", figures.period.length()),
        form: Form::Bars,
        weeks: &figures.period.weeks,
        layers: vec![Layer { paper: "sky", values: figures.uses.iter().map(|week| Some(week.uses as f64)).collect() }],
        unit: decimal,
        whole: true,
    }
    .draw()
}

fn messages(figures: &Figures) -> Element {
    const TITLE: &str = "Messages";
    let promise = figures.promise.unwrap_or_default();
    let source = format!(
        "Par semaine de réception ; le délai promis est de {promise} h. Un message que son auteur a effacé n’est plus compté."
    );
    let all = figures.all_messages();
    let received = all.in_time + all.late + all.waiting + all.overdue;
    if received == 0 {
        return figure(TITLE, nothing("Aucun message reçu sur cette période."), None, None, &source);
    }
    let sum = words::counted(received, "message reçu", "messages reçus");
    let says = match figures.promises_kept() {
        Some(kept) => headline(&percent(kept), &format!("répondus à temps ; {sum}")),
        None => headline(
            &words::grouped(received),
            if received < 2 { "message, encore dans son délai" } else { "messages, tous encore dans leur délai" },
        ),
    };
    let says = rsx! {
        {says}
        if all.overdue > 0 {
            p { class: "notice bad", {words::counted(all.overdue, "message attend", "messages attendent")} " une réponse au-delà du délai." }
        }
    };
    let plot = rsx! {
        {messages_plot(figures, "messages")}
        ul { class: "legend", role: "list",
            li { span { class: "swatch mint" } "à temps" }
            li { span { class: "swatch sun" } "en retard" }
            li { span { class: "swatch plain" } "en attente" }
            li { span { class: "swatch coral" } "délai dépassé" }
        }
    };
    figure(TITLE, says, Some(plot), Some((&figures.messages_table(), true, figures.period.length())), &source)
}

fn messages_plot(figures: &Figures, id: &str) -> Element {
    let layer = |paper, value: fn(&crate::storage::stats::WeekMessages) -> u64| Layer {
        paper,
        values: figures.messages.iter().map(|week| Some(value(week) as f64)).collect(),
    };
    Plot {
        id,
        title: "Messages reçus, semaine par semaine, et ce qu’ils sont devenus".to_owned(),
        says: "Des barres empilées : de bas en haut, répondus à temps, en retard, en attente, délai dépassé. Les nombres sont dans le tableau.".to_owned(),
        form: Form::Bars,
        weeks: &figures.period.weeks,
        layers: vec![
            layer("mint", |week| week.in_time),
            layer("sun", |week| week.late),
            layer("plain", |week| week.waiting),
            layer("coral", |week| week.overdue),
        ],
        unit: decimal,
        whole: true,
    }
    .draw()
}

fn shops(figures: &Figures) -> Element {
    let withheld = figures.shops.iter().any(|(_, uses)| *uses == Shown::Withheld);
    let source = if withheld {
        "« Non montré » : ce nombre permettrait de calculer celui d’un autre commerce, trop petit."
    } else {
        "Utilisations enregistrées sur la période. Moins de 5 ne se compte pas ici."
    };
    let table = figures.shops_table();
    let says = match figures.shops.len() {
        0 => nothing("Aucun commerce n’a enregistré d’utilisation sur cette période."),
        1 => headline("1", "commerce a enregistré des utilisations"),
        count => headline(&words::grouped(count as u64), "commerces ont enregistré des utilisations"),
    };
    let rows = (!table.rows.is_empty()).then_some((&table, false, figures.period.length()));
    figure("Par commerce", says, None, rows, source)
}

fn reads(figures: &Figures) -> Element {
    let source = "Une lecture : une application qui a ouvert l’actu ou la fiche, comptée une fois par semaine au plus, sauf si son réglage l’interdit.";
    let table = figures.reads_table();
    let says = if table.rows.is_empty() {
        nothing(
            "Rien encore. Les applications disent une fois par semaine ce qu’elles ont ouvert : les premiers chiffres arrivent avec la deuxième semaine.",
        )
    } else {
        rsx! {}
    };
    let rows = (!table.rows.is_empty()).then_some((&table, false, figures.period.length()));
    figure("Le plus lu", says, None, rows, source)
}

fn searches(figures: &Figures) -> Element {
    let source = "Mots cherchés en vain par au moins 5 applications dans une même semaine. Des fiches à écrire, ou des mots à ajouter à celles qui existent.";
    let table = figures.searches_table();
    let says = if table.rows.is_empty() {
        nothing(
            "Aucune pour l’instant. Une recherche paraît ici quand 5 applications l’ont faite en vain dans une même semaine.",
        )
    } else {
        rsx! {}
    };
    let rows = (!table.rows.is_empty()).then_some((&table, false, figures.period.length()));
    figure("Recherches sans résultat", says, None, rows, source)
}
