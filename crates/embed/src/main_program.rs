//! An isolate's whole life as a program: run the main module, report what was not handled, flush, and give the exit status.

use taipan_host::Target;
use taipan_runtime::native::*;
use taipan_runtime::vm::{CompileMode, Source};

use crate::interactive::Console;
use crate::isolate::Isolate;

/// What a program runs.
#[derive(Clone, Debug)]
pub enum Program {
    /// Source, and what tracebacks call it (`<string>`, `<stdin>`).
    Source(Vec<u8>, String),
    /// A source file, or a directory or archive with `__main__.py`.
    File(Vec<u8>),
    /// A module, as `-m` runs it.
    Module(Vec<u8>),
}

/// The file could not be opened.
const CANNOT_OPEN: i32 = 2;
/// The standard output could not be flushed.
const CANNOT_FLUSH: i32 = 120;

impl Isolate {
    /// Run a program to its end; its exit status. What it does not handle is reported on the standard error stream.
    pub fn main(&mut self, program: &Program, skip_first_line: bool) -> i32 {
        self.begin();
        let status = self.run_program(program, skip_first_line);
        self.finish(status)
    }

    /// Run a program, if there is one, and then what is typed at the console, if it is wanted: always without a program, else when
    /// `sys.flags.inspect` or PYTHONINSPECT says so. The exit status.
    pub fn main_interactive(
        &mut self,
        program: Option<&Program>,
        skip_first_line: bool,
        console: &mut dyn Console,
    ) -> i32 {
        self.begin();
        let flags = self.vm.options.settings.flags.clone();
        match program {
            Some(program) => {
                let status = self.run_program(program, skip_first_line);
                // The program may have set the variable itself.
                let wanted = || self.vm.host.variable(b"PYTHONINSPECT").is_some_and(|value| !value.is_empty());
                if !self.vm.options.settings.flags.inspect && (flags.ignore_environment || !wanted()) {
                    return self.finish(status);
                }
            }
            None => {
                if !flags.quiet {
                    self.show_banner();
                }
                self.begin_interaction();
            }
        }
        let status = self.interact(console);
        self.finish(status)
    }

    fn begin(&mut self) {
        let (modules, name) = (self.vm.modules, self.vm.names.__main__);
        let module = modules.get_str(&self.vm, name).unwrap_or(Value::NONE);
        // The program may become part of cycles with these two.
        self.vm.heap.outlive_program(&[module, self.main.value()]);
        self.vm.install_signals();
        let frames = self.vm.options.settings.trace_malloc;
        if frames > 0 {
            self.vm.start_tracing_memory(frames as usize);
        }
        if self.vm.options.settings.fault_handler {
            // A host without signals refuses; then there are none.
            let _ = self.vm.watch_faults(2, true);
        }
        self.vm.gc_read_environment();
    }

    fn run_program(&mut self, program: &Program, skip_first_line: bool) -> i32 {
        match program {
            Program::Source(source, filename) => {
                if filename == "<stdin>"
                    && let Err(raised) = self.name_file(filename.as_bytes())
                {
                    return self.conclude(Err(raised));
                }
                let ran = self.execute_shown(source, filename);
                if filename == "<stdin>" {
                    self.flush_quietly();
                }
                self.conclude(ran)
            }
            Program::File(path) => self.run_file(path, skip_first_line),
            Program::Module(name) => {
                let ran = self.run_module(name, true);
                self.conclude(ran)
            }
        }
    }

    fn run_file(&mut self, path: &[u8], skip_first_line: bool) -> i32 {
        let is_directory = self.vm.host.status(Target::path(path)).is_ok_and(|status| status.is_directory());
        let source = if is_directory { Ok(Vec::new()) } else { self.vm.host.read_file(path) };
        let mut source = match source {
            Ok(source) => source,
            Err(error) => {
                let program = String::from_utf8_lossy(&self.vm.options.settings.executable).into_owned();
                let shown = String::from_utf8_lossy(path).into_owned();
                let shown = match self.vm.host.current_directory() {
                    Ok(directory) if !shown.starts_with('/') => {
                        format!("{}/{shown}", String::from_utf8_lossy(&directory))
                    }
                    _ => shown,
                };
                let text = taipan_host::strerror(error.errno);
                let message = format!("{program}: can't open file '{shown}': [Errno {}] {text}\n", error.errno);
                let _ = self.vm.host.write_all(2, message.as_bytes());
                return CANNOT_OPEN;
            }
        };
        if is_directory || source.starts_with(b"PK\x03\x04") {
            let ran = self.insert_path(path).and_then(|()| self.run_module(b"__main__", false));
            return self.conclude(ran);
        }
        if skip_first_line {
            // The line stays, empty, so that line numbers do not change.
            let end = source.iter().position(|&byte| byte == b'\n').unwrap_or(source.len());
            source.drain(..end);
        }
        // What the program is called by does not change with the working directory.
        let mut full = path.to_vec();
        if !path.starts_with(b"/")
            && let Ok(mut directory) = self.vm.host.current_directory()
        {
            directory.push(b'/');
            directory.extend_from_slice(path);
            full = directory;
        }
        let filename = String::from_utf8_lossy(&full).into_owned();
        let ran = self
            .name_file(&full)
            .and_then(|()| self.execute_raising(Source::File(&source), &filename, CompileMode::Exec));
        self.flush_quietly();
        self.conclude(ran)
    }

    /// Before the traceback of a file's program comes what it printed; of other programs it comes at the end.
    fn flush_quietly(&mut self) {
        let before = self.vm.error.take();
        if flush_streams(&mut self.vm).is_err() {
            drop(self.vm.take_error());
        }
        self.vm.error = before;
    }

    /// Set `__file__` of `__main__`.
    fn name_file(&mut self, path: &[u8]) -> R<()> {
        let Some(main) = self.vm.cast::<Dict>(self.main.value()) else { return Ok(()) };
        let (key, path) = (self.vm.names.__file__, self.vm.new_os_str(path)?);
        main.set_str(&mut self.vm, key, path.value())?;
        let (key, none) = (self.vm.intern("__cached__")?, Value::NONE);
        main.set_str(&mut self.vm, key, none)
    }

    fn insert_path(&mut self, path: &[u8]) -> R<()> {
        let vm = &mut self.vm;
        let (key, sys) = (vm.names.path, vm.sys);
        let mut whole = path.to_vec();
        if !path.starts_with(b"/")
            && let Ok(mut directory) = vm.host.current_directory()
        {
            directory.push(b'/');
            directory.extend_from_slice(path);
            whole = directory;
        }
        let entry = vm.new_os_str(&whole)?;
        match sys.get_str(vm, key).map(Value::own) {
            Some(list) => vm.call_method(list.value(), "insert", &[Value::small(0), entry.value()]).map(drop),
            None => Ok(()),
        }
    }

    fn run_module(&mut self, name: &[u8], alter_argv: bool) -> R<Owned> {
        let vm = &mut self.vm;
        let run = vm.import_attr("runpy", "_run_module_as_main")?;
        let name = vm.new_os_str(name)?;
        vm.call(run.value(), &[name.value(), Value::bool(alter_argv)])
    }

    /// Report what was not handled; the exit status.
    fn conclude(&mut self, ran: R<Owned>) -> i32 {
        match ran {
            Ok(_) => 0,
            Err(raised) => {
                self.interrupted = self.vm.error_is(self.vm.exceptions.KeyboardInterrupt);
                report(&mut self.vm, raised)
            }
        }
    }

    /// Whether the program that `main` ran was ended by an interrupt that it did not handle. Its process should then end by the signal,
    /// so that whoever waits for it can tell.
    pub fn was_interrupted(&self) -> bool {
        self.interrupted
    }

    /// The end of the program: functions that wait for it, then the streams.
    fn finish(&mut self, status: i32) -> i32 {
        let vm = &mut self.vm;
        if let Err(raised) = run_exit_functions(vm) {
            report(vm, raised);
        }
        self.main = Owned::NONE;
        vm.threads.begin_finalizing();
        vm.finalize_modules();
        let mut status = status;
        if flush_stream(vm, "stdout").is_err() {
            let error = vm.take_error();
            vm.report_unraisable(error, "Exception ignored while flushing sys.stdout", None);
            status = CANNOT_FLUSH;
        }
        // There is no place left to complain about this one.
        if flush_stream(vm, "stderr").is_err() {
            drop(vm.take_error());
            status = CANNOT_FLUSH;
        }
        status
    }
}

/// What `atexit` and `threading` have to do at the end, if they were imported.
fn run_exit_functions(vm: &mut Vm) -> R<()> {
    for (module, function) in [("threading", "_shutdown"), ("atexit", "_run_exitfuncs")] {
        let name = vm.intern(module)?;
        let modules = vm.modules;
        if let Some(module) = modules.lookup(vm, name.value())?.filter(|module| !module.is_none()) {
            let function = vm.intern(function)?;
            if let Some(function) = vm.get_attr_optional(module.value(), function)? {
                vm.call(function.value(), &[])?;
            }
        }
    }
    Ok(())
}

/// Flush `sys.stderr` and `sys.stdout`, where they are.
pub(crate) fn flush_streams(vm: &mut Vm) -> R<()> {
    let flushed = flush_stream(vm, "stdout");
    flushed.and(flush_stream(vm, "stderr"))
}

/// Flush one of the standard streams, unless it is closed or gone.
fn flush_stream(vm: &mut Vm, name: &str) -> R<()> {
    let Some(stream) = vm.sys_attribute(name)?.filter(|stream| !stream.is_none()) else { return Ok(()) };
    let closed = vm.intern("closed")?;
    if let Some(closed) = vm.get_attr_optional(stream.value(), closed)?
        && vm.truth(closed.value())?
    {
        return Ok(());
    }
    vm.flush(stream.value())
}

/// Report the exception in flight; the exit status that it stands for.
pub(crate) fn report(vm: &mut Vm, _raised: Raised) -> i32 {
    let exception = vm.take_error();
    let class = vm.class_of(exception.value());
    if class.is_subclass_of(vm, vm.exceptions.SystemExit) && !vm.options.settings.flags.inspect {
        let (status, message) = exit_status(vm, &exception);
        if let Some(message) = message {
            let _ = flush_stream(vm, "stdout");
            drop(vm.error.take());
            if print_to_stream(vm, &exception).is_err() {
                drop(vm.error.take());
                vm.write_to_standard_error(&format!("{message}\n"));
            }
        }
        return status;
    }
    let interrupted = class.is_subclass_of(vm, vm.exceptions.KeyboardInterrupt);
    show(vm, exception);
    // As a shell reports a program that the interrupt ended.
    if interrupted { 130 } else { 1 }
}

/// Call `sys.excepthook`.
fn show(vm: &mut Vm, exception: Owned) {
    remember(vm, &exception);
    let (key, sys) = (vm.names.excepthook, vm.sys);
    let hook = sys.get_str(vm, key).map(Value::own);
    let Some(hook) = hook else {
        let _ = vm.host.write_all(2, b"sys.excepthook is missing\n");
        return vm.print_exception(&exception);
    };
    let class = vm.class_of(exception.value()).value();
    let traceback_key = vm.names.__traceback__;
    let traceback = vm.get_attr_optional(exception.value(), traceback_key).ok().flatten().unwrap_or(Owned::NONE);
    if vm.call(hook.value(), &[class, exception.value(), traceback.value()]).is_ok() {
        return;
    }
    let failure = vm.take_error();
    let _ = vm.host.write_all(2, b"Error in sys.excepthook:\n");
    vm.print_exception(&failure);
    let _ = vm.host.write_all(2, b"\nOriginal exception was:\n");
    vm.print_exception(&exception);
}

/// `sys.last_exc` and the three older names of its parts, for debuggers.
fn remember(vm: &mut Vm, exception: &Owned) {
    let class = vm.class_of(exception.value()).own();
    let key = vm.names.__traceback__;
    let traceback = vm.get_attr_optional(exception.value(), key).ok().flatten().unwrap_or(Owned::NONE);
    let (sys, names) = (vm.sys, &vm.names);
    let places = [names.last_exc, names.last_type, names.last_value, names.last_traceback];
    for (name, value) in places.into_iter().zip([exception, &class, exception, &traceback]) {
        if sys.set_str(vm, name, value.value()).is_err() {
            drop(vm.take_error());
        }
    }
}

/// Write the code of a SystemExit to `sys.stderr`, whose encoding may be any.
fn print_to_stream(vm: &mut Vm, exception: &Owned) -> R<()> {
    let code = vm.get_attr_str(exception.value(), "code")?;
    let text = vm.str(code.value())?;
    let (sys, name) = (vm.sys, vm.intern("stderr")?);
    let Some(stream) = sys.get_str(vm, name).map(Value::own) else {
        return Err(vm.runtime_error("lost sys.stderr"));
    };
    vm.call_method(stream.value(), "write", &[text.value()])?;
    let newline = vm.new_str("\n")?;
    vm.call_method(stream.value(), "write", &[newline.value()])?;
    vm.flush(stream.value())
}

/// The status of a SystemExit, and what it prints.
pub(crate) fn exit_status(vm: &mut Vm, exception: &Owned) -> (i32, Option<String>) {
    let code = match vm.get_attr_str(exception.value(), "code") {
        Ok(code) => code,
        Err(_) => {
            drop(vm.error.take());
            exception.clone()
        }
    };
    if code.is_none() {
        return (0, None);
    }
    if vm.class_of(code.value()).is_subclass_of(vm, vm.types.int) {
        // The system keeps the low eight bits; what does not fit is -1.
        return (vm.int_to_i64(code.value()).map_or(-1, |code| code as i32), None);
    }
    match vm.str(code.value()) {
        Ok(text) => (1, vm.cast::<Str>(text.value()).map(|text| printable(vm, text))),
        Err(_) => {
            // Only the end of the line is left to print.
            drop(vm.error.take());
            (1, Some(String::new()))
        }
    }
}

/// The text with what no file can hold as escapes.
fn printable(vm: &Vm, text: Obj<Str>) -> String {
    let mut shown = String::new();
    for point in text.units(vm).iter() {
        match char::from_u32(point) {
            Some(character) => shown.push(character),
            None => shown.push_str(&format!("\\u{point:04x}")),
        }
    }
    shown
}

/// The traceback as it is printed.
pub(crate) fn traceback_text(vm: &mut Vm, exception: &Owned) -> String {
    vm.format_exception(exception, false)
}
