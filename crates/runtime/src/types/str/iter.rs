//! The iterators of str: one for ASCII text, one for all other, as their types tell apart.

use taipan_heap::ShapeId;
use taipan_text::Units;

use crate::native::*;
use crate::types::shapes;

/// Where an iterator is.
#[derive(Trace)]
struct Position {
    /// None once exhausted.
    text: Option<Owned>,
    index: usize,
}

#[derive(Trace)]
pub struct StrIterator(Position);

/// As `StrIterator`; every character is one of the shared ones.
#[derive(Trace)]
pub struct AsciiIterator(Position);

impl Payload for StrIterator {
    const NAME: &'static str = "StrIterator";
    const SHAPE: ShapeId = shapes::str_iterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.str_iterator
    }
}

impl Payload for AsciiIterator {
    const NAME: &'static str = "AsciiIterator";
    const SHAPE: ShapeId = shapes::str_ascii_iterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.str_ascii_iterator
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(crate::types::iterator::same), next: Some(next), ..Slots::EMPTY },
    methods: &general::METHODS,
    ..ClassDef::sealed::<StrIterator>("str_iterator")
};

pub(crate) static ASCII_CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(crate::types::iterator::same), next: Some(next_ascii), ..Slots::EMPTY },
    methods: &ascii::METHODS,
    ..ClassDef::sealed::<AsciiIterator>("str_ascii_iterator")
};

/// `iter(text)`.
pub(super) fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(text) = vm.cast::<Str>(value) else { return Err(vm.type_error("a str is required")) };
    let position = Position { text: Some(value.own()), index: 0 };
    match text.units(vm) {
        Units::Ascii(_) if vm.cast_exact::<Str>(value).is_some() => vm.allocate(AsciiIterator(position)),
        _ => vm.allocate(StrIterator(position)),
    }
}

fn next_ascii(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<AsciiIterator>(value) else { return Ok(None) };
    let position = &this.get(vm).0;
    let Some(text) = position.text.as_ref().and_then(|text| vm.cast::<Str>(text.value())) else { return Ok(None) };
    let found = match text.units(vm) {
        Units::Ascii(bytes) => bytes.get(position.index).and_then(|&byte| vm.latin1.get(byte as usize)).cloned(),
        _ => None,
    };
    let position = &mut this.get_mut(vm).0;
    match found {
        Some(_) => position.index += 1,
        None => drop(position.text.take()),
    }
    Ok(found)
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<StrIterator>(value) else { return Ok(None) };
    let position = &this.get(vm).0;
    let index = position.index;
    let Some(text) = position.text.as_ref().and_then(|text| vm.cast::<Str>(text.value())) else { return Ok(None) };
    if index < text.len(vm) {
        let point = text.units(vm).get(index);
        this.get_mut(vm).0.index += 1;
        return vm.new_char(point).map(Some);
    }
    drop(this.get_mut(vm).0.text.take());
    Ok(None)
}

fn remaining(vm: &Vm, position: &Position) -> usize {
    let text = position.text.as_ref().and_then(|text| vm.cast::<Str>(text.value()));
    text.map_or(0, |text| text.len(vm).saturating_sub(position.index))
}

pub(crate) fn reduce(vm: &mut Vm, iter: Owned, text: Option<Owned>, index: usize) -> R<Owned> {
    match text {
        Some(text) => {
            let (args, index) = (vm.new_tuple(&[text.value()])?, vm.new_int(index as i128)?);
            vm.new_tuple(&[iter.value(), args.value(), index.value()])
        }
        None => {
            let empty = vm.empty_str.clone();
            let args = vm.new_tuple(&[empty.value()])?;
            vm.new_tuple(&[iter.value(), args.value()])
        }
    }
}

fn set_state(vm: &Vm, position: &Position, state: isize) -> usize {
    let text = position.text.as_ref().and_then(|text| vm.cast::<Str>(text.value()));
    usize::try_from(state).unwrap_or(0).min(text.map_or(0, |text| text.len(vm)))
}

macro_rules! iterator_methods {
    ($module:ident $payload:ident) => {
        mod $module {
            use super::*;

            #[methods]
            mod py {
                use super::*;

                #[method("($self, /)")]
                fn __length_hint__(vm: &mut Vm, this: Obj<$payload>) -> usize {
                    remaining(vm, &this.get(vm).0)
                }

                #[method("($self, /)")]
                fn __reduce__(vm: &mut Vm, this: Obj<$payload>) -> R<Owned> {
                    let function = crate::types::iterator::builtin(vm, "iter")?;
                    let position = &this.get(vm).0;
                    let (text, index) = (position.text.clone(), position.index);
                    reduce(vm, function, text, index)
                }

                #[method("($self, state, /)")]
                fn __setstate__(vm: &mut Vm, this: Obj<$payload>, state: isize) {
                    let index = set_state(vm, &this.get(vm).0, state);
                    this.get_mut(vm).0.index = index;
                }
            }
        }
    };
}

iterator_methods!(general StrIterator);
iterator_methods!(ascii AsciiIterator);
