//! `_string`: the parser of `str.format`, for `string.Formatter`.

use taipan_runtime::native::*;
use taipan_runtime::types::str::format::{Key, Pieces, Step, next_step, split_name};
use taipan_text::Units;
use taipan_text::memory::Grow;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) = vm.native_module("_string", "The parser of format strings.", &METHODS)?;
    Ok(owned)
}

fn said<T>(vm: &mut Vm, result: Result<T, &'static str>) -> R<T> {
    result.map_err(|message| vm.value_error(message))
}

fn part(vm: &mut Vm, text: Units<'_>, range: std::ops::Range<usize>) -> R<Owned> {
    vm.new_units_narrowed(text.slice(range))
}

/// The index or name that is the first part of a field name, or is in brackets.
fn key(vm: &mut Vm, text: Units<'_>, key: Key) -> R<Owned> {
    match key {
        Key::Index(index) => vm.new_int(index as i128),
        Key::Name(name) => part(vm, text, name),
    }
}

#[methods]
mod py {
    use super::*;

    /// The pieces of a format string: `(literal, field name, specification, conversion)` each.
    #[function("(format_string, /)")]
    fn formatter_parser(vm: &mut Vm, format_string: Obj<Str>) -> R<Owned> {
        let list = vm.new_list(&[])?;
        let pieces = vm.with_units(format_string, |vm, text| {
            let mut pieces = Pieces::new(text, 0..text.len());
            let mut rows: Vec<Owned> = Vec::new();
            while let Some(piece) = said(vm, pieces.next_piece())? {
                let literal = part(vm, text, piece.literal)?;
                let row = match piece.field {
                    None => [literal, Owned::NONE, Owned::NONE, Owned::NONE],
                    Some(field) => {
                        let name = part(vm, text, field.name)?;
                        let spec = part(vm, text, field.spec)?;
                        let conversion = match field.conversion {
                            Some(point) => vm.new_char(point)?,
                            None => Owned::NONE,
                        };
                        [literal, name, spec, conversion]
                    }
                };
                let values = row.each_ref().map(|item| item.value());
                rows.put(vm.new_tuple(&values)?);
            }
            Ok(rows)
        })?;
        if let Some(object) = vm.cast::<List>(list.value()) {
            for piece in pieces {
                object.push(vm, piece)?;
            }
        }
        vm.iter(list.value())
    }

    /// A field name's first part, and an iterator over `(is attribute, name or index)` of the rest.
    #[function("(field_name, /)")]
    fn formatter_field_name_split(vm: &mut Vm, field_name: Obj<Str>) -> R<Owned> {
        vm.with_units(field_name, |vm, text| {
            let (first, mut rest) = said(vm, split_name(text, 0..text.len()))?;
            let first = key(vm, text, first)?;
            let mut steps = Vec::new();
            while let Some(step) = said(vm, next_step(text, &mut rest))? {
                let (attribute, value) = match step {
                    Step::Attribute(name) => (true, part(vm, text, name)?),
                    Step::Item(item) => (false, key(vm, text, item)?),
                };
                steps.put(vm.new_tuple(&[Value::bool(attribute), value.value()])?);
            }
            let values: Vec<Value> = steps.iter().map(|step| step.value()).collect();
            let list = vm.new_list(&values)?;
            let iterator = vm.iter(list.value())?;
            vm.new_tuple(&[first.value(), iterator.value()])
        })
    }
}
