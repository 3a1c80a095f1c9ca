//! What an event loop sets in `sys`: hooks of asynchronous generators, and how much of their origin coroutines remember.

use taipan_runtime::native::*;

use crate::struct_sequence;

fn hook(vm: &mut Vm, given: Option<Value>, current: Option<Owned>, name: &str) -> R<Option<Owned>> {
    match given {
        None => Ok(current),
        Some(hook) if hook.is_none() => Ok(None),
        Some(hook) if vm.is_callable(hook) => Ok(Some(hook.own())),
        Some(hook) => {
            let found = vm.class_of(hook).name(vm);
            Err(vm.type_error(format!("callable {name} expected, got {found}")))
        }
    }
}

/// The class of what `get_asyncgen_hooks` gives.
#[derive(Default)]
struct HooksClass(Option<Owned>);

#[methods]
mod py {
    use super::*;

    /// Set what is called with asynchronous generators: at their first use, and instead of closing them.
    #[function("(firstiter=None, finalizer=None)")]
    fn set_asyncgen_hooks(vm: &mut Vm, first: Option<Value>, finalizer: Option<Value>) -> R<()> {
        let (old_first, old_finalizer) = vm.async_generator_hooks.clone();
        let finalizer = hook(vm, finalizer, old_finalizer, "finalizer")?;
        let first = hook(vm, first, old_first, "firstiter")?;
        let old = std::mem::replace(&mut vm.async_generator_hooks, (first, finalizer));
        drop(old);
        Ok(())
    }

    /// The hooks of asynchronous generators.
    #[function("()")]
    fn get_asyncgen_hooks(vm: &mut Vm) -> R<Owned> {
        let class = match vm.state::<HooksClass>().0.clone() {
            Some(class) => class,
            None => {
                let class = struct_sequence::class(vm, "sys", "asyncgen_hooks", &["firstiter", "finalizer"], &[])?;
                vm.state::<HooksClass>().0 = Some(class.clone());
                class
            }
        };
        let (first, finalizer) = vm.async_generator_hooks.clone();
        let (first, finalizer) = (first.unwrap_or(Owned::NONE), finalizer.unwrap_or(Owned::NONE));
        struct_sequence::instance(vm, class.value(), &[first.value(), finalizer.value()], &[])
    }

    /// How many frames coroutines remember of where they were made.
    #[function("()")]
    fn get_coroutine_origin_tracking_depth(vm: &mut Vm) -> u32 {
        vm.coroutine_origin_depth
    }

    #[function("(depth)")]
    fn set_coroutine_origin_tracking_depth(vm: &mut Vm, depth: i32) -> R<()> {
        match u32::try_from(depth) {
            Ok(depth) => vm.coroutine_origin_depth = depth,
            Err(_) => return Err(vm.value_error("depth must be >= 0")),
        }
        Ok(())
    }
}
