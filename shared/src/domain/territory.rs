//! What makes the app a town's own: the content of `territory.toml`.
//!
//! Nothing outside a territory's folder may name a town. The second territory, `demo-bourg`, is built in CI
//! to keep it so.

use serde::{Deserialize, Serialize};

use super::{Audience, Phone, Point, Section, Sourced};

/// A town or region with its own app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Territory {
    /// Folder name and technical id.
    pub slug: String,
    /// Name of the town.
    pub name: String,
    /// Name of the app under its icon.
    pub app_name: String,
    /// One line under the name.
    pub tagline: String,
    /// IANA time zone.
    pub timezone: String,
    /// ISO 3166-1 alpha-2, for public holidays.
    pub country: String,
    /// BCP 47 languages of the interface, the first is the default.
    pub languages: Vec<String>,
    /// Scheme of deep links, without `://`.
    pub url_scheme: String,
    /// Bundle id in the stores.
    pub bundle_id: String,
    /// Young people the town wants to reach.
    pub target_population: u32,
    /// Ages served.
    pub ages: Audience,
    /// Centre of the map.
    pub center: Point,
    /// Bounding box of the map.
    pub bounds: Bounds,
    /// Communes whose residents are served.
    pub communes: Vec<String>,
    /// Colours.
    pub brand: Brand,
    /// The youth service.
    pub service: YouthService,
    /// Card rules.
    pub card: CardRules,
    /// What is switched on.
    pub features: Features,
    /// What one can choose at the welcome screen.
    #[serde(default, rename = "interest")]
    pub interests: Vec<Interest>,
}

/// A rectangle in WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the four sides say it")]
pub struct Bounds {
    pub south: f64,
    pub west: f64,
    pub north: f64,
    pub east: f64,
}

impl Bounds {
    /// Whether a point lies inside, sides included.
    pub fn contains(&self, point: Point) -> bool {
        (self.south..=self.north).contains(&point.lat) && (self.west..=self.east).contains(&point.lon)
    }
}

/// Colours as `#RRGGBB`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// Text and pictograms.
    pub ink: String,
    /// Background.
    pub paper: String,
    /// The town's own colour: card, highlights.
    pub accent: String,
}

/// The humans behind the counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YouthService {
    /// Name.
    pub name: String,
    /// Id of its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Web site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Phone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// OSM `opening_hours`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<String>,
    /// What the hours do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_note: Option<String>,
    /// Promise: a message is answered within so many hours.
    pub answer_within_hours: u16,
    /// Sources and date.
    #[serde(flatten)]
    pub sourced: Sourced,
    /// What is still to be confirmed, for staff.
    #[serde(default, skip_serializing)]
    pub confirm_note: Option<String>,
}

/// Rules of the youth card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardRules {
    /// The town gives cards.
    pub enabled: bool,
    /// Number of the territory in every code of its cards, unlike any other's: the INSEE code of the commune, for example.
    /// Another territory's cards are accepted once its key set is: `guichet card accept`.
    pub number: u16,
    /// Months a card lasts.
    pub validity_months: u8,
    /// Below this age a parent agrees too. Law n° 78-17, article 45: 15 in France.
    pub parent_below: u8,
    /// Version of the words that applicants agree to, kept with each consent.
    pub consent_version: String,
    /// What a picture must show for an application to be decided, in words to the applicant; absent: nothing is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// What is switched on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of one configuration table")]
pub struct Features {
    /// Messages to the service.
    pub messages: bool,
    /// Offers of shops.
    pub offers: bool,
    /// Agenda.
    pub events: bool,
    /// Reading pages aloud.
    pub read_aloud: bool,
}

/// Something one may care about, chosen at the welcome screen and kept on the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// Stable slug.
    pub id: String,
    /// In words.
    pub title: String,
    /// Sections it leads to.
    #[serde(default)]
    pub sections: Vec<Section>,
}
