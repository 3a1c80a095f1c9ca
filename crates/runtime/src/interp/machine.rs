//! The running state of the loop, and how handlers reach registers.
//!
//! A `Machine` lives in a handler's locals. A hot handler is inlined into its dispatching function, and never lends its `Machine` out: what it
//! cannot do itself it leaves to another function by returning `Flow::Slow`. So pc and r stay in machine registers.

use taipan_bytecode::{Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::error::{R, Raised};
use crate::interp::frame::Frame;
use crate::interp::stack::{DEAD, Slot};
use crate::object::obj::Obj;
use crate::types::code::CodeObject;
use crate::types::function::Function;
use crate::types::str::Str;
use crate::vm::Vm;

/// A function that carries out an instruction, or the rest of one.
pub(crate) type Handler = fn(&mut Machine<'_>, Instruction) -> Flow;

/// How a handler ends.
pub(crate) enum Flow {
    /// On to the instruction at pc.
    Next,
    /// As Next, after a call or a jump backwards: such steps bound how far the native stack can grow where the optimiser made no jumps of calls.
    Far,
    /// The op's second handler carries out the instruction: nothing is done yet.
    Second,
    /// Another function does the rest of the instruction.
    Slow(Handler),
    /// The call of a native function is all that is left to do, and the frame is noted in the isolate's stack.
    Native(NativeCall),
    /// The instruction behaves as this word says: it was marked for watchers.
    Instead(u32),
    /// The instruction is done but for the reference in this slot, which it has overwritten. The slot holds an object, or nothing.
    Retire(Slot),
    /// A special method that an instruction called has returned this, and its frame is left. What its frame was begun with.
    Special(Value, u8),
    /// The isolate holds an exception.
    Raise(Raised),
    /// A frame that was entered from Rust is done: the isolate's `result` says how.
    Exit,
}

/// A native function, and the registers that hold its arguments.
pub(crate) struct NativeCall {
    pub(crate) call: fn(&mut Vm, &[Value]) -> R<Owned>,
    pub(crate) first: *mut Slot,
    pub(crate) count: usize,
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
    pub(crate) temps: usize,
}

impl Machine<'_> {
    /// Whether anybody has set the isolate's breaker.
    #[inline(always)]
    pub(crate) fn interrupted(&self) -> bool {
        // SAFETY: the word lives as long as the isolate's heap.
        unsafe { (*self.vm.stack.breaker).load(std::sync::atomic::Ordering::Relaxed) != 0 }
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

    /// Back before the word that was read last.
    pub(crate) fn unread(&mut self) {
        // SAFETY: the word was read, so it is in the code.
        self.pc = unsafe { self.pc.sub(1) };
    }

    /// Word `index` after pc, without moving.
    #[inline(always)]
    pub(crate) fn peek(&self, index: usize) -> u32 {
        // SAFETY: as in word.
        unsafe { self.pc.add(index).read() }
    }

    /// Words `index` and `index + 1` after pc as one number, the first one its low half.
    #[inline(always)]
    pub(crate) fn peek_wide(&self, index: usize) -> u64 {
        // SAFETY: as in word.
        let wide = unsafe { self.pc.add(index).cast::<u64>().read_unaligned() };
        if cfg!(target_endian = "big") { wide.rotate_left(32) } else { wide }
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

    /// Put another op in the place of the instruction whose first word was read last, and carry that out.
    pub(crate) fn specialize(&mut self, i: Instruction, op: Op) -> Flow {
        let word = Instruction { op, ..i }.encode();
        self.patch(-1, word);
        Flow::Instead(word)
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

    /// Put a value into register `index` as the last step of an instruction; what was there is dropped.
    #[inline(always)]
    pub(crate) fn put(&mut self, index: u8, value: Value) -> Flow {
        // SAFETY: as in slot; the reference moves in, the old one out.
        unsafe {
            let old = self.r.add(index as usize).replace(Some(value));
            retire(old)
        }
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

    /// Put a value, reference and all, into a temp whose life begins: it holds nothing that counts.
    #[inline(always)]
    pub(crate) fn overwrite(&mut self, index: u8, value: Value) {
        debug_assert!(!self.slot(index).is_some_and(Value::is_object));
        // SAFETY: as in slot.
        unsafe { self.r.add(index as usize).write(Some(value)) };
    }

    /// Take what register `index` holds, leaving it empty.
    #[inline(always)]
    pub(crate) fn take(&mut self, index: u8) -> Option<Owned> {
        // SAFETY: as in slot.
        unsafe { self.r.add(index as usize).replace(None).map(Owned::from_raw) }
    }

    /// As `take`; a temp is dead then rather than empty.
    #[inline(always)]
    pub(crate) fn take_last(&mut self, index: u8) -> Option<Owned> {
        let left = if self.is_temp(index) { DEAD } else { None };
        // SAFETY: as in slot.
        unsafe { self.r.add(index as usize).replace(left).map(Owned::from_raw) }
    }

    /// Empty register `index`.
    #[inline(always)]
    pub(crate) fn clear(&mut self, index: u8) {
        drop(self.take(index));
    }

    /// As `put`, for an owned value.
    #[inline(always)]
    pub(crate) fn assign(&mut self, index: u8, value: Owned) -> Flow {
        self.put(index, value.into_raw())
    }

    /// Drop a value as the last step of an instruction, pc behind it.
    #[inline(always)]
    pub(crate) fn end(&mut self, value: Owned) -> Flow {
        // SAFETY: the reference is given up once.
        unsafe { retire(Some(value.into_raw())) }
    }

    /// Serve the breaker at the end of an instruction, pc behind it.
    #[inline(always)]
    pub(crate) fn check_breaker(&mut self) -> Flow {
        if self.interrupted() { Flow::Slow(crate::interp::ops::control::breaker) } else { Flow::Next }
    }

    /// As `check_breaker`, after a call or a jump backwards.
    #[inline(always)]
    pub(crate) fn check_breaker_far(&mut self) -> Flow {
        if self.interrupted() { Flow::Slow(crate::interp::ops::control::breaker) } else { Flow::Far }
    }

    /// Whether register `index` is a temp: reading it ends its life.
    #[inline(always)]
    pub(crate) fn is_temp(&self, index: u8) -> bool {
        index as usize >= self.temps
    }

    /// An operand has been used: if its register is a temp, its life ends.
    #[inline(always)]
    pub(crate) fn consume(&mut self, index: u8) {
        if self.is_temp(index)
            && let Some(value) = self.slot(index)
            && value.is_object()
        {
            // SAFETY: as in slot; the reference is given up once.
            unsafe { self.r.add(index as usize).write(DEAD) };
            drop(Owned::from_raw(value));
        }
    }

    /// Whether the object in register `index` outlives an instruction that ends the life of temps: the register is a local, or not the only one
    /// to hold the object.
    #[inline(always)]
    pub(crate) fn outlives(&self, index: u8) -> bool {
        // SAFETY: a value that points to the heap points to a live object.
        !self.is_temp(index)
            || self.get(index).is_object() && unsafe { self.get(index).header_unchecked().as_ref() }.references() > 1
    }

    /// End the life of register `index`, if it is a temp; it holds an object that outlives that.
    #[inline(always)]
    pub(crate) fn let_go(&mut self, index: u8) {
        if self.is_temp(index) {
            // SAFETY: as in slot; the reference is given up once, and others are left.
            unsafe {
                self.get(index).header_unchecked().as_ref().decref();
                self.r.add(index as usize).write(DEAD);
            }
        }
    }

    /// The operand as an owned value: a temp is moved out, a local shared.
    #[inline(always)]
    pub(crate) fn operand(&mut self, index: u8) -> Owned {
        if self.is_temp(index) {
            // SAFETY: as in slot; a temp that is read is bound.
            unsafe { Owned::from_raw(self.r.add(index as usize).replace(DEAD).unwrap_unchecked()) }
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

/// Give up the reference in a slot that has been overwritten.
///
/// # Safety
/// The slot's reference is given up once.
#[inline(always)]
pub(crate) unsafe fn retire(old: Slot) -> Flow {
    // One test for the straight path: most registers that are written hold an inline value.
    if old.map_or(0, Value::bits) & 7 == 0 {
        // Without the hint both ends become one, with a jump through a table.
        std::hint::cold_path();
        return Flow::Retire(old);
    }
    Flow::Next
}

/// The shape of an object, 0 for anything inline.
#[inline(always)]
pub(crate) fn shape_of(value: Value) -> u32 {
    if value.is_object() {
        // SAFETY: a value that points to the heap points to a live object.
        unsafe { value.header_unchecked().as_ref() }.shape()
    } else {
        0
    }
}
