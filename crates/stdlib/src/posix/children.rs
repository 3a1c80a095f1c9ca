//! Other processes: starting programs, waiting for children, sending signals.

use taipan_host::{SignalSet, SpawnAction, SpawnRequest, Target};
use taipan_runtime::native::*;

use super::{State, path, path_bytes, with_target};
use crate::struct_sequence;
use crate::support::{blocking, checked, given};

/// The arguments of a program.
fn arguments(vm: &mut Vm, value: Value, function: &str) -> R<Vec<Vec<u8>>> {
    if vm.cast::<List>(value).is_none() && vm.cast::<Tuple>(value).is_none() {
        let plural = if function.starts_with("posix_spawn") { "argv" } else { "arg 2" };
        let words = if plural == "argv" {
            format!("{function}: argv must be a tuple or list")
        } else {
            format!("{function}() arg 2 must be a tuple or list")
        };
        return Err(vm.type_error(words));
    }
    let items = vm.collect(value)?;
    let words = |what: &str| {
        if function == "execv" { format!("{function}() arg 2 {what}") } else { format!("{function}: argv {what}") }
    };
    if items.is_empty() {
        return Err(vm.value_error(words("must not be empty")));
    }
    let mut arguments = Vec::with_capacity(items.len());
    for item in items {
        arguments.push(path_bytes(vm, item.value())?);
    }
    if arguments[0].is_empty() {
        return Err(vm.value_error(words("first element cannot be empty")));
    }
    Ok(arguments)
}

/// A mapping of variables as `NAME=value`.
fn environment(vm: &mut Vm, mapping: Value, function: &str) -> R<Vec<Vec<u8>>> {
    let class = vm.class_of(mapping);
    let keys = vm.intern("keys")?;
    if class.lookup(vm, keys).is_none() {
        return Err(vm.type_error(format!("{function}: environment must be a mapping object")));
    }
    let keys = vm.call_method(mapping, "keys", &[])?;
    let values = vm.call_method(mapping, "values", &[])?;
    let (keys, values) = (vm.collect(keys.value())?, vm.collect(values.value())?);
    let mut variables = Vec::with_capacity(keys.len());
    for (key, value) in keys.iter().zip(&values) {
        let (key, value) = (path_bytes(vm, key.value())?, path_bytes(vm, value.value())?);
        if key.is_empty() || key[1..].contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        variables.push([key.as_slice(), b"=", &value].concat());
    }
    Ok(variables)
}

fn pair(vm: &mut Vm, first: i32, second: i32) -> R<Owned> {
    vm.new_tuple(&[Value::small(first), Value::small(second)])
}

fn signal_set(vm: &mut Vm, signals: Option<Value>) -> R<Option<SignalSet>> {
    let Some(signals) = signals else { return Ok(None) };
    let mut set = SignalSet::default();
    for signal in vm.collect(signals)? {
        let number = vm.to_i64(signal.value(), "int")?;
        if !(1..=64).contains(&number) {
            return Err(vm.value_error(format!("signal number {number} out of range [1; 64]")));
        }
        set = set.with(number as i32);
    }
    Ok(Some(set))
}

/// A file action of `posix_spawn`, with its path kept.
enum Action {
    Open(i32, Vec<u8>, i32, u32),
    Other(SpawnAction<'static>),
}

fn actions(vm: &mut Vm, value: Option<Value>) -> R<Vec<Action>> {
    let Some(value) = given(value) else { return Ok(Vec::new()) };
    let mut actions = Vec::new();
    for action in vm.collect(value)? {
        let Some(tuple) = vm.cast::<Tuple>(action.value()).filter(|tuple| tuple.len(vm) > 0) else {
            return Err(vm.type_error("Each file_actions element must be a non-empty tuple"));
        };
        let items = tuple.items(vm).to_vec();
        let number = |vm: &mut Vm, value: Value| vm.to_i64(value, "int").map(|number| number as i32);
        let kind = number(vm, items[0])?;
        actions.push(match (kind, &items[1..]) {
            (0, &[fd, file, flags, mode]) => {
                let fd = number(vm, fd)?;
                let file = path_bytes(vm, file)?;
                Action::Open(fd, file, number(vm, flags)?, number(vm, mode)? as u32)
            }
            (1, &[fd]) => Action::Other(SpawnAction::Close(number(vm, fd)?)),
            (2, &[from, to]) => Action::Other(SpawnAction::Duplicate { from: number(vm, from)?, to: number(vm, to)? }),
            (3, &[fd]) => Action::Other(SpawnAction::CloseFrom(number(vm, fd)?)),
            (0, _) => return Err(vm.type_error("A open file_action tuple must have 5 elements")),
            (1, _) => return Err(vm.type_error("A close file_action tuple must have 2 elements")),
            (2, _) => return Err(vm.type_error("A dup2 file_action tuple must have 3 elements")),
            (3, _) => return Err(vm.type_error("A closefrom file_action tuple must have 2 elements")),
            _ => return Err(vm.type_error("Unknown file_actions identifier")),
        });
    }
    Ok(actions)
}

/// What the two functions for spawning take besides path, arguments and variables.
struct SpawnOptions {
    actions: Option<Value>,
    group: Option<Value>,
    reset_ids: bool,
    set_session: bool,
    mask: Option<Value>,
    defaults: Option<Value>,
    scheduler: Option<Value>,
}

fn spawn(vm: &mut Vm, function: &str, program: Value, argv: Value, env: Value, options: SpawnOptions) -> R<i32> {
    let path = path(vm, program, function)?;
    let arguments = arguments(vm, argv, function)?;
    let environment = if env.is_none() {
        vm.host.variables().into_iter().map(|(name, value)| [name.as_slice(), b"=", &value].concat()).collect()
    } else {
        environment(vm, env, function)?
    };
    let kept = actions(vm, options.actions)?;
    let actions: Vec<SpawnAction<'_>> = kept
        .iter()
        .map(|action| match action {
            Action::Open(fd, path, flags, mode) => SpawnAction::Open { fd: *fd, path, flags: *flags, mode: *mode },
            Action::Other(action) => action.clone(),
        })
        .collect();
    let scheduler = match given(options.scheduler) {
        None => None,
        Some(value) => {
            let Some(tuple) = vm.cast::<Tuple>(value) else {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("{function}: scheduler must be a tuple or None, not {found}")));
            };
            let items: Vec<Owned> = tuple.items(vm).iter().map(|item| item.own()).collect();
            let [policy, parameter] = items.as_slice() else {
                return Err(vm.type_error("A scheduler tuple must have two elements"));
            };
            let policy = if policy.is_none() { None } else { Some(vm.to_i64(policy.value(), "int")? as i32) };
            Some((policy, super::identity::priority_of(vm, parameter.value())?))
        }
    };
    let group = match given(options.group) {
        Some(group) => Some(vm.to_i64(group, "int")? as i32),
        None => None,
    };
    let request = SpawnRequest {
        path: &path.bytes,
        search: function == "posix_spawnp",
        arguments: &arguments,
        environment: &environment,
        actions: &actions,
        process_group: group,
        reset_ids: options.reset_ids,
        set_session: options.set_session,
        signal_mask: signal_set(vm, options.mask)?,
        default_signals: signal_set(vm, options.defaults)?,
        scheduler,
    };
    let process = vm.host.spawn(&request);
    process.map_err(|error| vm.os_error(error, Some(path.given.value())))
}

#[methods]
mod py {
    use super::*;

    /// Replace this program.
    #[function("(path, argv, /)")]
    fn execv(vm: &mut Vm, path: Value, argv: Value) -> R<()> {
        let path = super::path(vm, path, "execv")?;
        let arguments = arguments(vm, argv, "execv")?;
        let done = vm.host.execute(Target::path(&path.bytes), &arguments, None);
        checked(vm, done)
    }

    /// Replace this program, with variables of its own.
    #[function("(path, argv, env)")]
    fn execve(vm: &mut Vm, path: Value, argv: Value, env: Value) -> R<()> {
        let arguments = arguments(vm, argv, "execve")?;
        let environment = environment(vm, env, "execve")?;
        with_target(vm, path, "execve", None, true, |vm, target| {
            vm.host.execute(target, &arguments, Some(&environment))
        })
    }

    /// Start a program; its number.
    #[function(
        "(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)"
    )]
    fn posix_spawn(
        vm: &mut Vm,
        path: Value,
        argv: Value,
        env: Value,
        file_actions: Option<Value>,
        setpgroup: Option<Value>,
        resetids: Option<bool>,
        setsid: Option<bool>,
        setsigmask: Option<Value>,
        setsigdef: Option<Value>,
        scheduler: Option<Value>,
    ) -> R<i32> {
        let options = SpawnOptions {
            actions: file_actions,
            group: setpgroup,
            reset_ids: resetids.unwrap_or(false),
            set_session: setsid.unwrap_or(false),
            mask: setsigmask,
            defaults: setsigdef,
            scheduler,
        };
        spawn(vm, "posix_spawn", path, argv, env, options)
    }

    /// As posix_spawn, with the program looked up in PATH.
    #[function(
        "(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)"
    )]
    fn posix_spawnp(
        vm: &mut Vm,
        path: Value,
        argv: Value,
        env: Value,
        file_actions: Option<Value>,
        setpgroup: Option<Value>,
        resetids: Option<bool>,
        setsid: Option<bool>,
        setsigmask: Option<Value>,
        setsigdef: Option<Value>,
        scheduler: Option<Value>,
    ) -> R<i32> {
        let options = SpawnOptions {
            actions: file_actions,
            group: setpgroup,
            reset_ids: resetids.unwrap_or(false),
            set_session: setsid.unwrap_or(false),
            mask: setsigmask,
            defaults: setsigdef,
            scheduler,
        };
        spawn(vm, "posix_spawnp", path, argv, env, options)
    }

    /// Run a command in the shell; its wait status.
    #[function("(command)")]
    fn system(vm: &mut Vm, command: Value) -> R<i32> {
        let command = path_bytes(vm, command)?;
        blocking(vm, |host| host.run_shell(&command))
    }

    /// End the process at once.
    #[function("(status)")]
    fn _exit(vm: &mut Vm, status: i32) -> R<()> {
        vm.host.exit_now(status);
        Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::EPERM), None))
    }

    /// End the process with SIGABRT.
    #[function("()")]
    fn abort(vm: &mut Vm) -> R<()> {
        vm.host.abort();
        Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::EPERM), None))
    }

    /// Send a signal to a process.
    #[function("(pid, signal, /)")]
    fn kill(vm: &mut Vm, pid: i32, signal: i32) -> R<()> {
        let sent = vm.host.kill(pid, signal);
        checked(vm, sent)?;
        vm.poll_signals()
    }

    /// Send a signal to a process group.
    #[function("(pgid, signal, /)")]
    fn killpg(vm: &mut Vm, pgid: i32, signal: i32) -> R<()> {
        let sent = vm.host.kill_group(pgid, signal);
        checked(vm, sent)?;
        vm.poll_signals()
    }

    /// Wait for a child: its number and wait status.
    #[function("()")]
    fn wait(vm: &mut Vm) -> R<Owned> {
        let found = blocking(vm, |host| host.wait(-1, 0))?.unwrap_or_default();
        pair(vm, found.process, found.status)
    }

    /// Wait for some child: its number and wait status.
    #[function("(pid, options, /)")]
    fn waitpid(vm: &mut Vm, pid: i32, options: i32) -> R<Owned> {
        let found = blocking(vm, |host| host.wait(pid, options))?.unwrap_or_default();
        pair(vm, found.process, found.status)
    }

    /// Wait for a child: its number, wait status and what it used.
    #[function("(options)")]
    fn wait3(vm: &mut Vm, options: i32) -> R<Owned> {
        let found = blocking(vm, |host| host.wait(-1, options))?.unwrap_or_default();
        let usage = crate::resource::usage_tuple(vm, &found.usage)?;
        vm.new_tuple(&[Value::small(found.process), Value::small(found.status), usage.value()])
    }

    /// Wait for some child: its number, wait status and what it used.
    #[function("(pid, options)")]
    fn wait4(vm: &mut Vm, pid: i32, options: i32) -> R<Owned> {
        let found = blocking(vm, |host| host.wait(pid, options))?.unwrap_or_default();
        let usage = crate::resource::usage_tuple(vm, &found.usage)?;
        vm.new_tuple(&[Value::small(found.process), Value::small(found.status), usage.value()])
    }

    /// Wait for a child's change of state; None when WNOHANG was asked for and none has changed.
    #[function("(idtype, id, options, /)")]
    fn waitid(vm: &mut Vm, idtype: i32, id: u32, options: i32) -> R<Option<Owned>> {
        let Some(info) = blocking(vm, |host| host.wait_id(idtype, id, options))? else { return Ok(None) };
        let Some(class) = vm.state::<State>().waitid_result.clone() else {
            return Err(vm.runtime_error("the posix module is not complete"));
        };
        let user = vm.new_int(info.user.into())?;
        let items = [
            Value::small(info.process),
            user.value(),
            Value::small(info.signal),
            Value::small(info.status),
            Value::small(info.code),
        ];
        struct_sequence::instance(vm, class.value(), &items, &[]).map(Some)
    }

    /// A descriptor of a process.
    #[function("(pid, flags=0)")]
    fn pidfd_open(vm: &mut Vm, pid: i32, flags: Option<u32>) -> R<i32> {
        let fd = vm.host.open_process_fd(pid, flags.unwrap_or(0));
        checked(vm, fd)
    }

    /// The exit code in a wait status; the number of the signal, negative, for one that was killed.
    #[function("(status)")]
    fn waitstatus_to_exitcode(vm: &mut Vm, status: i32) -> R<i32> {
        if status & 0x7f == 0 {
            return Ok(status >> 8 & 0xff);
        }
        if status & 0xff == 0x7f {
            let signal = status >> 8 & 0xff;
            return Err(vm.value_error(format!("process stopped by delivery of signal {signal}")));
        }
        if status == 0xffff {
            return Err(vm.value_error(format!("invalid wait status: {status}")));
        }
        Ok(-(status & 0x7f))
    }

    /// Whether the process dumped core.
    #[function("WCOREDUMP(status, /)")]
    fn core_dumped(_vm: &mut Vm, status: i32) -> bool {
        status & 0x80 != 0
    }

    /// Whether the process went on.
    #[function("WIFCONTINUED(status)")]
    fn continued(_vm: &mut Vm, status: i32) -> bool {
        status == 0xffff
    }

    /// Whether the process is stopped.
    #[function("WIFSTOPPED(status)")]
    fn stopped(_vm: &mut Vm, status: i32) -> bool {
        status & 0xff == 0x7f
    }

    /// Whether a signal ended the process.
    #[function("WIFSIGNALED(status)")]
    fn signaled(_vm: &mut Vm, status: i32) -> bool {
        status & 0xff != 0x7f && status & 0x7f != 0 && status != 0xffff
    }

    /// Whether the process exited.
    #[function("WIFEXITED(status)")]
    fn exited(_vm: &mut Vm, status: i32) -> bool {
        status & 0x7f == 0
    }

    /// The exit code.
    #[function("WEXITSTATUS(status)")]
    fn exit_status(_vm: &mut Vm, status: i32) -> i32 {
        status >> 8 & 0xff
    }

    /// The signal that ended the process.
    #[function("WTERMSIG(status)")]
    fn ending_signal(_vm: &mut Vm, status: i32) -> i32 {
        status & 0x7f
    }

    /// The signal that stopped the process.
    #[function("WSTOPSIG(status)")]
    fn stopping_signal(_vm: &mut Vm, status: i32) -> i32 {
        status >> 8 & 0xff
    }
}
