//! `enumerate`.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::iterator::same;
use crate::types::list::iter::ListIterator;
use crate::types::shapes;

#[derive(Trace)]
pub struct Enumerate {
    iterator: Owned,
    /// The number of the next item, an int of any size.
    next: Owned,
    /// The pair that was given last.
    spare: Option<Owned>,
}

impl Payload for Enumerate {
    const NAME: &'static str = "Enumerate";
    const SHAPE: ShapeId = shapes::enumerate;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.enumerate
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "Pairs of a number and an item of an iterable.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::new::<Enumerate>("enumerate")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let (mut iterable, mut start) = (None, None);
    let count = args.positional.len();
    if count + args.names.len() > 2 {
        let given = count + args.names.len();
        return Err(vm.type_error(format!("enumerate() takes at most 2 arguments ({given} given)")));
    }
    if let Some(&value) = args.positional.first() {
        iterable = Some(value);
    }
    if let Some(&value) = args.positional.get(1) {
        start = Some(value);
    }
    for (name, value) in args.keywords() {
        let text = vm.str_text(name)?;
        match text.as_str() {
            "iterable" if iterable.is_none() => iterable = Some(value),
            "start" if start.is_none() => start = Some(value),
            _ => return Err(vm.type_error(format!("'{text}' is an invalid keyword argument for enumerate()"))),
        }
    }
    let Some(iterable) = iterable else {
        let place = if class == vm.types.enumerate { "" } else { " (pos 1)" };
        return Err(vm.type_error(format!("enumerate() missing required argument 'iterable'{place}")));
    };
    let next = match start {
        Some(start) => {
            let start = vm.index(start)?;
            let number = vm.to_number(start.value())?;
            vm.new_big(number)?
        }
        None => Owned::from_raw(Value::small(0)),
    };
    let iterator = vm.iter(iterable)?;
    vm.allocate_instance(class, Enumerate { iterator, next, spare: None })
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<Enumerate>(value) else { return Ok(None) };
    // Whoever asks keeps the object alive, which never lets its iterator go.
    let iterator = this.get(vm).iterator.value();
    let item = if vm.cast_exact::<ListIterator>(iterator).is_some() {
        vm.next_item(iterator)
    } else {
        vm.enter_native()?;
        vm.next_or_stop(iterator)
    };
    let Some(item) = item? else { return Ok(None) };
    let state = this.get_mut(vm);
    let following = match state.next.as_int().and_then(|int| Value::int(int + 1)) {
        Some(following) => Owned::from_raw(following),
        None => {
            let following =
                vm.as_int_ref(this.get(vm).next.value()).map(|int| int.add(taipan_numeric::IntRef::Small(1)));
            match following {
                Some(following) => vm.new_big(following)?,
                None => return Err(vm.type_error("an int is required")),
            }
        }
    };
    let number = std::mem::replace(&mut this.get_mut(vm).next, following);
    vm.renewed_tuple(|vm| &mut this.get_mut(vm).spare, [number, item]).map(Some)
}

#[methods]
mod py {
    use super::*;

    /// What pickling needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Enumerate>) -> R<Owned> {
        let state = this.get(vm);
        let (iterator, next) = (state.iterator.clone(), state.next.clone());
        let arguments = vm.new_tuple(&[iterator.value(), next.value()])?;
        let class = vm.class_of(this.value()).value();
        vm.new_tuple(&[class, arguments.value()])
    }

    /// `enumerate[item]`, for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }
}
