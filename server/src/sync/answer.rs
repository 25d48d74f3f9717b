//! One sync answer, compressed once, that still tells the time.
//!
//! A phone learns the server's clock from each answer, so `server_time` must be that of the moment, while the
//! rest is worth compressing once and keeping. Both formats allow it: the page is compressed up to the last
//! field and flushed to a byte boundary; the clock's digits follow as an uncompressed block. Compressing at
//! each second was rejected: a region's content takes longer than that at the best quality.

use std::io::Write;
use std::sync::Mutex;

use bytes::Bytes;
use flate2::{Compression, Crc};
use serde::Serialize;
use shared::domain::{RecordId, UnixSeconds};

use super::entity_tag;
use crate::http::encoding::Encoding;
use crate::storage::{Change, Head, StorageError};

/// Under this many bytes compressing gains nothing.
const WORTH_COMPRESSING: usize = 256;

/// Above this size the best quality takes seconds for a per cent or two.
const BEST_QUALITY_UNDER: usize = 256 * 1024;

/// An answer without its clock, in each encoding, and the last bodies handed out.
#[derive(Debug)]
pub struct Answer {
    etag: String,
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
    crc: Crc,
    finished: Mutex<Finished>,
}

/// Bodies finished within the same second.
#[derive(Debug, Default)]
struct Finished {
    at: UnixSeconds,
    plain: Option<Bytes>,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

#[derive(Serialize)]
struct Envelope<'a> {
    log: &'a str,
    next: u64,
    more: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deletes: Vec<&'a RecordId>,
}

impl Answer {
    /// Makes the answer that brings `changes`. `more`: the log goes on after them.
    pub fn new(head: &Head, changes: &[Change], more: bool) -> Result<Self, StorageError> {
        let next = if more { changes.last().map_or(head.seq, |change| change.seq) } else { head.seq };
        let tag = entity_tag(&head.log, next);
        // A page inside the log also depends on where the log ends.
        let etag = if more { format!("{}.{}\"", tag.trim_end_matches('"'), head.seq) } else { tag };
        let plain = page(head, next, more, changes)?.into_bytes();
        let mut crc = Crc::new();
        crc.update(&plain);
        let (brotli, gzip) =
            if plain.len() < WORTH_COMPRESSING { (Bytes::new(), Bytes::new()) } else { (brotli(&plain), gzip(&plain)) };
        Ok(Self { etag, plain: plain.into(), brotli, gzip, crc, finished: Mutex::default() })
    }

    /// Entity tag, with its quotes.
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// Bytes kept in memory.
    pub fn weight(&self) -> usize {
        2 * (self.plain.len() + self.brotli.len() + self.gzip.len())
    }

    /// The body in the encoding asked for, or plain when that is smaller.
    pub fn body(&self, encoding: Encoding, now: UnixSeconds) -> (Bytes, Encoding) {
        let encoding = if self.brotli.is_empty() { Encoding::Identity } else { encoding };
        let Ok(mut finished) = self.finished.lock() else {
            return (self.finish(encoding, now), encoding);
        };
        if finished.at != now {
            *finished = Finished { at: now, ..Finished::default() };
        }
        let slot = match encoding {
            Encoding::Brotli => &mut finished.brotli,
            Encoding::Gzip => &mut finished.gzip,
            Encoding::Identity => &mut finished.plain,
        };
        (slot.get_or_insert_with(|| self.finish(encoding, now)).clone(), encoding)
    }

    fn finish(&self, encoding: Encoding, now: UnixSeconds) -> Bytes {
        let tail = format!("{now}}}");
        match encoding {
            Encoding::Identity => [&self.plain, tail.as_bytes()].concat().into(),
            Encoding::Brotli => [&self.brotli, &*brotli_tail(tail.as_bytes())].concat().into(),
            Encoding::Gzip => {
                let mut crc = Crc::new();
                crc.combine(&self.crc);
                crc.update(tail.as_bytes());
                [&self.gzip, &*gzip_tail(tail.as_bytes(), &crc)].concat().into()
            }
        }
    }
}

/// The page as JSON, up to the digits of its last field.
fn page(head: &Head, next: u64, more: bool, changes: &[Change]) -> Result<String, StorageError> {
    let deletes = changes.iter().filter(|change| change.body.is_none()).map(|change| &change.id).collect();
    let mut json = serde_json::to_string(&Envelope { log: &head.log, next, more, deletes })?;
    json.pop();
    json.push_str(",\"upserts\":[");
    let upserts: Vec<String> = changes.iter().filter_map(upsert).collect();
    json.push_str(&upserts.join(","));
    json.push_str("],\"server_time\":");
    Ok(json)
}

/// A record with its position: stored as a JSON object, so the position is put in front of its other fields.
fn upsert(change: &Change) -> Option<String> {
    let fields = change.body.as_ref()?.strip_prefix('{')?;
    Some(format!("{{\"seq\":{},{fields}", change.seq))
}

/// Brotli (RFC 7932) flushed to a byte boundary, without its end.
fn brotli(plain: &[u8]) -> Bytes {
    let quality = if plain.len() < BEST_QUALITY_UNDER { 11 } else { 10 };
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, quality, 22);
    // Writing into memory does not fail.
    let _ = writer.write_all(plain).and_then(|()| writer.flush());
    Bytes::copy_from_slice(writer.get_ref())
}

/// An uncompressed meta-block (RFC 7932, section 9.2) and the empty last one.
fn brotli_tail(tail: &[u8]) -> Vec<u8> {
    // Bits from the least: ISLAST 0, MNIBBLES 4 as 00, MLEN - 1 in 16 bits, ISUNCOMPRESSED 1, padding.
    let header = ((tail.len().saturating_sub(1) as u32 & 0xffff) << 3) | (1 << 19);
    let mut block: Vec<u8> = header.to_le_bytes().into_iter().take(3).collect();
    block.extend_from_slice(tail);
    block.push(0b11);
    block
}

/// Gzip (RFC 1952) flushed to a byte boundary, without its end.
fn gzip(plain: &[u8]) -> Bytes {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), Compression::best());
    let _ = writer.write_all(plain).and_then(|()| writer.flush());
    bytes.extend_from_slice(writer.get_ref());
    bytes.into()
}

/// A stored last block (RFC 1951, section 3.2.4) and gzip's trailer, for the whole.
fn gzip_tail(tail: &[u8], whole: &Crc) -> Vec<u8> {
    let length = tail.len() as u16;
    let mut block = vec![1];
    block.extend(length.to_le_bytes());
    block.extend((!length).to_le_bytes());
    block.extend_from_slice(tail);
    block.extend(whole.sum().to_le_bytes());
    block.extend(whole.amount().to_le_bytes());
    block
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use shared::protocol::SyncPage;

    use super::*;

    fn change(seq: u64, body: Option<&str>) -> Change {
        Change { seq, id: RecordId { kind: "page".to_owned(), id: format!("p{seq}") }, body: body.map(str::to_owned) }
    }

    fn head(seq: u64) -> Head {
        Head { log: "LOG".to_owned(), seq, horizon: 0 }
    }

    fn read(bytes: &Bytes, encoding: Encoding) -> SyncPage {
        let mut text = String::new();
        match encoding {
            Encoding::Identity => text = String::from_utf8(bytes.to_vec()).unwrap(),
            Encoding::Brotli => drop(brotli::Decompressor::new(&**bytes, 4096).read_to_string(&mut text).unwrap()),
            Encoding::Gzip => drop(flate2::read::GzDecoder::new(&**bytes).read_to_string(&mut text).unwrap()),
        }
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    #[test]
    fn each_encoding_holds_the_same_page_with_the_clock_of_the_moment() {
        let long = format!(r#"{{"kind":"page","id":"p7","body":"{}"}}"#, "se loger, se soigner, ".repeat(40));
        let answer = Answer::new(&head(9), &[change(7, Some(&long)), change(9, None)], false).unwrap();
        for encoding in [Encoding::Identity, Encoding::Brotli, Encoding::Gzip] {
            for now in [1_795_392_000, 1_795_392_000, 7] {
                let (body, given) = answer.body(encoding, now);
                assert_eq!(given, encoding);
                let page = read(&body, encoding);
                assert_eq!((page.server_time, page.next, page.more), (now, 9, false));
                assert_eq!(page.upserts[0].seq, 7);
                assert_eq!(page.upserts[0].body["body"].as_str().unwrap().len(), 22 * 40);
                assert_eq!(page.deletes, [change(9, None).id]);
            }
        }
        assert!(answer.body(Encoding::Brotli, 0).0.len() < 300);
    }

    #[test]
    fn a_page_inside_the_log_ends_at_its_last_record_and_its_tag_knows_the_end() {
        let answer = Answer::new(&head(9), &[change(3, Some(r#"{"kind":"page","id":"p3"}"#))], true).unwrap();
        let (body, encoding) = answer.body(Encoding::Brotli, 1);
        assert_eq!(encoding, Encoding::Identity, "too small to compress");
        let page = read(&body, encoding);
        assert!(page.more);
        assert_eq!(page.next, 3);
        assert_eq!(answer.etag(), "\"LOG.3.9\"");
    }
}
