//! Code objects put together from parts: `code.replace()` and `types.CodeType()`.
//!
//! The interpreter trusts code, so it runs nothing but what the compiler made. Names, lines, constants of the same kind, names of
//! variables and fewer handlers can be had in code that runs; with other instructions or parameters the result shows what was asked for
//! and raises SystemError when it is run. `CodeType()` finds the compiler's code by its bytes.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use taipan_bytecode::{Code, CodeFlags, Const, LocalKind};

use super::attributes::{cell_variables, code_bytes, shown_handlers, shown_line_table, stack_size, variables};
use super::{CodeObject, tables};
use crate::native::*;
use crate::types::bytes::Bytes;
use crate::vm::{CompileMode, CompileRequest, Source};

/// What a code object shows that its template does not say.
#[derive(Trace, Default)]
pub(crate) struct Shown {
    #[trace(skip)]
    pub(super) stack_size: Option<i64>,
    #[trace(skip)]
    pub(super) line_table: Option<Vec<u8>>,
    /// All of it, of code that cannot be run.
    #[trace(skip)]
    pub(super) fields: Option<Fields>,
    pub(super) consts: Option<Owned>,
}

/// The parts of a code object besides its constants, as Python code sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fields {
    pub(super) positional: i64,
    pub(super) positional_only: i64,
    pub(super) keyword_only: i64,
    pub(super) locals: i64,
    pub(super) stack_size: i64,
    pub(super) flags: i64,
    pub(super) first_line: i64,
    pub(super) code: Vec<u8>,
    pub(super) names: Vec<String>,
    pub(super) variables: Vec<String>,
    pub(super) cells: Vec<String>,
    pub(super) free: Vec<String>,
    pub(super) filename: String,
    pub(super) name: String,
    pub(super) qualname: String,
    pub(super) line_table: Vec<u8>,
    pub(super) handlers: Vec<u8>,
}

impl Fields {
    fn of(vm: &Vm, this: Obj<CodeObject>) -> Fields {
        if let Some(fields) = this.get(vm).shown.as_ref().and_then(|shown| shown.fields.clone()) {
            return fields;
        }
        let code = &*this.get(vm).template;
        let variables = variables(code);
        Fields {
            positional: i64::from(code.positional),
            positional_only: i64::from(code.positional_only),
            keyword_only: i64::from(code.keyword_only),
            locals: variables.len() as i64,
            stack_size: stack_size(vm, this),
            flags: i64::from(code.flags.0),
            first_line: i64::from(code.first_line),
            code: code_bytes(&code.words),
            names: code.names.clone(),
            variables,
            cells: cell_variables(code),
            free: code.free.clone(),
            filename: code.filename.to_string(),
            name: code.name.clone(),
            qualname: code.qualname.clone(),
            line_table: shown_line_table(vm, this),
            handlers: shown_handlers(vm, this),
        }
    }

    /// What CPython checks, too.
    fn check(&self, vm: &mut Vm) -> R<()> {
        let rest = [CodeFlags::VARARGS, CodeFlags::VARKEYWORDS];
        let rest = rest.iter().filter(|flag| self.flags & i64::from(flag.0) != 0).count() as i64;
        if !self.code.len().is_multiple_of(2) {
            return Err(vm.value_error("code: co_code is malformed"));
        }
        if self.positional < self.positional_only {
            return Err(vm.system_error("code: co_argcount is less than co_posonlyargcount"));
        }
        if self.locals != self.variables.len() as i64 {
            return Err(vm.value_error("code: co_nlocals != len(co_varnames)"));
        }
        if self.positional.saturating_add(self.keyword_only).saturating_add(rest) > self.locals {
            return Err(vm.value_error("code: co_varnames is too small"));
        }
        Ok(())
    }

    /// Set a part by its name, without `co_`.
    fn set(&mut self, vm: &mut Vm, part: &str, value: Value, wrong: &dyn Fn(&mut Vm, &str, Value) -> Raised) -> R<()> {
        match part {
            "argcount" => self.positional = count(vm, part, value)?,
            "posonlyargcount" => self.positional_only = count(vm, part, value)?,
            "kwonlyargcount" => self.keyword_only = count(vm, part, value)?,
            "nlocals" => self.locals = count(vm, part, value)?,
            "stacksize" => self.stack_size = count(vm, part, value)?,
            "flags" => self.flags = count(vm, part, value)?,
            "firstlineno" => self.first_line = count(vm, part, value)?,
            "code" => self.code = bytes(vm, value, wrong)?,
            "linetable" => self.line_table = bytes(vm, value, wrong)?,
            "exceptiontable" => self.handlers = bytes(vm, value, wrong)?,
            "names" => self.names = names(vm, value, wrong)?,
            "varnames" => self.variables = names(vm, value, wrong)?,
            "cellvars" => self.cells = names(vm, value, wrong)?,
            "freevars" => self.free = names(vm, value, wrong)?,
            _ => {
                let Some(text) = vm.cast::<Str>(value) else { return Err(wrong(vm, "str", value)) };
                let text = text.to_string_lossy(vm);
                match part {
                    "filename" => self.filename = text,
                    "name" => self.name = text,
                    _ => self.qualname = text,
                }
            }
        }
        Ok(())
    }
}

fn count(vm: &mut Vm, part: &str, value: Value) -> R<i64> {
    match i32::try_from(vm.to_i64(value, "int")?) {
        Ok(count) if count >= 0 => Ok(i64::from(count)),
        Ok(_) => Err(vm.value_error(format!("co_{part} must be a positive integer"))),
        Err(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

fn bytes(vm: &mut Vm, value: Value, wrong: &dyn Fn(&mut Vm, &str, Value) -> Raised) -> R<Vec<u8>> {
    match vm.cast::<Bytes>(value) {
        Some(bytes) => Ok(bytes.bytes(vm).to_vec()),
        None => Err(wrong(vm, "bytes", value)),
    }
}

fn names(vm: &mut Vm, value: Value, wrong: &dyn Fn(&mut Vm, &str, Value) -> Raised) -> R<Vec<String>> {
    let Some(items) = vm.cast::<Tuple>(value) else { return Err(wrong(vm, "tuple", value)) };
    let mut names = Vec::new();
    for item in items.items(vm) {
        match vm.cast::<Str>(*item) {
            Some(name) => names.push(name.to_string_lossy(vm)),
            None => return Err(vm.system_error("non-string found in code slot")),
        }
    }
    Ok(names)
}

/// `co_consts`.
pub(super) fn constants(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
    if let Some(consts) = this.get(vm).shown.as_ref().and_then(|shown| shown.consts.clone()) {
        return Ok(consts);
    }
    this.wake(vm)?;
    let mut items = Vec::new();
    for index in 0..this.get(vm).consts.len() {
        items.push(this.inner_code(vm, index)?);
    }
    vm.new_tuple_from(items)
}

const PARTS: [&str; 17] = [
    "argcount",
    "posonlyargcount",
    "kwonlyargcount",
    "nlocals",
    "stacksize",
    "flags",
    "code",
    "names",
    "varnames",
    "filename",
    "name",
    "qualname",
    "firstlineno",
    "linetable",
    "exceptiontable",
    "freevars",
    "cellvars",
];

/// `code.replace(**changes)`.
pub(super) fn replace(vm: &mut Vm, this: Obj<CodeObject>, args: Rest<'_>, changes: Keywords) -> R<Owned> {
    if !args.is_empty() {
        return Err(vm.type_error("replace() takes no positional arguments"));
    }
    let old = Fields::of(vm, this);
    let mut new = old.clone();
    let mut consts = None;
    for (key, value) in changes {
        let key = vm.str_text(key)?;
        let wrong = |vm: &mut Vm, expected: &str, value: Value| {
            let found = vm.class_of(value).name(vm);
            vm.type_error(format!("replace() argument '{key}' must be {expected}, not {found}"))
        };
        match key.strip_prefix("co_") {
            Some("consts") if vm.cast::<Tuple>(value).is_some() => consts = Some(value.own()),
            Some("consts") => return Err(wrong(vm, "tuple", value)),
            Some(part) if PARTS.contains(&part) => new.set(vm, part, value, &wrong)?,
            _ => return Err(vm.type_error(format!("replace() got an unexpected keyword argument '{key}'"))),
        }
    }
    new.check(vm)?;
    with_fields(vm, Some((this, &old)), new, consts)
}

/// `types.CodeType(argcount, ...)`.
pub(super) fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    const ORDER: [&str; 18] = [
        "argcount",
        "posonlyargcount",
        "kwonlyargcount",
        "nlocals",
        "stacksize",
        "flags",
        "code",
        "consts",
        "names",
        "varnames",
        "filename",
        "name",
        "qualname",
        "firstlineno",
        "linetable",
        "exceptiontable",
        "freevars",
        "cellvars",
    ];
    if !args.names.is_empty() {
        return Err(vm.type_error("code() takes no keyword arguments"));
    }
    let given = args.positional.len();
    if !(16..=18).contains(&given) {
        let (bound, limit) = if given < 16 { ("least", 16) } else { ("most", 18) };
        return Err(vm.type_error(format!("code expected at {bound} {limit} arguments, got {given}")));
    }
    let mut fields = Fields {
        positional: 0,
        positional_only: 0,
        keyword_only: 0,
        locals: 0,
        stack_size: 0,
        flags: 0,
        first_line: 0,
        code: Vec::new(),
        names: Vec::new(),
        variables: Vec::new(),
        cells: Vec::new(),
        free: Vec::new(),
        filename: String::new(),
        name: String::new(),
        qualname: String::new(),
        line_table: Vec::new(),
        handlers: Vec::new(),
    };
    let mut consts = None;
    for (index, (&value, part)) in args.positional.iter().zip(ORDER).enumerate() {
        let wrong = |vm: &mut Vm, expected: &str, value: Value| {
            let (number, found) = (index + 1, vm.class_of(value).name(vm));
            vm.type_error(format!("code() argument {number} must be {expected}, not {found}"))
        };
        match part {
            "consts" if vm.cast::<Tuple>(value).is_some() => consts = Some(value.own()),
            "consts" => return Err(wrong(vm, "tuple", value)),
            part => fields.set(vm, part, value, &wrong)?,
        }
    }
    fields.check(vm)?;
    for template in known(vm, &fields.code) {
        let base = vm.new_code(template)?;
        if let Some(base) = vm.cast::<CodeObject>(base.value()) {
            let old = Fields::of(vm, base);
            if runnable(vm, base, &old, &fields, consts.as_ref())? {
                return with_fields(vm, Some((base, &old)), fields, consts);
            }
        }
    }
    with_fields(vm, None, fields, consts)
}

/// A code object with these parts, derived from another one where there is one.
fn with_fields(
    vm: &mut Vm,
    base: Option<(Obj<CodeObject>, &Fields)>,
    fields: Fields,
    consts: Option<Owned>,
) -> R<Owned> {
    let runs = match base {
        Some((base, old)) => runnable(vm, base, old, &fields, consts.as_ref())?,
        None => false,
    };
    let Some((base, old)) = base.filter(|_| runs) else {
        let consts = match (consts, base) {
            (Some(consts), _) => consts,
            (None, Some((base, _))) => constants(vm, base)?,
            (None, None) => vm.empty_tuple.clone(),
        };
        return stand_in(vm, fields, consts);
    };
    let mut code = Code::clone(&base.get(vm).template);
    rename(&mut code, &fields);
    let mut shown = Shown::default();
    if fields.line_table != old.line_table || fields.first_line != old.first_line {
        let stretches = tables::decode(&fields.line_table, fields.first_line as u32);
        code.positions = tables::positions(&stretches, code.words.len() as u32);
        shown.line_table = Some(fields.line_table);
    } else {
        shown.line_table = base.get(vm).shown.as_ref().and_then(|shown| shown.line_table.clone());
    }
    shown.stack_size = Some(fields.stack_size).filter(|&size| size != old.stack_size);
    if fields.handlers != old.handlers {
        code.exceptions.retain(|entry| holds(&fields.handlers, &tables::handlers(&[*entry])));
    }
    code.positional_only = fields.positional_only as u16;
    code.first_line = fields.first_line as u32;
    code.flags = CodeFlags(fields.flags as u32);
    code.free = fields.free;
    code.names = fields.names;
    code.filename = fields.filename.into();
    code.name = fields.name;
    code.qualname = fields.qualname;
    base.wake(vm)?;
    let old_consts = base.get(vm).consts.clone();
    let mut foreign = base.get(vm).foreign_consts;
    let new_consts = match consts.as_ref().and_then(|consts| vm.cast::<Tuple>(consts.value())) {
        Some(items) => items.items(vm).iter().map(|item| item.own()).collect(),
        None => old_consts.clone(),
    };
    foreign |= new_consts.len() != old_consts.len()
        || new_consts.iter().zip(&old_consts).any(|(new, old)| !new.is(old.value()) && !old.is(Value::ABSENT));
    let made = vm.new_code(Arc::new(code))?;
    if let Some(made) = vm.cast::<CodeObject>(made.value()) {
        made.wake(vm)?;
        let details = made.get_mut(vm);
        details.foreign_consts = foreign;
        if shown.stack_size.is_some() || shown.line_table.is_some() {
            details.shown = Some(Box::new(shown));
        }
        let replaced = std::mem::replace(&mut details.consts, new_consts);
        drop(replaced);
    }
    Ok(made)
}

/// The names of variables in the places of the old ones.
fn rename(code: &mut Code, fields: &Fields) {
    let parameters = code.parameters();
    let (mut variables, mut cells) = (fields.variables.iter(), fields.cells.iter());
    for (index, local) in code.locals.iter_mut().enumerate() {
        if local.name == ".namespace" {
            continue;
        }
        let variable = match local.kind {
            LocalKind::Fast => variables.next(),
            LocalKind::Cell if index < parameters => variables.next(),
            _ => None,
        };
        let cell = if local.kind == LocalKind::Cell { cells.next() } else { None };
        if let Some(name) = variable.or(cell) {
            local.name.clone_from(name);
        }
    }
}

/// Whether one of the entries in a table of handlers is this one.
fn holds(table: &[u8], entry: &[u8]) -> bool {
    entries(table).any(|other| other == entry)
}

fn entries(table: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = table;
    std::iter::from_fn(move || {
        let end = rest.iter().skip(1).position(|byte| byte & 0x80 != 0).map_or(rest.len(), |end| end + 1);
        let (entry, others) = rest.split_at(end);
        rest = others;
        (!entry.is_empty()).then_some(entry)
    })
}

/// Whether code with these parts can run as `base` does.
fn runnable(vm: &mut Vm, base: Obj<CodeObject>, old: &Fields, new: &Fields, consts: Option<&Owned>) -> R<bool> {
    // How a frame is set up depends on these.
    const FIXED: u32 = CodeFlags::OPTIMIZED.0
        | CodeFlags::VARARGS.0
        | CodeFlags::VARKEYWORDS.0
        | CodeFlags::GENERATOR.0
        | CodeFlags::COROUTINE.0
        | CodeFlags::ASYNC_GENERATOR.0
        | CodeFlags::HAS_DOCSTRING.0;
    let this = base.get(vm);
    let same = this.shown.as_ref().is_none_or(|shown| shown.fields.is_none())
        && new.code == old.code
        && new.positional == old.positional
        && new.keyword_only == old.keyword_only
        && (new.flags ^ old.flags) & i64::from(FIXED) == 0
        && new.variables.len() == old.variables.len()
        && new.cells.len() == old.cells.len()
        && new.free.len() == old.free.len()
        && new.names.len() >= old.names.len()
        && (new.handlers == old.handlers || entries(&new.handlers).all(|entry| holds(&old.handlers, entry)));
    let Some(consts) = consts.as_ref().and_then(|consts| vm.cast::<Tuple>(consts.value())).filter(|_| same) else {
        return Ok(same);
    };
    let template = this.template.clone();
    if consts.len(vm) < template.consts.len() {
        return Ok(false);
    }
    for (index, constant) in template.consts.iter().enumerate() {
        let value = consts.items(vm)[index];
        let fits = match constant {
            Const::Code(_) | Const::Packed(_) => {
                let old = base.inner_code(vm, index)?;
                let cells = |value| vm.cast::<CodeObject>(value).map(|code| code.get(vm).template.free().len());
                cells(value).is_some() && cells(value) == cells(old.value())
            }
            _ => fits(vm, constant, value),
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether instructions that use the constant can use `value`.
fn fits(vm: &Vm, constant: &Const, value: Value) -> bool {
    match constant {
        // Names of keyword arguments come in tuples.
        Const::Tuple(items) => vm.cast_exact::<Tuple>(value).is_some_and(|tuple| {
            let values = tuple.items(vm);
            let fits =
                |(old, &new): (&Const, &Value)| !matches!(old, Const::Str(_)) || vm.cast_exact::<Str>(new).is_some();
            values.len() == items.len() && items.iter().zip(values).all(fits)
        }),
        _ => true,
    }
}

/// Code that shows what it was put together from, and says when it is run that it cannot be.
fn stand_in(vm: &mut Vm, fields: Fields, consts: Owned) -> R<Owned> {
    const PROGRAM: &str = "def code(*args, **kwargs):\n raise SystemError('code that was put together from parts cannot be run: only code that the compiler made can')";
    let request = CompileRequest {
        source: Source::Text(PROGRAM),
        filename: &fields.filename,
        mode: CompileMode::Exec,
        flags: 0,
        optimize: 0,
    };
    let module = vm.compile(&request)?;
    let inner = vm.cast::<CodeObject>(module.value()).and_then(|module| {
        module.get(vm).template.consts.iter().find_map(|constant| match constant {
            Const::Code(code) => Some(Code::clone(code)),
            _ => None,
        })
    });
    let Some(mut code) = inner else { return Err(vm.system_error("a function without code")) };
    code.name.clone_from(&fields.name);
    code.qualname.clone_from(&fields.qualname);
    code.first_line = fields.first_line as u32;
    let here = [(code.words.len() as u32 + 1, None)];
    code.positions = tables::positions(&here, code.words.len() as u32);
    let made = vm.new_code(Arc::new(code))?;
    if let Some(made) = vm.cast::<CodeObject>(made.value()) {
        let shown = Shown { stack_size: None, line_table: None, fields: Some(fields), consts: Some(consts) };
        made.get_mut(vm).shown = Some(Box::new(shown));
    }
    Ok(made)
}

/// The templates whose bytes somebody has asked for.
#[derive(Default)]
struct Known {
    by_hash: HashMap<u64, Vec<Weak<Code>>>,
    /// How many there may be before the dead ones are swept out.
    limit: usize,
}

fn hash(bytes: &[u8]) -> u64 {
    siphasher::sip::SipHasher13::new().hash(bytes)
}

/// `CodeType()` may be given these bytes.
pub(super) fn remember(vm: &mut Vm, template: &Arc<Code>, bytes: &[u8]) {
    let known = vm.state::<Known>();
    let same = known.by_hash.entry(hash(bytes)).or_default();
    if same.iter().any(|other| std::ptr::eq(other.as_ptr(), Arc::as_ptr(template))) {
        return;
    }
    same.push(Arc::downgrade(template));
    if known.by_hash.len() > known.limit {
        known.by_hash.retain(|_, templates| {
            templates.retain(|template| template.strong_count() > 0);
            !templates.is_empty()
        });
        known.limit = known.by_hash.len() * 2 + 64;
    }
}

fn known(vm: &mut Vm, bytes: &[u8]) -> Vec<Arc<Code>> {
    let templates = vm.state::<Known>().by_hash.get(&hash(bytes));
    templates.into_iter().flatten().filter_map(Weak::upgrade).collect()
}
