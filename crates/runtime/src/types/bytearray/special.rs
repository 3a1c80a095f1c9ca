//! The special methods of bytearray.

use crate::native::*;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::common::{self, ByteString, Source};
use crate::types::slice::Slice;
use taipan_text::memory::{CopyOut, Grow};

pub(super) const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(repr),
    new: Some(new),
    init: Some(init),
    iter: Some(crate::types::bytes::iter::mutable::iter),
    length: Some(length),
    compare: Some(common::compare::<ByteArray>),
    modulo: Some(common::modulo::<ByteArray>),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    concat: Some(concat),
    repeat: Some(repeat),
    inplace_concat: Some(inplace_concat),
    inplace_repeat: Some(inplace_repeat),
    buffer: Some(&super::EXPORTER),
    ..Slots::EMPTY
};

fn this(vm: &mut Vm, value: Value) -> R<Obj<ByteArray>> {
    match vm.cast::<ByteArray>(value) {
        Some(bytes) => Ok(bytes),
        None => Err(vm.type_error("a bytearray object is required")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let bytes = this(vm, value)?.bytes(vm).copy_out();
    let name = vm.class_of(value).name(vm);
    let mut text = taipan_text::TextBuf::with_capacity(name.len() + bytes.len() + 5);
    text.push_str(&name);
    // Unlike in a bytes object's repr, a single quote is escaped even between double quotes.
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut shown = vec![b'(', b'b', quote];
    for &byte in &bytes {
        match byte {
            b'\'' | b'\\' => shown.put_slice(&[b'\\', byte]),
            b'\t' => shown.put_slice(b"\\t"),
            b'\n' => shown.put_slice(b"\\n"),
            b'\r' => shown.put_slice(b"\\r"),
            b' '..=b'~' => shown.put(byte),
            _ => shown.put_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    shown.put_slice(&[quote, b')']);
    text.push_ascii(&shown);
    vm.new_text(&text.finish())
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, ByteArray::default())
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let array = this(vm, value)?;
    let given = common::bind_arguments::<ByteArray>(vm, args)?;
    // What was there goes first of all: an initialisation that fails leaves nothing.
    if array.len(vm) > 0 {
        array.replace(vm, Buffer::new())?;
    }
    let bytes = match common::from_arguments::<ByteArray>(vm, given)? {
        Source::Bytes(bytes) => bytes,
        Source::Iterable(items) => {
            let filled = vm.for_each(items.value(), |vm, item| {
                let byte = common::byte(vm, item.value(), common::BYTE_RANGE)?;
                array.append(vm, &[byte])
            });
            if filled.is_err() && array.is_resizable() {
                *array.get_mut(vm) = ByteArray::default();
            }
            return filled;
        }
        Source::Object(object) => {
            let view = vm.buffer(object.value())?;
            let made = Buffer::from_slice(vm.heap, view.bytes(vm));
            vm.check(made)?
        }
    };
    array.replace(vm, bytes)
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(this(vm, value)?.len(vm))
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let bytes = this(vm, value)?;
    common::get_item(vm, bytes, key)
}

/// What is assigned to a slice: bytes, or an iterable of ints.
fn assigned(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    if let Some(view) = vm.buffer_optional(value)? {
        let bytes = view.to_vec(vm);
        view.release(vm)?;
        return Ok(bytes);
    }
    let iterable = vm.class_of(value).slots(vm).iter.is_some() || vm.is_sequence(value);
    if vm.as_int_ref(value).is_some() || vm.cast::<Str>(value).is_some() || !iterable {
        return Err(vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
    }
    Ok(common::collect_bytes(vm, value, common::BYTE_RANGE)?.as_slice().copy_out())
}

fn set_item(vm: &mut Vm, value: Value, key: Value, new: Option<Value>) -> R<()> {
    let array = this(vm, value)?;
    if let Some(slice) = vm.cast::<Slice>(key) {
        return set_slice(vm, array, slice, new);
    }
    let index = common::index_of(vm, key, "bytearray")?;
    let byte = new.map(|new| common::byte(vm, new, common::BYTE_RANGE)).transpose()?;
    let length = array.len(vm);
    let index = if index < 0 { index + length as isize } else { index };
    let Some(index) = usize::try_from(index).ok().filter(|&index| index < length) else {
        return Err(vm.index_error("bytearray index out of range"));
    };
    match byte {
        Some(byte) => {
            array.bytes_mut(vm)[index] = byte;
            Ok(())
        }
        None => array.splice(vm, index, index + 1, &[]),
    }
}

fn set_slice(vm: &mut Vm, array: Obj<ByteArray>, slice: Obj<Slice>, new: Option<Value>) -> R<()> {
    let bounds = vm.slice_bounds(slice)?;
    let bytes = new.map(|new| assigned(vm, new)).transpose()?;
    let selection = bounds.fit(array.len(vm));
    // Assigning nothing to a slice with a step deletes it, too.
    let Some(bytes) = bytes.filter(|bytes| selection.step == 1 || !bytes.is_empty()) else {
        if selection.count == 0 {
            return Ok(());
        }
        if let Some(range) = selection.range() {
            return array.splice(vm, range.start, range.end, &[]);
        }
        array.check_resizable(vm)?;
        let mut doomed = vec![false; array.len(vm)];
        selection.places().for_each(|position| doomed[position] = true);
        let kept = taipan_text::memory::gathered(
            array.bytes(vm).iter().zip(doomed).filter(|(_, doomed)| !doomed).map(|(&byte, _)| byte),
        );
        vm.check_built()?;
        let length = array.len(vm);
        return array.splice(vm, 0, length, &kept);
    };
    if let Some(range) = selection.range() {
        return array.splice(vm, range.start, range.end.max(range.start), &bytes);
    }
    if bytes.len() != selection.count {
        // A slice with a step is never resized.
        let (given, wanted) = (bytes.len(), selection.count);
        return Err(
            vm.value_error(format!("attempt to assign bytes of size {given} to extended slice of size {wanted}"))
        );
    }
    let data = array.bytes_mut(vm);
    for (position, byte) in selection.places().zip(bytes) {
        data[position] = byte;
    }
    Ok(())
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> R<bool> {
    let bytes = this(vm, value)?;
    common::contains(vm, bytes, item)
}

fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let left = this(vm, a)?;
    common::concat(vm, left, b)
}

fn repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let bytes = this(vm, value)?;
    let repeated = common::repeated(vm, bytes, count)?;
    ByteArray::create_from(vm, repeated)
}

fn inplace_concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let left = this(vm, a)?;
    let Some(right) = vm.buffer_optional(b)? else {
        let (kind, found) = (vm.class_of(a).name(vm), vm.class_of(b).name(vm));
        return Err(vm.type_error(format!("can't concat {found} to {kind}")));
    };
    let bytes = right.to_vec(vm);
    right.release(vm)?;
    left.append(vm, &bytes)?;
    Ok(a.own())
}

fn inplace_repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let array = this(vm, value)?;
    if count != 1 && array.len(vm) > 0 {
        array.check_resizable(vm)?;
        let repeated = common::repeated(vm, array, count)?;
        array.replace(vm, repeated)?;
    }
    Ok(value.own())
}
