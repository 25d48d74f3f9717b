//! Where words occur, packed: one blob holds a word's occurrences in 64 neighbouring records.
//!
//! Invariant: entries of a blob are in order of record and each record has at most one. A row per word
//! and record was rejected: three times the bytes, and a query would step through thousands of rows
//! where it now reads some dozens.

/// Records sharing one blob are those with the same `record >> BLOCK_BITS`.
const BLOCK_BITS: u32 = 6;

/// Positions kept of one word in one record: past that its frequency says nothing more.
const MOST_POSITIONS: usize = 48;

/// What one word does in one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Occurrences {
    /// Words of the record, as a step of [`length_step`].
    pub(crate) length: u8,
    /// Words of its title, stop words apart.
    pub(crate) title_length: u8,
    /// Times in the title, at most 15.
    pub(crate) title: u8,
    /// Times among the keywords, at most 15.
    pub(crate) keywords: u8,
    /// Positions in summary and body, stop words not counted, ascending.
    pub(crate) positions: Vec<u32>,
}

/// The block a record's occurrences are kept in.
pub(crate) fn block_of(record: i64) -> i64 {
    record >> BLOCK_BITS
}

/// A length in words as one byte, eight steps to the double.
pub(crate) fn length_step(words: usize) -> u8 {
    ((words as f64 + 1.0).log2() * 8.0).round().min(255.0) as u8
}

/// The length in words that a step stands for.
pub(crate) fn length_of(step: u8) -> f64 {
    (f64::from(step) / 8.0).exp2() - 1.0
}

/// The blob with `record`'s entry put in, replaced, or (`None`) taken out.
pub(crate) fn splice(blob: &[u8], record: i64, occurrences: Option<&Occurrences>) -> Vec<u8> {
    let slot = slot_of(record);
    let mut out = Vec::with_capacity(blob.len() + 16);
    let mut pending = occurrences;
    let mut rest = blob;
    while let Some((found, after)) = decode(0, rest) {
        let at = slot_of(found.record);
        let entry = rest.get(..rest.len() - after.len()).unwrap_or_default();
        if at >= slot
            && let Some(new) = pending.take()
        {
            encode(&mut out, slot, new);
        }
        if at != slot {
            out.extend_from_slice(entry);
        }
        rest = after;
    }
    if let Some(new) = pending {
        encode(&mut out, slot, new);
    }
    out
}

/// One record's entry as it lies in a blob: positions are unpacked by [`positions`] only where they are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) record: i64,
    pub(crate) length: u8,
    pub(crate) title_length: u8,
    pub(crate) title: u8,
    pub(crate) keywords: u8,
    /// How many positions are packed.
    pub(crate) times: u32,
    pub(crate) packed: &'a [u8],
}

/// Every entry of a block's blob. Stops at the first malformed byte.
pub(crate) fn entries(block: i64, blob: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    let mut rest = blob;
    std::iter::from_fn(move || {
        let (entry, after) = decode(block, rest)?;
        rest = after;
        Some(entry)
    })
}

/// The positions packed in an entry, ascending.
pub(crate) fn positions(packed: &[u8]) -> impl Iterator<Item = u32> {
    let mut rest = packed;
    let mut position = 0_u32;
    std::iter::from_fn(move || {
        let (gap, after) = take_number(rest)?;
        rest = after;
        position = position.wrapping_add(gap);
        Some(position)
    })
}

fn slot_of(record: i64) -> u8 {
    (record & ((1 << BLOCK_BITS) - 1)) as u8
}

/// Entry: slot and flags (1 B: slot, bit 6 "in title or keywords"), length (1 B), [title and keyword counts (1 B),
/// title length (1 B)], number of positions, gaps between positions.
fn encode(out: &mut Vec<u8>, slot: u8, what: &Occurrences) {
    let head = what.title > 0 || what.keywords > 0;
    out.push(slot | if head { 1 << BLOCK_BITS } else { 0 });
    out.push(what.length);
    if head {
        out.push(what.title.min(15) | (what.keywords.min(15) << 4));
        out.push(what.title_length);
    }
    let kept = what.positions.len().min(MOST_POSITIONS);
    push_number(out, kept as u32);
    let mut last = 0;
    for &position in what.positions.iter().take(kept) {
        push_number(out, position.wrapping_sub(last));
        last = position;
    }
}

fn decode(block: i64, bytes: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    let (&head, bytes) = bytes.split_first()?;
    let (&length, mut bytes) = bytes.split_first()?;
    let record = (block << BLOCK_BITS) | i64::from(head & ((1 << BLOCK_BITS) - 1));
    let (mut counts, mut title_length) = (0, 0);
    if head & (1 << BLOCK_BITS) != 0 {
        let [first, second, after @ ..] = bytes else { return None };
        (counts, title_length, bytes) = (*first, *second, after);
    }
    let (times, bytes) = take_number(bytes)?;
    let mut left = times;
    // The last byte of each number has its high bit clear.
    let size = if times == 0 {
        0
    } else {
        1 + bytes.iter().position(|byte| {
            left -= u32::from(byte & 0x80 == 0);
            left == 0
        })?
    };
    let (packed, after) = bytes.split_at_checked(size)?;
    let entry = Entry { record, length, title_length, title: counts & 15, keywords: counts >> 4, times, packed };
    Some((entry, after))
}

/// LEB128.
pub(crate) fn push_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The number at the start of `bytes`, and what follows it.
pub(crate) fn take_number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut number = 0_u32;
    let mut rest = bytes;
    for shift in (0..32).step_by(7) {
        let (&byte, after) = rest.split_first()?;
        number |= u32::from(byte & 0x7f) << shift;
        rest = after;
        if byte & 0x80 == 0 {
            return Some((number, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn occurrences() -> impl Strategy<Value = Occurrences> {
        (any::<u8>(), any::<u8>(), 0..16_u8, 0..16_u8, prop::collection::btree_set(any::<u32>(), 0..30)).prop_map(
            |(length, title_length, title, keywords, positions)| Occurrences {
                length,
                title_length: if title + keywords > 0 { title_length } else { 0 },
                title,
                keywords,
                positions: positions.into_iter().collect(),
            },
        )
    }

    fn unpacked(entry: &Entry<'_>) -> Occurrences {
        assert_eq!(entry.times as usize, positions(entry.packed).count());
        Occurrences {
            length: entry.length,
            title_length: entry.title_length,
            title: entry.title,
            keywords: entry.keywords,
            positions: positions(entry.packed).collect(),
        }
    }

    proptest! {
        #[test]
        fn a_block_is_a_map_of_records(edits in prop::collection::vec((-64_i64..0, prop::option::of(occurrences())), 0..40)) {
            let mut blob = Vec::new();
            let mut expected = BTreeMap::new();
            for (record, edit) in edits {
                blob = splice(&blob, record, edit.as_ref());
                match edit {
                    Some(what) => expected.insert(record, what),
                    None => expected.remove(&record),
                };
            }
            let found: BTreeMap<i64, Occurrences> = entries(-1, &blob).map(|entry| (entry.record, unpacked(&entry))).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn any_bytes_decode_without_a_fault(blob in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(entries(0, &blob).count() <= blob.len());
        }
    }

    #[test]
    fn lengths_survive_within_a_tenth() {
        for words in [0, 1, 7, 140, 5_000] {
            let back = length_of(length_step(words));
            assert!((back - words as f64).abs() <= words as f64 * 0.1 + 0.1, "{words} became {back}");
        }
    }
}
