//! What staff choose of a feed: read from a form, held to its limits, drawn.

use dioxus::prelude::*;
use url::Url;

use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::form::read::one_line;
use crate::storage::feeds::{FeedSettings, Rule};

/// Longest address, in characters.
pub(super) const URL_MAX: usize = 500;
const TITLE_MAX: usize = 80;
const CATEGORY_MAX: usize = 40;
const MINUTES: std::ops::RangeInclusive<u32> = 5..=1440;
const MINUTES_USUAL: u32 = 30;

/// The address that was typed, as it is kept. `None`: it is none.
pub(super) fn address(typed: &str) -> Option<Url> {
    let typed = typed.trim();
    // What calendars call themselves in the links of their pages.
    let text = match typed.split_once("://") {
        Some(("webcal", rest)) => format!("https://{rest}"),
        Some(_) => typed.to_owned(),
        None => format!("https://{typed}"),
    };
    let mut url = Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_fragment(None);
    let named = url.host_str().is_some_and(|host| !host.is_empty());
    (named && typed.chars().count() <= URL_MAX && url.as_str().len() <= 2 * URL_MAX).then_some(url)
}

/// What the form says, over `before`, and what is wrong with it.
pub(super) fn read(fields: &Fields, before: &FeedSettings) -> (FeedSettings, Faults) {
    let mut faults = Faults::default();
    let (title, category) = (one_line(fields.raw("nom")), one_line(fields.raw("categorie")));
    let length = title.chars().count();
    if length == 0 || length > TITLE_MAX {
        faults.add("nom", format!("Donnez-lui un nom, en {TITLE_MAX} caractères au plus."));
    }
    if category.chars().count() > CATEGORY_MAX {
        faults.add("categorie", format!("C’est trop long\u{a0}: {CATEGORY_MAX} caractères au plus."));
    }
    let minutes = fields.text("minutes").parse().ok().filter(|minutes| MINUTES.contains(minutes));
    if minutes.is_none() {
        faults.add("minutes", "Écrivez un nombre de minutes, de 5 à 1\u{202f}440 (un jour).");
    }
    let rule = Rule::from_name(fields.text("regle"));
    if rule.is_none() {
        faults.add("regle", "Choisissez ce que deviennent les nouveautés.");
    }
    let settings = FeedSettings {
        title,
        category,
        every_minutes: minutes.unwrap_or(before.every_minutes),
        rule: rule.unwrap_or(before.rule),
    };
    (settings, faults)
}

/// What a new feed is given.
pub(super) fn usual(title: &str) -> FeedSettings {
    let title = shared::feed::text::shorten(title, TITLE_MAX);
    FeedSettings { title, rule: Rule::Review, category: String::new(), every_minutes: MINUTES_USUAL }
}

/// What a form says of these settings.
fn write(settings: &FeedSettings) -> Fields {
    let pairs = [
        ("nom", settings.title.clone()),
        ("regle", settings.rule.name().to_owned()),
        ("categorie", settings.category.clone()),
        ("minutes", settings.every_minutes.to_string()),
    ];
    Fields::of(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

/// The fields of the form: what was typed, else the settings.
pub(super) fn fields(settings: &FeedSettings, typed: Option<&Fields>, faults: &Faults, dated: bool) -> Element {
    let kept = write(settings);
    let form = Form { fields: typed.unwrap_or(&kept), faults };
    rsx! {
        {form.line("nom", "Nom dans cet espace", None)}
        fieldset { id: "regle", tabindex: "-1", aria_describedby: form.described("regle", None),
            legend { "Les nouveautés" }
            {form.told("regle", None)}
            for (one, name, hint) in [
                (Rule::Review, "sont à relire", "Vous publiez, modifiez ou écartez chacune."),
                (Rule::Publish, "sont publiées directement", "Elles sont sur les téléphones sans que personne les ait relues."),
            ] {
                label { class: "choice",
                    input { r#type: "radio", name: "regle", value: one.name(), checked: form.fields.raw("regle") == one.name() }
                    span { "{name}" span { class: "quiet choice-text", "{hint}" } }
                }
            }
        }
        if !dated { {form.line("categorie", "Catégorie des actus qui n’en ont pas (facultatif)", Some("Par exemple «\u{202f}Culture\u{202f}»."))} }
        {form.number("minutes", "Minutes entre deux essais", Some("30 conviennent à la plupart des sites\u{202f}; 5 au moins."))}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_paste_them() {
        for (typed, kept) in [
            (" https://ville.example/flux.xml#haut ", Some("https://ville.example/flux.xml")),
            ("ville.example/flux", Some("https://ville.example/flux")),
            ("webcal://ville.example/agenda.ics", Some("https://ville.example/agenda.ics")),
            ("http://ville.example", Some("http://ville.example/")),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(address(typed).as_ref().map(Url::as_str), kept, "{typed}");
        }
        assert_eq!(address(&format!("https://ville.example/{}", "x".repeat(500))), None);
    }

    #[test]
    fn each_limit_has_a_sentence() {
        let typed = |pairs: &[(&str, &str)]| {
            Fields::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let whole = [("nom", "La ville"), ("regle", "publish"), ("minutes", "60")];
        let (settings, faults) = read(&typed(&whole), &usual(""));
        assert!(faults.is_empty() && settings.rule == Rule::Publish && settings.every_minutes == 60);
        let (_, faults) = read(&typed(&[("minutes", "4"), ("categorie", &"x".repeat(41))]), &usual(""));
        assert_eq!(faults.fields(), ["nom", "categorie", "minutes", "regle"]);
    }
}
