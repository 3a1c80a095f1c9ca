//! Pages of the machine.

use std::ops::Range;
use std::ptr::{self, NonNull};
use std::sync::OnceLock;

use super::{Native, check, last_error};
use crate::error::{OsError, Result};
use crate::{Fd, Mapping, Mappings, errno};

struct Pages {
    start: NonNull<u8>,
    length: usize,
    protection: i32,
}

// SAFETY: the pages belong to no thread, and are only read and written by copying.
unsafe impl Send for Pages {}
// SAFETY: as above. Two threads that copy at once may mix their bytes, as two processes with the same file may: bytes have
// no invalid values, and the runtime's lock keeps an isolate's threads apart.
unsafe impl Sync for Pages {}

impl Mappings for Native {
    fn map(&self, fd: Option<Fd>, length: usize, protection: i32, flags: i32, offset: u64) -> Result<Box<dyn Mapping>> {
        if length == 0 {
            return Err(OsError::new(errno::EINVAL));
        }
        let offset = i64::try_from(offset).map_err(|_| OsError::new(errno::EOVERFLOW))?;
        let (fd, flags) = match fd {
            // A fixed address could lie over memory that is in use.
            _ if flags & (libc::MAP_FIXED | libc::MAP_FIXED_NOREPLACE) != 0 => {
                return Err(OsError::new(errno::EINVAL));
            }
            Some(fd) => (fd, flags),
            None => (-1, flags | libc::MAP_ANONYMOUS),
        };
        // SAFETY: the kernel chooses the address, so no memory that is in use is touched.
        let start = unsafe { libc::mmap(ptr::null_mut(), length, protection, flags, fd, offset) };
        if start == libc::MAP_FAILED {
            return Err(last_error());
        }
        let start = NonNull::new(start.cast()).ok_or(OsError::new(errno::ENOMEM))?;
        Ok(Box::new(Pages { start, length, protection }))
    }

    fn forget_pages(&self, constants: &'static [u8]) {
        static FILE: OnceLock<Range<usize>> = OnceLock::new();
        // SAFETY: it asks for a number.
        let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096);
        let start = constants.as_ptr().addr().next_multiple_of(page);
        let end = (constants.as_ptr().addr() + constants.len()) / page * page;
        // The one mapping that programs have constants in: to look for it once is enough.
        let file = FILE.get_or_init(|| file_mapping_at(start).unwrap_or(0..0));
        if start < end && file.start <= start && end <= file.end {
            let pages = constants.as_ptr().wrapping_add(start - constants.as_ptr().addr()).cast_mut();
            // SAFETY: whole pages of constants, which come from a file and were never written: the kernel reads the same bytes again.
            unsafe { libc::madvise(pages.cast(), end - start, libc::MADV_DONTNEED) };
        }
    }
}

/// The private mapping of a file, for reading alone, around an address. What a packed program unpacks itself into is none.
fn file_mapping_at(address: usize) -> Option<Range<usize>> {
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    maps.lines().find_map(|line| {
        let mut fields = line.split_ascii_whitespace();
        let (range, access, inode) = (fields.next()?, fields.next()?, fields.nth(2)?);
        let (start, end) = range.split_once('-')?;
        let range = usize::from_str_radix(start, 16).ok()?..usize::from_str_radix(end, 16).ok()?;
        (range.contains(&address) && access == "r--p" && inode != "0").then_some(range)
    })
}

impl Pages {
    /// The address of a range, if it is inside.
    fn range(&self, offset: usize, length: usize) -> Result<*mut u8> {
        if offset.checked_add(length).is_none_or(|end| end > self.length) {
            return Err(OsError::new(errno::EINVAL));
        }
        Ok(self.start.as_ptr().wrapping_add(offset))
    }

    fn allow(&self, protection: i32) -> Result<()> {
        if self.protection & protection == 0 { Err(OsError::new(errno::EACCES)) } else { Ok(()) }
    }
}

impl Mapping for Pages {
    fn len(&self) -> usize {
        self.length
    }

    fn read(&self, offset: usize, buffer: &mut [u8]) -> Result<()> {
        self.allow(libc::PROT_READ)?;
        let from = self.range(offset, buffer.len())?;
        // SAFETY: inside the pages, which may be read, and no Rust reference leads to them.
        unsafe { ptr::copy_nonoverlapping(from, buffer.as_mut_ptr(), buffer.len()) };
        Ok(())
    }

    fn write(&self, offset: usize, bytes: &[u8]) -> Result<()> {
        self.allow(libc::PROT_WRITE)?;
        let to = self.range(offset, bytes.len())?;
        // SAFETY: inside the pages, which may be written, and no Rust reference leads to them.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()) };
        Ok(())
    }

    fn copy_within(&self, from: usize, to: usize, count: usize) -> Result<()> {
        self.allow(libc::PROT_READ)?;
        self.allow(libc::PROT_WRITE)?;
        let (from, to) = (self.range(from, count)?, self.range(to, count)?);
        // SAFETY: both inside the pages, which may be read and written; they may overlap.
        unsafe { ptr::copy(from, to, count) };
        Ok(())
    }

    fn flush(&self, offset: usize, length: usize) -> Result<()> {
        let start = self.range(offset, length)?;
        // SAFETY: inside the pages. An address that is not on a page's border answers EINVAL.
        check(unsafe { libc::msync(start.cast(), length, libc::MS_SYNC) }).map(drop)
    }

    fn advise(&self, advice: i32, offset: usize, length: usize) -> Result<()> {
        let start = self.range(offset, length)?;
        // SAFETY: inside the pages. What advice does to their contents is the program's business.
        check(unsafe { libc::madvise(start.cast(), length, advice) }).map(drop)
    }

    fn resize(&mut self, length: usize) -> Result<()> {
        if length == 0 {
            return Err(OsError::new(errno::EINVAL));
        }
        // SAFETY: the pages are ours, nothing refers to them, and they may move.
        let start = unsafe { libc::mremap(self.start.as_ptr().cast(), self.length, length, libc::MREMAP_MAYMOVE) };
        if start == libc::MAP_FAILED {
            return Err(last_error());
        }
        self.start = NonNull::new(start.cast()).ok_or(OsError::new(errno::ENOMEM))?;
        self.length = length;
        Ok(())
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // SAFETY: the pages are ours, and nothing refers to them any more.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.length) };
    }
}
