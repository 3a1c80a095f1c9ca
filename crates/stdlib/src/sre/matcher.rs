//! Matching by backtracking, on a stack of its own: whatever the pattern, the native stack stays flat.
//!
//! The stack holds choices that are left, and what to restore on the way back to them.

use super::program::{Fold, Greed, NO_LIMIT, Op, Program, Single, is_word, lower};

/// Place of a mark that is not set.
pub(super) const UNSET: usize = usize::MAX;

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
    /// A greedy repeat that may give characters back, down to `least`.
    Greedy {
        next: u32,
        least: usize,
        at: usize,
    },
    /// A lazy repeat that may take more characters.
    Lazy {
        pc: u32,
        at: usize,
        left: u32,
    },
    Mark {
        mark: u32,
        old: usize,
    },
    LastIndex(usize),
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
}

/// A search in progress, or done.
pub(super) struct Matcher<'a> {
    program: &'a Program,
    pub(super) marks: Vec<usize>,
    /// The group that was closed last; 0: none.
    pub(super) last_index: usize,
    /// For each loop: rounds, and where the last one began.
    counters: Vec<(u32, usize)>,
    stack: Vec<Entry>,
    barriers: Vec<usize>,
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

impl<'a> Matcher<'a> {
    pub(super) fn new(program: &'a Program, allow: &'a dyn Fn(usize) -> Result<(), Stop>) -> Matcher<'a> {
        Matcher {
            program,
            marks: vec![UNSET; program.marks],
            last_index: 0,
            counters: vec![(0, UNSET); program.counters as usize],
            stack: Vec::new(),
            barriers: Vec::new(),
            steps: 0,
            allow,
        }
    }

    fn reset(&mut self) {
        self.marks.fill(UNSET);
        self.last_index = 0;
        self.stack.clear();
        self.barriers.clear();
    }

    #[inline(always)]
    fn push(&mut self, entry: Entry) -> Result<(), Stop> {
        if self.stack.len() == self.stack.capacity() {
            self.grow()?;
        }
        self.stack.push(entry);
        Ok(())
    }

    #[cold]
    fn grow(&mut self) -> Result<(), Stop> {
        let more = self.stack.capacity().max(64);
        (self.allow)(more * 2 * size_of::<Entry>())?;
        self.stack.try_reserve_exact(more).map_err(|_| Stop::Memory)
    }

    /// The first match from the request's start on: where it begins and ends.
    pub(super) fn search<T: Copy + Into<u32>>(
        &mut self,
        text: &[T],
        request: Request,
    ) -> Result<Option<(usize, usize)>, Stop> {
        let program = self.program;
        let text = &text[..request.end.min(text.len())];
        let mut start = request.start;
        let mut must_advance = request.must_advance;
        while start <= text.len() && text.len() - start >= program.least {
            // Go to where a match can begin.
            if let Some(&first) = program.prefix.first() {
                let Some(found) = text[start..].iter().position(|&c| c.into() == first) else { return Ok(None) };
                if found > 0 {
                    must_advance = false;
                }
                start += found;
                let rest = &text[start..];
                if rest.len() < program.prefix.len()
                    || !rest.iter().zip(&program.prefix).all(|(&c, &expected)| c.into() == expected)
                {
                    start += 1;
                    must_advance = false;
                    continue;
                }
            } else if let Some(first) = program.first {
                let Some(found) = text[start..].iter().position(|&c| program.test(first, c.into())) else {
                    return Ok(None);
                };
                if found > 0 {
                    must_advance = false;
                }
                start += found;
            }
            let request = Request { start, must_advance, ..request };
            if let Some(end) = self.match_at(text, request)? {
                return Ok(Some((start, end)));
            }
            if let Some(Op::At(0 | 2)) = program.ops.first() {
                return Ok(None);
            }
            start += 1;
            must_advance = false;
            self.steps += 1;
            if self.steps >= 1 << 16 {
                self.steps = 0;
                (self.allow)(0)?;
            }
        }
        Ok(None)
    }

    /// A match that begins at the request's start: where it ends.
    pub(super) fn match_at<T: Copy + Into<u32>>(
        &mut self,
        text: &[T],
        request: Request,
    ) -> Result<Option<usize>, Stop> {
        self.reset();
        let text = &text[..request.end.min(text.len())];
        let program = self.program;
        let (mut pc, mut at) = (0usize, request.start);
        loop {
            self.steps += 1;
            if self.steps >= 1 << 16 {
                self.steps = 0;
                (self.allow)(0)?;
            }
            let matched = match &program.ops[pc] {
                Op::One(single) => match text.get(at) {
                    Some(&c) if program.test(*single, c.into()) => {
                        at += 1;
                        pc += 1;
                        true
                    }
                    _ => false,
                },
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
                Op::Branch(places) => match self.branch(text, at, places)? {
                    Some(place) => {
                        pc = place;
                        true
                    }
                    None => false,
                },
                Op::Repeat { single, least, most, greed } => {
                    match self.repeat(text, at, pc, *single, (*least, *most), *greed)? {
                        Some(end) => {
                            at = end;
                            pc += 1;
                            true
                        }
                        None => false,
                    }
                }
                Op::LoopStart { counter } => {
                    self.set_counter(*counter, 0, UNSET)?;
                    pc += 1;
                    true
                }
                Op::Until { counter, body, least, most, greedy } => {
                    let (count, last) = self.counters[*counter as usize];
                    // The jump from the loop's start comes with no round done.
                    if count < *least {
                        self.set_counter(*counter, count + 1, at)?;
                        pc = *body as usize;
                        true
                    } else {
                        let more = (count < *most || *most == NO_LIMIT) && at != last;
                        if *greedy {
                            if more {
                                self.push(Entry::Choice { pc: pc as u32 + 1, at })?;
                                self.set_counter(*counter, count.saturating_add(1), at)?;
                                pc = *body as usize;
                            } else {
                                pc += 1;
                            }
                        } else {
                            if more {
                                self.push(Entry::Lazy { pc: pc as u32, at, left: 0 })?;
                            }
                            pc += 1;
                        }
                        true
                    }
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
                    let (count, last) = self.counters[*counter as usize];
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
                match self.backtrack(text)? {
                    Some((next, position)) => (pc, at) = (next, position),
                    None => return Ok(None),
                }
            }
        }
    }

    fn group(&self, group: u32) -> (usize, usize) {
        let mark = group as usize * 2;
        (self.marks[mark], self.marks[mark + 1])
    }

    fn set_mark(&mut self, mark: u32, at: usize) -> Result<(), Stop> {
        let old = self.marks[mark as usize];
        if !self.stack.is_empty() {
            self.push(Entry::Mark { mark, old })?;
            if mark & 1 == 1 {
                self.push(Entry::LastIndex(self.last_index))?;
            }
        }
        if mark & 1 == 1 {
            self.last_index = mark as usize / 2 + 1;
        }
        self.marks[mark as usize] = at;
        Ok(())
    }

    fn set_counter(&mut self, counter: u32, count: u32, last: usize) -> Result<(), Stop> {
        let old = self.counters[counter as usize];
        if !self.stack.is_empty() {
            self.push(Entry::Counter { counter, count: old.0, last: old.1 })?;
        }
        self.counters[counter as usize] = (count, last);
        Ok(())
    }

    fn group_follows<T: Copy + Into<u32>>(&self, text: &[T], at: usize, group: u32, fold: Fold) -> Option<usize> {
        let (start, end) = self.group(group);
        if start == UNSET || end == UNSET || end < start {
            return None;
        }
        let length = end - start;
        let there = text.get(at..at.checked_add(length)?)?;
        let same = text[start..end].iter().zip(there).all(|(&a, &b)| lower(a.into(), fold) == lower(b.into(), fold));
        same.then_some(at + length)
    }

    /// The alternative to begin with; the others are kept. Those whose first character does not fit are passed over.
    fn branch<T: Copy + Into<u32>>(&mut self, text: &[T], at: usize, places: &[u32]) -> Result<Option<usize>, Stop> {
        let program = self.program;
        let next = text.get(at).map(|&c| c.into());
        let fits = |place: u32| match &program.ops[place as usize] {
            Op::One(single) => next.is_some_and(|c| program.test(*single, c)),
            _ => true,
        };
        let Some(first) = places.iter().position(|&place| fits(place)) else { return Ok(None) };
        for &place in places[first + 1..].iter().rev() {
            if fits(place) {
                self.push(Entry::Choice { pc: place, at })?;
            }
        }
        Ok(Some(places[first] as usize))
    }

    fn repeat<T: Copy + Into<u32>>(
        &mut self,
        text: &[T],
        at: usize,
        pc: usize,
        single: Single,
        (least, most): (u32, u32),
        greed: Greed,
    ) -> Result<Option<usize>, Stop> {
        let program = self.program;
        let wanted = if greed == Greed::Lazy { least } else { most };
        let room = text.len() - at;
        let limit = if wanted == NO_LIMIT { room } else { room.min(wanted as usize) };
        let run = &text[at..at + limit];
        let count = match single {
            Single::AnyAll => limit,
            single => run.iter().position(|&c| !program.test(single, c.into())).unwrap_or(limit),
        };
        if count < least as usize {
            return Ok(None);
        }
        let end = at + count;
        match greed {
            Greed::Possessive => Ok(Some(end)),
            Greed::Lazy => {
                let left = if most == NO_LIMIT { NO_LIMIT } else { most - least };
                if left > 0 {
                    self.push(Entry::Lazy { pc: pc as u32, at: end, left })?;
                }
                Ok(Some(end))
            }
            Greed::Greedy => {
                let least = at + least as usize;
                if end > least {
                    self.push(Entry::Greedy { next: pc as u32 + 1, least, at: end })?;
                }
                Ok(Some(end))
            }
        }
    }

    fn barrier(&mut self, kind: Kind, next: u32, at: usize) -> Result<(), Stop> {
        self.barriers.try_reserve(1).map_err(|_| Stop::Memory)?;
        self.barriers.push(self.stack.len());
        self.push(Entry::Barrier { kind, next, at })
    }

    /// Give up the choices since the last barrier, keeping what is to be restored.
    fn commit(&mut self) -> Option<(Kind, u32, usize)> {
        let height = self.barriers.pop()?;
        let Some(&Entry::Barrier { kind, next, at }) = self.stack.get(height) else { return None };
        let mut kept = height;
        for index in height + 1..self.stack.len() {
            let entry = self.stack[index];
            if matches!(entry, Entry::Mark { .. } | Entry::LastIndex(_) | Entry::Counter { .. }) {
                self.stack[kept] = entry;
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        Some((kind, next, at))
    }

    /// A body was matched: where to go on, and at which position if not at the present one. None: it should not have matched.
    fn body_end(&mut self) -> Option<(usize, Option<usize>)> {
        let height = *self.barriers.last()?;
        if let Some(Entry::Barrier { kind: Kind::Negative, .. }) = self.stack.get(height) {
            while self.stack.len() > height + 1 {
                let entry = self.stack.pop();
                self.restore(entry);
            }
            self.stack.pop();
            self.barriers.pop();
            return None;
        }
        let (kind, next, at) = self.commit()?;
        Some((next as usize, matches!(kind, Kind::Positive).then_some(at)))
    }

    fn restore(&mut self, entry: Option<Entry>) {
        match entry {
            Some(Entry::Mark { mark, old }) => self.marks[mark as usize] = old,
            Some(Entry::LastIndex(old)) => self.last_index = old,
            Some(Entry::Counter { counter, count, last }) => self.counters[counter as usize] = (count, last),
            Some(Entry::Barrier { .. }) => {
                self.barriers.pop();
            }
            _ => {}
        }
    }

    /// Go back to the last choice: where to go on.
    fn backtrack<T: Copy + Into<u32>>(&mut self, text: &[T]) -> Result<Option<(usize, usize)>, Stop> {
        let program = self.program;
        while let Some(entry) = self.stack.pop() {
            match entry {
                Entry::Choice { pc, at } => return Ok(Some((pc as usize, at))),
                Entry::Greedy { next, least, mut at } => {
                    at -= 1;
                    if let Op::One(Single::Is(c)) = program.ops[next as usize] {
                        while at > least && text.get(at).is_none_or(|&here| here.into() != c) {
                            at -= 1;
                        }
                    }
                    if at > least {
                        self.push(Entry::Greedy { next, least, at })?;
                    }
                    return Ok(Some((next as usize, at)));
                }
                Entry::Lazy { pc, at, left } => match &program.ops[pc as usize] {
                    Op::Repeat { single, .. } => {
                        let fits = text.get(at).is_some_and(|&c| program.test(*single, c.into()));
                        if fits {
                            let left = if left == NO_LIMIT { left } else { left - 1 };
                            if left > 0 {
                                self.push(Entry::Lazy { pc, at: at + 1, left })?;
                            }
                            return Ok(Some((pc as usize + 1, at + 1)));
                        }
                    }
                    Op::Until { counter, body, .. } => {
                        let (count, _) = self.counters[*counter as usize];
                        self.set_counter(*counter, count.saturating_add(1), at)?;
                        return Ok(Some((*body as usize, at)));
                    }
                    _ => {}
                },
                Entry::Barrier { kind, next, at } => {
                    self.barriers.pop();
                    match kind {
                        Kind::Negative | Kind::Possessive { enough: true } => return Ok(Some((next as usize, at))),
                        _ => {}
                    }
                }
                other => self.restore(Some(other)),
            }
        }
        Ok(None)
    }
}

fn holds<T: Copy + Into<u32>>(kind: u32, text: &[T], at: usize) -> bool {
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
