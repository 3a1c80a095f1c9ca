//! Random bytes.

use crate::error::{Result, denied};

#[expect(unused_variables, reason = "the default denies without looking at what is asked")]
pub trait Entropy {
    /// Fill the buffer with bytes that nobody can guess: `os.urandom`, the hash seed, `random`'s seed.
    fn fill_random(&self, buffer: &mut [u8]) -> Result<()> {
        denied()
    }

    /// `getrandom` once: may fill less than all. `flags` are GRND_*.
    fn get_random(&self, buffer: &mut [u8], flags: u32) -> Result<usize> {
        denied()
    }
}
