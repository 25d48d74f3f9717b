//! Whatever happens on the way, a phone ends where its server is.
//!
//! A model of the server (a change log with tombstones, a horizon, and restores from backup) is put through
//! random days: edits, deletes, lost answers, answers that arrive twice, restarts of the app. After one good
//! refresh at the end, the store must hold exactly the server's records.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;
use shared::domain::RecordId;
use shared::protocol::{SyncPage, WireRecord};
use shared::store::{Location, Mended, Seed, Store, Which};
use shared::sync::{Answer, Remote, RemoteError, refresh, take_delta};

const PAGE: usize = 3;

#[derive(Clone, Debug)]
enum Happening {
    Edit {
        id: u8,
        title: u16,
    },
    Delete {
        id: u8,
    },
    /// Old tombstones go.
    Purge,
    /// A backup of so many changes ago is restored.
    Restore {
        lost: u8,
    },
    /// The phone refreshes; the answer number `cut` is lost on the way.
    Refresh {
        cut: Option<u8>,
    },
    /// The last change arrives live, perhaps twice.
    Live {
        twice: bool,
    },
    /// The app is closed and opened again.
    Restart,
}

#[derive(Default)]
struct Server {
    log: u32,
    seq: u64,
    /// Id → position and content; `None` is a tombstone.
    records: BTreeMap<u8, (u64, Option<u16>)>,
    horizon: u64,
    answers: Cell<u32>,
    cut: Cell<Option<u32>>,
}

impl Server {
    fn change(&mut self, id: u8, title: Option<u16>) {
        if title.is_none() && !self.records.get(&id).is_some_and(|(_, title)| title.is_some()) {
            return;
        }
        self.seq += 1;
        self.records.insert(id, (self.seq, title));
    }

    /// Old tombstones go, up to the end of the first page that a rebuild reads (see `SyncPage`).
    fn purge(&mut self) {
        let mut live: Vec<u64> =
            self.records.values().filter(|(_, title)| title.is_some()).map(|(seq, _)| *seq).collect();
        live.sort_unstable();
        let horizon = live.get(PAGE - 1).copied().unwrap_or(self.seq);
        self.horizon = self.horizon.max(horizon);
        self.records.retain(|_, (seq, title)| title.is_some() || *seq > horizon);
    }

    fn restore(&mut self, lost: u8) {
        let kept = self.seq.saturating_sub(u64::from(lost));
        self.records.retain(|_, (seq, _)| *seq <= kept);
        (self.log, self.seq, self.horizon) = (self.log + 1, kept, self.horizon.min(kept));
    }

    fn page_after(&self, since: u64) -> SyncPage {
        let mut changes: Vec<_> = self.records.iter().filter(|(_, (seq, _))| *seq > since).collect();
        changes.sort_by_key(|(_, (seq, _))| *seq);
        let more = changes.len() > PAGE;
        changes.truncate(PAGE);
        let next = if more { changes.last().map_or(self.seq, |(_, (seq, _))| *seq) } else { self.seq };
        let mut page = SyncPage {
            log: self.log.to_string(),
            next,
            more,
            server_time: 0,
            upserts: Vec::new(),
            deletes: Vec::new(),
        };
        for (id, (seq, title)) in changes {
            match title {
                Some(title) => page.upserts.push(wire(*id, *seq, *title)),
                None => page.deletes.push(RecordId { kind: "page".to_owned(), id: id.to_string() }),
            }
        }
        page
    }

    fn expected(&self) -> Vec<WireRecord> {
        let mut records: Vec<_> =
            self.records.iter().filter_map(|(id, (seq, title))| title.map(|title| wire(*id, *seq, title))).collect();
        records.sort_by(|a, b| a.id.cmp(&b.id));
        records
    }
}

fn wire(id: u8, seq: u64, title: u16) -> WireRecord {
    serde_json::from_value(json!({
        "seq": seq, "kind": "page", "id": id.to_string(), "section": "se-loger", "group": "Aides", "order": id,
        "title": format!("Titre {title}"), "summary": "", "body": "",
    }))
    .unwrap()
}

struct Line<'a>(&'a RefCell<Server>);

impl Remote for Line<'_> {
    async fn page(&self, since: u64, log: Option<&str>) -> Result<Answer, RemoteError> {
        let server = self.0.borrow();
        server.answers.set(server.answers.get() + 1);
        if server.cut.get() == Some(server.answers.get()) {
            return Err(RemoteError::Unreachable);
        }
        if log.is_some_and(|log| log != server.log.to_string())
            || since > server.seq
            || (since > 0 && since < server.horizon)
        {
            return Ok(Answer::Gone);
        }
        if log.is_some() && since == server.seq {
            return Ok(Answer::NotModified(None));
        }
        Ok(Answer::Page(server.page_after(since)))
    }
}

fn seed() -> Seed {
    Seed::of("seed", vec![wire(200, 0, 0)])
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => (0..12_u8, any::<u16>()).prop_map(|(id, title)| Happening::Edit { id, title }),
        3 => (0..12_u8).prop_map(|id| Happening::Delete { id }),
        1 => Just(Happening::Purge),
        1 => (0..5_u8).prop_map(|lost| Happening::Restore { lost }),
        5 => prop::option::of(1..5_u8).prop_map(|cut| Happening::Refresh { cut }),
        3 => any::<bool>().prop_map(|twice| Happening::Live { twice }),
        2 => Just(Happening::Restart),
    ]
}

fn now() -> i64 {
    1_000
}

/// How a phone is closed and opened again.
type Restart = dyn Fn(Option<Store>) -> Store;

#[expect(clippy::needless_pass_by_value, reason = "closed: nothing of it is left")]
fn as_a_browser(store: Option<Store>) -> Store {
    let bytes = |which| store.as_ref().map(|store| store.export(which).unwrap()).unwrap_or_default();
    let location = Location::Memory { public: bytes(Which::Public), personal: bytes(Which::Personal) };
    Store::open(location, &seed(), 0).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_day_ends_where_the_server_is_in_a_browser(day in prop::collection::vec(happening(), 1..40)) {
        live_through(day, &as_a_browser)?;
    }
}

proptest! {
    // Files are synced to disk at each change: fewer days, the same ones.
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_day_ends_where_the_server_is_on_a_phone(day in prop::collection::vec(happening(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        live_through(day, &move |closed| {
            drop(closed);
            Store::open(Location::Folder(path.clone()), &seed(), 0).unwrap()
        })?;
    }
}

fn live_through(day: Vec<Happening>, open: &Restart) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let server = RefCell::new(Server::default());
    let mut store = open(None);
    store.set_setting("theme", &"night").unwrap();

    for happening in day {
        match happening {
            Happening::Edit { id, title } => server.borrow_mut().change(id, Some(title)),
            Happening::Delete { id } => server.borrow_mut().change(id, None),
            Happening::Purge => server.borrow_mut().purge(),
            Happening::Restore { lost } => server.borrow_mut().restore(lost),
            Happening::Restart => store = open(Some(store)),
            Happening::Refresh { cut } => {
                server.borrow().answers.set(0);
                server.borrow().cut.set(cut.map(u32::from));
                let before = store.cursor().unwrap();
                let result = runtime.block_on(refresh(&store, &Line(&server), now, || std::future::ready(())));
                if result.is_err() && cut == Some(1) {
                    prop_assert_eq!(store.cursor().unwrap(), before, "a failed refresh marks nothing fresh");
                }
            }
            Happening::Live { twice } => {
                let server = server.borrow();
                let from = server.seq.saturating_sub(1);
                // A server tells nothing from below its horizon: a deletion there may be forgotten.
                if from < server.horizon {
                    continue;
                }
                let delta = server.page_after(from);
                for _ in 0..=usize::from(twice) {
                    take_delta(&store, from, &delta, now()).unwrap();
                }
            }
        }
    }

    server.borrow().cut.set(None);
    runtime.block_on(refresh(&store, &Line(&server), now, || std::future::ready(()))).unwrap();
    prop_assert_eq!(store.wire_records().unwrap(), server.borrow().expected());
    prop_assert_eq!(store.setting::<String>("theme").unwrap(), Some("night".to_owned()));
    prop_assert_eq!(store.mended(), Mended::default());
    Ok(())
}
