//! Running source and code: `exec`, `eval`, `compile`, and what native code uses for the same.

use crate::native::*;
use crate::types::code::CodeObject;
use crate::types::function::builtins::Builtins;
use crate::vm::{CompileMode, CompileRequest, Source, TreeRequest};

impl Vm {
    /// Compile source to a code object. Warnings are given, errors raised.
    pub fn compile(&mut self, request: &CompileRequest<'_>) -> R<Owned> {
        let length = match request.source {
            Source::Text(text) => text.len(),
            Source::Bytes(bytes) | Source::File(bytes) => bytes.len(),
        };
        self.check_room_for_source(length)?;
        match (self.options.compile)(request, self.max_str_digits) {
            Ok((code, warnings)) => {
                for warning in warnings {
                    self.warn_of_source(
                        warning.category,
                        &warning.message,
                        request.filename,
                        warning.line,
                        &warning.error,
                    )?;
                }
                self.new_code(std::sync::Arc::new(code))
            }
            Err(error) => {
                if let Source::Bytes(bytes) | Source::File(bytes) = request.source
                    && let Some(text) = self.decode_declared(bytes, &error)?
                {
                    return self.compile(&CompileRequest { source: Source::Text(&text), ..*request });
                }
                Err(self.raise_syntax_error(&error, request.filename))
            }
        }
    }

    /// Source in an encoding that the front end does not know, as `error` says, but Python's codecs do.
    #[cold]
    pub fn decode_declared(&mut self, bytes: &[u8], error: &taipan_bytecode::SyntaxError) -> R<Option<String>> {
        let Some(encoding) = error.message.strip_prefix("unknown encoding: ") else { return Ok(None) };
        let text = match self.decode(bytes, encoding, "strict") {
            Ok(text) => text,
            Err(raised) => {
                let unknown = self.exceptions.LookupError;
                let error = self.error.clone();
                if let Some(error) = error.filter(|error| !self.class_of(error.value()).is_subclass_of(self, unknown)) {
                    drop(self.take_error());
                    let message = self.str_text(error.value())?;
                    let class = self.exceptions.SyntaxError;
                    return Err(self.raise(class, &message));
                }
                self.catch(unknown, raised)?;
                return Ok(None);
            }
        };
        let text = self.str_text(text.value())?;
        Ok(Some(text.replace("\r\n", "\n").replace('\r', "\n")))
    }

    /// MemoryError unless there is room for what the front end makes of so much source: tokens and a tree, which are not built with a
    /// refusal in mind.
    pub fn check_room_for_source(&mut self, length: usize) -> R<()> {
        const BYTES_FOR_EACH: usize = 256;
        self.check_room(length.saturating_mul(BYTES_FOR_EACH))
    }

    /// Raise what the compiler found.
    #[cold]
    pub fn raise_syntax_error(&mut self, error: &taipan_bytecode::SyntaxError, filename: &str) -> Raised {
        // The compiler, unlike the parser, has no source: it looks for the line in the file.
        let place = taipan_host::Target::path(filename.as_bytes());
        let with_text = error.metadata.is_some() || self.host.status(place).is_ok();
        self.syntax_error_object(error, filename, with_text).unwrap_or_else(|raised| raised)
    }

    /// As `raise_syntax_error`, with the line of source that the error brings: the tokenizer's, or a warning's that a filter makes an error.
    #[cold]
    pub fn raise_syntax_error_with_text(&mut self, error: &taipan_bytecode::SyntaxError, filename: &str) -> Raised {
        self.syntax_error_object(error, filename, true).unwrap_or_else(|raised| raised)
    }

    fn syntax_error_object(
        &mut self,
        error: &taipan_bytecode::SyntaxError,
        filename: &str,
        with_text: bool,
    ) -> R<Raised> {
        use taipan_bytecode::SyntaxErrorKind;
        let class = match error.kind {
            SyntaxErrorKind::Syntax => self.exceptions.SyntaxError,
            SyntaxErrorKind::Indentation => self.exceptions.IndentationError,
            SyntaxErrorKind::Tab => self.exceptions.TabError,
            SyntaxErrorKind::IncompleteInput => self.exceptions._IncompleteInputError,
            SyntaxErrorKind::Memory => self.exceptions.MemoryError,
            SyntaxErrorKind::Recursion => self.exceptions.RecursionError,
        };
        if matches!(error.kind, SyntaxErrorKind::Memory | SyntaxErrorKind::Recursion) {
            return Ok(self.raise(class, &error.message));
        }
        let message = self.new_str(&error.message)?;
        let filename = self.new_str(filename)?;
        let text = match &error.text {
            Some(text) if with_text => self.new_str(text)?,
            _ => Owned::NONE,
        };
        let number = |value: Option<i32>| value.map_or(Value::NONE, Value::small);
        let place =
            [number(error.line), number(error.offset), text.value(), number(error.end_line), number(error.end_offset)];
        let mut details = vec![filename.value()];
        details.extend(place);
        let metadata = match &error.metadata {
            Some((line, offset, source)) => {
                let source = self.new_str(source)?;
                Some(self.new_tuple(&[number(Some(*line)), number(Some(*offset)), source.value()])?)
            }
            None => None,
        };
        let details = self.new_tuple(&details)?;
        let raised = self.raise_with(class, &[message.value(), details.value()]);
        if let Some(metadata) = metadata
            && let Some(exception) = self.error.clone()
        {
            let name = self.intern("_metadata")?;
            self.set_attr(exception.value(), name, Some(metadata.value()))?;
        }
        Ok(raised)
    }

    /// Run a code object with these globals; `locals` is the namespace that names are stored into (for a module, the globals).
    pub fn run_code(&mut self, code: Value, globals: Obj<Dict>, locals: Value) -> R<Owned> {
        let function = self.new_function(code, globals)?;
        self.run_function(&function, locals)
    }

    fn run_function(&mut self, function: &Owned, locals: Value) -> R<Owned> {
        match self.cast::<crate::types::function::Function>(function.value()) {
            Some(object) => crate::interp::call_with_namespace(self, object, locals),
            None => Err(self.system_error("code without a function")),
        }
    }
}

/// What `exec` and `eval` run: a code object, or source.
enum Program {
    Code(Owned),
    Source(Input),
}

/// Source that was given as an object.
enum Input {
    Text(String),
    Bytes(Vec<u8>),
}

impl Input {
    fn source(&self) -> Source<'_> {
        match self {
            Input::Text(text) => Source::Text(text),
            Input::Bytes(bytes) => Source::Bytes(bytes),
        }
    }
}

fn program(vm: &mut Vm, name: &str, source: Value, eval: bool) -> R<Program> {
    if vm.cast::<CodeObject>(source).is_some() {
        return Ok(Program::Code(source.own()));
    }
    let mut input = input(vm, name, source, "string, bytes or code")?;
    if eval {
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
        match &mut input {
            Input::Text(text) => drop(text.drain(..text.bytes().take_while(|byte| blank(&byte)).count())),
            Input::Bytes(bytes) => drop(bytes.drain(..bytes.iter().take_while(blank).count())),
        }
    }
    Ok(Program::Source(input))
}

/// Source as the compiler takes it.
fn input(vm: &mut Vm, name: &str, source: Value, what: &str) -> R<Input> {
    let input = if let Some(text) = vm.cast::<Str>(source) {
        match text.units(vm).to_std_string() {
            Some(text) => Input::Text(text),
            None => return Err(surrogates(vm, text)),
        }
    } else if let Some(bytes) = vm.cast::<crate::types::bytes::Bytes>(source) {
        Input::Bytes(bytes.bytes(vm).to_vec())
    } else if let Some(view) = vm.buffer_optional(source)? {
        let bytes = view.to_vec(vm);
        view.release(vm)?;
        Input::Bytes(bytes)
    } else {
        return Err(vm.type_error(format!("{name}() arg 1 must be a {what} object")));
    };
    let bytes = match &input {
        Input::Text(text) => text.as_bytes(),
        Input::Bytes(bytes) => bytes,
    };
    if bytes.contains(&0) {
        let class = vm.exceptions.SyntaxError;
        return Err(vm.raise(class, "source code string cannot contain null bytes"));
    }
    Ok(input)
}

#[cold]
pub(crate) fn surrogates(vm: &mut Vm, text: Obj<Str>) -> Raised {
    let made = (|| -> R<_> {
        let position = text.units(vm).iter().position(|unit| (0xd800..0xe000).contains(&unit)).unwrap_or(0);
        let arguments = [
            vm.new_str("utf-8")?,
            text.own(),
            vm.new_int(position as i128)?,
            vm.new_int(position as i128 + 1)?,
            vm.new_str("surrogates not allowed")?,
        ];
        let arguments: Vec<Value> = arguments.iter().map(|argument| argument.value()).collect();
        let class = vm.exceptions.UnicodeEncodeError;
        Ok(vm.raise_with(class, &arguments))
    })();
    made.unwrap_or_else(|raised| raised)
}

/// Globals and locals as `exec` and `eval` take them; those of the caller when not given.
fn namespaces(vm: &mut Vm, name: &str, globals: Option<Value>, locals: Option<Value>) -> R<(Owned, Owned)> {
    let globals = globals.filter(|globals| !globals.is_none());
    let locals = locals.filter(|locals| !locals.is_none());
    if let Some(locals) = locals
        && !vm.matches_mapping(locals)
        && vm.class_of(locals).slots(vm).get_item.is_none()
    {
        let found = vm.class_of(locals).name(vm);
        return Err(vm.type_error(match name {
            "eval" => "locals must be a mapping".to_string(),
            _ => format!("locals must be a mapping or None, not {found}"),
        }));
    }
    match globals {
        Some(globals) => {
            if vm.cast::<Dict>(globals).is_none() {
                let found = vm.class_of(globals).name(vm);
                return Err(vm.type_error(match name {
                    "eval" if vm.matches_mapping(globals) => {
                        "globals must be a real dict; try eval(code, {}, mapping)".to_string()
                    }
                    "eval" => "globals must be a dict".to_string(),
                    _ => format!("{name}() globals must be a dict, not {found}"),
                }));
            }
            Ok((globals.own(), locals.unwrap_or(globals).own()))
        }
        None => {
            let own_globals = current_globals(vm, name)?;
            let own_locals = match locals {
                Some(locals) => locals.own(),
                None => crate::functions::scope::current_locals(vm)?,
            };
            Ok((own_globals.own(), own_locals))
        }
    }
}

fn current_globals(vm: &mut Vm, name: &str) -> R<Obj<Dict>> {
    match crate::interp::current_globals(vm) {
        Some(globals) => Ok(globals),
        None => Err(vm.system_error(format!("{name}: no globals and no frame"))),
    }
}

/// Run what `exec` or `eval` was given.
fn run(vm: &mut Vm, name: &str, program: Program, namespaces: (Owned, Owned), closure: Option<Value>) -> R<Owned> {
    let (globals, locals) = namespaces;
    let Some(globals) = vm.cast::<Dict>(globals.value()) else {
        return Err(vm.type_error("globals must be a dict"));
    };
    let key = vm.names.__builtins__;
    if globals.get_str(vm, key).is_none() {
        let builtins = Builtins::current(vm).shown();
        globals.set_str(vm, key, builtins.value())?;
    }
    let code = match program {
        Program::Code(code) => code,
        Program::Source(input) => {
            let mode = if name == "eval" { CompileMode::Eval } else { CompileMode::Exec };
            let flags = inherited_flags(vm);
            let optimize = vm.options.settings.flags.optimize;
            let source = input.source();
            vm.compile(&CompileRequest { source, filename: "<string>", mode, flags, optimize })?
        }
    };
    let free = vm.cast::<CodeObject>(code.value()).map_or(0, |code| crate::types::code::free_variables(vm, code).len());
    let function = vm.new_function(code.value(), globals)?;
    match (free, closure.filter(|closure| !closure.is_none())) {
        (0, None) => {}
        (0, Some(_)) => return Err(vm.type_error("cannot use a closure with this code object")),
        (_, None) if name == "eval" => {
            return Err(vm.type_error("code object passed to eval() may not contain free variables"));
        }
        (_, None) => return Err(vm.type_error(format!("code object requires a closure of exactly length {free}"))),
        (_, Some(closure)) => {
            let cells = vm.cast_exact::<Tuple>(closure).map(|closure| closure.items(vm).to_vec()).unwrap_or_default();
            let all_cells = cells.iter().all(|&cell| vm.cast::<crate::types::cell::Cell>(cell).is_some());
            if cells.len() != free || !all_cells {
                return Err(vm.type_error(format!("code object requires a closure of exactly length {free}")));
            }
            if let Some(function) = vm.cast::<crate::types::function::Function>(function.value()) {
                function.get_mut(vm).closure = Some(closure.own());
            }
        }
    }
    vm.run_function(&function, locals.value())
}

/// The `__future__` features of the code that called.
fn inherited_flags(vm: &Vm) -> u32 {
    const FUTURES: u32 = 0x1fe_0000;
    match crate::interp::current_code(vm) {
        Some(code) => code.get(vm).flags.0 & FUTURES,
        None => 0,
    }
}

#[methods]
mod py {
    use super::*;

    /// Run source or code.
    #[function("(source, /, globals=None, locals=None, *, closure=None)")]
    fn exec(
        vm: &mut Vm,
        source: Value,
        globals: Option<Value>,
        locals: Option<Value>,
        closure: Option<Value>,
    ) -> R<()> {
        let namespaces = namespaces(vm, "exec", globals, locals)?;
        let program = program(vm, "exec", source, false)?;
        if matches!(program, Program::Source(_)) && closure.is_some_and(|closure| !closure.is_none()) {
            return Err(vm.type_error("closure can only be used when source is a code object"));
        }
        run(vm, "exec", program, namespaces, closure).map(drop)
    }

    /// The value of an expression.
    #[function("(source, /, globals=None, locals=None)")]
    fn eval(vm: &mut Vm, source: Value, globals: Option<Value>, locals: Option<Value>) -> R<Owned> {
        let namespaces = namespaces(vm, "eval", globals, locals)?;
        let program = program(vm, "eval", source, true)?;
        run(vm, "eval", program, namespaces, None)
    }

    /// Compile source to a code object.
    #[function("(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)")]
    fn compile(
        vm: &mut Vm,
        source: Value,
        filename: Value,
        mode: String,
        flags: Option<i64>,
        dont_inherit: Option<bool>,
        optimize: Option<i64>,
        feature_version: Option<i64>,
    ) -> R<Owned> {
        const KNOWN: i64 = 0x1fe_0000 | 0x100 | 0x200 | 0x400 | 0x1000 | 0x2000 | 0x4000 | 0x8400;
        const ONLY_AST: i64 = 0x400;
        let filename = match vm.cast::<Str>(filename) {
            Some(filename) => filename.to_string_lossy(vm),
            None => match vm.cast::<crate::types::bytes::Bytes>(filename) {
                Some(filename) => String::from_utf8_lossy(filename.bytes(vm)).into_owned(),
                None => {
                    let path = vm.intern("__fspath__")?;
                    match vm.call_special(filename, path, &[])? {
                        Some(path) => vm.str_text(path.value())?,
                        None => {
                            let found = vm.class_of(filename).name(vm);
                            return Err(
                                vm.type_error(format!("expected str, bytes or os.PathLike object, not {found}"))
                            );
                        }
                    }
                }
            },
        };
        if filename.contains('\0') {
            return Err(vm.value_error("embedded null character"));
        }
        let flags = flags.unwrap_or(0);
        if flags & !KNOWN != 0 {
            return Err(vm.value_error("compile(): unrecognised flags"));
        }
        let optimize = match optimize.unwrap_or(-1) {
            -1 => vm.options.settings.flags.optimize,
            level @ 0..=2 => level as u8,
            _ => return Err(vm.value_error("compile(): invalid optimize value")),
        };
        let tree_mode = match mode.as_str() {
            "exec" => Some(CompileMode::Exec),
            "eval" => Some(CompileMode::Eval),
            "single" => Some(CompileMode::Single),
            "func_type" if flags & ONLY_AST != 0 => None,
            "func_type" => return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")),
            _ if flags & ONLY_AST != 0 => {
                return Err(vm.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'"));
            }
            _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
        };
        let inherited = if dont_inherit.unwrap_or(false) { 0 } else { inherited_flags(vm) };
        let only_ast = flags & ONLY_AST != 0;
        let flags = flags as u32 | inherited;
        let trees = vm.options.syntax_trees;
        let feature_version = feature_version.filter(|&version| version >= 0 && only_ast);
        let request =
            TreeRequest { source: None, filename: &filename, mode: tree_mode, flags, optimize, feature_version };
        if trees.is_tree(vm, source)? {
            return trees.compile(vm, source, &request);
        }
        let input = input(vm, "compile", source, "string, bytes or AST")?;
        let mode = match tree_mode {
            Some(mode) if !only_ast => mode,
            _ => return trees.parse(vm, &TreeRequest { source: Some(input.source()), ..request }),
        };
        vm.compile(&CompileRequest { source: input.source(), filename: &filename, mode, flags, optimize })
    }
}
