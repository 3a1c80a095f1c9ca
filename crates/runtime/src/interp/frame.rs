//! The layout of a frame on the VM stack, and the words of its header.
//!
//! ```text
//! r[-4]  the function: an owned reference
//! r[-3]  caller's pc | 1
//! r[-2]  caller's r | 1
//! r[-1]  frame object >> 3 << 20 | kind's high bits << 18 | destination register << 10 | caller's temps_start << 2 | 2 | kind's low bit
//! r[0..] registers
//! ```
//!
//! The tags of an int and of a float in the low bits keep the rule that a dead register never holds a heap pointer: a callee's header lies
//! in what are temps of its caller. What the last word holds is arranged so that one test tells a plain return: see `Frame::is_plain`.

use taipan_bytecode::HEADER_WORDS;
use taipan_heap::Value;

use crate::interp::stack::Slot;
use crate::object::obj::Obj;
use crate::types::code::{CallShape, CodeObject};
use crate::types::function::Function;
use crate::vm::Vm;

/// What happens with a frame's result. Those of generators' frames come last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Written to the caller's destination register.
    Normal,
    /// As Normal, of a frame that has far registers.
    NormalFar,
    /// The loop was entered from Rust for this frame, and is left.
    Exit,
    /// `__init__`: the result must be None; the instance, kept just below the header, is written to the destination.
    Init,
    /// A special method that an instruction calls: the instruction is finished (`ops/special.rs`).
    Special,
    /// As Exit, of a generator's frame.
    ExitGenerator,
    /// A generator resumed by FOR_ITER: a yielded value is the next item, the end leaves the loop.
    Next,
    /// A generator or coroutine resumed by SEND.
    Send,
}

impl Kind {
    const ALL: [Kind; 8] = [
        Kind::Normal,
        Kind::NormalFar,
        Kind::Exit,
        Kind::Init,
        Kind::Special,
        Kind::ExitGenerator,
        Kind::Next,
        Kind::Send,
    ];

    /// The kind's bits in the header's last word.
    #[inline(always)]
    const fn bits(self) -> u64 {
        (self as u64 >> 1) << 18 | self as u64 & 1
    }

    /// The number of the kind with these bits.
    #[inline(always)]
    const fn number(word: u64) -> u64 {
        word >> 17 & 6 | word & 1
    }
}

/// The tag of the last header word.
const TAG: u64 = 2;
/// What is 0 in the last header word of a frame of kind Normal without a frame object.
const NOT_PLAIN: u64 = !0 << 18 | 1;

/// A frame, by the address of its register 0.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame(pub(crate) *mut Slot);

/// The bits of a register, 0 for an empty one.
#[inline(always)]
unsafe fn word(place: *mut Slot) -> u64 {
    // SAFETY: the caller's promise; a Slot is one word.
    unsafe { place.cast::<u64>().read() }
}

impl Frame {
    pub(crate) fn is_null(self) -> bool {
        self.0.is_null()
    }

    /// Write the header but for the function, which is in its place already.
    ///
    /// # Safety
    /// The window has room for a header.
    #[inline(always)]
    pub(crate) unsafe fn link(self, caller: *mut Slot, pc: *const u32, temps: usize, destination: u8, kind: Kind) {
        let r = self.0.cast::<u64>();
        // SAFETY: the caller's promise.
        unsafe {
            r.sub(3).write(pc.expose_provenance() as u64 | 1);
            r.sub(2).write(caller.expose_provenance() as u64 | 1);
            r.sub(1).write((temps as u64) << 2 | u64::from(destination) << 10 | kind.bits() | TAG);
        }
    }

    /// As `link`, of a generator's window, which keeps its frame object while it is suspended.
    ///
    /// # Safety
    /// The window is inside a generator, whose header was written when it was made.
    #[inline(always)]
    pub(crate) unsafe fn link_generator(
        self,
        caller: *mut Slot,
        pc: *const u32,
        temps: usize,
        destination: u8,
        kind: Kind,
    ) {
        // SAFETY: the caller's promise.
        unsafe {
            let object = word(self.0.sub(1)) & !0xf_ffff;
            self.link(caller, pc, temps, destination, kind);
            let place = self.0.sub(1).cast::<u64>();
            place.write(place.read() | object);
        }
    }

    /// Whether returning takes no more than dropping the locals and handing the result to the caller: no generator, no frame object, nothing
    /// special about the caller.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn is_plain(self) -> bool {
        // SAFETY: the caller's promise.
        unsafe { word(self.0.sub(1)) & NOT_PLAIN == 0 }
    }

    /// As `is_plain`, of a special method's frame.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn is_plain_special(self) -> bool {
        // SAFETY: the caller's promise.
        unsafe { word(self.0.sub(1)) & NOT_PLAIN == Kind::Special.bits() }
    }

    /// As `is_plain`, of the frame of an `__init__`.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn is_plain_init(self) -> bool {
        // SAFETY: the caller's promise.
        unsafe { word(self.0.sub(1)) & NOT_PLAIN == Kind::Init.bits() }
    }

    /// The function that runs in the frame.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn function(self) -> Obj<Function> {
        // SAFETY: a live frame's header begins with its function.
        unsafe {
            let bits = word(self.0.sub(HEADER_WORDS));
            Obj::from_value(Value::from_bits(bits).unwrap_unchecked())
        }
    }

    /// The code that runs in the frame.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn code(self) -> Obj<CodeObject> {
        // SAFETY: as above; a function's code is a code object.
        unsafe { Obj::from_value(self.function().raw().as_ref().code.value()) }
    }

    /// How calls of the code look.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn shape(self) -> CallShape {
        // SAFETY: the caller's promise.
        unsafe { self.code().raw().as_ref().call }
    }

    /// The frame that called this one (perhaps through Rust), or null.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn caller(self) -> Frame {
        // SAFETY: the caller's promise.
        let bits = unsafe { word(self.0.sub(2)) };
        Frame(std::ptr::with_exposed_provenance_mut((bits & !1) as usize))
    }

    /// Where the caller goes on.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn caller_pc(self) -> *const u32 {
        // SAFETY: the caller's promise.
        let bits = unsafe { word(self.0.sub(3)) };
        std::ptr::with_exposed_provenance((bits & !1) as usize)
    }

    /// Note another caller. A suspended generator, which has none, keeps its own pc and what it is linked to in these words.
    ///
    /// # Safety
    /// The window has a header.
    #[inline(always)]
    pub(crate) unsafe fn set_caller(self, caller: *mut Slot) {
        // SAFETY: the caller's promise.
        unsafe { self.0.sub(2).cast::<u64>().write(caller.expose_provenance() as u64 | 1) }
    }

    /// As `set_caller`, of the caller's pc.
    ///
    /// # Safety
    /// The window has a header.
    #[inline(always)]
    pub(crate) unsafe fn set_caller_pc(self, pc: *const u32) {
        // SAFETY: the caller's promise.
        unsafe { self.0.sub(3).cast::<u64>().write(pc.expose_provenance() as u64 | 1) }
    }

    /// Where the caller's temps begin.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn caller_temps(self) -> usize {
        // SAFETY: the caller's promise.
        unsafe { (word(self.0.sub(1)) >> 2) as u8 as usize }
    }

    /// The caller's register for the result.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn destination(self) -> u8 {
        // SAFETY: the caller's promise.
        unsafe { (word(self.0.sub(1)) >> 10) as u8 }
    }

    /// What happens with the result.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn kind(self) -> Kind {
        // SAFETY: the caller's promise.
        let bits = unsafe { word(self.0.sub(1)) };
        Kind::ALL[Kind::number(bits) as usize]
    }

    /// Whether the window is inside a generator object.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn in_generator(self) -> bool {
        // SAFETY: the caller's promise.
        Kind::number(unsafe { word(self.0.sub(1)) }) >= Kind::ExitGenerator as u64
    }

    /// Whether FOR_ITER or SEND has resumed the generator whose frame this is.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn is_in_loop(self) -> bool {
        // SAFETY: the caller's promise.
        Kind::number(unsafe { word(self.0.sub(1)) }) >= Kind::Next as u64
    }

    /// The frame object that Python code holds of this frame, if any.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn object(self) -> Option<Value> {
        // SAFETY: the caller's promise.
        Value::from_bits(unsafe { word(self.0.sub(1)) } >> 20 << 3)
    }

    /// Note the frame object; the reference is the frame's.
    ///
    /// # Safety
    /// The frame is live.
    pub(crate) unsafe fn set_object(self, object: Option<Value>) {
        // SAFETY: the caller's promise.
        unsafe {
            let place = self.0.sub(1).cast::<u64>();
            let bits = object.map_or(0, Value::bits);
            place.write(place.read() & 0xf_ffff | bits >> 3 << 20);
        }
    }

    /// Words from register 0 to where the next frame's header may begin.
    ///
    /// # Safety
    /// The frame is live and on the stack.
    pub(crate) unsafe fn extent(self) -> usize {
        // SAFETY: the caller's promise.
        unsafe { self.shape().registers as usize }
    }
}

impl Vm {
    /// The running frame.
    pub(crate) fn current_frame(&self) -> Frame {
        Frame(self.stack.frame)
    }

    /// What the registers of the running frames hold, generators' windows left out: those are traced with their objects.
    pub(crate) fn stack_values(&self) -> Vec<Value> {
        let mut values = Vec::new();
        let mut frame = self.current_frame();
        // A callee's header and window lie in what are temps of its caller: those are read once, as the callee's.
        let mut bound = self.stack.limit;
        while !frame.is_null() {
            // SAFETY: the frames from the running one outwards are live; dead registers hold no pointers.
            unsafe {
                if !frame.in_generator() {
                    values.push(frame.function().value());
                    let end = frame.0.add(frame.extent()).min(bound);
                    let mut place = frame.0;
                    while place < end {
                        values.extend(place.read());
                        place = place.add(1);
                    }
                    values.extend(frame.object());
                    bound = frame.0.sub(HEADER_WORDS);
                }
                frame = frame.caller();
            }
        }
        values
    }

    /// Where the header of a new frame may begin.
    #[inline(always)]
    pub(crate) fn stack_top(&self) -> *mut Slot {
        let frame = self.current_frame();
        if frame.is_null() {
            return self.stack.base();
        }
        // SAFETY: the current frame is live.
        unsafe { self.stack_top_above(frame) }
    }

    /// As `stack_top`, while `frame` runs.
    ///
    /// # Safety
    /// The frame is live.
    #[inline(always)]
    pub(crate) unsafe fn stack_top_above(&self, frame: Frame) -> *mut Slot {
        // SAFETY: the caller's promise.
        let top = unsafe {
            if frame.in_generator() {
                crate::types::generator::stack_top_of(self, frame)
            } else {
                frame.0.add(frame.extent())
            }
        };
        top.max(self.stack.reserved)
    }
}
