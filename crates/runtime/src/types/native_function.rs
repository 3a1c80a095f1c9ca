//! `builtin_function_or_method`: a native function, perhaps bound to an object.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct NativeFunction {
    #[trace(skip)]
    pub method: &'static Method,
    /// The object that a method is bound to; for a module's function, the module.
    pub this: Option<Owned>,
    /// `__module__`.
    pub module: Option<Owned>,
}

impl Payload for NativeFunction {
    const NAME: &'static str = "NativeFunction";
    const SHAPE: ShapeId = shapes::native_function;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.native_function
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A function of the interpreter itself.",
    slots: Slots { call: Some(call), repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<NativeFunction>("builtin_function_or_method")
};

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let Some(function) = vm.cast::<NativeFunction>(value) else {
        return Err(vm.type_error("a native function is required"));
    };
    let function = function.get(vm);
    let method = function.method;
    match &function.this {
        Some(this) if method.takes_receiver => {
            let this = this.clone();
            if args.names.is_empty() && method.positional.takes(args.positional.len() + 1) {
                return match *args.positional {
                    [] => (method.positional.call)(vm, &[this.value()]),
                    [only] => (method.positional.call)(vm, &[this.value(), only]),
                    [first, second] => (method.positional.call)(vm, &[this.value(), first, second]),
                    _ => {
                        let mut positional = smallvec::SmallVec::<[Value; 8]>::new();
                        positional.push(this.value());
                        positional.extend_from_slice(args.positional);
                        (method.positional.call)(vm, &positional)
                    }
                };
            }
            let mut positional = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.positional.len() + 1);
            positional.push(this.value());
            positional.extend_from_slice(args.positional);
            (method.call)(vm, Args { positional: &positional, ..args })
        }
        _ => (method.call)(vm, args),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(function) = vm.cast::<NativeFunction>(value) else { return crate::types::object::repr(vm, value) };
    let function = function.get(vm);
    let name = function.method.name();
    let text = match function.this.as_ref().map(|this| this.value()) {
        Some(this) if vm.cast::<crate::types::module::Module>(this).is_none() => {
            let class = vm.class_of(this).name(vm);
            format!("<built-in method {name} of {class} object at {:#x}>", this.bits())
        }
        _ => format!("<built-in function {name}>"),
    };
    vm.new_str(&text)
}

impl Vm {
    /// A native function as an object; `this` is the module for module functions.
    pub fn new_native_function(
        &mut self,
        method: &'static Method,
        this: Option<Value>,
        module: Option<Value>,
    ) -> R<Owned> {
        self.allocate(NativeFunction { method, this: this.map(Value::own), module: module.map(Value::own) })
    }

    /// Whether this is the builtin `print` (its `>>` gives a hint).
    pub(crate) fn is_builtin_print(&self, value: Value) -> bool {
        self.cast::<NativeFunction>(value).is_some_and(|function| function.get(self).method.name() == "print")
    }

    /// Put a table's functions into a module's namespace.
    pub fn add_functions(&mut self, module: Obj<crate::types::module::Module>, methods: &'static [Method]) -> R<()> {
        let name = self.names.__name__;
        let dict = module.dict(self)?;
        let module_name = dict.get_str(self, name).map(Value::own);
        for method in methods {
            let function =
                self.new_native_function(method, Some(module.value()), module_name.as_ref().map(|name| name.value()))?;
            let name = self.intern(method.name())?;
            dict.set_str(self, name, function.value())?;
        }
        Ok(())
    }
}

static NEW_SIGNATURE: Signature =
    Signature { name: "__new__", text: "($type, *args, **kwargs)", parameters: &[], rest: true, keywords: true };

static NEW: Method = Method {
    signature: &NEW_SIGNATURE,
    doc: "Create and return a new object.",
    kind: MethodKind::Class,
    call: call_new,
    positional: Positional::NONE,
    takes_receiver: true,
};

/// `__new__` of a builtin class: a function bound to the class, which takes the class to instantiate too.
pub(crate) fn new_function(class: Obj<Class>) -> NativeFunction {
    NativeFunction { method: &NEW, this: Some(class.own()), module: None }
}

/// The class whose `__new__` this is, when it is one.
pub(crate) fn new_wrapper_class(vm: &Vm, value: Value) -> Option<Obj<Class>> {
    let function = vm.cast::<NativeFunction>(value)?.get(vm);
    if !std::ptr::eq(function.method, &NEW) {
        return None;
    }
    function.this.as_ref().and_then(|this| vm.cast::<Class>(this.value()))
}

fn call_new(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let Some(owner) = args.positional.first().and_then(|&owner| vm.cast::<Class>(owner)) else {
        return Err(vm.type_error("__new__ needs a class"));
    };
    let Some(&given) = args.positional.get(1) else {
        let owner_name = owner.name(vm);
        return Err(vm.type_error(format!("{owner_name}.__new__(): not enough arguments")));
    };
    let Some(class) = vm.cast::<Class>(given) else {
        let owner_name = owner.name(vm);
        let found = vm.class_of(given).name(vm);
        return Err(vm.type_error(format!("{owner_name}.__new__(X): X is not a type object ({found})")));
    };
    if !class.is_subclass_of(vm, owner) {
        let (owner_name, name) = (owner.name(vm), class.name(vm));
        return Err(vm.type_error(format!("{owner_name}.__new__({name}): {name} is not a subtype of {owner_name}")));
    }
    // The nearest builtin base decides: object.__new__(dict) would make a dict without its storage.
    let mut nearest = class;
    while nearest.is_heap(vm) {
        match nearest.base(vm) {
            Some(base) => nearest = base,
            None => break,
        }
    }
    let (Some(own), Some(needed)) = (owner.slots(vm).new, nearest.slots(vm).new) else {
        let name = class.name(vm);
        return Err(vm.type_error(format!("cannot create '{name}' instances")));
    };
    if own as usize != needed as usize {
        let (owner_name, name, safe) = (owner.name(vm), class.name(vm), nearest.name(vm));
        return Err(vm.type_error(format!("{owner_name}.__new__({name}) is not safe, use {safe}.__new__()")));
    }
    own(vm, class, Args { positional: &args.positional[2..], ..args })
}

/// The object that the function is bound to, apart from a module.
fn bound_object(vm: &Vm, function: Obj<NativeFunction>) -> Option<Owned> {
    let this = function.get(vm).this.clone()?;
    vm.cast::<crate::types::module::Module>(this.value()).is_none().then_some(this)
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    use crate::object::protocol::compare::identity_hash;
    let Some(function) = vm.cast::<NativeFunction>(value) else { return Ok(identity_hash(value)) };
    let function = function.get(vm);
    let this = function.this.as_ref().map_or(0, |this| identity_hash(this.value()));
    let method = (std::ptr::from_ref(function.method).addr() as i64).rotate_right(4);
    Ok(if this ^ method == -1 { -2 } else { this ^ method })
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(left), Some(right)) = (vm.cast::<NativeFunction>(a), vm.cast::<NativeFunction>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let (left, right) = (left.get(vm), right.get(vm));
    let same_object = match (&left.this, &right.this) {
        (Some(left), Some(right)) => left.is(right.value()),
        (None, None) => true,
        _ => false,
    };
    let equal = same_object && std::ptr::eq(left.method, right.method);
    match op {
        CompareOp::Eq => Ok(Owned::bool(equal)),
        CompareOp::Ne => Ok(Owned::bool(!equal)),
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

/// The builtin function `getattr`: how methods are pickled.
pub(crate) fn getattr(vm: &mut Vm) -> R<Owned> {
    let key = vm.intern("getattr")?;
    let builtins = vm.builtins;
    match builtins.get_str(vm, key) {
        Some(function) => Ok(function.own()),
        None => Err(vm.runtime_error("lost builtins.getattr")),
    }
}

/// Functions that say nothing of their arguments: what they take cannot be said, or CPython does not say it, and callers rely on that.
static UNTOLD: &[(&str, &str)] = &[
    ("builtins", "dir"),
    ("builtins", "getattr"),
    ("builtins", "iter"),
    ("builtins", "max"),
    ("builtins", "min"),
    ("builtins", "next"),
    ("builtins", "vars"),
    ("math", "log"),
    ("sys", "getsizeof"),
    ("sys", "set_asyncgen_hooks"),
    ("gc", "set_threshold"),
    ("time", "asctime"),
    ("time", "ctime"),
    ("time", "get_clock_info"),
    ("time", "gmtime"),
    ("time", "localtime"),
    ("time", "strftime"),
    ("time", "strptime"),
];

#[methods]
mod py {
    use super::*;

    #[getter]
    fn __name__(vm: &mut Vm, this: Obj<NativeFunction>) -> &'static str {
        this.get(vm).method.name()
    }

    #[getter]
    fn __qualname__(vm: &mut Vm, this: Obj<NativeFunction>) -> R<Owned> {
        let name = this.get(vm).method.name();
        let Some(object) = bound_object(vm, this) else { return vm.new_str(name) };
        let class = vm.cast::<Class>(object.value()).unwrap_or(vm.class_of(object.value()));
        let class = class.get(vm).qualname.clone();
        let class = vm.str_text(class.value())?;
        vm.new_str(&format!("{class}.{name}"))
    }

    /// The object that the function is bound to, or its module.
    #[getter]
    fn __self__(vm: &mut Vm, this: Obj<NativeFunction>) -> R<Owned> {
        let function = this.get(vm);
        if function.method.kind == MethodKind::Static {
            return Ok(Owned::NONE);
        }
        if let Some(object) = function.this.clone() {
            return Ok(object);
        }
        // The functions of `builtins` were made before their module.
        let key = vm.names.builtins;
        let modules = vm.modules;
        match (function.module.clone(), modules.get_str(vm, key)) {
            (Some(name), Some(module)) if name.is(key.value()) => Ok(module.own()),
            _ => Ok(Owned::NONE),
        }
    }

    #[getter]
    fn __doc__(vm: &mut Vm, this: Obj<NativeFunction>) -> Option<&'static str> {
        Some(this.get(vm).method.doc).filter(|doc| !doc.is_empty())
    }

    #[getter]
    fn __text_signature__(vm: &mut Vm, this: Obj<NativeFunction>) -> Option<String> {
        let method = this.get(vm).method;
        let mut text = method.signature.text;
        if method.kind != MethodKind::Function || method.signature.has_receiver() {
            return Some(text.into());
        }
        let module = this.get(vm).module.clone().and_then(|module| vm.cast::<Str>(module.value()));
        let module = module.map(|module| module.to_string_lossy(vm)).unwrap_or_default();
        if UNTOLD.contains(&(&module, method.name())) {
            return None;
        }
        if module == "builtins" {
            match method.name() {
                "sorted" => text = "(iterable, /, *, key=None, reverse=False)",
                "abs" => text = "(x, /)",
                "anext" => text = "(aiterator, default=<unrepresentable>, /)",
                _ => {}
            }
        }
        // A module's function is bound to the module.
        Some(match text.strip_prefix('(') {
            Some(")") => "($module, /)".into(),
            Some(rest) if text.contains('/') => format!("($module, {rest}"),
            Some(rest) => format!("($module, /, {rest}"),
            None => text.into(),
        })
    }

    #[member]
    fn __module__(vm: &mut Vm, this: Obj<NativeFunction>) -> Option<Owned> {
        this.get(vm).module.clone()
    }

    #[setter("__module__")]
    fn set_module(vm: &mut Vm, this: Obj<NativeFunction>, value: Option<Value>) -> R<()> {
        let old = std::mem::replace(&mut this.get_mut(vm).module, value.map(Value::own));
        drop(old);
        Ok(())
    }

    /// How pickle saves the function: by its name, or as an attribute of its object.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<NativeFunction>) -> R<Owned> {
        let name = vm.new_str(this.get(vm).method.name())?;
        match bound_object(vm, this) {
            None => Ok(name),
            Some(object) => {
                let arguments = vm.new_tuple(&[object.value(), name.value()])?;
                let getattr = getattr(vm)?;
                vm.new_tuple(&[getattr.value(), arguments.value()])
            }
        }
    }
}
