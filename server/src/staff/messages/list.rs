//! `GET /staff/messages`: what waits for an answer, the most pressing first; or what was answered, the last first.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;

use super::{state, taken, topic};
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::{MessageCounts, Pile, StaffMember, StoredMessage};

/// Lines of one page.
const LINES: usize = 60;

/// First words of a message, in characters at most.
const FIRST_WORDS: usize = 60;

/// `GET /staff/messages`
pub(in crate::staff) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    taken(&app)?;
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let pile = if asked.text("etat") == "repondus" { Pile::Answered } else { Pile::Waiting };
    let counts = app.storage.message_counts(app.clock.now()).await?;
    let total = match pile {
        Pile::Waiting => counts.waiting,
        Pile::Answered => counts.answered,
    };
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    let from = asked.text("de").parse::<usize>().unwrap_or_default().min(total.saturating_sub(1) / LINES * LINES);
    let messages = app.storage.message_pile(pile, from, LINES).await?;
    let title = match pile {
        Pile::Waiting => "Messages",
        Pile::Answered => "Messages répondus",
    };
    let content = rsx! {
        if asked.raw("fait") == "reponse" { {notice(true, "Réponse envoyée\u{a0}: l’application la montrera sous Contact, à sa prochaine connexion.")} }
        h1 { {title} }
        if messages.is_empty() {
            {nothing(pile)}
        } else {
            p { class: "quiet",
                match pile {
                    Pile::Waiting => rsx! {
                        {words::counted(counts.waiting, "message attend une réponse", "messages attendent une réponse")}
                        if counts.late > 0 { ", dont {words::grouped(counts.late)} en retard" }
                        ". Le plus pressé est en haut."
                    },
                    Pile::Answered => rsx! {
                        {words::counted(counts.answered, "message répondu", "messages répondus")} ", le dernier en haut."
                    },
                }
            }
            ul { class: "rows", role: "list",
                for message in &messages { {row(&app, message)} }
            }
            if total > LINES {
                nav { class: "inline", aria_label: "Pages de la liste",
                    if from > 0 { a { class: "btn btn-line btn-small", href: page(pile, from.saturating_sub(LINES)), "Page précédente" } }
                    if from + LINES < total { a { class: "btn btn-line btn-small", href: page(pile, from + LINES), "Page suivante" } }
                }
            }
        }
        {other_pile(pile, counts)}
    };
    Ok(Frame::new(&app, Some(&who), Tab::Messages, title).show(StatusCode::OK, content))
}

fn other_pile(pile: Pile, counts: MessageCounts) -> Element {
    let (address, words) = match pile {
        Pile::Waiting if counts.answered == 0 => return rsx! {},
        Pile::Waiting => {
            ("/staff/messages?etat=repondus", format!("Messages répondus ({})", words::grouped(counts.answered)))
        }
        Pile::Answered => ("/staff/messages", format!("Messages à répondre ({})", words::grouped(counts.waiting))),
    };
    rsx! {
        p { a { class: "btn btn-line btn-small", href: address, "{words}" } }
    }
}

fn nothing(pile: Pile) -> Element {
    let (lead, more) = match pile {
        Pile::Waiting => {
            ("Personne n’attend de réponse.", "Ce que les jeunes écrivent depuis l’application arrive ici.")
        }
        Pile::Answered => ("Aucune réponse pour l’instant.", "Les messages à qui l’on a répondu se retrouvent ici."),
    };
    rsx! {
        section { class: "sheet narrow empty",
            p { class: "lead", {lead} }
            p { class: "quiet", {more} }
        }
    }
}

fn row(app: &App, message: &StoredMessage) -> Element {
    let (state, colour) = state(message, app.clock.now());
    let words = first_words(&message.text);
    rsx! {
        li {
            a { class: "row", href: "/staff/messages/{message.id}",
                span { class: "row-name",
                    // Whatever way the words run, what stands beside them does not.
                    strong { dir: "auto", if words.is_empty() { "(sans texte)" } else { "{words}" } }
                    small { "{topic(message)} · reçu le {words::moment(app, message.received_at)}" }
                    small {
                        match message.answered_at {
                            Some(at) => format!("répondu le {}", words::moment(app, at)),
                            None => format!("réponse promise pour le {}", words::moment(app, message.due_at)),
                        }
                    }
                }
                span { class: "tags", span { class: "tag {colour}", "{state}" } }
            }
        }
    }
}

/// The beginning of a text on one line, cut between two words where it can be.
fn first_words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(FIRST_WORDS) else { return line };
    let (begin, rest) = line.split_at(end);
    let cut = if rest.starts_with(' ') { begin } else { begin.rsplit_once(' ').map_or(begin, |(whole, _)| whole) };
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ']))
}

fn page(pile: Pile, from: usize) -> String {
    match pile {
        Pile::Waiting => format!("/staff/messages?de={from}"),
        Pile::Answered => format!("/staff/messages?etat=repondus&de={from}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_are_whole_words_on_one_line() {
        assert_eq!(first_words(" Bonjour,\n\nje cherche \t un logement. "), "Bonjour, je cherche un logement.");
        let long = "Bonjour, je cherche un logement pour janvier à Châlons, auprès de la gare";
        assert_eq!(first_words(long), "Bonjour, je cherche un logement pour janvier à Châlons…");
        assert_eq!(first_words(&"é".repeat(80)), format!("{}…", "é".repeat(FIRST_WORDS)), "one word is cut");
        assert_eq!(first_words(&"é".repeat(FIRST_WORDS)), "é".repeat(FIRST_WORDS));
    }
}
