//! Whether phones are told of an article: the box in its form, and how it went.

use dioxus::prelude::*;
use shared::domain::UnixSeconds;
use shared::protocol::push_topic;

use crate::app::App;
use crate::staff::page::Refusal;
use crate::staff::{sends, words};
use crate::storage::articles::{Article, Draft};
use crate::storage::push::{Reach, Send};

/// What is known of telling phones of one article.
pub(super) struct Notify {
    /// Some provider was asked for.
    possible: bool,
    reach: Reach,
    last: Option<Send>,
    /// Phones that were told so far, and when they were last.
    notified_at: Option<UnixSeconds>,
}

impl Notify {
    pub(super) async fn look(app: &App, article: &Article, draft: &Draft) -> Result<Self, Refusal> {
        let wanted = app.push.providers.wanted();
        let topic = push_topic(&draft.category);
        Ok(Self {
            possible: !wanted.is_empty(),
            reach: app.storage.push_reach(&topic, &wanted).await?,
            last: app.storage.last_push_send(&article.id).await?,
            notified_at: article.draft.notified_at,
        })
    }

    /// The box, with whom it is about. A form from before phones were told has another box than one from after, so that none
    /// tells them twice by being old.
    pub(super) fn field(&self, app: &App, draft: &Draft) -> Element {
        let again = self.notified_at;
        let name = if again.is_some() { "prevenir-encore" } else { "prevenir" };
        let category = draft.category.trim();
        rsx! {
            fieldset { class: "notify",
                legend { "Notification" }
                if self.possible {
                    label { class: "choice",
                        input { r#type: "checkbox", id: "{name}", name: "{name}", value: "oui", checked: draft.push,
                            aria_describedby: "prevenir-aide" }
                        span { if again.is_some() { "Prévenir de nouveau les téléphones" } else { "Prévenir les téléphones" } }
                    }
                    p { class: "quiet", id: "prevenir-aide",
                        {whom(self.reach, category)}
                        if let Some(at) = again {
                            " Ils l’ont été le {words::moment(app, at)} : n’y revenez que pour un changement important."
                        }
                    }
                } else {
                    p { class: "quiet", "Personne ne peut être prévenu : aucun service de notification n’est configuré." }
                }
            }
        }
    }

    /// How it went, told at the head of the page.
    pub(super) fn state(&self) -> Element {
        rsx! {
            if let Some(send) = &self.last {
                p { class: "notice", {sends::say(send)} " " a { href: "/staff/envois", "Voir les envois" } }
            }
        }
    }
}

/// Whom the box is about, counted.
fn whom(reach: Reach, category: &str) -> String {
    let count = words::grouped(reach.concerned);
    match (reach.all, reach.concerned) {
        (0, _) => "Aucun téléphone n’a encore demandé à l’être.".to_owned(),
        (all, 0) if !category.is_empty() => format!(
            "Aucun téléphone ne suit « {category} » ; {} d’autres actus.",
            words::counted(all, "téléphone en suit", "téléphones en suivent")
        ),
        (_, 0) => "Aucun téléphone ne suit les actus sans catégorie.".to_owned(),
        (_, 1) => "1 téléphone le sera, une seule fois et hors de ses heures calmes.".to_owned(),
        _ => format!("{count} téléphones le seront, une seule fois et hors de leurs heures calmes."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_says_how_many_it_is_about() {
        for (all, concerned, category, expected) in [
            (0, 0, "Culture", "Aucun téléphone n’a encore"),
            (3, 0, "Culture", "ne suit «\u{202f}Culture\u{202f}»\u{202f}; 3 téléphones en suivent d’autres"),
            (3, 0, "", "sans catégorie"),
            (3, 1, "", "1 téléphone le sera"),
            (4_000, 3_120, "Culture", "3\u{202f}120 téléphones le seront"),
        ] {
            let said = whom(Reach { concerned, all }, category);
            assert!(said.contains(expected), "{said}");
        }
    }
}
