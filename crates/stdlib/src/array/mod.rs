//! `array`: numbers of one kind, packed.
//!
//! The items lie in one buffer of bytes; `kind.rs` says what they mean. While memoryviews look at the bytes, they cannot be resized.

mod kind;
mod methods;
mod reconstruct;

use taipan_heap::Buffer;
use taipan_runtime::native::*;
use taipan_runtime::object::buffer::Exporter;
use taipan_runtime::object::class::ClassFlags;
use taipan_runtime::types::slice::{Slice, Span};
use taipan_text::memory::{CopyOut, Grow};

use crate::support::{bytes_like, payload, receiver, same};
use kind::Kind;

#[derive(Trace)]
pub(super) struct Array {
    #[trace(skip)]
    items: Buffer<u8>,
    #[trace(skip)]
    kind: Kind,
}

payload!(Array, plain);

static EXPORTER: Exporter = Exporter {
    bytes: |vm, value| vm.cast::<Array>(value).map_or(&[], |this| this.get(vm).items.as_slice()),
    bytes_mut: Some(|vm, value| match vm.cast::<Array>(value) {
        Some(this) => this.get_mut(vm).items.as_mut_slice(),
        None => &mut [],
    }),
    item: |vm, value| match vm.cast::<Array>(value) {
        Some(this) => (this.get(vm).kind.format().to_string(), this.get(vm).kind.size()),
        None => ("B".to_string(), 1),
    },
    counts: true,
};

static CLASS: ClassDef = ClassDef {
    module: "array",
    doc: "Numbers or characters of one kind, packed.",
    flags: ClassFlags::BASE.with(ClassFlags::SEQUENCE),
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter),
        length: Some(length),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(contains),
        concat: Some(concat),
        repeat: Some(repeat),
        inplace_concat: Some(inplace_concat),
        inplace_repeat: Some(inplace_repeat),
        buffer: Some(&EXPORTER),
        ..Slots::EMPTY
    },
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    unhashable: true,
    has_weakref: true,
    ..ClassDef::new::<Array>("array")
};

#[derive(Trace)]
pub(super) struct ArrayIterator {
    /// None when it is used up.
    array: Option<Owned>,
    index: usize,
}

payload!(ArrayIterator);

static ITERATOR: ClassDef = ClassDef {
    module: "array",
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &methods::iterator::METHODS,
    ..ClassDef::sealed::<ArrayIterator>("arrayiterator")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let doc = "Numbers and characters of one kind, packed.";
    let (owned, module) = vm.native_module("array", doc, &reconstruct::METHODS)?;
    let class = vm.define_class::<Array>(&CLASS, None)?;
    vm.define_class::<ArrayIterator>(&ITERATOR, None)?;
    module.add_class(vm, class)?;
    module.add(vm, "ArrayType", class.value())?;
    module.add_str(vm, "typecodes", kind::CODES)?;
    let sequences = vm.import_module("collections.abc")?;
    let mutable = vm.get_attr_str(sequences.value(), "MutableSequence")?;
    vm.call_method(mutable.value(), "register", &[class.value()])?;
    Ok(owned)
}

impl Array {
    fn count(&self) -> usize {
        self.items.len() >> self.kind.size_bits()
    }

    fn slot(&self, index: usize) -> Option<&[u8]> {
        let size = self.kind.size();
        self.items.as_slice().get(index * size..(index + 1) * size)
    }
}

/// Where the item that an inline int counts from the beginning lies in the bytes.
#[inline]
fn bytes_at(this: &Array, key: Value) -> Option<std::ops::Range<usize>> {
    let (index, bits) = (usize::try_from(key.as_int()?).ok()?, this.kind.size_bits());
    (index < this.items.len() >> bits).then(|| index << bits..(index + 1) << bits)
}

/// The item in some place.
fn item(vm: &mut Vm, this: Obj<Array>, index: usize) -> R<Option<Owned>> {
    let state = this.get(vm);
    let Some(bytes) = state.slot(index) else { return Ok(None) };
    if let Some(item) = state.kind.load_inline(bytes) {
        return Ok(Some(item.own()));
    }
    let (kind, mut copy) = (state.kind, [0; 8]);
    copy[..bytes.len()].copy_from_slice(bytes);
    kind.load(vm, copy).map(Some)
}

/// All items.
fn items(vm: &mut Vm, this: Obj<Array>) -> R<Vec<Owned>> {
    let mut items = taipan_text::memory::with_room(this.get(vm).count());
    vm.check_built()?;
    while let Some(next) = item(vm, this, items.len())? {
        items.put(next);
        vm.check_built()?;
    }
    Ok(items)
}

fn check_resizable(vm: &mut Vm, this: Obj<Array>) -> R<()> {
    if this.header().aux.get() == 0 {
        return Ok(());
    }
    Err(vm.buffer_error("cannot resize an array that is exporting buffers"))
}

/// Put bytes in the place of others.
fn splice(vm: &mut Vm, this: Obj<Array>, start: usize, end: usize, bytes: &[u8]) -> R<()> {
    if end - start != bytes.len() {
        check_resizable(vm, this)?;
    }
    let heap = vm.heap;
    let spliced = this.get_mut(vm).items.splice(heap, start..end, bytes);
    vm.check(spliced)
}

/// Append bytes that are whole items.
fn append_bytes(vm: &mut Vm, this: Obj<Array>, bytes: &[u8]) -> R<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    check_resizable(vm, this)?;
    let heap = vm.heap;
    let extended = this.get_mut(vm).items.extend_from_slice(heap, bytes);
    vm.check(extended)
}

/// Append bytes that have to be whole items.
fn append_checked(vm: &mut Vm, this: Obj<Array>, bytes: &[u8]) -> R<()> {
    if !bytes.len().is_multiple_of(this.get(vm).kind.size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    append_bytes(vm, this, bytes)
}

/// Append one item.
fn append(vm: &mut Vm, this: Obj<Array>, value: Value) -> R<()> {
    let kind = this.get(vm).kind;
    let bytes = kind.store(vm, value)?;
    append_bytes(vm, this, &bytes[..kind.size()])
}

/// Append what an array or an iterable gives.
fn extend(vm: &mut Vm, this: Obj<Array>, source: Value) -> R<()> {
    if let Some(other) = vm.cast::<Array>(source) {
        if other.get(vm).kind != this.get(vm).kind {
            return Err(vm.type_error("can only extend with array of same kind"));
        }
        let bytes = other.get(vm).items.as_slice().copy_out();
        return append_bytes(vm, this, &bytes);
    }
    let _keep = this.own();
    vm.for_each(source, |vm, value| append(vm, this, value.value()))
}

fn hollow(vm: &mut Vm, class: Obj<Class>, kind: Kind) -> R<(Owned, Obj<Array>)> {
    let made = vm.allocate_instance(class, Array { items: Buffer::default(), kind })?;
    match vm.cast::<Array>(made.value()) {
        Some(array) => Ok((made, array)),
        None => Err(vm.type_error("an array is required")),
    }
}

/// A new array of exactly this class, with these bytes.
fn with_bytes(vm: &mut Vm, kind: Kind, bytes: &[u8]) -> R<Owned> {
    let class = vm.native_class::<Array>();
    let (made, array) = hollow(vm, class, kind)?;
    append_bytes(vm, array, bytes)?;
    Ok(made)
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    crate::support::no_keywords_for::<Array>(vm, class, "array.array", args)?;
    let (code, initial) = match *args.positional {
        [code] => (code, None),
        [code, initial] => (code, Some(initial)),
        [] => return Err(vm.type_error("array() takes at least 1 argument (0 given)")),
        _ => {
            let given = args.positional.len();
            return Err(vm.type_error(format!("array() takes at most 2 arguments ({given} given)")));
        }
    };
    let Some(text) = vm.cast::<Str>(code) else {
        let found = vm.class_of(code).name(vm);
        return Err(vm.type_error(format!("array() argument 1 must be a unicode character, not {found}")));
    };
    if text.len(vm) != 1 {
        let length = text.len(vm);
        let message = format!("array() argument 1 must be a unicode character, not a string of length {length}");
        return Err(vm.type_error(message));
    }
    let code = text.to_string_lossy(vm);
    let code = code.chars().next().unwrap_or('?');
    if code == 'u' {
        let category = vm.exceptions.DeprecationWarning;
        vm.warn(category, "The 'u' type code is deprecated and will be removed in Python 3.16")?;
    }
    let kind = Kind::from_code(code);
    if let Some(initial) = initial
        && kind.is_none_or(|kind| !kind.is_text())
    {
        if vm.cast::<Str>(initial).is_some() {
            let message = format!("cannot use a str to initialize an array with typecode '{code}'");
            return Err(vm.type_error(message));
        }
        if vm.cast::<Array>(initial).is_some_and(|other| other.get(vm).kind.is_text()) {
            let message = format!("cannot use a unicode array to initialize an array with typecode '{code}'");
            return Err(vm.type_error(message));
        }
    }
    let Some(kind) = kind else {
        return Err(vm.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"));
    };
    let (made, array) = hollow(vm, class, kind)?;
    let Some(initial) = initial else { return Ok(made) };
    if vm.cast::<Str>(initial).is_some() {
        methods::append_text(vm, array, initial)?;
    } else if let Some(other) = vm.cast::<Array>(initial) {
        if other.get(vm).kind == kind {
            extend(vm, array, initial)?;
        } else {
            for value in items(vm, other)? {
                append(vm, array, value.value())?;
            }
        }
    } else if vm.class_of(initial).is_subclass_of(vm, vm.types.bytes)
        || vm.class_of(initial).is_subclass_of(vm, vm.types.bytearray)
    {
        let bytes = bytes_like(vm, initial)?.unwrap_or_default();
        append_checked(vm, array, &bytes)?;
    } else {
        extend(vm, array, initial)?;
    }
    Ok(made)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let this = receiver::<Array>(vm, value)?;
    let (name, kind) = (vm.class_of(value).short_name(vm), this.get(vm).kind);
    let code = kind.code();
    if this.get(vm).count() == 0 {
        return vm.new_str(&format!("{name}('{code}')"));
    }
    let contents = if kind.is_text() {
        methods::text(vm, this)?
    } else {
        let items = items(vm, this)?;
        let values = taipan_text::memory::gathered(items.iter().map(Owned::value));
        vm.new_list(&values)?
    };
    let shown = vm.repr_text(contents.value())?;
    vm.new_str(&format!("{name}('{code}', {shown})"))
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(first), Some(second)) = (vm.cast::<Array>(a), vm.cast::<Array>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let (left, right) = (first.get(vm), second.get(vm));
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    if equality && left.count() != right.count() {
        return Ok(Owned::bool(op == CompareOp::Ne));
    }
    if left.kind == right.kind {
        let (a, b) = (left.items.as_slice(), right.items.as_slice());
        if let Some(ordering) = left.kind.compare(a, b) {
            return Ok(Owned::bool(op.test(ordering)));
        }
        // What is no number is unequal to everything, itself included.
        let result = kind::compare_floats(left.kind, a, b).map_or(op == CompareOp::Ne, |ordering| op.test(ordering));
        return Ok(Owned::bool(result));
    }
    let mut index = 0;
    while let (Some(x), Some(y)) = (item(vm, first, index)?, item(vm, second, index)?) {
        if !vm.equal(x.value(), y.value())? {
            return match op {
                CompareOp::Eq => Ok(Owned::bool(false)),
                CompareOp::Ne => Ok(Owned::bool(true)),
                _ => vm.rich_compare(x.value(), y.value(), op),
            };
        }
        index += 1;
    }
    let ordering = first.get(vm).count().cmp(&second.get(vm).count());
    Ok(Owned::bool(op.test(ordering)))
}

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.allocate(ArrayIterator { array: Some(value.own()), index: 0 })
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let this = receiver::<ArrayIterator>(vm, value)?;
    let state = this.get(vm);
    let index = state.index;
    let Some(array) = state.array.as_ref().and_then(|array| vm.cast::<Array>(array.value())) else {
        return Ok(None);
    };
    let next = item(vm, array, index)?;
    let state = this.get_mut(vm);
    if next.is_some() {
        state.index += 1;
    } else {
        drop(state.array.take());
    }
    Ok(next)
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(receiver::<Array>(vm, value)?.get(vm).count())
}

/// A position counted from the start; None when it is outside.
fn position(vm: &mut Vm, this: Obj<Array>, key: Value) -> R<Option<usize>> {
    let index = match key.as_int() {
        Some(index) => index as isize,
        None if vm.class_of(key).slots(vm).index.is_none() => {
            return Err(vm.type_error("array indices must be integers"));
        }
        None => vm.to_index(key)?,
    };
    let count = this.get(vm).count();
    let index = if index < 0 { index.saturating_add_unsigned(count) } else { index };
    Ok(usize::try_from(index).ok().filter(|&index| index < count))
}

/// The bytes of the items in a span.
fn gather(this: &Array, span: Span) -> Vec<u8> {
    let size = this.kind.size();
    if let Some(range) = span.range() {
        return this.items.as_slice().get(range.start * size..range.end * size).unwrap_or(&[]).copy_out();
    }
    taipan_text::memory::gathered(span.places().filter_map(|place| this.slot(place)).flatten().copied())
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let this = receiver::<Array>(vm, value)?;
    let state = this.get(vm);
    if let Some(range) = bytes_at(state, key)
        && let Some(item) = state.kind.load_inline(&state.items.as_slice()[range])
    {
        return Ok(item.own());
    }
    if !key.is_int()
        && let Some(slice) = vm.cast::<Slice>(key)
    {
        let bounds = vm.slice_bounds(slice)?;
        let state = this.get(vm);
        let (kind, bytes) = (state.kind, gather(state, bounds.fit(state.count())));
        return with_bytes(vm, kind, &bytes);
    }
    let place = position(vm, this, key)?;
    let found = match place {
        Some(index) => item(vm, this, index)?,
        None => None,
    };
    found.ok_or_else(|| vm.index_error("array index out of range"))
}

fn set_item(vm: &mut Vm, value: Value, key: Value, new: Option<Value>) -> R<()> {
    let this = receiver::<Array>(vm, value)?;
    if let Some(new) = new
        && let Some(range) = bytes_at(this.get(vm), key)
    {
        let state = this.get_mut(vm);
        if state.kind.store_inline(new, &mut state.items.as_mut_slice()[range]) {
            return Ok(());
        }
    }
    if !key.is_int()
        && let Some(slice) = vm.cast::<Slice>(key)
    {
        return set_slice(vm, this, slice, new);
    }
    let Some(index) = position(vm, this, key)? else {
        return Err(vm.index_error("array assignment index out of range"));
    };
    let kind = this.get(vm).kind;
    let size = kind.size();
    match new {
        None => splice(vm, this, index * size, (index + 1) * size, &[]),
        Some(new) => {
            let bytes = kind.store(vm, new)?;
            match this.get_mut(vm).items.as_mut_slice().get_mut(index * size..(index + 1) * size) {
                Some(place) => {
                    place.copy_from_slice(&bytes[..size]);
                    Ok(())
                }
                // Converting the item has made the array shorter.
                None => Err(vm.index_error("array assignment index out of range")),
            }
        }
    }
}

fn set_slice(vm: &mut Vm, this: Obj<Array>, slice: Obj<Slice>, new: Option<Value>) -> R<()> {
    let bytes = match new {
        None => Vec::new(),
        Some(new) => {
            let Some(other) = vm.cast::<Array>(new) else {
                let found = vm.class_of(new).name(vm);
                return Err(vm.type_error(format!("can only assign array (not \"{found}\") to array slice")));
            };
            if other.get(vm).kind != this.get(vm).kind {
                return Err(vm.type_error("bad argument type for built-in operation"));
            }
            other.get(vm).items.as_slice().copy_out()
        }
    };
    let bounds = vm.slice_bounds(slice)?;
    let state = this.get(vm);
    let size = state.kind.size();
    let span = bounds.fit(state.count());
    if let Some(range) = span.range() {
        return splice(vm, this, range.start * size, range.end * size, &bytes);
    }
    if new.is_none() {
        if span.count == 0 {
            return Ok(());
        }
        check_resizable(vm, this)?;
        let mut gone: Vec<usize> = span.places().collect();
        gone.sort_unstable();
        let kept = this.get(vm).items.as_slice();
        let mut rest = taipan_text::memory::with_room(kept.len() - gone.len() * size);
        let mut start = 0;
        for place in gone {
            rest.put_slice(&kept[start..place * size]);
            start = (place + 1) * size;
        }
        rest.put_slice(&kept[start..]);
        let length = kept.len();
        return splice(vm, this, 0, length, &rest);
    }
    let given = bytes.len() / size;
    if given != span.count {
        let wanted = span.count;
        let message = format!("attempt to assign array of size {given} to extended slice of size {wanted}");
        return Err(vm.value_error(message));
    }
    let items = this.get_mut(vm).items.as_mut_slice();
    for (place, bytes) in span.places().zip(bytes.chunks_exact(size)) {
        items[place * size..(place + 1) * size].copy_from_slice(bytes);
    }
    Ok(())
}

/// The place of the first item in a range that equals a value.
fn find(vm: &mut Vm, this: Obj<Array>, value: Value, start: usize, stop: usize) -> R<Option<usize>> {
    let mut index = start;
    while index < stop
        && let Some(other) = item(vm, this, index)?
    {
        if vm.equal(other.value(), value)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

fn contains(vm: &mut Vm, value: Value, wanted: Value) -> R<bool> {
    let this = receiver::<Array>(vm, value)?;
    Ok(find(vm, this, wanted, 0, usize::MAX)?.is_some())
}

fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let this = receiver::<Array>(vm, a)?;
    let Some(other) = vm.cast::<Array>(b) else {
        let found = vm.class_of(b).name(vm);
        return Err(vm.type_error(format!("can only append array (not \"{found}\") to array")));
    };
    let (first, second) = (this.get(vm), other.get(vm));
    if first.kind != second.kind {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let (kind, bytes) = (first.kind, [first.items.as_slice(), second.items.as_slice()].concat());
    with_bytes(vm, kind, &bytes)
}

fn repeated(vm: &mut Vm, this: Obj<Array>, count: isize) -> R<Vec<u8>> {
    let bytes = this.get(vm).items.as_slice();
    let Some(total) = bytes.len().checked_mul(count.max(0) as usize).filter(|&total| total <= isize::MAX as usize)
    else {
        return Err(vm.memory_error());
    };
    let room = vm.heap.room_for(total);
    vm.check(room)?;
    Ok(taipan_text::memory::repeated(this.get(vm).items.as_slice(), count.max(0) as usize))
}

fn repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let this = receiver::<Array>(vm, value)?;
    let bytes = repeated(vm, this, count)?;
    let kind = this.get(vm).kind;
    with_bytes(vm, kind, &bytes)
}

fn inplace_concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let this = receiver::<Array>(vm, a)?;
    if vm.cast::<Array>(b).is_none() {
        let found = vm.class_of(b).name(vm);
        return Err(vm.type_error(format!("can only extend array with array (not \"{found}\")")));
    }
    extend(vm, this, b)?;
    Ok(a.own())
}

fn inplace_repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let this = receiver::<Array>(vm, value)?;
    let bytes = repeated(vm, this, count)?;
    let length = this.get(vm).items.len();
    splice(vm, this, 0, length, &bytes)?;
    Ok(value.own())
}
