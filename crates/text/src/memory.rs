//! Growing when the system may refuse: builders of this crate never abort the process.
//!
//! What is built here can be as large as the user's data. A refusal sets the thread's mark, and what was to be added is left out: so
//! builders need no result for every unit they add. Whoever turns what was built into something that a program sees asks
//! `take_refused` first and throws the cripple away. Until then nothing more grows, so that a long algorithm ends soon.

use std::cell::Cell;

thread_local! {
    static REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// Whether memory was refused since this was last taken.
#[inline(always)]
pub fn is_refused() -> bool {
    REFUSED.get()
}

/// As `is_refused`, and begin anew.
pub fn take_refused() -> bool {
    REFUSED.replace(false)
}

/// Note that something was left out.
#[cold]
pub fn note_refused() {
    REFUSED.set(true);
}

/// Add to a string.
pub fn put_str(text: &mut String, more: &str) {
    if is_refused() || text.try_reserve(more.len()).is_err() {
        note_refused();
    } else {
        text.push_str(more);
    }
}

/// Add a character to a string.
pub fn put_char(text: &mut String, c: char) {
    put_str(text, c.encode_utf8(&mut [0; 4]));
}

#[cold]
#[inline(never)]
fn granted<E>(reserve: impl FnOnce() -> Result<(), E>) -> bool {
    if is_refused() || reserve().is_err() {
        note_refused();
        return false;
    }
    true
}

/// Adding to a vector, when memory may be refused: see the module.
pub trait Grow<T> {
    /// Room for so many more; false, and marked, when refused.
    fn room(&mut self, more: usize) -> bool;
    /// As `push`.
    fn put(&mut self, item: T);
    /// As `extend`.
    fn put_iter(&mut self, items: impl IntoIterator<Item = T>);
    /// As `extend_from_slice`.
    fn put_slice(&mut self, items: &[T])
    where
        T: Clone;
    /// As `resize`, to a greater length.
    fn put_up_to(&mut self, length: usize, item: T)
    where
        T: Clone;
}

macro_rules! grow {
    ($([$($generics:tt)*] $vec:ty, $item:ty, |$this:ident, $slice:ident| $extend:expr;)*) => {$(
        impl<$($generics)*> Grow<$item> for $vec {
            #[inline]
            fn room(&mut self, more: usize) -> bool {
                self.capacity() - self.len() >= more || granted(|| self.try_reserve(more))
            }

            #[inline]
            fn put(&mut self, item: $item) {
                if self.len() < self.capacity() || granted(|| self.try_reserve(1)) {
                    self.push(item);
                }
            }

            #[inline]
            fn put_iter(&mut self, items: impl IntoIterator<Item = $item>) {
                let items = items.into_iter();
                let (least, most) = items.size_hint();
                if !self.room(least) {
                    return;
                }
                if most == Some(least) {
                    // There is room for all of them.
                    self.extend(items);
                } else {
                    items.for_each(|item| self.put(item));
                }
            }

            #[inline]
            fn put_slice(&mut self, items: &[$item])
            where
                $item: Clone,
            {
                if self.room(items.len()) {
                    let ($this, $slice) = (self, items);
                    $extend;
                }
            }

            fn put_up_to(&mut self, length: usize, item: $item)
            where
                $item: Clone,
            {
                if self.room(length.saturating_sub(self.len())) {
                    self.resize(length, item);
                }
            }
        }
    )*};
}

grow! {
    [T] Vec<T>, T, |vec, items| vec.extend_from_slice(items);
    [T, const N: usize] smallvec::SmallVec<[T; N]>, T, |vec, items| vec.extend(items.iter().cloned());
}

/// A copy of a slice, when memory may be refused: as `copied`.
pub trait CopyOut<T> {
    fn copy_out(&self) -> Vec<T>;
}

impl<T: Clone> CopyOut<T> for [T] {
    fn copy_out(&self) -> Vec<T> {
        copied(self)
    }
}

/// An empty vector with room for so many items, without it when refused.
pub fn with_room<T>(length: usize) -> Vec<T> {
    let mut vec = Vec::new();
    vec.room(length);
    vec
}

/// A copy of `items`, empty when refused.
pub fn copied<T: Clone>(items: &[T]) -> Vec<T> {
    let mut vec = Vec::new();
    if vec.try_reserve_exact(items.len()).is_err() {
        note_refused();
        return vec;
    }
    vec.extend_from_slice(items);
    vec
}

/// What an iterator gives, or a part of it when refused.
pub fn gathered<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut vec = Vec::new();
    vec.put_iter(items);
    vec
}

/// As `gathered`, with room inside for a few.
pub fn gathered_small<T, const N: usize>(items: impl IntoIterator<Item = T>) -> smallvec::SmallVec<[T; N]> {
    let mut vec = smallvec::SmallVec::new();
    vec.put_iter(items);
    vec
}

/// Whether so many bytes could be had now, and noted if not. For what cannot be built with a refusal in mind; small sizes are granted.
pub fn ask(bytes: usize) -> bool {
    bytes < 1 << 16 || granted(|| Vec::<u8>::new().try_reserve_exact(bytes))
}

/// What an iterator that knows its length gives, unless it fails.
pub fn all_gathered<T>(items: impl IntoIterator<Item = Option<T>>) -> Option<Vec<T>> {
    let items = items.into_iter();
    let mut vec = with_room(items.size_hint().1.unwrap_or(0));
    for item in items {
        vec.put(item?);
    }
    Some(vec)
}

/// `items` so many times.
pub fn repeated<T: Clone>(items: &[T], count: usize) -> Vec<T> {
    let mut vec = Vec::new();
    match items.len().checked_mul(count) {
        Some(length) if vec.room(length) => (0..count).for_each(|_| vec.extend_from_slice(items)),
        Some(_) => {}
        None => note_refused(),
    }
    vec
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_remembered_once() {
        let mut vec = vec![1u64];
        assert!(!vec.room(usize::MAX / 16));
        assert!(is_refused());
        // Nothing grows until somebody has taken notice.
        assert!(!vec.room(1000));
        assert_eq!(vec, [1]);
        assert!(take_refused());
        assert!(!is_refused());
        vec.put_slice(&[2; 1000]);
        assert_eq!(vec.len(), 1001);
        assert!(!is_refused());
    }
}
