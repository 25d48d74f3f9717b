//! The page in the web view: its head, its files, and the scripts Rust asks of it.

use std::borrow::Cow;
use std::time::Duration;

use crate::hooks::use_effect;
use crate::words::tid;
use dioxus::prelude::*;
use shared::api::Client;
use shared::calendar;
use shared::domain::Event;
use shared::store::Store;

use super::view::wry::RequestAsyncResponder;
use super::view::wry::http::Response;
use super::view::{AssetRequest, use_asset_handler};
use super::{map, now, remember, server_address};
use crate::platform::{PhotoFault, Shape};
use crate::state::{Local, Settings};

const STYLES: [&str; 4] = [
    include_str!("../../../../assets/fonts.css"),
    include_str!("../../../../assets/theme.css"),
    include_str!("../../../../assets/app.css"),
    include_str!("../../../../assets/screens.css"),
];

const FONTS: [(&str, &[u8]); 2] = [
    ("bricolage-grotesque.woff2", include_bytes!("../../../../assets/vendor/fonts/bricolage-grotesque.woff2")),
    (
        "atkinson-hyperlegible-next.woff2",
        include_bytes!("../../../../assets/vendor/fonts/atkinson-hyperlegible-next.woff2"),
    ),
];

/// The document the web view loads.
pub(super) fn index() -> String {
    let script = include_str!("../page.js").replace("\nexport ", "\n");
    include_str!("index.html")
        .replace("{{app_name}}", &crate::embedded::territory().app_name)
        .replace("{{style}}", &STYLES.concat())
        .replace("{{script}}", &script)
}

/// Answers once the page has painted what it holds.
const TWO_FRAMES: &str =
    "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); return true";

/// Longest wait for a painting: a window behind others may paint nothing.
const UNSEEN: Duration = Duration::from_secs(2);

/// Says `painted` on standard output once the page has painted what it holds, when `GUICHET_TELL_PAINT` asks for it.
pub fn tell_paint() {
    let asked = std::env::var_os("GUICHET_TELL_PAINT").is_some();
    if asked {
        spawn(async {
            drop(document::eval(TWO_FRAMES).join::<bool>().await);
            #[expect(clippy::print_stdout, reason = "whoever asked reads it there")]
            {
                println!("painted");
            }
        });
    }
}

/// Time for this thread to answer the page's own questions, for fonts and pictures, before anything else.
const ANSWERS: Duration = Duration::from_millis(100);

/// Waits until the first screen is painted, or is not going to be.
pub async fn painted() {
    drop(tokio::time::timeout(UNSEEN, document::eval(TWO_FRAMES).join::<bool>()).await);
    tokio::time::sleep(ANSWERS).await;
}

/// Serves fonts and pictures, remembers where the person is.
pub fn use_platform(local: Local) {
    remember::use_history(local);
    use_effect(tell_paint);
    use_asset_handler("assets", |request: AssetRequest, responder| {
        let name = request.uri().path().rsplit('/').next().unwrap_or_default();
        match FONTS.iter().find(|(font, _)| *font == name) {
            Some((_, bytes)) => respond(responder, 200, "font/woff2", Cow::Borrowed(bytes)),
            None => respond(responder, 404, "text/plain", Cow::Borrowed(b"")),
        }
    });
    map::use_files();
    use_asset_handler("media", move |request: AssetRequest, responder| {
        let name = request.uri().path().rsplit('/').next().unwrap_or_default();
        let sha256 = name.strip_suffix(".webp").unwrap_or_default().to_owned();
        spawn(async move {
            match picture(local, &sha256).await {
                Some(bytes) => respond(responder, 200, "image/webp", Cow::Owned(bytes)),
                None => respond(responder, 404, "text/plain", Cow::Borrowed(b"")),
            }
        });
    });
}

/// A picture from the store, else from the server, kept for the next time.
async fn picture(local: Local, sha256: &str) -> Option<Vec<u8>> {
    let store = local.store();
    if let Ok(Some(bytes)) = store.media(sha256, now()) {
        return Some(bytes);
    }
    let bytes = Client::new(&server_address()).ok()?.media(sha256).await.ok()?;
    if let Err(error) = store.keep_media(sha256, &bytes, now()) {
        tracing::warn!(%error, "a picture was not kept");
    }
    Some(bytes)
}

/// Fetches the pictures that are not on the phone yet, one after another; a break ends it until the next refresh.
pub fn keep_pictures(store: &Store) {
    let store = store.clone();
    spawn(async move {
        let Ok(client) = Client::new(&server_address()) else { return };
        for picture in store.pictures().unwrap_or_default() {
            if store.has_media(&picture.sha256).unwrap_or(true) {
                continue;
            }
            let kept = match client.media(&picture.sha256).await {
                Ok(bytes) => store.keep_media(&picture.sha256, &bytes, now()).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = kept {
                tracing::warn!(%error, "a picture was not kept");
                return;
            }
        }
    });
}

pub(super) fn respond(responder: RequestAsyncResponder, status: u16, kind: &str, body: Cow<'static, [u8]>) {
    match Response::builder().status(status).header("content-type", kind).body(body) {
        Ok(response) => responder.respond(response),
        Err(error) => tracing::error!(%error, "no answer for the web view"),
    }
}

/// A Rust string as a JavaScript one.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A device carries every language.
pub async fn words(_: &str) -> Option<String> {
    None
}

/// Theme, text size, language and motion on the page's root.
pub fn apply_look(settings: &Settings) {
    let motion = if settings.reduced_motion { "reduced" } else { "auto" };
    document::eval(&format!(
        "look({}, {}, {}, {})",
        quoted(settings.theme.name()),
        settings.text_size,
        quoted(&settings.language),
        quoted(motion)
    ));
}

/// Shares a screen: the phone's own sheet, else its address is copied.
pub fn share(title: &str, text: &str, path: &str) {
    let address = format!("{}{}", server_address().trim_end_matches('/'), path);
    if super::system::share(title, &format!("{text}\n{address}")) {
        return;
    }
    let script = format!("return await share({}, {}, {})", quoted(title), quoted(text), quoted(&address));
    let local = consume_context::<Local>();
    let (copied, failed) = (tid!("link-copied"), tid!("share-failed"));
    spawn(async move {
        match document::eval(&script).join::<String>().await.as_deref() {
            Ok("shared") => {}
            Ok("copied") => local.notify(copied),
            _ => local.notify(failed),
        }
    });
}

/// Reads aloud.
pub fn speak(text: &str, language: &str) {
    let script = format!("return speak({}, {})", quoted(text), quoted(language));
    let local = consume_context::<Local>();
    let none = tid!("no-voice");
    spawn(async move {
        if !matches!(document::eval(&script).join::<bool>().await, Ok(true)) {
            local.notify(none);
        }
    });
}

/// Stops reading aloud.
pub fn stop_speaking() {
    document::eval("hush()");
}

/// The photo chosen in the field `id`. `None`: none was.
pub async fn read_photo(id: &str, shape: Shape) -> Option<Result<Vec<u8>, PhotoFault>> {
    let script = format!("return await readPhoto({}, {})", quoted(id), shape == Shape::Whole);
    let answer = document::eval(&script).join::<String>().await.unwrap_or_default();
    super::super::photo::answer(&answer, shape)
}

/// Hands a text over: by the phone's sharing sheet, on a desk as a file among the downloads.
pub fn save_file(name: &str, text: &str) {
    if super::system::share(name, text) {
        return;
    }
    let local = consume_context::<Local>();
    let folder = dirs::download_dir().unwrap_or_else(super::data_folder);
    let path = folder.join(name);
    match std::fs::write(&path, text) {
        Ok(()) => local.notify(tid!("file-saved", path: path.display().to_string())),
        Err(error) => {
            tracing::error!(%error, "a file was not saved");
            local.notify(tid!("not-kept"));
        }
    }
}

/// Hands an event over to the calendar of the phone; on a desk its file is among the downloads.
pub fn add_to_calendar(name: &str, file: &str, event: &Event, place: &str) {
    let timezone = &crate::state::territory().timezone;
    // A calendar that is not given the file knows no skipped days: the next date alone is better than one at a closed door.
    let mut entry = event.clone();
    if !event.except.is_empty()
        && let Some(next) = calendar::occurrences(event, timezone, now(), now() + 370 * 86_400).first()
    {
        (entry.start, entry.end, entry.rrule) = (next.start, Some(next.end), None);
    }
    if entry.all_day {
        // Calendars of phones count whole days in UTC.
        let midnight = |at| calendar::local(timezone, at).date().and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
        (entry.start, entry.end) = (midnight(entry.start), entry.end.map(|end| midnight(end - 1) + 86_400));
    }
    if !super::system::add_to_calendar(name, file, entry, place) {
        save_file(name, file);
    }
}

/// The system is told nothing by this app yet: the calendar's own alarm is offered instead.
pub const fn remind(_: &str, _: &str) {}

/// Copies a text. Whether it worked.
pub async fn copy_text(text: &str) -> bool {
    let script = format!("return await copyText({})", quoted(text));
    matches!(document::eval(&script).join::<bool>().await, Ok(true))
}

/// Keeps what is being read where it is.
pub fn hold_scroll() {
    document::eval("holdScroll()");
}

/// No console holds a window or a phone's app in a frame.
pub fn use_preview() -> ReadSignal<Option<String>> {
    use_signal(|| None).into()
}
