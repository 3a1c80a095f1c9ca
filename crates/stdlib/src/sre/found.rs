//! `re.Match`.

use smallvec::SmallVec;
use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use super::matcher::UNSET;
use super::pattern::Pattern;
use super::scan::{Joined, Span, Subject, slice};
use super::template::{Template, expand as expand_template};
use crate::support::{payload, receiver};

#[derive(Trace)]
pub(super) struct Match {
    pub(super) pattern: Owned,
    string: Owned,
    is_bytes: bool,
    start: usize,
    end: usize,
    /// Start and end of each group, the whole first; `UNSET` where it took no part.
    #[trace(skip)]
    places: SmallVec<[(usize, usize); 3]>,
    last_index: usize,
}

payload!(Match);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "re",
    doc: "What a search found.",
    slots: Slots { repr: Some(repr), get_item: Some(get_item), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<Match>("Match")
};

impl Match {
    pub(super) fn make(vm: &mut Vm, pattern: &Owned, subject: &Subject, span: Span) -> R<Owned> {
        let mut places = SmallVec::<[(usize, usize); 3]>::new();
        places.put((span.start, span.end));
        let mut last_index = 0;
        if let Some(last) = vm.cast::<Pattern>(pattern.value()).and_then(|pattern| pattern.get(vm).scratch.as_ref())
            && !last.marks.is_empty()
        {
            last_index = last.last_index;
            places.put_iter(last.marks.chunks_exact(2).map(|pair| match *pair {
                [start, end] if start != UNSET && end != UNSET && start <= end => (start, end),
                _ => (UNSET, UNSET),
            }));
        }
        vm.allocate(Match {
            pattern: pattern.clone(),
            string: subject.value.clone(),
            is_bytes: subject.is_bytes(),
            start: subject.start,
            end: subject.end,
            places,
            last_index,
        })
    }
}

pub(super) trait Groups {
    fn group_value(self, vm: &mut Vm, group: usize) -> R<Option<Owned>>;
}

impl Groups for Obj<Match> {
    /// The text of a group; None when it took no part.
    fn group_value(self, vm: &mut Vm, group: usize) -> R<Option<Owned>> {
        let state = self.get(vm);
        match state.places.get(group) {
            Some(&(start, end)) if start != UNSET => {
                let string = state.string.clone();
                slice(vm, string.value(), start, end).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// The number of the group that a number or a name means.
fn group_number(vm: &mut Vm, this: Obj<Match>, key: Value) -> R<usize> {
    let count = this.get(vm).places.len();
    let mut number = None;
    if vm.class_of(key).slots(vm).index.is_some() {
        let index = vm.to_index(key)?;
        number = usize::try_from(index).ok();
    } else {
        let pattern = this.get(vm).pattern.clone();
        if let Some(pattern) = vm.cast::<Pattern>(pattern.value()) {
            let names = pattern.get(vm).names.clone();
            if let Some(names) = vm.cast::<Dict>(names.value()) {
                let found = match names.lookup(vm, key) {
                    Ok(found) => found,
                    Err(_) => {
                        drop(vm.take_error());
                        None
                    }
                };
                number = found.and_then(|found| found.as_int()).and_then(|index| usize::try_from(index).ok());
            }
        }
    }
    match number {
        Some(number) if number < count => Ok(number),
        _ => Err(vm.index_error("no such group")),
    }
}

fn get_item(vm: &mut Vm, this: Value, key: Value) -> R<Owned> {
    let this = receiver::<Match>(vm, this)?;
    let group = group_number(vm, this, key)?;
    Ok(this.group_value(vm, group)?.unwrap_or(Owned::NONE))
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).full_name(vm);
    let this = receiver::<Match>(vm, this)?;
    let (start, end) = this.get(vm).places[0];
    let text = this.group_value(vm, 0)?.unwrap_or(Owned::NONE);
    let text: String = vm.repr_text(text.value())?.chars().take(50).collect();
    vm.new_str(&format!("<{class} object; span=({start}, {end}), match={text}>"))
}

fn place(vm: &mut Vm, this: Obj<Match>, group: Option<Value>) -> R<(i64, i64)> {
    let group = match group {
        Some(group) => group_number(vm, this, group)?,
        None => 0,
    };
    let (start, end) = this.get(vm).places[group];
    Ok(if start == UNSET { (-1, -1) } else { (start as i64, end as i64) })
}

fn pair(vm: &mut Vm, (start, end): (i64, i64)) -> R<Owned> {
    let (start, end) = (vm.new_int(start.into())?, vm.new_int(end.into())?);
    vm.new_tuple(&[start.value(), end.value()])
}

#[methods]
mod py {
    use super::*;

    /// The text of one group, or of several as a tuple; without arguments, of the whole match.
    #[method("($self, /, *args)")]
    fn group(vm: &mut Vm, this: Obj<Match>, args: Rest<'_>) -> R<Owned> {
        match *args {
            [] => Ok(this.group_value(vm, 0)?.unwrap_or(Owned::NONE)),
            [key] => get_item(vm, this.value(), key),
            _ => {
                let mut values = taipan_text::memory::with_room(args.len());
                for &key in args {
                    values.put(get_item(vm, this.value(), key)?);
                }
                vm.new_tuple_from(values)
            }
        }
    }

    /// The texts of all groups.
    #[method("($self, /, default=None)")]
    fn groups(vm: &mut Vm, this: Obj<Match>, default: Option<Value>) -> R<Owned> {
        let mut values = taipan_text::memory::with_room(this.get(vm).places.len() - 1);
        for group in 1..this.get(vm).places.len() {
            let default = default.unwrap_or(Value::NONE);
            let value = this.group_value(vm, group)?.unwrap_or_else(|| default.own());
            values.put(value);
        }
        vm.new_tuple_from(values)
    }

    /// The texts of the named groups, by name.
    #[method("($self, /, default=None)")]
    fn groupdict(vm: &mut Vm, this: Obj<Match>, default: Option<Value>) -> R<Owned> {
        let (owned, result) = vm.new_dict_obj()?;
        let pattern = this.get(vm).pattern.clone();
        let Some(pattern) = vm.cast::<Pattern>(pattern.value()) else { return Ok(owned) };
        let names = pattern.get(vm).names.clone();
        let entries = vm.cast::<Dict>(names.value()).map(|names| names.snapshot(vm)).unwrap_or_default();
        for (name, number) in entries {
            let number = number.as_int().and_then(|number| usize::try_from(number).ok()).unwrap_or(usize::MAX);
            let value = this.group_value(vm, number)?;
            let value = value.unwrap_or_else(|| default.unwrap_or(Value::NONE).own());
            result.set(vm, name.value(), value.value())?;
        }
        Ok(owned)
    }

    /// Where a group begins, or -1.
    #[method("($self, group=0, /)")]
    fn start(vm: &mut Vm, this: Obj<Match>, group: Option<Value>) -> R<i64> {
        Ok(place(vm, this, group)?.0)
    }

    /// Where a group ends, or -1.
    #[method("($self, group=0, /)")]
    fn end(vm: &mut Vm, this: Obj<Match>, group: Option<Value>) -> R<i64> {
        Ok(place(vm, this, group)?.1)
    }

    /// Where a group begins and ends.
    #[method("($self, group=0, /)")]
    fn span(vm: &mut Vm, this: Obj<Match>, group: Option<Value>) -> R<Owned> {
        let place = place(vm, this, group)?;
        pair(vm, place)
    }

    /// A template with the groups put in.
    #[method("($self, /, template)")]
    fn expand(vm: &mut Vm, this: Obj<Match>, template: Value) -> R<Owned> {
        let pattern = this.get(vm).pattern.clone();
        let re = crate::support::import(vm, "re")?;
        let compile = vm.get_attr_str(re.value(), "_compile_template")?;
        let compiled = vm.call(compile.value(), &[pattern.value(), template])?;
        let Some(compiled) = vm.cast::<Template>(compiled.value()) else { return Ok(compiled) };
        let mut joined =
            if this.get(vm).is_bytes { Joined::Bytes(Vec::new()) } else { Joined::Text(taipan_text::TextBuf::new()) };
        expand_template(vm, compiled, this, &mut joined)?;
        joined.finish(vm)
    }

    /// The match itself.
    #[method("($self, /)")]
    fn __copy__(_vm: &mut Vm, this: Obj<Match>) -> Owned {
        this.own()
    }

    /// The match itself.
    #[method("($self, memo, /)")]
    fn __deepcopy__(_vm: &mut Vm, this: Obj<Match>, _memo: Value) -> Owned {
        this.own()
    }

    /// A generic alias.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        vm.new_generic_alias(class, item)
    }

    /// What was searched.
    #[getter]
    fn string(vm: &mut Vm, this: Obj<Match>) -> Owned {
        this.get(vm).string.clone()
    }

    /// The pattern.
    #[getter]
    fn re(vm: &mut Vm, this: Obj<Match>) -> Owned {
        this.get(vm).pattern.clone()
    }

    /// Where the search began.
    #[getter]
    fn pos(vm: &mut Vm, this: Obj<Match>) -> usize {
        this.get(vm).start
    }

    /// Where the search had to end.
    #[getter]
    fn endpos(vm: &mut Vm, this: Obj<Match>) -> usize {
        this.get(vm).end
    }

    /// The number of the group that was closed last.
    #[getter]
    fn lastindex(vm: &mut Vm, this: Obj<Match>) -> Option<usize> {
        Some(this.get(vm).last_index).filter(|&index| index > 0)
    }

    /// The name of the group that was closed last.
    #[getter]
    fn lastgroup(vm: &mut Vm, this: Obj<Match>) -> Owned {
        let state = this.get(vm);
        let Some(pattern) = vm.cast::<Pattern>(state.pattern.value()) else { return Owned::NONE };
        let names = vm.cast::<Tuple>(pattern.get(vm).names_by_number.value()).map(|names| names.items(vm));
        match names.and_then(|names| names.get(state.last_index)) {
            Some(name) if state.last_index > 0 => name.own(),
            _ => Owned::NONE,
        }
    }

    /// Where each group begins and ends.
    #[getter]
    fn regs(vm: &mut Vm, this: Obj<Match>) -> R<Owned> {
        let places = this.get(vm).places.clone();
        let mut pairs = taipan_text::memory::with_room(places.len());
        for &(start, end) in places.iter() {
            pairs.put(pair(vm, if start == UNSET { (-1, -1) } else { (start as i64, end as i64) })?);
        }
        vm.new_tuple_from(pairs)
    }
}
