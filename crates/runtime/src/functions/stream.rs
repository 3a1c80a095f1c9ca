//! Text to and from a descriptor of the process, without the layers of `io`: the standard streams while there is no `io` module.
//!
//! Output is UTF-8 and kept until a line ends (terminals and stderr) or enough has come together; `flush` at exit writes the rest.

use taipan_host::Fd;
use taipan_text::Units;
use taipan_text::codecs::{EncodeFailure, handlers::Handler, strict_encode, utf8};

use crate::native::*;

/// Bytes that are kept before they are written.
const PENDING: usize = 8192;

#[derive(Trace)]
pub struct StandardStream {
    #[trace(skip)]
    fd: Fd,
    /// Output: not yet written. Input: read and not yet asked for.
    #[trace(skip)]
    pending: Vec<u8>,
    #[trace(skip)]
    by_line: bool,
    #[trace(skip)]
    closed: bool,
}

impl Payload for StandardStream {
    const NAME: &'static str = "StandardStream";
    const CONTAINER: bool = false;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.native_class::<StandardStream>()
    }
}

static CLASS: ClassDef = ClassDef {
    doc: "Text to or from a standard stream of the process.",
    module: "_io",
    slots: Slots { iter: Some(same), next: Some(next_line), repr: Some(repr), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::sealed::<StandardStream>("StandardStream")
};

/// The stream for standard descriptor 0, 1 or 2.
pub fn standard_stream(vm: &mut Vm, fd: Fd) -> R<Owned> {
    vm.define_class::<StandardStream>(&CLASS, None)?;
    let by_line = fd == 2 || vm.host.is_terminal(fd);
    vm.allocate(StandardStream { fd, pending: Vec::new(), by_line, closed: false })
}

impl Obj<StandardStream> {
    fn check_open(self, vm: &mut Vm) -> R<()> {
        if self.get(vm).closed {
            return Err(vm.value_error("I/O operation on closed file."));
        }
        Ok(())
    }

    /// Write text.
    pub(crate) fn write_text(self, vm: &mut Vm, text: Obj<Str>) -> R<()> {
        self.check_open(vm)?;
        if self.get(vm).fd == 0 {
            return Err(crate::functions::stream::unsupported(vm, "not writable"));
        }
        if let Some(ascii) = text.as_ascii(vm) {
            // Copied because the stream's payload needs the isolate for itself.
            let bytes: smallvec::SmallVec<[u8; 256]> = ascii.as_bytes().into();
            return self.write_bytes(vm, &bytes);
        }
        let bytes = encode(vm, text, self.get(vm).fd == 2)?;
        self.write_bytes(vm, &bytes)
    }

    /// Write bytes that are UTF-8 already.
    pub(crate) fn write_bytes(self, vm: &mut Vm, bytes: &[u8]) -> R<()> {
        let stream = self.get_mut(vm);
        stream.pending.extend_from_slice(bytes);
        if stream.pending.len() >= PENDING || stream.by_line && bytes.contains(&b'\n') {
            return self.write_pending(vm);
        }
        Ok(())
    }

    /// Write what is pending.
    pub(crate) fn write_pending(self, vm: &mut Vm) -> R<()> {
        if self.get(vm).fd == 0 {
            return Ok(());
        }
        let stream = self.get_mut(vm);
        let bytes = std::mem::take(&mut stream.pending);
        let fd = stream.fd;
        if bytes.is_empty() {
            return Ok(());
        }
        let host = vm.host.clone();
        match host.write_all(fd, &bytes) {
            Ok(()) => Ok(()),
            Err(error) => Err(vm.os_error(error, None)),
        }
    }

    /// A line with its end; at most `limit` bytes. Empty at the end of the input.
    fn read_line_bytes(self, vm: &mut Vm, limit: Option<usize>) -> R<Vec<u8>> {
        self.check_readable(vm)?;
        loop {
            let stream = self.get_mut(vm);
            let found = memchr::memchr(b'\n', &stream.pending).map(|position| position + 1);
            let end = match (found, limit) {
                (Some(end), Some(limit)) => Some(end.min(limit)),
                (Some(end), None) => Some(end),
                (None, Some(limit)) if stream.pending.len() >= limit => Some(limit),
                (None, _) => None,
            };
            if let Some(end) = end {
                let rest = stream.pending.split_off(end);
                return Ok(std::mem::replace(&mut stream.pending, rest));
            }
            if !self.fill(vm)? {
                return Ok(std::mem::take(&mut self.get_mut(vm).pending));
            }
        }
    }

    fn check_readable(self, vm: &mut Vm) -> R<()> {
        self.check_open(vm)?;
        if self.get(vm).fd != 0 {
            return Err(unsupported(vm, "not readable"));
        }
        Ok(())
    }

    /// Read more; whether there was more.
    fn fill(self, vm: &mut Vm) -> R<bool> {
        let mut chunk = [0u8; PENDING];
        let host = vm.host.clone();
        let fd = self.get(vm).fd;
        loop {
            match host.read(fd, &mut chunk) {
                Ok(count) => {
                    self.get_mut(vm).pending.extend_from_slice(&chunk[..count]);
                    return Ok(count > 0);
                }
                Err(error) if error.is_interrupted() => {}
                Err(error) => return Err(vm.os_error(error, None)),
            }
        }
    }
}

fn encode(vm: &mut Vm, text: Obj<Str>, escape: bool) -> R<Vec<u8>> {
    let units: Units<'_> = text.units(vm);
    let encoded = utf8::encode(units, &mut |fault| {
        if escape && let Some(recovery) = Handler::BackslashReplace.encode(fault, units) {
            return Ok(recovery);
        }
        strict_encode(fault)
    });
    match encoded {
        Ok(bytes) => Ok(bytes),
        Err(EncodeFailure::Handler(fault) | EncodeFailure::Fault(fault)) => {
            let (start, end, reason) = (fault.start, fault.end, fault.reason.to_string());
            let arguments = [
                vm.new_str("utf-8")?,
                text.own(),
                vm.new_int(start as i128)?,
                vm.new_int(end as i128)?,
                vm.new_str(&reason)?,
            ];
            let arguments: Vec<Value> = arguments.iter().map(|argument| argument.value()).collect();
            let class = vm.exceptions.UnicodeEncodeError;
            Err(vm.raise_with(class, &arguments))
        }
    }
}

#[cold]
fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    vm.raise(vm.exceptions.OSError, message)
}

fn same(_vm: &mut Vm, value: Value) -> R<Owned> {
    Ok(value.own())
}

fn next_line(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<StandardStream>(value) else { return Ok(None) };
    let line = this.read_line_bytes(vm, None)?;
    if line.is_empty() { Ok(None) } else { vm.new_os_str(&line).map(Some) }
}

fn name_and_mode(fd: Fd) -> (&'static str, &'static str) {
    match fd {
        0 => ("<stdin>", "r"),
        1 => ("<stdout>", "w"),
        _ => ("<stderr>", "w"),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let fd = vm.cast::<StandardStream>(value).map_or(0, |this| this.get(vm).fd);
    let (name, mode) = name_and_mode(fd);
    vm.new_str(&format!("<_io.TextIOWrapper name='{name}' mode='{mode}' encoding='utf-8'>"))
}

#[methods]
mod py {
    use super::*;

    /// Write text; the number of characters.
    #[method("($self, text, /)")]
    fn write(vm: &mut Vm, this: Obj<StandardStream>, text: Value) -> R<usize> {
        let Some(text) = vm.cast::<Str>(text) else {
            let found = vm.class_of(text).name(vm);
            return Err(vm.type_error(format!("write() argument must be str, not {found}")));
        };
        this.write_text(vm, text)?;
        Ok(text.len(vm))
    }

    /// Write each text of an iterable.
    #[method("($self, lines, /)")]
    fn writelines(vm: &mut Vm, this: Obj<StandardStream>, lines: Value) -> R<()> {
        vm.for_each(lines, |vm, line| write(vm, this, line.value()).map(|_| ()))
    }

    /// Write what is still kept.
    #[method("($self, /)")]
    fn flush(vm: &mut Vm, this: Obj<StandardStream>) -> R<()> {
        this.check_open(vm)?;
        this.write_pending(vm)
    }

    /// A line.
    #[method("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Obj<StandardStream>, size: Option<Index>) -> R<Owned> {
        let limit = size.and_then(|Index(size)| usize::try_from(size).ok());
        let line = this.read_line_bytes(vm, limit)?;
        vm.new_os_str(&line)
    }

    /// The lines that are left.
    #[method("($self, hint=-1, /)")]
    fn readlines(vm: &mut Vm, this: Obj<StandardStream>, hint: Option<Value>) -> R<Owned> {
        let _ = hint;
        let lines = vm.list_from(this.value())?;
        Ok(Owned::from_raw(lines.value()))
    }

    /// All that is left, or the next `size` characters.
    #[method("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Obj<StandardStream>, size: Option<Value>) -> R<Owned> {
        this.check_readable(vm)?;
        let size = match size {
            Some(size) if !size.is_none() => usize::try_from(vm.to_index(size)?).ok(),
            _ => None,
        };
        while size.is_none_or(|size| this.get(vm).pending.len() < size) && this.fill(vm)? {}
        let stream = this.get_mut(vm);
        let mut end = size.unwrap_or(usize::MAX).min(stream.pending.len());
        while end < stream.pending.len() && stream.pending[end] & 0xc0 == 0x80 {
            end += 1;
        }
        let rest = stream.pending.split_off(end);
        let bytes = std::mem::replace(&mut stream.pending, rest);
        vm.new_os_str(&bytes)
    }

    /// The descriptor.
    #[method("($self, /)")]
    fn fileno(vm: &mut Vm, this: Obj<StandardStream>) -> i32 {
        this.get(vm).fd
    }

    /// Whether a terminal is behind it.
    #[method("($self, /)")]
    fn isatty(vm: &mut Vm, this: Obj<StandardStream>) -> bool {
        let fd = this.get(vm).fd;
        vm.host.is_terminal(fd)
    }

    /// Whether it can be read.
    #[method("($self, /)")]
    fn readable(vm: &mut Vm, this: Obj<StandardStream>) -> bool {
        this.get(vm).fd == 0
    }

    /// Whether it can be written.
    #[method("($self, /)")]
    fn writable(vm: &mut Vm, this: Obj<StandardStream>) -> bool {
        this.get(vm).fd != 0
    }

    /// Never.
    #[method("($self, /)")]
    fn seekable(_vm: &mut Vm, _this: Obj<StandardStream>) -> bool {
        false
    }

    /// End the use of the stream.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<StandardStream>) -> R<()> {
        if !this.get(vm).closed {
            this.write_pending(vm)?;
            this.get_mut(vm).closed = true;
        }
        Ok(())
    }

    /// The encoding's name.
    #[getter]
    fn encoding(_vm: &mut Vm, _this: Obj<StandardStream>) -> &'static str {
        "utf-8"
    }

    /// What happens with characters that cannot be encoded.
    #[getter]
    fn errors(vm: &mut Vm, this: Obj<StandardStream>) -> &'static str {
        if this.get(vm).fd == 2 { "backslashreplace" } else { "strict" }
    }

    /// The stream's name.
    #[getter]
    fn name(vm: &mut Vm, this: Obj<StandardStream>) -> &'static str {
        name_and_mode(this.get(vm).fd).0
    }

    /// `r` or `w`.
    #[getter]
    fn mode(vm: &mut Vm, this: Obj<StandardStream>) -> &'static str {
        name_and_mode(this.get(vm).fd).1
    }

    /// Whether it was closed.
    #[getter]
    fn closed(vm: &mut Vm, this: Obj<StandardStream>) -> bool {
        this.get(vm).closed
    }

    /// Whether each line is written at once.
    #[getter]
    fn line_buffering(vm: &mut Vm, this: Obj<StandardStream>) -> bool {
        this.get(vm).by_line
    }

    /// Which line ends were read.
    #[getter]
    fn newlines(_vm: &mut Vm, _this: Obj<StandardStream>) {}
}
