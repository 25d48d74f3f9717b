//! `cargo xtask screenshots`: the gallery in `docs/screens` and the stores' pictures, from the real app on a real
//! server.
//!
//! To add a screen: a row in [`SCREENS`]; one that needs a story before it: a step in `story`. Pictures drawn by hand were rejected: they would lie within a week.

mod story;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use anyhow::{Context, Result};

use crate::command::{self, say};
use crate::run::on_interrupt;
use crate::server::{self, Server, Setting};
use crate::setup::{self, Need};
use crate::territory::Territory;
use crate::webdriver::{Browser, Format, View};
use crate::workspace::Workspace;
use crate::{TerritoryOption, icons, staff, web};

/// What `cargo xtask screenshots` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    territory: TerritoryOption,
    /// Only the gallery of `docs/screens`, not the stores' pictures.
    #[arg(long)]
    gallery: bool,
    /// Only screens whose name contains this word.
    #[arg(long)]
    only: Option<String>,
}

/// Name and address; the welcome comes first, before it is passed.
const SCREENS: [(&str, &str); 22] = [
    ("welcome", "/bienvenue"),
    ("home", "/"),
    ("explore", "/explorer"),
    ("section", "/rubrique/se-loger"),
    ("page", "/page/{page}"),
    ("news", "/actus"),
    ("agenda", "/agenda"),
    ("event", "/agenda/{event}"),
    ("help", "/aide"),
    ("search", "/recherche?q=logement"),
    ("search-help", "/recherche?q=mon%20p%C3%A8re%20me%20frappe"),
    ("favourites", "/favoris"),
    ("notifications", "/notifications"),
    ("card", "/ma-carte"),
    ("offers", "/bons-plans"),
    ("offer", "/bons-plans/{offer}"),
    ("place", "/lieu/{place}"),
    ("map", "/carte"),
    ("contact", "/contact"),
    ("settings", "/reglages"),
    ("accessibility", "/accessibilite"),
    ("privacy", "/donnees"),
];

/// The screens that sell the app, in the order of the stores.
const STORE: [&str; 6] = ["home", "section", "page", "help", "search", "agenda"];

/// Languages of the listings and their names in the stores.
const LISTINGS: [(&str, &str); 2] = [("fr", "fr-FR"), ("en", "en-US")];

/// Name, view, and text size in percent.
const GALLERY: [(&str, View, u32); 6] = [
    ("360x780-paper", phone(360, 780, 2.0, false), 100),
    ("360x780-night", phone(360, 780, 2.0, true), 100),
    ("412x915-paper", phone(412, 915, 2.0, false), 100),
    ("412x915-night", phone(412, 915, 2.0, true), 100),
    ("360x780-text-200", phone(360, 780, 1.0, false), 200),
    ("1280x900-paper", View { width: 1280, height: 900, scale: 1.0, mobile: false, dark: false }, 100),
];

const fn phone(width: u32, height: u32, scale: f64, dark: bool) -> View {
    View { width, height, scale, mobile: true, dark }
}

/// Ids of the records shown as examples: the first of each.
struct Examples {
    page: String,
    event: String,
    offer: String,
    /// Whose offer that is.
    place: String,
}

impl Examples {
    fn of(content: &Path) -> Result<Self> {
        Ok(Self {
            page: first_page(&content.join("pages/se-loger"))?,
            event: first(&content.join("events.toml"), "id")?,
            offer: first(&content.join("offers.toml"), "id")?,
            place: first(&content.join("offers.toml"), "place")?,
        })
    }

    /// The address with its examples in it.
    fn fill(&self, path: &str) -> String {
        let names = [("page", &self.page), ("event", &self.event), ("offer", &self.offer), ("place", &self.place)];
        names.into_iter().fold(path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
    }
}

/// What the first line that gives `key` says in a file of records.
fn first(file: &Path, key: &str) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("no examples in {}", file.display()))?;
    let value =
        text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim().strip_prefix('"'));
    Ok(value
        .and_then(|value| value.split('"').next())
        .with_context(|| format!("{} has no {key}", file.display()))?
        .to_owned())
}

/// A visit: where from, where the pictures go.
struct Tour<'a> {
    address: String,
    examples: Examples,
    only: Option<&'a str>,
    stop: &'a Receiver<()>,
    colleague: story::Colleague,
    reader: String,
}

/// `cargo xtask screenshots`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let slug = options.territory.territory.as_str();
    setup::ensure(&[Need::Web, Need::Browser])?;
    say("building the server");
    let mut build = command::cargo();
    build
        .current_dir(workspace.root())
        .args(["build", "-p", "server", "--bin", "guichet"])
        .env("CARGO_TARGET_DIR", workspace.target())
        .env("TERRITORY", slug);
    command::run(&mut build)?;
    let site = web::build(workspace, slug)?;
    let data = workspace.made("screenshots-data");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    let stop = on_interrupt()?;
    let mut server = Server::start(&Setting {
        binary: &workspace.binary("debug", "guichet"),
        port: server::free_port()?,
        data: &data,
        territory: &workspace.territory(slug)?,
        site: &site.folder,
    })?;
    if !server.ready(&stop)? {
        return Ok(());
    }
    let (name, password) = staff::demo_accounts(&workspace.binary("debug", "guichet"), &data)?
        .into_iter()
        .next()
        .context("the new server has accounts already")?;
    let tour = Tour {
        colleague: story::Colleague { name, password },
        reader: story::reader(&site.folder)?,
        address: server.address(),
        examples: Examples::of(&workspace.territory(slug)?.join("content"))?,
        only: options.only.as_deref(),
        stop: &stop,
    };
    gallery(workspace, &tour)?;
    if !options.gallery {
        stores(workspace, &Territory::read(workspace, slug)?, &tour)?;
    }
    Ok(())
}

/// The page shown as an example: the first of its section by name.
fn first_page(folder: &Path) -> Result<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .with_context(|| format!("no pages in {}", folder.display()))?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".md").map(str::to_owned))
        .collect();
    names.sort();
    names.into_iter().next().context("this section has no page")
}

fn gallery(workspace: &Workspace, tour: &Tour<'_>) -> Result<()> {
    let folder = workspace.path("docs/screens");
    for (person, (view_name, view, text)) in GALLERY.iter().enumerate() {
        say(view_name);
        let browser = Browser::open("fr", tour.stop)?;
        browser.look(view)?;
        for (name, path) in &SCREENS {
            let picture = shoot(&browser, tour, path, *text, Format::WebP)?;
            if tour.only.is_none_or(|word| name.contains(word)) {
                save(&folder.join(format!("{name}-{view_name}.webp")), &picture)?;
            }
        }
        story::tell(&browser, tour, person, &mut |name| {
            enlarge(&browser, *text)?;
            if tour.only.is_none_or(|word| name.contains(word)) {
                save(&folder.join(format!("{name}-{view_name}.webp")), &browser.picture(Format::WebP)?)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Google Play's banner at the head of the listing: 1024 × 500, no more and no less.
const BANNER: View = View { width: 1024, height: 500, scale: 1.0, mobile: false, dark: false };

/// fastlane's two layouts: `deliver` for the App Store, `supply` for Google Play. A picture of an earlier run that this
/// one does not take again goes: the stores show whatever lies in the folder.
fn stores(workspace: &Workspace, territory: &Territory, tour: &Tour<'_>) -> Result<()> {
    let icon = icons::draw(workspace, territory)?.into_iter().find(|file| file.path.ends_with("icon-512.png"));
    let icon = icon.context("no icon of 512 pixels")?.bytes;
    for (language, locale) in LISTINGS {
        let images = workspace.path(format!("store-metadata/android/{locale}/images"));
        save(&images.join("icon.png"), &icon)?;
        let android = images.join("phoneScreenshots");
        let ios = workspace.path(format!("store-metadata/ios/{locale}"));
        for (folder, view) in [(android, phone(360, 720, 3.0, false)), (ios, phone(440, 956, 3.0, false))] {
            say(&workspace.shown(&folder));
            let browser = Browser::open(language, tour.stop)?;
            browser.look(&view)?;
            shoot(&browser, tour, "/bienvenue", 100, Format::Png)?;
            speak(&browser, tour, language)?;
            let mut taken = Vec::new();
            for (place, name) in STORE.iter().enumerate() {
                let Some((_, path)) = SCREENS.iter().find(|(known, _)| known == name) else { continue };
                let file = folder.join(format!("{}-{name}.png", place + 1));
                save(&file, &shoot(&browser, tour, path, 100, Format::Png)?)?;
                taken.push(file);
            }
            forget_others(&folder, &taken)?;
        }
        say(&workspace.shown(&images.join("featureGraphic.png")));
        let browser = Browser::open(language, tour.stop)?;
        browser.look(&BANNER)?;
        browser.visit(&format!("{}/bienvenue", tour.address), tour.stop)?;
        speak(&browser, tour, language)?;
        browser.visit(&format!("{}/bienvenue", tour.address), tour.stop)?;
        // A banner cannot be pressed.
        browser.run("document.querySelectorAll('button').forEach((button) => button.remove())")?;
        save(&images.join("featureGraphic.png"), &browser.picture(Format::Png)?)?;
    }
    Ok(())
}

/// Lets the app speak a language. It starts in the town's own, whatever the browser prefers.
fn speak(browser: &Browser, tour: &Tour<'_>, language: &str) -> Result<()> {
    for _ in 0..5 {
        browser.visit(&format!("{}/reglages", tour.address), tour.stop)?;
        browser.run(&format!("document.querySelector('label[lang={language}] input')?.click()"))?;
        browser.visit(&format!("{}/actus", tour.address), tour.stop)?;
        // Kept a moment after the press: a page loaded too early still speaks the other.
        if browser.run("return document.documentElement.lang")?.as_str() == Some(language) {
            return Ok(());
        }
    }
    anyhow::bail!("the app does not speak `{language}`")
}

fn forget_others(folder: &Path, taken: &[PathBuf]) -> Result<()> {
    for file in fs::read_dir(folder)?.flatten().map(|entry| entry.path()) {
        if file.extension().is_some_and(|extension| extension == "png") && !taken.contains(&file) {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// Visits one address and takes its picture, then leaves the welcome if that is where it is.
fn shoot(browser: &Browser, tour: &Tour<'_>, path: &str, text: u32, format: Format) -> Result<Vec<u8>> {
    let address = format!("{}{}", tour.address, tour.examples.fill(path));
    browser.visit(&address, tour.stop)?;
    enlarge(browser, text)?;
    let picture = browser.picture(format)?;
    if path == "/bienvenue" {
        browser.run(PASS_WELCOME)?;
        // The screen that says how fresh it is: the pictures after this one show the server's content.
        browser.visit(&format!("{}/actus", tour.address), tour.stop)?;
    }
    Ok(picture)
}

/// Text of that size, as someone who needs it larger sets it.
fn enlarge(browser: &Browser, percent: u32) -> Result<()> {
    if percent != 100 {
        browser.run(&format!("document.documentElement.style.fontSize = '{percent}%'"))?;
    }
    Ok(())
}

/// Presses the button that skips the welcome, whatever the language.
const PASS_WELCOME: &str = "const skip = [...document.querySelectorAll('button, a')]\
    .find((one) => /passer|plus tard|skip|later/i.test(one.textContent)); skip?.click(); return Boolean(skip)";

fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    command::write_if_changed(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stores_show_screens_that_exist() {
        for name in STORE {
            assert!(SCREENS.iter().any(|(known, _)| *known == name), "{name}");
        }
    }

    #[test]
    fn every_listing_has_its_texts_and_its_language_is_the_towns() {
        let workspace = Workspace::find().unwrap();
        let languages = fs::read_to_string(workspace.territory("chalons").unwrap().join("territory.toml")).unwrap();
        for (language, locale) in LISTINGS {
            assert!(workspace.path(format!("store-metadata/android/{locale}/title.txt")).is_file(), "{locale}");
            assert!(workspace.path(format!("store-metadata/ios/{locale}/name.txt")).is_file(), "{locale}");
            assert!(languages.contains(&format!("\"{language}\"")), "{language}");
        }
    }

    #[test]
    fn pictures_of_an_earlier_run_go_and_texts_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["1-home.png", "7-old.png", "name.txt"] {
            fs::write(path(name), "x").unwrap();
        }
        forget_others(folder.path(), &[path("1-home.png")]).unwrap();
        assert!(path("1-home.png").is_file() && path("name.txt").is_file() && !path("7-old.png").exists());
    }

    #[test]
    fn the_example_page_is_a_real_one() {
        let workspace = Workspace::find().unwrap();
        let folder = workspace.territory("chalons").unwrap().join("content/pages/se-loger");
        let page = first_page(&folder).unwrap();
        assert!(folder.join(format!("{page}.md")).is_file());
    }
}
