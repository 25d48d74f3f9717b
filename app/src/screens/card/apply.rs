//! Asking for a card, correcting what was asked, asking for the next one: one form.
//!
//! What is typed is a draft at every change. Pressing « Envoyer » queues it on the phone first; the network comes later.
//! The application keeps its key, so that pressing twice, or on two days, asks once.

use crate::words::tid;
use dioxus::prelude::*;
use shared::store::{CARD_DRAFT, HeldCard, Sending, Standing};

use super::form::{Faults, Field, Form, Part, refused};
use super::form_parts::{Agree, BirthField, CommuneField, FaultLine, TextField, of};
use super::pictures::{PhotoField, ProofField};
use crate::components::dates::use_moment;
use crate::components::face::Broken;
use crate::components::icon::{Icon, Line};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::state::{
    CardView, Query, apply_for_card, card_key, save_card_draft, territory, use_card, use_card_proof, use_store,
};

/// Whether an application can be written, corrected or written anew where the card stands.
fn open(view: &CardView) -> bool {
    match &view.standing {
        Standing::Active(card) => card.renewal_due && !card.renewing,
        Standing::None
        | Standing::NotTaken(_)
        | Standing::Submitted
        | Standing::Asked(_)
        | Standing::Refused(_)
        | Standing::Expired => true,
        _ => false,
    }
}

/// The form's screen.
#[component]
pub fn CardApplyScreen() -> Element {
    let card = use_card();
    rsx! {
        Screen { lead: Lead::Back(Route::Card {}),
            h1 { {tid!("card-apply-title")} }
            match card.get() {
                _ if !territory().card.enabled => rsx! {
                    p { class: "banner banner-sky", Line { icon: Icon::Clock } span { {tid!("card-soon")} } }
                },
                Query::Failed(reason) => rsx! {
                    Broken { reason }
                },
                Query::Ready(view) if open(&view) => rsx! {
                    Apply { held: view.held }
                },
                Query::Ready(_) => rsx! {
                    p { class: "banner banner-sky", Line { icon: Icon::Clock } span { {tid!("card-apply-closed")} } }
                    Link { class: "btn", to: Route::Card {}, {tid!("card-see")} }
                },
            }
        }
    }
}

/// What stands in the form at first: the draft, else what was sent, else what the town knows.
fn first(held: &HeldCard, draft: Option<Form>) -> Form {
    draft
        .or_else(|| held.application.as_ref().map(Form::of))
        .or_else(|| held.status.as_ref().map(Form::again))
        .unwrap_or_default()
}

#[component]
fn Apply(held: HeldCard) -> Element {
    let store = use_store();
    let town = territory();
    let today = use_moment().local.date();
    let key = held.application.as_ref().map(|application| application.key.clone());
    let refusal = match &held.sending {
        Sending::Refused(kind) => Some(kind.clone()),
        Sending::Done | Sending::Waiting => None,
    };
    let mut form = use_signal(|| {
        let draft = store.draft::<Form>(CARD_DRAFT).ok().flatten().map(|draft| draft.form);
        first(&held, draft)
    });
    let mut faults = use_signal(|| refusal.map(|kind| refused(&kind, &form.peek(), town)).unwrap_or_default());
    let mut tries = use_signal(|| 0);
    let mut not_kept = use_signal(|| None::<String>);
    let chosen = use_card_proof();
    let proof_held = held.status.as_ref().is_some_and(|status| status.proof_held);
    let proven = move || proof_held || chosen.peek().is_some();
    let mut change = move |new: Form| {
        save_card_draft(&new);
        // A fault that was told leaves as soon as it is mended; none appears while one types.
        let now = new.faults(town, today, proven());
        faults.with_mut(|told: &mut Faults| told.retain(|(field, _)| now.iter().any(|(at, _)| at == field)));
        form.set(new);
    };
    // Where one lives and how old one is decide whether typing on is worth it: said at once.
    let at_once = move |field: Field| {
        of(&faults.read(), field).or_else(|| {
            use super::form::Fault;
            let form = form.read();
            let whole = form.year.trim().len() == 4 && !form.day.is_empty() && !form.month.is_empty();
            let fault = of(&form.faults(town, today, true), field)?;
            let telling = match field {
                Field::Birth => whole,
                Field::Commune => !form.commune.is_empty(),
                _ => false,
            };
            (telling && fault != Fault::Empty).then_some(fault)
        })
    };
    let send = move |event: FormEvent| {
        event.prevent_default();
        let typed = form();
        let wrong = typed.faults(town, today, proven());
        let key = key.clone().unwrap_or_else(card_key);
        if let (true, Some(application)) = (wrong.is_empty(), typed.application(key, town, today)) {
            match apply_for_card(&application) {
                Ok(()) => {
                    navigator().replace(Route::Card {});
                }
                Err(reason) => not_kept.set(Some(reason)),
            }
        } else {
            faults.set(wrong);
            tries += 1;
        }
    };
    let parent = form.read().parent_needed(town, today);
    rsx! {
        p { class: "lead", {tid!("card-apply-lead")} }
        form { class: "form", novalidate: true, onsubmit: send,
            div { id: "card-whole-error", role: "alert",
                if !faults.read().is_empty() {
                    // Whoever pressed the button at the end of the form is led here, each time.
                    p { class: "error", key: "{tries}", tabindex: "-1",
                        onmounted: move |event| async move {
                            // A form that opens with a fault leaves the focus on its title.
                            if tries() > 0 {
                                let _ = event.set_focus(true).await;
                            }
                        },
                        Line { icon: Icon::Warning } span { {tid!("card-faults", n: faults.read().len())} }
                    }
                }
            }
            FaultLine { id: "card-form-error", field: Field::Whole, fault: of(&faults.read(), Field::Whole) }
            TextField { id: "card-first-name", field: Field::FirstName, label: tid!("card-first-name"), autocomplete: "given-name",
                value: form.read().first_name.clone(), fault: of(&faults.read(), Field::FirstName),
                onchange: move |text| { let new = form.peek().with(Part::FirstName, text); change(new) } }
            TextField { id: "card-last-name", field: Field::LastName, label: tid!("card-last-name"), autocomplete: "family-name",
                value: form.read().last_name.clone(), fault: of(&faults.read(), Field::LastName),
                onchange: move |text| { let new = form.peek().with(Part::LastName, text); change(new) } }
            BirthField { day: form.read().day.clone(), month: form.read().month.clone(), year: form.read().year.clone(), fault: at_once(Field::Birth),
                onchange: move |(part, value): (Part, String)| { let new = form.peek().with(part, value); change(new) } }
            CommuneField { value: form.read().commune.clone(), fault: at_once(Field::Commune),
                onchange: move |text| { let new = form.peek().with(Part::Commune, text); change(new) } }
            PhotoField {}
            if parent {
                div { class: "sheet-note form",
                    h2 { {tid!("card-parent-title")} }
                    p { {tid!("card-parent-text", n: town.card.parent_below)} }
                    TextField { id: "card-parent-name", field: Field::ParentName, label: tid!("card-parent-name"),
                        value: form.read().parent_name.clone(), fault: of(&faults.read(), Field::ParentName),
                        onchange: move |text| { let new = form.peek().with(Part::ParentName, text); change(new) } }
                    TextField { id: "card-parent-contact", field: Field::ParentContact, label: tid!("card-parent-contact"), hint: tid!("card-parent-contact-hint"),
                        value: form.read().parent_contact.clone(), fault: of(&faults.read(), Field::ParentContact),
                        onchange: move |text| { let new = form.peek().with(Part::ParentContact, text); change(new) } }
                    Agree { id: "card-parent-agrees", field: Field::ParentAgrees, checked: form.read().parent_agrees, fault: of(&faults.read(), Field::ParentAgrees),
                        onchange: move |parent_agrees| change(Form { parent_agrees, ..form() }),
                        {tid!("card-parent-agrees")} }
                }
            }
            if let Some(asked) = town.card.proof.clone() {
                ProofField { asked, held: proof_held, fault: of(&faults.read(), Field::Proof) }
            }
            section { class: "sheet-note stack", "aria-labelledby": "card-consent",
                h2 { id: "card-consent", {tid!("card-consent-title")} }
                ul { class: "ticks",
                    for name in ["card-consent-what", "card-consent-who", "card-consent-shop", "card-consent-stop"] {
                        li { Line { icon: Icon::Check } span { {tid!(name, service: town.service.name.clone(), months: town.card.validity_months)} } }
                    }
                }
                p { class: "quiet", {tid!("card-consent-version", version: town.card.consent_version.clone())} }
                Agree { id: "card-agrees", field: Field::Agrees, checked: form.read().agrees, fault: of(&faults.read(), Field::Agrees),
                    onchange: move |agrees| change(Form { agrees, ..form() }),
                    {tid!("card-agrees")} }
            }
            if let Some(reason) = not_kept() {
                p { class: "error", role: "alert", Line { icon: Icon::Warning } span { {tid!("card-not-kept", reason: reason)} } }
            }
            p { class: "quiet", {tid!("card-apply-offline")} }
            button { class: "btn btn-wide", r#type: "submit", {tid!("card-send")} }
        }
    }
}
