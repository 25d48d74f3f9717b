//! News: written, looked at, published, taken back.
//!
//! A draft may be incomplete and is saved as it is; only publishing holds it to the rules. Whoever saves over words that
//! they have not seen is shown both, and nothing is overwritten.

mod conflict;
mod destinations;
mod editor;
mod history;
mod list;
mod notify;
mod rules;
mod show;
mod typed;

pub(super) use editor::{begin, delete, drawn, duplicate, open, write};
pub(super) use list::list;
pub(crate) use typed::Typed;

use crate::storage::Role;
use crate::storage::articles::{Article, ArticleState};

/// Roles that deal with news.
pub(super) const NEWS_ROLES: &[Role] = &[Role::Admin, Role::Editor];

/// Largest form: a picture and the words around it.
pub(super) const FORM_MAX_BYTES: usize = crate::media::MAX_BYTES + 128 * 1024;

/// A state in words, and the colour it is shown on.
fn state(article: &Article) -> (&'static str, &'static str) {
    match article.state {
        ArticleState::Draft => ("brouillon", "plain"),
        ArticleState::Scheduled => ("programmée", "sky"),
        ArticleState::Published => ("en ligne", "mint"),
        ArticleState::Ended => ("terminée", "plain"),
    }
}
