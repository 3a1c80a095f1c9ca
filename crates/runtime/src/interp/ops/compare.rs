//! Comparisons, identity, containment: as values, and fused with a jump.

use taipan_bytecode::Instruction;
use taipan_heap::Value;

use crate::interp::machine::{Flow, Handler, Machine, attempt};
use crate::object::slots::CompareOp;
use crate::types::str::Str;

/// Whether both are inline ints.
#[inline(always)]
pub(super) fn both_int(a: Value, b: Value) -> bool {
    const { assert!(Value::small(0).bits() == 1) };
    ((a.bits() - 1) | (b.bits() - 1)) & 3 == 0
}

/// The answer for inline numbers.
#[inline(always)]
fn fast(a: Value, b: Value, op: CompareOp) -> Option<bool> {
    if both_int(a, b) {
        // With the same tag the bits compare as the payloads do.
        let (x, y) = (a.bits() as i64, b.bits() as i64);
        return Some(match op {
            CompareOp::Lt => x < y,
            CompareOp::Le => x <= y,
            CompareOp::Eq => x == y,
            CompareOp::Ne => x != y,
            CompareOp::Gt => x > y,
            CompareOp::Ge => x >= y,
        });
    }
    if a.is_float() & b.is_float() {
        let (x, y) = (a.float_payload(), b.float_payload());
        return Some(match op {
            CompareOp::Lt => x < y,
            CompareOp::Le => x <= y,
            CompareOp::Eq => x == y,
            CompareOp::Ne => x != y,
            CompareOp::Gt => x > y,
            CompareOp::Ge => x >= y,
        });
    }
    None
}

/// As `fast`, for strings and None too.
#[inline(always)]
fn equality(m: &Machine<'_>, a: Value, b: Value, op: CompareOp) -> Option<bool> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return None;
    }
    let equal = if let (Some(x), Some(y)) = (m.vm.cast_exact::<Str>(a), m.vm.cast_exact::<Str>(b)) {
        x.equals(m.vm, y)
    } else if a.is_immediate() && b.is_immediate() && !a.is(Value::NOT_IMPLEMENTED) {
        a.is(b)
    } else {
        return None;
    };
    Some(equal == (op == CompareOp::Eq))
}

#[inline(always)]
fn value(m: &mut Machine<'_>, i: Instruction, op: CompareOp) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    match fast(a, b, op) {
        Some(answer) => m.put(i.a, Value::bool(answer)),
        None => Flow::Second,
    }
}

/// As `value`, of what are not both inline numbers: strings, objects with special methods, anything else by `slow`.
#[inline(always)]
fn value_of_objects(m: &mut Machine<'_>, i: Instruction, op: CompareOp, slow: Handler) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    if let Some(answer) = equality(m, a, b, op) {
        if i.a != i.b {
            m.consume(i.b);
        }
        if i.a != i.c {
            m.consume(i.c);
        }
        return m.put(i.a, Value::bool(answer));
    }
    match super::special::compare(m, op, a, b) {
        Some(flow) => flow,
        None => Flow::Slow(slow),
    }
}

#[inline(never)]
fn value_slow(m: &mut Machine<'_>, i: Instruction, op: CompareOp) -> Flow {
    m.sync();
    let result = attempt!(m.vm.rich_compare(m.get(i.b), m.get(i.c), op));
    if i.a != i.b {
        m.consume(i.b);
    }
    if i.a != i.c {
        m.consume(i.c);
    }
    m.set(i.a, result);
    Flow::Next
}

#[inline(always)]
fn branch(m: &mut Machine<'_>, i: Instruction, op: CompareOp) -> Flow {
    let (a, b) = (m.get(i.a), m.get(i.b));
    match fast(a, b, op) {
        Some(answer) => {
            let offset = m.word();
            if answer == (i.c == 1) {
                return super::control::taken(m, offset);
            }
            Flow::Next
        }
        None => Flow::Second,
    }
}

/// As `branch`, of what are not both inline numbers.
#[inline(always)]
fn branch_of_objects(m: &mut Machine<'_>, i: Instruction, op: CompareOp, slow: Handler) -> Flow {
    let (a, b) = (m.get(i.a), m.get(i.b));
    if let Some(answer) = equality(m, a, b, op) {
        let offset = m.word();
        m.consume(i.a);
        m.consume(i.b);
        return if answer == (i.c == 1) { super::control::taken(m, offset) } else { Flow::Next };
    }
    match super::special::compare(m, op, a, b) {
        Some(flow) => flow,
        None => Flow::Slow(slow),
    }
}

#[inline(never)]
fn branch_slow(m: &mut Machine<'_>, i: Instruction, op: CompareOp) -> Flow {
    m.sync();
    let answer = attempt!(m.vm.compare_truth(m.get(i.a), m.get(i.b), op));
    let offset = m.word();
    m.consume(i.a);
    m.consume(i.b);
    if answer == (i.c == 1) {
        return super::control::taken(m, offset);
    }
    Flow::Next
}

#[inline(always)]
fn branch_imm(m: &mut Machine<'_>, i: Instruction, op: CompareOp, slow: Handler) -> Flow {
    let a = m.get(i.a);
    let b = Value::small(i32::from(i.b as i8));
    if a.is_int() {
        let answer = fast(a, b, op) == Some(true);
        let offset = m.word();
        if answer == (i.c == 1) {
            return super::control::taken(m, offset);
        }
        return Flow::Next;
    }
    Flow::Slow(slow)
}

#[inline(never)]
fn branch_imm_slow(m: &mut Machine<'_>, i: Instruction, op: CompareOp) -> Flow {
    let a = m.get(i.a);
    let b = Value::small(i32::from(i.b as i8));
    let answer = match a.as_float() {
        Some(x) => fast(a, Value::float(f64::from(i.b as i8)).unwrap_or(a), op).unwrap_or(x.is_nan()),
        None => {
            m.sync();
            if let Some(flow) = super::special::compare(m, op, a, b) {
                return flow;
            }
            attempt!(m.vm.compare_truth(a, b, op))
        }
    };
    let offset = m.word();
    m.consume(i.a);
    if answer == (i.c == 1) {
        return super::control::taken(m, offset);
    }
    Flow::Next
}

macro_rules! family {
    ($($value:ident $value_of_objects:ident $branch:ident $branch_of_objects:ident $branch_imm:ident $op:ident;)+) => { $(
        #[inline(always)]
        pub(in crate::interp) fn $value(m: &mut Machine<'_>, i: Instruction) -> Flow {
            value(m, i, CompareOp::$op)
        }
        #[inline(always)]
        pub(in crate::interp) fn $value_of_objects(m: &mut Machine<'_>, i: Instruction) -> Flow {
            value_of_objects(m, i, CompareOp::$op, |m, i| value_slow(m, i, CompareOp::$op))
        }
        #[inline(always)]
        pub(in crate::interp) fn $branch(m: &mut Machine<'_>, i: Instruction) -> Flow {
            branch(m, i, CompareOp::$op)
        }
        #[inline(always)]
        pub(in crate::interp) fn $branch_of_objects(m: &mut Machine<'_>, i: Instruction) -> Flow {
            branch_of_objects(m, i, CompareOp::$op, |m, i| branch_slow(m, i, CompareOp::$op))
        }
        #[inline(always)]
        pub(in crate::interp) fn $branch_imm(m: &mut Machine<'_>, i: Instruction) -> Flow {
            branch_imm(m, i, CompareOp::$op, |m, i| branch_imm_slow(m, i, CompareOp::$op))
        }
    )+ };
}

family! {
    lt lt_of_objects jump_cmp_lt jump_cmp_lt_of_objects jump_cmp_lt_imm Lt;
    le le_of_objects jump_cmp_le jump_cmp_le_of_objects jump_cmp_le_imm Le;
    eq eq_of_objects jump_cmp_eq jump_cmp_eq_of_objects jump_cmp_eq_imm Eq;
    ne ne_of_objects jump_cmp_ne jump_cmp_ne_of_objects jump_cmp_ne_imm Ne;
    gt gt_of_objects jump_cmp_gt jump_cmp_gt_of_objects jump_cmp_gt_imm Gt;
    ge ge_of_objects jump_cmp_ge jump_cmp_ge_of_objects jump_cmp_ge_imm Ge;
}

/// Whether two values are the same object. A boxed float or big int is one by address, as in CPython.
#[inline(always)]
fn same(a: Value, b: Value) -> bool {
    a.is(b)
}

#[inline(always)]
fn identity(m: &mut Machine<'_>, i: Instruction, sense: bool, slow: Handler) -> Flow {
    let (a, b) = (m.get(i.b), m.get(i.c));
    if m.is_temp(i.b) && a.is_object() || m.is_temp(i.c) && b.is_object() {
        return Flow::Slow(slow);
    }
    m.put(i.a, Value::bool(same(a, b) == sense))
}

/// As `identity`, with operands that end their life here.
fn identity_of_temps(m: &mut Machine<'_>, i: Instruction, sense: bool) -> Flow {
    let answer = same(m.get(i.b), m.get(i.c)) == sense;
    m.consume(i.b);
    m.consume(i.c);
    m.put(i.a, Value::bool(answer))
}

#[inline(always)]
pub(in crate::interp) fn is(m: &mut Machine<'_>, i: Instruction) -> Flow {
    identity(m, i, true, |m, i| identity_of_temps(m, i, true))
}

#[inline(always)]
pub(in crate::interp) fn is_not(m: &mut Machine<'_>, i: Instruction) -> Flow {
    identity(m, i, false, |m, i| identity_of_temps(m, i, false))
}

#[inline(always)]
pub(in crate::interp) fn jump_if_is(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (a, b) = (m.get(i.a), m.get(i.b));
    if m.is_temp(i.a) && a.is_object() || m.is_temp(i.b) && b.is_object() {
        return Flow::Slow(jump_if_is_of_temps);
    }
    let offset = m.word();
    if same(a, b) == (i.c == 1) {
        return super::control::taken(m, offset);
    }
    Flow::Next
}

/// As `jump_if_is`, with operands that end their life here.
fn jump_if_is_of_temps(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let answer = same(m.get(i.a), m.get(i.b));
    m.consume(i.a);
    m.consume(i.b);
    let offset = m.word();
    if answer == (i.c == 1) {
        return super::control::taken(m, offset);
    }
    Flow::Next
}

#[inline(always)]
fn containment(m: &mut Machine<'_>, i: Instruction, sense: bool) -> Flow {
    m.sync();
    let (item, container) = (m.get(i.b), m.get(i.c));
    if let Some(flow) = super::special::contains(m, container, item) {
        return flow;
    }
    let answer = attempt!(m.vm.contains(container, item)) == sense;
    if i.a != i.b {
        m.consume(i.b);
    }
    if i.a != i.c {
        m.consume(i.c);
    }
    m.set_inline(i.a, Value::bool(answer));
    Flow::Next
}

pub(in crate::interp) fn contains(m: &mut Machine<'_>, i: Instruction) -> Flow {
    containment(m, i, true)
}

pub(in crate::interp) fn not_contains(m: &mut Machine<'_>, i: Instruction) -> Flow {
    containment(m, i, false)
}

pub(in crate::interp) fn jump_if_contains(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (item, container) = (m.get(i.a), m.get(i.b));
    if let Some(flow) = super::special::contains(m, container, item) {
        return flow;
    }
    let answer = attempt!(m.vm.contains(container, item));
    m.consume(i.a);
    m.consume(i.b);
    let offset = m.word();
    if answer == (i.c == 1) {
        return super::control::taken(m, offset);
    }
    Flow::Next
}
