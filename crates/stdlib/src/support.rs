//! What the modules here share: argument checks of constructors in CPython's words, and shorthands for classes.

use taipan_host::{Host, OsError};
use taipan_runtime::native::*;
use taipan_runtime::types::bytearray::ByteArray;
use taipan_runtime::types::bytes::Bytes;

/// A signature for `bind`: `signature!("count", "start"?, "step"?)`; `/` before names that are positional only, `*` before those that are
/// keywords only.
macro_rules! signature {
    ($name:literal, [$($parameter:literal $kind:ident $optional:literal),*]) => {
        signature!($name, [$($parameter $kind $optional),*], false, false)
    };
    ($name:literal, [$($parameter:literal $kind:ident $optional:literal),*], $rest:literal, $keywords:literal) => {{
        static SIGNATURE: taipan_runtime::native::Signature = taipan_runtime::native::Signature {
            name: $name,
            text: "()",
            parameters: &[$(taipan_runtime::native::Parameter {
                name: $parameter,
                kind: taipan_runtime::native::ParameterKind::$kind,
                optional: $optional,
            }),*],
            rest: $rest,
            keywords: $keywords,
        };
        &SIGNATURE
    }};
}

/// `impl Payload` of a type whose class a module makes with `define_class`.
macro_rules! payload {
    ($name:ident) => {
        impl taipan_runtime::native::Payload for $name {
            const NAME: &'static str = stringify!($name);

            fn class(vm: &taipan_runtime::native::Vm) -> taipan_runtime::native::Obj<taipan_runtime::native::Class> {
                vm.native_class::<$name>()
            }
        }
    };
    ($name:ident, plain) => {
        impl taipan_runtime::native::Payload for $name {
            const NAME: &'static str = stringify!($name);
            const CONTAINER: bool = false;

            fn class(vm: &taipan_runtime::native::Vm) -> taipan_runtime::native::Obj<taipan_runtime::native::Class> {
                vm.native_class::<$name>()
            }
        }
    };
}

pub(crate) use {payload, signature};

/// Refuse keywords.
pub(crate) fn no_keywords(vm: &mut Vm, name: &str, args: Args<'_>) -> R<()> {
    if args.names.is_empty() {
        return Ok(());
    }
    Err(vm.type_error(format!("{name}() takes no keyword arguments")))
}

/// Refuse keywords to a constructor, unless a subclass's `__init__` may want them.
pub(crate) fn no_keywords_for<T: Payload>(vm: &mut Vm, class: Obj<Class>, name: &str, args: Args<'_>) -> R<()> {
    if args.names.is_empty() {
        return Ok(());
    }
    let own = vm.native_class::<T>();
    let init = |class: Obj<Class>| class.slots(vm).init.map(|init| init as usize);
    if class == own || init(class) == init(own) { no_keywords(vm, name, args) } else { Ok(()) }
}

/// Check the count of positional arguments, in the words that positional-only functions use.
pub(crate) fn count(vm: &mut Vm, name: &str, args: Args<'_>, least: usize, most: usize) -> R<()> {
    let given = args.positional.len();
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let (how, number) = if least == most {
        ("", least)
    } else if given < least {
        ("at least ", least)
    } else {
        ("at most ", most)
    };
    let plural = if number == 1 { "" } else { "s" };
    Err(vm.type_error(format!("{name} expected {how}{number} argument{plural}, got {given}")))
}

/// `__iter__` of an iterator.
pub(crate) fn same(_vm: &mut Vm, value: Value) -> R<Owned> {
    Ok(value.own())
}

/// `next(iterator)` from inside an iterator: chains of iterators may be longer than the native stack is deep.
#[inline]
pub(crate) fn step(vm: &mut Vm, iterator: Value) -> R<Option<Owned>> {
    vm.enter_native()?;
    let item = vm.next_item(iterator);
    vm.leave_native();
    item
}

/// The receiver of a slot.
#[inline]
pub(crate) fn receiver<T: Payload>(vm: &mut Vm, value: Value) -> R<Obj<T>> {
    match vm.cast::<T>(value) {
        Some(this) => Ok(this),
        None => {
            let (expected, found) = (vm.native_class::<T>().name(vm), vm.class_of(value).name(vm));
            Err(vm.type_error(format!("descriptor requires a '{expected}' object but received a '{found}'")))
        }
    }
}

/// None as "not given".
pub(crate) fn given(value: Option<Value>) -> Option<Value> {
    value.filter(|value| !value.is_none())
}

/// The bytes of a bytes-like object; None for other objects.
pub(crate) fn bytes_like(vm: &mut Vm, value: Value) -> R<Option<Vec<u8>>> {
    let Some(view) = vm.buffer_optional(value)? else { return Ok(None) };
    let bytes = view.to_vec(vm);
    view.release(vm)?;
    Ok(Some(bytes))
}

/// The bytes of a bytes or bytearray object, as files' `read` gives them; None for other objects.
pub(crate) fn file_part(vm: &mut Vm, value: Value) -> Option<Vec<u8>> {
    let bytes = vm.cast::<Bytes>(value).map(|bytes| taipan_text::memory::copied(bytes.bytes(vm)));
    bytes.or_else(|| vm.cast::<ByteArray>(value).map(|array| taipan_text::memory::copied(array.bytes(vm))))
}

/// Run `run` with the bytes of a bytes-like object; those of `bytes` itself, which cannot change, are not copied.
pub(crate) fn with_bytes<T>(vm: &mut Vm, value: Value, run: impl FnOnce(&mut Vm, &[u8]) -> R<T>) -> R<T> {
    if let Some(bytes) = vm.cast_exact::<Bytes>(value) {
        return vm.with_bytes(bytes, run);
    }
    let view = vm.buffer(value)?;
    let bytes = view.to_vec(vm);
    view.release(vm)?;
    run(vm, &bytes)
}

/// `import name`, giving the module of that very name.
pub(crate) fn import(vm: &mut Vm, name: &str) -> R<Owned> {
    let key = vm.intern(name)?;
    let modules = vm.modules;
    if let Some(module) = modules.get_str(vm, key) {
        return Ok(module.own());
    }
    let import = vm.names.__import__;
    let Some(import) = vm.builtins.get_str(vm, import).map(Value::own) else {
        return Err(vm.import_error_text("__import__ not found"));
    };
    drop(vm.call(import.value(), &[key.value()])?);
    match modules.get_str(vm, key) {
        Some(module) => Ok(module.own()),
        None => Err(vm.key_error(key.value())),
    }
}

/// A new exception class, as `class name(base): pass` in `module` would make it.
pub(crate) fn exception_class(vm: &mut Vm, module: &str, name: &str, base: Obj<Class>) -> R<Owned> {
    let (namespace, dict) = vm.new_dict_obj()?;
    let key = vm.names.__module__;
    let module = vm.new_str(module)?;
    dict.set_str(vm, key, module.value())?;
    let name = vm.new_str(name)?;
    let bases = vm.new_tuple(&[base.value()])?;
    vm.call(vm.types.type_.value(), &[name.value(), bases.value(), namespace.value()])
}

/// Make a call of the host that may wait, while other threads run; again when a signal cuts it short (PEP 475).
pub(crate) fn blocking<T>(vm: &mut Vm, mut call: impl FnMut(&dyn Host) -> Result<T, OsError>) -> R<T> {
    let host = vm.host.clone();
    loop {
        match vm.without_lock(|| call(&*host)) {
            Ok(value) => return Ok(value),
            Err(error) if error.is_interrupted() => vm.poll_signals()?,
            Err(error) => return Err(vm.os_error(error, None)),
        }
    }
}

/// Raise the host's refusal.
pub(crate) fn checked<T>(vm: &mut Vm, result: Result<T, OsError>) -> R<T> {
    result.map_err(|error| vm.os_error(error, None))
}

/// A descriptor: an int, or an object with `fileno()`.
pub(crate) fn descriptor(vm: &mut Vm, value: Value) -> R<i32> {
    let number = if vm.as_int_ref(value).is_some() {
        if value.is_bool() {
            let category = vm.exceptions.RuntimeWarning;
            vm.warn(category, "bool is used as a file descriptor")?;
        }
        value.own()
    } else {
        let name = vm.intern("fileno")?;
        let Some(method) = vm.get_attr_optional(value, name)? else {
            return Err(vm.type_error("argument must be an int, or have a fileno() method."));
        };
        let number = vm.call(method.value(), &[])?;
        if vm.as_int_ref(number.value()).is_none() {
            return Err(vm.type_error("fileno() returned a non-integer"));
        }
        number
    };
    let fd = vm.to_i64(number.value(), "int")?;
    match i32::try_from(fd) {
        Ok(fd) if fd < 0 => Err(vm.value_error(format!("file descriptor cannot be a negative integer ({fd})"))),
        Ok(fd) => Ok(fd),
        Err(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

/// Seconds as nanoseconds, rounded away from zero, as timeouts are.
pub(crate) fn nanoseconds(vm: &mut Vm, seconds: Value) -> R<i64> {
    const TOO_LARGE: &str = "timestamp too large to convert to C PyTime_t";
    if let Some(seconds) = vm.as_f64(seconds) {
        if seconds.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let scaled = seconds * 1e9;
        let scaled = if scaled < 0.0 { scaled.floor() } else { scaled.ceil() };
        if !(-9.223_372_036_854_775e18..=9.223_372_036_854_775e18).contains(&scaled) {
            return Err(vm.overflow_error(TOO_LARGE));
        }
        return Ok(scaled as i64);
    }
    let whole = vm.index(seconds)?;
    match vm.int_to_i64(whole.value()).and_then(|whole| whole.checked_mul(1_000_000_000)) {
        Some(nanoseconds) => Ok(nanoseconds),
        None => Err(vm.overflow_error(TOO_LARGE)),
    }
}

/// The monotonic clock in nanoseconds.
pub(crate) fn monotonic(vm: &mut Vm) -> R<i64> {
    let now = vm.host.now(taipan_host::ClockKind::Monotonic);
    checked(vm, now)
}

/// A buffer of zeros to be filled, as large as Python code asked.
pub(crate) fn zeros(vm: &mut Vm, length: usize) -> R<Vec<u8>> {
    let mut buffer = Vec::new();
    if buffer.try_reserve_exact(length).is_err() {
        return Err(vm.memory_error());
    }
    buffer.resize(length, 0);
    Ok(buffer)
}
