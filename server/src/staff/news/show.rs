//! The page of an article: its form, how it will look, what was done to it.

use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;
use shared::domain::Image;

use super::conflict::conflict;
use super::destinations::{self, Destinations};
use super::history::history;
use super::notify::Notify;
use super::rules::{ALT_MAX, BODY_MAX, CATEGORY_MAX, LABEL_MAX, SUMMARY_MAX, TITLE_MAX, URL_MAX};
use super::state;
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::read::write_moment;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::{assets, frame};
use crate::storage::StaffMember;
use crate::storage::articles::{Article, ArticleState, Draft};

/// What a page has to say beside the article.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Good or bad news at its head.
    pub(super) say: Option<(bool, String)>,
    /// What was typed and not taken as it is: the draft that it makes, and the very words.
    pub(super) typed: Option<(Draft, Fields)>,
    /// Somebody saved in between: the article is theirs, the form is what was typed here.
    pub(super) conflict: bool,
    /// What is wrong, by field.
    pub(super) faults: Faults,
}

/// The page of an article.
pub(super) async fn show(
    app: &App,
    who: &StaffMember,
    article: &Article,
    status: StatusCode,
    page: Page,
) -> Result<Response, Refusal> {
    let versions = app.storage.article_versions(&article.id).await?;
    let categories = categories(app).await?;
    let destinations = destinations::all(app).await?;
    let draft = page.typed.as_ref().map_or(&article.draft, |(draft, _)| draft);
    let (state, colour) = state(article);
    let heading = if draft.title.is_empty() { "Nouvelle actu" } else { draft.title.as_str() };
    let notify = Notify::look(app, article, draft).await?;
    let form = Form { app, article, draft, page: &page, notify: &notify };
    let content = rsx! {
        if let Some((good, words)) = &page.say { {notice(*good, words)} }
        header { class: "card-head {colour}",
            h1 { "{heading}" }
            p { span { class: "tag ink", "{state}" }
                if article.has_news_to_publish() { span { class: "tag ink", "modifications non publiées" } }
            }
        }
        {notify.state()}
        if page.conflict { {conflict(app, article, draft)} }
        {summary(&page.faults)}
        div { class: "writing",
            {form.whole(&categories, &destinations)}
            {preview(app, article, draft)}
        }
        {history(app, article, &versions)}
        script { src: "{assets::editor_address()}", r#type: "module" }
    };
    Ok(Frame::new(app, Some(who), Tab::News, heading).with_preview().show(status, content))
}

/// Categories that news have, so that one is not written in two ways.
async fn categories(app: &App) -> Result<Vec<String>, Refusal> {
    let mut all: Vec<String> = app
        .storage
        .articles()
        .await?
        .into_iter()
        .map(|article| article.draft.category)
        .filter(|one| !one.is_empty())
        .collect();
    all.sort_by_key(|one| shared::domain::fold(one));
    all.dedup();
    Ok(all)
}

fn summary(faults: &Faults) -> Element {
    let count = faults.all().len();
    rsx! {
        if count > 0 {
            div { class: "notice bad", role: "alert",
                strong { if count == 1 { "Une chose à corriger :" } else { "{count} choses à corriger :" } }
                ul { for (field, say) in faults.all() { li { a { href: "#{field}", "{say}" } } } }
            }
        }
    }
}

struct Form<'a> {
    app: &'a App,
    article: &'a Article,
    draft: &'a Draft,
    page: &'a Page,
    notify: &'a Notify,
}

impl Form<'_> {
    /// The very words typed into a field, else what the draft says.
    fn value(&self, field: &str, said: &str) -> String {
        match &self.page.typed {
            Some((_, typed)) if self.page.faults.of(field).is_some() => typed.raw(field).to_owned(),
            _ => said.to_owned(),
        }
    }

    fn whole(&self, categories: &[String], destinations: &Destinations) -> Element {
        let (article, draft, zone) = (self.article, self.draft, self.app.zone());
        rsx! {
            form { class: "sheet article-form", id: "article", method: "post", action: "/staff/actus/{article.id}",
                enctype: "multipart/form-data", novalidate: true,
                input { r#type: "hidden", name: "version", value: "{article.version}" }
                {self.line("titre", "Titre", None, TITLE_MAX, &draft.title)}
                {self.area("resume", "Résumé", Some("Une ou deux phrases : la liste ne montre qu’elles."), SUMMARY_MAX, 2, &draft.summary)}
                {self.area("texte", "Texte", Some("Markdown : **gras**, *italique*, ## intertitre, - liste, [mots](https://…)."), BODY_MAX, 12, &draft.body)}
                {self.picture(draft.image.as_ref())}
                {self.line("categorie", "Catégorie", None, CATEGORY_MAX, &draft.category)}
                datalist { id: "categories", for category in categories { option { value: "{category}" } } }
                {self.audience()}
                {self.link(destinations)}
                div { class: "pair",
                    {self.moment("paraitre", "Paraître le", "Vide : tout de suite.", &write_moment(draft.publish_at, zone))}
                    {self.moment("retirer", "Retirer le", "Vide : jamais.", &write_moment(draft.expire_at, zone))}
                }
                label { class: "choice",
                    input { r#type: "checkbox", name: "en-tete", value: "oui", checked: draft.pinned }
                    span { "Garder en tête de liste" }
                }
                {self.notify.field(self.app, draft)}
                p { class: "quiet", id: "etat", role: "status" }
                {self.buttons()}
            }
        }
    }

    /// Phones alone know who their owner is: they choose what to bring forward, and the town never learns it.
    fn audience(&self) -> Element {
        let draft = self.draft;
        let age = |age: Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
        let town = self.app.territory.as_ref();
        let interests = town.map(|town| town.interests.as_slice()).unwrap_or_default();
        let communes = town.map(|town| town.communes.as_slice()).unwrap_or_default();
        rsx! {
            fieldset {
                legend { "Pour qui (facultatif)" }
                p { class: "quiet", "Rien\u{a0}: pour tout le monde. Sinon l’actu n’est mise en avant que chez celles et ceux que cela concerne\u{202f}; on la trouve toujours dans « Toutes »." }
                div { class: "pair ages",
                    {self.line("age-de", "De (âge)", None, 2, &age(draft.audience.from))}
                    {self.line("age-a", "à (âge)", None, 2, &age(draft.audience.to))}
                }
                if !interests.is_empty() {
                    details { class: "fold", open: !draft.interests.is_empty(),
                        summary { "Centres d’intérêt" {counted(draft.interests.len())} }
                        div { class: "boxes",
                            for interest in interests {
                                label { class: "choice",
                                    input { r#type: "checkbox", name: "interet", value: "{interest.id}", checked: draft.interests.contains(&interest.id) }
                                    span { "{interest.title}" }
                                }
                            }
                        }
                    }
                }
                if communes.len() > 1 {
                    details { class: "fold", open: !draft.communes.is_empty(),
                        summary { "Communes" {counted(draft.communes.len())} }
                        div { class: "boxes",
                            for commune in communes {
                                label { class: "choice",
                                    input { r#type: "checkbox", name: "commune", value: "{commune}", checked: draft.communes.contains(commune) }
                                    span { "{commune}" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn link(&self, destinations: &Destinations) -> Element {
        let led = self.draft.link_url.as_str();
        let address = if destinations::is_one(led) { "" } else { led };
        rsx! {
            fieldset {
                legend { "Bouton à la fin (facultatif)" }
                {self.line("lien-texte", "Ce que dit le bouton", None, LABEL_MAX, &self.draft.link_label)}
                div { class: "pair",
                    div { class: "field",
                        label { r#for: "lien-app", "Où il mène" }
                        select { id: "lien-app", name: "lien-app", {destinations.options(led)} }
                    }
                    {self.line("lien", "Adresse du web", None, URL_MAX, address)}
                }
            }
        }
    }

    fn buttons(&self) -> Element {
        let scheduled = self.article.state == ArticleState::Scheduled;
        let publish = match self.article.state {
            ArticleState::Published => "Publier les modifications",
            ArticleState::Scheduled => "Programmer de nouveau",
            _ => "Publier",
        };
        rsx! {
            div { class: "inline",
                // The first button is the one that Enter presses: it must be the harmless one.
                button { class: "btn btn-line", r#type: "submit", name: "action", value: "enregistrer", "Enregistrer" }
                button { class: "btn btn-good", r#type: "submit", name: "action", value: "publier", {publish} }
                if self.article.live > 0 || scheduled {
                    button { class: "btn btn-line", r#type: "submit", name: "action", value: "depublier",
                        if scheduled { "Ne plus programmer" } else { "Retirer des téléphones" } }
                }
            }
        }
    }

    fn picture(&self, image: Option<&Image>) -> Element {
        let shown = image.and_then(|image| image.at_least(Image::KEPT_WIDTH));
        let wrong = self.page.faults.of("photo").is_some();
        rsx! {
            fieldset { class: "picture",
                legend { "Photo (facultatif)" }
                {self.fault("photo")}
                if let Some(shown) = shown {
                    img { class: "chosen", src: "{shown.path()}", alt: "", width: "{shown.width}", height: "{shown.height}" }
                }
                div { class: "field",
                    label { r#for: "photo", if shown.is_some() { "Changer la photo" } else { "Choisir ou prendre une photo" } }
                    input { id: "photo", name: "photo", r#type: "file", accept: "image/*",
                        aria_invalid: wrong.then_some("true"), aria_describedby: wrong.then_some("photo-erreur") }
                }
                {self.line("photo-texte", "Ce que montre la photo, pour qui ne la voit pas", None, ALT_MAX, image.map_or("", |image| image.alt.as_str()))}
                if shown.is_some() {
                    label { class: "choice",
                        input { r#type: "checkbox", name: "sans-photo", value: "oui" }
                        span { "Enlever la photo" }
                    }
                }
            }
        }
    }

    fn line(&self, name: &'static str, label: &str, hint: Option<&str>, most: usize, said: &str) -> Element {
        let wrong = self.page.faults.of(name).is_some();
        let number = name.starts_with("age");
        rsx! {
            div { class: "field",
                label { r#for: name, "{label}" }
                if let Some(hint) = hint { p { class: "quiet", "{hint}" } }
                {self.fault(name)}
                input { id: name, name, value: "{self.value(name, said)}", autocomplete: "off",
                    // Longer is told, not cut while one types.
                    "data-most": "{most}",
                    inputmode: number.then_some("numeric"), list: (name == "categorie").then_some("categories"),
                    aria_invalid: wrong.then_some("true"), aria_describedby: wrong.then(|| format!("{name}-erreur")) }
            }
        }
    }

    fn area(&self, name: &'static str, label: &str, hint: Option<&str>, most: usize, rows: u8, said: &str) -> Element {
        let wrong = self.page.faults.of(name).is_some();
        let described = [hint.map(|_| format!("{name}-aide")), wrong.then(|| format!("{name}-erreur"))];
        let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
        rsx! {
            div { class: "field",
                label { r#for: name, "{label}" }
                if let Some(hint) = hint { p { class: "quiet", id: "{name}-aide", "{hint}" } }
                {self.fault(name)}
                textarea { id: name, name, rows: "{rows}", "data-most": "{most}",
                    aria_invalid: wrong.then_some("true"), aria_describedby: (!described.is_empty()).then_some(described),
                    "{self.value(name, said)}" }
            }
        }
    }

    fn moment(&self, name: &'static str, label: &str, hint: &str, said: &str) -> Element {
        let wrong = self.page.faults.of(name).is_some();
        let described = if wrong { format!("{name}-aide {name}-erreur") } else { format!("{name}-aide") };
        rsx! {
            div { class: "field",
                label { r#for: name, "{label}" }
                p { class: "quiet", id: "{name}-aide", "{hint}" }
                {self.fault(name)}
                input { id: name, name, r#type: "datetime-local", value: "{self.value(name, said)}",
                    aria_invalid: wrong.then_some("true"), aria_describedby: described }
            }
        }
    }

    fn fault(&self, name: &str) -> Element {
        rsx! {
            if let Some(say) = self.page.faults.of(name) { p { class: "fault", id: "{name}-erreur", "{say}" } }
        }
    }
}

fn counted(chosen: usize) -> String {
    if chosen == 0 { String::new() } else { format!(" ({chosen})") }
}

/// How it will look: the app's own screen, in a phone-sized window, fed by the page's script.
fn preview(app: &App, article: &Article, draft: &Draft) -> Element {
    let image = serde_json::to_string(&draft.image).unwrap_or_default();
    let screen = rsx! {
        iframe { id: "apercu", src: "/apercu", title: "Aperçu de l’actu dans l’application", "data-image": image,
            "data-at": "{draft.publish_at.unwrap_or_else(|| app.clock.now())}", "data-id": "{article.id}" }
    };
    frame::window(app, screen)
}
