//! Arithmetic at sites that have met floats. One that meets anything else becomes one of whatever comes, and stays that.

use taipan_bytecode::{Instruction, Op};
use taipan_heap::Value;

use crate::interp::machine::{Flow, Machine};
use crate::interp::ops::arith::{floats, put_float, slow};
use crate::object::protocol::number::BinaryOp;

/// An operator has met two numbers of which one is no int.
pub(super) fn specialize(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let both = floats(m.get(i.b), m.get(i.c));
    let op = match (i.op.general(), both) {
        (Op::ADD, true) => Op::ADD_FLOAT,
        (Op::ADD, false) => Op::ADD_ANY,
        (Op::SUB, true) => Op::SUB_FLOAT,
        (Op::SUB, false) => Op::SUB_ANY,
        (Op::MUL, true) => of_product(m, i),
        (Op::MUL, false) => Op::MUL_ANY,
        (Op::INPLACE_ADD, true) => Op::INPLACE_ADD_FLOAT,
        (Op::INPLACE_ADD, false) => Op::INPLACE_ADD_ANY,
        (Op::INPLACE_SUB, true) => Op::INPLACE_SUB_FLOAT,
        (Op::INPLACE_SUB, false) => Op::INPLACE_SUB_ANY,
        (Op::INPLACE_MUL, true) => Op::INPLACE_MUL_FLOAT,
        (Op::INPLACE_MUL, false) => Op::INPLACE_MUL_ANY,
        _ => {
            m.sync();
            return Flow::Raise(m.vm.system_error("an operator without a form for floats"));
        }
    };
    m.specialize(i, op)
}

/// The op for a product of floats, by what follows.
fn of_product(m: &Machine<'_>, i: Instruction) -> Op {
    let Some(next) = Instruction::decode(m.peek(0)) else { return Op::MUL_FLOAT };
    if !m.is_temp(i.a) || (next.b == i.a) == (next.c == i.a) {
        return Op::MUL_FLOAT;
    }
    match (next.op.general(), next.c == i.a) {
        (Op::ADD | Op::INPLACE_ADD, true) => Op::MUL_FLOAT_ADD,
        (Op::ADD | Op::INPLACE_ADD, false) => Op::MUL_FLOAT_PLUS,
        (Op::SUB | Op::INPLACE_SUB, true) => Op::MUL_FLOAT_SUB,
        (Op::SUB | Op::INPLACE_SUB, false) => Op::MUL_FLOAT_MINUS,
        _ => Op::MUL_FLOAT,
    }
}

macro_rules! of_floats {
    ($($name:ident $operator:tt $op:ident $inplace:literal $any:ident;)+) => { $(
        #[inline(always)]
        pub(in crate::interp) fn $name(m: &mut Machine<'_>, i: Instruction) -> Flow {
            let (a, b) = (m.get(i.b), m.get(i.c));
            if !floats(a, b) {
                return Flow::Slow(|m, i| m.specialize(i, Op::$any));
            }
            put_float(m, i.a, a.float_payload() $operator b.float_payload(), |m, i| slow(m, i, BinaryOp::$op, $inplace))
        }
    )+ };
}

of_floats! {
    add + Add false ADD_ANY;
    sub - Sub false SUB_ANY;
    mul * Mul false MUL_ANY;
    inplace_add + Add true INPLACE_ADD_ANY;
    inplace_sub - Sub true INPLACE_SUB_ANY;
    inplace_mul * Mul true INPLACE_MUL_ANY;
}

macro_rules! of_products {
    ($($name:ident $other:ident |$product:ident, $x:ident| $result:expr;)+) => { $(
        /// Both instructions at once; where that will not do, or somebody watches the second one, the product alone.
        #[inline(always)]
        pub(in crate::interp) fn $name(m: &mut Machine<'_>, i: Instruction) -> Flow {
            let word = m.peek(0);
            let next = Next { a: (word >> 8) as u8, b: (word >> 16) as u8, c: (word >> 24) as u8 };
            let (a, b, other) = (m.get(i.b), m.get(i.c), m.get(next.$other));
            if a.bits() & b.bits() & other.bits() & 2 == 0 || word as u8 == Op::TRACE as u8 {
                return Flow::Slow(mul);
            }
            let ($product, $x) = (a.float_payload() * b.float_payload(), other.float_payload());
            match Value::float($result) {
                Some(value) => {
                    m.skip(1);
                    m.put(next.a, value)
                }
                None => Flow::Slow(mul),
            }
        }
    )+ };
}

/// The registers of the instruction that follows a product.
struct Next {
    a: u8,
    b: u8,
    c: u8,
}

of_products! {
    mul_add b |product, x| x + product;
    mul_plus c |product, x| product + x;
    mul_sub b |product, x| x - product;
    mul_minus c |product, x| product - x;
}
