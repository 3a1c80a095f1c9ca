//! A thread outside the isolate that writes where the isolate's threads are when a time is over: `faulthandler.dump_traceback_later`.
//!
//! It asks for the gate first, which whoever runs Python code soon gives. Who does not is in native code, so that what the isolate has noted of it
//! is true.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use taipan_host::Host;

use super::{Gate, lock};
use crate::error::R;
use crate::interp::report::{Threads, report};
use crate::vm::Vm;

/// How long the watchdog waits for the gate.
const GRACE: Duration = Duration::from_millis(200);

#[derive(Default)]
struct Cancelled {
    cancelled: Mutex<bool>,
    changed: Condvar,
}

/// The running watchdog; ends when this is dropped.
pub(super) struct Watchdog {
    cancelled: Arc<Cancelled>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    /// The thread is gone: this is the child of a fork.
    pub(super) fn forget(mut self) {
        self.thread = None;
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        *lock(&self.cancelled.cancelled) = true;
        self.cancelled.changed.notify_all();
        // It has nothing to say at its end.
        let _ = thread.join();
    }
}

/// What a watchdog is to do.
pub struct Watch {
    pub fd: i32,
    pub timeout: Duration,
    pub repeat: bool,
    pub exit: bool,
    /// What is written first.
    pub header: String,
}

struct Task {
    vm: *const Vm,
    gate: Arc<Gate>,
    host: Arc<dyn Host>,
    cancelled: Arc<Cancelled>,
    watch: Watch,
}

// SAFETY: the isolate outlives the watchdog, which looks at it only as `report` allows.
unsafe impl Send for Task {}

impl Task {
    fn run(&self) {
        loop {
            let cancelled = lock(&self.cancelled.cancelled);
            let cancelled = self
                .cancelled
                .changed
                .wait_timeout_while(cancelled, self.watch.timeout, |cancelled| !*cancelled)
                .unwrap_or_else(PoisonError::into_inner);
            if *cancelled.0 {
                return;
            }
            drop(cancelled);
            let Some(entered) = self.gate.try_enter(GRACE) else { return };
            let mut text = self.watch.header.clone().into_bytes();
            // SAFETY: the isolate outlives the watchdog.
            unsafe { report(self.vm, Threads::All(0), &mut |bytes| text.extend_from_slice(bytes)) };
            if entered {
                self.gate.leave();
            }
            // What cannot be written is lost.
            let _ = self.host.write_all(self.watch.fd, &text);
            if self.watch.exit {
                self.host.exit_now(1);
            }
            if !self.watch.repeat {
                return;
            }
        }
    }
}

impl Vm {
    /// Have a watchdog write where the threads are, instead of the one before.
    pub fn start_watchdog(&mut self, watch: Watch) -> R<()> {
        self.stop_watchdog();
        self.share();
        let cancelled = Arc::<Cancelled>::default();
        let task = Task {
            vm: std::ptr::from_ref(self),
            gate: self.threads.gate.clone(),
            host: self.host.clone(),
            cancelled: cancelled.clone(),
            watch,
        };
        match std::thread::Builder::new().spawn(move || task.run()) {
            Ok(thread) => {
                self.threads.watchdog = Some(Watchdog { cancelled, thread: Some(thread) });
                Ok(())
            }
            Err(_) => Err(self.runtime_error("unable to start watchdog thread")),
        }
    }

    /// End the watchdog, if there is one.
    pub fn stop_watchdog(&mut self) {
        if let Some(watchdog) = self.threads.watchdog.take() {
            self.without_lock(|| drop(watchdog));
        }
    }
}
