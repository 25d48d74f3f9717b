//! The frame of every page, and the faces of what went wrong.
//!
//! Pages are `rsx!` rendered once to a string: every text in them is escaped by the renderer, and no page needs a script.
//! They are never cached, and their `Referrer-Policy` is `same-origin` so that browsers name the origin of a form.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use dioxus::prelude::*;

use super::content::CONTENT_ROLES;
use super::news::NEWS_ROLES;
use super::{assets, words};
use crate::app::App;
use crate::http::{HttpError, headers};
use crate::storage::{Role, StaffMember, StorageError};

/// What the navigation marks as here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Start,
    Queue,
    Cards,
    Desk,
    Print,
    Messages,
    Shops,
    Offers,
    Tables,
    News,
    Content,
    Review,
    Stats,
    Team,
    Journal,
    None,
}

/// Roles that deal with cards, and with the messages that young people send.
pub(super) const CARD_ROLES: &[Role] = &[Role::Admin, Role::Agent];

/// Who decides who works here.
pub(super) const ADMIN: &[Role] = &[Role::Admin];

/// Roles that deal with shops.
pub(super) const SHOP_ROLES: &[Role] = &[Role::Admin, Role::Partnerships];

/// Roles that bring tables: each for what it deals with.
pub(super) const TABLE_ROLES: &[Role] = &[Role::Admin, Role::Editor, Role::Partnerships];

/// A page of the navigation: what it is, where, its name, whom it is for.
type Entry = (Tab, &'static str, &'static str, &'static [Role]);

/// The navigation, by what one came to do: to add a page to it, a line here and a variant of [`Tab`].
const GROUPS: [(&str, &[Entry]); 6] = [
    ("Accueil", &[(Tab::Start, "/staff", "Accueil", &Role::ALL)]),
    (
        "Publications",
        &[
            (Tab::News, "/staff/actus", "Actus", NEWS_ROLES),
            (Tab::Content, "/staff/contenus", "Contenus", CONTENT_ROLES),
            (Tab::Review, "/staff/relire", "À relire", NEWS_ROLES),
        ],
    ),
    (
        "Cartes",
        &[
            (Tab::Queue, "/staff/demandes", "À traiter", CARD_ROLES),
            (Tab::Cards, "/staff/cartes", "Rechercher", CARD_ROLES),
            (Tab::Desk, "/staff/cartes/nouvelle", "Au comptoir", CARD_ROLES),
            (Tab::Print, "/staff/impression", "Imprimer", CARD_ROLES),
        ],
    ),
    ("Messages", &[(Tab::Messages, "/staff/messages", "Messages", CARD_ROLES)]),
    (
        "Commerces",
        &[
            (Tab::Shops, "/staff/commerces", "Commerces", SHOP_ROLES),
            (Tab::Offers, "/staff/bons-plans", "Bons plans", SHOP_ROLES),
            (Tab::Tables, "/staff/tableaux", "Tableaux", TABLE_ROLES),
        ],
    ),
    (
        "Équipe",
        &[
            (Tab::Stats, "/staff/chiffres", "Chiffres", &Role::ALL),
            (Tab::Team, "/staff/equipe", "Collègues", ADMIN),
            (Tab::Journal, "/staff/journal", "Journal", ADMIN),
        ],
    ),
];

/// Everything around the content of a page.
pub(super) struct Frame<'a> {
    app: &'a App,
    who: Option<&'a StaffMember>,
    here: Tab,
    title: &'a str,
    preview: bool,
    alone: bool,
}

impl<'a> Frame<'a> {
    pub(super) const fn new(app: &'a App, who: Option<&'a StaffMember>, here: Tab, title: &'a str) -> Self {
        Self { app, who, here, title, preview: false, alone: false }
    }

    /// It holds the app in a frame.
    pub(super) const fn with_preview(self) -> Self {
        Self { preview: true, ..self }
    }

    /// Nothing stands around it: a page to print.
    pub(super) const fn alone(self) -> Self {
        Self { alone: true, ..self }
    }

    /// The page.
    pub(super) fn show(&self, status: StatusCode, content: Element) -> Response {
        let town = self.app.territory.as_ref();
        let app_name = town.map_or("Guichet", |town| town.app_name.as_str());
        let body = rsx! {
            a { class: "skip", href: "#contenu", "Aller au contenu" }
            if !self.alone { {top(app_name, self.who)} }
            if let Some(who) = self.who {
                {navigation(self.app, who.role, self.here)}
            }
            main { id: "contenu", tabindex: "-1", {content} }
        };
        let mut response = (status, document(&format!("{} · {app_name}", self.title), body)).into_response();
        let headers = response.headers_mut();
        if self.preview {
            headers::secure_with_preview(headers);
        } else {
            headers::secure(headers);
        }
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// A whole document. In French whatever the town's language: so is the console.
pub(crate) fn document(title: &str, body: Element) -> Html<String> {
    let page = rsx! {
        head {
            meta { charset: "utf-8" }
            meta { name: "viewport", content: "width=device-width, initial-scale=1" }
            meta { name: "color-scheme", content: "light dark" }
            meta { name: "robots", content: "noindex" }
            title { "{title}" }
            link { rel: "stylesheet", href: "{assets::style_address()}" }
            link { rel: "icon", href: "data:," }
        }
        body { {body} }
    };
    Html(format!("<!doctype html><html lang=\"fr\">{}</html>", dioxus_ssr::render_element(page)))
}

fn top(app_name: &str, who: Option<&StaffMember>) -> Element {
    rsx! {
        header { class: "top",
            a { class: "brand", href: "/staff",
                span { class: "mark", aria_hidden: "true" }
                span { "{app_name}" small { "l’équipe" } }
            }
            if let Some(who) = who {
                form { class: "who", method: "post", action: "/staff/sortir",
                    a { class: "me", href: "/staff/compte", strong { "{who.name}" } small { {words::role(who.role)} } }
                    button { class: "btn btn-line btn-small", r#type: "submit", "Sortir" }
                }
            }
        }
    }
}

/// What one may do, in groups; under them the pages of the group where one is. A group of one page is that page.
fn navigation(app: &App, role: Role, here: Tab) -> Element {
    let shown = |(tab, .., roles): &Entry| roles.contains(&role) && (*tab != Tab::Messages || app.takes_messages());
    let groups: Vec<(&str, Vec<Entry>)> =
        GROUPS.into_iter().map(|(name, entries)| (name, entries.iter().copied().filter(shown).collect())).collect();
    let is_here = |entries: &[Entry]| entries.iter().any(|(tab, ..)| *tab == here);
    let below = groups.iter().find(|(_, entries)| entries.len() > 1 && is_here(entries));
    rsx! {
        nav { class: "tabs", aria_label: "Espace de l’équipe",
            ul { role: "list",
                for (name, entries) in &groups {
                    if let Some((tab, address, own, _)) = entries.first() {
                        li {
                            a {
                                href: *address,
                                aria_current: match (entries.len(), is_here(entries)) {
                                    (_, false) => None,
                                    (1, true) => (*tab == here).then_some("page"),
                                    (_, true) => Some("true"),
                                },
                                if entries.len() == 1 { {*own} } else { {*name} }
                            }
                        }
                    }
                }
            }
            if let Some((_, entries)) = below {
                ul { class: "within", role: "list",
                    for (tab, address, name, _) in entries {
                        li {
                            a { href: *address, aria_current: (*tab == here).then_some("page"), {*name} }
                        }
                    }
                }
            }
        }
    }
}

/// A page that has one thing to say.
pub(crate) fn face(title: &str, say: &str) -> Element {
    rsx! {
        section { class: "sheet narrow",
            h1 { "{title}" }
            p { "{say}" }
            p { a { class: "btn btn-line", href: "/staff", "Retour à l’accueil" } }
        }
    }
}

/// What a press on a button led to, or why it did not.
pub(crate) fn notice(good: bool, say: &str) -> Element {
    rsx! {
        p { class: if good { "notice good" } else { "notice bad" }, role: if good { "status" } else { "alert" }, "{say}" }
    }
}

/// Why there is no page. Words without anything the person could have typed; details go to the log.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) HttpError);

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

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.0.status();
        if let HttpError::Internal(detail) = &self.0 {
            tracing::error!(detail, "fault in a page of the staff");
        }
        let (title, say) = words::refusal(&self.0);
        let body = rsx! {
            main { id: "contenu", {face(title, say)} }
        };
        let mut response = (status, document(title, body)).into_response();
        headers::secure(response.headers_mut());
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
