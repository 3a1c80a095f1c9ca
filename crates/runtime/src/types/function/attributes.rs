//! The attributes of functions. What was never set is derived from the code.

use super::{Function, Rare};
use crate::native::*;
use crate::types::cell::Cell;
use crate::types::code::CodeObject;
use taipan_bytecode::CodeFlags;

/// A field of the rare part, when it was set.
fn rare(vm: &Vm, this: Obj<Function>, field: fn(&Rare) -> &Option<Owned>) -> Option<Owned> {
    this.get(vm).rare.as_ref().and_then(|rare| field(rare).clone())
}

fn set_rare(vm: &mut Vm, this: Obj<Function>, field: fn(&mut Rare) -> &mut Option<Owned>, value: Option<Owned>) {
    let rare = this.get_mut(vm).rare.get_or_insert_default();
    let old = std::mem::replace(field(rare), value);
    drop(old);
}

fn need_text(vm: &mut Vm, value: Option<Value>, name: &str) -> R<Owned> {
    match value.and_then(|value| vm.cast::<Str>(value)) {
        Some(text) => Ok(text.own()),
        None => Err(vm.type_error(format!("{name} must be set to a string object"))),
    }
}

/// Cells that functions with this code need.
fn free_count(vm: &Vm, code: Obj<CodeObject>) -> usize {
    crate::types::code::free_variables(vm, code).len()
}

static SIGNATURE: Signature = Signature {
    name: "function",
    text: "(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
    parameters: &[
        Parameter { name: "code", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "globals", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "name", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "argdefs", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "closure", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "kwdefaults", kind: ParameterKind::PositionalOrKeyword, optional: true },
    ],
    rest: false,
    keywords: false,
};

/// `types.FunctionType(code, globals, ...)`.
pub(super) fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let mut slots = [None; 6];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let code = Obj::<CodeObject>::from_argument(vm, slots[0], &SIGNATURE, 0)?;
    let globals = Obj::<Dict>::from_argument(vm, slots[1], &SIGNATURE, 1)?;
    let [name, defaults, closure, keyword_defaults] =
        [2, 3, 4, 5].map(|index: usize| slots[index].filter(|value| !value.is_none()));
    if name.is_some_and(|name| vm.cast::<Str>(name).is_none()) {
        return Err(vm.type_error("arg 3 (name) must be None or string"));
    }
    if defaults.is_some_and(|defaults| vm.cast::<Tuple>(defaults).is_none()) {
        return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
    }
    let needed = free_count(vm, code);
    let cells = match closure {
        Some(closure) => match vm.cast::<Tuple>(closure) {
            Some(cells) => cells.items(vm).to_vec(),
            None if needed > 0 => return Err(vm.type_error("arg 5 (closure) must be tuple")),
            None => return Err(vm.type_error("arg 5 (closure) must be None or tuple")),
        },
        None if needed > 0 => return Err(vm.type_error("arg 5 (closure) must be tuple")),
        None => Vec::new(),
    };
    if keyword_defaults.is_some_and(|defaults| vm.cast::<Dict>(defaults).is_none()) {
        return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
    }
    if cells.len() != needed {
        let shown = code.get(vm).template.name().to_string();
        let found = cells.len();
        return Err(vm.value_error(format!("{shown} requires closure of length {needed}, not {found}")));
    }
    for cell in cells {
        if vm.cast::<Cell>(cell).is_none() {
            let found = vm.class_of(cell).name(vm);
            return Err(vm.type_error(format!("arg 5 (closure) expected cell, found {found}")));
        }
    }
    let function = vm.new_function(code.value(), globals)?;
    if let Some(object) = vm.cast::<Function>(function.value()) {
        let details = object.get_mut(vm);
        details.closure = closure.filter(|_| needed > 0).map(Value::own);
        details.defaults = defaults.map(Value::own);
        if name.is_some() || keyword_defaults.is_some() {
            details.rare = Some(Box::new(Rare {
                name: name.map(Value::own),
                keyword_defaults: keyword_defaults.map(Value::own),
                ..Rare::default()
            }));
        }
    }
    Ok(function)
}

#[methods]
mod py {
    use super::*;

    /// The cells of the variables that the function shares with functions around it.
    #[member]
    fn __closure__(vm: &mut Vm, this: Obj<Function>) -> Option<Owned> {
        this.get(vm).closure.clone()
    }

    /// The namespace of global names.
    #[member]
    fn __globals__(vm: &mut Vm, this: Obj<Function>) -> Owned {
        this.get(vm).globals.clone()
    }

    /// The namespace of builtin names.
    #[member]
    fn __builtins__(vm: &mut Vm, this: Obj<Function>) -> Owned {
        this.seen_builtins(vm).shown()
    }

    #[getter]
    fn __code__(vm: &mut Vm, this: Obj<Function>) -> Owned {
        this.get(vm).code.clone()
    }

    #[setter("__code__")]
    fn set_code(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        let Some(code) = value.and_then(|value| vm.cast::<CodeObject>(value)) else {
            return Err(vm.type_error("__code__ must be set to a code object"));
        };
        let needed = free_count(vm, code);
        let closure = this.get(vm).closure.clone();
        let cells =
            closure.as_ref().and_then(|closure| vm.cast::<Tuple>(closure.value())).map_or(0, |cells| cells.len(vm));
        if needed != cells {
            let name = this.code(vm).get(vm).template.name().to_string();
            return Err(vm.value_error(format!("{name}() requires a code object with {cells} free vars, not {needed}")));
        }
        let kind = |code: Obj<CodeObject>| {
            let kinds = CodeFlags::GENERATOR.0 | CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0;
            code.get(vm).flags.0 & kinds
        };
        if kind(code) != kind(this.code(vm)) {
            let class = vm.exceptions.DeprecationWarning;
            let message = "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)";
            vm.warn(class, message)?;
        }
        code.wake(vm)?;
        // What was derived from the old code stays.
        super::super::name(vm, this, true)?;
        super::super::qualname_object(vm, this, true)?;
        super::super::doc(vm, this, true)?;
        let old = std::mem::replace(&mut this.get_mut(vm).code, code.own());
        drop(old);
        Ok(())
    }

    #[getter]
    fn __defaults__(vm: &mut Vm, this: Obj<Function>) -> Option<Owned> {
        this.get(vm).defaults.clone()
    }

    #[setter("__defaults__")]
    fn set_defaults(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        let value = value.filter(|value| !value.is_none());
        if value.is_some_and(|value| vm.cast::<Tuple>(value).is_none()) {
            return Err(vm.type_error("__defaults__ must be set to a tuple object"));
        }
        let old = std::mem::replace(&mut this.get_mut(vm).defaults, value.map(Value::own));
        drop(old);
        Ok(())
    }

    #[getter]
    fn __kwdefaults__(vm: &mut Vm, this: Obj<Function>) -> Option<Owned> {
        rare(vm, this, |rare| &rare.keyword_defaults)
    }

    #[setter("__kwdefaults__")]
    fn set_kwdefaults(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        let value = value.filter(|value| !value.is_none());
        if value.is_some_and(|value| vm.cast::<Dict>(value).is_none()) {
            return Err(vm.type_error("__kwdefaults__ must be set to a dict object"));
        }
        set_rare(vm, this, |rare| &mut rare.keyword_defaults, value.map(Value::own));
        Ok(())
    }

    #[getter]
    fn __name__(vm: &mut Vm, this: Obj<Function>) -> R<Owned> {
        super::super::name(vm, this, false)
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        let name = need_text(vm, value, "__name__")?;
        set_rare(vm, this, |rare| &mut rare.name, Some(name));
        Ok(())
    }

    #[getter]
    fn __qualname__(vm: &mut Vm, this: Obj<Function>) -> R<Owned> {
        super::super::qualname_object(vm, this, false)
    }

    #[setter("__qualname__")]
    fn set_qualname(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        let name = need_text(vm, value, "__qualname__")?;
        set_rare(vm, this, |rare| &mut rare.qualname, Some(name));
        Ok(())
    }

    #[member]
    fn __doc__(vm: &mut Vm, this: Obj<Function>) -> R<Owned> {
        super::super::doc(vm, this, false)
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        set_rare(vm, this, |rare| &mut rare.doc, Some(value.map_or(Owned::NONE, Value::own)));
        Ok(())
    }

    #[member]
    fn __module__(vm: &mut Vm, this: Obj<Function>) -> Owned {
        if let Some(module) = rare(vm, this, |rare| &rare.module) {
            return module;
        }
        let key = vm.names.__name__;
        this.globals(vm).get_str(vm, key).map_or(Owned::NONE, Value::own)
    }

    #[setter("__module__")]
    fn set_module(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        set_rare(vm, this, |rare| &mut rare.module, Some(value.map_or(Owned::NONE, Value::own)));
        Ok(())
    }

    #[getter]
    fn __annotations__(vm: &mut Vm, this: Obj<Function>) -> R<Owned> {
        if let Some(found) = rare(vm, this, |rare| &rare.annotations) {
            let Some(pairs) = vm.cast::<Tuple>(found.value()) else { return Ok(found) };
            let pairs = pairs.items(vm).to_vec();
            let (dict, object) = vm.new_dict_obj()?;
            for pair in pairs.chunks_exact(2) {
                object.set(vm, pair[0], pair[1])?;
            }
            set_rare(vm, this, |rare| &mut rare.annotations, Some(dict.clone()));
            return Ok(dict);
        }
        let annotate = rare(vm, this, |rare| &rare.annotate);
        let annotations = match annotate {
            Some(annotate) if vm.is_callable(annotate.value()) => {
                let result = vm.call(annotate.value(), &[Value::small(1)])?;
                if vm.cast::<Dict>(result.value()).is_none() {
                    let found = vm.class_of(result.value()).name(vm);
                    return Err(vm.type_error(format!("__annotate__ returned non-dict of type '{found}'")));
                }
                result
            }
            _ => vm.new_dict()?,
        };
        set_rare(vm, this, |rare| &mut rare.annotations, Some(annotations.clone()));
        Ok(annotations)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        let value = value.filter(|value| !value.is_none());
        if value.is_some_and(|value| vm.cast::<Dict>(value).is_none()) {
            return Err(vm.type_error("__annotations__ must be set to a dict object"));
        }
        set_rare(vm, this, |rare| &mut rare.annotations, value.map(Value::own));
        set_rare(vm, this, |rare| &mut rare.annotate, None);
        Ok(())
    }

    #[getter]
    fn __annotate__(vm: &mut Vm, this: Obj<Function>) -> Option<Owned> {
        rare(vm, this, |rare| &rare.annotate)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("__annotate__ cannot be deleted")) };
        if value.is_none() {
            set_rare(vm, this, |rare| &mut rare.annotate, None);
            return Ok(());
        }
        if !vm.is_callable(value) {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        set_rare(vm, this, |rare| &mut rare.annotate, Some(value.own()));
        set_rare(vm, this, |rare| &mut rare.annotations, None);
        Ok(())
    }

    #[getter]
    fn __type_params__(vm: &mut Vm, this: Obj<Function>) -> Owned {
        rare(vm, this, |rare| &rare.type_params).unwrap_or_else(|| vm.empty_tuple.clone())
    }

    #[setter("__type_params__")]
    fn set_type_params(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        match value.and_then(|value| vm.cast::<Tuple>(value)) {
            Some(params) => {
                set_rare(vm, this, |rare| &mut rare.type_params, Some(params.own()));
                Ok(())
            }
            None => Err(vm.type_error("__type_params__ must be set to a tuple")),
        }
    }

    #[getter]
    fn __dict__(vm: &mut Vm, this: Obj<Function>) -> R<Owned> {
        Ok(vm.instance_dict(this.value())?.own())
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: Obj<Function>, value: Option<Value>) -> R<()> {
        if value.is_none() {
            return Err(vm.type_error("cannot delete __dict__"));
        }
        crate::types::type_::instance::set_dict(vm, this.value(), value)
    }
}
