//! `GET /staff`: what there is to do, and how the card is doing. Totals only: never who bought what.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Datelike;
use dioxus::prelude::*;
use shared::calendar;

use super::news::NEWS_ROLES;
use super::page::{ADMIN, CARD_ROLES, Frame, Refusal, SHOP_ROLES, Tab};
use super::{content, feeds, map, messages, offer_life, proposals, sends, shops, words};
use crate::app::App;
use crate::storage::StaffMember;

/// `GET /staff`
pub(super) async fn start(State(app): State<App>, Extension(who): Extension<StaffMember>) -> Result<Response, Refusal> {
    let now = app.clock.now();
    let cards = if CARD_ROLES.contains(&who.role) {
        let queue = app.storage.card_queue().await?;
        let waiting = queue.iter().filter(|line| super::queue::is_ours(&line.card)).count() as u64;
        let oldest = queue
            .iter()
            .find(|line| super::queue::is_ours(&line.card))
            .map(|line| super::queue::waits_since(&line.card));
        Some((waiting, oldest, app.storage.active_cards(now).await?))
    } else {
        None
    };
    let letters = messages::told(&app, who.role).await?;
    let uses = if SHOP_ROLES.contains(&who.role) { Some(uses_this_month(&app).await?) } else { None };
    let low = if uses.is_some() { offer_life::low_stocks(&app).await? } else { Vec::new() };
    let proposed = if uses.is_some() { proposals::waiting(&app).await? } else { 0 };
    let writes = NEWS_ROLES.contains(&who.role);
    let wrong = if writes { sends::wrong(&app).await? } else { Vec::new() };
    let dead_links = if writes { content::dead_links(&app).await? } else { 0 };
    let of_the_map = if ADMIN.contains(&who.role) { map::told(&app).await } else { Vec::new() };
    let from_feeds = if writes { Some(feeds::told(&app).await?) } else { None };
    let page = rsx! {
        h1 { "Bonjour {who.name}" }
        for wrong in wrong {
            p { class: "notice bad", "{wrong} " a { href: "/staff/envois", "Voir les envois" } }
        }
        for told in of_the_map {
            p { class: "notice", "{told}" }
        }
        if let Some(told) = from_feeds { {told} }
        {content::told(dead_links)}
        {messages::late_notice(letters)}
        if let Some((waiting, oldest, active)) = cards {
            div { class: "tiles",
                a { class: "tile sun", href: "/staff/demandes",
                    strong { {words::grouped(waiting)} }
                    span { if waiting < 2 { "demande à traiter" } else { "demandes à traiter" } }
                    if let Some(since) = oldest {
                        small { "la plus ancienne {words::since(now - since)}" }
                    } else {
                        small { "rien n’attend" }
                    }
                }
                {messages::tile(letters)}
                div { class: "tile mint",
                    strong { {words::grouped(active)} }
                    span { if active < 2 { "carte active" } else { "cartes actives" } }
                    if let Some(town) = app.territory.as_ref() {
                        small { "pour un objectif de {words::grouped(u64::from(town.target_population))} jeunes" }
                    }
                }
                a { class: "tile sky", href: "/staff/cartes/nouvelle",
                    strong { aria_hidden: "true", "+" }
                    span { "Saisir une carte au comptoir" }
                }
            }
            form { class: "search", method: "get", action: "/staff/cartes", role: "search",
                label { r#for: "q", "Rechercher un jeune par son nom" }
                div { class: "inline",
                    input { id: "q", name: "q", r#type: "search", maxlength: "120", autocomplete: "off" }
                    button { class: "btn", r#type: "submit", "Rechercher" }
                }
            }
        }
        {offer_life::low(&low)}
        if proposed > 0 {
            p { class: "notice", a { href: "/staff/propositions", {words::counted(proposed, "proposition de commerce attend", "propositions de commerces attendent")} } }
        }
        if let Some(uses) = uses {
            {uses_per_shop(uses)}
        }
        if writes {
            section { class: "sheet",
                h2 { "Actus" }
                p { "Une actu publiée est sur les téléphones ouverts dans la seconde." }
                div { class: "inline",
                    form { method: "post", action: "/staff/actus/nouvelle",
                        button { class: "btn btn-sun", r#type: "submit", "Écrire une actu" }
                    }
                    a { class: "btn btn-line", href: "/staff/actus", "Toutes les actus" }
                    a { class: "btn btn-line", href: "/staff/contenus", "Fiches, lieux, événements, numéros" }
                }
            }
        }
        section { class: "sheet",
            h2 { "Chiffres" }
            p { "Jeunes touchés, cartes, messages, lectures, semaine par semaine : des sommes, jamais des personnes." }
            div { class: "inline",
                a { class: "btn btn-line", href: "/staff/chiffres", "Voir les chiffres" }
                a { class: "btn btn-line", href: "/staff/chiffres/bilan", "Bilan d’une page" }
            }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Start, "Accueil").show(StatusCode::OK, page))
}

fn uses_per_shop(uses: Vec<(String, u64)>) -> Element {
    rsx! {
        section { class: "sheet",
            h2 { "Utilisations ce mois-ci" }
            if uses.is_empty() {
                p { class: "quiet", "Aucune pour l’instant. Les commerces invités les enregistrent en vérifiant une carte." }
            } else {
                table {
                    thead { tr { th { scope: "col", "Commerce" } th { scope: "col", class: "number", "Utilisations" } } }
                    tbody {
                        for (shop, count) in uses {
                            tr { th { scope: "row", "{shop}" } td { class: "number", "{count}" } }
                        }
                    }
                }
            }
        }
    }
}

async fn uses_this_month(app: &App) -> Result<Vec<(String, u64)>, Refusal> {
    let today = words::date_of(app, app.clock.now());
    let zone = app.territory.as_ref().map_or("Europe/Paris", |town| town.timezone.as_str());
    let begin = today.with_day(1).and_then(|first| first.and_hms_opt(0, 0, 0));
    let since = begin.and_then(|begin| calendar::moment(zone, begin)).unwrap_or_default();
    let uses = app.storage.uses_per_shop(since).await?;
    let places = shops::places(app).await?;
    let name = |id: String| places.iter().find(|place| place.id == id).map_or(id, |place| place.name.clone());
    Ok(uses.into_iter().map(|(shop, count)| (name(shop), count)).collect())
}
