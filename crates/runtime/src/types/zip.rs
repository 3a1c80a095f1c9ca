//! `zip` and `map`: iterators over several iterables at once, which may be told to insist on equal lengths.

use smallvec::SmallVec;
use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::iterator::same;
use crate::types::shapes;

#[derive(Trace)]
pub struct Zip {
    /// A tuple of iterators.
    iterators: Owned,
    strict: bool,
    /// The tuple that was given last.
    spare: Option<Owned>,
}

impl Payload for Zip {
    const NAME: &'static str = "Zip";
    const SHAPE: ShapeId = shapes::zip;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.zip
    }
}

pub(crate) static ZIP_CLASS: ClassDef = ClassDef {
    doc: "Tuples of the first items of each iterable, then of the second ones, until one is exhausted; with strict=True that must be \
          all of them at the same time.\n\n>>> list(zip('ab', [1, 2, 3]))\n[('a', 1), ('b', 2)]",
    slots: Slots { new: Some(new_zip), iter: Some(same), next: Some(next_zip), ..Slots::EMPTY },
    methods: &zip_methods::METHODS,
    ..ClassDef::new::<Zip>("zip")
};

#[derive(Trace)]
pub struct Map {
    function: Owned,
    /// A tuple of iterators.
    iterators: Owned,
    strict: bool,
}

impl Payload for Map {
    const NAME: &'static str = "Map";
    const SHAPE: ShapeId = shapes::map;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.map
    }
}

pub(crate) static MAP_CLASS: ClassDef = ClassDef {
    doc: "What a function gives for the items of each iterable, until one is exhausted.",
    slots: Slots { new: Some(new_map), iter: Some(same), next: Some(next_map), ..Slots::EMPTY },
    methods: &map_methods::METHODS,
    ..ClassDef::new::<Map>("map")
};

/// The keyword `strict`, the only one allowed.
fn strict_keyword(vm: &mut Vm, args: Args<'_>, what: &str) -> R<bool> {
    let mut strict = false;
    for (name, value) in args.keywords() {
        let text = vm.str_text(name)?;
        if text != "strict" {
            return Err(vm.type_error(crate::object::args::unexpected_keyword_text(what, &text, &["strict"])));
        }
        strict = vm.truth(value)?;
    }
    Ok(strict)
}

fn iterators_over(vm: &mut Vm, iterables: &[Value]) -> R<Owned> {
    if let &[first, second] = iterables {
        let iterators = [vm.iter(first)?, vm.iter(second)?];
        return vm.new_tuple_of_items(iterators);
    }
    let mut iterators = Vec::with_capacity(iterables.len());
    for &iterable in iterables {
        iterators.push(vm.iter(iterable)?);
    }
    vm.new_tuple_from(iterators)
}

fn new_zip(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let strict = strict_keyword(vm, args, "zip")?;
    let iterators = iterators_over(vm, args.positional)?;
    vm.allocate_instance(class, Zip { iterators, strict, spare: None })
}

fn new_map(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let strict = strict_keyword(vm, args, "map")?;
    let [function, iterables @ ..] = args.positional else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let iterators = iterators_over(vm, iterables)?;
    vm.allocate_instance(class, Map { function: function.own(), iterators, strict })
}

type Row = SmallVec<[Owned; 4]>;

/// The next item of each iterator; None as soon as one is exhausted. Whoever asks keeps the iterators alive.
fn next_row(vm: &mut Vm, iterators: Obj<Tuple>, strict: bool, what: &str) -> R<Option<Row>> {
    vm.enter_native()?;
    let mut row = Row::new();
    for index in 0..iterators.len(vm) {
        let iterator = iterators.items(vm)[index];
        match vm.next_item(iterator)? {
            Some(item) => row.push(item),
            None => return exhausted(vm, iterators, index, strict, what),
        }
    }
    Ok(Some(row))
}

/// As `next_row`, of so few iterators.
#[inline(always)]
fn next_items<const N: usize>(vm: &mut Vm, iterators: Obj<Tuple>, strict: bool, what: &str) -> R<Option<[Owned; N]>> {
    vm.enter_native()?;
    let mut row = [const { Owned::NONE }; N];
    for (index, place) in row.iter_mut().enumerate() {
        let Some(&iterator) = iterators.items(vm).get(index) else { return Ok(None) };
        match vm.next_item(iterator)? {
            Some(item) => *place = item,
            None => {
                exhausted(vm, iterators, index, strict, what)?;
                return Ok(None);
            }
        }
    }
    Ok(Some(row))
}

/// Iterator number `index` is the first one to be exhausted: when it is strict the others must be so too.
#[inline(never)]
fn exhausted(vm: &mut Vm, iterators: Obj<Tuple>, index: usize, strict: bool, what: &str) -> R<Option<Row>> {
    if !strict {
        return Ok(None);
    }
    let before = |index: usize| if index == 1 { " 1".to_string() } else { format!("s 1-{index}") };
    if index > 0 {
        let (number, before) = (index + 1, before(index));
        return Err(vm.value_error(format!("{what}() argument {number} is shorter than argument{before}")));
    }
    for index in 1..iterators.len(vm) {
        let iterator = iterators.items(vm)[index];
        if vm.next_item(iterator)?.is_some() {
            let (number, before) = (index + 1, before(index));
            return Err(vm.value_error(format!("{what}() argument {number} is longer than argument{before}")));
        }
    }
    Ok(None)
}

fn next_zip(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<Zip>(value) else { return Ok(None) };
    let state = this.get(vm);
    let strict = state.strict;
    let Some(iterators) = vm.cast_exact::<Tuple>(state.iterators.value()) else { return Ok(None) };
    match iterators.len(vm) {
        0 => Ok(None),
        2 => match next_items::<2>(vm, iterators, strict, "zip")? {
            Some(row) => vm.renewed_tuple(|vm| &mut this.get_mut(vm).spare, row).map(Some),
            None => Ok(None),
        },
        3 => match next_items::<3>(vm, iterators, strict, "zip")? {
            Some(row) => vm.renewed_tuple(|vm| &mut this.get_mut(vm).spare, row).map(Some),
            None => Ok(None),
        },
        _ => {
            let Some(row) = next_row(vm, iterators, strict, "zip")? else { return Ok(None) };
            let values: SmallVec<[Value; 4]> = row.iter().map(|item| item.value()).collect();
            vm.new_tuple(&values).map(Some)
        }
    }
}

fn next_map(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<Map>(value) else { return Ok(None) };
    let state = this.get(vm);
    let (function, strict) = (state.function.value(), state.strict);
    let Some(iterators) = vm.cast_exact::<Tuple>(state.iterators.value()) else { return Ok(None) };
    if iterators.len(vm) == 1 {
        let Some([item]) = next_items::<1>(vm, iterators, strict, "map")? else { return Ok(None) };
        return vm.call(function, &[item.value()]).map(Some);
    }
    let Some(row) = next_row(vm, iterators, strict, "map")? else { return Ok(None) };
    let values: SmallVec<[Value; 4]> = row.iter().map(|item| item.value()).collect();
    vm.call(function, &values).map(Some)
}

mod zip_methods {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// What pickling needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<Zip>) -> R<Owned> {
            let state = this.get(vm);
            let (iterators, strict) = (state.iterators.clone(), state.strict);
            let class = vm.class_of(this.value()).value();
            if strict {
                return vm.new_tuple(&[class, iterators.value(), Value::TRUE]);
            }
            vm.new_tuple(&[class, iterators.value()])
        }

        /// Whether to insist on equal lengths.
        #[method("($self, state, /)")]
        fn __setstate__(vm: &mut Vm, this: Obj<Zip>, state: bool) {
            this.get_mut(vm).strict = state;
        }
    }
}

mod map_methods {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// What pickling needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<Map>) -> R<Owned> {
            let state = this.get(vm);
            let (function, iterators, strict) = (state.function.clone(), state.iterators.clone(), state.strict);
            let mut arguments = vec![function.value()];
            if let Some(iterators) = vm.cast::<Tuple>(iterators.value()) {
                arguments.extend_from_slice(iterators.items(vm));
            }
            let arguments = vm.new_tuple(&arguments)?;
            let class = vm.class_of(this.value()).value();
            if strict {
                return vm.new_tuple(&[class, arguments.value(), Value::TRUE]);
            }
            vm.new_tuple(&[class, arguments.value()])
        }

        /// Whether to insist on equal lengths.
        #[method("($self, state, /)")]
        fn __setstate__(vm: &mut Vm, this: Obj<Map>, state: bool) {
            this.get_mut(vm).strict = state;
        }
    }
}
