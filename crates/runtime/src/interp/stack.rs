//! The VM stack: one stretch of address space a thread, which never moves, so that pointers into it stay valid.

use std::alloc::Layout;
use std::ptr::NonNull;
use std::sync::atomic::AtomicU32;

use taipan_heap::{OutOfMemory, Value};

use crate::interp::consumer::Consumer;

/// A register.
pub(crate) type Slot = Option<Value>;

/// What a temp holds when its life has ended: a value that is no pointer, so that overwriting it takes one test. (An unbound local is empty.)
pub(crate) const DEAD: Slot = Some(Value::NONE);

/// The frames of a thread, and which of them runs.
pub(crate) struct Stack {
    base: NonNull<Slot>,
    slots: usize,
    /// Register 0 of the running frame; null while none runs.
    pub(crate) frame: *mut Slot,
    /// Just behind the instruction that the running frame executes, or inside it.
    pub(crate) pc: *const u32,
    /// No frame may reach beyond.
    pub(crate) limit: *mut Slot,
    /// Arguments that wait above the running frame reach up to here: a native callee that calls Python must not write over them.
    pub(crate) reserved: *mut Slot,
    /// Frames now.
    pub(crate) depth: u32,
    /// Generators that loops and delegations have begun: now and then one looks how long its chain is.
    pub(crate) begun: u32,
    /// The isolate's breaker word.
    pub(crate) breaker: *const AtomicU32,
    /// Below this address of the native stack the loop returns to where it was entered.
    pub(crate) chain_limit: usize,
    /// Where the loop goes on after that.
    pub(crate) resume: Resume,
    /// Who takes what a generator yields to Rust.
    pub(crate) consumer: Consumer,
}

/// The state of the loop between two instructions.
#[derive(Clone, Copy)]
pub(crate) struct Resume {
    pub(crate) pc: *const u32,
    pub(crate) r: *mut Slot,
    pub(crate) temps: usize,
    /// What the instruction just before pc is to be taken for, if not for what it is.
    pub(crate) instead: Option<u32>,
}

const NOWHERE: Resume = Resume { pc: std::ptr::null(), r: std::ptr::null_mut(), temps: 0, instead: None };

/// What a stack that no thread runs on looks at.
static UNBROKEN: AtomicU32 = AtomicU32::new(0);

impl Stack {
    /// A stack of `bytes`. Pages are not touched before they are used.
    pub(crate) fn create(bytes: usize, breaker: *const AtomicU32) -> Result<Stack, OutOfMemory> {
        let slots = (bytes / size_of::<Slot>()).max(1 << 16);
        let layout = Layout::array::<Slot>(slots).map_err(|_| OutOfMemory)?;
        // SAFETY: the size is not zero. Zeroed memory is an array of empty registers.
        let base = NonNull::new(unsafe { std::alloc::alloc_zeroed(layout) }.cast::<Slot>()).ok_or(OutOfMemory)?;
        // SAFETY: both ends are inside the allocation; the margin keeps room for a header and spare registers.
        let limit = unsafe { base.as_ptr().add(slots - 1024) };
        Ok(Stack {
            base,
            slots,
            frame: std::ptr::null_mut(),
            pc: std::ptr::null(),
            limit,
            reserved: base.as_ptr(),
            depth: 0,
            begun: 0,
            breaker,
            chain_limit: 0,
            resume: NOWHERE,
            consumer: Consumer::NONE,
        })
    }

    /// No stack: what the isolate has while no thread runs in it.
    pub(crate) fn hollow() -> Stack {
        let (frame, pc) = (std::ptr::null_mut(), std::ptr::null());
        Stack {
            base: NonNull::dangling(),
            slots: 0,
            frame,
            pc,
            limit: std::ptr::null_mut(),
            reserved: std::ptr::null_mut(),
            depth: 0,
            begun: 0,
            breaker: &raw const UNBROKEN,
            chain_limit: 0,
            resume: NOWHERE,
            consumer: Consumer::NONE,
        }
    }

    /// The same memory for another thread, if the one that had it has left its last frame: what runs above a frame finds no more order than this.
    pub(crate) fn again(mut self) -> Option<Stack> {
        if self.slots == 0 || self.depth != 0 || !self.frame.is_null() {
            return None;
        }
        let base = self.base.as_ptr();
        self.pc = std::ptr::null();
        self.reserved = base;
        // SAFETY: as when it was made.
        self.limit = unsafe { base.add(self.slots - 1024) };
        (self.chain_limit, self.resume, self.consumer) = (0, NOWHERE, Consumer::NONE);
        Some(self)
    }

    /// The first register of the stack.
    #[inline(always)]
    pub(crate) fn base(&self) -> *mut Slot {
        self.base.as_ptr()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        if self.slots > 0
            && let Ok(layout) = Layout::array::<Slot>(self.slots)
        {
            // SAFETY: allocated with this layout.
            unsafe { std::alloc::dealloc(self.base.as_ptr().cast(), layout) };
        }
    }
}
