//! File handles: each open connection holds one, and systems give a process few unless it asks for more.
//!
//! Asked at the start, because a server that runs out later turns phones away one by one, with nothing but a line in its log.
//! The soft limit is raised, never the hard one, which is the administrator's.

/// Handles that are no connection: the database's, the log's, those of feeds being read.
const OTHERS: u64 = 200;

/// How many connections may be open at once, of `wanted`. Fewer only when the system's hard limit is lower: that is said in the
/// log, with what to change.
pub fn room_for(wanted: usize) -> usize {
    let needed = wanted as u64 + OTHERS;
    match raise(needed) {
        Some(limit) if limit < needed => {
            let room = limit.saturating_sub(OTHERS).max(1);
            tracing::warn!(
                "this system gives the server {limit} file handles, so it holds {room} connections at once and not {wanted}; \
                 for more, raise its hard limit (LimitNOFILE= in systemd, `ulimit -Hn` in a shell), or lower max_connections"
            );
            usize::try_from(room).unwrap_or(wanted)
        }
        _ => wanted,
    }
}

/// Raises the soft limit to `needed`, or as near as the hard limit lets. What it is then; `None`: there is no limit, or no such
/// thing on this system.
#[cfg(unix)]
pub fn raise(needed: u64) -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let now = limit.current?;
    let wanted = limit.maximum.map_or(needed, |most| most.min(needed));
    if now >= wanted {
        return Some(now);
    }
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum });
    Some(if raised.is_ok() { wanted } else { now })
}

/// See above.
#[cfg(not(unix))]
pub const fn raise(_needed: u64) -> Option<u64> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_rises_as_far_as_the_hard_one_and_no_connection_is_promised_beyond() {
        let before = raise(1).unwrap();
        assert!(raise(before).unwrap() >= before, "never lowered");
        let most = raise(u64::MAX / 2);
        if let Some(most) = most.filter(|most| *most < u64::MAX / 2) {
            assert_eq!(room_for(usize::try_from(most).unwrap()) as u64, most - OTHERS);
        }
        assert_eq!(room_for(10), 10);
    }
}
