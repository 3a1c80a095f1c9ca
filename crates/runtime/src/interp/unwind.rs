//! What happens when an instruction fails: the traceback grows, and a handler is looked for, frame by frame.

use taipan_bytecode::Op;
use taipan_heap::{Owned, Value};

use crate::error::Raised;
use crate::interp::frame::Kind;
use crate::interp::machine::{Flow, Machine};
use crate::interp::stack::{DEAD, Slot};
use crate::types::generator;
use crate::types::traceback;

/// Drop what the registers from `first` up to `end` hold, the last one first, as CPython empties a frame; they are dead temps then.
///
/// # Safety
/// They belong to a live frame.
#[inline(always)]
pub(super) unsafe fn drop_registers(r: *mut Slot, first: usize, end: usize) {
    for index in (first..end).rev() {
        // SAFETY: the caller's promise.
        unsafe {
            let held = r.add(index).replace(DEAD);
            if held.map_or(0, Value::bits) & 7 != 0 {
                continue;
            }
            // Two jumps are fewer steps than the one that both tests would become.
            let bits = super::dispatch::opaque(held.map_or(0, Value::bits) as usize);
            if let Some(value) = Value::from_bits(bits as u64) {
                let header = value.header_unchecked();
                if header.as_ref().decref() {
                    taipan_heap::release(header);
                }
            }
        }
    }
}

/// Whether the instruction raises an exception that it was given by a handler.
fn raises_again(word: u32) -> bool {
    match Op::from_number(word as u8) {
        Some(Op::RERAISE | Op::END_ASYNC_FOR) => true,
        Some(Op::RAISE) => word >> 24 == 0,
        _ => false,
    }
}

impl Machine<'_> {
    /// The index of the word behind which pc is: the running instruction's.
    pub(in crate::interp) fn at(&self) -> usize {
        let start = self.code().get(self.vm).words.as_ptr();
        // SAFETY: pc points into the code, behind the failing instruction's first word.
        // At the very beginning only when a signal is served before the first instruction.
        (unsafe { self.pc.offset_from(start) } as usize).saturating_sub(1)
    }

    /// Find the handler of the exception in flight. `Flow::Next`: pc is at it. `Flow::Exit`: it leaves the frame that was entered from Rust.
    #[cold]
    #[inline(never)]
    pub(super) fn unwind(&mut self, _raised: Raised) -> Flow {
        let mut raised_here = true;
        loop {
            let code = self.code();
            let start = code.get(self.vm).words.as_ptr();
            let word = self.at();
            self.sync();
            // What is raised again has been through this frame already.
            let instruction = code.get(self.vm).word(word);
            let again = raised_here && raises_again(instruction);
            if !again {
                traceback::extend(self.vm, self.frame(), word);
            }
            if self.vm.watches_exceptions() {
                crate::tracing::hit::raised(self.vm, self.frame(), word, again);
            }
            raised_here = false;
            // What the compiler wrote to pass an exception on has no line: the frame is where it was raised.
            let origin = crate::types::frame::note_raised(self.vm, self.frame(), word, again.then_some(instruction));
            let entry = code
                .get(self.vm)
                .exceptions
                .iter()
                .find(|entry| (entry.start as usize..entry.end as usize).contains(&word))
                .copied();
            if let Some(entry) = entry {
                if self.vm.watches_exceptions() {
                    crate::tracing::hit::handled(self.vm, self.frame(), word);
                }
                let registers = (code.get(self.vm).call.registers as usize).min(256);
                // SAFETY: the registers are the running frame's.
                unsafe { drop_registers(self.r, entry.register as usize, registers) };
                let error = self.vm.take_error();
                self.set(entry.register, error);
                // SAFETY: the compiler emits targets inside the code.
                self.pc = unsafe { start.add(entry.target as usize) };
                if self.vm.heap.breaker.has(taipan_heap::Breaker::FINALIZE) {
                    // What died with the frames that were left.
                    self.sync();
                    self.vm.run_finalizers();
                }
                return Flow::Next;
            }
            if origin != word {
                // SAFETY: the word of an instruction of this code, which raised before.
                self.pc = unsafe { start.add(origin + 1) };
                self.sync();
            }
            if self.vm.watches_exceptions() {
                crate::tracing::hit::unwound(self.vm, self.frame(), origin);
            }
            match self.leave_by_exception() {
                Kind::Exit | Kind::ExitGenerator => return Flow::Exit,
                Kind::Special => {
                    self.sync();
                    if super::ops::special::failed(self) {
                        return Flow::Next;
                    }
                }
                _ => {}
            }
        }
    }

    /// Drop the running frame, whose exception nobody caught in it, and go to its caller.
    fn leave_by_exception(&mut self) -> Kind {
        let frame = self.frame();
        // SAFETY: the frame is live until it is dropped here.
        unsafe {
            let kind = frame.kind();
            let (caller, pc, temps) = (frame.caller(), frame.caller_pc(), frame.caller_temps());
            let extent = frame.shape().registers as usize;
            if frame.in_generator() {
                let delegator = generator::begin_delegator(frame);
                generator::finish(self.vm, frame);
                if let Some(delegator) = delegator {
                    self.r = delegator.frame.0;
                    self.pc = delegator.pc;
                    self.temps = delegator.frame.shape().temps_start as usize;
                    return Kind::Send;
                }
            } else {
                traceback::detach(self.vm, frame);
                drop_registers(self.r, 0, extent);
                drop(self.r.sub(taipan_bytecode::HEADER_WORDS).replace(None).map(Owned::from_raw));
                if kind == Kind::Init {
                    drop(self.r.sub(taipan_bytecode::HEADER_WORDS + 1).replace(None).map(Owned::from_raw));
                }
            }
            self.vm.stack.depth -= 1;
            self.r = caller.0;
            self.pc = pc;
            self.temps = temps;
            kind
        }
    }
}
