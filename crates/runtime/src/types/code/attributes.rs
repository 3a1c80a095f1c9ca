//! The attributes of code objects: what introspection and debuggers read.

use std::sync::Arc;

use taipan_bytecode::{Code, CodeFlags, Const, LocalKind, Op};

use super::CodeObject;
use super::replace::{self, Fields};
use super::tables::{self, Stretch};
use crate::native::*;

/// Bytes of an instruction word, in which offsets are counted.
const WORD: usize = 4;

/// The offset in bytes of a word, as Python sees it.
///
/// Offset 0 is a word that is not there: RESUME, where a frame is that begins, at the line of the definition. It costs nothing to run,
/// and debuggers find what they know from CPython.
pub fn offset_of_word(word: u32) -> i64 {
    (i64::from(word) + 1) * WORD as i64
}

/// The word at an offset; `None` for the beginning and what is before it.
pub(crate) fn word_at_offset(offset: i64) -> Option<u32> {
    u32::try_from(offset / WORD as i64 - 1).ok()
}

/// The line of a frame that begins: that of the definition; 0 for a module.
pub(crate) fn beginning(code: &Code) -> u32 {
    if code.name == "<module>" && !code.flags.contains(CodeFlags::OPTIMIZED) { 0 } else { code.first_line }
}

/// The line of a word. A module's code has the line of its beginning before the first statement.
pub(crate) fn line_of(code: &Code, word: u32) -> Option<u32> {
    let mut first = true;
    for (start, end, position) in code.positions.runs() {
        if position.line != 0 {
            first = false;
        }
        if start <= word && word < end {
            return if position.line != 0 || first && beginning(code) == 0 { Some(position.line) } else { None };
        }
    }
    None
}

/// The number of RESUME, which follows those of the ops that exist.
pub const RESUME: u8 = Op::ALL.len() as u8;

pub(super) fn code_bytes(words: &[u32]) -> Vec<u8> {
    std::iter::once(u32::from(RESUME)).chain(words.iter().copied()).flat_map(u32::to_le_bytes).collect()
}

fn template(vm: &Vm, this: Obj<CodeObject>) -> Arc<Code> {
    this.get(vm).template.clone()
}

fn text_tuple(vm: &mut Vm, names: impl IntoIterator<Item = String>) -> R<Owned> {
    let mut items = Vec::new();
    for name in names {
        items.push(vm.intern(&name)?.own());
    }
    vm.new_tuple_from(items)
}

/// Names of the parameters and of the locals that are no cells.
pub(super) fn variables(code: &Code) -> Vec<String> {
    let parameters = code.parameters();
    let visible = code.locals.iter().enumerate().filter(|(index, local)| match local.kind {
        LocalKind::Fast => true,
        LocalKind::Cell => *index < parameters,
        LocalKind::Hidden => false,
    });
    let names = visible.map(|(_, local)| local.name.clone());
    // The namespace of a module or class body is no variable.
    names.filter(|name| name != ".namespace").collect()
}

pub(super) fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(code) = vm.cast::<CodeObject>(value) else { return crate::types::object::repr(vm, value) };
    let code = &code.get(vm).template;
    let line = code.header().map_or(0, |header| header.first_line);
    let (name, filename) = (code.name(), code.filename());
    let text = format!("<code object {name} at {:#x}, file \"{filename}\", line {line}>", value.bits());
    vm.new_str(&text)
}

/// What tells code objects apart: everything but the names of the file and of the surroundings.
fn same(a: &Code, b: &Code) -> bool {
    a.name == b.name
        && a.first_line == b.first_line
        && a.flags == b.flags
        && a.positional == b.positional
        && a.positional_only == b.positional_only
        && a.keyword_only == b.keyword_only
        && a.locals == b.locals
        && a.free == b.free
        && a.words == b.words
        && a.consts.len() == b.consts.len()
        && a.consts.iter().zip(&b.consts).all(|(a, b)| same_constant(a, b))
        && a.names == b.names
        && a.exceptions == b.exceptions
        && a.positions == b.positions
}

/// Whether constants that were given, and are not the templates', are of the same kinds and equal.
fn same_constants(vm: &mut Vm, left: Obj<CodeObject>, right: Obj<CodeObject>) -> R<bool> {
    let given = |vm: &Vm, code: Obj<CodeObject>| code.get(vm).foreign_consts || fields(vm, code).is_some();
    if !given(vm, left) && !given(vm, right) {
        return Ok(true);
    }
    let (left, right) = (replace::constants(vm, left)?, replace::constants(vm, right)?);
    let (left, right) = (vm.collect(left.value())?, vm.collect(right.value())?);
    if left.len() != right.len() {
        return Ok(false);
    }
    for (left, right) in left.iter().zip(&right) {
        let kinds = vm.class_of(left.value()) == vm.class_of(right.value());
        if !kinds || !vm.equal(left.value(), right.value())? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_constant(a: &Const, b: &Const) -> bool {
    match (a, b) {
        (Const::Code(a), Const::Code(b)) => same(a, b),
        (a, b) => a == b,
    }
}

pub(super) fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(left), Some(right)) = (vm.cast::<CodeObject>(a), vm.cast::<CodeObject>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let equal = left == right
        || same(&template(vm, left), &template(vm, right))
            && fields(vm, left) == fields(vm, right)
            && same_constants(vm, left, right)?;
    match op {
        CompareOp::Eq => Ok(Owned::bool(equal)),
        CompareOp::Ne => Ok(Owned::bool(!equal)),
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

pub(super) fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    use std::hash::{Hash, Hasher};
    let Some(code) = vm.cast::<CodeObject>(value) else { return Ok(0) };
    let code = template(vm, code);
    let mut hasher = siphasher::sip::SipHasher13::new();
    (&code.name, code.first_line, code.flags.0, code.positional, &code.words, &code.names).hash(&mut hasher);
    let hash = hasher.finish() as i64;
    Ok(if hash == -1 { -2 } else { hash })
}

/// The iterator over a list that was just made.
fn iterator(vm: &mut Vm, items: Vec<Owned>) -> R<Owned> {
    let tuple = vm.new_tuple_from(items)?;
    vm.iter(tuple.value())
}

fn number_or_none(vm: &mut Vm, number: Option<u32>) -> R<Owned> {
    number.map_or(Ok(Owned::NONE), |number| vm.new_int(i128::from(number)))
}

/// The parts of code that was put together and cannot be run.
fn fields(vm: &Vm, this: Obj<CodeObject>) -> Option<&Fields> {
    this.get(vm).shown.as_ref()?.fields.as_ref()
}

/// Where the instructions come from.
fn stretches(vm: &Vm, this: Obj<CodeObject>) -> Vec<Stretch> {
    let code = this.get(vm);
    let columns = vm.options.settings.flags.debug_ranges;
    let shown = code.shown.as_ref();
    let fields = shown.and_then(|shown| shown.fields.as_ref()).map(|fields| &fields.line_table);
    match fields.or(shown.and_then(|shown| shown.line_table.as_ref())) {
        Some(table) => tables::decode(table, code.template.first_line),
        None => tables::stretches(&code.template, columns),
    }
}

pub(super) fn shown_line_table(vm: &Vm, this: Obj<CodeObject>) -> Vec<u8> {
    let shown = this.get(vm).shown.as_ref();
    if let Some(fields) = fields(vm, this) {
        return fields.line_table.clone();
    }
    match shown.and_then(|shown| shown.line_table.clone()) {
        Some(table) => table,
        None => tables::encode(&stretches(vm, this), this.get(vm).template.first_line),
    }
}

pub(super) fn shown_handlers(vm: &Vm, this: Obj<CodeObject>) -> Vec<u8> {
    match fields(vm, this) {
        Some(fields) => fields.handlers.clone(),
        None => tables::handlers(&this.get(vm).template.exceptions),
    }
}

pub(super) fn stack_size(vm: &Vm, this: Obj<CodeObject>) -> i64 {
    let code = this.get(vm);
    let given = code.shown.as_ref().and_then(|shown| match &shown.fields {
        Some(fields) => Some(fields.stack_size),
        None => shown.stack_size,
    });
    // What is neither a local nor kept free above the arguments of calls.
    let temps = code.template.registers.min(256).saturating_sub(u16::from(code.template.temps_start) + 1);
    given.unwrap_or(i64::from(temps.max(1)))
}

/// `co_freevars`: the cells that a function with this code needs.
pub(crate) fn free_variables(vm: &Vm, this: Obj<CodeObject>) -> Vec<String> {
    match fields(vm, this) {
        Some(fields) => fields.free.clone(),
        None => this.get(vm).template.free(),
    }
}

pub(super) fn cell_variables(code: &Code) -> Vec<String> {
    let cells = code.locals.iter().filter(|local| local.kind == LocalKind::Cell);
    cells.map(|local| local.name.clone()).collect()
}

#[methods]
mod py {
    use super::*;

    #[member]
    fn co_name(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let name = this.get(vm).template.name().to_string();
        Ok(vm.intern(&name)?.own())
    }

    #[member]
    fn co_qualname(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let name = this.get(vm).template.qualname().to_string();
        Ok(vm.intern(&name)?.own())
    }

    #[member]
    fn co_filename(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        if let Some(filename) = &this.get(vm).filename {
            return Ok(filename.clone());
        }
        let filename = this.get(vm).template.filename().clone();
        let filename = vm.intern(&filename)?.own();
        this.get_mut(vm).filename = Some(filename.clone());
        Ok(filename)
    }

    #[member]
    fn co_firstlineno(vm: &mut Vm, this: Obj<CodeObject>) -> u32 {
        this.get(vm).template.header().map_or(0, |header| header.first_line)
    }

    #[member]
    fn co_argcount(vm: &mut Vm, this: Obj<CodeObject>) -> i64 {
        fields(vm, this).map_or(i64::from(this.get(vm).call.positional), |fields| fields.positional)
    }

    #[member]
    fn co_posonlyargcount(vm: &mut Vm, this: Obj<CodeObject>) -> i64 {
        fields(vm, this).map_or(i64::from(template(vm, this).positional_only), |fields| fields.positional_only)
    }

    #[member]
    fn co_kwonlyargcount(vm: &mut Vm, this: Obj<CodeObject>) -> i64 {
        fields(vm, this).map_or(i64::from(this.get(vm).call.keyword_only), |fields| fields.keyword_only)
    }

    #[member]
    fn co_flags(vm: &mut Vm, this: Obj<CodeObject>) -> i64 {
        fields(vm, this).map_or(i64::from(this.get(vm).flags.0), |fields| fields.flags)
    }

    #[member]
    fn co_stacksize(vm: &mut Vm, this: Obj<CodeObject>) -> i64 {
        stack_size(vm, this)
    }

    #[getter]
    fn co_nlocals(vm: &mut Vm, this: Obj<CodeObject>) -> usize {
        match fields(vm, this) {
            Some(fields) => fields.variables.len(),
            None => variables(&template(vm, this)).len(),
        }
    }

    #[getter]
    fn co_varnames(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let names = fields(vm, this).map(|fields| fields.variables.clone());
        let names = names.unwrap_or_else(|| variables(&template(vm, this)));
        text_tuple(vm, names)
    }

    #[getter]
    fn co_cellvars(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let names = fields(vm, this).map(|fields| fields.cells.clone());
        let names = names.unwrap_or_else(|| cell_variables(&template(vm, this)));
        text_tuple(vm, names)
    }

    #[getter]
    fn co_freevars(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let names = free_variables(vm, this);
        text_tuple(vm, names)
    }

    #[member]
    fn co_names(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let names = fields(vm, this).map(|fields| fields.names.clone());
        let names = names.unwrap_or_else(|| template(vm, this).names.clone());
        text_tuple(vm, names)
    }

    #[member]
    fn co_consts(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        replace::constants(vm, this)
    }

    #[getter]
    fn co_code(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        if let Some(bytes) = fields(vm, this).map(|fields| fields.code.clone()) {
            return crate::types::bytes::new(vm, &bytes);
        }
        let template = template(vm, this);
        let bytes = code_bytes(&template.words);
        replace::remember(vm, &template, &bytes);
        crate::types::bytes::new(vm, &bytes)
    }

    #[getter]
    fn _co_code_adaptive(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        this.wake(vm)?;
        let bytes = code_bytes(&this.get(vm).words);
        crate::types::bytes::new(vm, &bytes)
    }

    #[member]
    fn co_linetable(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let table = shown_line_table(vm, this);
        crate::types::bytes::new(vm, &table)
    }

    /// What `co_lines()` says, in a form of before.
    #[getter]
    fn co_lnotab(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let class = vm.exceptions.DeprecationWarning;
        vm.warn(class, "co_lnotab is deprecated, use co_lines instead.")?;
        let table = tables::lnotab(&stretches(vm, this), template(vm, this).first_line);
        crate::types::bytes::new(vm, &table)
    }

    #[member]
    fn co_exceptiontable(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let table = shown_handlers(vm, this);
        crate::types::bytes::new(vm, &table)
    }

    /// Start, end and line of each stretch of instructions.
    #[method("($self, /)")]
    fn co_lines(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let mut items = Vec::new();
        for (start, end, line) in tables::lines(&stretches(vm, this)) {
            let (start, end) = (vm.new_int(i128::from(start))?, vm.new_int(i128::from(end))?);
            let line = number_or_none(vm, line)?;
            items.push(vm.new_tuple(&[start.value(), end.value(), line.value()])?);
        }
        iterator(vm, items)
    }

    /// The branches: the offset of each, where it goes on otherwise, and where it jumps to.
    #[method("($self, /)")]
    fn co_branches(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let code = template(vm, this);
        let mut items = Vec::new();
        let mut word = 0;
        while let Some(op) = code.words.get(word).and_then(|&word| Op::from_number(word as u8)) {
            let next = word + op.words();
            if let Some(target) = taipan_bytecode::jump_target(&code.words, word)
                && !matches!(op, Op::JUMP | Op::JUMP_BACK)
            {
                let places = [word, next, target].map(|word| Value::small(offset_of_word(word as u32) as i32));
                items.push(vm.new_tuple(&places)?);
            }
            word = next;
        }
        iterator(vm, items)
    }

    /// Line, end line, column and end column of each two bytes of code: `traceback` looks up half of what `tb_lasti` says.
    #[method("($self, /)")]
    fn co_positions(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let mut items = Vec::new();
        for (units, location) in stretches(vm, this) {
            let (line, end_line) = (location.map(|location| location.line), location.map(|location| location.end_line));
            let columns = location.and_then(|location| location.columns);
            let mut parts = Vec::with_capacity(4);
            for number in [line, end_line, columns.map(|columns| columns.0), columns.map(|columns| columns.1)] {
                parts.push(number_or_none(vm, number)?);
            }
            let item = vm.new_tuple_from(parts)?;
            items.extend((0..units).map(|_| item.clone()));
        }
        iterator(vm, items)
    }

    /// A copy with some of its parts replaced.
    #[method("replace($self, /, *args, **changes)")]
    fn replace_parts(vm: &mut Vm, this: Obj<CodeObject>, args: Rest<'_>, changes: Keywords) -> R<Owned> {
        replace::replace(vm, this, args, changes)
    }

    /// A copy with some of its parts replaced.
    #[method("($self, /, *args, **changes)")]
    fn __replace__(vm: &mut Vm, this: Obj<CodeObject>, args: Rest<'_>, changes: Keywords) -> R<Owned> {
        replace::replace(vm, this, args, changes)
    }

    /// The name of local number `oparg`.
    #[method("($self, oparg, /)")]
    fn _varname_from_oparg(vm: &mut Vm, this: Obj<CodeObject>, number: usize) -> R<Owned> {
        match template(vm, this).locals.get(number) {
            Some(local) => vm.new_str(&local.name),
            None => Err(vm.index_error("tuple index out of range")),
        }
    }
}
