//! What Python sees of the three buffered classes.

use taipan_runtime::native::*;

use super::{Buffered, BufferedCore, BufferedRead, BufferedWrite, Stage};
use crate::io::{base, bytes_of, cannot_pickle, unsupported};

#[extension(BufferedMethods)]
impl Obj<Buffered> {
    /// What the raw stream says.
    fn ask(self, vm: &mut Vm, method: &str) -> R<Owned> {
        let raw = self.raw_stream(vm)?;
        vm.call_method(raw.value(), method, &[])
    }

    fn attribute(self, vm: &mut Vm, name: &str) -> R<Owned> {
        let raw = self.raw_stream(vm)?;
        vm.get_attr_str(raw.value(), name)
    }

    /// `flush` of this very class.
    fn flush(self, vm: &mut Vm) -> R<()> {
        if !self.get(vm).writable {
            return self.ask(vm, "flush").map(drop);
        }
        if self.is_closed(vm)? {
            return Err(vm.value_error("flush of closed file"));
        }
        self.locked(vm, |vm| self.flush_and_rewind(vm))
    }

    /// `write` of this very class.
    fn write(self, vm: &mut Vm, bytes: &[u8]) -> R<usize> {
        self.locked(vm, |vm| {
            // Another thread may have closed it while this one waited.
            if self.is_closed(vm)? {
                return Err(vm.value_error("write to closed file"));
            }
            self.write_bytes(vm, bytes)
        })
    }

    fn is_writer(self, vm: &Vm) -> bool {
        self.get(vm).writable && self.get(vm).stage == Stage::Ready
    }

    /// `read1` of this very class.
    fn read_some(self, vm: &mut Vm, count: usize) -> R<Vec<u8>> {
        self.check_open(vm, "read")?;
        self.read_once(vm, count)
    }

    /// Whether the raw stream was closed.
    fn closed(self, vm: &mut Vm) -> R<bool> {
        self.is_closed(vm)
    }

    fn is_reader(self, vm: &Vm) -> bool {
        self.get(vm).readable && self.get(vm).stage == Stage::Ready
    }
}

pub(super) mod common {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// Give up the raw stream.
        #[method("($self, /)")]
        fn detach(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            this.raw_stream(vm)?;
            vm.call_method(this.value(), "flush", &[])?;
            let this = this.get_mut(vm);
            this.stage = Stage::Detached;
            Ok(std::mem::replace(&mut this.raw, Owned::NONE))
        }

        /// Write what is buffered.
        #[method("($self, /)")]
        fn flush(vm: &mut Vm, this: Obj<Buffered>) -> R<()> {
            this.flush(vm)
        }

        /// Flush, then close the raw stream.
        #[method("($self, /)")]
        fn close(vm: &mut Vm, this: Obj<Buffered>) -> R<()> {
            this.raw_stream(vm)?;
            if this.is_closed(vm)? {
                return Ok(());
            }
            if this.get(vm).finalizing {
                warn_unclosed(vm, this, this.value());
            }
            let flushed = vm.call_method(this.value(), "flush", &[]).map(drop);
            base::then(vm, flushed, |vm| {
                let closed = this.locked(vm, |vm| this.ask(vm, "close").map(drop));
                this.get_mut(vm).buffer = Buffer::new();
                let details = this.get_mut(vm);
                (details.read_end, details.write_end, details.write_start) = (None, None, 0);
                closed
            })
        }

        /// Whether it has positions.
        #[method("($self, /)")]
        fn seekable(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            this.ask(vm, "seekable")
        }

        /// The descriptor.
        #[method("($self, /)")]
        fn fileno(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            this.ask(vm, "fileno")
        }

        /// Whether a terminal is behind it.
        #[method("($self, /)")]
        fn isatty(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            this.ask(vm, "isatty")
        }

        /// Whether it can be read.
        #[method("($self, /)")]
        fn readable(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            if !this.get(vm).readable && this.get(vm).stage == Stage::Ready {
                return Ok(Owned::bool(false));
            }
            this.ask(vm, "readable")
        }

        /// Whether it can be written.
        #[method("($self, /)")]
        fn writable(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            if !this.get(vm).writable && this.get(vm).stage == Stage::Ready {
                return Ok(Owned::bool(false));
            }
            this.ask(vm, "writable")
        }

        /// The position.
        #[method("($self, /)")]
        fn tell(vm: &mut Vm, this: Obj<Buffered>) -> R<i64> {
            this.tell(vm)
        }

        /// Move to another position.
        #[method("($self, target, whence=0, /)")]
        fn seek(vm: &mut Vm, this: Obj<Buffered>, target: Value, whence: Option<i32>) -> R<i64> {
            this.raw_stream(vm)?;
            this.seek_to(vm, target, whence.unwrap_or(0))
        }

        /// Change the size, to the position unless told.
        #[method("($self, pos=None, /)")]
        fn truncate(vm: &mut Vm, this: Obj<Buffered>, pos: Option<Value>) -> R<Owned> {
            let raw = this.raw_stream(vm)?;
            if this.is_closed(vm)? {
                return Err(vm.value_error("truncate of closed file"));
            }
            if !this.get(vm).writable {
                return Err(unsupported(vm, "truncate"));
            }
            this.locked(vm, |vm| {
                this.flush_and_rewind(vm)?;
                let pos = match pos.filter(|pos| !pos.is_none()) {
                    Some(pos) => pos.own(),
                    None => {
                        let position = this.raw_tell(vm)?;
                        vm.new_int(i128::from(position))?
                    }
                };
                let size = vm.call_method(raw.value(), "truncate", &[pos.value()])?;
                if this.raw_tell(vm).is_err() {
                    drop(vm.take_error());
                }
                Ok(size)
            })
        }

        #[method("($self, source, /)")]
        fn _dealloc_warn(vm: &mut Vm, this: Obj<Buffered>, source: Value) {
            warn_unclosed(vm, this, source);
        }

        #[method("($self, /)")]
        fn __getstate__(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            Err(cannot_pickle(vm, this.value()))
        }

        /// Bytes that the object takes, its buffer included.
        #[method("($self, /)")]
        fn __sizeof__(vm: &mut Vm, this: Obj<Buffered>) -> usize {
            size_of::<Buffered>() + 16 + this.get(vm).size
        }

        /// The raw stream.
        #[getter]
        fn raw(vm: &mut Vm, this: Obj<Buffered>) -> Owned {
            this.get(vm).raw.clone()
        }

        /// Whether the raw stream was closed.
        #[getter]
        fn closed(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            this.attribute(vm, "closed")
        }

        /// The raw stream's name.
        #[getter]
        fn name(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            this.attribute(vm, "name")
        }

        /// The raw stream's mode.
        #[getter]
        fn mode(vm: &mut Vm, this: Obj<Buffered>) -> R<Owned> {
            this.attribute(vm, "mode")
        }

        /// The stream is about to be destroyed.
        #[getter]
        fn _finalizing(vm: &mut Vm, this: Obj<Buffered>) -> bool {
            this.get(vm).finalizing
        }

        #[setter("_finalizing")]
        fn set_finalizing(vm: &mut Vm, this: Obj<Buffered>, value: Option<Value>) -> R<()> {
            let value = crate::io::flag(vm, value)?;
            this.get_mut(vm).finalizing = value;
            Ok(())
        }
    }
}

/// Let the raw stream warn that `source` was never closed.
fn warn_unclosed(vm: &mut Vm, this: Obj<Buffered>, source: Value) {
    if this.get(vm).stage != Stage::Ready {
        return;
    }
    let raw = this.get(vm).raw.clone();
    if vm.call_method(raw.value(), "_dealloc_warn", &[source]).is_err() {
        drop(vm.take_error());
    }
}

pub(super) mod reading {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// At most `size` bytes, or all that is left.
        #[method("($self, size=-1, /)")]
        fn read(vm: &mut Vm, this: Obj<Buffered>, size: Option<Value>) -> R<Owned> {
            this.raw_stream(vm)?;
            let size = match size.filter(|size| !size.is_none()) {
                Some(size) => vm.to_index(size)?,
                None => -1,
            };
            if size < -1 {
                return Err(vm.value_error("read length must be non-negative or -1"));
            }
            this.check_open(vm, "read")?;
            let Ok(size) = usize::try_from(size) else {
                let data = this.locked(vm, |vm| this.read_all(vm))?;
                return Ok(data.unwrap_or(Owned::NONE));
            };
            if size <= this.readable_now(vm) {
                let data = this.read_once(vm, size)?;
                return vm.new_bytes(&data);
            }
            match this.locked(vm, |vm| this.read_count(vm, size))? {
                Some(data) => vm.new_bytes(&data),
                None => Ok(Owned::NONE),
            }
        }

        /// What comes next, without taking it.
        #[method("($self, size=0, /)")]
        fn peek(vm: &mut Vm, this: Obj<Buffered>, size: Option<isize>) -> R<Owned> {
            let _ = size;
            this.check_open(vm, "peek")?;
            let data = this.locked(vm, |vm| this.peek(vm))?;
            vm.new_bytes(&data)
        }

        /// At most `size` bytes, by one read of the raw stream at most.
        #[method("($self, size=-1, /)")]
        fn read1(vm: &mut Vm, this: Obj<Buffered>, size: Option<isize>) -> R<Owned> {
            this.check_open(vm, "read")?;
            let count = match usize::try_from(size.unwrap_or(-1)) {
                Ok(count) => count,
                Err(_) => this.get(vm).size,
            };
            if count == 0 {
                return vm.new_bytes(b"");
            }
            let data = this.read_once(vm, count)?;
            vm.new_bytes(&data)
        }

        /// Fill a buffer; how many bytes.
        #[method("($self, buffer, /)")]
        fn readinto(vm: &mut Vm, this: Obj<Buffered>, buffer: Value) -> R<Option<usize>> {
            into(vm, this, buffer, false)
        }

        /// Fill a buffer by one read of the raw stream at most; how many bytes.
        #[method("($self, buffer, /)")]
        fn readinto1(vm: &mut Vm, this: Obj<Buffered>, buffer: Value) -> R<Option<usize>> {
            into(vm, this, buffer, true)
        }

        /// A line, with its end.
        #[method("($self, size=-1, /)")]
        fn readline(vm: &mut Vm, this: Obj<Buffered>, size: Option<Value>) -> R<Owned> {
            let limit = base::limit(vm, size)?;
            this.check_open(vm, "readline")?;
            let line = this.read_line(vm, limit)?;
            vm.new_bytes(&line)
        }
    }

    fn into(vm: &mut Vm, this: Obj<Buffered>, buffer: Value, once: bool) -> R<Option<usize>> {
        this.check_open(vm, "readinto")?;
        let view = vm.writable_buffer(buffer)?;
        let mut room = vec![0; view.len()];
        let count = this.read_into(vm, &mut room, once);
        if let Ok(Some(count)) = count
            && let Some(target) = view.bytes_mut(vm).get_mut(..count)
        {
            target.copy_from_slice(&room[..count]);
        }
        view.release(vm)?;
        count
    }
}

pub(super) mod writing {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// Write bytes; how many.
        #[method("($self, buffer, /)")]
        fn write(vm: &mut Vm, this: Obj<Buffered>, buffer: Value) -> R<usize> {
            this.raw_stream(vm)?;
            let bytes = bytes_of(vm, buffer)?;
            this.write(vm, &bytes)
        }
    }
}
