//! Signals: the handlers that the program has installed, called at a safe point of the main thread.

use std::collections::HashMap;

use taipan_heap::{Breaker, Owned, Value};
use taipan_host::Disposition;

use crate::error::R;
use crate::vm::Vm;

/// The number of the interrupt signal.
pub const SIGINT: i32 = 2;
const SIGPIPE: i32 = 13;
const SIGXFSZ: i32 = 25;

/// The handlers, by signal: callables. A signal without one raises KeyboardInterrupt if it is SIGINT.
#[derive(Default)]
pub struct Handlers(pub HashMap<i32, Owned>);

impl Vm {
    /// Take over SIGINT and hear of the signals that arrive: for the isolate that is the process's program.
    pub fn install_signals(&mut self) {
        self.host.set_breaker(self.heap.breaker.word(), Breaker::SIGNAL);
        // A host without signals refuses; then none arrive.
        if self.host.disposition(SIGINT) == Ok(Disposition::Default) {
            let _ = self.host.set_disposition(SIGINT, Disposition::Notify);
        }
        // What a write to a broken pipe or beyond the size limit of files does is an exception here.
        for signal in [SIGPIPE, SIGXFSZ] {
            let _ = self.host.set_disposition(signal, Disposition::Ignore);
        }
    }

    /// Call the handlers of signals that have arrived. Only the main thread does.
    pub fn serve_signals(&mut self) -> R<()> {
        if self.threads.current() != self.threads.main() {
            return Ok(());
        }
        self.heap.breaker.clear(Breaker::SIGNAL);
        for signal in self.host.take_pending().iter() {
            let handler = self.state::<Handlers>().0.get(&signal).cloned();
            match handler {
                Some(handler) => {
                    let frame = self.frame_object()?;
                    let number = Value::small(signal);
                    self.call(handler.value(), &[number, frame.value()])?;
                }
                None if signal == SIGINT => {
                    return Err(self.raise_with(self.exceptions.KeyboardInterrupt, &[]));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// The running frame's object, or None.
    pub fn frame_object(&mut self) -> R<Owned> {
        let frame = self.current_frame();
        if frame.is_null() { Ok(Owned::NONE) } else { crate::types::frame::object_of(self, frame) }
    }
}
