//! Floats: inline but for a band of exponents far from 1, which are boxed.

pub(crate) mod format;
mod methods;
mod special;

use taipan_heap::ShapeId;

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::shapes;

/// A boxed float, or any instance of a subclass.
#[derive(Trace)]
pub struct Float {
    pub(crate) value: f64,
}

impl Payload for Float {
    const NAME: &'static str = "Float";
    const CONTAINER: bool = false;
    const SHAPE: ShapeId = shapes::float;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.float
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A floating-point number: IEEE 754 binary64.",
    flags: ClassFlags::BASE.with(ClassFlags::MATCH_SELF),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    ..ClassDef::new::<Float>("float")
};

/// An instance of `class`, which is float or a subclass of it.
pub(crate) fn instance(vm: &mut Vm, class: Obj<Class>, value: f64) -> R<Owned> {
    if class == vm.types.float { vm.new_float(value) } else { vm.allocate_instance(class, Float { value }) }
}

impl Vm {
    /// A new float.
    #[inline(always)]
    pub fn new_float(&mut self, value: f64) -> R<Owned> {
        match Value::float(value) {
            Some(inline) => Ok(Owned::from_raw(inline)),
            None => self.allocate(Float { value }),
        }
    }

    /// The number, when the value is a float or of a subclass of float.
    #[inline]
    pub fn as_f64(&self, value: Value) -> Option<f64> {
        match value.as_float() {
            Some(float) => Some(float),
            None => self.cast::<Float>(value).map(|float| float.get(self).value),
        }
    }
}
