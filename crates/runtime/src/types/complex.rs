//! `complex`.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct Complex {
    pub real: f64,
    pub imag: f64,
}

impl Payload for Complex {
    const NAME: &'static str = "Complex";
    const CONTAINER: bool = false;
    const SHAPE: ShapeId = shapes::complex;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.complex
    }
}

pub(crate) static CLASS: ClassDef = ClassDef { doc: "A complex number.", ..ClassDef::new::<Complex>("complex") };

/// A new complex number.
pub(crate) fn new(vm: &mut Vm, real: f64, imag: f64) -> R<Owned> {
    vm.allocate(Complex { real, imag })
}
