//! What each figure says, in rows: the one place, for pages and for files.
//!
//! Every table has its name in [`NAMES`], which is also the name of its file.

use super::few::Shown;
use super::figures::Figures;
use super::table::{Cell, Table};
use crate::storage::stats::{WeekMessages, WeekUses};

/// Names of the files there are.
pub(super) const NAMES: [&str; 7] =
    ["portee", "cartes", "utilisations", "commerces", "messages", "lectures", "recherches"];

impl Figures {
    /// The table of that name.
    pub(super) fn table(&self, name: &str) -> Option<Table> {
        match name {
            "portee" => Some(self.reach_table()),
            "cartes" => Some(self.cards_table()),
            "utilisations" => Some(self.uses_table()),
            "commerces" => Some(self.shops_table()),
            "messages" => Some(self.messages_table()),
            "lectures" => Some(self.reads_table()),
            "recherches" => Some(self.searches_table()),
            _ => None,
        }
    }

    pub(super) fn reach_table(&self) -> Table {
        let row = |apps: &Option<u64>| vec![Cell::Count(*apps), Cell::Share(apps.and_then(|apps| self.share(apps)))];
        let columns = vec!["Semaine du", "Applications ouvertes", "Part du public visé (%)"];
        self.by_week("portee", "Applications ouvertes chaque semaine", columns, self.apps.iter().map(row))
    }

    pub(super) fn cards_table(&self) -> Table {
        let rows = self.cards.iter().map(|cards| vec![Cell::Count(*cards)]);
        self.by_week("cartes", "Cartes actives à la fin de chaque semaine", vec!["Semaine du", "Cartes actives"], rows)
    }

    pub(super) fn uses_table(&self) -> Table {
        let few = self.uses_are_few();
        let row = |week: &WeekUses| match week.uses {
            1.. if few => vec![Cell::Small(Shown::Few), Cell::Count(None)],
            uses => vec![Cell::Count(Some(uses)), Cell::Euros(week.saved_cents)],
        };
        let columns = vec!["Semaine du", "Utilisations", "Économies estimées (€)"];
        self.by_week("utilisations", "Utilisations de la carte chaque semaine", columns, self.uses.iter().map(row))
    }

    pub(super) fn messages_table(&self) -> Table {
        let row = |week: &WeekMessages| {
            [week.in_time, week.late, week.waiting, week.overdue].map(|count| Cell::Count(Some(count))).to_vec()
        };
        let columns = vec!["Semaine du", "Répondus à temps", "Répondus en retard", "En attente", "Délai dépassé"];
        self.by_week("messages", "Messages reçus chaque semaine", columns, self.messages.iter().map(row))
    }

    pub(super) fn shops_table(&self) -> Table {
        Table {
            name: "commerces",
            caption: "Utilisations de la carte par commerce".to_owned(),
            columns: vec!["Commerce", "Utilisations"],
            rows: self.shops.iter().map(|(name, uses)| vec![Cell::Words(name.clone()), Cell::Small(*uses)]).collect(),
        }
    }

    pub(super) fn reads_table(&self) -> Table {
        let rows = self.reads.iter().map(|read| {
            let title = read.title.clone().unwrap_or_else(|| format!("{} (contenu retiré)", read.id));
            let kind = if read.is_news { "actu" } else { "fiche" };
            vec![Cell::Words(title), Cell::Words(kind.to_owned()), Cell::Small(read.times)]
        });
        Table {
            name: "lectures",
            caption: "Actus et fiches les plus lues".to_owned(),
            columns: vec!["Titre", "Quoi", "Lectures"],
            rows: rows.collect(),
        }
    }

    pub(super) fn searches_table(&self) -> Table {
        let rows =
            self.searches.iter().map(|(words, times)| vec![Cell::Words(words.clone()), Cell::Count(Some(*times))]);
        Table {
            name: "recherches",
            caption: "Recherches sans résultat".to_owned(),
            columns: vec!["Mots cherchés", "Fois"],
            rows: rows.collect(),
        }
    }

    /// The last week first, as one reads it.
    fn by_week(
        &self,
        name: &'static str,
        caption: &str,
        columns: Vec<&'static str>,
        values: impl Iterator<Item = Vec<Cell>>,
    ) -> Table {
        let weeks = self.period.weeks.iter();
        let mut rows: Vec<Vec<Cell>> = weeks
            .zip(values)
            .map(|(week, values)| std::iter::once(Cell::Week(*week)).chain(values).collect())
            .collect();
        rows.reverse();
        Table { name, caption: caption.to_owned(), columns, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::stats::figures::tests::figures;

    #[test]
    fn every_name_is_a_table_of_that_name_with_rows_as_long_as_its_columns() {
        let figures = figures();
        for name in NAMES {
            let table = figures.table(name).unwrap();
            assert_eq!(table.name, name);
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{name}");
        }
        assert_eq!(figures.table("autre"), None);
        let lonely = Figures { uses: vec![WeekUses { uses: 2, saved_cents: 300 }; 2], ..figures.clone() };
        let small = [Cell::Small(Shown::Few), Cell::Count(None)];
        assert!(lonely.uses_table().rows.iter().all(|row| row[1..] == small), "four uses may all be one shop's");
        let reach = figures.reach_table();
        assert_eq!(reach.rows[2][1..], [Cell::Count(None), Cell::Share(None)], "the last week is on top");
    }
}
