//! « Trouver le point »: the address of a form on the map, by the town's own map file first, then by the geocoder.
//!
//! Saves nothing: the form comes back with the point in it, to be looked at. A page with a map to press on was put off: this one
//! works without scripts, and the point can be looked at before it is saved.

use axum::http::StatusCode;
use axum::response::Response;

use super::noun::Noun;
use super::point;
use super::setting::Setting;
use super::show::Page;
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::page::Refusal;
use crate::storage::StaffMember;
use crate::storage::content::Held;

/// What the button sends.
pub(super) const ACTION: &str = "situer";

/// Whether a form asks for it.
pub(super) fn is_asked(noun: Noun, fields: &Fields) -> bool {
    matches!(noun, Noun::Place | Noun::Shop) && fields.text("action") == ACTION
}

/// The form again, with the point of its address.
pub(super) async fn locate(
    app: &App,
    who: &StaffMember,
    noun: Noun,
    id: &str,
    held: Option<&Held>,
    mut fields: Fields,
    faults: Faults,
) -> Result<Response, Refusal> {
    let setting = Setting::of(app).await?;
    let words = ["adresse", "code-postal", "ville"].map(|field| fields.text(field)).join(" ");
    let say = match app.maps.locate(&words, app.clock.now()).await {
        Some(spot) => {
            fields.set("position", point::write(spot.point));
            let place = format!("{} {}", spot.name, spot.context);
            (
                true,
                format!(
                    "Point trouvé\u{a0}: {}. Regardez-le sur la carte, puis enregistrez\u{a0}: rien ne l’est encore.",
                    place.trim()
                ),
            )
        }
        None => (
            false,
            "Cette adresse n’est pas connue ici. Vérifiez le numéro, la rue et la commune, ou collez deux nombres."
                .to_owned(),
        ),
    };
    let page = Page { noun, id: Some(id), held, fields, faults, conflict: None, say: Some(say) };
    page.show(app, who, &setting, StatusCode::OK).await
}
