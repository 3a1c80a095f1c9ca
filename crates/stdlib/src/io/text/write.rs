//! Writing text.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use super::codec::Encoder;
use super::{Stage, TextCodec, TextCore, TextIo};
use crate::io::buffered::{Buffered, BufferedMethods};
use crate::io::lines::{has, replace_newlines};
use crate::io::string::{self, StringIo};
use crate::io::unsupported;

/// Whether `print` may write to the stream without asking for its method `write`.
pub(in crate::io) fn is_plain(vm: &mut Vm, value: Value) -> bool {
    let ready = match vm.cast::<TextIo>(value) {
        Some(stream) => stream.get(vm).stage == Stage::Ready,
        None => vm.cast::<StringIo>(value).is_some(),
    };
    if !ready || vm.class_of(value).is_heap(vm) {
        return false;
    }
    let write = vm.names.write;
    matches!(vm.instance_attribute(value, write), Ok(None))
}

/// `print`'s way to write.
pub(in crate::io) fn write_to_stream(vm: &mut Vm, value: Value, text: Obj<Str>) -> R<()> {
    match vm.cast::<TextIo>(value) {
        Some(stream) => stream.write_text(vm, text),
        None => string::write(vm, value, text),
    }
}

/// `print`'s way to flush.
pub(in crate::io) fn flush_stream(vm: &mut Vm, value: Value) -> R<()> {
    match vm.cast::<TextIo>(value) {
        Some(stream) => stream.flush(vm),
        None => string::flush(vm, value),
    }
}

#[extension(TextWrite)]
impl Obj<TextIo> {
    /// The stream below, if it is a buffer for writing whose methods nobody can have overridden.
    fn native_below(self, vm: &Vm) -> Option<Obj<Buffered>> {
        let buffer = self.get(vm).buffer.value();
        let stream = vm.cast::<Buffered>(buffer)?;
        (!vm.class_of(buffer).is_heap(vm) && stream.is_writer(vm)).then_some(stream)
    }

    /// Give the stream below what is pending.
    fn write_pending(self, vm: &mut Vm) -> R<()> {
        if self.get(vm).pending.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.get_mut(vm).pending);
        if let Some(stream) = self.native_below(vm) {
            let written = stream.write(vm, &bytes);
            // The storage is used again.
            let mut bytes = bytes;
            bytes.clear();
            if bytes.capacity() <= 1 << 16 && self.get(vm).pending.is_empty() {
                self.get_mut(vm).pending = bytes;
            }
            return written.map(drop);
        }
        let buffer = self.below(vm)?;
        let data = vm.new_bytes(&bytes)?;
        vm.call_method(buffer.value(), "write", &[data.value()]).map(drop)
    }

    /// Write what is pending, if the new bytes would make it more than a chunk. Python code may have added to it meanwhile.
    fn make_room(self, vm: &mut Vm, more: usize, chunk: usize) -> R<()> {
        while !self.get(vm).pending.is_empty() && self.get(vm).pending.len() + more > chunk {
            self.write_pending(vm)?;
        }
        Ok(())
    }

    /// `text.replace('\n', newline)` of a subclass of str, which may do anything, to this stream too.
    fn replaced_by_method(self, vm: &mut Vm, text: Obj<Str>, newline: &str) -> R<Owned> {
        let (from, to) = (vm.new_str("\n")?, vm.new_str(newline)?);
        let replaced = vm.call_method(text.value(), "replace", &[from.value(), to.value()])?;
        if vm.cast::<Str>(replaced.value()).is_none() {
            let found = vm.class_of(replaced.value()).short_name(vm);
            return Err(vm.type_error(format!("replace() should return a str object, not '{found}'")));
        }
        self.check_open(vm)?;
        if self.get(vm).encoder.is_none() {
            return Err(unsupported(vm, "not writable"));
        }
        Ok(replaced)
    }

    fn flush_below(self, vm: &mut Vm) -> R<()> {
        if let Some(stream) = self.native_below(vm) {
            return stream.flush(vm);
        }
        let buffer = self.below(vm)?;
        vm.call_method(buffer.value(), "flush", &[]).map(drop)
    }

    /// `flush` of this very class.
    fn flush(self, vm: &mut Vm) -> R<()> {
        self.check_open(vm)?;
        let this = self.get_mut(vm);
        this.telling = this.seekable;
        self.write_pending(vm)?;
        self.flush_below(vm)
    }

    /// Write text.
    fn write_text(self, vm: &mut Vm, text: Obj<Str>) -> R<()> {
        self.check_open(vm)?;
        if self.get(vm).encoder.is_none() {
            return Err(unsupported(vm, "not writable"));
        }
        let this = self.get(vm);
        let (by_line, through) = (this.line_buffering, this.write_through);
        let newline = this.newline.written();
        let flush = {
            let units = text.units(vm);
            by_line && (has(units, b'\n') || has(units, b'\r'))
        };
        let replaced = match newline {
            Some(newline) if has(text.units(vm), b'\n') => {
                if vm.class_of(text.value()).is_heap(vm) {
                    Some(self.replaced_by_method(vm, text, newline)?)
                } else {
                    let text = replace_newlines(text.units(vm), newline);
                    Some(vm.new_units_narrowed(text.units())?)
                }
            }
            _ => None,
        };
        let text = replaced.as_ref().and_then(|text| vm.cast::<Str>(text.value())).unwrap_or(text);
        let chunk = self.get(vm).chunk_size;
        if matches!(self.get(vm).encoder, Some(Encoder::Standard)) && text.as_ascii(vm).is_some() {
            self.make_room(vm, text.len(vm), chunk)?;
            let mut pending = std::mem::take(&mut self.get_mut(vm).pending);
            pending.put_slice(text.as_ascii(vm).unwrap_or("").as_bytes());
            self.get_mut(vm).pending = pending;
        } else {
            let bytes = self.encode(vm, text)?;
            self.make_room(vm, bytes.len(), chunk)?;
            self.get_mut(vm).pending.put_slice(&bytes);
        }
        if self.get(vm).pending.len() >= chunk || flush || through {
            self.write_pending(vm)?;
        }
        if flush {
            self.flush_below(vm)?;
        }
        // What was read ahead belongs to another place, where there are places.
        if self.get(vm).snapshot.is_some() {
            self.forget_characters(vm);
            self.get_mut(vm).snapshot = None;
        }
        if self.get(vm).decoder.is_some() {
            self.reset_decoder(vm)?;
        }
        Ok(())
    }
}
