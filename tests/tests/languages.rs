//! A language that the web app does not carry: fetched when it is chosen, there ever after.

use anyhow::Result;
use journeys::browser::Browser;
use journeys::counter::Counter;

#[tokio::test]
async fn a_language_is_fetched_when_chosen_and_stays_without_network() -> Result<()> {
    let mut counter = Counter::open().await?;
    let phone = Browser::open().await?;
    phone.go(&counter.address()).await?;
    phone.skip_welcome().await?;
    phone.filled().await?;
    phone.kept_offline().await?;
    phone.follow("/reglages").await?;
    phone.reads("main h1", "Réglages").await?;
    phone.click("label[lang=en] input").await?;
    phone.reads("main h1", "Settings").await?;
    phone.keeps("\"language\":\"en\"").await?;
    counter.crash().await?;
    phone.reload().await?;
    phone.reads("main h1", "Settings").await?;
    phone.click("label[lang=fr] input").await?;
    phone.reads("main h1", "Réglages").await?;
    phone.close().await
}
