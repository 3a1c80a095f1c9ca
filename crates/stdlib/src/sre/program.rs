//! Instructions for the matcher, made from a pattern's tree.
//!
//! Wherever there is a choice, the characters that each way may begin with are kept beside it: most choices are none once the
//! next character is seen, and then nothing is put on the matcher's stack.

use super::analysis::{Analysis, First, leading_run, size};
use super::charset::{Fold, Set, Single};
use super::prefilter::Prefilter;
use super::tree::{Greed, Invalid, NO_LIMIT, Node, Tree, read};

/// The number of a table of first characters; `ANY` where nothing is known.
pub(super) type Gate = u32;

pub(super) const ANY: Gate = u32::MAX;

#[derive(Debug)]
pub(super) enum Op {
    /// The pattern is matched.
    Match,
    Fail,
    Is(u32),
    In(u32),
    /// Any other test of one character.
    One(Single),
    /// So many characters of `literals`.
    Literal {
        start: u32,
        length: u32,
    },
    At(u32),
    Mark(u32),
    Group(u32, Fold),
    /// Go on when the group is set, else at the other place.
    GroupExists(u32, u32),
    Jump(u32),
    /// One of several ways; the number of a `Branch`.
    Branch(u32),
    /// The one way, or the other if that fails.
    Split {
        prefer: u32,
        other: u32,
        prefer_gate: Gate,
        other_gate: Gate,
    },
    /// As many as there are, with nothing given back.
    Run {
        single: Single,
        least: u32,
        most: u32,
    },
    Greedy {
        single: Single,
        least: u32,
        most: u32,
        gate: Gate,
    },
    Lazy {
        single: Single,
        least: u32,
        most: u32,
        gate: Gate,
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

/// First characters as a table.
#[derive(Debug)]
pub(super) struct GateTable {
    pub(super) low: [bool; 256],
    pub(super) high: bool,
    /// The only character, if there is one.
    pub(super) only: Option<u8>,
    first: First,
}

/// Up to 64 ways to go on, as bits of a word.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) places: Vec<u32>,
    /// The ways that are possible with a character.
    pub(super) low: Box<[u64; 256]>,
    /// With characters above those.
    pub(super) high: u64,
    /// At the end of the text.
    pub(super) end: u64,
}

#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) sets: Vec<Set>,
    pub(super) literals: Vec<u32>,
    pub(super) gates: Vec<GateTable>,
    pub(super) branches: Vec<Branch>,
    pub(super) counters: u32,
    pub(super) marks: usize,
    /// Fewest characters of a match.
    pub(super) least: usize,
    pub(super) prefilter: Prefilter,
    /// The repeat that every match begins with.
    pub(super) leading: Option<Single>,
    /// Whether a match can begin at the beginning of the text only.
    pub(super) anchored: bool,
    /// Whether what can be matched from some place on depends on nothing but the instruction, the place and the counters. Then for
    /// each counter the number of values that make a difference.
    pub(super) regular: Option<Vec<u32>>,
}

const MOST_WAYS: usize = 64;
/// How many instructions a loop may become when it is written out.
const MOST_UNROLLED: usize = 48;

struct Builder<'a> {
    program: Program,
    analysis: Analysis<'a>,
    regular: bool,
    /// Values of counters that make a difference.
    counts: Vec<u32>,
}

/// Instructions for the code of a pattern with so many groups.
pub(super) fn build(code: &[u32], groups: u32) -> Result<Program, Invalid> {
    Ok(build_tree(read(code, groups)?, groups))
}

/// Instructions for a tree with so many groups.
pub(super) fn build_tree(tree: Tree, groups: u32) -> Program {
    let mut builder = Builder {
        program: Program { marks: groups as usize * 2, least: tree.least, ..Program::default() },
        analysis: Analysis::new(&tree.sets),
        regular: true,
        counts: Vec::new(),
    };
    builder.node(&tree.root, First::UNKNOWN);
    builder.emit(Op::Match);
    let Builder { mut program, mut analysis, regular, counts } = builder;
    program.prefilter = Prefilter::new(&tree.root, &mut analysis);
    program.regular = regular.then_some(counts);
    program.leading = leading_run(&tree.root).filter(|_| regular);
    let first = program.ops.iter().find(|op| !matches!(op, Op::Mark(_)));
    program.anchored = matches!(first, Some(Op::At(0 | 2)));
    program.sets = tree.sets;
    program
}

impl Builder<'_> {
    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    fn emit(&mut self, op: Op) -> usize {
        self.program.ops.push(op);
        self.program.ops.len() - 1
    }

    fn gate(&mut self, first: First) -> Gate {
        if !first.is_telling() {
            return ANY;
        }
        if let Some(known) = self.program.gates.iter().take(64).position(|gate| gate.first == first) {
            return known as Gate;
        }
        let mut low = [false; 256];
        for c in first.bytes() {
            low[usize::from(c)] = true;
        }
        self.program.gates.push(GateTable { low, high: first.high, only: first.only(), first });
        self.program.gates.len() as Gate - 1
    }

    fn counter(&mut self, values: u32) -> u32 {
        self.counts.push(values);
        self.program.counters += 1;
        self.program.counters - 1
    }

    fn sequence(&mut self, nodes: &[Node], follow: First) {
        let mut follows = vec![follow; nodes.len() + 1];
        for (index, node) in nodes.iter().enumerate().rev() {
            let first = self.analysis.first(node);
            follows[index] = first.then(follows[index + 1]);
        }
        let mut index = 0;
        while let Some(node) = nodes.get(index) {
            if let Node::One(Single::Is(_)) = node {
                index += self.literal(&nodes[index..]);
                continue;
            }
            self.node(node, follows[index + 1]);
            index += 1;
        }
    }

    /// The characters that the nodes begin with; how many that are.
    fn literal(&mut self, nodes: &[Node]) -> usize {
        let start = self.program.literals.len();
        for node in nodes {
            let Node::One(Single::Is(c)) = node else { break };
            self.program.literals.push(*c);
        }
        let length = self.program.literals.len() - start;
        if length == 1 {
            let c = self.program.literals.pop().unwrap_or(0);
            self.emit(Op::Is(c));
        } else {
            self.emit(Op::Literal { start: start as u32, length: length as u32 });
        }
        length
    }

    /// A node, and what can follow it.
    fn node(&mut self, node: &Node, follow: First) {
        match node {
            Node::Fail => {
                self.emit(Op::Fail);
            }
            Node::One(Single::Is(c)) => {
                self.emit(Op::Is(*c));
            }
            Node::One(Single::In(set)) => {
                self.emit(Op::In(*set));
            }
            Node::One(single) => {
                self.emit(Op::One(*single));
            }
            Node::At(kind) => {
                self.emit(Op::At(*kind));
            }
            Node::Mark(mark) => {
                self.emit(Op::Mark(*mark));
            }
            Node::Group(group, fold) => {
                self.regular = false;
                self.emit(Op::Group(*group, *fold));
            }
            Node::Sequence(nodes) => self.sequence(nodes, follow),
            Node::Branch(alternatives) => self.branch(alternatives, follow),
            Node::IfGroup { group, yes, no } => {
                self.regular = false;
                let head = self.emit(Op::Fail);
                self.node(yes, follow);
                let Some(no) = no else {
                    self.program.ops[head] = Op::GroupExists(*group, self.here());
                    return;
                };
                let jump = self.emit(Op::Fail);
                self.program.ops[head] = Op::GroupExists(*group, self.here());
                self.node(no, follow);
                self.program.ops[jump] = Op::Jump(self.here());
            }
            Node::Repeat { single, least, most, greed } => self.repeat(*single, *least, *most, *greed, follow),
            Node::Loop { body, least, most, greed: Greed::Possessive } => {
                self.regular = false;
                let counter = self.counter(1);
                self.emit(Op::LoopStart { counter });
                let head = self.emit(Op::Fail);
                self.node(body, First::UNKNOWN);
                self.emit(Op::PossessiveEnd { head: head as u32 });
                self.program.ops[head] = Op::Possessive { counter, least: *least, most: *most, next: self.here() };
            }
            Node::Loop { body, least, most, greed } => self.repeated(body, *least, *most, *greed, follow),
            Node::Atomic(body) => {
                let head = self.emit(Op::Fail);
                // What matches first is kept, whatever follows.
                self.node(body, First::UNKNOWN);
                self.emit(Op::BodyEnd);
                self.program.ops[head] = Op::Atomic { next: self.here() };
            }
            Node::Ahead { back, negative, body } => {
                let head = self.emit(Op::Fail);
                self.node(body, First::UNKNOWN);
                self.emit(Op::BodyEnd);
                self.program.ops[head] = Op::Ahead { back: *back, negative: *negative, next: self.here() };
            }
        }
    }

    fn repeat(&mut self, single: Single, least: u32, most: u32, greed: Greed, follow: First) {
        // When no character of the run can be what follows, giving some back, or taking fewer, can only fail.
        let sure = least == most || greed == Greed::Possessive || self.analysis.of(single).is_apart(&follow);
        if sure {
            self.emit(Op::Run { single, least, most });
            return;
        }
        let gate = self.gate(follow);
        self.emit(match greed {
            Greed::Lazy => Op::Lazy { single, least, most, gate },
            _ => Op::Greedy { single, least, most, gate },
        });
    }

    fn branch(&mut self, mut alternatives: &[Node], follow: First) {
        let mut jumps = Vec::new();
        loop {
            // The last of many ways is all that are left.
            let (now, rest) = match alternatives.len() {
                0..=MOST_WAYS => (alternatives, &alternatives[alternatives.len()..]),
                _ => alternatives.split_at(MOST_WAYS - 1),
            };
            let mut firsts: Vec<First> = now.iter().map(|way| self.analysis.first(way).then(follow)).collect();
            if !rest.is_empty() {
                let first = rest.iter().fold(First::NEVER, |first, way| first.or(self.analysis.first(way)));
                firsts.push(first.then(follow));
            }
            let number = self.program.branches.len();
            let mut branch = Branch { places: Vec::new(), low: Box::new([0; 256]), high: 0, end: 0 };
            for (way, first) in firsts.iter().enumerate() {
                let bit = 1u64 << way;
                if first.open {
                    branch.low.iter_mut().for_each(|ways| *ways |= bit);
                } else {
                    first.bytes().for_each(|c| branch.low[usize::from(c)] |= bit);
                }
                branch.high |= if first.open || first.high { bit } else { 0 };
                branch.end |= if first.open { bit } else { 0 };
            }
            self.program.branches.push(branch);
            self.emit(Op::Branch(number as u32));
            for way in now {
                let here = self.here();
                self.program.branches[number].places.push(here);
                self.node(way, follow);
                jumps.push(self.emit(Op::Fail));
            }
            if rest.is_empty() {
                break;
            }
            let here = self.here();
            self.program.branches[number].places.push(here);
            alternatives = rest;
        }
        let behind = self.here();
        for jump in jumps {
            self.program.ops[jump] = Op::Jump(behind);
        }
    }

    /// A choice between what comes next and another place that is filled in later.
    fn split(&mut self) -> usize {
        self.emit(Op::Fail)
    }

    fn set_split(&mut self, at: usize, body: u32, after: u32, greed: Greed, body_first: First, follow: First) {
        let (body_gate, after_gate) = (self.gate(body_first), self.gate(follow));
        self.program.ops[at] = match greed {
            Greed::Lazy => Op::Split { prefer: after, other: body, prefer_gate: after_gate, other_gate: body_gate },
            _ => Op::Split { prefer: body, other: after, prefer_gate: body_gate, other_gate: after_gate },
        };
    }

    fn repeated(&mut self, body: &Node, least: u32, most: u32, greed: Greed, follow: First) {
        let first = self.analysis.first(body);
        let never_empty = !first.open;
        let again = first.then(follow);
        if most == 0 {
            return;
        }
        if (least, most) == (1, 1) {
            return self.node(body, follow);
        }
        if (least, most) == (0, 1) {
            let split = self.split();
            let start = self.here();
            self.node(body, follow);
            return self.set_split(split, start, self.here(), greed, again, follow);
        }
        let inside = again.or(follow);
        if never_empty && least <= 1 && most == NO_LIMIT {
            let head = (least == 0).then(|| self.split());
            let start = self.here();
            self.node(body, inside);
            let tail = self.split();
            let after = self.here();
            for split in head.into_iter().chain([tail]) {
                self.set_split(split, start, after, greed, again, follow);
            }
            return;
        }
        let copies = if most == NO_LIMIT { least } else { most };
        if (never_empty || least == most)
            && (copies as usize) <= MOST_UNROLLED
            && (most != NO_LIMIT || never_empty)
            && size(body, MOST_UNROLLED) * copies as usize <= MOST_UNROLLED
        {
            return self.unrolled(body, least, most, greed, follow, again);
        }
        let values = if most == NO_LIMIT { least } else { most };
        let counter = self.counter(values.saturating_add(1));
        self.emit(Op::LoopStart { counter });
        let jump = self.emit(Op::Fail);
        let start = self.here();
        self.node(body, inside);
        let end = self.emit(Op::Until { counter, body: start, least, most, greedy: greed == Greed::Greedy });
        self.program.ops[jump] = Op::Jump(end as u32);
    }

    /// A loop written out.
    fn unrolled(&mut self, body: &Node, least: u32, most: u32, greed: Greed, follow: First, again: First) {
        let inside = again.or(follow);
        if most == NO_LIMIT {
            for _ in 1..least {
                self.node(body, again);
            }
            return self.repeated(body, 1, NO_LIMIT, greed, follow);
        }
        for round in 0..least {
            let next = if round + 1 < least { again } else { inside };
            self.node(body, if least == most && round + 1 == least { follow } else { next });
        }
        let mut splits = Vec::new();
        for round in least..most {
            let split = self.split();
            splits.push((split, self.here()));
            self.node(body, if round + 1 < most { inside } else { follow });
        }
        let after = self.here();
        for (split, start) in splits {
            self.set_split(split, start, after, greed, again, follow);
        }
    }
}
