//! `bytes_iterator` and `bytearray_iterator`.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::Bytes;
use crate::types::bytes::common::ByteString;
use crate::types::shapes;

/// Where an iterator is.
#[derive(Trace)]
pub(crate) struct Position {
    /// None once exhausted.
    bytes: Option<Owned>,
    index: usize,
}

macro_rules! byte_iterator {
    ($module:ident $payload:ident $of:ident $shape:ident $name:literal $class:ident) => {
        #[derive(Trace)]
        pub struct $payload(Position);

        impl Payload for $payload {
            const NAME: &'static str = stringify!($payload);
            const SHAPE: ShapeId = shapes::$shape;

            fn class(vm: &Vm) -> Obj<Class> {
                vm.types.$shape
            }
        }

        pub(crate) static $class: ClassDef = ClassDef {
            slots: Slots { iter: Some(crate::types::iterator::same), next: Some($module::next), ..Slots::EMPTY },
            methods: &$module::METHODS,
            ..ClassDef::sealed::<$payload>($name)
        };

        pub(crate) mod $module {
            use super::*;

            pub(crate) fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
                vm.allocate($payload(Position { bytes: Some(value.own()), index: 0 }))
            }

            pub(super) fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
                let Some(this) = vm.cast::<$payload>(value) else { return Ok(None) };
                let position = &this.get(vm).0;
                let bytes = position.bytes.as_ref().and_then(|bytes| vm.cast::<$of>(bytes.value()));
                let Some(bytes) = bytes else { return Ok(None) };
                let found = $of::data(bytes, vm).get(position.index).copied();
                let position = &mut this.get_mut(vm).0;
                match found {
                    Some(byte) => {
                        position.index += 1;
                        Ok(Some(Owned::from_raw(Value::small(i32::from(byte)))))
                    }
                    None => {
                        drop(position.bytes.take());
                        Ok(None)
                    }
                }
            }

            fn length(vm: &Vm, position: &Position) -> Option<usize> {
                let bytes = position.bytes.as_ref().and_then(|bytes| vm.cast::<$of>(bytes.value()));
                bytes.map(|bytes| $of::data(bytes, vm).len())
            }

            #[methods]
            mod py {
                use super::*;

                #[method("($self, /)")]
                fn __length_hint__(vm: &mut Vm, this: Obj<$payload>) -> usize {
                    let position = &this.get(vm).0;
                    length(vm, position).map_or(0, |length| length.saturating_sub(position.index))
                }

                #[method("($self, /)")]
                fn __reduce__(vm: &mut Vm, this: Obj<$payload>) -> R<Owned> {
                    let function = crate::types::iterator::builtin(vm, "iter")?;
                    let position = &this.get(vm).0;
                    let (bytes, index) = (position.bytes.clone(), position.index);
                    crate::types::iterator::reduce_over(vm, function, bytes, index)
                }

                #[method("($self, state, /)")]
                fn __setstate__(vm: &mut Vm, this: Obj<$payload>, state: isize) {
                    let most = length(vm, &this.get(vm).0).unwrap_or(0);
                    this.get_mut(vm).0.index = usize::try_from(state).unwrap_or(0).min(most);
                }
            }
        }
    };
}

byte_iterator!(immutable BytesIterator Bytes bytes_iterator "bytes_iterator" CLASS);
byte_iterator!(mutable ByteArrayIterator ByteArray bytearray_iterator "bytearray_iterator" BYTEARRAY_CLASS);

pub(super) use immutable::iter;
