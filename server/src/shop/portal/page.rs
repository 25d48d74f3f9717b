//! The frame of a shop's pages, and the faces of what went wrong.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dioxus::prelude::*;

use super::{HOME, Visit};
use crate::app::App;
use crate::http::{HttpError, headers};
use crate::staff::page::document;
use crate::staff::words;
use crate::storage::StorageError;

/// What the navigation marks as here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Offers,
    Week,
    Poster,
}

/// The navigation.
const TABS: [(Tab, &str, &str); 3] = [
    (Tab::Offers, HOME, "Bons plans"),
    (Tab::Week, "/v/commerce/semaine", "La semaine"),
    (Tab::Poster, "/v/commerce/affiche", "L’affiche"),
];

/// A page.
pub(super) fn show(app: &App, visit: &Visit, here: Tab, title: &str, status: StatusCode, content: Element) -> Response {
    let app_name = app.territory.as_ref().map_or("Guichet", |town| town.app_name.as_str());
    let body = rsx! {
        a { class: "skip", href: "#contenu", "Aller au contenu" }
        header { class: "top",
            a { class: "brand", href: HOME,
                span { class: "mark", aria_hidden: "true" }
                span { "{visit.name}" small { "{app_name}" } }
            }
            a { class: "btn btn-line btn-small", href: "/v", "Vérifier une carte" }
        }
        nav { class: "tabs", aria_label: "Espace du commerce",
            ul { role: "list",
                for (tab, address, name) in TABS {
                    li { a { href: address, aria_current: (tab == here).then_some("page"), {name} } }
                }
            }
        }
        main { id: "contenu", tabindex: "-1", {content} }
    };
    sealed(status, &format!("{title} · {}", visit.name), body)
}

/// Nothing but the content: a page to print.
pub(crate) fn alone(title: &str, content: Element) -> Response {
    sealed(StatusCode::OK, title, rsx! { main { id: "contenu", tabindex: "-1", {content} } })
}

fn sealed(status: StatusCode, title: &str, body: Element) -> Response {
    let mut response = (status, document(title, body)).into_response();
    let headers = response.headers_mut();
    headers::secure(headers);
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Why there is no page.
#[derive(Debug)]
pub(crate) struct Refusal(HttpError);

impl From<HttpError> for Refusal {
    fn from(error: HttpError) -> Self {
        Self(error)
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        Self(error.into())
    }
}

/// What the console's parts say of a form or a picture is said here in a shop's frame.
impl From<crate::staff::page::Refusal> for Refusal {
    fn from(refusal: crate::staff::page::Refusal) -> Self {
        Self(refusal.0)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if let HttpError::Internal(detail) = &self.0 {
            tracing::error!(detail, "fault in a page of a shop");
        }
        let (title, say) = match &self.0 {
            HttpError::Refused(_, "shop-session-missing", _) => (
                "Cet appareil n’est relié à aucun commerce",
                "La ville donne aux commerces un lien ou un QR d’invitation, à ouvrir sur l’appareil de la caisse. S’il l’était\u{a0}: sa session est finie, demandez une autre invitation.",
            ),
            HttpError::Refused(_, "other-site", _) => {
                ("Demande refusée", "Elle ne venait pas d’une page de cet espace. Rien n’a été changé.")
            }
            HttpError::NotFound => {
                ("Il n’y a rien à cette adresse", "Ce bon plan n’est plus là, ou il n’est pas à ce commerce.")
            }
            other => words::refusal(other),
        };
        let signed_in = self.0.status() != StatusCode::UNAUTHORIZED;
        let body = rsx! {
            main { id: "contenu",
                section { class: "sheet narrow",
                    h1 { "{title}" }
                    p { "{say}" }
                    div { class: "inline",
                        if signed_in { a { class: "btn btn-line", href: HOME, "Retour à vos bons plans" } }
                        a { class: "btn btn-line", href: "/v", "Vérifier une carte" }
                    }
                }
            }
        };
        sealed(self.0.status(), title, body)
    }
}
