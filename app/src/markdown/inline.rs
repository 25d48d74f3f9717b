//! Words of a block into pieces: first what binds closest (code, links, signs after a backslash), then emphasis, by the rules of
//! CommonMark's delimiter runs.

use super::{DEEPEST, Group, Piece, push};

/// Longest run of `*`, `_` or `~` that means something.
const LONGEST_RUN: usize = 12;

/// A piece, or a sign that may become one.
enum Node {
    /// A piece, and how deep it holds others.
    Done(Piece, usize),
    Run {
        sign: char,
        count: usize,
        opens: bool,
        closes: bool,
    },
    /// `[`, or `![` of a picture; a link holds no link.
    Bracket {
        picture: bool,
        active: bool,
    },
}

/// The pieces of a block's words.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(sign) = rest.chars().next() {
        let after = rest.get(sign.len_utf8()..).unwrap_or_default();
        let taken = match sign {
            '\\' => escaped(after, &mut nodes),
            '`' => code(rest, &mut nodes),
            '*' | '_' | '~' => run(rest, sign, before, &mut nodes),
            '[' => {
                nodes.push(Node::Bracket { picture: false, active: true });
                Some(1)
            }
            '!' if after.starts_with('[') => {
                nodes.push(Node::Bracket { picture: true, active: true });
                Some(2)
            }
            ']' => close(after, &mut nodes),
            '<' => address(after, &mut nodes),
            '&' => entity(rest).map(|(letter, taken)| {
                words(&mut nodes, letter.encode_utf8(&mut [0; 4]));
                taken
            }),
            '\n' => Some(line_end(after, &mut nodes)),
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            words(&mut nodes, rest.get(..sign.len_utf8()).unwrap_or_default());
            sign.len_utf8()
        });
        before = rest.get(..taken).and_then(|taken| taken.chars().next_back()).unwrap_or(' ');
        rest = rest.get(taken..).unwrap_or_default();
    }
    emphasised(nodes).0
}

fn words(nodes: &mut Vec<Node>, text: &str) {
    match nodes.last_mut() {
        Some(Node::Done(Piece::Words(before), _)) => before.push_str(text),
        _ => nodes.push(Node::Done(Piece::Words(text.to_owned()), 0)),
    }
}

fn escaped(after: &str, nodes: &mut Vec<Node>) -> Option<usize> {
    let next = after.chars().next()?;
    if next == '\n' {
        nodes.push(Node::Done(Piece::Break, 0));
    } else if next.is_ascii_punctuation() {
        words(nodes, next.encode_utf8(&mut [0; 4]));
    } else {
        return None;
    }
    Some(2)
}

/// The end of a line is a space; after two spaces it is kept.
fn line_end(after: &str, nodes: &mut Vec<Node>) -> usize {
    let mut spaces = 0;
    if let Some(Node::Done(Piece::Words(before), _)) = nodes.last_mut() {
        let bare = before.trim_end_matches(' ').len();
        spaces = before.len() - bare;
        before.truncate(bare);
    }
    if spaces >= 2 {
        nodes.push(Node::Done(Piece::Break, 0));
    } else {
        words(nodes, " ");
    }
    1 + after.len() - after.trim_start_matches(' ').len()
}

fn code(rest: &str, nodes: &mut Vec<Node>) -> Option<usize> {
    let count = rest.bytes().take_while(|byte| *byte == b'`').count();
    let inside = rest.get(count..)?;
    let mut at = 0;
    while let Some(start) = inside.get(at..)?.find('`') {
        let start = at + start;
        let ticks = inside.get(start..)?.bytes().take_while(|byte| *byte == b'`').count();
        if ticks == count {
            let text = inside.get(..start)?.replace('\n', " ");
            let bare =
                text.strip_prefix(' ').and_then(|text| text.strip_suffix(' ')).filter(|text| !text.trim().is_empty());
            nodes.push(Node::Done(Piece::Code(bare.unwrap_or(&text).to_owned()), 0));
            return Some(count * 2 + start);
        }
        at = start + ticks;
    }
    words(nodes, rest.get(..count)?);
    Some(count)
}

fn run(rest: &str, sign: char, before: char, nodes: &mut Vec<Node>) -> Option<usize> {
    let count = rest.chars().take_while(|other| *other == sign).count();
    let after = rest.get(count..)?.chars().next().unwrap_or(' ');
    if count > LONGEST_RUN || sign == '~' && count > 2 {
        words(nodes, rest.get(..count)?);
        return Some(count);
    }
    let is_sign = |letter: char| !letter.is_alphanumeric() && !letter.is_whitespace();
    let left = !after.is_whitespace() && (!is_sign(after) || before.is_whitespace() || is_sign(before));
    let right = !before.is_whitespace() && (!is_sign(before) || after.is_whitespace() || is_sign(after));
    let (opens, closes) = match sign {
        '_' => (left && (!right || is_sign(before)), right && (!left || is_sign(after))),
        _ => (left, right),
    };
    nodes.push(Node::Run { sign, count, opens, closes });
    Some(count)
}

/// `]` with the address after it makes a link of what stands since the bracket; a picture's words are left out with it.
fn close(after: &str, nodes: &mut Vec<Node>) -> Option<usize> {
    let at = nodes.iter().rposition(|node| matches!(node, Node::Bracket { .. }))?;
    let Some(Node::Bracket { picture, active }) = nodes.get(at) else { return None };
    let (picture, active) = (*picture, *active);
    let target = if active { destination(after) } else { None };
    let Some((url, taken)) = target else {
        // It was a bracket and no more.
        if let Some(node) = nodes.get_mut(at) {
            *node = Node::Done(Piece::Words(if picture { "![" } else { "[" }.to_owned()), 0);
        }
        return None;
    };
    let inside = nodes.split_off(at + 1);
    nodes.pop();
    if !picture {
        for node in nodes.iter_mut() {
            if let Node::Bracket { picture: false, active } = node {
                *active = false;
            }
        }
        let (inside, depth) = emphasised(inside);
        nodes.push(Node::Done(Piece::Group(Group::Link(url), inside), depth + 1));
    }
    Some(1 + taken)
}

/// `(address "title")`, and how much of the text it takes.
fn destination(text: &str) -> Option<(String, usize)> {
    let start = text.strip_prefix('(')?.trim_start_matches([' ', '\n']);
    let (url, rest) = if let Some(inside) = start.strip_prefix('<') {
        let end =
            inside.find(['>', '\n']).filter(|end| inside.get(*end..).is_some_and(|rest| rest.starts_with('>')))?;
        (inside.get(..end)?, inside.get(end + 1..)?)
    } else {
        let mut open = 0_usize;
        let mut escaped = false;
        let ends = |letter: char| {
            if escaped {
                escaped = false;
                return false;
            }
            match letter {
                '\\' => escaped = true,
                '(' => open += 1,
                ')' if open == 0 => return true,
                ')' => open -= 1,
                _ => return letter.is_whitespace() || letter.is_control(),
            }
            false
        };
        let end = start.find(ends)?;
        (start.get(..end)?, start.get(end..)?)
    };
    let mut rest = rest.trim_start_matches([' ', '\n']);
    if let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        let inside = rest.get(1..)?;
        rest = inside.get(inside.find(quote)? + 1..)?.trim_start_matches([' ', '\n']);
    }
    let rest = rest.strip_prefix(')')?;
    Some((plain(url), text.len() - rest.len()))
}

/// An address without the backslashes and entities that protected it.
fn plain(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let mut rest = url;
    while let Some(sign) = rest.chars().next() {
        let next = rest.get(sign.len_utf8()..).unwrap_or_default();
        let (letter, taken) = match (sign, next.chars().next()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => (next, 2),
            ('&', _) => entity(rest).unwrap_or(('&', 1)),
            _ => (sign, sign.len_utf8()),
        };
        out.push(letter);
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// `<https://…>`, `<a@b.example>`.
fn address(after: &str, nodes: &mut Vec<Node>) -> Option<usize> {
    let inside = after.get(..after.find('>')?)?;
    if inside.chars().any(|letter| letter.is_whitespace() || letter == '<') {
        return None;
    }
    let scheme = inside.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_url = (2..=32).contains(&scheme.len())
        && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '.' | '-'));
    let is_mail = inside.split_once('@').is_some_and(|(who, host)| {
        let common = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '+');
        !who.is_empty() && !host.is_empty() && who.chars().all(common) && host.chars().all(common)
    });
    let url = match (is_url, is_mail) {
        (true, _) => inside.to_owned(),
        (false, true) => format!("mailto:{inside}"),
        (false, false) => return None,
    };
    nodes.push(Node::Done(Piece::Group(Group::Link(url), vec![Piece::Words(inside.to_owned())]), 1));
    Some(inside.len() + 2)
}

/// The letter that `&…;` stands for, by its number or one of the names that HTML cannot do without.
fn entity(text: &str) -> Option<(char, usize)> {
    let inside = text.get(1..)?;
    let name = inside.get(..inside.find(';').filter(|end| *end <= 8)?)?;
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|letter| *letter != '\0').unwrap_or('\u{fffd}')
        }
    };
    Some((letter, name.len() + 2))
}

/// Runs into emphasis, and how deep it goes: each that can close looks for the nearest that can open.
fn emphasised(mut nodes: Vec<Node>) -> (Vec<Piece>, usize) {
    let mut at = 0;
    // Below this no run of the sign opens any more.
    let mut bottom = [0_usize; 3];
    while let Some(node) = nodes.get(at) {
        let Node::Run { sign, count, opens, closes: true } = *node else {
            at += 1;
            continue;
        };
        let floor = bottom.get_mut(usize::from(sign == '_') + 2 * usize::from(sign == '~'));
        let Some(floor) = floor else { break };
        let opener = (*floor..at).rev().find(|before| fits(nodes.get(*before), sign, count, opens));
        let Some(opener) = opener else {
            if !opens {
                *floor = at;
            }
            at += 1;
            continue;
        };
        let Some(Node::Run { count: other, .. }) = nodes.get(opener) else { break };
        let used = if sign == '~' { count } else { 1 + usize::from(count >= 2 && *other >= 2) };
        let rest = nodes.split_off(at);
        let (inside, depth) = literal(nodes.split_off(opener + 1));
        if depth >= DEEPEST {
            nodes.extend(inside.into_iter().map(|piece| Node::Done(piece, depth)));
            at = nodes.len() + 1;
            nodes.extend(rest);
            continue;
        }
        let group = match (sign, used) {
            ('~', _) => Group::Struck,
            (_, 1) => Group::Emphasis,
            _ => Group::Strong,
        };
        if spend(&mut nodes, opener, used) == 0 {
            nodes.pop();
        }
        nodes.push(Node::Done(Piece::Group(group, inside), depth + 1));
        at = nodes.len();
        nodes.extend(rest);
        if spend(&mut nodes, at, used) == 0 {
            nodes.remove(at);
        }
    }
    literal(nodes)
}

/// Whether a run opens what another closes.
fn fits(node: Option<&Node>, closing: char, count: usize, opens_too: bool) -> bool {
    let Some(Node::Run { sign, count: other, opens: true, closes }) = node else { return false };
    if *sign != closing {
        return false;
    }
    if closing == '~' {
        return *other == count;
    }
    let doubtful = *closes || opens_too;
    !(doubtful && (other + count).is_multiple_of(3) && !(other.is_multiple_of(3) && count.is_multiple_of(3)))
}

/// Takes signs off a run; how many are left.
fn spend(nodes: &mut [Node], at: usize, used: usize) -> usize {
    let Some(Node::Run { count, .. }) = nodes.get_mut(at) else { return 0 };
    *count = count.saturating_sub(used);
    *count
}

/// Pieces as they are, and signs that meant nothing as words.
fn literal(nodes: Vec<Node>) -> (Vec<Piece>, usize) {
    let mut out = Vec::with_capacity(nodes.len());
    let mut deepest = 0;
    for node in nodes {
        match node {
            Node::Done(piece, depth) => {
                deepest = deepest.max(depth);
                push(&mut out, piece);
            }
            Node::Run { sign, count, .. } => push(&mut out, Piece::Words(String::from(sign).repeat(count))),
            Node::Bracket { picture, .. } => push(&mut out, Piece::Words(if picture { "![" } else { "[" }.to_owned())),
        }
    }
    (out, deepest)
}
