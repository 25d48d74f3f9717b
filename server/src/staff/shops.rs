//! `/staff/commerces`: which shops may record uses, their invitations, and a way to end their sessions; a page for each, with
//! what it offers and how often that was used. Never by whom.

use std::collections::HashSet;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::{Offer, Place, PlaceKind};

use super::content;
use super::form::Fields;
use super::form::faults::Faults;
use super::form::field::Form;
use super::page::{Frame, Refusal, Tab, notice};
use super::{qr, words};
use crate::app::App;
use crate::card::desk as issuing;
use crate::http::HttpError;
use crate::shop::portal;
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

/// Shops of one page of the list.
const LINES: usize = 60;

/// `GET /staff/commerces`
pub(super) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let sought = shared::domain::fold(asked.text("q"));
    let shops: Vec<_> = shops(&app)
        .await?
        .into_iter()
        .filter(|(place, _)| {
            let said = shared::domain::fold(&format!("{} {}", place.name, place.city));
            sought.split_whitespace().all(|word| said.contains(word))
        })
        .collect();
    let total = shops.len();
    let from = asked.text("de").parse::<usize>().unwrap_or_default().min(total.saturating_sub(1) / LINES * LINES);
    let sessions = app.storage.shop_sessions().await?;
    let open = |id: &str| sessions.iter().find(|(shop, _)| shop == id).map_or(0, |(_, count)| *count);
    let faults = Faults::default();
    let form = Form { fields: &asked, faults: &faults };
    let content = rsx! {
        h1 { "Commerces" }
        p { class: "quiet", "Un commerce invité vérifie les cartes et enregistre les utilisations, sur ses téléphones ou sa caisse. Vérifier seulement ne demande aucune invitation." }
        div { class: "inline",
            a { class: "btn btn-sun btn-small", href: "/staff/commerces/nouveau", "Nouveau commerce" }
            a { class: "btn btn-line btn-small", href: "/staff/tableaux", "Tableau CSV" }
        }
        form { class: "search", method: "get", action: "/staff/commerces", role: "search",
            {form.input("q", "Rechercher par nom ou commune", None, "search")}
            button { class: "btn", r#type: "submit", "Chercher" }
        }
        p { class: "quiet", role: "status", {words::counted(total as u64, "commerce", "commerces")} }
        if total == 0 && sought.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Aucun commerce dans les contenus." }
                p { class: "quiet", "Un lieu de type commerce, ou un lieu qui a un bon plan, apparaît ici." }
            }
        }
        ul { class: "rows", role: "list",
            for (place, offers) in shops.iter().skip(from).take(LINES) {
                li { class: "row row-shop",
                    span { class: "row-name",
                        strong { a { href: "/staff/commerces/{place.id}", "{place.name}" } }
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
                    }
                }
            }
        }
        nav { class: "inline", aria_label: "Pages de la liste",
            if from > 0 { a { class: "btn btn-line btn-small", href: page(&asked, from.saturating_sub(LINES)), "Page précédente" } }
            if from + LINES < total { a { class: "btn btn-line btn-small", href: page(&asked, from + LINES), "Page suivante" } }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Shops, "Commerces").show(StatusCode::OK, content))
}

fn page(asked: &Fields, from: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", asked.text("q")).append_pair("de", &from.to_string());
    format!("/staff/commerces?{}", query.finish())
}

/// `GET /staff/commerces/<id>`
pub(super) async fn one(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let signed_out = Fields::read(query.unwrap_or_default().as_bytes()).ticked("sortie");
    let shop = shop(&app, &id).await?;
    let offers = app.storage.bodies("offer").await?;
    let mut offers: Vec<Offer> = offers.iter().filter_map(|body| serde_json::from_str(body).ok()).collect();
    offers.retain(|offer: &Offer| offer.place == shop.id);
    offers.sort_by_key(|offer| offer.order);
    let today = words::date_of(&app, app.clock.now());
    let sessions = app.storage.shop_sessions().await?;
    let open = sessions.iter().find(|(one, _)| *one == shop.id).map_or(0, |(_, count)| *count);
    let counts = match app.territory.as_ref() {
        Some(town) => Some(crate::shop::counts(&app, town, &shop.id).await?),
        None => None,
    };
    let content = rsx! {
        if signed_out { {notice(true, "Toutes les sessions de ce commerce sont fermées.")} }
        header { class: "card-head sky",
            h1 { "{shop.name}" }
            p { span { class: "tag ink", "commerce" }
                if shop.sourced.example { span { class: "tag ink", "exemple" } }
                if open > 0 { span { class: "tag ink", {words::counted(open, "appareil connecté", "appareils connectés")} } }
            }
        }
        div { class: "columns",
            section { class: "sheet facts stack", aria_labelledby: "fiche-titre",
                h2 { id: "fiche-titre", "Sa fiche" }
                dl {
                    div { dt { "En une phrase" } dd { "{shop.summary}" } }
                    div { dt { "Adresse" } dd { {address(&shop)} } }
                    for phone in &shop.phones { div { dt { "{phone.label}" } dd { "{phone.number}" } } }
                    if let Some(email) = &shop.email { div { dt { "Courriel" } dd { "{email}" } } }
                    if let Some(counts) = counts {
                        div { dt { "Utilisations" } dd { "{counts.today} aujourd’hui · {counts.week} cette semaine · {counts.month} ce mois-ci" } }
                    }
                }
                if shop.kind == PlaceKind::Shop {
                    p { a { class: "btn btn-line btn-small", href: "/staff/commerces/{shop.id}/fiche", "Modifier la fiche" } }
                }
            }
            div { class: "acts stack",
                form { method: "post", action: "/staff/commerces/{shop.id}/invitation",
                    button { class: "btn btn-sun btn-small", r#type: "submit", "Inviter sur un appareil" }
                    p { class: "quiet", "Un lien et un QR qui servent une fois, pendant deux semaines." }
                }
                p { a { class: "btn btn-line btn-small", href: "/staff/commerces/{shop.id}/affiche", "Son affiche à imprimer" } }
                if open > 0 {
                    form { method: "post", action: "/staff/commerces/{shop.id}/sortie",
                        button { class: "btn btn-line btn-small", r#type: "submit", "Fermer ses sessions" }
                        p { class: "quiet", "Tous ses appareils devront être invités de nouveau." }
                    }
                }
            }
        }
        section { class: "stack", aria_labelledby: "offres-titre",
            h2 { id: "offres-titre", "Ses bons plans" }
            if offers.is_empty() { p { class: "quiet", "Aucun pour l’instant." } }
            ul { class: "rows", role: "list",
                for offer in &offers { {content::offer_row(offer, &shop.city, content::Standing::of(offer, today))} }
            }
            p { a { class: "btn btn-line btn-small", href: "/staff/bons-plans/nouveau?commerce={shop.id}", "Ajouter un bon plan" } }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Shops, &shop.name).show(StatusCode::OK, content))
}

fn address(shop: &Place) -> String {
    let parts = [shop.address.as_deref(), shop.postcode.as_deref(), Some(shop.city.as_str())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
                a { class: "btn", href: "/staff/commerces/{shop.id}", "C’est fait" }
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
    Ok(Redirect::to(&format!("/staff/commerces/{}?sortie=oui", shop.id)).into_response())
}

/// `GET /staff/commerces/<id>/affiche`
pub(super) async fn poster(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let shop = shop(&app, &id).await?;
    let content = portal::poster_sheet(&app, &shop, &format!("/staff/commerces/{id}")).await?;
    Ok(portal::page::alone(&format!("L’affiche · {}", shop.name), content))
}
