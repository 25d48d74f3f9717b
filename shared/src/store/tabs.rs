//! Two tabs of one browser: each has the personal database in its own memory, and only one copy is kept.
//!
//! Invariant: what either tab changed since they last agreed is in the result. A row that only one of them touched is
//! taken as that one left it; of a row both touched, the tab that comes second has the word, but it never deletes what
//! the other wrote since. Rows are compared whole and tables are found by themselves, so that a later table is covered
//! without a line here.
//!
//! Rejected: the last tab to save wins, which loses what the other did; one tab alone may write, which turns away
//! someone who typed in the other.

use rusqlite::Connection;

use super::personal::Personal;
use super::{Store, StoreError};

impl Store {
    /// Takes in `theirs`, the personal database as another tab saved it, on top of which stays what this tab changed
    /// since `base`, what both started from ([`Store::export`] of then). Returns the base from now on: it equals the
    /// next export exactly when this tab has nothing of its own to save.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when `theirs` cannot be read; this tab's own state is then untouched.
    pub fn take_in(&self, base: &[u8], theirs: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (mut merged, damaged) = Personal::open_bytes(theirs)?;
        if damaged {
            return Err(StoreError::Corrupt);
        }
        let agreed = merged.export()?;
        let mut personal = self.personal();
        let mine = personal.export()?;
        if mine != base {
            reapply(&mut merged.connection, base, &mine)?;
        }
        *personal = merged;
        Ok(agreed)
    }
}

/// Repeats on `connection` the changes that lead from `base` to `mine`.
fn reapply(connection: &mut Connection, base: &[u8], mine: &[u8]) -> Result<(), StoreError> {
    for (name, bytes) in [(c"base", base), (c"mine", mine)] {
        connection.execute_batch(if name == c"base" {
            "ATTACH ':memory:' AS base"
        } else {
            "ATTACH ':memory:' AS mine"
        })?;
        connection.deserialize_read_exact(name, bytes, bytes.len(), true)?;
    }
    let transaction = connection.transaction()?;
    for table in
        names(&transaction, "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")?
    {
        let key = key(&transaction, &table)?;
        transaction.execute_batch(&format!(
            "DELETE FROM main.{table}
             WHERE ({key}) IN (SELECT {key} FROM (SELECT * FROM base.{table} INTERSECT SELECT * FROM main.{table}))
               AND ({key}) NOT IN (SELECT {key} FROM mine.{table});
             INSERT OR REPLACE INTO main.{table}
             SELECT * FROM (SELECT * FROM mine.{table} EXCEPT SELECT * FROM base.{table});"
        ))?;
    }
    transaction.commit()?;
    Ok(connection.execute_batch("DETACH base; DETACH mine")?)
}

fn names(connection: &Connection, question: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(question)?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

/// The columns of a table's key, one after another.
fn key(connection: &Connection, table: &str) -> Result<String, StoreError> {
    let mut statement = connection.prepare(&format!("PRAGMA main.table_info({table})"))?;
    let (mut rows, mut key) = (statement.query([])?, String::new());
    while let Some(row) = rows.next()? {
        // Number, name, type, may be empty, what it is else, place in the key.
        if row.get::<_, i64>(5)? > 0 {
            key.push_str(if key.is_empty() { "" } else { ", " });
            key.push_str(&row.get::<_, String>(1)?);
        }
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use crate::domain::{Kind, RecordId};
    use crate::store::{Favourite, Location, Seed, Store, StoreError, Which};

    fn tab(personal: Vec<u8>) -> Store {
        let seed = Seed::of("seed", Vec::new());
        Store::open(Location::Memory { public: Vec::new(), personal }, &seed, 0).unwrap()
    }

    fn kept(store: &Store) -> Vec<u8> {
        store.export(Which::Personal).unwrap()
    }

    fn favourite(id: &str) -> Favourite {
        Favourite {
            id: RecordId { kind: Kind::Page.name().to_owned(), id: id.to_owned() },
            title: id.to_owned(),
            added_at: 1,
        }
    }

    fn titles(store: &Store) -> Vec<String> {
        store.favourites().unwrap().into_iter().map(|favourite| favourite.title).collect()
    }

    #[test]
    fn what_two_tabs_did_is_all_there() {
        let first = tab(Vec::new());
        first.add_favourite(&favourite("logement")).unwrap();
        first.add_favourite(&favourite("permis")).unwrap();
        first.set_setting("theme", &"paper").unwrap();
        let base = kept(&first);
        let second = tab(base.clone());

        first.add_favourite(&favourite("sante")).unwrap();
        first.set_setting("theme", &"night").unwrap();
        second.save_draft("contact", &"Bonjour", 5).unwrap();
        second.remove_favourite(&favourite("permis").id).unwrap();

        let agreed = second.take_in(&base, &kept(&first)).unwrap();
        assert_eq!(titles(&second), ["logement", "sante"]);
        assert_eq!(second.setting::<String>("theme").unwrap().unwrap(), "night");
        assert_eq!(second.draft::<String>("contact").unwrap().unwrap().form, "Bonjour");
        assert_ne!(agreed, kept(&second), "the second tab has something to save");

        // It saves; the first, which did nothing since, becomes its equal.
        first.take_in(&kept(&first), &kept(&second)).unwrap();
        assert_eq!(kept(&first), kept(&second));
    }

    #[test]
    fn a_tab_that_did_nothing_has_nothing_to_save() {
        let first = tab(Vec::new());
        let base = kept(&first);
        let second = tab(base.clone());
        first.save_draft("contact", &"Bonjour", 5).unwrap();
        let agreed = second.take_in(&base, &kept(&first)).unwrap();
        assert_eq!(agreed, kept(&second));
        assert_eq!(agreed, kept(&first));
    }

    #[test]
    fn sending_in_one_tab_does_not_delete_what_the_other_typed_since() {
        let first = tab(Vec::new());
        first.save_draft("contact", &"Bonj", 5).unwrap();
        let base = kept(&first);
        let second = tab(base.clone());
        first.save_draft("contact", &"Bonjour, je", 6).unwrap();
        let sent = crate::protocol::OutgoingMessage {
            key: "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
            topic: crate::protocol::MessageTopic::Question,
            text: "Bonj".to_owned(),
            reply_to: String::new(),
            about: None,
        };
        second.queue_message(&sent, "contact", 7).unwrap();
        second.take_in(&base, &kept(&first)).unwrap();
        assert_eq!(second.draft::<String>("contact").unwrap().unwrap().form, "Bonjour, je");
        assert_eq!(second.messages().unwrap().len(), 1);
    }

    #[test]
    fn erasing_everything_reaches_the_other_tab() {
        let first = tab(Vec::new());
        first.add_favourite(&favourite("logement")).unwrap();
        let base = kept(&first);
        let second = tab(base.clone());
        first.erase_personal().unwrap();
        second.take_in(&base, &kept(&first)).unwrap();
        assert!(titles(&second).is_empty());
    }

    #[test]
    fn unreadable_bytes_are_refused_and_cost_nothing() {
        let store = tab(Vec::new());
        store.add_favourite(&favourite("logement")).unwrap();
        let base = kept(&store);
        assert!(matches!(store.take_in(&base, &[1; 5_000]), Err(StoreError::Corrupt)));
        assert_eq!(titles(&store), ["logement"]);
    }
}
