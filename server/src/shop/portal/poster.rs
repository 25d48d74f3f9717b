//! A poster for the shop's window: A4, the town's look, and the shop's own QR, which opens its page in the app.
//!
//! The QR is the address of the place's screen on the town's host: a phone that has the app opens it there, any other in its
//! browser. A code of its own that the server would redirect was rejected: a poster outlives servers' tables, and a redirect
//! would see who scans.

use axum::extract::State;
use axum::response::Response;
use dioxus::prelude::*;
use shared::domain::{Offer, Place};

use super::page::{self, Refusal};
use super::{HOME, Visit};
use crate::app::App;
use crate::http::HttpError;
use crate::staff::words;
use crate::staff::{assets, qr};

/// Offers that are named: what one reads in passing.
const NAMED: usize = 3;

/// `GET /v/commerce/affiche`
pub(super) async fn poster(State(app): State<App>, visit: Visit) -> Result<Response, Refusal> {
    let place = visit.place.as_ref().ok_or(HttpError::NotFound)?;
    Ok(page::alone(&format!("L’affiche · {}", visit.name), sheet(&app, place, HOME).await?))
}

/// The poster and, on the screen, a way to print it and back.
pub(crate) async fn sheet(app: &App, place: &Place, back: &str) -> Result<Element, HttpError> {
    let today = words::date_of(app, app.clock.now());
    let offers = app.offers.of_shop(app, &place.id).await?;
    let named: Vec<&Offer> = offers
        .iter()
        .filter(|offer| !offer.suspended && offer.valid_until.is_none_or(|until| until >= today))
        .map(AsRef::as_ref)
        .take(NAMED)
        .collect();
    let address = format!("{}/lieu/{}", app.public_url, place.id);
    let code = qr::svg(&address, &format!("QR qui ouvre la page de {} dans l’application", place.name))?;
    let shown = address.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    let (app_name, town) = app.territory.as_ref().map_or(("Guichet", ""), |town| (&town.app_name, &town.name));
    Ok(rsx! {
        div { class: "inline screen-only",
            a { class: "btn btn-line btn-small", href: "{back}", "Retour" }
            button { class: "btn btn-small", id: "imprimer", r#type: "button", hidden: true, "Imprimer" }
            p { class: "quiet", "Une page A4, à 100\u{a0}%, sans marges ni en-têtes ajoutés. "
                noscript { "Pour imprimer, passez par le menu du navigateur." } }
        }
        article { class: "poster",
            header {
                p { class: "poster-town", "{app_name}" if !town.is_empty() { " · {town}" } }
                {card()}
                h1 { "Ta carte jeune", br {} "est acceptée ici" }
            }
            div { class: "poster-sheet",
                div { class: "poster-words",
                    h2 { "{place.name}" }
                    if place.sourced.example { p { class: "tag ink", "exemple, pas un vrai commerce" } }
                    ul { role: "list", for offer in named { li { "{offer.title}" } } }
                    p { "Scanne pour voir les bons plans d’ici, les horaires, et demander ta carte." }
                }
                div { class: "poster-code",
                    {code}
                    p { class: "poster-address", "{shown}" }
                }
            }
            footer { p { "Gratuit, sans compte. Ce que tu regardes reste sur ton téléphone." } }
        }
        script { src: "{assets::summary_address()}", defer: true }
    })
}

/// The drawing: a card held up, cut out of paper as the app's are.
fn card() -> Element {
    rsx! {
        svg { class: "poster-card", view_box: "0 0 120 120", "aria-hidden": "true",
            path { class: "coral", d: "M92 14 L113 22 L117 44 L101 58 L80 52 L74 30Z" }
            path { class: "ink", d: "M10 42 L96 26 L106 84 L20 102Z" }
            path { class: "cream", d: "M17 48 L91 34 L99 79 L25 94Z" }
            path { class: "sky", d: "M26 55 L49 51 L53 75 L30 80Z" }
            path { class: "ink", d: "M36 57 L43 56 L46 63 L41 68 L35 65Z M31 74 L37 69 L46 67 L51 71 L52 75 L31 79Z" }
            path { class: "ink", d: "M58 51 L86 45 L87 51 L59 57Z M60 62 L80 58 L81 63 L61 67Z" }
            path { class: "mint", d: "M66 74 L74 72 L78 80 L92 58 L99 62 L80 92 L73 91Z" }
        }
    }
}
