//! The process itself: who and where it is, its environment, its end.

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::memory::{CopyOut, Grow};

use super::{State, decode, path, retry};
use crate::struct_sequence;

/// The bytes of a name or value of the environment.
fn variable(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    if let Some(bytes) = vm.cast::<Bytes>(value) {
        let length = bytes.len(vm);
        vm.check_room(4 * length)?;
        let bytes = bytes.bytes(vm).copy_out();
        return vm.check_built().map(|()| bytes);
    }
    Ok(path(vm, value, "environment")?.bytes)
}

#[methods]
mod py {
    use super::*;

    /// The process's number.
    #[function("()")]
    fn getpid(vm: &mut Vm) -> i64 {
        i64::from(vm.host.process_id())
    }

    /// The parent process's number.
    #[function("()")]
    fn getppid(vm: &mut Vm) -> i64 {
        i64::from(vm.host.parent_id())
    }

    /// How many processors there are.
    #[function("()")]
    fn cpu_count(vm: &mut Vm) -> Option<usize> {
        vm.host.processor_count()
    }

    /// Set a variable of the environment that child processes get.
    #[function("(name, value, /)")]
    fn putenv(vm: &mut Vm, name: Value, value: Value) -> R<()> {
        let (name, value) = (variable(vm, name)?, variable(vm, value)?);
        if name.contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        retry(vm, None, |vm| vm.host.set_variable(&name, &value))
    }

    /// Remove a variable of the environment.
    #[function("(name, /)")]
    fn unsetenv(vm: &mut Vm, name: Value) -> R<()> {
        let name = variable(vm, name)?;
        retry(vm, None, |vm| vm.host.unset_variable(&name))
    }

    /// What the system calls itself.
    #[function("()")]
    fn uname(vm: &mut Vm) -> R<Owned> {
        let name = retry(vm, None, |vm| vm.host.system_name())?;
        let Some(class) = vm.state::<State>().uname_result.clone() else {
            return Err(vm.runtime_error("the posix module is not complete"));
        };
        let mut items = Vec::new();
        for part in [&name.system, &name.node, &name.release, &name.version, &name.machine] {
            items.put(decode(vm, part)?);
        }
        let values: Vec<Value> = items.iter().map(|item| item.value()).collect();
        struct_sequence::instance(vm, class.value(), &values, &[])
    }

    /// The name of the user who logged in.
    #[function("()")]
    fn getlogin(vm: &mut Vm) -> R<Owned> {
        let name = retry(vm, None, |vm| vm.host.login_name())?;
        decode(vm, &name)
    }
}
