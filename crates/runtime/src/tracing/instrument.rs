//! Marking code: the instructions where something happens that is wanted become TRACE, and what they were is kept.

use taipan_bytecode::{Code, Op, jump_target};

use crate::native::*;
use crate::tracing::want;
use crate::types::code::CodeObject;

/// What is special about an instruction, as bits.
pub(crate) mod point {
    /// A line begins here, or a jump leads here.
    pub(crate) const LINE: u8 = 1;
    pub(crate) const CALL: u8 = 2;
    pub(crate) const RETURN: u8 = 4;
    pub(crate) const YIELD: u8 = 8;
    pub(crate) const JUMP: u8 = 16;
    /// Every instruction that is marked, so that what waits for the next instruction gets its turn.
    pub(crate) const MARKED: u8 = 128;
}

/// What a code object's marks stand for.
pub(crate) struct Instrumentation {
    /// The op that each marked word had.
    ops: Vec<Op>,
    points: Vec<u8>,
}

impl Instrumentation {
    /// What is special about the instruction at a word.
    pub(crate) fn points(&self, word: usize) -> u8 {
        self.points.get(word).copied().unwrap_or(0)
    }

    /// The op at a marked word.
    pub(crate) fn op(&self, word: usize) -> Option<Op> {
        (self.points(word) != 0).then(|| self.ops[word])
    }

    /// A marked instruction is specialised: its word with the mark on it.
    pub(crate) fn respecialize(&mut self, word: usize, new: u32) -> u32 {
        match Op::from_number(new as u8) {
            Some(op) if self.points(word) != 0 => {
                self.ops[word] = op;
                new & !0xff | Op::TRACE as u32
            }
            _ => new,
        }
    }
}

/// Whether an instruction calls something for the program.
pub(crate) fn is_call(op: Op) -> bool {
    matches!(
        op.general(),
        Op::CALL
            | Op::CALL_METHOD
            | Op::CALL_KW
            | Op::CALL_METHOD_KW
            | Op::CALL_EX
            | Op::CALL_FROM_GENERATOR
            | Op::CALL_LEN
            | Op::CALL_ISINSTANCE
            | Op::CALL_TYPE
            | Op::CALL_NATIVE
            | Op::CALL_METHOD_NATIVE
            | Op::CALL_METHOD_FROM_GENERATOR
    )
}

/// Where in the template's words instructions are, with their points.
fn find_points(code: &Code, wanted: u32) -> Vec<u8> {
    let mut points = vec![0u8; code.words.len()];
    let mut starts = Vec::new();
    let mut index = 0;
    while let Some(&word) = code.words.get(index) {
        let Some(op) = Op::from_number(word as u8) else { break };
        starts.push((index, op));
        index += op.words();
    }
    let lines = wanted & want::LINES != 0;
    let mut line_of = vec![0; if lines { code.words.len() } else { 0 }];
    for (start, end, position) in code.positions.runs().take_while(|_| lines) {
        if let Some(run) = line_of.get_mut(start as usize..end as usize) {
            run.fill(position.line);
        }
    }
    let mut mark = |index: usize, bits: u8| {
        if let Some(place) = points.get_mut(index) {
            *place |= bits | point::MARKED;
        }
    };
    // A frame begins at its first instruction.
    mark(0, 0);
    if lines {
        if crate::types::code::line_of(code, 0).is_some() {
            mark(0, point::LINE);
        }
        let mut last = 0;
        for (start, _, position) in code.positions.runs() {
            if position.line != 0 && position.line != last {
                mark(start as usize, point::LINE);
            }
            last = position.line;
        }
        for entry in &code.exceptions {
            mark(entry.target as usize, point::LINE);
        }
    }
    for (number, &(start, op)) in starts.iter().enumerate() {
        let next = starts.get(number + 1).map_or(usize::MAX, |next| next.0);
        if wanted & want::ALL != 0 {
            mark(start, 0);
        }
        let target = jump_target(&code.words, start);
        if let Some(target) = target {
            // A line goes on behind a jump within it, unless that is a loop's; that of a delegation is none of the program's.
            let delegates = Op::from_number(code.words[target] as u8) == Some(Op::SEND);
            if lines && !delegates && (target <= start || line_of.get(start) != line_of.get(target)) {
                mark(target, point::LINE);
            }
            if wanted & want::JUMPS != 0 {
                mark(start, point::JUMP);
                mark(target, 0);
                mark(next, 0);
            }
        }
        match op {
            Op::RETURN | Op::RETURN_IMMEDIATE => mark(start, point::RETURN),
            Op::YIELD | Op::YIELD_DELEGATE => {
                mark(start, point::YIELD);
                mark(next, 0);
            }
            _ if is_call(op) && wanted & want::CALLS != 0 => {
                mark(start, point::CALL);
                mark(next, 0);
            }
            _ => {}
        }
    }
    points
}

/// Mark the code for `wanted`; take the marks away when that is nothing.
pub(super) fn mark(vm: &mut Vm, code: Obj<CodeObject>, wanted: u32) {
    // Code that sleeps is marked when it wakes.
    if code.is_asleep(vm) {
        return;
    }
    let template = if wanted == 0 { None } else { Some(code.get(vm).template.clone()) };
    let details = code.get_mut(vm);
    if let Some(old) = details.instrumentation.take() {
        for (index, word) in details.words.iter_mut().enumerate() {
            if let Some(op) = old.op(index) {
                *word = *word & !0xff | op as u32;
            }
        }
    }
    let Some(template) = template else { return };
    let points = find_points(&template, wanted);
    let mut ops = vec![Op::NOP; points.len()];
    for (index, word) in details.words.iter_mut().enumerate() {
        if points[index] != 0
            && let Some(op) = Op::from_number(*word as u8)
        {
            ops[index] = op;
            *word = *word & !0xff | Op::TRACE as u32;
        }
    }
    details.instrumentation = Some(Box::new(Instrumentation { ops, points }));
}
