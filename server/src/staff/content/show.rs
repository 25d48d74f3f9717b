//! The page of a record: its form, what was done to it, a way to take it from phones.

use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;
use shared::content::references;
use shared::domain::{Kind, Record};

use super::history::{self, differences};
use super::noun::{self, Noun};
use super::preview;
use super::setting::Setting;
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::offer_life::Life;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::storage::StaffMember;
use crate::storage::content::Held;

/// A page to show.
pub(super) struct Page<'a> {
    pub(super) noun: Noun,
    /// `None`: it is being added.
    pub(super) id: Option<&'a str>,
    pub(super) held: Option<&'a Held>,
    /// What the form says.
    pub(super) fields: Fields,
    pub(super) faults: Faults,
    /// What was typed, when somebody touched the record in between, and whoever that was.
    pub(super) conflict: Option<(Record, String)>,
    /// Good or bad news at its head.
    pub(super) say: Option<(bool, String)>,
}

impl Page<'_> {
    pub(super) async fn show(
        self,
        app: &App,
        who: &StaffMember,
        setting: &Setting<'_>,
        status: StatusCode,
    ) -> Result<Response, Refusal> {
        let record = self.held.and_then(|held| held.record.as_ref());
        let id = self.held.map(|_| self.id.unwrap_or_default());
        let versions = match id {
            Some(id) => app.storage.record_versions(&self.noun.record_id(id)).await?,
            None => Vec::new(),
        };
        let naming = match record {
            Some(record) => named_by(app, record).await?,
            None => Vec::new(),
        };
        let life = match record {
            Some(Record::Offer(offer)) => Some(Life::of(app, offer).await?),
            _ => None,
        };
        let seen_at = self.id.map(|id| format!("{}/apercu", self.noun.address(id)));
        let (one, colour) = self.noun.words();
        let heading = record.map_or(self.noun.new_one(), Record::title);
        let action = id.map_or_else(|| self.noun.new_address(), |id| self.noun.address(id));
        let gone = self.held.is_some() && record.is_none();
        let form = Form { fields: &self.fields, faults: &self.faults };
        let content = rsx! {
            if let Some((good, words)) = &self.say { {notice(*good, words)} }
            header { class: "card-head {colour}",
                h1 { "{heading}" }
                p { span { class: "tag ink", "{one}" }
                    if gone { span { class: "tag ink", "pas sur les téléphones" } }
                    if record.is_some_and(|record| record.sourced().to_confirm) { span { class: "tag ink", "à confirmer" } }
                    if record.is_some_and(|record| record.sourced().example) { span { class: "tag ink", "exemple" } }
                }
            }
            if let Some((mine, by)) = &self.conflict { {conflict(app, record, mine, by, &action)} }
            {summary(&self.faults)}
            div { class: "columns",
                form { class: "sheet article-form facts", id: "fiche", method: "post", action: "{action}",
                    enctype: "multipart/form-data", novalidate: true,
                    input { r#type: "hidden", name: "vu", value: "{self.held.map_or(0, |held| held.seq)}" }
                    if self.held.is_none() { input { r#type: "hidden", name: "id", value: "{self.id.unwrap_or_default()}" } }
                    {noun::form(self.noun, &form, setting, record)}
                    p { class: "quiet", "Ce que vous enregistrez est sur les téléphones ouverts dans la seconde, sur les autres à leur prochaine connexion." }
                    div { class: "inline",
                        button { class: "btn btn-good", r#type: "submit", name: "action", value: "enregistrer", "Enregistrer" }
                        a { class: "btn btn-line", href: self.noun.list(), "Retour à la liste" }
                    }
                }
                div { class: "acts stack",
                    if let Some(address) = &seen_at { {preview::window(app, address)} }
                    if let Some(life) = &life { {life.acts()} }
                    if let (Some(id), Some(held)) = (id, self.held.filter(|held| held.record.is_some())) {
                        {acts(app, self.noun, id, held.seq, &naming)}
                    }
                }
                if self.held.is_some() { {history::show(app, self.noun, record, &versions)} }
            }
        };
        let tab = match self.noun {
            Noun::Offer => Tab::Offers,
            Noun::Shop => Tab::Shops,
            _ => Tab::Content,
        };
        Ok(Frame::new(app, Some(who), tab, heading).with_preview().show(status, content))
    }
}

fn acts(app: &App, noun: Noun, id: &str, seq: u64, naming: &[String]) -> Element {
    let there = app.config.site.is_some();
    let count = naming.len();
    let address = noun.address(id);
    rsx! {
        if there {
            p { a { class: "btn btn-line btn-small", href: noun.public_path(id), target: "_blank", "Voir dans l’application" } }
        }
        form { method: "post", action: "{address}/exact",
            input { r#type: "hidden", name: "vu", value: "{seq}" }
            button { class: "btn btn-line btn-small", r#type: "submit", "Toujours exact aujourd’hui" }
            p { class: "quiet", "Vous l’avez relu dans ses sources et rien n’a changé." }
        }
        details {
            summary { class: "btn btn-line btn-small", "Retirer…" }
            form { method: "post", action: "{address}/retrait",
                input { r#type: "hidden", name: "vu", value: "{seq}" }
                if count > 0 {
                    p { "Ces contenus le citent et n’y mèneront plus\u{a0}:" }
                    ul { class: "steps", for name in naming.iter().take(8) { li { "{name}" } } }
                    if count > 8 { p { class: "quiet", "et {count - 8} autres." } }
                }
                p { class: "quiet", "Les téléphones l’oublient. Vous pourrez le remettre depuis son histoire." }
                button { class: "btn btn-small", r#type: "submit", "Retirer des téléphones" }
            }
        }
    }
}

/// Titles of what names a record.
async fn named_by(app: &App, record: &Record) -> Result<Vec<String>, Refusal> {
    if !matches!(record, Record::Place(_) | Record::Number(_)) {
        return Ok(Vec::new());
    }
    let target = (record.kind().name(), record.id());
    let mut naming = Vec::new();
    for kind in [Kind::Page, Kind::Event, Kind::Offer] {
        for held in app.storage.all_held(kind).await? {
            naming.extend(
                held.record.filter(|other| references(other).contains(&target)).map(|other| other.title().to_owned()),
            );
        }
    }
    let service = app.territory.as_ref().map(|territory| &territory.service);
    if let (Record::Place(place), Some(service)) = (record, service)
        && service.place.as_ref() == Some(&place.id)
    {
        naming.push(format!("{} (le service jeunesse)", service.name));
    }
    Ok(naming)
}

fn summary(faults: &Faults) -> Element {
    let count = faults.all().len();
    rsx! {
        if count > 0 {
            div { class: "notice bad", role: "alert",
                strong { if count == 1 { "Rien n’est enregistré. Une chose à corriger\u{a0}:" } else { "Rien n’est enregistré. {count} choses à corriger\u{a0}:" } }
                ul { for (field, say) in faults.all() { li { a { href: "#{field}", "{say}" } } } }
            }
        }
    }
}

/// What differs between what phones have and what was typed here.
fn conflict(app: &App, theirs: Option<&Record>, mine: &Record, by: &str, address: &str) -> Element {
    let whose = if by.is_empty() { "Un import ou une commande" } else { by };
    let differing = theirs.map(|theirs| differences(theirs, mine, app.zone())).unwrap_or_default();
    let text = |text: &str| if text.trim().is_empty() { "(vide)".to_owned() } else { text.to_owned() };
    rsx! {
        section { class: "notice warn", role: "alert",
            if theirs.is_some() {
                p { strong { "{whose} a enregistré autre chose pendant que vous écriviez. " }
                    "Rien n’est écrasé\u{a0}: vos mots sont dans le formulaire, les siens ci-dessous." }
                for difference in differing {
                    dl { class: "versus",
                        div { dt { "{difference.field}, chez l’autre" } dd { class: "said", {text(&difference.one)} } }
                        div { dt { "{difference.field}, chez vous" } dd { class: "said", {text(&difference.other)} } }
                    }
                }
                p { "Enregistrer garde votre version\u{202f}; " a { href: "{address}", "prendre la sienne" } " oublie vos mots." }
            } else {
                p { strong { "{whose} l’a retiré pendant que vous écriviez. " }
                    "Vos mots sont dans le formulaire\u{a0}: enregistrer le remet sur les téléphones." }
            }
        }
    }
}
