//! What Python code can call on a memoryview.

use super::{Code, Dimensions, Layout, MemoryView};
use crate::native::*;
use taipan_text::memory::Grow;

/// A tuple of ints.
fn dimensions(vm: &mut Vm, lengths: Dimensions) -> R<Owned> {
    let mut items = taipan_text::memory::with_room(lengths.len());
    for length in lengths {
        items.put(vm.new_int(length as i128)?);
    }
    vm.new_tuple_from(items)
}

/// `view.cast(format, shape)`: the layout.
fn cast(vm: &mut Vm, this: Obj<MemoryView>, format: String, shape: Option<Value>) -> R<Layout> {
    let layout = this.get(vm).layout.clone();
    if !layout.is_c_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let shaped = shape.is_some();
    if (shaped || layout.shape.len() != 1) && layout.shape.contains(&0) {
        return Err(vm.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let shape = match shape {
        None => None,
        Some(shape) if vm.cast::<List>(shape).is_some() || vm.cast::<Tuple>(shape).is_some() => {
            let items = vm.collect(shape)?;
            if items.len() > 64 {
                return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
            }
            if layout.shape.len() != 1 && items.len() != 1 {
                return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
            }
            let mut lengths = Dimensions::new();
            for item in items {
                if vm.as_int_ref(item.value()).is_none() {
                    return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
                }
                let length = vm.to_index(item.value())?;
                if length <= 0 {
                    return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0"));
                }
                lengths.push(length);
            }
            Some(lengths)
        }
        Some(_) => return Err(vm.type_error("shape must be a list or a tuple")),
    };
    let Some(from) = Code::of(&layout.format) else {
        return Err(vm.value_error(
            "memoryview: source format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let Some(to) = Code::of(&format) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_bytes = |code: Code, format: &str| {
        matches!(code, Code::Signed(1) | Code::Unsigned(1) | Code::Char) && !format.ends_with('?')
    };
    if !is_bytes(from, &layout.format) && !is_bytes(to, &format) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let bytes = layout.byte_count();
    if !bytes.is_multiple_of(to.size()) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let offset = layout.offset;
    let Some(shape) = shape else {
        return Ok(Layout { offset, ..Layout::flat(format, to.size(), bytes) });
    };
    let total = shape.iter().try_fold(to.size() as isize, |total, &length| total.checked_mul(length));
    if total != Some(bytes as isize) {
        return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    let strides = Layout::packed_strides(&shape, to.size());
    Ok(Layout { format, item_size: to.size(), shape, strides, offset })
}

#[methods]
mod py {
    use super::*;

    /// End the view: the object may be resized again.
    #[method("($self, /)")]
    fn release(vm: &mut Vm, this: Obj<MemoryView>) -> R<()> {
        this.release(vm)
    }

    /// The bytes of all items.
    #[method("($self, /, order='C')")]
    fn tobytes(vm: &mut Vm, this: Obj<MemoryView>, order: Option<Value>) -> R<Owned> {
        this.check_open(vm)?;
        let order = match order.filter(|order| !order.is_none()) {
            None => "C".to_string(),
            Some(order) => match vm.cast::<Str>(order) {
                Some(order) => order.to_string_lossy(vm),
                None => {
                    let found = crate::types::bytes::common::shown_class(vm, order);
                    return Err(vm.type_error(format!("tobytes() argument 'order' must be str or None, not {found}")));
                }
            },
        };
        let layout = &this.get(vm).layout;
        let by_column = match order.as_str() {
            "C" => false,
            "F" => true,
            "A" => layout.is_f_contiguous() && !layout.is_c_contiguous(),
            _ => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
        };
        let bytes = this.to_bytes(vm, by_column);
        vm.new_bytes(&bytes)
    }

    /// The bytes of all items in hexadecimal; with a separator between groups of them, which are counted from the right, or from the left when
    /// `bytes_per_sep` is negative.
    ///
    /// >>> value = memoryview(bytes([10, 11, 12]))
    /// >>> value.hex(), value.hex(':')
    /// ('0a0b0c', '0a:0b:0c')
    /// >>> value.hex('-', 2), value.hex('-', -2)
    /// ('0a-0b0c', '0a0b-0c')
    #[method("($self, /, sep=None, bytes_per_sep=1)")]
    fn hex(vm: &mut Vm, this: Obj<MemoryView>, sep: Option<Value>, bytes_per_sep: Option<isize>) -> R<Owned> {
        this.check_open(vm)?;
        let bytes = this.to_bytes(vm, false);
        let exports = this.header().aux.get();
        this.header().aux.set(exports + 1);
        let text = crate::types::bytes::common::hex(vm, &bytes, sep, bytes_per_sep.unwrap_or(1));
        this.header().aux.set(this.header().aux.get().saturating_sub(1));
        text
    }

    /// The items in a list.
    #[method("($self, /)")]
    fn tolist(vm: &mut Vm, this: Obj<MemoryView>) -> R<Owned> {
        this.check_open(vm)?;
        this.code(vm)?;
        this.to_list(vm)
    }

    /// The same bytes as items of another format or shape.
    #[method("($self, /, format, shape=None)")]
    fn cast(vm: &mut Vm, this: Obj<MemoryView>, format: String, shape: Option<Value>) -> R<Owned> {
        this.check_open(vm)?;
        let layout = super::cast(vm, this, format, shape)?;
        this.with_layout(vm, layout)
    }

    /// The same view, read-only.
    #[method("($self, /)")]
    fn toreadonly(vm: &mut Vm, this: Obj<MemoryView>) -> R<Owned> {
        this.check_open(vm)?;
        let made = super::super::again(vm, this)?;
        if let Some(view) = vm.cast::<MemoryView>(made.value()) {
            view.get_mut(vm).readonly = true;
        }
        Ok(made)
    }

    /// How often a value occurs.
    #[method("($self, value, /)")]
    fn count(vm: &mut Vm, this: Obj<MemoryView>, value: Value) -> R<usize> {
        let iterator = vm.iter(this.value())?;
        let mut count = 0;
        while let Some(item) = vm.next(iterator.value())? {
            count += usize::from(vm.equal(item.value(), value)?);
        }
        Ok(count)
    }

    /// The first position of a value; ValueError when it does not occur.
    #[method("($self, value, start=0, stop=9223372036854775807, /)")]
    fn index(vm: &mut Vm, this: Obj<MemoryView>, value: Value, start: Option<Value>, stop: Option<Value>) -> R<usize> {
        this.check_open(vm)?;
        let length = match this.get(vm).layout.shape[..] {
            [] => return Err(vm.type_error("invalid lookup on 0-dim memory")),
            [length] => length as usize,
            _ => return Err(vm.not_implemented_error("multi-dimensional lookup is not implemented")),
        };
        if let Some(range) = vm.search_range(start, stop, length)? {
            for index in range {
                let item = this.item(vm, index)?;
                if vm.equal(item.value(), value)? {
                    return Ok(index);
                }
            }
        }
        Err(vm.value_error("memoryview.index(x): x not found"))
    }

    #[method("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Obj<MemoryView>) -> R<Obj<MemoryView>> {
        this.check_open(vm)?;
        Ok(this)
    }

    #[method("($self, /, *exc_info)")]
    fn __exit__(vm: &mut Vm, this: Obj<MemoryView>, _exc_info: Rest<'_>) -> R<()> {
        this.release(vm)
    }

    /// A memoryview of the same bytes.
    #[method("($self, flags, /)")]
    fn __buffer__(vm: &mut Vm, this: Obj<MemoryView>, flags: i64) -> R<Owned> {
        crate::types::memoryview::with_flags(vm, this.value(), flags)
    }

    /// The end of a view that `__buffer__` gave.
    #[method("($self, buffer, /)")]
    fn __release_buffer__(vm: &mut Vm, _this: Obj<MemoryView>, buffer: Obj<MemoryView>) -> R<()> {
        buffer.release(vm)
    }

    /// A view of an object's buffer, as the flags of a C buffer request ask.
    #[classmethod("($type, /, object, flags)")]
    fn _from_flags(vm: &mut Vm, _class: Value, object: Value, flags: i64) -> R<Owned> {
        crate::types::memoryview::with_flags(vm, object, flags)
    }

    /// The class itself: the arguments are for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }

    /// The object whose bytes are shown.
    #[getter]
    fn obj(vm: &mut Vm, this: Obj<MemoryView>) -> R<Owned> {
        this.check_open(vm)?;
        Ok(this.get(vm).object.clone())
    }

    /// Bytes of all items.
    #[getter]
    fn nbytes(vm: &mut Vm, this: Obj<MemoryView>) -> R<usize> {
        this.check_open(vm)?;
        Ok(this.get(vm).layout.byte_count())
    }

    /// Whether the bytes cannot be written.
    #[getter]
    fn readonly(vm: &mut Vm, this: Obj<MemoryView>) -> R<bool> {
        this.check_open(vm)?;
        Ok(this.get(vm).readonly)
    }

    /// The format of an item.
    #[getter]
    fn format(vm: &mut Vm, this: Obj<MemoryView>) -> R<Owned> {
        this.check_open(vm)?;
        let format = this.get(vm).layout.format.clone();
        vm.new_str(&format)
    }

    /// Bytes of an item.
    #[getter]
    fn itemsize(vm: &mut Vm, this: Obj<MemoryView>) -> R<usize> {
        this.check_open(vm)?;
        Ok(this.get(vm).layout.item_size)
    }

    /// The number of dimensions.
    #[getter]
    fn ndim(vm: &mut Vm, this: Obj<MemoryView>) -> R<usize> {
        this.check_open(vm)?;
        Ok(this.get(vm).layout.shape.len())
    }

    /// Items in each dimension.
    #[getter]
    fn shape(vm: &mut Vm, this: Obj<MemoryView>) -> R<Owned> {
        this.check_open(vm)?;
        let shape = this.get(vm).layout.shape.clone();
        dimensions(vm, shape)
    }

    /// Bytes from one item to the next, in each dimension.
    #[getter]
    fn strides(vm: &mut Vm, this: Obj<MemoryView>) -> R<Owned> {
        this.check_open(vm)?;
        let strides = this.get(vm).layout.strides.clone();
        dimensions(vm, strides)
    }

    /// Empty: no items are behind pointers.
    #[getter]
    fn suboffsets(vm: &mut Vm, this: Obj<MemoryView>) -> R<Owned> {
        this.check_open(vm)?;
        Ok(vm.empty_tuple.clone())
    }

    /// Whether the items lie row by row without gaps.
    #[getter]
    fn c_contiguous(vm: &mut Vm, this: Obj<MemoryView>) -> R<bool> {
        this.check_open(vm)?;
        Ok(this.get(vm).layout.is_c_contiguous())
    }

    /// Whether the items lie column by column without gaps.
    #[getter]
    fn f_contiguous(vm: &mut Vm, this: Obj<MemoryView>) -> R<bool> {
        this.check_open(vm)?;
        Ok(this.get(vm).layout.is_f_contiguous())
    }

    /// Whether the items lie without gaps.
    #[getter]
    fn contiguous(vm: &mut Vm, this: Obj<MemoryView>) -> R<bool> {
        this.check_open(vm)?;
        let layout = &this.get(vm).layout;
        Ok(layout.is_c_contiguous() || layout.is_f_contiguous())
    }
}
