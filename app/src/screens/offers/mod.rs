//! Bons plans: what shops give to card holders, sifted and in the order that its reader chose; and one offer.

mod detail;
mod view;

use dioxus::prelude::*;
use shared::store::{Bargain, Browse, Here, Sort};

pub use detail::OfferScreen;

pub(super) use detail::Sheet;

use super::Asked;
use super::map::near::{Locating, locate, told};
use crate::components::cards::{offer_card, price};
use crate::components::dates::{self, use_moment};
use crate::components::distance::distance;
use crate::components::face::{Broken, Empty, Face};
use crate::components::freshness::{Freshness, Pull};
use crate::components::icon::{Icon, Line};
use crate::components::more::{More, drawn};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{
    Query, Settings, chosen, territory, use_bargains, use_home_point, use_meeting, use_settings, use_unmet,
};
use crate::words::{sentence_if_any, tid};

/// Where the person is, since they pressed to be near to it. Neither an address nor a database has it: it goes with the app.
static HERE: GlobalSignal<Locating> = GlobalSignal::with_name(|| Locating::Idle, "here");

/// All offers. `view` is what was chosen among them, as the address says it.
#[component]
pub fn OffersScreen(#[props(default)] view: String) -> Element {
    let bargains = use_bargains();
    let moment = use_moment();
    let home = use_home_point();
    let here = Here { now: moment.unix, today: moment.local.date(), point: HERE().here().or(home) };
    let settings = use_settings();
    use_meeting();
    rsx! {
        Screen { lead: Lead::Brand,
            Pull {
                div { class: "stack",
                    h1 { {tid!("offers-title")} }
                    match &*bargains.read() {
                        Query::Failed(reason) => rsx! {
                            Broken { reason: reason.clone() }
                        },
                        Query::Ready(all) if all.is_empty() => rsx! {
                            Empty { title: tid!("offers-empty-title"), text: tid!("offers-empty-text") }
                        },
                        Query::Ready(all) => list(all, &view, settings, here),
                    }
                    Freshness {}
                }
            }
        }
    }
}

fn list(all: &[Bargain], address: &str, settings: Signal<Settings>, here: Here) -> Element {
    let browse = &view::read(address);
    let name = ["offers ", address].concat();
    let order = browse.arrange(all, here);
    let example = all.iter().any(|bargain| bargain.offer.sourced.example);
    let unmet = {
        let interests = chosen(&settings.read().interests);
        let is_unmet =
            |one: &&Bargain| one.met_at.is_none() && !one.offer.is_over(here.today) && one.concerns(&interests);
        all.iter().filter(is_unmet).count()
    };
    rsx! {
        if unmet > 0 && !browse.new {
            {notice(unmet)}
        }
        if example {
            p { class: "banner banner-plain", Line { icon: Icon::Flag } span { {tid!("offers-example")} } }
        }
        {sieve(all, browse, settings, here)}
        p { class: "quiet", role: "status", {tid!("offers-count", n: order.len())} }
        if order.is_empty() {
            Face {
                mood: Mood::Curious,
                title: tid!("offers-none-title"),
                text: if browse.kept { tid!("offers-none-kept") } else { tid!("offers-none-text") },
                Link { class: "btn", to: Route::Offers {}, {tid!("offers-all")} }
            }
        } else {
            Link { class: "chip", to: Route::Map { asked: Asked::discount() }, Line { icon: Icon::Pin } {tid!("map-see")} }
            h2 { class: "visually-hidden", {tid!("offers-list")} }
            ul { class: "sheets sheets-long", role: "list",
                for bargain in order.iter().take(drawn(&name)).filter_map(|at| all.get(*at)) {
                    li { key: "{bargain.offer.id}", {offer_card(&bargain.offer, &bargain.shop.name, tags(bargain, browse, here))} }
                }
            }
            More { list: name, total: order.len() }
        }
    }
}

/// « 3 nouveaux bons plans pour toi », which leads to them.
fn notice(unmet: usize) -> Element {
    let browse = Browse { new: true, ..Browse::default() };
    rsx! {
        Link { class: "banner banner-sky offers-new", to: view::route(&browse),
            Line { icon: Icon::Offers }
            span { {tid!("offers-unmet", n: unmet)} }
        }
    }
}

/// The same wherever it is quietly said: nothing where there is nothing new.
#[component]
pub fn NewOffers() -> Element {
    let unmet = use_unmet();
    if unmet == 0 || !territory().features.offers {
        return rsx! {};
    }
    notice(unmet)
}

/// What can be chosen: a category, what holds when, and the order.
fn sieve(all: &[Bargain], browse: &Browse, settings: Signal<Settings>, here: Here) -> Element {
    let mut categories: Vec<&str> = Vec::new();
    for bargain in all {
        if !categories.contains(&bargain.offer.category.as_str()) {
            categories.push(&bargain.offer.category);
        }
    }
    let of = |category: Option<&str>| Browse { category: category.map(str::to_owned), ..browse.clone() };
    rsx! {
        div { class: "chips", role: "group", "aria-label": tid!("offers-categories"),
            {chip(browse.category.is_none(), &tid!("filter-all"), of(None))}
            for category in categories {
                {chip(browse.category.as_deref() == Some(category), &category_name(category), of(Some(category)))}
            }
        }
        div { class: "chips", role: "group", "aria-label": tid!("filter"),
            for (name , made) in view::choices(browse) {
                {
                    let mut other = browse.clone();
                    view::toggle(&mut other, name);
                    chip(made, &tid!(&format!("offers-only-{name}")), other)
                }
            }
        }
        {sorting(browse)}
        if browse.sort == Sort::Nearest {
            {near_where(settings, here)}
        }
    }
}

/// A choice, made or not; a press leads to `to`.
fn chip(made: bool, words: &str, to: Browse) -> Element {
    rsx! {
        button {
            class: "chip",
            r#type: "button",
            "aria-pressed": if made { "true" } else { "false" },
            onclick: move |_| {
                navigator().replace(view::route(&to));
            },
            "{words}"
        }
    }
}

fn sorting(browse: &Browse) -> Element {
    let sorts = [Sort::Service, Sort::Nearest, Sort::Saving, Sort::Ending];
    let other = browse.clone();
    rsx! {
        div { class: "field offers-sort",
            label { r#for: "offers-sort", {tid!("offers-sort")} }
            div { class: "input input-select",
                select {
                    id: "offers-sort",
                    onchange: move |event| {
                        navigator().replace(view::route(&Browse { sort: view::sort(&event.value()), ..other.clone() }));
                    },
                    for sort in sorts {
                        option { value: view::word(sort), selected: sort == browse.sort,
                            match sort {
                                Sort::Service => tid!("offers-sort-service"),
                                Sort::Nearest => tid!("offers-sort-nearest"),
                                Sort::Saving => tid!("offers-sort-saving"),
                                Sort::Ending => tid!("offers-sort-ending"),
                            }
                        }
                    }
                }
            }
        }
    }
}

/// From where distances are measured: a commune is enough; where somebody is is asked only when they press for it.
fn near_where(mut settings: Signal<Settings>, here: Here) -> Element {
    let commune = settings.read().commune.clone();
    let locating = HERE();
    let words = match (&commune, here.point) {
        _ if locating != Locating::Idle => told(locating),
        (Some(commune), Some(_)) => tid!("offers-near-from", commune: commune.clone()),
        (Some(commune), None) => tid!("offers-near-unknown", commune: commune.clone()),
        (None, _) => tid!("offers-near-where"),
    };
    rsx! {
        div { class: "field offers-sort",
            label { r#for: "offers-commune", {tid!("settings-commune")} }
            div { class: "input input-select",
                select {
                    id: "offers-commune",
                    "aria-describedby": "offers-near",
                    onchange: move |event| {
                        *HERE.write() = Locating::Idle;
                        settings.write().commune = Some(event.value()).filter(|commune| !commune.is_empty());
                    },
                    option { value: "", selected: commune.is_none(), "—" }
                    for known in territory().communes.iter() {
                        option { value: "{known}", selected: commune.as_ref() == Some(known), "{known}" }
                    }
                }
            }
            p { class: "quiet", id: "offers-near", role: "status", "{words}" }
            button {
                class: "chip",
                r#type: "button",
                "aria-pressed": if locating.here().is_some() { "true" } else { "false" },
                onclick: move |_| async move {
                    if locating.here().is_some() {
                        *HERE.write() = Locating::Idle;
                    } else {
                        locate(HERE.resolve()).await;
                    }
                },
                Line { icon: Icon::Pin }
                {tid!("map-around")}
            }
        }
    }
}

/// What one wants to know before opening an offer.
fn tags(bargain: &Bargain, browse: &Browse, here: Here) -> Element {
    let offer = &bargain.offer;
    let metres = bargain.metres(here).filter(|_| browse.sort == Sort::Nearest);
    let ends = offer.valid_until.filter(|_| offer.ends_soon(here.today) || browse.sort == Sort::Ending);
    let later = offer.next_day(here.today).filter(|day| *day != here.today);
    rsx! {
        if bargain.is_new(here) {
            span { class: "tag tag-ink", {tid!("offers-new")} }
        }
        if let Some(day) = later {
            span { class: "tag", {tid!("offers-from", day: dates::day(day, here.today))} }
        }
        if let Some(until) = ends {
            span { class: if offer.ends_soon(here.today) { "tag tag-soon" } else { "tag" }, {tid!("offers-ends", day: dates::day(until, here.today))} }
        }
        if browse.sort == Sort::Saving && offer.saving_cents > 0 {
            span { class: "tag", {tid!("offers-saves", price: price(offer.saving_cents))} }
        }
        if let Some(metres) = metres {
            span { class: "tag", {distance(metres.into())} }
        }
    }
}

/// A category in words; one that this version has no words for is shown as the data names it.
fn category_name(slug: &str) -> String {
    sentence_if_any(&format!("category-{slug}")).unwrap_or_else(|| slug.to_owned())
}
