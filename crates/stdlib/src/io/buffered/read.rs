//! Reading through the buffer.

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::memory::{CopyOut, Grow};

use super::{Buffered, BufferedCore, BufferedWrite, Transfer};
use crate::io::file::FileMethods;
use crate::support::receiver;

/// `next(stream)`: a line; through the object's own `readline` where a subclass has one.
pub(super) fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let line = match vm.class_of(this).is_heap(vm) {
        false => {
            let object = receiver::<Buffered>(vm, this)?;
            object.check_open(vm, "readline")?;
            let line = object.read_line(vm, None)?;
            vm.new_bytes(&line)?
        }
        true => {
            let line = vm.call_method(this, "readline", &[])?;
            if vm.cast::<Bytes>(line.value()).is_none() {
                let found = vm.class_of(line.value()).short_name(vm);
                let message = format!("readline() should have returned a bytes object, not '{found}'");
                return Err(vm.raise(vm.exceptions.OSError, &message));
            }
            line
        }
    };
    let empty = vm.cast::<Bytes>(line.value()).is_none_or(|line| line.len(vm) == 0);
    Ok(if empty { None } else { Some(line) })
}

#[extension(BufferedRead)]
impl Obj<Buffered> {
    /// Read from the raw stream.
    fn raw_read(self, vm: &mut Vm, room: &mut [u8]) -> R<Transfer> {
        if let Some(file) = self.plain_file(vm) {
            let count = file.read_into(vm, room)?;
            self.moved(vm, count.unwrap_or(0));
            return Ok(count);
        }
        let array = vm.new_bytearray(room)?;
        let memory = vm.memoryview(array.value())?;
        let raw = self.get(vm).raw.clone();
        let count = vm.call_method(raw.value(), "readinto", &[memory.value()])?;
        let count = self.raw_count(vm, &count, room.len(), "readinto")?;
        if let (Some(count), Some(bytes)) =
            (count, vm.cast::<taipan_runtime::types::bytearray::ByteArray>(array.value()))
        {
            let bytes = bytes.bytes(vm);
            let count = count.min(bytes.len());
            room[..count].copy_from_slice(&bytes[..count]);
        }
        Ok(count)
    }

    /// Read more into the buffer, behind what is there.
    fn fill(self, vm: &mut Vm) -> R<Transfer> {
        self.need_buffer(vm)?;
        let start = self.get(vm).read_end.unwrap_or(0);
        // Nobody else can look at the buffer meanwhile: the stream is locked.
        let mut buffer = std::mem::take(&mut self.get_mut(vm).buffer);
        let read = self.raw_read(vm, &mut buffer.as_mut_slice()[start..]);
        let this = self.get_mut(vm);
        this.buffer = buffer;
        let count = read?;
        if let Some(count) = count.filter(|&count| count > 0) {
            let this = self.get_mut(vm);
            this.read_end = Some(start + count);
            this.raw_position = start + count;
        }
        Ok(count)
    }

    /// Take at most `count` bytes of those in the buffer.
    fn take(self, vm: &mut Vm, count: usize, into: &mut Vec<u8>) {
        let count = count.min(self.readable_now(vm));
        let this = self.get_mut(vm);
        into.put_slice(&this.buffer.as_slice()[this.position..this.position + count]);
        this.position += count;
    }

    /// Write what is pending and let the raw stream go back to where this one is.
    fn flush_and_rewind(self, vm: &mut Vm) -> R<()> {
        self.write_pending(vm)?;
        if self.get(vm).readable {
            let offset = self.raw_offset(vm);
            let rewound = self.raw_seek(vm, -offset, 1);
            self.forget_read(vm);
            rewound?;
        }
        Ok(())
    }

    /// Before reading past the buffer: what was written goes first.
    fn turn_to_reading(self, vm: &mut Vm) -> R<()> {
        if self.get(vm).writable {
            self.flush_and_rewind(vm)?;
        }
        Ok(())
    }

    /// All that is left; None when there is nothing yet.
    fn read_all(self, vm: &mut Vm) -> R<Option<Owned>> {
        let mut data = Vec::new();
        self.take(vm, usize::MAX, &mut data);
        self.turn_to_reading(vm)?;
        self.forget_read(vm);
        if let Some(file) = self.plain_file(vm) {
            let rest = file.read_all(vm)?;
            let Some(rest) = rest else {
                return if data.is_empty() { Ok(None) } else { vm.new_bytes(&data).map(Some) };
            };
            self.moved(vm, rest.len());
            if data.is_empty() {
                return vm.new_bytes(&rest).map(Some);
            }
            data.put_slice(&rest);
            return vm.new_bytes(&data).map(Some);
        }
        let raw = self.get(vm).raw.clone();
        let key = vm.intern("readall")?;
        if let Some(readall) = vm.get_attr_optional(raw.value(), key)? {
            let rest = vm.call(readall.value(), &[])?;
            if rest.is_none() {
                return if data.is_empty() { Ok(None) } else { vm.new_bytes(&data).map(Some) };
            }
            let Some(bytes) = vm.cast::<Bytes>(rest.value()) else {
                return Err(vm.type_error("readall() should return bytes"));
            };
            let count = bytes.len(vm);
            self.moved(vm, count);
            if data.is_empty() {
                return Ok(Some(rest));
            }
            data.put_slice(bytes.bytes(vm));
            return vm.new_bytes(&data).map(Some);
        }
        loop {
            let part = vm.call_method(raw.value(), "read", &[])?;
            if !part.is_none() && vm.cast::<Bytes>(part.value()).is_none() {
                return Err(vm.type_error("read() should return bytes"));
            }
            let part = vm.cast::<Bytes>(part.value()).map(|part| part.bytes(vm).copy_out());
            match part {
                Some(part) if !part.is_empty() => {
                    self.moved(vm, part.len());
                    data.put_slice(&part);
                }
                None if data.is_empty() => return Ok(None),
                _ => return vm.new_bytes(&data).map(Some),
            }
        }
    }

    /// `count` bytes, fewer at the end of the file; None when there is nothing yet.
    fn read_count(self, vm: &mut Vm, count: usize) -> R<Option<Vec<u8>>> {
        vm.check_room(count)?;
        let mut data = taipan_text::memory::with_room(count.min(1 << 20));
        self.take(vm, count, &mut data);
        self.turn_to_reading(vm)?;
        self.forget_read(vm);
        // What is longer than the buffer is read past it.
        while data.len() < count {
            vm.check_built()?;
            let size = self.get(vm).size;
            let whole = (count - data.len()) / size * size;
            if whole == 0 {
                break;
            }
            let filled = data.len();
            data.put_up_to(filled + whole, 0);
            vm.check_built()?;
            let read = self.raw_read(vm, &mut data[filled..])?;
            data.truncate(filled + read.unwrap_or(0));
            match read {
                Some(0) => return Ok(Some(data)),
                None if data.is_empty() => return Ok(None),
                None => return Ok(Some(data)),
                Some(_) => {}
            }
        }
        let this = self.get_mut(vm);
        (this.position, this.raw_position, this.read_end) = (0, 0, Some(0));
        while data.len() < count && self.get(vm).read_end.is_some_and(|end| end < self.get(vm).size) {
            vm.check_built()?;
            match self.fill(vm)? {
                Some(0) => return Ok(Some(data)),
                None if data.is_empty() => return Ok(None),
                None => return Ok(Some(data)),
                Some(_) => {
                    let wanted = count - data.len();
                    self.take(vm, wanted, &mut data);
                }
            }
        }
        Ok(Some(data))
    }

    /// What is in the buffer, or one read's worth.
    fn peek(self, vm: &mut Vm) -> R<Vec<u8>> {
        self.turn_to_reading(vm)?;
        if self.readable_now(vm) == 0 {
            self.forget_read(vm);
            self.get_mut(vm).position = 0;
            self.fill(vm)?;
        }
        let count = self.readable_now(vm);
        let this = self.get(vm);
        Ok(this.buffer.as_slice().get(this.position..this.position + count).unwrap_or(&[]).copy_out())
    }

    /// At most `count` bytes by at most one read.
    fn read_once(self, vm: &mut Vm, count: usize) -> R<Vec<u8>> {
        let mut data = Vec::new();
        if self.readable_now(vm) > 0 {
            self.take(vm, count, &mut data);
            return Ok(data);
        }
        vm.check_room(count)?;
        data.resize(count, 0);
        self.locked(vm, |vm| {
            self.turn_to_reading(vm)?;
            self.forget_read(vm);
            let read = self.raw_read(vm, &mut data)?;
            data.truncate(read.unwrap_or(0));
            Ok(())
        })?;
        Ok(data)
    }

    /// Read into `room`: to its end, or by one read at most. None when there is nothing yet.
    fn read_into(self, vm: &mut Vm, room: &mut [u8], once: bool) -> R<Option<usize>> {
        let mut part = Vec::new();
        self.take(vm, room.len(), &mut part);
        room[..part.len()].copy_from_slice(&part);
        let mut filled = part.len();
        if filled == room.len() {
            return Ok(Some(filled));
        }
        self.locked(vm, |vm| {
            self.turn_to_reading(vm)?;
            self.forget_read(vm);
            self.get_mut(vm).position = 0;
            while filled < room.len() {
                let left = room.len() - filled;
                let read = if left > self.get(vm).size {
                    self.raw_read(vm, &mut room[filled..])?
                } else if once && filled > 0 {
                    break;
                } else {
                    match self.fill(vm)? {
                        Some(0) => Some(0),
                        None => None,
                        Some(_) => {
                            let mut part = Vec::new();
                            self.take(vm, left, &mut part);
                            room[filled..filled + part.len()].copy_from_slice(&part);
                            Some(part.len())
                        }
                    }
                };
                match read {
                    Some(0) => break,
                    None if filled == 0 => return Ok(None),
                    None => break,
                    Some(count) => filled += count,
                }
                if once {
                    break;
                }
            }
            Ok(Some(filled))
        })
    }

    /// A line with its end, of at most `limit` bytes.
    fn read_line(self, vm: &mut Vm, limit: Option<usize>) -> R<Vec<u8>> {
        let limit = limit.unwrap_or(usize::MAX);
        let mut line = Vec::new();
        if self.take_line(vm, limit, &mut line) {
            return Ok(line);
        }
        self.locked(vm, |vm| {
            self.turn_to_reading(vm)?;
            loop {
                self.forget_read(vm);
                self.get_mut(vm).position = 0;
                vm.check_built()?;
                match self.fill(vm)? {
                    None | Some(0) => return Ok(()),
                    Some(_) => {}
                }
                if self.take_line(vm, limit, &mut line) {
                    return Ok(());
                }
            }
        })?;
        Ok(line)
    }

    /// Take from the buffer to the line's end or the limit; whether that was reached.
    fn take_line(self, vm: &mut Vm, limit: usize, line: &mut Vec<u8>) -> bool {
        let count = self.readable_now(vm).min(limit - line.len());
        let this = self.get_mut(vm);
        let part = this.buffer.as_slice().get(this.position..this.position + count).unwrap_or(&[]);
        let end = memchr::memchr(b'\n', part).map(|end| end + 1);
        let taken = end.unwrap_or(part.len());
        line.put_slice(&part[..taken]);
        this.position += taken;
        end.is_some() || line.len() >= limit
    }
}
