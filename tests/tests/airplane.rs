//! Without network: a first launch, a town's server that dies, one that comes back as another.

use anyhow::{Result, ensure};
use journeys::browser::Browser;
use journeys::counter::Counter;
use journeys::window::Window;
use serde_json::json;

#[tokio::test]
async fn after_one_visit_the_browser_shows_everything_with_the_server_gone() -> Result<()> {
    let mut counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    holder.kept_offline().await?;
    holder.pictures_kept(6).await?;
    holder.follow("/").await?;

    counter.crash().await?;
    holder.reload().await?;

    holder.reads("main", "Se loger").await?;
    holder.follow("/rubrique/se-soigner").await?;
    holder.reads("main h1", "Se soigner").await?;
    holder.follow("/aide").await?;
    holder.reads("main", "3114").await?;
    holder.follow("/actus").await?;
    let pictures = "return [...document.querySelectorAll('main img')].length > 0 && [...document.querySelectorAll('main img')].every((i) => i.loading = 'eager')";
    ensure!(holder.yes(pictures).await?, "news come with pictures");
    journeys::until("every picture is there", || async {
        Ok(holder
            .yes("return [...document.querySelectorAll('main img')].every((i) => i.complete && i.naturalWidth > 0)")
            .await?
            .then_some(()))
    })
    .await?;
    holder.close().await
}

#[tokio::test]
async fn a_first_launch_in_airplane_mode_shows_everything_in_the_window() -> Result<()> {
    let phone = tempfile::tempdir()?;
    let mut app = Window::open(phone.path(), "http://127.0.0.1:9/").await?;
    app.click("main .btn-line").await?;
    app.reads("Se divertir").await?;
    app.click("a[href*='/aide']").await?;
    app.reads("3114").await?;
    app.crash().await?;

    let mut again = Window::open(phone.path(), "http://127.0.0.1:9/").await?;
    again.reads("3114").await?;
    again.crash().await
}

#[tokio::test]
async fn what_was_published_while_away_arrives_when_the_server_is_back() -> Result<()> {
    let mut counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.follow("/actus").await?;
    counter.crash().await?;
    holder.reads(".fresh[data-state='offline']", "").await?;

    counter.publish(&news("retour", "Le bus est gratuit samedi")).await?;
    counter.start().await?;
    holder.reads("main", "Le bus est gratuit samedi").await?;
    holder.close().await
}

#[tokio::test]
async fn a_server_that_lost_its_log_is_followed_from_its_beginning_and_favourites_stay() -> Result<()> {
    let mut counter = Counter::open().await?;
    counter.publish(&news("perdue", "Cette actu sera perdue")).await?;
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.follow("/actus").await?;
    holder.reads("main", "Cette actu sera perdue").await?;
    holder.follow("/page/visale").await?;
    holder.click("button[aria-pressed]").await?;

    counter.lose_everything().await?;
    counter.start().await?;
    holder.follow("/actus").await?;
    journeys::until("the lost item leaves the list", || async {
        Ok((!holder.text("main").await?.contains("Cette actu sera perdue")).then_some(()))
    })
    .await?;
    holder.follow("/favoris").await?;
    holder.reads("main", "Visale").await?;
    holder.close().await
}

fn news(id: &str, title: &str) -> serde_json::Value {
    json!({ "kind": "news", "id": id, "title": title, "summary": "Une actu d’essai.", "publish_at": 1_700_000_000 })
}
