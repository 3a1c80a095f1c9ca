//! Exception groups (PEP 654): making and splitting them, and what `except*` raises again.

use std::collections::HashSet;

use super::{base, fields};
use crate::native::*;
use crate::types::exception::Exception;

pub(super) const SLOTS: Slots =
    Slots { new: Some(new), init: Some(init), str: Some(str), repr: Some(repr), ..Slots::EMPTY };

const MESSAGE: usize = 0;
/// A tuple.
pub(crate) const EXCEPTIONS: usize = 1;
/// The repr of the exceptions as they were passed, when that was neither a list nor a tuple.
const SHOWN: usize = 2;

/// `ExceptionGroup` inherits from two exceptions: it is made as a class statement makes classes.
pub(crate) fn make_exception_group(vm: &mut Vm) -> R<()> {
    let name = vm.intern("ExceptionGroup")?;
    let bases = [vm.exceptions.BaseExceptionGroup, vm.exceptions.Exception];
    let fill = |vm: &mut Vm, _class: Value, dict: Obj<Dict>| {
        let (key, module) = (vm.names.__module__, vm.names.builtins);
        dict.set_str(vm, key, module.value())
    };
    let class = vm.new_derived_class("ExceptionGroup", &bases, fill, |_| ())?;
    if let Some(made) = vm.cast::<Class>(class.value()) {
        vm.exceptions.ExceptionGroup = made;
        let builtins = vm.builtins;
        builtins.set_str(vm, name, class.value())?;
        // Names that OSError has had before.
        let os_error = vm.exceptions.OSError;
        for alias in ["EnvironmentError", "IOError"] {
            let alias = vm.intern(alias)?;
            builtins.set_str(vm, alias, os_error.value())?;
        }
        // As permanent as the other exception classes.
        class.into_raw();
    }
    Ok(())
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let &[message, given] = args.positional else {
        let count = args.positional.len();
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)")));
    };
    if vm.cast::<Str>(message).is_none() {
        let found = if message.is_none() { "None".to_owned() } else { vm.class_of(message).name(vm).to_string() };
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {found}")));
    }
    if !vm.is_sequence(given) {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let exceptions = vm.tuple_from(given)?;
    let items = items_of(vm, &exceptions);
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut only_exceptions = true;
    for (index, item) in items.iter().enumerate() {
        if vm.exception(item.value()).is_none() {
            return Err(vm.value_error(format!("Item {index} of second argument (exceptions) is not an exception")));
        }
        only_exceptions &= vm.class_of(item.value()).is_subclass_of(vm, vm.exceptions.Exception);
    }
    let mut class = class;
    if class == vm.exceptions.BaseExceptionGroup {
        if only_exceptions {
            class = vm.exceptions.ExceptionGroup;
        }
    } else if !only_exceptions && class == vm.exceptions.ExceptionGroup {
        return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
    } else if !only_exceptions && class.is_subclass_of(vm, vm.exceptions.Exception) {
        let name = class.name(vm);
        return Err(vm.type_error(format!("Cannot nest BaseExceptions in '{name}'")));
    }
    let shown = if vm.cast::<List>(given).is_some() || vm.cast::<Tuple>(given).is_some() {
        None
    } else {
        Some(vm.repr(given)?)
    };
    let made = base::new(vm, class, args)?;
    fields::set(vm, made.value(), MESSAGE, Some(message));
    fields::set(vm, made.value(), EXCEPTIONS, Some(exceptions.value()));
    fields::set(vm, made.value(), SHOWN, shown.as_ref().map(|shown| shown.value()));
    Ok(made)
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    base::init(vm, this, args)
}

fn items_of(vm: &Vm, tuple: &Owned) -> Vec<Owned> {
    match vm.cast::<Tuple>(tuple.value()) {
        Some(tuple) => tuple.items(vm).iter().map(|item| item.own()).collect(),
        None => Vec::new(),
    }
}

/// The exceptions in a group.
pub(crate) fn exceptions_of(vm: &Vm, group: Value) -> Vec<Owned> {
    match fields::get(vm, group, EXCEPTIONS) {
        Some(exceptions) => items_of(vm, &exceptions),
        None => Vec::new(),
    }
}

/// Whether the value is an exception group.
pub(crate) fn is_group(vm: &Vm, value: Value) -> bool {
    vm.class_of(value).is_subclass_of(vm, vm.exceptions.BaseExceptionGroup)
}

fn str(vm: &mut Vm, this: Value) -> R<Owned> {
    let message = fields::get_or_none(vm, this, MESSAGE);
    let count = exceptions_of(vm, this).len();
    let plural = if count == 1 { "" } else { "s" };
    let mut text = taipan_text::TextBuf::new();
    let message = vm.str(message.value())?;
    if let Some(message) = vm.cast::<Str>(message.value()) {
        text.push_units(message.units(vm));
    }
    text.push_str(&format!(" ({count} sub-exception{plural})"));
    let text = text.finish();
    vm.new_text(&text)
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let name = vm.class_of(this).short_name(vm);
    let message = fields::get_or_none(vm, this, MESSAGE);
    let message = vm.repr_text(message.value())?;
    let exceptions = match fields::get(vm, this, SHOWN) {
        Some(shown) => vm.str_text(shown.value())?,
        None => {
            let exceptions = fields::get_or_none(vm, this, EXCEPTIONS);
            let was_list =
                base::arguments(vm, this).get(1).is_some_and(|given| vm.cast::<List>(given.value()).is_some());
            let exceptions = if was_list {
                let items: Vec<Owned> = items_of(vm, &exceptions);
                let items: Vec<Value> = items.iter().map(|item| item.value()).collect();
                vm.new_list(&items)?
            } else {
                exceptions
            };
            vm.repr_text(exceptions.value())?
        }
    };
    vm.new_str(&format!("{name}({message}, {exceptions})"))
}

/// What decides which exceptions are split off.
enum Matcher<'a> {
    /// A class or a tuple of classes.
    Types(Value),
    Predicate(Value),
    /// The leaves with these identities.
    Leaves(&'a HashSet<u64>),
}

fn matcher(vm: &mut Vm, condition: Value) -> R<Matcher<'static>> {
    let is_class = vm.cast::<Class>(condition).is_some();
    if !is_class && vm.is_callable(condition) {
        return Ok(Matcher::Predicate(condition));
    }
    let is_exception = |vm: &Vm, value: Value| {
        vm.cast::<Class>(value).is_some_and(|class| class.is_subclass_of(vm, vm.exceptions.BaseException))
    };
    let good = match vm.cast::<Tuple>(condition) {
        Some(tuple) => tuple.items(vm).iter().all(|&item| is_exception(vm, item)),
        None => is_exception(vm, condition),
    };
    if good {
        return Ok(Matcher::Types(condition));
    }
    Err(vm.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"))
}

fn matches(vm: &mut Vm, exception: Value, matcher: &Matcher<'_>) -> R<bool> {
    match *matcher {
        Matcher::Types(wanted) => crate::interp::exception_matches(vm, exception, wanted),
        Matcher::Predicate(predicate) => {
            let answer = vm.call(predicate, &[exception])?;
            vm.truth(answer.value())
        }
        Matcher::Leaves(leaves) => Ok(!is_group(vm, exception) && leaves.contains(&exception.bits())),
    }
}

/// The part of `exception` that matches and, when wanted, the rest.
fn split(vm: &mut Vm, exception: &Owned, matcher: &Matcher<'_>, want_rest: bool) -> R<(Option<Owned>, Option<Owned>)> {
    if matches(vm, exception.value(), matcher)? {
        return Ok((Some(exception.clone()), None));
    }
    if !is_group(vm, exception.value()) {
        return Ok((None, want_rest.then(|| exception.clone())));
    }
    let (mut matched, mut rest) = (Vec::new(), Vec::new());
    vm.enter_native()?;
    for inner in exceptions_of(vm, exception.value()) {
        let (inner_matched, inner_rest) = split(vm, &inner, matcher, want_rest)?;
        matched.extend(inner_matched);
        rest.extend(inner_rest);
    }
    vm.leave_native();
    let matched = subset(vm, exception.value(), matched)?;
    let rest = if want_rest { subset(vm, exception.value(), rest)? } else { None };
    Ok((matched, rest))
}

/// A group like `group` with these exceptions in it: same traceback, cause, context and notes. None without exceptions.
fn subset(vm: &mut Vm, group: Value, exceptions: Vec<Owned>) -> R<Option<Owned>> {
    if exceptions.is_empty() {
        return Ok(None);
    }
    let values: Vec<Value> = exceptions.iter().map(|exception| exception.value()).collect();
    let list = vm.new_list(&values)?;
    let made = vm.call_method(group, "derive", &[list.value()])?;
    if !is_group(vm, made.value()) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    if let (Some(from), Some(to)) = (vm.exception(group), vm.exception(made.value())) {
        let from = from.get(vm);
        let (traceback, context, cause) = (from.traceback.clone(), from.context.clone(), from.cause.clone());
        let suppress = from.suppress_context;
        let to = to.get_mut(vm);
        let old = (
            traceback.and_then(|traceback| to.traceback.replace(traceback)),
            std::mem::replace(&mut to.context, context),
            std::mem::replace(&mut to.cause, cause),
        );
        to.suppress_context = suppress;
        drop(old);
    }
    let name = vm.names.__notes__;
    if let Some(notes) = vm.get_attr_optional(group, name)?
        && vm.is_sequence(notes.value())
    {
        let notes = vm.list_from(notes.value())?;
        let notes = Owned::from_raw(notes.value());
        vm.set_attr(made.value(), name, Some(notes.value()))?;
    }
    Ok(Some(made))
}

#[methods]
mod py {
    use super::*;

    /// What the group is about.
    #[getter]
    fn message(vm: &mut Vm, this: Value) -> Owned {
        fields::get_or_none(vm, this, MESSAGE)
    }

    #[setter]
    fn set_message(vm: &mut Vm, _this: Value, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// The exceptions, a tuple.
    #[getter]
    fn exceptions(vm: &mut Vm, this: Value) -> Owned {
        fields::get_or_none(vm, this, EXCEPTIONS)
    }

    #[setter]
    fn set_exceptions(vm: &mut Vm, _this: Value, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// A group with the same message and other exceptions. Splitting makes groups with this.
    #[method("($self, excs, /)")]
    fn derive(vm: &mut Vm, this: Value, exceptions: Value) -> R<Owned> {
        let message = fields::get_or_none(vm, this, MESSAGE);
        let class = vm.exceptions.BaseExceptionGroup;
        vm.call(class.value(), &[message.value(), exceptions])
    }

    /// Two groups: of what matches the condition and of the rest, each None when it would be empty.
    #[method("split($self, matcher_value, /)")]
    fn split_method(vm: &mut Vm, this: Value, condition: Value) -> R<Owned> {
        let matcher = matcher(vm, condition)?;
        let (matched, rest) = split(vm, &this.own(), &matcher, true)?;
        let (matched, rest) = (matched.unwrap_or(Owned::NONE), rest.unwrap_or(Owned::NONE));
        vm.new_tuple(&[matched.value(), rest.value()])
    }

    /// A group of what matches the condition, None when it would be empty.
    #[method("($self, matcher_value, /)")]
    fn subgroup(vm: &mut Vm, this: Value, condition: Value) -> R<Option<Owned>> {
        let matcher = matcher(vm, condition)?;
        Ok(split(vm, &this.own(), &matcher, false)?.0)
    }

    /// `ExceptionGroup[T]`.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, item)
    }
}

/// `ExceptionGroup(message, exceptions)`, or BaseExceptionGroup when it must be.
fn new_group(vm: &mut Vm, exceptions: &[Value]) -> R<Owned> {
    let message = vm.new_str("")?;
    let list = vm.new_list(exceptions)?;
    vm.new_exception(vm.exceptions.BaseExceptionGroup, &[message.value(), list.value()])
}

/// Split `exception` by what an `except*` clause names: the part that matches and the rest, None where there is nothing.
pub(crate) fn split_for_clause(vm: &mut Vm, exception: Owned, wanted: Owned) -> R<(Owned, Owned)> {
    let named = match vm.cast::<Tuple>(wanted.value()) {
        Some(tuple) => tuple.items(vm).to_vec(),
        None => vec![wanted.value()],
    };
    let group = vm.exceptions.BaseExceptionGroup;
    for &item in &named {
        match vm.cast::<Class>(item) {
            Some(class) if class.is_subclass_of(vm, vm.exceptions.BaseException) => {}
            _ => {
                return Err(vm.type_error("catching classes that do not inherit from BaseException is not allowed"));
            }
        }
    }
    if named.iter().any(|&item| vm.cast::<Class>(item).is_some_and(|item| item.is_subclass_of(vm, group))) {
        return Err(vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
    }
    if exception.is_none() {
        return Ok((Owned::NONE, Owned::NONE));
    }
    let is_group = is_group(vm, exception.value());
    if crate::interp::exception_matches(vm, exception.value(), wanted.value())? {
        if is_group {
            return Ok((exception, Owned::NONE));
        }
        let (message, alone) = (vm.new_str("")?, vm.new_tuple(&[exception.value()])?);
        let group = vm.exceptions.BaseExceptionGroup;
        return Ok((vm.new_exception(group, &[message.value(), alone.value()])?, Owned::NONE));
    }
    if !is_group {
        return Ok((Owned::NONE, exception));
    }
    let pair = vm.call_method(exception.value(), "split", &[wanted.value()])?;
    let class = vm.class_of(exception.value()).name(vm);
    let Some(tuple) = vm.cast::<Tuple>(pair.value()) else {
        let found = vm.class_of(pair.value()).name(vm);
        return Err(vm.type_error(format!("{class}.split must return a tuple, not {found}")));
    };
    match *tuple.items(vm) {
        [matched, rest, ..] => Ok((matched.own(), rest.own())),
        ref items => {
            let count = items.len();
            Err(vm.type_error(format!("{class}.split must return a 2-tuple, got tuple of size {count}")))
        }
    }
}

/// Whether two exceptions are parts of the same one, by what splitting copies.
fn same_origin(vm: &Vm, a: Value, b: Value) -> bool {
    let (Some(a), Some(b)) = (vm.exception(a), vm.exception(b)) else { return false };
    let same = |a: &Option<Owned>, b: &Option<Owned>| match (a, b) {
        (Some(a), Some(b)) => a.is(b.value()),
        (None, None) => true,
        _ => false,
    };
    let (a, b): (&Exception, &Exception) = (a.get(vm), b.get(vm));
    same(&a.traceback, &b.traceback) && same(&a.cause, &b.cause) && same(&a.context, &b.context)
}

fn collect_leaves(vm: &mut Vm, exception: Value, leaves: &mut HashSet<u64>) -> R<()> {
    if !is_group(vm, exception) {
        leaves.insert(exception.bits());
        return Ok(());
    }
    vm.enter_native()?;
    for inner in exceptions_of(vm, exception) {
        collect_leaves(vm, inner.value(), leaves)?;
    }
    vm.leave_native();
    Ok(())
}

/// What to raise after the `except*` clauses, None when nothing is left. `list` holds what the clauses raised, what they raised again, and
/// what none of them took: the last two kinds keep the structure of the original group.
pub(crate) fn prepare_reraise(vm: &mut Vm, original: Owned, list: Owned) -> R<Owned> {
    let items = vm.collect(list.value())?;
    if !is_group(vm, original.value()) {
        // It was wrapped for one clause, which ran alone.
        return Ok(items.into_iter().find(|item| !item.is_none()).unwrap_or(Owned::NONE));
    }
    let mut raised = Vec::new();
    let mut leaves = HashSet::new();
    let mut reraised = false;
    for item in items {
        if item.is_none() {
            continue;
        }
        if same_origin(vm, item.value(), original.value()) {
            reraised = true;
            collect_leaves(vm, item.value(), &mut leaves)?;
        } else {
            raised.push(item);
        }
    }
    if reraised && let Some(kept) = split(vm, &original, &Matcher::Leaves(&leaves), false)?.0 {
        raised.push(kept);
    }
    match &raised[..] {
        [] => Ok(Owned::NONE),
        [one] => Ok(one.clone()),
        several => {
            let values: Vec<Value> = several.iter().map(|item| item.value()).collect();
            new_group(vm, &values)
        }
    }
}
