//! `_signal`: handlers of signals. They run in the main thread, between instructions.

use taipan_host::constants;
use taipan_host::{Disposition, IntervalTimer, SignalSet};
use taipan_runtime::native::*;
use taipan_runtime::signals::{Handlers, SIGINT};

/// `SIG_DFL` and `SIG_IGN` as Python sees them.
const DEFAULT: i64 = 0;
const IGNORE: i64 = 1;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_signal", "Handlers of signals.", &METHODS)?;
    for &(name, value) in constants::SIGNAL {
        module.add_int(vm, name, value)?;
    }
    module.add(vm, "ItimerError", vm.exceptions.OSError.value())?;
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
        let number = vm.to_index(signal.value())?;
        if !(1..=64).contains(&number) {
            let message = format!("signal number {number} out of range [1; 64]");
            return Err(vm.value_error(message));
        }
        set = set.with(number as i32);
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
        in_main_thread(vm)?;
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
        let host = vm.host.clone();
        let info = vm.without_lock(|| host.wait_signal(set, None));
        Ok(i64::from(checked(vm, info)?.signal))
    }
}
