//! A marked instruction is reached, and what the unwinder reports.

use taipan_bytecode::{Immediate, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::interp::frame::{Frame, Kind};
use crate::interp::machine::{Flow, Machine};
use crate::native::*;
use crate::tracing::events::{self, Event, Place};
use crate::tracing::instrument::point;
use crate::tracing::want;
use crate::types::frame::{self, FrameObject, WatchState};

/// TRACE: tell the watchers, then do what the instruction does.
pub(crate) fn traced(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let code = m.code();
    let start = code.get(m.vm).words.as_ptr();
    // SAFETY: pc is in the code, behind the instruction's first word.
    let word = unsafe { m.pc.offset_from(start) } as usize - 1;
    if m.vm.tracer.inside == 0 && m.vm.watched.wanted_anything() {
        let frame = m.frame();
        match report(m, frame, word, i) {
            Ok(None) => {}
            Ok(Some(target)) => {
                // A debugger chose another line.
                // SAFETY: the target is an instruction of the code.
                m.pc = unsafe { start.add(target as usize) };
                return Flow::Next;
            }
            Err(raised) => return Flow::Raise(raised),
        }
        m.sync();
    } else if !m.vm.watched.wanted_anything() {
        m.vm.unmark_code(code);
    }
    // The marks may have changed meanwhile.
    let code = code.get(m.vm);
    let now = code.words[word];
    let op = match code.instrumentation.as_ref().and_then(|marks| marks.op(word)) {
        Some(op) => op as u32,
        None => now & 0xff,
    };
    Flow::Instead(now & !0xff | op)
}

/// The frame's object, made now if need be.
fn object_of(vm: &mut Vm, frame: Frame) -> R<(Owned, Obj<FrameObject>)> {
    let object = frame::object_of(vm, frame)?;
    match vm.cast::<FrameObject>(object.value()) {
        Some(typed) => Ok((object, typed)),
        None => Err(vm.system_error("a frame without its object")),
    }
}

/// Tell the watchers what happens at `word`. Gives the word to go to when a watcher has set `f_lineno`.
fn report(m: &mut Machine<'_>, frame: Frame, word: usize, i: Instruction) -> R<Option<u32>> {
    let (_own, object) = object_of(m.vm, frame)?;
    let code = m.code();
    let place = Place { object, code, word: word as u32 };
    begin(m.vm, place)?;
    settle(m.vm, place, Some(word))?;
    // Watchers of a beginning may ask for more.
    let points = code.get(m.vm).instrumentation.as_ref().map_or(0, |marks| marks.points(word));
    let op = code.get(m.vm).instrumentation.as_ref().and_then(|marks| marks.op(word)).unwrap_or(Op::NOP);
    let line = crate::types::code::line_of(&code.get(m.vm).template, word as u32);
    let watch = &mut object.get_mut(m.vm).watch;
    let backwards = (word as u32) <= watch.word;
    watch.word = word as u32;
    if points & point::LINE != 0 {
        let watch = &mut object.get_mut(m.vm).watch;
        if let Some(line) = line
            && (line != watch.line || backwards || line == 0)
        {
            watch.line = line;
            events::line(m.vm, place, line)?;
            if let Some(target) = object.get_mut(m.vm).watch.jump.take() {
                return leave_for(m, place, target).map(Some);
            }
        }
    }
    if m.vm.watched.wanted & want::ALL != 0 || m.vm.watched.monitoring.wanted_of(code.value()) & want::ALL != 0 {
        events::instruction(m.vm, place)?;
        if let Some(target) = object.get_mut(m.vm).watch.jump.take() {
            return leave_for(m, place, target).map(Some);
        }
    }
    if points & point::JUMP != 0
        && let Some(target) = taipan_bytecode::jump_target(&code.get(m.vm).template.words, word)
    {
        let next = (word + op.words()) as u32;
        object.get_mut(m.vm).watch.pending_jump =
            Some((word as u32, next, target as u32, matches!(op, Op::JUMP | Op::JUMP_BACK)));
    }
    if points & point::CALL != 0 {
        let (callable, argument) = called(m, op, i);
        events::call(m.vm, place, &callable, argument.as_ref())?;
        let watch = &mut object.get_mut(m.vm).watch;
        watch.pending_call = Some(callable);
        watch.pending_argument = argument;
    }
    if points & (point::RETURN | point::YIELD) != 0 {
        let value = match op {
            Op::RETURN_IMMEDIATE => Owned::from_raw(match Immediate::from_number(i.a) {
                Some(Immediate::True) => Value::TRUE,
                Some(Immediate::False) => Value::FALSE,
                Some(Immediate::Ellipsis) => Value::ELLIPSIS,
                _ => Value::NONE,
            }),
            Op::RETURN => m.slot(i.a).map_or(Owned::NONE, Value::own),
            _ => m.slot(i.b).map_or(Owned::NONE, Value::own),
        };
        if points & point::YIELD != 0 {
            events::suspend(m.vm, place, &value)?;
            if let Some(target) = object.get_mut(m.vm).watch.jump.take() {
                return leave_for(m, place, target).map(Some);
            }
            object.get_mut(m.vm).watch.state = WatchState::Suspended;
        } else {
            events::leave(m.vm, place, &value)?;
            tell_of_end(m.vm, frame, &value)?;
        }
    }
    Ok(None)
}

/// A generator is about to return to the loop or the delegation that resumed it: that one's watchers are told of the StopIteration that
/// nobody raises. A loop does not care about one without a value.
fn tell_of_end(vm: &mut Vm, frame: Frame, value: &Owned) -> R<()> {
    // SAFETY: the running frame is live, and so is its caller's.
    let caller = unsafe {
        if !frame.in_generator() || !frame.is_in_loop() || crate::types::generator::is_linked_inwards(frame) {
            return Ok(());
        }
        if frame.kind() == Kind::Next && value.is_none() {
            return Ok(());
        }
        frame.caller()
    };
    let (_own, object) = object_of(vm, caller)?;
    let place = Place { object, code: object.function(vm).code(vm), word: object.word(vm) };
    let exception = if value.is_none() {
        vm.new_exception(vm.exceptions.StopIteration, &[])?
    } else {
        vm.new_exception(vm.exceptions.StopIteration, &[value.value()])?
    };
    events::stopped(vm, place, &exception)
}

/// The iterator of a loop, or what is delegated to, has raised the StopIteration in flight.
#[cold]
pub(crate) fn stopped(vm: &mut Vm) {
    let frame = vm.current_frame();
    if frame.is_null() {
        return;
    }
    let Some(error) = vm.error.take() else { return };
    let result = (|| {
        let (_own, object) = object_of(vm, frame)?;
        let code = object.function(vm).code(vm);
        let place = Place { object, code, word: object.word(vm) };
        let op = code.get(vm).template.words.get(place.word as usize).and_then(|&word| Op::from_number(word as u8));
        if matches!(op, Some(Op::FOR_ITER | Op::SEND)) { events::raised(vm, place, &error) } else { Ok(()) }
    })();
    restore(vm, error, result);
}

/// What a call calls, and its first argument.
fn called(m: &Machine<'_>, op: Op, i: Instruction) -> (Owned, Option<Owned>) {
    let own = |index: u8| m.slot(index).map(Value::own);
    let callable = own(i.b).unwrap_or(Owned::NONE);
    let first = i.b.wrapping_add(4);
    let argument = match op.general() {
        Op::CALL_EX => {
            let arguments = m.slot(first).and_then(|arguments| m.vm.cast::<Tuple>(arguments));
            arguments.and_then(|arguments| arguments.items(m.vm).first().map(|first| first.own()))
        }
        Op::CALL_METHOD | Op::CALL_METHOD_KW | Op::CALL_METHOD_FROM_GENERATOR | Op::CALL_METHOD_NATIVE => {
            own(first).or_else(|| if i.c > 0 { own(first.wrapping_add(1)) } else { None })
        }
        _ if i.c > 0 => own(first),
        _ => None,
    };
    (callable, argument)
}

/// The frame begins or goes on, if that was not told yet.
fn begin(vm: &mut Vm, place: Place) -> R<()> {
    let watch = &mut place.object.get_mut(vm).watch;
    match std::mem::replace(&mut watch.state, WatchState::Running) {
        WatchState::Running => Ok(()),
        WatchState::Fresh => {
            watch.line = 0;
            watch.word = u32::MAX;
            events::enter(vm, place, Event::Start)
        }
        WatchState::Suspended => events::enter(vm, place, Event::Resume),
    }
}

/// Tell how what the last instruction began has ended: `now` is where the frame goes on, None when by an exception.
fn settle(vm: &mut Vm, place: Place, now: Option<usize>) -> R<()> {
    let watch = &mut place.object.get_mut(vm).watch;
    let (call, argument) = (watch.pending_call.take(), watch.pending_argument.take());
    let jump = watch.pending_jump.take();
    if let (Some((from, next, target, always)), Some(now)) = (jump, now) {
        let at = Place { word: from, ..place };
        let now = now as u32;
        if now == target || now == next {
            events::jump(vm, at, now, always, now == target)?;
        }
    }
    match call {
        Some(callable) => events::called(vm, place, &callable, argument.as_ref(), now.is_none()),
        None => Ok(()),
    }
}

/// The word of the code where a line begins, for a debugger that wants to go on there: None when that is not possible.
pub(crate) fn jump_to(vm: &mut Vm, object: Obj<FrameObject>, line: u32) -> Result<u32, String> {
    let template = object.function(vm).code(vm).get(vm).template.clone();
    let first = template.first_line;
    if line < first {
        return Err(format!("line {line} comes before the current code block"));
    }
    let live = taipan_bytecode::live_temps(&template);
    let now = object.word(vm) as usize;
    let Some(before) = live.get(now).copied().flatten() else {
        return Err("can't jump from unreachable code".to_owned());
    };
    // The first line at or behind the wanted one that has code.
    let lines = template.positions.runs().filter(|run| run.2.line >= line).map(|run| run.2.line);
    let Some(found) = lines.min() else {
        return Err(format!("line {line} comes after the current code block"));
    };
    let mut last = 0;
    // Of several places, the one that keeps the most: in a copy of a `finally` clause, the same copy.
    let mut best: Option<(u32, u32)> = None;
    let mut problem = "can't jump to unreachable code";
    for (start, _, position) in template.positions.runs() {
        let begins = position.line == found && position.line != last;
        if position.line != 0 {
            last = position.line;
        }
        if !begins {
            continue;
        }
        let Some(target) = live.get(start as usize).copied().flatten() else { continue };
        let mut foreign = None;
        for register in (0..256usize).filter(|register| target[register / 64] & 1 << (register % 64) != 0) {
            let kept = keeper(&template.words, start as usize, register);
            let known = before[register / 64] & 1 << (register % 64) != 0;
            if !known || kept.is_none() || kept != keeper(&template.words, now, register) {
                foreign = Some(kept);
                break;
            }
        }
        match foreign {
            None => {
                let kept = target.iter().map(|bits| bits.count_ones()).sum();
                if best.is_none_or(|(_, most)| kept > most) {
                    best = Some((start, kept));
                }
            }
            Some(kept) => problem = explain(kept.map(|kept| kept.op)),
        }
    }
    match best {
        Some((start, _)) => Ok(start),
        None => Err(problem.to_owned()),
    }
}

/// What an instruction that begins a statement keeps in a temp.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kept {
    op: Op,
    /// Which of its temps.
    which: usize,
    /// The instruction's word where one is not as good as another: each handler has its own exception.
    word: usize,
}

/// What is kept in a temp, by the last instruction before `word` that begins a statement and keeps something there.
fn keeper(words: &[u32], word: usize, register: usize) -> Option<Kept> {
    let mut found = None;
    let mut at = 0;
    while at < word {
        let i = words.get(at).copied().and_then(Instruction::decode)?;
        let count = match i.op {
            Op::FOR_PREPARE => 3,
            Op::PUSH_EXC_INFO | Op::LOAD_SPECIAL => 2,
            Op::GET_AITER => 1,
            _ => 0,
        };
        if let Some(which) = register.checked_sub(usize::from(i.a)).filter(|&which| which < count) {
            found = Some(Kept { op: i.op, which, word: if i.op == Op::PUSH_EXC_INFO { at } else { 0 } });
        }
        at += i.op.words();
    }
    found
}

/// Why a place cannot be gone to where this instruction has left something.
fn explain(op: Option<Op>) -> &'static str {
    match op {
        Some(Op::PUSH_EXC_INFO) => "can't jump into an 'except' block as there's no exception",
        Some(Op::FOR_PREPARE | Op::GET_AITER) => "can't jump into the body of a for loop",
        _ => "incompatible stacks",
    }
}

/// Go on at another line: what temps it does not know is dropped.
fn leave_for(m: &mut Machine<'_>, place: Place, target: u32) -> R<u32> {
    let template = place.code.get(m.vm).template.clone();
    let live = taipan_bytecode::live_temps(&template);
    let keep = live.get(target as usize).copied().flatten().unwrap_or_default();
    for register in (usize::from(template.temps_start)..usize::from(template.registers).min(255)).rev() {
        if keep[register / 64] & 1 << (register % 64) == 0 {
            let kept = keeper(&template.words, place.word as usize, register);
            if kept.is_some_and(|kept| kept.op == Op::PUSH_EXC_INFO && kept.which == 1) {
                // A handler is left: what was handled around it is handled again.
                let around = m.take(register as u8).filter(|around| !around.is_none());
                drop(std::mem::replace(&mut m.vm.handled, around));
                continue;
            }
            m.clear(register as u8);
        }
    }
    place.object.get_mut(m.vm).watch.word = u32::MAX;
    // The line that is gone to is told of.
    place.object.get_mut(m.vm).watch.line = 0;
    Ok(target)
}

/// The exception in flight passes through the frame at `word`: raised there, or by what was called.
#[cold]
pub(crate) fn raised(vm: &mut Vm, frame: Frame, word: usize, again: bool) {
    let Some(error) = vm.error.take() else { return };
    let result = (|| {
        let (_own, object) = object_of(vm, frame)?;
        let place = Place { object, code: object.function(vm).code(vm), word: word as u32 };
        let state = std::mem::replace(&mut object.get_mut(vm).watch.state, WatchState::Running);
        match state {
            WatchState::Fresh => events::enter(vm, place, Event::Start)?,
            WatchState::Suspended => events::thrown(vm, place, &error)?,
            WatchState::Running => {}
        }
        settle(vm, place, None)?;
        if again { events::reraised(vm, place, &error) } else { events::raised(vm, place, &error) }
    })();
    restore(vm, error, result);
}

/// The exception in flight is handled in the frame.
#[cold]
pub(crate) fn handled(vm: &mut Vm, frame: Frame, word: usize) {
    let Some(error) = vm.error.take() else { return };
    let result = (|| {
        let (_own, object) = object_of(vm, frame)?;
        let place = Place { object, code: object.function(vm).code(vm), word: word as u32 };
        events::handled(vm, place, &error)
    })();
    restore(vm, error, result);
}

/// The exception in flight ends the frame.
#[cold]
pub(crate) fn unwound(vm: &mut Vm, frame: Frame, word: usize) {
    let Some(error) = vm.error.take() else { return };
    let result = (|| {
        let (_own, object) = object_of(vm, frame)?;
        let place = Place { object, code: object.function(vm).code(vm), word: word as u32 };
        events::unwound(vm, place, &error)
    })();
    restore(vm, error, result);
}

/// The exception goes on, unless a watcher has raised another.
fn restore(vm: &mut Vm, error: Owned, result: R<()>) {
    if result.is_ok() {
        vm.error = Some(error);
    }
}
