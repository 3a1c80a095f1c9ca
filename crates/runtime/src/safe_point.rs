//! What the interpreter does between instructions when the breaker says that somebody wants something.

use taipan_heap::{Breaker, Flags, Header, Owned, Value};

use crate::error::R;
use crate::vm::Vm;

impl Vm {
    /// Serve whoever has set the breaker.
    pub(crate) fn serve_breaker(&mut self) -> R<()> {
        if self.heap.breaker.has(Breaker::FINALIZE) {
            self.run_finalizers();
        }
        if self.heap.breaker.has(Breaker::COLLECT) {
            self.heap.breaker.clear(Breaker::COLLECT);
            self.heap.set_young(0);
        }
        Ok(())
    }

    /// Run the finalisers of objects whose last reference is gone, and destroy those that nothing has revived.
    pub(crate) fn run_finalizers(&mut self) {
        loop {
            let pending = self.heap.take_pending();
            if pending.is_empty() {
                return;
            }
            for header in pending {
                // SAFETY: a pending object is alive, with a count of zero: nobody else destroys it.
                let object: &Header = unsafe { header.as_ref() };
                let value = Value::from_header(header);
                object.set_references(1);
                object.clear(Flags::PENDING);
                let finalize = self.class_of(value).slots(self).finalize;
                if let Some(finalize) = finalize
                    && !object.has(Flags::FINALIZED)
                {
                    object.set(Flags::FINALIZED);
                    let before = self.error.take();
                    if finalize(self, value).is_err() {
                        let error = self.take_error();
                        self.unraisable(error, "Exception ignored while calling deallocator", value);
                    }
                    self.error = before;
                }
                if object.references() == 1 {
                    self.forget_weakrefs(value);
                }
                drop(Owned::from_raw(value));
            }
        }
    }

    /// The object dies: weak references to it are emptied.
    fn forget_weakrefs(&mut self, value: Value) {
        if let Some(header) = value.header() {
            // SAFETY: the caller's reference keeps it alive.
            unsafe { header.as_ref() }.clear(Flags::HAS_WEAKREF);
        }
    }

    /// An exception that cannot be raised anywhere: `sys.unraisablehook`.
    pub(crate) fn unraisable(&mut self, error: Owned, _message: &str, _object: Value) {
        drop(error);
    }
}
