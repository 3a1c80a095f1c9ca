//! `_IOBase` and its three abstract subclasses: what a stream class in Python inherits. They work through the methods of the object
//! alone, so that whatever it overrides counts.

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::memory::{CopyOut, Grow};

use crate::support::payload;

use super::{BUFFER_SIZE, bytes_of, unsupported};

/// Streams made in Python hold nothing but their attributes.
#[derive(Trace)]
pub(super) struct Base;

payload!(Base);

static BASE: ClassDef = ClassDef {
    module: "_io",
    doc: "The abstract base of all streams.",
    slots: Slots { new: Some(new), finalize: Some(finalize), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: &io_base::METHODS,
    getsets: &io_base::GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Base>("_IOBase")
};

static RAW: ClassDef = ClassDef {
    module: "_io",
    doc: "The base of unbuffered streams of bytes.",
    methods: &raw_base::METHODS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Base>("_RawIOBase")
};

static BUFFERED: ClassDef = ClassDef {
    module: "_io",
    doc: "The base of buffered streams of bytes.",
    methods: &buffered_base::METHODS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Base>("_BufferedIOBase")
};

static TEXT: ClassDef = ClassDef {
    module: "_io",
    doc: "The base of streams of text.",
    methods: &text_base::METHODS,
    getsets: &text_base::GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Base>("_TextIOBase")
};

/// The four classes: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`.
pub(super) fn define(vm: &mut Vm) -> R<[Obj<Class>; 4]> {
    let base = vm.define_class::<Base>(&BASE, None)?;
    Ok([
        base,
        vm.define_subclass(&RAW, Some(base))?,
        vm.define_subclass(&BUFFERED, Some(base))?,
        vm.define_subclass(&TEXT, Some(base))?,
    ])
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.check_instantiable(class)?;
    vm.allocate_instance(class, Base)
}

/// ValueError when `this.closed` is true.
pub(super) fn check_closed(vm: &mut Vm, this: Value) -> R<()> {
    let closed = vm.get_attr_str(this, "closed")?;
    if vm.truth(closed.value())? {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(())
}

/// UnsupportedOperation unless `this.method()` is true.
pub(super) fn check_can(vm: &mut Vm, this: Value, method: &str, message: &str) -> R<()> {
    let can = vm.call_method(this, method, &[])?;
    if can.is(Value::TRUE) { Ok(()) } else { Err(unsupported(vm, message)) }
}

fn iter(vm: &mut Vm, this: Value) -> R<Owned> {
    check_closed(vm, this)?;
    Ok(this.own())
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let line = vm.call_method(this, "readline", &[])?;
    Ok(if vm.length(line.value())? == 0 { None } else { Some(line) })
}

/// Close what was not closed.
pub(super) fn finalize(vm: &mut Vm, this: Value) -> R<()> {
    let key = vm.intern("closed")?;
    let closed = match vm.get_attr_optional(this, key) {
        Ok(Some(closed)) => vm.truth(closed.value()).unwrap_or(true),
        Ok(None) => return Ok(()),
        // A stream that was not initialised has nothing to close.
        Err(_) => true,
    };
    drop(vm.error.take());
    if closed {
        return Ok(());
    }
    let key = vm.intern("_finalizing")?;
    if vm.set_attr(this, key, Some(Value::TRUE)).is_err() {
        drop(vm.take_error());
    }
    match vm.call_method(this, "close", &[]) {
        Ok(_) => Ok(()),
        Err(_) => {
            let error = vm.take_error();
            vm.unraisable(error, "Exception ignored while finalizing file", this);
            Ok(())
        }
    }
}

/// After one step failed, do another; the first failure is raised, or the second with the first as its context.
pub(super) fn then(vm: &mut Vm, first: R<()>, second: impl FnOnce(&mut Vm) -> R<()>) -> R<()> {
    if first.is_ok() {
        return second(vm);
    }
    let error = vm.take_error();
    if second(vm).is_err() {
        let later = vm.take_error();
        vm.set_exception_context(&later, &error);
        return Err(vm.reraise(later));
    }
    Err(vm.reraise(error))
}

/// A count argument where None and negative numbers mean no limit.
#[inline]
pub(super) fn limit(vm: &mut Vm, size: Option<Value>) -> R<Option<usize>> {
    match size.and_then(Value::as_int) {
        Some(size) => Ok(usize::try_from(size).ok()),
        None => limit_of_object(vm, size),
    }
}

fn limit_of_object(vm: &mut Vm, size: Option<Value>) -> R<Option<usize>> {
    match size.filter(|size| !size.is_none()) {
        Some(size) => {
            if vm.class_of(size).slots(vm).index.is_none() {
                let found = vm.class_of(size).name(vm);
                return Err(vm.type_error(format!("argument should be integer or None, not '{found}'")));
            }
            let size = vm.to_index(size)?;
            Ok(usize::try_from(size).ok())
        }
        None => Ok(None),
    }
}

/// `_IOBase.close`.
pub(super) fn close(vm: &mut Vm, this: Value) -> R<()> {
    if is_closed(vm, this)? {
        return Ok(());
    }
    let flushed = vm.call_method(this, "flush", &[]).map(drop);
    then(vm, flushed, |vm| {
        let key = vm.intern("__IOBase_closed")?;
        vm.set_attr(this, key, Some(Value::TRUE))
    })
}

mod io_base {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// Close what was not closed.
        #[method("($self, /)")]
        fn __del__(vm: &mut Vm, this: Value) -> R<()> {
            super::super::finalize(vm, this)
        }

        /// Move to another position.
        #[method("($self, offset, whence=0, /)")]
        fn seek(vm: &mut Vm, this: Value, offset: Value, whence: Option<Value>) -> R<Owned> {
            let _ = (this, offset, whence);
            Err(unsupported(vm, "seek"))
        }

        /// The position.
        #[method("($self, /)")]
        fn tell(vm: &mut Vm, this: Value) -> R<Owned> {
            vm.call_method(this, "seek", &[Value::small(0), Value::small(1)])
        }

        /// Change the size.
        #[method("($self, size=None, /)")]
        fn truncate(vm: &mut Vm, this: Value, size: Option<Value>) -> R<Owned> {
            let _ = (this, size);
            Err(unsupported(vm, "truncate"))
        }

        /// The descriptor.
        #[method("($self, /)")]
        fn fileno(vm: &mut Vm, this: Value) -> R<Owned> {
            let _ = this;
            Err(unsupported(vm, "fileno"))
        }

        /// Whether a terminal is behind it.
        #[method("($self, /)")]
        fn isatty(vm: &mut Vm, this: Value) -> R<bool> {
            check_closed(vm, this)?;
            Ok(false)
        }

        /// Whether it has positions.
        #[method("($self, /)")]
        fn seekable(_vm: &mut Vm, _this: Value) -> bool {
            false
        }

        /// Whether it can be read.
        #[method("($self, /)")]
        fn readable(_vm: &mut Vm, _this: Value) -> bool {
            false
        }

        /// Whether it can be written.
        #[method("($self, /)")]
        fn writable(_vm: &mut Vm, _this: Value) -> bool {
            false
        }

        /// Write what is buffered.
        #[method("($self, /)")]
        fn flush(vm: &mut Vm, this: Value) -> R<()> {
            if is_closed(vm, this)? {
                return Err(vm.value_error("I/O operation on closed file."));
            }
            Ok(())
        }

        /// Flush and end the use of the stream.
        #[method("($self, /)")]
        fn close(vm: &mut Vm, this: Value) -> R<()> {
            super::super::close(vm, this)
        }

        /// Whether it was closed.
        #[getter]
        fn closed(vm: &mut Vm, this: Value) -> R<bool> {
            is_closed(vm, this)
        }

        #[method("_checkClosed($self, /)")]
        fn check_closed_method(vm: &mut Vm, this: Value) -> R<()> {
            check_closed(vm, this)
        }

        #[method("_checkSeekable($self, /)")]
        fn check_seekable(vm: &mut Vm, this: Value) -> R<bool> {
            check_can(vm, this, "seekable", "File or stream is not seekable.").map(|()| true)
        }

        #[method("_checkReadable($self, /)")]
        fn check_readable(vm: &mut Vm, this: Value) -> R<bool> {
            check_can(vm, this, "readable", "File or stream is not readable.").map(|()| true)
        }

        #[method("_checkWritable($self, /)")]
        fn check_writable(vm: &mut Vm, this: Value) -> R<bool> {
            check_can(vm, this, "writable", "File or stream is not writable.").map(|()| true)
        }

        #[method("($self, /)")]
        fn __enter__(vm: &mut Vm, this: Value) -> R<Owned> {
            check_closed(vm, this)?;
            Ok(this.own())
        }

        #[method("($self, /, *args)")]
        fn __exit__(vm: &mut Vm, this: Value, args: Rest<'_>) -> R<()> {
            let _ = args;
            vm.call_method(this, "close", &[]).map(drop)
        }

        /// A line of bytes, with its end.
        #[method("($self, size=-1, /)")]
        fn readline(vm: &mut Vm, this: Value, size: Option<Value>) -> R<Owned> {
            let limit = limit(vm, size)?;
            let peek_key = vm.intern("peek")?;
            let peek = vm.get_attr_optional(this, peek_key)?;
            let mut line = Vec::new();
            while limit.is_none_or(|limit| line.len() < limit) {
                vm.check_built()?;
                let mut wanted = 1;
                if let Some(peek) = &peek {
                    let seen = vm.call(peek.value(), &[Value::small(1)])?;
                    let Some(seen) = vm.cast::<Bytes>(seen.value()) else {
                        let found = vm.class_of(seen.value()).short_name(vm);
                        let message = format!("peek() should have returned a bytes object, not '{found}'");
                        return Err(vm.raise(vm.exceptions.OSError, &message));
                    };
                    let seen = seen.bytes(vm);
                    if !seen.is_empty() {
                        wanted = memchr::memchr(b'\n', seen).map_or(seen.len(), |end| end + 1);
                        wanted = wanted.min(limit.map_or(usize::MAX, |limit| limit - line.len()));
                    }
                }
                let count = vm.new_int(wanted as i128)?;
                let part = vm.call_method(this, "read", &[count.value()])?;
                let Some(part) = vm.cast::<Bytes>(part.value()) else {
                    let found = vm.class_of(part.value()).short_name(vm);
                    let message = format!("read() should have returned a bytes object, not '{found}'");
                    return Err(vm.raise(vm.exceptions.OSError, &message));
                };
                let part = part.bytes(vm);
                line.put_slice(part);
                if part.is_empty() || line.ends_with(b"\n") {
                    break;
                }
            }
            vm.new_bytes(&line)
        }

        /// The lines that are left, or as many as make up `hint` bytes.
        #[method("($self, hint=-1, /)")]
        fn readlines(vm: &mut Vm, this: Value, hint: Option<Value>) -> R<Owned> {
            let hint = limit(vm, hint)?.filter(|&hint| hint > 0);
            let Some(hint) = hint else {
                let list = vm.list_from(this)?;
                return Ok(Owned::from_raw(list.value()));
            };
            let list = vm.new_list(&[])?;
            let lines = vm.iter(this)?;
            let mut total = 0;
            while let Some(line) = vm.next(lines.value())? {
                let length = vm.length(line.value())?;
                if let Some(list) = vm.cast::<List>(list.value()) {
                    list.push(vm, line)?;
                }
                total += length;
                if total > hint {
                    break;
                }
            }
            Ok(list)
        }

        /// Write each line of an iterable.
        #[method("($self, lines, /)")]
        fn writelines(vm: &mut Vm, this: Value, lines: Value) -> R<()> {
            check_closed(vm, this)?;
            vm.for_each(lines, |vm, line| vm.call_method(this, "write", &[line.value()]).map(drop))
        }
    }
}

/// What `_IOBase.close` has noted.
fn is_closed(vm: &mut Vm, this: Value) -> R<bool> {
    let key = vm.intern("__IOBase_closed")?;
    match vm.get_attr_optional(this, key)? {
        Some(closed) => vm.truth(closed.value()),
        None => Ok(false),
    }
}

mod raw_base {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// At most `size` bytes, by `readinto`; None when there are none yet.
        #[method("($self, size=-1, /)")]
        fn read(vm: &mut Vm, this: Value, size: Option<isize>) -> R<Owned> {
            let Ok(size) = usize::try_from(size.unwrap_or(-1)) else {
                return vm.call_method(this, "readall", &[]);
            };
            vm.check_room(size)?;
            let array = vm.new_bytearray(&[])?;
            let Some(bytes) = vm.cast::<taipan_runtime::types::bytearray::ByteArray>(array.value()) else {
                return Ok(Owned::NONE);
            };
            bytes.resize(vm, size)?;
            let count = vm.call_method(this, "readinto", &[array.value()])?;
            if count.is_none() {
                return Ok(count);
            }
            let count = vm.to_index(count.value())?;
            let length = bytes.len(vm);
            match usize::try_from(count).ok().filter(|&count| count <= length) {
                Some(count) => {
                    let read = bytes.bytes(vm)[..count].copy_out();
                    vm.new_bytes(&read)
                }
                None => Err(vm.value_error(format!("readinto returned {count} outside buffer size {length}"))),
            }
        }

        /// All that is left.
        #[method("($self, /)")]
        fn readall(vm: &mut Vm, this: Value) -> R<Owned> {
            let mut all = Vec::new();
            let size = vm.new_int(BUFFER_SIZE as i128)?;
            loop {
                let part = vm.call_method(this, "read", &[size.value()])?;
                if part.is_none() {
                    if all.is_empty() {
                        return Ok(part);
                    }
                    break;
                }
                let Some(bytes) = vm.cast::<Bytes>(part.value()) else {
                    return Err(vm.type_error("read() should return bytes"));
                };
                if bytes.len(vm) == 0 {
                    break;
                }
                all.put_slice(bytes.bytes(vm));
            }
            vm.new_bytes(&all)
        }

        #[method("($self, buffer, /)")]
        fn readinto(vm: &mut Vm, this: Value, buffer: Value) -> R<Owned> {
            let _ = (this, buffer);
            Err(vm.not_implemented_error(""))
        }

        #[method("($self, b, /)")]
        fn write(vm: &mut Vm, this: Value, b: Value) -> R<Owned> {
            let _ = (this, b);
            Err(vm.not_implemented_error(""))
        }
    }
}

/// `readinto` and `readinto1` by the object's `read` and `read1`.
fn read_into(vm: &mut Vm, this: Value, buffer: Value, method: &str) -> R<usize> {
    let view = vm.writable_buffer(buffer)?;
    let room = view.len();
    let size = vm.new_int(room as i128)?;
    let data = vm.call_method(this, method, &[size.value()])?;
    if vm.cast::<Bytes>(data.value()).is_none() {
        return Err(vm.type_error("read() should return bytes"));
    }
    let data = bytes_of(vm, data.value())?;
    if data.len() > room {
        let length = data.len();
        return Err(vm.value_error(format!("read() returned too much data: {room} bytes requested, {length} returned")));
    }
    if let Some(target) = view.bytes_mut(vm).get_mut(..data.len()) {
        target.copy_from_slice(&data);
    }
    view.release(vm)?;
    Ok(data.len())
}

mod buffered_base {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// Give up the stream below.
        #[method("($self, /)")]
        fn detach(vm: &mut Vm, this: Value) -> R<Owned> {
            let _ = this;
            Err(unsupported(vm, "detach"))
        }

        /// At most `size` bytes.
        #[method("($self, size=-1, /)")]
        fn read(vm: &mut Vm, this: Value, size: Option<Value>) -> R<Owned> {
            let _ = (this, size);
            Err(unsupported(vm, "read"))
        }

        /// At most `size` bytes by one call of what is below.
        #[method("($self, size=-1, /)")]
        fn read1(vm: &mut Vm, this: Value, size: Option<Value>) -> R<Owned> {
            let _ = (this, size);
            Err(unsupported(vm, "read1"))
        }

        /// Read into a buffer; how many bytes.
        #[method("($self, buffer, /)")]
        fn readinto(vm: &mut Vm, this: Value, buffer: Value) -> R<usize> {
            read_into(vm, this, buffer, "read")
        }

        /// As readinto, by one call of what is below.
        #[method("($self, buffer, /)")]
        fn readinto1(vm: &mut Vm, this: Value, buffer: Value) -> R<usize> {
            read_into(vm, this, buffer, "read1")
        }

        /// Write bytes; how many.
        #[method("($self, b, /)")]
        fn write(vm: &mut Vm, this: Value, b: Value) -> R<Owned> {
            let _ = (this, b);
            Err(unsupported(vm, "write"))
        }
    }
}

mod text_base {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// Give up the stream below.
        #[method("($self, /)")]
        fn detach(vm: &mut Vm, this: Value) -> R<Owned> {
            let _ = this;
            Err(unsupported(vm, "detach"))
        }

        /// At most `size` characters.
        #[method("($self, size=-1, /)")]
        fn read(vm: &mut Vm, this: Value, size: Option<Value>) -> R<Owned> {
            let _ = (this, size);
            Err(unsupported(vm, "read"))
        }

        /// A line.
        #[method("($self, size=-1, /)")]
        fn readline(vm: &mut Vm, this: Value, size: Option<Value>) -> R<Owned> {
            let _ = (this, size);
            Err(unsupported(vm, "readline"))
        }

        /// Write text; how many characters.
        #[method("($self, s, /)")]
        fn write(vm: &mut Vm, this: Value, s: Value) -> R<Owned> {
            let _ = (this, s);
            Err(unsupported(vm, "write"))
        }

        /// The encoding's name.
        #[getter]
        fn encoding(_vm: &mut Vm, _this: Value) {}

        /// Which line ends were read.
        #[getter]
        fn newlines(_vm: &mut Vm, _this: Value) {}

        /// The error handler's name.
        #[getter]
        fn errors(_vm: &mut Vm, _this: Value) {}
    }
}
