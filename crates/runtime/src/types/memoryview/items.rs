//! The items of a memoryview: finding, reading, writing, slicing, comparing.

use super::{Code, Dimensions, Layout, MemoryView};
use crate::native::*;
use crate::types::slice::Slice;
use taipan_text::memory::{CopyOut, Grow};

impl Obj<MemoryView> {
    /// The item's bytes at a place in the view's bytes.
    fn item_bytes(self, vm: &Vm, place: isize) -> &[u8] {
        let state = self.get(vm);
        let start = usize::try_from(place).unwrap_or(0);
        match &state.view {
            Some(view) => view.bytes(vm).get(start..start + state.layout.item_size).unwrap_or(&[]),
            None => &[],
        }
    }

    /// The code of the items; NotImplementedError when the format is none that we can read.
    pub(crate) fn code(self, vm: &mut Vm) -> R<Code> {
        let format = self.get(vm).layout.format.clone();
        match Code::of(&format) {
            Some(code) => Ok(code),
            None => Err(vm.not_implemented_error(format!("memoryview: format {format} not supported"))),
        }
    }

    /// The item at a place in the view's bytes.
    fn read(self, vm: &mut Vm, place: isize) -> R<Owned> {
        let code = self.code(vm)?;
        let bytes: super::format::SmallBytes = self.item_bytes(vm, place).into();
        if bytes.len() < code.size() {
            return Err(vm.index_error("memoryview: item lies outside of the memory"));
        }
        code.unpack(vm, &bytes)
    }

    fn write(self, vm: &mut Vm, place: isize, value: Value) -> R<()> {
        let code = self.code(vm)?;
        let format = self.get(vm).layout.format.clone();
        let bytes = code.pack(vm, value, &format)?;
        // Converting the value may have run code that released the view.
        self.check_open(vm)?;
        self.write_bytes(vm, place, &bytes);
        Ok(())
    }

    fn write_bytes(self, vm: &mut Vm, place: isize, bytes: &[u8]) {
        let start = usize::try_from(place).unwrap_or(0);
        let view = self.get(vm).view.as_ref().map(|view| view.part(0..view.len()));
        if let Some(view) = view
            && let Some(target) = view.bytes_mut(vm).get_mut(start..start + bytes.len())
        {
            target.copy_from_slice(bytes);
        }
    }

    /// The place of an item by one index for each dimension.
    fn place(self, vm: &mut Vm, indices: &[isize]) -> R<isize> {
        let layout = &self.get(vm).layout;
        let mut place = layout.offset;
        for (dimension, &index) in indices.iter().enumerate() {
            let length = layout.shape[dimension];
            let index = if index < 0 { index + length } else { index };
            if index < 0 || index >= length {
                let number = dimension + 1;
                return Err(vm.index_error(format!("index out of bounds on dimension {number}")));
            }
            place += index * layout.strides[dimension];
        }
        Ok(place)
    }

    /// The place that a subscript names, when it is an index or a tuple of indices.
    fn subscript(self, vm: &mut Vm, key: Value) -> R<Option<isize>> {
        let dimensions = self.get(vm).layout.shape.len();
        if dimensions == 0 {
            let empty = vm.cast::<Tuple>(key).is_some_and(|tuple| tuple.len(vm) == 0);
            if empty {
                return Ok(Some(self.get(vm).layout.offset));
            }
            return Err(vm.type_error("invalid indexing of 0-dim memory"));
        }
        if vm.as_int_ref(key).is_some() || vm.class_of(key).slots(vm).index.is_some() {
            let index = vm.to_index(key)?;
            if dimensions > 1 {
                return Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented"));
            }
            self.check_open(vm)?;
            return self.place(vm, &[index]).map(Some);
        }
        let Some(tuple) = vm.cast::<Tuple>(key) else { return Ok(None) };
        let items: Vec<Owned> = tuple.items(vm).iter().map(|item| item.own()).collect();
        let mut indices = Dimensions::new();
        for item in &items {
            if vm.as_int_ref(item.value()).is_none() && vm.class_of(item.value()).slots(vm).index.is_none() {
                let slices = items.iter().all(|item| vm.cast::<Slice>(item.value()).is_some());
                return if slices {
                    Err(vm.not_implemented_error("multi-dimensional slicing is not implemented"))
                } else {
                    Err(vm.type_error("memoryview: invalid slice key"))
                };
            }
            indices.push(vm.to_index(item.value())?);
        }
        if indices.len() > dimensions {
            let given = indices.len();
            return Err(vm.type_error(format!("cannot index {dimensions}-dimension view with {given}-element tuple")));
        }
        if indices.len() < dimensions {
            return Err(vm.not_implemented_error("sub-views are not implemented"));
        }
        self.check_open(vm)?;
        self.place(vm, &indices).map(Some)
    }

    /// The layout of a part.
    fn sliced(self, vm: &mut Vm, slice: Obj<Slice>) -> R<Layout> {
        let bounds = vm.slice_bounds(slice)?;
        let mut layout = self.get(vm).layout.clone();
        let (Some(length), Some(stride)) = (layout.shape.first_mut(), layout.strides.first_mut()) else {
            return Err(vm.type_error("invalid indexing of 0-dim memory"));
        };
        let span = bounds.fit(*length as usize);
        layout.offset += span.start as isize * *stride;
        *stride *= span.step;
        *length = span.count as isize;
        if span.count == 0 {
            layout.offset = 0;
        }
        Ok(layout)
    }

    /// `view[key]`.
    pub(super) fn get_item(self, vm: &mut Vm, key: Value) -> R<Owned> {
        self.check_open(vm)?;
        if key.is(Value::ELLIPSIS) && self.get(vm).layout.shape.is_empty() {
            return Ok(self.own());
        }
        if let Some(slice) = vm.cast::<Slice>(key) {
            // Finding the bounds may run code that releases the view; the part is of the memory as it was.
            let part = super::again(vm, self)?;
            let layout = self.sliced(vm, slice)?;
            if let Some(view) = vm.cast::<MemoryView>(part.value()) {
                view.get_mut(vm).layout = layout;
            }
            return Ok(part);
        }
        match self.subscript(vm, key)? {
            Some(place) => self.read(vm, place),
            None => Err(vm.type_error("memoryview: invalid slice key")),
        }
    }

    /// Another memoryview of the same memory, laid out differently.
    pub(super) fn with_layout(self, vm: &mut Vm, layout: Layout) -> R<Owned> {
        let made = super::again(vm, self)?;
        if let Some(view) = vm.cast::<MemoryView>(made.value()) {
            view.get_mut(vm).layout = layout;
        }
        Ok(made)
    }

    /// `view[key] = value`, or with None `del view[key]`.
    pub(super) fn set_item(self, vm: &mut Vm, key: Value, value: Option<Value>) -> R<()> {
        self.check_open(vm)?;
        if self.get(vm).readonly {
            return Err(vm.type_error("cannot modify read-only memory"));
        }
        let Some(value) = value else { return Err(vm.type_error("cannot delete memory")) };
        if key.is(Value::ELLIPSIS) && self.get(vm).layout.shape.is_empty() {
            let place = self.get(vm).layout.offset;
            return self.write(vm, place, value);
        }
        if let Some(slice) = vm.cast::<Slice>(key) {
            if self.get(vm).layout.shape.len() != 1 {
                return Err(
                    vm.not_implemented_error("memoryview slice assignments are currently restricted to ndim = 1")
                );
            }
            return self.set_slice(vm, slice, value);
        }
        match self.subscript(vm, key)? {
            Some(place) => self.write(vm, place, value),
            None => Err(vm.type_error("memoryview: invalid slice key")),
        }
    }

    fn set_slice(self, vm: &mut Vm, slice: Obj<Slice>, value: Value) -> R<()> {
        let source = match vm.memoryview_optional(value)? {
            Some(source) => source,
            None => {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")));
            }
        };
        let layout = self.sliced(vm, slice)?;
        self.check_open(vm)?;
        let Some(source) = vm.cast::<MemoryView>(source.value()) else { return Ok(()) };
        let other = &source.get(vm).layout;
        let plain = |format: &str| format.strip_prefix('@').unwrap_or(format).to_string();
        let same = plain(&other.format) == plain(&layout.format)
            && other.item_size == layout.item_size
            && other.shape == layout.shape;
        if !same {
            return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
        }
        // Copied first: both may be of the same memory.
        let bytes = source.to_bytes(vm, false);
        for (index, item) in bytes.chunks_exact(layout.item_size.max(1)).enumerate() {
            self.write_bytes(vm, layout.offset + index as isize * layout.strides[0], item);
        }
        Ok(())
    }

    /// The places of all items, row by row, or column by column.
    pub(super) fn places(self, vm: &Vm, by_column: bool) -> Vec<isize> {
        let layout = &self.get(vm).layout;
        let mut places = vec![layout.offset];
        let mut dimensions: Vec<usize> = (0..layout.shape.len()).collect();
        if by_column {
            dimensions.reverse();
        }
        for dimension in dimensions {
            let (length, stride) = (layout.shape[dimension], layout.strides[dimension]);
            places = taipan_text::memory::gathered(
                places.iter().flat_map(|&place| (0..length).map(move |index| place + index * stride)),
            );
        }
        places
    }

    /// A copy of the items' bytes, row by row, or column by column.
    pub(super) fn to_bytes(self, vm: &Vm, by_column: bool) -> Vec<u8> {
        let state = self.get(vm);
        let Some(view) = &state.view else { return Vec::new() };
        if !by_column && state.layout.is_c_contiguous() {
            let start = state.layout.offset.max(0) as usize;
            let bytes = view.bytes(vm).get(start..start + state.layout.byte_count());
            return bytes.unwrap_or(&[]).copy_out();
        }
        taipan_text::memory::gathered(
            self.places(vm, by_column).into_iter().flat_map(|place| self.item_bytes(vm, place).iter().copied()),
        )
    }

    /// The items as lists in lists; a single item when there are no dimensions.
    pub(super) fn to_list(self, vm: &mut Vm) -> R<Owned> {
        let shape = self.get(vm).layout.shape.clone();
        let mut level: Vec<Owned> = Vec::new();
        for place in self.places(vm, false) {
            level.put(self.read(vm, place)?);
        }
        for dimension in (0..shape.len()).rev() {
            let length = shape[dimension] as usize;
            let lists = shape[..dimension].iter().product::<isize>() as usize;
            let mut items = level.into_iter();
            level = taipan_text::memory::with_room(lists);
            for _ in 0..lists {
                let part: Vec<Owned> = taipan_text::memory::gathered(items.by_ref().take(length));
                let values = taipan_text::memory::gathered(part.iter().map(|item| item.value()));
                level.put(vm.new_list(&values)?);
            }
        }
        Ok(level.into_iter().next().unwrap_or(Owned::NONE))
    }

    /// The item at a position of a view of one dimension.
    pub(super) fn item(self, vm: &mut Vm, index: usize) -> R<Owned> {
        self.check_open(vm)?;
        let place = self.place(vm, &[index as isize])?;
        self.read(vm, place)
    }
}

/// `a == b`, item by item; None when the other object has no buffer.
pub(super) fn equal(vm: &mut Vm, a: Obj<MemoryView>, b: Value) -> R<Option<bool>> {
    if b.is(a.value()) && a.get(vm).view.is_none() {
        return Ok(Some(true));
    }
    let Some(other) = (match vm.cast::<MemoryView>(b) {
        Some(_) => Some(b.own()),
        None => match vm.memoryview_optional(b) {
            Ok(other) => other,
            Err(raised) => {
                vm.catch(vm.exceptions.Exception, raised)?;
                None
            }
        },
    }) else {
        return Ok(None);
    };
    let Some(b) = vm.cast::<MemoryView>(other.value()) else { return Ok(None) };
    if a.get(vm).view.is_none() || b.get(vm).view.is_none() {
        return Ok(Some(a == b));
    }
    let (left, right) = (&a.get(vm).layout, &b.get(vm).layout);
    if left.shape != right.shape {
        return Ok(Some(false));
    }
    let codes = (Code::of(&left.format), Code::of(&right.format));
    let (Some(x), Some(y)) = codes else {
        // Formats that cannot be read are equal only if they are the same, byte for byte.
        let same = left.format == right.format;
        return Ok(Some(same && a.to_bytes(vm, false) == b.to_bytes(vm, false)));
    };
    if x == y && !matches!(x, Code::Float(_) | Code::Complex(_) | Code::Bool) {
        return Ok(Some(a.to_bytes(vm, false) == b.to_bytes(vm, false)));
    }
    let places = a.places(vm, false).into_iter().zip(b.places(vm, false));
    for (p, q) in places {
        let (left, right) = (a.read(vm, p)?, b.read(vm, q)?);
        // Not by identity: a NaN differs from itself.
        if !vm.compare_truth(left.value(), right.value(), CompareOp::Eq)? {
            return Ok(Some(false));
        }
    }
    Ok(Some(true))
}
