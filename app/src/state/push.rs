//! Notifications, as screens see and change them.
//!
//! They are off until someone presses; only that press lets the device ask its owner. One round with the server at a time,
//! like the card's: whoever presses while one runs is served by another right after it.

use std::time::Duration;

use dioxus::prelude::*;
use serde::Serialize;
use shared::api::Client;
use shared::protocol::{PushOffer, PushProvider, PushTarget, QuietHours};
use shared::store::{HeldPush, PushFault, Store, StoreError};
use shared::sync::push::{ask, is_due};
use shared::sync::{Haste, Receiver, keep_push};

use super::{Local, Query, local};
use crate::hooks::use_effect;
use crate::platform::{self, PushDevice, PushReceiver, PushUnable};

/// Age at which what the server can do is asked again by a screen that shows it, in seconds.
const OFFER_OLD: i64 = 3_600;

/// Notifications as a screen sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushView {
    /// Where they stand.
    pub face: PushFace,
    /// What is wanted, and what the server offers.
    pub held: HeldPush,
}

/// Where notifications stand on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushFace {
    /// They cannot be had here.
    Unable(PushObstacle),
    /// They can, if someone asks for them.
    Off,
    /// The device is asking its owner.
    Asking,
    /// Its owner, or a parent, forbade them.
    Denied,
    /// They were asked for.
    On(PushDelivery),
}

/// Why they cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushObstacle {
    /// The device.
    Device(PushUnable),
    /// The town's server sends none.
    Server,
}

/// Whether they will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushDelivery {
    /// The server knows where to.
    Settled,
    /// It does not know yet: there was no network.
    Waiting,
    /// The device, or its provider, does not say where to.
    Failed,
    /// The server does not take it.
    Refused,
    /// The server sends none any more.
    NoServer,
}

/// What is under way between device, server and the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PushRound {
    device: PushDevice,
    asking: bool,
    running: bool,
    again: bool,
}

impl Default for PushRound {
    fn default() -> Self {
        Self { device: platform::push_state(), asking: false, running: false, again: false }
    }
}

impl PushView {
    /// Whether the server said that it sends to devices like this one.
    pub fn is_offered(&self) -> bool {
        self.held.offer.as_ref().is_some_and(|offer| is_for(PushReceiver.provider(), offer))
    }
}

fn is_for(carrier: Option<PushProvider>, offer: &PushOffer) -> bool {
    carrier.is_some_and(|carrier| offer.providers.contains(&carrier))
}

/// Where notifications stand, from what is kept, what the device says and who carries to it.
fn face(held: &HeldPush, device: PushDevice, asking: bool, carrier: Option<PushProvider>) -> PushFace {
    let without_server = held.offer.as_ref().is_some_and(|offer| !is_for(carrier, offer));
    match device {
        PushDevice::Unable(why) => PushFace::Unable(PushObstacle::Device(why)),
        _ if asking => PushFace::Asking,
        PushDevice::Denied => PushFace::Denied,
        PushDevice::Allowed | PushDevice::Unasked if held.wanted => PushFace::On(match held.fault {
            _ if without_server => PushDelivery::NoServer,
            Some(PushFault::Refused) => PushDelivery::Refused,
            Some(PushFault::Failed | PushFault::Denied) => PushDelivery::Failed,
            None if held.sent.is_none() => PushDelivery::Waiting,
            None => PushDelivery::Settled,
        }),
        _ if without_server => PushFace::Unable(PushObstacle::Server),
        PushDevice::Allowed | PushDevice::Unasked => PushFace::Off,
    }
}

/// Where notifications stand; whoever draws it is drawn again at each change.
pub fn use_push() -> Query<PushView> {
    let local = use_context::<Local>();
    let _ = local.personal.read();
    let PushRound { device, asking, .. } = *local.push.read();
    Query::from(
        local.store().push().map(|held| PushView { face: face(&held, device, asking, PushReceiver.provider()), held }),
    )
}

/// How long a question stands at least. A device that answers at once, because it was told before, would else take the switch
/// back before it was drawn on: nothing would have changed, and the browser would leave it on.
const ASKED: Duration = Duration::from_millis(100);

/// For a screen that offers notifications: looks at the device again, and asks the server what it can do when that is not
/// known or old.
pub fn use_push_offer() {
    let local = use_context::<Local>();
    use_effect(move || {
        let mut push = local.push;
        let device = platform::push_state();
        if push.peek().device != device {
            push.with_mut(|push| push.device = device);
        }
        let store = local.store();
        let now = platform::now();
        let held = store.push().unwrap_or_default();
        if PushReceiver.provider().is_none() || (held.offer.is_some() && now - held.offered_at < OFFER_OLD) {
            return;
        }
        spawn(async move {
            let Some(client) = client() else { return };
            if let Ok(offer) = ask(&client).await {
                super::keep(local, store.push_offered(&offer, now));
            }
        });
    });
}

/// Switches notifications on, after the device has asked its owner, or off. Called from the press itself.
pub fn switch_push(on: bool) {
    let local = local();
    let mut push = local.push;
    if !on {
        super::keep(local, local.store().want_push(false));
        end(local);
        return;
    }
    let answer = platform::push_ask();
    push.with_mut(|push| push.asking = true);
    dioxus::core::spawn_forever(async move {
        let device = answer.await;
        platform::sleep(ASKED).await;
        push.with_mut(|push| (push.device, push.asking) = (device, false));
        if device == PushDevice::Allowed {
            super::keep(local, local.store().want_push(true));
            begin_round(local, Haste::Now);
        }
    });
}

/// Says what to be told of, and when not.
pub fn choose_push(topics: &[String], quiet: Option<QuietHours>) {
    let local = local();
    super::keep(local, local.store().choose_push(topics, quiet));
    begin_round(local, Haste::Due);
}

/// Ends the device's own subscription, and tells the server, at once or when it can be reached.
pub(super) fn end(local: Local) {
    platform::push_unsubscribe();
    begin_round(local, Haste::Now);
}

fn client() -> Option<Client> {
    Client::new(&platform::server_address()).ok()
}

fn begin_round(local: Local, haste: Haste) {
    dioxus::core::spawn_forever(async move {
        if let Some(client) = client() {
            round(local, &client, haste).await;
        }
    });
}

/// One round with the server. Called after each refresh too.
pub(super) async fn round(local: Local, client: &Client, haste: Haste) {
    let mut push = local.push;
    if push.peek().running {
        push.with_mut(|push| push.again = true);
        return;
    }
    let store = local.store();
    loop {
        push.with_mut(|push| (push.running, push.again) = (true, false));
        let language = local.settings.peek().language.clone();
        match keep_push(&store, client, &PushReceiver, &language, platform::now(), haste).await {
            Ok(false) => {}
            Ok(true) => local.personal_moved(),
            Err(error) => tracing::error!(%error, "notifications were not kept"),
        }
        let again = push.peek().again;
        push.with_mut(|push| (push.running, push.again, push.device) = (false, false, platform::push_state()));
        if !again {
            break;
        }
    }
    // Switched off while the device was subscribing.
    if store.push().is_ok_and(|held| !held.wanted && held.target.is_some()) {
        platform::push_unsubscribe();
    }
}

/// One round, when something is due.
pub(super) async fn round_if_due(local: Local) {
    let Some(provider) = PushReceiver.provider() else { return };
    let language = local.settings.peek().language.clone();
    if matches!(is_due(&local.store(), provider, &language, platform::now()), Ok(true))
        && let Some(client) = client()
    {
        round(local, &client, Haste::Due).await;
    }
}

/// Begins the inbox, and leaves word where notifications are shown while the app is closed.
pub fn use_push_keeping(local: Local) {
    use_hook(|| {
        if let Err(error) = local.store().begin_inbox(*local.now.peek()) {
            tracing::warn!(%error, "the inbox has no beginning");
        }
    });
    use_effect(move || {
        let _ = (local.personal.read(), local.content.read());
        let settings = local.settings.read();
        match briefing(&local.store(), settings.age, &settings.language) {
            Ok(briefing) => platform::push_brief(briefing),
            Err(error) => tracing::warn!(%error, "no word is left for notifications"),
        }
    });
}

/// What must be known where notifications are shown while the app is closed. It stays on the device: the age leaves out there
/// what the server cannot, and the cursor lets news be fetched with their notification.
#[derive(Serialize)]
struct Briefing<'a> {
    age: Option<u8>,
    since: u64,
    log: Option<String>,
    key: Option<String>,
    endpoint: Option<&'a str>,
    subscription: Wishes<'a>,
}

/// The part of a subscription that is no address.
#[derive(Serialize)]
struct Wishes<'a> {
    topics: &'a [String],
    lang: &'a str,
    quiet: Option<QuietHours>,
}

/// As JSON. `None`: nothing is wanted.
fn briefing(store: &Store, age: Option<u8>, lang: &str) -> Result<Option<String>, StoreError> {
    let held = store.push()?;
    if !held.wanted {
        return Ok(None);
    }
    let (since, log) = store.cursor()?.map_or((0, None), |cursor| (cursor.seq, Some(cursor.log)));
    let briefing = Briefing {
        age,
        since,
        log,
        key: held.target_key,
        endpoint: held.sent_to.as_ref().map(PushTarget::token),
        subscription: Wishes { topics: &held.topics, lang, quiet: held.quiet },
    };
    Ok(Some(serde_json::to_string(&briefing)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_one_face() {
        let web = PushOffer { providers: vec![PushProvider::Web], ..PushOffer::default() };
        let off = HeldPush::default();
        let offered = HeldPush { offer: Some(web.clone()), ..off.clone() };
        let none = HeldPush { offer: Some(PushOffer::default()), ..off.clone() };
        let on = HeldPush { wanted: true, ..offered.clone() };
        let settled = HeldPush { sent: Some(String::new()), ..on.clone() };
        let failed = |fault| HeldPush { fault: Some(fault), ..on.clone() };
        let (allowed, unasked, denied) = (PushDevice::Allowed, PushDevice::Unasked, PushDevice::Denied);
        for (held, device, asking, expected) in [
            (&off, unasked, false, PushFace::Off),
            (&offered, unasked, false, PushFace::Off),
            (&offered, unasked, true, PushFace::Asking),
            (&offered, denied, false, PushFace::Denied),
            (&none, unasked, false, PushFace::Unable(PushObstacle::Server)),
            (&HeldPush { wanted: true, ..none.clone() }, allowed, false, PushFace::On(PushDelivery::NoServer)),
            (&on, allowed, false, PushFace::On(PushDelivery::Waiting)),
            (&settled, allowed, false, PushFace::On(PushDelivery::Settled)),
            (&failed(PushFault::Failed), allowed, false, PushFace::On(PushDelivery::Failed)),
            (&failed(PushFault::Refused), allowed, false, PushFace::On(PushDelivery::Refused)),
            (&settled, denied, false, PushFace::Denied),
            (
                &offered,
                PushDevice::Unable(PushUnable::HomeScreen),
                false,
                PushFace::Unable(PushObstacle::Device(PushUnable::HomeScreen)),
            ),
        ] {
            assert_eq!(face(held, device, asking, Some(PushProvider::Web)), expected, "{held:?} {device:?}");
        }
    }

    #[test]
    fn the_service_worker_knows_the_age_and_nobody_else_does() {
        let store =
            Store::open(shared::store::Location::memory(), &shared::store::Seed::of("seed", Vec::new()), 0).unwrap();
        assert_eq!(briefing(&store, Some(15), "fr").unwrap(), None, "nothing is left where nothing is wanted");
        store.want_push(true).unwrap();
        let word: serde_json::Value =
            serde_json::from_str(&briefing(&store, Some(15), "fr").unwrap().unwrap()).unwrap();
        assert_eq!(word["age"], 15);
        assert_eq!(word["subscription"]["quiet"]["from"], 22 * 60);
        assert!(word["subscription"].get("age").is_none(), "what goes to the server has no age");
    }
}
