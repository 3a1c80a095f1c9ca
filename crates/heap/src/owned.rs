//! `Owned`: a value together with one reference to it.

use std::mem::ManuallyDrop;

use crate::value::Value;

/// A value that holds a reference: dropping it gives the reference up, and the last one destroys the object, at once when no
/// Python code has to run for that, else at the interpreter's next safe point (before the next instruction).
///
/// So dropping an `Owned` never runs Python code, and a borrowed slice of an object cannot change under a drop.
#[repr(transparent)]
pub struct Owned(Value);

impl Owned {
    pub const NONE: Owned = Owned(Value::NONE);

    /// Take over a reference that someone counted already.
    #[inline(always)]
    pub const fn from_raw(value: Value) -> Owned {
        Owned(value)
    }

    /// Give the reference away, uncounted for.
    #[inline(always)]
    pub fn into_raw(self) -> Value {
        ManuallyDrop::new(self).0
    }

    /// The value, borrowed.
    #[inline(always)]
    pub fn value(&self) -> Value {
        self.0
    }

    /// The object's shape; None for what is no object.
    #[inline(always)]
    pub fn shape(&self) -> Option<crate::ShapeId> {
        // SAFETY: an Owned holds a reference, so the object is live.
        self.0.header().map(|header| unsafe { header.as_ref() }.shape())
    }

    #[inline(always)]
    pub fn bool(value: bool) -> Owned {
        Owned(Value::bool(value))
    }
}

impl std::ops::Deref for Owned {
    type Target = Value;

    #[inline(always)]
    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Clone for Owned {
    #[inline(always)]
    fn clone(&self) -> Owned {
        self.0.own()
    }
}

impl Drop for Owned {
    #[inline(always)]
    fn drop(&mut self) {
        if self.0.is_object() {
            let header = self.0.header_unchecked();
            // SAFETY: an Owned holds a reference, so the object is live.
            if unsafe { header.as_ref() }.decref() {
                // SAFETY: the count has just reached zero, and nobody else can do this again.
                unsafe { crate::release(header) };
            }
        }
    }
}

impl std::fmt::Debug for Owned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
