//! Special methods written in Python that an instruction calls: each gets a frame of its own instead of recursion in Rust.
//!
//! The frame is linked with pc just behind the first word of the instruction that it is for: what is raised in it is raised by that instruction,
//! and when it returns, `finish` does what is left of the instruction. The operands stay in their registers meanwhile.

use taipan_bytecode::{HEADER_WORDS, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::interp::frame::Kind;
use crate::interp::machine::{Flow, Machine, attempt, shape_of};
use crate::native::*;
use crate::object::protocol::attribute::{object_get_attr, object_set_attr};
use crate::object::protocol::number::{BinaryOp, truth_from_result};
use crate::object::protocol::sequence::length_from_result;
use crate::object::slots::CompareOp;
use crate::object::special::{asks_when_missing, find_or_missing, generic};
use crate::types::function::Function;
use crate::types::property::Property;

/// What the frame's header keeps in the place of a destination: the method was the one for the operator with `=`.
const INPLACE: u8 = 1;
/// As INPLACE: the method tells a length, which is not 0 where it is true.
const LENGTH: u8 = 2;
/// The method was `__new__`, of an instruction that calls a class.
pub(super) const NEW: u8 = 3;
/// It was `__instancecheck__`, of an instruction that calls `isinstance`.
const INSTANCE: u8 = 4;

/// Begin the frame of `method(arguments)`, whose first argument is what it was found on. None when more than that is to be done: nothing has
/// happened then.
#[inline(always)]
fn begin<const N: usize>(m: &mut Machine<'_>, method: Value, arguments: [Value; N], mark: u8) -> Option<Flow> {
    let function = m.vm.cast::<Function>(method).filter(|_| !m.vm.watched.any)?;
    // SAFETY: nothing that counts lies above the stack's top; the references are the new frame's.
    unsafe {
        let code = function.code(m.vm);
        let top = m.vm.stack_top_above(m.frame());
        let window = top.add(HEADER_WORDS);
        if usize::from(code.raw().as_ref().call.exact) != N || !super::call::fits(m, window, code) {
            return None;
        }
        top.write(Some(method.own().into_raw()));
        let mut index = 0;
        while index < N {
            arguments[index].incref();
            window.add(index).write(Some(arguments[index]));
            index += 1;
        }
        super::call::push(m, window, code, mark, Kind::Special);
    }
    Some(Flow::Far)
}

/// As `begin`, of methods that take some binding, such as of `*exc`: `__exit__`.
fn begin_any<const N: usize>(m: &mut Machine<'_>, method: Value, arguments: [Value; N]) -> Option<Flow> {
    if let Some(flow) = begin(m, method, arguments, 0) {
        return Some(flow);
    }
    let function = m.vm.cast::<Function>(method).filter(|_| !m.vm.watched.any)?;
    // SAFETY: as in begin; the limit leaves a margin for what is put here.
    unsafe {
        let code = function.code(m.vm);
        let top = m.vm.stack_top_above(m.frame());
        let window = top.add(HEADER_WORDS);
        let call = code.get(m.vm).call;
        if call.generator || call.registers > 256 || window.add(N + 16) >= m.vm.stack.limit {
            return None;
        }
        if !super::call::fits(m, window, code) {
            return None;
        }
        m.sync();
        top.write(Some(method.own().into_raw()));
        for (index, argument) in arguments.into_iter().enumerate() {
            window.add(index).write(Some(argument.own().into_raw()));
        }
        // The spare register.
        window.add(N).write(None);
        if let Err(raised) =
            crate::interp::arguments::bind(m.vm, function, window, N, crate::interp::arguments::Named::NONE)
        {
            crate::interp::unwind::drop_registers(window, 0, N.max(call.parameters as usize));
            drop(top.replace(None).map(Owned::from_raw));
            return Some(Flow::Raise(raised));
        }
        super::call::push(m, window, code, 0, Kind::Special);
    }
    Some(Flow::Far)
}

/// The exit method in register `pair`, with self, or nothing, above it.
pub(super) fn exit(m: &mut Machine<'_>, pair: u8, [class, exception, traceback]: [Value; 3]) -> Option<Flow> {
    let method = m.get(pair);
    let this = m.slot(pair + 1)?;
    begin_any(m, method, [this, class, exception, traceback])
}

/// The method `name` of an object whose class is made by Python code.
#[inline(always)]
fn method(m: &Machine<'_>, object: Value, name: Obj<Str>) -> Option<Value> {
    let class = m.vm.class_of(object);
    if class.is_heap(m.vm) { class.lookup(m.vm, name) } else { None }
}

/// Whether the right operand's class is asked first, being derived from the left one's.
#[inline(always)]
fn right_is_first(m: &Machine<'_>, left: Value, right: Value) -> bool {
    let (left, right) = (m.vm.class_of(left), m.vm.class_of(right));
    left != right && right.is_heap(m.vm) && right.is_subclass_of(m.vm, left)
}

/// `container[key]`.
#[inline(always)]
pub(super) fn get_item(m: &mut Machine<'_>, container: Value, key: Value) -> Option<Flow> {
    let method = method(m, container, m.vm.names.__getitem__)?;
    begin(m, method, [container, key], 0)
}

/// `container[key] = value`.
#[inline(always)]
pub(super) fn set_item(m: &mut Machine<'_>, container: Value, key: Value, value: Value) -> Option<Flow> {
    let method = method(m, container, m.vm.names.__setitem__)?;
    begin(m, method, [container, key, value], 0)
}

/// `item in container`.
#[inline(always)]
pub(super) fn contains(m: &mut Machine<'_>, container: Value, item: Value) -> Option<Flow> {
    let method = method(m, container, m.vm.names.__contains__)?;
    begin(m, method, [container, item], 0)
}

/// `next(iterator)` of a loop.
#[inline(always)]
pub(super) fn next(m: &mut Machine<'_>, iterator: Value) -> Option<Flow> {
    let method = method(m, iterator, m.vm.names.__next__)?;
    begin(m, method, [iterator], 0)
}

/// `left OP right`, or with `=`.
#[inline(always)]
pub(super) fn binary(m: &mut Machine<'_>, op: BinaryOp, left: Value, right: Value, inplace: bool) -> Option<Flow> {
    if !m.vm.class_of(left).is_heap(m.vm) || op == BinaryOp::Pow {
        return None;
    }
    if inplace
        && let Some(name) = op.inplace_name(&m.vm.names)
        && let Some(method) = method(m, left, name)
    {
        return begin(m, method, [left, right], INPLACE);
    }
    if right_is_first(m, left, right) {
        return None;
    }
    let method = method(m, left, op.name(&m.vm.names)?)?;
    begin(m, method, [left, right], 0)
}

/// `left OP right` for a comparison.
#[inline(always)]
pub(super) fn compare(m: &mut Machine<'_>, op: CompareOp, left: Value, right: Value) -> Option<Flow> {
    let method = method(m, left, m.vm.compare_name(op))?;
    if right_is_first(m, left, right) {
        return None;
    }
    begin(m, method, [left, right], 0)
}

/// The attribute of an object that `descriptor`, in its class, stands for, if that is a property.
#[inline(always)]
pub(super) fn property(m: &mut Machine<'_>, object: Value, descriptor: Value) -> Option<Flow> {
    let property = m.vm.cast_exact::<Property>(descriptor)?;
    let getter = property.get(m.vm).getter.as_ref()?.value();
    begin(m, getter, [object], 0)
}

/// `isinstance(object, class)` where a metaclass written in Python tells, as `abc.ABCMeta` does.
#[inline(always)]
pub(super) fn instance_check(m: &mut Machine<'_>, object: Value, class: Value) -> Option<Flow> {
    let metaclass = m.vm.class_of(class);
    if !metaclass.is_heap(m.vm) || m.vm.class_of(object).value().is(class) {
        return None;
    }
    let method = metaclass.lookup(m.vm, m.vm.names.__instancecheck__)?;
    begin(m, method, [class, object], INSTANCE)
}

/// What `get_attribute` has come to.
pub(super) enum Asked {
    /// A method tells the attribute.
    Method(Flow),
    Found(Owned),
    /// No method in Python is to be asked, or not here.
    Nothing,
}

/// `object.name` by the class's `__getattribute__`, by its `__getattr__` when there is no such attribute, or by the `__get__` of a descriptor in
/// Python.
pub(super) fn get_attribute(m: &mut Machine<'_>, object: Value, name: Obj<Str>) -> R<Asked> {
    let class = m.vm.class_of(object);
    let get = class.slots(m.vm).get_attr.map_or(0, |get| get as usize);
    let begun = if get == object_get_attr as *const () as usize {
        descriptor(m, object, class, name)
    } else if asks_when_missing(m.vm, class) {
        if class.lookup(m.vm, m.vm.names.__getattr__).is_none() {
            return Ok(Asked::Nothing);
        }
        if let Some(value) = find_or_missing(m.vm, object, name)? {
            return Ok(Asked::Found(value));
        }
        let special = m.vm.names.__getattr__;
        let begun = method(m, object, special).and_then(|method| begin(m, method, [object, name.value()], 0));
        if begun.is_none() {
            return m.vm.call_special_required(object, special, &[name.value()]).map(Asked::Found);
        }
        begun
    } else if get == generic::get_attr as *const () as usize && class.lookup(m.vm, m.vm.names.__getattr__).is_none() {
        let method = method(m, object, m.vm.names.__getattribute__);
        method.and_then(|method| begin(m, method, [object, name.value()], 0))
    } else {
        None
    };
    Ok(begun.map_or(Asked::Nothing, Asked::Method))
}

/// `object.name` of a plain object by the `__get__` in Python of what its class has as that name.
fn descriptor(m: &mut Machine<'_>, object: Value, class: Obj<Class>, name: Obj<Str>) -> Option<Flow> {
    let found = class.lookup(m.vm, name)?;
    let get = method(m, found, m.vm.names.__get__)?;
    if m.vm.class_of(found).slots(m.vm).descriptor_set.is_none() {
        let attributes = &m.vm.shapes[shape_of(object) as usize];
        let own = if attributes.in_dict {
            !m.vm.dict_lacks(object, name)
        } else {
            attributes.position(name.value()).is_some()
        };
        if own {
            return None;
        }
    }
    begin(m, get, [found, object, class.value()], 0)
}

/// `object.name = value` by the class's `__setattr__`, a property or a descriptor.
pub(super) fn set_attribute(m: &mut Machine<'_>, object: Value, name: Obj<Str>, value: Value) -> Option<Flow> {
    let class = m.vm.class_of(object);
    let set = class.slots(m.vm).set_attr.map_or(0, |set| set as usize);
    if set == generic::set_attr as *const () as usize {
        let method = class.lookup(m.vm, m.vm.names.__setattr__)?;
        return begin(m, method, [object, name.value(), value], 0);
    }
    if set != object_set_attr as *const () as usize {
        return None;
    }
    let descriptor = class.lookup(m.vm, name)?;
    if let Some(property) = m.vm.cast_exact::<Property>(descriptor) {
        let setter = property.get(m.vm).setter.as_ref()?.value();
        return begin(m, setter, [object, value], 0);
    }
    let method = method(m, descriptor, m.vm.names.__set__)?;
    begin(m, method, [descriptor, object, value], 0)
}

/// Whether `value` is true, by the `__bool__` or the `__len__` of its class.
#[inline(always)]
pub(super) fn truth(m: &mut Machine<'_>, value: Value) -> Option<Flow> {
    match method(m, value, m.vm.names.__bool__) {
        Some(method) => begin(m, method, [value], 0),
        None => length(m, value, LENGTH),
    }
}

/// `len(value)` by CALL_LEN. Another instruction may have been made for another function than `len`.
#[inline(always)]
pub(super) fn call_len(m: &mut Machine<'_>, value: Value) -> Option<Flow> {
    // SAFETY: pc is behind the first word of an instruction.
    let op = unsafe { m.pc.sub(1).read() } as u8;
    if op == Op::CALL_LEN as u8 { length(m, value, 0) } else { None }
}

/// Begin the frame of the `__len__` of the value's class.
#[inline(always)]
fn length(m: &mut Machine<'_>, value: Value, mark: u8) -> Option<Flow> {
    let method = method(m, value, m.vm.names.__len__)?;
    begin(m, method, [value], mark)
}

/// What is left of an instruction, in a byte: 0 that only `finish` knows, JUMPS that it jumps by the result's truth,
/// LENGTHS that the result is checked to be a length, else DONE, the number of extra words, whether register c is an operand,
/// and whether NotImplemented is an answer like any other.
static LEFT: [u8; 256] = {
    let general = LEFT_OF_GENERAL;
    let mut left = [0; 256];
    let mut index = 0;
    while index < Op::ALL.len() {
        left[index] = general[Op::ALL[index].general() as usize];
        index += 1;
    }
    left
};

const LEFT_OF_GENERAL: [u8; 256] = {
    let mut left = [0; 256];
    left[Op::LOAD_SUBSCR as usize] = DONE | TWO | ANY;
    left[Op::LOAD_SUBSCR_IMM as usize] = DONE | ANY;
    left[Op::LOAD_ATTR as usize] = DONE | ANY | 5;
    left[Op::CALL_LEN as usize] = LENGTHS;
    left[Op::JUMP_IF_TRUE as usize] = JUMPS;
    left[Op::JUMP_IF_FALSE as usize] = JUMPS;
    let binary = [Op::ADD, Op::SUB, Op::MUL, Op::TRUEDIV, Op::FLOORDIV, Op::MOD, Op::AND, Op::OR, Op::XOR];
    let mut index = 0;
    while index < binary.len() {
        left[binary[index] as usize] = DONE | TWO;
        index += 1;
    }
    let comparisons = [Op::LT, Op::LE, Op::EQ, Op::NE, Op::GT, Op::GE];
    index = 0;
    while index < comparisons.len() {
        left[comparisons[index] as usize] = DONE | TWO;
        index += 1;
    }
    left
};

const JUMPS: u8 = 1;
const LENGTHS: u8 = 2;
const DONE: u8 = 0x80;
const TWO: u8 = 0x40;
const ANY: u8 = 0x20;
const WORDS: u8 = 7;

/// As `finish`, for the loop: what takes no more than writing the result is done here. The value's reference is handed over.
#[inline(always)]
pub(in crate::interp) fn finish_plainly(m: &mut Machine<'_>, value: Value, mark: u8) -> Flow {
    // SAFETY: pc is behind the first word of an instruction.
    let word = unsafe { m.pc.sub(1).read() };
    let (a, b, c) = ((word >> 8) as u8, (word >> 16) as u8, (word >> 24) as u8);
    let left = if mark >= NEW { 0 } else { LEFT[word as u8 as usize] };
    if left == JUMPS && value.is_bool() && !m.interrupted() {
        let taken = value.is(Value::TRUE) == (word as u8 == Op::JUMP_IF_TRUE as u8);
        let offset = m.peek(0);
        if !(super::control::ends(b, taken) && m.is_temp(a)) && offset as i32 >= 0 {
            m.skip(1);
            if taken {
                m.jump(offset);
            }
            return Flow::Next;
        }
    }
    if left == LENGTHS && value.as_int().is_some_and(|length| length >= 0) && !m.interrupted() {
        m.clear(b + HEADER_WORDS as u8);
        m.clear(b);
        return m.put(a, value);
    }
    if left & DONE == 0 || left & ANY == 0 && value.is(Value::NOT_IMPLEMENTED) || m.interrupted() {
        m.vm.result = Some(Owned::from_raw(value));
        return match mark {
            INPLACE => Flow::Slow(|m, _| finish_noted(m, INPLACE)),
            LENGTH => Flow::Slow(|m, _| finish_noted(m, LENGTH)),
            NEW => Flow::Slow(|m, _| finish_noted(m, NEW)),
            INSTANCE => Flow::Slow(|m, _| finish_noted(m, INSTANCE)),
            _ => Flow::Slow(|m, _| finish_noted(m, 0)),
        };
    }
    m.skip(usize::from(left & WORDS));
    if a != b {
        m.consume(b);
    }
    if left & TWO != 0 && a != c {
        m.consume(c);
    }
    m.put(a, value)
}

/// As `finish`, of the result noted in the isolate.
fn finish_noted(m: &mut Machine<'_>, mark: u8) -> Flow {
    let value = m.vm.result.take().unwrap_or(Owned::NONE);
    finish(m, value, mark)
}

/// The instruction that a frame was begun for, which has returned.
fn instruction(m: &Machine<'_>) -> Instruction {
    // SAFETY: pc is behind the first word of an instruction.
    let word = unsafe { m.pc.sub(1).read() };
    let instruction = match Instruction::decode(word) {
        Some(instruction) if instruction.op != Op::TRACE => Some(instruction),
        // Somebody began to watch meanwhile.
        _ => Instruction::decode(m.code().get(m.vm).template.words[m.at()]),
    };
    // Somebody may have put another op in its place meanwhile.
    match instruction {
        Some(instruction) => Instruction { op: instruction.op.general(), ..instruction },
        None => Instruction { op: Op::NOP, a: 0, b: 0, c: 0 },
    }
}

/// Do what is left of the instruction when its special method has returned `value`. `mark` is what its frame was begun with.
pub(in crate::interp) fn finish(m: &mut Machine<'_>, value: Owned, mark: u8) -> Flow {
    let i = instruction(m);
    if mark == NEW {
        return super::construct::finish(m, i, value);
    }
    if mark == INSTANCE {
        m.sync();
        let met = attempt!(m.vm.truth(value.value()));
        drop(value);
        m.clear(i.b + HEADER_WORDS as u8 + 1);
        m.clear(i.b + HEADER_WORDS as u8);
        m.clear(i.b);
        m.set(i.a, Owned::bool(met));
        return m.check_breaker_far();
    }
    if let Some(operator) = Operator::of_instruction(m, i.op) {
        return finish_binary(m, i, value, operator, mark);
    }
    if let Some((op, form)) = CompareOp::of_instruction(i.op) {
        return finish_comparison(m, i, value, op, form);
    }
    match i.op {
        Op::LOAD_SUBSCR => put_consuming(m, i, value, true),
        Op::LOAD_SUBSCR_IMM => put_consuming(m, i, value, false),
        Op::STORE_SUBSCR => {
            m.consume(i.c);
            m.consume(i.b);
            m.consume(i.a);
            m.end(value)
        }
        Op::CONTAINS | Op::NOT_CONTAINS => {
            m.sync();
            let found = attempt!(m.vm.truth(value.value()));
            put_consuming(m, i, Owned::bool(found == (i.op == Op::CONTAINS)), true)
        }
        Op::JUMP_IF_CONTAINS => branch(m, i, value, true),
        Op::FOR_ITER => {
            m.skip(2);
            m.set(i.a, value);
            m.check_breaker_far()
        }
        Op::JUMP_IF_TRUE | Op::JUMP_IF_FALSE => {
            m.sync();
            let truth = attempt!(truth_of_result(m, value.value(), mark));
            drop(value);
            super::control::jump_by(m, i, truth, i.op == Op::JUMP_IF_TRUE)
        }
        Op::NOT => {
            m.sync();
            let truth = attempt!(truth_of_result(m, value.value(), mark));
            put_consuming(m, i, Owned::bool(!truth), false)
        }
        Op::CALL_LEN => {
            m.sync();
            let length = attempt!(length_from_result(m.vm, value.value()));
            let length = attempt!(m.vm.new_int(length as i128));
            m.clear(i.b + HEADER_WORDS as u8);
            m.clear(i.b);
            m.set(i.a, length);
            m.check_breaker_far()
        }
        Op::STORE_ATTR | Op::STORE_ATTR_SLOT | Op::STORE_ATTR_ADD | Op::STORE_ATTR_DICT => {
            m.skip(5);
            m.consume(i.b);
            m.consume(i.a);
            m.end(value)
        }
        Op::WITH_EXIT => super::exception::finish_with_exit(m, i, value),
        Op::WITH_EXCEPT_START => m.assign(i.a, value),
        op if super::attr::is_method_load(op) => {
            m.skip(5);
            if i.a != i.b {
                m.consume(i.b);
            }
            m.clear(i.a + HEADER_WORDS as u8);
            m.assign(i.a, value)
        }
        op if super::attr::is_load(op) => {
            m.skip(5);
            if i.a != i.b {
                m.consume(i.b);
            }
            m.assign(i.a, value)
        }
        _ => unknown(m),
    }
}

/// Whether what `__bool__`, or `__len__` by the mark, has returned is true.
fn truth_of_result(m: &mut Machine<'_>, value: Value, mark: u8) -> R<bool> {
    if mark == LENGTH { Ok(length_from_result(m.vm, value)? != 0) } else { truth_from_result(m.vm, value) }
}

/// Whether the exception that leaves the frame of a special method ends the instruction well: the end of a loop. Otherwise the instruction raises it.
pub(in crate::interp) fn failed(m: &mut Machine<'_>) -> bool {
    let i = instruction(m);
    let method_load = super::attr::is_method_load(i.op);
    if method_load || super::attr::is_load(i.op) {
        let (object, name) = (m.get(i.b), m.name(m.peek(0) as usize));
        // What is loaded to be called from a plain object is not told, as in CPython.
        let plain = object_get_attr as *const () as usize;
        if !method_load || m.vm.class_of(object).slots(m.vm).get_attr.is_some_and(|get| get as usize != plain) {
            m.vm.note_attribute(object, name);
        }
        return false;
    }
    if i.op != Op::FOR_ITER || !m.vm.error_is(m.vm.exceptions.StopIteration) {
        return false;
    }
    if m.vm.watches_exceptions() {
        crate::tracing::hit::stopped(m.vm);
        if !m.vm.error_is(m.vm.exceptions.StopIteration) {
            return false;
        }
    }
    drop(m.vm.take_error());
    m.skip(2);
    super::iterate::loop_exhausted(m);
    true
}

pub(super) fn unknown(m: &mut Machine<'_>) -> Flow {
    m.sync();
    Flow::Raise(m.vm.system_error("a special method's frame of an unknown instruction"))
}

/// Write the result, and end the lives of the operands.
fn put_consuming(m: &mut Machine<'_>, i: Instruction, value: Owned, two: bool) -> Flow {
    if i.a != i.b {
        m.consume(i.b);
    }
    if two && i.a != i.c {
        m.consume(i.c);
    }
    m.set(i.a, value);
    m.check_breaker_far()
}

fn finish_binary(m: &mut Machine<'_>, i: Instruction, value: Owned, operator: Operator, mark: u8) -> Flow {
    let Operator { op, inplace, immediate } = operator;
    let mut value = value;
    if value.is(Value::NOT_IMPLEMENTED) {
        m.sync();
        let right = if immediate { Value::small(i32::from(i.c as i8)) } else { m.get(i.c) };
        value = attempt!(m.vm.binary_op_declined(op, m.get(i.b), right, inplace, mark == INPLACE));
    }
    if i.op == Op::BINARY {
        m.skip(1);
    }
    put_consuming(m, i, value, !immediate)
}

/// Where a comparison's right operand and result are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Value,
    Branch,
    BranchImmediate,
}

fn finish_comparison(m: &mut Machine<'_>, i: Instruction, value: Owned, op: CompareOp, form: Form) -> Flow {
    let mut value = value;
    if value.is(Value::NOT_IMPLEMENTED) {
        m.sync();
        let (left, right) = match form {
            Form::Value => (m.get(i.b), m.get(i.c)),
            Form::Branch => (m.get(i.a), m.get(i.b)),
            Form::BranchImmediate => (m.get(i.a), Value::small(i32::from(i.b as i8))),
        };
        value = attempt!(m.vm.compare_declined(left, right, op));
    }
    match form {
        Form::Value => put_consuming(m, i, value, true),
        Form::Branch => branch(m, i, value, true),
        Form::BranchImmediate => branch(m, i, value, false),
    }
}

/// Jump, or not, by the truth of a result.
fn branch(m: &mut Machine<'_>, i: Instruction, value: Owned, two: bool) -> Flow {
    m.sync();
    let answer = attempt!(m.vm.truth(value.value()));
    drop(value);
    let offset = m.word();
    m.consume(i.a);
    if two {
        m.consume(i.b);
    }
    if answer == (i.c == 1) {
        return super::control::taken(m, offset);
    }
    m.check_breaker_far()
}

/// What a binary instruction does.
struct Operator {
    op: BinaryOp,
    inplace: bool,
    /// The right operand is in the instruction itself.
    immediate: bool,
}

impl Operator {
    fn of_instruction(m: &Machine<'_>, op: Op) -> Option<Operator> {
        let (op, inplace, immediate) = match op {
            Op::ADD => (BinaryOp::Add, false, false),
            Op::SUB => (BinaryOp::Sub, false, false),
            Op::MUL => (BinaryOp::Mul, false, false),
            Op::TRUEDIV => (BinaryOp::TrueDiv, false, false),
            Op::FLOORDIV => (BinaryOp::FloorDiv, false, false),
            Op::MOD => (BinaryOp::Mod, false, false),
            Op::AND => (BinaryOp::And, false, false),
            Op::OR => (BinaryOp::Or, false, false),
            Op::XOR => (BinaryOp::Xor, false, false),
            Op::LSHIFT => (BinaryOp::LShift, false, false),
            Op::RSHIFT => (BinaryOp::RShift, false, false),
            Op::INPLACE_ADD => (BinaryOp::Add, true, false),
            Op::INPLACE_SUB => (BinaryOp::Sub, true, false),
            Op::INPLACE_MUL => (BinaryOp::Mul, true, false),
            Op::ADD_IMM => (BinaryOp::Add, false, true),
            Op::SUB_IMM => (BinaryOp::Sub, false, true),
            Op::MUL_IMM => (BinaryOp::Mul, false, true),
            Op::FLOORDIV_IMM => (BinaryOp::FloorDiv, false, true),
            Op::MOD_IMM => (BinaryOp::Mod, false, true),
            Op::AND_IMM => (BinaryOp::And, false, true),
            Op::LSHIFT_IMM => (BinaryOp::LShift, false, true),
            Op::RSHIFT_IMM => (BinaryOp::RShift, false, true),
            Op::INPLACE_ADD_IMM => (BinaryOp::Add, true, true),
            Op::INPLACE_SUB_IMM => (BinaryOp::Sub, true, true),
            Op::BINARY => {
                let (op, inplace) = super::arith::operator(m.peek(0))?;
                (op, inplace, false)
            }
            _ => return None,
        };
        Some(Operator { op, inplace, immediate })
    }
}

impl CompareOp {
    /// The comparison of an instruction, and its form.
    fn of_instruction(op: Op) -> Option<(CompareOp, Form)> {
        Some(match op {
            Op::LT => (CompareOp::Lt, Form::Value),
            Op::LE => (CompareOp::Le, Form::Value),
            Op::EQ => (CompareOp::Eq, Form::Value),
            Op::NE => (CompareOp::Ne, Form::Value),
            Op::GT => (CompareOp::Gt, Form::Value),
            Op::GE => (CompareOp::Ge, Form::Value),
            Op::JUMP_CMP_LT => (CompareOp::Lt, Form::Branch),
            Op::JUMP_CMP_LE => (CompareOp::Le, Form::Branch),
            Op::JUMP_CMP_EQ => (CompareOp::Eq, Form::Branch),
            Op::JUMP_CMP_NE => (CompareOp::Ne, Form::Branch),
            Op::JUMP_CMP_GT => (CompareOp::Gt, Form::Branch),
            Op::JUMP_CMP_GE => (CompareOp::Ge, Form::Branch),
            Op::JUMP_CMP_LT_IMM => (CompareOp::Lt, Form::BranchImmediate),
            Op::JUMP_CMP_LE_IMM => (CompareOp::Le, Form::BranchImmediate),
            Op::JUMP_CMP_EQ_IMM => (CompareOp::Eq, Form::BranchImmediate),
            Op::JUMP_CMP_NE_IMM => (CompareOp::Ne, Form::BranchImmediate),
            Op::JUMP_CMP_GT_IMM => (CompareOp::Gt, Form::BranchImmediate),
            Op::JUMP_CMP_GE_IMM => (CompareOp::Ge, Form::BranchImmediate),
            _ => return None,
        })
    }
}
