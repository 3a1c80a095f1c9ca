//! What Python sees of a text stream.

use taipan_runtime::native::*;

use super::{
    NewlineMode, Stage, TextCodec, TextCore, TextIo, TextRead, TextSeek, TextWrite, codec_info, standard_of,
    text_argument,
};
use crate::io::{base, cannot_pickle, unsupported};

#[extension(TextMethods)]
impl Obj<TextIo> {
    fn forward(self, vm: &mut Vm, method: &str) -> R<Owned> {
        let buffer = self.below(vm)?;
        vm.call_method(buffer.value(), method, &[])
    }
}

#[methods]
mod rows {
    use super::*;

    /// Write text; how many characters.
    #[method("($self, text, /)")]
    fn write(vm: &mut Vm, this: Obj<TextIo>, text: Value) -> R<usize> {
        this.below(vm)?;
        let Some(text) = vm.cast::<Str>(text) else {
            let found = if text.is_none() { "None".to_string() } else { vm.class_of(text).name(vm) };
            return Err(vm.type_error(format!("write() argument must be str, not {found}")));
        };
        this.write_text(vm, text)?;
        Ok(text.len(vm))
    }

    /// At most `size` characters, or all that is left.
    #[method("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Obj<TextIo>, size: Option<Value>) -> R<Owned> {
        let size = base::limit(vm, size)?;
        this.below(vm)?;
        this.check_open(vm)?;
        match size {
            Some(size) => this.read_count(vm, size),
            None => this.read_all(vm),
        }
    }

    /// A line, with its end.
    #[method("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Obj<TextIo>, size: Option<isize>) -> R<Owned> {
        this.below(vm)?;
        let limit = usize::try_from(size.unwrap_or(-1)).ok();
        this.read_line(vm, limit)
    }

    /// Write what is buffered.
    #[method("($self, /)")]
    fn flush(vm: &mut Vm, this: Obj<TextIo>) -> R<()> {
        this.below(vm)?;
        this.flush(vm)
    }

    /// Flush, then close the stream below.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<TextIo>) -> R<()> {
        let buffer = this.below(vm)?;
        if this.is_closed(vm)? || this.get(vm).stage == Stage::Detached {
            // It may have been detached by the very question.
            return Ok(());
        }
        if this.get(vm).finalizing {
            let warned = vm.call_method(buffer.value(), "_dealloc_warn", &[this.value()]);
            if warned.is_err() {
                drop(vm.take_error());
            }
        }
        let flushed = vm.call_method(this.value(), "flush", &[]).map(drop);
        base::then(vm, flushed, |vm| vm.call_method(buffer.value(), "close", &[]).map(drop))
    }

    /// Give up the stream below.
    #[method("($self, /)")]
    fn detach(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.below(vm)?;
        vm.call_method(this.value(), "flush", &[])?;
        let this = this.get_mut(vm);
        this.stage = Stage::Detached;
        Ok(std::mem::replace(&mut this.buffer, Owned::NONE))
    }

    /// The position, as a cookie for `seek`.
    #[method("($self, /)")]
    fn tell(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.below(vm)?;
        this.tell(vm)
    }

    /// Move to a position that `tell` gave, or to the file's beginning or end.
    #[method("($self, cookie, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Obj<TextIo>, cookie: Value, whence: Option<i32>) -> R<Owned> {
        this.below(vm)?;
        this.seek(vm, cookie, whence.unwrap_or(0))
    }

    /// Change the size in bytes.
    #[method("($self, pos=None, /)")]
    fn truncate(vm: &mut Vm, this: Obj<TextIo>, pos: Option<Value>) -> R<Owned> {
        let buffer = this.below(vm)?;
        vm.call_method(this.value(), "flush", &[])?;
        vm.call_method(buffer.value(), "truncate", &[pos.unwrap_or(Value::NONE)])
    }

    /// Change how the stream works.
    #[method("($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)")]
    fn reconfigure(
        vm: &mut Vm,
        this: Obj<TextIo>,
        encoding: Option<Value>,
        errors: Option<Value>,
        newline: Option<Value>,
        line_buffering: Option<Value>,
        write_through: Option<Value>,
    ) -> R<()> {
        let buffer = this.below(vm)?;
        let given_newline = newline;
        let encoding = text_argument(vm, encoding, "encoding")?;
        let errors = text_argument(vm, errors, "errors")?;
        if this.get(vm).characters.is_some() && (encoding.is_some() || errors.is_some() || given_newline.is_some()) {
            let message = "It is not possible to set the encoding or newline of stream after the first read";
            return Err(unsupported(vm, message));
        }
        let newline = match given_newline {
            Some(newline) => Some(NewlineMode::from_argument(vm, Some(newline), false)?),
            None => None,
        };
        let (by_line, through) = {
            let now = this.get(vm);
            (now.line_buffering, now.write_through)
        };
        let mut flag = |value: Option<Value>, now: bool| match value.filter(|value| !value.is_none()) {
            Some(value) => vm.to_i64(value, "int").map(|value| value != 0),
            None => Ok(now),
        };
        let by_line = flag(line_buffering, by_line)?;
        let through = flag(write_through, through)?;
        vm.call_method(this.value(), "flush", &[])?;
        if encoding.is_some() || errors.is_some() || newline.is_some() {
            let encoding = match encoding.as_deref() {
                Some("locale") => Some(crate::io::default_encoding(vm).to_string()),
                _ => encoding,
            };
            let current = this.get(vm).encoding.clone();
            let name = match &encoding {
                Some(encoding) => encoding.clone(),
                None => vm.str_text(current.value())?,
            };
            let standard = standard_of(&name);
            let info = match standard {
                Some(_) => None,
                None => Some(codec_info(vm, &name)?),
            };
            let name = vm.new_str(&name)?;
            let (readable, writable) = (this.get(vm).decoder.is_some(), this.get(vm).encoder.is_some());
            let details = this.get_mut(vm);
            details.standard = standard;
            let old = std::mem::replace(&mut details.encoding, name);
            // With a new encoding the handler is the usual one again.
            match (errors, &encoding) {
                (Some(errors), _) => details.errors = errors,
                (None, Some(_)) => details.errors = "strict".to_string(),
                (None, None) => {}
            }
            if let Some(newline) = newline {
                details.newline = newline;
            }
            drop(old);
            this.make_codecs(vm, info.as_ref(), readable, writable)?;
            this.settle_encoder(vm)?;
        }
        let _ = buffer;
        let details = this.get_mut(vm);
        (details.line_buffering, details.write_through) = (by_line, through);
        Ok(())
    }

    /// The descriptor.
    #[method("($self, /)")]
    fn fileno(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.forward(vm, "fileno")
    }

    /// Whether it has positions.
    #[method("($self, /)")]
    fn seekable(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.forward(vm, "seekable")
    }

    /// Whether it can be read.
    #[method("($self, /)")]
    fn readable(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.forward(vm, "readable")
    }

    /// Whether it can be written.
    #[method("($self, /)")]
    fn writable(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.forward(vm, "writable")
    }

    /// Whether a terminal is behind it.
    #[method("($self, /)")]
    fn isatty(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.forward(vm, "isatty")
    }

    #[method("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        Err(cannot_pickle(vm, this.value()))
    }

    /// The stream below.
    #[getter]
    fn buffer(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.below(vm)
    }

    /// The encoding's name.
    #[getter]
    fn encoding(vm: &mut Vm, this: Obj<TextIo>) -> Owned {
        this.get(vm).encoding.clone()
    }

    /// The error handler's name.
    #[getter]
    fn errors(vm: &mut Vm, this: Obj<TextIo>) -> R<String> {
        if this.get(vm).stage == Stage::Fresh {
            return Err(vm.value_error("I/O operation on uninitialized object"));
        }
        Ok(this.get(vm).errors.clone())
    }

    /// Which line ends were read.
    #[getter]
    fn newlines(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        this.below(vm)?;
        this.seen_newlines(vm)
    }

    /// Whether each line is flushed.
    #[getter]
    fn line_buffering(vm: &mut Vm, this: Obj<TextIo>) -> bool {
        this.get(vm).line_buffering
    }

    /// Whether nothing is kept here.
    #[getter]
    fn write_through(vm: &mut Vm, this: Obj<TextIo>) -> bool {
        this.get(vm).write_through
    }

    /// Whether the stream below was closed.
    #[getter]
    fn closed(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        let buffer = this.below(vm)?;
        vm.get_attr_str(buffer.value(), "closed")
    }

    /// The name of the stream below.
    #[getter]
    fn name(vm: &mut Vm, this: Obj<TextIo>) -> R<Owned> {
        let buffer = this.below(vm)?;
        vm.get_attr_str(buffer.value(), "name")
    }

    /// Bytes that are read at once.
    #[getter("_CHUNK_SIZE")]
    fn chunk_size(vm: &mut Vm, this: Obj<TextIo>) -> R<usize> {
        this.below(vm)?;
        Ok(this.get(vm).chunk_size)
    }

    #[setter("_CHUNK_SIZE")]
    fn set_chunk_size(vm: &mut Vm, this: Obj<TextIo>, value: Option<Value>) -> R<()> {
        this.below(vm)?;
        let Some(value) = value else { return Err(vm.attribute_error_text("attribute cannot be deleted")) };
        let number = vm.index(value)?;
        let Some(number) = vm.int_to_i64(number.value()) else {
            return Err(vm.value_error("cannot fit 'int' into an index-sized integer"));
        };
        match usize::try_from(number).ok().filter(|&size| size > 0) {
            Some(size) => {
                this.get_mut(vm).chunk_size = size;
                Ok(())
            }
            None => Err(vm.value_error("a strictly positive integer is required")),
        }
    }

    /// The stream is about to be destroyed.
    #[getter]
    fn _finalizing(vm: &mut Vm, this: Obj<TextIo>) -> bool {
        this.get(vm).finalizing
    }

    #[setter("_finalizing")]
    fn set_finalizing(vm: &mut Vm, this: Obj<TextIo>, value: Option<Value>) -> R<()> {
        let value = crate::io::flag(vm, value)?;
        this.get_mut(vm).finalizing = value;
        Ok(())
    }
}
