//! Starting programs: `fork_exec` for `subprocess`, `posix_spawn`, the shell, and replacing this program.
//!
//! Between `fork` and `execve` the child may only do what a signal handler may: another thread may have held the allocator's
//! lock. So everything is made ready before, and the child's part neither allocates nor panics.

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::ptr;

use super::signals::{empty_sigset, set_action, to_sigset};
use super::{Native, c_string, check, last_error};
use crate::error::{OsError, Result};
use crate::{Environment, Fd, ForkExec, Processes, SignalSet, SpawnAction, SpawnRequest, Target, errno};

/// C strings and the list of pointers to them that ends with null.
struct StringList {
    _strings: Vec<CString>,
    pointers: Vec<*const libc::c_char>,
}

impl StringList {
    fn new(items: &[Vec<u8>]) -> Result<StringList> {
        let strings = items.iter().map(|item| c_string(item)).collect::<Result<Vec<CString>>>()?;
        let mut pointers: Vec<*const libc::c_char> = strings.iter().map(|string| string.as_ptr()).collect();
        pointers.push(ptr::null());
        Ok(StringList { _strings: strings, pointers })
    }

    fn environment(host: &Native, given: Option<&[Vec<u8>]>) -> Result<StringList> {
        match given {
            Some(items) => StringList::new(items),
            None => {
                let variables = host.variables();
                let items: Vec<_> =
                    variables.iter().map(|(name, value)| [name, b"=".as_slice(), value].concat()).collect();
                StringList::new(&items)
            }
        }
    }

    fn as_ptr(&self) -> *const *const libc::c_char {
        self.pointers.as_ptr()
    }

    /// For functions of C that do not say that they only read.
    fn as_mut_ptr(&self) -> *const *mut libc::c_char {
        self.pointers.as_ptr().cast()
    }
}

/// What the child needs, made ready before the fork.
struct Plan<'a> {
    host: &'a Native,
    request: &'a ForkExec<'a>,
    executables: Vec<CString>,
    arguments: StringList,
    environment: StringList,
    directory: Option<CString>,
    highest_fd: Fd,
}

pub(super) fn fork_exec(
    host: &Native,
    request: &ForkExec<'_>,
    before_exec: Option<&mut dyn FnMut() -> bool>,
) -> Result<i32> {
    let plan = Plan {
        host,
        request,
        executables: request.executables.iter().map(|path| c_string(path)).collect::<Result<_>>()?,
        arguments: StringList::new(request.arguments)?,
        environment: StringList::environment(host, request.environment)?,
        directory: request.directory.map(c_string).transpose()?,
        highest_fd: host
            .resource_limit(None, libc::RLIMIT_NOFILE as i32)
            .map_or(1 << 16, |limit| Fd::try_from(limit.soft).unwrap_or(1 << 20)),
    };
    let process = host.fork()?;
    if process == 0 {
        run_child(&plan, before_exec);
    }
    Ok(process)
}

/// Where in the child something went wrong, in the words of the error pipe's protocol.
struct Stopped(&'static [u8]);

fn run_child(plan: &Plan<'_>, before_exec: Option<&mut dyn FnMut() -> bool>) -> ! {
    let Stopped(place) = prepare_and_exec(plan, before_exec);
    // SAFETY: this thread's own errno.
    let error = unsafe { *libc::__errno_location() };
    let pipe = plan.request.error_write;
    if error == 0 {
        report(pipe, b"SubprocessError:0:");
    } else {
        report(pipe, b"OSError:");
        let mut digits = [0u8; 8];
        report(pipe, hexadecimal(error as u32, &mut digits));
        report(pipe, b":");
    }
    report(pipe, place);
    // SAFETY: ends the child without running anything more of it.
    unsafe { libc::_exit(255) }
}

fn report(pipe: Fd, bytes: &[u8]) {
    // SAFETY: reads the slice. Should it fail, there is nobody to tell.
    let _ = unsafe { libc::write(pipe, bytes.as_ptr().cast(), bytes.len()) };
}

fn hexadecimal(mut number: u32, digits: &mut [u8; 8]) -> &[u8] {
    let mut start = digits.len();
    while start > 0 {
        start -= 1;
        digits[start] = b"0123456789ABCDEF"[(number & 15) as usize];
        number >>= 4;
        if number == 0 {
            break;
        }
    }
    &digits[start..]
}

/// Everything up to the new program. Returns only if something failed, with the reason in errno.
fn prepare_and_exec(plan: &Plan<'_>, before_exec: Option<&mut dyn FnMut() -> bool>) -> Stopped {
    let request = plan.request;
    if set_up(plan).is_none() {
        return Stopped(b"noexec");
    }
    if let Some(directory) = &plan.directory {
        // SAFETY: the path ends with NUL.
        if unsafe { libc::chdir(directory.as_ptr()) } == -1 {
            return Stopped(b"noexec:chdir");
        }
    }
    if set_identities(request).is_none() {
        return Stopped(b"noexec");
    }
    let mut changed = None;
    if let Some(before_exec) = before_exec {
        if !before_exec() {
            super::files::errno_clear();
            return Stopped(b"Exception occurred in preexec_fn.");
        }
        // The function may have changed the variables. It has done what is not allowed here, so this may allocate too.
        if request.environment.is_none() {
            changed = StringList::environment(plan.host, None).ok();
        }
    }
    let environment = changed.as_ref().unwrap_or(&plan.environment);
    if request.close_fds {
        close_others(request.pass_fds, plan.highest_fd);
    }
    // The first path that is there but cannot be run says more than the last one that is not there.
    let mut telling = 0;
    for executable in &plan.executables {
        // SAFETY: strings that end with NUL, in lists that end with null.
        unsafe { libc::execve(executable.as_ptr(), plan.arguments.as_ptr(), environment.as_ptr()) };
        // SAFETY: this thread's own errno.
        let error = unsafe { *libc::__errno_location() };
        if error != errno::ENOENT && error != errno::ENOTDIR && telling == 0 {
            telling = error;
        }
    }
    if telling != 0 {
        // SAFETY: this thread's own errno.
        unsafe { *libc::__errno_location() = telling };
    }
    Stopped(b"")
}

/// The result of a call in the child: `None` if it failed, with the reason in errno.
fn done(result: libc::c_int) -> Option<libc::c_int> {
    (result != -1).then_some(result)
}

fn keep_open_across_exec(fd: Fd, keep: bool) -> Option<()> {
    // SAFETY: takes only numbers.
    let flags = done(unsafe { libc::fcntl(fd, libc::F_GETFD) })?;
    let flags = if keep { flags & !libc::FD_CLOEXEC } else { flags | libc::FD_CLOEXEC };
    // SAFETY: takes only numbers.
    done(unsafe { libc::fcntl(fd, libc::F_SETFD, flags) }).map(drop)
}

/// The standard streams.
fn set_up(plan: &Plan<'_>) -> Option<()> {
    let request = plan.request;
    for &fd in request.pass_fds {
        if fd != request.error_write {
            keep_open_across_exec(fd, true)?;
        }
    }
    for fd in [request.stdin_write, request.stdout_read, request.stderr_read, request.error_read] {
        if fd != -1 {
            // SAFETY: closes the child's copy of the parent's end.
            done(unsafe { libc::close(fd) })?;
        }
    }
    // An end that has the number of a stream that is set before it has to move out of the way.
    let (stdin, mut stdout, mut stderr) = (request.stdin_read, request.stdout_write, request.stderr_write);
    if stdout == 0 {
        stdout = move_away(stdout)?;
    }
    while stderr == 0 || stderr == 1 {
        stderr = move_away(stderr)?;
    }
    for (fd, stream) in [(stdin, 0), (stdout, 1), (stderr, 2)] {
        if fd == stream {
            keep_open_across_exec(fd, true)?;
        } else if fd != -1 {
            // SAFETY: takes only numbers.
            done(unsafe { libc::dup2(fd, stream) })?;
        }
    }
    Some(())
}

fn move_away(fd: Fd) -> Option<Fd> {
    // SAFETY: takes only a number.
    let moved = done(unsafe { libc::dup(fd) })?;
    keep_open_across_exec(moved, false)?;
    Some(moved)
}

fn set_identities(request: &ForkExec<'_>) -> Option<()> {
    if let Some(mask) = request.umask {
        // SAFETY: takes only a number and cannot fail.
        unsafe { libc::umask(mask) };
    }
    if request.restore_signals {
        for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
            // SAFETY: the default action needs no handler.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
    }
    if request.start_new_session {
        // SAFETY: takes nothing.
        done(unsafe { libc::setsid() })?;
    }
    if let Some(group) = request.process_group {
        // SAFETY: takes only numbers.
        done(unsafe { libc::setpgid(0, group) })?;
    }
    if let Some(groups) = request.extra_groups {
        // SAFETY: reads as many numbers as the slice has.
        done(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) })?;
    }
    if let Some(group) = request.group {
        // SAFETY: takes only numbers.
        done(unsafe { libc::setregid(group, group) })?;
    }
    if let Some(user) = request.user {
        // SAFETY: takes only numbers.
        done(unsafe { libc::setreuid(user, user) })?;
    }
    Some(())
}

/// Close everything above the standard streams but `keep`, which is in rising order.
fn close_others(keep: &[Fd], highest: Fd) {
    let mut low = 3;
    for &fd in keep {
        if fd < low {
            continue;
        }
        close_span(low, fd as u32, highest);
        low = fd + 1;
    }
    close_span(low, u32::MAX, highest);
}

/// Close from `low` up to and without `high`.
fn close_span(low: Fd, high: u32, highest: Fd) {
    if low as u32 >= high {
        return;
    }
    // SAFETY: closes the child's copies.
    if unsafe { libc::syscall(libc::SYS_close_range, low as u32, high - 1, 0u32) } == 0 {
        return;
    }
    for fd in low..highest.min(i32::try_from(high).unwrap_or(i32::MAX)) {
        // SAFETY: closes the child's copy, if it is open.
        unsafe { libc::close(fd) };
    }
}

/// The two structures that `posix_spawn` takes, which have to be destroyed.
struct SpawnState {
    actions: MaybeUninit<libc::posix_spawn_file_actions_t>,
    attributes: MaybeUninit<libc::posix_spawnattr_t>,
}

impl SpawnState {
    fn new() -> Result<Box<SpawnState>> {
        let mut state = Box::new(SpawnState { actions: MaybeUninit::zeroed(), attributes: MaybeUninit::zeroed() });
        // SAFETY: initialises memory of the right type. Nothing is allocated yet, so nothing leaks if the second fails.
        zero(unsafe { libc::posix_spawn_file_actions_init(state.actions.as_mut_ptr()) })?;
        // SAFETY: the same.
        zero(unsafe { libc::posix_spawnattr_init(state.attributes.as_mut_ptr()) })?;
        Ok(state)
    }
}

impl Drop for SpawnState {
    fn drop(&mut self) {
        // SAFETY: initialised when made.
        unsafe { libc::posix_spawn_file_actions_destroy(self.actions.as_mut_ptr()) };
        // SAFETY: the same.
        unsafe { libc::posix_spawnattr_destroy(self.attributes.as_mut_ptr()) };
    }
}

/// The result of a C call that answers an errno.
fn zero(error: libc::c_int) -> Result<()> {
    if error == 0 { Ok(()) } else { Err(OsError::new(error)) }
}

pub(super) fn spawn(request: &SpawnRequest<'_>) -> Result<i32> {
    let path = c_string(request.path)?;
    let arguments = StringList::new(request.arguments)?;
    let environment = StringList::new(request.environment)?;
    let mut state = SpawnState::new()?;
    // The actions keep their own copies of paths, but not every C library does.
    let mut paths = Vec::new();
    for action in request.actions {
        let actions = state.actions.as_mut_ptr();
        zero(match action {
            SpawnAction::Open { fd, path, flags, mode } => {
                let path = c_string(path)?;
                // SAFETY: initialised; the path ends with NUL and is kept.
                let result =
                    unsafe { libc::posix_spawn_file_actions_addopen(actions, *fd, path.as_ptr(), *flags, *mode) };
                paths.push(path);
                result
            }
            // SAFETY: initialised.
            SpawnAction::Close(fd) => unsafe { libc::posix_spawn_file_actions_addclose(actions, *fd) },
            // SAFETY: initialised.
            SpawnAction::Duplicate { from, to } => unsafe {
                libc::posix_spawn_file_actions_adddup2(actions, *from, *to)
            },
            // SAFETY: initialised.
            SpawnAction::CloseFrom(low) => unsafe { libc::posix_spawn_file_actions_addclosefrom_np(actions, *low) },
        })?;
    }
    set_attributes(state.attributes.as_mut_ptr(), request)?;
    let mut process = 0;
    let start = if request.search { libc::posix_spawnp } else { libc::posix_spawn };
    // SAFETY: strings that end with NUL, in lists that end with null; both structures are initialised.
    zero(unsafe {
        start(
            &raw mut process,
            path.as_ptr(),
            state.actions.as_ptr(),
            state.attributes.as_ptr(),
            arguments.as_mut_ptr(),
            environment.as_mut_ptr(),
        )
    })?;
    Ok(process)
}

fn set_attributes(attributes: *mut libc::posix_spawnattr_t, request: &SpawnRequest<'_>) -> Result<()> {
    let mut flags = 0;
    if let Some(group) = request.process_group {
        flags |= libc::POSIX_SPAWN_SETPGROUP;
        // SAFETY: initialised by the caller.
        zero(unsafe { libc::posix_spawnattr_setpgroup(attributes, group) })?;
    }
    if request.reset_ids {
        flags |= libc::POSIX_SPAWN_RESETIDS;
    }
    if request.set_session {
        flags |= libc::POSIX_SPAWN_SETSID as i32;
    }
    if let Some(mask) = request.signal_mask {
        flags |= libc::POSIX_SPAWN_SETSIGMASK;
        let mask = to_sigset(mask);
        // SAFETY: initialised by the caller; reads one set.
        zero(unsafe { libc::posix_spawnattr_setsigmask(attributes, &raw const mask) })?;
    }
    if let Some(defaults) = request.default_signals {
        flags |= libc::POSIX_SPAWN_SETSIGDEF;
        let defaults = to_sigset(defaults);
        // SAFETY: initialised by the caller; reads one set.
        zero(unsafe { libc::posix_spawnattr_setsigdefault(attributes, &raw const defaults) })?;
    }
    if let Some((policy, priority)) = request.scheduler {
        flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
        let parameter = libc::sched_param { sched_priority: priority };
        // SAFETY: initialised by the caller; reads one parameter.
        zero(unsafe { libc::posix_spawnattr_setschedparam(attributes, &raw const parameter) })?;
        if let Some(policy) = policy {
            flags |= libc::POSIX_SPAWN_SETSCHEDULER;
            // SAFETY: initialised by the caller.
            zero(unsafe { libc::posix_spawnattr_setschedpolicy(attributes, policy) })?;
        }
    }
    // SAFETY: initialised by the caller.
    zero(unsafe { libc::posix_spawnattr_setflags(attributes, flags as libc::c_short) })
}

/// The shell with the host's variables. Meanwhile this process ignores the keys that interrupt, and does not hear of its
/// children, as C's `system` has it.
pub(super) fn run_shell(host: &Native, command: &[u8]) -> Result<i32> {
    let keys = [libc::SIGINT, libc::SIGQUIT];
    let mut before = Vec::with_capacity(keys.len());
    for signal in keys {
        before.push(set_action(signal, libc::SIG_IGN)?);
    }
    let children = to_sigset(SignalSet::default().with(libc::SIGCHLD));
    let mut mask = empty_sigset();
    // SAFETY: reads one set and writes one, both ours.
    unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, &raw const children, &raw mut mask) };
    let mut defaults = SignalSet::default();
    for (signal, action) in keys.into_iter().zip(&before) {
        if action.sa_sigaction != libc::SIG_IGN {
            defaults = defaults.with(signal);
        }
    }
    let status = start_shell(host, command, defaults, &mask);
    for (signal, action) in keys.into_iter().zip(&before) {
        // SAFETY: the action that was in force before.
        unsafe { libc::sigaction(signal, action, ptr::null_mut()) };
    }
    // SAFETY: reads one set, which is ours.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const mask, ptr::null_mut()) };
    status
}

fn start_shell(host: &Native, command: &[u8], defaults: SignalSet, mask: &libc::sigset_t) -> Result<i32> {
    let arguments = StringList::new(&[b"sh".to_vec(), b"-c".to_vec(), b"--".to_vec(), command.to_vec()])?;
    let environment = StringList::environment(host, None)?;
    let mut state = SpawnState::new()?;
    let attributes = state.attributes.as_mut_ptr();
    let defaults = to_sigset(defaults);
    // SAFETY: initialised; reads one set.
    zero(unsafe { libc::posix_spawnattr_setsigdefault(attributes, &raw const defaults) })?;
    // SAFETY: initialised; reads one set.
    zero(unsafe { libc::posix_spawnattr_setsigmask(attributes, mask) })?;
    let flags = libc::POSIX_SPAWN_SETSIGDEF | libc::POSIX_SPAWN_SETSIGMASK;
    // SAFETY: initialised.
    zero(unsafe { libc::posix_spawnattr_setflags(attributes, flags as libc::c_short) })?;
    let mut process = 0;
    // SAFETY: strings that end with NUL, in lists that end with null; both structures are initialised.
    let started = zero(unsafe {
        libc::posix_spawn(
            &raw mut process,
            c"/bin/sh".as_ptr(),
            state.actions.as_ptr(),
            state.attributes.as_ptr(),
            arguments.as_mut_ptr(),
            environment.as_mut_ptr(),
        )
    });
    if started.is_err() {
        // As if the shell had said that it found nothing.
        return Ok(127 << 8);
    }
    loop {
        match host.wait(process, 0) {
            Ok(Some(waited)) => return Ok(waited.status),
            Ok(None) => {}
            Err(error) if error.is_interrupted() => {}
            Err(error) => return Err(error),
        }
    }
}

pub(super) fn execute(
    host: &Native,
    target: Target<'_>,
    arguments: &[Vec<u8>],
    environment: Option<&[Vec<u8>]>,
) -> Result<()> {
    let arguments = StringList::new(arguments)?;
    let environment = StringList::environment(host, environment)?;
    match target {
        Target::Fd(fd) => {
            // SAFETY: strings that end with NUL, in lists that end with null.
            check(unsafe { libc::fexecve(fd, arguments.as_ptr(), environment.as_ptr()) })?;
        }
        Target::Path { path, .. } => {
            let path = c_string(path)?;
            let path: &CStr = &path;
            // SAFETY: strings that end with NUL, in lists that end with null.
            check(unsafe { libc::execve(path.as_ptr(), arguments.as_ptr(), environment.as_ptr()) })?;
        }
    }
    // The call does not come back but with an error.
    Err(last_error())
}
