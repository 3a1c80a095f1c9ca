//! `_signal`: handlers of signals. They run in the main thread, between instructions.

use taipan_host::constants;
use taipan_host::{Disposition, IntervalTimer, SignalInfo, SignalSet};
use taipan_runtime::native::*;
use taipan_runtime::signals::{Handlers, Reports, SIGINT};

use crate::support::{blocking, monotonic, nanoseconds};

/// `SIG_DFL` and `SIG_IGN` as Python sees them.
const DEFAULT: i64 = 0;
const IGNORE: i64 = 1;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_signal", "Handlers of signals.", &METHODS)?;
    for &(name, value) in constants::SIGNAL {
        module.add_int(vm, name, value)?;
    }
    module.add(vm, "ItimerError", vm.exceptions.OSError.value())?;
    let fields = ["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"];
    let info = crate::struct_sequence::class(vm, "signal", "struct_siginfo", &fields, &[])?;
    module.add(vm, "struct_siginfo", info.value())?;
    vm.state::<State>().info = Some(info);
    if vm.host.disposition(SIGINT) == Ok(Disposition::Notify) {
        let handler = module.dict(vm)?;
        let name = vm.intern("default_int_handler")?;
        if let Some(handler) = handler.get_str(vm, name).map(Value::own) {
            vm.state::<Handlers>().0.insert(SIGINT, handler);
        }
    }
    Ok(owned)
}

fn check_number(vm: &mut Vm, signal: i32) -> R<()> {
    if (1..=64).contains(&signal) { Ok(()) } else { Err(vm.value_error("signal number out of range")) }
}

/// What `getsignal` says: the handler, `SIG_DFL`, `SIG_IGN`, or None for one that Python has not installed.
fn current(vm: &mut Vm, signal: i32) -> Owned {
    if let Some(handler) = vm.state::<Handlers>().0.get(&signal) {
        return handler.clone();
    }
    match vm.host.disposition(signal) {
        Ok(Disposition::Ignore) => Owned::from_raw(Value::int_unchecked(IGNORE)),
        Ok(Disposition::Foreign) => Owned::NONE,
        _ => Owned::from_raw(Value::int_unchecked(DEFAULT)),
    }
}

fn checked<T>(vm: &mut Vm, result: taipan_host::Result<T>) -> R<T> {
    result.map_err(|error| vm.os_error(error, None))
}

fn in_main_thread(vm: &mut Vm) -> R<()> {
    if vm.threads.current() == vm.threads.main() {
        return Ok(());
    }
    Err(vm.value_error("signal only works in main thread of the main interpreter"))
}

fn signal_set(vm: &mut Vm, signals: Value) -> R<SignalSet> {
    let mut set = SignalSet::default();
    for signal in vm.collect(signals)? {
        let index = vm.index(signal.value())?;
        match vm.int_to_i64(index.value()).filter(|number| (1..=64).contains(number)) {
            Some(number) => set = set.with(number as i32),
            None => {
                let shown = vm.str_text(index.value())?;
                return Err(vm.value_error(format!("signal number {shown} out of range [1; 64]")));
            }
        }
    }
    Ok(set)
}

fn python_set(vm: &mut Vm, signals: SignalSet) -> R<Owned> {
    let (owned, set) = vm.new_set()?;
    for signal in signals.iter() {
        set.add(vm, Value::small(signal))?;
    }
    Ok(owned)
}

fn microseconds(vm: &mut Vm, seconds: Value) -> R<i64> {
    Ok((vm.to_f64(seconds)? * 1e6).ceil() as i64)
}

fn timer_pair(vm: &mut Vm, timer: IntervalTimer) -> R<Owned> {
    let remaining = vm.new_float(timer.remaining as f64 / 1e6)?;
    let interval = vm.new_float(timer.interval as f64 / 1e6)?;
    vm.new_tuple(&[remaining.value(), interval.value()])
}

#[methods]
mod py {
    use super::*;

    /// The handler of SIGINT unless the program sets another: raises KeyboardInterrupt.
    #[function("(signalnum, frame, /)")]
    fn default_int_handler(vm: &mut Vm, _signalnum: Value, _frame: Value) -> R<()> {
        Err(vm.raise_with(vm.exceptions.KeyboardInterrupt, &[]))
    }

    /// Set what a signal does: a function, SIG_DFL or SIG_IGN; what it did before.
    #[function("(signalnum, handler, /)")]
    fn signal(vm: &mut Vm, signalnum: i32, handler: Value) -> R<Owned> {
        in_main_thread(vm)?;
        check_number(vm, signalnum)?;
        let disposition = match handler.as_int() {
            Some(DEFAULT) => Disposition::Default,
            Some(IGNORE) => Disposition::Ignore,
            _ if vm.is_callable(handler) => Disposition::Notify,
            _ => {
                let message = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
                return Err(vm.type_error(message));
            }
        };
        vm.serve_signals()?;
        let before = current(vm, signalnum);
        let set = vm.host.set_disposition(signalnum, disposition);
        checked(vm, set)?;
        // What was to be reported on the signal is replaced too.
        let report = vm.state::<Reports>().0.remove(&signalnum);
        drop(report);
        let handlers = &mut vm.state::<Handlers>().0;
        let old = match disposition {
            Disposition::Notify => handlers.insert(signalnum, handler.own()),
            _ => handlers.remove(&signalnum),
        };
        drop(old);
        Ok(before)
    }

    /// What a signal does.
    #[function("(signalnum, /)")]
    fn getsignal(vm: &mut Vm, signalnum: i32) -> R<Owned> {
        check_number(vm, signalnum)?;
        Ok(current(vm, signalnum))
    }

    /// Send a signal to this process.
    #[function("(signalnum, /)")]
    fn raise_signal(vm: &mut Vm, signalnum: i32) -> R<()> {
        let raised = vm.host.raise_signal(signalnum);
        checked(vm, raised)?;
        vm.serve_signals()
    }

    /// Have SIGALRM sent after so many seconds; how many were left of the alarm before.
    #[function("(seconds, /)")]
    fn alarm(vm: &mut Vm, seconds: i32) -> u32 {
        vm.host.alarm(seconds.max(0) as u32)
    }

    /// Wait for a signal.
    #[function("()")]
    fn pause(vm: &mut Vm) -> R<()> {
        let host = vm.host.clone();
        vm.without_lock(|| host.pause());
        vm.serve_signals()
    }

    /// The system's words for a signal.
    #[function("(signalnum, /)")]
    fn strsignal(vm: &mut Vm, signalnum: i32) -> R<Option<String>> {
        check_number(vm, signalnum)?;
        Ok(vm.host.describe_signal(signalnum))
    }

    /// The signals that the system knows.
    #[function("()")]
    fn valid_signals(vm: &mut Vm) -> R<Owned> {
        let signals = vm.host.valid_signals();
        python_set(vm, signals)
    }

    /// Have signal numbers written to a descriptor; the one before.
    #[function("(fd, /, *, warn_on_full_buffer=True)")]
    fn set_wakeup_fd(vm: &mut Vm, fd: i32, warn_on_full_buffer: Option<bool>) -> R<i64> {
        if vm.threads.current() != vm.threads.main() {
            return Err(vm.value_error("set_wakeup_fd only works in main thread of the main interpreter"));
        }
        if fd != -1 {
            let status = vm.host.status(taipan_host::Target::Fd(fd));
            checked(vm, status)?;
            let blocking = vm.host.is_blocking(fd);
            if checked(vm, blocking)? {
                return Err(vm.value_error(format!("the fd {fd} must be in non-blocking mode")));
            }
        }
        Ok(i64::from(vm.host.set_wakeup(fd, warn_on_full_buffer.unwrap_or(true))))
    }

    /// Whether a signal interrupts system calls.
    #[function("(signalnum, flag, /)")]
    fn siginterrupt(vm: &mut Vm, signalnum: i32, flag: bool) -> R<()> {
        check_number(vm, signalnum)?;
        let set = vm.host.set_interrupts(signalnum, flag);
        checked(vm, set)
    }

    /// Set an interval timer; its times before.
    #[function("(which, seconds, interval=0.0, /)")]
    fn setitimer(vm: &mut Vm, which: i32, seconds: Value, interval: Option<Value>) -> R<Owned> {
        let remaining = microseconds(vm, seconds)?;
        let interval = interval.map_or(Ok(0), |interval| microseconds(vm, interval))?;
        let before = vm.host.set_interval_timer(which, IntervalTimer { remaining, interval });
        let before = checked(vm, before)?;
        timer_pair(vm, before)
    }

    /// The times of an interval timer.
    #[function("(which, /)")]
    fn getitimer(vm: &mut Vm, which: i32) -> R<Owned> {
        let timer = vm.host.interval_timer(which);
        let timer = checked(vm, timer)?;
        timer_pair(vm, timer)
    }

    /// Change which signals are blocked; those that were before.
    #[function("(how, mask, /)")]
    fn pthread_sigmask(vm: &mut Vm, how: i32, mask: Value) -> R<Owned> {
        let set = signal_set(vm, mask)?;
        let before = vm.host.change_mask(how, set);
        let before = checked(vm, before)?;
        vm.serve_signals()?;
        python_set(vm, before)
    }

    /// The blocked signals that wait.
    #[function("()")]
    fn sigpending(vm: &mut Vm) -> R<Owned> {
        let pending = vm.host.blocked_pending();
        let pending = checked(vm, pending)?;
        python_set(vm, pending)
    }

    /// Wait for one of these signals.
    #[function("(sigset, /)")]
    fn sigwait(vm: &mut Vm, sigset: Value) -> R<i64> {
        let set = signal_set(vm, sigset)?;
        let info = blocking(vm, |host| host.wait_signal(set, None))?;
        Ok(i64::from(info.signal))
    }

    /// Wait for one of these signals: what is known of it.
    #[function("(sigset, /)")]
    fn sigwaitinfo(vm: &mut Vm, sigset: Value) -> R<Owned> {
        let set = signal_set(vm, sigset)?;
        let info = blocking(vm, |host| host.wait_signal(set, None))?;
        info_tuple(vm, &info)
    }

    /// As sigwaitinfo, for so many seconds; None when no signal came.
    #[function("(sigset, timeout, /)")]
    fn sigtimedwait(vm: &mut Vm, sigset: Value, timeout: Value) -> R<Option<Owned>> {
        let set = signal_set(vm, sigset)?;
        let timeout = nanoseconds(vm, timeout)?;
        if timeout < 0 {
            return Err(vm.value_error("timeout must be non-negative"));
        }
        let deadline = monotonic(vm)?.saturating_add(timeout);
        let info = blocking(vm, |host| {
            let left = host.now(taipan_host::ClockKind::Monotonic).map_or(timeout, |now| deadline - now);
            match host.wait_signal(set, Some(left.clamp(0, timeout))) {
                Err(error) if error.errno == taipan_host::errno::EAGAIN => Ok(None),
                other => other.map(Some),
            }
        })?;
        info.map(|info| info_tuple(vm, &info)).transpose()
    }

    /// Send a signal to a thread of this process.
    #[function("(thread_id, signalnum, /)")]
    fn pthread_kill(vm: &mut Vm, thread_id: u64, signalnum: i32) -> R<()> {
        let native = if thread_id == vm.threads.current() {
            Some(vm.host.native_thread_id())
        } else if thread_id == vm.threads.main() {
            // The first thread's number is the process's.
            Some(vm.host.process_id())
        } else {
            vm.threads.natives.iter().find(|(thread, _)| *thread == thread_id).map(|&(_, native)| native)
        };
        let Some(native) = native else {
            return Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::ESRCH), None));
        };
        let sent = vm.host.kill_thread(native, signalnum);
        checked(vm, sent)?;
        vm.serve_signals()
    }

    /// Send a signal to the process behind a descriptor.
    #[function("(pidfd, signalnum, siginfo=None, flags=0, /)")]
    fn pidfd_send_signal(vm: &mut Vm, pidfd: i32, signalnum: i32, siginfo: Option<Value>, flags: Option<u32>) -> R<()> {
        if crate::support::given(siginfo).is_some() {
            return Err(vm.type_error("siginfo must be None"));
        }
        let sent = vm.host.send_to_process_fd(pidfd, signalnum, flags.unwrap_or(0));
        checked(vm, sent)
    }
}

/// The class of what `sigwaitinfo` gives.
#[derive(Default)]
struct State {
    info: Option<Owned>,
}

fn info_tuple(vm: &mut Vm, info: &SignalInfo) -> R<Owned> {
    let Some(class) = vm.state::<State>().info.clone() else {
        return Err(vm.runtime_error("the _signal module is not complete"));
    };
    let mut items = Vec::with_capacity(7);
    for number in [
        i64::from(info.signal),
        i64::from(info.code),
        i64::from(info.errno),
        i64::from(info.process),
        i64::from(info.user),
        i64::from(info.status),
        info.band,
    ] {
        items.push(vm.new_int(number.into())?);
    }
    let values: Vec<Value> = items.iter().map(Owned::value).collect();
    crate::struct_sequence::instance(vm, class.value(), &values, &[])
}
