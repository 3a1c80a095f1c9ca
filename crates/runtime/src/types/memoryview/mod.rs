//! `memoryview`: a typed, possibly strided window on the bytes of another object.
//!
//! Each memoryview holds a `View`, which keeps the memory in place; releasing it lets the view go. Views that were taken through a
//! memoryview are counted in its header's `aux`.

mod format;
mod items;
mod methods;
mod special;

use std::cell::Cell;

use smallvec::SmallVec;
use taipan_heap::ShapeId;

use crate::native::*;
use crate::object::buffer::View;
use crate::object::class::ClassFlags;
use crate::types::descriptor::MethodDescriptor;
use crate::types::shapes;

pub(crate) use format::Code;
pub(crate) use special::ITERATOR_CLASS;
pub use special::MemoryIterator;

/// Lengths or distances, one for each dimension.
pub(crate) type Dimensions = SmallVec<[isize; 2]>;

/// What a memoryview shows of its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Layout {
    /// As the `struct` module writes it.
    pub(crate) format: String,
    pub(crate) item_size: usize,
    pub(crate) shape: Dimensions,
    pub(crate) strides: Dimensions,
    /// Where the first item is in the view's bytes.
    pub(crate) offset: isize,
}

impl Layout {
    /// Items in a row.
    fn flat(format: String, item_size: usize, bytes: usize) -> Layout {
        let count = bytes / item_size.max(1);
        Layout {
            format,
            item_size,
            shape: [count as isize].into_iter().collect(),
            strides: [item_size as isize].into_iter().collect(),
            offset: 0,
        }
    }

    /// Strides of items that lie row by row without gaps.
    fn packed_strides(shape: &[isize], item_size: usize) -> Dimensions {
        let mut strides: Dimensions = shape.iter().map(|_| 0).collect();
        let mut step = item_size as isize;
        for (stride, &length) in strides.iter_mut().zip(shape).rev() {
            *stride = step;
            step *= length;
        }
        strides
    }

    /// How many items there are.
    pub(crate) fn count(&self) -> usize {
        self.shape.iter().product::<isize>() as usize
    }

    pub(crate) fn byte_count(&self) -> usize {
        self.count() * self.item_size
    }

    /// Nothing in several dimensions counts as contiguous whatever its strides; in one dimension it does not.
    fn is_trivially_contiguous(&self) -> bool {
        self.shape.len() > 1 && self.count() == 0
    }

    /// Whether the items lie row by row without gaps.
    pub(crate) fn is_c_contiguous(&self) -> bool {
        let mut step = self.item_size as isize;
        self.is_trivially_contiguous()
            || self.shape.iter().zip(&self.strides).rev().all(|(&length, &stride)| {
                let fits = length == 1 || stride == step;
                step *= length;
                fits
            })
    }

    /// Whether the items lie column by column without gaps.
    pub(crate) fn is_f_contiguous(&self) -> bool {
        let mut step = self.item_size as isize;
        self.is_trivially_contiguous()
            || self.shape.iter().zip(&self.strides).all(|(&length, &stride)| {
                let fits = length == 1 || stride == step;
                step *= length;
                fits
            })
    }
}

pub struct MemoryView {
    /// None once released.
    view: Option<View>,
    /// `obj`.
    object: Owned,
    layout: Layout,
    readonly: bool,
    /// 0: not computed yet.
    hash: Cell<u64>,
}

impl Trace for MemoryView {
    fn trace(&self, visit: &mut Visitor<'_>) {
        if let Some(view) = &self.view {
            view.trace(visit);
        }
        visit(self.object.value());
    }

    fn clear(&mut self) {
        drop(self.view.take());
        self.object = Owned::NONE;
    }
}

impl Payload for MemoryView {
    const NAME: &'static str = "MemoryView";
    const SHAPE: ShapeId = shapes::memoryview;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.memoryview
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A window on the bytes of another object.",
    flags: ClassFlags(0).with(ClassFlags::SEQUENCE),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<MemoryView>("memoryview")
};

impl Obj<MemoryView> {
    /// ValueError once the view is released.
    fn check_open(self, vm: &mut Vm) -> R<()> {
        if self.get(vm).view.is_some() {
            return Ok(());
        }
        Err(vm.value_error("operation forbidden on released memoryview object"))
    }

    /// End the view. Does nothing the second time.
    pub(crate) fn release(self, vm: &mut Vm) -> R<()> {
        let exports = self.header().aux.get();
        if exports > 0 {
            let plural = if exports == 1 { "" } else { "s" };
            return Err(vm.buffer_error(format!("memoryview has {exports} exported buffer{plural}")));
        }
        match self.get_mut(vm).view.take() {
            Some(view) => view.release(vm),
            None => Ok(()),
        }
    }
}

impl Vm {
    fn new_memoryview(&mut self, view: View, object: Owned, layout: Layout) -> R<Owned> {
        let readonly = view.readonly();
        self.allocate(MemoryView { view: Some(view), object, layout, readonly, hash: Cell::new(0) })
    }

    /// `memoryview(value)`; None when the object has no buffer.
    pub fn memoryview_optional(&mut self, value: Value) -> R<Option<Owned>> {
        if let Some(other) = self.cast::<MemoryView>(value) {
            other.check_open(self)?;
            return again(self, other).map(Some);
        }
        if let Some(method) = python_method(self, value) {
            let view = ask(self, value, &method, FULL_READ_ONLY)?;
            let Some(inner) = self.cast::<MemoryView>(view.value()) else { return Ok(None) };
            let state = inner.get(self);
            let Some(bytes) = &state.view else { return Ok(None) };
            let all = bytes.part(0..bytes.len()).through(view.value());
            let (layout, object) = (state.layout.clone(), value.own());
            let made = self.new_memoryview(all.lent_by(value.own(), view), object, layout)?;
            return Ok(Some(made));
        }
        let Some(exporter) = self.class_of(value).slots(self).buffer else { return Ok(None) };
        let length = (exporter.bytes)(self, value).len();
        let (format, item_size) = (exporter.item)(self, value);
        let view = View::new(value, exporter, 0..length, exporter.bytes_mut.is_none());
        self.new_memoryview(view, value.own(), Layout::flat(format, item_size, length)).map(Some)
    }

    /// `memoryview(value)`.
    pub fn memoryview(&mut self, value: Value) -> R<Owned> {
        match self.memoryview_optional(value)? {
            Some(view) => Ok(view),
            None => {
                let found = self.class_of(value).name(self);
                Err(self.type_error(format!("memoryview: a bytes-like object is required, not '{found}'")))
            }
        }
    }
}

/// A further memoryview of the same bytes.
fn again(vm: &mut Vm, other: Obj<MemoryView>) -> R<Owned> {
    let state = other.get(vm);
    let Some(view) = &state.view else {
        return Err(vm.value_error("operation forbidden on released memoryview object"));
    };
    let (part, object, layout) = (view.part(0..view.len()), state.object.clone(), state.layout.clone());
    let readonly = state.readonly;
    let made = vm.new_memoryview(part, object, layout)?;
    if let Some(made) = vm.cast::<MemoryView>(made.value()) {
        made.get_mut(vm).readonly = readonly;
    }
    Ok(made)
}

const WRITABLE: i64 = 1;
/// What is asked of `__buffer__` where reading is enough: format, shape and strides.
const FULL_READ_ONLY: i64 = 0x011c;

/// `__buffer__` of a class that defines it in Python.
fn python_method(vm: &Vm, value: Value) -> Option<Owned> {
    let class = vm.class_of(value);
    if !class.is_heap(vm) {
        return None;
    }
    let method = class.lookup(vm, vm.names.__buffer__)?;
    vm.cast::<MethodDescriptor>(method).is_none().then(|| method.own())
}

fn ask(vm: &mut Vm, value: Value, method: &Owned, flags: i64) -> R<Owned> {
    let view = vm.call_method_object(method, value, Args::positional(&[Value::int_unchecked(flags)]))?;
    if vm.cast::<MemoryView>(view.value()).is_some() {
        return Ok(view);
    }
    Err(vm.type_error("__buffer__ returned non-memoryview object"))
}

/// The contiguous bytes of an object that is neither exactly bytes nor exactly bytearray; None when it has none.
pub(crate) fn contiguous(vm: &mut Vm, value: Value) -> R<Option<View>> {
    if let Some(this) = vm.cast::<MemoryView>(value) {
        this.check_open(vm)?;
        let state = this.get(vm);
        if !state.layout.is_c_contiguous() {
            return Err(vm.buffer_error("memoryview: underlying buffer is not C-contiguous"));
        }
        let Some(view) = &state.view else { return Ok(None) };
        let start = state.layout.offset as usize;
        let mut part = view.part(start..start + state.layout.byte_count());
        if state.readonly {
            part.set_readonly();
        }
        return Ok(Some(part.through(value)));
    }
    if let Some(method) = python_method(vm, value) {
        let view = ask(vm, value, &method, 0)?;
        let inner = contiguous(vm, view.value())?;
        return Ok(inner.map(|inner| inner.lent_by(value.own(), view)));
    }
    let Some(exporter) = vm.class_of(value).slots(vm).buffer else { return Ok(None) };
    let length = (exporter.bytes)(vm, value).len();
    Ok(Some(View::new(value, exporter, 0..length, exporter.bytes_mut.is_none())))
}

/// A copy of the bytes of a memoryview whose items do not lie in a row.
pub(crate) fn strided_bytes(vm: &mut Vm, value: Value) -> R<Option<Vec<u8>>> {
    let Some(this) = vm.cast::<MemoryView>(value) else { return Ok(None) };
    this.check_open(vm)?;
    if this.get(vm).layout.is_c_contiguous() {
        return Ok(None);
    }
    Ok(Some(this.to_bytes(vm, false)))
}

/// A lender's memoryview is not needed any more: tell the lender, then release the memoryview.
pub(crate) fn return_to_lender(vm: &mut Vm, lender: Value, view: Value) -> R<()> {
    let name = vm.names.__release_buffer__;
    if vm.cast::<MemoryView>(view).is_none_or(|view| view.get(vm).view.is_none()) {
        return Ok(());
    }
    let told = vm.call_special(lender, name, &[view]).map(drop);
    if let Some(view) = vm.cast::<MemoryView>(view)
        && view.header().aux.get() == 0
    {
        view.release(vm)?;
    }
    told
}

/// `value.__buffer__(flags)` of a builtin type.
pub(crate) fn with_flags(vm: &mut Vm, value: Value, flags: i64) -> R<Owned> {
    let view = vm.memoryview(value)?;
    let readonly = vm.cast::<MemoryView>(view.value()).is_some_and(|view| view.get(vm).readonly);
    if flags & WRITABLE != 0 && readonly {
        return Err(vm.buffer_error("Object is not writable."));
    }
    Ok(view)
}

/// `value.__release_buffer__(buffer)` of a builtin type.
pub(crate) fn release_of(vm: &mut Vm, value: Value, buffer: Value) -> R<()> {
    let Some(view) = vm.cast::<MemoryView>(buffer) else {
        let found = vm.class_of(buffer).name(vm);
        return Err(vm.type_error(format!("expected a memoryview object, not {found}")));
    };
    view.check_open(vm)?;
    if !view.get(vm).object.is(value) {
        return Err(vm.value_error("memoryview's buffer is not this object"));
    }
    view.release(vm)
}
