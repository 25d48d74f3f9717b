//! The server of Guichet Jeunes: public content as a change log, told live; messages; feeds in and out; notifications; youth
//! cards and the shops that verify them.
//!
//! Start one with [`server::Server::start`]. Modules are domain nouns; each tells its own invariant.

pub mod app;
pub mod card;
pub mod clock;
pub mod config;
pub mod digest;
pub mod entropy;
pub mod feeds;
pub mod handles;
pub mod health;
pub mod http;
pub mod import;
pub mod keyfile;
pub mod live;
pub mod map;
pub mod media;
pub mod messages;
pub mod openapi;
pub mod push;
pub mod seed;
pub mod server;
pub mod shop;
pub mod site;
pub mod spreadsheet;
pub mod staff;
pub mod storage;
pub mod sync;
pub mod tally;

pub use config::Config;
pub use server::{Running, Server};
