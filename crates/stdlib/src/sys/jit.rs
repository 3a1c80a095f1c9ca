//! `sys._jit`: what is known about a just-in-time compiler, which is that there is none.

use taipan_runtime::native::*;

pub(super) fn add(vm: &mut Vm, sys: Obj<Module>) -> R<()> {
    let (owned, _) = vm.native_module("sys._jit", "The just-in-time compiler: none here.", &METHODS)?;
    sys.add_owned(vm, "_jit", owned)
}

#[methods]
mod py {
    use super::*;

    /// Whether this build has one.
    #[function("()")]
    fn is_available(_vm: &mut Vm) -> bool {
        false
    }

    /// Whether it may be used.
    #[function("()")]
    fn is_enabled(_vm: &mut Vm) -> bool {
        false
    }

    /// Whether the caller's code was compiled by it.
    #[function("()")]
    fn is_active(_vm: &mut Vm) -> bool {
        false
    }
}
