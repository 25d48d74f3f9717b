//! Fields of a form, drawn from what they say and what is wrong with them.

use dioxus::prelude::*;

use super::Fields;
use super::faults::Faults;

/// A value and the words that it stands for.
pub(crate) type Named = (String, String);

/// Rows that a list of two fields shows at least; one is always empty.
const ROWS: usize = 2;

/// A form: what it says, and what is wrong.
#[derive(Clone, Copy)]
pub(crate) struct Form<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) faults: &'a Faults,
}

/// One of the two fields of a row.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) kind: &'static str,
}

impl Form<'_> {
    /// A line of text.
    pub(crate) fn line(&self, name: &'static str, label: &str, hint: Option<&str>) -> Element {
        self.input(name, label, hint, "text")
    }

    /// A field of some type of HTML's.
    pub(crate) fn input(&self, name: &'static str, label: &str, hint: Option<&str>, kind: &'static str) -> Element {
        self.typed(name, label, hint, (kind, None))
    }

    /// A whole number. Not HTML's own type: it shows nothing of what is no number, and what was typed would be lost.
    pub(crate) fn number(&self, name: &'static str, label: &str, hint: Option<&str>) -> Element {
        self.typed(name, label, hint, ("text", Some("numeric")))
    }

    fn typed(
        &self,
        name: &'static str,
        label: &str,
        hint: Option<&str>,
        (kind, keys): (&'static str, Option<&'static str>),
    ) -> Element {
        rsx! {
            div { class: "field",
                label { r#for: name, "{label}" }
                {self.told(name, hint)}
                input { id: name, name, r#type: kind, inputmode: keys, value: "{self.fields.raw(name)}", autocomplete: "off",
                    aria_invalid: self.wrong(name), aria_describedby: self.described(name, hint) }
            }
        }
    }

    /// Several lines of text.
    pub(crate) fn area(&self, name: &'static str, label: &str, hint: Option<&str>, rows: u8) -> Element {
        rsx! {
            div { class: "field",
                label { r#for: name, "{label}" }
                {self.told(name, hint)}
                // The line end that HTML drops after the tag, so that one of the text's own is not dropped.
                textarea { id: name, name, rows: "{rows}", aria_invalid: self.wrong(name),
                    aria_describedby: self.described(name, hint), "\n{self.fields.raw(name)}" }
            }
        }
    }

    /// One of a list.
    pub(crate) fn select(&self, name: &'static str, label: &str, hint: Option<&str>, options: &[Named]) -> Element {
        let said = self.fields.text(name);
        let lost = !said.is_empty() && options.iter().all(|(value, _)| value != said);
        rsx! {
            div { class: "field",
                label { r#for: name, "{label}" }
                {self.told(name, hint)}
                select { id: name, name, aria_invalid: self.wrong(name), aria_describedby: self.described(name, hint),
                    if lost { option { value: "{said}", selected: true, "{said}" } }
                    for (value, words) in options {
                        option { value: "{value}", selected: value == said, "{words}" }
                    }
                }
            }
        }
    }

    /// A box to tick.
    pub(crate) fn tick(&self, name: &'static str, label: &str) -> Element {
        rsx! {
            label { class: "choice",
                input { r#type: "checkbox", id: name, name, value: "oui", checked: self.fields.ticked(name) }
                span { "{label}" }
            }
        }
    }

    /// Any of a list: what is chosen first, in its order.
    pub(crate) fn several(&self, name: &'static str, legend: &str, options: &[Named], folded: bool) -> Element {
        let chosen: Vec<&str> = self.fields.all(name).collect();
        let words =
            |id: &str| options.iter().find(|(value, _)| value == id).map_or(id, |(_, words)| words.as_str()).to_owned();
        let first = chosen.iter().map(|id| ((*id).to_owned(), words(id), true));
        let rest = options.iter().filter(|(value, _)| !chosen.contains(&value.as_str()));
        let all: Vec<(String, String, bool)> = if folded {
            first.chain(rest.map(|(value, words)| (value.clone(), words.clone(), false))).collect()
        } else {
            options
                .iter()
                .map(|(value, words)| (value.clone(), words.clone(), chosen.contains(&value.as_str())))
                .collect()
        };
        let boxes = rsx! {
            div { class: "boxes",
                for (value, words, checked) in all {
                    label { class: "choice",
                        input { r#type: "checkbox", name, value: "{value}", checked }
                        span { "{words}" }
                    }
                }
            }
        };
        rsx! {
            fieldset { id: name, tabindex: "-1", aria_describedby: self.described(name, None),
                legend { "{legend}" }
                {self.told(name, None)}
                if folded {
                    details { class: "fold",
                        summary {
                            match chosen.len() {
                                0 => rsx! { "Aucun choisi" },
                                1 => rsx! { "1 choisi, en tête de liste" },
                                count => rsx! { "{count} choisis, en tête de liste" },
                            }
                        }
                        {boxes}
                    }
                } else {
                    {boxes}
                }
            }
        }
    }

    /// One of a few, all seen.
    pub(crate) fn radios(&self, name: &'static str, legend: &str, options: &[(&'static str, &'static str)]) -> Element {
        let said = self.fields.text(name);
        rsx! {
            fieldset { id: name, tabindex: "-1", aria_describedby: self.described(name, None),
                legend { "{legend}" }
                {self.told(name, None)}
                for (at, (value, words)) in options.iter().enumerate() {
                    label { class: "choice",
                        input { r#type: "radio", name, value: *value, checked: said == *value || (said.is_empty() && at == 0) }
                        span { {*words} }
                    }
                }
            }
        }
    }

    /// Rows of two fields; an empty one is always there.
    pub(crate) fn rows(&self, legend: &str, hint: &str, columns: &[Column; 2]) -> Element {
        let [first, second] = columns;
        let said: Vec<(String, String)> = self
            .fields
            .all(first.name)
            .zip(self.fields.all(second.name))
            .map(|(one, other)| (one.to_owned(), other.to_owned()))
            .filter(|(one, other)| !(one.trim().is_empty() && other.trim().is_empty()))
            .collect();
        let count = ROWS.max(said.len() + 1);
        let cell = |column: &Column, at: usize, value: &str| {
            let id = format!("{}-{at}", column.name);
            rsx! {
                div { class: "field",
                    label { r#for: "{id}", "{column.label}" if at > 0 { span { class: "visually-hidden", " {at + 1}" } } }
                    {self.told(&id, None)}
                    input { id: "{id}", name: column.name, r#type: column.kind, value: "{value}", autocomplete: "off",
                        aria_invalid: self.wrong(&id), aria_describedby: self.described(&id, None) }
                }
            }
        };
        let rows = (0..count).map(|at| {
            let (one, other) = said.get(at).cloned().unwrap_or_default();
            (cell(first, at, &one), cell(second, at, &other))
        });
        rsx! {
            fieldset { class: "two",
                legend { "{legend}" }
                p { class: "quiet", "{hint}" }
                for (one, other) in rows {
                    div { class: "pair", {one} {other} }
                }
            }
        }
    }

    /// What a field asks for, then what is wrong with it.
    pub(crate) fn told(&self, name: &str, hint: Option<&str>) -> Element {
        rsx! {
            if let Some(hint) = hint { p { class: "quiet", id: "{name}-aide", "{hint}" } }
            if let Some(say) = self.faults.of(name) { p { class: "fault", id: "{name}-erreur", "{say}" } }
        }
    }

    pub(crate) fn wrong(&self, name: &str) -> Option<&'static str> {
        self.faults.of(name).is_some().then_some("true")
    }

    pub(crate) fn described(&self, name: &str, hint: Option<&str>) -> Option<String> {
        let parts = [hint.map(|_| format!("{name}-aide")), self.faults.of(name).map(|_| format!("{name}-erreur"))];
        let described = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Some(described).filter(|described| !described.is_empty())
    }
}
