//! Code objects: a template brought to life in an isolate, with a copy of its words to write caches into.
//!
//! Code is asleep until it is run or its constants are wanted: of most functions of imported modules that is never. Until then it has no words,
//! constants and names, and `CallShape` says that each call needs binding, which wakes it.

mod attributes;
mod lines;
mod replace;
mod seal;
mod tables;
mod template;

pub use attributes::{RESUME, offset_of_word};
pub(crate) use attributes::{beginning, free_variables, line_of, word_at_offset};
pub use seal::{hash_with, mark_of, unseal};
pub use template::Template;

use std::cell::OnceCell;
use std::sync::Arc;

use taipan_bytecode::{Code, CodeFlags, CodeHeader, Const, ExceptionEntry, Op, PackedCode};
use taipan_heap::ShapeId;
use taipan_text::memory::Grow;

use self::lines::Lines;
use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct CodeObject {
    #[trace(skip)]
    pub template: Template,
    #[trace(skip)]
    pub flags: CodeFlags,
    /// How many locals there are, far ones and hidden ones included.
    #[trace(skip)]
    pub(crate) local_count: u32,
    /// The handlers: inner ones before outer ones.
    #[trace(skip)]
    pub(crate) exceptions: Box<[ExceptionEntry]>,
    /// Which constants are code that was not made yet.
    #[trace(skip)]
    inner: Box<[(u32, PackedCode)]>,
    /// The instructions, with room for caches, specialised as they run.
    #[trace(skip)]
    pub(crate) words: Box<[u32]>,
    /// The first of `words`; null while the code is asleep.
    #[trace(skip)]
    pub(crate) start: *const u32,
    /// `Value::ABSENT` stands for the code of an inner function that was not needed yet.
    pub(crate) consts: Vec<Owned>,
    /// `consts` are not those of the template.
    #[trace(skip)]
    pub(crate) foreign_consts: bool,
    pub(crate) names: Vec<Owned>,
    /// The interned names of the parameters that can be named, once a call wanted them.
    #[trace(skip)]
    parameter_names: Vec<Value>,
    /// `co_filename`, once asked for.
    filename: Option<Owned>,
    /// What is known of lines, once they were asked for.
    #[trace(skip)]
    lines: OnceCell<Box<Lines>>,
    /// What a call has to look at, packed beside each other.
    pub(crate) call: CallShape,
    /// What marked instructions stand for while somebody watches.
    #[trace(skip)]
    pub(crate) instrumentation: Option<Box<crate::tracing::Instrumentation>>,
    /// What Python code was given to see in place of what the template says.
    shown: Option<Box<replace::Shown>>,
}

/// How a function's frame is set up.
#[derive(Clone, Copy, Trace)]
pub struct CallShape {
    pub registers: u16,
    pub positional: u16,
    pub positional_only: u16,
    /// Parameters of every kind.
    pub parameters: u16,
    pub temps_start: u8,
    /// The arguments of a call that needs no binding and is no more than a frame pushed; `u16::MAX` where no call is like that: of generators,
    /// with keyword-only parameters, `*args`, `**kwargs` or far locals.
    pub exact: u16,
    /// Calls make a generator, coroutine or async generator.
    pub generator: bool,
    /// As `exact`, of those: the arguments of a call that needs no binding.
    pub exact_generator: u16,
    pub keyword_only: u16,
    /// There is a `*args`, a `**kwargs`.
    pub collects: bool,
    pub collects_keywords: bool,
    /// Register 0 is the namespace of a module's or class's code, which has no parameters.
    pub has_namespace: bool,
}

impl Payload for CodeObject {
    const NAME: &'static str = "CodeObject";
    const SHAPE: ShapeId = shapes::code;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.code
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "The compiled code of a module, class or function.",
    slots: Slots {
        new: Some(replace::new),
        repr: Some(attributes::repr),
        hash: Some(attributes::hash),
        compare: Some(attributes::compare),
        ..Slots::EMPTY
    },
    methods: &attributes::METHODS,
    getsets: &attributes::GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<CodeObject>("code")
};

impl Vm {
    /// Bring a template to life.
    pub fn new_code(&mut self, template: Arc<Code>) -> R<Owned> {
        self.new_code_of(template.into())
    }

    /// As `new_code`, of a template that is decoded once the code is needed.
    pub fn new_packed_code(&mut self, packed: PackedCode) -> R<Owned> {
        self.new_code_of(packed.into())
    }

    fn new_code_of(&mut self, template: Template) -> R<Owned> {
        let (flags, call) = match template.header() {
            Ok(header) => (header.flags, CallShape::of(&header)),
            Err(error) => return Err(self.system_error(error.to_string())),
        };
        let (made, _) = self.allocate_obj(CodeObject {
            template,
            flags,
            local_count: 0,
            exceptions: Box::default(),
            inner: Box::default(),
            words: Box::default(),
            start: std::ptr::null(),
            consts: Vec::new(),
            foreign_consts: false,
            names: Vec::new(),
            parameter_names: Vec::new(),
            filename: None,
            lines: OnceCell::new(),
            call,
            instrumentation: None,
            shown: None,
        })?;
        Ok(made)
    }

    /// Code of the library was decoded. Its bytes are not looked at again, but the kernel maps sixteen pages around each one that is, so every now
    /// and then all of them go: often while modules are imported, one far from the other; seldom for the functions that are called later, which lie
    /// near those of their modules, since giving them back takes as long as decoding dozens.
    fn note_decoded(&mut self, module: bool) {
        const EACH_IN_IMPORTS: u32 = 16;
        const EACH: u32 = 40;
        #[derive(Default)]
        struct Decoded(u32);
        let Decoded(count) = self.state::<Decoded>();
        *count += 1;
        if *count >= if module { EACH_IN_IMPORTS } else { EACH } {
            *count = 0;
            self.host.forget_pages(self.options.frozen_modules.bytes());
        }
    }

    /// A constant as a value. Inner code is left for later.
    pub fn constant(&mut self, constant: &Const) -> R<Owned> {
        Ok(match constant {
            Const::None => Owned::NONE,
            Const::True => Owned::bool(true),
            Const::False => Owned::bool(false),
            Const::Ellipsis => Owned::from_raw(Value::ELLIPSIS),
            Const::Int(int) => self.new_int(i128::from(*int))?,
            Const::BigInt(digits) => {
                let parsed = taipan_numeric::int::parse(digits, 16, usize::MAX);
                match parsed {
                    Ok(number) => self.new_big(number)?,
                    Err(_) => return Err(self.system_error("a template holds a malformed int")),
                }
            }
            Const::Float(float) => self.new_float(*float)?,
            Const::Complex { real, imag } => crate::types::complex::new(self, *real, *imag)?,
            Const::Str(bytes) => {
                let text = match std::str::from_utf8(bytes) {
                    Ok(text) => self.new_str(text)?,
                    Err(_) => {
                        let decoded = taipan_text::wtf8::decode_wtf8(bytes);
                        match decoded {
                            Some(text) => self.new_text(&text)?,
                            None => return Err(self.system_error("a template holds a malformed str")),
                        }
                    }
                };
                // SAFETY: it is a string.
                let object: Obj<Str> = unsafe { Obj::from_value(text.value()) };
                let identifier = object
                    .as_ascii(self)
                    .is_some_and(|text| text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric()));
                if identifier { self.intern_obj(object)?.own() } else { text }
            }
            Const::Bytes(bytes) => crate::types::bytes::new(self, bytes)?,
            Const::Tuple(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.constant(item)?);
                }
                self.new_tuple_from(values)?
            }
            Const::FrozenSet(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.constant(item)?);
                }
                crate::types::set::new_frozen(self, &values)?
            }
            Const::Slice(parts) => {
                let [start, stop, step] = &**parts;
                let (start, stop, step) = (self.constant(start)?, self.constant(stop)?, self.constant(step)?);
                crate::types::slice::new(self, start.value(), stop.value(), step.value())?
            }
            Const::Code(_) | Const::Packed(_) => Owned::from_raw(Value::ABSENT),
        })
    }
}

impl CallShape {
    /// Of code that is asleep: nothing is exact.
    fn of(header: &CodeHeader<'_>) -> CallShape {
        let flags = header.flags;
        let (collects, collects_keywords) =
            (flags.contains(CodeFlags::VARARGS), flags.contains(CodeFlags::VARKEYWORDS));
        // Module and class code has no parameters, but begins with its namespace in a register, which takes binding.
        let has_namespace = !flags.contains(CodeFlags::OPTIMIZED);
        let rest = u16::from(collects) + u16::from(collects_keywords);
        let all = header.positional.saturating_add(header.keyword_only).saturating_add(rest);
        CallShape {
            registers: header.registers,
            positional: header.positional,
            positional_only: header.positional_only,
            parameters: if has_namespace { 1 } else { all },
            temps_start: header.temps_start,
            exact: u16::MAX,
            generator: flags
                .intersects(CodeFlags(CodeFlags::GENERATOR.0 | CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0)),
            exact_generator: u16::MAX,
            keyword_only: header.keyword_only,
            collects,
            collects_keywords,
            has_namespace,
        }
    }

    fn wake(&mut self) {
        let plain = !self.has_namespace && self.parameters == self.positional && self.registers <= 256;
        if plain && self.generator {
            self.exact_generator = self.positional;
        } else if plain {
            self.exact = self.positional;
        }
    }
}

impl CodeObject {
    /// The instruction's word, specialised perhaps, but without a watcher's mark.
    pub(crate) fn word(&self, index: usize) -> u32 {
        let word = self.words[index];
        match self.instrumentation.as_ref().and_then(|marks| marks.op(index)) {
            Some(op) => word & !0xff | op as u32,
            None => word,
        }
    }
}

impl Obj<CodeObject> {
    pub(crate) fn is_asleep(self, vm: &Vm) -> bool {
        self.get(vm).start.is_null()
    }

    /// See to it that the code has all that running it takes.
    #[inline(always)]
    pub(crate) fn wake(self, vm: &mut Vm) -> R<()> {
        if self.is_asleep(vm) { self.wake_now(vm) } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn wake_now(self, vm: &mut Vm) -> R<()> {
        let template = match self.get(vm).template.decode() {
            Ok(template) => template,
            Err(error) => return Err(vm.system_error(error.to_string())),
        };
        if self.get(vm).template.is_packed() {
            vm.note_decoded(template.name == "<module>");
        }
        let mut consts = Vec::with_capacity(template.consts.len());
        let mut inner = Vec::new();
        for constant in &template.consts {
            if let Const::Packed(packed) = constant {
                inner.push((consts.len() as u32, packed.clone()));
            }
            consts.push(vm.constant(constant)?);
        }
        let mut names = Vec::with_capacity(template.names.len());
        for name in &template.names {
            names.push(vm.intern(name)?.own());
        }
        let code = self.get_mut(vm);
        let mut words: Box<[u32]> = template.words[..].into();
        if code.call.generator || code.call.registers > 256 {
            use_generator_calls(&mut words);
        }
        code.start = words.as_ptr();
        code.words = words;
        code.consts = consts;
        code.names = names;
        code.inner = inner.into();
        code.exceptions = template.exceptions[..].into();
        code.local_count = template.locals.len() as u32;
        code.call.wake();
        if vm.watched.marked != 0 {
            vm.mark_code(self);
        }
        Ok(())
    }

    /// The line of a word, as `line_of` of the template tells.
    pub(crate) fn line_of_word(self, vm: &Vm, word: u32) -> Option<u32> {
        let code = self.get(vm);
        code.lines.get_or_init(Box::default).find(&code.template, word)
    }

    /// The names of the parameters but for `*rest` and `**keywords`: interned strings. None before `name_parameters`.
    pub(crate) fn parameter_names(self, vm: &Vm) -> &[Value] {
        &self.get(vm).parameter_names
    }

    /// See to it that there are `parameter_names`.
    #[inline(always)]
    pub(crate) fn name_parameters(self, vm: &mut Vm) -> R<()> {
        let code = self.get(vm);
        if code.parameter_names.len() == usize::from(code.call.positional) + usize::from(code.call.keyword_only) {
            return Ok(());
        }
        self.make_parameter_names(vm)
    }

    #[inline(never)]
    fn make_parameter_names(self, vm: &mut Vm) -> R<()> {
        let template = match self.get(vm).template.decode() {
            Ok(template) => template,
            Err(error) => return Err(vm.system_error(error.to_string())),
        };
        let count = usize::from(template.positional) + usize::from(template.keyword_only);
        let mut names = taipan_text::memory::with_room(count);
        for local in template.locals.iter().take(count) {
            names.put(vm.intern(&local.name)?.value());
        }
        vm.check_built()?;
        self.get_mut(vm).parameter_names = names;
        Ok(())
    }

    /// Constant number `index`; the code of an inner function is made the first time.
    pub(crate) fn inner_code(self, vm: &mut Vm, index: usize) -> R<Owned> {
        self.wake(vm)?;
        let code = self.get(vm);
        let constant = code.consts[index].clone();
        if !constant.is(Value::ABSENT) {
            return Ok(constant);
        }
        let made = match code.inner.binary_search_by_key(&index, |row| row.0 as usize) {
            Ok(place) => {
                let packed = code.inner[place].1.clone();
                vm.new_packed_code(packed)?
            }
            Err(_) => match code.template.consts.get(index) {
                Some(Const::Code(template)) => {
                    let template = template.clone();
                    vm.new_code(template)?
                }
                _ => return Err(vm.system_error("a function's code is missing")),
            },
        };
        self.get_mut(vm).consts[index] = made.clone();
        Ok(made)
    }

    /// Whether any instruction has a line: code whose `co_linetable` was replaced may have none.
    pub(crate) fn has_lines(self, vm: &Vm) -> bool {
        self.get(vm).template.positions.runs().any(|run| run.2.line != 0)
    }

    /// The source line of the instruction that contains word `word`.
    pub fn line_of(self, vm: &Vm, word: usize) -> u32 {
        self.line_of_word(vm, word as u32).unwrap_or(0)
    }
}

/// A generator's registers are in the generator object, and far locals lie above the temps: in both cases callees need windows elsewhere.
fn use_generator_calls(words: &mut [u32]) {
    let mut index = 0;
    while let Some(&word) = words.get(index) {
        let Some(op) = Op::from_number(word as u8) else { break };
        let replacement = match op {
            Op::CALL => Some(Op::CALL_FROM_GENERATOR),
            Op::CALL_METHOD => Some(Op::CALL_METHOD_FROM_GENERATOR),
            _ => None,
        };
        if let Some(replacement) = replacement {
            words[index] = word & !0xff | replacement as u32;
        }
        index += op.words();
    }
}
