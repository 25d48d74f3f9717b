//! Someone asks to be told of news, and is: the app closed, the network gone, or open in front of them.

use anyhow::{Result, ensure};
use journeys::browser::Browser;
use journeys::counter::Counter;
use journeys::until;
use serde_json::{Value, json};

/// A browser's push service is somebody else's machine, which no test may ask: the browser here is subscribed at once, to an
/// address of its own machine, with a real key (a P-256 point). The town's answers about notifications are scripted too, so that
/// what it is told can be read; all else is the real server. What comes after (the message, the worker, the notification, the
/// way to the news) is the browser's own.
const SCRIPT: &str = "(() => {
    const offer = {
        providers: ['web'],
        vapid_key: 'BMDrRe4-4Wx4B2ldfKCVGnp6Cooy1EsdYQ9KMT_kcI9uRY1pjTbkxD9UTLcGKgH2fsXSqe6DDwN7E93u2cHcfqw',
        topics: [{ id: 'culture', title: 'Culture' }, { id: 'emploi', title: 'Emploi' }],
    };
    const keys = {
        p256dh: 'BAJbhSM6CGtFOfZh06LACX-9aiQsTverZS2zz03oRR5kcOkyvHA1pJNjx4lKKqpRJPBJyS2-UJjO3iZIVdPi00g',
        auth: 'yM2BEATNvN60Y0IFSbQ4Fw',
    };
    globalThis.told = [];
    const real = globalThis.fetch;
    globalThis.fetch = async (address, init) => {
        const { pathname } = new URL(address, location.href);
        if (pathname === '/api/v1/push') return Response.json(offer);
        if (pathname !== '/api/v1/push/subscription') return real(address, init);
        told.push([init.method, JSON.parse(new TextDecoder().decode(init.body))]);
        return new Response(null, { status: 204 });
    };
    let held = null;
    PushManager.prototype.getSubscription = async () => held;
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        const plain = atob(applicationServerKey.replaceAll('-', '+').replaceAll('_', '/'));
        return (held = {
            options: { applicationServerKey: Uint8Array.from(plain, (one) => one.charCodeAt(0)).buffer },
            toJSON: () => ({ endpoint: 'https://127.0.0.1:9/push/1', keys }),
            unsubscribe: async () => ((held = null), true),
        });
    };
})()";

const SWITCH: &str = "input[aria-describedby='notify-state']";

#[tokio::test]
async fn a_notification_leads_to_its_news_with_the_app_closed_and_the_server_gone() -> Result<()> {
    let mut counter = Counter::open().await?;
    let holder = reader(&counter).await?;
    holder.filled().await?;
    ensure!(told(&holder).await?.is_empty(), "nothing is said before someone asks");
    holder.reads(".invitation", "On te prévient des actus").await?;
    holder.answers_notifications(&counter.address(), "granted").await?;
    holder.click(".invitation .chip-full").await?;
    holder.reads(".invitation", "C’est noté").await?;
    let first = last_told(&holder, "PUT").await?;
    ensure!(first.pointer("/target/endpoint") == Some(&json!("https://127.0.0.1:9/push/1")), "{first}");
    holder.kept_offline().await?;
    until("the worker knows where the content stands", || async {
        Ok((holder.in_worker("briefed().then(({ log }) => Boolean(log))").await? == Value::Bool(true)).then_some(()))
    })
    .await?;

    // The app is closed when it happens; another page of the server keeps the browser's worker within reach.
    holder.visit(&format!("{}/healthz", counter.address())).await?;
    counter.publish(&news("concert", "Concert gratuit au Jard")).await?;
    // Published by another process than the one that serves: a server that notifies knows what it notifies of.
    until("the server knows it", || async {
        let known =
            "fetch('/api/v1/sync?since=0').then((answer) => answer.text()).then((all) => all.includes('gratuit au Jard'))";
        Ok((holder.in_worker(known).await? == Value::Bool(true)).then_some(()))
    })
    .await?;
    holder.receives_push(&counter.address(), &payload("concert", "Concert gratuit au Jard", &json!({}))).await?;
    shows(&holder, &["Concert gratuit au Jard"]).await?;
    until("its news are on the phone", || async {
        let kept =
            "withStore('readonly', (store) => store.get('ahead')).then((ahead) => ahead?.[1].includes('gratuit au Jard'))";
        Ok((holder.in_worker(kept).await? == Value::Bool(true)).then_some(()))
    })
    .await?;
    counter.crash().await?;

    // What the browser opens for a notification when no app is open.
    let leads = holder.notifications().await?;
    ensure!(leads.iter().all(|(_, path)| path == "/actus/concert"), "{leads:?}");
    holder.go(&format!("{}/actus/concert", counter.address())).await?;
    holder.reads("main h1", "Concert gratuit au Jard").await?;
    holder.reads("main", "Trois groupes d’ici").await?;
    holder.follow("/notifications").await?;
    holder.reads(".told", "Concert gratuit au Jard").await?;
    ensure!(!holder.text(".told").await?.contains("Non lue"), "it was opened");
    holder.close().await
}

#[tokio::test]
async fn an_open_app_is_led_to_the_news_and_the_inbox_shows_what_was_told_meanwhile() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = reader(&counter).await?;
    holder.filled().await?;
    switched_on(&holder, &counter).await?;
    holder.follow("/").await?;
    for (id, title) in [("forum", "Forum des métiers"), ("cirque", "Le cirque ouvre ses portes")] {
        counter.publish(&news(id, title)).await?;
        holder.receives_push(&counter.address(), &payload(id, title, &json!({}))).await?;
    }
    shows(&holder, &["Forum des métiers", "Le cirque ouvre ses portes"]).await?;
    until("the bell says so", || async {
        let name = "return document.querySelector('.bell-new')?.getAttribute('aria-label') ?? ''";
        Ok(holder.run(name, Vec::new()).await?.as_str().is_some_and(|name| name.contains('2')).then_some(()))
    })
    .await?;

    // The same record again takes the place of the former notification.
    holder.receives_push(&counter.address(), &payload("forum", "Forum des métiers, reporté", &json!({}))).await?;
    shows(&holder, &["Forum des métiers, reporté", "Le cirque ouvre ses portes"]).await?;

    // A press, but for the finger: only a real one lets a worker bring a window to the front.
    holder.run("globalThis.never_left = true", Vec::new()).await?;
    holder.in_worker("void lead('/actus/forum').catch(() => {})").await?;
    holder.reads("main h1", "Forum des métiers").await?;
    ensure!(holder.path().await? == "/actus/forum");
    ensure!(holder.yes("return globalThis.never_left === true").await?, "the app was not loaded again");

    holder.follow("/notifications").await?;
    holder.reads("main", "1 non lue").await?;
    let objections = holder.objected("/notifications").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    holder.click("main .chip").await?;
    until("all is read", || async { Ok((!holder.text("main").await?.contains("Non lue")).then_some(())) }).await?;
    holder.close().await
}

#[tokio::test]
async fn choices_reach_the_server_and_the_age_never_does() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = reader(&counter).await?;
    holder.filled().await?;
    switched_on(&holder, &counter).await?;
    holder.run("const age = document.getElementById('age'); age.value = '15'; age.dispatchEvent(new Event('change', { bubbles: true }))", Vec::new()).await?;
    holder.click("[aria-labelledby='notify-topics'] .chip:nth-of-type(2)").await?;
    until("the category is told", || async {
        let last = last_told(&holder, "PUT").await?;
        Ok((last.get("topics") == Some(&json!(["culture"]))).then_some(()))
    })
    .await?;
    holder.run("const to = document.getElementById('quiet-to'); to.value = '480'; to.dispatchEvent(new Event('change', { bubbles: true }))", Vec::new()).await?;
    until("the hours are told", || async {
        let last = last_told(&holder, "PUT").await?;
        Ok((last.get("quiet") == Some(&json!({ "from": 1_320, "to": 480 }))).then_some(()))
    })
    .await?;
    ensure!(!told(&holder).await?.iter().any(|one| one.to_string().contains("age")), "nothing about the person");
    let objections = holder.objected("/reglages").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));

    // The phone knows the age: what is for others is taken away at once.
    until("the worker knows the age", || async {
        Ok((holder.in_worker("briefed().then(({ age }) => age)").await? == 15).then_some(()))
    })
    .await?;
    for (id, title, audience) in [
        ("permis", "Pour les dix-huit ans", json!({ "from": 18 })),
        ("cine", "Pour les collégiens", json!({ "to": 15 })),
    ] {
        holder.receives_push(&counter.address(), &payload(id, title, &audience)).await?;
    }
    shows(&holder, &["Pour les collégiens"]).await?;

    holder.click(&format!("{SWITCH} + span")).await?;
    let ended = last_told(&holder, "DELETE").await?;
    ensure!(ended.pointer("/target/endpoint") == Some(&json!("https://127.0.0.1:9/push/1")), "{ended}");
    holder.reads("#notify-state", "Coupées").await?;
    holder.close().await
}

#[tokio::test]
async fn refused_by_the_phone_it_says_how_to_change_that_and_stays_off() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = reader(&counter).await?;
    holder.filled().await?;
    // No test can press a button of the browser's own: it answers by itself, as someone who says no would make it.
    let answer = "Notification.requestPermission = async () => {
        Object.defineProperty(Notification, 'permission', { value: 'denied' });
        return 'denied';
    }";
    holder.run(answer, Vec::new()).await?;
    holder.click(".invitation .chip-full").await?;
    holder.reads(".invitation", "bloque les notifications").await?;
    holder.answers_notifications(&counter.address(), "denied").await?;
    holder.reload().await?;
    ensure!(!holder.text("main").await?.contains("On te prévient"), "who said no is not asked again");
    holder.follow("/reglages").await?;
    holder.reads("#notify-state", "Pour changer ça").await?;
    for _ in 0..2 {
        holder.click(&format!("{SWITCH} + span")).await?;
        until("the switch goes back", || async {
            let off = "return document.querySelector(arguments[0]).checked === false";
            Ok((holder.run(off, vec![SWITCH.into()]).await? == Value::Bool(true)).then_some(()))
        })
        .await?;
    }
    let objections = holder.objected("/reglages").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    ensure!(told(&holder).await?.is_empty(), "the server heard of nothing");
    holder.close().await
}

/// Someone who reads the town's app in a browser that can be told.
async fn reader(counter: &Counter) -> Result<Browser> {
    let holder = Browser::open().await?;
    holder.answers_notifications(&counter.address(), "prompt").await?;
    holder.with_a_script(SCRIPT).await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    Ok(holder)
}

/// Switches notifications on in the settings, and waits until the server was told.
async fn switched_on(holder: &Browser, counter: &Counter) -> Result<()> {
    holder.kept_offline().await?;
    holder.answers_notifications(&counter.address(), "granted").await?;
    holder.follow("/reglages").await?;
    holder.click(&format!("{SWITCH} + span")).await?;
    holder.reads("#notify-state", "C’est en place").await?;
    last_told(holder, "PUT").await.map(drop)
}

/// Waits until these notifications are on the screen, and no others.
async fn shows(holder: &Browser, titles: &[&str]) -> Result<()> {
    until("the notifications", || async {
        let mut shown: Vec<String> = holder.notifications().await?.into_iter().map(|(title, _)| title).collect();
        shown.sort_unstable();
        ensure!(shown == titles, "on the screen: {shown:?}");
        Ok(Some(()))
    })
    .await
}

/// What the server was told: method and body.
async fn told(holder: &Browser) -> Result<Vec<Value>> {
    Ok(serde_json::from_value(holder.run("return globalThis.told", Vec::new()).await?)?)
}

/// The last of one method, once there is one.
async fn last_told(holder: &Browser, method: &str) -> Result<Value> {
    until(&format!("the server hears {method}"), || async {
        let of_method = |one: &&Value| one.get(0).and_then(Value::as_str) == Some(method);
        Ok(told(holder).await?.iter().rev().find(of_method).and_then(|one| one.get(1)).cloned())
    })
    .await
}

#[expect(clippy::disallowed_methods, reason = "a journey is played at the real time")]
fn news(id: &str, title: &str) -> Value {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    json!({
        "kind": "news", "id": id, "title": title, "summary": "Samedi à 18 h.", "body": "Trois groupes d’ici.",
        "publish_at": 1_700_000_000, "notified_at": now + 1,
    })
}

fn payload(id: &str, title: &str, audience: &Value) -> Value {
    json!({ "v": 1, "kind": "news", "id": id, "title": title, "body": "Samedi à 18 h.", "audience": audience })
}
