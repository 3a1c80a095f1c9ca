//! Reading text.

use taipan_runtime::native::*;
use taipan_text::TextBuf;
use taipan_text::memory::Grow;

use super::{Snapshot, TextCodec, TextCore, TextIo, TextWrite};
use crate::io::buffered::{Buffered, BufferedMethods};
use crate::io::{bytes_of, unsupported};
use crate::support::receiver;

/// `next(stream)`: a line; positions cannot be asked for meanwhile.
pub(super) fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let object = receiver::<TextIo>(vm, this)?;
    object.below(vm)?;
    object.get_mut(vm).telling = false;
    let line = if vm.class_of(this).is_heap(vm) {
        let line = vm.call_method(this, "readline", &[])?;
        if vm.cast::<Str>(line.value()).is_none() {
            let found = vm.class_of(line.value()).short_name(vm);
            let message = format!("readline() should have returned a str object, not '{found}'");
            return Err(vm.raise(vm.exceptions.OSError, &message));
        }
        line
    } else {
        object.read_line(vm, None)?
    };
    if vm.cast::<Str>(line.value()).is_some_and(|line| line.len(vm) > 0) {
        return Ok(Some(line));
    }
    let this = object.get_mut(vm);
    this.snapshot = None;
    this.telling = this.seekable;
    Ok(None)
}

#[extension(TextRead)]
impl Obj<TextIo> {
    fn check_readable(self, vm: &mut Vm) -> R<()> {
        if self.get(vm).decoder.is_none() {
            return Err(unsupported(vm, "not readable"));
        }
        Ok(())
    }

    /// Bytes from below: some, or with None all.
    fn read_below(self, vm: &mut Vm, count: Option<usize>) -> R<Vec<u8>> {
        let buffer = self.below(vm)?;
        let native = vm
            .cast::<Buffered>(buffer.value())
            .filter(|_| !vm.class_of(buffer.value()).is_heap(vm))
            .filter(|stream| stream.is_reader(vm));
        if let (Some(stream), Some(count)) = (native, count) {
            return stream.read_some(vm, count);
        }
        let method = match count {
            Some(_) if self.get(vm).has_read1 => "read1",
            _ => "read",
        };
        let data = match count {
            Some(count) => {
                let count = vm.new_int(count as i128)?;
                vm.call_method(buffer.value(), method, &[count.value()])?
            }
            None => vm.call_method(buffer.value(), method, &[])?,
        };
        if count.is_none() && data.is_none() {
            let errno = Value::small(taipan_host::errno::EAGAIN);
            let text = vm.new_str("Read returned None.")?;
            let class = vm.exceptions.BlockingIOError;
            return Err(vm.raise_with(class, &[errno, text.value()]));
        }
        match vm.buffer_optional(data.value())? {
            Some(view) => {
                let bytes = view.to_vec(vm);
                view.release(vm)?;
                Ok(bytes)
            }
            None => {
                let found = vm.class_of(data.value()).name(vm);
                Err(vm.type_error(format!(
                    "underlying {method}() should have returned a bytes-like object, not '{found}'"
                )))
            }
        }
    }

    /// Read and decode the next chunk; false at the end of the file. `wanted` characters would be enough.
    fn read_chunk(self, vm: &mut Vm, wanted: usize) -> R<bool> {
        self.check_readable(vm)?;
        let state = if self.get(vm).telling { Some(self.decoder_state(vm)?) } else { None };
        let this = self.get(vm);
        let size = ((wanted as f64 * this.ratio) as usize).min(1 << 30).max(this.chunk_size);
        let input = self.read_below(vm, Some(size))?;
        let mut at_end = input.is_empty();
        let text = self.decode(vm, &input, at_end)?;
        let count = vm.cast::<Str>(text.value()).map_or(0, |text| text.len(vm));
        let this = self.get_mut(vm);
        this.ratio = if count > 0 { input.len() as f64 / count as f64 } else { 0.0 };
        this.used = 0;
        drop(this.characters.replace(text));
        if count > 0 {
            at_end = false;
        }
        if let Some((rest, flags)) = state {
            let this = self.get_mut(vm);
            this.snapshot = Some(Snapshot { flags, input: [rest, input].concat() });
        }
        Ok(!at_end)
    }

    /// The characters that are decoded and not yet read: the str, and where they begin.
    fn decoded(self, vm: &Vm) -> Option<(Obj<Str>, usize)> {
        let this = self.get(vm);
        let text = vm.cast::<Str>(this.characters.as_ref()?.value())?;
        (this.used < text.len(vm)).then_some((text, this.used))
    }

    /// Take at most `count` of the decoded characters.
    fn take(self, vm: &mut Vm, count: usize) -> R<Owned> {
        match self.decoded(vm) {
            Some((text, start)) => {
                let end = start.saturating_add(count).min(text.len(vm));
                let part = vm.substring(text, start..end)?;
                self.get_mut(vm).used = end;
                Ok(part)
            }
            None => vm.new_str(""),
        }
    }

    /// All that is left.
    fn read_all(self, vm: &mut Vm) -> R<Owned> {
        self.check_readable(vm)?;
        self.write_pending(vm)?;
        let bytes = self.read_below(vm, None)?;
        let rest = self.decode(vm, &bytes, true)?;
        let front = self.take(vm, usize::MAX)?;
        self.forget_characters(vm);
        self.get_mut(vm).snapshot = None;
        match (vm.cast::<Str>(front.value()), vm.cast::<Str>(rest.value())) {
            (Some(front), Some(rest)) if front.len(vm) > 0 => vm.concat_str(front, rest),
            _ => Ok(rest),
        }
    }

    /// `count` characters, fewer at the end of the file.
    fn read_count(self, vm: &mut Vm, count: usize) -> R<Owned> {
        self.check_readable(vm)?;
        self.write_pending(vm)?;
        let mut parts = vec![self.take(vm, count)?];
        let length = |vm: &Vm, part: &Owned| vm.cast::<Str>(part.value()).map_or(0, |part| part.len(vm));
        let mut left = count - length(vm, &parts[0]);
        while left > 0 {
            if !self.read_chunk(vm, left)? {
                break;
            }
            let part = self.take(vm, left)?;
            left -= length(vm, &part);
            parts.put(part);
        }
        match parts.len() {
            1 => Ok(parts.remove(0)),
            _ => {
                let values: Vec<Value> = parts.iter().map(Owned::value).collect();
                vm.join_strings(&values)
            }
        }
    }

    /// A line with its end, of at most `limit` characters.
    fn read_line(self, vm: &mut Vm, limit: Option<usize>) -> R<Owned> {
        self.check_open(vm)?;
        self.write_pending(vm)?;
        let limit = limit.unwrap_or(usize::MAX);
        let newline = self.get(vm).newline;
        if limit == 0 {
            return vm.new_str("");
        }
        // The usual line is inside the chunk.
        if let Some((text, start)) = self.decoded(vm) {
            let units = text.units(vm);
            let rest = units.slice(start..units.len());
            if let Ok(end) = newline.line_end(rest)
                && end <= limit
            {
                self.get_mut(vm).used = start + end;
                return vm.substring(text, start..start + end);
            }
        }
        let mut line = TextBuf::new();
        loop {
            let Some((text, start)) = self.decoded(vm) else {
                if self.read_chunk(vm, 0)? {
                    continue;
                }
                self.forget_characters(vm);
                self.get_mut(vm).snapshot = None;
                break;
            };
            let units = text.units(vm);
            let rest = units.slice(start..units.len());
            // A chunk may have ended between the two halves of `\r\n`.
            let split = line.last() == Some(u32::from(b'\r'))
                && newline == super::NewlineMode::CrLf
                && rest.get(0) == u32::from(b'\n');
            let found = if split { Ok(1) } else { newline.line_end(rest) };
            let room = limit - line.len();
            let end = found.unwrap_or(rest.len()).min(room);
            line.push_units(rest.slice(0..end));
            self.get_mut(vm).used = start + end;
            if found.is_ok() || line.len() >= limit {
                break;
            }
        }
        vm.new_units_narrowed(line.units())
    }
}

/// Bytes that Python code gave.
pub(super) fn given_bytes(vm: &mut Vm, value: &Owned) -> R<Vec<u8>> {
    bytes_of(vm, value.value())
}
