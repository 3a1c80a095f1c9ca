//! Instructions before they have places: symbolic registers and labels, and their final encoding.
//!
//! Temps are numbered apart from locals here (`TEMP` is their mark), since how many locals there are is known only at
//! the end. Code that cannot be reached, and checks of locals that are surely bound, are dropped by `analysis`.

use taipan_bytecode::{ExceptionEntry, Instruction, Op, PositionTable, PositionTableBuilder};

use crate::source::{Source, Span};

/// A register: a local's number, or a temp's with `TEMP` set. Also a plain operand below 256.
pub(crate) type Reg = u16;

/// The mark of a temp.
pub(crate) const TEMP: Reg = 0x8000;

/// Whether a register is a temp.
pub(crate) fn is_temp(register: Reg) -> bool {
    register & TEMP != 0
}

/// A place in the code, perhaps not yet known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(pub(crate) u32);

/// What follows an instruction's first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extra {
    None,
    Word(u32),
    Jump(Label),
    JumpWord(Label, Reg),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Instr {
    pub(crate) op: Op,
    pub(crate) a: Reg,
    pub(crate) b: Reg,
    pub(crate) c: Reg,
    pub(crate) extra: Extra,
    pub(crate) span: Span,
    /// Will not be written.
    pub(crate) dead: bool,
}

/// Instructions `start..end` are covered by a handler.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coverage {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) handler: Label,
    pub(crate) register: Reg,
    /// How many coverages enclose it: inner ones are found first.
    pub(crate) depth: u32,
}

const UNBOUND: u32 = u32::MAX;

/// The code of a unit while it is written.
#[derive(Default)]
pub(crate) struct Emitter {
    pub(crate) instrs: Vec<Instr>,
    /// The instruction a label stands before.
    labels: Vec<u32>,
    pub(crate) coverages: Vec<Coverage>,
    /// Instructions that rarely run: they go to the end. No code runs into them or out of them.
    cold: Vec<(u32, u32)>,
}

impl Emitter {
    pub(crate) fn emit(&mut self, op: Op, a: Reg, b: Reg, c: Reg, extra: Extra, span: Span) {
        self.instrs.push(Instr { op, a, b, c, extra, span, dead: false });
    }

    pub(crate) fn here(&self) -> u32 {
        self.instrs.len() as u32
    }

    pub(crate) fn new_label(&mut self) -> Label {
        self.labels.push(UNBOUND);
        Label(self.labels.len() as u32 - 1)
    }

    /// The label stands before the next instruction.
    pub(crate) fn bind(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.instrs.len() as u32;
    }

    pub(crate) fn label_count(&self) -> usize {
        self.labels.len()
    }

    pub(crate) fn target(&self, label: Label) -> u32 {
        self.labels[label.0 as usize]
    }

    pub(crate) fn cover(&mut self, start: u32, handler: Label, register: Reg, depth: u32) {
        let end = self.here();
        if start < end {
            self.coverages.push(Coverage { start, end, handler, register, depth });
        }
    }

    /// Jumps to unconditional jumps go where those go, unless a line of the program is passed on the way.
    pub(crate) fn thread_jumps(&mut self, source: Source<'_>) {
        for at in 0..self.instrs.len() {
            let (Extra::Jump(label) | Extra::JumpWord(label, _)) = self.instrs[at].extra else { continue };
            let polls = polls_backward(self.instrs[at].op);
            let span = self.instrs[at].span;
            let same_line = |other: Span| {
                other == Span::NONE || span != Span::NONE && source.line(other.start()) == source.line(span.start())
            };
            let mut last = label;
            for _ in 0..8 {
                let Some(target) = self.first_live(self.target(last)) else { break };
                let next = &self.instrs[target as usize];
                match (next.op, next.extra) {
                    // A loop's back edge polls the breaker; FOR_ITER and the like would not in its place.
                    (Op::JUMP, Extra::Jump(further))
                        if (polls || self.target(further) > target) && same_line(next.span) =>
                    {
                        last = further;
                    }
                    _ => break,
                }
            }
            match &mut self.instrs[at].extra {
                Extra::Jump(label) | Extra::JumpWord(label, _) => *label = last,
                Extra::None | Extra::Word(_) => {}
            }
        }
    }

    pub(crate) fn first_live(&self, from: u32) -> Option<u32> {
        (from..self.instrs.len() as u32).find(|&at| !self.instrs[at as usize].dead)
    }

    /// The instructions since `start` are rarely run.
    pub(crate) fn mark_cold(&mut self, start: u32) {
        self.cold.push((start, self.here()));
    }

    /// Put the cold instructions behind the others.
    pub(crate) fn move_cold_to_end(&mut self) {
        if self.cold.is_empty() {
            return;
        }
        let count = self.instrs.len();
        let mut is_cold = vec![false; count];
        for &(start, end) in &self.cold {
            is_cold[start as usize..end as usize].fill(true);
        }
        let order = (0..count).filter(|&at| !is_cold[at]).chain((0..count).filter(|&at| is_cold[at]));
        // Where each instruction goes; what stands at the very end stays there.
        let mut moved_to = vec![count as u32; count + 1];
        let mut instrs = Vec::with_capacity(count);
        for at in order {
            moved_to[at] = instrs.len() as u32;
            instrs.push(self.instrs[at]);
        }
        self.instrs = instrs;
        for label in &mut self.labels {
            if let Some(&target) = moved_to.get(*label as usize) {
                *label = target;
            }
        }
        // A covered range may have been torn apart.
        let mut coverages = Vec::with_capacity(self.coverages.len());
        for coverage in &self.coverages {
            let mut at = coverage.start;
            while at < coverage.end {
                let start = at;
                while at < coverage.end && is_cold[at as usize] == is_cold[start as usize] {
                    at += 1;
                }
                let first = moved_to[start as usize];
                coverages.push(Coverage { start: first, end: first + (at - start), ..*coverage });
            }
        }
        self.coverages = coverages;
    }

    /// Drop jumps to the next instruction; their lines stay.
    pub(crate) fn drop_empty_jumps(&mut self) {
        for at in (0..self.instrs.len()).rev() {
            let instr = &self.instrs[at];
            if instr.dead || instr.op != Op::JUMP {
                continue;
            }
            let Extra::Jump(label) = instr.extra else { continue };
            let target = self.target(label) as usize;
            if target > at && self.instrs[at + 1..target].iter().all(|instr| instr.dead) {
                let span = self.instrs[at].span;
                let dead = span == Span::NONE;
                self.instrs[at] = Instr { op: Op::NOP, a: 0, b: 0, c: 0, extra: Extra::None, span, dead };
            }
        }
    }

    /// Encode, with temps from register `temps_start` on.
    pub(crate) fn assemble(&self, temps_start: u8, source: Source<'_>) -> Assembled {
        let register = |reg: Reg| -> u8 { if is_temp(reg) { (reg & !TEMP) as u8 + temps_start } else { reg as u8 } };
        let mut offsets = Vec::with_capacity(self.instrs.len() + 1);
        let mut at = 0u32;
        for instr in &self.instrs {
            offsets.push(at);
            if !instr.dead {
                at += instr.op.words() as u32;
            }
        }
        offsets.push(at);
        let mut words = Vec::with_capacity(at as usize);
        let mut positions = PositionTableBuilder::default();
        let mut last = (Span::NONE, source.position(Span::NONE));
        for (index, instr) in self.instrs.iter().enumerate() {
            if instr.dead {
                continue;
            }
            let next = offsets[index] + instr.op.words() as u32;
            let jump = |label: Label| -> u32 {
                let target = offsets[self.target(label) as usize];
                target.wrapping_sub(next)
            };
            let mut op = instr.op;
            if op == Op::JUMP
                && let Extra::Jump(label) = instr.extra
                && self.target(label) as usize <= index
            {
                op = Op::JUMP_BACK;
            }
            words.push(Instruction { op, a: register(instr.a), b: register(instr.b), c: register(instr.c) }.encode());
            match instr.extra {
                Extra::None => {}
                Extra::Word(word) => words.push(word),
                Extra::Jump(label) => words.push(jump(label)),
                Extra::JumpWord(label, word) => words.extend([jump(label), u32::from(register(word))]),
            }
            words.resize(next as usize, 0);
            if last.0 != instr.span {
                last = (instr.span, source.position(instr.span));
            }
            positions.push(instr.op.words() as u32, last.1);
        }
        let mut coverages: Vec<&Coverage> = self.coverages.iter().collect();
        coverages.sort_by(|one, other| other.depth.cmp(&one.depth).then(one.start.cmp(&other.start)));
        let exceptions = coverages
            .into_iter()
            // Nothing covered can fail when its handler was found to be out of reach.
            .filter(|coverage| self.instrs.get(self.target(coverage.handler) as usize).is_some_and(|first| !first.dead))
            .map(|coverage| ExceptionEntry {
                start: offsets[coverage.start as usize],
                end: offsets[coverage.end as usize],
                target: offsets[self.target(coverage.handler) as usize],
                register: register(coverage.register),
            })
            .filter(|entry| entry.start < entry.end)
            .collect();
        Assembled { words, exceptions, positions: positions.finish() }
    }
}

/// Whether the op checks the breaker when it jumps backward.
fn polls_backward(op: Op) -> bool {
    matches!(
        op,
        Op::JUMP
            | Op::JUMP_IF_TRUE
            | Op::JUMP_IF_FALSE
            | Op::JUMP_IF_NONE
            | Op::JUMP_IF_NOT_NONE
            | Op::JUMP_CMP_LT
            | Op::JUMP_CMP_LE
            | Op::JUMP_CMP_EQ
            | Op::JUMP_CMP_NE
            | Op::JUMP_CMP_GT
            | Op::JUMP_CMP_GE
            | Op::JUMP_CMP_LT_IMM
            | Op::JUMP_CMP_LE_IMM
            | Op::JUMP_CMP_EQ_IMM
            | Op::JUMP_CMP_NE_IMM
            | Op::JUMP_CMP_GT_IMM
            | Op::JUMP_CMP_GE_IMM
            | Op::JUMP_IF_IS
            | Op::JUMP_IF_CONTAINS
    )
}

/// What `Emitter::assemble` makes.
pub(crate) struct Assembled {
    pub(crate) words: Vec<u32>,
    pub(crate) exceptions: Vec<ExceptionEntry>,
    pub(crate) positions: PositionTable,
}
