//! Iteration: `for` loops over the builtin sequences, ranges and generators without iterator objects.
//!
//! A loop's state is three temps: the thing iterated, a position, and an inline int that says what the first two mean.

use taipan_bytecode::{HEADER_WORDS, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::error::Raised;
use crate::interp::frame::Kind;
use crate::interp::machine::{Flow, Machine, attempt, shape_of};
use crate::native::*;
use crate::types::generator::{self, Generator};
use crate::types::list::iter::ListIterator;
use crate::types::range::Range;
use crate::types::range::iter::RangeIterator;
use crate::types::shapes;

const ITERATOR: i64 = 0;
const LIST: i64 = 1;
const TUPLE: i64 = 2;
/// Register 0 is the next int, register 1 the end; the step is 1.
const RANGE: i64 = 3;
const GENERATOR: i64 = 4;

pub(in crate::interp) fn get_iter(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let iterator = attempt!(m.vm.iter(m.get(i.b)));
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, iterator);
    Flow::Next
}

pub(in crate::interp) fn for_prepare(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.get(i.b);
    // The argument of a generator expression is an iterator, unless somebody gave it another.
    if i.c == 1 && m.vm.class_of(value).slots(m.vm).next.is_none() {
        m.sync();
        let class = m.vm.class_of(value).name(m.vm);
        return Flow::Raise(m.vm.type_error(format!("'{class}' object is not an iterator")));
    }
    let kind = if m.vm.cast_exact::<List>(value).is_some() {
        LIST
    } else if m.vm.cast_exact::<Tuple>(value).is_some() {
        TUPLE
    } else if let Some(range) = m.vm.cast_exact::<Range>(value) {
        let range = range.get(m.vm);
        let parts = (range.start.as_int(), range.stop.as_int(), range.step.as_int());
        if let (Some(start), Some(stop), Some(1)) = parts {
            m.consume(i.b);
            m.set_inline(i.a, Value::int_unchecked(start));
            m.set_inline(i.a + 1, Value::int_unchecked(stop));
            m.set_inline(i.a + 2, Value::int_unchecked(RANGE));
            return Flow::Next;
        }
        ITERATOR
    } else if m.vm.cast_exact::<Generator>(value).is_some() {
        GENERATOR
    } else {
        ITERATOR
    };
    let iterated = if kind == ITERATOR && i.c == 0 {
        m.sync();
        let iterator = attempt!(m.vm.iter(value));
        if i.a != i.b {
            m.consume(i.b);
        }
        iterator
    } else {
        m.operand(i.b)
    };
    let kind =
        if kind == ITERATOR && m.vm.cast_exact::<Generator>(iterated.value()).is_some() { GENERATOR } else { kind };
    m.set(i.a, iterated);
    m.set_inline(i.a + 1, Value::small(0));
    m.set_inline(i.a + 2, Value::int_unchecked(kind));
    Flow::Next
}

/// FOR_ITER that has not run: what it is to become.
pub(in crate::interp) fn for_iter(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let op = match m.get(i.b + 2).int_payload() {
        RANGE => Op::FOR_ITER_RANGE,
        LIST => Op::FOR_ITER_LIST,
        GENERATOR => Op::FOR_ITER_GENERATOR,
        _ if shape_of(m.get(i.b)) == shapes::list_iterator => Op::FOR_ITER_LIST_ITERATOR,
        _ if shape_of(m.get(i.b)) == shapes::range_iterator => Op::FOR_ITER_RANGE_ITERATOR,
        ITERATOR if !m.vm.class_of(m.get(i.b)).is_heap(m.vm) => Op::FOR_ITER_NATIVE,
        _ => Op::FOR_ITER_ANY,
    };
    m.specialize(i, op)
}

#[inline(always)]
pub(in crate::interp) fn for_iter_range(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.get(i.b + 2).bits() == Value::small(RANGE as i32).bits() {
        return range_item(m, i);
    }
    Flow::Slow(|m, i| m.specialize(i, Op::FOR_ITER_ANY))
}

#[inline(always)]
pub(in crate::interp) fn for_iter_list(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.get(i.b + 2).bits() == Value::small(LIST as i32).bits() {
        return sequence_item(m, i, true);
    }
    Flow::Slow(|m, i| m.specialize(i, Op::FOR_ITER_ANY))
}

#[inline(always)]
pub(in crate::interp) fn for_iter_list_iterator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let iterator = m.get(i.b);
    if shape_of(iterator) != shapes::list_iterator {
        return Flow::Slow(|m, i| m.specialize(i, Op::FOR_ITER_ANY));
    }
    // SAFETY: the shape says what the object is.
    match unsafe { ListIterator::advance(m.vm, Obj::from_value(iterator)) } {
        Some(item) => {
            m.skip(2);
            m.assign(i.a, item)
        }
        None => exhausted(m, i),
    }
}

#[inline(always)]
pub(in crate::interp) fn for_iter_range_iterator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let iterator = m.get(i.b);
    if shape_of(iterator) != shapes::range_iterator {
        return Flow::Slow(|m, i| m.specialize(i, Op::FOR_ITER_ANY));
    }
    // SAFETY: as above.
    match unsafe { Obj::<RangeIterator>::from_value(iterator) }.get_mut(m.vm).advance() {
        // Items of a small range are inline ints.
        Some(int) => {
            m.skip(2);
            m.put(i.a, Value::int_unchecked(int))
        }
        None => exhausted(m, i),
    }
}

#[inline(always)]
pub(in crate::interp) fn for_iter_generator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.get(i.b + 2).bits() != Value::small(GENERATOR as i32).bits() {
        return Flow::Slow(|m, i| m.specialize(i, Op::FOR_ITER_ANY));
    }
    let resumed = resume_plain(m, i.b, i.a, Kind::Next, Value::NONE, 2);
    if resumed { Flow::Far } else { Flow::Second }
}

#[inline(always)]
pub(in crate::interp) fn for_iter_native(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.get(i.b + 2).bits() != Value::small(ITERATOR as i32).bits() {
        return Flow::Slow(|m, i| m.specialize(i, Op::FOR_ITER_ANY));
    }
    let iterator = m.get(i.b);
    let class = m.vm.class_of(iterator);
    let Some(next) = class.slots(m.vm).next.filter(|_| !class.is_heap(m.vm)) else { return Flow::Second };
    m.sync();
    let item = match next(m.vm, iterator) {
        Ok(Some(item)) => item,
        Ok(None) => return exhausted(m, i),
        Err(_) => return Flow::Slow(for_iter_raised),
    };
    m.skip(2);
    if m.interrupted() {
        m.set(i.a, item);
        return Flow::Slow(super::control::breaker);
    }
    m.assign(i.a, item)
}

/// An iterator has raised the exception in flight: a StopIteration, which a function that it calls may raise, ends the loop.
#[cold]
fn for_iter_raised(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.vm.error_is(m.vm.exceptions.StopIteration) {
        attempt!(m.vm.stop_was_raised(Raised));
        return exhausted(m, i);
    }
    Flow::Raise(Raised)
}

#[inline(always)]
pub(in crate::interp) fn for_iter_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.get(i.b + 2).int_payload() {
        RANGE => range_item(m, i),
        kind @ (LIST | TUPLE) => sequence_item(m, i, kind == LIST),
        _ => Flow::Second,
    }
}

#[inline(always)]
fn range_item(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (next, stop) = (m.get(i.b), m.get(i.b + 1));
    // With the same tag the bits compare as the payloads do.
    if (next.bits() as i64) < stop.bits() as i64 {
        m.overwrite(i.b, Value::int_unchecked(next.int_payload() + 1));
        m.skip(2);
        return m.put(i.a, next);
    }
    exhausted(m, i)
}

#[inline(always)]
fn sequence_item(m: &mut Machine<'_>, i: Instruction, is_list: bool) -> Flow {
    let index = m.get(i.b + 1).int_payload();
    let sequence = m.get(i.b);
    // SAFETY: the kind says what the register holds.
    let items = unsafe {
        if is_list {
            Obj::<List>::from_value(sequence).items(m.vm)
        } else {
            Obj::<Tuple>::from_value(sequence).items(m.vm)
        }
    };
    match items.get(index as usize) {
        Some(item) => {
            let item = item.own();
            m.overwrite(i.b + 1, Value::int_unchecked(index + 1));
            m.skip(2);
            m.assign(i.a, item)
        }
        None => exhausted(m, i),
    }
}

/// FOR_ITER over a generator, or another iterator.
#[inline(always)]
pub(in crate::interp) fn for_iter_object(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.get(i.b + 2).int_payload() == GENERATOR {
        let resumed = resume_plain(m, i.b, i.a, Kind::Next, Value::NONE, 2);
        return if resumed { Flow::Far } else { Flow::Slow(for_iter_slow) };
    }
    let iterator = m.get(i.b);
    // SAFETY: the shapes say what the objects are.
    let item = unsafe {
        match shape_of(iterator) {
            shapes::list_iterator => ListIterator::advance(m.vm, Obj::from_value(iterator)),
            shapes::range_iterator => {
                let next = Obj::<RangeIterator>::from_value(iterator).get_mut(m.vm).advance();
                next.map(|int| Owned::from_raw(Value::int_unchecked(int)))
            }
            _ => {
                m.sync();
                if m.vm.class_of(iterator).is_heap(m.vm) {
                    return Flow::Slow(for_iter_slow);
                }
                attempt!(m.vm.next(iterator))
            }
        }
    };
    match item {
        Some(item) => {
            m.skip(2);
            m.set(i.a, item);
            m.check_breaker()
        }
        None => exhausted(m, i),
    }
}

#[inline(never)]
fn for_iter_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let iterator = m.get(i.b);
    let kind = m.get(i.b + 2).int_payload();
    if kind == GENERATOR {
        // SAFETY: the kind says what the register holds.
        let generator: Obj<Generator> = unsafe { Obj::from_value(iterator) };
        m.skip(2);
        if generator::is_finished(m.vm, generator) {
            return loop_exhausted(m);
        }
        return resume(m, generator, i.a, Kind::Next, Owned::NONE);
    }
    m.sync();
    if let Some(flow) = super::special::next(m, iterator) {
        return flow;
    }
    match attempt!(m.vm.next(iterator)) {
        Some(item) => {
            m.set(i.a, item);
            m.skip(2);
            Flow::Next
        }
        None => exhausted(m, i),
    }
}

/// Push the frame of the generator in register `iterator`, when that takes no more than linking it: whether it was so. `sent` moves then; the
/// instruction has `words` extra words.
#[inline(always)]
pub(super) fn resume_plain(
    m: &mut Machine<'_>,
    iterator: u8,
    destination: u8,
    kind: Kind,
    sent: Value,
    words: usize,
) -> bool {
    let value = m.get(iterator);
    if !value.is_object() || m.vm.stack.depth >= m.vm.recursion_limit {
        return false;
    }
    // SAFETY: a value that points to the heap points to a live object; the shapes are those of generators and coroutines, whose windows are their
    // own and do not run.
    unsafe {
        let shape = value.header_unchecked().as_ref().shape();
        if shape != shapes::generator && shape != shapes::coroutine {
            return false;
        }
        if generator::is_created(m.vm, Obj::from_value(value)) {
            m.vm.stack.begun = m.vm.stack.begun.wrapping_add(1);
            // Looking at the whole chain each time would make a deep one cost its square.
            if m.vm.stack.begun.is_multiple_of(64) && generator::is_too_deep(m.vm, m.frame()) {
                return false;
            }
        }
        let top = m.vm.stack_top_above(m.frame());
        let Some(resumption) = generator::resume_plain(m.vm, Obj::from_value(value), top, sent) else { return false };
        let frame = resumption.frame;
        m.skip(words);
        frame.link_generator(m.r, m.pc, m.temps, destination, kind);
        m.r = frame.0;
        m.pc = resumption.pc;
        m.temps = frame.shape().temps_start as usize;
    }
    true
}

/// Push a generator's frame: it goes on where it yielded, with `sent` as the value of that expression.
pub(super) fn resume(m: &mut Machine<'_>, generator: Obj<Generator>, destination: u8, kind: Kind, sent: Owned) -> Flow {
    m.sync();
    let resumption = attempt!(generator::prepare(m.vm, generator, Some(sent)));
    let frame = resumption.frame;
    // SAFETY: prepare gave the generator's own window, which is not running.
    unsafe {
        frame.link_generator(m.r, m.pc, m.temps, destination, kind);
        m.r = frame.0;
        m.pc = resumption.pc;
        m.temps = frame.shape().temps_start as usize;
    }
    Flow::Next
}

/// Leave the loop: pc is still at FOR_ITER's first extra word.
#[inline(always)]
fn exhausted(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let offset = m.peek(0);
    m.skip(2);
    m.jump(offset);
    match m.take_last(i.b) {
        Some(iterated) => m.end(iterated),
        None => Flow::Next,
    }
}

/// Leave the loop whose FOR_ITER lies just before pc.
pub(in crate::interp) fn loop_exhausted(m: &mut Machine<'_>) -> Flow {
    // SAFETY: FOR_ITER has three words.
    let (word, offset) = unsafe { (m.pc.sub(3).read(), m.pc.sub(2).read()) };
    let base = (word >> 16) as u8;
    m.clear(base);
    m.jump(offset);
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn for_drop(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.take_last(i.a) {
        Some(iterated) => m.end(iterated),
        None => Flow::Next,
    }
}

const _: () = assert!(HEADER_WORDS == 4);
