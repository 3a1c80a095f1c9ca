//! Weak references: `weakref.ReferenceType` and the proxies.
//!
//! Which references an object has is in the heap's table. When the object's count is zero its references read as dead at once; they
//! are emptied, and their callbacks called, when the interpreter reaches its safe point.

pub(crate) mod proxy;

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

pub use proxy::new_proxy;

/// What a reference and a proxy hold.
pub struct WeakRef {
    heap: HeapRef,
    /// The object, not counted, and the number in the heap's table.
    target: Option<(Value, u64)>,
    callback: Option<Owned>,
    /// The object's hash, once asked for.
    hash: Option<i64>,
}

impl Trace for WeakRef {
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.callback.trace(visit);
    }

    fn clear(&mut self) {
        self.forget();
        self.callback = None;
    }
}

impl WeakRef {
    fn forget(&mut self) {
        if let Some((target, number)) = self.target.take() {
            self.heap.remove_weakref(target, number);
        }
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        self.forget();
    }
}

impl Payload for WeakRef {
    const NAME: &'static str = "WeakRef";
    const SHAPE: ShapeId = shapes::weakref;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.weakref
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "weakref",
    doc: "A reference to an object that does not keep it alive.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        call: Some(call),
        hash: Some(hash),
        compare: Some(compare),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<WeakRef>("ReferenceType")
};

impl Obj<WeakRef> {
    /// The object, while it lives.
    pub fn target(self, vm: &Vm) -> Option<Owned> {
        let (target, _) = self.get(vm).target?;
        vm.heap.upgrade(target)
    }
}

/// A new reference object of `class` to `target`; one without callback that exists already is shared.
fn make(vm: &mut Vm, class: Obj<Class>, target: Value, callback: Option<Value>) -> R<Owned> {
    let target_class = vm.class_of(target);
    if !target.is_object() || !target_class.get(vm).has_weakref {
        let name = target_class.name(vm);
        return Err(vm.type_error(format!("cannot create weak reference to '{name}' object")));
    }
    let callback = callback.filter(|callback| !callback.is_none());
    if callback.is_none()
        && class == vm.types.weakref
        && let Some(first) = vm.heap.first_weakref(target)
        && is_plain(vm, first, false)
        && let Some(shared) = vm.heap.upgrade(first)
    {
        return Ok(shared);
    }
    // Plain references come first in the list, plain proxies next, then the others, the newest before the older ones.
    let existing = vm.heap.weakrefs(target);
    let plain_ref = existing.first().copied().filter(|&first| is_plain(vm, first, false));
    let second = existing.get(usize::from(plain_ref.is_some())).copied();
    let plain_proxy = second.filter(|&second| is_plain(vm, second, true));
    let is_proxy = class == vm.types.weakproxy || class == vm.types.weakcallableproxy;
    let mut place = usize::from(plain_ref.is_some()) + usize::from(plain_proxy.is_some());
    if callback.is_none() {
        if class == vm.types.weakref {
            if let Some(shared) = plain_ref.and_then(|shared| vm.heap.upgrade(shared)) {
                return Ok(shared);
            }
            place = 0;
        } else if is_proxy {
            if let Some(shared) = plain_proxy.and_then(|shared| vm.heap.upgrade(shared)) {
                return Ok(shared);
            }
            place = usize::from(plain_ref.is_some());
        }
    }
    let payload = WeakRef { heap: vm.heap, target: None, callback: callback.map(Value::own), hash: None };
    let made = if is_proxy {
        vm.allocate_instance(class, proxy::WeakRefProxy(payload))?
    } else {
        vm.allocate_instance(class, payload)?
    };
    let noted = vm.heap.add_weakref(target, made.value(), place);
    let number = vm.check(noted)?;
    if let Some(state) = state_mut(vm, made.value()) {
        state.target = Some((target, number));
    }
    Ok(made)
}

/// Whether this is a reference (or proxy) of exactly its class, without callback.
fn is_plain(vm: &Vm, reference: Value, proxy: bool) -> bool {
    let class = vm.class_of(reference);
    let right = if proxy {
        class == vm.types.weakproxy || class == vm.types.weakcallableproxy
    } else {
        class == vm.types.weakref
    };
    right && state(vm, reference).is_some_and(|state| state.callback.is_none())
}

/// What a reference or proxy holds.
fn state(vm: &Vm, reference: Value) -> Option<&WeakRef> {
    match vm.cast::<WeakRef>(reference) {
        Some(this) => Some(this.get(vm)),
        None => vm.cast::<proxy::WeakRefProxy>(reference).map(|this| &this.get(vm).0),
    }
}

/// As `state`, for changing.
fn state_mut(vm: &mut Vm, reference: Value) -> Option<&mut WeakRef> {
    if let Some(this) = vm.cast::<WeakRef>(reference) {
        return Some(this.get_mut(vm));
    }
    let this = vm.cast::<proxy::WeakRefProxy>(reference)?;
    Some(&mut this.get_mut(vm).0)
}

/// `weakref.ref(target)`.
pub fn new_reference(vm: &mut Vm, target: Value) -> R<Owned> {
    make(vm, vm.types.weakref, target, None)
}

/// The living references and proxies to an object.
pub fn references(vm: &Vm, target: Value) -> Vec<Owned> {
    vm.heap.weakrefs(target).into_iter().filter_map(|reference| vm.heap.upgrade(reference)).collect()
}

/// Whether `value` is a reference (not a proxy), and if so, whether its object is gone.
pub fn is_dead_reference(vm: &Vm, value: Value) -> Option<bool> {
    vm.cast::<WeakRef>(value).map(|this| this.target(vm).is_none())
}

/// The object dies: empty its references. Those with a callback, in the order in which they are to be called, are the result.
pub(crate) fn empty_references(vm: &mut Vm, target: Value) -> Vec<(Owned, Owned)> {
    let mut callbacks = Vec::new();
    for reference in vm.heap.take_weakrefs(target) {
        let Some(state) = state_mut(vm, reference) else { continue };
        state.target = None;
        let callback = state.callback.take();
        // A reference that is dying itself calls nobody.
        if let (Some(callback), Some(reference)) = (callback, vm.heap.upgrade(reference)) {
            callbacks.push((reference, callback));
        }
    }
    callbacks
}

/// If the object is a reference or proxy, it has no callback any more.
pub(crate) fn silence(vm: &mut Vm, object: Value) {
    let callback = state_mut(vm, object).and_then(|state| state.callback.take());
    drop(callback);
}

/// Tell callbacks that the object of their reference is gone.
pub(crate) fn call_callbacks(vm: &mut Vm, callbacks: Vec<(Owned, Owned)>) {
    for (reference, callback) in callbacks {
        let before = vm.error.take();
        if vm.call(callback.value(), &[reference.value()]).is_err() {
            let error = vm.take_error();
            vm.unraisable(error, "Exception ignored while calling weakref callback", callback.value());
        }
        vm.error = before;
    }
}

fn check_count(vm: &mut Vm, name: &str, given: usize) -> R<()> {
    let message = match given {
        1 | 2 => return Ok(()),
        0 => format!("{name} expected at least 1 argument, got 0"),
        _ => format!("{name} expected at most 2 arguments, got {given}"),
    };
    Err(vm.type_error(message))
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() && class == vm.types.weakref {
        return Err(vm.type_error("ref() takes no keyword arguments"));
    }
    check_count(vm, "__new__", args.positional.len())?;
    make(vm, class, args.positional[0], args.positional.get(1).copied())
}

fn init(vm: &mut Vm, _this: Value, args: Args<'_>) -> R<()> {
    if !args.names.is_empty() {
        return Err(vm.type_error("ref() takes no keyword arguments"));
    }
    check_count(vm, "__init__", args.positional.len())
}

fn receiver(vm: &mut Vm, value: Value) -> R<Obj<WeakRef>> {
    match vm.cast::<WeakRef>(value) {
        Some(this) => Ok(this),
        None => Err(vm.type_error("a weak reference is required")),
    }
}

fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("weakref() takes no keyword arguments"));
    }
    if !args.positional.is_empty() {
        let given = args.positional.len();
        return Err(vm.type_error(format!("weakref expected 0 arguments, got {given}")));
    }
    let this = receiver(vm, this)?;
    Ok(this.target(vm).unwrap_or(Owned::NONE))
}

fn hash(vm: &mut Vm, this: Value) -> R<i64> {
    let this = receiver(vm, this)?;
    if let Some(hash) = this.get(vm).hash {
        return Ok(hash);
    }
    let Some(target) = this.target(vm) else { return Err(vm.type_error("weak object has gone away")) };
    let hash = vm.hash(target.value())?;
    this.get_mut(vm).hash = Some(hash);
    Ok(hash)
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let not_implemented = Owned::from_raw(Value::NOT_IMPLEMENTED);
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented);
    }
    let (Some(left), Some(right)) = (vm.cast::<WeakRef>(a), vm.cast::<WeakRef>(b)) else { return Ok(not_implemented) };
    match (left.target(vm), right.target(vm)) {
        (Some(left), Some(right)) => vm.rich_compare(left.value(), right.value(), op),
        _ => Ok(Owned::bool(a.is(b) == (op == CompareOp::Eq))),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let this = receiver(vm, value)?;
    let Some(target) = this.target(vm) else {
        return vm.new_str(&format!("<weakref at {:#x}; dead>", value.bits()));
    };
    let class = vm.class_of(target.value()).name(vm);
    let name = vm.names.__name__;
    // As its class says: `__getattr__` is not asked.
    let name = vm.bound_special(target.value(), name)?;
    let name = name.and_then(|name| vm.cast::<Str>(name.value()).map(|name| name.to_string_lossy(vm)));
    let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
    vm.new_str(&format!("<weakref at {:#x}; to '{class}' at {:#x}{name}>", value.bits(), target.bits()))
}

#[methods]
mod py {
    use super::*;

    /// `ReferenceType[item]`, for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }

    #[member]
    fn __callback__(vm: &mut Vm, this: Obj<WeakRef>) -> Option<Owned> {
        this.get(vm).callback.clone()
    }
}
