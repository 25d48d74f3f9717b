//! Two tabs of one browser: whatever is done in either is there in both, and nothing typed is lost.

use anyhow::Result;
use journeys::browser::Browser;
use journeys::counter::Counter;
use journeys::until;

#[tokio::test]
async fn two_tabs_keep_what_was_done_in_both() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    holder.follow("/contact").await?;
    holder.fill("#message-text", "Bonjour").await?;
    holder.keeps("Bonjour").await?;

    let first = holder.tab().await?;
    holder.open_tab(&format!("{}/contact", counter.address())).await?;
    typed(&holder, "Bonjour").await?;
    holder.fill("#message-text", ", je cherche").await?;
    holder.keeps("Bonjour, je cherche").await?;
    holder.follow("/page/visale").await?;
    holder.click("button[aria-pressed]").await?;

    // The first tab was never loaded again, and goes on where the second stopped.
    holder.to_tab(&first).await?;
    typed(&holder, "Bonjour, je cherche").await?;
    holder.fill("#message-text", " un studio").await?;
    holder.keeps("Bonjour, je cherche un studio").await?;
    holder.follow("/favoris").await?;
    holder.reads("main", "Visale").await?;

    // And so does whoever comes later.
    holder.reload().await?;
    holder.reads("main", "Visale").await?;
    holder.follow("/contact").await?;
    typed(&holder, "Bonjour, je cherche un studio").await?;
    holder.close().await
}

async fn typed(holder: &Browser, words: &str) -> Result<()> {
    until(&format!("the form reads «{words}»"), || async {
        let value = holder.run("return document.querySelector('#message-text')?.value ?? ''", Vec::new()).await?;
        Ok((value.as_str() == Some(words)).then_some(()))
    })
    .await
}
