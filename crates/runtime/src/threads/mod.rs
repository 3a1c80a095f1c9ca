//! Threads inside an isolate. They take turns: whoever holds the gate may touch the isolate, and has put its own stack and exceptions
//! into it; whoever gives the gate up takes them out first. So the isolate is exclusively borrowed by one thread at any time, though
//! several threads have a borrow of it on their native stacks: all but one of them wait inside `without_lock`.

mod roster;
mod watchdog;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use taipan_heap::{Breaker, Owned, Value};
use taipan_host::ClockKind;

use crate::error::R;
use crate::interp::frame::Frame;
use crate::interp::stack::Stack;
use crate::object::args::Args;
use crate::vm::Vm;

pub(crate) use roster::{Roster, Row};
pub use watchdog::Watch;

/// How long a thread waits for the gate before it asks the holder to let it through.
const PATIENCE: Duration = Duration::from_millis(5);
/// How long a wait lasts before signals are looked for.
const SLICE: Duration = Duration::from_millis(20);
/// Bytes of a thread's native stack, unless `stack_size` says otherwise.
const NATIVE_STACK: usize = 16 << 20;
/// What native code may leave unused at the end of a thread's native stack.
const MARGIN: usize = 512 << 10;
/// Bytes of a thread's VM stack.
const VM_STACK: usize = 16 << 20;
/// How many stacks of ended threads are kept.
const SPARE_STACKS: usize = 4;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind these locks is valid after any panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Default)]
struct GateState {
    held: bool,
    waiting: u32,
    /// Counts who went through.
    turns: u64,
    /// The isolate is gone: nobody goes through any more.
    closed: bool,
    /// The program ends: only this thread goes through.
    only: Option<std::thread::ThreadId>,
}

impl GateState {
    fn is_barred(&self) -> bool {
        self.closed || self.only.is_some_and(|only| only != std::thread::current().id())
    }
}

/// The isolate's lock.
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
    breaker: Arc<AtomicU32>,
}

impl Gate {
    fn enter(&self) {
        let mut state = lock(&self.state);
        state.waiting += 1;
        while state.held || state.is_barred() {
            let waited = self.changed.wait_timeout(state, PATIENCE);
            let (next, result) = waited.unwrap_or_else(PoisonError::into_inner);
            state = next;
            if result.timed_out() && state.held && !state.is_barred() {
                self.breaker.fetch_or(Breaker::YIELD_LOCK, Ordering::Relaxed);
            }
        }
        state.waiting -= 1;
        state.held = true;
        state.turns += 1;
    }

    /// As `enter`, for a while only; whether it succeeded, None when nobody goes through any more.
    fn try_enter(&self, time: Duration) -> Option<bool> {
        let mut state = lock(&self.state);
        state.waiting += 1;
        let mut left = time;
        while (state.held || state.is_barred()) && !left.is_zero() {
            self.breaker.fetch_or(Breaker::YIELD_LOCK, Ordering::Relaxed);
            state = self.changed.wait_timeout(state, PATIENCE.min(left)).unwrap_or_else(PoisonError::into_inner).0;
            left = left.saturating_sub(PATIENCE);
        }
        state.waiting -= 1;
        if state.is_barred() {
            return None;
        }
        if state.held {
            return Some(false);
        }
        state.held = true;
        state.turns += 1;
        Some(true)
    }

    fn leave(&self) {
        lock(&self.state).held = false;
        self.changed.notify_all();
    }

    /// Give the gate to somebody who waits for it, and take it again.
    fn yield_turn(&self) {
        let mut state = lock(&self.state);
        if state.waiting == 0 || state.only.is_some() {
            return;
        }
        let turn = state.turns;
        state.held = false;
        self.changed.notify_all();
        while state.turns == turn && state.waiting > 0 {
            state = self.changed.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        self.enter();
    }
}

/// An event that happens once: a thread's end.
#[derive(Default)]
pub struct Finish {
    done: Mutex<bool>,
    changed: Condvar,
}

impl Finish {
    pub fn is_done(&self) -> bool {
        *lock(&self.done)
    }

    pub fn set(&self) {
        *lock(&self.done) = true;
        self.changed.notify_all();
    }

    /// Wait for a while; whether it has happened.
    pub fn wait(&self, time: Duration) -> bool {
        let done = lock(&self.done);
        if *done {
            return true;
        }
        *self.changed.wait_timeout(done, time).unwrap_or_else(PoisonError::into_inner).0
    }
}

/// A lock that any thread may release.
#[derive(Default)]
pub struct Latch {
    locked: Mutex<bool>,
    freed: Condvar,
}

impl Latch {
    pub fn is_locked(&self) -> bool {
        *lock(&self.locked)
    }

    /// Wait for a while to lock it; whether that succeeded.
    pub fn acquire(&self, time: Duration) -> bool {
        let mut locked = lock(&self.locked);
        if *locked && !time.is_zero() {
            locked = self.freed.wait_timeout(locked, time).unwrap_or_else(PoisonError::into_inner).0;
        }
        !std::mem::replace(&mut locked, true)
    }

    /// Whether it was locked.
    pub fn release(&self) -> bool {
        let was = std::mem::replace(&mut *lock(&self.locked), false);
        self.freed.notify_one();
        was
    }
}

/// The threads of an isolate.
pub struct Threads {
    gate: Arc<Gate>,
    /// Whether a second thread was ever started: before that, the gate need not be used.
    shared: bool,
    /// The running thread's number, and the last one given out. Numbers are not used again.
    current: u64,
    last: u64,
    main: u64,
    /// Threads that were started here and have not ended.
    pub count: usize,
    /// Ends of threads that the program's end waits for.
    awaited: Vec<Arc<Finish>>,
    /// What tells of threads' ends, by their numbers.
    finishes: Vec<(u64, Weak<Finish>)>,
    /// `_thread.stack_size`, 0 for the usual size.
    pub stack_size: usize,
    /// The system's numbers of the threads that were started here and have not ended, by ours.
    pub natives: Vec<(u64, i32)>,
    /// The threads that wait for their turn, and what of the isolate is theirs: on their native stacks, until they go on.
    parked: Vec<(u64, *mut Own)>,
    /// Called with a thread's number at its end.
    pub at_exit: Vec<fn(&mut Vm, u64)>,
    /// `sys.is_finalizing()`.
    finalizing: bool,
    pub(crate) roster: Roster,
    watchdog: Option<watchdog::Watchdog>,
    /// Stacks of threads that ended: making one anew costs more than all else of a short thread.
    spare_stacks: Vec<Stack>,
}

/// The number of the thread that made the isolate.
const MAIN: u64 = 1;

impl Threads {
    pub(crate) fn new(breaker: &Breaker) -> Threads {
        let state = GateState { held: true, ..GateState::default() };
        let gate = Gate { state: Mutex::new(state), changed: Condvar::new(), breaker: breaker.word() };
        Threads {
            gate: Arc::new(gate),
            shared: false,
            current: MAIN,
            last: MAIN,
            main: MAIN,
            count: 0,
            awaited: Vec::new(),
            finishes: Vec::new(),
            stack_size: 0,
            natives: Vec::new(),
            parked: Vec::new(),
            at_exit: Vec::new(),
            finalizing: false,
            roster: Roster::new(MAIN),
            watchdog: None,
            spare_stacks: Vec::new(),
        }
    }

    /// The isolate ends: threads that still wait for it wait for ever.
    pub(crate) fn close(&mut self) {
        lock(&self.gate.state).closed = true;
        self.watchdog = None;
    }

    /// `finish` tells of the end of thread `number`.
    pub fn tell_end(&mut self, number: u64, finish: &Arc<Finish>) {
        self.finishes.retain(|(_, finish)| finish.strong_count() > 0);
        self.finishes.push((number, Arc::downgrade(finish)));
    }

    /// The program ends: other threads stop where they are.
    pub fn begin_finalizing(&mut self) {
        self.finalizing = true;
        lock(&self.gate.state).only = Some(std::thread::current().id());
    }

    /// `sys.is_finalizing()`.
    pub fn is_finalizing(&self) -> bool {
        self.finalizing
    }

    /// Whether a second thread was ever started.
    #[inline]
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// `_thread.get_ident()`.
    pub fn current(&self) -> u64 {
        self.current
    }

    pub fn main(&self) -> u64 {
        self.main
    }

    /// In the child of a fork: the running thread is the only one, and the main one. What others held locked stays locked.
    pub fn after_fork(&mut self) {
        let state = GateState { held: true, ..GateState::default() };
        let breaker = self.gate.breaker.clone();
        self.gate = Arc::new(Gate { state: Mutex::new(state), changed: Condvar::new(), breaker });
        self.shared = false;
        // A thread that was started here and forks counts itself out at its end.
        self.count = usize::from(self.current != self.main);
        self.main = self.current;
        for (number, finish) in std::mem::take(&mut self.finishes) {
            if number == self.current {
                self.finishes.push((number, finish));
            } else if let Some(finish) = finish.upgrade()
                && let Ok(mut done) = finish.done.try_lock()
            {
                *done = true;
            }
        }
        self.awaited.clear();
        self.natives.clear();
        self.parked.clear();
        self.roster.keep_only(self.current);
        if let Some(watchdog) = self.watchdog.take() {
            watchdog.forget();
        }
    }
}

/// What of the isolate belongs to the running thread.
struct Own {
    stack: Stack,
    error: Option<Owned>,
    handled: Option<Owned>,
    result: Option<Owned>,
    yielded: bool,
    reprs: Vec<Value>,
    native_limit: usize,
    tracer: crate::tracing::Tracer,
    current: u64,
}

struct Start {
    vm: *mut Vm,
    gate: Arc<Gate>,
    own: Own,
    native_stack: usize,
    callable: Owned,
    arguments: Vec<Owned>,
    names: Vec<Owned>,
    values: Vec<Owned>,
    finish: Arc<Finish>,
}

// SAFETY: the new thread touches what is inside only while it holds the gate.
unsafe impl Send for Start {}

impl Vm {
    fn exchange(&mut self, own: &mut Own) {
        std::mem::swap(&mut self.stack, &mut own.stack);
        std::mem::swap(&mut self.error, &mut own.error);
        std::mem::swap(&mut self.handled, &mut own.handled);
        std::mem::swap(&mut self.result, &mut own.result);
        std::mem::swap(&mut self.yielded, &mut own.yielded);
        std::mem::swap(&mut self.reprs, &mut own.reprs);
        std::mem::swap(&mut self.native_limit, &mut own.native_limit);
        std::mem::swap(&mut self.tracer, &mut own.tracer);
        std::mem::swap(&mut self.threads.current, &mut own.current);
    }

    fn hollow(stack: Stack, current: u64) -> Own {
        let reprs = Vec::new();
        let tracer = crate::tracing::Tracer::default();
        Own { stack, error: None, handled: None, result: None, yielded: false, reprs, native_limit: 0, tracer, current }
    }

    /// Do something that waits and does not touch the isolate, while other threads run.
    pub fn without_lock<T>(&mut self, work: impl FnOnce() -> T) -> T {
        if !self.threads.shared {
            return work();
        }
        let mut own = Vm::hollow(Stack::hollow(), 0);
        self.park(&mut own);
        let gate = self.threads.gate.clone();
        gate.leave();
        let result = work();
        gate.enter();
        self.unpark(&mut own);
        result
    }

    /// Another thread asked for its turn.
    pub(crate) fn yield_lock(&mut self) {
        self.heap.breaker.clear(Breaker::YIELD_LOCK);
        if !self.threads.shared {
            return;
        }
        let mut own = Vm::hollow(Stack::hollow(), 0);
        self.park(&mut own);
        self.threads.gate.clone().yield_turn();
        self.unpark(&mut own);
    }

    /// Take what is the running thread's out of the isolate, before it gives the gate up.
    fn park(&mut self, own: &mut Own) {
        if let Some(row) = self.threads.roster.find(self.threads.current) {
            row.park(&self.stack, self.handled.as_ref().map(Owned::value));
        }
        self.exchange(own);
        self.threads.parked.push((own.current, std::ptr::from_mut(own)));
    }

    /// Put it back.
    fn unpark(&mut self, own: &mut Own) {
        let number = own.current;
        self.threads.parked.retain(|parked| parked.0 != number);
        self.exchange(own);
        if let Some(row) = self.threads.roster.find(self.threads.current) {
            row.unpark();
        }
    }

    /// Let `change` set the watchers of each thread that waits for its turn; it gets the thread's innermost frame as well.
    pub(crate) fn for_parked(
        &mut self,
        mut change: impl FnMut(&mut Vm, &mut crate::tracing::Tracer, Frame) -> R<()>,
    ) -> R<()> {
        for (_, own) in self.threads.parked.clone() {
            // SAFETY: a parked thread's part lives until the thread goes on, for which it needs the gate that this thread has; nobody else has a
            // reference to it.
            let own = unsafe { &mut *own };
            change(self, &mut own.tracer, Frame(own.stack.frame))?;
        }
        Ok(())
    }

    /// Wait until `poll`, which waits for the time it is given, says that what it waits for has happened; None for no timeout. Signals
    /// are handled meanwhile.
    pub fn wait_until(&mut self, timeout: Option<Duration>, mut poll: impl FnMut(Duration) -> bool) -> R<bool> {
        let now = |vm: &Vm| vm.host.now(ClockKind::Monotonic).ok().filter(|&now| now > 0);
        let start = now(self);
        if poll(Duration::ZERO) {
            return Ok(true);
        }
        let mut waited = Duration::ZERO;
        loop {
            // Without a clock the waits themselves are counted.
            let elapsed = match (start, now(self)) {
                (Some(start), Some(now)) => Duration::from_nanos((now - start).max(0) as u64),
                _ => waited,
            };
            let left = timeout.map_or(SLICE, |timeout| timeout.saturating_sub(elapsed));
            if left.is_zero() {
                return Ok(false);
            }
            if self.without_lock(|| poll(left.min(SLICE))) {
                return Ok(true);
            }
            waited += left.min(SLICE);
            if self.heap.breaker.has(Breaker::SIGNAL) {
                self.serve_signals()?;
            }
        }
    }

    /// Start a thread that calls `callable`; its number. `awaited`: the program's end waits for it.
    pub fn start_thread(&mut self, callable: Value, args: Args<'_>, finish: Arc<Finish>, awaited: bool) -> R<u64> {
        if self.threads.finalizing {
            let class = self.exceptions.PythonFinalizationError;
            return Err(self.raise(class, "can't create new thread at interpreter shutdown"));
        }
        let spare = self.threads.spare_stacks.pop();
        let made = spare.map_or_else(|| Stack::create(VM_STACK, self.heap.breaker.address()), Ok);
        let Ok(stack) = made else { return Err(self.memory_error()) };
        let native_stack =
            if self.threads.stack_size == 0 { NATIVE_STACK } else { self.threads.stack_size.max(1 << 20) };
        let own = |values: &[Value]| values.iter().map(|value| value.own()).collect::<Vec<_>>();
        self.threads.last += 1;
        let number = self.threads.last;
        let start = Start {
            vm: std::ptr::from_mut(self),
            gate: self.threads.gate.clone(),
            own: Vm::hollow(stack, number),
            native_stack,
            callable: callable.own(),
            arguments: own(args.positional),
            names: own(args.names),
            values: own(args.keyword_values),
            finish: finish.clone(),
        };
        // A thread that cannot be started drops what it was given while this one holds the gate.
        let spawned = std::thread::Builder::new().stack_size(native_stack).spawn(move || run(start));
        if spawned.is_err() {
            return Err(self.runtime_error("can't start new thread"));
        }
        self.share();
        self.threads.roster.add(number);
        self.threads.tell_end(number, &finish);
        self.threads.count += 1;
        if awaited {
            self.threads.awaited.retain(|other| !other.is_done());
            self.threads.awaited.push(finish);
        }
        Ok(number)
    }

    /// From now on the gate is used.
    fn share(&mut self) {
        if !self.threads.shared {
            self.threads.shared = true;
            let native = self.host.native_thread_id();
            if let Some(row) = self.threads.roster.find(self.threads.current) {
                row.set_native(native);
            }
        }
    }

    /// Wait for the threads that the program's end waits for.
    pub fn join_threads(&mut self) -> R<()> {
        while let Some(finish) = self.threads.awaited.pop() {
            self.wait_until(None, |time| finish.wait(time))?;
        }
        Ok(())
    }
}

/// A thread's life.
fn run(start: Start) {
    let Start { vm, gate, mut own, native_stack, callable, arguments, names, values, finish } = start;
    gate.enter();
    // SAFETY: the isolate lives while its gate lets anybody through, and this thread holds the gate.
    let vm = unsafe { &mut *vm };
    vm.exchange(&mut own);
    let marker = 0u8;
    vm.native_limit = std::ptr::from_ref(&marker).addr().saturating_sub(native_stack - MARGIN);
    let native = vm.host.native_thread_id();
    vm.threads.natives.push((vm.threads.current, native));
    if let Some(row) = vm.threads.roster.find(vm.threads.current) {
        row.set_native(native);
    }
    let borrow = |values: &[Owned]| values.iter().map(Owned::value).collect::<Vec<_>>();
    let (positional, keywords, keyword_values) = (borrow(&arguments), borrow(&names), borrow(&values));
    let args = Args { positional: &positional, names: &keywords, keyword_values: &keyword_values };
    if vm.call_args(callable.value(), args).is_err() {
        let error = vm.take_error();
        let class = vm.class_of(error.value());
        if !class.is_subclass_of(vm, vm.exceptions.SystemExit) {
            vm.unraisable(error, "Exception ignored in thread started by", callable.value());
        }
    }
    drop((callable, arguments, names, values));
    let number = vm.threads.current;
    vm.threads.natives.retain(|(thread, _)| *thread != number);
    for at_exit in vm.threads.at_exit.clone() {
        at_exit(vm, number);
    }
    vm.run_finalizers();
    vm.threads.roster.remove(number);
    vm.threads.count = vm.threads.count.saturating_sub(1);
    vm.exchange(&mut own);
    // What the thread's exceptions hold goes while it has the gate.
    if vm.threads.spare_stacks.len() < SPARE_STACKS {
        let stack = std::mem::replace(&mut own.stack, Stack::hollow());
        vm.threads.spare_stacks.extend(stack.again());
    }
    drop(own);
    finish.set();
    gate.leave();
}
