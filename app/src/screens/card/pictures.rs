//! Pictures that go with a card: the photo, which stays on the device, and the proof, which is sent.

use crate::words::tid;
use dioxus::prelude::*;

use super::form::{Fault, Field};
use super::form_parts::FaultLine;
use crate::components::icon::{Icon, Line};
use crate::platform::{self, PhotoFault, Shape};
use crate::state::{set_card_photo, set_card_proof, use_card_photo, use_card_proof};

/// The photo, which stays on the device.
#[component]
pub(super) fn PhotoField(#[props(default)] heading: bool) -> Element {
    let photo = use_card_photo();
    rsx! {
        div { class: "field",
            if heading {
                h2 { {tid!("card-photo-mine")} }
            } else {
                p { strong { {tid!("card-photo")} } }
            }
            p { class: "quiet", id: "card-photo-hint", {tid!("card-photo-hint")} }
            Chooser { id: "card-photo", shape: Shape::Portrait, picture: photo(), alt: tid!("card-photo-yours"), onpick: |jpeg: Option<Vec<u8>>| set_card_photo(jpeg.as_deref()) }
        }
    }
}

/// The proof that the town asks for, in its words. `held`: the service has one already.
#[component]
pub(super) fn ProofField(asked: String, held: bool, fault: Option<Fault>) -> Element {
    let proof = use_card_proof();
    rsx! {
        div { class: "field",
            p { strong { {tid!("card-proof")} } }
            p { "{asked}" }
            p { class: "quiet", id: "card-proof-hint", {tid!("card-proof-hint")} }
            if held && proof().is_none() {
                p { class: "banner banner-mint", Line { icon: Icon::Check } span { {tid!("card-proof-held")} } }
            }
            Chooser { id: "card-proof", shape: Shape::Whole, picture: proof(), alt: tid!("card-proof-yours"), onpick: |jpeg: Option<Vec<u8>>| set_card_proof(jpeg.as_deref()) }
            FaultLine { id: "card-proof-fault", field: Field::Proof, fault: fault.filter(|_| proof().is_none() || fault != Some(Fault::Empty)) }
        }
    }
}

/// Takes or chooses a picture, shows it, takes it away. What stands at `{id}-hint` says what for.
#[component]
fn Chooser(
    id: &'static str,
    shape: Shape,
    picture: Option<String>,
    alt: String,
    onpick: EventHandler<Option<Vec<u8>>>,
) -> Element {
    let mut fault = use_signal(|| None::<PhotoFault>);
    let read = move |_| async move {
        match platform::read_photo(id, shape).await {
            Some(Ok(jpeg)) => {
                fault.set(None);
                onpick.call(Some(jpeg));
            }
            Some(Err(reason)) => fault.set(Some(reason)),
            None => {}
        }
    };
    let chosen = picture.is_some();
    let whole = shape == Shape::Whole;
    rsx! {
        div { class: "photo-field",
            if let Some(picture) = picture {
                img { class: if whole { "photo-shown photo-whole" } else { "photo-shown" }, src: picture, alt, width: "96", height: "120" }
            }
            div { class: "stack",
                // A browser would name its own button in its own language.
                label { class: "btn btn-line photo-choose", r#for: id,
                    input {
                        class: "visually-hidden",
                        id,
                        r#type: "file",
                        accept: "image/*",
                        // A face is taken with the camera at once; a proof may be among the pictures already.
                        capture: (shape == Shape::Portrait).then_some("user"),
                        "aria-describedby": "{id}-hint {id}-error",
                        onchange: read,
                    }
                    if chosen { {tid!("card-photo-change")} } else { {tid!("card-photo-choose")} }
                }
                if chosen {
                    button { class: "btn btn-line", r#type: "button", onclick: move |_| onpick.call(None), Line { icon: Icon::Bin } {tid!("card-photo-remove")} }
                }
            }
        }
        div { id: "{id}-error", role: "status",
            if let Some(fault) = fault() {
                p { class: "error",
                    Line { icon: Icon::Warning }
                    span {
                        match fault {
                            PhotoFault::NotAnImage => tid!("card-photo-not-image"),
                            PhotoFault::TooLarge => tid!("card-photo-large"),
                            PhotoFault::Unreadable => tid!("card-photo-unreadable"),
                        }
                    }
                }
            }
        }
    }
}
