//! `xmlparser`: the object that programs push XML into.

use std::cell::RefCell;
use std::rc::Rc;

use taipan_runtime::native::*;

use super::handlers::{self, HANDLERS, Handler};
use super::xml::{Code, ParameterParsing, Parser};
use crate::support::{given, payload, receiver};

/// The greatest size of a buffer: a C int's.
const LARGEST: i64 = i32::MAX as i64;

#[derive(Trace)]
pub(super) struct XmlParser {
    /// Borrowed only between calls of Python code.
    #[trace(skip)]
    pub(super) engine: Rc<RefCell<Parser>>,
    /// By `Handler`; None where there is none.
    pub(super) handlers: Box<[Owned]>,
    /// The handler that `Default` goes to.
    #[trace(skip)]
    pub(super) default: Option<Handler>,
    /// A dict, or None.
    intern: Owned,
    /// Strings of the parser's names, by number.
    pub(super) names: Vec<Option<Owned>>,
    pub(super) ordered: bool,
    pub(super) specified: bool,
    /// A handler runs.
    pub(super) inside: bool,
    pub(super) buffers: bool,
    #[trace(skip)]
    pub(super) buffer: String,
    pub(super) buffer_size: usize,
}

payload!(XmlParser);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "pyexpat",
    doc: "An XML parser.",
    methods: &METHODS,
    getsets: handlers::GETSETS,
    flags: taipan_runtime::object::class::ClassFlags::NO_NEW,
    ..ClassDef::sealed::<XmlParser>("xmlparser")
};

pub(super) fn create(
    vm: &mut Vm,
    encoding: Option<Value>,
    separator: Option<Value>,
    intern: Option<Value>,
) -> R<Owned> {
    let encoding = match given(encoding) {
        None => None,
        Some(value) => match vm.cast::<Str>(value) {
            Some(text) => Some(text.to_string_lossy(vm)),
            None => return Err(wrong_text(vm, "encoding", value)),
        },
    };
    let namespaces = match given(separator) {
        None => None,
        Some(value) => match vm.cast::<Str>(value) {
            Some(text) if text.len(vm) > 1 => {
                let words = "namespace_separator must be at most one character, omitted, or None";
                return Err(vm.value_error(words));
            }
            Some(text) => Some(text.to_string_lossy(vm).chars().next()),
            None => return Err(wrong_text(vm, "namespace_separator", value)),
        },
    };
    let intern = match intern {
        None => vm.new_dict()?,
        Some(value) if value.is_none() || vm.cast::<Dict>(value).is_some() => value.own(),
        Some(_) => return Err(vm.type_error("intern must be a dictionary")),
    };
    let mut engine = Parser::new(encoding, namespaces);
    engine.settings.starts = false;
    vm.allocate(XmlParser {
        engine: Rc::new(RefCell::new(engine)),
        handlers: HANDLERS.iter().map(|_| Owned::NONE).collect(),
        default: None,
        intern,
        names: Vec::new(),
        ordered: false,
        specified: false,
        inside: false,
        buffers: false,
        buffer: String::new(),
        buffer_size: 8192,
    })
}

fn wrong_text(vm: &mut Vm, name: &str, value: Value) -> Raised {
    let found = vm.class_of(value).name(vm);
    vm.type_error(format!("ParserCreate() argument '{name}' must be str or None, not {found}"))
}

impl XmlParser {
    pub(super) fn handler(&self, handler: Handler) -> Option<Owned> {
        let found = &self.handlers[handler as usize];
        (!found.is_none()).then(|| found.clone())
    }
}

/// `intern[text]`, which is made if it is not there.
pub(super) fn interned(vm: &mut Vm, this: Obj<XmlParser>, text: &str) -> R<Owned> {
    let made = vm.new_str(text)?;
    let intern = this.get(vm).intern.clone();
    let Some(dict) = vm.cast::<Dict>(intern.value()) else { return Ok(made) };
    if let Some(known) = dict.lookup(vm, made.value())? {
        return Ok(known);
    }
    dict.set(vm, made.value(), made.value())?;
    Ok(made)
}

/// Let the handlers see what the bytes are. Gives what `Parse` returns.
fn push(vm: &mut Vm, this: Obj<XmlParser>, bytes: &[u8], last: bool) -> R<i64> {
    let keep = this.own();
    let engine = this.get(vm).engine.clone();
    let fed = engine.borrow_mut().feed(bytes, last);
    let parsed = match fed {
        Ok(()) => handlers::run(vm, this, &engine)?,
        Err(code) => Err(code),
    };
    if let Err(code) = parsed {
        return Err(failure(vm, &engine, code));
    }
    handlers::flush(vm, this)?;
    drop(keep);
    Ok(1)
}

fn failure(vm: &mut Vm, engine: &Rc<RefCell<Parser>>, code: Code) -> Raised {
    let (line, column) = engine.borrow_mut().position();
    super::raise(vm, code, line, column)
}

fn refuse_inside(vm: &mut Vm, this: Obj<XmlParser>, name: &str) -> R<()> {
    if this.get(vm).inside {
        return Err(vm.runtime_error(format!("cannot call {name}() from within a handler")));
    }
    Ok(())
}

fn root_error(vm: &mut Vm, words: &str) -> Raised {
    match super::error_class(vm) {
        Ok(class) => vm.raise(class, words),
        Err(raised) => raised,
    }
}

fn threshold(vm: &mut Vm, this: Obj<XmlParser>, value: Value) -> R<u64> {
    let index = vm.index(value)?;
    if vm.int_is_negative(index.value()) {
        return Err(vm.value_error("can't convert negative value to unsigned int"));
    }
    let Some(number) = vm.as_int_ref(index.value()).and_then(|int| int.to_u64()) else {
        return Err(vm.overflow_error("Python int too large to convert to C unsigned long long"));
    };
    require_root(vm, this)?;
    Ok(number)
}

fn require_root(vm: &mut Vm, this: Obj<XmlParser>) -> R<()> {
    let engine = this.get(vm).engine.clone();
    if engine.borrow().is_root() { Ok(()) } else { Err(root_error(vm, "parser must be a root parser")) }
}

fn factor(vm: &mut Vm, this: Obj<XmlParser>, value: Value) -> R<f32> {
    let number = match value.as_float() {
        Some(number) => number,
        None => vm.to_f64(value)?,
    };
    require_root(vm, this)?;
    if number.is_nan() || number < 1.0 {
        return Err(root_error(vm, "'max_factor' must be at least 1.0"));
    }
    Ok(number as f32)
}

#[methods]
mod py {
    use super::*;

    /// Parse some XML, the last of it or not.
    #[method("Parse($self, data, isfinal=False, /)")]
    fn parse(vm: &mut Vm, this: Obj<XmlParser>, data: Value, isfinal: Option<bool>) -> R<i64> {
        refuse_inside(vm, this, "Parse")?;
        let last = isfinal.unwrap_or(false);
        if let Some(text) = vm.cast::<Str>(data) {
            let engine = this.get(vm).engine.clone();
            engine.borrow_mut().set_encoding("utf-8");
            if let Some(ascii) = text.as_ascii(vm).map(str::to_owned) {
                return push(vm, this, ascii.as_bytes(), last);
            }
            let bytes = vm.encode(text, "utf-8", "strict")?;
            return crate::support::with_bytes(vm, bytes.value(), |vm, bytes| push(vm, this, bytes, last));
        }
        crate::support::with_bytes(vm, data, |vm, bytes| push(vm, this, bytes, last))
    }

    /// Parse XML from a file.
    #[method("ParseFile($self, file, /)")]
    fn parse_file(vm: &mut Vm, this: Obj<XmlParser>, file: Value) -> R<i64> {
        const SIZE: i64 = 2048;
        refuse_inside(vm, this, "ParseFile")?;
        let name = vm.intern("read")?;
        let Some(read) = vm.get_attr_optional(file, name)? else {
            return Err(vm.type_error("argument must have 'read' attribute"));
        };
        loop {
            let part = vm.call(read.value(), &[Value::int_unchecked(SIZE)])?;
            let Some(bytes) = crate::support::file_part(vm, part.value()) else {
                let found = vm.class_of(part.value()).name(vm);
                return Err(vm.type_error(format!("read() did not return a bytes object (type={found})")));
            };
            let length = bytes.len();
            if length as i64 > SIZE {
                let words = format!("read() returned too much data: {SIZE} bytes requested, {length} returned");
                return Err(vm.value_error(words));
            }
            let result = push(vm, this, &bytes, length == 0)?;
            if length == 0 {
                return Ok(result);
            }
        }
    }

    /// Set what system identifiers are relative to.
    #[method("SetBase($self, base, /)")]
    fn set_base(vm: &mut Vm, this: Obj<XmlParser>, base: String) {
        let engine = this.get(vm).engine.clone();
        engine.borrow_mut().settings.base = Some(base);
    }

    /// What system identifiers are relative to.
    #[method("GetBase($self, /)")]
    fn get_base(vm: &mut Vm, this: Obj<XmlParser>) -> Option<String> {
        this.get(vm).engine.borrow().settings.base.clone()
    }

    /// The input from the current event on, while a handler runs.
    #[method("GetInputContext($self, /)")]
    fn get_input_context(vm: &mut Vm, this: Obj<XmlParser>) -> R<Owned> {
        if !this.get(vm).inside {
            return Ok(Owned::NONE);
        }
        let engine = this.get(vm).engine.clone();
        let engine = engine.borrow();
        vm.new_bytes(engine.context().as_bytes())
    }

    /// A parser for an external entity, with the handlers of this one.
    #[method("ExternalEntityParserCreate($self, context, encoding=<unrepresentable>, /)")]
    fn external_entity_parser_create(
        vm: &mut Vm,
        this: Obj<XmlParser>,
        context: Value,
        encoding: Option<String>,
    ) -> R<Owned> {
        let context = match vm.cast::<Str>(context) {
            Some(text) => Some(text.to_string_lossy(vm)),
            None if context.is_none() => None,
            None => {
                let found = vm.class_of(context).name(vm);
                let words = format!("ExternalEntityParserCreate() argument 1 must be str or None, not {found}");
                return Err(vm.type_error(words));
            }
        };
        let state = this.get(vm);
        let engine = state.engine.borrow().external(context.as_deref(), encoding);
        let child = XmlParser {
            engine: Rc::new(RefCell::new(engine)),
            handlers: state.handlers.clone(),
            default: state.default,
            intern: state.intern.clone(),
            names: Vec::new(),
            ordered: state.ordered,
            specified: state.specified,
            inside: false,
            buffers: state.buffers,
            buffer: String::new(),
            buffer_size: state.buffer_size,
        };
        vm.allocate(child)
    }

    /// Whether parameter entities and the external subset are read.
    #[method("SetParamEntityParsing($self, flag, /)")]
    fn set_param_entity_parsing(vm: &mut Vm, this: Obj<XmlParser>, flag: i64) -> i64 {
        let mut engine = this.get(vm).engine.borrow_mut();
        if engine.has_started() {
            return 0;
        }
        engine.settings.parameters = match flag {
            0 => ParameterParsing::Never,
            1 => ParameterParsing::UnlessStandalone,
            _ => ParameterParsing::Always,
        };
        1
    }

    /// Let the handler of external entities give a document type to documents without.
    #[method("UseForeignDTD($self, flag=True, /)")]
    fn use_foreign_dtd(vm: &mut Vm, this: Obj<XmlParser>, flag: Option<bool>) -> R<()> {
        let engine = this.get(vm).engine.clone();
        if engine.borrow().has_started() {
            return Err(failure(vm, &engine, Code::CannotChange));
        }
        engine.borrow_mut().settings.foreign_dtd = flag.unwrap_or(true);
        Ok(())
    }

    /// Whether a token that was not whole is looked at again only when there is much more of it.
    #[method("SetReparseDeferralEnabled($self, enabled, /)")]
    fn set_reparse_deferral_enabled(vm: &mut Vm, this: Obj<XmlParser>, enabled: bool) {
        this.get(vm).engine.borrow_mut().settings.deferral = enabled;
    }

    /// See SetReparseDeferralEnabled.
    #[method("GetReparseDeferralEnabled($self, /)")]
    fn get_reparse_deferral_enabled(vm: &mut Vm, this: Obj<XmlParser>) -> bool {
        this.get(vm).engine.borrow().settings.deferral
    }

    /// Text below this size is not looked at for amplification.
    #[method("SetBillionLaughsAttackProtectionActivationThreshold($self, threshold, /)")]
    fn set_billion_laughs_attack_protection_activation_threshold(
        vm: &mut Vm,
        this: Obj<XmlParser>,
        threshold: Value,
    ) -> R<()> {
        let threshold = super::threshold(vm, this, threshold)?;
        this.get(vm).engine.borrow().set_laughs(Some(threshold), None);
        Ok(())
    }

    /// How much larger than the input the text may be that entities give.
    #[method("SetBillionLaughsAttackProtectionMaximumAmplification($self, max_factor, /)")]
    fn set_billion_laughs_attack_protection_maximum_amplification(
        vm: &mut Vm,
        this: Obj<XmlParser>,
        max_factor: Value,
    ) -> R<()> {
        let factor = factor(vm, this, max_factor)?;
        this.get(vm).engine.borrow().set_laughs(None, Some(factor));
        Ok(())
    }

    /// Memory below this size is not looked at for amplification.
    #[method("SetAllocTrackerActivationThreshold($self, threshold, /)")]
    fn set_alloc_tracker_activation_threshold(vm: &mut Vm, this: Obj<XmlParser>, threshold: Value) -> R<()> {
        let threshold = super::threshold(vm, this, threshold)?;
        this.get(vm).engine.borrow().set_memory(Some(threshold), None);
        Ok(())
    }

    /// How much larger than the input the memory may be that it takes.
    #[method("SetAllocTrackerMaximumAmplification($self, max_factor, /)")]
    fn set_alloc_tracker_maximum_amplification(vm: &mut Vm, this: Obj<XmlParser>, max_factor: Value) -> R<()> {
        let factor = factor(vm, this, max_factor)?;
        this.get(vm).engine.borrow().set_memory(None, Some(factor));
        Ok(())
    }
}

fn this(vm: &mut Vm, value: Value) -> R<Obj<XmlParser>> {
    receiver::<XmlParser>(vm, value)
}

pub(super) fn set_flag(vm: &mut Vm, value: Value, given: Option<Value>, set: fn(&mut XmlParser, bool)) -> R<()> {
    let this = this(vm, value)?;
    let given = present(vm, given)?;
    let flag = vm.truth(given)?;
    set(this.get_mut(vm), flag);
    Ok(())
}

pub(super) fn present(vm: &mut Vm, given: Option<Value>) -> R<Value> {
    match given {
        Some(value) => Ok(value),
        None => Err(vm.runtime_error("Cannot delete attribute")),
    }
}

pub(super) fn set_buffer_text(vm: &mut Vm, value: Value, given: Option<Value>) -> R<()> {
    let this = this(vm, value)?;
    let given = present(vm, given)?;
    let flag = vm.truth(given)?;
    if !flag {
        handlers::flush(vm, this)?;
    }
    this.get_mut(vm).buffers = flag;
    Ok(())
}

pub(super) fn set_buffer_size(vm: &mut Vm, value: Value, given: Option<Value>) -> R<()> {
    let this = this(vm, value)?;
    let given = present(vm, given)?;
    if vm.as_int_ref(given).is_none() {
        return Err(vm.type_error("buffer_size must be an integer"));
    }
    let size = vm.to_i64(given, "long")?;
    if size <= 0 {
        return Err(vm.value_error("buffer_size must be greater than zero"));
    }
    if size > LARGEST {
        return Err(vm.value_error(format!("buffer_size must not be greater than {LARGEST}")));
    }
    if size as usize == this.get(vm).buffer_size {
        return Ok(());
    }
    handlers::flush(vm, this)?;
    this.get_mut(vm).buffer_size = size as usize;
    Ok(())
}

pub(super) fn set_prefixes(vm: &mut Vm, value: Value, given: Option<Value>) -> R<()> {
    let this = this(vm, value)?;
    let given = present(vm, given)?;
    let flag = vm.truth(given)?;
    this.get(vm).engine.borrow_mut().settings.prefixes = flag;
    Ok(())
}

pub(super) fn get<T: IntoResult>(vm: &mut Vm, value: Value, get: fn(&XmlParser) -> T) -> R<Owned> {
    let this = this(vm, value)?;
    get(this.get(vm)).into_result(vm)
}

impl XmlParser {
    pub(super) fn intern(&self) -> Owned {
        self.intern.clone()
    }
}
