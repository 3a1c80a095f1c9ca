//! `_functools`: `reduce`, `partial`, `cmp_to_key` and the wrapper that `lru_cache` makes.

mod cmp_to_key;
mod lru_cache;
mod partial;

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_functools", "Tools that operate on functions.", &METHODS)?;
    let partial = vm.define_class::<partial::Partial>(&partial::CLASS, None)?;
    module.add_class(vm, partial)?;
    let placeholder = vm.define_class::<partial::Placeholder>(&partial::PLACEHOLDER, None)?;
    module.add_class(vm, placeholder)?;
    let object = vm.allocate(partial::Placeholder)?;
    module.add(vm, "Placeholder", object.value())?;
    vm.state::<partial::State>().placeholder = Some(object.into_raw());
    vm.define_class::<cmp_to_key::Key>(&cmp_to_key::CLASS, None)?;
    let wrapper = vm.define_class::<lru_cache::Wrapper>(&lru_cache::CLASS, None)?;
    module.add_class(vm, wrapper)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// The result of a function of two arguments, taken over the items from left to right.
    #[function("(function, iterable, /, initial=<unrepresentable>)")]
    fn reduce(vm: &mut Vm, function: Value, iterable: Value, initial: Option<Value>) -> R<Owned> {
        let iterator = match vm.iter(iterable) {
            Ok(iterator) => iterator,
            Err(raised) => {
                vm.catch(vm.exceptions.TypeError, raised)?;
                return Err(vm.type_error("reduce() arg 2 must support iteration"));
            }
        };
        let mut result = initial.map(Value::own);
        while let Some(item) = vm.next(iterator.value())? {
            result = Some(match result {
                None => item,
                Some(result) => vm.call(function, &[result.value(), item.value()])?,
            });
        }
        match result {
            Some(result) => Ok(result),
            None => Err(vm.type_error("reduce() of empty iterable with no initial value")),
        }
    }

    /// A key function made of a comparison function.
    #[function("(mycmp)")]
    fn cmp_to_key(vm: &mut Vm, mycmp: Value) -> R<Owned> {
        vm.allocate(cmp_to_key::Key { compare: mycmp.own(), object: None })
    }
}
