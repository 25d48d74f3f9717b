//! Phones of people who asked for notifications, or did not, and what was told to them.

use app::platform::{self, PushDevice, PushUnable};
use shared::domain::Record;
use shared::protocol::{
    PushOffer, PushProvider, PushSubscription, PushTarget, PushTopic, SyncPage, WireRecord, push_topic,
};
use shared::store::{PushFault, Store, StoreError};

const DAY: i64 = 86_400;

/// Where notifications can stand.
pub(crate) const STATES: [&str; 13] = [
    "unknown",
    "off",
    "on",
    "on-some",
    "waiting",
    "failed",
    "refused",
    "no-server",
    "denied",
    "server",
    "browser",
    "home-screen",
    "app",
];

/// Puts a phone into such a state.
pub(crate) fn put(phone: &Store, state: &str, now: i64) -> Result<(), StoreError> {
    phone.want_push(false)?;
    platform::set_push_state(match state {
        "unknown" | "off" | "server" => PushDevice::Unasked,
        "denied" => PushDevice::Denied,
        "browser" => PushDevice::Unable(PushUnable::Browser),
        "home-screen" => PushDevice::Unable(PushUnable::HomeScreen),
        "app" => PushDevice::Unable(PushUnable::App),
        _ => PushDevice::Allowed,
    });
    if state == "unknown" {
        return Ok(());
    }
    let topic = |title: &str| PushTopic { id: push_topic(title), title: title.to_owned() };
    let providers = if matches!(state, "server" | "no-server") { Vec::new() } else { vec![PushProvider::Web] };
    let topics = ["Culture", "Emploi", "Santé & bien-être", "Sport", "Vie lycéenne"].map(topic).into();
    phone.push_offered(&PushOffer { providers, vapid_key: None, topics }, now)?;
    if !matches!(state, "on" | "on-some" | "waiting" | "failed" | "refused" | "no-server") {
        return Ok(());
    }
    phone.want_push(true)?;
    let topics = if state == "on-some" { vec!["culture".to_owned(), "sport".to_owned()] } else { Vec::new() };
    phone.choose_push(&topics, phone.push()?.quiet)?;
    match state {
        "failed" => phone.push_failed(Some(PushFault::Failed), now + 60),
        "refused" => phone.push_failed(Some(PushFault::Refused), now + DAY),
        "waiting" => Ok(()),
        _ => {
            let target = PushTarget::Web {
                endpoint: "https://push.example/1".to_owned(),
                p256dh: "BA".to_owned(),
                auth: "AA".to_owned(),
            };
            let quiet = phone.push()?.quiet;
            phone.push_sent(&PushSubscription { target, topics, lang: "fr".to_owned(), quiet, replaces: None }, now)
        }
    }
}

/// Tells of the first news of the content, each an hour after the one before, and opens the first of them.
pub(crate) fn tell(phone: &Store, now: i64) -> Result<Vec<String>, StoreError> {
    phone.begin_inbox(now - DAY)?;
    let seq = phone.cursor()?.map_or(1, |cursor| cursor.seq + 1);
    let (mut told, mut upserts) = (Vec::new(), Vec::new());
    for (hours, mut news) in (1..=3).zip(phone.news(now)?) {
        news.notified_at = Some(now - hours * 3_600);
        told.push(news.id.clone());
        upserts.extend(WireRecord::from_record(seq, &Record::News(news)).ok());
    }
    let page = SyncPage { log: "L".to_owned(), next: seq, more: false, server_time: now, upserts, deletes: Vec::new() };
    phone.apply(&page, now)?;
    if let Some(id) = told.last() {
        phone.note_opened(id)?;
    }
    Ok(told)
}
