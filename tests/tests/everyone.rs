//! For everyone: by keyboard alone, at any size, in both themes, and nothing told to anyone else.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use journeys::browser::Browser;
use journeys::counter::Counter;

/// One address of each screen.
const SCREENS: [&str; 25] = [
    "/",
    "/explorer",
    "/rubrique/se-loger",
    "/rubrique/etre-accompagne",
    "/page/visale",
    "/actus",
    "/agenda",
    "/aide",
    "/recherche?q=",
    "/recherche?q=payer%20mon%20loyer",
    "/recherche?q=zzzzqqq",
    "/recherche?q=mon%20p%C3%A8re%20me%20frappe",
    "/favoris",
    "/notifications",
    "/ma-carte",
    "/bons-plans",
    "/carte",
    "/bons-plans?filtre=aujourdhui&tri=proches",
    "/agenda?jour=week-end&gratuit=oui",
    "/contact",
    "/reglages",
    "/accessibilite",
    "/licences",
    "/donnees",
    "/page/nulle",
];

#[tokio::test]
async fn axe_objects_to_nothing_on_any_screen_in_either_theme() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&format!("{}/bienvenue", counter.address())).await?;
    let mut objections = tagged("/bienvenue", holder.objections().await?);
    holder.skip_welcome().await?;
    holder.filled().await?;
    let mut screens: Vec<String> = SCREENS.map(str::to_owned).into();
    for (list, item) in [
        ("/actus", "a[href^='/actus/']"),
        ("/agenda", "a[href^='/agenda/']"),
        ("/bons-plans", "a[href^='/bons-plans/']"),
        ("/rubrique/travailler", "a[href^='/lieu/']"),
    ] {
        holder.follow(list).await?;
        let found = holder
            .run("return document.querySelector(arguments[0])?.getAttribute('href') ?? ''", vec![item.into()])
            .await?;
        screens.extend(found.as_str().filter(|path| !path.is_empty()).map(str::to_owned));
    }
    for theme in ["paper", "night"] {
        for path in &screens {
            holder.follow(path).await?;
            holder.run("document.documentElement.dataset.theme = arguments[0]", vec![theme.into()]).await?;
            objections.extend(tagged(&format!("{path} ({theme})"), holder.objections().await?));
        }
    }
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    holder.close().await
}

#[tokio::test]
async fn nothing_is_wider_than_a_small_phone_with_text_twice_as_large() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    let mut wide = Vec::new();
    for path in SCREENS {
        holder.follow(path).await?;
        holder.run("document.documentElement.style.fontSize = '200%'", Vec::new()).await?;
        let surplus = holder
            .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth", Vec::new())
            .await?;
        if surplus.as_i64().unwrap_or(1) > 0 {
            wide.push(format!("{path}: {surplus} px too wide"));
        }
    }
    ensure!(wide.is_empty(), "{}", wide.join("\n"));
    holder.close().await
}

#[tokio::test]
async fn a_young_person_without_a_mouse_finds_a_page_and_an_emergency_number() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.tab_to("Se loger").await?;
    holder.press(Key::Enter).await?;
    holder.reads("main h1", "Se loger").await?;
    holder.reads("main", "Visale").await?;
    holder.tab_to("Visale").await?;
    holder.press(Key::Enter).await?;
    holder.reads("main h1", "Visale").await?;
    holder.tab_to("SOS").await?;
    holder.press(Key::Enter).await?;
    holder.reads("main", "3114").await?;
    ensure!(
        holder.yes("return document.querySelector(\"main a[href='tel:112']\") !== null").await?,
        "112 is one tap away"
    );
    holder.close().await
}

#[tokio::test]
async fn a_deep_link_leads_where_it_says_and_back_leads_home() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&format!("{}/page/visale", counter.address())).await?;
    holder.reads("main h1", "Visale").await?;
    ensure!(holder.path().await? == "/page/visale");
    holder.go(&format!("{}/page/nulle-part", counter.address())).await?;
    ensure!(!holder.text("main h1").await?.is_empty(), "a wrong address has words too");
    holder.close().await
}

#[tokio::test]
async fn no_other_host_hears_of_anything() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    for path in SCREENS {
        holder.follow(path).await?;
    }
    let requests = holder.requests().await?;
    ensure!(requests.iter().any(|url| url.contains("/api/v1/sync")), "the log was read: {requests:?}");
    let elsewhere: Vec<_> =
        requests.into_iter().filter(|url| !url.starts_with(&counter.address()) && !url.starts_with("chrome")).collect();
    ensure!(elsewhere.is_empty(), "{elsewhere:?}");
    holder.close().await
}

fn tagged(screen: &str, objections: Vec<String>) -> Vec<String> {
    objections.into_iter().map(|objection| format!("{screen}: {objection}")).collect()
}
