//! `bench card`: how large a youth card's code is, how long a phone signs it and a shop verifies it, on one core.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use shared::card::{
    AgeBand, Credential, CredentialId, DEVICE_LIFETIME_HOURS, IssuerKey, Presentation, Signer, Trust, Verdict, Window,
    digits_of, from_digits, url, verify,
};

use crate::qr;

/// Times each thing is done; the figure is the median.
const ROUNDS: u32 = 4_000;

/// Done before anything is measured, so that caches and the processor's clock are as they stay.
const WARM_UP: u32 = 200;

/// As long as addresses of towns are: 27 bytes with `/v#`.
pub const SERVER: &str = "https://carte.example.fr/";

/// 24 November 2026, noon.
pub const NOW: u32 = 1_795_521_600;

/// A town of test keys, its shop, and the phone of someone with the longest first name.
pub struct Town {
    issuer: Signer,
    phone: Signer,
    shop: Trust,
}

impl Town {
    pub fn new() -> Result<Self> {
        let (root, issuer, phone) =
            (Signer::from_seed(&[1; 32]), Signer::from_seed(&[2; 32]), Signer::from_seed(&[3; 32]));
        let key = IssuerKey { id: 1, not_after: u32::MAX, key: issuer.public() };
        let keys = root.key_set(1, 1, NOW, vec![key]);
        let mut shop = Trust::new(root.public(), &keys.to_bytes())?;
        // As many as a million cards leave revoked at a time.
        let revoked = (0..200_u64).map(|id| CredentialId(id.to_be_bytes())).collect();
        shop.take_revocations(&issuer.revocations(1, 1, NOW, revoked).to_bytes())?;
        Ok(Self { issuer, phone, shop })
    }

    /// What the phone shows at `NOW`, each round another credential; `on_paper`: what is printed.
    pub fn code(&self, round: u64, on_paper: bool) -> Presentation {
        let credential = Credential {
            territory: 1,
            key_id: 1,
            id: CredentialId((round + 1_000).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()),
            expires: NOW + 86_400,
            lifetime_hours: DEVICE_LIFETIME_HOURS,
            band: AgeBand::From15,
            entitlements: 0,
            device_key: (!on_paper).then(|| self.phone.public()),
            first_name: "Marie-Claire".to_owned(),
        };
        self.phone.present(&self.issuer.issue(credential), NOW)
    }

    fn verify(&self, digits: &str) -> Result<Verdict> {
        Ok(verify(&from_digits(digits)?, &self.shop, NOW.into(), Window::OFFLINE, None))
    }
}

/// Measures. Keys: `payload_bytes, qr_modules, sign_us, verify_us` (a phone's new proof; a shop's answer from the digits
/// on); besides `issue_us`, and the same of a printed card.
pub fn run() -> Result<Value> {
    let town = Town::new()?;
    let longest = town.code(0, false);
    let address = url(SERVER, &longest.to_bytes());
    let (screen, paper) = (qr::draw(&address, qr::Level::Screen)?, {
        qr::draw(&url(SERVER, &town.code(0, true).to_bytes()), qr::Level::Paper)?
    });
    let Verdict::Valid { .. } = town.verify(digits_of(&address).context("no digits")?)? else {
        anyhow::bail!("the code to be measured is not valid");
    };

    let (mut issue, mut sign, mut check) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..WARM_UP + ROUNDS {
        let started = Instant::now();
        let signed = town.code(round.into(), true).signed;
        let issued = started.elapsed();
        ensure!(signed.credential.device_key.is_none(), "paper has no key");
        let mut code = town.code(round.into(), false);
        let started = Instant::now();
        code = town.phone.present(&code.signed, NOW);
        let shown = started.elapsed();
        let digits = shared::card::to_digits(&code.to_bytes());
        let started = Instant::now();
        let verdict = town.verify(&digits)?;
        let verified = started.elapsed();
        ensure!(matches!(verdict, Verdict::Valid { .. }), "a good code was refused");
        if round >= WARM_UP {
            issue.push(issued);
            sign.push(shown);
            check.push(verified);
        }
    }
    Ok(json!({
        "payload_bytes": longest.to_bytes().len(),
        "qr_modules": screen.width,
        "sign_us": median_us(sign),
        "verify_us": median_us(check),
        "issue_us": median_us(issue),
        "prefix_bytes": address.find('#').unwrap_or_default() + 1,
        "printed_bytes": town.code(0, true).to_bytes().len(),
        "printed_modules": paper.width,
        "rounds": ROUNDS,
    }))
}

fn median_us(mut times: Vec<std::time::Duration>) -> f64 {
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    (median.as_secs_f64() * 1e7).round() / 10.0
}
