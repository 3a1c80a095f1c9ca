//! `BaseException`: what all exceptions can do. `new` and `init` are shared by the classes that keep more than their arguments.

use crate::native::*;
use crate::types::exception::Exception;
use crate::types::traceback::Traceback;

pub(super) const SLOTS: Slots =
    Slots { new: Some(new), init: Some(init), str: Some(str), repr: Some(repr), ..Slots::EMPTY };

pub(super) fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let arguments = vm.new_tuple(args.positional)?;
    vm.allocate_instance(
        class,
        Exception { args: arguments, traceback: None, cause: None, context: None, suppress_context: false },
    )
}

/// TypeError when there are keywords.
pub(super) fn no_keywords(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<()> {
    if args.names.is_empty() {
        return Ok(());
    }
    let class = class.name(vm);
    Err(vm.type_error(format!("{class}() takes no keyword arguments")))
}

pub(super) fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    no_keywords(vm, vm.class_of(this), args)?;
    set_args(vm, this, args.positional)
}

/// `this.args = arguments`.
pub(super) fn set_args(vm: &mut Vm, this: Value, arguments: &[Value]) -> R<()> {
    if let Some(exception) = vm.cast::<Exception>(this) {
        // `__new__` has mostly seen the same arguments.
        let same = vm.cast::<Tuple>(exception.get(vm).args.value()).is_some_and(|tuple| {
            let items = tuple.items(vm);
            items.len() == arguments.len() && items.iter().zip(arguments).all(|(a, b)| a.is(*b))
        });
        if !same {
            let arguments = vm.new_tuple(arguments)?;
            let old = std::mem::replace(&mut exception.get_mut(vm).args, arguments);
            drop(old);
        }
    }
    Ok(())
}

/// The arguments, each with a reference.
pub(super) fn arguments(vm: &Vm, this: Value) -> Vec<Owned> {
    let args = vm.cast::<Exception>(this).map(|exception| exception.get(vm).args.value());
    match args.and_then(|args| vm.cast::<Tuple>(args)) {
        Some(args) => args.items(vm).iter().map(|item| item.own()).collect(),
        None => Vec::new(),
    }
}

pub(super) fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(exception) = vm.cast::<Exception>(value) else { return vm.repr(value) };
    let args = exception.get(vm).args.clone();
    let Some(tuple) = vm.cast::<Tuple>(args.value()) else { return vm.str(args.value()) };
    match *tuple.items(vm) {
        [] => vm.new_str(""),
        [single] => vm.str(single),
        _ => vm.str(args.value()),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(exception) = vm.cast::<Exception>(value) else { return crate::types::object::repr(vm, value) };
    let args = exception.get(vm).args.clone();
    let name = vm.class_of(value).short_name(vm);
    let mut text = taipan_text::TextBuf::new();
    text.push_str(&name);
    let single = vm.cast::<Tuple>(args.value()).and_then(|tuple| match *tuple.items(vm) {
        [single] => Some(single.own()),
        _ => None,
    });
    let shown = match &single {
        Some(single) => vm.repr(single.value())?,
        None => vm.repr(args.value())?,
    };
    if single.is_some() {
        text.push_str("(");
    }
    if let Some(shown) = vm.cast::<Str>(shown.value()) {
        text.push_units(shown.units(vm));
    }
    if single.is_some() {
        text.push_str(")");
    }
    let text = text.finish();
    vm.new_text(&text)
}

/// The instance's attributes as a dict, when it has any.
pub(super) fn attributes(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    if !vm.has_instance_dict(this) {
        return Ok(None);
    }
    let dict = vm.instance_dict(this)?;
    Ok((dict.len(vm) > 0).then(|| dict.own()))
}

/// `(class, args, state)`, without the state when there is none.
pub(super) fn reduce_with(vm: &mut Vm, this: Value, args: Value, state: Option<Owned>) -> R<Owned> {
    let class = vm.class_of(this).value();
    match state {
        Some(state) => vm.new_tuple(&[class, args, state.value()]),
        None => vm.new_tuple(&[class, args]),
    }
}

/// An exception or None, for `__cause__` and `__context__`.
fn link(vm: &mut Vm, value: Option<Value>, name: &str, what: &str) -> R<Option<Owned>> {
    match value {
        None => Err(vm.type_error(format!("{name} may not be deleted"))),
        Some(value) if value.is_none() => Ok(None),
        Some(value) if vm.exception(value).is_some() => Ok(Some(value.own())),
        Some(_) => Err(vm.type_error(format!("exception {what} must be None or derive from BaseException"))),
    }
}

fn set_traceback(vm: &mut Vm, this: Obj<Exception>, value: Value) -> R<()> {
    let traceback = if value.is_none() {
        None
    } else if vm.cast::<Traceback>(value).is_some() {
        Some(value.own())
    } else {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    };
    let old = std::mem::replace(&mut this.get_mut(vm).traceback, traceback);
    drop(old);
    Ok(())
}

#[methods]
mod py {
    use super::*;

    /// The arguments that the exception was made with.
    #[getter]
    fn args(vm: &mut Vm, this: Obj<Exception>) -> Owned {
        this.get(vm).args.clone()
    }

    #[setter]
    fn set_args(vm: &mut Vm, this: Obj<Exception>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("args may not be deleted")) };
        let args = vm.tuple_from(value)?;
        let old = std::mem::replace(&mut this.get_mut(vm).args, args);
        drop(old);
        Ok(())
    }

    /// Where the exception was raised.
    #[getter]
    fn __traceback__(vm: &mut Vm, this: Obj<Exception>) -> Option<Owned> {
        this.get(vm).traceback.clone()
    }

    #[setter("__traceback__")]
    fn set_traceback_attribute(vm: &mut Vm, this: Obj<Exception>, value: Option<Value>) -> R<()> {
        match value {
            Some(value) => set_traceback(vm, this, value),
            None => Err(vm.type_error("__traceback__ may not be deleted")),
        }
    }

    /// The exception that was being handled when this one was raised.
    #[getter]
    fn __context__(vm: &mut Vm, this: Obj<Exception>) -> Option<Owned> {
        this.get(vm).context.clone()
    }

    #[setter("__context__")]
    fn set_context_attribute(vm: &mut Vm, this: Obj<Exception>, value: Option<Value>) -> R<()> {
        let context = link(vm, value, "__context__", "context")?;
        let old = std::mem::replace(&mut this.get_mut(vm).context, context);
        drop(old);
        Ok(())
    }

    /// The exception that this one was raised from.
    #[getter]
    fn __cause__(vm: &mut Vm, this: Obj<Exception>) -> Option<Owned> {
        this.get(vm).cause.clone()
    }

    #[setter("__cause__")]
    fn set_cause_attribute(vm: &mut Vm, this: Obj<Exception>, value: Option<Value>) -> R<()> {
        let cause = link(vm, value, "__cause__", "cause")?;
        let details = this.get_mut(vm);
        details.suppress_context = true;
        let old = std::mem::replace(&mut details.cause, cause);
        drop(old);
        Ok(())
    }

    /// Whether the context is left out of what is printed.
    #[getter]
    fn __suppress_context__(vm: &mut Vm, this: Obj<Exception>) -> bool {
        this.get(vm).suppress_context
    }

    #[setter("__suppress_context__")]
    fn set_suppress_context_attribute(vm: &mut Vm, this: Obj<Exception>, value: Option<Value>) -> R<()> {
        match value {
            None => Err(vm.type_error("can't delete numeric/char attribute")),
            Some(value) if value.is_bool() => {
                this.get_mut(vm).suppress_context = value.is(Value::TRUE);
                Ok(())
            }
            Some(_) => Err(vm.type_error("attribute value type must be bool")),
        }
    }

    /// Set the traceback and give back the exception.
    #[method("($self, tb, /)")]
    fn with_traceback(vm: &mut Vm, this: Obj<Exception>, traceback: Value) -> R<Owned> {
        set_traceback(vm, this, traceback)?;
        Ok(this.own())
    }

    /// Add a note, which is shown below the exception.
    #[method("($self, note, /)")]
    fn add_note(vm: &mut Vm, this: Obj<Exception>, note: Value) -> R<()> {
        if vm.cast::<Str>(note).is_none() {
            let found = vm.class_of(note).name(vm);
            return Err(vm.type_error(format!("add_note() argument must be str, not {found}")));
        }
        let name = vm.names.__notes__;
        let notes = match vm.get_attr_optional(this.value(), name)? {
            Some(notes) => notes,
            None => {
                let notes = vm.new_list(&[])?;
                vm.set_attr(this.value(), name, Some(notes.value()))?;
                notes
            }
        };
        match vm.cast::<List>(notes.value()) {
            Some(notes) => notes.push(vm, note.own()),
            None => Err(vm.type_error("Cannot add note: __notes__ is not a list")),
        }
    }

    /// For pickling.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Exception>) -> R<Owned> {
        let args = this.get(vm).args.clone();
        let state = attributes(vm, this.value())?;
        reduce_with(vm, this.value(), args.value(), state)
    }

    /// For unpickling: sets each item of a dict as attribute.
    #[method("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Obj<Exception>, state: Value) -> R<()> {
        if state.is_none() {
            return Ok(());
        }
        let Some(state) = vm.cast::<Dict>(state) else { return Err(vm.type_error("state is not a dictionary")) };
        for (name, value) in state.snapshot(vm) {
            let Some(name) = vm.cast::<Str>(name.value()) else {
                let found = vm.class_of(name.value()).name(vm);
                return Err(vm.type_error(format!("attribute name must be string, not '{found}'")));
            };
            let name = vm.intern_obj(name)?;
            vm.set_attr(this.value(), name, Some(value.value()))?;
        }
        Ok(())
    }
}
