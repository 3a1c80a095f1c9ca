//! Python's basic values as Rust values, and back.

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;

/// A value copied out of an isolate, or to be copied into one.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    Bytes(Vec<u8>),
    List(Vec<Object>),
    Tuple(Vec<Object>),
    /// In the order of insertion.
    Dict(Vec<(Object, Object)>),
    /// Anything else: its `repr`.
    Other(String),
}

/// Containers inside containers beyond which a value is not copied: it may contain itself.
const DEPTH: usize = 64;

impl Object {
    /// Copy a value into the isolate.
    pub(crate) fn to_value(&self, vm: &mut Vm) -> R<Owned> {
        vm.enter_native()?;
        match self {
            Object::None => Ok(Owned::NONE),
            Object::Bool(value) => Ok(Owned::bool(*value)),
            Object::Int(value) => vm.new_int(i128::from(*value)),
            Object::Float(value) => vm.new_float(*value),
            Object::Str(value) => vm.new_str(value),
            Object::Bytes(value) => vm.new_bytes(value),
            Object::List(items) => {
                let items = to_values(items, vm)?;
                let values: Vec<Value> = items.iter().map(|item| item.value()).collect();
                vm.new_list(&values)
            }
            Object::Tuple(items) => {
                let items = to_values(items, vm)?;
                vm.new_tuple_from(items)
            }
            Object::Dict(entries) => {
                let (owned, dict) = vm.new_dict_obj()?;
                for (key, value) in entries {
                    let (key, value) = (key.to_value(vm)?, value.to_value(vm)?);
                    dict.set(vm, key.value(), value.value())?;
                }
                Ok(owned)
            }
            Object::Other(_) => Err(vm.type_error("only basic values can be copied into an isolate")),
        }
    }

    /// Copy a value out of the isolate.
    pub(crate) fn from_value(vm: &mut Vm, value: Value, depth: usize) -> R<Object> {
        if value.is_none() {
            return Ok(Object::None);
        }
        if value.is_bool() {
            return Ok(Object::Bool(value.is(Value::TRUE)));
        }
        if let Some(int) = value.as_int().or_else(|| vm.int_to_i64(value)) {
            return Ok(Object::Int(int));
        }
        if let Some(float) = vm.as_f64(value) {
            return Ok(Object::Float(float));
        }
        if let Some(text) = vm.cast::<Str>(value) {
            return Ok(Object::Str(text.to_string_lossy(vm)));
        }
        if let Some(bytes) = vm.cast::<Bytes>(value) {
            return Ok(Object::Bytes(bytes.bytes(vm).to_vec()));
        }
        if depth < DEPTH {
            if let Some(list) = vm.cast_exact::<List>(value) {
                let items = list.items(vm).iter().map(|item| item.own()).collect();
                return from_values(vm, items, depth).map(Object::List);
            }
            if let Some(tuple) = vm.cast::<Tuple>(value) {
                let items = tuple.items(vm).iter().map(|item| item.own()).collect();
                return from_values(vm, items, depth).map(Object::Tuple);
            }
            if let Some(dict) = vm.cast_exact::<Dict>(value) {
                let mut entries = Vec::new();
                for (key, value) in dict.snapshot(vm) {
                    let key = Object::from_value(vm, key.value(), depth + 1)?;
                    entries.push((key, Object::from_value(vm, value.value(), depth + 1)?));
                }
                return Ok(Object::Dict(entries));
            }
        }
        vm.repr_text(value).map(Object::Other)
    }
}

fn to_values(items: &[Object], vm: &mut Vm) -> R<Vec<Owned>> {
    items.iter().map(|item| item.to_value(vm)).collect()
}

fn from_values(vm: &mut Vm, items: Vec<Owned>, depth: usize) -> R<Vec<Object>> {
    items.iter().map(|item| Object::from_value(vm, item.value(), depth + 1)).collect()
}

macro_rules! from {
    ($($ty:ty, $variant:ident;)+) => { $(
        impl From<$ty> for Object {
            fn from(value: $ty) -> Object {
                Object::$variant(value.into())
            }
        }
    )+ };
}

from! {
    bool, Bool; i64, Int; i32, Int; f64, Float; &str, Str; String, Str; Vec<u8>, Bytes; Vec<Object>, List;
}
