//! Signals of this process.
//!
//! Handlers belong to the process, not to an isolate, so what they write to is in statics. The handler itself does only what
//! may be done inside any interrupted code: atomic stores and `write`.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, AtomicU64, Ordering};

use super::clock::timespec;
use super::{Native, check, last_error};
use crate::error::{OsError, Result};
use crate::{Disposition, FaultReporter, Fd, IntervalTimer, SignalInfo, SignalSet, Signals, errno};

/// Signals noted and not yet taken, as a `SignalSet`.
static PENDING: AtomicU64 = AtomicU64::new(0);
static BREAKER: AtomicPtr<AtomicU32> = AtomicPtr::new(ptr::null_mut());
static BREAKER_BITS: AtomicU32 = AtomicU32::new(0);
static WAKEUP: AtomicI32 = AtomicI32::new(-1);
static WAKEUP_WARNS: AtomicBool = AtomicBool::new(false);
static WAKEUP_ERROR: AtomicI32 = AtomicI32::new(0);

extern "C" fn on_signal(signal: libc::c_int) {
    // SAFETY: this thread's own errno. The interrupted code must find it as it was.
    let saved = unsafe { *libc::__errno_location() };
    note(signal);
    // SAFETY: the same.
    unsafe { *libc::__errno_location() = saved };
}

fn note(signal: libc::c_int) {
    PENDING.fetch_or(SignalSet::default().with(signal).0, Ordering::Release);
    let breaker = BREAKER.load(Ordering::Acquire);
    if !breaker.is_null() {
        // SAFETY: the word came from an `Arc` whose count was kept up for good, so it is never freed.
        unsafe { &*breaker }.fetch_or(BREAKER_BITS.load(Ordering::Relaxed), Ordering::Release);
    }
    let wakeup = WAKEUP.load(Ordering::Relaxed);
    if wakeup >= 0 {
        let byte = signal as u8;
        // SAFETY: writes one byte, which is ours.
        let written = unsafe { libc::write(wakeup, (&raw const byte).cast(), 1) };
        // SAFETY: this thread's own errno.
        let error = unsafe { *libc::__errno_location() };
        if written < 0 && (error != errno::EAGAIN || WAKEUP_WARNS.load(Ordering::Relaxed)) {
            WAKEUP_ERROR.store(error, Ordering::Relaxed);
        }
    }
}

impl Signals for Native {
    fn set_breaker(&self, word: Arc<AtomicU32>, bits: u32) {
        BREAKER_BITS.store(bits, Ordering::Relaxed);
        // Never given back: a handler that is running may still hold the old word.
        BREAKER.store(Arc::into_raw(word).cast_mut(), Ordering::Release);
    }

    fn take_pending(&self) -> SignalSet {
        SignalSet(PENDING.swap(0, Ordering::Acquire))
    }

    fn note_signal(&self, signal: i32) {
        note(signal);
    }

    fn disposition(&self, signal: i32) -> Result<Disposition> {
        let action = current_action(signal)?;
        Ok(match action.sa_sigaction {
            libc::SIG_DFL => Disposition::Default,
            libc::SIG_IGN => Disposition::Ignore,
            handler if handler == on_signal as *const () as usize => Disposition::Notify,
            _ => Disposition::Foreign,
        })
    }

    fn set_disposition(&self, signal: i32, disposition: Disposition) -> Result<()> {
        let handler = match disposition {
            Disposition::Default => libc::SIG_DFL,
            Disposition::Ignore => libc::SIG_IGN,
            Disposition::Notify => on_signal as *const () as usize,
            Disposition::Foreign => return Err(OsError::new(errno::EINVAL)),
        };
        set_action(signal, handler).map(drop)
    }

    fn set_wakeup(&self, fd: Fd, warn_if_full: bool) -> Fd {
        WAKEUP_WARNS.store(warn_if_full, Ordering::Relaxed);
        WAKEUP.swap(fd.max(-1), Ordering::Relaxed)
    }

    fn take_wakeup_error(&self) -> Option<i32> {
        Some(WAKEUP_ERROR.swap(0, Ordering::Relaxed)).filter(|&error| error != 0)
    }

    fn raise_signal(&self, signal: i32) -> Result<()> {
        // SAFETY: takes only a number. What the signal does was chosen by the program.
        check(unsafe { libc::raise(signal) })?;
        self.raise_fault_again(signal)
    }

    fn kill(&self, process: i32, signal: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::kill(process, signal) })?;
        if process == std::process::id() as i32 { self.raise_fault_again(signal) } else { Ok(()) }
    }

    fn kill_group(&self, group: i32, signal: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::killpg(group, signal) }).map(drop)
    }

    fn kill_thread(&self, thread: i32, signal: i32) -> Result<()> {
        // SAFETY: takes only numbers; a thread that is gone answers ESRCH.
        check(unsafe { libc::tgkill(libc::getpid(), thread, signal) }).map(drop)
    }

    fn send_to_process_fd(&self, fd: Fd, signal: i32, flags: u32) -> Result<()> {
        let nothing: *const libc::siginfo_t = ptr::null();
        // SAFETY: takes numbers, and no information about the signal.
        let result = unsafe { libc::syscall(libc::SYS_pidfd_send_signal, fd, signal, nothing, flags) };
        if result == 0 { Ok(()) } else { Err(last_error()) }
    }

    fn alarm(&self, seconds: u32) -> u32 {
        // SAFETY: takes only a number.
        unsafe { libc::alarm(seconds) }
    }

    fn interval_timer(&self, which: i32) -> Result<IntervalTimer> {
        let mut timer = interval_timer(IntervalTimer::default());
        // SAFETY: writes one timer, which is ours.
        check(unsafe { libc::getitimer(which as _, &raw mut timer) })?;
        Ok(from_interval_timer(&timer))
    }

    fn set_interval_timer(&self, which: i32, timer: IntervalTimer) -> Result<IntervalTimer> {
        let new = interval_timer(timer);
        let mut old = interval_timer(IntervalTimer::default());
        // SAFETY: reads one timer and writes one, both ours.
        check(unsafe { libc::setitimer(which as _, &raw const new, &raw mut old) })?;
        Ok(from_interval_timer(&old))
    }

    fn pause(&self) {
        // SAFETY: takes nothing.
        unsafe { libc::pause() };
    }

    fn change_mask(&self, how: i32, set: SignalSet) -> Result<SignalSet> {
        let set = to_sigset(set);
        let mut old = empty_sigset();
        // SAFETY: reads one set and writes one, both ours. It answers the errno.
        match unsafe { libc::pthread_sigmask(how, &raw const set, &raw mut old) } {
            0 => Ok(from_sigset(&old)),
            error => Err(OsError::new(error)),
        }
    }

    fn blocked_pending(&self) -> Result<SignalSet> {
        let mut set = empty_sigset();
        // SAFETY: writes one set, which is ours.
        check(unsafe { libc::sigpending(&raw mut set) })?;
        Ok(from_sigset(&set))
    }

    fn wait_signal(&self, set: SignalSet, timeout: Option<i64>) -> Result<SignalInfo> {
        let set = to_sigset(set);
        let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
        let signal = match timeout {
            // SAFETY: reads a set and writes the information, both ours.
            None => check(unsafe { libc::sigwaitinfo(&raw const set, info.as_mut_ptr()) })?,
            Some(timeout) => {
                let timeout = timespec(timeout.max(0));
                // SAFETY: the same, and reads the time.
                check(unsafe { libc::sigtimedwait(&raw const set, info.as_mut_ptr(), &raw const timeout) })?
            }
        };
        // SAFETY: zeroes are a value of it, and the call has filled it.
        let info = unsafe { info.assume_init() };
        // SAFETY: these read numbers, whichever kind of signal they belong to.
        let (process, user, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
        Ok(SignalInfo {
            signal,
            code: info.si_code,
            errno: info.si_errno,
            process,
            user,
            status,
            // The same bytes as the process and the user, read as one number.
            band: i64::from(user) << 32 | i64::from(process as u32),
        })
    }

    fn set_interrupts(&self, signal: i32, interrupts: bool) -> Result<()> {
        let mut action = current_action(signal)?;
        if interrupts {
            action.sa_flags &= !libc::SA_RESTART;
        } else {
            action.sa_flags |= libc::SA_RESTART;
        }
        // SAFETY: the action is the one in force, with another flag.
        check(unsafe { libc::sigaction(signal, &raw const action, ptr::null_mut()) }).map(drop)
    }

    fn watch_faults(&self, fd: Fd, reporter: FaultReporter, context: usize) -> Result<()> {
        super::faults::watch(fd, reporter, context)
    }

    fn unwatch_faults(&self) -> bool {
        super::faults::unwatch()
    }

    fn describe_signal(&self, signal: i32) -> Option<String> {
        if !self.valid_signals().contains(signal) {
            return None;
        }
        // SAFETY: takes only a number; for a signal that is known the answer stands until this thread's next call.
        let text = unsafe { libc::strsignal(signal) };
        if text.is_null() {
            return None;
        }
        // SAFETY: not null, so a string.
        Some(unsafe { std::ffi::CStr::from_ptr(text) }.to_string_lossy().into_owned())
    }

    fn valid_signals(&self) -> SignalSet {
        let mut set = empty_sigset();
        // SAFETY: writes one set, which is ours.
        unsafe { libc::sigfillset(&raw mut set) };
        from_sigset(&set)
    }
}

impl Native {
    /// Rust's own handler of these signals answers a fault that is none of its own by giving the signal its first meaning again: what was only
    /// sent comes a second time then.
    fn raise_fault_again(&self, signal: i32) -> Result<()> {
        if !matches!(signal, libc::SIGSEGV | libc::SIGBUS) || self.disposition(signal)? != Disposition::Default {
            return Ok(());
        }
        // SAFETY: takes only a number.
        check(unsafe { libc::raise(signal) }).map(drop)
    }
}

fn current_action(signal: i32) -> Result<libc::sigaction> {
    let mut action = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: changes nothing, and writes one action, which is ours.
    check(unsafe { libc::sigaction(signal, ptr::null(), action.as_mut_ptr()) })?;
    // SAFETY: zeroes are a value of it, and the call has filled it.
    Ok(unsafe { action.assume_init() })
}

/// Install a handler (`SIG_DFL`, `SIG_IGN` or `on_signal`); the action before. System calls are interrupted by it.
pub(super) fn set_action(signal: i32, handler: libc::sighandler_t) -> Result<libc::sigaction> {
    let action = libc::sigaction {
        sa_sigaction: handler,
        sa_mask: empty_sigset(),
        sa_flags: libc::SA_ONSTACK,
        sa_restorer: None,
    };
    let mut old = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: the handler is one of those named above, which do only what a handler may.
    check(unsafe { libc::sigaction(signal, &raw const action, old.as_mut_ptr()) })?;
    // SAFETY: zeroes are a value of it, and the call has filled it.
    Ok(unsafe { old.assume_init() })
}

pub(super) fn empty_sigset() -> libc::sigset_t {
    let mut set = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: writes one set, which is ours.
    unsafe { libc::sigemptyset(set.as_mut_ptr()) };
    // SAFETY: just filled.
    unsafe { set.assume_init() }
}

pub(super) fn to_sigset(signals: SignalSet) -> libc::sigset_t {
    let mut set = empty_sigset();
    for signal in signals.iter() {
        // Signals that C keeps for itself answer EINVAL and are left out.
        // SAFETY: writes one set, which is ours.
        unsafe { libc::sigaddset(&raw mut set, signal) };
    }
    set
}

fn from_sigset(set: &libc::sigset_t) -> SignalSet {
    let mut signals = SignalSet::default();
    for signal in 1..=64 {
        // SAFETY: reads one set, which is ours.
        if unsafe { libc::sigismember(set, signal) } == 1 {
            signals = signals.with(signal);
        }
    }
    signals
}

fn interval_timer(timer: IntervalTimer) -> libc::itimerval {
    libc::itimerval { it_interval: time_value(timer.interval), it_value: time_value(timer.remaining) }
}

fn time_value(microseconds: i64) -> libc::timeval {
    libc::timeval { tv_sec: microseconds.div_euclid(1_000_000), tv_usec: microseconds.rem_euclid(1_000_000) }
}

fn from_interval_timer(timer: &libc::itimerval) -> IntervalTimer {
    let total = |time: libc::timeval| time.tv_sec.saturating_mul(1_000_000).saturating_add(time.tv_usec);
    IntervalTimer { remaining: total(timer.it_value), interval: total(timer.it_interval) }
}
