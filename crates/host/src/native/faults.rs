//! Signals that mean a fault: what is written before they end the process.
//!
//! The handler does only what may be done inside any interrupted code: atomics, `write`, `sigaction`, `raise`. A fault inside it, or inside
//! the reporter, ends the process at once, because the signal has its first meaning again by then.

use std::io::Write as _;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicUsize, Ordering};

use super::check;
use super::signals::empty_sigset;
use crate::error::Result;
use crate::{FaultReporter, Fd};

const FAULTS: [(libc::c_int, &str); 5] = [
    (libc::SIGBUS, "Bus error"),
    (libc::SIGILL, "Illegal instruction"),
    (libc::SIGFPE, "Floating-point exception"),
    (libc::SIGABRT, "Aborted"),
    (libc::SIGSEGV, "Segmentation fault"),
];

static FD: AtomicI32 = AtomicI32::new(-1);
static REPORTER: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());
static CONTEXT: AtomicUsize = AtomicUsize::new(0);
static BUSY: AtomicBool = AtomicBool::new(false);
/// What the signals did before they were watched.
static BEFORE: Mutex<Vec<(libc::c_int, libc::sigaction)>> = Mutex::new(Vec::new());

/// Bytes of the stack that handlers run on in the thread that asked for it.
const STACK: usize = 64 << 10;

fn write(mut bytes: &[u8]) {
    let fd = FD.load(Ordering::Relaxed);
    while !bytes.is_empty() {
        // SAFETY: reads bytes that are there.
        let written = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        let Ok(written) = usize::try_from(written) else { return };
        bytes = bytes.get(written..).unwrap_or_default();
    }
}

extern "C" fn on_fault(signal: libc::c_int) {
    // SAFETY: sets the first meaning of a signal, and reads this thread's own errno.
    let saved = unsafe {
        libc::signal(signal, libc::SIG_DFL);
        *libc::__errno_location()
    };
    // Of two threads that fail at once one reports.
    if !BUSY.swap(true, Ordering::AcqRel) {
        let name = FAULTS.iter().find(|fault| fault.0 == signal).map_or("unknown", |fault| fault.1);
        write(b"Fatal Python error: ");
        write(name.as_bytes());
        write(b"\n\n");
        let reporter = REPORTER.load(Ordering::Acquire);
        if !reporter.is_null() {
            // SAFETY: only `watch` stores it, from a function of this type.
            let reporter = unsafe { std::mem::transmute::<*mut (), FaultReporter>(reporter) };
            reporter(CONTEXT.load(Ordering::Relaxed), &mut write);
        }
        BUSY.store(false, Ordering::Release);
    }
    // SAFETY: this thread's own errno; the signal ends the process, since it has its first meaning again and is not blocked.
    unsafe {
        *libc::__errno_location() = saved;
        libc::raise(signal);
    }
}

pub(super) fn watch(fd: Fd, reporter: FaultReporter, context: usize) -> Result<()> {
    let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
    FD.store(fd, Ordering::Relaxed);
    CONTEXT.store(context, Ordering::Relaxed);
    REPORTER.store(reporter as *mut (), Ordering::Release);
    if !before.is_empty() {
        return Ok(());
    }
    // The usual alternative stack has only a few pages.
    let stack = Box::leak(vec![0u8; STACK].into_boxed_slice());
    let stack = libc::stack_t { ss_sp: stack.as_mut_ptr().cast(), ss_flags: 0, ss_size: STACK };
    // SAFETY: the stack is never given back.
    check(unsafe { libc::sigaltstack(&raw const stack, ptr::null_mut()) })?;
    for (signal, _) in FAULTS {
        let action = libc::sigaction {
            sa_sigaction: on_fault as *const () as usize,
            sa_mask: empty_sigset(),
            sa_flags: libc::SA_NODEFER | libc::SA_ONSTACK,
            sa_restorer: None,
        };
        let mut old = MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: the handler does only what a handler may; writes one action, which is ours.
        check(unsafe { libc::sigaction(signal, &raw const action, old.as_mut_ptr()) })?;
        // SAFETY: zeroes are a value of it, and the call has filled it.
        before.push((signal, unsafe { old.assume_init() }));
    }
    Ok(())
}

pub(super) fn unwatch() -> bool {
    let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
    let watched = !before.is_empty();
    for (signal, action) in before.drain(..) {
        // SAFETY: the action is the one that was in force.
        unsafe { libc::sigaction(signal, &raw const action, ptr::null_mut()) };
    }
    REPORTER.store(ptr::null_mut(), Ordering::Release);
    watched
}

/// What the system calls a thread of this process, read without asking for memory.
pub(super) fn thread_name(thread: i32, buffer: &mut [u8; 64]) -> Option<&[u8]> {
    let mut path = [0u8; 64];
    write!(&mut path[..63], "/proc/self/task/{thread}/comm").ok()?;
    // SAFETY: reads a string with an end, which is ours.
    let fd = unsafe { libc::open(path.as_ptr().cast(), libc::O_RDONLY | libc::O_CLOEXEC) };
    if fd < 0 {
        return None;
    }
    // SAFETY: writes into the buffer, and closes what was opened above.
    let length = unsafe {
        let length = libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len());
        libc::close(fd);
        length
    };
    let name = buffer.get(..usize::try_from(length).ok()?)?;
    Some(name.strip_suffix(b"\n").unwrap_or(name)).filter(|name| !name.is_empty())
}
