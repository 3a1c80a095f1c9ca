//! What the interpreter does between instructions when the breaker says that somebody wants something.

use taipan_heap::{Breaker, Flags, Header, Owned, Value};

use crate::error::R;
use crate::types::weakref;
use crate::vm::Vm;

impl Vm {
    /// Serve whoever has set the breaker.
    pub(crate) fn serve_breaker(&mut self) -> R<()> {
        if self.heap.breaker.has(Breaker::FINALIZE) {
            self.run_finalizers();
        }
        if self.heap.breaker.has(Breaker::COLLECT) {
            self.collect_if_due();
            self.run_finalizers();
        }
        if self.heap.breaker.has(Breaker::STRESS) {
            self.stress();
            self.run_finalizers();
        }
        if self.heap.breaker.has(Breaker::YIELD_LOCK) {
            self.yield_lock();
        }
        if self.heap.breaker.has(Breaker::SIGNAL) {
            return self.serve_signals();
        }
        Ok(())
    }

    /// Run the finalisers of objects whose last reference is gone, and destroy those that nothing has revived: one after the other, and
    /// before the next one whatever has died with the one before.
    #[inline(always)]
    pub(crate) fn run_finalizers(&mut self) {
        if self.heap.breaker.has(Breaker::FINALIZE) {
            self.finalize_pending();
        }
    }

    #[cold]
    #[inline(never)]
    fn finalize_pending(&mut self) {
        let mut waiting = self.heap.take_pending();
        waiting.reverse();
        while let Some(header) = waiting.pop() {
            // SAFETY: a pending object is alive, with a count of zero: nobody else destroys it.
            let object: &Header = unsafe { header.as_ref() };
            let value = Value::from_header(header);
            object.set_references(1);
            object.clear(Flags::PENDING);
            self.finalize(value);
            if object.references() == 1 {
                let callbacks = weakref::empty_references(self, value);
                weakref::call_callbacks(self, callbacks);
            }
            drop(Owned::from_raw(value));
            let mut more = self.heap.take_pending();
            more.reverse();
            waiting.append(&mut more);
        }
    }

    /// Call the object's finaliser, unless it was called before.
    pub(crate) fn finalize(&mut self, value: Value) {
        let Some(header) = value.header() else { return };
        // SAFETY: the caller holds a reference.
        let object: &Header = unsafe { header.as_ref() };
        let finalize = self.class_of(value).slots(self).finalize;
        if let Some(finalize) = finalize
            && !object.has(Flags::FINALIZED)
        {
            object.set(Flags::FINALIZED);
            let before = self.error.take();
            if finalize(self, value).is_err() {
                let error = self.take_error();
                self.unraisable_finalizer(error, value);
            }
            self.error = before;
            // A generator that went on although it was closed is not closed again.
            object.set(Flags::FINALIZED);
        }
    }

    /// Whether the object's finaliser was called.
    pub fn is_finalized(&self, value: Value) -> bool {
        // SAFETY: a value that points to the heap points to a live object.
        value.header().is_some_and(|header| unsafe { header.as_ref() }.has(Flags::FINALIZED))
    }
}
