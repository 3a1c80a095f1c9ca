//! Signals: the handlers that the program has installed, called at a safe point of the main thread.

use std::collections::HashMap;

use taipan_heap::{Breaker, Owned, Value};
use taipan_host::Disposition;

use crate::error::R;
use crate::interp::report::{Threads, report};
use crate::vm::Vm;

/// The number of the interrupt signal.
pub const SIGINT: i32 = 2;
const SIGPIPE: i32 = 13;
const SIGXFSZ: i32 = 25;

/// The handlers, by signal: callables. A signal without one raises KeyboardInterrupt if it is SIGINT.
#[derive(Default)]
pub struct Handlers(pub HashMap<i32, Owned>);

/// The signals that are answered with where the threads are, before any handler: at the main thread's next safe point.
#[derive(Default)]
pub struct Reports(pub HashMap<i32, Report>);

/// What a signal has written, and where.
#[derive(Clone)]
pub struct Report {
    pub fd: i32,
    /// The file whose descriptor it is, which stays open.
    pub file: Owned,
    pub all_threads: bool,
    /// Whether what the signal did before happens too.
    pub chain: bool,
    pub before: Disposition,
}

/// What is written of a fault behind its name.
fn on_fault(context: usize, write: &mut dyn FnMut(&[u8])) {
    let vm: *const Vm = std::ptr::with_exposed_provenance(context & !1);
    // SAFETY: an isolate that ends unwatches faults first.
    unsafe {
        let asking = (*vm).host.native_thread_id();
        let threads = if context & 1 == 1 { Threads::All(asking) } else { Threads::One(asking) };
        report(vm, threads, write);
    }
    write(NO_NATIVE_STACK.as_bytes());
}

/// What is said instead of a stack of native functions.
pub const NO_NATIVE_STACK: &str =
    "\nCurrent thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n";

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
            if let Some(report) = self.state::<Reports>().0.get(&signal).cloned() {
                self.report_threads(report.fd, report.all_threads);
                if !report.chain {
                    continue;
                }
                if report.before == Disposition::Default {
                    let _ = self.host.set_disposition(signal, Disposition::Default);
                    let _ = self.host.raise_signal(signal);
                    let _ = self.host.set_disposition(signal, Disposition::Notify);
                }
            }
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

    /// Write to a descriptor where the running thread is, or all of them. What cannot be written is lost.
    pub fn report_threads(&mut self, fd: i32, all: bool) {
        let host = self.host.clone();
        let asking = host.native_thread_id();
        let threads = if all { Threads::All(asking) } else { Threads::One(asking) };
        let mut text = Vec::new();
        // SAFETY: the isolate is this thread's, and nothing changes meanwhile.
        unsafe { report(std::ptr::from_ref(self), threads, &mut |bytes| text.extend_from_slice(bytes)) };
        let _ = host.write_all(fd, &text);
    }

    /// Have faults of the process told of on a descriptor, with where this isolate's threads are.
    ///
    /// # Errors
    /// When the host refuses.
    pub fn watch_faults(&mut self, fd: i32, all_threads: bool) -> taipan_host::Result<()> {
        // An isolate's address is even.
        let context = std::ptr::from_ref(self).expose_provenance() | usize::from(all_threads);
        self.host.watch_faults(fd, on_fault, context)?;
        self.faults_watched = true;
        Ok(())
    }

    /// No more of that; whether it was done.
    pub fn unwatch_faults(&mut self) -> bool {
        std::mem::take(&mut self.faults_watched) && self.host.unwatch_faults()
    }

    /// Whether faults are told of.
    pub fn faults_are_watched(&self) -> bool {
        self.faults_watched
    }

    /// The running frame's object, or None.
    pub fn frame_object(&mut self) -> R<Owned> {
        let frame = self.current_frame();
        if frame.is_null() { Ok(Owned::NONE) } else { crate::types::frame::object_of(self, frame) }
    }
}
