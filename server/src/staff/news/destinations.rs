//! Where the button at the end of an article can lead inside the app: its pages, what is to come, offers, places.

use dioxus::prelude::*;
use serde::Deserialize;
use shared::domain::Kind;

use crate::app::App;
use crate::staff::page::Refusal;

/// Records that have a screen of their own, by the words of their list and the path of their screen.
const SCREENS: [(Kind, &str, &str); 4] = [
    (Kind::Page, "Fiches", "/page/"),
    (Kind::Event, "Événements", "/agenda/"),
    (Kind::Offer, "Bons plans", "/bons-plans/"),
    (Kind::Place, "Lieux", "/lieu/"),
];

/// What one can choose, by group.
pub(super) struct Destinations(Vec<(&'static str, Vec<(String, String)>)>);

/// A record as far as a list needs it: places have a name where others have a title.
#[derive(Deserialize)]
struct Named {
    id: String,
    #[serde(alias = "name")]
    title: String,
}

/// Whether a path leads to a screen of a record.
pub(super) fn is_one(path: &str) -> bool {
    SCREENS.iter().any(|(_, _, begin)| path.strip_prefix(begin).is_some_and(|id| !id.is_empty() && !id.contains('/')))
}

/// All of them, by title.
pub(super) async fn all(app: &App) -> Result<Destinations, Refusal> {
    let mut groups = Vec::new();
    for (kind, words, begin) in SCREENS {
        let bodies = app.storage.bodies(kind.name()).await?;
        let records = bodies.iter().filter_map(|body| serde_json::from_str::<Named>(body).ok());
        let mut named: Vec<_> = records.map(|record| (format!("{begin}{}", record.id), record.title)).collect();
        named.sort_by_cached_key(|(_, title)| shared::domain::fold(title));
        groups.push((words, named));
    }
    Ok(Destinations(groups))
}

impl Destinations {
    /// The list, with `chosen` marked; a page that is gone stays chosen and says so.
    pub(super) fn options(&self, chosen: &str) -> Element {
        let known = self.0.iter().any(|(_, records)| records.iter().any(|(path, _)| path == chosen));
        rsx! {
            option { value: "", selected: !is_one(chosen), "Une adresse du web" }
            if is_one(chosen) && !known { option { value: chosen, selected: true, "Une page qui n’existe plus" } }
            for (words, records) in &self.0 {
                if !records.is_empty() {
                    optgroup { label: "{words}",
                        for (path, title) in records { option { value: "{path}", selected: path == chosen, "{title}" } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_one;

    #[test]
    fn only_screens_of_records_are_destinations() {
        assert!(is_one("/page/visale") && is_one("/lieu/la-comete"));
        for other in ["/page/", "//example.fr", "/reglages", "/page/a/b", "https://example.fr"] {
            assert!(!is_one(other), "{other}");
        }
    }
}
