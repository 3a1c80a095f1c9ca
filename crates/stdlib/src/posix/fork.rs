//! Forking: the hooks around it, and what the isolate is told in the child.

use taipan_runtime::native::*;

use crate::support::checked;

/// What `os.register_at_fork` was given.
#[derive(Default)]
struct Hooks {
    before: Vec<Owned>,
    in_parent: Vec<Owned>,
    in_child: Vec<Owned>,
}

fn run(vm: &mut Vm, hooks: Vec<Owned>) {
    for hook in hooks {
        if vm.call(hook.value(), &[]).is_err() {
            let error = vm.take_error();
            vm.unraisable(error, "Exception ignored in", hook.value());
        }
    }
}

/// Before a fork: the hooks, the latest first.
pub(crate) fn before(vm: &mut Vm) -> R<()> {
    let mut hooks = vm.state::<Hooks>().before.clone();
    hooks.reverse();
    run(vm, hooks);
    Ok(())
}

/// After a fork.
pub(crate) fn after(vm: &mut Vm, in_child: bool) {
    let hooks = vm.state::<Hooks>();
    let hooks = if in_child { hooks.in_child.clone() } else { hooks.in_parent.clone() };
    run(vm, hooks);
}

/// Fork by `call`: what it answers, 0 in the child.
fn split<T: Copy>(
    vm: &mut Vm,
    name: &str,
    call: impl FnOnce(&dyn taipan_host::Host) -> taipan_host::Result<T>,
    process: impl FnOnce(T) -> i32,
) -> R<T> {
    before(vm)?;
    let several = vm.threads.count > 0;
    let host = vm.host.clone();
    let answer = call(&*host);
    let in_child = answer.is_ok_and(|answer| process(answer) == 0);
    if in_child {
        vm.threads.after_fork();
    }
    after(vm, in_child);
    let answer = checked(vm, answer)?;
    if several && !in_child {
        let pid = vm.host.process_id();
        let category = vm.exceptions.DeprecationWarning;
        let message =
            format!("This process (pid={pid}) is multi-threaded, use of {name}() may lead to deadlocks in the child.");
        vm.warn(category, &message)?;
    }
    Ok(answer)
}

fn hook(vm: &mut Vm, value: Option<Value>, name: &str) -> R<Option<Owned>> {
    let Some(value) = value else { return Ok(None) };
    if vm.is_callable(value) {
        return Ok(Some(value.own()));
    }
    let found = vm.class_of(value).name(vm);
    Err(vm.type_error(format!("'{name}' must be callable, not {found}")))
}

#[methods]
mod py {
    use super::*;

    /// Split the process in two: 0 in the child, the child's number in the parent.
    #[function("()")]
    fn fork(vm: &mut Vm) -> R<i32> {
        split(vm, "fork", |host| host.fork(), |process| process)
    }

    /// As fork, with a pseudo-terminal for the child: also the terminal's descriptor.
    #[function("()")]
    fn forkpty(vm: &mut Vm) -> R<Owned> {
        let (process, fd) = split(vm, "forkpty", |host| host.fork_terminal(), |(process, _)| process)?;
        vm.new_tuple(&[Value::small(process), Value::small(fd)])
    }

    /// Have functions called around a fork.
    #[function("(*, before=None, after_in_child=None, after_in_parent=None)")]
    fn register_at_fork(
        vm: &mut Vm,
        before: Option<Value>,
        after_in_child: Option<Value>,
        after_in_parent: Option<Value>,
    ) -> R<()> {
        if before.is_none() && after_in_child.is_none() && after_in_parent.is_none() {
            return Err(vm.type_error("At least one argument is required."));
        }
        let before = hook(vm, before, "before")?;
        let in_child = hook(vm, after_in_child, "after_in_child")?;
        let in_parent = hook(vm, after_in_parent, "after_in_parent")?;
        let hooks = vm.state::<Hooks>();
        hooks.before.extend(before);
        hooks.in_child.extend(in_child);
        hooks.in_parent.extend(in_parent);
        Ok(())
    }
}
