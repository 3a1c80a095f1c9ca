//! The code that Python's `re._compiler` makes, read into a tree.
//!
//! Nothing is believed of the list of numbers: whatever it holds, what comes out is a tree or a refusal.

use std::collections::HashMap;

use super::charset::{Fold, Item, Set, Single};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Debug)]
pub(super) enum Node {
    Fail,
    One(Single),
    At(u32),
    Mark(u32),
    /// The text of a group again.
    Group(u32, Fold),
    Sequence(Vec<Node>),
    Branch(Vec<Node>),
    IfGroup {
        group: u32,
        yes: Box<Node>,
        no: Option<Box<Node>>,
    },
    /// One character, so many times.
    Repeat {
        single: Single,
        least: u32,
        most: u32,
        greed: Greed,
    },
    Loop {
        body: Box<Node>,
        least: u32,
        most: u32,
        greed: Greed,
    },
    Atomic(Box<Node>),
    Ahead {
        back: u32,
        negative: bool,
        body: Box<Node>,
    },
}

pub(super) const NO_LIMIT: u32 = u32::MAX;
const MAX_DEPTH: u32 = 1000;

/// The code is not what `re` makes.
#[derive(Debug)]
pub(super) struct Invalid;

/// A pattern as it was read.
pub(super) struct Tree {
    pub(super) root: Node,
    pub(super) sets: Vec<Set>,
    /// Fewest characters of a match.
    pub(super) least: usize,
}

pub(super) fn read(code: &[u32], groups: u32) -> Result<Tree, Invalid> {
    let mut reader = Reader { code, groups, sets: Vec::new(), known: HashMap::new() };
    let (mut start, mut least) = (0, 0);
    if reader.word(0)? == 14 {
        least = reader.word(3)? as usize;
        start = 1 + reader.word(1)? as usize;
    }
    let mut nodes = Vec::new();
    reader.sequence(start, code.len(), 0, &mut nodes)?;
    Ok(Tree { root: Node::Sequence(nodes), sets: reader.sets, least })
}

struct Reader<'a> {
    code: &'a [u32],
    groups: u32,
    sets: Vec<Set>,
    /// Sets by where they are and how they compare, and characters that are compared without regard to case.
    known: HashMap<(bool, usize, u8), u32>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> Result<u32, Invalid> {
        self.code.get(at).copied().ok_or(Invalid)
    }

    fn add(&mut self, set: Set) -> u32 {
        self.sets.push(set);
        self.sets.len() as u32 - 1
    }

    fn set(&mut self, start: usize, end: usize, fold: Fold) -> Result<u32, Invalid> {
        if let Some(&set) = self.known.get(&(false, start, fold as u8)) {
            return Ok(set);
        }
        let mut items = Vec::new();
        let mut at = start;
        loop {
            if at >= end {
                return Err(Invalid);
            }
            match self.word(at)? {
                0 => break,
                21 => {
                    items.push(Item::Negate);
                    at += 1;
                }
                16 => {
                    items.push(Item::One(self.word(at + 1)?));
                    at += 2;
                }
                22 => {
                    items.push(Item::Range(self.word(at + 1)?, self.word(at + 2)?));
                    at += 3;
                }
                42 => {
                    items.push(Item::RangeUpper(self.word(at + 1)?, self.word(at + 2)?));
                    at += 3;
                }
                8 => {
                    let kind = self.word(at + 1)?;
                    if kind > 17 {
                        return Err(Invalid);
                    }
                    items.push(Item::Category(kind));
                    at += 2;
                }
                9 => {
                    items.push(Item::Bits(self.bits(at + 1)?));
                    at += 9;
                }
                10 => {
                    let count = self.word(at + 1)? as usize;
                    let mut index = [0u8; 256];
                    for (position, slot) in index.chunks_exact_mut(4).enumerate() {
                        slot.copy_from_slice(&self.word(at + 2 + position)?.to_ne_bytes());
                    }
                    let mut blocks = Vec::new();
                    for block in 0..count.min(256) {
                        blocks.push(self.bits(at + 66 + block * 8)?);
                    }
                    items.push(Item::Blocks { index, blocks });
                    at += 66 + count * 8;
                }
                _ => return Err(Invalid),
            }
        }
        let set = self.add(Set::new(items, fold));
        self.known.insert((false, start, fold as u8), set);
        Ok(set)
    }

    fn bits(&self, at: usize) -> Result<[u32; 8], Invalid> {
        self.code.get(at..at + 8).and_then(|words| words.try_into().ok()).ok_or(Invalid)
    }

    /// The test for one character in any case.
    fn folded(&mut self, x: u32, fold: Fold, negative: bool) -> Single {
        let key = (true, x as usize, fold as u8 + 4 * u8::from(negative));
        if let Some(&set) = self.known.get(&key) {
            return Single::In(set);
        }
        let set = self.add(Set::of_folded(x, fold, negative));
        self.known.insert(key, set);
        Single::In(set)
    }

    /// The test of one character at `at`, and the place behind it.
    fn single(&mut self, at: usize) -> Result<Option<(Single, usize)>, Invalid> {
        let op = self.word(at)?;
        let fold = match op {
            31..=33 => Fold::Ascii,
            35..=37 => Fold::Locale,
            39..=41 => Fold::Unicode,
            _ => Fold::Exact,
        };
        Ok(Some(match op {
            2 => (Single::Any, at + 1),
            3 => (Single::AnyAll, at + 1),
            16 => (Single::Is(self.word(at + 1)?), at + 2),
            20 => (Single::IsNot(self.word(at + 1)?), at + 2),
            32 | 33 | 36 | 37 | 40 | 41 => {
                let x = self.word(at + 1)?;
                (self.folded(x, fold, matches!(op, 33 | 37 | 41)), at + 2)
            }
            13 | 31 | 35 | 39 => {
                let end = at + 1 + self.word(at + 1)? as usize;
                (Single::In(self.set(at + 2, end, fold)?), end)
            }
            _ => return Ok(None),
        }))
    }

    /// Everything from `at` on, up to `end` or a success; the place behind.
    fn sequence(&mut self, mut at: usize, end: usize, depth: u32, nodes: &mut Vec<Node>) -> Result<usize, Invalid> {
        if depth > MAX_DEPTH {
            return Err(Invalid);
        }
        while at < end {
            if let Some((single, next)) = self.single(at)? {
                nodes.push(Node::One(single));
                at = next;
                continue;
            }
            let op = self.word(at)?;
            match op {
                1 => return Ok(at + 1),
                0 => {
                    nodes.push(Node::Fail);
                    at += 1;
                }
                6 => {
                    let kind = self.word(at + 1)?;
                    if kind > 11 {
                        return Err(Invalid);
                    }
                    nodes.push(Node::At(kind));
                    at += 2;
                }
                17 => {
                    let mark = self.word(at + 1)?;
                    if mark as usize >= self.groups as usize * 2 {
                        return Err(Invalid);
                    }
                    nodes.push(Node::Mark(mark));
                    at += 2;
                }
                11 | 30 | 34 | 38 => {
                    let group = self.word(at + 1)?;
                    if group >= self.groups {
                        return Err(Invalid);
                    }
                    let fold = match op {
                        11 => Fold::Exact,
                        30 => Fold::Ascii,
                        34 => Fold::Locale,
                        _ => Fold::Unicode,
                    };
                    nodes.push(Node::Group(group, fold));
                    at += 2;
                }
                14 => at = at + 1 + self.word(at + 1)? as usize,
                7 => at = self.branch(at, end, depth, nodes)?,
                12 => at = self.conditional(at, end, depth, nodes)?,
                24 | 26 | 29 => {
                    let skip = self.word(at + 1)? as usize;
                    let (least, most) = (self.word(at + 2)?, self.word(at + 3)?);
                    let Some((single, _)) = self.single(at + 4)? else { return Err(Invalid) };
                    let greed = match op {
                        24 => Greed::Greedy,
                        26 => Greed::Lazy,
                        _ => Greed::Possessive,
                    };
                    nodes.push(Node::Repeat { single, least, most, greed });
                    at = at + 1 + skip;
                }
                23 => {
                    let until = at + 1 + self.word(at + 1)? as usize;
                    let (least, most) = (self.word(at + 2)?, self.word(at + 3)?);
                    if until >= end {
                        return Err(Invalid);
                    }
                    let greed = match self.word(until)? {
                        18 => Greed::Greedy,
                        19 => Greed::Lazy,
                        _ => return Err(Invalid),
                    };
                    let body = self.inner(at + 4, until, depth)?;
                    nodes.push(Node::Loop { body, least, most, greed });
                    at = until + 1;
                }
                28 => {
                    let next = at + 1 + self.word(at + 1)? as usize + 1;
                    let (least, most) = (self.word(at + 2)?, self.word(at + 3)?);
                    let body = self.inner(at + 4, next, depth)?;
                    nodes.push(Node::Loop { body, least, most, greed: Greed::Possessive });
                    at = next;
                }
                27 => {
                    let next = at + 1 + self.word(at + 1)? as usize;
                    nodes.push(Node::Atomic(self.inner(at + 2, next, depth)?));
                    at = next;
                }
                4 | 5 => {
                    let next = at + 1 + self.word(at + 1)? as usize;
                    let back = self.word(at + 2)?;
                    let body = self.inner(at + 3, next, depth)?;
                    nodes.push(Node::Ahead { back, negative: op == 5, body });
                    at = next;
                }
                _ => return Err(Invalid),
            }
        }
        Ok(at)
    }

    fn inner(&mut self, start: usize, end: usize, depth: u32) -> Result<Box<Node>, Invalid> {
        if start > end || end > self.code.len() {
            return Err(Invalid);
        }
        let mut nodes = Vec::new();
        self.sequence(start, end, depth + 1, &mut nodes)?;
        Ok(Box::new(Node::Sequence(nodes)))
    }

    fn branch(&mut self, at: usize, end: usize, depth: u32, nodes: &mut Vec<Node>) -> Result<usize, Invalid> {
        let mut alternatives = Vec::new();
        let mut alternative = at + 1;
        loop {
            let skip = self.word(alternative)? as usize;
            if skip == 0 {
                break;
            }
            let next = alternative + skip;
            // An alternative ends with a jump behind the last one.
            if next < alternative + 3 || next > end || self.word(next - 2)? != 15 {
                return Err(Invalid);
            }
            alternatives.push(*self.inner(alternative + 1, next - 2, depth)?);
            alternative = next;
        }
        nodes.push(Node::Branch(alternatives));
        Ok(alternative + 1)
    }

    fn conditional(&mut self, at: usize, end: usize, depth: u32, nodes: &mut Vec<Node>) -> Result<usize, Invalid> {
        let (group, skip) = (self.word(at + 1)?, self.word(at + 2)? as usize);
        let other = at + 1 + skip;
        if group >= self.groups || other > end || skip < 2 {
            return Err(Invalid);
        }
        // With an alternative, the first part ends with a jump behind it.
        let jump = skip >= 4 && self.word(other - 2)? == 15 && {
            let target = other - 1 + self.word(other - 1)? as usize;
            target > other && target <= end
        };
        if !jump {
            let yes = self.inner(at + 3, other, depth)?;
            nodes.push(Node::IfGroup { group, yes, no: None });
            return Ok(other);
        }
        let behind = other - 1 + self.word(other - 1)? as usize;
        let yes = self.inner(at + 3, other - 2, depth)?;
        let no = self.inner(other, behind, depth)?;
        nodes.push(Node::IfGroup { group, yes, no: Some(no) });
        Ok(behind)
    }
}
