//! Cards on paper, for whoever has no phone: chosen from a list, signed, laid out on a PDF sheet.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dioxus::prelude::*;

use super::form::Fields;
use super::page::{Frame, Refusal, Tab, notice};
use super::sheet::{self, PaperCard};
use super::words;
use crate::app::App;
use crate::card::desk as issuing;
use crate::http::headers;
use crate::storage::StaffMember;

/// Most cards at once: five sheets.
const MOST: usize = 5 * sheet::PER_PAGE;

/// `GET /staff/impression`
pub(super) async fn list(State(app): State<App>, Extension(who): Extension<StaffMember>) -> Result<Response, Refusal> {
    show(&app, &who, StatusCode::OK, None).await
}

/// `POST /staff/impression`
pub(super) async fn print(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let mut chosen: Vec<&str> = fields.all("carte").collect();
    chosen.dedup();
    if chosen.is_empty() {
        return show(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, Some("Cochez au moins une carte.")).await;
    }
    if chosen.len() > MOST {
        let say = format!("C’est trop à la fois : {MOST} cartes au plus, cinq feuilles.");
        return show(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, Some(&say)).await;
    }
    let mut papers = Vec::with_capacity(chosen.len());
    for id in chosen {
        let Some(line) = app.storage.open_card(&who.name, id).await? else { continue };
        // Withdrawn meanwhile: it is not on the sheet.
        let Some(bytes) = issuing::print(&app, &who.name, &line.card).await? else { continue };
        papers.push(PaperCard {
            first_name: line.card.first_name.clone(),
            until: line.card.valid_until.map(|until| words::day(words::date_of(&app, until))).unwrap_or_default(),
            code: shared::card::url(&app.public_url, &bytes),
        });
    }
    if papers.is_empty() {
        let say =
            "Aucune de ces cartes ne peut être imprimée maintenant : elles ont été suspendues, retirées ou effacées.";
        return show(&app, &who, StatusCode::CONFLICT, Some(say)).await;
    }
    let town = app.territory.as_ref();
    let name = town.map_or("Carte jeune", |town| town.app_name.as_str());
    let paper = town.map_or("#ffd445", |town| town.brand.accent.as_str());
    let pdf = sheet::pdf(&papers, name, paper)?;
    let day = words::date_of(&app, app.clock.now());
    let mut response = pdf.into_response();
    let headers = response.headers_mut();
    headers::secure(headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"cartes-{day}.pdf\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

async fn show(app: &App, who: &StaffMember, status: StatusCode, say: Option<&str>) -> Result<Response, Refusal> {
    let waiting = app.storage.unheld_cards().await?;
    let now = app.clock.now();
    let content = rsx! {
        h1 { "Imprimer des cartes" }
        p { class: "quiet", "Pour qui n’a pas de téléphone. Une carte imprimée se vérifie avec le réseau seulement : elle peut être photocopiée, pas l’autre." }
        if let Some(say) = say { {notice(false, say)} }
        if waiting.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Aucune carte n’attend d’être remise." }
                p { class: "quiet", "Une carte acceptée que personne n’a encore sur son téléphone apparaît ici. Pour réimprimer une carte, ouvrez sa fiche." }
                p { a { class: "btn btn-line", href: "/staff/cartes", "Rechercher une carte" } }
            }
        } else {
            form { class: "stack", method: "post", action: "/staff/impression",
                ul { class: "rows", role: "list",
                    for card in &waiting {
                        li {
                            label { class: "row",
                                input { r#type: "checkbox", name: "carte", value: "{card.id}" }
                                span { class: "row-name",
                                    strong { "{card.first_name} {card.last_name}" }
                                    small { "{card.commune} · acceptée {words::since(now - card.decided_at.unwrap_or(card.submitted_at))}" }
                                }
                                if card.origin == "desk" { span { class: "tags", span { class: "tag plain", "comptoir" } } }
                            }
                        }
                    }
                }
                button { class: "btn", r#type: "submit", "Faire la feuille (PDF)" }
                p { class: "quiet", "Dix cartes par feuille A4, au format d’une carte bancaire. Imprimez à 100 %, sans ajuster à la page." }
            }
        }
    };
    Ok(Frame::new(app, Some(who), Tab::Print, "Imprimer").show(status, content))
}
