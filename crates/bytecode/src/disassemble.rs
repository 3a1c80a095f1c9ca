//! A readable listing of code: offsets, instructions with their registers by name, jump targets, the exception table.
//!
//! Locals are shown by name, temps as `t0`, `t1` ...; a name follows an instruction that has a name or constant.

use std::fmt::Write;

use crate::code::{Code, Const, LocalKind};
use crate::ops::{
    BinaryKind, CommonConstant, FunctionAttribute, Immediate, Instruction, Intrinsic, NO_REGISTER, Op, SpecialMethod,
};

/// What an operand byte, two of them, or an extra word means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    /// A register.
    R,
    /// A register, or none.
    Maybe,
    /// A signed 8-bit int.
    Imm,
    /// A plain number.
    N,
    /// b and c: a constant's index.
    Const16,
    /// b and c: a name's index.
    Name16,
    /// b and c: a signed int.
    Int16,
    /// b and c: a closure cell.
    Free16,
    /// b and c: a far local.
    Far16,
    /// b and c: a closure cell, or with the top bit a local.
    Cell16,
    Immediate,
    Common,
    Intrinsic,
    Special,
    Attribute,
    /// Extra words.
    Jump,
    NameWord,
    ConstWord,
    Word,
    Binary,
    Counts,
    Handler,
}

/// The operands of an op: those of the first word, then those of the extra words.
fn fields(op: Op) -> (&'static [Field], &'static [Field]) {
    use Field::{
        Attribute, Binary, Cell16, Common, Const16, ConstWord, Counts, Far16, Free16, Handler, Imm, Immediate, Int16,
        Intrinsic, Jump, Maybe, N, Name16, NameWord, R, Special, Word,
    };
    // What stands for another op has its operands.
    match op.general() {
        Op::NOP | Op::SETUP_ANNOTATIONS | Op::TRACE => (&[], &[]),
        Op::LOAD_CONST | Op::MAKE_FUNCTION => (&[R, Const16], &[]),
        Op::LOAD_CONST_WIDE => (&[R], &[ConstWord]),
        Op::LOAD_INT => (&[R, Int16], &[]),
        Op::LOAD_IMMEDIATE => (&[R, Immediate], &[]),
        Op::LOAD_COMMON => (&[R, Common], &[]),
        Op::COPY | Op::LOAD_LOCAL | Op::MOVE | Op::NEGATIVE | Op::POSITIVE | Op::INVERT | Op::NOT => (&[R, R], &[]),
        Op::DROP
        | Op::CHECK_LOCAL
        | Op::DELETE_LOCAL
        | Op::MAKE_CELL
        | Op::DELETE_CELL
        | Op::LOAD_LOCALS
        | Op::LOAD_BUILD_CLASS
        | Op::RETURN
        | Op::FOR_DROP
        | Op::RERAISE
        | Op::PUSH_EXC_INFO
        | Op::POP_EXCEPT
        | Op::END_ASYNC_FOR
        | Op::IMPORT_STAR => (&[R], &[]),
        Op::LOAD_FAR | Op::STORE_FAR => (&[R, Far16], &[]),
        Op::DELETE_FAR => (&[N, Far16], &[]),
        Op::FAR_ENTRY => (&[], &[Word]),
        Op::MAKE_FAR_CELL => (&[N, Far16], &[]),
        Op::LOAD_CELL => (&[R, R, N], &[]),
        Op::STORE_CELL => (&[R, R], &[]),
        Op::LOAD_FREE | Op::STORE_FREE | Op::LOAD_FREE_CELL => (&[R, Free16], &[]),
        Op::DELETE_FREE => (&[N, Free16], &[]),
        Op::LOAD_GLOBAL
        | Op::STORE_GLOBAL
        | Op::LOAD_NAME
        | Op::LOAD_GLOBAL_MODULE
        | Op::LOAD_GLOBAL_BUILTIN
        | Op::STORE_NAME
        | Op::LOAD_FROM_DICT_OR_GLOBALS => (&[R, Name16], &[]),
        Op::DELETE_GLOBAL | Op::DELETE_NAME => (&[N, Name16], &[]),
        Op::LOAD_FROM_DICT_OR_CELL => (&[R, Cell16], &[]),
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
        | Op::STORE_SUBSCR
        | Op::LOAD_SLICE
        | Op::STORE_SLICE
        | Op::MAP_ADD
        | Op::DICT_MERGE
        | Op::CHECK_EG_MATCH
        | Op::PREPARE_RERAISE_STAR
        | Op::WITH_EXCEPT_START
        | Op::MATCH_KEYS
        | Op::MATCH_REST => (&[R, R, R], &[]),
        Op::BINARY => (&[R, R, R], &[Binary]),
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
        | Op::LOAD_SUBSCR_IMM => (&[R, R, Imm], &[]),
        Op::STORE_SUBSCR_IMM => (&[R, Imm, R], &[]),
        Op::JUMP | Op::JUMP_BACK => (&[], &[Jump]),
        Op::JUMP_IF_TRUE | Op::JUMP_IF_FALSE | Op::JUMP_IF_NONE | Op::JUMP_IF_NOT_NONE => (&[R, N], &[Jump]),
        Op::JUMP_CMP_LT
        | Op::JUMP_CMP_LE
        | Op::JUMP_CMP_EQ
        | Op::JUMP_CMP_NE
        | Op::JUMP_CMP_GT
        | Op::JUMP_CMP_GE
        | Op::JUMP_IF_IS
        | Op::JUMP_IF_CONTAINS => (&[R, R, N], &[Jump]),
        Op::JUMP_CMP_LT_IMM
        | Op::JUMP_CMP_LE_IMM
        | Op::JUMP_CMP_EQ_IMM
        | Op::JUMP_CMP_NE_IMM
        | Op::JUMP_CMP_GT_IMM
        | Op::JUMP_CMP_GE_IMM => (&[R, Imm, N], &[Jump]),
        Op::RETURN_IMMEDIATE => (&[Immediate], &[]),
        Op::LOAD_ATTR
        | Op::LOAD_METHOD
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
        | Op::LOAD_METHOD_CLASS
        | Op::LOAD_METHOD_VALUE
        | Op::LOAD_METHOD_MODULE
        | Op::STORE_ATTR
        | Op::STORE_ATTR_SLOT
        | Op::STORE_ATTR_ADD
        | Op::STORE_ATTR_DICT
        | Op::IMPORT_FROM => (&[R, R], &[NameWord]),
        Op::DELETE_ATTR => (&[R], &[NameWord]),
        Op::LOAD_SUPER_ATTR | Op::LOAD_SUPER_METHOD => (&[R, R, N], &[NameWord]),
        Op::DELETE_SUBSCR
        | Op::BUILD_SLICE
        | Op::LIST_APPEND
        | Op::SET_ADD
        | Op::SET_UPDATE
        | Op::DICT_UPDATE
        | Op::LIST_TO_TUPLE
        | Op::BUILD_TEMPLATE
        | Op::GET_ITER
        | Op::GET_YIELD_FROM_ITER
        | Op::GET_AITER
        | Op::GET_ANEXT
        | Op::WITH_EXIT
        | Op::MATCH_MAPPING
        | Op::MATCH_SEQUENCE
        | Op::GET_LEN => (&[R, R], &[]),
        Op::CALL
        | Op::CALL_METHOD
        | Op::CALL_FROM_GENERATOR
        | Op::CALL_LEN
        | Op::CALL_ISINSTANCE
        | Op::CALL_TYPE
        | Op::CALL_NATIVE
        | Op::CALL_METHOD_NATIVE
        | Op::CALL_METHOD_FROM_GENERATOR
        | Op::BUILD_LIST
        | Op::BUILD_TUPLE
        | Op::BUILD_SET
        | Op::BUILD_MAP
        | Op::BUILD_STRING
        | Op::LIST_EXTEND
        | Op::FORMAT
        | Op::BUILD_INTERPOLATION
        | Op::UNPACK_SEQUENCE
        | Op::FOR_PREPARE
        | Op::GET_AWAITABLE => (&[R, R, N], &[]),
        Op::CALL_KW | Op::CALL_METHOD_KW => (&[R, R, N], &[ConstWord]),
        Op::UNPACK_EX => (&[R, R], &[Counts]),
        Op::FOR_ITER => (&[R, R], &[Jump]),
        Op::YIELD => (&[R, R, Maybe], &[]),
        Op::SEND => (&[R, R, R], &[Jump]),
        Op::YIELD_DELEGATE => (&[R, R, R], &[Jump, Handler]),
        Op::SET_FUNCTION_ATTR => (&[R, R, Attribute], &[]),
        Op::RAISE | Op::CALL_EX => (&[R, R, N], &[]),
        Op::JUMP_IF_NOT_MATCH => (&[R, R], &[Jump]),
        Op::LOAD_SPECIAL => (&[R, R, Special], &[]),
        Op::IMPORT_NAME => (&[R, R, R], &[NameWord]),
        Op::MATCH_CLASS => (&[R, R, R], &[Word]),
        Op::INTRINSIC => (&[R, R, Intrinsic], &[]),
        other => unreachable!("no row for {}", other.name()),
    }
}

/// The listing of `code` and of all code in it.
pub fn disassemble(code: &Code) -> String {
    let mut out = String::new();
    let mut queue = vec![code];
    while let Some(code) = queue.pop() {
        one(code, &mut out);
        let inner = code.consts.iter().filter_map(|value| match value {
            Const::Code(code) => Some(&**code),
            _ => None,
        });
        let at = queue.len();
        queue.extend(inner);
        queue[at..].reverse();
    }
    out
}

fn one(code: &Code, out: &mut String) {
    let _ = writeln!(
        out,
        "{} (line {}, registers {}, flags {:#x})",
        code.qualname, code.first_line, code.registers, code.flags.0
    );
    if !code.locals.is_empty() {
        let locals: Vec<String> = code
            .locals
            .iter()
            .map(|local| match local.kind {
                LocalKind::Fast => local.name.clone(),
                LocalKind::Cell => format!("{} (cell)", local.name),
                LocalKind::Hidden => format!("{} (hidden)", local.name),
            })
            .collect();
        let _ = writeln!(out, "  locals: {}", locals.join(", "));
    }
    if !code.free.is_empty() {
        let _ = writeln!(out, "  free: {}", code.free.join(", "));
    }
    let listing = Listing { code };
    let targets = listing.targets();
    let mut at = 0;
    let mut line = 0;
    while at < code.words.len() {
        let Some(instruction) = Instruction::decode(code.words[at]) else {
            let _ = writeln!(out, "{at:>5}  ???");
            at += 1;
            continue;
        };
        let position = code.positions.find(at as u32);
        let shown = if position.line != 0 && position.line != line {
            line = position.line;
            format!("{line}")
        } else {
            String::new()
        };
        let mark = if targets.contains(&at) { ">" } else { " " };
        let _ = writeln!(out, "{shown:>4} {mark}{at:>4}  {}", listing.instruction(at, instruction));
        at += instruction.op.words();
    }
    for entry in &code.exceptions {
        let register = listing.register(entry.register);
        let _ = writeln!(out, "  {}..{} -> {} in {register}", entry.start, entry.end, entry.target);
    }
    out.push('\n');
}

/// Where the instruction at `at` may jump to.
pub fn jump_target(words: &[u32], at: usize) -> Option<usize> {
    let op = Instruction::decode(*words.get(at)?)?.op;
    if fields(op).1.first() != Some(&Field::Jump) {
        return None;
    }
    Some((at + op.words()).wrapping_add_signed(*words.get(at + 1)? as i32 as isize))
}

/// An instruction, taken apart for a program that shows it.
pub struct Listed {
    /// Its first word.
    pub at: usize,
    pub op: Op,
    /// Its operands, as the listing shows them.
    pub text: String,
    /// The index of the constant or of the name that it has.
    pub constant: Option<usize>,
    pub name: Option<usize>,
    /// Where it may jump to.
    pub target: Option<usize>,
}

/// The instructions of `code`, in order.
pub fn instructions(code: &Code) -> Vec<Listed> {
    let listing = Listing { code };
    let mut listed = Vec::new();
    let mut at = 0;
    while let Some(instruction) = code.words.get(at).and_then(|&word| Instruction::decode(word)) {
        let op = instruction.op;
        let (first, extra) = fields(op);
        let wide = usize::from(instruction.b) | usize::from(instruction.c) << 8;
        let behind =
            |field: Field| extra.iter().position(|&other| other == field).map(|index| listing.word(at + 1 + index));
        let constant = if first.contains(&Field::Const16) {
            Some(wide)
        } else {
            behind(Field::ConstWord).map(|word| word as usize)
        };
        let name =
            if first.contains(&Field::Name16) { Some(wide) } else { behind(Field::NameWord).map(|word| word as usize) };
        let whole = listing.instruction(at, instruction);
        let text = whole.split_once(' ').map_or("", |(_, operands)| operands.trim_start()).to_owned();
        listed.push(Listed { at, op, text, constant, name, target: jump_target(&code.words, at) });
        at += op.words();
    }
    listed
}

struct Listing<'a> {
    code: &'a Code,
}

impl Listing<'_> {
    fn targets(&self) -> Vec<usize> {
        let mut targets: Vec<usize> = self.code.exceptions.iter().map(|entry| entry.target as usize).collect();
        let mut at = 0;
        while at < self.code.words.len() {
            let Some(instruction) = Instruction::decode(self.code.words[at]) else { break };
            if fields(instruction.op).1.first() == Some(&Field::Jump) {
                targets.push(self.target(at, instruction.op));
            }
            at += instruction.op.words();
        }
        targets
    }

    fn word(&self, at: usize) -> u32 {
        self.code.words.get(at).copied().unwrap_or_default()
    }

    fn target(&self, at: usize, op: Op) -> usize {
        (at + op.words()).wrapping_add_signed(self.word(at + 1) as i32 as isize)
    }

    fn register(&self, number: u8) -> String {
        if number < self.code.temps_start {
            return match self.code.locals.get(number as usize) {
                Some(local) => local.name.clone(),
                None => format!("r{number}"),
            };
        }
        format!("t{}", number - self.code.temps_start)
    }

    fn name(&self, at: usize) -> String {
        self.code.names.get(at).cloned().unwrap_or_else(|| format!("name {at}?"))
    }

    fn constant(&self, at: usize) -> String {
        self.code.consts.get(at).map_or_else(|| format!("const {at}?"), constant)
    }

    fn free(&self, at: usize) -> String {
        self.code.free.get(at).cloned().unwrap_or_else(|| format!("free {at}?"))
    }

    fn instruction(&self, at: usize, instruction: Instruction) -> String {
        let (first, extra) = fields(instruction.op);
        let wide = u16::from(instruction.b) | u16::from(instruction.c) << 8;
        let mut parts = Vec::new();
        for (field, value) in first.iter().zip([instruction.a, instruction.b, instruction.c]) {
            let named = |name: Option<String>| name.unwrap_or_else(|| format!("{value}?"));
            parts.push(match field {
                Field::R => self.register(value),
                Field::Maybe if value == NO_REGISTER => "-".into(),
                Field::Maybe => self.register(value),
                Field::Imm => format!("{}", value as i8),
                Field::Const16 => self.constant(wide.into()),
                Field::Name16 => self.name(wide.into()),
                Field::Int16 => format!("{}", wide as i16),
                Field::Free16 => self.free(wide.into()),
                Field::Far16 => match self.code.locals.get(wide as usize) {
                    Some(local) => local.name.clone(),
                    None => format!("far {wide}"),
                },
                Field::Cell16 if wide & 0x8000 != 0 => self.register(wide as u8),
                Field::Cell16 => self.free(wide.into()),
                Field::Immediate => named(Immediate::from_number(value).map(|value| format!("{value:?}"))),
                Field::Common => named(CommonConstant::from_number(value).map(|value| format!("{value:?}"))),
                Field::Intrinsic => named(Intrinsic::from_number(value).map(|value| format!("{value:?}"))),
                Field::Special => named(SpecialMethod::from_number(value).map(|value| format!("{value:?}"))),
                Field::Attribute => named(FunctionAttribute::from_number(value).map(|value| format!("{value:?}"))),
                _ => format!("{value}"),
            });
        }
        for (field, index) in extra.iter().zip(at + 1..) {
            let word = self.word(index);
            parts.push(match field {
                Field::Jump => format!("-> {}", self.target(at, instruction.op)),
                Field::NameWord => self.name(word as usize),
                Field::ConstWord => self.constant(word as usize),
                Field::Binary => match BinaryKind::from_number(word as u8) {
                    Some(kind) => format!("{kind:?}"),
                    None => format!("{word}?"),
                },
                Field::Counts => format!("{}+*+{}", word & 0xffff, word >> 16),
                Field::Handler if word == u32::from(NO_REGISTER) => "-".into(),
                Field::Handler => self.register(word as u8),
                _ => format!("{word}"),
            });
        }
        format!("{:<20} {}", instruction.op.name(), parts.join(", ")).trim_end().to_owned()
    }
}

/// A constant as source text, near enough to read.
fn constant(value: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(constant).collect::<Vec<_>>().join(", ");
    match value {
        Const::None => "None".into(),
        Const::True => "True".into(),
        Const::False => "False".into(),
        Const::Ellipsis => "...".into(),
        Const::Int(value) => format!("{value}"),
        Const::BigInt(digits) => match digits.strip_prefix('-') {
            Some(digits) => format!("-0x{digits}"),
            None => format!("0x{digits}"),
        },
        Const::Float(value) => format!("{value:?}"),
        Const::Complex { real, imag } => format!("({real:?}, {imag:?}j)"),
        Const::Str(text) => format!("{:?}", String::from_utf8_lossy(text)),
        Const::Bytes(bytes) => format!("b\"{}\"", bytes.escape_ascii()),
        Const::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset({})", list(items)),
        Const::Slice(parts) => format!("slice({})", list(&parts[..])),
        Const::Code(code) => format!("<code {}>", code.qualname),
        Const::Packed(_) => "<packed code>".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_op_has_a_row() {
        for &op in Op::ALL {
            let general = op.general();
            assert_eq!(general, general.general());
            assert_eq!(op.words(), general.words(), "{} stands for {}", op.name(), general.name());
            let (first, extra) = fields(op);
            assert!(first.len() <= 3 && extra.len() < general.words(), "{}", op.name());
        }
    }
}
