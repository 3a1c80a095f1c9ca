//! What the modules here share: argument checks of constructors in CPython's words, and shorthands for classes.

use taipan_runtime::native::*;

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
    let item = vm.next(iterator);
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
