//! Telling the town how it is used, in numbers: after a refresh, and never louder than a whisper. Nothing here is worth a
//! word to the reader, a retry before the next refresh, or the wait of anything else.

use super::RemoteError;
use crate::domain::UnixSeconds;
use crate::protocol::Tally;
use crate::store::{Cursor, Store, StoreError};

/// The server, as far as sums need it.
pub trait Teller {
    /// Counts one more app this week.
    fn count_app(&self, cursor: &Cursor) -> impl Future<Output = Result<(), RemoteError>>;

    /// Adds to the week's sums.
    fn tell(&self, tally: &Tally) -> impl Future<Output = Result<(), RemoteError>>;
}

/// Tells what this app did not tell yet this week.
pub async fn tell<T: Teller>(store: &Store, teller: &T, now: UnixSeconds) -> Result<(), StoreError> {
    let untold = store.untold(now)?;
    if untold.app
        && let Some(cursor) = store.cursor()?
        && teller.count_app(&cursor).await.is_ok()
    {
        store.app_counted(now)?;
    }
    if untold.tally != Tally::default() {
        match teller.tell(&untold.tally).await {
            // What is refused now is refused always.
            Ok(()) | Err(RemoteError::Refused { .. }) => store.tally_told(&untold.tally)?,
            Err(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use futures_util::FutureExt;

    use super::*;
    use crate::domain::RecordId;
    use crate::protocol::SyncPage;
    use crate::store::{Location, Seed};

    const MONDAY: UnixSeconds = 1_795_392_000;
    const WEEK: i64 = 7 * 86_400;

    /// A town that counts, when it can be reached.
    #[derive(Default)]
    struct Town {
        away: Cell<bool>,
        apps: Cell<u32>,
        told: RefCell<Vec<Tally>>,
    }

    impl Teller for Town {
        async fn count_app(&self, _: &Cursor) -> Result<(), RemoteError> {
            if self.away.get() {
                return Err(RemoteError::Unreachable);
            }
            self.apps.set(self.apps.get() + 1);
            Ok(())
        }

        async fn tell(&self, tally: &Tally) -> Result<(), RemoteError> {
            if self.away.get() {
                return Err(RemoteError::Unreachable);
            }
            self.told.borrow_mut().push(tally.clone());
            Ok(())
        }
    }

    fn refreshed(store: &Store, town: &Town, now: UnixSeconds) {
        tell(store, town, now).now_or_never().unwrap().unwrap();
    }

    fn phone() -> Store {
        let store = Store::open(Location::memory(), &Seed::of("seed", Vec::new()), MONDAY).unwrap();
        let page = SyncPage {
            log: "L".to_owned(),
            next: 1,
            more: false,
            upserts: Vec::new(),
            deletes: Vec::new(),
            server_time: MONDAY,
        };
        store.apply(&page, MONDAY).unwrap();
        store
    }

    fn news(id: &str) -> RecordId {
        RecordId { kind: "news".to_owned(), id: id.to_owned() }
    }

    #[test]
    fn each_thing_is_told_once_a_week_whatever_the_network_does() {
        let (phone, town) = (phone(), Town::default());
        town.away.set(true);
        for _ in 0..3 {
            phone.note_read(&news("concert"), MONDAY).unwrap();
            phone.note_fruitless("Skate-park !", MONDAY).unwrap();
            phone.note_fruitless("lea@example.org", MONDAY).unwrap();
            refreshed(&phone, &town, MONDAY);
        }
        assert_eq!((town.apps.get(), town.told.borrow().len()), (0, 0));

        town.away.set(false);
        refreshed(&phone, &town, MONDAY + 60);
        refreshed(&phone, &town, MONDAY + 120);
        let whole = Tally { reads: vec![news("concert")], fruitless: vec!["skate park".to_owned()] };
        assert_eq!((town.apps.get(), town.told.take()), (1, vec![whole]));

        phone.note_read(&news("concert"), MONDAY + 180).unwrap();
        phone.note_read(&news("forum"), MONDAY + 180).unwrap();
        refreshed(&phone, &town, MONDAY + 240);
        assert_eq!(town.told.take(), [Tally { reads: vec![news("forum")], ..Tally::default() }], "only what is new");

        phone.note_read(&news("concert"), MONDAY + WEEK).unwrap();
        refreshed(&phone, &town, MONDAY + WEEK);
        assert_eq!((town.apps.get(), town.told.take().len()), (2, 1), "another week");
    }

    #[test]
    fn a_week_of_reading_all_day_fits_into_one_tally() {
        let (phone, town) = (phone(), Town::default());
        for number in 0..80 {
            phone.note_read(&news(&number.to_string()), MONDAY).unwrap();
            phone.note_fruitless(&format!("mot {number}"), MONDAY).unwrap();
        }
        refreshed(&phone, &town, MONDAY);
        let told = town.told.take();
        assert_eq!((told[0].reads.len(), told[0].fruitless.len()), (50, 20));
    }
}
