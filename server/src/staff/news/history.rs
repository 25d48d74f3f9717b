//! What was done to an article, by whom and when.

use dioxus::prelude::*;

use crate::app::App;
use crate::staff::words;
use crate::storage::articles::{Article, ArticleState, Version};

fn done(action: &str) -> String {
    words::act(&format!("news.{action}")).to_owned()
}

pub(super) fn history(app: &App, article: &Article, versions: &[Version]) -> Element {
    rsx! {
        section { class: "history",
            h2 { "Ce qui a été fait" }
            ol { class: "log", role: "list",
                for version in versions {
                    li {
                        span { class: "quiet", {words::moment(app, version.at)} }
                        " " strong { "{version.actor}" } " " {done(&version.action)}
                        " "
                        if version.draft != article.draft {
                            button { class: "btn btn-line btn-small", r#type: "submit", form: "article", name: "action",
                                value: "reprendre:{version.version}", "Reprendre ces mots" }
                        }
                    }
                }
                li { span { class: "quiet", {words::moment(app, article.created_at)} } " commencée ou reprise ici" }
            }
            div { class: "inline",
                form { method: "post", action: "/staff/actus/{article.id}/copie",
                    button { class: "btn btn-line btn-small", r#type: "submit", "Dupliquer" }
                }
                if article.live == 0 && article.state != ArticleState::Scheduled {
                    details {
                        summary { class: "btn btn-line btn-small", "Supprimer…" }
                        form { method: "post", action: "/staff/actus/{article.id}/suppression",
                            p { class: "quiet", "Le brouillon et son histoire disparaissent pour de bon." }
                            button { class: "btn btn-small", r#type: "submit", "Supprimer pour de bon" }
                        }
                    }
                }
            }
        }
    }
}
