//! `filter`.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::iterator::same;
use crate::types::shapes;

#[derive(Trace)]
pub struct Filter {
    /// None: the items' own truth decides.
    function: Owned,
    iterator: Owned,
}

impl Payload for Filter {
    const NAME: &'static str = "Filter";
    const SHAPE: ShapeId = shapes::filter;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.filter
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "The items of an iterable for which a function gives something true.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::new::<Filter>("filter")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let init = |vm: &Vm, class: Obj<Class>| class.slots(vm).init.map(|init| init as usize);
    // A subclass's `__init__` may want keywords.
    if !args.names.is_empty() && init(vm, class) == init(vm, vm.types.filter) {
        return Err(vm.type_error("filter() takes no keyword arguments"));
    }
    let &[function, iterable] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!("filter expected 2 arguments, got {given}")));
    };
    let iterator = vm.iter(iterable)?;
    vm.allocate_instance(class, Filter { function: function.own(), iterator })
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<Filter>(value) else { return Ok(None) };
    let state = this.get(vm);
    let (function, iterator) = (state.function.clone(), state.iterator.clone());
    vm.enter_native()?;
    while let Some(item) = vm.next(iterator.value())? {
        let wanted = if function.is_none() || function.is(vm.types.bool.value()) {
            vm.truth(item.value())?
        } else {
            let answer = vm.call(function.value(), &[item.value()])?;
            vm.truth(answer.value())?
        };
        if wanted {
            return Ok(Some(item));
        }
    }
    vm.leave_native();
    Ok(None)
}

#[methods]
mod py {
    use super::*;

    /// What pickling needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Filter>) -> R<Owned> {
        let state = this.get(vm);
        let (function, iterator) = (state.function.clone(), state.iterator.clone());
        let arguments = vm.new_tuple(&[function.value(), iterator.value()])?;
        let class = vm.class_of(this.value()).value();
        vm.new_tuple(&[class, arguments.value()])
    }
}
