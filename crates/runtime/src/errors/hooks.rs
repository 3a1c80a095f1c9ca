//! `sys.excepthook` and `sys.unraisablehook` as they are unless the program replaces them.

use super::report::tracebacks;
use super::source::Sources;
use super::text;
use crate::interp::frame::Frame;
use crate::native::*;
use crate::types::frame::FrameObject;

/// `sys.stderr`, or `sys.__stderr__`; None when there is neither.
pub(super) fn standard_error(vm: &mut Vm) -> Option<Owned> {
    let sys = vm.sys;
    for name in ["stderr", "__stderr__"] {
        let Ok(name) = vm.intern(name) else { continue };
        if let Some(file) = sys.get_str(vm, name) {
            return Some(file.own());
        }
    }
    None
}

/// Write to the file, or to the host's standard error.
pub(super) fn write(vm: &mut Vm, file: Option<Owned>, text: &str) {
    let Some(file) = file else {
        // What is written to a closed stream is lost: nobody could be told.
        let _ = vm.host.clone().write_all(2, text.as_bytes());
        return;
    };
    if let Ok(text) = vm.new_str(text)
        && vm.call_method(file.value(), "write", &[text.value()]).is_ok()
    {
        let _ = vm.call_method(file.value(), "flush", &[]);
    }
    drop(vm.error.take());
}

impl Vm {
    /// Write to `sys.stderr`, or to the host's standard error when there is none.
    pub fn write_to_standard_error(&mut self, text: &str) {
        let file = standard_error(self).filter(|file| !file.is_none());
        write(self, file, text);
    }

    /// An exception that cannot be raised anywhere: `message` ends in what was done with `object`.
    pub fn unraisable(&mut self, exception: Owned, message: &str, object: Value) {
        let shown = text::safe_repr(self, object, "object");
        self.report_unraisable(exception, &format!("{message} {shown}"), None);
    }

    /// As `unraisable`, of a finaliser.
    pub(crate) fn unraisable_finalizer(&mut self, exception: Owned, object: Value) {
        let message = self.finalizer_message(object);
        self.report_unraisable(exception, &message, None);
    }

    /// Tell `sys.unraisablehook` of an exception that cannot be raised anywhere.
    pub fn report_unraisable(&mut self, exception: Owned, message: &str, object: Option<Value>) {
        let before = self.error.take();
        let frame = self.current_frame();
        if !frame.is_null() && self.exception(exception.value()).is_some_and(|it| it.get(self).traceback.is_none()) {
            // What no Python code raised is shown where it happened.
            self.error = Some(exception.clone());
            let word = crate::types::frame::word_of(self, frame);
            crate::types::traceback::extend(self, frame, word as usize);
            drop(self.error.take());
        }
        if call_hook(self, &exception, message, object).is_err() {
            let failure = self.take_error();
            let (name, sys) = (self.names.unraisablehook, self.sys);
            let hook = sys.get_str(self, name).map_or(Owned::NONE, Value::own);
            print_unraisable(self, &failure, Some("Exception ignored in sys.unraisablehook"), Some(hook.value()));
        }
        self.error = before;
    }

    /// What is said when the finaliser of `value` raises.
    fn finalizer_message(&mut self, value: Value) -> String {
        if self.cast::<crate::types::generator::Generator>(value).is_some() {
            let kind = self.class_of(value).name(self).replace('_', " ");
            let shown = text::safe_repr(self, value, "object");
            return format!("Exception ignored while closing {kind} {shown}");
        }
        let name = self.names.__del__;
        match self.class_of(value).lookup(self, name).map(Value::own) {
            Some(function) => {
                let shown = text::safe_repr(self, function.value(), "object");
                format!("Exception ignored while calling deallocator {shown}")
            }
            None => "Exception ignored while calling deallocator".to_string(),
        }
    }
}

fn call_hook(vm: &mut Vm, exception: &Owned, message: &str, object: Option<Value>) -> R<()> {
    let name = vm.names.unraisablehook;
    let sys = vm.sys;
    let hook = sys.get_str(vm, name).map(Value::own).filter(|hook| !hook.is_none());
    let is_own = |hook: &Owned| {
        let own: &[Method] = &METHODS;
        vm.cast::<crate::types::native_function::NativeFunction>(hook.value())
            .is_some_and(|function| own.iter().any(|method| std::ptr::eq(method, function.get(vm).method)))
    };
    let Some(hook) = hook.filter(|hook| !is_own(hook)) else {
        print_unraisable(vm, exception, Some(message), object);
        return Ok(());
    };
    let class = vm.class_of(exception.value()).own();
    let traceback = vm.exception(exception.value()).and_then(|object| object.get(vm).traceback.clone());
    let message = vm.new_str(message)?;
    let values = [
        class.value(),
        exception.value(),
        traceback.as_ref().map_or(Value::NONE, |traceback| traceback.value()),
        message.value(),
        object.unwrap_or(Value::NONE),
    ];
    let mut names = Vec::with_capacity(values.len());
    for name in ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"] {
        names.push(vm.intern(name)?.value());
    }
    let arguments = vm.call_args(
        vm.types.simple_namespace.value(),
        Args { positional: &[], names: &names, keyword_values: &values },
    )?;
    vm.call(hook.value(), &[arguments.value()]).map(drop)
}

/// `message` (or, without one, that an exception was ignored) and the exception, shown without carets, suggestions and causes.
pub fn print_unraisable(vm: &mut Vm, exception: &Owned, message: Option<&str>, object: Option<Value>) {
    let before = vm.error.take();
    let mut out = String::new();
    match (message, object) {
        (Some(message), Some(object)) => {
            let object = text::safe_repr(vm, object, "object");
            out.push_str(&format!("{message}: {object}\n"));
        }
        (Some(message), None) => out.push_str(&format!("{message}:\n")),
        (None, Some(object)) => {
            let object = text::safe_repr(vm, object, "object");
            out.push_str(&format!("Exception ignored in: {object}\n"));
        }
        (None, None) => {}
    }
    if !exception.is_none() {
        plain(vm, exception, &mut out);
    }
    let file = standard_error(vm);
    if file.as_ref().is_none_or(|file| !file.is_none()) {
        write(vm, file, &out);
    }
    drop(vm.error.take());
    vm.error = before;
}

fn plain(vm: &mut Vm, exception: &Owned, out: &mut String) {
    let traceback = vm.exception(exception.value()).and_then(|object| object.get(vm).traceback.clone());
    let places = tracebacks(vm, traceback.as_ref());
    if !places.is_empty() {
        out.push_str("Traceback (most recent call last):\n");
    }
    let mut sources = Sources::default();
    for place in places {
        let (frame, line) = (place.get(vm).frame.clone(), place.line(vm));
        let Some(frame) = vm.cast::<FrameObject>(frame.value()) else { continue };
        let function = frame.function(vm);
        let (code, globals) = (function.code(vm), function.get(vm).globals.clone());
        let template = code.get(vm).template.clone();
        out.push_str(&format!("  File \"{}\", line {line}, in {}\n", template.filename, template.name));
        if vm.threads.is_finalizing() {
            // The modules that files are read with may be gone.
            continue;
        }
        let source = sources.line(vm, code, globals.value(), line);
        if !source.trim().is_empty() {
            out.push_str(&format!("    {}\n", source.trim()));
        }
    }
    let class = vm.class_of(exception.value());
    let kind = super::report::kind(vm, class);
    let shown = text::safe_str(vm, exception.value(), "exception");
    out.push_str(&format!("{kind}: {shown}\n"));
}

/// The functions of `sys` that exceptions and frames are looked at with.
pub const SYS_FUNCTIONS: &[Method] = &METHODS;

/// The Python frame that is `depth` calls out from the running one.
fn caller(vm: &Vm, depth: i32) -> Option<crate::interp::frame::Frame> {
    crate::types::frame::outwards(vm, usize::try_from(depth).unwrap_or(0))
}

#[methods]
mod py {
    use super::*;

    /// The exception being handled, or None.
    #[function("()")]
    fn exception(vm: &mut Vm) -> Option<Owned> {
        vm.handled.clone()
    }

    /// Class, value and traceback of the exception being handled, or three times None.
    #[function("()")]
    fn exc_info(vm: &mut Vm) -> R<Owned> {
        let Some(handled) = vm.handled.clone() else { return vm.new_tuple(&[Value::NONE; 3]) };
        let class = vm.class_of(handled.value()).value();
        let traceback = vm.exception(handled.value()).and_then(|object| object.get(vm).traceback.clone());
        vm.new_tuple(&[class, handled.value(), traceback.unwrap_or(Owned::NONE).value()])
    }

    /// The frame that is `depth` calls out from the caller.
    #[function("(depth=0, /)")]
    fn _getframe(vm: &mut Vm, depth: Option<i32>) -> R<Owned> {
        let Some(frame) = caller(vm, depth.unwrap_or(0)) else {
            return Err(vm.value_error("call stack is not deep enough"));
        };
        crate::types::frame::object_of(vm, frame)
    }

    /// The name of the module whose function is `depth` calls out from the caller, or None.
    #[function("(depth=0)")]
    fn _getframemodulename(vm: &mut Vm, depth: Option<i32>) -> R<Option<Owned>> {
        let Some(frame) = caller(vm, depth.unwrap_or(0)) else { return Ok(None) };
        let frame = crate::types::frame::object_of(vm, frame)?;
        let Some(frame) = vm.cast::<FrameObject>(frame.value()) else { return Ok(None) };
        let (globals, name) = (frame.function(vm).globals(vm), vm.names.__name__);
        Ok(globals.get_str(vm, name).map(Value::own))
    }

    /// The innermost frame of each thread, by the thread's identifier.
    #[function("()")]
    fn _current_frames(vm: &mut Vm) -> R<Owned> {
        let (owned, frames) = vm.new_dict_obj()?;
        let current = vm.threads.current();
        let rows = vm.threads.roster.rows().map(|row| (row.number(), Frame(row.place().0)));
        let mut threads: Vec<_> = rows.collect();
        threads.sort_by_key(|&(number, _)| std::cmp::Reverse(number));
        for (number, frame) in threads {
            let frame = if number == current { caller(vm, 0) } else { Some(frame).filter(|frame| !frame.is_null()) };
            let Some(frame) = frame else { continue };
            let frame = crate::types::frame::object_of(vm, frame)?;
            let thread = vm.new_int(number.into())?;
            frames.set(vm, thread.value(), frame.value())?;
        }
        Ok(owned)
    }

    /// The exception that each thread handles, by the thread's identifier.
    #[function("()")]
    fn _current_exceptions(vm: &mut Vm) -> R<Owned> {
        let (owned, exceptions) = vm.new_dict_obj()?;
        let current = vm.threads.current();
        let rows = vm.threads.roster.rows().map(|row| (row.number(), row.handled().map(Value::own)));
        let mut threads: Vec<_> = rows.collect();
        threads.sort_by_key(|&(number, _)| std::cmp::Reverse(number));
        for (number, handled) in threads {
            let handled = if number == current { vm.handled.clone() } else { handled };
            let thread = vm.new_int(number.into())?;
            exceptions.set(vm, thread.value(), handled.as_ref().map_or(Value::NONE, Owned::value))?;
        }
        Ok(owned)
    }

    /// Show an exception on standard error.
    #[function("(exctype, value, traceback, /)")]
    fn excepthook(vm: &mut Vm, _class: Value, value: Value, traceback: Value) -> R<()> {
        let Some(exception) = vm.exception(value) else {
            let found = vm.class_of(value).name(vm);
            let text = format!("TypeError: print_exception(): Exception expected for value, {found} found\n");
            let file = standard_error(vm);
            write(vm, file, &text);
            return Ok(());
        };
        if exception.get(vm).traceback.is_none() && vm.cast::<crate::types::traceback::Traceback>(traceback).is_some() {
            exception.get_mut(vm).traceback = Some(traceback.own());
        }
        vm.print_exception(&value.own());
        Ok(())
    }

    /// Show an exception that could not be raised, from an object with exc_type, exc_value, exc_traceback, err_msg and object.
    #[function("(unraisable, /)")]
    fn unraisablehook(vm: &mut Vm, unraisable: Value) -> R<()> {
        let value = vm.get_attr_str(unraisable, "exc_value")?;
        let message = vm.get_attr_str(unraisable, "err_msg")?;
        let object = vm.get_attr_str(unraisable, "object")?;
        let message = if message.is_none() { None } else { Some(vm.str_text(message.value())?) };
        let object = (!object.is_none()).then_some(object);
        print_unraisable(vm, &value, message.as_deref(), object.as_ref().map(|object| object.value()));
        Ok(())
    }
}
