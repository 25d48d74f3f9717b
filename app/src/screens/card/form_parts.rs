//! The fields of card forms. A fault stands at its field, tied by `aria-describedby`, and is announced there.

use crate::words::tid;
use dioxus::prelude::*;
use shared::protocol::{CARD_CONTACT_MAX_CHARS, CARD_NAME_MAX_CHARS};

use super::form::{Fault, Faults, Field, Part};
use crate::components::icon::{Icon, Line};
use crate::route::Route;
use crate::state::territory;

/// The fault of a field.
pub(super) fn of(faults: &Faults, field: Field) -> Option<Fault> {
    faults.iter().find(|(at, _)| *at == field).map(|(_, fault)| *fault)
}

fn words(field: Field, fault: Fault) -> String {
    match (field, fault) {
        (Field::FirstName, Fault::Empty) => tid!("card-fault-first-name"),
        (Field::LastName, Fault::Empty) => tid!("card-fault-last-name"),
        (Field::Birth, Fault::Empty) => tid!("card-fault-birth"),
        (Field::Commune, Fault::Empty) => tid!("card-fault-commune"),
        (Field::ParentName, Fault::Empty) => tid!("card-fault-parent-name"),
        (Field::ParentContact, Fault::Empty) => tid!("card-fault-parent-contact"),
        (Field::ParentContact, Fault::TooLong) => tid!("card-fault-long", n: CARD_CONTACT_MAX_CHARS),
        (_, Fault::TooLong) => tid!("card-fault-long", n: CARD_NAME_MAX_CHARS),
        (_, Fault::ImpossibleDate) => tid!("card-fault-date"),
        (_, Fault::TooYoung(from)) => tid!("card-fault-young", n: from),
        (_, Fault::TooOld(to)) => tid!("card-fault-old", n: to),
        (_, Fault::Elsewhere) => tid!("card-fault-elsewhere"),
        (Field::Proof, Fault::Empty) => tid!("card-fault-proof"),
        (Field::Proof, _) => tid!("card-photo-unreadable"),
        (Field::ParentAgrees, _) => tid!("card-fault-parent-agrees"),
        (_, Fault::Needed) => tid!("card-fault-agrees"),
        (_, Fault::NotTaken | Fault::Empty) => tid!("card-fault-not-taken"),
    }
}

/// What is wrong. The region is always there, so that what comes to stand in it is announced.
#[component]
pub(super) fn FaultLine(id: &'static str, field: Field, fault: Option<Fault>) -> Element {
    rsx! {
        div { id, role: "status",
            if let Some(fault) = fault {
                p { class: "error",
                    Line { icon: Icon::Warning }
                    span {
                        {words(field, fault)}
                        if matches!(fault, Fault::TooOld(_) | Fault::TooYoung(_) | Fault::Elsewhere) {
                            " "
                            Link { to: Route::Contact {}, {tid!("card-fault-talk")} }
                        }
                    }
                }
            }
        }
    }
}

/// A line of text with its label and fault.
#[component]
pub(super) fn TextField(
    id: &'static str,
    field: Field,
    label: String,
    #[props(default)] hint: Option<String>,
    #[props(default)] autocomplete: Option<&'static str>,
    value: String,
    fault: Option<Fault>,
    onchange: EventHandler<String>,
) -> Element {
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = if hint.is_some() { format!("{hint_id} {fault_id}") } else { fault_id.clone() };
    rsx! {
        div { class: "field",
            label { r#for: id, "{label}" }
            if let Some(hint) = hint {
                p { class: "quiet", id: hint_id, "{hint}" }
            }
            div { class: if fault.is_some() { "input wrong" } else { "input" },
                input {
                    id,
                    r#type: "text",
                    autocomplete,
                    value,
                    "aria-describedby": described,
                    "aria-invalid": if fault.is_some() { "true" },
                    oninput: move |event| onchange.call(event.value()),
                }
            }
            FaultLineOf { id: fault_id, field, fault }
        }
    }
}

#[component]
fn FaultLineOf(id: String, field: Field, fault: Option<Fault>) -> Element {
    rsx! {
        div { id, role: "status",
            if let Some(fault) = fault {
                p { class: "error",
                    Line { icon: Icon::Warning }
                    span { {words(field, fault)} }
                }
            }
        }
    }
}

/// The day of birth in three fields: typed faster than picked, and no picker begins in 2010.
#[component]
pub(super) fn BirthField(
    day: String,
    month: String,
    year: String,
    fault: Option<Fault>,
    onchange: EventHandler<(Part, String)>,
) -> Element {
    rsx! {
        fieldset { class: "field", "aria-describedby": "card-birth-hint card-birth-error",
            legend { {tid!("card-birth")} }
            p { class: "quiet", id: "card-birth-hint", {tid!("card-birth-hint")} }
            div { class: "birth",
                for (part , name , id , label , value , size) in [
                    (Part::Day, "day", "card-day", tid!("card-day"), day, "2"),
                    (Part::Month, "month", "card-month", tid!("card-month"), month, "2"),
                    (Part::Year, "year", "card-year", tid!("card-year"), year, "4"),
                ] {
                    div { class: "field", key: "{name}",
                        label { r#for: id, "{label}" }
                        div { class: if fault.is_some() { "input wrong" } else { "input" },
                            input {
                                id,
                                r#type: "text",
                                inputmode: "numeric",
                                autocomplete: "bday-{name}",
                                maxlength: size,
                                value: "{value}",
                                "aria-invalid": if fault.is_some() { "true" },
                                oninput: move |event| onchange.call((part, event.value())),
                            }
                        }
                    }
                }
            }
            FaultLine { id: "card-birth-error", field: Field::Birth, fault }
        }
    }
}

/// One of the territory's communes.
#[component]
pub(super) fn CommuneField(value: String, fault: Option<Fault>, onchange: EventHandler<String>) -> Element {
    rsx! {
        div { class: "field",
            label { r#for: "card-commune", {tid!("card-commune")} }
            div { class: if fault.is_some() { "input input-select wrong" } else { "input input-select" },
                select {
                    id: "card-commune",
                    "aria-describedby": "card-commune-error",
                    "aria-invalid": if fault.is_some() { "true" },
                    onchange: move |event| onchange.call(event.value()),
                    option { value: "", selected: value.is_empty(), {tid!("card-commune-choose")} }
                    for commune in territory().communes.iter() {
                        option { value: "{commune}", selected: *commune == value, "{commune}" }
                    }
                    option { value: "?", selected: value == "?", {tid!("card-commune-other")} }
                }
            }
            FaultLine { id: "card-commune-error", field: Field::Commune, fault }
        }
    }
}

/// A box to tick.
#[component]
pub(super) fn Agree(
    id: &'static str,
    field: Field,
    checked: bool,
    fault: Option<Fault>,
    onchange: EventHandler<bool>,
    children: Element,
) -> Element {
    let fault_id = format!("{id}-error");
    rsx! {
        div { class: "field",
            label { class: "agree", r#for: id,
                input {
                    id,
                    r#type: "checkbox",
                    checked,
                    "aria-describedby": "{fault_id}",
                    "aria-invalid": if fault.is_some() { "true" },
                    onchange: move |event| onchange.call(event.checked()),
                }
                span { {children} }
            }
            FaultLineOf { id: fault_id.clone(), field, fault }
        }
    }
}
