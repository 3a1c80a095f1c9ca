//! The special methods of bytes.

use crate::native::*;
use crate::types::bytes::Bytes;
use crate::types::bytes::common::{self, ByteString, Source};

pub(super) const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(repr),
    hash: Some(hash),
    new: Some(new),
    iter: Some(super::iter::iter),
    length: Some(length),
    compare: Some(common::compare::<Bytes>),
    modulo: Some(common::modulo::<Bytes>),
    get_item: Some(get_item),
    contains: Some(contains),
    concat: Some(concat),
    repeat: Some(repeat),
    buffer: Some(&super::EXPORTER),
    ..Slots::EMPTY
};

fn this(vm: &mut Vm, value: Value) -> R<Obj<Bytes>> {
    match vm.cast::<Bytes>(value) {
        Some(bytes) => Ok(bytes),
        None => Err(vm.type_error("a bytes object is required")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let text = taipan_text::repr::repr_bytes(this(vm, value)?.bytes(vm));
    vm.new_text(&text)
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    Ok(this(vm, value)?.hash(vm) as i64)
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if let (&[source], true) = (args.positional, args.names.is_empty() && class == vm.types.bytes)
        && let Some(made) = of_few(vm, source)
    {
        return made;
    }
    let given = common::bind_arguments::<Bytes>(vm, args)?;
    let made = match common::from_arguments::<Bytes>(vm, given)? {
        Source::Object(bytes) => bytes,
        Source::Bytes(bytes) => Bytes::create_from(vm, bytes)?,
        Source::Iterable(items) => {
            let bytes = common::collect_bytes(vm, items.value(), "bytes must be in range(0, 256)")?;
            Bytes::create_from(vm, bytes)?
        }
    };
    if class == vm.types.bytes {
        return Ok(made);
    }
    let shape = class.get(vm).root_shape;
    match vm.cast::<Bytes>(made.value()) {
        Some(bytes) => vm.with_bytes(bytes, |vm, bytes| vm.new_bytes_of_shape(shape, bytes)),
        None => Ok(made),
    }
}

/// The bytes of a list or tuple of few ints, where they are bytes.
fn of_few(vm: &mut Vm, source: Value) -> Option<R<Owned>> {
    let items = match vm.cast_exact::<List>(source) {
        Some(list) => list.items(vm),
        None => vm.cast_exact::<Tuple>(source)?.items(vm),
    };
    let mut bytes = [0u8; 64];
    let bytes = bytes.get_mut(..items.len())?;
    for (byte, item) in bytes.iter_mut().zip(items) {
        *byte = u8::try_from(item.as_int()?).ok()?;
    }
    Some(vm.new_bytes(bytes))
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(this(vm, value)?.len(vm))
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let bytes = this(vm, value)?;
    common::get_item(vm, bytes, key)
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> R<bool> {
    let bytes = this(vm, value)?;
    common::contains(vm, bytes, item)
}

fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let left = this(vm, a)?;
    if let Some(right) = vm.cast_exact::<Bytes>(b) {
        if right.len(vm) == 0 && vm.cast_exact::<Bytes>(a).is_some() {
            return Ok(a.own());
        }
        if left.len(vm) == 0 {
            return Ok(b.own());
        }
        return vm.concat_bytes(left, right);
    }
    common::concat(vm, left, b)
}

fn repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let bytes = this(vm, value)?;
    if count == 1 {
        return common::whole(vm, bytes);
    }
    let repeated = common::repeated(vm, bytes, count)?;
    Bytes::create_from(vm, repeated)
}
