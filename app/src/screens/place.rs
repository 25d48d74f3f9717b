//! A place: open or not, where, how to reach it, what it offers.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Kind, Offer, Place, RecordId};

use super::Asked;
use super::not_found::Gone;
use crate::components::cards::offer_card;
use crate::components::dates::{self, use_clock};
use crate::components::directions::Directions;
use crate::components::face::Broken;
use crate::components::favourite::Heart;
use crate::components::icon::{Icon, Line};
use crate::components::opening::{OpenTag, WeekTable};
use crate::components::outside::Outside;
use crate::components::picture::Picture;
use crate::components::row::content_language;
use crate::components::shell::Screen;
use crate::components::soon::Soon;
use crate::components::tile::section_name;
use crate::components::topbar::Lead;
use crate::components::trust::Trust;
use crate::pictograms::{self, Pictogram};
use crate::route::Route;
use crate::state::{Query, use_query};

/// An organisation, a facility or a shop.
#[component]
pub fn PlaceScreen(id: ReadSignal<String>) -> Element {
    let clock = use_clock();
    let found = use_query(move |store| {
        let Some(place) = store.place(&id.read())? else { return Ok(None) };
        let mut offers = store.offers()?;
        let today = dates::local(clock()).date();
        offers.retain(|offer| offer.place == place.id && !offer.is_over(today));
        Ok(Some((place, offers)))
    });
    match found.get() {
        Query::Failed(reason) => rsx! {
            Screen { lead: Lead::Back(Route::Explore {}), Broken { reason } }
        },
        Query::Ready(None) => rsx! {
            Gone {}
        },
        Query::Ready(Some((place, offers))) => rsx! {
            Sheet { place, offers }
        },
    }
}

#[component]
pub(super) fn Sheet(place: Place, offers: Vec<Offer>) -> Element {
    let about = RecordId { kind: Kind::Place.name().to_owned(), id: place.id.clone() };
    let section = place.sections.first().copied();
    rsx! {
        Screen {
            lead: Lead::Back(section.map_or(Route::Explore {}, |section| Route::Section { section })),
            section,
            tools: rsx! {
                Heart { id: about.clone(), title: place.name.clone() }
            },
            article { class: "stack",
                div { class: if section.is_some() { "hero hero-text hero-place" } else { "stack" },
                    div { class: "cluster",
                        for section in place.sections.iter() {
                            span { class: "tag", {section_name(*section)} }
                        }
                    }
                    h1 { lang: content_language(), "{place.name}" }
                    p { lang: content_language(), "{place.summary}" }
                    if let Some(section) = section {
                        Pictogram { cuts: pictograms::section(section) }
                    }
                }
                div { class: "page-cols",
                    div {
                        if let Some(image) = place.image.clone() {
                            div { class: "page-picture", Picture { image, sizes: "(min-width: 44rem) 38rem, 100vw" } }
                        }
                        Facts { place: place.clone() }
                        Soon { key: "{place.id}", place: place.id.clone() }
                        if !offers.is_empty() {
                            section { class: "stack", "aria-labelledby": "place-offers",
                                h2 { id: "place-offers", {tid!("place-offers")} }
                                ul { class: "sheets", role: "list",
                                    for offer in offers {
                                        li { key: "{offer.id}", {offer_card(&offer, &place.name, rsx! {})} }
                                    }
                                }
                            }
                        }
                    }
                    aside { "aria-label": tid!("place-aside"),
                        Trust { sourced: place.sourced.clone(), about }
                    }
                }
            }
        }
    }
}

#[component]
fn Facts(place: Place) -> Element {
    let street = [
        place.address.clone(),
        Some([place.postcode.clone(), Some(place.city.clone())].into_iter().flatten().collect::<Vec<_>>().join(" ")),
    ];
    let address = street.into_iter().flatten().collect::<Vec<_>>().join(", ");
    rsx! {
        dl { class: "facts",
            if place.opening_hours.is_some() || place.hours_note.is_some() {
                div { class: "fact",
                    dt { Line { icon: Icon::Clock } span { class: "visually-hidden", {tid!("place-hours")} } }
                    dd { class: "stack",
                        div { class: "cluster", OpenTag { hours: place.opening_hours.clone() } }
                        if let Some(hours) = place.opening_hours.clone() {
                            WeekTable { hours }
                        }
                        if let Some(note) = place.hours_note.clone() {
                            p { class: "quiet", "{note}" }
                        }
                    }
                }
            }
            div { class: "fact",
                dt { Line { icon: Icon::Pin } span { class: "visually-hidden", {tid!("place-address")} } }
                dd {
                    p { "{address}" }
                    if let Some(point) = place.point {
                        Link { to: Route::Map { asked: Asked::place(&place.id) }, {tid!("map-see")} }
                        div { class: "actions", Directions { point, name: place.name.clone() } }
                    }
                }
            }
            for phone in place.phones.iter() {
                div { class: "fact", key: "{phone.number}",
                    dt { Line { icon: Icon::Phone } span { class: "visually-hidden", {tid!("place-phone")} } }
                    dd { a { class: "nowrap", href: phone.href(), "aria-label": tid!("call-number", number: phone.number.clone(), title: phone.label.clone()), "{phone.number}" } }
                }
            }
            if let Some(email) = place.email.clone() {
                div { class: "fact",
                    dt { Line { icon: Icon::Mail } span { class: "visually-hidden", {tid!("place-mail")} } }
                    dd { Outside { url: format!("mailto:{email}"), "{email}" } }
                }
            }
            if let Some(website) = place.website.clone() {
                div { class: "fact",
                    dt { Line { icon: Icon::Outside } span { class: "visually-hidden", {tid!("place-site")} } }
                    dd { Outside { url: website, {tid!("place-site")} } }
                }
            }
            if let Some(accessibility) = place.accessibility.clone() {
                div { class: "fact",
                    dt { Line { icon: Icon::Access } span { class: "visually-hidden", {tid!("place-access")} } }
                    dd { "{accessibility}" }
                }
            }
        }
    }
}
