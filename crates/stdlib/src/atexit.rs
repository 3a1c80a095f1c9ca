//! `atexit`: what runs when the program ends.

use taipan_runtime::native::*;

/// The registered calls: function, positional arguments, keywords.
#[derive(Default)]
struct Registered(Vec<(Owned, Owned, Owned)>);

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) = vm.native_module("atexit", "What runs when the program ends.", &METHODS)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// Call a function when the program ends; the last registered is called first.
    #[function("(func, /, *args, **kwargs)")]
    fn register(vm: &mut Vm, func: Value, args: Rest<'_>, kwargs: Keywords) -> R<Owned> {
        if !vm.is_callable(func) {
            return Err(vm.type_error("the first argument must be callable"));
        }
        let positional = vm.new_tuple(args)?;
        let (keywords, dict) = vm.new_dict_obj()?;
        for (name, value) in kwargs {
            dict.set(vm, name, value)?;
        }
        vm.state::<Registered>().0.push((func.own(), positional, keywords));
        Ok(func.own())
    }

    /// Forget a function.
    #[function("(func, /)")]
    fn unregister(vm: &mut Vm, func: Value) -> R<()> {
        let functions: Vec<Owned> = vm.state::<Registered>().0.iter().map(|entry| entry.0.clone()).collect();
        let mut index = 0;
        for function in functions {
            if vm.equal(function.value(), func)? {
                let gone = vm.state::<Registered>().0.remove(index);
                drop(gone);
            } else {
                index += 1;
            }
        }
        Ok(())
    }

    /// Forget every function.
    #[function("()")]
    fn _clear(vm: &mut Vm) {
        let gone = std::mem::take(&mut vm.state::<Registered>().0);
        drop(gone);
    }

    /// How many functions are registered.
    #[function("()")]
    fn _ncallbacks(vm: &mut Vm) -> usize {
        vm.state::<Registered>().0.len()
    }

    /// Call every function now, the last registered first.
    #[function("()")]
    fn _run_exitfuncs(vm: &mut Vm) -> R<()> {
        while let Some((function, positional, keywords)) = vm.state::<Registered>().0.pop() {
            let positional = vm.collect(positional.value())?;
            let positional: Vec<Value> = positional.iter().map(|value| value.value()).collect();
            let (names, values): (Vec<Owned>, Vec<Owned>) = match vm.cast::<Dict>(keywords.value()) {
                Some(dict) => dict.snapshot(vm).into_iter().unzip(),
                None => Default::default(),
            };
            let names: Vec<Value> = names.iter().map(|name| name.value()).collect();
            let values: Vec<Value> = values.iter().map(|value| value.value()).collect();
            let args = Args { positional: &positional, names: &names, keyword_values: &values };
            if vm.call_args(function.value(), args).is_err() {
                let error = vm.take_error();
                vm.unraisable(error, "Exception ignored in atexit callback", function.value());
            }
        }
        Ok(())
    }
}
