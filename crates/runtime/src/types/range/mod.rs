//! `range`: start, stop and step of any size; its length is worked out when it is made.

pub(crate) mod iter;
mod methods;
mod special;

use taipan_heap::ShapeId;
use taipan_numeric::{Int, IntRef};

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::shapes;

pub(crate) use iter::{CLASS as ITERATOR_CLASS, LONG_CLASS as LONG_ITERATOR_CLASS};
pub use iter::{LongRangeIterator, RangeIterator};

#[derive(Trace)]
pub struct Range {
    /// Ints of any size.
    pub start: Owned,
    pub stop: Owned,
    pub step: Owned,
    /// How many ints there are.
    pub length: Owned,
}

impl Payload for Range {
    const NAME: &'static str = "Range";
    const CONTAINER: bool = false;
    const SHAPE: ShapeId = shapes::range;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.range
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "The ints from start up to, but not including, stop, by step.",
    flags: ClassFlags::SEQUENCE,
    slots: special::SLOTS,
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    ..ClassDef::sealed::<Range>("range")
};

/// A range whose numbers, those of its last item included, fit 62 bits: most are.
#[derive(Clone, Copy)]
pub(crate) struct SmallRange {
    pub(crate) start: i64,
    pub(crate) step: i64,
    pub(crate) length: i64,
}

impl SmallRange {
    /// Item number `index`, which is below the length.
    #[inline(always)]
    pub(crate) fn item(self, index: i64) -> i64 {
        self.start + index * self.step
    }

    /// The place of `int`.
    pub(crate) fn place(self, int: i64) -> Option<i64> {
        let distance = i128::from(int) - i128::from(self.start);
        let step = i128::from(self.step);
        if distance % step != 0 {
            return None;
        }
        let place = distance / step;
        (place >= 0 && place < i128::from(self.length)).then_some(place as i64)
    }
}

impl Range {
    /// The range in machine words, when it is small.
    #[inline]
    pub(crate) fn small(&self) -> Option<SmallRange> {
        let (start, step) = (self.start.as_int()?, self.step.as_int()?);
        let length = self.length.as_int()?;
        self.stop.as_int()?;
        Some(SmallRange { start, step, length })
    }
}

/// The length of a range.
fn length_of(start: IntRef<'_>, stop: IntRef<'_>, step: IntRef<'_>) -> taipan_numeric::Result<Int> {
    if let (IntRef::Small(start), IntRef::Small(stop), IntRef::Small(step)) = (start, stop, step) {
        let (start, stop, step) = (i128::from(start), i128::from(stop), i128::from(step));
        let length = if step > 0 && start < stop {
            (stop - start - 1) / step + 1
        } else if step < 0 && stop < start {
            (start - stop - 1) / -step + 1
        } else {
            0
        };
        return Ok(Int::from(length));
    }
    let backwards = step.is_negative();
    let (low, high) = if backwards { (stop, start) } else { (start, stop) };
    if low >= high {
        return Ok(Int::from(0i64));
    }
    let steps = high.sub(low).as_ref().sub(IntRef::Small(1)).as_ref().floor_div(step.abs().as_ref())?;
    Ok(steps.as_ref().add(IntRef::Small(1)))
}

/// `range(start, stop, step)` of exact ints; the step is not zero.
pub(crate) fn new(vm: &mut Vm, start: Owned, stop: Owned, step: Owned) -> R<Owned> {
    let (Some(a), Some(b), Some(c)) =
        (vm.as_int_ref(start.value()), vm.as_int_ref(stop.value()), vm.as_int_ref(step.value()))
    else {
        return Err(vm.type_error("an int is required"));
    };
    let length = length_of(a, b, c);
    let length = vm.numeric(length)?;
    let length = vm.new_big(length)?;
    vm.allocate(Range { start, stop, step, length })
}

/// The int item number `index` of a range.
fn item(vm: &mut Vm, range: Obj<Range>, index: &Int) -> R<Owned> {
    let parts = range.get(vm);
    let (Some(start), Some(step)) = (vm.as_int_ref(parts.start.value()), vm.as_int_ref(parts.step.value())) else {
        return Err(vm.type_error("an int is required"));
    };
    let item = start.add(index.as_ref().mul(step).as_ref());
    vm.new_big(item)
}

/// The number in a field of a range.
fn number(vm: &Vm, value: Value) -> Int {
    vm.as_int_ref(value).map_or_else(|| Int::from(0i64), IntRef::to_owned)
}
