//! `_struct`: values as packed bytes.

mod format;

use std::sync::Arc;

use smallvec::SmallVec;
use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::memory::{CopyOut, Grow};

use crate::support::{payload, receiver, same, signature};
use format::{Field, Format, Refused, pack as pack_value, parse, unpack as unpack_value};

struct State {
    error: Option<Obj<Class>>,
    /// Formats parsed lately, each at the place that its text leads to; absent while one is used.
    formats: [(u128, Option<Arc<Format>>); PLACES],
}

/// Formats that are kept.
const PLACES: usize = 31;

impl Default for State {
    fn default() -> State {
        State { error: None, formats: [const { (0, None) }; PLACES] }
    }
}

#[derive(Trace)]
pub(crate) struct Struct {
    /// A str.
    text: Owned,
    #[trace(skip)]
    format: Arc<Format>,
}

payload!(Struct);

static CLASS: ClassDef = ClassDef {
    module: "_struct",
    doc: "A format, parsed once.",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: &class::METHODS,
    getsets: &class::GETSETS,
    has_weakref: true,
    ..ClassDef::new::<Struct>("Struct")
};

#[derive(Trace)]
pub(crate) struct UnpackIterator {
    structure: Owned,
    /// A copy of the bytes.
    #[trace(skip)]
    bytes: Vec<u8>,
    position: usize,
}

payload!(UnpackIterator);

static ITERATOR: ClassDef = ClassDef {
    module: "_struct",
    slots: Slots { iter: Some(same), next: Some(next), length: Some(left), ..Slots::EMPTY },
    ..ClassDef::sealed::<UnpackIterator>("unpack_iterator")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_struct", "Values as packed bytes.", &METHODS)?;
    let error = crate::support::exception_class(vm, "struct", "error", vm.exceptions.Exception)?;
    module.add(vm, "error", error.value())?;
    vm.state::<State>().error = vm.cast::<Class>(error.into_raw());
    let class = vm.define_class::<Struct>(&CLASS, None)?;
    module.add_class(vm, class)?;
    vm.define_class::<UnpackIterator>(&ITERATOR, None)?;
    Ok(owned)
}

fn error(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state::<State>().error.unwrap_or(vm.exceptions.ValueError);
    vm.raise(class, message)
}

fn refused(vm: &mut Vm, refused: Refused) -> Raised {
    match refused {
        Refused::Raised(raised) => raised,
        Refused::Words(words) => error(vm, &words),
    }
}

/// The format as ASCII text and parsed.
fn parse_value(vm: &mut Vm, value: Value) -> R<(Owned, Arc<Format>)> {
    let key = key_of(vm, value);
    if let Some(key) = key
        && let (known, Some(format)) = &vm.state::<State>().formats[place_of(key)]
        && *known == key
    {
        return Ok((value.own(), format.clone()));
    }
    let (text, format) = parse_anew(vm, value)?;
    let format = Arc::new(format);
    if let Some(key) = key {
        vm.state::<State>().formats[place_of(key)] = (key, Some(format.clone()));
    }
    Ok((text, format))
}

/// Do something with the format that a value names. A format that is kept is taken out meanwhile, which takes no counting.
fn with_format<T>(vm: &mut Vm, value: Value, work: impl FnOnce(&mut Vm, &Format) -> R<T>) -> R<T> {
    let Some(key) = key_of(vm, value) else {
        let format = structure(vm, value)?;
        return work(vm, &format);
    };
    let place = place_of(key);
    let (known, kept) = &mut vm.state::<State>().formats[place];
    let taken = if *known == key { kept.take() } else { None };
    let format = match taken {
        Some(format) => format,
        None => parse_value(vm, value)?.1,
    };
    let result = work(vm, &format);
    vm.state::<State>().formats[place] = (key, Some(format));
    result
}

/// The only field of a format that is kept, and whether it is little-endian, where the format has one for one value.
fn known_single(vm: &mut Vm, format: Value) -> Option<(Field, bool)> {
    let key = key_of(vm, format)?;
    let (known, kept) = &vm.state::<State>().formats[place_of(key)];
    let format = kept.as_ref().filter(|_| *known == key)?;
    match *format.fields.as_slice() {
        [field] if format.values == 1 && format.size == field.size => Some((field, format.little)),
        _ => None,
    }
}

/// The number of a format's text, if it is a short one.
fn key_of(vm: &Vm, value: Value) -> Option<u128> {
    short_text(vm.cast_exact::<Str>(value)?.as_ascii(vm)?)
}

/// Where the format with this number is kept.
fn place_of(key: u128) -> usize {
    ((key as u64 ^ (key >> 64) as u64) % PLACES as u64) as usize
}

/// A number for a text of 1 to 15 bytes, and for no other.
fn short_text(text: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(1..1 + text.len()).filter(|_| !text.is_empty())?.copy_from_slice(text.as_bytes());
    bytes[0] = text.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

fn parse_anew(vm: &mut Vm, value: Value) -> R<(Owned, Format)> {
    let text = if let Some(text) = vm.cast::<Str>(value) {
        if text.as_ascii(vm).is_none() {
            let encoding = vm.new_str("ascii")?;
            vm.call_method(value, "encode", &[encoding.value()])?;
        }
        value.own()
    } else if let Some(bytes) = vm.cast::<Bytes>(value) {
        let text = taipan_text::bytes::to_text(bytes.bytes(vm));
        vm.new_text(&text)?
    } else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("Struct() argument 1 must be a str or bytes object, not {found}")));
    };
    let ascii = vm.cast::<Str>(text.value()).and_then(|text| text.as_ascii(vm)).unwrap_or("").to_string();
    if ascii.contains('\0') {
        return Err(error(vm, "embedded null character"));
    }
    match parse(ascii.as_bytes()) {
        Ok(format) => Ok((text, format)),
        Err(words) => Err(error(vm, words)),
    }
}

/// A Struct for a format: the value itself when it is one.
fn structure(vm: &mut Vm, value: Value) -> R<Arc<Format>> {
    if let Some(structure) = vm.cast::<Struct>(value) {
        return Ok(structure.get(vm).format.clone());
    }
    Ok(parse_value(vm, value)?.1)
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("Struct", ["format" PositionalOrKeyword false]);
    let mut slots = [None; 1];
    bind(vm, signature, args, &mut slots)?;
    let (text, format) = parse_value(vm, slots[0].unwrap_or(Value::NONE))?;
    vm.allocate_instance(class, Struct { text, format })
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).short_name(vm);
    let text = receiver::<Struct>(vm, this)?.get(vm).text.clone();
    let text = vm.repr_text(text.value())?;
    vm.new_str(&format!("{class}({text})"))
}

fn packed(vm: &mut Vm, format: &Format, values: &[Value]) -> R<SmallVec<[u8; 32]>> {
    let room = vm.heap.room_for(format.size);
    vm.check(room)?;
    let mut bytes = SmallVec::new();
    if bytes.try_reserve_exact(format.size).is_err() {
        return Err(vm.memory_error());
    }
    bytes.resize(format.size, 0);
    let mut values = values.iter();
    for &field in &format.fields {
        for number in 0..field.count {
            let start = field.offset + number * field.size;
            let Some(&value) = values.next() else { break };
            if let Err(reason) = pack_value(vm, value, field, format.little, &mut bytes[start..start + field.size]) {
                return Err(refused(vm, reason));
            }
        }
    }
    Ok(bytes)
}

fn pack(vm: &mut Vm, format: &Format, values: &[Value]) -> R<Owned> {
    if values.len() != format.values {
        let message = format!("pack expected {} items for packing (got {})", format.values, values.len());
        return Err(error(vm, &message));
    }
    let bytes = packed(vm, format, values)?;
    vm.new_bytes(&bytes)
}

fn unpack_slice(vm: &mut Vm, format: &Format, bytes: &[u8]) -> R<Owned> {
    if let [field] = *format.fields.as_slice()
        && field.count == 1
    {
        let value = unpack_value(vm, &bytes[field.offset..field.offset + field.size], field, format.little)?;
        return vm.new_tuple(&[value.value()]);
    }
    let mut values = taipan_text::memory::with_room(format.values.min(bytes.len() + 16));
    for &field in &format.fields {
        for number in 0..field.count {
            let start = field.offset + number * field.size;
            values.put(unpack_value(vm, &bytes[start..start + field.size], field, format.little)?);
        }
    }
    vm.new_tuple_from(values)
}

fn unpack(vm: &mut Vm, format: &Format, buffer: Value) -> R<Owned> {
    // Few bytes are copied to where no memory has to be asked for.
    let mut copy = [0; 64];
    if let Some(bytes) = vm.cast_exact::<Bytes>(buffer)
        && let Some(copy) = copy.get_mut(..format.size)
        && bytes.bytes(vm).len() == copy.len()
    {
        copy.copy_from_slice(bytes.bytes(vm));
        return unpack_slice(vm, format, copy);
    }
    let view = vm.buffer(buffer)?;
    let bytes = view.to_vec(vm);
    view.release(vm)?;
    if bytes.len() != format.size {
        let message = format!("unpack requires a buffer of {} bytes", format.size);
        return Err(error(vm, &message));
    }
    unpack_slice(vm, format, &bytes)
}

/// The offset counted from the start, checked against the length.
fn place(vm: &mut Vm, format: &Format, offset: isize, length: usize, packing: bool) -> R<usize> {
    let size = format.size as isize;
    let mut start = offset;
    if offset < 0 {
        if offset + size > 0 {
            let message = if packing {
                format!("no space to pack {size} bytes at offset {offset}")
            } else {
                format!("not enough data to unpack {size} bytes at offset {offset}")
            };
            return Err(error(vm, &message));
        }
        start = offset + length as isize;
        if start < 0 {
            let message = format!("offset {offset} out of range for {length}-byte buffer");
            return Err(error(vm, &message));
        }
    }
    if (length as isize) - start < size {
        let (name, doing) = if packing { ("pack_into", "packing") } else { ("unpack_from", "unpacking") };
        let needed = size as u128 + start as u128;
        let message = format!(
            "{name} requires a buffer of at least {needed} bytes for {doing} {size} bytes at offset {start} (actual \
             buffer size is {length})"
        );
        return Err(error(vm, &message));
    }
    Ok(start as usize)
}

fn unpack_from(vm: &mut Vm, format: &Format, buffer: Value, offset: Option<Value>) -> R<Owned> {
    let offset = match offset {
        Some(offset) => vm.to_index(offset)?,
        None => 0,
    };
    let view = vm.buffer(buffer)?;
    let start = place(vm, format, offset, view.len(), false)?;
    let bytes = view.bytes(vm)[start..start + format.size].copy_out();
    view.release(vm)?;
    unpack_slice(vm, format, &bytes)
}

fn pack_into(vm: &mut Vm, format: &Format, args: &[Value]) -> R<()> {
    let [buffer, ref rest @ ..] = *args else {
        return Err(error(vm, "pack_into expected buffer argument"));
    };
    let [offset, ref values @ ..] = *rest else {
        return Err(error(vm, "pack_into expected offset argument"));
    };
    if values.len() != format.values {
        let message = format!("pack_into expected {} items for packing (got {})", format.values, values.len());
        return Err(error(vm, &message));
    }
    let view = match vm.writable_buffer(buffer) {
        Ok(view) => view,
        Err(raised) => {
            vm.catch(vm.exceptions.TypeError, raised)?;
            let found = vm.class_of(buffer).name(vm);
            return Err(vm.type_error(format!("argument must be read-write bytes-like object, not {found}")));
        }
    };
    let offset = vm.to_index(offset)?;
    let start = place(vm, format, offset, view.len(), true)?;
    let bytes = packed(vm, format, values)?;
    if let Some(place) = view.bytes_mut(vm).get_mut(start..start + bytes.len()) {
        place.copy_from_slice(&bytes);
    }
    view.release(vm)
}

fn iterate(vm: &mut Vm, structure: Value, buffer: Value) -> R<Owned> {
    let Some(object) = vm.cast::<Struct>(structure) else { return Err(vm.type_error("a Struct is required")) };
    let size = object.get(vm).format.size;
    if size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let view = vm.buffer(buffer)?;
    let bytes = view.to_vec(vm);
    view.release(vm)?;
    if bytes.len() % size != 0 {
        let message = format!("iterative unpacking requires a buffer of a multiple of {size} bytes");
        return Err(error(vm, &message));
    }
    vm.allocate(UnpackIterator { structure: structure.own(), bytes, position: 0 })
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<UnpackIterator>(vm, this)?;
    let state = this.get(vm);
    let Some(structure) = vm.cast::<Struct>(state.structure.value()) else { return Ok(None) };
    let format = structure.get(vm).format.clone();
    let (start, end) = (state.position, state.position + format.size);
    let Some(bytes) = state.bytes.get(start..end).map(<[u8]>::to_vec) else { return Ok(None) };
    this.get_mut(vm).position = end;
    unpack_slice(vm, &format, &bytes).map(Some)
}

fn left(vm: &mut Vm, this: Value) -> R<usize> {
    let state = receiver::<UnpackIterator>(vm, this)?.get(vm);
    let size = vm.cast::<Struct>(state.structure.value()).map_or(1, |structure| structure.get(vm).format.size);
    Ok((state.bytes.len() - state.position) / size.max(1))
}

mod class {
    use super::*;

    #[methods]
    mod struct_methods {
        use super::*;

        /// The values as bytes.
        #[method("($self, /, *values)")]
        fn pack(vm: &mut Vm, this: Obj<Struct>, values: Rest<'_>) -> R<Owned> {
            let format = this.get(vm).format.clone();
            super::super::pack(vm, &format, values)
        }

        /// Put the values into a buffer.
        #[method("($self, /, *args)")]
        fn pack_into(vm: &mut Vm, this: Obj<Struct>, args: Rest<'_>) -> R<()> {
            let format = this.get(vm).format.clone();
            super::super::pack_into(vm, &format, args)
        }

        /// The values in some bytes.
        #[method("($self, buffer, /)")]
        fn unpack(vm: &mut Vm, this: Obj<Struct>, buffer: Value) -> R<Owned> {
            let format = this.get(vm).format.clone();
            super::super::unpack(vm, &format, buffer)
        }

        /// The values at an offset of a buffer.
        #[method("($self, /, buffer, offset=0)")]
        fn unpack_from(vm: &mut Vm, this: Obj<Struct>, buffer: Value, offset: Option<Value>) -> R<Owned> {
            let format = this.get(vm).format.clone();
            super::super::unpack_from(vm, &format, buffer, offset)
        }

        /// An iterator over the values of each piece of a buffer.
        #[method("($self, buffer, /)")]
        fn iter_unpack(vm: &mut Vm, this: Obj<Struct>, buffer: Value) -> R<Owned> {
            iterate(vm, this.value(), buffer)
        }

        /// The format.
        #[getter]
        fn format(vm: &mut Vm, this: Obj<Struct>) -> Owned {
            this.get(vm).text.clone()
        }

        /// Bytes of the packed values.
        #[getter]
        fn size(vm: &mut Vm, this: Obj<Struct>) -> usize {
            this.get(vm).format.size
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// Forget parsed formats; none are kept.
    #[function("()")]
    fn _clearcache(_vm: &mut Vm) {}

    /// Bytes of the packed values.
    #[function("(format, /)")]
    fn calcsize(vm: &mut Vm, format: Value) -> R<usize> {
        Ok(structure(vm, format)?.size)
    }

    /// The values as bytes.
    #[function("(*args)")]
    fn pack(vm: &mut Vm, args: Rest<'_>) -> R<Owned> {
        let [format, ref values @ ..] = *args else { return Err(vm.type_error("missing format argument")) };
        if let [value] = *values
            && let Some(int) = value.as_int()
            && let Some((field, little)) = known_single(vm, format)
            && let Some(bytes) = format::pack_inline_int(int, field, little)
        {
            return vm.new_bytes(&bytes[..field.size]);
        }
        with_format(vm, format, |vm, format| super::pack(vm, format, values))
    }

    /// Put the values into a buffer.
    #[function("(*args)")]
    fn pack_into(vm: &mut Vm, args: Rest<'_>) -> R<()> {
        let [format, ref rest @ ..] = *args else { return Err(vm.type_error("missing format argument")) };
        let format = structure(vm, format)?;
        super::pack_into(vm, &format, rest)
    }

    /// The values in some bytes.
    #[function("(format, buffer, /)")]
    fn unpack(vm: &mut Vm, format: Value, buffer: Value) -> R<Owned> {
        with_format(vm, format, |vm, format| super::unpack(vm, format, buffer))
    }

    /// The values at an offset of a buffer.
    #[function("(format, /, buffer, offset=0)")]
    fn unpack_from(vm: &mut Vm, format: Value, buffer: Value, offset: Option<Value>) -> R<Owned> {
        let format = structure(vm, format)?;
        super::unpack_from(vm, &format, buffer, offset)
    }

    /// An iterator over the values of each piece of a buffer.
    #[function("(format, buffer, /)")]
    fn iter_unpack(vm: &mut Vm, format: Value, buffer: Value) -> R<Owned> {
        let class = vm.native_class::<Struct>();
        let structure =
            if vm.cast::<Struct>(format).is_some() { format.own() } else { vm.call(class.value(), &[format])? };
        iterate(vm, structure.value(), buffer)
    }
}
