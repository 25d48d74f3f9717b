//! The credential: what the town signs, for a phone or for paper.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::reader::Reader;
use super::{Malformed, PublicKey, Signature};
use crate::domain::UnixSeconds;

/// First byte of a credential for a phone with an Ed25519 key.
const FOR_DEVICE: u8 = 0x11;

/// First byte of a credential for paper. `0x12` is kept for phones with a P-256 key.
const FOR_PAPER: u8 = 0x13;

/// Longest first name, in bytes of UTF-8.
pub const NAME_MAX_BYTES: usize = 12;

/// Longest clock difference between the server that issues and the phone that verifies at once, seconds.
const EARLY: i64 = 300;

/// What the issuer's signature begins with, so that it can never be taken for another kind of signature.
const SIGNED_AS: &[u8] = b"yc1-cred\0";

/// Low bits of the byte of ages: the band. The high ones are the entitlements.
const BAND_BITS: u8 = 0x0f;

const ENTITLEMENTS_SHIFT: u32 = 4;

/// Random name of a credential, new at each renewal: nothing in a code is stable across weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CredentialId(pub [u8; 8]);

/// How old the holder is, as coarsely as an offer needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgeBand {
    /// 11 to 14.
    #[serde(rename = "11-14")]
    From11,
    /// 15 to 17.
    #[serde(rename = "15-17")]
    From15,
    /// 18 to 20.
    #[serde(rename = "18-20")]
    From18,
    /// 21 to 25.
    #[serde(rename = "21-25")]
    From21,
}

/// What a credential says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Number of the territory that issued it.
    pub territory: u16,
    /// Which of the territory's keys signs it.
    pub key_id: u8,
    /// Random name.
    pub id: CredentialId,
    /// It ends then (unix seconds, exclusive).
    pub expires: u32,
    /// It began so many hours before its end.
    pub lifetime_hours: u16,
    /// How old the holder is.
    pub band: AgeBand,
    /// Four bits that the territory gives a meaning; 0 to 15.
    pub entitlements: u8,
    /// Ed25519 key of the holder's phone. `None`: printed on paper.
    pub device_key: Option<PublicKey>,
    /// First name, at most [`NAME_MAX_BYTES`].
    pub first_name: String,
}

/// A credential with its issuer's signature, which nothing here has verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCredential {
    /// What it says.
    pub credential: Credential,
    /// The issuer's Ed25519 over [`Credential::message`].
    pub signature: Signature,
}

impl AgeBand {
    /// All four, youngest first.
    pub const ALL: [Self; 4] = [Self::From11, Self::From15, Self::From18, Self::From21];

    /// The band of an age in whole years. `None`: outside 11 to 25.
    pub const fn of_age(years: u32) -> Option<Self> {
        match years {
            11..=14 => Some(Self::From11),
            15..=17 => Some(Self::From15),
            18..=20 => Some(Self::From18),
            21..=25 => Some(Self::From21),
            _ => None,
        }
    }

    /// The band of someone born on `birth`, on the day `today`.
    pub fn on(birth: NaiveDate, today: NaiveDate) -> Option<Self> {
        Self::of_age(today.years_since(birth)?)
    }

    /// First and last age.
    pub const fn ages(self) -> (u8, u8) {
        match self {
            Self::From11 => (11, 14),
            Self::From15 => (15, 17),
            Self::From18 => (18, 20),
            Self::From21 => (21, 25),
        }
    }

    const fn number(self) -> u8 {
        match self {
            Self::From11 => 1,
            Self::From15 => 2,
            Self::From18 => 3,
            Self::From21 => 4,
        }
    }

    const fn from_number(number: u8) -> Result<Self, Malformed> {
        match number {
            1 => Ok(Self::From11),
            2 => Ok(Self::From15),
            3 => Ok(Self::From18),
            4 => Ok(Self::From21),
            other => Err(Malformed::AgeBand(other)),
        }
    }
}

impl Credential {
    /// A first name as it fits in a code: without what has no shape of its own or turns the direction of other text,
    /// trimmed (Unicode's White_Space), cut between two characters. Fitting twice changes nothing.
    ///
    /// The name comes from an applicant and is drawn beside the verdict: it must not be able to rearrange it.
    pub fn fit_name(name: &str) -> String {
        let name: String = name.chars().filter(|character| !is_disruptive(*character)).collect();
        let name = name.trim();
        let mut end = name.len().min(NAME_MAX_BYTES);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.get(..end).unwrap_or_default().trim_end().to_owned()
    }

    /// When it begins, unix seconds.
    pub fn begins(&self) -> UnixSeconds {
        UnixSeconds::from(self.expires) - UnixSeconds::from(self.lifetime_hours) * 3_600
    }

    /// Whether it does not hold yet, the two clocks' usual difference allowed for.
    pub fn is_early(&self, now: UnixSeconds) -> bool {
        now < self.begins() - EARLY
    }

    /// Whether it has ended.
    pub fn is_over(&self, now: UnixSeconds) -> bool {
        now >= UnixSeconds::from(self.expires)
    }

    /// Its bytes without the signature.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        bytes.push(if self.device_key.is_some() { FOR_DEVICE } else { FOR_PAPER });
        bytes.extend(self.territory.to_be_bytes());
        bytes.push(self.key_id);
        bytes.extend(self.id.0);
        bytes.extend(self.expires.to_be_bytes());
        bytes.extend(self.lifetime_hours.to_be_bytes());
        bytes.push(self.band.number() | (self.entitlements << ENTITLEMENTS_SHIFT));
        bytes.extend(self.device_key.iter().flatten());
        let name = Self::fit_name(&self.first_name);
        bytes.push(name.len() as u8);
        bytes.extend(name.bytes());
        bytes
    }

    /// What the issuer signs.
    pub fn message(&self) -> Vec<u8> {
        [SIGNED_AS, &self.to_bytes()].concat()
    }

    fn read(reader: &mut Reader) -> Result<Self, Malformed> {
        let version = reader.u8()?;
        if version != FOR_DEVICE && version != FOR_PAPER {
            return Err(Malformed::Version(version));
        }
        let (territory, key_id, id) = (reader.u16()?, reader.u8()?, CredentialId(reader.array()?));
        let (expires, lifetime_hours, ages) = (reader.u32()?, reader.u16()?, reader.u8()?);
        let device_key = if version == FOR_DEVICE { Some(reader.array()?) } else { None };
        let length = usize::from(reader.u8()?);
        if length > NAME_MAX_BYTES {
            return Err(Malformed::Name);
        }
        let first_name = std::str::from_utf8(reader.take(length)?).map_err(|_| Malformed::Name)?.to_owned();
        // What an issuer would have trimmed is not canonical.
        if Self::fit_name(&first_name) != first_name {
            return Err(Malformed::Name);
        }
        Ok(Self {
            territory,
            key_id,
            id,
            expires,
            lifetime_hours,
            band: AgeBand::from_number(ages & BAND_BITS)?,
            entitlements: ages >> ENTITLEMENTS_SHIFT,
            device_key,
            first_name,
        })
    }
}

/// Control characters (Unicode's Cc) and those that set the direction of text (Bidi_Control).
fn is_disruptive(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl SignedCredential {
    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.credential.to_bytes().as_slice(), &self.signature].concat()
    }

    /// Reads exactly one.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are not one credential and nothing else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let signed = Self::read(&mut reader)?;
        reader.end()?;
        Ok(signed)
    }

    pub(super) fn read(reader: &mut Reader) -> Result<Self, Malformed> {
        let credential = Credential::read(reader)?;
        Ok(Self { credential, signature: reader.array()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_between_characters() {
        for (name, fits) in [
            ("Léa", "Léa"),
            (" Inès ", "Inès"),
            ("Marie-Antoinette", "Marie-Antoin"),
            ("Jean Baptiste", "Jean Baptist"),
            ("Anne-Sophie É", "Anne-Sophie"),
            ("ÉÉÉÉÉÉÉ", "ÉÉÉÉÉÉ"),
            ("ЮлияЮлия", "ЮлияЮл"),
            ("", ""),
            ("\u{202e}aéL\u{202c}\n", "aéL"),
            ("\u{7}\u{2066} Zoé\u{a0}\u{3000}", "Zoé"),
            ("ك\u{200d}ك", "ك\u{200d}ك"),
        ] {
            assert_eq!(Credential::fit_name(name), fits);
        }
    }

    #[test]
    fn a_band_changes_on_the_birthday_itself() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(AgeBand::on(day("2011-11-24"), day("2026-11-23")), Some(AgeBand::From11));
        assert_eq!(AgeBand::on(day("2011-11-24"), day("2026-11-24")), Some(AgeBand::From15));
        assert_eq!(AgeBand::on(day("2008-02-29"), day("2026-02-28")), Some(AgeBand::From15));
        assert_eq!(AgeBand::on(day("2008-02-29"), day("2026-03-01")), Some(AgeBand::From18));
        assert_eq!(AgeBand::on(day("2000-11-24"), day("2026-11-24")), None);
        assert_eq!(AgeBand::on(day("2027-01-01"), day("2026-11-24")), None);
    }
}
