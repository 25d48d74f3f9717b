//! `/staff/commerces`: which shops may record uses, their invitations, and a way to end their sessions.

use std::collections::HashSet;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::{Offer, Place, PlaceKind};

use super::form::Fields;
use super::page::{Frame, Refusal, Tab, notice};
use super::{qr, words};
use crate::app::App;
use crate::card::desk as issuing;
use crate::http::HttpError;
use crate::storage::StaffMember;

/// All places.
pub(super) async fn places(app: &App) -> Result<Vec<Place>, Refusal> {
    let bodies = app.storage.bodies("place").await?;
    // A place of a newer version is shown by no page of this one.
    Ok(bodies.iter().filter_map(|body| serde_json::from_str(body).ok()).collect())
}

/// Places that take the card: shops, and whoever has an offer. With the number of their offers.
async fn shops(app: &App) -> Result<Vec<(Place, usize)>, Refusal> {
    let bodies = app.storage.bodies("offer").await?;
    let offers: Vec<Offer> = bodies.iter().filter_map(|body| serde_json::from_str(body).ok()).collect();
    let offering: HashSet<&str> = offers.iter().map(|offer| offer.place.as_str()).collect();
    let mut shops: Vec<_> = places(app)
        .await?
        .into_iter()
        .filter(|place| place.kind == PlaceKind::Shop || offering.contains(place.id.as_str()))
        .map(|place| {
            let count = offers.iter().filter(|offer| offer.place == place.id).count();
            (place, count)
        })
        .collect();
    shops.sort_by_key(|(place, _)| shared::domain::fold(&place.name));
    Ok(shops)
}

async fn shop(app: &App, id: &str) -> Result<Place, Refusal> {
    let found = shops(app).await?.into_iter().find(|(place, _)| place.id == id);
    Ok(found.ok_or(HttpError::NotFound)?.0)
}

/// `GET /staff/commerces`
pub(super) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let signed_out = Fields::read(query.unwrap_or_default().as_bytes()).ticked("sortie");
    let shops = shops(&app).await?;
    let sessions = app.storage.shop_sessions().await?;
    let open = |id: &str| sessions.iter().find(|(shop, _)| shop == id).map_or(0, |(_, count)| *count);
    let content = rsx! {
        h1 { "Commerces" }
        p { class: "quiet", "Un commerce invité vérifie les cartes et enregistre les utilisations, sur ses téléphones ou sa caisse. Vérifier seulement ne demande aucune invitation." }
        if signed_out { {notice(true, "Toutes les sessions de ce commerce sont fermées.")} }
        if shops.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Aucun commerce dans les contenus." }
                p { class: "quiet", "Un lieu de type commerce, ou un lieu qui a un bon plan, apparaît ici." }
            }
        }
        ul { class: "rows", role: "list",
            for (place, offers) in &shops {
                li { class: "row row-shop",
                    span { class: "row-name",
                        strong { "{place.name}" }
                        small { "{place.city} · {words::counted(*offers as u64, \"bon plan\", \"bons plans\")}" }
                    }
                    span { class: "tags",
                        if place.sourced.example { span { class: "tag plain", "exemple" } }
                        if open(&place.id) > 0 {
                            span { class: "tag mint", {words::counted(open(&place.id), "appareil connecté", "appareils connectés")} }
                        }
                    }
                    div { class: "inline",
                        form { method: "post", action: "/staff/commerces/{place.id}/invitation",
                            button { class: "btn btn-line btn-small", r#type: "submit", "Inviter"
                                span { class: "visually-hidden", " {place.name}" } }
                        }
                        if open(&place.id) > 0 {
                            form { method: "post", action: "/staff/commerces/{place.id}/sortie",
                                button { class: "btn btn-line btn-small", r#type: "submit", "Fermer ses sessions"
                                    span { class: "visually-hidden", " : {place.name}" } }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Shops, "Commerces").show(StatusCode::OK, content))
}

/// `POST /staff/commerces/<id>/invitation`: the link exists on this page only, once.
pub(super) async fn invite(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let shop = shop(&app, &id).await?;
    let link = issuing::invite(&app, &who.name, &shop.id).await?;
    let code = qr::svg(&link, "QR d’invitation du commerce")?;
    let content = rsx! {
        section { class: "scan",
            h1 { "Invitation : {shop.name}" }
            p { class: "lead", "À scanner par le commerce, ou à lui envoyer. Elle sert une fois, pendant deux semaines." }
            {code}
            p { "Le lien : " code { class: "link", "{link}" } }
            p { class: "quiet", "Il n’est montré qu’ici : copiez-le maintenant. Pour un autre appareil, faites une autre invitation." }
            div { class: "inline",
                form { method: "post", action: "/staff/commerces/{shop.id}/invitation",
                    button { class: "btn btn-line", r#type: "submit", "Une autre invitation" }
                }
                a { class: "btn", href: "/staff/commerces", "C’est fait" }
            }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Shops, "Invitation").show(StatusCode::OK, content))
}

/// `POST /staff/commerces/<id>/sortie`
pub(super) async fn sign_out(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let shop = shop(&app, &id).await?;
    app.storage.sign_shop_out(&who.name, &shop.id).await?;
    Ok(Redirect::to("/staff/commerces?sortie=oui").into_response())
}
