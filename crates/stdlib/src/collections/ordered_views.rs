//! The views and iterators of `OrderedDict`. Its iterators refuse to go on after any change of the keys or their order, not only after a
//! change of size as those of dict do.

use taipan_runtime::native::*;
use taipan_runtime::types::dict::views::{ItemsView, KeysView, ValuesView, view_of_class};

use super::ordered_dict::{State, mutated, value_of};
use crate::support::{payload, same};

/// What a view or an iterator shows of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Keys,
    Values,
    Items,
}

#[derive(Trace)]
pub(super) struct OrderedIterator {
    /// None once exhausted.
    dict: Option<Owned>,
    /// The next entry's position; backwards, one more than that.
    position: usize,
    /// The dict's count of changes when the iterator was made.
    #[trace(skip)]
    changes: u32,
    #[trace(skip)]
    part: Part,
    backwards: bool,
}

payload!(OrderedIterator);

pub(super) static ITERATOR: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &iterator_methods::METHODS,
    ..ClassDef::sealed::<OrderedIterator>("odict_iterator")
};

pub(super) fn iterator(vm: &mut Vm, dict: Obj<Dict>, part: Part, backwards: bool) -> R<Owned> {
    let table = &dict.get(vm).table;
    let position = if backwards { table.positions() } else { 0 };
    let state = OrderedIterator { dict: Some(dict.own()), position, changes: table.changes(), part, backwards };
    vm.allocate(state)
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    match vm.cast::<OrderedIterator>(value) {
        Some(this) => advance(vm, this),
        None => Ok(None),
    }
}

fn advance(vm: &mut Vm, this: Obj<OrderedIterator>) -> R<Option<Owned>> {
    let state = this.get(vm);
    let Some(dict) = state.dict.as_ref().and_then(|dict| vm.cast::<Dict>(dict.value())) else { return Ok(None) };
    let (part, backwards) = (state.part, state.backwards);
    let table = &dict.get(vm).table;
    if table.changes() != state.changes {
        let keep = this.get_mut(vm).dict.take();
        drop(keep);
        return Err(mutated(vm));
    }
    let found = if backwards { table.entry_before(state.position) } else { table.entry_from(state.position) };
    let Some((position, key, value)) = found else {
        let keep = this.get_mut(vm).dict.take();
        drop(keep);
        return Ok(None);
    };
    this.get_mut(vm).position = if backwards { position } else { position + 1 };
    if part == Part::Keys {
        return Ok(Some(key.own()));
    }
    let key = key.own();
    let value = value_of(vm, dict, key.value(), value)?;
    if part == Part::Values { Ok(Some(value)) } else { vm.new_pair(key.value(), value.value()).map(Some) }
}

mod iterator_methods {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// What pickling needs: the items still to come.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<OrderedIterator>) -> R<Owned> {
            let state = this.get(vm);
            let copy = OrderedIterator { dict: state.dict.clone(), ..*state };
            let copy = vm.allocate(copy)?;
            let rest = vm.list_from(copy.value())?;
            let rest = Owned::from_raw(rest.value());
            let iter = vm.intern("iter")?;
            let function = vm.builtins.get_str(vm, iter).map(|function| function.own()).unwrap_or(Owned::NONE);
            let arguments = vm.new_tuple(&[rest.value()])?;
            vm.new_tuple(&[function.value(), arguments.value()])
        }
    }
}

/// A view of the dict.
pub(super) fn view(vm: &mut Vm, dict: Obj<Dict>, part: Part) -> R<Owned> {
    let class = vm.state::<State>().views.get(part as usize).copied();
    match class {
        Some(class) => view_of_class(vm, class, dict),
        None => Err(vm.runtime_error("the module _collections is not there")),
    }
}

fn dict_of(vm: &mut Vm, view: Value) -> R<Owned> {
    match taipan_runtime::types::dict::views::dict_of(vm, view) {
        Some(dict) => Ok(dict.own()),
        None => Err(vm.type_error("a view of a dict is required")),
    }
}

macro_rules! view {
    ($class:ident $module:ident $payload:ident $name:literal $part:ident) => {
        pub(super) static $class: ClassDef = ClassDef {
            slots: Slots { iter: Some($module::iter), ..Slots::EMPTY },
            methods: &$module::METHODS,
            ..ClassDef::sealed::<$payload>($name)
        };

        mod $module {
            use super::*;

            pub(super) fn iter(vm: &mut Vm, view: Value) -> R<Owned> {
                let dict = dict_of(vm, view)?;
                match vm.cast::<Dict>(dict.value()) {
                    Some(dict) => iterator(vm, dict, Part::$part, false),
                    None => vm.iter(dict.value()),
                }
            }

            #[methods]
            mod py {
                use super::*;

                /// An iterator, the last one first.
                #[method("($self, /)")]
                fn __reversed__(vm: &mut Vm, this: Value) -> R<Owned> {
                    let dict = dict_of(vm, this)?;
                    match vm.cast::<Dict>(dict.value()) {
                        Some(dict) => iterator(vm, dict, Part::$part, true),
                        None => vm.iter(dict.value()),
                    }
                }
            }
        }
    };
}

view! { KEYS keys KeysView "odict_keys" Keys }
view! { VALUES values ValuesView "odict_values" Values }
view! { ITEMS items ItemsView "odict_items" Items }
