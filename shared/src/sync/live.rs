//! The live stream: server-sent events in bytes, events out, and how long to wait before trying again.

use std::time::Duration;

use crate::protocol::LiveEvent;

/// Largest event kept while its end has not come. A longer one is dropped; the next refresh brings its content.
const MAX_EVENT_BYTES: usize = 256 * 1024;

/// Reads an event stream (WHATWG HTML, "Server-sent events") from pieces cut anywhere.
#[derive(Debug, Default)]
pub struct Parser {
    line: Vec<u8>,
    data: String,
    overflown: bool,
}

impl Parser {
    /// Takes the next piece and returns the events that it completes. Events of unknown shape are skipped.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<LiveEvent> {
        let mut events = Vec::new();
        for &byte in bytes {
            match byte {
                b'\n' => events.extend(self.end_line()),
                b'\r' => {}
                _ if self.line.len() + self.data.len() >= MAX_EVENT_BYTES => self.overflown = true,
                _ => self.line.push(byte),
            }
        }
        events
    }

    fn end_line(&mut self) -> Option<LiveEvent> {
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
        if line.is_empty() {
            let data = std::mem::take(&mut self.data);
            let overflown = std::mem::take(&mut self.overflown);
            return if overflown { None } else { serde_json::from_str(&data).ok() };
        }
        if let Some(data) = line.strip_prefix("data:") {
            if !self.data.is_empty() {
                self.data.push('\n');
            }
            self.data.push_str(data.strip_prefix(' ').unwrap_or(data));
        }
        None
    }
}

/// How long to wait before connecting again after `failures` failures in a row.
///
/// Doubles from one second to two minutes, then spread by `random` in `0.0..1.0` over half of it, so that
/// thousands of phones do not return in the same instant after the server restarts.
pub fn delay(failures: u32, random: f64) -> Duration {
    let ceiling = (1_u64 << failures.min(7)).min(120) as f64;
    Duration::from_secs_f64(ceiling * (0.5 + random.clamp(0.0, 1.0) / 2.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STREAM: &str = ": bonjour\n\nid: 8\ndata: {\"type\":\"changed\",\"log\":\"a\",\"seq\":8}\n\nevent: x\r\ndata: {\"type\":\"changed\",\r\ndata: \"log\":\"a\",\"seq\":9}\r\n\r\ndata: {\"type\":\"dancing\"}\n\n";

    fn seqs(events: &[LiveEvent]) -> Vec<u64> {
        events
            .iter()
            .filter_map(|event| if let LiveEvent::Changed { seq, .. } = event { Some(*seq) } else { None })
            .collect()
    }

    proptest! {
        #[test]
        fn events_are_the_same_however_the_stream_is_cut(cuts in prop::collection::vec(0..STREAM.len(), 0..12)) {
            let mut cuts = cuts;
            cuts.extend([0, STREAM.len()]);
            cuts.sort_unstable();
            let mut parser = Parser::default();
            let events: Vec<_> = cuts.windows(2).flat_map(|cut| parser.push(&STREAM.as_bytes()[cut[0]..cut[1]])).collect();
            prop_assert_eq!(seqs(&events), [8, 9]);
        }

        #[test]
        fn a_wait_stays_between_half_a_second_and_two_minutes(failures: u32, random in 0.0..1.0) {
            let wait = delay(failures, random);
            prop_assert!(wait >= Duration::from_millis(500) && wait <= Duration::from_mins(2));
        }
    }

    #[test]
    fn an_endless_event_is_dropped_and_the_next_one_read() {
        let mut parser = Parser::default();
        assert!(parser.push(b"data: ").is_empty());
        for _ in 0..300 {
            assert!(parser.push(&[b'x'; 1024]).is_empty());
        }
        assert!(parser.push(b"\n\n").is_empty());
        assert_eq!(seqs(&parser.push(b"data: {\"type\":\"changed\",\"log\":\"a\",\"seq\":3}\n\n")), [3]);
    }
}
