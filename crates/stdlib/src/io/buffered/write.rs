//! Writing through the buffer.

use taipan_runtime::native::*;

use super::{Buffered, BufferedCore, Transfer};
use crate::io::file::FileMethods;

/// The words of a write that could not be finished.
const BLOCKED: &str = "write could not complete without blocking";

/// `BlockingIOError(EAGAIN, message, written)`.
fn would_block(vm: &mut Vm, written: usize, errno: i32) -> Raised {
    let made = (|| -> R<_> {
        let errno = Value::small(errno);
        Ok([Owned::from_raw(errno), vm.new_str(BLOCKED)?, vm.new_int(written as i128)?])
    })();
    match made {
        Ok(arguments) => {
            let class = vm.exceptions.BlockingIOError;
            vm.raise_with(class, &arguments.each_ref().map(Owned::value))
        }
        Err(raised) => raised,
    }
}

#[extension(BufferedWrite)]
impl Obj<Buffered> {
    /// What is raised when the raw stream would block. Only the system gives a number for it.
    fn blocked(self, vm: &mut Vm, written: usize) -> Raised {
        let errno = if self.plain_file(vm).is_some() { taipan_host::errno::EAGAIN } else { 0 };
        would_block(vm, written, errno)
    }

    /// Write to the raw stream.
    fn raw_write(self, vm: &mut Vm, bytes: &[u8]) -> R<Transfer> {
        if let Some(file) = self.plain_file(vm) {
            let count = file.write_from(vm, bytes)?;
            self.moved(vm, count.unwrap_or(0));
            return Ok(count);
        }
        let data = vm.new_bytes(bytes)?;
        let memory = vm.memoryview(data.value())?;
        let raw = self.get(vm).raw.clone();
        let count = vm.call_method(raw.value(), "write", &[memory.value()])?;
        self.raw_count(vm, &count, bytes.len(), "write")
    }

    /// Write what the buffer keeps.
    fn write_pending(self, vm: &mut Vm) -> R<()> {
        let this = self.get(vm);
        let Some(end) = this.write_end.filter(|&end| this.write_start < end) else {
            self.forget_written(vm);
            return Ok(());
        };
        // First to where the pending bytes belong.
        let (position, start) = (this.position as i64, this.write_start as i64);
        let rewind = self.raw_offset(vm) + (position - start);
        if rewind != 0 {
            self.raw_seek(vm, -rewind, 1)?;
            let this = self.get_mut(vm);
            this.raw_position = (this.raw_position as i64 - rewind).max(0) as usize;
        }
        while self.get(vm).write_start < end {
            let start = self.get(vm).write_start;
            let buffer = std::mem::take(&mut self.get_mut(vm).buffer);
            let written = self.raw_write(vm, &buffer.as_slice()[start..end]);
            self.get_mut(vm).buffer = buffer;
            match written? {
                None => return Err(self.blocked(vm, 0)),
                Some(count) => {
                    let this = self.get_mut(vm);
                    this.write_start += count;
                    this.raw_position = this.write_start;
                }
            }
            // A partial write may have been cut short by a signal.
            vm.poll_signals()?;
        }
        self.forget_written(vm);
        Ok(())
    }

    /// Write bytes; all of them, unless it blocks.
    fn write_bytes(self, vm: &mut Vm, bytes: &[u8]) -> R<usize> {
        self.need_buffer(vm)?;
        let this = self.get_mut(vm);
        if this.read_end.is_none() && this.write_end.is_none() {
            (this.position, this.raw_position) = (0, 0);
        }
        let room = this.size - this.position;
        if bytes.len() <= room && bytes.len() < this.size {
            let start = this.position;
            this.buffer.as_mut_slice()[start..start + bytes.len()].copy_from_slice(bytes);
            if this.write_end.is_none() || this.write_start > start {
                this.write_start = start;
            }
            self.set_position(vm, start + bytes.len());
            let this = self.get_mut(vm);
            if this.write_end.is_none_or(|end| end < this.position) {
                this.write_end = Some(this.position);
            }
            return Ok(bytes.len());
        }
        if let Err(raised) = self.write_pending(vm) {
            return self.keep_what_fits(vm, bytes, raised);
        }
        let offset = self.raw_offset(vm);
        if offset != 0 {
            self.raw_seek(vm, -offset, 1)?;
            let this = self.get_mut(vm);
            this.raw_position = (this.raw_position as i64 - offset).max(0) as usize;
        }
        let size = self.get(vm).size;
        let mut written = 0;
        while bytes.len() - written > size {
            match self.raw_write(vm, &bytes[written..])? {
                Some(count) => written += count,
                None => {
                    // Keep as much as the buffer takes.
                    let kept = &bytes[written..written + size];
                    self.get_mut(vm).buffer.as_mut_slice().copy_from_slice(kept);
                    self.get_mut(vm).raw_position = 0;
                    self.set_position(vm, size);
                    let this = self.get_mut(vm);
                    (this.write_start, this.write_end) = (0, Some(size));
                    return Err(self.blocked(vm, written + size));
                }
            }
            vm.poll_signals()?;
        }
        if self.get(vm).readable {
            self.forget_read(vm);
        }
        let rest = &bytes[written..];
        let this = self.get_mut(vm);
        this.buffer.as_mut_slice()[..rest.len()].copy_from_slice(rest);
        (this.write_start, this.write_end, this.raw_position) = (0, Some(rest.len()), 0);
        self.set_position(vm, rest.len());
        Ok(bytes.len())
    }

    /// The pending bytes cannot be written now: put as many of the new ones behind them as there is room for.
    fn keep_what_fits(self, vm: &mut Vm, bytes: &[u8], raised: Raised) -> R<usize> {
        if !vm.error_is(vm.exceptions.BlockingIOError) {
            return Err(raised);
        }
        drop(vm.take_error());
        if self.get(vm).readable {
            self.forget_read(vm);
        }
        let this = self.get_mut(vm);
        let (start, end) = (this.write_start, this.write_end.unwrap_or(this.write_start));
        let slice = this.buffer.as_mut_slice();
        slice.copy_within(start..end, 0);
        let end = end - start;
        this.raw_position = this.raw_position.saturating_sub(start);
        this.position = this.position.saturating_sub(start);
        this.write_start = 0;
        let room = this.size - end;
        let kept = bytes.len().min(room);
        this.buffer.as_mut_slice()[end..end + kept].copy_from_slice(&bytes[..kept]);
        this.write_end = Some(end + kept);
        this.position += kept;
        if kept == bytes.len() { Ok(kept) } else { Err(self.blocked(vm, kept)) }
    }
}
