//! Arithmetic of inline ints, and of whatever the operands' classes say. Sites that meet floats become those of `float.rs`.

use taipan_bytecode::{BinaryKind, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::interp::machine::{Flow, Handler, Machine, attempt, shape_of};
use crate::object::obj::Obj;
use crate::object::protocol::number::BinaryOp;
use crate::types::shapes;
use crate::types::str::Str;

/// Both are inline ints.
#[inline(always)]
fn ints(a: Value, b: Value) -> bool {
    super::compare::both_int(a, b)
}

/// The inline int with these bits, its tag among them.
#[inline(always)]
fn tagged(bits: i64) -> Value {
    debug_assert!(bits & 3 == 1);
    // SAFETY: a tagged int is not zero.
    unsafe { Value::from_bits(bits as u64).unwrap_unchecked() }
}

/// Both are inline floats.
#[inline(always)]
pub(super) fn floats(a: Value, b: Value) -> bool {
    a.bits() & b.bits() & 2 != 0
}

/// An inline int's or float's value as a float, for mixed operands.
#[inline(always)]
fn mixed(a: Value, b: Value) -> Option<(f64, f64)> {
    if a.is_float() && b.is_int() {
        exact(b.int_payload()).map(|b| (a.float_payload(), b))
    } else if a.is_int() && b.is_float() {
        exact(a.int_payload()).map(|a| (a, b.float_payload()))
    } else {
        None
    }
}

/// An int that a float holds exactly.
#[inline(always)]
fn exact(int: i64) -> Option<f64> {
    if int.unsigned_abs() <= 1 << 53 { Some(int as f64) } else { None }
}

/// Write a float result, which nearly always is inline; `slow` makes the others.
#[inline(always)]
pub(super) fn put_float(m: &mut Machine<'_>, register: u8, float: f64, slow: Handler) -> Flow {
    match Value::float(float) {
        Some(value) => m.put(register, value),
        None => Flow::Slow(slow),
    }
}

/// Write an int result, unless it overflows; `slow` makes a big one.
#[inline(always)]
fn put_int(m: &mut Machine<'_>, register: u8, result: Option<Value>, slow: Handler) -> Flow {
    match result {
        Some(value) => m.put(register, value),
        None => Flow::Slow(slow),
    }
}

/// The general way: the operands' slots.
#[inline(never)]
pub(super) fn slow(m: &mut Machine<'_>, i: Instruction, op: BinaryOp, inplace: bool) -> Flow {
    m.sync();
    let (a, b) = (m.get(i.b), m.get(i.c));
    if i.op != Op::BINARY
        && let Some(flow) = super::special::binary(m, op, a, b, inplace)
    {
        return flow;
    }
    let result = if inplace { m.vm.inplace_op(op, a, b) } else { m.vm.binary_op(op, a, b) };
    let result = attempt!(result);
    if i.a != i.b {
        m.consume(i.b);
    }
    if i.a != i.c {
        m.consume(i.c);
    }
    m.set(i.a, result);
    Flow::Next
}

#[inline(never)]
fn slow_imm(m: &mut Machine<'_>, i: Instruction, op: BinaryOp, inplace: bool) -> Flow {
    m.sync();
    let (a, b) = (m.get(i.b), Value::small(i32::from(i.c as i8)));
    if let Some(flow) = super::special::binary(m, op, a, b, inplace) {
        return flow;
    }
    let result = if inplace { m.vm.inplace_op(op, a, b) } else { m.vm.binary_op(op, a, b) };
    let result = attempt!(result);
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, result);
    Flow::Next
}

/// Leave an operator to the special method of an object, or to `slow`.
#[inline(always)]
fn special(m: &mut Machine<'_>, i: Instruction, op: BinaryOp, slow: Handler) -> Flow {
    match super::special::binary(m, op, m.get(i.b), m.get(i.c), false) {
        Some(flow) => flow,
        None => Flow::Slow(slow),
    }
}

/// ADD of anything but ints at a site that has met nothing else.
#[inline(always)]
pub(in crate::interp) fn add_first(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if numbers(m.get(i.b), m.get(i.c)) {
        return Flow::Slow(super::float::specialize);
    }
    add_texts(m, i)
}

/// ADD of anything but numbers alike: strings and bytes are joined, anything else added by its class.
#[inline(always)]
pub(in crate::interp) fn add_texts(m: &mut Machine<'_>, i: Instruction) -> Flow {
    const SLOW: Handler = |m, i| slow(m, i, BinaryOp::Add, false);
    let (a, b) = (m.get(i.b), m.get(i.c));
    let shape = shape_of(a);
    if shape == 0 || shape != shape_of(b) || shape != shapes::str && shape != shapes::bytes {
        if let Some((x, y)) = mixed(a, b) {
            return put_float(m, i.a, x + y, SLOW);
        }
        return special(m, i, BinaryOp::Add, SLOW);
    }
    m.sync();
    // SAFETY: the shapes say what the objects are.
    let joined = unsafe {
        if shape == shapes::str {
            m.vm.concat_str(Obj::from_value(a), Obj::from_value(b))
        } else {
            m.vm.concat_bytes(Obj::from_value(a), Obj::from_value(b))
        }
    };
    let joined = attempt!(joined);
    m.consume(i.b);
    m.consume(i.c);
    m.set(i.a, joined);
    m.check_breaker()
}

/// Both are inline numbers.
#[inline(always)]
fn numbers(a: Value, b: Value) -> bool {
    (a.is_int() || a.is_float()) && (b.is_int() || b.is_float())
}

/// The sum or difference of inline ints, if it is one: the right operand without its tag leaves that of the left one, and 62-bit overflow is 64-bit
/// overflow of the shifted payloads.
macro_rules! additive {
    ($a:ident $overflowing:ident $b:ident) => {{
        let (sum, overflow) = ($a.bits() as i64).$overflowing($b.bits() as i64 - 1);
        if overflow { None } else { Some(tagged(sum)) }
    }};
}

/// An operation that is quick for inline ints: at a site that has met nothing else ($name), and at one that has met all
/// sorts ($any).
macro_rules! of_ints {
    ($($name:ident $any:ident $op:ident $operator:tt $inplace:literal |$a:ident, $b:ident| $result:expr;)+) => { $(
        #[inline(always)]
        pub(in crate::interp) fn $name(m: &mut Machine<'_>, i: Instruction) -> Flow {
            let ($a, $b) = (m.get(i.b), m.get(i.c));
            if ints($a, $b) {
                let result: Option<Value> = $result;
                return put_int(m, i.a, result, |m, i| slow(m, i, BinaryOp::$op, $inplace));
            }
            Flow::Second
        }

        #[inline(always)]
        pub(in crate::interp) fn $any(m: &mut Machine<'_>, i: Instruction) -> Flow {
            const SLOW: Handler = |m, i| slow(m, i, BinaryOp::$op, $inplace);
            let ($a, $b) = (m.get(i.b), m.get(i.c));
            if ints($a, $b) {
                let result: Option<Value> = $result;
                return put_int(m, i.a, result, SLOW);
            }
            if floats($a, $b) {
                return put_float(m, i.a, $a.float_payload() $operator $b.float_payload(), SLOW);
            }
            Flow::Second
        }
    )+ };
}

of_ints! {
    add add_any Add + false |a, b| additive!(a overflowing_add b);
    sub sub_any Sub - false |a, b| additive!(a overflowing_sub b);
    mul mul_any Mul * false |a, b| a.int_payload().checked_mul(b.int_payload()).and_then(Value::int);
    inplace_add inplace_add_any Add + true |a, b| additive!(a overflowing_add b);
    inplace_sub inplace_sub_any Sub - true |a, b| additive!(a overflowing_sub b);
    inplace_mul inplace_mul_any Mul * true
        |a, b| a.int_payload().checked_mul(b.int_payload()).and_then(Value::int);
}

/// The second handlers of `of_ints`: those of ADD are above, since texts are added too.
macro_rules! of_others {
    ($($first:ident $other:ident $op:ident $operator:tt $inplace:literal $slow:expr;)+) => { $(
        #[inline(always)]
        pub(in crate::interp) fn $first(m: &mut Machine<'_>, i: Instruction) -> Flow {
            if numbers(m.get(i.b), m.get(i.c)) {
                return Flow::Slow(super::float::specialize);
            }
            $other(m, i)
        }

        #[inline(always)]
        pub(in crate::interp) fn $other(m: &mut Machine<'_>, i: Instruction) -> Flow {
            const SLOW: Handler = $slow;
            let (a, b) = (m.get(i.b), m.get(i.c));
            if let Some((x, y)) = mixed(a, b) {
                return put_float(m, i.a, x $operator y, SLOW);
            }
            if $inplace { Flow::Slow(SLOW) } else { special(m, i, BinaryOp::$op, SLOW) }
        }
    )+ };
}

of_others! {
    sub_first sub_other Sub - false |m, i| slow(m, i, BinaryOp::Sub, false);
    mul_first mul_other Mul * false |m, i| slow(m, i, BinaryOp::Mul, false);
    inplace_add_first inplace_add_other Add + true inplace_add_slow;
    inplace_sub_first inplace_sub_other Sub - true |m, i| slow(m, i, BinaryOp::Sub, true);
    inplace_mul_first inplace_mul_other Mul * true |m, i| slow(m, i, BinaryOp::Mul, true);
}

#[inline(never)]
fn inplace_add_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // `s += t`: when the register holds the only reference, the string grows in place.
    if i.a == i.b
        && m.vm.cast_exact::<Str>(m.get(i.b)).is_some()
        && let Some(right) = m.vm.cast_exact::<Str>(m.get(i.c))
        && let Some(left) = m.take(i.b)
    {
        m.sync();
        let keep = right.own();
        let result = attempt!(crate::types::str::append_in_place(m.vm, left, right));
        drop(keep);
        m.set(i.a, result);
        m.consume(i.c);
        return Flow::Next;
    }
    Flow::Slow(|m, i| slow(m, i, BinaryOp::Add, true))
}

#[inline(always)]
pub(in crate::interp) fn truediv(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    if floats(a, b) && b.float_payload() != 0.0 {
        return put_float(m, i.a, a.float_payload() / b.float_payload(), truediv_slow);
    }
    Flow::Second
}

/// TRUEDIV of anything but floats.
#[inline(always)]
pub(in crate::interp) fn truediv_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    if ints(a, b) {
        let (x, y) = (a.int_payload(), b.int_payload());
        if exact(x).is_some() && exact(y).is_some() && y != 0 {
            return put_float(m, i.a, x as f64 / y as f64, truediv_slow);
        }
    } else if let Some((x, y)) = mixed(a, b)
        && y != 0.0
    {
        return put_float(m, i.a, x / y, truediv_slow);
    }
    special(m, i, BinaryOp::TrueDiv, truediv_slow)
}

fn truediv_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    slow(m, i, BinaryOp::TrueDiv, false)
}

/// Floor division of inline ints with a positive divisor.
#[inline(always)]
fn floor_div(a: i64, b: i64) -> Option<i64> {
    if b > 0 { Some(a.div_euclid(b)) } else { None }
}

#[inline(always)]
pub(in crate::interp) fn floordiv(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    if ints(a, b)
        && let Some(quotient) = floor_div(a.int_payload(), b.int_payload())
    {
        return m.put(i.a, Value::int_unchecked(quotient));
    }
    Flow::Slow(|m, i| slow(m, i, BinaryOp::FloorDiv, false))
}

#[inline(always)]
pub(in crate::interp) fn modulo(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    if ints(a, b) && b.int_payload() > 0 {
        return m.put(i.a, Value::int_unchecked(a.int_payload().rem_euclid(b.int_payload())));
    }
    Flow::Slow(|m, i| slow(m, i, BinaryOp::Mod, false))
}

macro_rules! bitwise {
    ($($name:ident $operator:tt $op:ident;)+) => { $(
        #[inline(always)]
        pub(in crate::interp) fn $name(m: &mut Machine<'_>, i: Instruction) -> Flow {
            let (a, b) = (m.get(i.b), m.get(i.c));
            if ints(a, b) {
                return m.put(i.a, Value::int_unchecked(a.int_payload() $operator b.int_payload()));
            }
            Flow::Slow(|m, i| slow(m, i, BinaryOp::$op, false))
        }
    )+ };
}

bitwise! { and & And; or | Or; xor ^ Xor; }

#[inline(always)]
fn shift_left(a: i64, b: i64) -> Option<Value> {
    if (0..62).contains(&b) {
        let shifted = a << b;
        if shifted >> b == a { Value::int(shifted) } else { None }
    } else {
        None
    }
}

#[inline(always)]
pub(in crate::interp) fn lshift(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    if ints(a, b)
        && let Some(shifted) = shift_left(a.int_payload(), b.int_payload())
    {
        return m.put(i.a, shifted);
    }
    Flow::Slow(|m, i| slow(m, i, BinaryOp::LShift, false))
}

#[inline(always)]
pub(in crate::interp) fn rshift(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    if ints(a, b) && b.int_payload() >= 0 {
        return m.put(i.a, Value::int_unchecked(a.int_payload() >> b.int_payload().min(63)));
    }
    Flow::Slow(|m, i| slow(m, i, BinaryOp::RShift, false))
}

/// A power without any of the special cases of `float.__pow__`.
#[inline(always)]
fn ordinary_power(a: f64, b: f64) -> Option<Value> {
    if a > 0.0 && a.is_finite() && b.is_finite() {
        Value::float(a.powf(b)).filter(|power| power.float_payload().is_finite())
    } else {
        None
    }
}

/// The operator that the word of a BINARY names, and whether it has a `=`.
pub(super) fn operator(word: u32) -> Option<(BinaryOp, bool)> {
    Some(match BinaryKind::from_number(word as u8)? {
        BinaryKind::MatMul => (BinaryOp::MatMul, false),
        BinaryKind::Pow => (BinaryOp::Pow, false),
        BinaryKind::InplaceTrueDiv => (BinaryOp::TrueDiv, true),
        BinaryKind::InplaceFloorDiv => (BinaryOp::FloorDiv, true),
        BinaryKind::InplaceMod => (BinaryOp::Mod, true),
        BinaryKind::InplacePow => (BinaryOp::Pow, true),
        BinaryKind::InplaceMatMul => (BinaryOp::MatMul, true),
        BinaryKind::InplaceAnd => (BinaryOp::And, true),
        BinaryKind::InplaceOr => (BinaryOp::Or, true),
        BinaryKind::InplaceXor => (BinaryOp::Xor, true),
        BinaryKind::InplaceLShift => (BinaryOp::LShift, true),
        BinaryKind::InplaceRShift => (BinaryOp::RShift, true),
    })
}

pub(in crate::interp) fn binary(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let Some((op, inplace)) = operator(m.peek(0)) else {
        m.sync();
        return Flow::Raise(m.vm.system_error("unknown binary operator"));
    };
    if op == BinaryOp::Pow && !inplace {
        let (a, b) = (m.get(i.b), m.get(i.c));
        if floats(a, b)
            && let Some(value) = ordinary_power(a.float_payload(), b.float_payload())
        {
            m.skip(1);
            return m.put(i.a, value);
        }
    }
    m.sync();
    if let Some(flow) = super::special::binary(m, op, m.get(i.b), m.get(i.c), inplace) {
        return flow;
    }
    m.skip(1);
    slow(m, i, op, inplace)
}

macro_rules! additive_imm {
    ($($name:ident $overflowing:ident $operator:tt $op:ident $inplace:literal;)+) => { $(
        #[inline(always)]
        pub(in crate::interp) fn $name(m: &mut Machine<'_>, i: Instruction) -> Flow {
            const SLOW: Handler = |m, i| slow_imm(m, i, BinaryOp::$op, $inplace);
            let a = m.get(i.b);
            let imm = i64::from(i.c as i8);
            if a.is_int() {
                let (sum, overflow) = (a.bits() as i64).$overflowing(imm << 2);
                if !overflow {
                    return m.put(i.a, tagged(sum));
                }
            } else if a.is_float() {
                return put_float(m, i.a, a.float_payload() $operator imm as f64, SLOW);
            }
            Flow::Slow(SLOW)
        }
    )+ };
}

additive_imm! {
    add_imm overflowing_add + Add false;
    sub_imm overflowing_sub - Sub false;
    inplace_add_imm overflowing_add + Add true;
    inplace_sub_imm overflowing_sub - Sub true;
}

#[inline(always)]
pub(in crate::interp) fn mul_imm(m: &mut Machine<'_>, i: Instruction) -> Flow {
    const SLOW: Handler = |m, i| slow_imm(m, i, BinaryOp::Mul, false);
    let a = m.get(i.b);
    let imm = i64::from(i.c as i8);
    if a.is_int() {
        if let Some(product) = a.int_payload().checked_mul(imm).and_then(Value::int) {
            return m.put(i.a, product);
        }
    } else if a.is_float() {
        return put_float(m, i.a, a.float_payload() * imm as f64, SLOW);
    }
    Flow::Slow(SLOW)
}

macro_rules! int_imm {
    ($($name:ident $op:ident |$a:ident, $imm:ident| $result:expr;)+) => { $(
        #[inline(always)]
        pub(in crate::interp) fn $name(m: &mut Machine<'_>, i: Instruction) -> Flow {
            let value = m.get(i.b);
            if value.is_int() {
                let ($a, $imm) = (value.int_payload(), i64::from(i.c as i8));
                let result: Option<Value> = $result;
                if let Some(result) = result {
                    return m.put(i.a, result);
                }
            }
            Flow::Slow(|m, i| slow_imm(m, i, BinaryOp::$op, false))
        }
    )+ };
}

int_imm! {
    floordiv_imm FloorDiv |a, imm| floor_div(a, imm).map(Value::int_unchecked);
    mod_imm Mod |a, imm| (imm > 0).then(|| Value::int_unchecked(a.rem_euclid(imm)));
    and_imm And |a, imm| Some(Value::int_unchecked(a & imm));
    lshift_imm LShift |a, imm| shift_left(a, imm);
    rshift_imm RShift |a, imm| (imm >= 0).then(|| Value::int_unchecked(a >> imm.min(63)));
}

/// Finish a unary operation.
fn unary_result(m: &mut Machine<'_>, i: Instruction, result: Owned) -> Flow {
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, result);
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn negative(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.get(i.b);
    if value.is_int()
        && let Some(result) = Value::int(-value.int_payload())
    {
        return m.put(i.a, result);
    }
    if value.is_float() {
        return put_float(m, i.a, -value.float_payload(), negative_slow);
    }
    Flow::Slow(negative_slow)
}

fn negative_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let result = attempt!(m.vm.negative(m.get(i.b)));
    unary_result(m, i, result)
}

pub(in crate::interp) fn positive(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let result = attempt!(m.vm.positive(m.get(i.b)));
    unary_result(m, i, result)
}

pub(in crate::interp) fn invert(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let result = attempt!(m.vm.invert(m.get(i.b)));
    unary_result(m, i, result)
}

#[inline(always)]
pub(in crate::interp) fn not(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.get(i.b);
    if value.is_bool() {
        return m.put(i.a, Value::bool(value.is(Value::FALSE)));
    }
    Flow::Slow(not_slow)
}

fn not_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    if let Some(flow) = super::special::truth(m, m.get(i.b)) {
        return flow;
    }
    let truth = attempt!(m.vm.truth(m.get(i.b)));
    unary_result(m, i, Owned::bool(!truth))
}
