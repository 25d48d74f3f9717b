//! An authenticator app on a phone, written from the RFCs and apart from the server's own code.

use ring::hmac;

/// An app that scanned, or was told, a secret.
pub struct Authenticator {
    key: hmac::Key,
}

impl Authenticator {
    /// Types the key that a page spells out.
    pub fn told(page: &str) -> Self {
        let spelt = page.split("tapez cette clé").nth(1).expect("a key").split("<code class=\"link\">").nth(1).unwrap();
        let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
        for letter in spelt.split('<').next().unwrap().chars().filter(|letter| *letter != ' ') {
            let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("base 32");
            (bits, held) = (bits << 5 | value as u32, held + 5);
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
                bits &= (1 << held) - 1;
            }
        }
        assert_eq!(bytes.len(), 20, "{spelt}");
        Self { key: hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes) }
    }

    /// What it shows at a moment.
    pub fn at(&self, moment: i64) -> String {
        let hash = hmac::sign(&self.key, &(moment as u64 / 30).to_be_bytes());
        let hash = hash.as_ref();
        let at = usize::from(hash[19] & 0xf);
        let number = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}
