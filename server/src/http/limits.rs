//! How often one address may write, in memory bounded by construction.
//!
//! A fixed table of token buckets, indexed by a keyed hash of the address: two addresses may share a bucket,
//! which no one can arrange, and no flood of addresses makes it grow. A growing map with a sweeper was
//! rejected: its size is the attacker's choice between two sweeps.

use std::hash::{BuildHasher, Hash, RandomState};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Mutex;

use axum::http::HeaderMap;
use shared::domain::UnixSeconds;

const BUCKETS: usize = 16_384;

/// A table of token buckets.
#[derive(Debug)]
pub struct RateLimit {
    hasher: RandomState,
    buckets: Mutex<Vec<Bucket>>,
    burst: u32,
    seconds_per_token: u32,
}

/// Spent tokens and when that was so.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    spent: u32,
    at: UnixSeconds,
}

impl RateLimit {
    /// `burst` at once, then one each `seconds_per_token`.
    pub fn new(burst: u32, seconds_per_token: u32) -> Self {
        Self {
            hasher: RandomState::new(),
            buckets: Mutex::new(vec![Bucket::default(); BUCKETS]),
            burst,
            seconds_per_token: seconds_per_token.max(1),
        }
    }

    /// Takes a token for `address`, else says how many seconds to wait for one.
    pub fn take(&self, address: IpAddr, now: UnixSeconds) -> Result<(), u64> {
        self.take_for(prefix(address), now)
    }

    /// Takes a token for whatever is counted: an account's name, for example.
    pub fn take_for(&self, key: impl Hash, now: UnixSeconds) -> Result<(), u64> {
        let index = self.hasher.hash_one(key) as usize % BUCKETS;
        let Ok(mut buckets) = self.buckets.lock() else { return Ok(()) };
        let Some(bucket) = buckets.get_mut(index) else { return Ok(()) };
        let period = i64::from(self.seconds_per_token);
        // A clock that jumps back gives nothing; one that jumps ahead gives at most the burst.
        let back = (now - bucket.at).max(0) / period;
        bucket.spent = bucket.spent.saturating_sub(u32::try_from(back).unwrap_or(u32::MAX));
        bucket.at = if bucket.spent == 0 || now < bucket.at { now } else { bucket.at + back * period };
        if bucket.spent >= self.burst {
            return Err((bucket.at + period - now).max(1).unsigned_abs());
        }
        bucket.spent += 1;
        Ok(())
    }
}

/// An IPv6 subscriber holds a whole /64.
fn prefix(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Whose request it is: the peer, or what the last of `trusted` proxies says it saw.
///
/// Entries further left in `X-Forwarded-For` are the sender's own words and not believed.
pub fn asker(peer: SocketAddr, headers: &HeaderMap, trusted: usize) -> IpAddr {
    let Some(skip) = trusted.checked_sub(1) else { return peer.ip() };
    let said =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    said.rsplit(',').nth(skip).and_then(|entry| entry.trim().parse().ok()).unwrap_or_else(|| peer.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_at_a_time() {
        let limit = RateLimit::new(3, 60);
        let school: IpAddr = "192.0.2.7".parse().unwrap();
        for _ in 0..3 {
            assert_eq!(limit.take(school, 1_000), Ok(()));
        }
        assert_eq!(limit.take(school, 1_000), Err(60));
        assert_eq!(limit.take(school, 1_059), Err(1));
        assert_eq!(limit.take(school, 1_060), Ok(()));
        assert_eq!(limit.take(school, 1_061), Err(59));
        assert_eq!(limit.take(school, 500), Err(60), "the clock jumped back");
        assert_eq!(limit.take(school, 9_000), Ok(()));
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_their_bucket() {
        let limit = RateLimit::new(1, 60);
        assert_eq!(limit.take("2001:db8::1".parse().unwrap(), 0), Ok(()));
        assert!(limit.take("2001:db8::2".parse().unwrap(), 0).is_err());
    }

    #[test]
    fn only_what_trusted_proxies_saw_is_believed() {
        let peer: SocketAddr = "10.0.0.1:9".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "203.0.113.9, 198.51.100.4".parse().unwrap());
        assert_eq!(asker(peer, &headers, 0), peer.ip());
        assert_eq!(asker(peer, &headers, 1), "198.51.100.4".parse::<IpAddr>().unwrap());
        assert_eq!(asker(peer, &headers, 2), "203.0.113.9".parse::<IpAddr>().unwrap());
        assert_eq!(asker(peer, &headers, 3), peer.ip());
    }
}
