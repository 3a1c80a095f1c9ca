//! `faulthandler`: where the threads are, written without the help of Python's streams: when asked, after a while, on a signal, before a fault ends
//! the process.
//!
//! A signal that was registered is answered at the main thread's next safe point, not inside the signal's handler: so what is written is exact,
//! but a native function that neither waits nor returns is waited for. The watchdog does not wait for such a function.

use std::time::Duration;

use taipan_host::Disposition;
use taipan_runtime::native::*;
use taipan_runtime::signals::{Report, Reports};
use taipan_runtime::threads::Watch;

use crate::support::{checked, given};

const FAULTS: [i32; 5] = [4, 6, 7, 8, 11];
const SIGABRT: i32 = 6;
const SIGFPE: i32 = 8;
const SIGSEGV: i32 = 11;

/// The files whose descriptors are written to stay open.
#[derive(Default)]
struct State {
    enabled: Option<Owned>,
    later: Option<Owned>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) = vm.native_module(
        "faulthandler",
        "Tracebacks of the threads, also when the process is about to die.",
        &METHODS,
    )?;
    Ok(owned)
}

/// The descriptor of a `file` argument, and the file.
fn target(vm: &mut Vm, file: Option<Value>) -> R<(i32, Owned)> {
    let file = match given(file) {
        Some(file) => file.own(),
        None => {
            let (sys, name) = (vm.sys, vm.intern("stderr")?);
            match sys.get_str(vm, name) {
                None => return Err(vm.runtime_error("lost sys.stderr")),
                Some(file) if file.is_none() => return Err(vm.runtime_error("sys.stderr is None")),
                Some(file) => file.own(),
            }
        }
    };
    if vm.as_int_ref(file.value()).is_some() {
        if file.value().is_bool() {
            let category = vm.exceptions.RuntimeWarning;
            vm.warn(category, "bool is used as a file descriptor")?;
        }
        let fd = vm.to_i64(file.value(), "int")?;
        return match i32::try_from(fd) {
            Ok(fd) if fd >= 0 => Ok((fd, Owned::NONE)),
            Ok(_) => Err(vm.value_error("file is not a valid file descriptor")),
            Err(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
        };
    }
    let number = vm.call_method(file.value(), "fileno", &[])?;
    let fd = vm.as_int_ref(number.value()).and_then(|_| vm.int_to_i64(number.value()));
    let Some(fd) = fd.and_then(|fd| i32::try_from(fd).ok()).filter(|&fd| fd >= 0) else {
        return Err(vm.runtime_error("file.fileno() is not a valid file descriptor"));
    };
    if vm.call_method(file.value(), "flush", &[]).is_err() {
        drop(vm.take_error());
    }
    Ok((fd, file))
}

fn check_signal(vm: &mut Vm, signal: i32) -> R<()> {
    if FAULTS.contains(&signal) {
        return Err(vm.runtime_error(format!("signal {signal} cannot be registered, use enable() instead")));
    }
    if !(1..=64).contains(&signal) {
        return Err(vm.value_error("signal number out of range"));
    }
    Ok(())
}

/// Seconds until the watchdog wakes up.
fn duration(vm: &mut Vm, timeout: Value) -> R<Duration> {
    const TOO_LARGE: &str = "timestamp out of range for C PyTime_t";
    let seconds = match vm.as_f64(timeout) {
        Some(seconds) if seconds.is_nan() => return Err(vm.value_error("Invalid value NaN (not a number)")),
        Some(seconds) => seconds,
        None if vm.as_int_ref(timeout).is_some() => vm.to_f64(timeout)?,
        None => {
            let found = vm.class_of(timeout).name(vm);
            return Err(vm.type_error(format!("'{found}' object cannot be interpreted as an integer or float")));
        }
    };
    // Nanoseconds have 63 bits.
    if seconds.abs() >= 9_223_372_036.854_775 {
        return Err(vm.overflow_error(TOO_LARGE));
    }
    let microseconds = (seconds * 1e6).ceil();
    if microseconds <= 0.0 {
        return Err(vm.value_error("timeout must be greater than 0"));
    }
    Ok(Duration::from_micros(microseconds as u64))
}

fn header(timeout: Duration) -> String {
    let (seconds, fraction) = (timeout.as_secs(), timeout.subsec_micros());
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction == 0 {
        return format!("Timeout ({hours}:{minutes:02}:{seconds:02})!\n");
    }
    format!("Timeout ({hours}:{minutes:02}:{seconds:02}.{fraction:06})!\n")
}

fn raise_signal(vm: &mut Vm, signal: i32) -> R<()> {
    let raised = vm.host.raise_signal(signal);
    checked(vm, raised)
}

#[methods]
mod py {
    use super::*;

    /// Before a fault ends the process, write which one it is and where the threads are.
    #[function("(file=sys.stderr, all_threads=True)")]
    fn enable(vm: &mut Vm, file: Option<Value>, all_threads: Option<bool>) -> R<()> {
        let (fd, file) = target(vm, file)?;
        let watched = vm.watch_faults(fd, all_threads.unwrap_or(true));
        checked(vm, watched)?;
        let old = vm.state::<State>().enabled.replace(file);
        drop(old);
        Ok(())
    }

    /// Faults end the process without a word; whether it was otherwise.
    #[function("()")]
    fn disable(vm: &mut Vm) -> bool {
        let old = vm.state::<State>().enabled.take();
        drop(old);
        vm.unwatch_faults()
    }

    /// Whether faults are told of.
    #[function("()")]
    fn is_enabled(vm: &mut Vm) -> bool {
        vm.faults_are_watched()
    }

    /// Write where the threads are, or this one.
    #[function("(file=sys.stderr, all_threads=True)")]
    fn dump_traceback(vm: &mut Vm, file: Option<Value>, all_threads: Option<bool>) -> R<()> {
        let (fd, _file) = target(vm, file)?;
        vm.report_threads(fd, all_threads.unwrap_or(true));
        Ok(())
    }

    /// Write that the stack of native functions is not known here.
    #[function("(file=sys.stderr)")]
    fn dump_c_stack(vm: &mut Vm, file: Option<Value>) -> R<()> {
        let (fd, _file) = target(vm, file)?;
        let text = taipan_runtime::signals::NO_NATIVE_STACK;
        // What cannot be written is lost.
        let _ = vm.host.write_all(fd, text.trim_start().as_bytes());
        Ok(())
    }

    /// Write where the threads are after so many seconds, once or repeatedly, and then perhaps end the process.
    #[function("(timeout, repeat=False, file=sys.stderr, exit=False)")]
    fn dump_traceback_later(
        vm: &mut Vm,
        timeout: Value,
        repeat: Option<bool>,
        file: Option<Value>,
        exit: Option<bool>,
    ) -> R<()> {
        let timeout = duration(vm, timeout)?;
        let (fd, file) = target(vm, file)?;
        let (repeat, exit) = (repeat.unwrap_or(false), exit.unwrap_or(false));
        vm.start_watchdog(Watch { fd, timeout, repeat, exit, header: header(timeout) })?;
        let old = vm.state::<State>().later.replace(file);
        drop(old);
        Ok(())
    }

    /// No more of that.
    #[function("()")]
    fn cancel_dump_traceback_later(vm: &mut Vm) {
        vm.stop_watchdog();
        let old = vm.state::<State>().later.take();
        drop(old);
    }

    /// On a signal, write where the threads are; `chain`: then what the signal did before.
    #[function("(signum, file=sys.stderr, all_threads=True, chain=False)")]
    fn register(
        vm: &mut Vm,
        signum: i32,
        file: Option<Value>,
        all_threads: Option<bool>,
        chain: Option<bool>,
    ) -> R<()> {
        check_signal(vm, signum)?;
        let (fd, file) = target(vm, file)?;
        let before = match vm.state::<Reports>().0.get(&signum).map(|report| report.before) {
            Some(before) => before,
            None => {
                let before = vm.host.disposition(signum);
                let before = checked(vm, before)?;
                let set = vm.host.set_disposition(signum, Disposition::Notify);
                checked(vm, set)?;
                before
            }
        };
        let (all_threads, chain) = (all_threads.unwrap_or(true), chain.unwrap_or(false));
        let old = vm.state::<Reports>().0.insert(signum, Report { fd, file, all_threads, chain, before });
        drop(old);
        Ok(())
    }

    /// A signal is not answered like that any more; whether it was.
    #[function("(signum, /)")]
    fn unregister(vm: &mut Vm, signum: i32) -> R<bool> {
        check_signal(vm, signum)?;
        let Some(report) = vm.state::<Reports>().0.remove(&signum) else { return Ok(false) };
        let set = vm.host.set_disposition(signum, report.before);
        checked(vm, set)?;
        Ok(true)
    }

    /// Raise SIGSEGV, to see what happens.
    #[function("(release_gil=False, /)")]
    fn _sigsegv(vm: &mut Vm, release_gil: Option<bool>) -> R<()> {
        if release_gil.unwrap_or(false) {
            let host = vm.host.clone();
            let raised = vm.without_lock(|| host.raise_signal(SIGSEGV));
            return checked(vm, raised);
        }
        raise_signal(vm, SIGSEGV)
    }

    /// Raise SIGABRT, to see what happens.
    #[function("()")]
    fn _sigabrt(vm: &mut Vm) -> R<()> {
        raise_signal(vm, SIGABRT)
    }

    /// Raise SIGFPE, to see what happens.
    #[function("()")]
    fn _sigfpe(vm: &mut Vm) -> R<()> {
        raise_signal(vm, SIGFPE)
    }
}
