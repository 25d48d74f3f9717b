//! `/staff/chiffres`: how much the app is used, week by week, and what it is read and searched for. For everybody on the
//! team, because nothing here is about anyone.
//!
//! The way of a figure: `storage::stats` counts, [`series`] puts weeks in line, [`figures`] gathers, [`tables`] says it in rows
//! once, and those rows are what a page, a plot's table and a CSV file show. [`plot`] only draws.
//!
//! Invariant: what is counted per shop or per record, and is small, is shown by [`few`] everywhere: no address of this module
//! gives the number that another one keeps back. A library of plots in the browser was rejected: pages here work without
//! scripts, and are printed.
//!
//! To add a figure: count it in `storage/stats.rs`, a field of [`figures::Figures`], its rows in `tables.rs` (which gives it its
//! CSV file too), its section in `page.rs`.

mod csv;
mod few;
mod figures;
mod number;
mod page;
mod period;
mod plot;
mod series;
mod summary;
mod table;
mod tables;

pub(super) use csv::file;
pub(super) use page::page;
pub(super) use summary::summary;
