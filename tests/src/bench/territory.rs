//! A made-up territory ten times the size of a town: what a region's card brings to one phone.
//!
//! Words follow Zipf's law over the vocabulary of the public territory's own content, most used first, so that common words are as
//! common as in real pages. Fields that the text does not fill are those of a record that is there already.
//!
//! Invariant: a seed makes the same territory on every machine.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use shared::content::{Content, read_territory};
use shared::domain::{Event, News, Offer, OfferKind, Page, Place, PlaceKind, Point, Record, Section, UnixSeconds};

use crate::random::Random;

/// How many records of each kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) shops: usize,
    pub(crate) offers: usize,
    pub(crate) pages: usize,
    pub(crate) events: usize,
    pub(crate) news: usize,
}

impl Size {
    /// A region's card: some 2,000 partners and 3,200 offers are what the largest French ones have.
    pub(crate) const REGION: Self = Self { shops: 2_000, offers: 3_200, pages: 5_000, events: 300, news: 100 };
}

const HOURS: [&str; 5] = [
    "Mo-Fr 09:00-12:00,14:00-18:00",
    "Tu-Sa 09:30-19:00; PH off",
    "Mo-Sa 10:00-19:00",
    "Tu-Su 11:30-14:30,18:30-23:00",
    "Mo-Fr 08:30-17:30; Sa 09:00-12:00; Aug off",
];

const CATEGORIES: [&str; 6] = ["manger", "culture", "sport", "mode", "beaute", "services"];

/// Words of a page's body, between these; Integreat's real ones have 280 on average.
const BODY_WORDS: (usize, usize) = (120, 440);

/// Words in the order of how often they are used, with Zipf's law over their ranks.
struct Words {
    words: Vec<String>,
    /// Share of all uses that the words up to each rank have together.
    upto: Vec<f64>,
}

impl Words {
    fn of(records: &[Record]) -> Self {
        let mut times: HashMap<String, usize> = HashMap::new();
        for record in records {
            for text in [record.title(), record.summary(), &record.search_text()] {
                for word in text.split(|letter: char| !letter.is_alphabetic()).filter(|word| word.chars().count() > 1) {
                    *times.entry(word.to_lowercase()).or_default() += 1;
                }
            }
        }
        let mut words: Vec<(String, usize)> = times.into_iter().collect();
        words.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        // Zipf and Mandelbrot: the first few words are not quite as frequent as the law without an offset says.
        let weight = |rank: usize| 1.0 / (rank as f64 + 2.7);
        let all: f64 = (0..words.len()).map(weight).sum();
        let mut sum = 0.0;
        let upto = (0..words.len()).map(|rank| {
            sum += weight(rank) / all;
            sum
        });
        Self { upto: upto.collect(), words: words.into_iter().map(|(word, _)| word).collect() }
    }

    fn one(&self, random: &mut Random) -> &str {
        let share = random.share();
        let rank = self.upto.partition_point(|upto| *upto < share);
        self.words.get(rank.min(self.words.len().saturating_sub(1))).map_or("", String::as_str)
    }

    fn several(&self, random: &mut Random, from: usize, to: usize) -> String {
        let count = from + random.below(to - from + 1);
        let words: Vec<&str> = (0..count).map(|_| self.one(random)).collect();
        capital(&words.join(" "))
    }

    /// Paragraphs under headings.
    fn body(&self, random: &mut Random) -> String {
        let words = BODY_WORDS.0 + random.below(BODY_WORDS.1 - BODY_WORDS.0);
        let mut out = String::with_capacity(words * 7);
        let mut left = words;
        while left > 0 {
            let sentence = (6 + random.below(14)).min(left);
            if random.below(6) == 0 {
                out.push_str("\n\n## ");
                out.push_str(&self.several(random, 2, 5));
                out.push_str("\n\n");
            }
            out.push_str(&self.several(random, sentence, sentence));
            out.push_str(". ");
            left -= sentence;
        }
        out
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The made-up territory, beside what the public one has of help numbers.
pub(crate) fn generate(content: &Content, seed: u64, size: Size, now: UnixSeconds) -> Result<Vec<Record>> {
    let words = Words::of(&content.records);
    let random = &mut Random(seed);
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).context("a day")?;
    let mut out: Vec<Record> =
        content.records.iter().filter(|record| matches!(record, Record::Number(_))).cloned().collect();
    macro_rules! sample {
        ($kind:ident) => {
            content
                .records
                .iter()
                .find_map(|record| if let Record::$kind(sample) = record { Some(sample) } else { None })
                .with_context(|| format!("the territory has no {}", stringify!($kind)))?
        };
    }
    let (page, place, offer, event, news) =
        (sample!(Page), sample!(Place), sample!(Offer), sample!(Event), sample!(News));
    for number in 0..size.pages {
        out.push(Record::Page(made_page(page, &words, random, number)));
    }
    let center = content.territory.center;
    for number in 0..size.shops {
        out.push(Record::Place(made_shop(place, &words, random, number, center)));
    }
    for number in 0..size.offers {
        out.push(Record::Offer(made_offer(offer, &words, random, number, size.shops, today)));
    }
    for number in 0..size.events {
        let start = now + (random.below(90 * 24) as i64 - 10 * 24) * 3_600;
        out.push(Record::Event(Event {
            id: format!("evenement-{number}"),
            title: words.several(random, 2, 6),
            summary: words.several(random, 8, 20),
            body: words.body(random),
            start,
            end: Some(start + 7_200),
            rrule: (random.below(8) == 0).then(|| "FREQ=WEEKLY;COUNT=20".to_owned()),
            except: Vec::new(),
            place: (size.shops > 0).then(|| shop_id(random.below(size.shops))),
            ..event.clone()
        }));
    }
    for number in 0..size.news {
        out.push(Record::News(News {
            id: format!("actualite-{number}"),
            title: words.several(random, 3, 8),
            summary: words.several(random, 8, 20),
            body: words.body(random),
            publish_at: now - number as i64 * 86_400,
            ..news.clone()
        }));
    }
    Ok(out)
}

/// The content of the territory that the benchmark was built for, by its folder in this work tree.
pub(crate) fn public_content() -> Result<Content> {
    let slug = std::env::var("TERRITORY").unwrap_or_else(|_| "chalons".to_owned());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories").join(slug);
    Ok(read_territory(&folder)?)
}

fn shop_id(number: usize) -> String {
    format!("commerce-{number}")
}

fn section(random: &mut Random) -> Section {
    Section::ALL.get(random.below(Section::ALL.len())).copied().unwrap_or(Section::SeLoger)
}

fn made_page(sample: &Page, words: &Words, random: &mut Random, number: usize) -> Page {
    Page {
        id: format!("page-{number}"),
        section: section(random),
        order: number as i32,
        title: words.several(random, 3, 7),
        summary: words.several(random, 8, 20),
        steps: (0..3).map(|_| words.several(random, 4, 10)).collect(),
        body: words.body(random),
        keywords: vec![words.one(random).to_owned()],
        ..sample.clone()
    }
}

/// Shops lie more densely in the middle, as in a region with its towns: up to some 50 km.
fn made_shop(sample: &Place, words: &Words, random: &mut Random, number: usize, center: Point) -> Place {
    let (away, around) = (random.share().powi(2) * 0.45, random.share() * std::f64::consts::TAU);
    let point = Point { lat: center.lat + away * around.sin(), lon: center.lon + away * 1.5 * around.cos() };
    Place {
        id: shop_id(number),
        name: words.several(random, 1, 3),
        kind: PlaceKind::Shop,
        sections: vec![section(random)],
        summary: words.several(random, 6, 16),
        address: Some(format!("{} rue {}", 1 + random.below(180), words.several(random, 1, 2))),
        point: Some(point),
        opening_hours: HOURS.get(random.below(HOURS.len())).map(|hours| (*hours).to_owned()),
        hours_note: None,
        ..sample.clone()
    }
}

fn made_offer(
    sample: &Offer,
    words: &Words,
    random: &mut Random,
    number: usize,
    shops: usize,
    today: NaiveDate,
) -> Offer {
    let percent = 5 * (1 + random.below(10)) as u32;
    Offer {
        id: format!("offre-{number}"),
        place: shop_id(random.below(shops)),
        title: format!("{percent} % sur {}", words.several(random, 1, 4).to_lowercase()),
        terms: words.several(random, 8, 25),
        kind: OfferKind::Percent,
        value: Some(percent),
        category: CATEGORIES.get(random.below(CATEGORIES.len())).map_or_else(String::new, |slug| (*slug).to_owned()),
        order: number as i32,
        saving_cents: percent * 20,
        valid_from: None,
        // One in twenty is over.
        valid_until: today
            .checked_add_days(Days::new(random.below(380) as u64))
            .filter(|_| random.below(2) == 0)
            .or_else(|| (random.below(10) == 0).then(|| today.checked_sub_days(Days::new(1))).flatten()),
        suspended: false,
        ..sample.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Size = Size { shops: 6, offers: 8, pages: 10, events: 4, news: 3 };
    const NOW: UnixSeconds = 1_795_450_200;

    #[test]
    fn a_seed_makes_one_territory_and_another_seed_another() {
        let content = public_content().unwrap();
        let made = generate(&content, 7, SMALL, NOW).unwrap();
        assert_eq!(made, generate(&content, 7, SMALL, NOW).unwrap());
        assert_ne!(made, generate(&content, 8, SMALL, NOW).unwrap());
        let of = |kind: &str| made.iter().filter(|record| record.kind().name() == kind).count();
        assert_eq!(["place", "offer", "page", "event", "news"].map(of), [6, 8, 10, 4, 3]);
    }

    #[test]
    fn common_words_are_much_more_common_and_offers_lead_to_shops() {
        let content = public_content().unwrap();
        let words = Words::of(&content.records);
        let random = &mut Random(1);
        let mut times: HashMap<&str, usize> = HashMap::new();
        for _ in 0..20_000 {
            *times.entry(words.one(random)).or_default() += 1;
        }
        let first = times[words.words[0].as_str()];
        assert!(first > 600 && times.len() > 1_000, "{first} of {}", times.len());
        let made = generate(&content, 1, SMALL, NOW).unwrap();
        let shop = |id: &str| made.iter().any(|record| matches!(record, Record::Place(place) if place.id == id));
        assert!(made.iter().all(|record| !matches!(record, Record::Offer(offer) if !shop(&offer.place))));
    }
}
