//! The parts screens are made of.
//!
//! A component draws what it is given; it asks the state layer for nothing but time, territory and
//! freshness. Its styles stand in `assets/app.css` or `assets/screens.css` under its file's name.
//!
//! To add one: a file here, its block in the style sheet, its words in both `assets/i18n/*.ftl`.

#![allow(unused_qualifications, reason = "`rsx!` writes event handlers with their full paths")]

pub mod article;
pub mod cards;
pub mod dates;
pub mod directions;
pub mod distance;
pub mod face;
pub mod favourite;
pub mod freshness;
pub mod help_number;
pub mod icon;
pub mod map_file;
pub mod message_form;
pub mod more;
pub mod notices;
pub mod onward;
pub mod opening;
pub mod outside;
pub mod picture;
pub mod record_row;
pub mod row;
pub mod shell;
pub mod soon;
pub mod switch;
pub mod tabs;
pub mod tile;
pub mod topbar;
pub mod trust;
pub mod voucher;
