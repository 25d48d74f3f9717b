//! Codes and the life of offers as they are kept: the contract, on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[macro_use]
#[path = "town/databases.rs"]
mod databases;
mod town;

use std::collections::BTreeSet;

use databases::Databases;
use server::storage::Storage;
use server::storage::cards::{Applied, Decision, NewCredential};
use server::storage::offer_life::{Moved, Whose};
use server::storage::proposals::{Decided, NewProposal, Proposed};
use server::storage::vouchers::{Brought, Given, LineFault, NewVoucher, Stock, Watcher};
use shared::domain::{Offer, Record, Vouchers};
use shared::protocol::{CardApplication, ProposalState};
use town::{Hands, TODAY};

#[tokio::test]
async fn sqlite_keeps_codes_and_the_life_of_offers() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_keeps_codes_and_the_life_of_offers() {
    contract(Databases::postgresql()).await;
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        codes_come_together_or_not_at_all,
        no_two_cards_get_one_code_and_none_gets_two,
        a_lost_answer_is_given_again_and_an_erased_holder_leaves_no_code,
        each_watcher_is_told_once_at_each_part,
        a_draft_is_its_shops_alone_until_it_is_sent,
        what_was_approved_for_a_day_waits_for_it,
        the_team_stands_above_the_shop,
    );
}

fn offer(id: &str) -> Offer {
    serde_json::from_value(serde_json::json!({
        "id": id, "place": "fournil", "title": "Un pain", "terms": "x", "offer_kind": "gift", "category": "manger",
        "vouchers": "gone", "saving_cents": 120,
    }))
    .unwrap()
}

async fn on_phones(storage: &Storage, id: &str) -> Offer {
    serde_json::from_str(&storage.record("offer", id).await.unwrap().unwrap()).unwrap()
}

fn codes(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("PAIN-{number:05}")).collect()
}

/// A card that a phone holds.
async fn card(storage: &Storage, number: u8) -> String {
    let application = CardApplication {
        key: format!("01KAS0000000000000000000{number:02}"),
        first_name: "Léa".to_owned(),
        last_name: format!("Martin {number}"),
        birth_date: "2009-05-04".parse().unwrap(),
        commune: "Demo-Bourg".to_owned(),
        parent: None,
        consent_version: "2026-11".to_owned(),
    };
    let Applied::Stored { card, .. } = storage.apply_for_card(&application, [number; 32]).await.unwrap() else {
        panic!("not stored")
    };
    let term = Decision::Approve { valid_until: TODAY + 365 * 86_400, entitlements: 0 };
    storage.decide_card("agent", &card.id, &term).await.unwrap();
    let new = NewCredential {
        id: shared::card::CredentialId([number; 8]),
        key_id: 1,
        expires: TODAY + 14 * 86_400,
        printed: false,
    };
    storage.bind_card(&card.id, &[number; 32], &new, [number; 32]).await.unwrap();
    card.id
}

async fn give(storage: &Storage, offer: &Offer, card: &str, key: u8) -> Given {
    let new = NewVoucher { key_hash: [key; 32], offer, card, limit: 1, period: "card".to_owned(), at: TODAY };
    storage.give_voucher(&new).await.unwrap()
}

async fn codes_come_together_or_not_at_all(storage: Storage, _: Hands) {
    storage.upsert(&[Record::Offer(offer("a"))]).await.unwrap();
    let taken = storage.bring_vouchers(Some("nadia"), "a", &codes(1_234)).await.unwrap();
    assert_eq!(taken, Brought::Taken { added: 1_234, left: 1_234 });
    assert_eq!(
        on_phones(&storage, "a").await.vouchers,
        Some(Vouchers::Left),
        "phones are told in the same transaction"
    );
    let mut more = codes(3);
    more.insert(0, "NEUF".to_owned());
    let faults = vec![(2, LineFault::Known), (3, LineFault::Known), (4, LineFault::Known)];
    assert_eq!(storage.bring_vouchers(None, "a", &more).await.unwrap(), Brought::Faults(faults));
    assert_eq!(storage.stock("a").await.unwrap(), Stock { left: 1_234, given: 0, size: 1_234 });
    assert_eq!(
        storage.bring_vouchers(None, "b", &codes(2)).await.unwrap(),
        Brought::Taken { added: 2, left: 2 },
        "another offer's codes are its own"
    );
    assert_eq!(storage.drop_vouchers(Some("nadia"), "a").await.unwrap(), 1_234);
    assert_eq!(on_phones(&storage, "a").await.vouchers, Some(Vouchers::Gone));
    assert!(storage.voucher_alerts(Watcher::Staff("nadia")).await.unwrap().is_empty(), "whoever emptied it knows");
    let acts: Vec<_> = storage.audited("a").await.unwrap().into_iter().map(|(_, act)| act).collect();
    assert_eq!(acts, ["voucher.bring", "voucher.drop"]);
}

async fn no_two_cards_get_one_code_and_none_gets_two(storage: Storage, _: Hands) {
    storage.upsert(&[Record::Offer(offer("a"))]).await.unwrap();
    storage.bring_vouchers(None, "a", &codes(5)).await.unwrap();
    let mut cards = Vec::new();
    for number in 1..=8 {
        cards.push(card(&storage, number).await);
    }
    // Each of eight presses three times at once, as if on three phones, for five codes.
    let mut presses = Vec::new();
    for (at, card) in cards.iter().enumerate() {
        for again in 0..3_u8 {
            let (storage, card) = (storage.clone(), card.clone());
            let key = at as u8 * 3 + again + 1;
            presses.push(tokio::spawn(async move { give(&storage, &offer("a"), &card, key).await }));
        }
    }
    let mut given = 0;
    for press in presses {
        given += usize::from(press.await.unwrap() == Given::Yes { new: true });
    }
    assert_eq!(given, 5);
    let mut seen = BTreeSet::new();
    for card in &cards {
        let had = storage.vouchers_of(card).await.unwrap();
        assert!(had.len() <= 1, "{had:?}");
        for voucher in had {
            assert!(seen.insert(voucher.code), "given twice");
        }
    }
    assert_eq!(seen.len(), 5);
    assert_eq!(on_phones(&storage, "a").await.vouchers, Some(Vouchers::Gone));
    assert_eq!(storage.uses_by_offer("fournil", TODAY, TODAY + 1).await.unwrap()["a"], 5, "each is a use");
}

async fn a_lost_answer_is_given_again_and_an_erased_holder_leaves_no_code(storage: Storage, _: Hands) {
    storage.upsert(&[Record::Offer(offer("a"))]).await.unwrap();
    storage.bring_vouchers(None, "a", &codes(2)).await.unwrap();
    let (one, other) = (card(&storage, 1).await, card(&storage, 2).await);
    assert_eq!(give(&storage, &offer("a"), &one, 1).await, Given::Yes { new: true });
    assert_eq!(give(&storage, &offer("a"), &one, 1).await, Given::Yes { new: false });
    assert_eq!(give(&storage, &offer("a"), &other, 1).await, Given::OtherContent, "a key is one card's");
    assert_eq!(give(&storage, &offer("a"), &one, 2).await, Given::LimitReached);
    assert_eq!(storage.vouchers_of(&one).await.unwrap()[0].code, "PAIN-00000", "in the order that they came");
    assert!(!format!("{:?}", storage.vouchers_of(&one).await.unwrap()).contains("PAIN"), "no log shows one");
    storage.decide_card("agent", &other, &Decision::Suspend("perdue".to_owned())).await.unwrap();
    assert_eq!(give(&storage, &offer("a"), &other, 3).await, Given::NotActive);
    assert!(storage.erase_card(&one, None).await.unwrap());
    assert!(storage.vouchers_of(&one).await.unwrap().is_empty());
    assert_eq!(storage.stock("a").await.unwrap(), Stock { left: 1, given: 1, size: 2 }, "it stays spent");
    let again = storage.bring_vouchers(None, "a", &codes(1)).await.unwrap();
    assert_eq!(again, Brought::Faults(vec![(1, LineFault::Known)]), "and is known by its hash alone");
}

async fn each_watcher_is_told_once_at_each_part(storage: Storage, _: Hands) {
    storage.upsert(&[Record::Offer(offer("a"))]).await.unwrap();
    storage.bring_vouchers(None, "a", &codes(4)).await.unwrap();
    let told = async |watcher: Watcher<'_>| {
        let alerts = storage.voucher_alerts(watcher).await.unwrap();
        alerts.into_iter().map(|alert| (alert.percent, alert.left)).collect::<Vec<_>>()
    };
    let (shop, staff) = (Watcher::Shop("fournil"), Watcher::Staff("nadia"));
    let mut heard = Vec::new();
    for number in 1..=4 {
        let card = card(&storage, number).await;
        assert_eq!(give(&storage, &offer("a"), &card, number).await, Given::Yes { new: true });
        heard.push(told(shop).await);
        assert_eq!(told(shop).await, told(staff).await);
    }
    assert_eq!(heard, [vec![], vec![(50, 2)], vec![(25, 1)], vec![(0, 0)]]);
    assert!(told(Watcher::Shop("cinema")).await.is_empty());
    storage.see_voucher_alerts(shop, "a").await.unwrap();
    assert!(told(shop).await.is_empty());
    assert_eq!(told(staff).await, [(0, 0)], "the team has not seen it for all that");
    storage.see_voucher_alerts(staff, "a").await.unwrap();
    storage.see_voucher_alerts(staff, "a").await.unwrap();
    assert_eq!(storage.audited("a").await.unwrap(), [("nadia".to_owned(), "voucher.seen".to_owned())]);
    storage.bring_vouchers(None, "a", &["ENCORE".to_owned()]).await.unwrap();
    let last = card(&storage, 9).await;
    assert_eq!(give(&storage, &offer("a"), &last, 9).await, Given::Yes { new: true });
    assert_eq!(told(staff).await, [(0, 0)], "a new stock is told of anew");
}

fn proposal(id: &str, offer: Offer) -> NewProposal {
    NewProposal { id: id.to_owned(), shop: "fournil".to_owned(), changes: None, offer, words: String::new() }
}

async fn a_draft_is_its_shops_alone_until_it_is_sent(storage: Storage, _: Hands) {
    let draft = proposal("a", offer("a"));
    assert!(matches!(storage.save_draft(&draft).await.unwrap(), Proposed::Kept { new: true, .. }));
    assert!(storage.proposals(true).await.unwrap().is_empty() && storage.proposals(false).await.unwrap().is_empty());
    let theirs = NewProposal { shop: "cinema".to_owned(), ..draft.clone() };
    assert_eq!(storage.propose(&theirs).await.unwrap(), Proposed::OtherContent, "nobody sends another's draft");
    let better = NewProposal { words: "Dès lundi.".to_owned(), ..draft.clone() };
    assert!(matches!(storage.propose(&better).await.unwrap(), Proposed::Kept { new: true, .. }));
    assert_eq!(storage.proposals(true).await.unwrap()[0].new.words, "Dès lundi.");
    assert_eq!(storage.save_draft(&draft).await.unwrap(), Proposed::OtherContent, "what was sent is no draft");
    assert!(!storage.take_proposal_back("cinema", "a").await.unwrap());
    assert!(storage.take_proposal_back("fournil", "a").await.unwrap());
    assert_eq!(storage.proposal("a").await.unwrap().unwrap().state, ProposalState::Draft);
    assert_eq!(storage.refuse_proposal("nadia", "a", "non").await.unwrap(), Decided::TooLate);
    assert!(!storage.drop_draft("cinema", "a").await.unwrap());
    assert!(storage.drop_draft("fournil", "a").await.unwrap());
    assert!(storage.proposal("a").await.unwrap().is_none());
}

async fn what_was_approved_for_a_day_waits_for_it(storage: Storage, _: Hands) {
    let day = |day: &str| day.parse::<chrono::NaiveDate>().unwrap();
    let later = Offer { valid_from: Some(day("2026-12-01")), ..offer("a") };
    storage.propose(&proposal("a", later.clone())).await.unwrap();
    let accepted = storage.accept_proposal("nadia", "a", &later, 0, day("2026-11-23")).await.unwrap();
    assert_eq!(accepted, Decided::Later);
    let kept = storage.proposal("a").await.unwrap().unwrap();
    assert_eq!((kept.state, kept.due_on), (ProposalState::Approved, Some(day("2026-12-01"))));
    assert_eq!(storage.record("offer", "a").await.unwrap(), None);
    // Codes may come before.
    storage.bring_vouchers(None, "a", &codes(1)).await.unwrap();
    assert_eq!(storage.publish_approved(day("2026-11-30")).await.unwrap(), 0);
    assert_eq!(storage.publish_approved(day("2026-12-01")).await.unwrap(), 1);
    assert_eq!(storage.publish_approved(day("2026-12-01")).await.unwrap(), 0, "once");
    assert_eq!(on_phones(&storage, "a").await.vouchers, Some(Vouchers::Left));
    assert_eq!(storage.proposal("a").await.unwrap().unwrap().state, ProposalState::Accepted);
}

async fn the_team_stands_above_the_shop(storage: Storage, _: Hands) {
    storage.upsert(&[Record::Offer(offer("a"))]).await.unwrap();
    let (shop, staff) = (Whose::Shop("fournil"), Whose::Staff("nadia"));
    assert_eq!(storage.suspend_offer(Whose::Shop("cinema"), "a", "").await.unwrap(), Moved::Unknown);
    assert_eq!(storage.suspend_offer(shop, "a", "").await.unwrap(), Moved::Done);
    assert!(on_phones(&storage, "a").await.suspended);
    assert_eq!(storage.suspend_offer(shop, "a", "").await.unwrap(), Moved::Already);
    assert_eq!(storage.resume_offer(shop, "a").await.unwrap(), Moved::Done);
    assert_eq!(storage.suspend_offer(shop, "a", "").await.unwrap(), Moved::Done);
    assert_eq!(storage.suspend_offer(staff, "a", "Prix faux.").await.unwrap(), Moved::Done);
    assert_eq!(storage.resume_offer(shop, "a").await.unwrap(), Moved::NotYours);
    assert_eq!(storage.suspension("a").await.unwrap().unwrap().reason, "Prix faux.");
    assert_eq!(storage.resume_offer(staff, "a").await.unwrap(), Moved::Done);
    assert_eq!(storage.suspension("a").await.unwrap(), None);
    // Suspended by a table: no line says who, so it is the team's.
    storage.upsert(&[Record::Offer(Offer { suspended: true, ..offer("a") })]).await.unwrap();
    assert_eq!(storage.resume_offer(shop, "a").await.unwrap(), Moved::NotYours);
    assert_eq!(storage.end_offer("cinema", "a").await.unwrap(), Moved::Unknown);
    assert_eq!(storage.end_offer("fournil", "a").await.unwrap(), Moved::Done);
    assert_eq!(storage.record("offer", "a").await.unwrap(), None);
    let acts: Vec<_> = storage.audited("a").await.unwrap().into_iter().map(|(_, act)| act).collect();
    assert_eq!(acts, ["offer.suspend", "offer.resume"], "what the team did; the shop's own is in the history");
}
