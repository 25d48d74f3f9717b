//! A phone that wants to be told of news, its system, and the server: what is asked, what is kept, what a bad network
//! changes.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use shared::domain::{Audience, News, Reader, Record, Sourced};
use shared::protocol::{
    PushOffer, PushProvider, PushSubscription, PushTarget, PushTopic, QuietHours, SyncPage, WireRecord,
};
use shared::store::{Location, PushFault, QUIET_BY_DEFAULT, Seed, Store, Which};
use shared::sync::push::{Step, is_due, next_step};
use shared::sync::{Haste, PushOffice, Receiver, RemoteError, keep_push};

const NOW: i64 = 1_795_450_200;
const DAY: i64 = 86_400;
const KEY: &str = "BKey";

/// A server that answers what it was told to, and notes what it was asked.
struct Office {
    offer: RefCell<PushOffer>,
    failures: RefCell<VecDeque<RemoteError>>,
    asked: RefCell<Vec<String>>,
    told: RefCell<Vec<PushSubscription>>,
}

impl Default for Office {
    fn default() -> Self {
        let offer = PushOffer {
            providers: vec![PushProvider::Web],
            vapid_key: Some(KEY.to_owned()),
            topics: vec![PushTopic { id: "culture".to_owned(), title: "Culture".to_owned() }],
        };
        Self {
            offer: RefCell::new(offer),
            failures: RefCell::default(),
            asked: RefCell::default(),
            told: RefCell::default(),
        }
    }
}

impl Office {
    fn fails(self, errors: impl IntoIterator<Item = RemoteError>) -> Self {
        self.failures.borrow_mut().extend(errors);
        self
    }

    fn hear(&self, what: String) -> Result<(), RemoteError> {
        self.asked.borrow_mut().push(what);
        self.failures.borrow_mut().pop_front().map_or(Ok(()), Err)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.take()
    }
}

impl PushOffice for Office {
    async fn offer(&self) -> Result<PushOffer, RemoteError> {
        self.hear("offer".to_owned())?;
        Ok(self.offer.borrow().clone())
    }

    async fn subscribe(&self, subscription: &PushSubscription) -> Result<(), RemoteError> {
        self.hear(format!("subscribe {}", subscription.target.token()))?;
        self.told.borrow_mut().push(subscription.clone());
        Ok(())
    }

    async fn unsubscribe(&self, target: &PushTarget) -> Result<(), RemoteError> {
        self.hear(format!("unsubscribe {}", target.token()))
    }
}

/// A browser that is reached where it says.
struct Phone {
    endpoint: Cell<&'static str>,
    fault: Cell<Option<PushFault>>,
    asked: Cell<u32>,
}

impl Default for Phone {
    fn default() -> Self {
        Self { endpoint: Cell::new("https://push.example/a"), fault: Cell::new(None), asked: Cell::new(0) }
    }
}

impl Receiver for Phone {
    fn provider(&self) -> Option<PushProvider> {
        Some(PushProvider::Web)
    }

    async fn target(&self, key: Option<&str>) -> Result<PushTarget, PushFault> {
        self.asked.set(self.asked.get() + 1);
        assert!(key.is_some(), "a browser subscribes with the server's key");
        self.fault.get().map_or_else(|| Ok(target(self.endpoint.get())), Err)
    }
}

fn target(endpoint: &str) -> PushTarget {
    PushTarget::Web { endpoint: endpoint.to_owned(), p256dh: "BA".to_owned(), auth: "AA".to_owned() }
}

fn store() -> Store {
    Store::open(Location::memory(), &Seed::of("seed", Vec::new()), NOW).unwrap()
}

async fn round(store: &Store, office: &Office, phone: &Phone, now: i64, haste: Haste) -> bool {
    keep_push(store, office, phone, "fr", now, haste).await.unwrap()
}

fn refusal(status: u16) -> RemoteError {
    RemoteError::Refused { status, kind: String::new() }
}

#[tokio::test]
async fn nothing_is_asked_of_anybody_until_someone_asks_for_notifications() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    for haste in [Haste::Due, Haste::Looking, Haste::Now] {
        assert!(!round(&store, &office, &phone, NOW, haste).await);
    }
    assert_eq!((office.asked().len(), phone.asked.get()), (0, 0));
    assert_eq!(store.push().unwrap().quiet, Some(QUIET_BY_DEFAULT));
}

#[tokio::test]
async fn switched_on_the_server_learns_what_is_wanted_and_nothing_else() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    store.want_push(true).unwrap();
    assert!(round(&store, &office, &phone, NOW, Haste::Now).await);
    assert_eq!(office.asked(), ["offer", "subscribe https://push.example/a"]);
    let told = office.told.take();
    assert_eq!(
        serde_json::to_value(&told).unwrap(),
        serde_json::json!([{
            "target": { "provider": "web", "endpoint": "https://push.example/a", "p256dh": "BA", "auth": "AA" },
            "lang": "fr",
            "quiet": { "from": 1_320, "to": 420 },
        }]),
    );
    assert!(!round(&store, &office, &phone, NOW + 60, Haste::Due).await, "once is enough");
}

#[tokio::test]
async fn a_choice_reaches_the_server_alone() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW, Haste::Now).await;
    office.asked();
    let school = QuietHours { from: 8 * 60, to: 17 * 60 };
    store.choose_push(&["culture".to_owned()], Some(school)).unwrap();
    round(&store, &office, &phone, NOW + 60, Haste::Due).await;
    assert_eq!(office.asked(), ["subscribe https://push.example/a"]);
    let told = office.told.take().pop().unwrap();
    assert_eq!((told.topics, told.quiet, told.replaces), (vec!["culture".to_owned()], Some(school), None));

    store.choose_push(&[], None).unwrap();
    round(&store, &office, &phone, NOW + 120, Haste::Due).await;
    let told = office.told.take().pop().unwrap();
    assert!(told.topics.is_empty() && told.quiet.is_none());
}

#[tokio::test]
async fn a_subscription_is_sent_again_each_month_and_a_new_token_names_the_old_one() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW, Haste::Now).await;
    office.asked();
    round(&store, &office, &phone, NOW + 29 * DAY, Haste::Due).await;
    assert_eq!(office.asked(), ["offer"], "what is possible is asked each day");
    round(&store, &office, &phone, NOW + 30 * DAY, Haste::Due).await;
    assert_eq!(office.asked(), ["offer", "subscribe https://push.example/a"]);

    phone.endpoint.set("https://push.example/b");
    round(&store, &office, &phone, NOW + 31 * DAY, Haste::Due).await;
    assert_eq!(office.asked(), ["offer", "subscribe https://push.example/b"]);
    assert_eq!(office.told.take().pop().unwrap().replaces.as_deref(), Some("https://push.example/a"));
    assert!(!is_due(&store, PushProvider::Web, "fr", NOW + 31 * DAY).unwrap());
    assert!(is_due(&store, PushProvider::Web, "en", NOW + 31 * DAY).unwrap(), "another language is told");
}

#[tokio::test]
async fn a_server_with_another_key_is_subscribed_to_anew() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW, Haste::Now).await;
    office.offer.borrow_mut().vapid_key = Some("BOther".to_owned());
    phone.endpoint.set("https://push.example/b");
    round(&store, &office, &phone, NOW + DAY, Haste::Due).await;
    assert_eq!(phone.asked.get(), 2);
    assert_eq!(store.push().unwrap().sent_to.unwrap(), target("https://push.example/b"));
}

#[tokio::test]
async fn without_network_it_waits_longer_each_time_and_a_press_waits_for_nothing() {
    let (store, phone) = (store(), Phone::default());
    let office = Office::default().fails([RemoteError::Unreachable, RemoteError::Unreachable]);
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW, Haste::Due).await;
    assert!(!round(&store, &office, &phone, NOW + 4, Haste::Due).await);
    round(&store, &office, &phone, NOW + 5, Haste::Due).await;
    assert_eq!(store.push().unwrap().next_try_at, NOW + 15);
    round(&store, &office, &phone, NOW + 6, Haste::Now).await;
    assert!(store.push().unwrap().sent.is_some());
}

#[tokio::test]
async fn switched_off_the_server_is_told_as_soon_as_it_can_be_reached() {
    let (store, phone) = (store(), Phone::default());
    let office = Office::default();
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW, Haste::Now).await;
    office.asked();

    store.want_push(false).unwrap();
    office.failures.borrow_mut().extend([RemoteError::Unreachable, refusal(404)]);
    round(&store, &office, &phone, NOW + 10, Haste::Now).await;
    assert!(!round(&store, &office, &phone, NOW + 11, Haste::Due).await);
    round(&store, &office, &phone, NOW + 20, Haste::Due).await;
    assert_eq!(office.asked(), ["unsubscribe https://push.example/a"; 2], "a server that has none is content");
    assert!(store.push_endings().unwrap().is_empty());
    assert!(!is_due(&store, PushProvider::Web, "fr", NOW + 90 * DAY).unwrap());
}

#[tokio::test]
async fn erasing_everything_ends_the_subscription_and_keeps_no_choice() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    store.want_push(true).unwrap();
    store.choose_push(&["sante-mentale".to_owned()], None).unwrap();
    round(&store, &office, &phone, NOW, Haste::Now).await;
    office.asked();
    store.erase_personal().unwrap();
    let kept = store.export(Which::Personal).unwrap();
    assert!(!kept.windows(5).any(|bytes| bytes == b"sante"), "what was chosen is gone from the file");
    round(&store, &office, &phone, NOW + 1, Haste::Due).await;
    assert_eq!(office.asked(), ["unsubscribe https://push.example/a"]);
    assert_eq!(store.push().unwrap(), shared::store::HeldPush::default());
}

#[tokio::test]
async fn on_again_before_the_server_heard_of_off_it_stays_on() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW, Haste::Now).await;
    office.asked();
    store.want_push(false).unwrap();
    office.failures.borrow_mut().push_back(RemoteError::Unreachable);
    round(&store, &office, &phone, NOW + 10, Haste::Now).await;
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW + 11, Haste::Due).await;
    assert_eq!(office.asked(), ["unsubscribe https://push.example/a", "subscribe https://push.example/a"]);
    assert!(store.push_endings().unwrap().is_empty(), "the same target is not ended afterwards");
}

#[tokio::test]
async fn a_phone_that_forbids_notifications_is_switched_off_and_its_subscription_ended() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW, Haste::Now).await;
    office.asked();
    phone.fault.set(Some(PushFault::Denied));
    round(&store, &office, &phone, NOW + DAY, Haste::Due).await;
    let held = store.push().unwrap();
    assert_eq!((held.wanted, held.fault), (false, Some(PushFault::Denied)));
    round(&store, &office, &phone, NOW + DAY + 1, Haste::Due).await;
    assert_eq!(office.asked(), ["offer", "unsubscribe https://push.example/a"]);
    assert!(!round(&store, &office, &phone, NOW + 3 * DAY, Haste::Now).await, "nor is it asked again by itself");
}

#[tokio::test]
async fn a_server_that_cannot_or_will_not_is_asked_again_another_day() {
    let (store, office, phone) = (store(), Office::default(), Phone::default());
    office.failures.borrow_mut().push_back(refusal(404));
    store.want_push(true).unwrap();
    round(&store, &office, &phone, NOW, Haste::Now).await;
    assert_eq!(office.asked(), ["offer"]);
    assert_eq!((store.push().unwrap().offer, phone.asked.get()), (Some(PushOffer::default()), 0));

    office.failures.borrow_mut().extend([RemoteError::Busy { status: 503, retry_after: Some(60) }]);
    round(&store, &office, &phone, NOW + DAY, Haste::Due).await;
    assert_eq!(store.push().unwrap().next_try_at, NOW + DAY + 60);
    assert_eq!(office.asked(), ["offer"]);
    round(&store, &office, &phone, NOW + DAY + 60, Haste::Due).await;
    assert_eq!(office.asked(), ["offer", "subscribe https://push.example/a"]);

    store.choose_push(&["culture".to_owned()], None).unwrap();
    office.failures.borrow_mut().push_back(refusal(422));
    round(&store, &office, &phone, NOW + DAY + 70, Haste::Due).await;
    assert_eq!(store.push().unwrap().fault, Some(PushFault::Refused));
    assert!(!round(&store, &office, &phone, NOW + DAY + 80, Haste::Due).await);
}

#[test]
fn a_clock_that_was_put_back_silences_nothing() {
    let store = store();
    store.want_push(true).unwrap();
    store.push_offered(&Office::default().offer.take(), NOW).unwrap();
    let step = |now| next_step(&store.push().unwrap(), PushProvider::Web, "fr", now, Haste::Due);
    assert_eq!(step(NOW + 10), Some(Step::Reach(Some(KEY.to_owned()))));
    assert_eq!(step(NOW - 10), Some(Step::Ask));
}

#[tokio::test]
async fn switched_off_while_the_server_takes_it_it_is_ended() {
    let store = store();
    store.want_push(true).unwrap();
    let taken = PushSubscription {
        target: target("https://push.example/a"),
        topics: Vec::new(),
        lang: "fr".to_owned(),
        quiet: None,
        replaces: None,
    };
    store.want_push(false).unwrap();
    store.push_sent(&taken, NOW).unwrap();
    assert_eq!(store.push_endings().unwrap().pop().unwrap().target, taken.target);
}

fn news(id: &str, notified_at: Option<i64>) -> News {
    News {
        id: id.to_owned(),
        title: id.to_owned(),
        summary: String::new(),
        body: String::new(),
        category: Some("Culture".to_owned()),
        audience: Audience::default(),
        communes: Vec::new(),
        interests: Vec::new(),
        image: None,
        link: None,
        pinned: false,
        publish_at: NOW - DAY,
        expire_at: None,
        notified_at,
        sourced: Sourced::default(),
    }
}

fn publish(store: &Store, seq: u64, news: News) {
    let upserts = vec![WireRecord::from_record(seq, &Record::News(news)).unwrap()];
    let page = SyncPage { log: "L".to_owned(), next: seq, more: false, server_time: NOW, upserts, deletes: Vec::new() };
    store.apply(&page, NOW).unwrap();
}

fn listed(store: &Store, reader: &Reader<'_>) -> Vec<(String, bool)> {
    let inbox = store.inbox(reader, NOW + 100).unwrap();
    inbox.into_iter().map(|notified| (notified.news.id, notified.unread)).collect()
}

#[test]
fn the_inbox_holds_what_was_notified_to_this_reader_last_first_and_knows_what_was_opened() {
    let store = store();
    store.begin_inbox(NOW - 50).unwrap();
    publish(&store, 1, news("quiet", None));
    publish(&store, 2, news("before", Some(NOW - 60)));
    publish(&store, 3, news("concert", Some(NOW)));
    publish(&store, 4, News { audience: Audience { from: Some(18), to: None }, ..news("forum", Some(NOW + 10)) });
    publish(&store, 5, news("later", Some(NOW + 5_000)));
    let anyone = Reader::default();
    let all = [("forum", true), ("concert", true), ("before", false)].map(|(id, unread)| (id.to_owned(), unread));
    assert_eq!(listed(&store, &anyone), all);
    assert_eq!(listed(&store, &Reader { age: Some(15), ..anyone }), all[1..]);

    assert!(store.note_opened("concert").unwrap());
    assert!(!store.note_opened("concert").unwrap() && !store.note_opened("quiet").unwrap());
    assert!(!store.note_opened("before").unwrap() && !store.note_opened("nowhere").unwrap());
    assert_eq!(listed(&store, &anyone)[1], ("concert".to_owned(), false));

    publish(&store, 6, news("concert", Some(NOW + 20)));
    assert_eq!(listed(&store, &anyone)[0], ("concert".to_owned(), true), "told again it is new again");
    store.begin_inbox(NOW + 100).unwrap();
    assert!(listed(&store, &anyone)[0].1, "an inbox begins once");
    store.empty_inbox(NOW + 100).unwrap();
    assert!(listed(&store, &anyone).iter().all(|(_, unread)| !unread));
}

#[test]
fn who_asked_for_a_category_finds_only_that_in_the_inbox() {
    let store = store();
    publish(&store, 1, news("concert", Some(NOW)));
    publish(&store, 2, News { category: Some("Santé".to_owned()), ..news("depistage", Some(NOW)) });
    publish(&store, 3, News { category: None, ..news("divers", Some(NOW)) });
    assert_eq!(listed(&store, &Reader::default()).len(), 3);
    store.choose_push(&["sante".to_owned()], None).unwrap();
    assert_eq!(listed(&store, &Reader::default()).len(), 3, "switched off, the inbox is that of everybody");
    store.want_push(true).unwrap();
    assert_eq!(listed(&store, &Reader::default()), [("depistage".to_owned(), true)]);
}
