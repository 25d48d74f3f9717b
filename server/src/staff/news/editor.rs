//! `/staff/actus/<id>`: one article, from its first word to its end.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use serde_json::json;
use shared::domain::Image;

use super::rules::{missing, too_long};
use super::show::{Page, show};
use super::typed::{self, Typed};
use crate::app::App;
use crate::http::HttpError;
use crate::media::{self, PictureError};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::page::Refusal;
use crate::staff::words;
use crate::storage::articles::{Article, ArticleAct, ArticleState, Draft, Saved};
use crate::storage::{Picture, StaffMember};

/// `POST /staff/actus/nouvelle`
pub(in crate::staff) async fn begin(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
) -> Result<Response, Refusal> {
    let article = app.storage.begin_article(&who.name, &Draft::default()).await?;
    Ok(to(&article.id, ""))
}

/// `GET /staff/actus/<id>`
pub(in crate::staff) async fn open(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let article = app.storage.article(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let page =
        Page { say: words::news_done(said.raw("fait")).map(|words| (true, words.to_owned())), ..Page::default() };
    show(&app, &who, &article, StatusCode::OK, page).await
}

/// `POST /staff/actus/<id>`: saves, then does what the pressed button says.
pub(in crate::staff) async fn write(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let fields = &typed.fields;
    let before = app.storage.article(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let (mut draft, mut faults) = typed::draft(fields, &before.draft, app.zone());
    // Where nobody can be told there is no box.
    draft.push &= !app.push.providers.wanted().is_empty();
    let mut pictures = Vec::new();
    if let Some(bytes) = typed.picture {
        match drawn(&app, bytes, fields.text("photo-texte")).await? {
            Ok((image, files)) => (draft.image, pictures) = (Some(image), files),
            Err(say) => faults.add("photo", say),
        }
    }
    too_long(&draft, &mut faults);
    let action = fields.text("action");
    if let Some(version) = action.strip_prefix("reprendre:").and_then(|version| version.parse::<u64>().ok()) {
        let versions = app.storage.article_versions(&id).await?;
        let former = versions.into_iter().find(|former| former.version == version).ok_or(HttpError::NotFound)?;
        // Words come back; whether phones are notified is asked anew.
        let words = Draft { push: false, notified_at: before.draft.notified_at, ..former.draft };
        (draft, faults) = (words, Faults::default());
    }
    let seen = fields.text("version").parse().unwrap_or_default();
    let quiet = action == "auto";
    let article = match app.storage.save_article(&who.name, &id, seen, &draft, &pictures).await {
        Ok(Saved::Kept(article)) => *article,
        Ok(Saved::Gone) => return Err(HttpError::NotFound.into()),
        Ok(Saved::Conflict(theirs)) if quiet => {
            return Ok((StatusCode::CONFLICT, Json(json!({ "by": theirs.changed_by }))).into_response());
        }
        Ok(Saved::Conflict(theirs)) => {
            photo_again(&mut draft, &mut faults, &theirs.draft, &pictures);
            let page = Page { typed: Some((draft, fields.clone())), conflict: true, faults, ..Page::default() };
            return show(&app, &who, &theirs, StatusCode::CONFLICT, page).await;
        }
        Err(error) if error.is_full() && !quiet => {
            photo_again(&mut draft, &mut faults, &before.draft, &pictures);
            let say = format!("{} : rien n’a été enregistré. Tout ce que vous avez écrit est encore là.", words::FULL);
            let page =
                Page { typed: Some((draft, fields.clone())), faults, say: Some((false, say)), ..Page::default() };
            return show(&app, &who, &before, StatusCode::INSUFFICIENT_STORAGE, page).await;
        }
        Err(error) => return Err(error.into()),
    };
    if quiet {
        let told: serde_json::Map<_, _> =
            faults.all().iter().map(|(field, say)| (field.clone(), say.clone().into())).collect();
        return Ok(
            Json(json!({ "version": article.version, "image": article.draft.image, "faults": told })).into_response()
        );
    }
    let publishing = action == "publier";
    if publishing {
        missing(&article.draft, app.clock.now(), &mut faults);
    }
    // What must go from phones goes, whatever else is typed.
    if !faults.is_empty() && action != "depublier" {
        let say =
            publishing.then(|| (false, "Elle n’est pas publiée. Elle est enregistrée comme brouillon.".to_owned()));
        let page = Page { typed: Some((article.draft.clone(), fields.clone())), faults, say, ..Page::default() };
        return show(&app, &who, &article, StatusCode::UNPROCESSABLE_ENTITY, page).await;
    }
    let act = match action {
        "publier" => ArticleAct::Publish,
        "depublier" => ArticleAct::Withdraw,
        _ => return Ok(to(&id, "save")),
    };
    match app.storage.act_on_article(&who.name, &id, article.version, act).await? {
        Saved::Gone => Err(HttpError::NotFound.into()),
        Saved::Conflict(theirs) => {
            let page = Page { typed: Some((draft, fields.clone())), conflict: true, ..Page::default() };
            show(&app, &who, &theirs, StatusCode::CONFLICT, page).await
        }
        Saved::Kept(after) => Ok(to(
            &id,
            match (act, after.state) {
                (ArticleAct::Withdraw, _) => "withdraw",
                (_, ArticleState::Scheduled) => "schedule",
                _ => "publish",
            },
        )),
    }
}

/// A photo that came with words that were not kept was not kept either, and no page can put it back into its field: said.
fn photo_again(draft: &mut Draft, faults: &mut Faults, kept: &Draft, pictures: &[Picture]) {
    if !pictures.is_empty() {
        draft.image.clone_from(&kept.image);
        faults.add("photo", "Votre photo n’a pas été gardée\u{a0}: choisissez-la de nouveau.");
    }
}

/// `POST /staff/actus/<id>/copie`
pub(in crate::staff) async fn duplicate(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let Article { draft, .. } = app.storage.article(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let copy = Draft { publish_at: None, expire_at: None, pinned: false, push: false, notified_at: None, ..draft };
    let article = app.storage.begin_article(&who.name, &copy).await?;
    Ok(to(&article.id, "copy"))
}

/// `POST /staff/actus/<id>/suppression`
pub(in crate::staff) async fn delete(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    if app.storage.delete_article(&who.name, &id).await? {
        return Ok(Redirect::to("/staff/actus?fait=delete").into_response());
    }
    let article = app.storage.article(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let say = "Une actu en ligne ou programmée ne se supprime pas : retirez-la d’abord.".to_owned();
    show(&app, &who, &article, StatusCode::CONFLICT, Page { say: Some((false, say)), ..Page::default() }).await
}

fn to(id: &str, done: &str) -> Response {
    let said = if done.is_empty() { String::new() } else { format!("?fait={done}") };
    Redirect::to(&format!("/staff/actus/{id}{said}")).into_response()
}

/// The picture in the widths that phones ask for; why it cannot be used.
pub(in crate::staff) async fn drawn(
    app: &App,
    bytes: axum::body::Bytes,
    alt: &str,
) -> Result<Result<(Image, Vec<Picture>), &'static str>, Refusal> {
    let fault = |error: String| Refusal(HttpError::Internal(error));
    let turn = app.drawing.acquire().await.map_err(|error| fault(error.to_string()))?;
    let alt = alt.to_owned();
    let resized = tokio::task::spawn_blocking(move || media::resize(&bytes, &alt)).await;
    drop(turn);
    Ok(match resized.map_err(|error| fault(error.to_string()))? {
        Ok(resized) => Ok((resized.image, resized.pictures)),
        Err(PictureError::TooManyBytes) => Err("Cette photo est trop lourde : 10 Mo au plus."),
        Err(PictureError::TooManyPixels(..)) => Err("Cette photo est trop grande : 50 millions de points au plus."),
        Err(PictureError::Unreadable(_)) => Err("Ce fichier n’est pas une photo lisible (JPEG, PNG, WebP ou GIF)."),
    })
}
