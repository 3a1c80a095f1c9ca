//! `BytesIO`. The bytes are in a bytearray, which also is what `getbuffer` gives a view of: so it refuses to change its length while
//! there are views.

use taipan_runtime::native::*;
use taipan_runtime::types::bytearray::ByteArray;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::memory::CopyOut;

use crate::support::{given, payload, receiver, signature};

use super::{base, bytes_of};

#[derive(Trace)]
pub(crate) struct BytesIo {
    /// A bytearray; None once closed.
    bytes: Option<Owned>,
    position: usize,
}

payload!(BytesIo);

static CLASS: ClassDef = ClassDef {
    module: "_io",
    doc: "A stream of bytes in memory.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        iter: Some(iter),
        next: Some(next),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<BytesIo>("BytesIO")
};

pub(super) fn define(vm: &mut Vm, base: Obj<Class>) -> R<Obj<Class>> {
    vm.define_class::<BytesIo>(&CLASS, Some(base))
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    let bytes = vm.new_bytearray(&[])?;
    vm.allocate_instance(class, BytesIo { bytes: Some(bytes), position: 0 })
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("BytesIO", ["initial_bytes" PositionalOrKeyword true]);
    let mut slots = [None; 1];
    bind(vm, signature, args, &mut slots)?;
    let initial = match given(slots[0]) {
        Some(initial) => bytes_of(vm, initial)?,
        None => Vec::new(),
    };
    let this = receiver::<BytesIo>(vm, this)?;
    if this.get(vm).bytes.is_some() {
        this.check_exports(vm)?;
    }
    let bytes = vm.new_bytearray(&initial)?;
    let this = this.get_mut(vm);
    this.position = 0;
    drop(this.bytes.replace(bytes));
    Ok(())
}

/// There is nothing to close, unless a subclass knows better.
fn finalize(vm: &mut Vm, this: Value) -> R<()> {
    if vm.cast_exact::<BytesIo>(this).is_some() {
        return Ok(());
    }
    base::finalize(vm, this)
}

fn iter(vm: &mut Vm, this: Value) -> R<Owned> {
    receiver::<BytesIo>(vm, this)?.array(vm)?;
    Ok(this.own())
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<BytesIo>(vm, this)?;
    let line = this.read_line(vm, None)?;
    Ok(if line.is_empty() { None } else { Some(vm.new_bytes(&line)?) })
}

#[extension(BytesMethods)]
impl Obj<BytesIo> {
    fn array(self, vm: &mut Vm) -> R<Obj<ByteArray>> {
        let array = self.get(vm).bytes.as_ref().and_then(|bytes| vm.cast::<ByteArray>(bytes.value()));
        match array {
            Some(array) => Ok(array),
            None => Err(vm.value_error("I/O operation on closed file.")),
        }
    }

    /// Take at most `count` bytes.
    fn take(self, vm: &mut Vm, count: Option<usize>) -> R<Vec<u8>> {
        let array = self.array(vm)?;
        let position = self.get(vm).position;
        let rest = array.bytes(vm).get(position..).unwrap_or(&[]);
        let taken = rest[..count.map_or(rest.len(), |count| count.min(rest.len()))].copy_out();
        self.get_mut(vm).position += taken.len();
        Ok(taken)
    }

    fn read_line(self, vm: &mut Vm, limit: Option<usize>) -> R<Vec<u8>> {
        let array = self.array(vm)?;
        let rest = array.bytes(vm).get(self.get(vm).position..).unwrap_or(&[]);
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        self.take(vm, Some(limit.map_or(end, |limit| limit.min(end))))
    }

    fn write(self, vm: &mut Vm, bytes: &[u8]) -> R<usize> {
        let array = self.array(vm)?;
        if bytes.is_empty() {
            return Ok(0);
        }
        let (position, length) = (self.get(vm).position, array.len(vm));
        let Some(end) = position.checked_add(bytes.len()).filter(|&end| end <= isize::MAX as usize) else {
            return Err(vm.overflow_error("new buffer size too large"));
        };
        if end > length {
            self.check_exports(vm)?;
        }
        if position > length {
            vm.check_room(end)?;
            array.resize(vm, position)?;
        }
        let length = array.len(vm);
        if position == length {
            array.append(vm, bytes)?;
        } else {
            let kept = end.min(length) - position;
            array.bytes_mut(vm)[position..position + kept].copy_from_slice(&bytes[..kept]);
            if kept < bytes.len() {
                array.append(vm, &bytes[kept..])?;
            }
        }
        self.get_mut(vm).position = end;
        Ok(bytes.len())
    }

    /// BufferError while there are views of the bytes.
    fn check_exports(self, vm: &mut Vm) -> R<()> {
        let array = self.array(vm)?;
        if array.header().aux.get() == 0 {
            return Ok(());
        }
        Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"))
    }
}

fn size_argument(vm: &mut Vm, size: Option<Value>) -> R<Option<usize>> {
    base::limit(vm, size)
}

#[methods]
mod py {
    use super::*;

    /// Whether it can be read.
    #[method("($self, /)")]
    fn readable(vm: &mut Vm, this: Obj<BytesIo>) -> R<bool> {
        this.array(vm).map(|_| true)
    }

    /// Whether it can be written.
    #[method("($self, /)")]
    fn writable(vm: &mut Vm, this: Obj<BytesIo>) -> R<bool> {
        this.array(vm).map(|_| true)
    }

    /// Whether it has positions.
    #[method("($self, /)")]
    fn seekable(vm: &mut Vm, this: Obj<BytesIo>) -> R<bool> {
        this.array(vm).map(|_| true)
    }

    /// Nothing.
    #[method("($self, /)")]
    fn flush(vm: &mut Vm, this: Obj<BytesIo>) -> R<()> {
        this.array(vm).map(drop)
    }

    /// A view of the bytes, without a copy.
    #[method("($self, /)")]
    fn getbuffer(vm: &mut Vm, this: Obj<BytesIo>) -> R<Owned> {
        let array = this.array(vm)?;
        vm.memoryview(array.value())
    }

    /// All bytes.
    #[method("($self, /)")]
    fn getvalue(vm: &mut Vm, this: Obj<BytesIo>) -> R<Owned> {
        let array = this.array(vm)?;
        let bytes = array.bytes(vm).copy_out();
        vm.new_bytes(&bytes)
    }

    /// Never.
    #[method("($self, /)")]
    fn isatty(vm: &mut Vm, this: Obj<BytesIo>) -> R<bool> {
        this.array(vm).map(|_| false)
    }

    /// The position.
    #[method("($self, /)")]
    fn tell(vm: &mut Vm, this: Obj<BytesIo>) -> R<usize> {
        this.array(vm)?;
        Ok(this.get(vm).position)
    }

    /// At most `size` bytes.
    #[method("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Obj<BytesIo>, size: Option<Value>) -> R<Owned> {
        let size = size_argument(vm, size)?;
        let array = this.array(vm)?;
        let position = this.get(vm).position;
        let rest = array.len(vm).saturating_sub(position);
        let count = size.map_or(rest, |size| size.min(rest));
        let bytes = vm.new_bytes_from_array(array, position..position + count)?;
        this.get_mut(vm).position += count;
        Ok(bytes)
    }

    /// At most `size` bytes.
    #[method("($self, size=-1, /)")]
    fn read1(vm: &mut Vm, this: Obj<BytesIo>, size: Option<Value>) -> R<Owned> {
        read(vm, this, size)
    }

    /// A line, with its end.
    #[method("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Obj<BytesIo>, size: Option<Value>) -> R<Owned> {
        let limit = size_argument(vm, size)?;
        let line = this.read_line(vm, limit)?;
        vm.new_bytes(&line)
    }

    /// The lines that are left, or as many as make up `size` bytes.
    #[method("($self, size=None, /)")]
    fn readlines(vm: &mut Vm, this: Obj<BytesIo>, size: Option<Value>) -> R<Owned> {
        let limit = size_argument(vm, size)?.filter(|&limit| limit > 0);
        let list = vm.new_list(&[])?;
        let mut total = 0;
        loop {
            let line = this.read_line(vm, None)?;
            if line.is_empty() {
                return Ok(list);
            }
            total += line.len();
            let line = vm.new_bytes(&line)?;
            if let Some(list) = vm.cast::<List>(list.value()) {
                list.push(vm, line)?;
            }
            if limit.is_some_and(|limit| total >= limit) {
                return Ok(list);
            }
        }
    }

    /// Fill a buffer; how many bytes.
    #[method("($self, buffer, /)")]
    fn readinto(vm: &mut Vm, this: Obj<BytesIo>, buffer: Value) -> R<usize> {
        this.array(vm)?;
        let view = vm.writable_buffer(buffer)?;
        let bytes = this.take(vm, Some(view.len()))?;
        if let Some(target) = view.bytes_mut(vm).get_mut(..bytes.len()) {
            target.copy_from_slice(&bytes);
        }
        view.release(vm)?;
        Ok(bytes.len())
    }

    /// Change the size, to the position unless told.
    #[method("($self, size=None, /)")]
    fn truncate(vm: &mut Vm, this: Obj<BytesIo>, size: Option<Value>) -> R<usize> {
        this.array(vm)?;
        let size = match given(size) {
            Some(size) => vm.to_index(size)?,
            None => this.get(vm).position as isize,
        };
        this.check_exports(vm)?;
        let Ok(length) = usize::try_from(size) else {
            return Err(vm.value_error(format!("negative size value {size}")));
        };
        let array = this.array(vm)?;
        if length < array.len(vm) {
            array.resize(vm, length)?;
        }
        Ok(length)
    }

    /// Move to another position.
    #[method("($self, pos, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Obj<BytesIo>, pos: isize, whence: Option<i32>) -> R<usize> {
        let array = this.array(vm)?;
        let start = match whence.unwrap_or(0) {
            0 if pos < 0 => return Err(vm.value_error(format!("negative seek value {pos}"))),
            0 => 0,
            1 => this.get(vm).position,
            2 => array.len(vm),
            whence => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
        };
        let Some(position) = (start as isize).checked_add(pos) else {
            return Err(vm.overflow_error("new position too large"));
        };
        let position = position.max(0) as usize;
        this.get_mut(vm).position = position;
        Ok(position)
    }

    /// Write bytes; how many.
    #[method("($self, b, /)")]
    fn write(vm: &mut Vm, this: Obj<BytesIo>, b: Value) -> R<usize> {
        this.array(vm)?;
        if let Some(bytes) = vm.cast::<Bytes>(b) {
            return vm.with_bytes(bytes, |vm, bytes| this.write(vm, bytes));
        }
        let bytes = bytes_of(vm, b)?;
        this.write(vm, &bytes)
    }

    /// Write each item of an iterable.
    #[method("($self, lines, /)")]
    fn writelines(vm: &mut Vm, this: Obj<BytesIo>, lines: Value) -> R<()> {
        this.array(vm)?;
        vm.for_each(lines, |vm, line| write(vm, this, line.value()).map(drop))
    }

    /// Give up the bytes.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<BytesIo>) -> R<()> {
        if this.get(vm).bytes.is_none() {
            return Ok(());
        }
        this.check_exports(vm)?;
        drop(this.get_mut(vm).bytes.take());
        Ok(())
    }

    /// For pickling: the bytes, the position and the attributes.
    #[method("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Obj<BytesIo>) -> R<Owned> {
        let bytes = getvalue(vm, this)?;
        let position = vm.new_int(this.get(vm).position as i128)?;
        let attributes = super::super::attributes(vm, this.value())?;
        vm.new_tuple(&[bytes.value(), position.value(), attributes.value()])
    }

    #[method("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Obj<BytesIo>, state: Value) -> R<()> {
        let class = vm.class_of(this.value()).short_name(vm);
        let items = vm.cast::<Tuple>(state).map(|state| state.items(vm).copy_out()).unwrap_or_default();
        let &[bytes, position, attributes] = items.as_slice() else {
            let found = vm.class_of(state).short_name(vm);
            return Err(vm.type_error(format!("{class}.__setstate__ argument should be 3-tuple, got {found}")));
        };
        this.check_exports(vm)?;
        let bytes = bytes_of(vm, bytes)?;
        let bytes = vm.new_bytearray(&bytes)?;
        drop(this.get_mut(vm).bytes.replace(bytes));
        if vm.class_of(position).slots(vm).index.is_none() {
            let found = vm.class_of(position).short_name(vm);
            return Err(vm.type_error(format!("second item of state must be an integer, not {found}")));
        }
        let Ok(position) = usize::try_from(vm.to_index(position)?) else {
            return Err(vm.value_error("position value cannot be negative"));
        };
        this.get_mut(vm).position = position;
        if !attributes.is_none() {
            if vm.cast::<Dict>(attributes).is_none() {
                let found = vm.class_of(attributes).short_name(vm);
                return Err(vm.type_error(format!("third item of state should be a dict, got a {found}")));
            }
            super::super::set_attributes(vm, this.value(), attributes)?;
        }
        Ok(())
    }

    /// Bytes that the object takes.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<BytesIo>) -> usize {
        let length = this.array(vm).map(|array| array.len(vm));
        size_of::<BytesIo>()
            + 16
            + length.unwrap_or_else(|_| {
                drop(vm.take_error());
                0
            })
    }

    /// Whether it was closed.
    #[getter]
    fn closed(vm: &mut Vm, this: Obj<BytesIo>) -> bool {
        this.get(vm).bytes.is_none()
    }
}
