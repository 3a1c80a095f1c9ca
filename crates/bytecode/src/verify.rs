//! A check of the rules in `ops.rs` on finished code: every temp that is read is live on all ways to it, none is left
//! behind at a return, call windows are free, and everything stays inside the frame's window.
//!
//! It is for tests and for code that did not come from the compiler; the interpreter does not run it.

use crate::code::Code;
use crate::ops::{FORMAT_HAS_SPEC, Instruction, Op};

/// What an instruction does to registers.
#[derive(Default)]
struct Effect {
    /// Read, and ended when a temp.
    consumes: Vec<u32>,
    /// Read, and left as they are.
    keeps: Vec<u32>,
    /// Emptied, whether or not they hold something.
    clears: Vec<u32>,
    writes: Vec<u32>,
    /// Must be empty.
    free: Vec<u32>,
    /// On the jump, in place of `writes`.
    jump_writes: Vec<u32>,
    jump_clears: Vec<u32>,
    jumps: bool,
    ends: bool,
}

fn effect(code: &Code, at: usize, instruction: Instruction) -> Effect {
    let Instruction { op, a, b, c } = instruction;
    // What stands for another op does what that does.
    let op = op.general();
    let (a, b, c) = (u32::from(a), u32::from(b), u32::from(c));
    let word = |index: usize| code.words.get(at + index).copied().unwrap_or_default();
    let mut effect = Effect::default();
    let e = &mut effect;
    match op {
        Op::NOP
        | Op::TRACE
        | Op::SETUP_ANNOTATIONS
        | Op::DELETE_FAR
        | Op::FAR_ENTRY
        | Op::MAKE_CELL
        | Op::MAKE_FAR_CELL
        | Op::DELETE_FREE
        | Op::DELETE_GLOBAL
        | Op::DELETE_NAME
        | Op::CHECK_LOCAL
        | Op::DELETE_LOCAL => {}
        Op::LOAD_CONST
        | Op::LOAD_CONST_WIDE
        | Op::LOAD_INT
        | Op::LOAD_IMMEDIATE
        | Op::LOAD_COMMON
        | Op::LOAD_FAR
        | Op::LOAD_FREE
        | Op::LOAD_FREE_CELL
        | Op::LOAD_GLOBAL
        | Op::LOAD_GLOBAL_MODULE
        | Op::LOAD_GLOBAL_BUILTIN
        | Op::LOAD_NAME
        | Op::LOAD_LOCALS
        | Op::LOAD_BUILD_CLASS
        | Op::MAKE_FUNCTION => e.writes.push(a),
        Op::COPY
        | Op::LOAD_LOCAL
        | Op::LOAD_CELL
        | Op::GET_ANEXT
        | Op::MATCH_MAPPING
        | Op::MATCH_SEQUENCE
        | Op::GET_LEN
        | Op::IMPORT_FROM => {
            e.keeps.push(b);
            e.writes.push(a);
        }
        Op::MOVE => {
            e.consumes.push(b);
            e.writes.push(a);
        }
        Op::DROP => e.clears.push(a),
        Op::DELETE_CELL => e.keeps.push(a),
        Op::STORE_FAR | Op::STORE_FREE | Op::STORE_GLOBAL | Op::STORE_NAME => e.consumes.push(a),
        Op::STORE_CELL => {
            e.keeps.push(a);
            e.consumes.push(b);
        }
        Op::LOAD_FROM_DICT_OR_GLOBALS | Op::LOAD_FROM_DICT_OR_CELL => {
            e.consumes.push(a);
            e.writes.push(a);
        }
        Op::ADD
        | Op::SUB
        | Op::MUL
        | Op::TRUEDIV
        | Op::FLOORDIV
        | Op::MOD
        | Op::AND
        | Op::OR
        | Op::XOR
        | Op::LSHIFT
        | Op::RSHIFT
        | Op::BINARY
        | Op::INPLACE_ADD
        | Op::INPLACE_SUB
        | Op::INPLACE_MUL
        | Op::LT
        | Op::LE
        | Op::EQ
        | Op::NE
        | Op::GT
        | Op::GE
        | Op::IS
        | Op::IS_NOT
        | Op::CONTAINS
        | Op::NOT_CONTAINS
        | Op::LOAD_SUBSCR
        | Op::IMPORT_NAME
        | Op::PREPARE_RERAISE_STAR => {
            e.consumes.extend([b, c]);
            e.writes.push(a);
        }
        Op::ADD_IMM
        | Op::SUB_IMM
        | Op::MUL_IMM
        | Op::FLOORDIV_IMM
        | Op::MOD_IMM
        | Op::AND_IMM
        | Op::LSHIFT_IMM
        | Op::RSHIFT_IMM
        | Op::INPLACE_ADD_IMM
        | Op::INPLACE_SUB_IMM
        | Op::NEGATIVE
        | Op::POSITIVE
        | Op::INVERT
        | Op::NOT
        | Op::LOAD_SUBSCR_IMM
        | Op::LOAD_ATTR
        | Op::LOAD_ATTR_SLOT
        | Op::LOAD_ATTR_SLOT_OF_LOCAL
        | Op::LOAD_ATTR_SLOT_IF_TRUE
        | Op::LOAD_ATTR_SLOT_IF_FALSE
        | Op::LOAD_ATTR_SLOT_IF_NONE
        | Op::LOAD_ATTR_SLOT_IF_NOT_NONE
        | Op::LOAD_ATTR_CLASS
        | Op::LOAD_ATTR_OF_CLASS
        | Op::LOAD_ATTR_MODULE
        | Op::LOAD_ATTR_DICT
        | Op::LOAD_ATTR_GETSET
        | Op::LIST_TO_TUPLE
        | Op::GET_ITER
        | Op::GET_YIELD_FROM_ITER
        | Op::GET_AWAITABLE
        | Op::GET_AITER
        | Op::YIELD => {
            e.consumes.push(b);
            e.writes.push(a);
        }
        Op::JUMP | Op::JUMP_BACK => {
            e.jumps = true;
            e.ends = true;
        }
        Op::JUMP_IF_TRUE | Op::JUMP_IF_FALSE | Op::JUMP_IF_NONE | Op::JUMP_IF_NOT_NONE => {
            match b {
                0 => e.keeps.push(a),
                1 => e.consumes.push(a),
                _ => {
                    e.consumes.push(a);
                    e.jump_writes.push(a);
                }
            }
            e.jumps = true;
        }
        Op::JUMP_CMP_LT
        | Op::JUMP_CMP_LE
        | Op::JUMP_CMP_EQ
        | Op::JUMP_CMP_NE
        | Op::JUMP_CMP_GT
        | Op::JUMP_CMP_GE
        | Op::JUMP_IF_IS
        | Op::JUMP_IF_CONTAINS => {
            e.consumes.extend([a, b]);
            e.jumps = true;
        }
        Op::JUMP_CMP_LT_IMM
        | Op::JUMP_CMP_LE_IMM
        | Op::JUMP_CMP_EQ_IMM
        | Op::JUMP_CMP_NE_IMM
        | Op::JUMP_CMP_GT_IMM
        | Op::JUMP_CMP_GE_IMM => {
            e.consumes.push(a);
            e.jumps = true;
        }
        Op::RETURN | Op::RERAISE => {
            e.consumes.push(a);
            e.ends = true;
        }
        Op::RETURN_IMMEDIATE => e.ends = true,
        Op::STORE_ATTR | Op::STORE_ATTR_SLOT | Op::STORE_ATTR_ADD | Op::STORE_ATTR_DICT | Op::DELETE_SUBSCR => {
            e.consumes.extend([a, b]);
        }
        Op::DELETE_ATTR | Op::IMPORT_STAR => e.consumes.push(a),
        Op::LOAD_METHOD | Op::LOAD_METHOD_CLASS | Op::LOAD_METHOD_VALUE | Op::LOAD_METHOD_MODULE => {
            e.consumes.push(b);
            e.writes.extend([a, a + 4]);
        }
        Op::LOAD_SUPER_ATTR => {
            e.consumes.extend([b, b + 1, b + 2]);
            e.writes.push(a);
        }
        Op::LOAD_SUPER_METHOD => {
            e.consumes.extend([b, b + 1, b + 2]);
            e.writes.extend([a, a + 4]);
        }
        Op::STORE_SUBSCR => e.consumes.extend([a, b, c]),
        Op::STORE_SUBSCR_IMM => e.consumes.extend([a, c]),
        Op::LOAD_SLICE => {
            e.consumes.extend([b, c, c + 1]);
            e.writes.push(a);
        }
        Op::STORE_SLICE => e.consumes.extend([a, b, c, c + 1]),
        Op::BUILD_SLICE => {
            e.consumes.extend([b, b + 1, b + 2]);
            e.writes.push(a);
        }
        Op::CALL
        | Op::CALL_KW
        | Op::CALL_FROM_GENERATOR
        | Op::CALL_LEN
        | Op::CALL_ISINSTANCE
        | Op::CALL_TYPE
        | Op::CALL_NATIVE => {
            e.consumes.push(b);
            e.consumes.extend(b + 4..b + 4 + c);
            e.free.extend([b + 1, b + 2, b + 3, b + 4 + c]);
            e.writes.push(a);
        }
        Op::CALL_METHOD | Op::CALL_METHOD_KW | Op::CALL_METHOD_FROM_GENERATOR | Op::CALL_METHOD_NATIVE => {
            e.consumes.extend([b, b + 4]);
            e.consumes.extend(b + 5..b + 5 + c);
            e.free.extend([b + 1, b + 2, b + 3, b + 5 + c]);
            e.writes.push(a);
        }
        Op::CALL_EX => {
            e.consumes.extend([b, b + 4, b + 5]);
            e.free.extend([b + 1, b + 2, b + 3, b + 6]);
            e.writes.push(a);
        }
        Op::BUILD_LIST | Op::BUILD_TUPLE | Op::BUILD_SET | Op::BUILD_STRING => {
            e.consumes.extend(b..b + c);
            e.writes.push(a);
        }
        Op::BUILD_MAP => {
            e.consumes.extend(b..b + 2 * c);
            e.writes.push(a);
        }
        Op::LIST_APPEND | Op::SET_ADD | Op::LIST_EXTEND | Op::SET_UPDATE | Op::DICT_UPDATE => {
            e.keeps.push(a);
            e.consumes.push(b);
        }
        Op::MAP_ADD => {
            e.keeps.push(a);
            e.consumes.extend([b, c]);
        }
        Op::DICT_MERGE => {
            e.keeps.extend([a, c]);
            e.consumes.push(b);
        }
        Op::FORMAT => {
            e.consumes.push(b);
            if c & u32::from(FORMAT_HAS_SPEC) != 0 {
                e.consumes.push(b + 1);
            }
            e.writes.push(a);
        }
        Op::BUILD_INTERPOLATION => {
            e.consumes.extend([b, b + 1]);
            if c & u32::from(FORMAT_HAS_SPEC) != 0 {
                e.consumes.push(b + 2);
            }
            e.writes.push(a);
        }
        Op::BUILD_TEMPLATE => {
            e.consumes.extend([b, b + 1]);
            e.writes.push(a);
        }
        Op::UNPACK_SEQUENCE => {
            e.consumes.push(b);
            e.writes.extend(a..a + c);
        }
        Op::UNPACK_EX => {
            e.consumes.push(b);
            e.writes.extend(a..a + (word(1) & 0xffff) + (word(1) >> 16) + 1);
        }
        Op::FOR_PREPARE => {
            e.consumes.push(b);
            e.writes.extend([a, a + 1, a + 2]);
        }
        Op::FOR_ITER => {
            e.keeps.extend([b, b + 1, b + 2]);
            e.writes.push(a);
            e.jumps = true;
            e.jump_clears.extend([b, b + 1, b + 2]);
        }
        Op::FOR_DROP => e.clears.extend([a, a + 1, a + 2]),
        Op::SEND => {
            e.keeps.push(b);
            e.consumes.push(c);
            e.writes.push(a);
            e.jump_writes.push(a);
            e.jumps = true;
        }
        Op::YIELD_DELEGATE => {
            e.keeps.push(c);
            e.consumes.push(b);
            e.writes.push(a);
            e.jump_writes.push(b);
            e.jumps = true;
        }
        Op::END_ASYNC_FOR | Op::POP_EXCEPT => e.clears.extend([a, a + 1]),
        Op::SET_FUNCTION_ATTR => {
            e.keeps.push(a);
            e.consumes.push(b);
        }
        Op::RAISE => {
            e.consumes.extend([a, b].into_iter().take(c as usize));
            e.ends = true;
        }
        Op::PUSH_EXC_INFO => {
            e.keeps.push(a);
            e.writes.push(a + 1);
        }
        Op::JUMP_IF_NOT_MATCH => {
            e.keeps.push(a);
            e.consumes.push(b);
            e.jumps = true;
        }
        Op::CHECK_EG_MATCH => {
            e.consumes.extend([a, b]);
            e.writes.extend([a, c]);
        }
        Op::LOAD_SPECIAL => {
            e.keeps.push(b);
            e.writes.extend([a, a + 4]);
        }
        Op::WITH_EXCEPT_START => {
            e.keeps.extend([b, b + 1, c]);
            e.writes.push(a);
        }
        Op::WITH_EXIT => {
            e.consumes.extend([b, b + 1]);
            e.writes.push(a);
        }
        Op::MATCH_CLASS => {
            e.keeps.push(b);
            e.consumes.extend([c, c + 1]);
            e.writes.push(a);
        }
        Op::MATCH_KEYS => {
            e.keeps.extend([b, c]);
            e.writes.push(a);
        }
        Op::MATCH_REST => {
            e.keeps.push(b);
            e.consumes.push(c);
            e.writes.push(a);
        }
        Op::INTRINSIC => {
            e.consumes.push(b);
            use crate::ops::Intrinsic as I;
            let two = [I::TypeVarWithBound, I::TypeVarWithConstraints, I::SetTypeParamDefault];
            if two.iter().any(|each| *each as u32 == c) {
                e.consumes.push(b + 1);
            }
            e.writes.push(a);
        }
        other => unreachable!("no row for {}", other.name()),
    }
    if e.jumps && e.jump_writes.is_empty() && !matches!(op, Op::FOR_ITER) {
        e.jump_writes.clone_from(&e.writes);
    }
    effect
}

/// The live temps at a place: surely, and perhaps.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Live {
    surely: [u64; 4],
    perhaps: [u64; 4],
}

impl Live {
    fn set(&mut self, register: u32, live: bool) {
        let (word, bit) = (register as usize / 64 % 4, 1u64 << (register % 64));
        for bits in [&mut self.surely, &mut self.perhaps] {
            if live { bits[word] |= bit } else { bits[word] &= !bit }
        }
    }

    fn surely(&self, register: u32) -> bool {
        self.surely[register as usize / 64 % 4] & 1 << (register % 64) != 0
    }

    fn perhaps(&self, register: u32) -> bool {
        self.perhaps[register as usize / 64 % 4] & 1 << (register % 64) != 0
    }

    /// Both ways lead here; whether that changed anything.
    fn join(&mut self, other: &Live) -> bool {
        let before = *self;
        for word in 0..4 {
            self.surely[word] &= other.surely[word];
            self.perhaps[word] |= other.perhaps[word];
        }
        *self != before
    }
}

/// Check `code` and the code in it. The error says where and what.
pub fn verify(code: &Code) -> Result<(), String> {
    Verifier { code }.run().map_err(|error| format!("{} ({}): {error}", code.qualname, code.first_line))?;
    for value in &code.consts {
        if let crate::code::Const::Code(inner) = value {
            verify(inner)?;
        }
    }
    Ok(())
}

/// The temps that hold something before each instruction, as bits by register; None where control never gets. For code that debuggers jump in.
pub fn live_temps(code: &Code) -> Vec<Option<[u64; 4]>> {
    let verifier = Verifier { code };
    let Ok(states) = verifier.states() else { return vec![None; code.words.len()] };
    let temps = |state: Live| {
        let mut bits = state.surely;
        for register in 0..u32::from(code.temps_start) {
            bits[register as usize / 64 % 4] &= !(1 << (register % 64));
        }
        bits
    };
    states.into_iter().map(|state| state.map(temps)).collect()
}

struct Verifier<'a> {
    code: &'a Code,
}

impl Verifier<'_> {
    fn is_temp(&self, register: u32) -> bool {
        register >= u32::from(self.code.temps_start)
    }

    fn run(&self) -> Result<(), String> {
        self.states().map(drop)
    }

    /// What registers hold something before each instruction that can be reached.
    fn states(&self) -> Result<Vec<Option<Live>>, String> {
        let words = self.code.words.len();
        let mut states: Vec<Option<Live>> = vec![None; words + 1];
        let mut work = vec![0usize];
        states[0] = Some(Live::default());
        while let Some(at) = work.pop() {
            let Some(state) = states.get(at).copied().flatten() else { continue };
            let Some(instruction) = self.code.words.get(at).and_then(|&word| Instruction::decode(word)) else {
                return Err(format!("{at}: no instruction here"));
            };
            for (next, state) in self.step(at, instruction, state)? {
                if next >= words {
                    return Err(format!("{at}: leads outside the code, to {next}"));
                }
                let changed = match &mut states[next] {
                    Some(known) => known.join(&state),
                    none => {
                        *none = Some(state);
                        true
                    }
                };
                if changed {
                    work.push(next);
                }
            }
        }
        Ok(states)
    }

    fn step(&self, at: usize, instruction: Instruction, before: Live) -> Result<Vec<(usize, Live)>, String> {
        let op = instruction.op;
        let name = op.name();
        let effect = effect(self.code, at, instruction);
        let window = u32::from(self.code.registers).min(255);
        let all = [&effect.consumes, &effect.keeps, &effect.clears, &effect.writes, &effect.free];
        if let Some(outside) = all.into_iter().flatten().find(|&&register| register >= window) {
            return Err(format!("{at}: {name} uses register {outside} outside the window"));
        }
        for &register in effect.consumes.iter().chain(&effect.keeps) {
            if self.is_temp(register) && !before.surely(register) {
                return Err(format!("{at}: {name} reads temp {} that may be empty", self.temp(register)));
            }
        }
        let mut after = before;
        for &register in effect.consumes.iter().chain(&effect.clears) {
            if self.is_temp(register) {
                after.set(register, false);
            }
        }
        if let Some(used) = effect.free.iter().find(|&&register| self.is_temp(register) && after.perhaps(register)) {
            return Err(format!("{at}: {name} needs temp {} empty", self.temp(*used)));
        }
        let mut next = Vec::new();
        // The first entry that covers the instruction has it.
        let handler = self.code.exceptions.iter().find(|entry| entry.start as usize <= at && at < entry.end as usize);
        if let Some(entry) = handler {
            let mut caught = before;
            caught.join(&after);
            for register in u32::from(entry.register)..256 {
                caught.set(register, false);
            }
            caught.set(entry.register.into(), true);
            next.push((entry.target as usize, caught));
        }
        let end = at + op.words();
        if effect.jumps {
            let mut jumped = after;
            for &register in &effect.jump_clears {
                jumped.set(register, false);
            }
            for &register in &effect.jump_writes {
                if self.is_temp(register) {
                    jumped.set(register, true);
                }
            }
            let offset = self.code.words.get(at + 1).copied().unwrap_or_default() as i32;
            next.push((end.wrapping_add_signed(offset as isize), jumped));
        }
        for &register in &effect.writes {
            if self.is_temp(register) {
                after.set(register, true);
            }
        }
        if matches!(op, Op::RETURN | Op::RETURN_IMMEDIATE)
            && let Some(left) = (0..255).find(|&register| after.perhaps(register))
        {
            return Err(format!("{at}: {name} leaves temp {} behind", self.temp(left)));
        }
        if !effect.ends {
            next.push((end, after));
        }
        Ok(next)
    }

    fn temp(&self, register: u32) -> String {
        format!("t{}", register - u32::from(self.code.temps_start))
    }
}
