//! What is to be printed of an exception and of those it is chained to, gathered before anything is laid out.
//!
//! Chains and groups may be of any length and may lead in circles: reports refer to each other by number, and one that was seen is not
//! gathered again as cause or context.

use std::collections::HashSet;

use super::frames::{self, FrameReport};
use super::source::Sources;
use super::{suggest, syntax_error, text};
use crate::native::*;
use crate::types::exception::group;
use crate::types::traceback::Traceback;

/// One exception.
pub(super) struct Report {
    pub(super) frames: Vec<FrameReport>,
    /// The class, with its module unless that goes without saying.
    pub(super) kind: String,
    pub(super) message: String,
    pub(super) syntax: Option<syntax_error::Details>,
    pub(super) notes: Vec<String>,
    pub(super) cause: Option<usize>,
    pub(super) context: Option<usize>,
    pub(super) suppress_context: bool,
    /// Of a group.
    pub(super) exceptions: Option<Vec<usize>>,
}

/// What gathering has come to.
struct Gatherer {
    reports: Vec<Report>,
    seen: HashSet<u64>,
    /// Exceptions whose relatives are to be gathered, with the numbers of their reports.
    queue: Vec<(usize, Owned)>,
    sources: Sources,
}

impl Gatherer {
    fn add(&mut self, vm: &mut Vm, exception: Owned) -> usize {
        self.seen.insert(exception.value().bits());
        self.reports.push(one(vm, &mut self.sources, &exception));
        let index = self.reports.len() - 1;
        self.queue.push((index, exception));
        index
    }

    fn add_unseen(&mut self, vm: &mut Vm, exception: Option<Owned>) -> Option<usize> {
        let exception = exception.filter(|exception| !self.seen.contains(&exception.value().bits()))?;
        Some(self.add(vm, exception))
    }
}

/// The exception is the first of the reports.
pub(super) fn gather(vm: &mut Vm, exception: &Owned) -> Vec<Report> {
    let mut all =
        Gatherer { reports: Vec::new(), seen: HashSet::new(), queue: Vec::new(), sources: Sources::default() };
    all.add(vm, exception.clone());
    while let Some((index, exception)) = all.queue.pop() {
        let Some(object) = vm.exception(exception.value()) else { continue };
        let details = object.get(vm);
        let (cause, context, suppress) = (details.cause.clone(), details.context.clone(), details.suppress_context);
        all.reports[index].suppress_context = suppress;
        all.reports[index].cause = all.add_unseen(vm, cause);
        if all.reports[index].cause.is_none() && !suppress {
            all.reports[index].context = all.add_unseen(vm, context);
        }
        if group::is_group(vm, exception.value()) {
            let inner = group::exceptions_of(vm, exception.value());
            let inner = inner.into_iter().map(|inner| all.add(vm, inner)).collect();
            all.reports[index].exceptions = Some(inner);
        }
    }
    all.reports
}

/// The exception itself, without its relatives.
fn one(vm: &mut Vm, sources: &mut Sources, exception: &Owned) -> Report {
    let value = exception.value();
    let class = vm.class_of(value);
    let kind = kind(vm, class);
    let traceback = vm.exception(value).and_then(|object| object.get(vm).traceback.clone());
    let frames = frames::gather(vm, sources, traceback.as_ref());
    let is_syntax_error = class.is_subclass_of(vm, vm.exceptions.SyntaxError);
    let syntax = is_syntax_error.then(|| syntax_error::Details::of(vm, value));
    let mut message = text::safe_str(vm, value, "exception");
    if !is_syntax_error && let Some(hint) = suggest::hint(vm, value, traceback.as_ref()) {
        message.push_str(&hint);
    }
    let notes = notes(vm, value);
    Report {
        frames,
        kind,
        message,
        syntax,
        notes,
        cause: None,
        context: None,
        suppress_context: false,
        exceptions: None,
    }
}

/// The class as it is shown: qualified with its module unless that is `builtins` or `__main__`.
pub(super) fn kind(vm: &mut Vm, class: Obj<Class>) -> String {
    let qualname = text::text_attribute(vm, class.value(), "__qualname__").unwrap_or_default();
    let module = text::attribute(vm, class.value(), "__module__");
    match module.as_ref().and_then(|module| vm.cast::<Str>(module.value())) {
        Some(module) if module.is_str(vm, "builtins") || module.is_str(vm, "__main__") => qualname,
        Some(module) => format!("{}.{qualname}", text::shown(vm, module)),
        None => format!("<unknown>.{qualname}"),
    }
}

/// The lines of `__notes__`.
fn notes(vm: &mut Vm, exception: Value) -> Vec<String> {
    let name = vm.names.__notes__;
    let notes = match vm.get_attr_optional(exception, name) {
        Ok(None) => return Vec::new(),
        Ok(Some(notes)) => notes,
        Err(_) => {
            let error = vm.take_error();
            let shown = text::safe_repr(vm, error.value(), "__notes__");
            return vec![format!("Ignored error getting __notes__: {shown}")];
        }
    };
    if notes.is_none() {
        return Vec::new();
    }
    let is_text = vm.cast::<Str>(notes.value()).is_some() || vm.class_of(notes.value()) == vm.types.bytes;
    if is_text || !vm.is_sequence(notes.value()) {
        return vec![text::safe_repr(vm, notes.value(), "__notes__")];
    }
    let Ok(items) = vm.collect(notes.value()) else {
        drop(vm.take_error());
        return Vec::new();
    };
    let mut lines = Vec::new();
    for note in items {
        let note = text::safe_str(vm, note.value(), "note");
        lines.extend(note.split('\n').map(str::to_string));
    }
    lines
}

/// The tracebacks of a chain, outermost first.
pub(super) fn tracebacks(vm: &Vm, first: Option<&Owned>) -> Vec<Obj<Traceback>> {
    let mut found = Vec::new();
    let mut next = first.as_ref().and_then(|traceback| vm.cast::<Traceback>(traceback.value()));
    while let Some(traceback) = next {
        found.push(traceback);
        next = traceback.get(vm).next.as_ref().and_then(|next| vm.cast::<Traceback>(next.value()));
    }
    found
}
