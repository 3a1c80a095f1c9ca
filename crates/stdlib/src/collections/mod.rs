//! `_collections`: `deque`, `defaultdict`, `OrderedDict`, and the helpers of `Counter` and `namedtuple`.

mod defaultdict;
pub(crate) mod deque;
mod ordered_dict;
mod ordered_views;
mod tuplegetter;

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

/// What gives item `index` of tuples of a subclass, as a named tuple's fields are.
pub(crate) fn tuple_getter(vm: &mut Vm, index: usize, doc: Owned) -> R<Owned> {
    tuplegetter::tuple_getter(vm, index, doc)
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let doc = "Containers: the native part of the module collections.";
    let (owned, module) = vm.native_module("_collections", doc, &METHODS)?;
    let deque = vm.define_class::<deque::Deque>(&deque::CLASS, None)?;
    module.add_class(vm, deque)?;
    for (definition, name) in [(&deque::ITERATOR, "_deque_iterator"), (&deque::REVERSE, "_deque_reverse_iterator")] {
        let class = vm.define_subclass(definition, None)?;
        module.add(vm, name, class.value())?;
        vm.state::<deque::State>().classes.put(class);
    }
    let class = vm.define_subclass(&defaultdict::CLASS, Some(vm.types.dict))?;
    module.add_class(vm, class)?;
    let class = ordered(vm)?;
    module.add_class(vm, class)?;
    let getter = vm.define_class::<tuplegetter::TupleGetter>(&tuplegetter::CLASS, None)?;
    module.add_class(vm, getter)?;
    Ok(owned)
}

/// `OrderedDict`, with its views and iterator: the same however often the module is made.
fn ordered(vm: &mut Vm) -> R<Obj<Class>> {
    if let Some(class) = vm.state::<ordered_dict::State>().class {
        return Ok(class);
    }
    let class = vm.define_subclass(&ordered_dict::CLASS, Some(vm.types.dict))?;
    vm.define_class::<ordered_views::OrderedIterator>(&ordered_views::ITERATOR, None)?;
    let mut views = Vec::with_capacity(3);
    let mut kept = vec![class.own()];
    for (definition, base) in [
        (&ordered_views::KEYS, vm.types.dict_keys),
        (&ordered_views::VALUES, vm.types.dict_values),
        (&ordered_views::ITEMS, vm.types.dict_items),
    ] {
        let view = vm.define_subclass(definition, Some(base))?;
        views.put(view);
        kept.put(view.own());
    }
    let state = vm.state::<ordered_dict::State>();
    state.views = views;
    state.kept = kept;
    state.class = Some(class);
    Ok(class)
}

#[methods]
mod py {
    use super::*;
    use taipan_runtime::object::protocol::number::BinaryOp;

    /// Count the items of an iterable in a mapping.
    #[function("(mapping, iterable, /)")]
    fn _count_elements(vm: &mut Vm, mapping: Value, iterable: Value) -> R<()> {
        let iterator = vm.iter(iterable)?;
        let get = vm.names.get;
        let by_dict = |vm: &Vm, mapping: Value| {
            let class = vm.class_of(mapping);
            let item = vm.names.__setitem__;
            let plain = |name: Obj<Str>| match (class.lookup(vm, name), vm.types.dict.lookup(vm, name)) {
                (Some(found), Some(own)) => found.is(own),
                _ => false,
            };
            if plain(get) && plain(item) { vm.cast::<Dict>(mapping) } else { None }
        };
        if let Some(dict) = by_dict(vm, mapping) {
            while let Some(item) = vm.next_item(iterator.value())? {
                let hash = vm.hash(item.value())? as u64;
                if dict.count_up(vm, item.value(), hash)? {
                    continue;
                }
                let count = match dict.lookup_hashed(vm, item.value(), hash)? {
                    Some(count) => vm.binary_op(BinaryOp::Add, count.value(), Value::small(1))?,
                    None => vm.new_int(1)?,
                };
                dict.set_hashed(vm, item.value(), hash, count.value())?;
            }
            return Ok(());
        }
        while let Some(item) = vm.next_item(iterator.value())? {
            let args = [item.value(), Value::small(0)];
            let count = vm.call_method_named(mapping, get, Args::positional(&args))?;
            let count = vm.binary_op(BinaryOp::Add, count.value(), Value::small(1))?;
            vm.set_item(mapping, item.value(), count.value())?;
        }
        Ok(())
    }
}
