//! `compress`, `dropwhile`, `filterfalse`, `starmap` and `takewhile`: a function (or selectors) and an iterable.

use taipan_runtime::native::*;
use taipan_text::memory::CopyOut;

use crate::support::{count, no_keywords_for, payload, receiver, same, signature, step};

macro_rules! filter {
    ($type:ident, $class:ident, $name:literal, $doc:literal, $new:ident, $next:ident) => {
        #[derive(Trace)]
        pub(crate) struct $type {
            function: Owned,
            iterator: Owned,
            /// What differs: dropping is over, or taking is.
            done: bool,
        }

        payload!($type);

        pub(super) static $class: ClassDef = ClassDef {
            module: "itertools",
            doc: $doc,
            slots: Slots { new: Some($new), iter: Some(same), next: Some($next), ..Slots::EMPTY },
            ..ClassDef::new::<$type>($name)
        };

        fn $new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
            no_keywords_for::<$type>(vm, class, $name, args)?;
            count(vm, $name, args, 2, 2)?;
            let iterator = vm.iter(args.positional[1])?;
            vm.allocate_instance(class, $type { function: args.positional[0].own(), iterator, done: false })
        }
    };
}

filter!(
    DropWhile,
    DROP_WHILE,
    "dropwhile",
    "The items from the first one on for which the predicate is false.",
    new_drop_while,
    next_drop_while
);
filter!(
    TakeWhile,
    TAKE_WHILE,
    "takewhile",
    "The items before the first one for which the predicate is false.",
    new_take_while,
    next_take_while
);
filter!(
    FilterFalse,
    FILTER_FALSE,
    "filterfalse",
    "The items for which the function is false; with None, the false items.",
    new_filter_false,
    next_filter_false
);
filter!(
    StarMap,
    STAR_MAP,
    "starmap",
    "The function's results, called with each item's items as arguments.",
    new_star_map,
    next_star_map
);

fn predicate(vm: &mut Vm, function: &Owned, item: &Owned) -> R<bool> {
    let result = vm.call(function.value(), &[item.value()])?;
    vm.truth(result.value())
}

fn next_drop_while(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<DropWhile>(vm, this)?;
    let (function, iterator) = (this.get(vm).function.clone(), this.get(vm).iterator.clone());
    while let Some(item) = step(vm, iterator.value())? {
        if this.get(vm).done {
            return Ok(Some(item));
        }
        if !predicate(vm, &function, &item)? {
            this.get_mut(vm).done = true;
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn next_take_while(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<TakeWhile>(vm, this)?;
    if this.get(vm).done {
        return Ok(None);
    }
    let (function, iterator) = (this.get(vm).function.clone(), this.get(vm).iterator.clone());
    let Some(item) = step(vm, iterator.value())? else { return Ok(None) };
    if predicate(vm, &function, &item)? {
        return Ok(Some(item));
    }
    this.get_mut(vm).done = true;
    Ok(None)
}

fn next_filter_false(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<FilterFalse>(vm, this)?;
    let (function, iterator) = (this.get(vm).function.clone(), this.get(vm).iterator.clone());
    let by_truth = function.is_none() || function.is(vm.types.bool.value());
    while let Some(item) = step(vm, iterator.value())? {
        let keep = if by_truth { vm.truth(item.value())? } else { predicate(vm, &function, &item)? };
        if !keep {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn next_star_map(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<StarMap>(vm, this)?;
    let (function, iterator) = (this.get(vm).function.clone(), this.get(vm).iterator.clone());
    let Some(item) = step(vm, iterator.value())? else { return Ok(None) };
    let arguments = vm.tuple_from(item.value())?;
    let values = vm.cast::<Tuple>(arguments.value()).map(|tuple| tuple.items(vm).copy_out()).unwrap_or_default();
    vm.call(function.value(), &values).map(Some)
}

#[derive(Trace)]
pub(crate) struct Compress {
    data: Owned,
    selectors: Owned,
}

payload!(Compress);

pub(super) static COMPRESS: ClassDef = ClassDef {
    module: "itertools",
    doc: "The items of data whose selector is true.",
    slots: Slots { new: Some(new_compress), iter: Some(same), next: Some(next_compress), ..Slots::EMPTY },
    ..ClassDef::new::<Compress>("compress")
};

fn new_compress(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("compress", ["data" PositionalOrKeyword false, "selectors" PositionalOrKeyword false]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let data = vm.iter(slots[0].unwrap_or(Value::NONE))?;
    let selectors = vm.iter(slots[1].unwrap_or(Value::NONE))?;
    vm.allocate_instance(class, Compress { data, selectors })
}

fn next_compress(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Compress>(vm, this)?;
    let (data, selectors) = (this.get(vm).data.clone(), this.get(vm).selectors.clone());
    loop {
        let Some(item) = step(vm, data.value())? else { return Ok(None) };
        let Some(selector) = step(vm, selectors.value())? else { return Ok(None) };
        if vm.truth(selector.value())? {
            return Ok(Some(item));
        }
    }
}
