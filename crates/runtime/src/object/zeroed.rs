//! Tables that begin with zeros and take memory as they are used: the caches of look-ups.

use std::marker::PhantomData;
use std::ops::Deref;

use taipan_heap::OutOfMemory;
use taipan_host::Zeroed;

/// An array of zeroed items without destructors.
pub(crate) struct ZeroedArray<T: Copy, const N: usize> {
    memory: Zeroed,
    items: PhantomData<[std::cell::Cell<T>; N]>,
}

impl<T: Copy, const N: usize> ZeroedArray<T, N> {
    /// # Safety
    /// A `T` of zeros is valid.
    pub(crate) unsafe fn new() -> Result<Self, OutOfMemory> {
        let memory = Zeroed::new(size_of::<[T; N]>()).ok_or(OutOfMemory)?;
        Ok(ZeroedArray { memory, items: PhantomData })
    }
}

impl<T: Copy, const N: usize> Deref for ZeroedArray<T, N> {
    type Target = [std::cell::Cell<T>; N];

    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        // SAFETY: the memory has this size, is aligned to a page, and holds valid items, as `new`'s caller has promised.
        unsafe { self.memory.start().cast::<Self::Target>().as_ref() }
    }
}
