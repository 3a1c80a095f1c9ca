//! Starting programs, signals, terminals and waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::{
    Disposition, ForkExec, Identity, IntervalTimer, PollEntry, Processes, Readiness, SignalSet, Signals, SpawnAction,
    SpawnRequest, Terminal, TerminalSize,
};

fn words(text: &str) -> Vec<Vec<u8>> {
    text.split(' ').map(|word| word.as_bytes().to_vec()).collect()
}

fn exit_status(host: &Native, process: i32) -> i32 {
    let waited = host.wait(process, 0).unwrap().unwrap();
    assert_eq!(waited.process, process);
    libc::WEXITSTATUS(waited.status)
}

/// Run with the standard output and the error report in pipes.
fn run(host: &Native, request: ForkExec<'_>) -> (Vec<u8>, Vec<u8>, i32) {
    let (output, output_write) = host.pipe(libc::O_CLOEXEC).unwrap();
    let (error, error_write) = host.pipe(libc::O_CLOEXEC).unwrap();
    let pass = [error_write];
    let request = ForkExec {
        stdout_read: output,
        stdout_write: output_write,
        error_read: error,
        error_write,
        pass_fds: &pass,
        ..request
    };
    let process = host.fork_exec(&request, None).unwrap();
    host.close(output_write).unwrap();
    host.close(error_write).unwrap();
    let (text, report) = (host.read_to_end(output).unwrap(), host.read_to_end(error).unwrap());
    host.close(output).unwrap();
    host.close(error).unwrap();
    (text, report, exit_status(host, process))
}

#[test]
fn programs() {
    let host = Native::new();
    let executables = [b"/nowhere/sh".to_vec(), b"/bin/sh".to_vec()];
    let arguments = [b"sh".to_vec(), b"-c".to_vec(), b"pwd; echo $ONE; ls /proc/self/fd | wc -l; exit 3".to_vec()];
    let environment = [b"ONE=1".to_vec(), b"PATH=/usr/bin:/bin".to_vec()];
    let request = ForkExec {
        arguments: &arguments,
        executables: &executables,
        directory: Some(b"/"),
        environment: Some(&environment),
        start_new_session: true,
        ..ForkExec::default()
    };
    let (text, report, status) = run(&host, request);
    // The streams, and the directory that `ls` looks at.
    assert_eq!(String::from_utf8(text).unwrap(), "/\n1\n4\n");
    assert_eq!((report.as_slice(), status), (b"".as_slice(), 3));
}

#[test]
fn programs_that_cannot_start() {
    let host = Native::new();
    let arguments = words("x");
    let missing = [b"/nowhere/x".to_vec()];
    let (_, report, status) =
        run(&host, ForkExec { arguments: &arguments, executables: &missing, ..ForkExec::default() });
    assert_eq!((report.as_slice(), status), (b"OSError:2:".as_slice(), 255));
    let not_executable = [b"/etc/passwd".to_vec(), b"/nowhere/x".to_vec()];
    let (_, report, _) =
        run(&host, ForkExec { arguments: &arguments, executables: &not_executable, ..ForkExec::default() });
    assert_eq!(report, b"OSError:D:");
    let request =
        ForkExec { arguments: &arguments, executables: &missing, directory: Some(b"/nowhere"), ..ForkExec::default() };
    assert_eq!(run(&host, request).1, b"OSError:2:noexec:chdir");
}

#[test]
fn a_hook_before_the_program() {
    let host = Native::new();
    let (report, report_write) = host.pipe(libc::O_CLOEXEC).unwrap();
    let (arguments, pass) = (words("true"), [report_write]);
    let request = ForkExec {
        arguments: &arguments,
        executables: &[b"/bin/true".to_vec()],
        error_read: report,
        error_write: report_write,
        pass_fds: &pass,
        ..ForkExec::default()
    };
    let process = host.fork_exec(&request, Some(&mut || false)).unwrap();
    host.close(report_write).unwrap();
    assert_eq!(host.read_to_end(report).unwrap(), b"SubprocessError:0:Exception occurred in preexec_fn.");
    assert_eq!(exit_status(&host, process), 255);
    host.close(report).unwrap();
}

#[test]
fn spawn_and_shell() {
    let host = Native::new();
    let scratch = Scratch::new("spawn");
    let path = scratch.path("out");
    let flags = libc::O_WRONLY | libc::O_CREAT;
    let actions = [SpawnAction::Open { fd: 1, path: &path, flags, mode: 0o600 }];
    let request = SpawnRequest {
        path: b"echo",
        search: true,
        arguments: &words("echo hello"),
        actions: &actions,
        ..SpawnRequest::default()
    };
    let process = host.spawn(&request).unwrap();
    assert_eq!(exit_status(&host, process), 0);
    assert_eq!(host.read_file(&path).unwrap(), b"hello\n");
    assert_eq!(
        host.spawn(&SpawnRequest { path: b"/nowhere/x", ..request }).unwrap_err().kind(),
        ErrorKind::FileNotFound
    );

    host.set_variable(b"STATUS", b"5").unwrap();
    assert_eq!(libc::WEXITSTATUS(host.run_shell(b"exit $STATUS").unwrap()), 5);
    assert_eq!(host.execute(Target::path(b"/nowhere/x"), &[], None).unwrap_err().kind(), ErrorKind::FileNotFound);
}

#[test]
fn signals_are_noted() {
    let host = Native::new();
    let word = Arc::new(AtomicU32::new(0));
    host.set_breaker(word.clone(), 4);
    let (read, write) = host.pipe(libc::O_CLOEXEC | libc::O_NONBLOCK).unwrap();
    assert_eq!(host.set_wakeup(write, true), -1);
    assert_eq!(host.disposition(libc::SIGUSR1).unwrap(), Disposition::Default);
    host.set_disposition(libc::SIGUSR1, Disposition::Notify).unwrap();
    assert_eq!(host.disposition(libc::SIGUSR1).unwrap(), Disposition::Notify);
    host.kill_thread(host.native_thread_id(), libc::SIGUSR1).unwrap();
    assert_eq!(word.load(Ordering::Acquire), 4);
    assert_eq!(host.take_pending(), SignalSet::default().with(libc::SIGUSR1));
    assert_eq!(host.take_pending(), SignalSet::default());
    let mut byte = [0; 2];
    assert_eq!(host.read(read, &mut byte), Ok(1));
    assert_eq!(i32::from(byte[0]), libc::SIGUSR1);
    assert_eq!(host.set_wakeup(-1, true), write);
    assert_eq!(host.take_wakeup_error(), None);

    // A signal ends a sleep. Blocked in this thread it would go to another one, so it is sent to this one.
    let (thread, sender) = (host.native_thread_id(), Native::new());
    let other = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(50));
        sender.kill_thread(thread, libc::SIGUSR1).unwrap();
    });
    let start = host.now(ClockKind::Monotonic).unwrap();
    assert!(host.sleep_until(start + 10_000_000_000).unwrap_err().is_interrupted());
    other.join().unwrap();
    host.set_disposition(libc::SIGUSR1, Disposition::Default).unwrap();
    host.take_pending();

    let mask = SignalSet::default().with(libc::SIGUSR2);
    let before = host.change_mask(libc::SIG_BLOCK, mask).unwrap();
    host.kill_thread(host.native_thread_id(), libc::SIGUSR2).unwrap();
    assert!(host.blocked_pending().unwrap().contains(libc::SIGUSR2));
    assert_eq!(host.wait_signal(mask, Some(0)).unwrap().signal, libc::SIGUSR2);
    assert_eq!(host.wait_signal(mask, Some(1000)).unwrap_err().errno, errno::EAGAIN);
    host.change_mask(libc::SIG_SETMASK, before).unwrap();

    assert_eq!(host.describe_signal(libc::SIGINT).unwrap(), "Interrupt");
    assert_eq!(host.describe_signal(99), None);
    assert!(host.valid_signals().contains(64) && !host.valid_signals().contains(32));
    assert_eq!(host.kill(i32::MAX, 0).unwrap_err().kind(), ErrorKind::ProcessLookup);
    let none = IntervalTimer::default();
    let far = IntervalTimer { remaining: 1_000_000_000, interval: 0 };
    assert_eq!(host.set_interval_timer(libc::ITIMER_REAL, far).unwrap(), none);
    assert!(host.set_interval_timer(libc::ITIMER_REAL, none).unwrap().remaining > 900_000_000);
}

#[test]
fn facts_about_this_process() {
    let host = Native::new();
    assert_eq!(host.process_id(), std::process::id() as i32);
    assert_eq!(host.all_identities(false).unwrap().0, host.identity(Identity::User));
    assert!(!host.affinity(0).unwrap().is_empty());
    assert!(host.resource_limit(None, libc::RLIMIT_NOFILE as i32).unwrap().soft > 10);
    assert!(host.resource_usage(libc::RUSAGE_SELF).unwrap().max_resident > 0);
    assert!(host.process_times().unwrap().elapsed > 0.0);
    assert_eq!(host.priority_range(libc::SCHED_FIFO).unwrap(), (1, 99));
    assert!(host.priority(libc::PRIO_PROCESS as i32, 0).is_ok());
    assert_eq!(host.wait(host.process_id(), 0).unwrap_err().kind(), ErrorKind::ChildProcess);
}

#[test]
fn waiting_for_descriptors() {
    let host = Native::new();
    let (read, write) = host.pipe(libc::O_CLOEXEC).unwrap();
    let mut entries = [PollEntry { fd: read, events: libc::POLLIN, ready: 0 }];
    assert_eq!(host.poll(&mut entries, Some(1_000_000)), Ok(0));
    let epoll = host.epoll_create(0).unwrap();
    host.epoll_control(epoll, libc::EPOLL_CTL_ADD, read, libc::EPOLLIN as u32).unwrap();
    assert_eq!(host.epoll_wait(epoll, 4, Some(0)), Ok(vec![]));
    host.write(write, b"x").unwrap();
    assert_eq!(host.poll(&mut entries, None), Ok(1));
    assert_eq!(entries[0].ready, libc::POLLIN);
    assert_eq!(host.epoll_wait(epoll, 4, None), Ok(vec![(read, libc::EPOLLIN as u32)]));
    let (mut readers, mut writers, mut others) = (vec![read, read], vec![write], vec![read]);
    host.select(&mut readers, &mut writers, &mut others, None).unwrap();
    assert_eq!((readers, writers, others), (vec![read, read], vec![write], vec![]));
    let wrong = host.select(&mut vec![100_000], &mut vec![], &mut vec![], None);
    assert_eq!(wrong.unwrap_err().errno, errno::EINVAL);
    let timer = host.timer_create(libc::CLOCK_MONOTONIC, 0).unwrap();
    assert_eq!(host.timer_set(timer, 0, 1_000_000, 0), Ok((0, 0)));
    assert_eq!(host.read(timer, &mut [0; 8]), Ok(8));
    for fd in [read, write, epoll, timer] {
        host.close(fd).unwrap();
    }
}

#[test]
fn pseudo_terminals() {
    let host = Native::new();
    let (master, slave) = host.open_pseudo_terminal().unwrap();
    assert!(host.is_terminal(slave));
    assert_eq!(host.terminal_name(slave).unwrap(), host.pseudo_terminal_name(master).unwrap());
    let size = TerminalSize { columns: 100, rows: 30 };
    host.set_terminal_size(master, size).unwrap();
    assert_eq!(host.terminal_size(slave).unwrap(), size);
    let mut modes = host.terminal_modes(slave).unwrap();
    modes.local &= !libc::ECHO;
    host.set_terminal_modes(slave, libc::TCSANOW, &modes).unwrap();
    assert_eq!(host.terminal_modes(slave).unwrap(), modes);
    (modes.input_speed, modes.output_speed) = (9600, 9600);
    host.set_terminal_modes(slave, libc::TCSADRAIN, &modes).unwrap();
    assert_eq!(host.terminal_modes(slave).unwrap().output_speed, 9600);
    host.close(master).unwrap();
    host.close(slave).unwrap();
    let (read, write) = host.pipe(0).unwrap();
    assert_eq!(host.terminal_size(read).unwrap_err().errno, errno::ENOTTY);
    // One at a time: other tests have descriptors too.
    host.close_range(read, read + 1);
    host.close_range(write, write + 1);
}
