//! Where each thread of the isolate is, for whoever asks from outside: another thread, the watchdog, or a signal's handler, which may neither
//! wait nor ask for memory. So a thread's row is atomics, rows are linked and are never freed while the isolate lives.

use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicU64, Ordering};

use taipan_heap::Value;

use crate::interp::stack::{Slot, Stack};

/// A thread's row.
#[derive(Default)]
pub(crate) struct Row {
    /// 0 while the row is nobody's.
    number: AtomicU64,
    /// The system's number of the thread; 0 while it is not known.
    native: AtomicI32,
    /// The frame and pc of a thread that waits for the gate; null while it runs, or runs no Python code.
    frame: AtomicPtr<Slot>,
    pc: AtomicPtr<u32>,
    /// The exception that a waiting thread handles.
    handled: AtomicU64,
    /// The thread's VM stack, as far as it was noted when it waited.
    start: AtomicPtr<Slot>,
    end: AtomicPtr<Slot>,
    next: AtomicPtr<Row>,
}

impl Row {
    pub(crate) fn number(&self) -> u64 {
        self.number.load(Ordering::Acquire)
    }

    pub(crate) fn native(&self) -> i32 {
        self.native.load(Ordering::Relaxed)
    }

    pub(crate) fn set_native(&self, native: i32) {
        self.native.store(native, Ordering::Relaxed);
    }

    /// Where the thread waits: its frame (perhaps null) and pc.
    pub(crate) fn place(&self) -> (*mut Slot, *const u32) {
        (self.frame.load(Ordering::Acquire), self.pc.load(Ordering::Relaxed))
    }

    /// The ends of its VM stack.
    pub(crate) fn bounds(&self) -> (*mut Slot, *mut Slot) {
        (self.start.load(Ordering::Relaxed), self.end.load(Ordering::Relaxed))
    }

    /// The exception that the waiting thread handles; the thread holds the reference.
    pub(crate) fn handled(&self) -> Option<Value> {
        Value::from_bits(self.handled.load(Ordering::Relaxed))
    }

    /// The thread gives the gate up.
    pub(super) fn park(&self, stack: &Stack, handled: Option<Value>) {
        self.start.store(stack.base(), Ordering::Relaxed);
        self.end.store(stack.limit, Ordering::Relaxed);
        self.handled.store(handled.map_or(0, Value::bits), Ordering::Relaxed);
        self.pc.store(stack.pc.cast_mut(), Ordering::Relaxed);
        self.frame.store(stack.frame, Ordering::Release);
    }

    /// The thread has the gate again.
    pub(super) fn unpark(&self) {
        self.frame.store(ptr::null_mut(), Ordering::Release);
        self.handled.store(0, Ordering::Relaxed);
    }
}

/// The rows of an isolate's threads.
pub(crate) struct Roster {
    first: NonNull<Row>,
}

impl Roster {
    /// With a row for the first thread.
    pub(super) fn new(number: u64) -> Roster {
        let row = Row { number: AtomicU64::new(number), ..Row::default() };
        Roster { first: NonNull::from(Box::leak(Box::new(row))) }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        let mut next = self.first.as_ptr();
        std::iter::from_fn(move || {
            // SAFETY: rows live as long as the roster.
            let row = unsafe { next.as_ref() }?;
            next = row.next.load(Ordering::Acquire);
            Some(row)
        })
        .filter(|row| row.number() != 0)
    }

    /// The row of a thread.
    pub(crate) fn find(&self, number: u64) -> Option<&Row> {
        self.rows().find(|row| row.number() == number)
    }

    /// Of the threads with lower numbers than this the one with the highest: a way to go through them from the youngest on.
    pub(crate) fn older_than(&self, number: u64) -> Option<&Row> {
        self.rows().filter(|row| row.number() < number).max_by_key(|row| row.number())
    }

    /// A row for a new thread.
    pub(super) fn add(&self, number: u64) {
        let mut row = self.first.as_ptr();
        // SAFETY: rows live as long as the roster.
        while let Some(this) = unsafe { row.as_ref() } {
            if this.number() == 0 {
                this.set_native(0);
                this.unpark();
                this.number.store(number, Ordering::Release);
                return;
            }
            row = this.next.load(Ordering::Relaxed);
        }
        let next = AtomicPtr::new(self.first().next.load(Ordering::Relaxed));
        let made = Box::into_raw(Box::new(Row { number: AtomicU64::new(number), next, ..Row::default() }));
        self.first().next.store(made, Ordering::Release);
    }

    /// A thread has ended.
    pub(super) fn remove(&self, number: u64) {
        if let Some(row) = self.find(number) {
            row.number.store(0, Ordering::Release);
            row.unpark();
        }
    }

    /// In the child of a fork only one thread goes on.
    pub(super) fn keep_only(&self, number: u64) {
        for row in self.rows().filter(|row| row.number() != number) {
            row.number.store(0, Ordering::Release);
            row.unpark();
        }
        if let Some(row) = self.find(number) {
            row.set_native(0);
        }
    }

    fn first(&self) -> &Row {
        // SAFETY: rows live as long as the roster.
        unsafe { self.first.as_ref() }
    }
}

impl Drop for Roster {
    fn drop(&mut self) {
        let mut next = self.first.as_ptr();
        while !next.is_null() {
            // SAFETY: each row was leaked from a box, and nobody looks at them any more.
            let row = unsafe { Box::from_raw(next) };
            next = row.next.load(Ordering::Relaxed);
        }
    }
}
