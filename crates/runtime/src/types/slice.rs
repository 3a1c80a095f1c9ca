//! `slice`, and what sequences make of one.

use taipan_heap::ShapeId;
use taipan_numeric::{Int, IntRef};
use taipan_text::TextBuf;

use crate::native::*;
use crate::types::{sequence, shapes};

#[derive(Trace)]
pub struct Slice {
    pub start: Owned,
    pub stop: Owned,
    pub step: Owned,
}

impl Payload for Slice {
    const NAME: &'static str = "Slice";
    const SHAPE: ShapeId = shapes::slice;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.slice
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "start:stop:step.",
    slots: Slots { new: Some(make), repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<Slice>("slice")
};

/// `slice(start, stop, step)`.
pub(crate) fn new(vm: &mut Vm, start: Value, stop: Value, step: Value) -> R<Owned> {
    vm.allocate(Slice { start: start.own(), stop: stop.own(), step: step.own() })
}

/// The parts of a slice as numbers, not yet fitted to a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub start: isize,
    pub stop: isize,
    /// Never 0, nor `isize::MIN`.
    pub step: isize,
}

/// The places of a sequence that a slice names: `start`, `start + step` and so on, `count` of them, all inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    /// Where the slice ends, fitted to the length; for a step of 1 not before `start`.
    pub stop: isize,
    pub step: isize,
    pub count: usize,
}

impl Bounds {
    /// Those of `start:stop`, where each is an int or None: nothing is asked.
    #[inline]
    pub(crate) fn plain(start: Value, stop: Value) -> Option<Bounds> {
        let part = |part: Value, missing: isize| match part.as_int() {
            Some(int) => Some(int as isize),
            None => part.is_none().then_some(missing),
        };
        Some(Bounds { start: part(start, 0)?, stop: part(stop, isize::MAX)?, step: 1 })
    }

    /// Fit to a sequence of `length` items.
    #[inline]
    pub fn fit(self, length: usize) -> Span {
        let length = length as isize;
        let (low, high) = if self.step < 0 { (-1, length - 1) } else { (0, length) };
        let clamp = |bound: isize| {
            let bound = if bound < 0 { bound.saturating_add(length) } else { bound };
            bound.clamp(low, high.max(low))
        };
        let (start, stop) = (clamp(self.start), clamp(self.stop));
        // A division takes long.
        let count = if self.step == 1 {
            (stop - start).max(0)
        } else if self.step == -1 {
            (start - stop).max(0)
        } else if self.step < 0 {
            if stop < start { (start - stop - 1) / -self.step + 1 } else { 0 }
        } else if start < stop {
            (stop - start - 1) / self.step + 1
        } else {
            0
        };
        Span { start: start.max(0) as usize, stop, step: self.step, count: count as usize }
    }
}

impl Span {
    /// The places, in the slice's order.
    pub fn places(self) -> impl Iterator<Item = usize> + Clone {
        (0..self.count).map(move |index| (self.start as isize + index as isize * self.step) as usize)
    }

    /// The places as a range, when the step is 1.
    pub fn range(self) -> Option<std::ops::Range<usize>> {
        (self.step == 1).then(|| self.start..self.start + self.count)
    }
}

/// `index` counted from the end when negative, and at least 0.
pub(crate) fn absolute(index: isize, length: usize) -> usize {
    if index < 0 { index.saturating_add_unsigned(length).max(0) as usize } else { index as usize }
}

/// An argument that is a position as slices have them: clamped, and with the words of slices when it is none.
#[derive(Clone, Copy, Debug)]
pub struct SliceIndex(pub isize);

impl FromArgument for SliceIndex {
    fn convert(vm: &mut Vm, value: Value, _signature: &'static Signature, _index: usize) -> R<SliceIndex> {
        bound(vm, value, "slice indices must be integers or have an __index__ method").map(SliceIndex)
    }
}

fn bound(vm: &mut Vm, value: Value, refusal: &str) -> R<isize> {
    if let Some(int) = value.as_int() {
        return Ok(int as isize);
    }
    if vm.class_of(value).slots(vm).index.is_none() {
        return Err(vm.type_error(refusal));
    }
    vm.to_index_clamped(value)
}

const REFUSAL: &str = "slice indices must be integers or None or have an __index__ method";

impl Vm {
    /// The parts of a slice as numbers. May run Python code: ask for lengths afterwards.
    pub fn slice_bounds(&mut self, slice: Obj<Slice>) -> R<Bounds> {
        let parts = slice.get(self);
        let (start, stop, step) = (parts.start.value(), parts.stop.value(), parts.step.value());
        let step = if step.is_none() { 1 } else { bound(self, step, REFUSAL)? };
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let step = step.max(-isize::MAX);
        let start = match (start.is_none(), step < 0) {
            (true, true) => isize::MAX,
            (true, false) => 0,
            _ => bound(self, start, REFUSAL)?,
        };
        let stop = match (stop.is_none(), step < 0) {
            (true, true) => isize::MIN,
            (true, false) => isize::MAX,
            _ => bound(self, stop, REFUSAL)?,
        };
        Ok(Bounds { start, stop, step })
    }
}

fn make(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("slice() takes no keyword arguments"));
    }
    match *args.positional {
        [] => Err(vm.type_error("slice expected at least 1 argument, got 0")),
        [stop] => new(vm, Value::NONE, stop, Value::NONE),
        [start, stop] => new(vm, start, stop, Value::NONE),
        [start, stop, step] => new(vm, start, stop, step),
        _ => {
            let given = args.positional.len();
            Err(vm.type_error(format!("slice expected at most 3 arguments, got {given}")))
        }
    }
}

fn parts(vm: &Vm, value: Value) -> Option<[Owned; 3]> {
    vm.cast::<Slice>(value).map(|slice| {
        let slice = slice.get(vm);
        [slice.start.clone(), slice.stop.clone(), slice.step.clone()]
    })
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let mut text = TextBuf::new();
    text.push_ascii(b"slice(");
    for (index, part) in parts(vm, value).into_iter().flatten().enumerate() {
        if index > 0 {
            text.push_ascii(b", ");
        }
        sequence::push_repr(vm, part.value(), &mut text)?;
    }
    text.push_ascii(b")");
    vm.new_text(&text.finish())
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let mut hashes = crate::types::tuple::TupleHash::default();
    for part in parts(vm, value).into_iter().flatten() {
        hashes.add(vm.hash(part.value())?);
    }
    Ok(hashes.finish_open())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(x), Some(y)) = (parts(vm, a), parts(vm, b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    if a.is(b) {
        return Ok(Owned::bool(op.test(std::cmp::Ordering::Equal)));
    }
    let x = vm.new_tuple(&x.each_ref().map(|part| part.value()))?;
    let y = vm.new_tuple(&y.each_ref().map(|part| part.value()))?;
    vm.rich_compare(x.value(), y.value(), op)
}

/// A slice's part as a number of any size; None stays None.
fn any_size(vm: &mut Vm, value: Value) -> R<Option<Int>> {
    if value.is_none() {
        return Ok(None);
    }
    if vm.class_of(value).slots(vm).index.is_none() {
        return Err(vm.type_error(REFUSAL));
    }
    let index = vm.index(value)?;
    Ok(vm.as_int_ref(index.value()).map(IntRef::to_owned))
}

#[methods]
mod py {
    use super::*;

    /// Where the slice begins.
    #[getter]
    fn start(vm: &mut Vm, this: Obj<Slice>) -> Owned {
        this.get(vm).start.clone()
    }

    #[setter]
    fn set_start(vm: &mut Vm, _this: Obj<Slice>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// Where the slice ends.
    #[getter]
    fn stop(vm: &mut Vm, this: Obj<Slice>) -> Owned {
        this.get(vm).stop.clone()
    }

    #[setter]
    fn set_stop(vm: &mut Vm, _this: Obj<Slice>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// How far it is from one item to the next.
    #[getter]
    fn step(vm: &mut Vm, this: Obj<Slice>) -> Owned {
        this.get(vm).step.clone()
    }

    #[setter]
    fn set_step(vm: &mut Vm, _this: Obj<Slice>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// Start, stop and step for a sequence of this length.
    #[method("($self, len, /)")]
    fn indices(vm: &mut Vm, this: Obj<Slice>, length: Value) -> R<Owned> {
        let length = vm.index(length)?;
        let length = match vm.as_int_ref(length.value()) {
            Some(length) => length.to_owned(),
            None => Int::from(0i64),
        };
        if length.as_ref().is_negative() {
            return Err(vm.value_error("length should not be negative"));
        }
        let slice = this.get(vm);
        let (start, stop, step) = (slice.start.clone(), slice.stop.clone(), slice.step.clone());
        let step = any_size(vm, step.value())?.unwrap_or(Int::from(1i64));
        if step.is_zero() {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let backwards = step.as_ref().is_negative();
        let (low, high) = if backwards {
            (Int::from(-1i64), length.as_ref().sub(IntRef::Small(1)))
        } else {
            (Int::from(0i64), length.clone())
        };
        let fit = |bound: Option<Int>, absent: &Int| match bound {
            None => absent.clone(),
            Some(bound) if bound.as_ref().is_negative() => {
                let bound = bound.as_ref().add(length.as_ref());
                if bound.as_ref() < low.as_ref() { low.clone() } else { bound }
            }
            Some(bound) if bound.as_ref() > high.as_ref() => high.clone(),
            Some(bound) => bound,
        };
        let start = any_size(vm, start.value())?;
        let start = fit(start, if backwards { &high } else { &low });
        let stop = any_size(vm, stop.value())?;
        let stop = fit(stop, if backwards { &low } else { &high });
        let (start, stop, step) = (vm.new_big(start)?, vm.new_big(stop)?, vm.new_big(step)?);
        vm.new_tuple(&[start.value(), stop.value(), step.value()])
    }

    /// What pickling needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Slice>) -> R<Owned> {
        let slice = this.get(vm);
        let (start, stop, step) = (slice.start.clone(), slice.stop.clone(), slice.step.clone());
        let arguments = vm.new_tuple(&[start.value(), stop.value(), step.value()])?;
        let class = vm.types.slice.value();
        vm.new_tuple(&[class, arguments.value()])
    }

    /// The class itself: the arguments are for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }
}
