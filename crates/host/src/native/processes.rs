//! Processes: identities, limits, scheduling, and waiting for children. Starting programs is in `spawn.rs`.

use std::mem::MaybeUninit;
use std::ptr;

use super::files::errno_clear;
use super::{Native, borrow, c_string, check, clock, last_error, release, spawn};
use crate::error::{OsError, Result};
use crate::{
    Fd, ForkExec, Identity, ProcessTimes, Processes, ResourceLimit, ResourceUsage, SpawnRequest, Target, WaitIdInfo,
    Waited, errno,
};

impl Processes for Native {
    fn process_id(&self) -> i32 {
        // SAFETY: takes nothing and cannot fail.
        unsafe { libc::getpid() }
    }

    fn parent_id(&self) -> i32 {
        // SAFETY: takes nothing and cannot fail.
        unsafe { libc::getppid() }
    }

    fn name_of_thread<'a>(&self, thread: i32, buffer: &'a mut [u8; 64]) -> Option<&'a [u8]> {
        super::faults::thread_name(thread, buffer)
    }

    fn native_thread_id(&self) -> i32 {
        rustix::thread::gettid().as_raw_nonzero().get()
    }

    fn set_thread_name(&self, name: &[u8]) {
        #[cfg(target_os = "linux")]
        if let Ok(name) = std::ffi::CString::new(name) {
            // A name is a courtesy: whether the system takes it does not matter.
            let _ = rustix::thread::set_name(&name);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = name;
    }

    #[cfg(target_os = "linux")]
    fn thread_name(&self) -> Vec<u8> {
        rustix::thread::name().map(std::ffi::CString::into_bytes).unwrap_or_default()
    }

    fn identity(&self, which: Identity) -> u32 {
        match which {
            Identity::User => rustix::process::getuid().as_raw(),
            Identity::EffectiveUser => rustix::process::geteuid().as_raw(),
            Identity::Group => rustix::process::getgid().as_raw(),
            Identity::EffectiveGroup => rustix::process::getegid().as_raw(),
        }
    }

    fn set_identity(&self, which: Identity, id: u32) -> Result<()> {
        // C's functions, unlike the system calls, change all threads of the process.
        check(match which {
            // SAFETY: takes only a number.
            Identity::User => unsafe { libc::setuid(id) },
            // SAFETY: takes only a number.
            Identity::EffectiveUser => unsafe { libc::seteuid(id) },
            // SAFETY: takes only a number.
            Identity::Group => unsafe { libc::setgid(id) },
            // SAFETY: takes only a number.
            Identity::EffectiveGroup => unsafe { libc::setegid(id) },
        })
        .map(drop)
    }

    fn set_real_effective(&self, group: bool, real: Option<u32>, effective: Option<u32>) -> Result<()> {
        let (real, effective) = (real.unwrap_or(u32::MAX), effective.unwrap_or(u32::MAX));
        check(if group {
            // SAFETY: takes only numbers.
            unsafe { libc::setregid(real, effective) }
        } else {
            // SAFETY: takes only numbers.
            unsafe { libc::setreuid(real, effective) }
        })
        .map(drop)
    }

    fn all_identities(&self, group: bool) -> Result<(u32, u32, u32)> {
        let (mut real, mut effective, mut saved) = (0, 0, 0);
        check(if group {
            // SAFETY: writes three numbers, which are ours.
            unsafe { libc::getresgid(&raw mut real, &raw mut effective, &raw mut saved) }
        } else {
            // SAFETY: writes three numbers, which are ours.
            unsafe { libc::getresuid(&raw mut real, &raw mut effective, &raw mut saved) }
        })?;
        Ok((real, effective, saved))
    }

    fn set_all_identities(
        &self,
        group: bool,
        real: Option<u32>,
        effective: Option<u32>,
        saved: Option<u32>,
    ) -> Result<()> {
        let [real, effective, saved] = [real, effective, saved].map(|id| id.unwrap_or(u32::MAX));
        check(if group {
            // SAFETY: takes only numbers.
            unsafe { libc::setresgid(real, effective, saved) }
        } else {
            // SAFETY: takes only numbers.
            unsafe { libc::setresuid(real, effective, saved) }
        })
        .map(drop)
    }

    fn groups(&self) -> Result<Vec<u32>> {
        Ok(rustix::process::getgroups()?.into_iter().map(rustix::process::Gid::as_raw).collect())
    }

    fn set_groups(&self, groups: &[u32]) -> Result<()> {
        // SAFETY: reads as many numbers as the slice has.
        check(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) }).map(drop)
    }

    fn init_groups(&self, user: &[u8], group: u32) -> Result<()> {
        let user = c_string(user)?;
        // SAFETY: the name ends with NUL and lives through the call.
        check(unsafe { libc::initgroups(user.as_ptr(), group) }).map(drop)
    }

    fn process_group(&self, process: i32) -> Result<i32> {
        // SAFETY: takes only a number.
        check(unsafe { libc::getpgid(process) })
    }

    fn set_process_group(&self, process: i32, group: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::setpgid(process, group) }).map(drop)
    }

    fn session(&self, process: i32) -> Result<i32> {
        // SAFETY: takes only a number.
        check(unsafe { libc::getsid(process) })
    }

    fn new_session(&self) -> Result<i32> {
        // SAFETY: takes nothing.
        check(unsafe { libc::setsid() })
    }

    fn nice(&self, increment: i32) -> Result<i32> {
        errno_clear();
        // SAFETY: takes only a number.
        minus_one_or_error(unsafe { libc::nice(increment) })
    }

    fn priority(&self, which: i32, who: i32) -> Result<i32> {
        errno_clear();
        // SAFETY: takes only numbers.
        minus_one_or_error(unsafe { libc::getpriority(which as _, who as _) })
    }

    fn set_priority(&self, which: i32, who: i32, priority: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::setpriority(which as _, who as _, priority) }).map(drop)
    }

    fn yield_processor(&self) -> Result<()> {
        rustix::thread::sched_yield();
        Ok(())
    }

    fn affinity(&self, process: i32) -> Result<Vec<usize>> {
        let set = rustix::thread::sched_getaffinity(process_number(process)?)?;
        Ok((0..rustix::thread::CpuSet::MAX_CPU).filter(|&processor| set.is_set(processor)).collect())
    }

    fn set_affinity(&self, process: i32, processors: &[usize]) -> Result<()> {
        let mut set = rustix::thread::CpuSet::new();
        for &processor in processors {
            if processor >= rustix::thread::CpuSet::MAX_CPU {
                return Err(OsError::new(errno::EINVAL));
            }
            set.set(processor);
        }
        Ok(rustix::thread::sched_setaffinity(process_number(process)?, &set)?)
    }

    fn scheduler(&self, process: i32) -> Result<i32> {
        // SAFETY: takes only a number.
        check(unsafe { libc::sched_getscheduler(process) })
    }

    fn set_scheduler(&self, process: i32, policy: i32, priority: i32) -> Result<()> {
        let parameter = libc::sched_param { sched_priority: priority };
        // SAFETY: reads one parameter, which is ours.
        check(unsafe { libc::sched_setscheduler(process, policy, &raw const parameter) }).map(drop)
    }

    fn scheduler_priority(&self, process: i32) -> Result<i32> {
        let mut parameter = libc::sched_param { sched_priority: 0 };
        // SAFETY: writes one parameter, which is ours.
        check(unsafe { libc::sched_getparam(process, &raw mut parameter) })?;
        Ok(parameter.sched_priority)
    }

    fn set_scheduler_priority(&self, process: i32, priority: i32) -> Result<()> {
        let parameter = libc::sched_param { sched_priority: priority };
        // SAFETY: reads one parameter, which is ours.
        check(unsafe { libc::sched_setparam(process, &raw const parameter) }).map(drop)
    }

    fn priority_range(&self, policy: i32) -> Result<(i32, i32)> {
        // SAFETY: takes only a number.
        let lowest = check(unsafe { libc::sched_get_priority_min(policy) })?;
        // SAFETY: takes only a number.
        let highest = check(unsafe { libc::sched_get_priority_max(policy) })?;
        Ok((lowest, highest))
    }

    fn round_robin_interval(&self, process: i32) -> Result<i64> {
        let mut interval = clock::timespec(0);
        // SAFETY: writes one time, which is ours.
        check(unsafe { libc::sched_rr_get_interval(process, &raw mut interval) })?;
        clock::nanoseconds(interval)
    }

    fn resource_limit(&self, process: Option<i32>, resource: i32) -> Result<ResourceLimit> {
        exchange_limit(process, resource, None)
    }

    fn set_resource_limit(&self, process: Option<i32>, resource: i32, limit: ResourceLimit) -> Result<ResourceLimit> {
        exchange_limit(process, resource, Some(limit))
    }

    fn resource_usage(&self, who: i32) -> Result<ResourceUsage> {
        let mut usage = MaybeUninit::<libc::rusage>::zeroed();
        // SAFETY: writes one structure, which is ours.
        check(unsafe { libc::getrusage(who as _, usage.as_mut_ptr()) })?;
        // SAFETY: zeroes are a value of it, and the call has filled it.
        Ok(resource_usage(&unsafe { usage.assume_init() }))
    }

    fn process_times(&self) -> Result<ProcessTimes> {
        let mut times = libc::tms { tms_utime: 0, tms_stime: 0, tms_cutime: 0, tms_cstime: 0 };
        errno_clear();
        // SAFETY: writes one structure, which is ours.
        let elapsed = unsafe { libc::times(&raw mut times) };
        if elapsed == -1 {
            let error = last_error();
            if error.errno != 0 {
                return Err(error);
            }
        }
        let ticks = rustix::param::clock_ticks_per_second() as f64;
        let seconds = |count: libc::clock_t| count as f64 / ticks;
        Ok(ProcessTimes {
            user: seconds(times.tms_utime),
            system: seconds(times.tms_stime),
            children_user: seconds(times.tms_cutime),
            children_system: seconds(times.tms_cstime),
            elapsed: seconds(elapsed),
        })
    }

    fn wait(&self, process: i32, options: i32) -> Result<Option<Waited>> {
        let mut status = 0;
        let mut usage = MaybeUninit::<libc::rusage>::zeroed();
        // SAFETY: writes a number and a structure, both ours.
        let found = check(unsafe { libc::wait4(process, &raw mut status, options, usage.as_mut_ptr()) })?;
        // SAFETY: zeroes are a value of it.
        let usage = resource_usage(&unsafe { usage.assume_init() });
        Ok((found != 0).then_some(Waited { process: found, status, usage }))
    }

    fn wait_id(&self, kind: i32, id: u32, options: i32) -> Result<Option<WaitIdInfo>> {
        let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
        // SAFETY: writes one structure, which is ours.
        check(unsafe { libc::waitid(kind as _, id, info.as_mut_ptr(), options) })?;
        // SAFETY: zeroes are a value of it.
        let info = unsafe { info.assume_init() };
        // SAFETY: these read numbers, which are there for a child's signal, and 0 if there was none.
        let (process, user, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
        Ok((process != 0).then_some(WaitIdInfo { process, user, signal: info.si_signo, status, code: info.si_code }))
    }

    fn open_process_fd(&self, process: i32, flags: u32) -> Result<Fd> {
        let Ok(Some(process)) = process_number(process) else {
            return Err(OsError::new(errno::EINVAL));
        };
        let flags = rustix::process::PidfdFlags::from_bits_retain(flags);
        Ok(release(rustix::process::pidfd_open(process, flags)?))
    }

    fn fork(&self) -> Result<i32> {
        // SAFETY: the child has this thread alone, so what other threads held locked stays so. C's allocator is made ready
        // for that by `fork` itself, and the runtime lets go of its own locks first, as it does for any blocking call.
        check(unsafe { libc::fork() })
    }

    fn fork_terminal(&self) -> Result<(i32, Fd)> {
        let mut master = -1;
        // SAFETY: writes one number, which is ours. For the child, the same holds as for `fork`.
        let process = check(unsafe { libc::forkpty(&raw mut master, ptr::null_mut(), ptr::null(), ptr::null()) })?;
        if process != 0 {
            crate::Files::set_inheritable(self, master, false)?;
        }
        Ok((process, master))
    }

    fn fork_exec(&self, request: &ForkExec<'_>, before_exec: Option<&mut dyn FnMut() -> bool>) -> Result<i32> {
        spawn::fork_exec(self, request, before_exec)
    }

    fn spawn(&self, request: &SpawnRequest<'_>) -> Result<i32> {
        spawn::spawn(request)
    }

    fn run_shell(&self, command: &[u8]) -> Result<i32> {
        spawn::run_shell(self, command)
    }

    fn execute(&self, target: Target<'_>, arguments: &[Vec<u8>], environment: Option<&[Vec<u8>]>) -> Result<()> {
        spawn::execute(self, target, arguments, environment)
    }

    fn exit_now(&self, status: i32) {
        // SAFETY: ends the process without running anything more of it.
        unsafe { libc::_exit(status) }
    }

    fn abort(&self) {
        std::process::abort();
    }

    fn unshare(&self, flags: i32) -> Result<()> {
        // CLONE_FILES would give this thread descriptors of its own, which Python cannot tell from the others'; the same
        // goes for CPython.
        // SAFETY: takes only a number.
        check(unsafe { libc::unshare(flags) }).map(drop)
    }

    fn enter_namespace(&self, fd: Fd, kind: i32) -> Result<()> {
        borrow(fd)?;
        // SAFETY: takes only numbers.
        check(unsafe { libc::setns(fd, kind) }).map(drop)
    }
}

/// `None` for 0, which stands for this process.
fn process_number(process: i32) -> Result<Option<rustix::process::Pid>> {
    if process < 0 {
        return Err(OsError::new(errno::ESRCH));
    }
    Ok(rustix::process::Pid::from_raw(process))
}

/// The result of a call for which -1 can be a fine answer; errno was cleared before it.
fn minus_one_or_error(result: libc::c_int) -> Result<i32> {
    if result == -1 {
        let error = last_error();
        if error.errno != 0 {
            return Err(error);
        }
    }
    Ok(result)
}

fn exchange_limit(process: Option<i32>, resource: i32, new: Option<ResourceLimit>) -> Result<ResourceLimit> {
    let new = new.map(|limit| libc::rlimit { rlim_cur: limit.soft, rlim_max: limit.hard });
    let new = new.as_ref().map_or(ptr::null(), ptr::from_ref);
    let mut old = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: reads one limit unless null, and writes one, both ours.
    check(unsafe { libc::prlimit(process.unwrap_or(0), resource as _, new, &raw mut old) })?;
    Ok(ResourceLimit { soft: old.rlim_cur, hard: old.rlim_max })
}

fn resource_usage(usage: &libc::rusage) -> ResourceUsage {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    ResourceUsage {
        user_time: seconds(usage.ru_utime),
        system_time: seconds(usage.ru_stime),
        max_resident: usage.ru_maxrss,
        shared_memory: usage.ru_ixrss,
        unshared_data: usage.ru_idrss,
        unshared_stack: usage.ru_isrss,
        minor_faults: usage.ru_minflt,
        major_faults: usage.ru_majflt,
        swaps: usage.ru_nswap,
        block_input: usage.ru_inblock,
        block_output: usage.ru_oublock,
        messages_sent: usage.ru_msgsnd,
        messages_received: usage.ru_msgrcv,
        signals: usage.ru_nsignals,
        voluntary_switches: usage.ru_nvcsw,
        involuntary_switches: usage.ru_nivcsw,
    }
}
