//! Files mapped into memory, for the `mmap` module.
//!
//! A mapping is read and written by copying: no reference to its bytes escapes, because another process may change them
//! at any time. A file cut short under a mapping still ends the program with SIGBUS, as it does everywhere.

use crate::Fd;
use crate::error::{Result, denied};

/// Pages shared with a file, or of no file.
pub trait Mapping: Send + Sync {
    fn len(&self) -> usize;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Copy out `buffer.len()` bytes from `offset`; EINVAL if they are not all inside.
    fn read(&self, offset: usize, buffer: &mut [u8]) -> Result<()>;

    /// Copy in; EINVAL if the bytes do not all fit, EACCES if the mapping is for reading only.
    fn write(&self, offset: usize, bytes: &[u8]) -> Result<()>;

    /// Move `count` bytes inside the mapping; the ranges may overlap.
    fn copy_within(&self, from: usize, to: usize, count: usize) -> Result<()>;

    /// Write the pages from `offset` on back to the file.
    fn flush(&self, offset: usize, length: usize) -> Result<()>;

    fn advise(&self, advice: i32, offset: usize, length: usize) -> Result<()>;

    /// Make the mapping longer or shorter; the file is left as it is.
    fn resize(&mut self, length: usize) -> Result<()>;
}

#[expect(unused_variables, reason = "the default denies without looking at what is asked")]
pub trait Mappings {
    /// Map `length` bytes of `fd` from `offset`, or fresh pages without one. `protection` and `flags` are PROT_* and MAP_*.
    fn map(&self, fd: Option<Fd>, length: usize, protection: i32, flags: i32, offset: u64) -> Result<Box<dyn Mapping>> {
        denied()
    }

    /// Constants of the program that will hardly be read soon: their pages may go, and come back from the program's file when they are read.
    fn forget_pages(&self, constants: &'static [u8]) {}
}
