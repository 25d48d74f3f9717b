//! What an answer is narrowed to: a kind, a section, what is open, what is cheaper with the card.
//!
//! In the address as words that can be read: `filtre=lieu,ouvert,se-loger`. Words that a version does not know are passed over, so
//! that a link of a newer one still leads to its question.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::words::tid;
use dioxus::prelude::*;

use shared::domain::{Kind, Section};
use shared::store::Narrowing;

use super::kinds_name;
use crate::components::icon::{Icon, Line};
use crate::components::tile::section_name;
use crate::route::Route;
use crate::screens::map::near::{self, Locating};
use crate::state::territory;

const OPEN: &str = "ouvert";
const DISCOUNT: &str = "reduction";

/// Filters, as part of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filters(pub Narrowing);

impl Filters {
    /// Whether everything may answer.
    pub fn is_none(self) -> bool {
        self.0 == Narrowing::default()
    }

    /// Only this kind, or any again.
    #[must_use]
    pub const fn of_kind(self, kind: Option<Kind>) -> Self {
        Self(Narrowing { kind, ..self.0 })
    }
}

impl fmt::Display for Filters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Narrowing { kind, section, open_now, discount } = self.0;
        let words = kind
            .map(Kind::name)
            .into_iter()
            .chain(section.map(Section::slug))
            .chain(open_now.then_some(OPEN))
            .chain(discount.then_some(DISCOUNT));
        formatter.write_str(&words.collect::<Vec<_>>().join(","))
    }
}

impl FromStr for Filters {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let mut out = Narrowing::default();
        for word in text.split(',') {
            match word {
                OPEN => out.open_now = true,
                DISCOUNT => out.discount = true,
                word => {
                    out.kind = out.kind.or_else(|| Kind::ALL.into_iter().find(|kind| kind.name() == word));
                    out.section =
                        out.section.or_else(|| Section::ALL.into_iter().find(|section| section.slug() == word));
                }
            }
        }
        Ok(Self(out))
    }
}

/// The filters as switches, kinds first.
#[component]
pub(super) fn Bar(q: String, filters: Filters, locating: Signal<Locating>) -> Element {
    let mut locating = locating;
    let narrowing = filters.0;
    let features = &territory().features;
    let go = {
        let q = q.clone();
        move |narrowing: Narrowing| {
            navigator().replace(Route::Search { q: q.clone(), filtre: Filters(narrowing) });
        }
    };
    let kinds = Kind::ALL.into_iter().filter(|kind| match kind {
        Kind::Offer => features.offers,
        Kind::Event => features.events,
        _ => true,
    });
    let pressed = |on: bool| if on { "true" } else { "false" };
    rsx! {
        div { class: "chips search-filters", role: "group", "aria-label": tid!("search-filters"),
            button {
                r#type: "button", class: "chip", "aria-pressed": pressed(narrowing.open_now),
                onclick: { let go = go.clone(); move |_| go(Narrowing { open_now: !narrowing.open_now, ..narrowing }) },
                Line { icon: Icon::Clock }
                {tid!("search-open-now")}
            }
            button {
                r#type: "button", class: "chip", "aria-pressed": pressed(locating.read().here().is_some()),
                onclick: move |_| async move {
                    if locating.peek().here().is_some() {
                        locating.set(Locating::Idle);
                    } else {
                        near::locate(locating).await;
                    }
                },
                Line { icon: Icon::Pin }
                {tid!("search-near")}
            }
            if features.offers {
                button {
                    r#type: "button", class: "chip", "aria-pressed": pressed(narrowing.discount),
                    onclick: { let go = go.clone(); move |_| go(Narrowing { discount: !narrowing.discount, ..narrowing }) },
                    Line { icon: Icon::Offers }
                    {tid!("search-discount")}
                }
            }
            for kind in kinds {
                button {
                    key: "{kind.name()}",
                    r#type: "button", class: "chip", "aria-pressed": pressed(narrowing.kind == Some(kind)),
                    onclick: {
                        let go = go.clone();
                        let kind = (narrowing.kind != Some(kind)).then_some(kind);
                        move |_| go(Narrowing { kind, ..narrowing })
                    },
                    {kinds_name(kind)}
                }
            }
            for section in Section::ALL {
                button {
                    key: "{section}",
                    r#type: "button", class: "chip", "aria-pressed": pressed(narrowing.section == Some(section)),
                    onclick: {
                        let go = go.clone();
                        let section = (narrowing.section != Some(section)).then_some(section);
                        move |_| go(Narrowing { section, ..narrowing })
                    },
                    {section_name(section)}
                }
            }
        }
        if !matches!(locating(), Locating::Idle | Locating::Here(_)) {
            p { class: "quiet", role: "status", {near::told(locating())} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_the_same_after_a_visit_to_the_address() {
        let filters = Filters(Narrowing {
            kind: Some(Kind::Place),
            section: Some(Section::SeLoger),
            open_now: true,
            discount: true,
        });
        assert_eq!(filters.to_string(), "place,se-loger,ouvert,reduction");
        assert_eq!(filters.to_string().parse(), Ok(filters));
        assert_eq!("".parse(), Ok(Filters::default()));
        let newer: Filters = "place,pres-de-moi".parse().unwrap_or_default();
        assert_eq!(newer, Filters::default().of_kind(Some(Kind::Place)));
    }
}
