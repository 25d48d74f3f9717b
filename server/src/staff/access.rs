//! Who comes in. Two layers stand before every page: where a writing request comes from, and who sends it.
//!
//! A form sent from another site is refused by what browsers say of it (`Sec-Fetch-Site`, else `Origin`): no token in
//! each form is needed, and none can be forgotten. Whoever says neither is not a browser and is refused too.

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::page::{Frame, Refusal, Tab};
use super::{second_factor, session};
use crate::app::App;
use crate::http::origin::Origin;
use crate::storage::{Role, StaffMember};

/// Who may use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Someone signed in with one of these roles.
    Roles(&'static [Role]),
}

impl Access {
    /// Whether a role may.
    pub fn allows(self, role: Role) -> bool {
        match self {
            Self::Public => true,
            Self::Roles(roles) => roles.contains(&role),
        }
    }
}

/// The door of one route.
#[derive(Clone, Debug)]
pub(super) struct Door {
    pub(super) app: App,
    pub(super) access: Access,
    /// Whether it is also for someone who still needs a second factor.
    pub(super) before_second_factor: bool,
}

/// Lets in whoever may, with their [`StaffMember`] in the request.
pub(super) async fn guard(State(door): State<Door>, mut request: Request, next: Next) -> Result<Response, Refusal> {
    let Door { app, access, before_second_factor } = door;
    let Access::Roles(_) = access else { return Ok(next.run(request).await) };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let wanted = request.uri().path_and_query().filter(|_| reads).map(|path| path.as_str().to_owned());
    let Some(who) = session::who(&app, request.headers()).await? else {
        return anonymous(&app, wanted.as_deref()).await;
    };
    if !before_second_factor && second_factor::is_owed(&app, &who) {
        return Ok(second_factor::lead_there(&app, &who, reads));
    }
    if !access.allows(who.role) {
        return Ok(forbidden(&app, &who));
    }
    request.extensions_mut().insert(who);
    Ok(next.run(request).await)
}

/// `wanted`: the page that was asked for; `None` when something was to be written.
async fn anonymous(app: &App, wanted: Option<&str>) -> Result<Response, Refusal> {
    if !app.storage.has_staff().await? {
        return Ok(session::nobody_yet(app));
    }
    Ok(match wanted {
        Some(wanted) => Redirect::to(&session::sign_in_address(wanted)).into_response(),
        None => session::ended(app),
    })
}

fn forbidden(app: &App, who: &StaffMember) -> Response {
    let content = super::page::face(
        "Cette page n’est pas pour votre rôle",
        "Demandez à une personne qui administre l’espace de l’équipe de vous en donner l’accès.",
    );
    Frame::new(app, Some(who), Tab::None, "Accès réservé").show(StatusCode::FORBIDDEN, content)
}

/// Refuses what another site makes a browser send.
pub(super) async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || Origin::of(request.headers(), &app.public_url) == Origin::Here {
        return next.run(request).await;
    }
    let content = super::page::face(
        "Demande refusée",
        "Elle ne venait pas d’une page de cet espace. Rien n’a été changé. Ouvrez la page d’ici et recommencez.",
    );
    Frame::new(&app, None, Tab::None, "Demande refusée").show(StatusCode::FORBIDDEN, content)
}
