//! What bytes and bytearray do alike, and the arguments that their methods take.

use std::ops::Range;
use taipan_text::memory::{CopyOut, Grow};

use smallvec::SmallVec;

use crate::native::*;
use crate::object::buffer::View;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::Bytes;
use crate::types::str::percent;

/// A type whose instances hold bytes.
pub(crate) trait ByteString: Payload {
    const KIND: &'static str;

    /// The bytes now.
    fn data(this: Obj<Self>, vm: &Vm) -> &[u8];

    /// While this view lives, the length stays, whatever Python code runs.
    fn hold(this: Obj<Self>, vm: &Vm) -> View;

    /// A new exact instance.
    fn create(vm: &mut Vm, bytes: &[u8]) -> R<Owned>;

    /// A new exact instance of bytes in counted memory.
    fn create_from(vm: &mut Vm, bytes: Buffer<u8>) -> R<Owned>;

    /// An exact instance with a part of the bytes: the object itself, when it is immutable and that is all of it.
    fn part(vm: &mut Vm, this: Obj<Self>, range: Range<usize>) -> R<Owned>;
}

impl ByteString for Bytes {
    const KIND: &'static str = "bytes";

    fn hold(this: Obj<Bytes>, vm: &Vm) -> View {
        View::new(this.value(), &crate::types::bytes::EXPORTER, 0..this.len(vm), true)
    }

    fn data(this: Obj<Bytes>, vm: &Vm) -> &[u8] {
        this.bytes(vm)
    }

    fn create(vm: &mut Vm, bytes: &[u8]) -> R<Owned> {
        vm.new_bytes(bytes)
    }

    fn create_from(vm: &mut Vm, bytes: Buffer<u8>) -> R<Owned> {
        vm.new_bytes(bytes.as_slice())
    }

    fn part(vm: &mut Vm, this: Obj<Bytes>, range: Range<usize>) -> R<Owned> {
        vm.bytes_part(this, range)
    }
}

impl ByteString for ByteArray {
    const KIND: &'static str = "bytearray";

    fn hold(this: Obj<ByteArray>, vm: &Vm) -> View {
        View::new(this.value(), &crate::types::bytearray::EXPORTER, 0..this.len(vm), true)
    }

    fn data(this: Obj<ByteArray>, vm: &Vm) -> &[u8] {
        this.bytes(vm)
    }

    fn create(vm: &mut Vm, bytes: &[u8]) -> R<Owned> {
        vm.new_bytearray(bytes)
    }

    fn create_from(vm: &mut Vm, bytes: Buffer<u8>) -> R<Owned> {
        vm.new_bytearray_from(bytes)
    }

    fn part(vm: &mut Vm, this: Obj<ByteArray>, range: Range<usize>) -> R<Owned> {
        let made = Buffer::from_slice(vm.heap, this.bytes(vm).get(range).unwrap_or(&[]));
        let bytes = vm.check(made)?;
        vm.new_bytearray_from(bytes)
    }
}

/// All of the bytes, as an exact instance.
pub(crate) fn whole<T: ByteString>(vm: &mut Vm, this: Obj<T>) -> R<Owned> {
    let length = T::data(this, vm).len();
    T::part(vm, this, 0..length)
}

/// What is searched for: one byte, or bytes.
pub(crate) enum Needle {
    Byte([u8; 1]),
    Bytes(View),
}

impl Needle {
    pub(crate) fn bytes<'a>(&'a self, vm: &'a Vm) -> &'a [u8] {
        match self {
            Needle::Byte(byte) => byte,
            Needle::Bytes(view) => view.bytes(vm),
        }
    }
}

/// A value in `range(256)`.
pub(crate) fn byte(vm: &mut Vm, value: Value, message: &str) -> R<u8> {
    if let Some(byte) = value.as_int().and_then(|int| u8::try_from(int).ok()) {
        return Ok(byte);
    }
    let index = vm.index(value)?;
    match vm.int_to_i64(index.value()).and_then(|byte| u8::try_from(byte).ok()) {
        Some(byte) => Ok(byte),
        None => Err(vm.value_error(message)),
    }
}

pub(crate) const BYTE_RANGE: &str = "byte must be in range(0, 256)";

/// The argument of `find`, `count` and the like. Getting it may run Python code, which finds `this` held.
pub(crate) fn needle<T: ByteString>(vm: &mut Vm, this: Obj<T>, value: Value) -> R<Needle> {
    let _held = T::hold(this, vm);
    if let Some(view) = vm.buffer_optional(value)? {
        return Ok(Needle::Bytes(view));
    }
    if vm.as_int_ref(value).is_none() && vm.class_of(value).slots(vm).index.is_none() {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("argument should be integer or bytes-like object, not '{found}'")));
    }
    byte(vm, value, BYTE_RANGE).map(|byte| Needle::Byte([byte]))
}

/// Where `needle` is in the part of the bytes that `start` and `end` leave.
pub(crate) fn locate<T: ByteString>(
    vm: &mut Vm,
    this: Obj<T>,
    sub: Value,
    (start, end): (Option<Value>, Option<Value>),
    find: fn(&[u8], &[u8]) -> Option<usize>,
) -> R<Option<usize>> {
    let needle = needle(vm, this, sub)?;
    let range = vm.search_range(start, end, T::data(this, vm).len())?;
    Ok(range.and_then(|range| {
        let offset = range.start;
        let haystack = T::data(this, vm).get(range)?;
        find(haystack, needle.bytes(vm)).map(|position| offset + position)
    }))
}

pub(crate) fn located(position: Option<usize>) -> isize {
    position.map_or(-1, |position| position as isize)
}

pub(crate) fn required(vm: &mut Vm, position: Option<usize>) -> R<usize> {
    position.ok_or_else(|| vm.value_error("subsection not found"))
}

/// `startswith` and `endswith`: of one prefix, or of any in a tuple.
pub(crate) fn has_affix<T: ByteString>(
    vm: &mut Vm,
    this: Obj<T>,
    affix: Value,
    (start, end): (Option<Value>, Option<Value>),
    (name, matches): (&str, fn(&[u8], &[u8]) -> bool),
) -> R<bool> {
    let range = vm.search_range(start, end, T::data(this, vm).len())?;
    let test = |vm: &Vm, affix: &View| {
        let part = range.clone().and_then(|range| T::data(this, vm).get(range));
        part.is_some_and(|part| matches(part, affix.bytes(vm)))
    };
    if let Some(tuple) = vm.cast::<Tuple>(affix) {
        for index in 0..tuple.len(vm) {
            let item = tuple.items(vm)[index].own();
            let view = vm.buffer(item.value())?;
            if test(vm, &view) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match vm.buffer_optional(affix)? {
        Some(view) => Ok(test(vm, &view)),
        None => {
            let found = vm.class_of(affix).name(vm);
            Err(vm.type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {found}")))
        }
    }
}

/// The fill byte of `center`, `ljust` and `rjust`.
pub(crate) fn fill_of(vm: &mut Vm, fill: Option<Value>, name: &str) -> R<u8> {
    let Some(fill) = fill else { return Ok(b' ') };
    let (bytes, kind) = match (vm.cast::<Bytes>(fill), vm.cast::<ByteArray>(fill)) {
        (Some(bytes), _) => (bytes.bytes(vm), "bytes"),
        (_, Some(bytes)) => (bytes.bytes(vm), "bytearray"),
        _ => {
            let found = shown_class(vm, fill);
            let message = format!("{name}() argument 2 must be a byte string of length 1, not {found}");
            return Err(vm.type_error(message));
        }
    };
    match *bytes {
        [byte] => Ok(byte),
        _ => {
            let length = bytes.len();
            Err(vm.type_error(format!(
                "{name}(): argument 2 must be a byte string of length 1, not a {kind} object of length {length}"
            )))
        }
    }
}

/// A class as argument errors name it.
pub(crate) fn shown_class(vm: &Vm, value: Value) -> String {
    if value.is_none() { "None".to_string() } else { vm.class_of(value).name(vm) }
}

/// `left` fills, the bytes in `range`, `right` fills; `sign` goes first.
pub(crate) fn pad<T: ByteString>(
    vm: &mut Vm,
    this: Obj<T>,
    (left, right): (usize, usize),
    fill: u8,
    sign: bool,
) -> R<Owned> {
    if left == 0 && right == 0 {
        return whole(vm, this);
    }
    let made = (|| {
        let data = T::data(this, vm);
        let (sign, rest) = data.split_at(usize::from(sign));
        let length = data.len().checked_add(left).and_then(|length| length.checked_add(right));
        let mut out = Buffer::with_capacity(vm.heap, length.ok_or(taipan_heap::OutOfMemory)?)?;
        out.extend_from_slice(vm.heap, sign)?;
        out.resize(vm.heap, sign.len() + left, fill)?;
        out.extend_from_slice(vm.heap, rest)?;
        out.resize(vm.heap, data.len() + left + right, fill)?;
        Ok(out)
    })();
    let bytes = vm.check(made)?;
    T::create_from(vm, bytes)
}

pub(crate) fn missing<T: ByteString>(vm: &Vm, this: Obj<T>, width: isize) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(T::data(this, vm).len())
}

pub(crate) type Ranges = SmallVec<[Range<usize>; 16]>;

/// The ranges that a splitting function gives.
pub(crate) fn collect_ranges(
    run: impl FnOnce(
        &mut dyn FnMut(Range<usize>) -> Result<(), std::convert::Infallible>,
    ) -> Result<(), std::convert::Infallible>,
) -> Ranges {
    let mut ranges = Ranges::new();
    let Ok(()) = run(&mut |range| {
        ranges.put(range);
        Ok(())
    });
    ranges
}

/// A list of the parts.
pub(crate) fn list_of_parts<T: ByteString>(vm: &mut Vm, this: Obj<T>, ranges: Ranges) -> R<Owned> {
    vm.check_built()?;
    let made = ValueVec::with_capacity(vm.heap, ranges.len());
    let mut items = vm.check(made)?;
    for range in ranges {
        let part = T::part(vm, this, range)?;
        let heap = vm.heap;
        let pushed = items.push(heap, part);
        vm.check(pushed)?;
    }
    vm.new_list_from(items)
}

/// The separator of `split`; None for whitespace.
pub(crate) fn separator_of<T: ByteString>(vm: &mut Vm, this: Obj<T>, separator: Option<Value>) -> R<Option<View>> {
    let Some(separator) = separator.filter(|separator| !separator.is_none()) else { return Ok(None) };
    let _held = T::hold(this, vm);
    let view = vm.buffer(separator)?;
    if view.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    Ok(Some(view))
}

/// `partition` and `rpartition`.
pub(crate) fn partition<T: ByteString>(vm: &mut Vm, this: Obj<T>, separator: Value, last: bool) -> R<Owned> {
    use taipan_text::search::{find_in, rfind_in};
    let view = vm.buffer(separator)?;
    if view.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let find = if last { rfind_in } else { find_in };
    let length = T::data(this, vm).len();
    let Some(position) = find(T::data(this, vm), view.bytes(vm)) else {
        let (whole, empty, other) = (whole(vm, this)?, T::create(vm, &[])?, T::create(vm, &[])?);
        let parts = if last { [&empty, &other, &whole] } else { [&whole, &empty, &other] };
        return vm.new_tuple(&parts.map(|part| part.value()));
    };
    let before = T::part(vm, this, 0..position)?;
    let after = T::part(vm, this, position + view.len()..length)?;
    let middle = if T::KIND == "bytes" {
        separator.own()
    } else {
        let separator = view.to_vec(vm);
        T::create(vm, &separator)?
    };
    vm.new_tuple(&[before.value(), middle.value(), after.value()])
}

pub(crate) fn strip<T: ByteString>(
    vm: &mut Vm,
    this: Obj<T>,
    bytes: Option<Value>,
    side: taipan_text::split::Side,
) -> R<Owned> {
    use taipan_text::split::{strip_bytes, strip_space_bytes};
    let range = match bytes.filter(|bytes| !bytes.is_none()) {
        None => strip_space_bytes(T::data(this, vm), side),
        Some(bytes) => {
            let view = vm.buffer(bytes)?;
            strip_bytes(T::data(this, vm), view.bytes(vm), side)
        }
    };
    T::part(vm, this, range)
}

/// `separator.join(iterable)`.
pub(crate) fn join<T: ByteString>(vm: &mut Vm, this: Obj<T>, iterable: Value) -> R<Owned> {
    let class = vm.class_of(iterable);
    if class.slots(vm).iter.is_none() && !vm.is_sequence(iterable) {
        return Err(vm.type_error("can only join an iterable"));
    }
    let _held = T::hold(this, vm);
    let items = vm.collect(iterable)?;
    if let [single] = &items[..]
        && T::KIND == "bytes"
        && vm.cast_exact::<Bytes>(single.value()).is_some()
    {
        return Ok(single.clone());
    }
    if let Some(separator) = vm.cast::<Bytes>(this.value())
        && let Some(joined) = vm.join_bytes(separator, &items)?
    {
        return Ok(joined);
    }
    let mut views = taipan_text::memory::with_room(items.len());
    for (index, item) in items.iter().enumerate() {
        match contiguous(vm, item.value())? {
            Some(view) => views.put(view),
            None => {
                let found = vm.class_of(item.value()).name(vm);
                let message = format!("sequence item {index}: expected a bytes-like object, {found} found");
                return Err(vm.type_error(message));
            }
        }
        // What `__buffer__` did to the list.
        if vm.cast::<List>(iterable).is_some_and(|list| list.len(vm) != items.len()) {
            return Err(vm.runtime_error("sequence changed size during iteration"));
        }
    }
    let made = (|| {
        let separator = T::data(this, vm);
        let between = separator.len().checked_mul(views.len().saturating_sub(1));
        let length = views.iter().try_fold(between.unwrap_or(usize::MAX), |sum, view| sum.checked_add(view.len()));
        let mut out = Buffer::with_capacity(vm.heap, length.ok_or(taipan_heap::OutOfMemory)?)?;
        for (index, view) in views.iter().enumerate() {
            if index > 0 {
                out.extend_from_slice(vm.heap, separator)?;
            }
            out.extend_from_slice(vm.heap, view.bytes(vm))?;
        }
        Ok(out)
    })();
    let bytes = vm.check(made)?;
    T::create_from(vm, bytes)
}

pub(crate) fn replace<T: ByteString>(vm: &mut Vm, this: Obj<T>, old: Value, new: Value, count: isize) -> R<Owned> {
    use taipan_text::search::{count_in, replace_in};
    let (old, new) = (vm.buffer(old)?, vm.buffer(new)?);
    let max = usize::try_from(count).ok();
    if new.len() > old.len() {
        // The result may be out of all proportion: ask for the memory before it is used.
        let found = count_in(T::data(this, vm), old.bytes(vm), max.unwrap_or(usize::MAX));
        let more = (new.len() - old.len()).checked_mul(found);
        match more.and_then(|more| more.checked_add(T::data(this, vm).len())) {
            Some(length) => vm.check_room(length)?,
            None => return Err(vm.overflow_error("replace bytes is too long")),
        }
    }
    match replace_in(T::data(this, vm), old.bytes(vm), new.bytes(vm), max) {
        Some(bytes) => T::create(vm, &bytes),
        None => whole(vm, this),
    }
}

pub(crate) fn translate<T: ByteString>(vm: &mut Vm, this: Obj<T>, table: Value, delete: Option<Value>) -> R<Owned> {
    let table = if table.is_none() {
        None
    } else {
        let view = vm.buffer(table)?;
        match <[u8; 256]>::try_from(view.bytes(vm)) {
            Ok(table) => Some(table),
            Err(_) => return Err(vm.value_error("translation table must be 256 characters long")),
        }
    };
    let delete = delete.map(|delete| vm.buffer(delete)).transpose()?;
    let deleted = delete.as_ref().map_or(&[][..], |delete| delete.bytes(vm));
    let bytes = taipan_text::bytes::translate(T::data(this, vm), table.as_ref(), deleted);
    if bytes == T::data(this, vm) { whole(vm, this) } else { T::create(vm, &bytes) }
}

/// The 256 bytes of a table for `translate`.
pub(crate) fn make_table(vm: &mut Vm, from: Value, to: Value) -> R<Owned> {
    let (from, to) = (vm.buffer(from)?, vm.buffer(to)?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: [u8; 256] = std::array::from_fn(|index| index as u8);
    for (&from, &to) in from.bytes(vm).iter().zip(to.bytes(vm)) {
        table[from as usize] = to;
    }
    vm.new_bytes(&table)
}

/// The separator of `hex`.
pub(crate) fn hex_separator(vm: &mut Vm, separator: Value) -> R<u8> {
    if vm.length(separator)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let point = match (vm.cast::<Str>(separator), vm.cast::<Bytes>(separator)) {
        (Some(text), _) => text.units(vm).get(0),
        (_, Some(bytes)) => u32::from(bytes.bytes(vm)[0]),
        _ => return Err(vm.type_error("sep must be str or bytes.")),
    };
    match u8::try_from(point).ok().filter(u8::is_ascii) {
        Some(byte) => Ok(byte),
        None => Err(vm.value_error("sep must be ASCII.")),
    }
}

/// `bytes.hex` and the like.
pub(crate) fn hex(vm: &mut Vm, bytes: &[u8], separator: Option<Value>, group: isize) -> R<Owned> {
    let separator = separator.map(|separator| hex_separator(vm, separator)).transpose()?;
    let text = taipan_text::bytes::hex(bytes, separator, group);
    vm.new_units(taipan_text::Units::Ascii(&text))
}

/// `bytes.fromhex`: the bytes.
pub(crate) fn from_hex(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    let parsed = if let Some(text) = vm.cast::<Str>(value) {
        taipan_text::bytes::from_hex(text.units(vm))
    } else if let Some(view) = vm.buffer_optional(value)? {
        taipan_text::bytes::from_hex(taipan_text::Units::Latin1(view.bytes(vm)))
    } else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("fromhex() argument must be str or bytes-like, not {found}")));
    };
    parsed.map_err(|error| vm.value_error(error.to_string()))
}

/// An object's bytes; None when it has none, or they are not in a row.
fn contiguous(vm: &mut Vm, value: Value) -> R<Option<View>> {
    match vm.buffer_optional(value) {
        Err(raised) => vm.catch(vm.exceptions.BufferError, raised).map(|_| None),
        found => found,
    }
}

/// `a + b`, of whatever has a buffer; the result is of `a`'s kind.
pub(crate) fn concat<T: ByteString>(vm: &mut Vm, a: Obj<T>, b: Value) -> R<Owned> {
    let Some(right) = contiguous(vm, b)? else {
        let (kind, found) = (vm.class_of(a.value()).name(vm), vm.class_of(b).name(vm));
        return Err(vm.type_error(format!("can't concat {found} to {kind}")));
    };
    let made = (|| {
        let (left, right) = (T::data(a, vm), right.bytes(vm));
        let mut out = Buffer::with_capacity(vm.heap, left.len() + right.len())?;
        out.extend_from_slice(vm.heap, left)?;
        out.extend_from_slice(vm.heap, right)?;
        Ok(out)
    })();
    let bytes = vm.check(made)?;
    T::create_from(vm, bytes)
}

/// The bytes `count` times, in counted memory.
pub(crate) fn repeated<T: ByteString>(vm: &mut Vm, this: Obj<T>, count: isize) -> R<Buffer<u8>> {
    let data = T::data(this, vm);
    let count = usize::try_from(count).unwrap_or(0);
    let Some(length) = data.len().checked_mul(count).filter(|&length| length <= isize::MAX as usize) else {
        return if T::KIND == "bytes" {
            Err(vm.overflow_error("repeated bytes are too long"))
        } else {
            Err(vm.memory_error())
        };
    };
    let made = (|| {
        let mut out = Buffer::with_capacity(vm.heap, length)?;
        if let &[byte] = data {
            out.resize(vm.heap, length, byte)?;
            return Ok(out);
        }
        if count > 0 {
            out.extend_from_slice(vm.heap, data)?;
        }
        out.repeat_to(vm.heap, length)?;
        Ok(out)
    })();
    vm.check(made)
}

/// `bytes[key]`.
pub(crate) fn get_item<T: ByteString>(vm: &mut Vm, this: Obj<T>, key: Value) -> R<Owned> {
    if let Some(slice) = vm.cast::<crate::types::slice::Slice>(key) {
        let bounds = vm.slice_bounds(slice)?;
        let selection = bounds.fit(T::data(this, vm).len());
        if let Some(range) = selection.range() {
            return T::part(vm, this, range);
        }
        let data = T::data(this, vm);
        let mut picked = taipan_text::memory::with_room(selection.count);
        picked.put_iter(selection.places().filter_map(|position| data.get(position).copied()));
        return T::create(vm, &picked);
    }
    let index = index_of(vm, key, T::KIND)?;
    let data = T::data(this, vm);
    let index = if index < 0 { index + data.len() as isize } else { index };
    match usize::try_from(index).ok().and_then(|index| data.get(index)) {
        Some(&byte) => Ok(Owned::from_raw(Value::small(i32::from(byte)))),
        None if T::KIND == "bytes" => Err(vm.index_error("index out of range")),
        None => Err(vm.index_error("bytearray index out of range")),
    }
}

/// A subscript that is no slice.
pub(crate) fn index_of(vm: &mut Vm, key: Value, kind: &str) -> R<isize> {
    if vm.as_int_ref(key).is_none() && vm.class_of(key).slots(vm).index.is_none() {
        let found = vm.class_of(key).name(vm);
        let kind = if kind == "bytes" { "byte" } else { kind };
        return Err(vm.type_error(format!("{kind} indices must be integers or slices, not {found}")));
    }
    vm.to_index(key)
}

/// `item in bytes`: a byte, or bytes.
pub(crate) fn contains<T: ByteString>(vm: &mut Vm, this: Obj<T>, item: Value) -> R<bool> {
    let _held = T::hold(this, vm);
    if vm.as_int_ref(item).is_some() || vm.class_of(item).slots(vm).index.is_some() {
        let byte = byte(vm, item, BYTE_RANGE)?;
        return Ok(T::data(this, vm).contains(&byte));
    }
    let view = vm.buffer(item)?;
    Ok(taipan_text::search::find_in(T::data(this, vm), view.bytes(vm)).is_some())
}

/// Comparison with whatever has a buffer.
pub(crate) fn compare<T: ByteString>(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let not_implemented = Owned::from_raw(Value::NOT_IMPLEMENTED);
    let Some(this) = vm.cast::<T>(a) else { return Ok(not_implemented) };
    if let Some(other) = vm.cast::<T>(b) {
        return Ok(Owned::bool(op.test(T::data(this, vm).cmp(T::data(other, vm)))));
    }
    // Bytes leave it to the other one; a bytearray looks into whatever has a buffer.
    if vm.cast::<Bytes>(a).is_some() || !vm.has_buffer(b) {
        return Ok(not_implemented);
    }
    match vm.buffer_optional(b)? {
        Some(other) => Ok(Owned::bool(op.test(T::data(this, vm).cmp(other.bytes(vm))))),
        None => Ok(not_implemented),
    }
}

/// `template % values`.
pub(crate) fn modulo<T: ByteString>(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let Some(this) = vm.cast::<T>(a) else { return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)) };
    let template = T::data(this, vm).copy_out();
    let _held = T::hold(this, vm);
    let bytes = percent::format_bytes(vm, &template, b)?;
    T::create(vm, &bytes)
}

static NEW_BYTES: Signature = Signature {
    name: "bytes",
    text: "(source=b'', encoding='utf-8', errors='strict')",
    parameters: &NEW_PARAMETERS,
    rest: false,
    keywords: false,
};

static NEW_BYTEARRAY: Signature = Signature { name: "bytearray", ..NEW_BYTES_LIKE };

const NEW_BYTES_LIKE: Signature = Signature {
    name: "",
    text: "(source=b'', encoding='utf-8', errors='strict')",
    parameters: &NEW_PARAMETERS,
    rest: false,
    keywords: false,
};

const NEW_PARAMETERS: [Parameter; 3] = [
    Parameter { name: "source", kind: ParameterKind::PositionalOrKeyword, optional: true },
    Parameter { name: "encoding", kind: ParameterKind::PositionalOrKeyword, optional: true },
    Parameter { name: "errors", kind: ParameterKind::PositionalOrKeyword, optional: true },
];

/// What a constructor's arguments describe.
pub(crate) enum Source {
    /// This bytes object, as it is.
    Object(Owned),
    Bytes(Buffer<u8>),
    /// The ints that this gives.
    Iterable(Owned),
}

/// The arguments of `bytes(...)` and `bytearray(...)`.
pub(crate) type Given = (Option<Value>, Option<Obj<Str>>, Option<Obj<Str>>);

/// The arguments, each of its kind.
pub(crate) fn bind_arguments<T: ByteString>(vm: &mut Vm, args: Args<'_>) -> R<Given> {
    let signature = if T::KIND == "bytes" { &NEW_BYTES } else { &NEW_BYTEARRAY };
    let mut given = [None; 3];
    bind(vm, signature, args, &mut given)?;
    let [source, encoding, errors] = given;
    let encoding = Option::<Obj<Str>>::from_argument(vm, encoding, signature, 1)?;
    let errors = Option::<Obj<Str>>::from_argument(vm, errors, signature, 2)?;
    Ok((source, encoding, errors))
}

/// What the arguments describe.
pub(crate) fn from_arguments<T: ByteString>(vm: &mut Vm, (source, encoding, errors): Given) -> R<Source> {
    let text = source.and_then(|source| vm.cast::<Str>(source));
    match (text, source, encoding, errors) {
        (None, _, Some(_), _) => Err(vm.type_error("encoding without a string argument")),
        (None, _, None, Some(_)) => Err(vm.type_error("errors without a string argument")),
        (Some(text), _, None, errors) => {
            // A subclass of str may say what its bytes are.
            if T::KIND == "bytes"
                && errors.is_none()
                && let Some(made) = own_bytes(vm, text.value())?
            {
                return Ok(Source::Object(made));
            }
            Err(vm.type_error("string argument without an encoding"))
        }
        (Some(text), _, Some(_), _) => vm.encode_argument(text, encoding, errors).map(Source::Object),
        (None, None, ..) => Ok(Source::Bytes(Buffer::new())),
        (None, Some(source), ..) => from_object::<T>(vm, source),
    }
}

/// What `__bytes__` gives, where there is one.
fn own_bytes(vm: &mut Vm, source: Value) -> R<Option<Owned>> {
    let name = vm.names.__bytes__;
    let Some(made) = vm.call_special(source, name, &[])? else { return Ok(None) };
    if vm.cast::<Bytes>(made.value()).is_some() {
        return Ok(Some(made));
    }
    let found = vm.class_of(made.value()).name(vm);
    Err(vm.type_error(format!("__bytes__ returned non-bytes (type {found})")))
}

/// `bytes(source)`.
pub(crate) fn from_object<T: ByteString>(vm: &mut Vm, source: Value) -> R<Source> {
    if vm.cast_exact::<Bytes>(source).is_some() {
        return Ok(Source::Object(source.own()));
    }
    if T::KIND == "bytes"
        && let Some(made) = own_bytes(vm, source)?
    {
        return Ok(Source::Object(made));
    }
    if vm.as_int_ref(source).is_some() || vm.class_of(source).slots(vm).index.is_some() {
        match vm.to_count(source) {
            Ok(count) => {
                let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("negative count")) };
                let made = zeros(vm, count);
                return vm.check(made).map(Source::Bytes);
            }
            // `__index__` may decline; then the other ways are tried.
            Err(raised) => drop(vm.catch(vm.exceptions.TypeError, raised)?),
        }
    }
    if let Some(bytes) = crate::types::memoryview::strided_bytes(vm, source)? {
        let made = Buffer::from_slice(vm.heap, &bytes);
        return vm.check(made).map(Source::Bytes);
    }
    if let Some(view) = vm.buffer_optional(source)? {
        let made = Buffer::from_slice(vm.heap, view.bytes(vm));
        view.release(vm)?;
        return vm.check(made).map(Source::Bytes);
    }
    if vm.class_of(source).slots(vm).iter.is_none() && !vm.is_sequence(source) {
        let found = vm.class_of(source).name(vm);
        return Err(vm.type_error(format!("cannot convert '{found}' object to {}", T::KIND)));
    }
    Ok(Source::Iterable(source.own()))
}

fn zeros(vm: &Vm, count: usize) -> Result<Buffer<u8>, taipan_heap::OutOfMemory> {
    let mut bytes = Buffer::with_capacity(vm.heap, count)?;
    bytes.resize(vm.heap, count, 0)?;
    Ok(bytes)
}

/// The bytes that an iterable's ints are.
pub(crate) fn collect_bytes(vm: &mut Vm, iterable: Value, message: &str) -> R<Buffer<u8>> {
    let mut bytes = Buffer::new();
    vm.for_each(iterable, |vm, item| {
        let byte = byte(vm, item.value(), message)?;
        let heap = vm.heap;
        let pushed = bytes.push(heap, byte);
        vm.check(pushed)
    })?;
    Ok(bytes)
}
