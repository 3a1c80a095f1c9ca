//! The code that Python's `re._compiler` makes, checked and turned into instructions for the matcher.
//!
//! Whatever a list of numbers may hold, what comes out of here has only jumps to instructions that exist.

use std::collections::HashMap;

/// How characters are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fold {
    Exact,
    Ascii,
    Locale,
    Unicode,
}

/// A set of characters: the first 256 by their bits, the others by going through the items.
#[derive(Debug)]
pub(super) struct Set {
    low: [u64; 4],
    items: Vec<Item>,
    fold: Fold,
}

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a charset is read at every step: its bitmap stays in place")]
enum Item {
    Negate,
    One(u32),
    Range(u32, u32),
    /// A range that the upper-case form may be in instead.
    RangeUpper(u32, u32),
    Category(u32),
    Bits([u32; 8]),
    Blocks {
        index: [u8; 256],
        blocks: Vec<[u32; 8]>,
    },
}

/// A test of one character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Single {
    Any,
    AnyAll,
    Is(u32),
    IsNot(u32),
    IsFolded(u32, Fold),
    IsNotFolded(u32, Fold),
    In(u32),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Debug)]
pub(super) enum Op {
    /// The pattern is matched.
    Match,
    Fail,
    One(Single),
    At(u32),
    Mark(u32),
    Group(u32, Fold),
    /// Go on when the group is set, else at the other place.
    GroupExists(u32, u32),
    Jump(u32),
    Branch(Vec<u32>),
    Repeat {
        single: Single,
        least: u32,
        most: u32,
        greed: Greed,
    },
    /// Begin a loop: its counter is set to zero.
    LoopStart {
        counter: u32,
    },
    Until {
        counter: u32,
        body: u32,
        least: u32,
        most: u32,
        greedy: bool,
    },
    /// What follows up to `BodyEnd` is matched by itself; then it goes on at `next`.
    Ahead {
        back: u32,
        negative: bool,
        next: u32,
    },
    Atomic {
        next: u32,
    },
    Possessive {
        counter: u32,
        least: u32,
        most: u32,
        next: u32,
    },
    BodyEnd,
    /// The body of a possessive loop is over: back to the loop's head.
    PossessiveEnd {
        head: u32,
    },
}

#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) sets: Vec<Set>,
    pub(super) counters: u32,
    pub(super) marks: usize,
    /// Fewest characters of a match.
    pub(super) least: usize,
    /// What every match begins with.
    pub(super) prefix: Vec<u32>,
    /// A test that the first character of every match passes.
    pub(super) first: Option<Single>,
}

pub(super) const NO_LIMIT: u32 = u32::MAX;
const MAX_DEPTH: u32 = 1000;

fn is_ascii_word(c: u32) -> bool {
    c == u32::from('_') || u8::try_from(c).is_ok_and(|c| c.is_ascii_alphanumeric())
}

pub(super) fn is_unicode_word(c: u32) -> bool {
    c == u32::from('_') || taipan_text::unicode::is_alnum_char(c)
}

pub(super) fn is_word(c: u32, unicode: bool) -> bool {
    if c < 128 || !unicode { is_ascii_word(c) } else { is_unicode_word(c) }
}

fn category(kind: u32, c: u32) -> bool {
    let holds = match kind / 2 {
        0 => (u32::from('0')..=u32::from('9')).contains(&c),
        1 => c == 32 || (9..=13).contains(&c),
        2 | 4 => is_ascii_word(c),
        3 => c == 10,
        5 => taipan_text::unicode::is_decimal_char(c),
        6 => taipan_text::unicode::is_space_char(c),
        7 => is_unicode_word(c),
        _ => taipan_text::unicode::is_line_break(c),
    };
    holds == kind.is_multiple_of(2)
}

pub(super) fn lower_ascii(c: u32) -> u32 {
    if (65..=90).contains(&c) { c + 32 } else { c }
}

fn upper_ascii(c: u32) -> u32 {
    if (97..=122).contains(&c) { c - 32 } else { c }
}

pub(super) fn lower(c: u32, fold: Fold) -> u32 {
    match fold {
        Fold::Exact => c,
        Fold::Ascii | Fold::Locale => lower_ascii(c),
        Fold::Unicode if c < 128 => lower_ascii(c),
        Fold::Unicode => taipan_text::unicode::casing::simple_lower(c),
    }
}

fn bit(bits: &[u32; 8], c: u8) -> bool {
    bits[usize::from(c) / 32] >> (c % 32) & 1 == 1
}

impl Set {
    fn by_items(&self, c: u32) -> bool {
        let mut ok = true;
        for item in &self.items {
            let found = match item {
                Item::Negate => {
                    ok = !ok;
                    false
                }
                Item::One(x) => *x == c,
                Item::Range(a, b) => (*a..=*b).contains(&c),
                Item::RangeUpper(a, b) => {
                    (*a..=*b).contains(&c) || (*a..=*b).contains(&taipan_text::unicode::casing::simple_upper(c))
                }
                Item::Category(kind) => category(*kind, c),
                Item::Bits(bits) => u8::try_from(c).is_ok_and(|c| bit(bits, c)),
                Item::Blocks { index, blocks } => {
                    let block = index.get((c >> 8) as usize).copied().map_or(usize::MAX, usize::from);
                    blocks.get(block).is_some_and(|bits| bit(bits, c as u8))
                }
            };
            if found {
                return ok;
            }
        }
        !ok
    }

    fn folded(&self, c: u32) -> bool {
        match self.fold {
            Fold::Locale => self.by_items(lower_ascii(c)) || self.by_items(upper_ascii(c)),
            fold => self.by_items(lower(c, fold)),
        }
    }

    #[inline(always)]
    fn contains(&self, c: u32) -> bool {
        if c < 256 { self.low[(c >> 6) as usize] >> (c & 63) & 1 == 1 } else { self.folded(c) }
    }
}

impl Program {
    /// Whether a character passes a test.
    #[inline(always)]
    pub(super) fn test(&self, single: Single, c: u32) -> bool {
        match single {
            Single::Any => c != 10,
            Single::AnyAll => true,
            Single::Is(x) => c == x,
            Single::IsNot(x) => c != x,
            Single::IsFolded(x, fold) => folded_equal(x, c, fold),
            Single::IsNotFolded(x, fold) => !folded_equal(x, c, fold),
            Single::In(set) => self.sets[set as usize].contains(c),
        }
    }
}

fn folded_equal(x: u32, c: u32, fold: Fold) -> bool {
    match fold {
        Fold::Locale => c == x || lower_ascii(c) == x || upper_ascii(c) == x,
        fold => lower(c, fold) == x,
    }
}

/// The code is not what `re` makes.
#[derive(Debug)]
pub(super) struct Invalid;

struct Builder<'a> {
    code: &'a [u32],
    program: Program,
    groups: u32,
    sets: HashMap<(usize, u8), u32>,
}

/// Instructions for the code of a pattern with so many groups.
pub(super) fn build(code: &[u32], groups: u32) -> Result<Program, Invalid> {
    let mut builder = Builder {
        code,
        program: Program { marks: groups as usize * 2, ..Program::default() },
        groups,
        sets: HashMap::new(),
    };
    let mut start = 0;
    if builder.word(0)? == 14 {
        builder.info()?;
        start = 1 + builder.word(1)? as usize;
    }
    builder.sequence(start, code.len(), 0)?;
    builder.program.ops.push(Op::Match);
    let first = builder.program.ops.iter().find(|op| !matches!(op, Op::Mark(_)));
    if builder.program.first.is_none() {
        builder.program.first = match first {
            Some(Op::One(single)) => Some(*single),
            Some(Op::Repeat { single, least: 1.., .. }) => Some(*single),
            _ => None,
        };
    }
    if builder.program.first == Some(Single::AnyAll) {
        builder.program.first = None;
    }
    Ok(builder.program)
}

impl Builder<'_> {
    fn word(&self, at: usize) -> Result<u32, Invalid> {
        self.code.get(at).copied().ok_or(Invalid)
    }

    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    fn emit(&mut self, op: Op) -> usize {
        self.program.ops.push(op);
        self.program.ops.len() - 1
    }

    /// What the info block says about the beginning of matches.
    fn info(&mut self) -> Result<(), Invalid> {
        let flags = self.word(2)?;
        self.program.least = self.word(3)? as usize;
        let end = 1 + self.word(1)? as usize;
        if flags & 1 != 0 {
            let length = self.word(5)? as usize;
            for at in 7..(7 + length).min(end) {
                let c = self.word(at)?;
                self.program.prefix.push(c);
            }
        } else if flags & 4 != 0 {
            let set = self.set(5, end, Fold::Exact)?;
            self.program.first = Some(Single::In(set));
        }
        Ok(())
    }

    fn set(&mut self, start: usize, end: usize, fold: Fold) -> Result<u32, Invalid> {
        if let Some(&set) = self.sets.get(&(start, fold as u8)) {
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
        let mut set = Set { low: [0; 4], items, fold };
        for c in 0..256u32 {
            if set.folded(c) {
                set.low[(c >> 6) as usize] |= 1 << (c & 63);
            }
        }
        let number = self.program.sets.len() as u32;
        self.program.sets.push(set);
        self.sets.insert((start, fold as u8), number);
        Ok(number)
    }

    fn bits(&self, at: usize) -> Result<[u32; 8], Invalid> {
        self.code.get(at..at + 8).and_then(|words| words.try_into().ok()).ok_or(Invalid)
    }

    /// The test of one character at `at`, and the place behind it.
    fn single(&mut self, at: usize) -> Result<Option<(Single, usize)>, Invalid> {
        let op = self.word(at)?;
        let folded = |op: u32| match op {
            16 | 20 => Fold::Exact,
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
            32 | 36 | 40 => (Single::IsFolded(self.word(at + 1)?, folded(op)), at + 2),
            33 | 37 | 41 => (Single::IsNotFolded(self.word(at + 1)?, folded(op)), at + 2),
            13 | 31 | 35 | 39 => {
                let end = at + 1 + self.word(at + 1)? as usize;
                (Single::In(self.set(at + 2, end, folded(op))?), end)
            }
            _ => return Ok(None),
        }))
    }

    /// Everything from `at` on, up to `end` or a success; the place behind.
    fn sequence(&mut self, mut at: usize, end: usize, depth: u32) -> Result<usize, Invalid> {
        if depth > MAX_DEPTH {
            return Err(Invalid);
        }
        while at < end {
            if let Some((single, next)) = self.single(at)? {
                self.emit(Op::One(single));
                at = next;
                continue;
            }
            let op = self.word(at)?;
            match op {
                1 => return Ok(at + 1),
                0 => {
                    self.emit(Op::Fail);
                    at += 1;
                }
                6 => {
                    let kind = self.word(at + 1)?;
                    if kind > 11 {
                        return Err(Invalid);
                    }
                    self.emit(Op::At(kind));
                    at += 2;
                }
                17 => {
                    let mark = self.word(at + 1)?;
                    if mark as usize >= self.program.marks {
                        return Err(Invalid);
                    }
                    self.emit(Op::Mark(mark));
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
                    self.emit(Op::Group(group, fold));
                    at += 2;
                }
                14 => at = at + 1 + self.word(at + 1)? as usize,
                7 => at = self.branch(at, end, depth)?,
                12 => at = self.conditional(at, end, depth)?,
                24 | 26 | 29 => {
                    let skip = self.word(at + 1)? as usize;
                    let (least, most) = (self.word(at + 2)?, self.word(at + 3)?);
                    let Some((single, _)) = self.single(at + 4)? else { return Err(Invalid) };
                    let greed = match op {
                        24 => Greed::Greedy,
                        26 => Greed::Lazy,
                        _ => Greed::Possessive,
                    };
                    self.emit(Op::Repeat { single, least, most, greed });
                    at = at + 1 + skip;
                }
                23 => at = self.repeat(at, end, depth)?,
                28 => {
                    let next = at + 1 + self.word(at + 1)? as usize + 1;
                    let (least, most) = (self.word(at + 2)?, self.word(at + 3)?);
                    let counter = self.counter();
                    self.emit(Op::LoopStart { counter });
                    let head = self.emit(Op::Fail);
                    self.inner(at + 4, next, depth)?;
                    self.emit(Op::PossessiveEnd { head: head as u32 });
                    self.program.ops[head] = Op::Possessive { counter, least, most, next: self.here() };
                    at = next;
                }
                27 => {
                    let next = at + 1 + self.word(at + 1)? as usize;
                    let head = self.emit(Op::Fail);
                    self.inner(at + 2, next, depth)?;
                    self.emit(Op::BodyEnd);
                    self.program.ops[head] = Op::Atomic { next: self.here() };
                    at = next;
                }
                4 | 5 => {
                    let next = at + 1 + self.word(at + 1)? as usize;
                    let back = self.word(at + 2)?;
                    let head = self.emit(Op::Fail);
                    self.inner(at + 3, next, depth)?;
                    self.emit(Op::BodyEnd);
                    self.program.ops[head] = Op::Ahead { back, negative: op == 5, next: self.here() };
                    at = next;
                }
                _ => return Err(Invalid),
            }
        }
        Ok(at)
    }

    fn inner(&mut self, start: usize, end: usize, depth: u32) -> Result<(), Invalid> {
        if start > end || end > self.code.len() {
            return Err(Invalid);
        }
        self.sequence(start, end, depth + 1).map(drop)
    }

    fn counter(&mut self) -> u32 {
        self.program.counters += 1;
        self.program.counters - 1
    }

    fn branch(&mut self, at: usize, end: usize, depth: u32) -> Result<usize, Invalid> {
        let head = self.emit(Op::Fail);
        let (mut places, mut jumps) = (Vec::new(), Vec::new());
        let mut alternative = at + 1;
        let mut after = alternative + 1;
        loop {
            let skip = self.word(alternative)? as usize;
            if skip == 0 {
                after = after.max(alternative + 1);
                break;
            }
            let next = alternative + skip;
            // An alternative ends with a jump behind the last one.
            if next < alternative + 3 || next > end || self.word(next - 2)? != 15 {
                return Err(Invalid);
            }
            places.push(self.here());
            self.inner(alternative + 1, next - 2, depth)?;
            jumps.push(self.emit(Op::Fail));
            alternative = next;
        }
        let behind = self.here();
        for jump in jumps {
            self.program.ops[jump] = Op::Jump(behind);
        }
        self.program.ops[head] = Op::Branch(places);
        Ok(after)
    }

    fn conditional(&mut self, at: usize, end: usize, depth: u32) -> Result<usize, Invalid> {
        let (group, skip) = (self.word(at + 1)?, self.word(at + 2)? as usize);
        let other = at + 1 + skip;
        if group >= self.groups || other > end || skip < 2 {
            return Err(Invalid);
        }
        let head = self.emit(Op::Fail);
        // With an alternative, the first part ends with a jump behind it.
        let jump = skip >= 4 && self.word(other - 2)? == 15 && {
            let target = other - 1 + self.word(other - 1)? as usize;
            target > other && target <= end
        };
        if !jump {
            self.inner(at + 3, other, depth)?;
            self.program.ops[head] = Op::GroupExists(group, self.here());
            return Ok(other);
        }
        let behind = other - 1 + self.word(other - 1)? as usize;
        self.inner(at + 3, other - 2, depth)?;
        let jump = self.emit(Op::Fail);
        self.program.ops[head] = Op::GroupExists(group, self.here());
        self.inner(other, behind, depth)?;
        self.program.ops[jump] = Op::Jump(self.here());
        Ok(behind)
    }

    fn repeat(&mut self, at: usize, end: usize, depth: u32) -> Result<usize, Invalid> {
        let until = at + 1 + self.word(at + 1)? as usize;
        let (least, most) = (self.word(at + 2)?, self.word(at + 3)?);
        if until >= end {
            return Err(Invalid);
        }
        let greedy = match self.word(until)? {
            18 => true,
            19 => false,
            _ => return Err(Invalid),
        };
        let counter = self.counter();
        self.emit(Op::LoopStart { counter });
        let jump = self.emit(Op::Fail);
        let body = self.here();
        self.inner(at + 4, until, depth)?;
        let end = self.emit(Op::Until { counter, body, least, most, greedy });
        self.program.ops[jump] = Op::Jump(end as u32);
        Ok(until + 1)
    }
}
