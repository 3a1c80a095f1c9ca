//! `dict.keys()`, `dict.values()` and `dict.items()`: views that follow the dict. Keys and items behave as sets too.

use taipan_text::TextBuf;

use crate::native::*;
use crate::types::sequence::push_repr;
use crate::types::set::{FrozenSet, Set};
use crate::types::shapes;

macro_rules! view {
    ($rust:ident $class:ident $make:ident $name:ident, $module:ident, $slots:expr) => {
        #[derive(Trace)]
        pub struct $rust {
            dict: Owned,
        }

        impl Payload for $rust {
            const NAME: &'static str = stringify!($rust);
            const SHAPE: taipan_heap::ShapeId = shapes::$name;

            fn class(vm: &Vm) -> Obj<Class> {
                vm.types.$name
            }
        }

        pub(crate) static $class: ClassDef = ClassDef {
            slots: $slots,
            methods: &$module::METHODS,
            getsets: &$module::GETSETS,
            ..ClassDef::sealed::<$rust>(stringify!($name))
        };

        pub(crate) fn $make(vm: &mut Vm, dict: Obj<Dict>) -> R<Owned> {
            vm.allocate($rust { dict: dict.own() })
        }
    };
}

const SET_LIKE: Slots = Slots {
    repr: Some(repr),
    length: Some(length),
    compare: Some(compare),
    and: Some(and),
    or: Some(or),
    sub: Some(sub),
    xor: Some(xor),
    hash: Some(crate::object::protocol::compare::unhashable),
    ..Slots::EMPTY
};

view! { KeysView KEYS keys dict_keys, keys_methods, Slots {
    iter: Some(iter_keys), contains: Some(contains_key), ..SET_LIKE
} }
view! { ValuesView VALUES values dict_values, values_methods, Slots {
    repr: Some(repr), length: Some(length), iter: Some(iter_values), ..Slots::EMPTY
} }
view! { ItemsView ITEMS items dict_items, items_methods, Slots {
    iter: Some(iter_items), contains: Some(contains_item), ..SET_LIKE
} }

/// A view of a class that inherits from one of the three.
pub fn view_of_class(vm: &mut Vm, class: Obj<Class>, dict: Obj<Dict>) -> R<Owned> {
    let base = class.base(vm).unwrap_or(class);
    let dict = dict.own();
    if base == vm.types.dict_keys {
        vm.allocate_instance(class, KeysView { dict })
    } else if base == vm.types.dict_values {
        vm.allocate_instance(class, ValuesView { dict })
    } else {
        vm.allocate_instance(class, ItemsView { dict })
    }
}

/// The dict behind any of the views.
pub fn dict_of(vm: &Vm, view: Value) -> Option<Obj<Dict>> {
    let dict = if let Some(view) = vm.cast::<KeysView>(view) {
        &view.get(vm).dict
    } else if let Some(view) = vm.cast::<ItemsView>(view) {
        &view.get(vm).dict
    } else {
        &vm.cast::<ValuesView>(view)?.get(vm).dict
    };
    vm.cast::<Dict>(dict.value())
}

fn dict(vm: &mut Vm, view: Value) -> R<Obj<Dict>> {
    match dict_of(vm, view) {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("a view of a dict is required")),
    }
}

/// Whether the value is a view that behaves as a set.
fn is_set_like(vm: &Vm, value: Value) -> bool {
    vm.cast::<KeysView>(value).is_some() || vm.cast::<ItemsView>(value).is_some()
}

fn is_any_set(vm: &Vm, value: Value) -> bool {
    vm.cast::<Set>(value).is_some() || vm.cast::<FrozenSet>(value).is_some()
}

fn length(vm: &mut Vm, view: Value) -> R<usize> {
    Ok(dict(vm, view)?.len(vm))
}

fn iter_keys(vm: &mut Vm, view: Value) -> R<Owned> {
    let dict = dict(vm, view)?;
    super::iter::keys(vm, dict)
}

fn iter_values(vm: &mut Vm, view: Value) -> R<Owned> {
    let dict = dict(vm, view)?;
    super::iter::values(vm, dict)
}

fn iter_items(vm: &mut Vm, view: Value) -> R<Owned> {
    let dict = dict(vm, view)?;
    super::iter::items(vm, dict)
}

fn contains_key(vm: &mut Vm, view: Value, key: Value) -> R<bool> {
    dict(vm, view)?.contains(vm, key)
}

fn contains_item(vm: &mut Vm, view: Value, item: Value) -> R<bool> {
    let dict = dict(vm, view)?;
    let Some(&[key, value]) = vm.cast::<Tuple>(item).map(|pair| pair.items(vm)) else { return Ok(false) };
    match dict.lookup(vm, key)? {
        Some(found) => vm.equal(found.value(), value),
        None => Ok(false),
    }
}

fn repr(vm: &mut Vm, view: Value) -> R<Owned> {
    if !vm.enter_repr(view) {
        return vm.new_str("...");
    }
    let mut text = TextBuf::new();
    let result = push_view(vm, view, &mut text);
    vm.leave_repr(view);
    result?;
    vm.new_text(&text.finish())
}

fn push_view(vm: &mut Vm, view: Value, text: &mut TextBuf) -> R<()> {
    let name = vm.class_of(view).name(vm);
    text.push_str(&name);
    text.push_ascii(b"(");
    let list = vm.list_from(view)?;
    let keep = Owned::from_raw(list.value());
    push_repr(vm, keep.value(), text)?;
    text.push_ascii(b")");
    Ok(())
}

fn all_in(vm: &mut Vm, items: Value, container: Value) -> R<bool> {
    let iterator = vm.iter(items)?;
    while let Some(item) = vm.next(iterator.value())? {
        if !vm.contains(container, item.value())? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    if !is_any_set(vm, b) && !is_set_like(vm, b) {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let order = vm.length(a)?.cmp(&vm.length(b)?);
    let result = match op {
        CompareOp::Eq => order.is_eq() && all_in(vm, a, b)?,
        CompareOp::Ne => !(order.is_eq() && all_in(vm, a, b)?),
        CompareOp::Lt | CompareOp::Le => op.test(order) && all_in(vm, a, b)?,
        CompareOp::Gt | CompareOp::Ge => op.test(order) && all_in(vm, b, a)?,
    };
    Ok(Owned::bool(result))
}

fn set_of(vm: &mut Vm, iterable: Value) -> R<Owned> {
    let class = vm.types.set.value();
    vm.call(class, &[iterable])
}

fn and(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (mut view, mut other) = if is_set_like(vm, a) { (a, b) } else { (b, a) };
    let length = vm.length(view)?;
    if vm.cast_exact::<Set>(other).is_some() && length <= vm.length(other)? {
        return vm.call_method(other, "intersection", &[view]);
    }
    if is_set_like(vm, other) && vm.length(other)? > length {
        std::mem::swap(&mut view, &mut other);
    }
    let (result, set) = vm.new_set()?;
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(iterator.value())? {
        if vm.contains(view, item.value())? {
            set.add(vm, item.value())?;
        }
    }
    Ok(result)
}

fn or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let result = set_of(vm, a)?;
    vm.call_method(result.value(), "update", &[b])?;
    Ok(result)
}

fn sub(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let result = set_of(vm, a)?;
    vm.call_method(result.value(), "difference_update", &[b])?;
    Ok(result)
}

fn xor(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let result = set_of(vm, a)?;
    vm.call_method(result.value(), "symmetric_difference_update", &[b])?;
    Ok(result)
}

fn disjoint(vm: &mut Vm, view: Value, other: Value) -> R<bool> {
    if view.is(other) {
        return Ok(vm.length(view)? == 0);
    }
    let (mut container, mut items) = (view, other);
    if (is_any_set(vm, other) || is_set_like(vm, other)) && vm.length(other)? > vm.length(view)? {
        std::mem::swap(&mut container, &mut items);
    }
    let iterator = vm.iter(items)?;
    while let Some(item) = vm.next(iterator.value())? {
        if vm.contains(container, item.value())? {
            return Ok(false);
        }
    }
    Ok(true)
}

mod keys_methods {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// A read-only view of the dict.
        #[getter]
        fn mapping(vm: &mut Vm, this: Obj<KeysView>) -> R<Owned> {
            let dict = this.get(vm).dict.clone();
            crate::types::mapping_proxy::new(vm, dict.value())
        }

        /// Whether there is no common item.
        #[method("($self, other, /)")]
        fn isdisjoint(vm: &mut Vm, this: Obj<KeysView>, other: Value) -> R<bool> {
            disjoint(vm, this.value(), other)
        }

        /// An iterator, the last one first.
        #[method("($self, /)")]
        fn __reversed__(vm: &mut Vm, this: Obj<KeysView>) -> R<Owned> {
            let dict = dict(vm, this.value())?;
            super::super::super::iter::reversed_keys(vm, dict)
        }
    }
}

mod values_methods {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// A read-only view of the dict.
        #[getter]
        fn mapping(vm: &mut Vm, this: Obj<ValuesView>) -> R<Owned> {
            let dict = this.get(vm).dict.clone();
            crate::types::mapping_proxy::new(vm, dict.value())
        }

        /// An iterator, the last one first.
        #[method("($self, /)")]
        fn __reversed__(vm: &mut Vm, this: Obj<ValuesView>) -> R<Owned> {
            let dict = dict(vm, this.value())?;
            super::super::super::iter::reversed_values(vm, dict)
        }
    }
}

mod items_methods {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// A read-only view of the dict.
        #[getter]
        fn mapping(vm: &mut Vm, this: Obj<ItemsView>) -> R<Owned> {
            let dict = this.get(vm).dict.clone();
            crate::types::mapping_proxy::new(vm, dict.value())
        }

        /// Whether there is no common item.
        #[method("($self, other, /)")]
        fn isdisjoint(vm: &mut Vm, this: Obj<ItemsView>, other: Value) -> R<bool> {
            disjoint(vm, this.value(), other)
        }

        /// An iterator, the last one first.
        #[method("($self, /)")]
        fn __reversed__(vm: &mut Vm, this: Obj<ItemsView>) -> R<Owned> {
            let dict = dict(vm, this.value())?;
            super::super::super::iter::reversed_items(vm, dict)
        }
    }
}
