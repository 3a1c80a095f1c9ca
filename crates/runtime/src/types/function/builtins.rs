//! Which builtins a function sees. Nearly always a dict, which the hot path looks into; any other mapping that globals name as
//! `__builtins__` is kept beside an empty dict, and asked when that does not have a name, which it never does.

use super::Function;
use crate::native::*;

/// The namespace of builtin names.
pub(crate) struct Builtins {
    /// A dict; empty when there is a mapping.
    pub(crate) dict: Owned,
    /// What `__builtins__` is when it is neither a module nor a dict.
    pub(crate) mapping: Option<Owned>,
}

impl Builtins {
    /// The builtins that code with these globals sees; those of the running code when they name none.
    pub(crate) fn of_globals(vm: &mut Vm, globals: Obj<Dict>) -> R<Builtins> {
        let key = vm.names.__builtins__;
        let Some(value) = globals.get_str(vm, key) else { return Ok(Builtins::current(vm)) };
        if vm.cast::<Dict>(value).is_some() {
            return Ok(Builtins { dict: value.own(), mapping: None });
        }
        if let Some(module) = vm.cast::<crate::types::module::Module>(value) {
            return Ok(Builtins { dict: module.dict(vm)?.own(), mapping: None });
        }
        let value = value.own();
        Ok(Builtins { dict: vm.new_dict()?, mapping: Some(value) })
    }

    /// The builtins that the running code sees.
    pub(crate) fn current(vm: &Vm) -> Builtins {
        match crate::interp::current_function(vm) {
            Some(function) => function.seen_builtins(vm),
            None => Builtins { dict: vm.builtins.own(), mapping: None },
        }
    }

    /// What Python code sees of them.
    pub(crate) fn shown(self) -> Owned {
        self.mapping.unwrap_or(self.dict)
    }

    /// The builtin with this name.
    pub(crate) fn find(&self, vm: &mut Vm, name: Obj<Str>) -> R<Option<Owned>> {
        if let Some(mapping) = &self.mapping {
            return optional_item(vm, mapping.value(), name);
        }
        match vm.cast_exact::<Dict>(self.dict.value()) {
            Some(dict) => dict.lookup(vm, name.value()),
            None => optional_item(vm, self.dict.value(), name),
        }
    }
}

fn optional_item(vm: &mut Vm, mapping: Value, name: Obj<Str>) -> R<Option<Owned>> {
    match vm.get_item(mapping, name.value()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => vm.catch(vm.exceptions.KeyError, raised).map(|_| None),
    }
}

impl Obj<Function> {
    /// The function's builtins.
    pub(crate) fn seen_builtins(self, vm: &Vm) -> Builtins {
        let function = self.get(vm);
        let mapping = function.rare.as_ref().and_then(|rare| rare.builtins.clone());
        Builtins { dict: function.builtins.clone(), mapping }
    }
}
