//! `re.Pattern`.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use super::found::Match;
use super::matcher::Scratch;
use super::parse::{IGNORECASE, parse};
use super::plant::{ExtraCases, plant};
use super::program::{Program, build, build_tree};
use super::scan::{self, Batch, Cursor, Joined, Mode, Subject};
use super::template::{Template, fill};
use crate::support::{payload, receiver};

#[derive(Trace)]
pub(super) struct Pattern {
    pattern: Owned,
    flags: i64,
    #[trace(skip)]
    pub(super) program: Program,
    /// What the last search worked with, for the next one.
    #[trace(skip)]
    pub(super) scratch: Option<Box<Scratch>>,
    /// The code as it was given, if it was: equal code makes equal patterns.
    code: Buffer<u32>,
    pub(super) groups: u32,
    /// A dict from names to numbers.
    pub(super) names: Owned,
    /// A tuple.
    pub(super) names_by_number: Owned,
    /// None for a pattern without text, which takes both kinds of subjects.
    pub(super) of_bytes: Option<bool>,
}

payload!(Pattern);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "re",
    doc: "A compiled regular expression.",
    slots: Slots { repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<Pattern>("Pattern")
};

pub(super) fn compile(
    vm: &mut Vm,
    pattern: Value,
    flags: i64,
    code: Obj<List>,
    groups: u32,
    names: Obj<Dict>,
    names_by_number: Obj<Tuple>,
) -> R<Owned> {
    let heap = vm.heap;
    let mut words = Buffer::new();
    for index in 0..code.len(vm) {
        let Some(&item) = code.items(vm).get(index) else { break };
        let word = match vm.int_to_i64(item).map(u32::try_from) {
            Some(Ok(word)) => word,
            _ => return Err(vm.overflow_error("regular expression code size limit exceeded")),
        };
        let pushed = words.push(heap, word);
        vm.check(pushed)?;
    }
    let of_bytes = if pattern.is_none() {
        None
    } else if vm.cast::<Str>(pattern).is_some() {
        Some(false)
    } else {
        drop(vm.buffer(pattern)?);
        Some(true)
    };
    let program = match build(words.as_slice(), groups) {
        Ok(program) => program,
        Err(_) => return Err(vm.runtime_error("invalid SRE code")),
    };
    vm.allocate(Pattern {
        pattern: pattern.own(),
        flags,
        program,
        scratch: None,
        code: words,
        groups,
        names: names.own(),
        names_by_number: names_by_number.own(),
        of_bytes,
    })
}

/// The pattern of a text, by way of no code; None when the text is `re`'s to read.
pub(super) fn compile_text(vm: &mut Vm, pattern: Value, flags: Value, extra_cases: Obj<Dict>) -> R<Owned> {
    let given = vm.int_to_i64(flags).and_then(|flags| u32::try_from(flags).ok());
    let (Some(given), false) = (given.filter(|_| !flags.is_object()), vm.is_watched()) else {
        return Ok(Owned::NONE);
    };
    let (text, is_text): (Vec<u32>, bool) = if let Some(text) = vm.cast_exact::<Str>(pattern) {
        (taipan_text::memory::gathered(text.units(vm).iter()), true)
    } else if let Some(bytes) = vm.cast_exact::<taipan_runtime::types::bytes::Bytes>(pattern) {
        (taipan_text::memory::gathered(bytes.bytes(vm).iter().map(|&byte| u32::from(byte))), false)
    } else {
        return Ok(Owned::NONE);
    };
    vm.check_built()?;
    let Ok(parsed) = parse(&text, is_text, given) else { return Ok(Owned::NONE) };
    let mut extra = ExtraCases::new();
    if parsed.flags & IGNORECASE != 0 || parsed.has_ignorecase {
        extra = read_extra_cases(vm, extra_cases);
    }
    let Ok(tree) = plant(&parsed, &extra) else { return Ok(Owned::NONE) };
    let groups = parsed.groups - 1;
    let program = build_tree(tree, groups);
    let (names, dict) = vm.new_dict_obj()?;
    let mut by_number = vec![Owned::NONE; parsed.groups as usize];
    for (name, group) in &parsed.names {
        let name = vm.new_str(name)?;
        let number = vm.new_int(i128::from(*group))?;
        dict.set(vm, name.value(), number.value())?;
        by_number[*group as usize] = name;
    }
    let names_by_number = vm.new_tuple_from(by_number)?;
    vm.allocate(Pattern {
        pattern: pattern.own(),
        flags: i64::from(parsed.flags),
        program,
        scratch: None,
        code: Buffer::new(),
        groups,
        names,
        names_by_number,
        of_bytes: Some(!is_text),
    })
}

fn read_extra_cases(vm: &Vm, table: Obj<Dict>) -> ExtraCases {
    let mut extra = ExtraCases::new();
    let number = |value: Value| vm.int_to_i64(value).and_then(|number| u32::try_from(number).ok());
    let mut position = 0;
    while let Some((at, key, others)) = table.entry_from(vm, position) {
        if let (Some(key), Some(others)) = (number(key), vm.cast::<Tuple>(others)) {
            extra.insert(key, others.items(vm).iter().filter_map(|&other| number(other)).collect());
        }
        position = at + 1;
    }
    extra
}

const FLAGS: [(i64, &str); 9] = [
    (1, "re.TEMPLATE"),
    (2, "re.IGNORECASE"),
    (4, "re.LOCALE"),
    (8, "re.MULTILINE"),
    (16, "re.DOTALL"),
    (32, "re.UNICODE"),
    (64, "re.VERBOSE"),
    (128, "re.DEBUG"),
    (256, "re.ASCII"),
];

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let state = receiver::<Pattern>(vm, this)?.get(vm);
    let (pattern, mut flags, of_bytes) = (state.pattern.clone(), state.flags, state.of_bytes);
    const UNICODE: i64 = 32;
    if of_bytes == Some(false) && flags & (4 | 32 | 256) == UNICODE {
        flags &= !UNICODE;
    }
    let text: String = vm.repr_text(pattern.value())?.chars().take(200).collect();
    let mut names = Vec::new();
    for (flag, name) in FLAGS {
        if flag != 1 && flags & flag != 0 {
            names.put(name.to_string());
            flags &= !flag;
        }
    }
    if flags != 0 {
        names.put(format!("0x{flags:x}"));
    }
    let names = if names.is_empty() { String::new() } else { format!(", {}", names.join("|")) };
    vm.new_str(&format!("re.compile({text}{names})"))
}

fn hash(vm: &mut Vm, this: Value) -> R<i64> {
    let state = receiver::<Pattern>(vm, this)?.get(vm);
    let (pattern, flags) = (state.pattern.clone(), state.flags);
    let hash = vm.hash(pattern.value())? ^ flags;
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(x), Some(y)) = (vm.cast::<Pattern>(a), vm.cast::<Pattern>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let (left, right) = (x.get(vm), y.get(vm));
    let (code, other_code) = (left.code.as_slice(), right.code.as_slice());
    // Text and flags say what the code is.
    let same_code = code.is_empty() || other_code.is_empty() || code == other_code;
    let mut equal = left.flags == right.flags && left.of_bytes == right.of_bytes && same_code;
    if equal {
        let (left, right) = (left.pattern.clone(), right.pattern.clone());
        equal = vm.equal(left.value(), right.value())?;
    }
    Ok(Owned::bool(equal == (op == CompareOp::Eq)))
}

fn attempt(
    vm: &mut Vm,
    this: Obj<Pattern>,
    string: Value,
    pos: Option<isize>,
    endpos: Option<isize>,
    mode: Mode,
) -> R<Owned> {
    let subject = Subject::new(vm, this, string, pos, endpos)?;
    match scan::find(vm, this, &subject, mode, subject.start, false)? {
        Some(span) => Match::make(vm, &this.own(), &subject, span),
        None => Ok(Owned::NONE),
    }
}

enum Replacement {
    Literal(Owned),
    Template(Owned),
    Function(Owned),
}

fn replacement(vm: &mut Vm, this: Obj<Pattern>, repl: Value) -> R<Replacement> {
    if vm.is_callable(repl) {
        return Ok(Replacement::Function(repl.own()));
    }
    let plain = match vm.cast::<Str>(repl) {
        Some(text) => !text.units(vm).iter().any(|c| c == u32::from('\\')),
        None => crate::support::bytes_like(vm, repl)?.is_some_and(|bytes| !bytes.contains(&b'\\')),
    };
    if plain {
        return Ok(Replacement::Literal(repl.own()));
    }
    let re = crate::support::import(vm, "re")?;
    let compile = vm.get_attr_str(re.value(), "_compile_template")?;
    let compiled = vm.call(compile.value(), &[this.value(), repl])?;
    if vm.cast::<Template>(compiled.value()).is_some() {
        return Ok(Replacement::Template(compiled));
    }
    Ok(Replacement::Literal(compiled))
}

/// The string with matches replaced, and how many were.
fn substitute(vm: &mut Vm, this: Obj<Pattern>, repl: Value, string: Value, count: Option<Value>) -> R<(Owned, usize)> {
    let limit = match count {
        Some(count) => vm.to_size(count)?,
        None => 0,
    };
    let replacement = replacement(vm, this, repl)?;
    let subject = Subject::new(vm, this, string, None, None)?;
    let mut joined = Joined::new(&subject);
    let length = subject.length;
    let mut cursor = Cursor::new(this, subject);
    // Of what is put together, for messages.
    let mut pieces = 0;
    let (mut done, mut position) = (0usize, 0usize);
    let mut batch = Batch::default();
    let mut index = 0;
    while limit <= 0 || done < limit as usize {
        let found = match &replacement {
            // The function's match takes its groups from the last search.
            Replacement::Function(_) => cursor.advance(vm, Mode::Search)?,
            _ => {
                let wanted = if limit <= 0 { usize::MAX } else { limit as usize - done };
                cursor.next_of(vm, &mut batch, &mut index, wanted)?
            }
        };
        let Some(span) = found else { break };
        joined.push_part(vm, &cursor.subject, position, span.start);
        pieces += usize::from(position < span.start);
        position = span.end;
        match &replacement {
            Replacement::Literal(text) => joined.push_value(vm, text.value(), pieces)?,
            Replacement::Template(template) => {
                if let Some(template) = vm.cast::<Template>(template.value()) {
                    let place = |group: usize| match group.checked_sub(1) {
                        Some(group) => batch.group(index - 1, group),
                        None => Some((span.start, span.end)),
                    };
                    fill(vm, template, &cursor.subject, place, &mut joined)?;
                }
            }
            Replacement::Function(function) => {
                let found = Match::make(vm, &cursor.pattern, &cursor.subject, span)?;
                let result = vm.call(function.value(), &[found.value()])?;
                if !result.is_none() {
                    joined.push_value(vm, result.value(), pieces)?;
                }
            }
        }
        pieces += 1;
        done += 1;
    }
    if done == 0 && vm.cast_exact::<Str>(string).is_some() {
        return Ok((string.own(), 0));
    }
    joined.push_part(vm, &cursor.subject, position, length);
    Ok((joined.finish(vm)?, done))
}

#[methods]
mod py {
    use super::*;

    /// A match that begins at the start of the string.
    #[method("match($self, /, string, pos=0, endpos=9223372036854775807)")]
    fn match_(vm: &mut Vm, this: Obj<Pattern>, string: Value, pos: Option<isize>, endpos: Option<isize>) -> R<Owned> {
        attempt(vm, this, string, pos, endpos, Mode::Match)
    }

    /// A match of the whole string.
    #[method("($self, /, string, pos=0, endpos=9223372036854775807)")]
    fn fullmatch(
        vm: &mut Vm,
        this: Obj<Pattern>,
        string: Value,
        pos: Option<isize>,
        endpos: Option<isize>,
    ) -> R<Owned> {
        attempt(vm, this, string, pos, endpos, Mode::FullMatch)
    }

    /// The first match in the string.
    #[method("($self, /, string, pos=0, endpos=9223372036854775807)")]
    fn search(vm: &mut Vm, this: Obj<Pattern>, string: Value, pos: Option<isize>, endpos: Option<isize>) -> R<Owned> {
        attempt(vm, this, string, pos, endpos, Mode::Search)
    }

    /// The string with the matches replaced.
    #[method("($self, /, repl, string, count=0)")]
    fn sub(vm: &mut Vm, this: Obj<Pattern>, repl: Value, string: Value, count: Option<Value>) -> R<Owned> {
        Ok(substitute(vm, this, repl, string, count)?.0)
    }

    /// The string with the matches replaced, and how many were.
    #[method("($self, /, repl, string, count=0)")]
    fn subn(vm: &mut Vm, this: Obj<Pattern>, repl: Value, string: Value, count: Option<Value>) -> R<Owned> {
        let (result, count) = substitute(vm, this, repl, string, count)?;
        let count = vm.new_int(count as i128)?;
        vm.new_tuple(&[result.value(), count.value()])
    }

    /// A list of the texts of all matches, or of their groups.
    #[method("($self, /, string, pos=0, endpos=9223372036854775807)")]
    fn findall(vm: &mut Vm, this: Obj<Pattern>, string: Value, pos: Option<isize>, endpos: Option<isize>) -> R<Owned> {
        let subject = Subject::new(vm, this, string, pos, endpos)?;
        let groups = this.get(vm).groups as usize;
        let mut cursor = Cursor::new(this, subject);
        let mut items = ValueVec::new();
        let mut batch = Batch::default();
        let heap = vm.heap;
        loop {
            cursor.advance_many(vm, &mut batch, usize::MAX)?;
            if batch.spans.is_empty() {
                return vm.new_list_from(items);
            }
            for (index, &span) in batch.spans.iter().enumerate() {
                // Groups that took no part are empty.
                let place = |group: usize| batch.group(index, group).unwrap_or((0, 0));
                let item = match groups {
                    0 => cursor.subject.slice(vm, span.start, span.end)?,
                    1 => cursor.subject.slice(vm, place(0).0, place(0).1)?,
                    _ => {
                        let mut values = taipan_text::memory::with_room(groups);
                        for group in 0..groups {
                            let (start, end) = place(group);
                            values.put(cursor.subject.slice(vm, start, end)?);
                        }
                        vm.new_tuple_from(values)?
                    }
                };
                let pushed = items.push(heap, item);
                vm.check(pushed)?;
            }
        }
    }

    /// An iterator over all matches.
    #[method("($self, /, string, pos=0, endpos=9223372036854775807)")]
    fn finditer(vm: &mut Vm, this: Obj<Pattern>, string: Value, pos: Option<isize>, endpos: Option<isize>) -> R<Owned> {
        let subject = Subject::new(vm, this, string, pos, endpos)?;
        scan::find_iterator(vm, this, subject)
    }

    /// An object that finds match after match.
    #[method("($self, /, string, pos=0, endpos=9223372036854775807)")]
    fn scanner(vm: &mut Vm, this: Obj<Pattern>, string: Value, pos: Option<isize>, endpos: Option<isize>) -> R<Owned> {
        let subject = Subject::new(vm, this, string, pos, endpos)?;
        scan::scanner(vm, this, subject)
    }

    /// The parts of the string between matches, with the groups of each.
    #[method("($self, /, string, maxsplit=0)")]
    fn split(vm: &mut Vm, this: Obj<Pattern>, string: Value, maxsplit: Option<Value>) -> R<Owned> {
        let limit = match maxsplit {
            Some(limit) => vm.to_size(limit)?,
            None => 0,
        };
        let subject = Subject::new(vm, this, string, None, None)?;
        let length = subject.length;
        let groups = this.get(vm).groups as usize;
        let mut cursor = Cursor::new(this, subject);
        let mut items = ValueVec::new();
        let heap = vm.heap;
        let (mut done, mut position) = (0isize, 0usize);
        let mut batch = Batch::default();
        let mut index = 0;
        while limit <= 0 || done < limit {
            let wanted = if limit <= 0 { usize::MAX } else { (limit - done) as usize };
            let Some(span) = cursor.next_of(vm, &mut batch, &mut index, wanted)? else { break };
            let part = cursor.subject.slice(vm, position, span.start)?;
            let pushed = items.push(heap, part);
            vm.check(pushed)?;
            for group in 0..groups {
                let value = match batch.group(index - 1, group) {
                    Some((start, end)) => cursor.subject.slice(vm, start, end)?,
                    None => Owned::NONE,
                };
                let pushed = items.push(heap, value);
                vm.check(pushed)?;
            }
            position = span.end;
            done += 1;
        }
        let rest = cursor.subject.slice(vm, position, length)?;
        let pushed = items.push(heap, rest);
        vm.check(pushed)?;
        vm.new_list_from(items)
    }

    /// The pattern itself.
    #[method("($self, /)")]
    fn __copy__(_vm: &mut Vm, this: Obj<Pattern>) -> Owned {
        this.own()
    }

    /// The pattern itself.
    #[method("($self, memo, /)")]
    fn __deepcopy__(_vm: &mut Vm, this: Obj<Pattern>, _memo: Value) -> Owned {
        this.own()
    }

    /// A generic alias.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        vm.new_generic_alias(class, item)
    }

    /// The text of the pattern.
    #[getter]
    fn pattern(vm: &mut Vm, this: Obj<Pattern>) -> Owned {
        this.get(vm).pattern.clone()
    }

    /// The flags.
    #[getter]
    fn flags(vm: &mut Vm, this: Obj<Pattern>) -> i64 {
        this.get(vm).flags
    }

    /// How many groups there are.
    #[getter]
    fn groups(vm: &mut Vm, this: Obj<Pattern>) -> u32 {
        this.get(vm).groups
    }

    /// The numbers of the named groups.
    #[getter]
    fn groupindex(vm: &mut Vm, this: Obj<Pattern>) -> R<Owned> {
        let names = this.get(vm).names.clone();
        let class = vm.types.mappingproxy;
        vm.call(class.value(), &[names.value()])
    }
}
