//! Calls on a socket, with its timeout.

use taipan_host::{Host, OsError, PollEntry, errno};
use taipan_runtime::native::*;

use super::Socket;
use crate::support::monotonic;

/// What a call waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Read,
    Write,
    /// A connection that is being made: an error counts too.
    Connect,
}

const POLLIN: i16 = 1;
const POLLOUT: i16 = 4;
const POLLERR: i16 = 8;

/// Wait for the socket until `deadline`: false when the time is over first.
pub(super) fn wait(vm: &mut Vm, fd: i32, direction: Direction, deadline: Option<i64>) -> R<bool> {
    let events = match direction {
        Direction::Read => POLLIN,
        Direction::Write => POLLOUT,
        Direction::Connect => POLLOUT | POLLERR,
    };
    let host = vm.host.clone();
    loop {
        let left = match deadline {
            Some(deadline) => Some((deadline - monotonic(vm)?).max(0)),
            None => None,
        };
        let mut entries = [PollEntry { fd, events, ready: 0 }];
        match vm.without_lock(|| host.poll(&mut entries, left)) {
            Ok(count) => return Ok(count > 0),
            Err(error) if error.is_interrupted() => vm.poll_signals()?,
            Err(error) => return Err(vm.os_error(error, None)),
        }
    }
}

pub(super) fn timed_out(vm: &mut Vm) -> Raised {
    vm.raise(vm.exceptions.TimeoutError, "timed out")
}

/// The moment at which a call on a socket gives up.
pub(super) fn deadline(vm: &mut Vm, timeout: Option<i64>) -> R<Option<i64>> {
    match timeout {
        Some(timeout) if timeout > 0 => Ok(Some(monotonic(vm)?.saturating_add(timeout))),
        _ => Ok(None),
    }
}

/// Make a call on the socket, by its timeout.
pub(super) fn call<T>(
    vm: &mut Vm,
    this: Obj<Socket>,
    direction: Direction,
    call: impl FnMut(&dyn Host, i32) -> Result<T, OsError>,
) -> R<T> {
    let deadline = deadline(vm, this.get(vm).timeout)?;
    call_until(vm, this, direction, deadline, call)
}

/// As `call`, for one of several calls that share a deadline.
pub(super) fn call_until<T>(
    vm: &mut Vm,
    this: Obj<Socket>,
    direction: Direction,
    deadline: Option<i64>,
    mut call: impl FnMut(&dyn Host, i32) -> Result<T, OsError>,
) -> R<T> {
    let host = vm.host.clone();
    let _keep = this.own();
    loop {
        let fd = this.get(vm).fd;
        if deadline.is_some() && !wait(vm, fd, direction, deadline)? {
            return Err(timed_out(vm));
        }
        match vm.without_lock(|| call(&*host, fd)) {
            Ok(value) => return Ok(value),
            Err(error) if error.is_interrupted() => vm.poll_signals()?,
            // Ready a moment ago, and not any more.
            Err(error) if deadline.is_some() && error.errno == errno::EAGAIN => {}
            Err(error) => return Err(vm.os_error(error, None)),
        }
    }
}
