//! `POST /staff/flux`: an address is tried, what it holds is shown, then it is kept.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use url::Url;

use super::list::add_form;
use super::{say, settings};
use crate::app::App;
use crate::import::follow::{self, Found, Looked};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::feeds::FeedFormat;

/// Items that are shown before a feed is kept.
const SHOWN: usize = 5;

/// `POST /staff/flux`
pub(in crate::staff) async fn add(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let typed = fields.raw("adresse");
    let again = |status: StatusCode, fault: String, more: Element| {
        let mut faults = Faults::default();
        faults.add("adresse", fault);
        let content = rsx! {
            h1 { "Flux" }
            {more}
            {add_form(&fields, &faults)}
        };
        Frame::new(&app, Some(&who), Tab::Review, "Flux").show(status, content)
    };
    let Some(url) = settings::address(typed) else {
        let fault = format!(
            "Donnez une adresse complète, en {} caractères au plus, par exemple https://www.ville.fr/flux.xml.",
            settings::URL_MAX
        );
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, fault, rsx! {}));
    };
    if app.storage.follows(url.as_str()).await? {
        return Ok(again(StatusCode::CONFLICT, "Ce flux est déjà suivi.".to_owned(), rsx! {}));
    }
    let found = match follow::look(&app, &url).await {
        Looked::Feed(found) => found,
        Looked::Page(named) => {
            let fault = "C’est une page, pas un flux. Elle en annonce\u{a0}: choisissez ci-dessus.".to_owned();
            return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, fault, announced(&named)));
        }
        Looked::Failed(failure, detail) => {
            let more = rsx! {
                details { class: "quiet", summary { "Ce que dit la machine" } p { "{detail}" } }
            };
            return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, say::failure(&failure), more));
        }
    };
    let usual = settings::usual(if found.title.is_empty() { url.host_str().unwrap_or_default() } else { &found.title });
    if fields.text("action") != "suivre" {
        return Ok(offer(&app, &who, StatusCode::OK, &url, &found, None, &usual, &Faults::default()));
    }
    let (chosen, faults) = settings::read(&fields, &usual);
    if !faults.is_empty() {
        return Ok(offer(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, &url, &found, Some(&fields), &chosen, &faults));
    }
    let Some(feed) = app.storage.add_feed(&who.name, url.as_str(), found.format, &chosen).await? else {
        return Ok(again(StatusCode::CONFLICT, "Ce flux est déjà suivi.".to_owned(), rsx! {}));
    };
    super::one::give_it_a_moment(&app, &feed.id).await?;
    Ok(Redirect::to(&format!("/staff/flux/{}?fait=add", feed.id)).into_response())
}

fn announced(named: &[Url]) -> Element {
    rsx! {
        section { class: "sheet narrow",
            h2 { "Flux que cette page annonce" }
            for url in named {
                form { class: "inline", method: "post", action: "/staff/flux",
                    input { r#type: "hidden", name: "adresse", value: "{url}" }
                    button { class: "btn btn-line link", r#type: "submit", name: "action", value: "essayer", "{url}" }
                }
            }
        }
    }
}

/// What it holds, and the choices to be made.
#[expect(clippy::too_many_arguments, reason = "each is a part of one page, drawn in two cases")]
fn offer(
    app: &App,
    who: &StaffMember,
    status: StatusCode,
    url: &Url,
    found: &Found,
    typed: Option<&Fields>,
    chosen: &crate::storage::feeds::FeedSettings,
    faults: &Faults,
) -> Response {
    let count = found.records.len();
    let dated = found.format == FeedFormat::Ical;
    let content = rsx! {
        h1 { "Suivre ce flux\u{202f}?" }
        if !faults.is_empty() { {notice(false, "Rien n’est encore suivi\u{a0}: voyez ce qui est à corriger.")} }
        div { class: "columns",
            section { class: "sheet facts",
                h2 { "Ce qu’il contient" }
                p { class: "quiet", {say::format(found.format)} " · " code { "{url}" } }
                if count == 0 {
                    p { "Rien pour l’instant. Vous pouvez le suivre\u{a0}: ce qui paraîtra arrivera." }
                } else {
                    p { {words::counted(count as u64, "chose", "choses")} if count > SHOWN { ", dont voici les premières\u{a0}:" } }
                    ul { class: "log", role: "list",
                        for record in found.records.iter().take(SHOWN) {
                            li { strong { "{record.title()}" } " " span { class: "quiet", {say::date(app, record)} } }
                        }
                    }
                }
                if !found.warnings.is_empty() {
                    p { class: "quiet", {words::counted(found.warnings.len() as u64, "chose ne peut pas être prise", "choses ne peuvent pas être prises")} "\u{a0}: " {found.warnings.first().cloned().unwrap_or_default()} }
                }
            }
            form { class: "sheet stack", method: "post", action: "/staff/flux", novalidate: true,
                input { r#type: "hidden", name: "adresse", value: "{url}" }
                {settings::fields(chosen, typed, faults, dated)}
                div { class: "inline",
                    button { class: "btn btn-good", r#type: "submit", name: "action", value: "suivre", "Suivre ce flux" }
                    a { class: "btn btn-line", href: "/staff/flux", "Laisser" }
                }
            }
        }
    };
    Frame::new(app, Some(who), Tab::Review, "Suivre ce flux").show(status, content)
}
