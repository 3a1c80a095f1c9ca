//! Who takes what a generator yields to Rust while the generator runs on.
//!
//! `sum(x * x for x in xs)` goes into the generator and out again for each item, which costs several times what adding it does. So whoever goes through a
//! generator may leave a function that YIELD calls instead: when it takes the value, the generator goes on at once, as if it had been left and
//! resumed with None. The function runs no Python code and raises nothing; what takes more than that it declines, and then the generator is left with
//! the value as ever.

use taipan_heap::Value;

use crate::interp::stack::Slot;
use crate::object::obj::Obj;
use crate::types::generator::{self, Generator};
use crate::vm::Vm;

/// A function, and the generator that it is for.
#[derive(Clone, Copy)]
pub(crate) struct Consumer {
    /// Register 0 of the generator; null where there is none.
    window: *const Slot,
    take: unsafe fn(*mut (), &mut Vm, Value) -> bool,
    state: *mut (),
}

impl Consumer {
    pub(crate) const NONE: Consumer = Consumer { window: std::ptr::null(), take: decline, state: std::ptr::null_mut() };

    /// Whether the consumer is for the generator whose window this is, and has taken the value that it yields.
    #[inline(always)]
    pub(crate) fn takes(self, vm: &mut Vm, window: *const Slot, value: Value) -> bool {
        // SAFETY: a consumer with a window stands in the thread's stack only while `consuming`, which keeps the state, is at work.
        window == self.window && unsafe { (self.take)(self.state, vm, value) }
    }
}

unsafe fn decline(_state: *mut (), _vm: &mut Vm, _value: Value) -> bool {
    false
}

/// # Safety
/// The state is an `F` that nobody else uses meanwhile.
unsafe fn take<F: FnMut(&mut Vm, Value) -> bool>(state: *mut (), vm: &mut Vm, value: Value) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*state.cast::<F>())(vm, value) }
}

/// Do `run`, which resumes the generator, while `taker` is given what it yields: whether it has taken the value.
pub(crate) fn consuming<F: FnMut(&mut Vm, Value) -> bool, T>(
    vm: &mut Vm,
    generator: Obj<Generator>,
    mut taker: F,
    run: impl FnOnce(&mut Vm) -> T,
) -> T {
    let window = generator::window_of(vm, generator);
    let consumer = Consumer { window, take: take::<F>, state: (&raw mut taker).cast() };
    let around = std::mem::replace(&mut vm.stack.consumer, consumer);
    let result = run(vm);
    vm.stack.consumer = around;
    result
}
