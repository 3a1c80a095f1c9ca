//! The signals as exceptions, and the mappings that a context shows its flags and traps as.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Weak};

use taipan_numeric::decimal::signal;
use taipan_runtime::native::*;

use super::State;
use crate::support::{payload, receiver};

/// Signals in the order of their precedence: name, bits, names of the bases.
pub(super) const SIGNALS: [(&str, u32, &[&str]); 9] = [
    ("InvalidOperation", signal::ANY_INVALID, &["DecimalException"]),
    ("FloatOperation", signal::FLOAT_OPERATION, &["DecimalException", "TypeError"]),
    ("DivisionByZero", signal::DIVISION_BY_ZERO, &["DecimalException", "ZeroDivisionError"]),
    ("Overflow", signal::OVERFLOW, &["Inexact", "Rounded"]),
    ("Underflow", signal::UNDERFLOW, &["Inexact", "Rounded", "Subnormal"]),
    ("Subnormal", signal::SUBNORMAL, &["DecimalException"]),
    ("Inexact", signal::INEXACT, &["DecimalException"]),
    ("Rounded", signal::ROUNDED, &["DecimalException"]),
    ("Clamped", signal::CLAMPED, &["DecimalException"]),
];

/// Conditions that are kinds of `InvalidOperation`, after it.
pub(super) const CONDITIONS: [(&str, u32, &[&str]); 4] = [
    ("ConversionSyntax", signal::CONVERSION_SYNTAX, &["InvalidOperation"]),
    ("DivisionImpossible", signal::DIVISION_IMPOSSIBLE, &["InvalidOperation"]),
    ("DivisionUndefined", signal::DIVISION_UNDEFINED, &["InvalidOperation", "ZeroDivisionError"]),
    ("InvalidContext", signal::INVALID_CONTEXT, &["InvalidOperation"]),
];

const NO_SIGNAL: &str = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, \
                         Underflow, Subnormal, Inexact, Rounded,\n   Clamped]";

/// What a context has of signals: raised ones, and those that are exceptions. Shared with the mappings that show them.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) flags: AtomicU32,
    pub(super) traps: AtomicU32,
}

impl Cells {
    pub(super) fn new(flags: u32, traps: u32) -> Arc<Cells> {
        Arc::new(Cells { flags: AtomicU32::new(flags), traps: AtomicU32::new(traps) })
    }

    pub(super) fn flags(&self) -> u32 {
        self.flags.load(Ordering::Relaxed)
    }

    pub(super) fn traps(&self) -> u32 {
        self.traps.load(Ordering::Relaxed)
    }
}

/// The exception classes, made in an order in which bases come first.
pub(super) fn make_exceptions(vm: &mut Vm) -> R<Vec<(&'static str, Owned)>> {
    let base = crate::support::exception_class(vm, "decimal", "DecimalException", vm.exceptions.ArithmeticError)?;
    let (type_error, zero) = (vm.exceptions.TypeError.own(), vm.exceptions.ZeroDivisionError.own());
    let mut made: Vec<(&'static str, Owned)> =
        vec![("DecimalException", base), ("TypeError", type_error), ("ZeroDivisionError", zero)];
    for &(name, _, bases) in SIGNALS.iter().rev().chain(&CONDITIONS) {
        let of_name = |wanted: &&str| made.iter().find(|(name, _)| name == wanted).map(|(_, class)| class.value());
        let bases: Vec<Value> = bases.iter().filter_map(of_name).collect();
        let class = new_class(vm, name, "decimal", &bases)?;
        made.push((name, class));
    }
    let class_of = |name: &str| made.iter().find(|(other, _)| *other == name).map(|(_, class)| class.clone());
    let state = vm.state::<State>();
    state.signals = SIGNALS.iter().filter_map(|(name, ..)| class_of(name)).collect();
    state.conditions = CONDITIONS.iter().filter_map(|(name, ..)| class_of(name)).collect();
    made.retain(|(name, _)| !matches!(*name, "TypeError" | "ZeroDivisionError"));
    Ok(made)
}

/// `class name(*bases): pass`
pub(super) fn new_class(vm: &mut Vm, name: &str, module: &str, bases: &[Value]) -> R<Owned> {
    let (namespace, dict) = vm.new_dict_obj()?;
    let key = vm.names.__module__;
    let module = vm.new_str(module)?;
    dict.set_str(vm, key, module.value())?;
    let name = vm.new_str(name)?;
    let bases = vm.new_tuple(bases)?;
    // The metaclass is that of the bases, which may be abstract.
    let metaclass = match vm.cast::<Tuple>(bases.value()).and_then(|bases| bases.items(vm).last().copied()) {
        Some(last) => vm.class_of(last),
        None => vm.types.type_,
    };
    vm.call(metaclass.value(), &[name.value(), bases.value(), namespace.value()])
}

/// The classes of the signals among some bits, `InvalidOperation` for each of its kinds.
pub(super) fn signal_list(vm: &mut Vm, bits: u32) -> R<Owned> {
    let classes = vm.state::<State>().signals.clone();
    let values: Vec<Value> = SIGNALS
        .iter()
        .zip(&classes)
        .filter(|((_, own, _), _)| bits & own != 0)
        .map(|(_, class)| class.value())
        .collect();
    vm.new_list(&values)
}

/// Raise the first of the trapped signals, with a list of what happened.
#[cold]
pub(super) fn raise_signals(vm: &mut Vm, trapped: u32) -> Raised {
    if trapped & signal::MEMORY != 0 {
        return vm.memory_error();
    }
    let state = vm.state::<State>();
    let (signals, conditions) = (state.signals.clone(), state.conditions.clone());
    let mut happened = Vec::new();
    if trapped & signal::INVALID_OPERATION != 0 {
        happened.extend(signals.first().map(|class| class.value()));
    }
    let kinds = CONDITIONS.iter().zip(&conditions).chain(SIGNALS.iter().zip(&signals).skip(1));
    happened.extend(kinds.filter(|((_, bits, _), _)| trapped & bits != 0).map(|(_, class)| class.value()));
    let first = SIGNALS.iter().zip(&signals).find(|((_, bits, _), _)| trapped & bits != 0);
    let class = first.and_then(|(_, class)| vm.cast::<Class>(class.value())).unwrap_or(vm.exceptions.ArithmeticError);
    match vm.new_list(&happened) {
        Ok(list) => vm.raise_with(class, &[list.value()]),
        Err(raised) => raised,
    }
}

/// The bits of a signal's class.
fn bits_of(vm: &mut Vm, class: Value) -> R<u32> {
    let found = vm.state::<State>().signals.iter().position(|signal| signal.is(class));
    match found {
        Some(index) => Ok(SIGNALS[index].1),
        None => {
            let text = vm.new_str(NO_SIGNAL)?;
            Err(vm.key_error(text.value()))
        }
    }
}

/// The bits of signals that a list or a mapping names.
pub(super) fn bits_from(vm: &mut Vm, value: Value) -> R<u32> {
    if let Some(list) = vm.cast::<List>(value) {
        let mut bits = 0;
        for item in vm.collect(list.value())? {
            bits |= bits_of(vm, item.value())?;
        }
        return Ok(bits);
    }
    bits_from_mapping(vm, value)
}

pub(super) fn bits_from_mapping(vm: &mut Vm, value: Value) -> R<u32> {
    if vm.cast::<SignalDict>(value).is_some() {
        return load(vm, value);
    }
    let Some(dict) = vm.cast::<Dict>(value) else { return Err(vm.type_error("argument must be a signal dict")) };
    match bits_of_dict(vm, dict)? {
        Some(bits) => Ok(bits),
        None => {
            let text = vm.new_str("invalid signal dict")?;
            Err(vm.key_error(text.value()))
        }
    }
}

/// None for a dict whose keys are not the signals.
fn bits_of_dict(vm: &mut Vm, dict: Obj<Dict>) -> R<Option<u32>> {
    if dict.len(vm) != SIGNALS.len() {
        return Ok(None);
    }
    let classes = vm.state::<State>().signals.clone();
    let mut bits = 0;
    for ((_, own, _), class) in SIGNALS.iter().zip(&classes) {
        let Some(value) = dict.lookup(vm, class.value())? else { return Ok(None) };
        if vm.truth(value.value())? {
            bits |= own;
        }
    }
    Ok(Some(bits))
}

/// The mapping from signals to whether they are flagged, or trapped.
#[derive(Trace)]
pub(super) struct SignalDict {
    /// Those of a context, if there was one and it still is there.
    #[trace(skip)]
    cells: Weak<Cells>,
    #[trace(skip)]
    traps: bool,
}

payload!(SignalDict, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "decimal",
    doc: "Signals, and whether they are set.",
    slots: Slots {
        new: Some(new),
        init: Some(|_, _, _| Ok(())),
        repr: Some(repr),
        length: Some(length),
        get_item: Some(get_item),
        set_item: Some(set_item),
        iter: Some(iter),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    unhashable: true,
    ..ClassDef::new::<SignalDict>("SignalDictMixin")
};

impl SignalDict {
    /// What `work` makes of the bits.
    fn with_cell<T>(&self, work: impl FnOnce(&AtomicU32) -> T) -> Option<T> {
        self.cells.upgrade().map(|cells| work(if self.traps { &cells.traps } else { &cells.flags }))
    }

    fn load(&self) -> Option<u32> {
        self.with_cell(|cell| cell.load(Ordering::Relaxed))
    }
}

/// The mapping that shows what `cells` hold.
pub(super) fn new_dict(vm: &mut Vm, cells: &Arc<Cells>, traps: bool) -> R<Owned> {
    let class = vm.state::<State>().signal_dict.clone();
    let payload = SignalDict { cells: Arc::downgrade(cells), traps };
    match class.as_ref().and_then(|class| vm.cast::<Class>(class.value())) {
        Some(class) => vm.allocate_instance(class, payload),
        None => vm.allocate(payload),
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, SignalDict { cells: Weak::new(), traps: false })
}

fn length(vm: &mut Vm, this: Value) -> R<usize> {
    load(vm, this).map(|_| SIGNALS.len())
}

fn load(vm: &mut Vm, this: Value) -> R<u32> {
    match receiver::<SignalDict>(vm, this)?.get(vm).load() {
        Some(bits) => Ok(bits),
        None => Err(vm.value_error("invalid signal dict")),
    }
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let bits = load(vm, this)?;
    let shown = SIGNALS
        .iter()
        .map(|(name, own, _)| format!("<class 'decimal.{name}'>:{}", if bits & own != 0 { "True" } else { "False" }));
    let shown: Vec<String> = shown.collect();
    vm.new_str(&format!("{{{}}}", shown.join(", ")))
}

fn get_item(vm: &mut Vm, this: Value, key: Value) -> R<Owned> {
    let bits = load(vm, this)?;
    Ok(Owned::bool(bits & bits_of(vm, key)? != 0))
}

fn set_item(vm: &mut Vm, this: Value, key: Value, value: Option<Value>) -> R<()> {
    load(vm, this)?;
    let Some(value) = value else { return Err(vm.value_error("signal keys cannot be deleted")) };
    let bits = bits_of(vm, key)?;
    let set = vm.truth(value)?;
    receiver::<SignalDict>(vm, this)?.get(vm).with_cell(|cell| {
        let old = cell.load(Ordering::Relaxed);
        cell.store(if set { old | bits } else { old & !bits }, Ordering::Relaxed);
    });
    Ok(())
}

fn iter(vm: &mut Vm, this: Value) -> R<Owned> {
    load(vm, this)?;
    let classes = vm.state::<State>().signals.clone();
    let tuple = vm.new_tuple_from(classes)?;
    vm.iter(tuple.value())
}

fn compare(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R<Owned> {
    let bits = load(vm, this)?;
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let theirs = if vm.cast::<SignalDict>(other).is_some() {
        Some(load(vm, other)?)
    } else {
        match vm.cast::<Dict>(other) {
            Some(dict) => bits_of_dict(vm, dict)?,
            None => None,
        }
    };
    Ok(match theirs {
        Some(theirs) => Owned::bool((bits == theirs) == (op == CompareOp::Eq)),
        None => Owned::from_raw(Value::NOT_IMPLEMENTED),
    })
}

#[methods]
mod py {
    use super::*;

    /// The mapping as a dict.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<SignalDict>) -> R<Owned> {
        let bits = load(vm, this.value())?;
        let classes = vm.state::<State>().signals.clone();
        let (owned, dict) = vm.new_dict_obj()?;
        for ((_, own, _), class) in SIGNALS.iter().zip(&classes) {
            dict.set(vm, class.value(), Owned::bool(bits & own != 0).value())?;
        }
        Ok(owned)
    }
}
