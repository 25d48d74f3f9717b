//! `GET /staff/envois`: what phones were told, what waits, and how those who carry it are doing. Numbers only.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;
use shared::protocol::PushProvider;

use super::page::{ADMIN, Frame, Refusal, Tab};
use super::words;
use crate::app::App;
use crate::push::Part;
use crate::storage::StaffMember;
use crate::storage::push::{Send, SendState, Service, provider_of};

/// A provider as the page tells of it.
struct Line {
    kind: PushProvider,
    phones: u64,
    state: (&'static str, &'static str),
    /// What is wrong, in words, and whether somebody should do something about it.
    wrong: Vec<(String, bool)>,
}

/// Seconds that a service may be unwell before the start page tells of it: most are well again sooner.
const TOLD_AFTER: i64 = 900;

/// `GET /staff/envois`
pub(super) async fn list(State(app): State<App>, Extension(who): Extension<StaffMember>) -> Result<Response, Refusal> {
    let sends = app.storage.push_sends().await?;
    let lines = lines(&app, ADMIN.contains(&who.role)).await?;
    let content = rsx! {
        div { class: "inline",
            h1 { "Envois" }
            a { class: "btn btn-line", href: "/staff/actus", "Toutes les actus" }
        }
        section { class: "sheet",
            h2 { "Qui peut être prévenu" }
            ul { class: "carriers", role: "list",
                for line in &lines {
                    li {
                        span { class: "row-name",
                            strong { {name(line.kind)} }
                            small { {words::counted(line.phones, "téléphone", "téléphones")} }
                        }
                        span { class: "tag {line.state.1}", {line.state.0} }
                        for (wrong, _) in &line.wrong { p { class: "fault", "{wrong}" } }
                    }
                }
            }
        }
        h2 { "Notifications" }
        if sends.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Aucun envoi pour l’instant." }
                p { class: "quiet", "Cochez «\u{202f}Prévenir les téléphones\u{202f}» en publiant une actu." }
            }
        }
        ul { class: "rows", role: "list",
            for send in &sends { {row(&app, send)} }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::News, "Envois").show(StatusCode::OK, content))
}

/// What the start page says: only what somebody should do something about.
pub(super) async fn wrong(app: &App) -> Result<Vec<String>, Refusal> {
    let wrong = lines(app, false).await?.into_iter().flat_map(|line| line.wrong);
    Ok(wrong.filter(|(_, urgent)| *urgent).map(|(words, _)| words).collect())
}

async fn lines(app: &App, with_detail: bool) -> Result<Vec<Line>, Refusal> {
    let services = app.storage.push_services().await?;
    let now = app.clock.now();
    let mut lines = Vec::new();
    for (kind, part) in app.push.providers.all() {
        let phones = app.storage.push_reach("", &[kind]).await?.all;
        let state = match part {
            Part::On(_) => ("prêt", "mint"),
            Part::Off => ("pas configuré", "plain"),
            Part::Broken(_) => ("en panne", "coral"),
        };
        let mut wrong = Vec::new();
        if let Part::Broken(why) = part {
            let detail = if with_detail { why.as_str() } else { "prévenez qui tient le serveur." };
            wrong.push((format!("Rien ne part vers {}\u{a0}: {detail}", name(kind)), true));
        }
        // A browser's service is anybody's to name: only those that reach many are worth a word.
        let theirs =
            services.iter().filter(|service| provider_of(&service.name) == kind && service.phones * 10 >= phones);
        wrong.extend(theirs.filter_map(|service| trouble(app, service, now)));
        lines.push(Line { kind, phones, state, wrong });
    }
    Ok(lines)
}

/// What is wrong with a service, if anything is.
fn trouble(app: &App, service: &Service, now: i64) -> Option<(String, bool)> {
    let since = service.failing_since?;
    let name = service.name.strip_prefix("web:").unwrap_or_else(|| name(provider_of(&service.name)));
    let why = match service.failure.as_str() {
        "credentials" => "refuse les clés de ce serveur".to_owned(),
        "busy" => "demande d’attendre".to_owned(),
        "slow" => "ne répond pas à temps".to_owned(),
        "unreachable" => "ne se joint pas".to_owned(),
        "bundle" => "ne connaît pas cette application".to_owned(),
        "sender" => "dit que les téléphones sont d’un autre projet".to_owned(),
        other => format!("répond par une erreur ({})", other.strip_prefix("answer-").unwrap_or(other)),
    };
    let until = if service.paused_until > now {
        format!("\u{202f}; nouvel essai le {}", words::moment(app, service.paused_until))
    } else {
        String::new()
    };
    let urgent = service.failure == "credentials" || now - since >= TOLD_AFTER;
    Some((format!("{name} {why}, {}{until}.", words::since(now - since)), urgent))
}

fn row(app: &App, send: &Send) -> Element {
    let (state, colour) = match send.state {
        SendState::Spreading | SendState::Sending => ("en cours", "sky"),
        SendState::Done => ("terminé", "mint"),
        SendState::Stopped => ("arrêté", "plain"),
    };
    let by = if send.begun_by == "programme" { "à l’heure dite" } else { send.begun_by.as_str() };
    rsx! {
        li {
            a { class: "row", href: "/staff/actus/{send.article}",
                span { class: "row-name",
                    strong { "{send.title}" }
                    small { {words::moment(app, send.begun_at)} " · {by}" }
                    small { {say(send)} }
                }
                span { class: "tags", span { class: "tag {colour}", "{state}" } }
            }
        }
    }
}

/// How an announcement went, in a sentence.
pub(super) fn say(send: &Send) -> String {
    let told = if send.sent < 2 {
        format!("{} téléphone", send.sent)
    } else {
        format!("{} téléphones", words::grouped(send.sent))
    };
    let mut said = vec![match (send.state, send.sent) {
        (SendState::Stopped, 0) => "Notification arrêtée avant le premier téléphone".to_owned(),
        (SendState::Stopped, _) => format!("Notification arrêtée\u{a0}: {told} l’avaient reçue"),
        (SendState::Spreading, 0) => "Notification sur le départ".to_owned(),
        _ => format!("Notifiée à {told}"),
    }];
    for (count, one, many) in [
        (send.waiting, "en attente", "en attente"),
        (send.refused, "refusée par son service", "refusées par leur service"),
        (send.late, "abandonnée faute de réponse à temps", "abandonnées faute de réponse à temps"),
        (send.gone, "disparu", "disparus"),
    ] {
        match count {
            0 => {}
            1 => said.push(format!("1 {one}")),
            _ => said.push(format!("{} {many}", words::grouped(count))),
        }
    }
    format!("{}.", said.join(", "))
}

const fn name(kind: PushProvider) -> &'static str {
    match kind {
        PushProvider::Web => "Navigateurs",
        PushProvider::Fcm => "Android (Firebase)",
        PushProvider::Apns => "iPhone (Apple)",
        PushProvider::Unknown => "Autre",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_it_went_is_one_sentence() {
        let send = |state, sent, waiting, gone| Send {
            article: String::new(),
            title: String::new(),
            begun_at: 0,
            begun_by: String::new(),
            deadline: 0,
            state,
            sent,
            waiting,
            gone,
            refused: 0,
            late: 0,
        };
        for (send, expected) in [
            (send(SendState::Sending, 312, 3, 0), "Notifiée à 312 téléphones, 3 en attente."),
            (send(SendState::Done, 1, 0, 1), "Notifiée à 1 téléphone, 1 disparu."),
            (send(SendState::Spreading, 0, 0, 0), "Notification sur le départ."),
            (send(SendState::Stopped, 0, 0, 0), "Notification arrêtée avant le premier téléphone."),
            (
                send(SendState::Stopped, 2_000, 0, 0),
                "Notification arrêtée\u{a0}: 2\u{202f}000 téléphones l’avaient reçue.",
            ),
        ] {
            assert_eq!(say(&send), expected);
        }
    }
}
