//! Every address of the console with whom it is for: the one table that the router is built from.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{MethodRouter, any, get, post};

use super::access::{Access, Door, guard, same_origin};
use super::page::{self, CARD_ROLES, Refusal, SHOP_ROLES};
use super::{
    activation, assets, card, content, decide, desk, feeds, journal, messages, news, offer_life, print, proof,
    proposals, queue, search, second_factor, sends, session, shops, start, stats, tables, team,
};
use crate::app::App;
use crate::http::HttpError;
use crate::shop::portal;
use crate::storage::Role;

/// One address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// Its pattern, as axum writes it.
    pub path: &'static str,
    /// Whom it is for.
    pub access: Access,
}

const EVERYBODY: Access = Access::Roles(&Role::ALL);
const CARDS: Access = Access::Roles(CARD_ROLES);
const NEWS: Access = Access::Roles(news::NEWS_ROLES);
const CONTENT: Access = Access::Roles(content::CONTENT_ROLES);
const ADMIN: Access = Access::Roles(page::ADMIN);
const SHOPS: Access = Access::Roles(SHOP_ROLES);
const TABLES: Access = Access::Roles(page::TABLE_ROLES);

type Line = (Route, MethodRouter<App>);

fn read(path: &'static str, access: Access, handler: MethodRouter<App>) -> Line {
    (Route { method: Method::GET, path, access }, handler)
}

fn write(path: &'static str, access: Access, handler: MethodRouter<App>) -> Line {
    (Route { method: Method::POST, path, access }, handler)
}

fn table() -> Vec<Line> {
    [house(), publishing(), cards(), letters(), shops_and_offers(), watching()].concat()
}

/// Coming in and going out, one's account, colleagues.
fn house() -> Vec<Line> {
    vec![
        read("/staff", EVERYBODY, get(start::start)),
        read("/staff/", EVERYBODY, get(|| async { Redirect::to("/staff") })),
        read("/staff/entrer", Access::Public, get(session::form)),
        write("/staff/entrer", Access::Public, post(session::enter)),
        read("/staff/entrer/code", Access::Public, get(second_factor::form)),
        write("/staff/entrer/code", Access::Public, post(second_factor::enter)),
        write("/staff/sortir", EVERYBODY, post(session::leave)),
        read("/staff/invitation/{code}", Access::Public, get(team::form)),
        write("/staff/invitation/{code}", Access::Public, post(team::accept)),
        read("/staff/compte", EVERYBODY, get(team::account)),
        write("/staff/compte/sessions", EVERYBODY, post(team::end_sessions)),
        write("/staff/compte/mot-de-passe", EVERYBODY, post(team::change_password)),
        read("/staff/compte/code", EVERYBODY, get(second_factor::page)),
        write("/staff/compte/code", EVERYBODY, post(second_factor::begin)),
        write("/staff/compte/code/confirmation", EVERYBODY, post(second_factor::confirm)),
        write("/staff/compte/code/secours", EVERYBODY, post(second_factor::renew)),
        write("/staff/compte/code/retrait", EVERYBODY, post(second_factor::remove)),
        read("/staff/equipe", ADMIN, get(team::list)),
        write("/staff/equipe/invitation", ADMIN, post(team::invite)),
        write("/staff/equipe/sortie", ADMIN, post(team::sign_out)),
        write("/staff/equipe/code", ADMIN, post(team::reset_second_factor)),
        write("/staff/equipe/fermeture", ADMIN, post(team::close)),
        read("/staff/actifs/{file}", Access::Public, get(assets::file)),
    ]
}

/// What phones show, and what is brought from elsewhere.
fn publishing() -> Vec<Line> {
    vec![
        read("/staff/actus", NEWS, get(news::list)),
        write("/staff/actus/nouvelle", NEWS, post(news::begin)),
        read("/staff/actus/{id}", NEWS, get(news::open)),
        write("/staff/actus/{id}", NEWS, post(news::write).layer(DefaultBodyLimit::max(news::FORM_MAX_BYTES))),
        write("/staff/actus/{id}/copie", NEWS, post(news::duplicate)),
        write("/staff/actus/{id}/suppression", NEWS, post(news::delete)),
        read("/staff/envois", NEWS, get(sends::list)),
        read("/staff/contenus", CONTENT, get(content::list)),
        read("/staff/contenus/a-verifier", CONTENT, get(content::check)),
        write("/staff/contenus/liens/essai", CONTENT, post(content::try_link)),
        write("/staff/contenus/liens/juste", CONTENT, post(content::excuse_link)),
        read("/staff/contenus/{noun}/nouveau", CONTENT, get(content::begin)),
        write(
            "/staff/contenus/{noun}/nouveau",
            CONTENT,
            post(content::create).layer(DefaultBodyLimit::max(content::FORM_MAX_BYTES)),
        ),
        read("/staff/contenus/{noun}/{id}", CONTENT, get(content::open)),
        write(
            "/staff/contenus/{noun}/{id}",
            CONTENT,
            post(content::write).layer(DefaultBodyLimit::max(content::FORM_MAX_BYTES)),
        ),
        write("/staff/contenus/{noun}/{id}/apercu", CONTENT, post(content::preview::preview)),
        write("/staff/contenus/{noun}/{id}/exact", CONTENT, post(content::confirm)),
        write("/staff/contenus/{noun}/{id}/retrait", CONTENT, post(content::withdraw)),
        read("/staff/relire", NEWS, get(feeds::review)),
        write("/staff/relire", NEWS, post(feeds::dismiss_all)),
        read("/staff/relire/{id}", NEWS, get(feeds::item)),
        write("/staff/relire/{id}", NEWS, post(feeds::decide)),
        read("/staff/flux", NEWS, get(feeds::list)),
        write("/staff/flux", NEWS, post(feeds::add)),
        read("/staff/flux/{id}", NEWS, get(feeds::one)),
        write("/staff/flux/{id}", NEWS, post(feeds::change)),
        write("/staff/flux/{id}/essai", NEWS, post(feeds::try_now)),
        write("/staff/flux/{id}/pause", NEWS, post(feeds::pause)),
        write("/staff/flux/{id}/retrait", NEWS, post(feeds::remove)),
    ]
}

/// Cards, from an application to paper.
fn cards() -> Vec<Line> {
    vec![
        read("/staff/demandes", CARDS, get(queue::queue)),
        read("/staff/cartes", CARDS, get(search::search)),
        read("/staff/cartes/nouvelle", CARDS, get(desk::form)),
        write("/staff/cartes/nouvelle", CARDS, post(desk::enter)),
        read("/staff/cartes/{id}", CARDS, get(card::card)),
        read("/staff/cartes/{id}/justificatif", CARDS, get(proof::proof)),
        write("/staff/cartes/{id}/decision", CARDS, post(decide::decide)),
        write("/staff/cartes/{id}/activation", CARDS, post(activation::activation)),
        read("/staff/impression", CARDS, get(print::list)),
        write("/staff/impression", CARDS, post(print::print)),
    ]
}

/// What young people write, and what they are answered.
fn letters() -> Vec<Line> {
    vec![
        read("/staff/messages", CARDS, get(messages::list)),
        read("/staff/messages/{id}", CARDS, get(messages::open)),
        write("/staff/messages/{id}", CARDS, post(messages::answer)),
    ]
}

/// Shops, what they offer, and tables of both.
fn shops_and_offers() -> Vec<Line> {
    vec![
        read("/staff/commerces", SHOPS, get(shops::list)),
        read("/staff/commerces/nouveau", SHOPS, get(content::begin)),
        write(
            "/staff/commerces/nouveau",
            SHOPS,
            post(content::create).layer(DefaultBodyLimit::max(content::FORM_MAX_BYTES)),
        ),
        read("/staff/commerces/{id}", SHOPS, get(shops::one)),
        read("/staff/commerces/{id}/fiche", SHOPS, get(content::open)),
        write(
            "/staff/commerces/{id}/fiche",
            SHOPS,
            post(content::write).layer(DefaultBodyLimit::max(content::FORM_MAX_BYTES)),
        ),
        write("/staff/commerces/{id}/fiche/apercu", SHOPS, post(content::preview::preview)),
        read("/staff/commerces/{id}/affiche", SHOPS, get(shops::poster)),
        write("/staff/commerces/{id}/fiche/exact", SHOPS, post(content::confirm)),
        write("/staff/commerces/{id}/fiche/retrait", SHOPS, post(content::withdraw)),
        write("/staff/commerces/{id}/invitation", SHOPS, post(shops::invite)),
        write("/staff/commerces/{id}/sortie", SHOPS, post(shops::sign_out)),
        read("/staff/bons-plans", SHOPS, get(content::offers)),
        read("/staff/bons-plans/nouveau", SHOPS, get(content::begin)),
        write(
            "/staff/bons-plans/nouveau",
            SHOPS,
            post(content::create).layer(DefaultBodyLimit::max(content::FORM_MAX_BYTES)),
        ),
        read("/staff/bons-plans/{id}", SHOPS, get(content::open)),
        write(
            "/staff/bons-plans/{id}",
            SHOPS,
            post(content::write).layer(DefaultBodyLimit::max(content::FORM_MAX_BYTES)),
        ),
        write("/staff/bons-plans/{id}/exact", SHOPS, post(content::confirm)),
        write("/staff/bons-plans/{id}/retrait", SHOPS, post(content::withdraw)),
        write("/staff/bons-plans/{id}/apercu", SHOPS, post(content::preview::preview)),
        write("/staff/bons-plans/{id}/suspension", SHOPS, post(offer_life::suspend)),
        write("/staff/bons-plans/{id}/retablissement", SHOPS, post(offer_life::resume)),
        read("/staff/bons-plans/{id}/codes", SHOPS, get(offer_life::codes)),
        write(
            "/staff/bons-plans/{id}/codes",
            SHOPS,
            post(offer_life::bring).layer(DefaultBodyLimit::max(portal::CODES_MAX_BYTES)),
        ),
        write("/staff/bons-plans/{id}/codes/retrait", SHOPS, post(offer_life::drop_codes)),
        write("/staff/bons-plans/{id}/codes/vu", SHOPS, post(offer_life::see)),
        read("/staff/propositions", SHOPS, get(proposals::list)),
        read("/staff/propositions/{id}", SHOPS, get(proposals::one)),
        write(
            "/staff/propositions/{id}",
            SHOPS,
            post(proposals::decide).layer(DefaultBodyLimit::max(content::FORM_MAX_BYTES)),
        ),
        read("/staff/tableaux", TABLES, get(tables::start)),
        write("/staff/tableaux", TABLES, post(tables::bring).layer(DefaultBodyLimit::max(tables::FORM_MAX_BYTES))),
        read("/staff/tableaux/export/{file}", TABLES, get(tables::export)),
        read("/staff/tableaux/{id}", TABLES, get(tables::show)),
        write("/staff/tableaux/{id}", TABLES, post(tables::correct)),
        write("/staff/tableaux/{id}/import", TABLES, post(tables::import)),
        read("/staff/tableaux/{id}/a-corriger.csv", TABLES, get(tables::to_mend)),
    ]
}

/// What happened here, in sums and line by line.
fn watching() -> Vec<Line> {
    vec![
        read("/staff/journal", ADMIN, get(journal::list)),
        write("/staff/journal/export", ADMIN, post(journal::export)),
        read("/staff/chiffres", EVERYBODY, get(stats::page)),
        read("/staff/chiffres/bilan", EVERYBODY, get(stats::summary)),
        read("/staff/chiffres/{file}", EVERYBODY, get(stats::file)),
    ]
}

/// The table, for tests and for whoever wants to know who may do what.
pub fn routes() -> Vec<Route> {
    table().into_iter().map(|(route, _)| route).collect()
}

/// Adds the console to `router`.
pub(crate) fn mount(router: Router<App>, app: &App) -> Router<App> {
    let guarded = |path: &str, access, handler: MethodRouter<App>| {
        let before_second_factor = path.starts_with(second_factor::ENROLMENT) || path == "/staff/sortir";
        handler
            .layer(from_fn_with_state(Door { app: app.clone(), access, before_second_factor }, guard))
            .layer(from_fn_with_state(app.clone(), same_origin))
    };
    let nothing = any(|| async { Refusal(HttpError::NotFound) });
    let mut router = router.route("/staff/{*rest}", guarded("", EVERYBODY, nothing));
    for (route, handler) in table() {
        router = router.route(route.path, guarded(route.path, route.access, handler));
    }
    router
}
