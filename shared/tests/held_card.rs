//! A holder's phone and the office that gives cards: what is asked, what is kept, what a bad network changes.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use chrono::NaiveDate;
use shared::card::{AgeBand, Credential, CredentialId, PublicKey, Signature, SignedCredential, to_hex};
use shared::protocol::{
    CardApplication, CardReceipt, CardState, CardStatus, CredentialAnswer, CredentialRequest, RescueRequest,
};
use shared::store::{ClockFault, ErrandKind, Location, Seed, Sending, ServerClock, Standing, Store, Which};
use shared::sync::{CardOffice, DeviceKey, Haste, KeyFault, RemoteError, keep_card};

const NOW: i64 = 1_795_450_200;
const DAY: i64 = 86_400;
const PROOF: &[u8] = &[0xff, 0xd8, 7];

/// An office that answers what it was told to, and notes what it was asked.
#[derive(Default)]
struct Office {
    card: RefCell<Option<CardStatus>>,
    failures: RefCell<VecDeque<RemoteError>>,
    asked: RefCell<Vec<&'static str>>,
    no_proof: Cell<Option<&'static str>>,
    clock: i64,
}

impl Office {
    fn new(state: CardState) -> Self {
        Self { card: RefCell::new(Some(status(state))), clock: NOW, ..Self::default() }
    }

    fn fails(self, errors: impl IntoIterator<Item = RemoteError>) -> Self {
        self.failures.borrow_mut().extend(errors);
        self
    }

    fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.asked.borrow_mut())
    }

    fn decides(&self, state: CardState) {
        *self.card.borrow_mut() = Some(status(state));
    }

    fn hear(&self, what: &'static str) -> Result<CardStatus, RemoteError> {
        self.asked.borrow_mut().push(what);
        if let Some(error) = self.failures.borrow_mut().pop_front() {
            return Err(error);
        }
        self.card.borrow().clone().ok_or_else(|| refusal(404, "not-found"))
    }
}

impl CardOffice for Office {
    async fn apply(&self, _: &CardApplication) -> Result<CardReceipt, RemoteError> {
        Ok(CardReceipt { card: self.hear("apply")?, token: Some("secret".to_owned()) })
    }
    async fn correct(&self, token: &str, _: &CardApplication) -> Result<CardStatus, RemoteError> {
        assert_eq!(token, "secret");
        self.hear("correct")
    }
    async fn prove(&self, _: &str, jpeg: Vec<u8>) -> Result<CardStatus, RemoteError> {
        assert_eq!(jpeg, PROOF);
        self.no_proof.take().map_or_else(|| self.hear("prove"), |kind| Err(refusal(422, kind)))
    }
    async fn status(&self, _: &str) -> Result<CardStatus, RemoteError> {
        self.hear("status")
    }
    async fn credential(&self, _: &str, request: &CredentialRequest) -> Result<CredentialAnswer, RemoteError> {
        let mut card = self.hear("credential")?;
        card.state = CardState::Active;
        *self.card.borrow_mut() = Some(card.clone());
        assert_eq!(request.device_key, to_hex(&[7; 32]));
        Ok(CredentialAnswer {
            credential: to_hex(&credential(self.clock + 14 * DAY).to_bytes()),
            renew_from: self.clock + 7 * DAY,
            server_time: self.clock,
            rescue_code: Some("K7QM-2XPD-9F4T".to_owned()),
            card,
        })
    }
    async fn lost(&self, _: &str) -> Result<CardStatus, RemoteError> {
        self.hear("lost")
    }
    async fn erase(&self, _: &str) -> Result<(), RemoteError> {
        self.hear("erase").map(drop)
    }
    async fn activate(&self, _: &str) -> Result<CardReceipt, RemoteError> {
        panic!("not in these stories")
    }
    async fn rescue(&self, _: &RescueRequest) -> Result<Option<CardReceipt>, RemoteError> {
        panic!("not in these stories")
    }
    async fn export(&self, _: &str) -> Result<String, RemoteError> {
        panic!("not in these stories")
    }
}

struct Key(Option<KeyFault>);

impl DeviceKey for Key {
    async fn public(&self) -> Result<PublicKey, KeyFault> {
        self.0.map_or(Ok([7; 32]), Err)
    }
    async fn sign(&self, _: &[u8]) -> Result<Signature, KeyFault> {
        self.0.map_or(Ok([9; 64]), Err)
    }
}

fn refusal(status: u16, kind: &str) -> RemoteError {
    RemoteError::Refused { status, kind: kind.to_owned() }
}

fn status(state: CardState) -> CardStatus {
    CardStatus {
        state,
        reason: String::new(),
        first_name: "Inès".to_owned(),
        last_name: "Morel".to_owned(),
        birth_date: NaiveDate::from_ymd_opt(2009, 5, 2).unwrap(),
        commune: "Fagnières".to_owned(),
        proof_held: false,
        submitted_at: NOW,
        valid_until: None,
        renewal_due: false,
        renew_now: false,
        uses: Vec::new(),
        saved_cents: 0,
        vouchers: Vec::new(),
    }
}

fn credential(expires: i64) -> SignedCredential {
    let credential = Credential {
        territory: 51_108,
        key_id: 1,
        id: CredentialId([1; 8]),
        expires: u32::try_from(expires).unwrap(),
        lifetime_hours: 14 * 24,
        band: AgeBand::From15,
        entitlements: 0,
        device_key: Some([7; 32]),
        first_name: "Inès".to_owned(),
    };
    SignedCredential { credential, signature: [0; 64] }
}

fn application() -> CardApplication {
    CardApplication {
        key: "01KATT0000000000000000000A".to_owned(),
        first_name: "Inès".to_owned(),
        last_name: "Morel".to_owned(),
        birth_date: NaiveDate::from_ymd_opt(2009, 5, 2).unwrap(),
        commune: "Fagnières".to_owned(),
        parent: None,
        consent_version: "2026-11".to_owned(),
    }
}

fn seed() -> Seed {
    Seed::of("a", Vec::new())
}

fn phone() -> Store {
    Store::open(Location::memory(), &seed(), NOW).unwrap()
}

fn applicant() -> Store {
    let phone = phone();
    phone.save_draft("card", &"half a name", NOW).unwrap();
    phone.queue_application(&application()).unwrap();
    phone
}

async fn round(phone: &Store, office: &Office, now: i64) {
    keep_card(phone, office, &Key(None), now, Haste::Due).await.unwrap();
}

fn standing(phone: &Store, now: i64) -> Standing {
    Standing::of(phone.held_card().unwrap().as_ref(), phone.server_clock().unwrap(), now)
}

async fn holder() -> (Store, Office) {
    let (phone, office) = (applicant(), Office::new(CardState::Approved));
    round(&phone, &office, NOW).await;
    assert!(matches!(standing(&phone, NOW), Standing::Active(_)));
    office.asked();
    (phone, office)
}

#[tokio::test]
async fn an_application_waits_for_the_network_and_leaves_once() {
    let phone = applicant();
    assert_eq!(phone.draft::<String>("card").unwrap(), None, "it is queued, no longer a draft");
    assert_eq!(standing(&phone, NOW), Standing::Waiting);

    let office = Office::new(CardState::Submitted).fails([RemoteError::Unreachable]);
    round(&phone, &office, NOW).await;
    round(&phone, &office, NOW + 1).await;
    assert_eq!(office.asked(), ["apply"], "the wait after a failure is kept");
    assert_eq!(standing(&phone, NOW + 1), Standing::Waiting);

    round(&phone, &office, NOW + 5).await;
    round(&phone, &office, NOW + 6).await;
    assert_eq!(office.asked(), ["apply"]);
    assert_eq!(standing(&phone, NOW + 6), Standing::Submitted);
    assert_eq!(phone.held_card().unwrap().unwrap().token.as_deref(), Some("secret"));
}

#[tokio::test]
async fn a_busy_server_is_left_alone_as_long_as_it_asks() {
    let phone = applicant();
    let office = Office::new(CardState::Submitted).fails([RemoteError::Busy { status: 429, retry_after: Some(90) }]);
    round(&phone, &office, NOW).await;
    round(&phone, &office, NOW + 89).await;
    assert_eq!(office.asked().len(), 1);
    round(&phone, &office, NOW + 90).await;
    assert_eq!(office.asked().len(), 1);
}

#[tokio::test]
async fn a_refused_application_keeps_every_word_and_leaves_again_once_corrected() {
    let phone = applicant();
    let office = Office::new(CardState::Submitted).fails([refusal(422, "commune-unknown")]);
    round(&phone, &office, NOW).await;
    assert_eq!(standing(&phone, NOW), Standing::NotTaken("commune-unknown".to_owned()));
    assert_eq!(phone.held_card().unwrap().unwrap().application, Some(application()));
    round(&phone, &office, NOW + 9_999).await;
    assert_eq!(office.asked(), ["apply"], "nothing leaves by itself");

    phone.queue_application(&application()).unwrap();
    round(&phone, &office, NOW + 9_999).await;
    assert_eq!(standing(&phone, NOW + 9_999), Standing::Submitted);
}

#[tokio::test]
async fn a_proof_is_a_draft_until_the_application_leaves_and_gone_once_the_server_has_it() {
    let phone = applicant();
    let office = Office::new(CardState::Submitted);
    round(&phone, &office, NOW).await;
    phone.keep_card_proof(Some(PROOF)).unwrap();
    round(&phone, &office, NOW + 1).await;
    assert_eq!(office.asked(), ["apply"], "nobody pressed « Envoyer » for the picture");

    let office = office.fails([RemoteError::Unreachable]);
    phone.queue_application(&application()).unwrap();
    round(&phone, &office, NOW + 2).await;
    assert!(phone.held_card().unwrap().unwrap().proof_due);
    round(&phone, &office, NOW + 9_999).await;
    assert_eq!(office.asked(), ["correct", "correct", "prove"]);
    assert_eq!((phone.card_proof().unwrap(), phone.held_card().unwrap().unwrap().proof_due), (None, false));
}

#[tokio::test]
async fn a_proof_that_is_refused_is_told_and_kept_and_one_that_nobody_wants_is_dropped() {
    let phone = applicant();
    phone.keep_card_proof(Some(PROOF)).unwrap();
    phone.queue_application(&application()).unwrap();
    let office = Office::new(CardState::Submitted);
    round(&phone, &office, NOW).await;
    assert_eq!(office.asked(), ["apply", "prove"]);

    phone.keep_card_proof(Some(PROOF)).unwrap();
    phone.queue_application(&application()).unwrap();
    office.no_proof.set(Some("proof-unreadable"));
    round(&phone, &office, NOW).await;
    assert_eq!(standing(&phone, NOW), Standing::NotTaken("proof-unreadable".to_owned()));
    assert_eq!(phone.card_proof().unwrap().as_deref(), Some(PROOF));
    phone.queue_application(&application()).unwrap();
    office.no_proof.set(Some("application-decided"));
    round(&phone, &office, NOW).await;
    assert_eq!((standing(&phone, NOW), phone.card_proof().unwrap()), (Standing::Submitted, None));
}

#[tokio::test]
async fn what_staff_ask_is_corrected_with_the_token() {
    let (phone, office) = (applicant(), Office::new(CardState::Asked));
    round(&phone, &office, NOW).await;
    assert_eq!(standing(&phone, NOW), Standing::Asked(String::new()));
    office.asked();
    office.decides(CardState::Submitted);
    phone.queue_application(&application()).unwrap();
    round(&phone, &office, NOW).await;
    assert_eq!(office.asked(), ["correct"]);
    assert_eq!(phone.held_card().unwrap().unwrap().token.as_deref(), Some("secret"));
}

#[tokio::test]
async fn a_correction_that_comes_after_the_decision_shows_the_decision() {
    let (phone, office) = (applicant(), Office::new(CardState::Submitted));
    round(&phone, &office, NOW).await;
    phone.queue_application(&application()).unwrap();
    let office = Office::new(CardState::Refused).fails([refusal(409, "application-decided")]);
    round(&phone, &office, NOW + 1).await;
    assert_eq!(standing(&phone, NOW + 1), Standing::Refused(String::new()));
}

#[tokio::test]
async fn an_approved_card_is_on_the_phone_in_one_round_and_survives_a_restart() {
    let (phone, office) = (applicant(), Office::new(CardState::Approved));
    round(&phone, &office, NOW).await;
    assert_eq!(office.asked(), ["apply", "credential"]);
    let personal = phone.export(Which::Personal).unwrap();
    let location = Location::Memory { public: phone.export(Which::Public).unwrap(), personal };
    let phone = Store::open(location, &seed(), NOW).unwrap();
    let Standing::Active(shown) = standing(&phone, NOW + 60) else { panic!("not active") };
    assert_eq!((shown.days_offline, shown.warn_offline, shown.clock), (13, false, None));
    assert_eq!(phone.held_card().unwrap().unwrap().rescue_code.as_deref(), Some("K7QM-2XPD-9F4T"));
}

#[tokio::test]
async fn a_credential_is_renewed_after_half_its_life_and_not_before() {
    let (phone, mut office) = holder().await;
    round(&phone, &office, NOW + 6 * DAY).await;
    assert_eq!(office.asked(), ["status"]);
    office.clock = NOW + 7 * DAY;
    round(&phone, &office, NOW + 7 * DAY).await;
    assert_eq!(office.asked(), ["status", "credential"]);
    let held = phone.held_card().unwrap().unwrap();
    assert_eq!(i64::from(held.credential.unwrap().credential.expires), NOW + 21 * DAY);
}

#[tokio::test]
async fn without_a_network_the_card_lasts_fourteen_days_and_warns_four_before() {
    let (phone, _) = holder().await;
    let shown = |now| match standing(&phone, now) {
        Standing::Active(shown) => Some((shown.days_offline, shown.warn_offline)),
        _ => None,
    };
    assert_eq!(shown(NOW + 9 * DAY), Some((5, false)));
    assert_eq!(shown(NOW + 10 * DAY + 1), Some((3, true)));
    assert_eq!(shown(NOW + 14 * DAY - 1), Some((0, true)));
    assert_eq!(standing(&phone, NOW + 14 * DAY), Standing::Ended);
}

#[tokio::test]
async fn a_suspended_card_shows_nothing_and_comes_back_with_a_new_credential() {
    let (phone, office) = holder().await;
    office.decides(CardState::Suspended);
    round(&phone, &office, NOW + DAY).await;
    assert_eq!(standing(&phone, NOW + DAY), Standing::Suspended(String::new()));
    assert_eq!(phone.held_card().unwrap().unwrap().credential, None);
    office.asked();
    office.decides(CardState::Active);
    round(&phone, &office, NOW + DAY + 60).await;
    assert_eq!(office.asked(), ["status", "credential"]);
    assert!(matches!(standing(&phone, NOW + DAY + 60), Standing::Active(_)));
}

#[tokio::test]
async fn a_card_bound_to_another_key_asks_for_the_rescue_code_and_stops_asking() {
    let phone = applicant();
    round(&phone, &Office::new(CardState::Submitted), NOW).await;
    let office = Office::new(CardState::Active);
    keep_card(&phone, &Differs(&office), &Key(None), NOW + 60, Haste::Due).await.unwrap();
    assert_eq!(standing(&phone, NOW + 60), Standing::OtherKey);
    office.asked();
    keep_card(&phone, &Differs(&office), &Key(None), NOW + 600, Haste::Due).await.unwrap();
    assert_eq!(office.asked(), ["status"]);
}

/// An office where another phone's key is bound.
struct Differs<'a>(&'a Office);

impl CardOffice for Differs<'_> {
    async fn apply(&self, application: &CardApplication) -> Result<CardReceipt, RemoteError> {
        self.0.apply(application).await
    }
    async fn correct(&self, token: &str, application: &CardApplication) -> Result<CardStatus, RemoteError> {
        self.0.correct(token, application).await
    }
    async fn prove(&self, token: &str, jpeg: Vec<u8>) -> Result<CardStatus, RemoteError> {
        self.0.prove(token, jpeg).await
    }
    async fn status(&self, token: &str) -> Result<CardStatus, RemoteError> {
        self.0.status(token).await
    }
    async fn credential(&self, _: &str, _: &CredentialRequest) -> Result<CredentialAnswer, RemoteError> {
        self.0.asked.borrow_mut().push("credential");
        Err(refusal(409, "device-differs"))
    }
    async fn lost(&self, token: &str) -> Result<CardStatus, RemoteError> {
        self.0.lost(token).await
    }
    async fn erase(&self, token: &str) -> Result<(), RemoteError> {
        self.0.erase(token).await
    }
    async fn activate(&self, code: &str) -> Result<CardReceipt, RemoteError> {
        self.0.activate(code).await
    }
    async fn rescue(&self, request: &RescueRequest) -> Result<Option<CardReceipt>, RemoteError> {
        self.0.rescue(request).await
    }
    async fn export(&self, token: &str) -> Result<String, RemoteError> {
        self.0.export(token).await
    }
}

#[tokio::test]
async fn a_browser_that_cannot_sign_says_so_and_loses_nothing() {
    let (phone, office) = (applicant(), Office::new(CardState::Approved));
    let fault = keep_card(&phone, &office, &Key(Some(KeyFault::Unsupported)), NOW, Haste::Due).await;
    assert_eq!(fault.unwrap_err().to_string(), KeyFault::Unsupported.to_string());
    assert_eq!(standing(&phone, NOW), Standing::Activating);
}

#[tokio::test]
async fn a_card_declared_lost_without_a_network_is_hidden_at_once_and_blocked_later() {
    let (phone, office) = holder().await;
    phone.queue_errand("secret", ErrandKind::Lost).unwrap();
    assert_eq!(standing(&phone, NOW), Standing::LostHere);
    let silent = Office::new(CardState::Active).fails([RemoteError::Unreachable]);
    round(&phone, &silent, NOW).await;
    assert_eq!(silent.asked(), ["lost"]);
    office.decides(CardState::Suspended);
    round(&phone, &office, NOW + 5).await;
    assert_eq!(office.asked(), ["lost"]);
    assert_eq!(standing(&phone, NOW + 5), Standing::Suspended(String::new()));
}

#[tokio::test]
async fn an_erased_card_leaves_its_token_until_the_server_has_erased_it_too() {
    let (phone, office) = holder().await;
    phone.keep_card_photo(Some(b"a face")).unwrap();
    phone.erase_card().unwrap();
    assert_eq!(standing(&phone, NOW), Standing::None);
    let bytes = phone.export(Which::Personal).unwrap();
    for trace in ["a face", "Morel", "K7QM"] {
        assert!(!bytes.windows(trace.len()).any(|window| window == trace.as_bytes()), "{trace} is still there");
    }
    assert_eq!(phone.card_errands().unwrap().len(), 1);
    round(&phone, &office, NOW).await;
    assert_eq!(office.asked(), ["erase"]);
    assert_eq!(phone.card_errands().unwrap(), []);
}

#[tokio::test]
async fn a_card_erased_elsewhere_is_no_longer_shown() {
    let (phone, office) = holder().await;
    *office.card.borrow_mut() = None;
    round(&phone, &office, NOW + DAY).await;
    assert_eq!(standing(&phone, NOW + DAY), Standing::Erased);
    office.asked();
    round(&phone, &office, NOW + 2 * DAY).await;
    assert_eq!(office.asked(), [""; 0]);
}

#[tokio::test]
async fn erasing_everything_takes_the_card_along() {
    let (phone, _) = holder().await;
    phone.queue_errand("secret", ErrandKind::Lost).unwrap();
    phone.erase_personal().unwrap();
    assert_eq!((phone.held_card().unwrap(), phone.card_errands().unwrap()), (None, Vec::new()));
}

#[tokio::test]
async fn a_phone_whose_clock_is_wrong_shows_the_right_moment_and_says_so() {
    let (phone, mut office) = (applicant(), Office::new(CardState::Approved));
    office.clock = NOW + 7_200;
    round(&phone, &office, NOW).await;
    let clock = phone.server_clock().unwrap().unwrap();
    assert_eq!(clock, ServerClock { ahead: 7_200, compared_at: NOW });
    assert_eq!(ServerClock::fault(Some(clock), NOW + 60), Some(ClockFault::Corrected(7_200)));
    assert_eq!(ServerClock::fault(Some(clock), NOW - 600), Some(ClockFault::WentBack));
    assert_eq!(ServerClock::fault(None, NOW), Some(ClockFault::Unknown));
}

#[tokio::test]
async fn a_renewal_does_not_take_the_card_away_while_it_waits() {
    let (phone, office) = holder().await;
    phone.queue_application(&application()).unwrap();
    let Standing::Active(shown) = standing(&phone, NOW + 1) else { panic!("not active") };
    assert!(shown.renewing);
    office.decides(CardState::Submitted);
    round(&phone, &office, NOW + 2).await;
    assert!(matches!(standing(&phone, NOW + 2), Standing::Active(shown) if shown.renewing));
    assert_eq!(phone.held_card().unwrap().unwrap().sending, Sending::Done);
}

#[tokio::test]
async fn a_credential_that_the_server_takes_back_is_replaced_at_once() {
    let (phone, office) = holder().await;
    let told = CardStatus { renew_now: true, ..status(CardState::Active) };
    phone.card_status(&told, NOW + 1).unwrap();
    round(&phone, &office, NOW + 2).await;
    assert_eq!(office.asked(), ["credential"]);
}

#[tokio::test]
async fn whoever_looks_gets_a_fresh_state_but_a_wait_that_was_asked_for_is_kept_until_a_button_is_pressed() {
    let (phone, office) = holder().await;
    let busy = Office::new(CardState::Active).fails([RemoteError::Busy { status: 429, retry_after: Some(60) }]);
    keep_card(&phone, &busy, &Key(None), NOW + 10, Haste::Looking).await.unwrap();
    assert_eq!(busy.asked(), ["status"]);
    keep_card(&phone, &office, &Key(None), NOW + 20, Haste::Looking).await.unwrap();
    assert_eq!(office.asked(), [""; 0]);
    keep_card(&phone, &office, &Key(None), NOW + 20, Haste::Now).await.unwrap();
    assert_eq!(office.asked(), ["status"]);
}
