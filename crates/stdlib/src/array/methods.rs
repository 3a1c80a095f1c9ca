//! The methods of arrays.

use taipan_runtime::native::*;
use taipan_text::memory::CopyOut;

use super::kind::check_character;
use super::{Array, ArrayIterator, append_bytes, append_checked, find, item, items, splice, with_bytes};

/// Append the characters of a str.
pub(super) fn append_text(vm: &mut Vm, this: Obj<Array>, text: Value) -> R<()> {
    let Some(text) = vm.cast::<Str>(text) else { return Err(vm.type_error("a str is required")) };
    if !this.get(vm).kind.is_text() {
        return Err(vm.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    let bytes: Vec<u8> = text.units(vm).iter().flat_map(u32::to_ne_bytes).collect();
    append_bytes(vm, this, &bytes)
}

/// The characters as a str.
pub(super) fn text(vm: &mut Vm, this: Obj<Array>) -> R<Owned> {
    let points: Vec<u32> =
        this.get(vm).items.as_slice().as_chunks::<4>().0.iter().map(|bytes| u32::from_ne_bytes(*bytes)).collect();
    let mut text = taipan_text::TextBuf::with_capacity(points.len());
    for point in points {
        check_character(vm, point)?;
        text.push(point);
    }
    let text = text.finish();
    vm.new_text(&text)
}

/// A position for `insert` and `pop`, counted from the end when negative.
fn absolute(index: isize, count: usize) -> isize {
    if index < 0 { index.saturating_add_unsigned(count) } else { index }
}

#[methods]
mod py {
    use super::*;

    /// The type code.
    #[getter]
    fn typecode(vm: &mut Vm, this: Obj<Array>) -> String {
        this.get(vm).kind.code().to_string()
    }

    /// Bytes of an item.
    #[getter]
    fn itemsize(vm: &mut Vm, this: Obj<Array>) -> usize {
        this.get(vm).kind.size()
    }

    /// Append an item.
    #[method("($self, v, /)")]
    fn append(vm: &mut Vm, this: Obj<Array>, v: Value) -> R<()> {
        super::super::append(vm, this, v)
    }

    /// Address of the items, and their number.
    #[method("($self, /)")]
    fn buffer_info(vm: &mut Vm, this: Obj<Array>) -> R<Owned> {
        let state = this.get(vm);
        let (address, count) = (state.items.as_slice().as_ptr().addr(), state.count());
        let (address, count) = (vm.new_int(address as i128)?, vm.new_int(count as i128)?);
        vm.new_tuple(&[address.value(), count.value()])
    }

    /// Turn round the bytes of each item.
    #[method("($self, /)")]
    fn byteswap(vm: &mut Vm, this: Obj<Array>) -> R<()> {
        let size = this.get(vm).kind.size();
        for item in this.get_mut(vm).items.as_mut_slice().chunks_exact_mut(size) {
            item.reverse();
        }
        Ok(())
    }

    /// Remove all items.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<Array>) -> R<()> {
        let length = this.get(vm).items.len();
        splice(vm, this, 0, length, &[])
    }

    /// How often a value occurs.
    #[method("($self, v, /)")]
    fn count(vm: &mut Vm, this: Obj<Array>, v: Value) -> R<usize> {
        let (mut count, mut index) = (0, 0);
        while let Some(other) = item(vm, this, index)? {
            count += usize::from(vm.equal(other.value(), v)?);
            index += 1;
        }
        Ok(count)
    }

    /// Append what an iterable gives.
    #[method("($self, bb, /)")]
    fn extend(vm: &mut Vm, this: Obj<Array>, bb: Value) -> R<()> {
        super::super::extend(vm, this, bb)
    }

    /// Append items that are given as bytes.
    #[method("($self, buffer, /)")]
    fn frombytes(vm: &mut Vm, this: Obj<Array>, buffer: Value) -> R<()> {
        let view = vm.buffer(buffer)?;
        let bytes = view.to_vec(vm);
        view.release(vm)?;
        append_checked(vm, this, &bytes)
    }

    /// Append so many items that a binary file gives.
    #[method("($self, f, n, /)")]
    fn fromfile(vm: &mut Vm, this: Obj<Array>, file: Value, n: isize) -> R<()> {
        let Ok(count) = usize::try_from(n) else { return Err(vm.value_error("negative count")) };
        let Some(wanted) = count.checked_mul(this.get(vm).kind.size()).filter(|&size| size <= isize::MAX as usize)
        else {
            return Err(vm.memory_error());
        };
        let size = vm.new_int(wanted as i128)?;
        let data = vm.call_method(file, "read", &[size.value()])?;
        let class = vm.class_of(data.value());
        if !class.is_subclass_of(vm, vm.types.bytes) {
            return Err(vm.type_error("read() didn't return bytes"));
        }
        let bytes = crate::support::bytes_like(vm, data.value())?.unwrap_or_default();
        append_checked(vm, this, &bytes)?;
        if bytes.len() != wanted {
            return Err(vm.eof_error("read() didn't return enough bytes"));
        }
        Ok(())
    }

    /// Append the items of a list.
    #[method("($self, list, /)")]
    fn fromlist(vm: &mut Vm, this: Obj<Array>, list: Value) -> R<()> {
        let Some(source) = vm.cast::<List>(list) else { return Err(vm.type_error("arg must be list")) };
        let (before, count) = (this.get(vm).items.len(), source.len(vm));
        for index in 0..count {
            let Some(value) = source.items(vm).get(index).map(|value| value.own()) else { break };
            let appended = super::super::append(vm, this, value.value());
            let changed = source.len(vm) != count;
            if appended.is_err() || changed {
                let error = vm.error.take();
                let length = this.get(vm).items.len();
                let cut = splice(vm, this, before, length, &[]);
                return match error {
                    Some(error) => Err(vm.reraise(error)),
                    None => {
                        cut?;
                        Err(vm.runtime_error("list changed size during iteration"))
                    }
                };
            }
        }
        Ok(())
    }

    /// Append the characters of a str.
    #[method("($self, ustr, /)")]
    fn fromunicode(vm: &mut Vm, this: Obj<Array>, ustr: Obj<Str>) -> R<()> {
        append_text(vm, this, ustr.value())
    }

    /// The place of the first item that equals a value.
    #[method("($self, v, start=0, stop=sys.maxsize, /)")]
    fn index(vm: &mut Vm, this: Obj<Array>, v: Value, start: Option<Index>, stop: Option<Index>) -> R<usize> {
        let count = this.get(vm).count();
        let start = absolute(start.map_or(0, |start| start.0), count).max(0) as usize;
        let stop = absolute(stop.map_or(isize::MAX, |stop| stop.0), count).max(0) as usize;
        match find(vm, this, v, start, stop)? {
            Some(place) => Ok(place),
            None => Err(vm.value_error("array.index(x): x not in array")),
        }
    }

    /// Insert an item before a place.
    #[method("($self, i, v, /)")]
    fn insert(vm: &mut Vm, this: Obj<Array>, i: isize, v: Value) -> R<()> {
        let kind = this.get(vm).kind;
        let bytes = kind.store(vm, v)?;
        let count = this.get(vm).count();
        let place = absolute(i, count).clamp(0, count as isize) as usize * kind.size();
        splice(vm, this, place, place, &bytes[..kind.size()])
    }

    /// Remove an item; the item.
    #[method("($self, i=-1, /)")]
    fn pop(vm: &mut Vm, this: Obj<Array>, i: Option<isize>) -> R<Owned> {
        let count = this.get(vm).count();
        if count == 0 {
            return Err(vm.index_error("pop from empty array"));
        }
        let place = usize::try_from(absolute(i.unwrap_or(-1), count)).ok().filter(|&place| place < count);
        let Some(place) = place else { return Err(vm.index_error("pop index out of range")) };
        let size = this.get(vm).kind.size();
        let popped = item(vm, this, place)?.unwrap_or(Owned::NONE);
        splice(vm, this, place * size, (place + 1) * size, &[])?;
        Ok(popped)
    }

    /// Remove the first item that equals a value.
    #[method("($self, v, /)")]
    fn remove(vm: &mut Vm, this: Obj<Array>, v: Value) -> R<()> {
        match find(vm, this, v, 0, usize::MAX)? {
            Some(place) => {
                let size = this.get(vm).kind.size();
                splice(vm, this, place * size, (place + 1) * size, &[])
            }
            None => Err(vm.value_error("array.remove(x): x not in array")),
        }
    }

    /// Turn the items round.
    #[method("($self, /)")]
    fn reverse(vm: &mut Vm, this: Obj<Array>) {
        let size = this.get(vm).kind.size();
        let items = this.get_mut(vm).items.as_mut_slice();
        items.reverse();
        for item in items.chunks_exact_mut(size) {
            item.reverse();
        }
    }

    /// The items as bytes.
    #[method("($self, /)")]
    fn tobytes(vm: &mut Vm, this: Obj<Array>) -> R<Owned> {
        let bytes = this.get(vm).items.as_slice().copy_out();
        vm.new_bytes(&bytes)
    }

    /// Write the items to a binary file.
    #[method("($self, f, /)")]
    fn tofile(vm: &mut Vm, this: Obj<Array>, file: Value) -> R<()> {
        const BLOCK: usize = 64 * 1024;
        let bytes = this.get(vm).items.as_slice().copy_out();
        for block in bytes.chunks(BLOCK) {
            let block = vm.new_bytes(block)?;
            vm.call_method(file, "write", &[block.value()])?;
        }
        Ok(())
    }

    /// The items as a list.
    #[method("($self, /)")]
    fn tolist(vm: &mut Vm, this: Obj<Array>) -> R<Owned> {
        let items = items(vm, this)?;
        let values = taipan_text::memory::gathered(items.iter().map(Owned::value));
        vm.new_list(&values)
    }

    /// The characters as a str.
    #[method("($self, /)")]
    fn tounicode(vm: &mut Vm, this: Obj<Array>) -> R<Owned> {
        if !this.get(vm).kind.is_text() {
            return Err(vm.value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')"));
        }
        text(vm, this)
    }

    #[method("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Obj<Array>) -> R<Owned> {
        let (kind, bytes) = (this.get(vm).kind, this.get(vm).items.as_slice().copy_out());
        with_bytes(vm, kind, &bytes)
    }

    #[method("($self, unused, /)")]
    fn __deepcopy__(vm: &mut Vm, this: Obj<Array>, _unused: Value) -> R<Owned> {
        let (kind, bytes) = (this.get(vm).kind, this.get(vm).items.as_slice().copy_out());
        with_bytes(vm, kind, &bytes)
    }

    /// Bytes of the array in memory.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Array>) -> usize {
        64 + this.get(vm).items.capacity()
    }

    /// What pickle needs.
    #[method("($self, value, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Obj<Array>, value: Value) -> R<Owned> {
        let protocol = vm.to_i64(value, "long")?;
        let name = vm.names.__dict__;
        let state = vm.get_attr_optional(this.value(), name)?.unwrap_or(Owned::NONE);
        let class = vm.class_of(this.value());
        let code = vm.new_str(&this.get(vm).kind.code().to_string())?;
        if protocol < 3 {
            let contents = if this.get(vm).kind.is_text() {
                text(vm, this)?
            } else {
                let items = items(vm, this)?;
                let values = taipan_text::memory::gathered(items.iter().map(Owned::value));
                vm.new_list(&values)?
            };
            let args = vm.new_tuple(&[code.value(), contents.value()])?;
            return vm.new_tuple(&[class.value(), args.value(), state.value()]);
        }
        let function = vm.import_attr("array", "_array_reconstructor")?;
        let format = super::super::reconstruct::machine_format(this.get(vm).kind);
        let bytes = this.get(vm).items.as_slice().copy_out();
        let bytes = vm.new_bytes(&bytes)?;
        let args = vm.new_tuple(&[class.value(), code.value(), Value::small(format), bytes.value()])?;
        vm.new_tuple(&[function.value(), args.value(), state.value()])
    }

    /// For annotations: `array[int]`.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, object: Value) -> R<Owned> {
        let alias = vm.import_attr("types", "GenericAlias")?;
        vm.call(alias.value(), &[class, object])
    }
}

pub(super) mod iterator {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// What pickle needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<ArrayIterator>) -> R<Owned> {
            let name = vm.intern("iter")?;
            let function = vm.builtins.get_str(vm, name).map_or(Owned::NONE, Value::own);
            let state = this.get(vm);
            let (array, index) = (state.array.clone(), state.index);
            match array {
                Some(array) => {
                    let args = vm.new_tuple(&[array.value()])?;
                    let index = vm.new_int(index as i128)?;
                    vm.new_tuple(&[function.value(), args.value(), index.value()])
                }
                None => {
                    let empty = vm.new_tuple(&[])?;
                    let args = vm.new_tuple(&[empty.value()])?;
                    vm.new_tuple(&[function.value(), args.value()])
                }
            }
        }

        /// Go to a place.
        #[method("($self, state, /)")]
        fn __setstate__(vm: &mut Vm, this: Obj<ArrayIterator>, state: Value) -> R<()> {
            let index = vm.to_index(state)?;
            let array = this.get(vm).array.as_ref().and_then(|array| vm.cast::<Array>(array.value()));
            if let Some(array) = array {
                let count = array.get(vm).count();
                this.get_mut(vm).index = index.clamp(0, count as isize) as usize;
            }
            Ok(())
        }
    }
}
