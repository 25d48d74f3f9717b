//! Android: what only its system can do, asked of the activity.

use std::path::PathBuf;

use dioxus::mobile::Config;
use dioxus::mobile::wry::prelude::dispatch;
use jni::JNIEnv;
use jni::objects::{JObject, JString, JValue};
use shared::domain::Event;

use super::page;

/// Nothing to set before the view.
pub(super) const fn prepare() {}

pub(super) fn configuration() -> Config {
    Config::new().with_custom_index(page::index()).with_background_color((255, 247, 234, 255))
}

/// `Context.getFilesDir()`: private to the app, erased with it, never backed up by our own doing.
pub(super) fn data_folder() -> PathBuf {
    let (send, receive) = std::sync::mpsc::channel();
    dispatch(move |env, activity, _| {
        drop(send.send(files_folder(env, activity).unwrap_or_default()));
    });
    PathBuf::from(receive.recv().unwrap_or_default())
}

fn files_folder(env: &mut JNIEnv<'_>, activity: &JObject<'_>) -> Result<String, jni::errors::Error> {
    let folder = env.call_method(activity, "getFilesDir", "()Ljava/io/File;", &[])?.l()?;
    let path: JString<'_> = env.call_method(folder, "getAbsolutePath", "()Ljava/lang/String;", &[])?.l()?.into();
    Ok(env.get_string(&path)?.into())
}

/// Dials, writes or browses. A web view ignores such links silently, hence the intent.
pub(super) fn open(url: &str) -> bool {
    let action = match url.split(':').next() {
        Some("tel") => "android.intent.action.DIAL",
        Some("mailto" | "sms") => "android.intent.action.SENDTO",
        _ => "android.intent.action.VIEW",
    };
    let url = url.to_owned();
    dispatch(move |env, activity, _| {
        if let Err(error) = start(env, activity, action, &url) {
            tracing::error!(%error, "no activity took the address");
        }
    });
    true
}

fn start(env: &mut JNIEnv<'_>, activity: &JObject<'_>, action: &str, url: &str) -> Result<(), jni::errors::Error> {
    let intent = intent(env, action, url)?;
    launch(env, activity, &intent)
}

fn intent<'a>(env: &mut JNIEnv<'a>, action: &str, url: &str) -> Result<JObject<'a>, jni::errors::Error> {
    let url = env.new_string(url)?;
    let uri = env
        .call_static_method(
            "android/net/Uri",
            "parse",
            "(Ljava/lang/String;)Landroid/net/Uri;",
            &[JValue::Object(&url)],
        )?
        .l()?;
    let action = env.new_string(action)?;
    env.new_object(
        "android/content/Intent",
        "(Ljava/lang/String;Landroid/net/Uri;)V",
        &[JValue::Object(&action), JValue::Object(&uri)],
    )
}

/// The form of the phone's own calendar, filled in: its owner looks at it, and saves it or not. No permission is needed.
pub(super) fn add_to_calendar(_: &str, _: &str, event: Event, place: &str) -> bool {
    let place = place.to_owned();
    dispatch(move |env, activity, _| {
        if let Err(error) = insert(env, activity, &event, &place) {
            // A pending Java exception would abort the process at the next call.
            drop(env.exception_clear());
            tracing::error!(%error, "no calendar took the event");
        }
    });
    true
}

/// `CalendarContract`: its names of extras, milliseconds of time.
fn insert(env: &mut JNIEnv<'_>, activity: &JObject<'_>, event: &Event, place: &str) -> Result<(), jni::errors::Error> {
    let intent = intent(env, "android.intent.action.INSERT", "content://com.android.calendar/events")?;
    let rule = event.rrule.as_deref().unwrap_or_default();
    let texts =
        [("title", event.title.as_str()), ("description", &event.summary), ("eventLocation", place), ("rrule", rule)];
    for (name, value) in texts.into_iter().filter(|(_, value)| !value.is_empty()) {
        let (name, value) = (env.new_string(name)?, env.new_string(value)?);
        env.call_method(
            &intent,
            "putExtra",
            "(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;",
            &[JValue::Object(&name), JValue::Object(&value)],
        )?;
    }
    for (name, value) in [("beginTime", event.start), ("endTime", event.end.unwrap_or(event.start))] {
        let name = env.new_string(name)?;
        env.call_method(
            &intent,
            "putExtra",
            "(Ljava/lang/String;J)Landroid/content/Intent;",
            &[JValue::Object(&name), JValue::Long(value * 1_000)],
        )?;
    }
    let name = env.new_string("allDay")?;
    env.call_method(
        &intent,
        "putExtra",
        "(Ljava/lang/String;Z)Landroid/content/Intent;",
        &[JValue::Object(&name), JValue::Bool(event.all_day.into())],
    )?;
    launch(env, activity, &intent)
}

/// The system's sharing sheet.
pub(super) fn share(title: &str, text: &str) -> bool {
    let (title, text) = (title.to_owned(), text.to_owned());
    dispatch(move |env, activity, _| {
        if let Err(error) = send(env, activity, &title, &text) {
            tracing::error!(%error, "nothing was shared");
        }
    });
    true
}

fn send(env: &mut JNIEnv<'_>, activity: &JObject<'_>, title: &str, text: &str) -> Result<(), jni::errors::Error> {
    let action = env.new_string("android.intent.action.SEND")?;
    let intent = env.new_object("android/content/Intent", "(Ljava/lang/String;)V", &[JValue::Object(&action)])?;
    let kind = env.new_string("text/plain")?;
    env.call_method(&intent, "setType", "(Ljava/lang/String;)Landroid/content/Intent;", &[JValue::Object(&kind)])?;
    for (name, value) in [("android.intent.extra.SUBJECT", title), ("android.intent.extra.TEXT", text)] {
        let (name, value) = (env.new_string(name)?, env.new_string(value)?);
        env.call_method(
            &intent,
            "putExtra",
            "(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;",
            &[JValue::Object(&name), JValue::Object(&value)],
        )?;
    }
    let heading = env.new_string(title)?;
    let chooser = env
        .call_static_method(
            "android/content/Intent",
            "createChooser",
            "(Landroid/content/Intent;Ljava/lang/CharSequence;)Landroid/content/Intent;",
            &[JValue::Object(&intent), JValue::Object(&heading)],
        )?
        .l()?;
    launch(env, activity, &chooser)
}

/// `WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON`.
const FLAG_KEEP_SCREEN_ON: i32 = 0x80;

/// Keeps the screen on and bright while `on`; afterwards as the person set it.
pub(super) fn hold_screen(on: bool) {
    dispatch(move |env, activity, _| {
        if let Err(error) = brighten(env, activity, on) {
            // A pending Java exception would abort the process at the next call.
            drop(env.exception_clear());
            tracing::warn!(%error, "the screen was not kept on");
        }
    });
}

fn brighten(env: &mut JNIEnv<'_>, activity: &JObject<'_>, on: bool) -> Result<(), jni::errors::Error> {
    let window = env.call_method(activity, "getWindow", "()Landroid/view/Window;", &[])?.l()?;
    let flags = [JValue::Int(FLAG_KEEP_SCREEN_ON)];
    env.call_method(&window, if on { "addFlags" } else { "clearFlags" }, "(I)V", &flags)?;
    let attributes =
        env.call_method(&window, "getAttributes", "()Landroid/view/WindowManager$LayoutParams;", &[])?.l()?;
    // -1: `BRIGHTNESS_OVERRIDE_NONE`.
    env.set_field(&attributes, "screenBrightness", "F", JValue::Float(if on { 1.0 } else { -1.0 }))?;
    let attributes = [JValue::Object(&attributes)];
    env.call_method(&window, "setAttributes", "(Landroid/view/WindowManager$LayoutParams;)V", &attributes).map(drop)
}

/// The Keystore encrypts what the app's own preferences hold.
pub(super) fn credential_store() -> Result<std::sync::Arc<keyring_core::CredentialStore>, keyring_core::Error> {
    Ok(android_native_keyring_store::Store::new()?)
}

fn launch(env: &mut JNIEnv<'_>, activity: &JObject<'_>, intent: &JObject<'_>) -> Result<(), jni::errors::Error> {
    let started = env.call_method(activity, "startActivity", "(Landroid/content/Intent;)V", &[JValue::Object(intent)]);
    // A pending Java exception would abort the process at the next call.
    if started.is_err() {
        env.exception_clear()?;
    }
    started.map(drop)
}
