//! `Context` objects, the current one, and the manager that `localcontext` gives.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use taipan_numeric::decimal::{Context, MAX_EMAX, MAX_PREC, MIN_EMIN, Rounding, signal};
use taipan_runtime::native::*;

use super::State;
use super::number::Number;
use super::signals::{self, Cells};
use crate::contextvars;
use crate::support::{given, payload, receiver, signature};

/// What is trapped until the program changes it.
const TRAPS: u32 = signal::ANY_INVALID | signal::DIVISION_BY_ZERO | signal::OVERFLOW;

#[derive(Trace)]
pub(super) struct ContextObject {
    #[trace(skip)]
    pub(super) settings: Context,
    #[trace(skip)]
    pub(super) capitals: bool,
    #[trace(skip)]
    cells: Arc<Cells>,
    /// The mappings that show the cells, once somebody asked for them.
    flags: Option<Owned>,
    traps: Option<Owned>,
    /// That of `Decimal`, for results.
    #[trace(skip)]
    pub(super) numbers: KnownShape<Number>,
}

payload!(ContextObject);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "decimal",
    doc: "Precision, rounding, bounds of exponents and signals of decimal arithmetic.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), set_attr: Some(set_attr), ..Slots::EMPTY },
    methods: &super::context_methods::METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<ContextObject>("Context")
};

#[derive(Trace)]
pub(super) struct ContextManager {
    local: Owned,
    global: Owned,
}

payload!(ContextManager);

pub(super) static MANAGER: ClassDef = ClassDef {
    module: "decimal",
    slots: Slots {
        new: Some(|vm, _, _| Err(vm.type_error("cannot create 'decimal.ContextManager' instances"))),
        ..Slots::EMPTY
    },
    methods: &manager::METHODS,
    unhashable: false,
    ..ClassDef::sealed::<ContextManager>("ContextManager")
};

/// The context in force.
#[inline]
pub(super) fn current(vm: &mut Vm) -> R<Obj<ContextObject>> {
    if let Some((thread, context)) = &vm.decimal_context
        && *thread == vm.threads.current()
        && let Some(context) = vm.cast::<ContextObject>(context.value())
    {
        return Ok(context);
    }
    look_up_current(vm)
}

#[cold]
fn look_up_current(vm: &mut Vm) -> R<Obj<ContextObject>> {
    let variable = variable(vm)?;
    let owned = match contextvars::native_value(vm, variable.value())? {
        Some(context) => context,
        None => {
            let template = template(vm, 0)?;
            let fresh = copy_of(vm, template)?;
            receiver::<ContextObject>(vm, fresh.value())?.get(vm).cells.flags.store(0, Ordering::Relaxed);
            contextvars::set_native_value(vm, variable.value(), fresh.value())?;
            fresh
        }
    };
    let object = receiver::<ContextObject>(vm, owned.value())?;
    vm.decimal_context = Some((vm.threads.current(), owned));
    Ok(object)
}

fn variable(vm: &mut Vm) -> R<Owned> {
    match vm.state::<State>().variable.clone() {
        Some(variable) => Ok(variable),
        None => Err(vm.system_error("the module is not initialised")),
    }
}

/// One of the templates: default, basic, extended.
fn template(vm: &mut Vm, index: usize) -> R<Obj<ContextObject>> {
    let template = vm.state::<State>().templates.get(index).cloned();
    receiver::<ContextObject>(vm, template.as_ref().map_or(Value::NONE, |template| template.value()))
}

/// Put another context in force.
pub(super) fn set_current(vm: &mut Vm, value: Value) -> R<()> {
    let Some(context) = vm.cast::<ContextObject>(value) else {
        return Err(vm.type_error("argument must be a context"));
    };
    let variable = variable(vm)?;
    let is_template = vm.state::<State>().templates.iter().any(|template| template.is(value));
    if !is_template {
        return contextvars::set_native_value(vm, variable.value(), value);
    }
    let fresh = copy_of(vm, context)?;
    receiver::<ContextObject>(vm, fresh.value())?.get(vm).cells.flags.store(0, Ordering::Relaxed);
    contextvars::set_native_value(vm, variable.value(), fresh.value())
}

/// The context that a method was given, or the current one.
pub(super) fn or_current(vm: &mut Vm, context: Option<Value>) -> R<Obj<ContextObject>> {
    match given(context) {
        None => current(vm),
        Some(value) => match vm.cast::<ContextObject>(value) {
            Some(context) => Ok(context),
            None => Err(vm.type_error("optional argument must be a context")),
        },
    }
}

/// What arithmetic obeys, with the memory that there is now.
#[inline]
pub(super) fn settings(vm: &Vm, context: Obj<ContextObject>) -> Context {
    // Products and quotients take up to some thirty times the result on the way.
    let room = (vm.heap.bytes_left() / 5) as u64;
    let settings = context.get(vm).settings;
    Context { room: settings.room.min(room), ..settings }
}

/// Note what an operation signalled, and raise what is trapped.
#[inline]
pub(super) fn note(vm: &mut Vm, context: Obj<ContextObject>, status: u32) -> R<()> {
    let cells = &context.get(vm).cells;
    let flags = cells.flags();
    if flags & status != status {
        cells.flags.store(flags | status, Ordering::Relaxed);
    }
    let trapped = status & (cells.traps() | signal::MEMORY);
    if trapped == 0 { Ok(()) } else { Err(signals::raise_signals(vm, trapped)) }
}

/// As `note`, raising nothing.
pub(super) fn note_silently(vm: &mut Vm, context: Obj<ContextObject>, status: u32) {
    let cells = &context.get(vm).cells;
    cells.flags.store(cells.flags() | status, Ordering::Relaxed);
}

fn make(vm: &mut Vm, class: Obj<Class>, settings: Context, capitals: bool, flags: u32, traps: u32) -> R<Owned> {
    let cells = Cells::new(flags, traps);
    let numbers = vm.known_shape::<Number>();
    vm.allocate_instance(class, ContextObject { settings, capitals, cells, flags: None, traps: None, numbers })
}

/// The templates: `DefaultContext`, `BasicContext`, `ExtendedContext`.
pub(super) fn make_templates(vm: &mut Vm) -> R<Vec<Owned>> {
    let class = vm.native_class::<ContextObject>();
    let short = Context { prec: 9, ..Context::DEFAULT };
    let basic = Context { rounding: Rounding::HalfUp, ..short };
    Ok(vec![
        make(vm, class, Context::DEFAULT, true, 0, TRAPS)?,
        make(vm, class, basic, true, 0, TRAPS | signal::UNDERFLOW | signal::CLAMPED)?,
        make(vm, class, short, true, 0, 0)?,
    ])
}

pub(super) fn copy_of(vm: &mut Vm, context: Obj<ContextObject>) -> R<Owned> {
    let class = vm.native_class::<ContextObject>();
    let state = context.get(vm);
    let (settings, capitals) = (state.settings, state.capitals);
    let (flags, traps) = (state.cells.flags(), state.cells.traps());
    make(vm, class, settings, capitals, flags, traps)
}

/// The context of an IEEE interchange format.
pub(super) fn ieee(vm: &mut Vm, bits: i64) -> R<Owned> {
    match Context::ieee(bits) {
        Some(settings) => {
            let class = vm.native_class::<ContextObject>();
            make(vm, class, settings, true, 0, 0)
        }
        None => Err(vm.value_error(format!(
            "argument must be a multiple of 32, with a maximum of {}",
            taipan_numeric::decimal::IEEE_MAX_BITS
        ))),
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    let template = template(vm, 0)?;
    let state = template.get(vm);
    let (settings, flags, traps) = (state.settings, state.cells.flags(), state.cells.traps());
    make(vm, class, settings, true, flags, traps)
}

/// An int of Python that fits.
pub(super) fn int_argument(vm: &mut Vm, value: Value) -> R<i64> {
    if vm.as_int_ref(value).is_none() {
        return Err(vm.type_error("an integer is required"));
    }
    match vm.int_to_i64(value) {
        Some(int) => Ok(int),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// A way to round, by its name.
pub(super) fn rounding_argument(vm: &mut Vm, value: Value) -> R<Rounding> {
    if let Some(text) = vm.cast::<Str>(value) {
        let units = text.units(vm);
        if let Some(found) = Rounding::ALL.into_iter().find(|rounding| units.eq_str(rounding.name())) {
            return Ok(found);
        }
    }
    Err(vm.type_error(
        "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, \
         ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
    ))
}

/// An int within bounds, or a ValueError.
fn bounded(vm: &mut Vm, value: Value, least: i64, most: i64, words: &'static str) -> R<i64> {
    let int = int_argument(vm, value)?;
    if (least..=most).contains(&int) { Ok(int) } else { Err(vm.value_error(words)) }
}

fn set_prec(vm: &mut Vm, this: Obj<ContextObject>, value: Value) -> R<()> {
    let prec = bounded(vm, value, 1, MAX_PREC, "valid range for prec is [1, MAX_PREC]")?;
    this.get_mut(vm).settings.prec = prec;
    Ok(())
}

fn set_emin(vm: &mut Vm, this: Obj<ContextObject>, value: Value) -> R<()> {
    let emin = bounded(vm, value, MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]")?;
    this.get_mut(vm).settings.emin = emin;
    Ok(())
}

fn set_emax(vm: &mut Vm, this: Obj<ContextObject>, value: Value) -> R<()> {
    let emax = bounded(vm, value, 0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]")?;
    this.get_mut(vm).settings.emax = emax;
    Ok(())
}

fn set_rounding(vm: &mut Vm, this: Obj<ContextObject>, value: Value) -> R<()> {
    let rounding = rounding_argument(vm, value)?;
    this.get_mut(vm).settings.rounding = rounding;
    Ok(())
}

fn set_capitals(vm: &mut Vm, this: Obj<ContextObject>, value: Value) -> R<()> {
    let capitals = bounded(vm, value, 0, 1, "valid values for capitals are 0 or 1")?;
    this.get_mut(vm).capitals = capitals == 1;
    Ok(())
}

fn set_clamp(vm: &mut Vm, this: Obj<ContextObject>, value: Value) -> R<()> {
    let clamp = bounded(vm, value, 0, 1, "valid values for clamp are 0 or 1")?;
    this.get_mut(vm).settings.clamp = clamp == 1;
    Ok(())
}

/// Set the attributes that are given, in this order: prec, rounding, Emin, Emax, capitals, clamp, flags, traps.
fn set_all(vm: &mut Vm, this: Obj<ContextObject>, values: &[Option<Value>]) -> R<()> {
    type Set = fn(&mut Vm, Obj<ContextObject>, Value) -> R<()>;
    const SETTERS: [Set; 6] = [set_prec, set_rounding, set_emin, set_emax, set_capitals, set_clamp];
    let (plain, signals) = values.split_at(SETTERS.len().min(values.len()));
    for (set, &value) in SETTERS.iter().zip(plain) {
        if let Some(value) = given(value) {
            set(vm, this, value)?;
        }
    }
    let [flags, traps] = *signals else { return Ok(()) };
    if let Some(value) = given(traps) {
        let bits = signals::bits_from(vm, value)?;
        this.get(vm).cells.traps.store(bits, Ordering::Relaxed);
    }
    if let Some(value) = given(flags) {
        let bits = signals::bits_from(vm, value)?;
        this.get(vm).cells.flags.store(bits, Ordering::Relaxed);
    }
    Ok(())
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("Context", [
        "prec" PositionalOrKeyword true, "rounding" PositionalOrKeyword true, "Emin" PositionalOrKeyword true,
        "Emax" PositionalOrKeyword true, "capitals" PositionalOrKeyword true, "clamp" PositionalOrKeyword true,
        "flags" PositionalOrKeyword true, "traps" PositionalOrKeyword true
    ]);
    let mut slots = [None; 8];
    bind(vm, signature, args, &mut slots)?;
    let this = receiver::<ContextObject>(vm, this)?;
    set_all(vm, this, &slots)
}

/// `localcontext(ctx=None, **changes)`
pub(super) fn new_manager(vm: &mut Vm, ctx: Option<Value>, changes: Args<'_>) -> R<Owned> {
    let signature = signature!("localcontext", [
        "prec" PositionalOrKeyword true, "rounding" PositionalOrKeyword true,
        "Emin" PositionalOrKeyword true, "Emax" PositionalOrKeyword true, "capitals" PositionalOrKeyword true,
        "clamp" PositionalOrKeyword true, "flags" PositionalOrKeyword true, "traps" PositionalOrKeyword true
    ]);
    let global = current(vm)?.own();
    let mut slots = [None; 8];
    bind(vm, signature, changes, &mut slots)?;
    let local = or_current(vm, ctx)?;
    let local = copy_of(vm, local)?;
    let object = receiver::<ContextObject>(vm, local.value())?;
    set_all(vm, object, &slots)?;
    vm.allocate(ContextManager { local, global })
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let state = receiver::<ContextObject>(vm, this)?.get(vm);
    let Context { prec, emax, emin, rounding, clamp, .. } = state.settings;
    let text = format!(
        "Context(prec={prec}, rounding={}, Emin={emin}, Emax={emax}, capitals={}, clamp={}, flags={}, traps={})",
        rounding.name(),
        u8::from(state.capitals),
        u8::from(clamp),
        shown_signals(state.cells.flags()),
        shown_signals(state.cells.traps()),
    );
    vm.new_str(&text)
}

/// Names of signals, in the order of their bits.
fn shown_signals(bits: u32) -> String {
    let mut names: Vec<&str> = Vec::new();
    for bit in (0..15).map(|at| 1u32 << at).filter(|bit| bits & bit != 0) {
        let found = signals::SIGNALS.iter().find(|(_, own, _)| own & bit != 0);
        names.extend(found.map(|(name, ..)| *name).filter(|name| !names.contains(name)));
    }
    format!("[{}]", names.join(", "))
}

fn set_attr(vm: &mut Vm, this: Value, name: Obj<Str>, value: Option<Value>) -> R<()> {
    if value.is_none() {
        return Err(vm.attribute_error_text("context attributes cannot be deleted"));
    }
    let class = vm.class_of(this);
    if class == vm.native_class::<ContextObject>() {
        let known = class.mro(vm).iter().filter_map(|&class| vm.cast::<Class>(class));
        if !known.into_iter().any(|class| class.dict(vm).get_str(vm, name).is_some()) {
            return Err(vm.attribute_error(this, name));
        }
    }
    vm.generic_set_attr(this, name, value)
}

/// What makes the same context again.
pub(super) fn reduce(vm: &mut Vm, this: Obj<ContextObject>) -> R<Owned> {
    let state = this.get(vm);
    let (settings, capitals) = (state.settings, state.capitals);
    let (flags, traps) = (state.cells.flags(), state.cells.traps());
    let flags = signals::signal_list(vm, flags)?;
    let traps = signals::signal_list(vm, traps)?;
    let rounding = vm.new_str(settings.rounding.name())?;
    let mut items = vec![vm.new_int(settings.prec.into())?, rounding];
    for int in [settings.emin, settings.emax, i64::from(capitals), i64::from(settings.clamp)] {
        items.push(vm.new_int(int.into())?);
    }
    items.extend([flags, traps]);
    let arguments = vm.new_tuple_from(items)?;
    let class = vm.class_of(this.value());
    vm.new_tuple(&[class.value(), arguments.value()])
}

pub(super) fn clear_flags(vm: &mut Vm, this: Obj<ContextObject>) {
    this.get(vm).cells.flags.store(0, Ordering::Relaxed);
}

pub(super) fn clear_traps(vm: &mut Vm, this: Obj<ContextObject>) {
    this.get(vm).cells.traps.store(0, Ordering::Relaxed);
}

/// The attribute is there: `set_attr` refuses to delete.
fn there(vm: &mut Vm, value: Option<Value>) -> R<Value> {
    match value {
        Some(value) => Ok(value),
        None => Err(vm.attribute_error_text("context attributes cannot be deleted")),
    }
}

#[methods]
mod py {
    use super::*;

    /// Digits of results.
    #[getter]
    fn prec(vm: &mut Vm, this: Obj<ContextObject>) -> i64 {
        this.get(vm).settings.prec
    }

    #[setter]
    fn set_prec(vm: &mut Vm, this: Obj<ContextObject>, value: Option<Value>) -> R<()> {
        let value = there(vm, value)?;
        super::set_prec(vm, this, value)
    }

    /// The greatest exponent.
    #[getter("Emax")]
    fn emax(vm: &mut Vm, this: Obj<ContextObject>) -> i64 {
        this.get(vm).settings.emax
    }

    #[setter("Emax")]
    fn set_emax(vm: &mut Vm, this: Obj<ContextObject>, value: Option<Value>) -> R<()> {
        let value = there(vm, value)?;
        super::set_emax(vm, this, value)
    }

    /// The least exponent of normal numbers.
    #[getter("Emin")]
    fn emin(vm: &mut Vm, this: Obj<ContextObject>) -> i64 {
        this.get(vm).settings.emin
    }

    #[setter("Emin")]
    fn set_emin(vm: &mut Vm, this: Obj<ContextObject>, value: Option<Value>) -> R<()> {
        let value = there(vm, value)?;
        super::set_emin(vm, this, value)
    }

    /// How results are rounded.
    #[getter]
    fn rounding(vm: &mut Vm, this: Obj<ContextObject>) -> R<Owned> {
        let rounding = this.get(vm).settings.rounding;
        match vm.state::<State>().roundings.get(rounding as usize).cloned() {
            Some(name) => Ok(name),
            None => vm.new_str(rounding.name()),
        }
    }

    #[setter]
    fn set_rounding(vm: &mut Vm, this: Obj<ContextObject>, value: Option<Value>) -> R<()> {
        let value = there(vm, value)?;
        super::set_rounding(vm, this, value)
    }

    /// Whether exponents are written with `E`, as 0 or 1.
    #[getter]
    fn capitals(vm: &mut Vm, this: Obj<ContextObject>) -> i64 {
        i64::from(this.get(vm).capitals)
    }

    #[setter]
    fn set_capitals(vm: &mut Vm, this: Obj<ContextObject>, value: Option<Value>) -> R<()> {
        let value = there(vm, value)?;
        super::set_capitals(vm, this, value)
    }

    /// Whether exponents are limited as interchange formats want, as 0 or 1.
    #[getter]
    fn clamp(vm: &mut Vm, this: Obj<ContextObject>) -> i64 {
        i64::from(this.get(vm).settings.clamp)
    }

    #[setter]
    fn set_clamp(vm: &mut Vm, this: Obj<ContextObject>, value: Option<Value>) -> R<()> {
        let value = there(vm, value)?;
        super::set_clamp(vm, this, value)
    }

    /// The signals that were raised.
    #[getter]
    fn flags(vm: &mut Vm, this: Obj<ContextObject>) -> R<Owned> {
        if let Some(flags) = this.get(vm).flags.clone() {
            return Ok(flags);
        }
        let cells = this.get(vm).cells.clone();
        let flags = signals::new_dict(vm, &cells, false)?;
        this.get_mut(vm).flags = Some(flags.clone());
        Ok(flags)
    }

    #[setter]
    fn set_flags(vm: &mut Vm, this: Obj<ContextObject>, value: Option<Value>) -> R<()> {
        let value = there(vm, value)?;
        let bits = signals::bits_from_mapping(vm, value)?;
        this.get(vm).cells.flags.store(bits, Ordering::Relaxed);
        Ok(())
    }

    /// The signals that are exceptions.
    #[getter]
    fn traps(vm: &mut Vm, this: Obj<ContextObject>) -> R<Owned> {
        if let Some(traps) = this.get(vm).traps.clone() {
            return Ok(traps);
        }
        let cells = this.get(vm).cells.clone();
        let traps = signals::new_dict(vm, &cells, true)?;
        this.get_mut(vm).traps = Some(traps.clone());
        Ok(traps)
    }

    #[setter]
    fn set_traps(vm: &mut Vm, this: Obj<ContextObject>, value: Option<Value>) -> R<()> {
        let value = there(vm, value)?;
        let bits = signals::bits_from_mapping(vm, value)?;
        this.get(vm).cells.traps.store(bits, Ordering::Relaxed);
        Ok(())
    }
}

mod manager {
    use super::*;

    #[methods]
    mod manager_methods {
        use super::*;

        /// Put the local context in force.
        #[method("($self, /)")]
        fn __enter__(vm: &mut Vm, this: Obj<ContextManager>) -> R<Owned> {
            let local = this.get(vm).local.clone();
            set_current(vm, local.value())?;
            Ok(local)
        }

        /// Put the context in force that was before.
        #[method("($self, /, *args)")]
        fn __exit__(vm: &mut Vm, this: Obj<ContextManager>, _args: Rest<'_>) -> R<()> {
            let global = this.get(vm).global.clone();
            set_current(vm, global.value())
        }
    }
}
