//! What the first visit costs, in bytes: a table for people and a limit for `ci`.
//!
//! Everything the service worker fetches before the app works offline is counted, compressed as it travels.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Result, bail};

/// DESIGN's budget for the first load of the web build, in bytes after Brotli.
pub(crate) const FIRST_LOAD: usize = 900_000;
/// DESIGN's budget for all that the shop's verification page loads.
pub(crate) const SHOP_PAGE: usize = 120_000;
/// Budget of the two fonts together.
pub(crate) const FONTS: usize = 75_000;

/// Kinds in the order of the table.
const KINDS: [(&str, &[&str]); 6] = [
    ("wasm", &["wasm"]),
    ("js", &["js"]),
    ("css", &["css"]),
    ("fonts", &["woff2"]),
    ("html", &["html", "webmanifest"]),
    ("images", &["svg", "png", "webp", "jpg"]),
];

/// Bytes by kind, then in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    what: &'static str,
    limit: usize,
    rows: Vec<(&'static str, usize, usize)>,
    total: usize,
}

impl Report {
    /// Of the app's first load, from each file's path and its cost.
    pub(crate) fn new(costs: &BTreeMap<String, usize>) -> Self {
        Self::of("first load", FIRST_LOAD, costs)
    }

    /// Of the shop's page.
    pub(crate) fn shop_page(costs: &BTreeMap<String, usize>) -> Self {
        Self::of("shop page", SHOP_PAGE, costs)
    }

    fn of(what: &'static str, limit: usize, costs: &BTreeMap<String, usize>) -> Self {
        let kind_of = |path: &str| {
            let extension = path.rsplit('.').next().unwrap_or_default();
            KINDS.iter().find(|(_, known)| known.contains(&extension)).map_or("other", |(kind, _)| kind)
        };
        let rows = KINDS
            .iter()
            .map(|(kind, _)| *kind)
            .chain(["other"])
            .map(|kind| {
                let of_kind = costs.iter().filter(|(path, _)| kind_of(path) == kind);
                let (count, bytes) = of_kind.fold((0, 0), |(count, bytes), (_, cost)| (count + 1, bytes + cost));
                (kind, count, bytes)
            })
            .filter(|(_, count, _)| *count > 0)
            .collect();
        Self { what, limit, rows, total: costs.values().sum() }
    }

    /// A table in kB (1 000 bytes).
    pub(crate) fn table(&self) -> String {
        let mut table = format!("{:<20} {:>6} {:>9}\n", format!("{}, Brotli", self.what), "files", "kB");
        for (kind, count, bytes) in &self.rows {
            let _ = writeln!(table, "  {kind:<18} {count:>6} {:>9.1}", *bytes as f64 / 1000.0);
        }
        let _ = write!(
            table,
            "  {:<18} {:>6} {:>9.1}  (limit {})",
            "total",
            "",
            self.total as f64 / 1000.0,
            self.limit / 1000
        );
        table
    }

    /// An error when a limit is passed.
    pub(crate) fn check(&self) -> Result<()> {
        if self.total > self.limit {
            bail!("the {} takes {} bytes, {} too many", self.what, self.total, self.total - self.limit);
        }
        let fonts = self.rows.iter().find(|(kind, ..)| *kind == "fonts").map_or(0, |(_, _, bytes)| *bytes);
        if fonts > FONTS {
            bail!("the fonts take {fonts} bytes, the limit is {FONTS}");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs(wasm: usize, font: usize) -> BTreeMap<String, usize> {
        BTreeMap::from([
            ("pkg/1/app_bg.wasm".to_owned(), wasm),
            ("assets/fonts/a.woff2".to_owned(), font),
            ("index.html".to_owned(), 1000),
        ])
    }

    #[test]
    fn counts_by_kind_and_in_all() {
        let report = Report::new(&costs(500_000, 30_000));
        assert_eq!(report.total, 531_000);
        let table = report.table();
        assert!(
            table.contains("wasm") && table.contains("500.0") && table.contains("531.0") && table.contains("limit 900"),
            "{table}"
        );
        assert!(!table.contains("other"), "{table}");
        report.check().unwrap();
    }

    #[test]
    fn limits_hold() {
        assert!(Report::new(&costs(FIRST_LOAD, 0)).check().is_err());
        assert!(Report::new(&costs(1, FONTS + 1)).check().is_err());
        assert!(Report::shop_page(&costs(SHOP_PAGE - 1_000, 0)).check().is_ok());
        assert!(Report::shop_page(&costs(SHOP_PAGE, 0)).check().is_err());
    }
}
