//! The special methods of str.

use crate::native::*;
use crate::types::bytes::Bytes;
use crate::types::slice::Slice;

pub(super) const SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: Some(hash),
    str: Some(str),
    new: Some(new),
    iter: Some(super::iter::iter),
    length: Some(length),
    compare: Some(compare),
    modulo: Some(modulo),
    get_item: Some(get_item),
    contains: Some(contains),
    concat: Some(concat),
    repeat: Some(repeat),
    ..Slots::EMPTY
};

fn this(vm: &mut Vm, value: Value) -> R<Obj<Str>> {
    match vm.cast::<Str>(value) {
        Some(text) => Ok(text),
        None => Err(vm.type_error("a str is required")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let text = taipan_text::repr::repr(this(vm, value)?.units(vm));
    vm.new_text(&text)
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    Ok(this(vm, value)?.hash(vm) as i64)
}

fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    let text = this(vm, value)?;
    vm.exact_str(text)
}

static NEW: Signature = Signature {
    name: "str",
    text: "(object='', encoding='utf-8', errors='strict')",
    parameters: &[
        Parameter { name: "object", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "encoding", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "errors", kind: ParameterKind::PositionalOrKeyword, optional: true },
    ],
    rest: false,
    keywords: false,
};

/// `str(object, encoding, errors)`.
fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if let (&[object], true, true) = (args.positional, args.names.is_empty(), class == vm.types.str) {
        return vm.str(object);
    }
    if args.names.is_empty() && args.positional.len() > 3 {
        let given = args.positional.len();
        if class != vm.types.str {
            let given = given + args.names.len();
            return Err(vm.type_error(format!("str() takes at most 3 arguments ({given} given)")));
        }
        return Err(vm.type_error(format!("str expected at most 3 arguments, got {given}")));
    }
    let mut given = [None; 3];
    bind(vm, &NEW, args, &mut given)?;
    let [object, encoding, errors] = given;
    let encoding = Option::<Obj<Str>>::from_argument(vm, encoding, &NEW, 1)?;
    let errors = Option::<Obj<Str>>::from_argument(vm, errors, &NEW, 2)?;
    for name in [encoding, errors].into_iter().flatten() {
        if name.units(vm).iter().any(|unit| unit == 0) {
            return Err(vm.value_error("embedded null character"));
        }
    }
    let text = match object {
        None => vm.empty_str.clone(),
        Some(object) if encoding.is_none() && errors.is_none() => vm.str(object)?,
        Some(object) => {
            if vm.cast::<Str>(object).is_some() {
                return Err(vm.type_error("decoding str is not supported"));
            }
            if vm.cast::<Bytes>(object).is_none() && !vm.has_buffer(object) {
                let found = vm.class_of(object).name(vm);
                return Err(vm.type_error(format!("decoding to str: need a bytes-like object, {found} found")));
            }
            vm.decode_argument(object, encoding, errors)?
        }
    };
    if class == vm.types.str {
        return Ok(text);
    }
    let Some(text) = vm.cast::<Str>(text.value()).map(|object| (object, text)) else {
        return Err(vm.type_error("a str is required"));
    };
    let shape = class.get(vm).root_shape;
    vm.with_units(text.0, |vm, units| vm.new_units_of_shape(shape, units))
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(this(vm, value)?.len(vm))
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(a), Some(b)) = (vm.cast::<Str>(a), vm.cast::<Str>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let result = match op {
        CompareOp::Eq => a.equals(vm, b),
        CompareOp::Ne => !a.equals(vm, b),
        _ => op.test(a.units(vm).cmp(&b.units(vm))),
    };
    Ok(Owned::bool(result))
}

fn modulo(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    match vm.cast::<Str>(a) {
        Some(template) => super::percent::format(vm, template, b),
        None => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let text = this(vm, value)?;
    if let Some(index) = key.as_int() {
        return character(vm, text, index as isize);
    }
    if let Some(slice) = vm.cast::<Slice>(key) {
        let bounds = vm.slice_bounds(slice)?;
        let selection = bounds.fit(text.len(vm));
        if let Some(range) = selection.range() {
            return vm.substring(text, range);
        }
        let picked: taipan_text::Text = {
            let units = text.units(vm);
            selection.places().map(|position| units.get(position)).collect()
        };
        return vm.new_text(&picked);
    }
    if !key.is_bool() && vm.class_of(key).slots(vm).index.is_none() {
        let found = vm.class_of(key).name(vm);
        return Err(vm.type_error(format!("string indices must be integers, not '{found}'")));
    }
    let index = vm.to_index(key)?;
    character(vm, text, index)
}

#[inline]
fn character(vm: &mut Vm, text: Obj<Str>, index: isize) -> R<Owned> {
    let units = text.units(vm);
    let length = units.len() as isize;
    let index = if index < 0 { index + length } else { index };
    if index < 0 || index >= length {
        return Err(vm.index_error("string index out of range"));
    }
    let point = units.get(index as usize);
    vm.new_char(point)
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> R<bool> {
    let text = this(vm, value)?;
    match vm.cast::<Str>(item) {
        Some(item) => Ok(taipan_text::search::contains(text.units(vm), item.units(vm))),
        None => {
            let found = vm.class_of(item).name(vm);
            Err(vm.type_error(format!("'in <string>' requires string as left operand, not {found}")))
        }
    }
}

fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let left = this(vm, a)?;
    match vm.cast::<Str>(b) {
        Some(right) => vm.concat_str(left, right),
        None => {
            let found = vm.class_of(b).name(vm);
            Err(vm.type_error(format!("can only concatenate str (not \"{found}\") to str")))
        }
    }
}

fn repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let text = this(vm, value)?;
    vm.repeat_str(text, count)
}
