//! `bench qr`: how often a youth card's code is read when the picture of it is bad.
//!
//! Real codes, drawn as phones (level L) and paper (level Q) show them, are photographed by a simulated camera under one
//! difficulty at a time, each in several strengths, and given to two readers that have no code in common. A picture
//! counts as read when the address comes out to the last digit. Everything is seeded: the same figures on every machine.

mod camera;

use anyhow::{Context, Result};
use journeys::readers;
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};
use serde_json::{Value, json};
use shared::card::{digits_of, url};

use crate::card::{SERVER, Town};
use camera::Difficulty;

/// Pictures of each code under each strength of each difficulty.
const PICTURES: u64 = 16;

/// How a code is shown.
#[derive(Clone, Copy, Debug)]
pub enum Level {
    /// On a phone: error correction L, the fewest modules.
    Screen,
    /// Printed: level Q survives a fold or a stain.
    Paper,
}

/// A drawn code.
pub struct Code {
    /// Modules a side, without the quiet zone.
    pub width: usize,
    dark: Vec<bool>,
}

impl Code {
    /// Whether a module is dark; outside the code none is.
    fn is_dark(&self, column: i32, row: i32) -> bool {
        let (Ok(column), Ok(row)) = (usize::try_from(column), usize::try_from(row)) else { return false };
        column < self.width && self.dark.get(row * self.width + column).copied().unwrap_or_default()
    }
}

/// Draws an address: a byte segment up to `#`, then digits, in the smallest version that holds them.
pub fn draw(address: &str, level: Level) -> Result<Code> {
    let digits = digits_of(address).context("an address without digits")?;
    let prefix = address.strip_suffix(digits).unwrap_or_default();
    let level = match level {
        Level::Screen => EcLevel::L,
        Level::Paper => EcLevel::Q,
    };
    for version in (1..=40).map(Version::Normal) {
        let mut bits = Bits::new(version);
        bits.push_byte_data(prefix.as_bytes())?;
        bits.push_numeric_data(digits.as_bytes())?;
        if bits.push_terminator(level).is_err() {
            continue;
        }
        let code = QrCode::with_bits(bits, level)?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        return Ok(Code { width: code.width(), dark });
    }
    anyhow::bail!("no version holds the address")
}

/// How many pictures were read, by each reader and by at least one.
#[derive(Clone, Copy, Default)]
struct Tally {
    pictures: u64,
    rqrr: u64,
    rxing: u64,
    either: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.pictures += other.pictures;
        self.rqrr += other.rqrr;
        self.rxing += other.rxing;
        self.either += other.either;
    }

    fn rates(self) -> Value {
        let rate = |read: u64| (read as f64 * 1_000.0 / self.pictures.max(1) as f64).round() / 1_000.0;
        json!({ "rqrr": rate(self.rqrr), "rxing": rate(self.rxing), "either": rate(self.either) })
    }

    fn cells(self) -> String {
        let percent = |read: u64| read * 100 / self.pictures.max(1);
        format!("{:>5} % {:>5} % {:>5} %", percent(self.rqrr), percent(self.rxing), percent(self.either))
    }
}

/// Measures. Keys: `pictures`, and `screen` and `paper`, each with the share read by `rqrr`, `rxing` and `either` under
/// each difficulty, and in all.
pub fn run() -> Result<Value> {
    let town = Town::new()?;
    eprintln!("{:<34}{:^26}{:^26}", "", "screen (level L)", "paper (level Q)");
    eprintln!("{:<34}{:^26}{:^26}", "share read by", "rqrr   rxing  either", "rqrr   rxing  either");
    let mut figures = [json!({}), json!({})];
    let mut all = [Tally::default(); 2];
    for difficulty in Difficulty::ALL {
        let mut sums = [Tally::default(); 2];
        for strength in difficulty.strengths() {
            let mut row = format!("{:<34}", difficulty.says(*strength));
            for (level, sum) in [Level::Screen, Level::Paper].into_iter().zip(&mut sums) {
                let tally = photograph(&town, level, difficulty, *strength)?;
                row = format!("{row}{}   ", tally.cells());
                sum.add(tally);
            }
            eprintln!("{}", row.trim_end());
        }
        for ((sum, all), figures) in sums.into_iter().zip(&mut all).zip(&mut figures) {
            all.add(sum);
            if let Some(figures) = figures.as_object_mut() {
                figures.insert(difficulty.name().to_owned(), sum.rates());
            }
        }
    }
    for (all, figures) in all.iter().zip(&mut figures) {
        if let Some(figures) = figures.as_object_mut() {
            figures.insert("all".to_owned(), all.rates());
        }
    }
    let [screen, paper] = figures;
    Ok(json!({ "pictures": all.iter().map(|tally| tally.pictures).sum::<u64>(), "screen": screen, "paper": paper }))
}

fn photograph(town: &Town, level: Level, difficulty: Difficulty, strength: f32) -> Result<Tally> {
    let mut tally = Tally::default();
    for seed in 0..PICTURES {
        let address = url(SERVER, &town.code(seed, matches!(level, Level::Paper)).to_bytes());
        let picture = camera::take(&draw(&address, level)?, difficulty, strength, seed);
        let [rqrr, rxing] = [readers::rqrr, readers::rxing]
            .map(|read| read(&picture.luma, picture.side, picture.side))
            .map(|texts| u64::from(texts.contains(&address)));
        tally.add(Tally { pictures: 1, rqrr, rxing, either: rqrr | rxing });
    }
    Ok(tally)
}
