//! One forward pass over a unit's code: what can be reached, and which locals are surely bound there.
//!
//! A CHECK_LOCAL of a local that is bound on every path to it is dropped. The pass is repeated until nothing changes,
//! which is once more than the deepest nesting of loops that matters.

use taipan_bytecode::Op;

use crate::emit::{Emitter, Extra, Label, Reg, is_temp};

/// The locals bound at a place; `None` where nothing arrives.
type State = Option<Box<[u64]>>;

/// Mark dead what cannot be reached and checks that cannot fail. The first `parameters` locals are bound from the start.
pub(crate) fn simplify(code: &mut Emitter, locals: usize, parameters: usize) {
    let mut pass = Pass {
        at_label: vec![None; code.label_count()],
        bound: label_positions(code),
        openings: openings(code),
        changed: true,
    };
    let mut entry = vec![0u64; locals.div_ceil(64)].into_boxed_slice();
    for local in 0..parameters {
        entry[local / 64] |= 1 << (local % 64);
    }
    let mut rounds = 0;
    while pass.changed && rounds < 64 {
        pass.changed = false;
        pass.sweep(code, entry.clone(), false);
        rounds += 1;
    }
    if pass.changed {
        // Never seen to happen; without a fixed point nothing may be concluded.
        return;
    }
    pass.sweep(code, entry, true);
}

/// For each place, the labels bound there, in order of place.
fn label_positions(code: &Emitter) -> Vec<(u32, Label)> {
    let mut bound: Vec<(u32, Label)> = (0..code.label_count() as u32)
        .map(|label| (code.target(Label(label)), Label(label)))
        .filter(|&(at, _)| at != u32::MAX)
        .collect();
    bound.sort_unstable_by_key(|&(at, label)| (at, label.0));
    bound
}

/// Places where coverage changes, and the handler that is innermost from there on.
fn openings(code: &Emitter) -> Vec<(u32, Option<Label>)> {
    let mut edges: Vec<u32> = code.coverages.iter().flat_map(|coverage| [coverage.start, coverage.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut by_start: Vec<_> = code.coverages.iter().collect();
    by_start.sort_unstable_by_key(|coverage| coverage.start);
    let mut active: Vec<&crate::emit::Coverage> = Vec::new();
    let mut next = 0;
    edges
        .into_iter()
        .map(|at| {
            active.retain(|coverage| coverage.end > at);
            while by_start.get(next).is_some_and(|coverage| coverage.start <= at) {
                active.push(by_start[next]);
                next += 1;
            }
            let innermost = active.iter().filter(|coverage| coverage.end > at).max_by_key(|coverage| coverage.depth);
            (at, innermost.map(|coverage| coverage.handler))
        })
        .collect()
}

struct Pass {
    at_label: Vec<State>,
    bound: Vec<(u32, Label)>,
    openings: Vec<(u32, Option<Label>)>,
    changed: bool,
}

impl Pass {
    fn merge(&mut self, label: Label, state: &[u64]) {
        match &mut self.at_label[label.0 as usize] {
            None => {
                self.at_label[label.0 as usize] = Some(state.into());
                self.changed = true;
            }
            Some(known) => {
                for (known, new) in known.iter_mut().zip(state) {
                    if *known & !new != 0 {
                        *known &= new;
                        self.changed = true;
                    }
                }
            }
        }
    }

    fn sweep(&mut self, code: &mut Emitter, entry: Box<[u64]>, mark: bool) {
        let mut state: State = Some(entry);
        let mut next_label = 0;
        let mut next_opening = 0;
        let mut handler = None;
        // Whether the handler has seen the current state.
        let mut told = false;
        for at in 0..code.instrs.len() {
            while self.bound.get(next_label).is_some_and(|&(place, _)| place as usize == at) {
                let label = self.bound[next_label].1;
                next_label += 1;
                if let Some(current) = &state {
                    let current = current.clone();
                    self.merge(label, &current);
                }
                state.clone_from(&self.at_label[label.0 as usize]);
                told = false;
            }
            while self.openings.get(next_opening).is_some_and(|&(place, _)| place as usize == at) {
                handler = self.openings[next_opening].1;
                next_opening += 1;
                told = false;
            }
            let instr = code.instrs[at];
            let Some(bound) = &mut state else {
                if mark {
                    code.instrs[at].dead = true;
                }
                continue;
            };
            if instr.dead {
                continue;
            }
            // A loop can be interrupted where it goes back.
            let is_back = matches!(instr.extra, Extra::Jump(label) if code.target(label) as usize <= at);
            if let Some(handler) = handler
                && !told
                && (is_back || can_raise(instr.op))
            {
                let bound = bound.clone();
                self.merge(handler, &bound);
                told = true;
            }
            let Some(bound) = &mut state else { continue };
            if mark && instr.op == Op::CHECK_LOCAL && has(bound, instr.a) {
                code.instrs[at].dead = true;
                continue;
            }
            if let Extra::Jump(label) | Extra::JumpWord(label, _) = instr.extra {
                // FOR_ITER writes its destination only when it goes on.
                let before = bound.clone();
                if instr.op == Op::SEND || instr.op == Op::YIELD_DELEGATE {
                    // Their registers are temps.
                }
                self.merge(label, &before);
            }
            let Some(bound) = &mut state else { continue };
            let mut write = |register: Reg, value: bool| {
                if !is_temp(register) {
                    let (word, bit) = (register as usize / 64, 1u64 << (register % 64));
                    if let Some(word) = bound.get_mut(word)
                        && (*word & bit != 0) != value
                    {
                        *word ^= bit;
                        told = false;
                    }
                }
            };
            match instr.op {
                Op::DROP | Op::DELETE_LOCAL => write(instr.a, false),
                Op::CHECK_LOCAL => write(instr.a, true),
                Op::MOVE => {
                    write(instr.b, false);
                    write(instr.a, true);
                }
                Op::LOAD_IMMEDIATE if instr.b == taipan_bytecode::Immediate::Null as Reg => write(instr.a, false),
                Op::UNPACK_SEQUENCE => (instr.a..instr.a + instr.c).for_each(|register| write(register, true)),
                Op::UNPACK_EX => {
                    if let Extra::Word(counts) = instr.extra {
                        let count = (counts & 0xffff) as Reg + (counts >> 16) as Reg + 1;
                        (instr.a..instr.a + count).for_each(|register| write(register, true));
                    }
                }
                op if writes_a(op) => write(instr.a, true),
                _ => {}
            }
            if ends_flow(instr.op) {
                state = None;
            }
        }
    }
}

fn has(bound: &[u64], register: Reg) -> bool {
    bound.get(register as usize / 64).is_some_and(|word| word & 1 << (register % 64) != 0)
}

pub(crate) fn ends_flow(op: Op) -> bool {
    matches!(op, Op::JUMP | Op::JUMP_BACK | Op::RETURN | Op::RETURN_IMMEDIATE | Op::RAISE | Op::RERAISE)
}

fn can_raise(op: Op) -> bool {
    !matches!(
        op,
        Op::NOP
            | Op::LOAD_CONST
            | Op::LOAD_CONST_WIDE
            | Op::LOAD_INT
            | Op::LOAD_IMMEDIATE
            | Op::MOVE
            | Op::JUMP
            | Op::PUSH_EXC_INFO
    )
}

/// Whether the op writes register a as its result.
fn writes_a(op: Op) -> bool {
    !matches!(
        op,
        Op::NOP
            | Op::DROP
            | Op::CHECK_LOCAL
            | Op::DELETE_LOCAL
            | Op::STORE_FAR
            | Op::DELETE_FAR
            | Op::FAR_ENTRY
            | Op::MAKE_FAR_CELL
            | Op::STORE_CELL
            | Op::DELETE_CELL
            | Op::STORE_FREE
            | Op::DELETE_FREE
            | Op::STORE_GLOBAL
            | Op::DELETE_GLOBAL
            | Op::STORE_NAME
            | Op::DELETE_NAME
            | Op::JUMP
            | Op::JUMP_BACK
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
            | Op::JUMP_IF_NOT_MATCH
            | Op::RETURN
            | Op::RETURN_IMMEDIATE
            | Op::RAISE
            | Op::RERAISE
            | Op::STORE_ATTR
            | Op::DELETE_ATTR
            | Op::STORE_SUBSCR
            | Op::STORE_SUBSCR_IMM
            | Op::DELETE_SUBSCR
            | Op::STORE_SLICE
            | Op::LIST_APPEND
            | Op::LIST_EXTEND
            | Op::SET_ADD
            | Op::SET_UPDATE
            | Op::MAP_ADD
            | Op::DICT_UPDATE
            | Op::DICT_MERGE
            | Op::FOR_DROP
            | Op::IMPORT_STAR
            | Op::SET_FUNCTION_ATTR
            | Op::SETUP_ANNOTATIONS
            | Op::PUSH_EXC_INFO
            | Op::POP_EXCEPT
            | Op::END_ASYNC_FOR
    )
}
