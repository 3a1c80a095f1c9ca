//! The attributes of code objects: what introspection and debuggers read.

use std::sync::Arc;

use taipan_bytecode::{Code, CodeFlags, LocalKind, Op};

use super::CodeObject;
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

fn code_bytes(words: &[u32]) -> Vec<u8> {
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
fn variables(code: &Code) -> Vec<String> {
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
    let code = template(vm, code);
    let text = format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        code.name,
        value.bits(),
        code.filename,
        code.first_line
    );
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
        && a.consts == b.consts
        && a.names == b.names
        && a.exceptions == b.exceptions
        && a.positions == b.positions
}

pub(super) fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(left), Some(right)) = (vm.cast::<CodeObject>(a), vm.cast::<CodeObject>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let equal = left == right || same(&template(vm, left), &template(vm, right));
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

fn number_or_none(vm: &mut Vm, number: u32, known: bool) -> R<Owned> {
    if known { vm.new_int(i128::from(number)) } else { Ok(Owned::NONE) }
}

/// A copy of the code with some of its parts replaced.
fn replace(vm: &mut Vm, this: Obj<CodeObject>, args: Rest<'_>, changes: Keywords) -> R<Owned> {
    if !args.is_empty() {
        return Err(vm.type_error("replace() takes no positional arguments"));
    }
    let mut code = Code::clone(&template(vm, this));
    let mut consts = None;
    for (key, value) in changes {
        let key = vm.str_text(key)?;
        change(vm, &mut code, &mut consts, &key, value)?;
    }
    let made = vm.new_code(Arc::new(code))?;
    let consts = match consts {
        Some(consts) => consts,
        None => this.get(vm).consts.clone(),
    };
    if let Some(made) = vm.cast::<CodeObject>(made.value()) {
        let foreign = consts.iter().zip(&this.get(vm).consts).any(|(new, old)| !new.is(old.value()));
        let foreign = foreign || this.get(vm).foreign_consts;
        made.get_mut(vm).foreign_consts = foreign;
        let old = std::mem::replace(&mut made.get_mut(vm).consts, consts);
        drop(old);
    }
    Ok(made)
}

fn change(vm: &mut Vm, code: &mut Code, consts: &mut Option<Vec<Owned>>, key: &str, value: Value) -> R<()> {
    let wrong = |vm: &mut Vm, expected: &str| {
        let found = vm.class_of(value).name(vm);
        vm.type_error(format!("replace() argument '{key}' must be {expected}, not {found}"))
    };
    match key {
        "co_name" | "co_qualname" | "co_filename" => {
            let Some(text) = vm.cast::<Str>(value) else { return Err(wrong(vm, "str")) };
            let text = text.to_string_lossy(vm);
            match key {
                "co_name" => code.name = text,
                "co_qualname" => code.qualname = text,
                _ => code.filename = text.into(),
            }
            Ok(())
        }
        "co_firstlineno" => {
            let line = vm.to_i64(value, "int")?;
            code.first_line = u32::try_from(line)
                .map_err(|_| vm.value_error("code: argcount, posonlyargcount, kwonlyargcount, nlocals, firstlineno"))?;
            Ok(())
        }
        "co_flags" => {
            let flags = CodeFlags(vm.to_i64(value, "int")? as u32);
            // How a frame is set up depends on these.
            let fixed = CodeFlags::OPTIMIZED.0
                | CodeFlags::VARARGS.0
                | CodeFlags::VARKEYWORDS.0
                | CodeFlags::GENERATOR.0
                | CodeFlags::COROUTINE.0
                | CodeFlags::ASYNC_GENERATOR.0
                | CodeFlags::HAS_DOCSTRING.0;
            if (flags.0 ^ code.flags.0) & fixed != 0 {
                return Err(vm.value_error("code: these flags cannot be changed"));
            }
            code.flags = flags;
            Ok(())
        }
        "co_consts" => {
            let Some(items) = vm.cast::<Tuple>(value) else { return Err(wrong(vm, "tuple")) };
            if items.len(vm) != code.consts.len() {
                return Err(vm.value_error("code: the number of constants cannot be changed"));
            }
            *consts = Some(items.items(vm).iter().map(|item| item.own()).collect());
            Ok(())
        }
        "co_names" | "co_freevars" => {
            let Some(items) = vm.cast::<Tuple>(value) else { return Err(wrong(vm, "tuple")) };
            let mut names = Vec::new();
            for item in items.items(vm).to_vec() {
                let Some(name) = vm.cast::<Str>(item) else {
                    let found = vm.class_of(item).name(vm);
                    return Err(vm.type_error(format!("name tuples must contain only strings, not '{found}'")));
                };
                names.push(name.to_string_lossy(vm));
            }
            let place = if key == "co_names" { &mut code.names } else { &mut code.free };
            if names.len() != place.len() {
                return Err(vm.value_error("code: the number of names cannot be changed"));
            }
            *place = names;
            Ok(())
        }
        "co_argcount" | "co_posonlyargcount" | "co_kwonlyargcount" | "co_nlocals" | "co_stacksize" | "co_code"
        | "co_varnames" | "co_cellvars" | "co_linetable" | "co_exceptiontable" => {
            Err(vm.not_implemented_error(format!("replacing {key} of a code object")))
        }
        _ => Err(vm.type_error(format!("replace() got an unexpected keyword argument '{key}'"))),
    }
}

#[methods]
mod py {
    use super::*;

    #[member]
    fn co_name(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let name = template(vm, this).name.clone();
        Ok(vm.intern(&name)?.own())
    }

    #[member]
    fn co_qualname(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let name = template(vm, this).qualname.clone();
        Ok(vm.intern(&name)?.own())
    }

    #[member]
    fn co_filename(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let name = template(vm, this).filename.clone();
        Ok(vm.intern(&name)?.own())
    }

    #[member]
    fn co_firstlineno(vm: &mut Vm, this: Obj<CodeObject>) -> u32 {
        template(vm, this).first_line
    }

    #[member]
    fn co_argcount(vm: &mut Vm, this: Obj<CodeObject>) -> u32 {
        u32::from(template(vm, this).positional)
    }

    #[member]
    fn co_posonlyargcount(vm: &mut Vm, this: Obj<CodeObject>) -> u32 {
        u32::from(template(vm, this).positional_only)
    }

    #[member]
    fn co_kwonlyargcount(vm: &mut Vm, this: Obj<CodeObject>) -> u32 {
        u32::from(template(vm, this).keyword_only)
    }

    #[member]
    fn co_flags(vm: &mut Vm, this: Obj<CodeObject>) -> u32 {
        template(vm, this).flags.0
    }

    #[member]
    fn co_stacksize(vm: &mut Vm, this: Obj<CodeObject>) -> u32 {
        u32::from(template(vm, this).registers)
    }

    #[getter]
    fn co_nlocals(vm: &mut Vm, this: Obj<CodeObject>) -> usize {
        variables(&template(vm, this)).len()
    }

    #[getter]
    fn co_varnames(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let names = variables(&template(vm, this));
        text_tuple(vm, names)
    }

    #[getter]
    fn co_cellvars(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let code = template(vm, this);
        let cells = code.locals.iter().filter(|local| local.kind == LocalKind::Cell);
        text_tuple(vm, cells.map(|local| local.name.clone()))
    }

    #[getter]
    fn co_freevars(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let names = template(vm, this).free.clone();
        text_tuple(vm, names)
    }

    #[member]
    fn co_names(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let names = template(vm, this).names.clone();
        text_tuple(vm, names)
    }

    #[member]
    fn co_consts(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let mut items = Vec::new();
        for index in 0..this.get(vm).consts.len() {
            items.push(this.inner_code(vm, index)?);
        }
        vm.new_tuple_from(items)
    }

    #[getter]
    fn co_code(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let bytes = code_bytes(&template(vm, this).words);
        crate::types::bytes::new(vm, &bytes)
    }

    #[getter]
    fn _co_code_adaptive(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let bytes = code_bytes(&this.get(vm).words);
        crate::types::bytes::new(vm, &bytes)
    }

    #[member]
    fn co_linetable(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let code = template(vm, this);
        crate::types::bytes::new(vm, &code.positions.0)
    }

    #[member]
    fn co_exceptiontable(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let code = template(vm, this);
        let mut bytes = Vec::new();
        for entry in &code.exceptions {
            for number in [entry.start + 1, entry.end + 1, entry.target + 1, u32::from(entry.register)] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
        }
        crate::types::bytes::new(vm, &bytes)
    }

    /// Start, end and line of each stretch of instructions.
    #[method("($self, /)")]
    fn co_lines(vm: &mut Vm, this: Obj<CodeObject>) -> R<Owned> {
        let code = template(vm, this);
        let mut stretches: Vec<(i64, i64, Option<u32>)> = vec![(0, WORD as i64, Some(beginning(&code)))];
        for (start, end, position) in code.positions.runs() {
            let (start, end) = (offset_of_word(start), offset_of_word(end));
            let begins = beginning(&code) == 0 && stretches.len() == 1;
            let line = (position.line != 0 || begins).then_some(position.line);
            match stretches.last_mut() {
                Some(last) if last.2 == line => last.1 = end,
                _ => stretches.push((start, end, line)),
            }
        }
        let mut items = Vec::with_capacity(stretches.len());
        for (start, end, line) in stretches {
            let (start, end) = (vm.new_int(i128::from(start))?, vm.new_int(i128::from(end))?);
            let line = number_or_none(vm, line.unwrap_or(0), line.is_some())?;
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
        let code = template(vm, this);
        let line = vm.new_int(i128::from(beginning(&code)))?;
        let first = vm.new_tuple(&[line.value(), line.value(), Value::small(0), Value::small(0)])?;
        let mut items = vec![first; WORD / 2];
        for (start, end, position) in code.positions.runs() {
            let known = position.line != 0;
            let numbers = [position.line, position.end_line, position.column, position.end_column];
            let mut parts = Vec::with_capacity(4);
            for number in numbers {
                parts.push(number_or_none(vm, number, known)?);
            }
            let item = vm.new_tuple_from(parts)?;
            items.extend((start * 2..end * 2).map(|_| item.clone()));
        }
        iterator(vm, items)
    }

    /// A copy with some of its parts replaced.
    #[method("replace($self, /, *args, **changes)")]
    fn replace_parts(vm: &mut Vm, this: Obj<CodeObject>, args: Rest<'_>, changes: Keywords) -> R<Owned> {
        replace(vm, this, args, changes)
    }

    /// A copy with some of its parts replaced.
    #[method("($self, /, *args, **changes)")]
    fn __replace__(vm: &mut Vm, this: Obj<CodeObject>, args: Rest<'_>, changes: Keywords) -> R<Owned> {
        replace(vm, this, args, changes)
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
