//! `BufferedReader`, `BufferedWriter` and `BufferedRandom`: one payload for the three. `read.rs` and `write.rs` are the two directions,
//! `methods.rs` what Python sees, `pair.rs` is `BufferedRWPair`.
//!
//! The buffer is a window on the file. `position` is where the stream is in it, `raw_position` where the raw stream is, both counted from
//! the window's start; `read_end` ends the part that was read, `write_start..write_end` is what has yet to be written. A stream does one
//! thing at a time: a second thread waits, and the same thread coming back through Python code is refused.

mod methods;
mod pair;
mod read;
mod write;

use std::time::Duration;

use taipan_runtime::native::*;

use crate::support::{payload, receiver, signature};

use super::file::{FileIo, FileMethods};
use super::{BUFFER_SIZE, IoClasses, base};

pub(super) use methods::BufferedMethods;
pub(super) use pair::define as define_pair;
use read::BufferedRead;
use write::BufferedWrite;

/// How long a thread sleeps before it looks again whether the stream is free.
const PAUSE: Duration = Duration::from_micros(200);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Fresh,
    Ready,
    Detached,
}

#[derive(Trace)]
pub(crate) struct Buffered {
    raw: Owned,
    #[trace(skip)]
    stage: Stage,
    readable: bool,
    writable: bool,
    finalizing: bool,
    /// The number of the thread that uses the stream; 0: nobody does.
    owner: u64,
    /// Made at the first use.
    #[trace(skip)]
    buffer: Buffer<u8>,
    size: usize,
    /// Where the raw stream is in the file, if that is known.
    #[trace(skip)]
    absolute: Option<i64>,
    position: usize,
    raw_position: usize,
    #[trace(skip)]
    read_end: Option<usize>,
    write_start: usize,
    #[trace(skip)]
    write_end: Option<usize>,
}

payload!(Buffered);

const fn fresh() -> Buffered {
    Buffered {
        raw: Owned::NONE,
        stage: Stage::Fresh,
        readable: false,
        writable: false,
        finalizing: false,
        owner: 0,
        buffer: Buffer::new(),
        size: 0,
        absolute: None,
        position: 0,
        raw_position: 0,
        read_end: None,
        write_start: 0,
        write_end: None,
    }
}

static READER_METHODS: [Method; methods::common::METHODS.len() + methods::reading::METHODS.len()] =
    joined(methods::common::METHODS, methods::reading::METHODS);
static WRITER_METHODS: [Method; methods::common::METHODS.len() + methods::writing::METHODS.len()] =
    joined(methods::common::METHODS, methods::writing::METHODS);
static RANDOM_METHODS: [Method; READER_METHODS.len() + methods::writing::METHODS.len()] = joined(
    joined::<_, _, { READER_METHODS.len() }>(methods::common::METHODS, methods::reading::METHODS),
    methods::writing::METHODS,
);

/// Two tables in one.
const fn joined<const A: usize, const B: usize, const C: usize>(a: [Method; A], b: [Method; B]) -> [Method; C] {
    let mut rows = [a[0]; C];
    let mut index = 0;
    while index < C {
        rows[index] = if index < A { a[index] } else { b[index - A] };
        index += 1;
    }
    rows
}

static READER: ClassDef = ClassDef {
    module: "_io",
    doc: "A buffer for reading from a raw stream.",
    slots: Slots { new: Some(new), init: Some(init_reader), repr: Some(repr), next: Some(read::next), ..Slots::EMPTY },
    methods: &READER_METHODS,
    getsets: &methods::common::GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Buffered>("BufferedReader")
};

static WRITER: ClassDef = ClassDef {
    module: "_io",
    doc: "A buffer for writing to a raw stream.",
    slots: Slots { new: Some(new), init: Some(init_writer), repr: Some(repr), ..Slots::EMPTY },
    methods: &WRITER_METHODS,
    getsets: &methods::common::GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Buffered>("BufferedWriter")
};

static RANDOM: ClassDef = ClassDef {
    module: "_io",
    doc: "A buffer for reading from and writing to a raw stream with positions.",
    slots: Slots { new: Some(new), init: Some(init_random), repr: Some(repr), next: Some(read::next), ..Slots::EMPTY },
    methods: &RANDOM_METHODS,
    getsets: &methods::common::GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Buffered>("BufferedRandom")
};

/// The classes for reading, writing and both.
pub(super) fn define(vm: &mut Vm, base: Obj<Class>) -> R<[Obj<Class>; 3]> {
    Ok([
        vm.define_class::<Buffered>(&READER, Some(base))?,
        vm.define_subclass(&WRITER, Some(base))?,
        vm.define_subclass(&RANDOM, Some(base))?,
    ])
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, fresh())
}

fn init_reader(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("BufferedReader", [
        "raw" PositionalOrKeyword false,
        "buffer_size" PositionalOrKeyword true
    ]);
    init(vm, this, args, signature, true, false)
}

fn init_writer(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("BufferedWriter", [
        "raw" PositionalOrKeyword false,
        "buffer_size" PositionalOrKeyword true
    ]);
    init(vm, this, args, signature, false, true)
}

fn init_random(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("BufferedRandom", [
        "raw" PositionalOrKeyword false,
        "buffer_size" PositionalOrKeyword true
    ]);
    init(vm, this, args, signature, true, true)
}

fn init(
    vm: &mut Vm,
    this: Value,
    args: Args<'_>,
    signature: &'static Signature,
    readable: bool,
    writable: bool,
) -> R<()> {
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let raw = slots[0].unwrap_or(Value::NONE);
    let size = match slots[1] {
        Some(size) => vm.to_index(size)?,
        None => BUFFER_SIZE as isize,
    };
    let object = receiver::<Buffered>(vm, this)?;
    object.get_mut(vm).stage = Stage::Fresh;
    if readable && writable {
        base::check_can(vm, raw, "seekable", "File or stream is not seekable.")?;
    }
    if readable {
        base::check_can(vm, raw, "readable", "File or stream is not readable.")?;
    }
    if writable {
        base::check_can(vm, raw, "writable", "File or stream is not writable.")?;
    }
    object.begin(vm, raw, size, readable, writable)
}

/// A new stream over `raw`, which is known to be readable or writable.
pub(super) fn make(vm: &mut Vm, raw: Value, size: isize, readable: bool, writable: bool) -> R<Owned> {
    let classes = vm.state::<IoClasses>();
    let class = match (readable, writable) {
        (true, true) => classes.random,
        (true, false) => classes.reader,
        _ => classes.writer,
    };
    let class = class.unwrap_or(vm.native_class::<Buffered>());
    let stream = vm.allocate_instance(class, fresh())?;
    let object = receiver::<Buffered>(vm, stream.value())?;
    object.begin(vm, raw, size, readable, writable)?;
    Ok(stream)
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).full_name(vm);
    match super::file::shown_name(vm, this)? {
        Some(name) => vm.new_str(&format!("<{class} name={name}>")),
        None => vm.new_str(&format!("<{class}>")),
    }
}

/// What a raw stream did: a count, or that it would block.
type Transfer = Option<usize>;

#[extension(BufferedCore)]
impl Obj<Buffered> {
    fn begin(self, vm: &mut Vm, raw: Value, size: isize, readable: bool, writable: bool) -> R<()> {
        let Some(size) = usize::try_from(size).ok().filter(|&size| size > 0) else {
            return Err(vm.value_error("buffer size must be strictly positive"));
        };
        vm.check_room(size)?;
        let (owner, finalizing) = (self.get(vm).owner, false);
        let old = std::mem::replace(
            self.get_mut(vm),
            Buffered { raw: raw.own(), readable, writable, size, owner, finalizing, ..fresh() },
        );
        drop(old);
        // Where it is matters only if it can say so.
        if self.raw_tell(vm).is_err() {
            let error = vm.take_error();
            if !vm.class_of(error.value()).is_subclass_of(vm, vm.exceptions.Exception) {
                return Err(vm.reraise(error));
            }
        }
        self.get_mut(vm).stage = Stage::Ready;
        Ok(())
    }

    /// The raw stream.
    fn raw_stream(self, vm: &mut Vm) -> R<Owned> {
        let this = self.get(vm);
        match this.stage {
            Stage::Ready => Ok(this.raw.clone()),
            Stage::Detached => Err(vm.value_error("raw stream has been detached")),
            Stage::Fresh => Err(vm.value_error("I/O operation on uninitialized object")),
        }
    }

    /// The raw stream as a FileIO whose methods nobody can have overridden.
    fn plain_file(self, vm: &Vm) -> Option<Obj<FileIo>> {
        let raw = self.get(vm).raw.value();
        vm.cast::<FileIo>(raw).filter(|_| !vm.class_of(raw).is_heap(vm))
    }

    fn is_closed(self, vm: &mut Vm) -> R<bool> {
        if self.get(vm).stage == Stage::Ready
            && let Some(file) = self.plain_file(vm)
        {
            return Ok(file.is_closed(vm));
        }
        let raw = self.raw_stream(vm)?;
        let closed = vm.get_attr_str(raw.value(), "closed")?;
        vm.truth(closed.value())
    }

    /// ValueError for an operation on a closed stream.
    fn check_open(self, vm: &mut Vm, what: &str) -> R<()> {
        if self.is_closed(vm)? {
            return Err(vm.value_error(format!("{what} of closed file")));
        }
        Ok(())
    }

    /// Do something for which nobody else may use the stream.
    fn locked<T>(self, vm: &mut Vm, work: impl FnOnce(&mut Vm) -> R<T>) -> R<T> {
        let current = vm.threads.current();
        while self.get(vm).owner != 0 {
            if self.get(vm).owner == current {
                let shown = vm.repr_text(self.value())?;
                return Err(vm.runtime_error(format!("reentrant call inside {shown}")));
            }
            vm.without_lock(|| std::thread::sleep(PAUSE));
            vm.poll_signals()?;
        }
        self.get_mut(vm).owner = current;
        let _keep = self.own();
        let result = work(vm);
        self.get_mut(vm).owner = 0;
        result
    }

    /// Make the buffer, if it is not there yet.
    fn need_buffer(self, vm: &mut Vm) -> R<()> {
        let this = self.get(vm);
        if this.buffer.len() == this.size {
            return Ok(());
        }
        let (heap, size) = (vm.heap, this.size);
        let mut buffer = Buffer::new();
        let made = buffer.resize(heap, size, 0);
        vm.check(made)?;
        self.get_mut(vm).buffer = buffer;
        Ok(())
    }

    /// Bytes that were read and not yet asked for.
    fn readable_now(self, vm: &Vm) -> usize {
        let this = self.get(vm);
        this.read_end.map_or(0, |end| end.saturating_sub(this.position))
    }

    /// How far the raw stream is ahead of this one.
    fn raw_offset(self, vm: &Vm) -> i64 {
        let this = self.get(vm);
        if this.read_end.is_none() && this.write_end.is_none() {
            return 0;
        }
        this.raw_position as i64 - this.position as i64
    }

    fn set_position(self, vm: &mut Vm, position: usize) {
        let this = self.get_mut(vm);
        this.position = position;
        if this.read_end.is_some_and(|end| end < position) {
            this.read_end = Some(position);
        }
    }

    fn forget_read(self, vm: &mut Vm) {
        self.get_mut(vm).read_end = None;
    }

    fn forget_written(self, vm: &mut Vm) {
        let this = self.get_mut(vm);
        (this.write_start, this.write_end) = (0, None);
    }

    /// Ask the raw stream where it is.
    fn raw_tell(self, vm: &mut Vm) -> R<i64> {
        self.get_mut(vm).absolute = None;
        let position = match self.plain_file(vm) {
            Some(file) => file.seek_to(vm, 0, 1)?,
            None => {
                let raw = self.get(vm).raw.clone();
                let position = vm.call_method(raw.value(), "tell", &[])?;
                super::file::offset(vm, position.value())?
            }
        };
        self.found_position(vm, position)
    }

    /// Move the raw stream.
    fn raw_seek(self, vm: &mut Vm, offset: i64, whence: i32) -> R<i64> {
        self.get_mut(vm).absolute = None;
        let position = match self.plain_file(vm) {
            Some(file) => file.seek_to(vm, offset, whence)?,
            None => {
                let raw = self.get(vm).raw.clone();
                let offset = vm.new_int(i128::from(offset))?;
                let position = vm.call_method(raw.value(), "seek", &[offset.value(), Value::small(whence)])?;
                super::file::offset(vm, position.value())?
            }
        };
        self.found_position(vm, position)
    }

    fn found_position(self, vm: &mut Vm, position: i64) -> R<i64> {
        if position < 0 {
            let message = format!("Raw stream returned invalid position {position}");
            return Err(vm.raise(vm.exceptions.OSError, &message));
        }
        self.get_mut(vm).absolute = Some(position);
        Ok(position)
    }

    /// The count that a raw stream answered; None for "would block".
    fn raw_count(self, vm: &mut Vm, count: &Owned, most: usize, what: &str) -> R<Transfer> {
        if count.is_none() {
            return Ok(None);
        }
        let number = match vm.to_index(count.value()) {
            Ok(number) => number,
            Err(_) => {
                let cause = vm.take_error();
                let message = format!("raw {what}() failed");
                let _ = vm.raise(vm.exceptions.OSError, &message);
                let error = vm.take_error();
                vm.set_exception_cause(&error, &cause);
                return Err(vm.reraise(error));
            }
        };
        match usize::try_from(number).ok().filter(|&number| number <= most) {
            Some(number) => {
                self.moved(vm, number);
                Ok(Some(number))
            }
            None => {
                let message =
                    format!("raw {what}() returned invalid length {number} (should have been between 0 and {most})");
                Err(vm.raise(vm.exceptions.OSError, &message))
            }
        }
    }

    /// The raw stream went on by this much.
    fn moved(self, vm: &mut Vm, count: usize) {
        if let Some(absolute) = &mut self.get_mut(vm).absolute {
            *absolute += count as i64;
        }
    }

    /// Move to another position of the file.
    fn seek_to(self, vm: &mut Vm, target: Value, whence: i32) -> R<i64> {
        if !(0..=4).contains(&whence) {
            return Err(vm.value_error(format!("whence value {whence} unsupported")));
        }
        self.check_open(vm, "seek")?;
        let raw = self.raw_stream(vm)?;
        base::check_can(vm, raw.value(), "seekable", "File or stream is not seekable.")?;
        let mut target = super::file::offset(vm, target)?;
        if (whence == 0 || whence == 1) && self.get(vm).readable {
            let current = match self.get(vm).absolute {
                Some(current) => current,
                None => self.raw_tell(vm)?,
            };
            let ahead = self.readable_now(vm) as i64;
            if ahead > 0 {
                let here = current - self.raw_offset(vm);
                let distance = if whence == 0 { target.checked_sub(here) } else { Some(target) };
                if let Some(distance) = distance
                    && distance >= -(self.get(vm).position as i64)
                    && distance <= ahead
                {
                    let this = self.get_mut(vm);
                    this.position = (this.position as i64 + distance) as usize;
                    // A device may say that it is at 0 wherever it is.
                    return Ok((here + distance).max(0));
                }
            }
        }
        self.locked(vm, |vm| {
            if self.get(vm).writable {
                self.write_pending(vm)?;
            }
            if whence == 1 {
                target = target.saturating_sub(self.raw_offset(vm));
            }
            let position = self.raw_seek(vm, target, whence)?;
            if self.get(vm).readable {
                self.forget_read(vm);
            }
            Ok(position)
        })
    }

    /// Where the stream is in the file.
    fn tell(self, vm: &mut Vm) -> R<i64> {
        self.raw_stream(vm)?;
        let raw = self.raw_tell(vm)?;
        Ok((raw - self.raw_offset(vm)).max(0))
    }
}
