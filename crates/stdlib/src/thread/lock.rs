//! Locks: plain ones, and those that their owner may take again.

use std::sync::Arc;

use taipan_runtime::native::*;
use taipan_runtime::threads::Latch;

use super::timeout;
use crate::support::payload;

#[derive(Trace, Default)]
pub(crate) struct Lock {
    #[trace(skip)]
    latch: Arc<Latch>,
}

payload!(Lock, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_thread",
    doc: "A lock that one thread holds at a time, and any may release.",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: &plain::METHODS,
    has_weakref: true,
    ..ClassDef::sealed::<Lock>("lock")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.positional.is_empty() || !args.names.is_empty() {
        let given = args.positional.len() + args.names.len();
        return Err(vm.type_error(format!("lock expected 0 arguments, got {given}")));
    }
    vm.allocate_instance(class, Lock::default())
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let locked = vm.cast::<Lock>(value).is_some_and(|lock| lock.get(vm).latch.is_locked());
    let (state, class) = (if locked { "locked" } else { "unlocked" }, vm.class_of(value).full_name(vm));
    vm.new_str(&format!("<{state} {class} object at {:#x}>", value.bits()))
}

fn acquire(vm: &mut Vm, this: Obj<Lock>, blocking: Option<bool>, wait: Option<Value>) -> R<bool> {
    let wait = timeout(vm, blocking.unwrap_or(true), wait)?;
    let latch = this.get(vm).latch.clone();
    let _keep = this.own();
    vm.wait_until(wait, |time| latch.acquire(time))
}

fn release(vm: &mut Vm, this: Obj<Lock>) -> R<()> {
    if this.get(vm).latch.release() { Ok(()) } else { Err(vm.runtime_error("release unlocked lock")) }
}

mod plain {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// Take the lock, waiting until it is free; whether that succeeded.
        #[method("($self, blocking=True, timeout=-1)")]
        fn acquire(vm: &mut Vm, this: Obj<Lock>, blocking: Option<bool>, timeout: Option<Value>) -> R<bool> {
            super::super::acquire(vm, this, blocking, timeout)
        }

        #[method("($self, blocking=True, timeout=-1)")]
        fn acquire_lock(vm: &mut Vm, this: Obj<Lock>, blocking: Option<bool>, timeout: Option<Value>) -> R<bool> {
            super::super::acquire(vm, this, blocking, timeout)
        }

        /// Let the lock go.
        #[method("($self, /)")]
        fn release(vm: &mut Vm, this: Obj<Lock>) -> R<()> {
            super::super::release(vm, this)
        }

        #[method("($self, /)")]
        fn release_lock(vm: &mut Vm, this: Obj<Lock>) -> R<()> {
            super::super::release(vm, this)
        }

        /// Whether somebody holds the lock.
        #[method("($self, /)")]
        fn locked(vm: &mut Vm, this: Obj<Lock>) -> bool {
            this.get(vm).latch.is_locked()
        }

        #[method("($self, /)")]
        fn locked_lock(vm: &mut Vm, this: Obj<Lock>) -> bool {
            this.get(vm).latch.is_locked()
        }

        #[method("($self, /)")]
        fn __enter__(vm: &mut Vm, this: Obj<Lock>) -> R<bool> {
            super::super::acquire(vm, this, None, None)
        }

        #[method("($self, /, *exc_info)")]
        fn __exit__(vm: &mut Vm, this: Obj<Lock>, _exc_info: Rest<'_>) -> R<()> {
            super::super::release(vm, this)
        }

        /// A forked child's locks are free.
        #[method("($self, /)")]
        fn _at_fork_reinit(vm: &mut Vm, this: Obj<Lock>) {
            this.get_mut(vm).latch = Arc::default();
        }
    }
}

#[derive(Trace, Default)]
pub(crate) struct RLock {
    #[trace(skip)]
    latch: Arc<Latch>,
    /// The thread that holds it; 0 for none.
    owner: u64,
    count: u64,
}

payload!(RLock, plain);

pub(super) static RLOCK: ClassDef = ClassDef {
    module: "_thread",
    doc: "A lock that its owner may take several times.",
    slots: Slots { new: Some(new_rlock), repr: Some(rlock_repr), ..Slots::EMPTY },
    methods: &reentrant::METHODS,
    has_weakref: true,
    ..ClassDef::new::<RLock>("RLock")
};

fn new_rlock(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, RLock::default())
}

fn rlock_repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let (owner, count) = vm.cast::<RLock>(value).map_or((0, 0), |lock| (lock.get(vm).owner, lock.get(vm).count));
    let (state, class) = (if count > 0 { "locked" } else { "unlocked" }, vm.class_of(value).full_name(vm));
    vm.new_str(&format!("<{state} {class} object owner={owner} count={count} at {:#x}>", value.bits()))
}

fn acquire_rlock(vm: &mut Vm, this: Obj<RLock>, blocking: Option<bool>, wait: Option<Value>) -> R<bool> {
    let wait = timeout(vm, blocking.unwrap_or(true), wait)?;
    let current = vm.threads.current();
    if this.get(vm).owner == current {
        this.get_mut(vm).count += 1;
        return Ok(true);
    }
    let latch = this.get(vm).latch.clone();
    let _keep = this.own();
    let acquired = vm.wait_until(wait, |time| latch.acquire(time))?;
    if acquired {
        let state = this.get_mut(vm);
        state.owner = current;
        state.count = 1;
    }
    Ok(acquired)
}

fn release_rlock(vm: &mut Vm, this: Obj<RLock>) -> R<()> {
    let current = vm.threads.current();
    if this.get(vm).owner != current {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    let state = this.get_mut(vm);
    state.count -= 1;
    if state.count == 0 {
        state.owner = 0;
        state.latch.release();
    }
    Ok(())
}

mod reentrant {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// Take the lock, waiting until no other thread holds it; whether that succeeded.
        #[method("($self, blocking=True, timeout=-1)")]
        fn acquire(vm: &mut Vm, this: Obj<RLock>, blocking: Option<bool>, timeout: Option<Value>) -> R<bool> {
            acquire_rlock(vm, this, blocking, timeout)
        }

        /// Let the lock go once.
        #[method("($self, /)")]
        fn release(vm: &mut Vm, this: Obj<RLock>) -> R<()> {
            release_rlock(vm, this)
        }

        /// Whether somebody holds the lock.
        #[method("($self, /)")]
        fn locked(vm: &mut Vm, this: Obj<RLock>) -> bool {
            this.get(vm).count > 0
        }

        #[method("($self, /)")]
        fn __enter__(vm: &mut Vm, this: Obj<RLock>) -> R<bool> {
            acquire_rlock(vm, this, None, None)
        }

        #[method("($self, /, *exc_info)")]
        fn __exit__(vm: &mut Vm, this: Obj<RLock>, _exc_info: Rest<'_>) -> R<()> {
            release_rlock(vm, this)
        }

        #[method("($self, /)")]
        fn _is_owned(vm: &mut Vm, this: Obj<RLock>) -> bool {
            this.get(vm).owner == vm.threads.current()
        }

        #[method("($self, /)")]
        fn _recursion_count(vm: &mut Vm, this: Obj<RLock>) -> u64 {
            if this.get(vm).owner == vm.threads.current() { this.get(vm).count } else { 0 }
        }

        /// Let the lock go wholly; what `_acquire_restore` needs.
        #[method("($self, /)")]
        fn _release_save(vm: &mut Vm, this: Obj<RLock>) -> R<Owned> {
            if this.get(vm).count == 0 {
                return Err(vm.runtime_error("cannot release un-acquired lock"));
            }
            let state = this.get_mut(vm);
            let (count, owner) = (std::mem::take(&mut state.count), std::mem::take(&mut state.owner));
            state.latch.release();
            vm.new_tuple(&[Value::int_unchecked(count as i64), Value::int_unchecked(owner as i64)])
        }

        #[method("($self, state, /)")]
        fn _acquire_restore(vm: &mut Vm, this: Obj<RLock>, state: Obj<Tuple>) -> R<()> {
            let items: Vec<i64> = state.items(vm).iter().filter_map(|item| item.as_int()).collect();
            let &[count, owner] = items.as_slice() else {
                return Err(vm.type_error("_acquire_restore() argument must be a tuple of two ints"));
            };
            let latch = this.get(vm).latch.clone();
            let _keep = this.own();
            vm.wait_until(None, |time| latch.acquire(time))?;
            let lock = this.get_mut(vm);
            lock.count = count as u64;
            lock.owner = owner as u64;
            Ok(())
        }

        /// A forked child's locks are free.
        #[method("($self, /)")]
        fn _at_fork_reinit(vm: &mut Vm, this: Obj<RLock>) {
            *this.get_mut(vm) = RLock::default();
        }
    }
}
