//! `_posixsubprocess`: starting a program as `subprocess.Popen` describes it.

use taipan_host::ForkExec;
use taipan_runtime::native::*;

use crate::posix::identity::id;
use crate::posix::{fork, path_bytes};
use crate::support::checked;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let doc = "The native part of the module subprocess.";
    let (owned, _) = vm.native_module("_posixsubprocess", doc, &METHODS)?;
    Ok(owned)
}

/// Strings for C: file names of a sequence.
fn strings(vm: &mut Vm, sequence: Value) -> R<Vec<Vec<u8>>> {
    let mut strings = Vec::new();
    for item in vm.collect(sequence)? {
        strings.push(path_bytes(vm, item.value())?);
    }
    Ok(strings)
}

/// The descriptors to keep: rising, and each a descriptor.
fn kept(vm: &mut Vm, tuple: Obj<Tuple>) -> R<Vec<i32>> {
    let items = tuple.items(vm).to_vec();
    let mut kept: Vec<i32> = Vec::with_capacity(items.len());
    for item in items {
        let fd = vm.as_int_ref(item).and_then(|_| vm.int_to_i64(item)).and_then(|fd| i32::try_from(fd).ok());
        match fd.filter(|&fd| fd >= 0 && kept.last().is_none_or(|&last| last < fd)) {
            Some(fd) => kept.push(fd),
            None => return Err(vm.value_error("bad value(s) in fds_to_keep")),
        }
    }
    Ok(kept)
}

fn identity(vm: &mut Vm, value: Value, what: &str) -> R<Option<u32>> {
    if value.is_none() { Ok(None) } else { id(vm, value, what).map(Some) }
}

#[methods]
mod py {
    use super::*;

    /// Start a program in a new process; the process's number.
    #[function(
        "(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)"
    )]
    fn fork_exec(
        vm: &mut Vm,
        args: Value,
        executable_list: Value,
        close_fds: bool,
        pass_fds: Obj<Tuple>,
        cwd: Value,
        env: Value,
        p2cread: i32,
        p2cwrite: i32,
        c2pread: i32,
        c2pwrite: i32,
        errread: i32,
        errwrite: i32,
        errpipe_read: i32,
        errpipe_write: i32,
        restore_signals: bool,
        call_setsid: bool,
        pgid_to_set: i32,
        gid: Value,
        extra_groups: Value,
        uid: Value,
        child_umask: i32,
        preexec_fn: Value,
    ) -> R<i32> {
        if close_fds && errpipe_write < 3 {
            return Err(vm.value_error("errpipe_write must be >= 3"));
        }
        let kept = kept(vm, pass_fds)?;
        let executables = strings(vm, executable_list)?;
        let arguments = strings(vm, args)?;
        let environment = if env.is_none() { None } else { Some(strings(vm, env)?) };
        let directory = if cwd.is_none() { None } else { Some(path_bytes(vm, cwd)?) };
        let groups = if extra_groups.is_none() {
            None
        } else {
            let mut groups = Vec::new();
            for group in vm.collect(extra_groups)? {
                match id(vm, group.value(), "gid") {
                    Ok(group) => groups.push(group),
                    Err(raised) => {
                        drop(vm.catch(vm.exceptions.OverflowError, raised)?);
                        return Err(vm.value_error("invalid group id"));
                    }
                }
            }
            Some(groups)
        };
        let request = ForkExec {
            arguments: &arguments,
            executables: &executables,
            close_fds,
            pass_fds: &kept,
            directory: directory.as_deref(),
            environment: environment.as_deref(),
            stdin_read: p2cread,
            stdin_write: p2cwrite,
            stdout_read: c2pread,
            stdout_write: c2pwrite,
            stderr_read: errread,
            stderr_write: errwrite,
            error_read: errpipe_read,
            error_write: errpipe_write,
            restore_signals,
            start_new_session: call_setsid,
            process_group: (pgid_to_set >= 0).then_some(pgid_to_set),
            group: identity(vm, gid, "gid")?,
            extra_groups: groups.as_deref(),
            user: identity(vm, uid, "uid")?,
            umask: u32::try_from(child_umask).ok(),
        };
        let host = vm.host.clone();
        if preexec_fn.is_none() {
            let process = host.fork_exec(&request, None);
            return checked(vm, process);
        }
        // The function runs in the child, whose isolate has this thread alone.
        fork::before(vm)?;
        let process = {
            let mut run = || {
                vm.threads.after_fork();
                fork::after(vm, true);
                let called = vm.call(preexec_fn, &[]).is_ok();
                if !called {
                    drop(vm.take_error());
                }
                called
            };
            host.fork_exec(&request, Some(&mut run))
        };
        fork::after(vm, false);
        checked(vm, process)
    }
}
