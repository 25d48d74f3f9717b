//! A picture in a form. It is kept as soon as it arrives, and the form carries its name: a fault elsewhere in the form does
//! not make anybody choose it again.

use axum::body::Bytes;
use dioxus::prelude::*;
use shared::domain::Image;

use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::form::read::one_line;
use crate::staff::news;
use crate::staff::page::Refusal;
use crate::storage::Batch;

/// Longest words for a picture, in characters.
const ALT_MAX: usize = 250;

/// What can be brought, as the field says it.
const LIMITS: &str = "JPEG, PNG, WebP ou GIF, 10\u{a0}Mo au plus. Elle est réduite pour les téléphones.";

pub(super) fn write(fields: &mut Vec<(String, String)>, image: Option<&Image>) {
    let Some(image) = image else { return };
    fields.push(("image".to_owned(), serde_json::to_string(&image.variants).unwrap_or_default()));
    fields.push(("photo-texte".to_owned(), image.alt.clone()));
}

/// The picture that the form carries, with its words.
pub(super) fn read(fields: &Fields, faults: &mut Faults) -> Option<Image> {
    let alt = one_line(fields.raw("photo-texte"));
    faults.limit("photo-texte", &alt, ALT_MAX);
    let carried = carried(fields).filter(|_| !fields.ticked("sans-photo"));
    if carried.is_some() && alt.is_empty() {
        faults.add("photo-texte", "Décrivez la photo pour celles et ceux qui ne la voient pas.");
    }
    carried.map(|image| Image { alt, ..image })
}

fn carried(fields: &Fields) -> Option<Image> {
    let variants = serde_json::from_str(fields.text("image")).ok()?;
    Some(Image { alt: String::new(), variants }).filter(|image| !image.variants.is_empty())
}

/// Keeps a picture that was chosen, and writes its name into the fields. One that the form names must be kept here: a name
/// of anything else is dropped.
pub(crate) async fn keep(
    app: &App,
    mut fields: Fields,
    chosen: Option<Bytes>,
    faults: &mut Faults,
) -> Result<Fields, Refusal> {
    if let Some(bytes) = chosen {
        match news::drawn(app, bytes, "").await? {
            Ok((image, pictures)) => {
                app.storage.commit(&Batch { pictures, ..Batch::default() }).await?;
                fields.set("image", serde_json::to_string(&image.variants).unwrap_or_default());
            }
            Err(say) => faults.add("photo", say),
        }
    }
    if let Some(image) = carried(&fields) {
        for variant in &image.variants {
            if app.pictures.get(&variant.sha256).await?.is_none() {
                fields.set("image", String::new());
            }
        }
    }
    Ok(fields)
}

/// What is said when a picture that was `chosen` could not be kept: no page can put it back into its field.
pub(crate) fn again(chosen: bool) -> Faults {
    let mut faults = Faults::default();
    if chosen {
        faults.add("photo", "Votre photo n’a pas été gardée\u{a0}: choisissez-la de nouveau.");
    }
    faults
}

pub(crate) fn form(form: &Form) -> Element {
    let image = carried(form.fields);
    let shown = image.as_ref().and_then(|image| image.at_least(Image::KEPT_WIDTH));
    rsx! {
        fieldset { class: "picture",
            legend { "Photo (facultatif)" }
            input { r#type: "hidden", name: "image", value: "{form.fields.raw(\"image\")}" }
            if let Some(shown) = shown {
                img { class: "chosen", src: "{shown.path()}", alt: "", width: "{shown.width}", height: "{shown.height}" }
            }
            div { class: "field",
                label { r#for: "photo", if shown.is_some() { "Changer la photo" } else { "Choisir ou prendre une photo" } }
                {form.told("photo", Some(LIMITS))}
                input { id: "photo", name: "photo", r#type: "file", accept: "image/*", aria_invalid: form.wrong("photo"),
                    aria_describedby: form.described("photo", Some(LIMITS)) }
            }
            {form.line("photo-texte", "Ce que montre la photo, pour qui ne la voit pas", None)}
            if shown.is_some() { {form.tick("sans-photo", "Enlever la photo")} }
        }
    }
}
