//! The namespaces of the running code and of objects: `globals`, `locals`, `vars`, `dir`; and `breakpoint`.

use crate::native::*;

/// What `locals()` gives for the frame that called: the namespace itself, or for a function a new dict.
pub(crate) fn current_locals(vm: &mut Vm) -> R<Owned> {
    match crate::interp::current_locals(vm)? {
        Some(locals) => Ok(locals),
        None => Err(vm.system_error("frame does not exist")),
    }
}

#[methods]
mod py {
    use super::*;

    /// The namespace of the module that calls.
    #[function("()")]
    fn globals(vm: &mut Vm) -> Option<Owned> {
        crate::interp::current_globals(vm).map(|globals| globals.own())
    }

    /// The namespace of the code that calls; for a function, a snapshot of its variables.
    #[function("()")]
    fn locals(vm: &mut Vm) -> R<Owned> {
        current_locals(vm)
    }

    /// `object.__dict__`, or `locals()`.
    #[function("(object=None, /)")]
    fn vars(vm: &mut Vm, object: Option<Value>) -> R<Owned> {
        let Some(object) = object else { return current_locals(vm) };
        let key = vm.names.__dict__;
        match vm.get_attr_optional(object, key)? {
            Some(dict) => Ok(dict),
            None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
        }
    }

    /// The names in the code that calls, or the attributes of an object, sorted.
    #[function("(object=None, /)")]
    fn dir(vm: &mut Vm, object: Option<Value>) -> R<Owned> {
        let names = match object {
            Some(object) => {
                let key = vm.names.__dir__;
                match vm.call_special(object, key, &[])? {
                    Some(names) => names,
                    None => return Err(vm.type_error("object does not provide __dir__")),
                }
            }
            None => {
                let locals = current_locals(vm)?;
                vm.call_method(locals.value(), "keys", &[])?
            }
        };
        let list = vm.list_from(names.value())?;
        let list_owned = Owned::from_raw(list.value());
        vm.call_method(list_owned.value(), "sort", &[])?;
        Ok(list_owned)
    }

    /// Call `sys.breakpointhook`.
    #[function("(*args, **kws)")]
    fn breakpoint(vm: &mut Vm, args: Rest<'_>, kws: Keywords) -> R<Owned> {
        let Some(hook) = vm.sys_attribute("breakpointhook")? else {
            return Err(vm.runtime_error("lost sys.breakpointhook"));
        };
        let names: Vec<Value> = kws.iter().map(|(name, _)| *name).collect();
        let values: Vec<Value> = kws.iter().map(|(_, value)| *value).collect();
        vm.call_args(hook.value(), Args { positional: args, names: &names, keyword_values: &values })
    }
}
