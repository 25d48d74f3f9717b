//! The pages of the gallery.

use std::error::Error;
use std::path::Path;
use std::rc::Rc;

use app::state::{Opened, Settings, Theme};
use app::{App, embedded, platform};
use dioxus::history::MemoryHistory;
use dioxus::prelude::*;
use shared::store::{Location, Store};

use crate::{holder, told};

/// Monday 23 November 2026, 17 h 10 in Châlons.
const NOW: i64 = 1_795_450_200;

/// Writes all pages and the pictures they show into a folder.
pub(crate) fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets").canonicalize()?;
    std::fs::create_dir_all(folder.join("media"))?;
    platform::set_now(NOW);
    let seed = embedded::seed();
    for (sha256, bytes) in &seed.media {
        std::fs::write(folder.join(format!("media/{sha256}.webp")), bytes)?;
    }
    let store = Store::open(Location::memory(), &seed, NOW)?;
    let first = |ids: Vec<String>| ids.into_iter().next().unwrap_or_default();
    let news = first(store.news(NOW)?.into_iter().map(|news| news.id).collect());
    let event = first(store.events()?.into_iter().map(|event| event.id).collect());
    let place = first(
        store.places()?.into_iter().filter(|place| place.opening_hours.is_some()).map(|place| place.id).collect(),
    );
    let offer = first(store.offers()?.into_iter().map(|offer| offer.id).collect());
    let page = first(
        store
            .pages(shared::domain::Section::SeLoger)?
            .into_iter()
            .filter(|page| page.steps.len() > 2)
            .map(|page| page.id)
            .collect(),
    );
    let screens: Vec<(&str, String)> = vec![
        ("welcome", "/bienvenue".into()),
        ("home", "/".into()),
        ("explore", "/explorer".into()),
        ("section", "/rubrique/se-loger".into()),
        ("section-health", "/rubrique/se-soigner".into()),
        ("page", format!("/page/{page}")),
        ("news", "/actus".into()),
        ("news-item", format!("/actus/{news}")),
        ("agenda", "/agenda".into()),
        ("event", format!("/agenda/{event}")),
        ("help", "/aide".into()),
        ("search", "/recherche?q=logement".into()),
        ("search-ideas", "/recherche?q=".into()),
        ("search-none", "/recherche?q=zzzzqqq".into()),
        ("search-distress", "/recherche?q=mon%20p%C3%A8re%20me%20frappe".into()),
        ("favourites", "/favoris".into()),
        ("card-apply", "/ma-carte/demander".into()),
        ("card-code", "/ma-carte/code".into()),
        ("card-activate", "/ma-carte/activer/ABCD".into()),
        ("card-rescue", "/ma-carte/secours".into()),
        ("offers", "/bons-plans".into()),
        ("offer", format!("/bons-plans/{offer}")),
        ("place", format!("/lieu/{place}")),
        ("notifications-empty", "/notifications".into()),
        ("contact", "/contact".into()),
        ("report", format!("/signaler/page/{page}")),
        ("settings", "/reglages".into()),
        ("accessibility", "/accessibilite".into()),
        ("privacy", "/donnees".into()),
        ("licences", "/licences".into()),
        ("not-found", "/nulle/part".into()),
    ];
    for language in ["fr", "en"] {
        store.set_setting(
            "settings",
            &Settings { language: language.to_owned(), welcome_done: true, ..Settings::default() },
        )?;
        let write = |name: &str, body: &str| {
            for (variant, theme, size) in
                [("", Theme::Paper, 100), ("-night", Theme::Night, 100), ("-200", Theme::Paper, 200)]
            {
                let page = page_of(&assets, language, theme, size, body);
                let prefix = if language == "fr" { "" } else { "en-" };
                std::fs::write(folder.join(format!("{prefix}{name}{variant}.html")), page)?;
            }
            Ok::<(), std::io::Error>(())
        };
        holder::put(&store, "none", NOW)?;
        for (name, path) in &screens {
            write(name, &draw(&store, path))?;
        }
        for state in holder::STATES {
            holder::put(&store, state, NOW)?;
            write(&format!("card-{state}"), &draw(&store, "/ma-carte"))?;
        }
        holder::put(&store, "not-taken", NOW)?;
        write("card-apply-wrong", &draw(&store, "/ma-carte/demander"))?;
        holder::put(&store, "active", NOW)?;
        write("settings-card", &draw(&store, "/reglages"))?;
        let told = Store::open(Location::memory(), &seed, NOW)?;
        told.set_setting("settings", &store.setting::<Settings>("settings")?)?;
        told::tell(&told, NOW)?;
        for state in told::STATES {
            told::put(&told, state, NOW)?;
            write(&format!("settings-notify-{state}"), &draw(&told, "/reglages"))?;
        }
        for (name, path) in [("notifications", "/notifications"), ("invitation", "/actus"), ("home-bell", "/")] {
            told::put(&told, "off", NOW)?;
            write(name, &draw(&told, path))?;
        }
    }
    Ok(())
}

fn draw(store: &Store, path: &str) -> String {
    let history = Rc::new(MemoryHistory::with_initial_path(path)) as Rc<dyn History>;
    let mut dom = VirtualDom::new(App).with_root_context(Opened { store: store.clone() }).with_root_context(history);
    dom.rebuild_in_place();
    dioxus_ssr::render(&dom)
}

fn page_of(assets: &Path, language: &str, theme: Theme, size: u16, body: &str) -> String {
    let links: String = ["fonts.css", "theme.css", "app.css", "screens.css"]
        .map(|sheet| format!("<link rel=\"stylesheet\" href=\"file://{}/{sheet}\">", assets.display()))
        .concat();
    let body = body.replace("/media/", "media/");
    format!(
        "<!doctype html><html lang=\"{language}\" data-theme=\"{}\" style=\"font-size:{size}%\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Gallery</title>{links}</head><body>{body}</body></html>",
        theme.name()
    )
}
