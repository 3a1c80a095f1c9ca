//! The running state of the loop, and how handlers reach registers.
//!
//! A `Machine` lives in the loop's locals: every handler is inlined, and what is not inlined gets the isolate alone, so that pc and r stay in
//! machine registers.

use taipan_bytecode::{Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::error::Raised;
use crate::interp::frame::Frame;
use crate::interp::stack::Slot;
use crate::object::obj::Obj;
use crate::types::code::CodeObject;
use crate::types::function::Function;
use crate::types::str::Str;
use crate::vm::Vm;

/// How a handler ends.
pub(crate) enum Flow {
    /// On to the instruction at pc.
    Next,
    /// The instruction behaves as this word says: it was marked for watchers.
    Instead(u32),
    /// The isolate holds an exception.
    Raise(Raised),
    /// A frame that was entered from Rust is done: the isolate's `result` says how.
    Exit,
}

impl From<Raised> for Flow {
    fn from(raised: Raised) -> Flow {
        Flow::Raise(raised)
    }
}

/// Go on with the value of a fallible expression, or raise.
macro_rules! attempt {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(raised) => return $crate::interp::machine::Flow::Raise(raised),
        }
    };
}
pub(crate) use attempt;

/// The running state.
pub(crate) struct Machine<'v> {
    pub(crate) vm: &'v mut Vm,
    /// The next word.
    pub(crate) pc: *const u32,
    /// Register 0 of the running frame.
    pub(crate) r: *mut Slot,
    /// The first temp of the running code.
    pub(crate) temps: u8,
    /// The isolate's breaker word.
    pub(crate) breaker: *const std::sync::atomic::AtomicU32,
}

impl Machine<'_> {
    /// Run a handler that is not inlined, on a copy of the state: were the loop's own state lent out, the compiler would have to keep it in
    /// memory, and load it anew after every store to a register.
    #[inline(always)]
    pub(crate) fn outline(
        &mut self,
        i: Instruction,
        handler: impl FnOnce(&mut Machine<'_>, Instruction) -> Flow,
    ) -> Flow {
        // The branch is as good as cold to the register allocator: it had rather spill here than in the loop.
        std::hint::cold_path();
        let mut copy = Machine { vm: self.vm, pc: self.pc, r: self.r, temps: self.temps, breaker: self.breaker };
        let flow = handler(&mut copy, i);
        (self.pc, self.r, self.temps) = (copy.pc, copy.r, copy.temps);
        flow
    }

    /// As `outline`, for what does not need the instruction.
    #[inline(always)]
    pub(crate) fn aside(&mut self, handler: impl FnOnce(&mut Machine<'_>) -> Flow) -> Flow {
        self.outline(Instruction { op: Op::NOP, a: 0, b: 0, c: 0 }, |m, _| handler(m))
    }

    /// Whether anybody has set the isolate's breaker.
    #[inline(always)]
    pub(crate) fn interrupted(&self) -> bool {
        // SAFETY: the word lives as long as the isolate's heap.
        unsafe { (*self.breaker).load(std::sync::atomic::Ordering::Relaxed) != 0 }
    }

    /// The running frame.
    #[inline(always)]
    pub(crate) fn frame(&self) -> Frame {
        Frame(self.r)
    }

    /// The next word, which belongs to the instruction; pc moves on.
    #[inline(always)]
    pub(crate) fn word(&mut self) -> u32 {
        // SAFETY: the compiler emits each instruction with all its words.
        unsafe {
            let word = self.pc.read();
            self.pc = self.pc.add(1);
            word
        }
    }

    /// Word `index` after pc, without moving.
    #[inline(always)]
    pub(crate) fn peek(&self, index: usize) -> u32 {
        // SAFETY: as in word.
        unsafe { self.pc.add(index).read() }
    }

    /// Skip words.
    #[inline(always)]
    pub(crate) fn skip(&mut self, words: usize) {
        // SAFETY: as in word.
        self.pc = unsafe { self.pc.add(words) };
    }

    /// Overwrite a word of the instruction, counted from pc.
    #[inline(always)]
    pub(crate) fn patch(&mut self, index: isize, mut word: u32) {
        // SAFETY: pc points into the running code.
        if let Some(marks) = unsafe { &mut (*self.code().raw().as_ptr()).instrumentation } {
            let start = self.code().get(self.vm).words.as_ptr();
            // SAFETY: as above.
            let place = unsafe { self.pc.offset(index).offset_from(start) };
            word = marks.respecialize(place as usize, word);
        }
        // SAFETY: the words of a code object are the interpreter's to change; nobody else holds a reference into them.
        unsafe { self.pc.offset(index).cast_mut().write(word) };
    }

    /// Jump relative to pc.
    #[inline(always)]
    pub(crate) fn jump(&mut self, offset: u32) {
        // SAFETY: the compiler emits targets inside the code.
        self.pc = unsafe { self.pc.offset(offset as i32 as isize) };
    }

    /// What register `index` holds.
    #[inline(always)]
    pub(crate) fn slot(&self, index: u8) -> Slot {
        // SAFETY: the compiler numbers registers below the window's size.
        unsafe { self.r.add(index as usize).read() }
    }

    /// The value in register `index`, which is bound: the compiler checks locals that may not be.
    #[inline(always)]
    pub(crate) fn get(&self, index: u8) -> Value {
        debug_assert!(self.slot(index).is_some(), "register {index} is empty");
        // SAFETY: as above.
        unsafe { self.slot(index).unwrap_unchecked() }
    }

    /// Put a value into register `index`; what was there is dropped.
    #[inline(always)]
    pub(crate) fn set(&mut self, index: u8, value: Owned) {
        // SAFETY: as in slot.
        unsafe {
            let place = self.r.add(index as usize);
            let old = place.replace(Some(value.into_raw()));
            if let Some(old) = old {
                drop(Owned::from_raw(old));
            }
        }
    }

    /// As `set`, for a value that is not a heap pointer.
    #[inline(always)]
    pub(crate) fn set_inline(&mut self, index: u8, value: Value) {
        self.set(index, Owned::from_raw(value));
    }

    /// Take what register `index` holds, leaving it empty.
    #[inline(always)]
    pub(crate) fn take(&mut self, index: u8) -> Option<Owned> {
        // SAFETY: as in slot.
        unsafe { self.r.add(index as usize).replace(None).map(Owned::from_raw) }
    }

    /// Empty register `index`.
    #[inline(always)]
    pub(crate) fn clear(&mut self, index: u8) {
        drop(self.take(index));
    }

    /// As `set`, for an instruction that ends a variable's old value: its finaliser runs before the next instruction.
    #[inline(always)]
    pub(crate) fn assign(&mut self, index: u8, value: Owned) -> Flow {
        // SAFETY: as in slot.
        let old = unsafe { self.r.add(index as usize).replace(Some(value.into_raw())) };
        match old {
            Some(old) if old.is_object() => self.end(Owned::from_raw(old)),
            _ => Flow::Next,
        }
    }

    /// Drop a value at the end of an instruction, pc behind it.
    #[inline(always)]
    pub(crate) fn end(&mut self, value: Owned) -> Flow {
        drop(value);
        self.check_breaker()
    }

    /// Serve the breaker at the end of an instruction, pc behind it.
    #[inline(always)]
    pub(crate) fn check_breaker(&mut self) -> Flow {
        if self.interrupted() { self.aside(crate::interp::ops::control::breaker) } else { Flow::Next }
    }

    /// An operand has been used: if its register is a temp, its life ends.
    #[inline(always)]
    pub(crate) fn consume(&mut self, index: u8) {
        if index >= self.temps && self.slot(index).is_some_and(Value::is_object) {
            self.clear(index);
        }
    }

    /// The operand as an owned value: a temp is moved out, a local shared.
    #[inline(always)]
    pub(crate) fn operand(&mut self, index: u8) -> Owned {
        if index >= self.temps {
            // SAFETY: as in slot; a temp that is read is bound.
            unsafe { Owned::from_raw(self.r.add(index as usize).replace(None).unwrap_unchecked()) }
        } else {
            self.get(index).own()
        }
    }

    /// The running function.
    #[inline(always)]
    pub(crate) fn function(&self) -> Obj<Function> {
        // SAFETY: the running frame is live.
        unsafe { self.frame().function() }
    }

    /// The running code.
    #[inline(always)]
    pub(crate) fn code(&self) -> Obj<CodeObject> {
        // SAFETY: the running frame is live.
        unsafe { self.frame().code() }
    }

    /// Name number `index` of the running code.
    #[inline(always)]
    pub(crate) fn name(&self, index: usize) -> Obj<Str> {
        let code = self.code();
        // SAFETY: the compiler numbers names below their count; they are interned strings.
        unsafe { Obj::from_value(code.raw().as_ref().names.get_unchecked(index).value()) }
    }

    /// Constant number `index` of the running code.
    #[inline(always)]
    pub(crate) fn constant(&self, index: usize) -> Value {
        let code = self.code();
        // SAFETY: the compiler numbers constants below their count.
        unsafe { code.raw().as_ref().consts.get_unchecked(index).value() }
    }

    /// Tell the isolate where the frame is, before anything that may raise, call Python code, or look at frames.
    #[inline(always)]
    pub(crate) fn sync(&mut self) {
        self.vm.stack.frame = self.r;
        self.vm.stack.pc = self.pc;
    }
}
