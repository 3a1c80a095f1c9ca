//! Signals: what happens when one arrives, and how the interpreter learns of it.
//!
//! The handler only notes the signal, sets a bit in the breaker word and writes to the wake-up descriptor. The
//! interpreter sees the bit at its next check, calls [`Signals::take_pending`] and runs Python's handlers.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use crate::Fd;
use crate::error::{Result, denied};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    Default,
    Ignore,
    /// Note it for the interpreter.
    Notify,
    /// A handler that was not installed from here.
    Foreign,
}

/// A set of signal numbers, 1 to 64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignalSet(pub u64);

impl SignalSet {
    pub fn contains(self, signal: i32) -> bool {
        (1..=64).contains(&signal) && self.0 >> (signal - 1) & 1 == 1
    }

    #[must_use]
    pub fn with(self, signal: i32) -> SignalSet {
        if (1..=64).contains(&signal) { SignalSet(self.0 | 1 << (signal - 1)) } else { self }
    }

    pub fn iter(self) -> impl Iterator<Item = i32> {
        (1..=64).filter(move |&signal| self.contains(signal))
    }
}

/// What `sigwaitinfo` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignalInfo {
    pub signal: i32,
    pub code: i32,
    pub errno: i32,
    pub process: i32,
    pub user: u32,
    pub status: i32,
    pub band: i64,
}

/// The two times of an interval timer, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntervalTimer {
    pub remaining: i64,
    pub interval: i64,
}

/// Told in a signal's handler that the process is about to end: writes what is known with the function it is given. It may neither wait nor
/// ask for memory. The number is the one that `watch_faults` was given.
pub type FaultReporter = fn(context: usize, write: &mut dyn FnMut(&[u8]));

#[expect(unused_variables, reason = "the defaults answer without looking at what is asked")]
pub trait Signals {
    /// On every noted signal, `bits` are set in `word`. There is one such word in a process, the main isolate's.
    fn set_breaker(&self, word: Arc<AtomicU32>, bits: u32) {}

    /// The signals noted since the last call.
    fn take_pending(&self) -> SignalSet {
        SignalSet::default()
    }

    /// Note a signal as if it had arrived: `_thread.interrupt_main`.
    fn note_signal(&self, signal: i32) {}

    fn disposition(&self, signal: i32) -> Result<Disposition> {
        denied()
    }

    /// Choose what the signal does; `Foreign` is EINVAL.
    fn set_disposition(&self, signal: i32, disposition: Disposition) -> Result<()> {
        denied()
    }

    /// The descriptor that gets a byte for each noted signal, -1 for none; the one before.
    fn set_wakeup(&self, fd: Fd, warn_if_full: bool) -> Fd {
        -1
    }

    /// The error of the last write to the wake-up descriptor that failed, once.
    fn take_wakeup_error(&self) -> Option<i32> {
        None
    }

    fn raise_signal(&self, signal: i32) -> Result<()> {
        denied()
    }

    fn kill(&self, process: i32, signal: i32) -> Result<()> {
        denied()
    }

    fn kill_group(&self, group: i32, signal: i32) -> Result<()> {
        denied()
    }

    /// Send to a thread of this process by its `native_thread_id`.
    fn kill_thread(&self, thread: i32, signal: i32) -> Result<()> {
        denied()
    }

    fn send_to_process_fd(&self, fd: Fd, signal: i32, flags: u32) -> Result<()> {
        denied()
    }

    /// Seconds that were left of the previous alarm.
    fn alarm(&self, seconds: u32) -> u32 {
        0
    }

    fn interval_timer(&self, which: i32) -> Result<IntervalTimer> {
        denied()
    }

    /// The timer before.
    fn set_interval_timer(&self, which: i32, timer: IntervalTimer) -> Result<IntervalTimer> {
        denied()
    }

    /// Wait for a signal; returns after a handler ran.
    fn pause(&self) {}

    /// `pthread_sigmask`: the mask before.
    fn change_mask(&self, how: i32, set: SignalSet) -> Result<SignalSet> {
        denied()
    }

    /// Blocked signals that wait for delivery.
    fn blocked_pending(&self) -> Result<SignalSet> {
        denied()
    }

    /// Wait for one of `set`; without a timeout, or up to that many nanoseconds (EAGAIN after them).
    fn wait_signal(&self, set: SignalSet, timeout: Option<i64>) -> Result<SignalInfo> {
        denied()
    }

    /// Whether a noted signal interrupts system calls.
    fn set_interrupts(&self, signal: i32, interrupts: bool) -> Result<()> {
        denied()
    }

    /// From now on a signal that means a fault (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT) has its name written to `fd`, then what the reporter
    /// writes, and ends the process as it would have done.
    fn watch_faults(&self, fd: Fd, reporter: FaultReporter, context: usize) -> Result<()> {
        denied()
    }

    /// No more of that; whether faults were watched.
    fn unwatch_faults(&self) -> bool {
        false
    }

    /// The system's words for a signal.
    fn describe_signal(&self, signal: i32) -> Option<String> {
        None
    }

    fn valid_signals(&self) -> SignalSet {
        SignalSet::default()
    }
}
