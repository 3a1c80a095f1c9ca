//! How the cycle collector, and the recount of the debug mode, see the references an object holds.

use crate::buffer::{Buffer, ValueVec};
use crate::owned::Owned;
use crate::value::Value;

/// Receives each reference that an object holds.
pub type Visitor<'a> = dyn FnMut(Value) + 'a;

/// A payload, or a part of one, that may hold references. Derived: `#[derive(Trace)]` visits every field.
pub trait Trace {
    /// Visit each reference once for each time it is counted.
    fn trace(&self, visit: &mut Visitor<'_>);

    /// Give up the references, as far as the object stays usable without.
    fn clear(&mut self) {}
}

impl Trace for Owned {
    #[inline]
    fn trace(&self, visit: &mut Visitor<'_>) {
        visit(self.value());
    }

    fn clear(&mut self) {
        *self = Owned::NONE;
    }
}

impl<T: Trace> Trace for Option<T> {
    #[inline]
    fn trace(&self, visit: &mut Visitor<'_>) {
        if let Some(inner) = self {
            inner.trace(visit);
        }
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Trace> Trace for Vec<T> {
    #[inline]
    fn trace(&self, visit: &mut Visitor<'_>) {
        for item in self {
            item.trace(visit);
        }
    }

    fn clear(&mut self) {
        self.clear();
    }
}

impl<T: Trace> Trace for Box<T> {
    #[inline]
    fn trace(&self, visit: &mut Visitor<'_>) {
        (**self).trace(visit);
    }

    fn clear(&mut self) {
        (**self).clear();
    }
}

impl<T: Trace> Trace for Box<[T]> {
    #[inline]
    fn trace(&self, visit: &mut Visitor<'_>) {
        for item in self {
            item.trace(visit);
        }
    }
}

impl<A: Trace, B: Trace> Trace for (A, B) {
    #[inline]
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.0.trace(visit);
        self.1.trace(visit);
    }

    fn clear(&mut self) {
        self.0.clear();
        self.1.clear();
    }
}

impl Trace for ValueVec {
    #[inline]
    fn trace(&self, visit: &mut Visitor<'_>) {
        for &value in self.as_slice() {
            visit(value);
        }
    }

    fn clear(&mut self) {
        self.truncate(0);
    }
}

macro_rules! holds_nothing {
    ($($name:ty),+ $(,)?) => { $(impl Trace for $name { fn trace(&self, _visit: &mut Visitor<'_>) {} })+ };
}

holds_nothing!(
    (),
    bool,
    char,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    f32,
    f64,
    String,
    &'static str,
    std::sync::Arc<str>,
);

impl<T: Copy> Trace for Buffer<T> {
    fn trace(&self, _visit: &mut Visitor<'_>) {}
}

impl<T: Copy> Trace for std::cell::Cell<T> {
    fn trace(&self, _visit: &mut Visitor<'_>) {}
}
