//! What the form said, as text: what cannot be understood is shown again as typed, and everything else is kept.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use shared::domain::UnixSeconds;

use crate::app::App;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::read::{ages, one_line, read_moment};
use crate::staff::page::Refusal;
use crate::storage::articles::Draft;

/// A form with its picture.
#[derive(Debug)]
pub(crate) struct Typed {
    /// Its fields.
    pub(crate) fields: Fields,
    /// The picture that was chosen.
    pub(crate) picture: Option<Bytes>,
}

impl FromRequest<App> for Typed {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            return Ok(Self { fields: Fields::from_request(request, app).await?, picture: None });
        }
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|error| HttpError::bad_request("form-unreadable", error.to_string()))?;
        let (mut fields, mut picture) = (Vec::new(), None);
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "photo" {
                picture = Some(part.bytes().await.map_err(|error| broken(&error))?).filter(|bytes| !bytes.is_empty());
            } else {
                fields.push((name, part.text().await.map_err(|error| broken(&error))?));
            }
        }
        Ok(Self { fields: Fields::of(fields), picture })
    }
}

fn broken(error: &MultipartError) -> Refusal {
    Refusal(match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            HttpError::Refused(StatusCode::PAYLOAD_TOO_LARGE, "form-too-large", "the form is too large".to_owned())
        }
        _ => HttpError::bad_request("form-unreadable", error.body_text()),
    })
}

/// The draft that the form says, over `before`, and what could not be understood.
pub(super) fn draft(fields: &Fields, before: &Draft, zone: &str) -> (Draft, Faults) {
    let mut faults = Faults::default();
    let audience = ages(fields, &mut faults);
    let mut moment = |name: &'static str| -> Option<UnixSeconds> {
        let text = fields.text(name);
        let moment = read_moment(text, zone);
        if moment.is_none() && !text.is_empty() {
            faults.add(name, "Cette heure n’existe pas. Écrivez par exemple 2026-12-24T18:30.");
        }
        moment
    };
    let (publish_at, expire_at) = (moment("paraitre"), moment("retirer"));
    let mut image = before.image.clone().filter(|_| !fields.ticked("sans-photo"));
    if let Some(image) = &mut image {
        image.alt = fields.text("photo-texte").to_owned();
    }
    // A moment is typed to the minute: one that was not touched keeps its second.
    let kept = |typed: Option<UnixSeconds>, before: Option<UnixSeconds>| match (typed, before) {
        (Some(typed), Some(before)) if before.div_euclid(60) == typed.div_euclid(60) => Some(before),
        (typed, _) => typed,
    };
    let draft = Draft {
        title: one_line(fields.raw("titre")),
        summary: one_line(fields.raw("resume")),
        // Line ends travel as two characters in forms.
        body: fields.raw("texte").replace("\r\n", "\n"),
        category: one_line(fields.raw("categorie")),
        audience,
        communes: fields.all("commune").map(str::to_owned).collect(),
        interests: fields.all("interet").map(str::to_owned).collect(),
        image,
        link_label: one_line(fields.raw("lien-texte")),
        link_url: link(fields, &before.link_url),
        pinned: fields.ticked("en-tete"),
        publish_at: kept(publish_at, before.publish_at),
        expire_at: kept(expire_at, before.expire_at),
        // A form from before phones were notified must not notify them again.
        push: fields.ticked(if before.notified_at.is_some() { "prevenir-encore" } else { "prevenir" }),
        notified_at: before.notified_at,
    };
    (draft, faults)
}

/// Where the button leads: a page of the app that was just chosen, else the address typed, else the page chosen before.
fn link(fields: &Fields, before: &str) -> String {
    let (chosen, typed) = (fields.text("lien-app"), fields.text("lien"));
    let newly_chosen = !chosen.is_empty() && chosen != before;
    if newly_chosen || typed.is_empty() { chosen } else { typed }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::form::read::write_moment;

    const ZONE: &str = "Europe/Paris";

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn moments_are_the_towns_and_come_back_as_typed() {
        let (draft, faults) = draft(&typed(&[("paraitre", "2026-12-24T18:30")]), &Draft::default(), ZONE);
        assert!(faults.is_empty());
        assert_eq!(write_moment(draft.publish_at, ZONE), "2026-12-24T18:30");
        assert_eq!(read_moment("24/12/2026 18:30", ZONE), draft.publish_at);
        assert_eq!(read_moment("2026-03-29T02:30", ZONE), None, "the hour that summer time skips");
    }

    #[test]
    fn what_is_not_understood_is_a_fault_and_the_rest_is_kept() {
        let fields = typed(&[("titre", " Fête  de\nla jeunesse "), ("age-de", "treize"), ("retirer", "demain")]);
        let (draft, faults) = draft(&fields, &Draft::default(), ZONE);
        assert_eq!(draft.title, "Fête de la jeunesse");
        assert_eq!(faults.fields(), ["age-de", "retirer"]);
    }

    #[test]
    fn french_spaces_survive_every_save() {
        let words = [("titre", "Qui joue\u{202f}?"), ("resume", "«\u{202f}Oui\u{202f}»\u{a0}: à 18\u{a0}h")];
        let first = draft(&typed(&words), &Draft::default(), ZONE).0;
        assert_eq!((first.title.as_str(), first.summary.as_str()), (words[0].1, words[1].1));
        let again = typed(&[("titre", &first.title), ("resume", &first.summary)]);
        assert_eq!(draft(&again, &first, ZONE).0, first);
    }

    #[test]
    fn the_button_leads_where_it_was_last_told() {
        let led = |before: &str, chosen, typed| link(&typed_link(chosen, typed), before);
        assert_eq!(led("", "", " https://example.fr "), "https://example.fr");
        assert_eq!(led("https://example.fr", "/page/visale", "https://example.fr"), "/page/visale", "just chosen");
        assert_eq!(led("/page/visale", "/page/visale", ""), "/page/visale");
        assert_eq!(led("/page/visale", "/page/visale", "https://example.fr"), "https://example.fr", "just typed");
        assert_eq!(led("/page/visale", "", ""), "", "taken away");
    }

    fn typed_link(chosen: &str, address: &str) -> Fields {
        typed(&[("lien-app", chosen), ("lien", address)])
    }

    #[test]
    fn a_moment_that_was_not_touched_keeps_its_second() {
        let before = Draft { publish_at: Some(1_795_450_217), ..Draft::default() };
        let shown = write_moment(before.publish_at, ZONE);
        assert_eq!(draft(&typed(&[("paraitre", &shown)]), &before, ZONE).0, before);
    }
}
