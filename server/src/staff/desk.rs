//! A card entered at the counter, for whoever comes in person: the same rules as in the app, approved at once.
//!
//! Someone who has a card or an application already is found before a second one is made; sending the form twice is the
//! same case.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use dioxus::prelude::*;
use shared::domain::Territory;
use shared::protocol::{CARD_CONTACT_MAX_CHARS, CARD_NAME_MAX_CHARS, CardApplication, ParentConsent};

use super::form::Fields;
use super::page::{Frame, Refusal, Tab, notice};
use super::words;
use crate::app::App;
use crate::card::application;
use crate::card::desk as issuing;
use crate::entropy;
use crate::http::HttpError;
use crate::storage::StaffMember;
use crate::storage::cards::{Card, DeskCard};

/// What is wrong, by field.
#[derive(Clone, Debug, Default)]
struct Faults(Vec<(&'static str, String)>);

impl Faults {
    fn add(&mut self, field: &'static str, say: impl Into<String>) {
        self.0.push((field, say.into()));
    }

    fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, say)| say.as_str())
    }
}

/// `GET /staff/cartes/nouvelle`
pub(super) async fn form(State(app): State<App>, Extension(who): Extension<StaffMember>) -> Result<Response, Refusal> {
    let Some(town) = giving(&app) else { return Ok(no_cards(&app, &who)) };
    Ok(show(&app, &who, town, StatusCode::OK, &Fields::default(), &Faults::default(), &[], None))
}

/// `POST /staff/cartes/nouvelle`
pub(super) async fn enter(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let Some(town) = giving(&app) else { return Ok(no_cards(&app, &who)) };
    let today = words::date_of(&app, app.clock.now());
    let application = match read(&fields, town, today)? {
        Ok(application) => application,
        Err(faults) => {
            return Ok(show(&app, &who, town, StatusCode::UNPROCESSABLE_ENTITY, &fields, &faults, &[], None));
        }
    };
    let (first, last) = (&application.first_name, &application.last_name);
    let twins = app.storage.twins_of(first, last, application.birth_date, "").await?;
    if !twins.is_empty() && !fields.ticked("doublon") {
        return Ok(show(&app, &who, town, StatusCode::CONFLICT, &fields, &Faults::default(), &twins, None));
    }
    match app.storage.enter_card(&who.name, &DeskCard { application, valid_until: issuing::term(&app) }).await {
        Ok(card) => Ok(Redirect::to(&format!("/staff/cartes/{}?fait=enter", card.id)).into_response()),
        Err(error) if error.is_full() => {
            let say =
                format!("{} : la carte n’a pas été créée. Tout ce que vous avez écrit est encore là.", words::FULL);
            let status = StatusCode::INSUFFICIENT_STORAGE;
            Ok(show(&app, &who, town, status, &fields, &Faults::default(), &[], Some(&say)))
        }
        Err(error) => Err(error.into()),
    }
}

fn giving(app: &App) -> Option<&Territory> {
    app.territory.as_ref().filter(|town| town.card.enabled)
}

fn no_cards(app: &App, who: &StaffMember) -> Response {
    let say = "La carte jeune n’est pas activée dans le fichier du territoire (card.enabled).";
    let content = super::page::face("Pas de carte ici", say);
    Frame::new(app, Some(who), Tab::Desk, "Au comptoir").show(StatusCode::FORBIDDEN, content)
}

/// The application that the form says, else what is wrong with it: all that is missing at once, then the rules.
fn read(fields: &Fields, town: &Territory, today: NaiveDate) -> Result<Result<CardApplication, Faults>, Refusal> {
    let mut faults = Faults::default();
    for (field, say) in
        [("prenom", "Écrivez le prénom."), ("nom", "Écrivez le nom."), ("commune", "Choisissez la commune.")]
    {
        if fields.text(field).is_empty() {
            faults.add(field, say);
        }
    }
    for field in ["prenom", "nom", "parent-nom"] {
        if fields.text(field).chars().count() > CARD_NAME_MAX_CHARS {
            faults.add(field, format!("C’est trop long : {CARD_NAME_MAX_CHARS} caractères au plus."));
        }
    }
    if fields.text("parent-contact").chars().count() > CARD_CONTACT_MAX_CHARS {
        faults.add("parent-contact", format!("C’est trop long : {CARD_CONTACT_MAX_CHARS} caractères au plus."));
    }
    let birth = birth_date(fields.text("naissance"));
    if birth.is_none() {
        faults.add("naissance", "Écrivez la date de naissance, par exemple 24/11/2010.");
    }
    if !fields.ticked("accord") {
        faults.add("accord", "La carte ne peut être créée qu’avec cet accord.");
    }
    let Some(birth_date) = birth.filter(|_| faults.0.is_empty()) else { return Ok(Err(faults)) };
    let key = entropy::ulid(0).map_err(|error| HttpError::Internal(error.to_string()))?;
    let said = CardApplication {
        key,
        first_name: fields.text("prenom").to_owned(),
        last_name: fields.text("nom").to_owned(),
        birth_date,
        commune: fields.text("commune").to_owned(),
        parent: Some(ParentConsent {
            name: fields.text("parent-nom").to_owned(),
            contact: fields.text("parent-contact").to_owned(),
        }),
        consent_version: town.card.consent_version.clone(),
    };
    Ok(application::verify(&said, town, today).map_err(|kind| {
        let (field, say) = fault(kind, fields, town);
        faults.add(field, say);
        faults
    }))
}

/// `24/11/2010` or `24112010` as people type it; `2010-11-24` too.
fn birth_date(text: &str) -> Option<NaiveDate> {
    let plain: String =
        text.chars().map(|letter| if matches!(letter, '.' | '-' | ' ') { '/' } else { letter }).collect();
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    if plain.len() == 8 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(&plain, "%d%m%Y").ok();
    }
    // Two digits are no year: 10 may be 1910 or 2010.
    let year = plain.rsplit('/').next().unwrap_or_default();
    NaiveDate::parse_from_str(&plain, "%d/%m/%Y").ok().filter(|_| year.len() == 4)
}

/// The field and the words of a broken rule.
fn fault(kind: &str, fields: &Fields, town: &Territory) -> (&'static str, String) {
    let from = town.ages.from.unwrap_or(11);
    let to = town.ages.to.unwrap_or(25);
    match kind {
        "name-missing" | "name-too-long" => ("prenom", "Vérifiez le prénom et le nom.".to_owned()),
        "birth-date-impossible" => ("naissance", "Personne n’est né ce jour-là. Vérifiez l’année.".to_owned()),
        "too-young" => ("naissance", format!("C’est trop tôt : la carte est donnée à partir de {from} ans.")),
        "too-old" => ("naissance", format!("C’est trop tard : la carte est donnée jusqu’à {to} ans.")),
        "commune-unknown" => ("commune", "Choisissez une des communes desservies.".to_owned()),
        "parent-missing" if fields.text("parent-nom").is_empty() => {
            ("parent-nom", format!("Avant {} ans, un parent accepte aussi : écrivez son nom.", town.card.parent_below))
        }
        "parent-missing" => ("parent-contact", "Écrivez comment joindre ce parent.".to_owned()),
        "parent-too-long" => ("parent-nom", "C’est trop long.".to_owned()),
        "consent-missing" => ("accord", "La carte ne peut être créée qu’avec cet accord.".to_owned()),
        other => ("prenom", format!("La demande n’est pas acceptée ({other}).")),
    }
}

#[expect(clippy::too_many_arguments, reason = "everything one form can have to say")]
fn show(
    app: &App,
    who: &StaffMember,
    town: &Territory,
    status: StatusCode,
    fields: &Fields,
    faults: &Faults,
    twins: &[Card],
    say: Option<&str>,
) -> Response {
    let now = app.clock.now();
    let below = town.card.parent_below;
    let count = faults.0.len();
    let one = town
        .communes
        .iter()
        .enumerate()
        .find(|(_, commune)| town.communes.len() == 1 || *commune == fields.text("commune"));
    let chosen = one.map(|(_, commune)| commune.as_str());
    let content = rsx! {
        h1 { "Une carte au comptoir" }
        p { class: "quiet", "Pour quelqu’un qui est devant vous. La carte est acceptée tout de suite ; vous montrez ensuite un QR d’activation, ou vous l’imprimez." }
        if let Some(say) = say { {notice(false, say)} }
        if count > 0 {
            div { class: "notice bad", role: "alert",
                strong { if count == 1 { "Une chose à corriger :" } else { "{count} choses à corriger :" } }
                ul {
                    for (field, say) in &faults.0 { li { a { href: "#{field}", "{say}" } } }
                }
            }
        }
        form { class: "sheet desk", method: "post", action: "/staff/cartes/nouvelle", novalidate: true,
            if !twins.is_empty() {
                div { class: "notice warn", role: "alert",
                    p { strong { "Cette personne a déjà une fiche." } }
                    ul {
                        for twin in twins {
                            li { a { href: "/staff/cartes/{twin.id}", "{twin.first_name} {twin.last_name}" }
                                ", {twin.commune} : {words::state(twin.state_at(now)).0}" }
                        }
                    }
                    label { class: "choice",
                        input { r#type: "checkbox", name: "doublon", value: "oui" }
                        span { "C’est une autre personne : créer quand même" }
                    }
                }
            }
            div { class: "pair",
                {input("prenom", "Prénom", CARD_NAME_MAX_CHARS, fields, faults)}
                {input("nom", "Nom", CARD_NAME_MAX_CHARS, fields, faults)}
            }
            div { class: "pair",
                {input("naissance", "Date de naissance (jj/mm/aaaa)", 10, fields, faults)}
                div { class: "field",
                    label { r#for: "commune", "Commune" }
                    {fault_line("commune", faults)}
                    select { id: "commune", name: "commune", aria_invalid: faults.of("commune").map(|_| "true"),
                        aria_describedby: faults.of("commune").map(|_| "commune-erreur"),
                        option { value: "", "Choisir…" }
                        for commune in &town.communes {
                            option { value: "{commune}", selected: chosen == Some(commune.as_str()), "{commune}" }
                        }
                    }
                }
            }
            fieldset {
                legend { "Avant {below} ans : le parent qui accepte" }
                div { class: "pair",
                    {input("parent-nom", "Nom du parent", CARD_NAME_MAX_CHARS, fields, faults)}
                    {input("parent-contact", "Téléphone ou e-mail du parent", CARD_CONTACT_MAX_CHARS, fields, faults)}
                }
                p { class: "quiet", "À partir de {below} ans, ces deux lignes ne sont pas gardées." }
            }
            div { class: "field",
                {fault_line("accord", faults)}
                label { class: "choice",
                    input { id: "accord", r#type: "checkbox", name: "accord", value: "oui", checked: fields.ticked("accord"),
                        aria_invalid: faults.of("accord").map(|_| "true"), aria_describedby: faults.of("accord").map(|_| "accord-erreur") }
                    span { "La personne (et son parent avant {below} ans) a lu l’information sur ses données, version {town.card.consent_version}, et l’accepte." }
                }
            }
            button { class: "btn", r#type: "submit", "Créer la carte" }
        }
    };
    Frame::new(app, Some(who), Tab::Desk, "Au comptoir").show(status, content)
}

/// A line of text. The birth date is one too: typed at a desk it is quicker than picked, and shown again as typed.
fn input(name: &'static str, label: &str, most: usize, fields: &Fields, faults: &Faults) -> Element {
    let wrong = faults.of(name).is_some();
    rsx! {
        div { class: "field",
            label { r#for: name, "{label}" }
            {fault_line(name, faults)}
            input { id: name, name, value: "{fields.raw(name)}", maxlength: "{most}", autocomplete: "off",
                inputmode: (name == "naissance").then_some("numeric"),
                aria_invalid: wrong.then_some("true"), aria_describedby: wrong.then(|| format!("{name}-erreur")) }
        }
    }
}

fn fault_line(name: &str, faults: &Faults) -> Element {
    rsx! {
        if let Some(say) = faults.of(name) { p { class: "fault", id: "{name}-erreur", "{say}" } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_as_a_person_writes_it() {
        let day = NaiveDate::from_ymd_opt(2010, 11, 24);
        for (text, expected) in [
            ("2010-11-24", day),
            ("24/11/2010", day),
            ("24.11.2010", day),
            ("24112010", day),
            ("24/11/10", None),
            ("24/11/0010", NaiveDate::from_ymd_opt(10, 11, 24)),
            ("31/02/2010", None),
            ("hier", None),
            ("", None),
        ] {
            assert_eq!(birth_date(text), expected, "{text}");
        }
    }
}
