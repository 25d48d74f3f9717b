//! `bench redeem`: uses of offers recorded durably, and what a power cut costs.
//!
//! The `guichet` program on its SQLite file, asked by tills of its own over HTTP with genuine codes. First the rate; then,
//! several times, the program is killed with SIGKILL in full flow, started again, and each use that it had acknowledged
//! is sent once more: one that is recorded anew had been lost.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::{Value, json};
use server::card::keys::{self, KeyPlaces};
use server::clock::Clock;
use server::storage::Storage;
use server::storage::cards::{Bound, DeskCard, NewCredential};
use server::{Config, digest, seed};
use shared::card::{Credential, CredentialId, Signer, to_digits};
use shared::domain::Record;

use crate::serve::{client, program, start};

/// Tills that ask at once.
const TILLS: usize = 16;

/// Cards, and proofs of each.
const CARDS: u32 = 150;
const PROOFS: u32 = 500;

/// Length of the measured rate.
const MEASURED: Duration = Duration::from_secs(8);

/// Times that the program is killed, after so long.
const KILLS: usize = 5;
const FLOW: Duration = Duration::from_millis(1_200);

/// Measures. Keys: `per_second, lost_after_kill`, besides `acknowledged_before_kills`, `kills` and `p99_ms`.
pub async fn run() -> Result<Value> {
    let folder = tempfile::tempdir()?;
    let territory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/demo-bourg");
    let config = Config { data: folder.path().join("data"), territory: Some(territory.clone()), ..Config::default() };
    eprintln!("{CARDS} cards, {PROOFS} proofs of each");
    let (codes, invitation) = prepare(&config).await?;
    let program = program()?;
    let http = client()?;
    let (mut guichet, address) = start(&program, folder.path(), &territory).await?;
    let cookie = sign_in(&http, &address, &invitation).await?;
    let street = Arc::new(Street { http, cookie, codes, next: AtomicUsize::new(0) });

    eprintln!("{TILLS} tills for {} s", MEASURED.as_secs());
    let begun = Instant::now();
    let (acknowledged, mut waits) = flow(&street, &address, MEASURED).await?;
    let per_second = acknowledged.len() as f64 / begun.elapsed().as_secs_f64();
    waits.sort_unstable();
    let p99 = waits.get(waits.len() * 99 / 100).copied().unwrap_or_default();

    let (mut before, mut lost) = (0, 0);
    let mut address = address;
    for kill in 1..=KILLS {
        eprintln!("kill {kill} of {KILLS}");
        let flowing = tokio::spawn({
            let (street, address) = (Arc::clone(&street), address.clone());
            async move { flow(&street, &address, FLOW * 4).await }
        });
        tokio::time::sleep(FLOW).await;
        guichet.kill().await?;
        let (acknowledged, _) = flowing.await??;
        (guichet, address) = start(&program, folder.path(), &territory).await?;
        before += acknowledged.len();
        for number in acknowledged {
            if street.press(&address, number).await? != StatusCode::OK {
                lost += 1;
            }
        }
    }
    guichet.kill().await?;
    ensure!(before > 0, "nothing was acknowledged before the kills");
    Ok(json!({
        "per_second": per_second.round(),
        "lost_after_kill": lost,
        "acknowledged_before_kills": before,
        "kills": KILLS,
        "p99_ms": (p99.as_secs_f64() * 10_000.0).round() / 10.0,
    }))
}

/// What the tills share.
struct Street {
    http: reqwest::Client,
    cookie: String,
    codes: Vec<(String, i64)>,
    next: AtomicUsize,
}

impl Street {
    /// Presses "Utiliser" for a code; the status of the answer.
    async fn press(&self, address: &str, number: usize) -> Result<StatusCode> {
        let (digits, at) = self.codes.get(number).context("more presses than codes")?;
        let body = json!({ "key": ulid(number), "offer": "offre", "digits": digits, "scan": ulid(number), "at": at });
        let request = self.http.post(format!("{address}/api/v1/shop/redemptions")).header(COOKIE, &self.cookie);
        let answer = request.json(&body).send().await?;
        let status = answer.status();
        // A body cut off is no acknowledgement.
        answer.bytes().await?;
        Ok(status)
    }
}

/// Tills press until the time is over or the server is gone. What was acknowledged, and how long each press took.
async fn flow(street: &Arc<Street>, address: &str, length: Duration) -> Result<(Vec<usize>, Vec<Duration>)> {
    let until = Instant::now() + length;
    let tills: Vec<_> = (0..TILLS)
        .map(|_| {
            let (street, address) = (Arc::clone(street), address.to_owned());
            tokio::spawn(async move {
                let mut done = Vec::new();
                while Instant::now() < until {
                    let number = street.next.fetch_add(1, Ordering::Relaxed);
                    let begun = Instant::now();
                    match street.press(&address, number).await {
                        Ok(StatusCode::CREATED) => done.push((number, begun.elapsed())),
                        Ok(status) => anyhow::bail!("press {number} was answered {status}"),
                        Err(error) if error.downcast_ref::<reqwest::Error>().is_some() => break,
                        Err(error) => return Err(error),
                    }
                }
                Ok(done)
            })
        })
        .collect();
    let mut all = Vec::new();
    for till in tills {
        all.extend(till.await??);
    }
    Ok(all.into_iter().unzip())
}

/// A town with a shop, an offer without limit, cards, and the codes that their phones show within some minutes.
async fn prepare(config: &Config) -> Result<(Vec<(String, i64)>, String)> {
    std::fs::create_dir_all(&config.data)?;
    let clock = Clock::system();
    let storage = Storage::open(config.location(), clock.clone()).await?;
    seed::seed(&storage, config.territory.as_deref().unwrap_or(&PathBuf::new())).await?;
    let town = storage.territory().await?.context("no territory")?;
    let now = clock.now();
    let keys = keys::open(&KeyPlaces::new(config), &storage, town.card.number, now).await?;
    let records: [Value; 2] = [
        json!({ "kind": "place", "id": "caisse", "place_kind": "shop", "name": "Caisse", "summary": "", "sections": [], "city": "Demo-Bourg", "example": true }),
        json!({ "kind": "offer", "id": "offre", "place": "caisse", "title": "Offre", "terms": "Exemple.", "offer_kind": "gift", "category": "manger", "example": true }),
    ];
    let records = records.into_iter().map(serde_json::from_value).collect::<Result<Vec<Record>, _>>()?;
    storage.upsert(&records).await?;
    let invitation = "AAAA-BBBB-CCCC-DDDD";
    storage.invite_shop("bench", "caisse", digest::raw(invitation.replace('-', "")), now + 3_600).await?;

    let mut codes = Vec::with_capacity((CARDS * PROOFS) as usize);
    for number in 0..CARDS {
        let application = serde_json::from_value(json!({
            "key": "", "first_name": "Léa", "last_name": number.to_string(), "birth_date": "2009-05-04",
            "commune": "Demo-Bourg", "consent_version": "1",
        }))?;
        let card = storage.enter_card("bench", &DeskCard { application, valid_until: now + 86_400 }).await?;
        let mut wide = [0; 32];
        wide.first_chunk_mut::<4>().context("32 bytes")?.copy_from_slice(&(number + 1).to_be_bytes());
        let device = Signer::from_seed(&wide);
        let id = CredentialId(u64::from(number + 1).to_be_bytes());
        let new = NewCredential { id, key_id: keys.issuer_id, expires: now + 86_400, printed: false };
        let bound = storage.bind_card(&card.id, &device.public(), &new, digest::raw(wide)).await?;
        ensure!(matches!(bound, Some(Bound::Ready { .. })), "card {number}: {bound:?}");
        let signed = keys.issuer.issue(Credential {
            territory: town.card.number,
            key_id: keys.issuer_id,
            id,
            expires: keys::seconds(new.expires),
            lifetime_hours: 24,
            band: shared::card::AgeBand::From15,
            entitlements: 0,
            device_key: Some(device.public()),
            first_name: "Léa".to_owned(),
        });
        for proof in 0..PROOFS {
            let moment = now - i64::from(proof);
            codes.push((to_digits(&device.present(&signed, keys::seconds(moment)).to_bytes()), now));
        }
    }
    storage.close().await;
    Ok((codes, invitation.to_owned()))
}

async fn sign_in(http: &reqwest::Client, address: &str, invitation: &str) -> Result<String> {
    let request = http.post(format!("{address}/api/v1/shop/session")).json(&json!({ "code": invitation }));
    let answer = request.send().await?.error_for_status()?;
    let cookie = answer.headers().get(SET_COOKIE).context("no cookie")?.to_str()?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

fn ulid(number: usize) -> String {
    format!("01KAS{number:021}")
}
