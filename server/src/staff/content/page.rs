//! The form of a page of a section.

use dioxus::prelude::*;
use shared::domain::{Link, Page, Section};

use super::label::{named, section};
use super::place::{PHONES, phones};
use super::setting::Setting;
use super::{picture, sourced};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::{Column, Form};
use crate::staff::form::read::{audience, needed, one_line, rows, text, whole, write_audience};

const BODY_MAX: usize = 20_000;
const STEP_MAX: usize = 300;
const MAX_STEPS: usize = 12;
const MAX_LINKS: usize = 8;
const KEYWORD_MAX: usize = 40;
const MAX_KEYWORDS: usize = 40;
const MAX_NAMED: usize = 20;

pub(super) fn write(page: &Page) -> Fields {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    say("titre", &page.title);
    say("resume", &page.summary);
    say("rubrique", page.section.slug());
    say("groupe", &page.group);
    say("ordre", &page.order.to_string());
    say("etapes", &page.steps.join("\n"));
    say("texte", &page.body);
    for number in &page.numbers {
        say("numeros", number);
    }
    for place in &page.places {
        say("lieux", place);
    }
    for phone in &page.phones {
        say("tel-nom", &phone.label);
        say("tel-numero", &phone.number);
    }
    for link in &page.links {
        say("lien-nom", &link.label);
        say("lien-adresse", &link.url);
    }
    say("mots", &page.keywords.join(", "));
    write_audience(&mut fields, page.audience);
    picture::write(&mut fields, page.image.as_ref());
    sourced::write(&mut fields, &page.sourced);
    Fields::of(fields)
}

pub(super) fn read(fields: &Fields, before: Option<&Page>, id: &str, setting: &Setting, faults: &mut Faults) -> Page {
    let title = needed(fields, "titre", "Donnez un titre.", faults);
    let summary = needed(fields, "resume", "Écrivez l’essentiel en une ou deux phrases.", faults);
    let section = Section::from_slug(fields.text("rubrique"));
    if section.is_none() {
        faults.add("rubrique", "Choisissez une rubrique.");
    }
    let group = needed(fields, "groupe", "Donnez un groupe\u{a0}: il range les fiches de la rubrique.", faults);
    faults.limit("groupe", &group, 40);
    let body = text(fields, "texte", BODY_MAX, faults);
    Page {
        id: id.to_owned(),
        section: section.or(before.map(|page| page.section)).unwrap_or(Section::SeLoger),
        group,
        order: whole(fields, "ordre", 100, faults),
        title,
        summary,
        lang: before.map_or_else(|| "fr".to_owned(), |page| page.lang.clone()),
        audience: audience(fields, faults),
        steps: steps(fields, faults),
        body,
        numbers: chosen(fields, "numeros", faults),
        places: chosen(fields, "lieux", faults),
        phones: phones(fields, faults),
        links: links(fields, faults),
        keywords: keywords(fields, faults),
        image: picture::read(fields, faults),
        sourced: sourced::read(fields, before.map(|page| &page.sourced), setting, faults),
    }
}

fn steps(fields: &Fields, faults: &mut Faults) -> Vec<String> {
    let steps: Vec<String> = fields.raw("etapes").lines().map(one_line).filter(|step| !step.is_empty()).collect();
    if let Some(long) = steps.iter().find(|step| step.chars().count() > STEP_MAX) {
        faults.limit("etapes", long, STEP_MAX);
    } else if steps.len() > MAX_STEPS {
        faults.add("etapes", format!("{MAX_STEPS} étapes au plus."));
    }
    steps
}

fn chosen(fields: &Fields, name: &str, faults: &mut Faults) -> Vec<String> {
    let chosen: Vec<String> = fields.all(name).map(str::to_owned).collect();
    if chosen.len() > MAX_NAMED {
        faults.add(name, format!("{MAX_NAMED} au plus\u{a0}: choisissez les plus utiles."));
    }
    chosen
}

fn links(fields: &Fields, faults: &mut Faults) -> Vec<Link> {
    let mut links = Vec::new();
    for (at, label, url) in rows(fields, "lien-nom", "lien-adresse") {
        if label.is_empty() {
            faults.add(
                format!("lien-nom-{at}"),
                "Dites ce que fait le bouton, par exemple «\u{202f}S’inscrire\u{202f}».",
            );
        }
        faults.limit(format!("lien-nom-{at}"), &label, 60);
        if url.is_empty() {
            faults.add(format!("lien-adresse-{at}"), "Donnez l’adresse où mène le bouton.");
        }
        faults.address(format!("lien-adresse-{at}"), &url);
        links.push(Link { label, url });
    }
    if links.len() > MAX_LINKS {
        faults.add("lien-nom-0", format!("{MAX_LINKS} boutons au plus."));
    }
    links
}

fn keywords(fields: &Fields, faults: &mut Faults) -> Vec<String> {
    let typed = fields.raw("mots").split([',', '\n', ';']);
    let keywords: Vec<String> = typed.map(one_line).filter(|word| !word.is_empty()).collect();
    if let Some(long) = keywords.iter().find(|word| word.chars().count() > KEYWORD_MAX) {
        faults.add(
            "mots",
            format!("«\u{202f}{long}\u{202f}» est trop long\u{a0}: {KEYWORD_MAX} caractères au plus, des virgules entre les mots."),
        );
    } else if keywords.len() > MAX_KEYWORDS {
        faults.add("mots", format!("{MAX_KEYWORDS} mots au plus."));
    }
    keywords
}

pub(super) fn form(form: &Form, setting: &Setting) -> Element {
    const LINKS: [Column; 2] = [
        Column { name: "lien-nom", label: "Mots du bouton", kind: "text" },
        Column { name: "lien-adresse", label: "Adresse", kind: "url" },
    ];
    rsx! {
        {form.line("titre", "Titre", Some("60 caractères au plus."))}
        {form.area("resume", "En bref", Some("160 caractères au plus\u{a0}: la liste ne montre que cela."), 2)}
        div { class: "pair",
            {form.select("rubrique", "Rubrique", None, &named(&Section::ALL, |one| one.slug(), |one| section(*one)))}
            div { class: "field",
                label { r#for: "groupe", "Groupe dans la rubrique" }
                {form.told("groupe", None)}
                input { id: "groupe", name: "groupe", list: "groupes", value: "{form.fields.raw(\"groupe\")}", autocomplete: "off",
                    aria_invalid: form.wrong("groupe"), aria_describedby: form.described("groupe", None) }
                datalist { id: "groupes", for group in &setting.groups { option { value: "{group}" } } }
            }
        }
        div { class: "pair",
            {form.input("ordre", "Rang dans la rubrique", None, "number")}
            div { class: "pair ages",
                {form.line("age-de", "De (âge)", None)}
                {form.line("age-a", "à (âge)", None)}
            }
        }
        {form.area("etapes", "Que faire maintenant", Some("Une étape par ligne. **Gras** et [liens](https://…) permis."), 4)}
        {form.area("texte", "Texte", Some("Markdown\u{a0}: **gras**, *italique*, ## intertitre, - liste, [mots](https://…)."), 12)}
        {form.rows("Boutons", "Vers un formulaire, un site. Le premier est le plus grand.", &LINKS)}
        {form.several("numeros", "Numéros d’aide", &setting.numbers, true)}
        {form.several("lieux", "Lieux", &setting.places, true)}
        {form.rows("Autres téléphones", "Ceux qui n’ont pas de fiche.", &PHONES)}
        {form.area("mots", "Mots que les jeunes tapent", Some("Ceux qui manquent au texte, des virgules entre\u{a0}: la recherche les comprend."), 2)}
        {picture::form(form)}
        {sourced::form(form)}
    }
}
