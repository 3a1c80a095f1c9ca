//! What Python code can call on a bytearray besides what it shares with bytes.

use taipan_text::memory::CopyOut;
use taipan_text::split::Side;
use taipan_text::{bytes as ascii, layout, search, split};

use crate::native::*;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::common::{self, ByteString};
use crate::types::bytes::methods::byte_methods;

/// What pickling needs: a copy of the bytes, as text for protocols that have no bytes.
fn reduce(vm: &mut Vm, this: Obj<ByteArray>, protocol: i64) -> R<Owned> {
    let bytes = this.bytes(vm).copy_out();
    let args = if protocol >= 3 {
        let bytes = vm.new_bytes(&bytes)?;
        if bytes.is_none() { vm.empty_tuple.clone() } else { vm.new_tuple(&[bytes.value()])? }
    } else {
        let text = vm.new_text(&ascii::to_text(&bytes))?;
        let encoding = vm.new_str("latin-1")?;
        vm.new_tuple(&[text.value(), encoding.value()])?
    };
    let class = vm.class_of(this.value()).own();
    let state = crate::types::object::default_state(vm, this.value(), false)?;
    vm.new_tuple(&[class.value(), args.value(), state.value()])
}

byte_methods! { ByteArray,
    /// The end of a view that `__buffer__` gave.
    #[method("($self, buffer, /)")]
    fn __release_buffer__(vm: &mut Vm, this: Obj<ByteArray>, buffer: Value) -> R<Owned> {
        crate::types::memoryview::release_of(vm, this.value(), buffer)?;
        Ok(Owned::NONE)
    }

    /// Bytes of storage.
    #[method("($self, /)")]
    fn __alloc__(vm: &mut Vm, this: Obj<ByteArray>) -> usize {
        let capacity = this.get(vm).storage.capacity();
        if capacity == 0 { 0 } else { capacity + 1 }
    }

    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<ByteArray>) -> R<Owned> {
        reduce(vm, this, 2)
    }

    #[method("($self, proto=0, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Obj<ByteArray>, proto: Option<i64>) -> R<Owned> {
        reduce(vm, this, proto.unwrap_or(0))
    }

    /// Bytes that the object takes.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<ByteArray>) -> usize {
        taipan_heap::HEADER_SIZE + size_of::<ByteArray>() + this.get(vm).storage.capacity()
    }

    /// Add one byte at the end.
    #[method("($self, item, /)")]
    fn append(vm: &mut Vm, this: Obj<ByteArray>, item: Value) -> R<()> {
        let byte = common::byte(vm, item, common::BYTE_RANGE)?;
        this.append(vm, &[byte])
    }

    /// Remove all bytes.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<ByteArray>) -> R<()> {
        this.replace(vm, Buffer::new())
    }

    /// A copy.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<ByteArray>) -> R<Owned> {
        common::whole(vm, this)
    }

    /// Add all bytes of an iterable or of an object with a buffer.
    #[method("($self, iterable_of_ints, /)")]
    fn extend(vm: &mut Vm, this: Obj<ByteArray>, iterable: Value) -> R<()> {
        let end = this.len(vm);
        if let Some(view) = vm.buffer_optional(iterable)? {
            let bytes = view.to_vec(vm);
            view.release(vm)?;
            // `__buffer__` may have changed the length.
            let end = end.min(this.len(vm));
            return this.splice(vm, end, end, &bytes);
        }
        if vm.class_of(iterable).slots(vm).iter.is_none() && !vm.is_sequence(iterable) {
            let found = vm.class_of(iterable).name(vm);
            return Err(vm.type_error(format!("can't extend bytearray with {found}")));
        }
        let text = vm.cast::<Str>(iterable).is_some();
        vm.length_hint(iterable, 0)?;
        match common::collect_bytes(vm, iterable, common::BYTE_RANGE) {
            Ok(bytes) => this.append(vm, bytes.as_slice()),
            Err(raised) if text => {
                vm.catch(vm.exceptions.TypeError, raised)?;
                let found = vm.class_of(iterable).name(vm);
                Err(vm.type_error(format!("expected iterable of integers; got: '{found}'")))
            }
            Err(raised) => Err(raised),
        }
    }

    /// Insert one byte before a position.
    #[method("($self, index, item, /)")]
    fn insert(vm: &mut Vm, this: Obj<ByteArray>, index: isize, item: Value) -> R<()> {
        let byte = common::byte(vm, item, common::BYTE_RANGE)?;
        let length = this.len(vm);
        let index = if index < 0 { index.saturating_add(length as isize).max(0) } else { index };
        let index = (index as usize).min(length);
        this.splice(vm, index, index, &[byte])
    }

    /// Remove the byte at a position, the last one if none is given; the byte.
    #[method("($self, index=-1, /)")]
    fn pop(vm: &mut Vm, this: Obj<ByteArray>, index: Option<isize>) -> R<u8> {
        let length = this.len(vm);
        if length == 0 {
            return Err(vm.index_error("pop from empty bytearray"));
        }
        let index = index.unwrap_or(-1);
        let index = if index < 0 { index.saturating_add(length as isize) } else { index };
        let Some(index) = usize::try_from(index).ok().filter(|&index| index < length) else {
            return Err(vm.index_error("pop index out of range"));
        };
        let byte = this.bytes(vm)[index];
        this.splice(vm, index, index + 1, &[])?;
        Ok(byte)
    }

    /// Remove the first byte with this value.
    #[method("($self, value, /)")]
    fn remove(vm: &mut Vm, this: Obj<ByteArray>, value: Value) -> R<()> {
        let byte = common::byte(vm, value, common::BYTE_RANGE)?;
        match this.bytes(vm).iter().position(|&other| other == byte) {
            Some(index) => this.splice(vm, index, index + 1, &[]),
            None => Err(vm.value_error("value not found in bytearray")),
        }
    }

    /// Change the length; new bytes are zero.
    #[method("($self, size, /)")]
    fn resize(vm: &mut Vm, this: Obj<ByteArray>, size: isize) -> R<()> {
        match usize::try_from(size) {
            Ok(size) => this.resize(vm, size),
            Err(_) => Err(vm.value_error(format!("Can only resize to positive sizes, got {size}"))),
        }
    }

    /// Turn the order round.
    #[method("($self, /)")]
    fn reverse(vm: &mut Vm, this: Obj<ByteArray>) {
        this.bytes_mut(vm).reverse();
    }
}
