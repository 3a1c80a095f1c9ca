//! The iterators of dicts: over keys, values or items, forwards or backwards. They refuse to go on once the dict has changed its size.

use crate::native::*;
use crate::types::iterator::{reduce_rest, same};
use crate::types::shapes;

/// What an iterator gives of each entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Keys,
    Values,
    Items,
}

/// Where an iterator is.
#[derive(Trace)]
struct State {
    /// None once exhausted.
    dict: Option<Owned>,
    /// The next entry's position; backwards, one more than that.
    position: usize,
    /// The dict's size when the iterator was made.
    size: usize,
    /// Entries still to come.
    left: usize,
    #[trace(skip)]
    part: Part,
    backwards: bool,
    /// The dict's epoch when the iterator was made.
    #[trace(skip)]
    epoch: u16,
    /// The dict changed its size: stays so.
    broken: bool,
    /// The pair that was given first.
    spare: Option<Owned>,
}

/// An entry's place in its dict, with its key and value.
type Found = Option<(usize, Value, Value)>;

impl State {
    fn found(&self, vm: &Vm, dict: Obj<Dict>) -> Found {
        let table = &dict.get(vm).table;
        if self.backwards { table.entry_before(self.position) } else { table.entry_from(self.position) }
    }
}

fn advance(vm: &mut Vm, state: impl Fn(&Vm) -> &State, change: impl Fn(&mut Vm) -> &mut State) -> R<Option<Owned>> {
    let now = state(vm);
    let Some(dict) = now.dict.as_ref().and_then(|dict| vm.cast::<Dict>(dict.value())) else { return Ok(None) };
    if now.broken || now.size != dict.len(vm) {
        change(vm).broken = true;
        return Err(vm.runtime_error("dictionary changed size during iteration"));
    }
    if now.epoch != dict.get(vm).table.epoch() {
        drop(change(vm).dict.take());
        return Err(vm.runtime_error("dictionary keys changed during iteration"));
    }
    let (found, part, left, backwards) = (now.found(vm, dict), now.part, now.left, now.backwards);
    let Some((position, key, value)) = found else {
        let dict = change(vm).dict.take();
        drop(dict);
        return Ok(None);
    };
    if left == 0 && !backwards {
        let dict = change(vm).dict.take();
        drop(dict);
        return Err(vm.runtime_error("dictionary keys changed during iteration"));
    }
    let item = match part {
        Part::Keys => key.own(),
        Part::Values => value.own(),
        Part::Items => vm.renewed_tuple(|vm| &mut change(vm).spare, [key.own(), value.own()])?,
    };
    let now = change(vm);
    now.position = if backwards { position } else { position + 1 };
    now.left = left.saturating_sub(1);
    Ok(Some(item))
}

/// What is still to come, as a list, without moving the iterator.
fn rest(vm: &mut Vm, state: impl Fn(&Vm) -> &State) -> R<Owned> {
    let now = state(vm);
    let copy = State { dict: now.dict.clone(), spare: None, ..*now };
    let copy = std::cell::RefCell::new(copy);
    let list = vm.new_list(&[])?;
    let Some(items) = vm.cast::<List>(list.value()) else { return Ok(list) };
    loop {
        let now = copy.borrow();
        let Some(dict) = now.dict.as_ref().and_then(|dict| vm.cast::<Dict>(dict.value())) else { break };
        if now.broken || now.size != dict.len(vm) {
            return Err(vm.runtime_error("dictionary changed size during iteration"));
        }
        let Some((position, key, value)) = now.found(vm, dict) else { break };
        let (part, backwards) = (now.part, now.backwards);
        drop(now);
        let item = match part {
            Part::Keys => key.own(),
            Part::Values => value.own(),
            Part::Items => vm.new_pair(key, value)?,
        };
        items.push(vm, item)?;
        copy.borrow_mut().position = if backwards { position } else { position + 1 };
    }
    reduce_rest(vm, items)
}

macro_rules! iterators {
    ($($rust:ident $class:ident $module:ident $make:ident $name:ident, $part:ident, $backwards:literal;)+) => { $(
        #[derive(Trace)]
        pub struct $rust {
            state: State,
        }

        impl Payload for $rust {
            const NAME: &'static str = stringify!($rust);
            const SHAPE: taipan_heap::ShapeId = shapes::$name;
            const PLAIN: bool = true;

            fn class(vm: &Vm) -> Obj<Class> {
                vm.types.$name
            }
        }

        pub(crate) static $class: ClassDef = ClassDef {
            slots: Slots { iter: Some(same), next: Some($module::next), ..Slots::EMPTY },
            methods: &$module::METHODS,
            ..ClassDef::sealed::<$rust>(stringify!($name))
        };

        pub(crate) fn $make(vm: &mut Vm, dict: Obj<Dict>) -> R<Owned> {
            let size = dict.len(vm);
            let position = if $backwards { dict.get(vm).table.positions() } else { 0 };
            let state = State {
                dict: Some(dict.own()),
                position,
                size,
                left: size,
                part: Part::$part,
                epoch: dict.get(vm).table.epoch(),
                backwards: $backwards,
                broken: false,
                spare: None,
            };
            vm.allocate($rust { state })
        }

        mod $module {
            use super::*;

            pub(super) fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
                match vm.cast::<$rust>(value) {
                    Some(this) => advance(vm, |vm| &this.get(vm).state, |vm| &mut this.get_mut(vm).state),
                    None => Ok(None),
                }
            }

            #[methods]
            mod py {
                use super::*;

                /// Items still to come.
                #[method("($self, /)")]
                fn __length_hint__(vm: &mut Vm, this: Obj<$rust>) -> usize {
                    let state = &this.get(vm).state;
                    match state.dict.as_ref().and_then(|dict| vm.cast::<Dict>(dict.value())) {
                        Some(dict) if dict.len(vm) == state.size => state.left,
                        _ => 0,
                    }
                }

                /// What pickling needs.
                #[method("($self, /)")]
                fn __reduce__(vm: &mut Vm, this: Obj<$rust>) -> R<Owned> {
                    rest(vm, |vm| &this.get(vm).state)
                }
            }
        }
    )+ };
}

iterators! {
    KeyIterator KEYS key_iterator keys dict_keyiterator, Keys, false;
    ValueIterator VALUES value_iterator values dict_valueiterator, Values, false;
    ItemIterator ITEMS item_iterator items dict_itemiterator, Items, false;
    ReverseKeyIterator REVERSE_KEYS reverse_key_iterator reversed_keys dict_reversekeyiterator, Keys, true;
    ReverseValueIterator REVERSE_VALUES reverse_value_iterator reversed_values dict_reversevalueiterator, Values, true;
    ReverseItemIterator REVERSE_ITEMS reverse_item_iterator reversed_items dict_reverseitemiterator, Items, true;
}
