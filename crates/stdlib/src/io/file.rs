//! `FileIO`: a stream of bytes over a descriptor, unbuffered.

use taipan_host::{Fd, OsError, Status, Target, errno};
use taipan_runtime::native::*;

use crate::support::{payload, receiver, signature};

use super::{BUFFER_SIZE, base, unsupported};

/// Bytes of a file that is read without asking how much of it is left.
const SMALL: i64 = 64 << 10;

const O_RDONLY: i32 = 0;
const O_WRONLY: i32 = 1;
const O_RDWR: i32 = 2;
const O_CREAT: i32 = 0o100;
const O_EXCL: i32 = 0o200;
const O_TRUNC: i32 = 0o1000;
const O_APPEND: i32 = 0o2000;
const O_CLOEXEC: i32 = 0o200_0000;

/// The most that one call of the system reads or writes.
const MOST: usize = 0x7fff_f000;

#[derive(Trace)]
pub(crate) struct FileIo {
    /// Negative: not open.
    #[trace(skip)]
    fd: Fd,
    created: bool,
    readable: bool,
    writable: bool,
    appending: bool,
    close_fd: bool,
    finalizing: bool,
    /// None: not known yet.
    #[trace(skip)]
    seekable: Option<bool>,
    block_size: i64,
    /// The size when it was opened, of a regular file.
    #[trace(skip)]
    size: Option<i64>,
}

payload!(FileIo);

const CLOSED: FileIo = FileIo {
    fd: -1,
    created: false,
    readable: false,
    writable: false,
    appending: false,
    close_fd: true,
    finalizing: false,
    seekable: None,
    block_size: BUFFER_SIZE as i64,
    size: None,
};

static CLASS: ClassDef = ClassDef {
    module: "_io",
    doc: "A file as a stream of bytes.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<FileIo>("FileIO")
};

pub(super) fn define(vm: &mut Vm, base: Obj<Class>) -> R<Obj<Class>> {
    vm.define_class::<FileIo>(&CLASS, Some(base))
}

/// What a mode says.
struct Mode {
    flags: i32,
    created: bool,
    readable: bool,
    writable: bool,
    appending: bool,
}

fn parse_mode(vm: &mut Vm, text: &str) -> R<Mode> {
    let mut mode = Mode { flags: 0, created: false, readable: false, writable: false, appending: false };
    let (mut kinds, mut plus) = (0, 0);
    for letter in text.chars() {
        match letter {
            'x' => {
                kinds += 1;
                (mode.created, mode.writable) = (true, true);
                mode.flags |= O_EXCL | O_CREAT;
            }
            'r' => {
                kinds += 1;
                mode.readable = true;
            }
            'w' => {
                kinds += 1;
                mode.writable = true;
                mode.flags |= O_CREAT | O_TRUNC;
            }
            'a' => {
                kinds += 1;
                (mode.writable, mode.appending) = (true, true);
                mode.flags |= O_APPEND | O_CREAT;
            }
            'b' => {}
            '+' => {
                plus += 1;
                (mode.readable, mode.writable) = (true, true);
            }
            _ => return Err(vm.value_error(format!("invalid mode: {text}"))),
        }
    }
    if kinds != 1 || plus > 1 {
        return Err(vm.value_error("Must have exactly one of create/read/write/append mode and at most one plus"));
    }
    mode.flags |= match (mode.readable, mode.writable) {
        (true, true) => O_RDWR,
        (true, false) => O_RDONLY,
        _ => O_WRONLY,
    };
    Ok(mode)
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, CLOSED)
}

/// The path that `file` is, when it is no descriptor.
fn file_path(vm: &mut Vm, file: Value) -> R<Vec<u8>> {
    let path = crate::posix::file_system_path(vm, file)?;
    if path.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(path)
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("FileIO", [
        "file" PositionalOrKeyword false,
        "mode" PositionalOrKeyword true,
        "closefd" PositionalOrKeyword true,
        "opener" PositionalOrKeyword true
    ]);
    let mut slots = [None; 4];
    bind(vm, signature, args, &mut slots)?;
    let file = slots[0].unwrap_or(Value::NONE);
    let mode = match slots[1] {
        Some(mode) => String::from_argument(vm, Some(mode), signature, 1)?,
        None => "r".to_string(),
    };
    let close_fd = match slots[2] {
        Some(value) => vm.truth(value)?,
        None => true,
    };
    let opener = slots[3].filter(|opener| !opener.is_none());
    let object = receiver::<FileIo>(vm, this)?;
    if object.get(vm).fd >= 0 {
        if object.get(vm).close_fd {
            object.close_now(vm)?;
        } else {
            object.get_mut(vm).fd = -1;
        }
    }
    let mut given = None;
    if vm.class_of(file).slots(vm).index.is_some() {
        if file.is_bool() {
            let category = vm.exceptions.RuntimeWarning;
            vm.warn(category, "bool is used as a file descriptor")?;
        }
        let number = vm.to_i64(file, "int")?;
        let Ok(fd) = i32::try_from(number) else {
            return Err(vm.overflow_error("Python int too large to convert to C int"));
        };
        if fd < 0 {
            return Err(vm.value_error("negative file descriptor"));
        }
        given = Some(fd);
    }
    let path = match given {
        Some(_) => Vec::new(),
        None => file_path(vm, file)?,
    };
    let mode = parse_mode(vm, &mode)?;
    *object.get_mut(vm) = FileIo {
        created: mode.created,
        readable: mode.readable,
        writable: mode.writable,
        appending: mode.appending,
        close_fd,
        ..CLOSED
    };
    let flags = mode.flags | O_CLOEXEC;
    let fd = match given {
        Some(fd) => fd,
        None if !close_fd => return Err(vm.value_error("Cannot use closefd=False with file name")),
        None => match opener {
            Some(opener) => {
                let flags = vm.new_int(i128::from(flags))?;
                let result = vm.call(opener, &[file, flags.value()])?;
                if vm.class_of(result.value()).slots(vm).index.is_none() {
                    return Err(vm.type_error("expected integer from opener"));
                }
                let fd = vm.to_i64(result.value(), "int")? as i32;
                if fd < 0 {
                    return Err(vm.value_error(format!("opener returned {fd}")));
                }
                let inherited = vm.host.set_inheritable(fd, false);
                if let Err(error) = inherited {
                    return Err(vm.os_error(error, None));
                }
                fd
            }
            None => loop {
                let host = vm.host.clone();
                match vm.without_lock(|| host.open(&path, flags, 0o666, None)) {
                    Ok(fd) => break fd,
                    Err(error) if error.is_interrupted() => vm.poll_signals()?,
                    Err(error) => return Err(vm.os_error(error, Some(file))),
                }
            },
        },
    };
    object.get_mut(vm).fd = fd;
    let mut checked = check_kind(vm, object, fd, file);
    if checked.is_ok() {
        let key = vm.names.name;
        checked = vm.set_attr(this, key, Some(file));
    }
    if checked.is_err() {
        // What was opened here is closed; a descriptor that was given stays the caller's.
        if given.is_none() {
            let _ = vm.host.close(fd);
        }
        object.get_mut(vm).fd = -1;
        return checked;
    }
    if mode.appending {
        let _ = vm.host.seek(fd, 0, 2);
    }
    Ok(())
}

fn check_kind(vm: &mut Vm, object: Obj<FileIo>, fd: Fd, file: Value) -> R<()> {
    match vm.host.status(Target::Fd(fd)) {
        Ok(status) if status.is_directory() => Err(vm.os_error(OsError::new(errno::EISDIR), Some(file))),
        Ok(status) => {
            let this = object.get_mut(vm);
            if status.block_size > 1 {
                this.block_size = status.block_size;
            }
            this.size = regular_size(&status);
            Ok(())
        }
        Err(error) if error.errno == errno::EBADF => Err(vm.os_error(error, Some(file))),
        Err(_) => Ok(()),
    }
}

fn regular_size(status: &Status) -> Option<i64> {
    status.is_regular().then_some(status.size)
}

#[extension(FileMethods)]
impl Obj<FileIo> {
    fn mode_text(self, vm: &Vm) -> &'static str {
        let this = self.get(vm);
        match (this.created, this.appending, this.readable, this.writable) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }

    fn open_fd(self, vm: &mut Vm) -> R<Fd> {
        let fd = self.get(vm).fd;
        if fd < 0 { Err(vm.value_error("I/O operation on closed file")) } else { Ok(fd) }
    }

    fn reading_fd(self, vm: &mut Vm) -> R<Fd> {
        let fd = self.open_fd(vm)?;
        if self.get(vm).readable { Ok(fd) } else { Err(unsupported(vm, "File not open for reading")) }
    }

    fn writing_fd(self, vm: &mut Vm) -> R<Fd> {
        let fd = self.open_fd(vm)?;
        if self.get(vm).writable { Ok(fd) } else { Err(unsupported(vm, "File not open for writing")) }
    }

    fn is_closed(self, vm: &Vm) -> bool {
        self.get(vm).fd < 0
    }

    /// Close the descriptor.
    fn close_now(self, vm: &mut Vm) -> R<()> {
        let fd = std::mem::replace(&mut self.get_mut(vm).fd, -1);
        if fd < 0 {
            return Ok(());
        }
        let host = vm.host.clone();
        match vm.without_lock(|| host.close(fd)) {
            Ok(()) => Ok(()),
            Err(error) => Err(vm.os_error(error, None)),
        }
    }

    /// Read some bytes into `room`; None when there are none yet.
    fn read_into(self, vm: &mut Vm, room: &mut [u8]) -> R<Option<usize>> {
        let fd = self.reading_fd(vm)?;
        let length = room.len().min(MOST);
        let host = vm.host.clone();
        loop {
            match vm.without_lock(|| host.read(fd, &mut room[..length])) {
                Ok(count) => return Ok(Some(count)),
                Err(error) if error.errno == errno::EAGAIN => return Ok(None),
                Err(error) if error.is_interrupted() => vm.poll_signals()?,
                Err(error) => return Err(vm.os_error(error, None)),
            }
        }
    }

    /// Write some of the bytes; None when nothing can be written now.
    fn write_from(self, vm: &mut Vm, bytes: &[u8]) -> R<Option<usize>> {
        let fd = self.writing_fd(vm)?;
        let length = bytes.len().min(MOST);
        let host = vm.host.clone();
        loop {
            match vm.without_lock(|| host.write(fd, &bytes[..length])) {
                Ok(count) => return Ok(Some(count)),
                Err(error) if error.errno == errno::EAGAIN => return Ok(None),
                Err(error) if error.is_interrupted() => vm.poll_signals()?,
                Err(error) => return Err(vm.os_error(error, None)),
            }
        }
    }

    /// Read to the end; None when there is nothing yet.
    fn read_all(self, vm: &mut Vm) -> R<Option<Vec<u8>>> {
        let fd = self.open_fd(vm)?;
        let mut room = BUFFER_SIZE;
        let mut rest = None;
        if let Some(size) = self.get(vm).size {
            // The position is not worth a call for what is small anyway.
            let position = match size {
                ..=SMALL => 0,
                _ => vm.host.seek(fd, 0, 1).map_or(0, |position| position as i64),
            };
            // One byte more shows the end of the file without another read.
            let left = usize::try_from(size.saturating_sub(position)).unwrap_or(0);
            room = left.saturating_add(1);
            rest = Some(left);
        }
        vm.check_room(room)?;
        let mut all = Vec::new();
        loop {
            let filled = all.len();
            all.resize(filled + room, 0);
            let count = self.read_into(vm, &mut all[filled..])?;
            all.truncate(filled + count.unwrap_or(0));
            match count {
                None if filled == 0 => return Ok(None),
                None | Some(0) => return Ok(Some(all)),
                Some(_) => {}
            }
            room = match rest {
                Some(left) if all.len() <= left => left + 1 - all.len(),
                _ => all.len().clamp(BUFFER_SIZE.min(8192), 1 << 24),
            };
            vm.check_room(all.len() + room)?;
        }
    }

    /// Move, and give the position.
    fn seek_to(self, vm: &mut Vm, offset: i64, whence: i32) -> R<i64> {
        let fd = self.open_fd(vm)?;
        let host = vm.host.clone();
        match vm.without_lock(|| host.seek(fd, offset, whence)) {
            Ok(position) => {
                self.get_mut(vm).seekable = Some(true);
                Ok(position as i64)
            }
            Err(error) => Err(vm.os_error(error, None)),
        }
    }

    fn is_seekable(self, vm: &mut Vm) -> R<bool> {
        let fd = self.open_fd(vm)?;
        if let Some(known) = self.get(vm).seekable {
            return Ok(known);
        }
        let seekable = vm.host.seek(fd, 0, 1).is_ok();
        self.get_mut(vm).seekable = Some(seekable);
        Ok(seekable)
    }

    fn block_size(self, vm: &Vm) -> i64 {
        self.get(vm).block_size
    }

    fn is_readable(self, vm: &Vm) -> bool {
        self.get(vm).readable
    }

    fn is_writable(self, vm: &Vm) -> bool {
        self.get(vm).writable
    }

    /// Whether what a terminal is cannot be: it was a regular file when it was opened.
    fn may_be_terminal(self, vm: &Vm) -> bool {
        self.get(vm).size.is_none()
    }
}

/// A `FileIO` for one of the standard descriptors, which is not closed with it.
pub(super) fn for_descriptor(vm: &mut Vm, fd: Fd, writing: bool, name: &str) -> R<Owned> {
    let status = vm.host.status(Target::Fd(fd));
    let stream = FileIo {
        fd,
        readable: !writing,
        writable: writing,
        close_fd: false,
        size: status.as_ref().ok().and_then(regular_size),
        block_size: status.ok().map(|status| status.block_size).filter(|&size| size > 1).unwrap_or(8192),
        ..CLOSED
    };
    let stream = vm.allocate(stream)?;
    let (key, name) = (vm.names.name, vm.new_str(name)?);
    vm.set_attr(stream.value(), key, Some(name.value()))?;
    Ok(stream)
}

/// The object's name as messages show it, if it has one.
pub(super) fn shown_name(vm: &mut Vm, this: Value) -> R<Option<String>> {
    let key = vm.names.name;
    let name = match vm.get_attr_optional(this, key) {
        Ok(Some(name)) => name,
        Ok(None) => return Ok(None),
        Err(raised) => {
            vm.catch(vm.exceptions.ValueError, raised)?;
            return Ok(None);
        }
    };
    if !vm.enter_repr(this) {
        let class = vm.class_of(this).short_name(vm);
        return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
    }
    let shown = vm.repr_text(name.value());
    vm.leave_repr(this);
    shown.map(Some)
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let object = receiver::<FileIo>(vm, this)?;
    let class = vm.class_of(this).full_name(vm);
    let (fd, close_fd) = (object.get(vm).fd, object.get(vm).close_fd);
    if fd < 0 {
        return vm.new_str(&format!("<{class} [closed]>"));
    }
    let (mode, close_fd) = (object.mode_text(vm), if close_fd { "True" } else { "False" });
    match shown_name(vm, this)? {
        Some(name) => vm.new_str(&format!("<{class} name={name} mode='{mode}' closefd={close_fd}>")),
        None => vm.new_str(&format!("<{class} fd={fd} mode='{mode}' closefd={close_fd}>")),
    }
}

/// ResourceWarning: `source` was never closed.
fn warn_unclosed(vm: &mut Vm, this: Obj<FileIo>, source: Value) {
    if this.get(vm).fd < 0 || !this.get(vm).close_fd {
        return;
    }
    let before = vm.error.take();
    let warned = (|| {
        let shown = vm.repr_text(source)?;
        let category = vm.exceptions.ResourceWarning;
        let message = vm.new_str(&format!("unclosed file {shown}"))?;
        vm.warn_object(message.value(), category.value(), 1, Some(source), &[])
    })();
    if warned.is_err() {
        let error = vm.take_error();
        if vm.class_of(error.value()).is_subclass_of(vm, vm.exceptions.Warning) {
            vm.report_unraisable(error, "Exception ignored in", Some(source));
        }
    }
    vm.error = before;
}

/// A position argument.
pub(super) fn offset(vm: &mut Vm, value: Value) -> R<i64> {
    if vm.class_of(value).slots(vm).index.is_none() {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("'{found}' object cannot be interpreted as an integer")));
    }
    let number = vm.index(value)?;
    match vm.int_to_i64(number.value()) {
        Some(number) => Ok(number),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

#[methods]
mod py {
    use super::*;

    /// At most `size` bytes; None when there are none yet.
    #[method("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Obj<FileIo>, size: Option<Value>) -> R<Owned> {
        this.reading_fd(vm)?;
        let Some(size) = base::limit(vm, size)? else {
            return vm.call_method(this.value(), "readall", &[]);
        };
        vm.check_room(size)?;
        let mut bytes = vec![0; size.min(MOST)];
        match this.read_into(vm, &mut bytes)? {
            Some(count) => vm.new_bytes(&bytes[..count]),
            None => Ok(Owned::NONE),
        }
    }

    /// All that is left; None when there is nothing yet.
    #[method("($self, /)")]
    fn readall(vm: &mut Vm, this: Obj<FileIo>) -> R<Owned> {
        match this.read_all(vm)? {
            Some(bytes) => vm.new_bytes(&bytes),
            None => Ok(Owned::NONE),
        }
    }

    /// Read into a buffer; how many bytes, or None when there are none yet.
    #[method("($self, buffer, /)")]
    fn readinto(vm: &mut Vm, this: Obj<FileIo>, buffer: Value) -> R<Option<usize>> {
        this.reading_fd(vm)?;
        let view = vm.writable_buffer(buffer)?;
        let mut bytes = vec![0; view.len().min(MOST)];
        let count = this.read_into(vm, &mut bytes)?;
        if let Some(count) = count
            && let Some(target) = view.bytes_mut(vm).get_mut(..count)
        {
            target.copy_from_slice(&bytes[..count]);
        }
        view.release(vm)?;
        Ok(count)
    }

    /// Write bytes; how many were written, or None when none can be now.
    #[method("($self, b, /)")]
    fn write(vm: &mut Vm, this: Obj<FileIo>, b: Value) -> R<Option<usize>> {
        this.writing_fd(vm)?;
        let bytes = super::super::bytes_of(vm, b)?;
        this.write_from(vm, &bytes)
    }

    /// Move to another position.
    #[method("($self, pos, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Obj<FileIo>, pos: Value, whence: Option<i32>) -> R<i64> {
        this.open_fd(vm)?;
        let offset = offset(vm, pos)?;
        this.seek_to(vm, offset, whence.unwrap_or(0))
    }

    /// The position.
    #[method("($self, /)")]
    fn tell(vm: &mut Vm, this: Obj<FileIo>) -> R<i64> {
        this.seek_to(vm, 0, 1)
    }

    /// Change the size, to the position unless told.
    #[method("($self, size=None, /)")]
    fn truncate(vm: &mut Vm, this: Obj<FileIo>, size: Option<Value>) -> R<Owned> {
        let fd = this.writing_fd(vm)?;
        let size = match size.filter(|size| !size.is_none()) {
            Some(size) => size.own(),
            None => vm.call_method(this.value(), "tell", &[])?,
        };
        let length = offset(vm, size.value())?;
        let Ok(length) = u64::try_from(length) else {
            return Err(vm.os_error(OsError::new(errno::EINVAL), None));
        };
        let host = vm.host.clone();
        match vm.without_lock(|| host.truncate(Target::Fd(fd), length)) {
            Ok(()) => {
                this.get_mut(vm).size = None;
                Ok(size)
            }
            Err(error) => Err(vm.os_error(error, None)),
        }
    }

    /// End the use of the file. The descriptor is closed with it, unless it was given with closefd=False.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<FileIo>) -> R<()> {
        let closed = base::close(vm, this.value());
        if !this.get(vm).close_fd {
            this.get_mut(vm).fd = -1;
            return closed;
        }
        if this.get(vm).finalizing {
            warn_unclosed(vm, this, this.value());
        }
        base::then(vm, closed, |vm| this.close_now(vm))
    }

    /// Whether it has positions.
    #[method("($self, /)")]
    fn seekable(vm: &mut Vm, this: Obj<FileIo>) -> R<bool> {
        this.is_seekable(vm)
    }

    /// Whether it was opened for reading.
    #[method("($self, /)")]
    fn readable(vm: &mut Vm, this: Obj<FileIo>) -> R<bool> {
        this.open_fd(vm)?;
        Ok(this.get(vm).readable)
    }

    /// Whether it was opened for writing.
    #[method("($self, /)")]
    fn writable(vm: &mut Vm, this: Obj<FileIo>) -> R<bool> {
        this.open_fd(vm)?;
        Ok(this.get(vm).writable)
    }

    /// The descriptor.
    #[method("($self, /)")]
    fn fileno(vm: &mut Vm, this: Obj<FileIo>) -> R<i32> {
        this.open_fd(vm)
    }

    /// Whether a terminal is behind it.
    #[method("($self, /)")]
    fn isatty(vm: &mut Vm, this: Obj<FileIo>) -> R<bool> {
        let fd = this.open_fd(vm)?;
        Ok(vm.host.is_terminal(fd))
    }

    #[method("($self, /)")]
    fn _isatty_open_only(vm: &mut Vm, this: Obj<FileIo>) -> R<bool> {
        let fd = this.open_fd(vm)?;
        Ok(this.may_be_terminal(vm) && vm.host.is_terminal(fd))
    }

    #[method("($self, source, /)")]
    fn _dealloc_warn(vm: &mut Vm, this: Obj<FileIo>, source: Value) {
        warn_unclosed(vm, this, source);
    }

    #[method("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Obj<FileIo>) -> R<Owned> {
        Err(super::super::cannot_pickle(vm, this.value()))
    }

    /// True if the file is closed
    #[getter]
    fn closed(vm: &mut Vm, this: Obj<FileIo>) -> bool {
        this.is_closed(vm)
    }

    /// Whether the descriptor is closed with the file.
    #[getter]
    fn closefd(vm: &mut Vm, this: Obj<FileIo>) -> bool {
        this.get(vm).close_fd
    }

    /// How it was opened.
    #[getter]
    fn mode(vm: &mut Vm, this: Obj<FileIo>) -> &'static str {
        this.mode_text(vm)
    }

    /// How many bytes at a time are best.
    #[getter]
    fn _blksize(vm: &mut Vm, this: Obj<FileIo>) -> i64 {
        this.block_size(vm)
    }

    /// The file is about to be destroyed.
    #[getter]
    fn _finalizing(vm: &mut Vm, this: Obj<FileIo>) -> bool {
        this.get(vm).finalizing
    }

    #[setter("_finalizing")]
    fn set_finalizing(vm: &mut Vm, this: Obj<FileIo>, value: Option<Value>) -> R<()> {
        let value = crate::io::flag(vm, value)?;
        this.get_mut(vm).finalizing = value;
        Ok(())
    }
}
