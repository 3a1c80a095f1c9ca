//! `_queue`: `SimpleQueue`, an unbounded queue that threads wait at.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use taipan_runtime::native::*;

use crate::support::{given, nanoseconds, payload};

/// How many items are there to be taken: what threads wait at while they do not hold the isolate.
#[derive(Default)]
struct Count {
    items: Mutex<usize>,
    more: Condvar,
}

impl Count {
    fn add(&self) {
        *self.items.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.more.notify_one();
    }

    /// Take one, waiting for a while; whether there was one.
    fn take(&self, time: Duration) -> bool {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        if *items == 0 && !time.is_zero() {
            items = self.more.wait_timeout(items, time).unwrap_or_else(PoisonError::into_inner).0;
        }
        let some = *items > 0;
        if some {
            *items -= 1;
        }
        some
    }
}

#[derive(Trace, Default)]
struct SimpleQueue {
    items: VecDequeOf,
    #[trace(skip)]
    count: Arc<Count>,
}

/// A queue of references that the collector sees.
#[derive(Default)]
struct VecDequeOf(VecDeque<Owned>);

impl Trace for VecDequeOf {
    fn trace(&self, visit: &mut Visitor<'_>) {
        for item in &self.0 {
            visit(item.value());
        }
    }

    fn clear(&mut self) {
        drop(std::mem::take(&mut self.0));
    }
}

payload!(SimpleQueue);

static CLASS: ClassDef = ClassDef {
    module: "_queue",
    doc: "An unbounded queue.",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &METHODS,
    has_weakref: true,
    ..ClassDef::new::<SimpleQueue>("SimpleQueue")
};

#[derive(Default)]
struct State {
    empty: Option<Obj<Class>>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    static NO_FUNCTIONS: [Method; 0] = [];
    let (owned, module) = vm.native_module("_queue", "The native part of the module queue.", &NO_FUNCTIONS)?;
    let class = vm.define_class::<SimpleQueue>(&CLASS, None)?;
    module.add_class(vm, class)?;
    let empty = crate::support::exception_class(vm, "_queue", "Empty", vm.exceptions.Exception)?;
    module.add(vm, "Empty", empty.value())?;
    vm.state::<State>().empty = vm.cast::<Class>(empty.into_raw());
    Ok(owned)
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let own = vm.native_class::<SimpleQueue>();
    if class == own && (!args.positional.is_empty() || !args.names.is_empty()) {
        return Err(vm.type_error("SimpleQueue() takes no arguments"));
    }
    vm.allocate_instance(class, SimpleQueue::default())
}

fn put(vm: &mut Vm, this: Obj<SimpleQueue>, item: Value) {
    let queue = this.get_mut(vm);
    queue.items.0.push_back(item.own());
    queue.count.add();
}

fn get(vm: &mut Vm, this: Obj<SimpleQueue>, block: bool, timeout: Option<Value>) -> R<Owned> {
    let wait = if !block {
        Some(Duration::ZERO)
    } else {
        match given(timeout) {
            None => None,
            Some(timeout) => match u64::try_from(nanoseconds(vm, timeout)?) {
                Ok(nanoseconds) => Some(Duration::from_nanos(nanoseconds)),
                Err(_) => return Err(vm.value_error("'timeout' must be a non-negative number")),
            },
        }
    };
    let _keep = this.own();
    let count = this.get(vm).count.clone();
    if vm.wait_until(wait, |time| count.take(time))?
        && let Some(item) = this.get_mut(vm).items.0.pop_front()
    {
        return Ok(item);
    }
    let class = vm.state::<State>().empty.unwrap_or(vm.exceptions.Exception);
    Err(vm.raise_with(class, &[]))
}

#[methods]
mod py {
    use super::*;

    /// Put an item; never waits.
    #[method("($self, /, item, block=True, timeout=None)")]
    fn put(vm: &mut Vm, this: Obj<SimpleQueue>, item: Value, _block: Option<Value>, _timeout: Option<Value>) {
        super::put(vm, this, item);
    }

    /// Put an item.
    #[method("($self, /, item)")]
    fn put_nowait(vm: &mut Vm, this: Obj<SimpleQueue>, item: Value) {
        super::put(vm, this, item);
    }

    /// Take the oldest item, waiting for one.
    #[method("($self, /, block=True, timeout=None)")]
    fn get(vm: &mut Vm, this: Obj<SimpleQueue>, block: Option<bool>, timeout: Option<Value>) -> R<Owned> {
        super::get(vm, this, block.unwrap_or(true), timeout)
    }

    /// Take the oldest item, if there is one.
    #[method("($self, /)")]
    fn get_nowait(vm: &mut Vm, this: Obj<SimpleQueue>) -> R<Owned> {
        super::get(vm, this, false, None)
    }

    /// Whether there is no item.
    #[method("($self, /)")]
    fn empty(vm: &mut Vm, this: Obj<SimpleQueue>) -> bool {
        this.get(vm).items.0.is_empty()
    }

    /// The number of items.
    #[method("($self, /)")]
    fn qsize(vm: &mut Vm, this: Obj<SimpleQueue>) -> usize {
        this.get(vm).items.0.len()
    }

    /// For annotations: `SimpleQueue[int]`.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, object: Value) -> R<Owned> {
        let alias = vm.import_attr("types", "GenericAlias")?;
        vm.call(alias.value(), &[class, object])
    }
}
