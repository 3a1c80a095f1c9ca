//! What can be told of a part of a pattern before it meets any text: the characters it may begin with, its fewest
//! characters, the literals every match begins with.
//!
//! All answers err on one side: a set of first characters may hold too many, never too few.

use super::charset::{Set, Single};
use super::tree::{Greed, NO_LIMIT, Node};

/// The characters that something may begin with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct First {
    low: [u64; 4],
    /// Whether it may begin with a character above the first 256.
    pub(super) high: bool,
    /// Whether it may match without a character, so that it tells nothing of what is there.
    pub(super) open: bool,
}

impl First {
    pub(super) const NEVER: First = First { low: [0; 4], high: false, open: false };
    pub(super) const UNKNOWN: First = First { low: [u64::MAX; 4], high: true, open: true };

    fn put(&mut self, c: u8) {
        self.low[usize::from(c >> 6)] |= 1 << (c & 63);
    }

    pub(super) fn of(single: Single, sets: &[Set]) -> First {
        let mut first = First::NEVER;
        match single {
            Single::Is(c) => match u8::try_from(c) {
                Ok(c) => first.put(c),
                Err(_) => first.high = true,
            },
            Single::In(set) => {
                let set = &sets[set as usize];
                for (bits, chunk) in first.low.iter_mut().zip(set.low.as_chunks::<64>().0) {
                    *bits = chunk.iter().rev().fold(0, |bits, &has| bits << 1 | u64::from(has));
                }
                first.high = set.high;
            }
            single => {
                for c in 0..=255u8 {
                    if single.passes(sets, c) {
                        first.put(c);
                    }
                }
                first.high = true;
            }
        }
        first
    }

    pub(super) fn or(self, other: First) -> First {
        let mut low = self.low;
        for (bits, more) in low.iter_mut().zip(other.low) {
            *bits |= more;
        }
        First { low, high: self.high || other.high, open: self.open || other.open }
    }

    /// This, and behind it what follows when this may be nothing.
    pub(super) fn then(self, follow: First) -> First {
        if self.open { First { open: false, ..self }.or(follow) } else { self }
    }

    fn optional(self) -> First {
        First { open: true, ..self }
    }

    /// Whether there is no character that both may begin with.
    pub(super) fn is_apart(&self, other: &First) -> bool {
        let shared = self.low.iter().zip(other.low).any(|(a, b)| a & b != 0);
        !(shared || self.open || other.open || self.high && other.high)
    }

    /// Whether knowing it spares anything.
    pub(super) fn is_telling(&self) -> bool {
        !self.open && (!self.high || self.low != [u64::MAX; 4])
    }

    /// The one character it begins with, if there is only one.
    pub(super) fn only(&self) -> Option<u8> {
        let mut bytes = self.bytes();
        let only = bytes.next().filter(|_| !self.high && !self.open)?;
        bytes.next().is_none().then_some(only)
    }

    pub(super) fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        (0..4u8).flat_map(|word| {
            let mut left = self.low[usize::from(word)];
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then(|| word * 64 + bit as u8)
            })
        })
    }

    pub(super) fn count(&self) -> u32 {
        self.low.iter().map(|bits| bits.count_ones()).sum()
    }
}

/// Looks at nodes; gives up on patterns so deeply nested that looking takes long.
pub(super) struct Analysis<'a> {
    pub(super) sets: &'a [Set],
    /// First characters of sets, by their numbers.
    firsts: Vec<First>,
    fuel: u32,
}

impl<'a> Analysis<'a> {
    pub(super) fn new(sets: &'a [Set]) -> Analysis<'a> {
        let firsts = (0..sets.len() as u32).map(|set| First::of(Single::In(set), sets)).collect();
        Analysis { sets, firsts, fuel: 1 << 20 }
    }

    pub(super) fn of(&self, single: Single) -> First {
        match single {
            Single::In(set) => self.firsts[set as usize],
            Single::AnyAll => First { open: false, ..First::UNKNOWN },
            single => First::of(single, self.sets),
        }
    }

    /// What a node may begin with.
    pub(super) fn first(&mut self, node: &Node) -> First {
        let Some(left) = self.fuel.checked_sub(1) else { return First::UNKNOWN };
        self.fuel = left;
        match node {
            Node::Fail => First::NEVER,
            Node::One(single) => self.of(*single),
            Node::At(_) | Node::Mark(_) | Node::Ahead { .. } => First::NEVER.optional(),
            Node::Group(..) => First::UNKNOWN,
            Node::Sequence(nodes) => {
                let mut first = First::NEVER.optional();
                for node in nodes {
                    if !first.open {
                        break;
                    }
                    let next = self.first(node);
                    first = first.then(next);
                }
                first
            }
            Node::Branch(alternatives) => {
                alternatives.iter().fold(First::NEVER, |first, alternative| first.or(self.first(alternative)))
            }
            Node::IfGroup { yes, no, .. } => {
                let other = match no {
                    Some(no) => self.first(no),
                    None => First::NEVER.optional(),
                };
                self.first(yes).or(other)
            }
            Node::Repeat { single, least, .. } => {
                let first = self.of(*single);
                if *least == 0 { first.optional() } else { first }
            }
            Node::Loop { body, least, .. } => {
                let first = self.first(body);
                if *least == 0 { first.optional() } else { first }
            }
            Node::Atomic(body) => self.first(body),
        }
    }
}

/// How many instructions a node will take, about; large when it takes more than `limit`.
pub(super) fn size(node: &Node, limit: usize) -> usize {
    if limit == 0 {
        return 1;
    }
    let all = |nodes: &[Node]| {
        let mut total = 1usize;
        for node in nodes {
            if total > limit {
                break;
            }
            total += size(node, limit - total.min(limit));
        }
        total
    };
    match node {
        Node::Sequence(nodes) | Node::Branch(nodes) => all(nodes),
        Node::IfGroup { yes, no, .. } => 2 + size(yes, limit) + no.as_ref().map_or(0, |no| size(no, limit)),
        Node::Loop { body, .. } | Node::Ahead { body, .. } | Node::Atomic(body) => 3 + size(body, limit - 1),
        _ => 1,
    }
}

/// What a match begins with; `done` when nothing is known of what comes behind.
#[derive(Clone, Debug)]
pub(super) struct Prefix {
    pub(super) bytes: Vec<u8>,
    done: bool,
}

const MOST_PREFIXES: usize = 48;
const LONGEST_PREFIX: usize = 12;

/// The beginnings of all matches in texts of characters below 256. None when that are too many, or any.
pub(super) fn prefixes(node: &Node, analysis: &mut Analysis<'_>) -> Option<Vec<Vec<u8>>> {
    let mut found = vec![Prefix { bytes: Vec::new(), done: false }];
    extend(node, analysis, &mut found);
    let all: Vec<_> = found.into_iter().map(|prefix| prefix.bytes).collect();
    (!all.is_empty() && all.iter().all(|prefix| !prefix.is_empty())).then_some(all)
}

fn close(found: &mut [Prefix]) {
    for prefix in found {
        prefix.done = true;
    }
}

fn push(single: Single, analysis: &Analysis<'_>, found: &mut Vec<Prefix>) {
    let first = analysis.of(single);
    let choices = first.count() as usize;
    let open = found.iter().filter(|prefix| !prefix.done).count();
    let total = found.len() + open * choices.saturating_sub(1);
    if choices == 0 || choices > 8 || (choices > 1 && total > MOST_PREFIXES) {
        return close(found);
    }
    let mut longer = Vec::with_capacity(total);
    for mut prefix in found.drain(..) {
        if prefix.done {
            longer.push(prefix);
            continue;
        }
        prefix.done = prefix.bytes.len() + 1 >= LONGEST_PREFIX;
        for c in first.bytes() {
            let mut next = prefix.clone();
            next.bytes.push(c);
            longer.push(next);
        }
    }
    *found = longer;
}

fn extend(node: &Node, analysis: &mut Analysis<'_>, found: &mut Vec<Prefix>) {
    if found.iter().all(|prefix| prefix.done) {
        return;
    }
    match node {
        Node::One(single) => push(*single, analysis, found),
        Node::At(_) | Node::Mark(_) | Node::Ahead { .. } => {}
        Node::Sequence(nodes) => {
            for node in nodes {
                extend(node, analysis, found);
            }
        }
        Node::Branch(alternatives) if alternatives.len() <= MOST_PREFIXES => {
            let mut all = Vec::new();
            for alternative in alternatives {
                let mut branch = found.clone();
                extend(alternative, analysis, &mut branch);
                all.append(&mut branch);
                if all.len() > MOST_PREFIXES {
                    return close(found);
                }
            }
            *found = all;
        }
        Node::Repeat { single, least, most, .. } => {
            let skipped = (*least == 0).then(|| found.clone());
            for _ in 0..(*least).clamp(1, LONGEST_PREFIX as u32) {
                push(*single, analysis, found);
            }
            if *most != (*least).max(1) {
                close(found);
            }
            add_skipped(skipped, found);
        }
        Node::Loop { body, least, most, .. } => {
            let skipped = (*least == 0).then(|| found.clone());
            extend(body, analysis, found);
            if *most != 1 {
                close(found);
            }
            add_skipped(skipped, found);
        }
        Node::Atomic(body) => extend(body, analysis, found),
        Node::Branch(_) | Node::Group(..) | Node::IfGroup { .. } | Node::Fail => close(found),
    }
}

/// What was there before something that may be left out is possible still.
fn add_skipped(skipped: Option<Vec<Prefix>>, found: &mut Vec<Prefix>) {
    let Some(mut skipped) = skipped else { return };
    if skipped.len() + found.len() > MOST_PREFIXES {
        *found = skipped;
        return close(found);
    }
    found.append(&mut skipped);
}

/// The repeat of one character without limit that every match begins with. When there is no match at one place, there is none
/// at the other places of the run of such characters that begins there, since a match there could begin here.
pub(super) fn leading_run(node: &Node) -> Option<Single> {
    match node {
        Node::Repeat { single, most: NO_LIMIT, greed: Greed::Greedy | Greed::Lazy | Greed::Possessive, .. } => {
            Some(*single)
        }
        Node::Sequence(nodes) => leading_run(nodes.iter().find(|node| !matches!(node, Node::Mark(_)))?),
        _ => None,
    }
}

/// A literal that is somewhere in every match, and how far behind the match's beginning it can begin at most.
#[derive(Debug)]
pub(super) struct Inner {
    pub(super) bytes: Vec<u8>,
    pub(super) furthest: Option<usize>,
}

/// The longest literal that is in every match.
pub(super) fn inner_literal(root: &Node) -> Option<Inner> {
    let mut best: Option<Inner> = None;
    let mut run = Vec::new();
    // How far behind the beginning the run begins, and what comes next does.
    let (mut run_at, mut next_at) = (Some(0), Some(0usize));
    let mut keep = |run: &mut Vec<u8>, at: Option<usize>| {
        let bytes = std::mem::take(run);
        if best.as_ref().map_or(0, |best| best.bytes.len()) < bytes.len() {
            best = Some(Inner { bytes, furthest: at });
        }
    };
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        match node {
            Node::Sequence(nodes) => pending.extend(nodes.iter().rev()),
            Node::Atomic(body) => pending.push(body),
            Node::Mark(_) | Node::At(_) | Node::Ahead { .. } => {}
            Node::One(Single::Is(c)) if *c < 256 => {
                if run.is_empty() {
                    run_at = next_at;
                }
                run.push(*c as u8);
                next_at = next_at.map(|at| at + 1);
            }
            node => {
                keep(&mut run, run_at);
                next_at = next_at.zip(longest(node, 0)).map(|(at, more)| at.saturating_add(more));
            }
        }
    }
    keep(&mut run, run_at);
    best
}

/// The most characters of a match of a node. None: no limit, or none that is worth knowing.
fn longest(node: &Node, depth: u32) -> Option<usize> {
    if depth > 50 {
        return None;
    }
    match node {
        Node::Fail | Node::At(_) | Node::Mark(_) | Node::Ahead { .. } => Some(0),
        Node::One(_) => Some(1),
        Node::Group(..) | Node::IfGroup { .. } => None,
        Node::Sequence(nodes) => {
            nodes.iter().try_fold(0usize, |sum, node| Some(sum.saturating_add(longest(node, depth + 1)?)))
        }
        Node::Branch(ways) => ways.iter().try_fold(0, |most, way| Some(longest(way, depth + 1)?.max(most))),
        Node::Repeat { most, .. } => (*most != NO_LIMIT).then_some(*most as usize),
        Node::Loop { most: NO_LIMIT, .. } => None,
        Node::Loop { body, most, .. } => Some(longest(body, depth + 1)?.saturating_mul(*most as usize)),
        Node::Atomic(body) => longest(body, depth + 1),
    }
}
