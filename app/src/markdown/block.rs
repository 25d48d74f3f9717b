//! Lines into blocks. What a block holds is its own lines without its signs, read in the same way.

use super::inline::pieces;
use super::{DEEPEST, Group, Piece};

/// Columns from which a line is code.
const CODE: usize = 4;

/// A text as a tree.
pub(crate) fn parse(text: &str) -> Vec<Piece> {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    blocks(&text.lines().collect::<Vec<_>>(), 0).0
}

/// The sign of an item: a bullet or a number, and where its words begin.
#[derive(Clone, Copy)]
struct Marker {
    sign: char,
    number: Option<u64>,
    content: usize,
}

/// Blocks, and whether an empty line stands between two of them.
fn blocks(lines: &[&str], depth: usize) -> (Vec<Piece>, bool) {
    let mut out = Vec::new();
    let mut loose = false;
    let mut rest = lines;
    let mut empty_before = false;
    while let [line, after @ ..] = rest {
        if is_empty(line) {
            empty_before = true;
            rest = after;
            continue;
        }
        loose |= empty_before && !out.is_empty();
        empty_before = false;
        let (piece, taken) = block(rest, line, depth);
        out.push(piece);
        rest = rest.get(taken.max(1)..).unwrap_or_default();
    }
    (out, loose)
}

/// The block that begins here, and how many lines it takes.
fn block(rest: &[&str], line: &str, depth: usize) -> (Piece, usize) {
    if indent(line) >= CODE {
        return code(rest);
    }
    if let Some(fence) = fence(line) {
        return fenced(rest, fence, indent(line));
    }
    if let Some((level, words)) = heading(line) {
        return (Piece::Group(Group::Heading(level), pieces(words)), 1);
    }
    if is_rule(line) {
        return (Piece::Rule, 1);
    }
    if depth < DEEPEST {
        if line.trim_start().starts_with('>') {
            return quote(rest, depth);
        }
        if let Some(marker) = marker(line) {
            return list(rest, marker, depth);
        }
    }
    if let Some(table) = table(rest) {
        return table;
    }
    paragraph(rest)
}

fn is_empty(line: &str) -> bool {
    line.trim().is_empty()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A line without so many of its first spaces.
fn outdented(line: &str, columns: usize) -> &str {
    line.get(indent(line).min(columns)..).unwrap_or_default()
}

fn code(rest: &[&str]) -> (Piece, usize) {
    let mut taken = rest.iter().take_while(|line| is_empty(line) || indent(line) >= CODE).count();
    while rest.get(taken.wrapping_sub(1)).is_some_and(|line| is_empty(line)) {
        taken -= 1;
    }
    let text: String = rest.iter().take(taken).map(|line| format!("{}\n", outdented(line, CODE))).collect();
    (Piece::Group(Group::CodeBlock, vec![Piece::Words(text)]), taken)
}

/// The sign of a fence and how often it stands there.
fn fence(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start();
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let count = line.chars().take_while(|other| *other == sign).count();
    let info = line.get(count..).unwrap_or_default();
    (count >= 3 && !(sign == '`' && info.contains('`'))).then_some((sign, count))
}

fn fenced(rest: &[&str], (sign, count): (char, usize), columns: usize) -> (Piece, usize) {
    let closes = |line: &str| {
        indent(line) < CODE
            && fence(line).is_some_and(|(other, times)| other == sign && times >= count)
            && line.trim().chars().all(|other| other == sign)
    };
    let inside = rest.iter().skip(1).take_while(|line| !closes(line)).count();
    let text: String = rest.iter().skip(1).take(inside).map(|line| format!("{}\n", outdented(line, columns))).collect();
    (Piece::Group(Group::CodeBlock, vec![Piece::Words(text)]), (inside + 2).min(rest.len()))
}

/// The level and the words of `## Words ##`. Below the third, screens make no difference.
fn heading(line: &str) -> Option<(u8, &str)> {
    let line = line.trim_start();
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let words = line.get(level..)?;
    if !(1..=6).contains(&level) || !(words.is_empty() || words.starts_with(' ')) {
        return None;
    }
    let words = words.trim();
    let bare = words.trim_end_matches('#');
    let words = if bare.is_empty() || bare.ends_with(' ') { bare.trim_end() } else { words };
    Some((u8::try_from(level.min(3)).unwrap_or(3), words))
}

fn is_rule(line: &str) -> bool {
    let mut signs = line.chars().filter(|sign| *sign != ' ');
    let Some(first @ ('-' | '*' | '_')) = signs.next() else { return false };
    signs.clone().all(|sign| sign == first) && signs.count() >= 2
}

/// What ends a paragraph without an empty line.
fn interrupts(line: &str) -> bool {
    indent(line) < CODE
        && (fence(line).is_some()
            || heading(line).is_some()
            || is_rule(line)
            || line.trim_start().starts_with('>')
            || marker(line).is_some_and(|marker| {
                marker.number.is_none_or(|number| number == 1)
                    && !is_empty(line.get(marker.content..).unwrap_or_default())
            }))
}

fn paragraph(rest: &[&str]) -> (Piece, usize) {
    let mut taken = 1;
    let mut level = None;
    while let Some(line) = rest.get(taken) {
        let under = line.trim();
        if indent(line) < CODE && !under.is_empty() && (is_all(under, '=') || is_all(under, '-')) {
            level = Some(if under.starts_with('=') { 1 } else { 2 });
            break;
        }
        if is_empty(line) || interrupts(line) {
            break;
        }
        taken += 1;
    }
    let lines: Vec<&str> = rest.iter().take(taken).map(|line| line.trim_start()).collect();
    let inside = pieces(lines.join("\n").trim_end());
    match level {
        Some(level) => (Piece::Group(Group::Heading(level), inside), taken + 1),
        None => (Piece::Group(Group::Paragraph, inside), taken),
    }
}

fn is_all(text: &str, sign: char) -> bool {
    text.chars().all(|other| other == sign)
}

/// Whether a line may go on with the paragraph above it though it lacks the sign of what holds that.
fn goes_on(before: Option<&&str>, line: &str) -> bool {
    !is_empty(line) && !interrupts(line) && before.is_some_and(|before| ends_in_words(before))
}

/// Whether the last line of a block leaves a paragraph open.
fn ends_in_words(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '>']);
    let line = marker(line).map_or(line, |marker| line.get(marker.content..).unwrap_or_default());
    !is_empty(line) && fence(line).is_none() && heading(line).is_none() && !is_rule(line)
}

fn quote(rest: &[&str], depth: usize) -> (Piece, usize) {
    let mut inside: Vec<&str> = Vec::new();
    for line in rest {
        if let Some(words) = line.trim_start().strip_prefix('>').filter(|_| indent(line) < CODE) {
            inside.push(words.strip_prefix(' ').unwrap_or(words));
        } else if goes_on(inside.last(), line) {
            inside.push(line.trim_start());
        } else {
            break;
        }
    }
    let taken = inside.len();
    (Piece::Group(Group::Quote, blocks(&inside, depth + 1).0), taken)
}

fn marker(line: &str) -> Option<Marker> {
    let start = indent(line);
    let line = line.get(start..)?;
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let sign = line.get(digits..)?.chars().next()?;
    let number = line.get(..digits)?.parse().ok();
    let known = match sign {
        '-' | '*' | '+' => digits == 0,
        '.' | ')' => (1..=9).contains(&digits),
        _ => false,
    };
    let words = line.get(digits + 1..)?;
    if !known || start >= CODE || !(words.is_empty() || words.starts_with(' ')) {
        return None;
    }
    let spaces = indent(words);
    let gap = if is_empty(words) || spaces > CODE { 1 } else { spaces };
    Some(Marker { sign, number, content: start + digits + 1 + gap })
}

fn list(rest: &[&str], first: Marker, depth: usize) -> (Piece, usize) {
    let mut items: Vec<Vec<Piece>> = Vec::new();
    let mut loose = false;
    let mut taken = 0;
    while let Some(line) = rest.get(taken) {
        let Some(marker) = marker(line).filter(|marker| marker.sign == first.sign && !is_rule(line)) else { break };
        let mut inside = vec![line.get(marker.content..).unwrap_or_default()];
        taken += 1;
        let mut empties = 0;
        while let Some(line) = rest.get(taken + empties) {
            if is_empty(line) {
                empties += 1;
                continue;
            }
            if indent(line) >= marker.content {
                inside.extend(std::iter::repeat_n("", empties));
                inside.push(line.get(marker.content..).unwrap_or_default());
            } else if empties == 0 && self::marker(line).is_none() && goes_on(inside.last(), line) {
                inside.push(line.trim_start());
            } else {
                break;
            }
            taken += empties + 1;
            empties = 0;
        }
        let (blocks, spaced) = blocks(&inside, depth + 1);
        loose |= spaced;
        items.push(blocks);
        // An empty line before the next item spreads the list; before anything else it ends it.
        let next = rest.get(taken + empties).and_then(|line| self::marker(line).filter(|_| !is_rule(line)));
        match next {
            Some(next) if next.sign == first.sign => {
                loose |= empties > 0;
                taken += empties;
            }
            _ => break,
        }
    }
    let items = items.into_iter().map(|blocks| Piece::Group(Group::Item, if loose { blocks } else { tight(blocks) }));
    (Piece::Group(Group::List(first.number), items.collect()), taken)
}

/// What an item of a list without empty lines holds: words without a paragraph around them.
fn tight(blocks: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Piece::Group(Group::Paragraph, inside) => out.extend(inside),
            other => out.push(other),
        }
    }
    out
}

fn table(rest: &[&str]) -> Option<(Piece, usize)> {
    let [head, under, ..] = rest else { return None };
    if !head.contains('|') || !is_under(under) {
        return None;
    }
    let columns = cells(under).len();
    let head = cells(head);
    if head.len() != columns {
        return None;
    }
    let row = |group: Group, mut texts: Vec<String>| {
        texts.resize(columns, String::new());
        let cells = texts.iter().map(|text| Piece::Group(Group::Cell, pieces(text))).collect();
        Piece::Group(group, cells)
    };
    let mut rows = vec![row(Group::HeadRow, head)];
    let body = rest.iter().skip(2).take_while(|line| !is_empty(line) && !interrupts(line));
    rows.extend(body.map(|line| row(Group::Row, cells(line))));
    let taken = rows.len() + 1;
    Some((Piece::Group(Group::Table, rows), taken))
}

/// `| :--- | ---: |`
fn is_under(line: &str) -> bool {
    line.contains('-')
        && cells(line).iter().all(|cell| {
            let dashes = cell.trim_start_matches(':').trim_end_matches(':');
            !dashes.is_empty() && is_all(dashes, '-')
        })
}

/// The cells of a row. A bar after a backslash is a bar.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut out = Vec::new();
    let mut cell = String::new();
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek()) {
            ('\\', Some('|')) => cell.extend(signs.next()),
            ('|', None) => break,
            ('|', Some(_)) => out.push(std::mem::take(&mut cell)),
            (sign, _) => cell.push(sign),
        }
    }
    out.push(cell);
    out.iter().map(|cell| cell.trim().to_owned()).collect()
}
