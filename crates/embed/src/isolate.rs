//! Isolates.

use std::sync::Arc;

use taipan_host::Host;
use taipan_runtime::native::*;
use taipan_runtime::vm::{CompileMode, CompileRequest, Source};
use taipan_runtime::{Settings, VmOptions};

use crate::convert::Object;
use crate::error::Error;

/// How an isolate is made.
pub struct Options {
    /// What `sys` tells the program about how it was started.
    pub settings: Settings,
    /// The world outside: [`taipan_host::Native`] is this machine, [`taipan_host::Memory`] and [`taipan_host::Denied`] are sandboxes.
    pub host: Arc<dyn Host>,
    /// Whether the standard library's Python part can be imported.
    pub library: bool,
    /// Bytes that native code may use of the calling thread's stack.
    pub native_stack_bytes: usize,
    /// Address space for the frames of Python functions.
    pub stack_bytes: usize,
}

impl Default for Options {
    /// An isolate with the whole standard library and no access to the machine but its standard streams.
    fn default() -> Options {
        Options {
            settings: Settings::default(),
            host: Arc::new(taipan_host::Memory::default()),
            library: true,
            native_stack_bytes: 512 << 10,
            stack_bytes: 64 << 20,
        }
    }
}

/// One running Python.
pub struct Isolate {
    /// The namespace of `__main__`. Before the isolate, so that it is dropped before it.
    pub(crate) main: Owned,
    pub(crate) vm: Box<Vm>,
    /// An interrupt from the keyboard ended the program.
    pub(crate) interrupted: bool,
}

impl Isolate {
    /// A new isolate, with `sys` and an empty `__main__`.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn new(options: Options) -> Result<Isolate, Error> {
        let library_path = library_path(&options.settings.executable);
        let mut vm_options = VmOptions::new(crate::compile::compile);
        vm_options.source_tools = &taipan_syntax::SyntaxTools;
        vm_options.syntax_trees = &taipan_stdlib::ast::Trees;
        vm_options.native_stack_bytes = options.native_stack_bytes;
        vm_options.stack_bytes = options.stack_bytes;
        vm_options.native_modules = taipan_stdlib::modules();
        if options.library {
            vm_options.frozen_modules = &taipan_library::Library;
        }
        vm_options.host = options.host;
        vm_options.settings = options.settings;
        let vm = Vm::create(vm_options);
        let mut vm = vm.map_err(|_| Error::new("MemoryError", "no memory for an isolate", String::new()))?;
        if options.library {
            vm.import.library_path = library_path;
        }
        let main = match prepare(&mut vm) {
            Ok(main) => main,
            Err(raised) => return Err(failure(&mut vm, raised)),
        };
        Ok(Isolate { vm, main, interrupted: false })
    }

    /// Run source as a part of `__main__`. `filename` is what tracebacks call it.
    ///
    /// # Errors
    /// When the source is wrong or an exception is not handled.
    pub fn run(&mut self, source: &str, filename: &str) -> Result<(), Error> {
        self.execute(Source::Text(source), filename, CompileMode::Exec).map(drop)
    }

    /// The value of an expression in `__main__`.
    ///
    /// # Errors
    /// As `run`.
    pub fn eval(&mut self, source: &str) -> Result<Object, Error> {
        let value = self.execute(Source::Text(source.trim_start()), "<string>", CompileMode::Eval)?;
        self.copy_out(&value)
    }

    /// Call a function of `__main__` or of `builtins`.
    ///
    /// # Errors
    /// When there is no such function or it raises.
    pub fn call(&mut self, function: &str, arguments: &[Object]) -> Result<Object, Error> {
        let result = self.call_raising(function, arguments);
        match result {
            Ok(value) => self.copy_out(&value),
            Err(raised) => Err(failure(&mut self.vm, raised)),
        }
    }

    /// A global variable of `__main__`.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn get(&mut self, name: &str) -> Result<Option<Object>, Error> {
        let found = (|| -> R<_> {
            let name = self.vm.intern(name)?;
            Ok(self.namespace().and_then(|main| main.get_str(&self.vm, name)).map(Value::own))
        })();
        match found {
            Ok(Some(value)) => self.copy_out(&value).map(Some),
            Ok(None) => Ok(None),
            Err(raised) => Err(failure(&mut self.vm, raised)),
        }
    }

    /// Set a global variable of `__main__`.
    ///
    /// # Errors
    /// When the value cannot be copied into the isolate.
    pub fn set(&mut self, name: &str, value: &Object) -> Result<(), Error> {
        let done = (|| -> R<()> {
            let vm = &mut self.vm;
            let (name, value) = (vm.intern(name)?, value.to_value(vm)?);
            match vm.cast::<Dict>(self.main.value()) {
                Some(main) => main.set_str(vm, name, value.value()),
                None => Ok(()),
            }
        })();
        done.map_err(|raised| failure(&mut self.vm, raised))
    }

    /// Write what the standard streams still keep. An isolate that is dropped does not.
    ///
    /// # Errors
    /// When a stream cannot be written.
    pub fn flush(&mut self) -> Result<(), Error> {
        let done = crate::main_program::flush_streams(&mut self.vm);
        done.map_err(|raised| failure(&mut self.vm, raised))
    }

    fn namespace(&self) -> Option<Obj<Dict>> {
        self.vm.cast::<Dict>(self.main.value())
    }

    fn call_raising(&mut self, function: &str, arguments: &[Object]) -> R<Owned> {
        let main = self.namespace();
        let vm = &mut self.vm;
        let name = vm.intern(function)?;
        let builtins = vm.builtins;
        let found = main.and_then(|main| main.get_str(vm, name)).or_else(|| builtins.get_str(vm, name)).map(Value::own);
        let Some(found) = found else {
            let class = vm.exceptions.NameError;
            return Err(vm.name_error(class, name, &format!("name '{function}' is not defined")));
        };
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(argument.to_value(vm)?);
        }
        let values: Vec<Value> = values.iter().map(|value| value.value()).collect();
        vm.call(found.value(), &values)
    }

    fn execute(&mut self, source: Source<'_>, filename: &str, mode: CompileMode) -> Result<Owned, Error> {
        let ran = self.execute_raising(source, filename, mode);
        ran.map_err(|raised| failure(&mut self.vm, raised))
    }

    pub(crate) fn execute_raising(&mut self, source: Source<'_>, filename: &str, mode: CompileMode) -> R<Owned> {
        let Some(main) = self.namespace() else { return Ok(Owned::NONE) };
        let optimize = self.vm.options.settings.flags.optimize;
        let code = self.vm.compile(&CompileRequest { source, filename, mode, flags: 0, optimize })?;
        self.vm.run_code(code.value(), main, main.value())
    }

    /// Run source whose lines tracebacks are to show although it is in no file.
    pub(crate) fn execute_shown(&mut self, source: &[u8], filename: &str) -> R<Owned> {
        let Some(main) = self.namespace() else { return Ok(Owned::NONE) };
        let optimize = self.vm.options.settings.flags.optimize;
        let request =
            CompileRequest { source: Source::Bytes(source), filename, mode: CompileMode::Exec, flags: 0, optimize };
        let code = self.vm.compile(&request)?;
        // Of what came through the standard input nothing is left to show.
        if filename != "<stdin>"
            && let Some(object) = self.vm.cast::<taipan_runtime::types::code::CodeObject>(code.value())
        {
            let template = object.get(&self.vm).template.clone();
            self.vm.register_source(&template, &String::from_utf8_lossy(source));
        }
        self.vm.run_code(code.value(), main, main.value())
    }

    fn copy_out(&mut self, value: &Owned) -> Result<Object, Error> {
        let copied = Object::from_value(&mut self.vm, value.value(), 0);
        copied.map_err(|raised| failure(&mut self.vm, raised))
    }
}

/// The path entry of the library: beside where CPython would have its own.
fn library_path(executable: &[u8]) -> String {
    let executable = String::from_utf8_lossy(executable);
    let folder = executable.rsplit_once('/').map_or("", |(folder, _)| folder);
    let prefix = folder.rsplit_once('/').map_or("", |(prefix, _)| prefix);
    format!("{prefix}/lib/taipan3.14")
}

/// Import `sys`, make `__main__`; its namespace.
fn prepare(vm: &mut Vm) -> R<Owned> {
    let sys = vm.import_module("sys")?;
    let (module, object) = vm.new_module("__main__")?;
    let builtins_name = vm.names.builtins;
    let modules = vm.modules;
    if let Some(builtins) = modules.get_str(vm, builtins_name) {
        object.add(vm, "__builtins__", builtins)?;
    }
    let name = vm.names.__main__;
    modules.set_str(vm, name, module.value())?;
    if !vm.options.settings.warnings.is_empty() {
        vm.import_module("warnings")?;
    }
    if !vm.options.settings.flags.no_site {
        taipan_stdlib::site::prepare(vm)?;
    }
    if let Some(entry) = vm.options.settings.program_path.clone() {
        let entry = vm.new_os_str(&entry)?;
        let path = vm.get_attr_str(sys.value(), "path")?;
        vm.call_method(path.value(), "insert", &[Value::small(0), entry.value()])?;
    }
    Ok(object.dict(vm)?.own())
}

/// The exception in flight as an error.
pub(crate) fn failure(vm: &mut Vm, _raised: Raised) -> Error {
    let exception = vm.take_error();
    let system_exit = vm.exceptions.SystemExit;
    if vm.class_of(exception.value()).is_subclass_of(vm, system_exit) {
        let (status, message) = crate::main_program::exit_status(vm, &exception);
        return Error::exit(status, &message.unwrap_or_default());
    }
    let class = vm.class_of(exception.value()).name(vm);
    let message = match vm.str_text(exception.value()) {
        Ok(message) => message,
        Err(_) => {
            drop(vm.take_error());
            "<exception str() failed>".to_string()
        }
    };
    let traceback = crate::main_program::traceback_text(vm, &exception);
    Error::new(&class, &message, traceback)
}
