//! Matching by backtracking, on a stack of its own: whatever the pattern, the native stack stays flat.
//!
//! The stack holds choices that are left, and what to restore on the way back to them.

use super::charset::{Fold, Single, is_word, lower};
use super::memo::Memo;
use super::prefilter::Character;
use super::program::{ANY, Gate, Op, Program};
use super::tree::NO_LIMIT;

/// Place of a mark that is not set. Not all bits, so that filling a few marks does not become a call.
pub(super) const UNSET: usize = usize::MAX - 1;

/// Why matching was given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stop {
    Memory,
    Interrupted,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Atomic,
    Positive,
    Negative,
    /// Of a possessive loop: how often its body matched.
    Possessive {
        enough: bool,
    },
}

#[derive(Clone, Copy, Debug)]
enum Entry {
    Choice {
        pc: u32,
        at: usize,
    },
    /// Ways of a branch that are left.
    Ways {
        branch: u32,
        at: usize,
        left: u64,
    },
    /// A greedy repeat that may give characters back, down to `least`.
    Greedy {
        pc: u32,
        least: usize,
        at: usize,
    },
    /// A lazy repeat that may take more characters.
    Lazy {
        pc: u32,
        at: usize,
        left: u32,
    },
    /// The beginning of a group.
    Open {
        mark: u32,
        old: usize,
    },
    /// The end of a group, and the group that was closed last before.
    Close {
        mark: u32,
        old: usize,
        last_index: u32,
    },
    Counter {
        counter: u32,
        count: u32,
        last: usize,
    },
    Barrier {
        kind: Kind,
        next: u32,
        at: usize,
    },
    /// When this is reached, nothing was found from a place on: its number in the memo.
    Exhausted(usize),
}

/// What a matcher works with; kept from search to search.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) marks: Vec<usize>,
    /// The group that was closed last; 0: none.
    pub(super) last_index: usize,
    /// For each loop: rounds, and where the last one began.
    counters: Vec<(u32, usize)>,
    stack: Vec<Entry>,
    barriers: Vec<usize>,
}

impl Scratch {
    pub(super) fn new(program: &Program) -> Scratch {
        Scratch {
            marks: vec![UNSET; program.marks],
            counters: vec![(0, UNSET); program.counters as usize],
            ..Scratch::default()
        }
    }

    /// Give back what a hard search took.
    pub(super) fn shrink(&mut self) {
        const KEPT: usize = 1 << 12;
        if self.stack.capacity() > KEPT {
            self.stack = Vec::new();
        }
    }
}

/// A search in progress, or done.
pub(super) struct Matcher<'a> {
    program: &'a Program,
    pub(super) scratch: &'a mut Scratch,
    memo: Memo,
    /// Choices that were gone back to.
    retries: usize,
    steps: u32,
    /// Whether memory for so many bytes may be had, and whether to go on.
    allow: &'a dyn Fn(usize) -> Result<(), Stop>,
}

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Request {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The match must reach the end.
    pub(super) whole: bool,
    /// The match must not be empty at the start.
    pub(super) must_advance: bool,
}

/// Steps between looks at whether to go on.
const PATIENCE: u32 = 1 << 16;

impl<'a> Matcher<'a> {
    pub(super) fn new(
        program: &'a Program,
        scratch: &'a mut Scratch,
        allow: &'a dyn Fn(usize) -> Result<(), Stop>,
    ) -> Matcher<'a> {
        Matcher { program, scratch, memo: Memo::default(), retries: 0, steps: 0, allow }
    }

    /// Begin a search of its own.
    pub(super) fn renew(&mut self) {
        self.memo = Memo::default();
        self.retries = 0;
    }

    fn reset(&mut self) {
        self.scratch.marks.fill(UNSET);
        self.scratch.last_index = 0;
        self.scratch.stack.clear();
        self.scratch.barriers.clear();
    }

    #[inline(always)]
    fn push(&mut self, entry: Entry) -> Result<(), Stop> {
        if self.scratch.stack.len() == self.scratch.stack.capacity() {
            self.grow()?;
        }
        self.scratch.stack.push(entry);
        Ok(())
    }

    #[cold]
    fn grow(&mut self) -> Result<(), Stop> {
        let more = self.scratch.stack.capacity().max(64);
        (self.allow)(more * 2 * size_of::<Entry>())?;
        self.scratch.stack.try_reserve_exact(more).map_err(|_| Stop::Memory)
    }

    #[cold]
    fn look_up(&mut self) -> Result<(), Stop> {
        self.steps = 0;
        (self.allow)(0)
    }

    /// The first match from the request's start on: where it begins and ends.
    pub(super) fn search<T: Character>(
        &mut self,
        text: &[T],
        request: Request,
    ) -> Result<Option<(usize, usize)>, Stop> {
        let program = self.program;
        let text = &text[..request.end.min(text.len())];
        let mut start = request.start;
        let mut must_advance = request.must_advance;
        let mut known = 0;
        while start <= text.len() && text.len() - start >= program.least {
            if program.anchored && start > 0 {
                return Ok(None);
            }
            if start >= known {
                let Some((near, until)) = program.prefilter.near_inner(text, start) else { return Ok(None) };
                known = until.saturating_add(1);
                if near > start {
                    must_advance = false;
                    start = near;
                }
            }
            let Some(found) = program.prefilter.candidate(&program.sets, text, start) else { return Ok(None) };
            if found > start {
                must_advance = false;
                start = found;
                continue;
            }
            let request = Request { start, must_advance, ..request };
            if let Some(end) = self.match_at(text, request)? {
                return Ok(Some((start, end)));
            }
            if !must_advance && let Some(single) = program.leading {
                start += single.run(&program.sets, &text[start..]);
            }
            if must_advance {
                // What was refused may be had from another place.
                self.memo.clear();
            }
            start += 1;
            must_advance = false;
            self.steps += 16;
            if self.steps >= PATIENCE {
                self.look_up()?;
            }
        }
        Ok(None)
    }

    /// Whether a gate lets pass what is at a place.
    #[inline(always)]
    fn opens<T: Character>(&self, gate: Gate, text: &[T], at: usize) -> bool {
        if gate == ANY {
            return true;
        }
        let gate = &self.program.gates[gate as usize];
        match text.get(at) {
            Some(&c) => gate.low.get(c.code_point() as usize).copied().unwrap_or(gate.high),
            None => false,
        }
    }

    /// A match that begins at the request's start: where it ends.
    pub(super) fn match_at<T: Character>(&mut self, text: &[T], request: Request) -> Result<Option<usize>, Stop> {
        self.reset();
        let text = &text[..request.end.min(text.len())];
        let program = self.program;
        let (mut pc, mut at) = (0usize, request.start);
        loop {
            self.steps += 1;
            if self.steps >= PATIENCE {
                self.look_up()?;
            }
            let matched = match &program.ops[pc] {
                Op::Is(x) => match text.get(at) {
                    Some(c) if c.code_point() == *x => {
                        at += 1;
                        pc += 1;
                        true
                    }
                    _ => false,
                },
                Op::In(set) => match text.get(at) {
                    Some(&c) if program.sets[*set as usize].contains(c) => {
                        at += 1;
                        pc += 1;
                        true
                    }
                    _ => false,
                },
                Op::One(single) => match text.get(at) {
                    Some(&c) if single.passes(&program.sets, c) => {
                        at += 1;
                        pc += 1;
                        true
                    }
                    _ => false,
                },
                Op::Literal { start, length } => {
                    let (start, length) = (*start as usize, *length as usize);
                    let literal = &program.literals[start..start + length];
                    match text.get(at..at + length) {
                        Some(there) if there.iter().zip(literal).all(|(c, &x)| c.code_point() == x) => {
                            at += length;
                            pc += 1;
                            true
                        }
                        _ => false,
                    }
                }
                Op::Match => {
                    let refused = (request.whole && at != text.len()) || (request.must_advance && at == request.start);
                    if !refused {
                        return Ok(Some(at));
                    }
                    false
                }
                Op::Fail => false,
                Op::At(kind) => {
                    pc += 1;
                    holds(*kind, text, at)
                }
                Op::Mark(mark) => {
                    self.set_mark(*mark, at)?;
                    pc += 1;
                    true
                }
                Op::Group(group, fold) => match self.group_follows(text, at, *group, *fold) {
                    Some(end) => {
                        at = end;
                        pc += 1;
                        true
                    }
                    None => false,
                },
                Op::GroupExists(group, other) => {
                    let (start, end) = self.group(*group);
                    let set = start != UNSET && end != UNSET && end >= start;
                    pc = if set { pc + 1 } else { *other as usize };
                    true
                }
                Op::Jump(target) => {
                    pc = *target as usize;
                    true
                }
                Op::Branch(number) => {
                    let branch = &program.branches[*number as usize];
                    let ways = match text.get(at) {
                        Some(c) => branch.low.get(c.code_point() as usize).copied().unwrap_or(branch.high),
                        None => branch.end,
                    };
                    if ways == 0 {
                        false
                    } else {
                        let left = ways & (ways - 1);
                        if left != 0 {
                            self.push(Entry::Ways { branch: *number, at, left })?;
                        }
                        pc = branch.places[ways.trailing_zeros() as usize] as usize;
                        true
                    }
                }
                Op::Split { prefer, other, prefer_gate, other_gate } => {
                    let first = self.opens(*prefer_gate, text, at);
                    let second = self.opens(*other_gate, text, at);
                    if first {
                        if second {
                            self.push(Entry::Choice { pc: *other, at })?;
                        }
                        pc = *prefer as usize;
                    } else {
                        pc = *other as usize;
                    }
                    first || second
                }
                Op::Run { single, least, most } => {
                    let count = self.count(text, at, *single, *most);
                    at += count;
                    pc += 1;
                    count >= *least as usize
                }
                Op::Greedy { single, least, most, gate } => {
                    let count = self.count(text, at, *single, *most);
                    let least = *least as usize;
                    if count < least {
                        false
                    } else {
                        match self.last_open(*gate, text, at + least, at + count) {
                            Some(end) => {
                                if end > at + least {
                                    self.push(Entry::Greedy { pc: pc as u32, least: at + least, at: end })?;
                                }
                                at = end;
                                pc += 1;
                                true
                            }
                            None => false,
                        }
                    }
                }
                Op::Lazy { single, least, most, gate } => {
                    let count = self.count(text, at, *single, *least);
                    if count < *least as usize {
                        false
                    } else {
                        let left = if *most == NO_LIMIT { NO_LIMIT } else { most - least };
                        match self.next_open(*gate, *single, text, at + count, left) {
                            Some((end, left)) => {
                                if left > 0 {
                                    self.push(Entry::Lazy { pc: pc as u32, at: end, left })?;
                                }
                                at = end;
                                pc += 1;
                                true
                            }
                            None => false,
                        }
                    }
                }
                Op::LoopStart { counter } => {
                    self.set_counter(*counter, 0, UNSET)?;
                    pc += 1;
                    true
                }
                Op::Until { counter, body, least, most, greedy } => {
                    let (count, last) = self.scratch.counters[*counter as usize];
                    // The jump from the loop's start comes with no round done.
                    if count < *least {
                        self.set_counter(*counter, count + 1, at)?;
                        pc = *body as usize;
                    } else {
                        let more = (count < *most || *most == NO_LIMIT) && at != last;
                        if *greedy && more {
                            self.push(Entry::Choice { pc: pc as u32 + 1, at })?;
                            self.set_counter(*counter, count.saturating_add(1), at)?;
                            pc = *body as usize;
                        } else {
                            if more {
                                self.push(Entry::Lazy { pc: pc as u32, at, left: 0 })?;
                            }
                            pc += 1;
                        }
                    }
                    true
                }
                Op::Ahead { back, negative, next } => {
                    let back = *back as usize;
                    if at < back {
                        pc = *next as usize;
                        *negative
                    } else {
                        let kind = if *negative { Kind::Negative } else { Kind::Positive };
                        self.barrier(kind, *next, at)?;
                        at -= back;
                        pc += 1;
                        true
                    }
                }
                Op::Atomic { next } => {
                    self.barrier(Kind::Atomic, *next, at)?;
                    pc += 1;
                    true
                }
                Op::Possessive { counter, least, most, next } => {
                    let (count, last) = self.scratch.counters[*counter as usize];
                    let over = count >= *least && (at == last || (*most != NO_LIMIT && count >= *most));
                    if over {
                        pc = *next as usize;
                    } else {
                        self.barrier(Kind::Possessive { enough: count >= *least }, *next, at)?;
                        self.set_counter(*counter, count.saturating_add(1), at)?;
                        pc += 1;
                    }
                    true
                }
                Op::PossessiveEnd { head } => {
                    self.commit();
                    pc = *head as usize;
                    true
                }
                Op::BodyEnd => match self.body_end() {
                    Some((next, restored)) => {
                        pc = next;
                        at = restored.unwrap_or(at);
                        true
                    }
                    None => false,
                },
            };
            if !matched {
                if self.scratch.stack.is_empty() {
                    return Ok(None);
                }
                match self.backtrack(text)? {
                    Some((next, position)) => (pc, at) = (next, position),
                    None => return Ok(None),
                }
            }
        }
    }

    /// How many characters from `at` on pass a test, up to a limit.
    #[inline(always)]
    fn count<T: Character>(&self, text: &[T], at: usize, single: Single, most: u32) -> usize {
        let rest = &text[at..];
        let limit = if most == NO_LIMIT { rest.len() } else { rest.len().min(most as usize) };
        single.run(&self.program.sets, &rest[..limit])
    }

    /// The last place from `least` to `end` that a gate is open at.
    #[inline(always)]
    fn last_open<T: Character>(&self, gate: Gate, text: &[T], least: usize, end: usize) -> Option<usize> {
        if gate == ANY {
            return Some(end);
        }
        let gate = &self.program.gates[gate as usize];
        let range = &text[least..text.len().min(end + 1)];
        let fits = |c: T| gate.low.get(c.code_point() as usize).copied().unwrap_or(gate.high);
        let near = range.len().saturating_sub(8);
        let found = range[near..].iter().rposition(|&c| fits(c)).map(|found| near + found);
        let found = found.or_else(|| match gate.only.and_then(|c| T::from_code_point(u32::from(c))) {
            Some(unit) => T::rposition(&range[..near], unit),
            None => range[..near].iter().rposition(|&c| fits(c)),
        });
        found.map(|found| least + found)
    }

    /// The first place from `at` on that a gate is open at, with characters that pass the test up to there; and how many more may be taken.
    #[inline(always)]
    fn next_open<T: Character>(
        &self,
        gate: Gate,
        single: Single,
        text: &[T],
        at: usize,
        left: u32,
    ) -> Option<(usize, u32)> {
        if gate == ANY {
            return Some((at, left));
        }
        let rest = &text[at..];
        let limit = if left == NO_LIMIT { rest.len() } else { rest.len().min(left as usize + 1) };
        let gate = &self.program.gates[gate as usize];
        let sets = &self.program.sets;
        let open = |c: T| gate.low.get(c.code_point() as usize).copied().unwrap_or(gate.high);
        let found = match (gate.only, single) {
            (Some(only), Single::AnyAll) => super::charset::first_of(&rest[..limit], u32::from(only))?,
            (Some(only), single) => {
                let only = u32::from(only);
                let found = rest[..limit].iter().position(|&c| c.code_point() == only || !single.passes(sets, c))?;
                if rest[found].code_point() != only {
                    return None;
                }
                found
            }
            (None, single) => {
                let found = rest[..limit].iter().position(|&c| open(c) || !single.passes(sets, c))?;
                if !open(rest[found]) {
                    return None;
                }
                found
            }
        };
        Some((at + found, if left == NO_LIMIT { left } else { left - found as u32 }))
    }

    fn group(&self, group: u32) -> (usize, usize) {
        let mark = group as usize * 2;
        (self.scratch.marks[mark], self.scratch.marks[mark + 1])
    }

    #[inline(always)]
    fn set_mark(&mut self, mark: u32, at: usize) -> Result<(), Stop> {
        let old = std::mem::replace(&mut self.scratch.marks[mark as usize], at);
        let closing = mark & 1 == 1;
        if !self.scratch.stack.is_empty() {
            self.push(if closing {
                Entry::Close { mark, old, last_index: self.scratch.last_index as u32 }
            } else {
                Entry::Open { mark, old }
            })?;
        }
        if closing {
            self.scratch.last_index = mark as usize / 2 + 1;
        }
        Ok(())
    }

    fn set_counter(&mut self, counter: u32, count: u32, last: usize) -> Result<(), Stop> {
        let old = self.scratch.counters[counter as usize];
        if !self.scratch.stack.is_empty() {
            self.push(Entry::Counter { counter, count: old.0, last: old.1 })?;
        }
        self.scratch.counters[counter as usize] = (count, last);
        Ok(())
    }

    fn group_follows<T: Character>(&self, text: &[T], at: usize, group: u32, fold: Fold) -> Option<usize> {
        let (start, end) = self.group(group);
        if start == UNSET || end == UNSET || end < start {
            return None;
        }
        let length = end - start;
        let there = text.get(at..at.checked_add(length)?)?;
        let same = text[start..end].iter().zip(there).all(|(&a, &b)| lower(a.into(), fold) == lower(b.into(), fold));
        same.then_some(at + length)
    }

    fn barrier(&mut self, kind: Kind, next: u32, at: usize) -> Result<(), Stop> {
        self.scratch.barriers.try_reserve(1).map_err(|_| Stop::Memory)?;
        self.scratch.barriers.push(self.scratch.stack.len());
        self.push(Entry::Barrier { kind, next, at })
    }

    /// Give up the choices since the last barrier, keeping what is to be restored.
    fn commit(&mut self) -> Option<(Kind, u32, usize)> {
        let height = self.scratch.barriers.pop()?;
        let Some(&Entry::Barrier { kind, next, at }) = self.scratch.stack.get(height) else { return None };
        let mut kept = height;
        for index in height + 1..self.scratch.stack.len() {
            let entry = self.scratch.stack[index];
            if matches!(entry, Entry::Open { .. } | Entry::Close { .. } | Entry::Counter { .. }) {
                self.scratch.stack[kept] = entry;
                kept += 1;
            }
        }
        self.scratch.stack.truncate(kept);
        Some((kind, next, at))
    }

    /// A body was matched: where to go on, and at which position if not at the present one. None: it should not have matched.
    fn body_end(&mut self) -> Option<(usize, Option<usize>)> {
        let height = *self.scratch.barriers.last()?;
        if let Some(Entry::Barrier { kind: Kind::Negative, .. }) = self.scratch.stack.get(height) {
            while self.scratch.stack.len() > height + 1 {
                let entry = self.scratch.stack.pop();
                self.restore(entry);
            }
            self.scratch.stack.pop();
            self.scratch.barriers.pop();
            return None;
        }
        let (kind, next, at) = self.commit()?;
        Some((next as usize, matches!(kind, Kind::Positive).then_some(at)))
    }

    fn restore(&mut self, entry: Option<Entry>) {
        match entry {
            Some(Entry::Open { mark, old }) => self.scratch.marks[mark as usize] = old,
            Some(Entry::Close { mark, old, last_index }) => {
                self.scratch.marks[mark as usize] = old;
                self.scratch.last_index = last_index as usize;
            }
            Some(Entry::Counter { counter, count, last }) => self.scratch.counters[counter as usize] = (count, last),
            Some(Entry::Barrier { .. }) => {
                self.scratch.barriers.pop();
            }
            _ => {}
        }
    }

    /// Go back to the last choice: where to go on.
    fn backtrack<T: Character>(&mut self, text: &[T]) -> Result<Option<(usize, usize)>, Stop> {
        let program = self.program;
        while let Some(entry) = self.scratch.stack.pop() {
            let (pc, at) = match entry {
                Entry::Choice { pc, at } => (pc, at),
                Entry::Ways { branch, at, left } => {
                    let more = left & (left - 1);
                    if more != 0 {
                        self.push(Entry::Ways { branch, at, left: more })?;
                    }
                    (program.branches[branch as usize].places[left.trailing_zeros() as usize], at)
                }
                Entry::Greedy { pc, least, at } => {
                    let Op::Greedy { gate, .. } = program.ops[pc as usize] else { continue };
                    let Some(at) = self.last_open(gate, text, least, at - 1) else { continue };
                    if at > least {
                        self.push(Entry::Greedy { pc, least, at })?;
                    }
                    (pc + 1, at)
                }
                Entry::Lazy { pc, at, left } => match program.ops[pc as usize] {
                    Op::Lazy { single, gate, .. } => {
                        if !text.get(at).is_some_and(|&c| single.passes(&program.sets, c)) {
                            continue;
                        }
                        let left = if left == NO_LIMIT { left } else { left - 1 };
                        let Some((at, left)) = self.next_open(gate, single, text, at + 1, left) else { continue };
                        if left > 0 {
                            self.push(Entry::Lazy { pc, at, left })?;
                        }
                        (pc + 1, at)
                    }
                    Op::Until { counter, body, .. } => {
                        let (count, _) = self.scratch.counters[counter as usize];
                        self.set_counter(counter, count.saturating_add(1), at)?;
                        (body, at)
                    }
                    _ => continue,
                },
                Entry::Barrier { kind, next, at } => {
                    self.scratch.barriers.pop();
                    match kind {
                        Kind::Negative | Kind::Possessive { enough: true } => return Ok(Some((next as usize, at))),
                        _ => continue,
                    }
                }
                Entry::Exhausted(number) => {
                    self.memo.note(number);
                    continue;
                }
                other => {
                    self.restore(Some(other));
                    continue;
                }
            };
            self.retries += 1;
            if self.retries > RETRIES && !self.is_new(text.len(), pc, at)? {
                self.steps += 1;
                if self.steps >= PATIENCE {
                    self.look_up()?;
                }
                continue;
            }
            return Ok(Some((pc as usize, at)));
        }
        Ok(None)
    }

    /// Whether it is not known yet that nothing is found from a place on.
    #[cold]
    fn is_new(&mut self, length: usize, pc: u32, at: usize) -> Result<bool, Stop> {
        let Some(counts) = &self.program.regular else { return Ok(true) };
        if self.retries < RETRIES + length * 4 {
            return Ok(true);
        }
        if !self.memo.prepare(self.program.ops.len(), length, counts, self.allow)? {
            return Ok(true);
        }
        let rounds = self.scratch.counters.iter().map(|&(count, _)| count);
        let number = self.memo.number(pc, at, rounds.zip(counts));
        if self.memo.is_noted(number) {
            return Ok(false);
        }
        self.push(Entry::Exhausted(number))?;
        Ok(true)
    }
}

/// How often one search goes back to a choice before what failed is noted.
const RETRIES: usize = 1 << 12;

fn holds<T: Character>(kind: u32, text: &[T], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| text.get(at)).map(|&c| c.into());
    let here: Option<u32> = text.get(at).map(|&c| c.into());
    let boundary = |unicode: bool| {
        let word = |c: Option<u32>| c.is_some_and(|c| is_word(c, unicode));
        word(before) != word(here)
    };
    match kind {
        0 | 2 => at == 0,
        1 => before.is_none_or(|c| c == 10),
        3 | 8 => boundary(false),
        4 | 9 => !boundary(false),
        5 => here.is_none() || (here == Some(10) && at + 1 == text.len()),
        6 => here.is_none_or(|c| c == 10),
        7 => here.is_none(),
        10 => boundary(true),
        _ => !boundary(true),
    }
}
