//! Open files, pipes and the standard streams, and the descriptors that refer to them.

use std::collections::VecDeque;

use super::State;
use crate::error::Result;
use crate::{Fd, OsError, errno};

/// The most descriptors at once, as the usual limit is.
const MOST: Fd = 1024;
const PIPE_SIZE: usize = 65_536;

#[derive(Clone, Copy, Debug)]
pub(super) struct Descriptor {
    pub(super) open: u64,
    pub(super) inheritable: bool,
}

/// What is behind one or more descriptors that were duplicated from each other.
#[derive(Debug)]
pub(super) struct OpenFile {
    pub(super) source: Source,
    pub(super) position: u64,
    /// The O_* flags it was opened with.
    pub(super) flags: i32,
    references: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Node(u64),
    Input,
    /// 0 for the standard output, 1 for the standard error stream.
    Captured(usize),
    PipeRead(u64),
    PipeWrite(u64),
}

#[derive(Debug, Default)]
pub(super) struct Pipe {
    bytes: VecDeque<u8>,
    /// Open files for reading and for writing.
    readers: usize,
    writers: usize,
}

impl OpenFile {
    fn can_read(&self) -> bool {
        self.flags & libc::O_ACCMODE != libc::O_WRONLY
    }

    pub(super) fn can_write(&self) -> bool {
        self.flags & libc::O_ACCMODE != libc::O_RDONLY
    }
}

fn error<T>(errno: i32) -> Result<T> {
    Err(OsError::new(errno))
}

impl State {
    /// The descriptors 0, 1 and 2, which programs expect to be there.
    pub(super) fn open_streams(&mut self) {
        for (fd, source, flags) in [
            (0, Source::Input, libc::O_RDONLY),
            (1, Source::Captured(0), libc::O_WRONLY),
            (2, Source::Captured(1), libc::O_WRONLY),
        ] {
            let open = self.add_open(source, flags);
            self.descriptors.insert(fd, Descriptor { open, inheritable: true });
        }
    }

    fn add_open(&mut self, source: Source, flags: i32) -> u64 {
        let number = self.next_open;
        self.next_open += 1;
        self.open.insert(number, OpenFile { source, position: 0, flags, references: 1 });
        number
    }

    /// A new descriptor for a source. What the source needs to be held is held.
    pub(super) fn new_descriptor(&mut self, source: Source, flags: i32) -> Result<Fd> {
        let fd = self.free_descriptor(0)?;
        match source {
            Source::Node(node) => self.tree.hold(node),
            Source::PipeRead(pipe) => self.pipes.entry(pipe).or_default().readers += 1,
            Source::PipeWrite(pipe) => self.pipes.entry(pipe).or_default().writers += 1,
            Source::Input | Source::Captured(_) => {}
        }
        let open = self.add_open(source, flags);
        self.descriptors.insert(fd, Descriptor { open, inheritable: false });
        Ok(fd)
    }

    pub(super) fn new_pipe(&mut self, flags: i32) -> Result<(Fd, Fd)> {
        // Open files and pipes share their numbers.
        let pipe = self.next_open;
        self.next_open += 1;
        let read = self.new_descriptor(Source::PipeRead(pipe), libc::O_RDONLY | flags)?;
        match self.new_descriptor(Source::PipeWrite(pipe), libc::O_WRONLY | flags) {
            Ok(write) => Ok((read, write)),
            Err(error) => {
                self.close(read)?;
                Err(error)
            }
        }
    }

    fn free_descriptor(&self, lowest: Fd) -> Result<Fd> {
        if !(0..MOST).contains(&lowest) {
            return error(errno::EINVAL);
        }
        (lowest..MOST).find(|fd| !self.descriptors.contains_key(fd)).ok_or(OsError::new(errno::EMFILE))
    }

    pub(super) fn descriptor(&mut self, fd: Fd) -> Result<&mut Descriptor> {
        self.descriptors.get_mut(&fd).ok_or(OsError::new(errno::EBADF))
    }

    pub(super) fn open_file(&mut self, fd: Fd) -> Result<&mut OpenFile> {
        let open = self.descriptor(fd)?.open;
        self.open.get_mut(&open).ok_or(OsError::new(errno::EBADF))
    }

    /// The node behind a descriptor; `wrong` if it is a stream or a pipe.
    pub(super) fn node_of(&mut self, fd: Fd, wrong: i32) -> Result<u64> {
        match self.open_file(fd)?.source {
            Source::Node(node) => Ok(node),
            _ => error(wrong),
        }
    }

    pub(super) fn close(&mut self, fd: Fd) -> Result<()> {
        let Some(descriptor) = self.descriptors.remove(&fd) else {
            return error(errno::EBADF);
        };
        let Some(file) = self.open.get_mut(&descriptor.open) else {
            return error(errno::EBADF);
        };
        file.references -= 1;
        if file.references > 0 {
            return Ok(());
        }
        let source = file.source;
        self.open.remove(&descriptor.open);
        match source {
            Source::Node(node) => self.tree.let_go(node),
            Source::PipeRead(pipe) => self.leave_pipe(pipe, 1, 0),
            Source::PipeWrite(pipe) => self.leave_pipe(pipe, 0, 1),
            Source::Input | Source::Captured(_) => {}
        }
        Ok(())
    }

    fn leave_pipe(&mut self, number: u64, readers: usize, writers: usize) {
        if let Some(pipe) = self.pipes.get_mut(&number) {
            pipe.readers -= readers;
            pipe.writers -= writers;
            if pipe.readers == 0 && pipe.writers == 0 {
                self.pipes.remove(&number);
            }
        }
    }

    pub(super) fn duplicate(&mut self, fd: Fd, lowest: Fd) -> Result<Fd> {
        let open = self.descriptor(fd)?.open;
        let new = self.free_descriptor(lowest)?;
        self.open_file(fd)?.references += 1;
        self.descriptors.insert(new, Descriptor { open, inheritable: false });
        Ok(new)
    }

    pub(super) fn duplicate_to(&mut self, fd: Fd, to: Fd, inheritable: bool) -> Result<Fd> {
        let open = self.descriptor(fd)?.open;
        if !(0..MOST).contains(&to) {
            return error(errno::EBADF);
        }
        if fd != to {
            if self.descriptors.contains_key(&to) {
                self.close(to)?;
            }
            self.open_file(fd)?.references += 1;
            self.descriptors.insert(to, Descriptor { open, inheritable });
        } else if !inheritable {
            self.descriptor(to)?.inheritable = false;
        }
        Ok(to)
    }

    /// Read at an offset, or from the file's position.
    pub(super) fn read(&mut self, fd: Fd, buffer: &mut [u8], offset: Option<u64>) -> Result<usize> {
        let file = self.open_file(fd)?;
        if !file.can_read() {
            return error(errno::EBADF);
        }
        let (source, position) = (file.source, offset.unwrap_or(file.position));
        if offset.is_some() && !matches!(source, Source::Node(_)) {
            return error(errno::ESPIPE);
        }
        let count = match source {
            Source::Node(node) => {
                let bytes = self.tree.bytes(node)?;
                let start = usize::try_from(position).unwrap_or(usize::MAX).min(bytes.len());
                copy(&bytes[start..], buffer)
            }
            Source::Input => {
                let count = copy(&self.input[self.input_position..], buffer);
                self.input_position += count;
                count
            }
            Source::PipeRead(pipe) => {
                let pipe = self.pipes.get_mut(&pipe).ok_or(OsError::new(errno::EBADF))?;
                // There is no second thread to wait for, so an empty pipe is as good as one that would block.
                if pipe.bytes.is_empty() && pipe.writers > 0 && !buffer.is_empty() {
                    return error(errno::EAGAIN);
                }
                let count = buffer.len().min(pipe.bytes.len());
                buffer.iter_mut().zip(pipe.bytes.drain(..count)).for_each(|(to, from)| *to = from);
                count
            }
            Source::Captured(_) | Source::PipeWrite(_) => return error(errno::EBADF),
        };
        if offset.is_none() {
            self.open_file(fd)?.position = position.saturating_add(count as u64);
        }
        Ok(count)
    }

    /// Write at an offset, or at the file's position or end.
    pub(super) fn write(&mut self, fd: Fd, bytes: &[u8], offset: Option<u64>) -> Result<usize> {
        let file = self.open_file(fd)?;
        if !file.can_write() {
            return error(errno::EBADF);
        }
        let (source, flags, mut position) = (file.source, file.flags, offset.unwrap_or(file.position));
        if offset.is_some() && !matches!(source, Source::Node(_)) {
            return error(errno::ESPIPE);
        }
        match source {
            Source::Node(node) => {
                if flags & libc::O_APPEND != 0 {
                    position = self.tree.bytes(node)?.len() as u64;
                }
                if !bytes.is_empty() {
                    self.tree.write(node, position, bytes)?;
                }
                if offset.is_none() {
                    self.open_file(fd)?.position = position + bytes.len() as u64;
                }
                Ok(bytes.len())
            }
            Source::Captured(stream) => {
                self.captured[stream].extend_from_slice(bytes);
                Ok(bytes.len())
            }
            Source::PipeWrite(pipe) => {
                let pipe = self.pipes.get_mut(&pipe).ok_or(OsError::new(errno::EBADF))?;
                if pipe.readers == 0 {
                    return error(errno::EPIPE);
                }
                let count = bytes.len().min(PIPE_SIZE.saturating_sub(pipe.bytes.len()));
                if count == 0 && !bytes.is_empty() {
                    return error(errno::EAGAIN);
                }
                pipe.bytes.extend(&bytes[..count]);
                Ok(count)
            }
            Source::Input | Source::PipeRead(_) => error(errno::EBADF),
        }
    }
}

fn copy(from: &[u8], to: &mut [u8]) -> usize {
    let count = from.len().min(to.len());
    to[..count].copy_from_slice(&from[..count]);
    count
}
