//! `_socket`: sockets, by the host, and the names of hosts and services.
//!
//! A socket with a timeout is non-blocking to the system; the wait is a `poll` before each call. `io.rs` has that, `address.rs` the tuples that
//! Python writes addresses as, `names.rs` the functions that need no socket.

mod address;
mod io;
mod methods;
mod names;
mod options;

use taipan_host::{OsError, constants};
use taipan_runtime::native::*;

use crate::support::{blocking, checked, given, nanoseconds, payload, receiver, signature};

pub(super) const AF_UNIX: i32 = 1;
pub(super) const AF_INET: i32 = 2;
pub(super) const AF_INET6: i32 = 10;
pub(super) const AF_NETLINK: i32 = 16;
pub(super) const SOCK_STREAM: i32 = 1;
const SOCK_NONBLOCK: i32 = 0o4000;
const SOCK_CLOEXEC: i32 = 0o2_000_000;

#[derive(Default)]
pub(super) struct State {
    /// `setdefaulttimeout`, in nanoseconds; None waits for ever.
    default_timeout: Option<i64>,
    gaierror: Option<Obj<Class>>,
    herror: Option<Obj<Class>>,
}

#[derive(Trace)]
pub(super) struct Socket {
    /// -1 when closed or not opened yet.
    fd: i32,
    family: i32,
    kind: i32,
    protocol: i32,
    /// Nanoseconds: None waits for ever, 0 does not wait.
    #[trace(skip)]
    timeout: Option<i64>,
}

payload!(Socket, plain);

static CLASS: ClassDef = ClassDef {
    module: "_socket",
    doc: "A socket.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), finalize: Some(finalize), ..Slots::EMPTY },
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    ..ClassDef::new::<Socket>("socket")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_socket", "The native part of the module socket.", &names::METHODS)?;
    for &(name, value) in constants::SOCKET {
        module.add_int(vm, name, value)?;
    }
    module.add(vm, "has_ipv6", Value::TRUE)?;
    module.add(vm, "error", vm.exceptions.OSError.value())?;
    module.add(vm, "timeout", vm.exceptions.TimeoutError.value())?;
    let class = vm.define_class::<Socket>(&CLASS, None)?;
    module.add_class(vm, class)?;
    module.add(vm, "SocketType", class.value())?;
    let gaierror = crate::support::exception_class(vm, "socket", "gaierror", vm.exceptions.OSError)?;
    let herror = crate::support::exception_class(vm, "socket", "herror", vm.exceptions.OSError)?;
    module.add(vm, "gaierror", gaierror.value())?;
    module.add(vm, "herror", herror.value())?;
    let (gaierror, herror) = (vm.cast::<Class>(gaierror.into_raw()), vm.cast::<Class>(herror.into_raw()));
    let state = vm.state::<State>();
    (state.gaierror, state.herror) = (gaierror, herror);
    Ok(owned)
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    let timeout = vm.state::<State>().default_timeout;
    vm.allocate_instance(class, Socket { fd: -1, family: -1, kind: -1, protocol: -1, timeout })
}

fn small(vm: &mut Vm, value: Option<Value>) -> R<i32> {
    let Some(value) = value else { return Ok(-1) };
    match i32::try_from(vm.to_i64(value, "int")?) {
        Ok(number) => Ok(number),
        Err(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let this = receiver::<Socket>(vm, value)?;
    let signature = signature!("socket", [
        "family" PositionalOrKeyword true, "type" PositionalOrKeyword true, "proto" PositionalOrKeyword true,
        "fileno" PositionalOrKeyword true]);
    let mut slots = [None; 4];
    bind(vm, signature, args, &mut slots)?;
    let (mut family, mut kind, mut protocol) = (small(vm, slots[0])?, small(vm, slots[1])?, small(vm, slots[2])?);
    let default_timeout = vm.state::<State>().default_timeout;
    let fd = match given(slots[3]) {
        Some(fileno) => {
            if vm.as_f64(fileno).is_some() {
                return Err(vm.type_error("integer argument expected, got float"));
            }
            let fd = vm.to_i64(fileno, "int")? as i32;
            if fd < 0 {
                return Err(vm.value_error("negative file descriptor"));
            }
            let address = vm.host.local_address(fd);
            match address {
                Ok(address) if family == -1 => family = address::family(&address),
                Ok(_) => {}
                // What is no socket cannot become one; one that only has no name can.
                Err(error)
                    if family == -1
                        || [taipan_host::errno::EBADF, taipan_host::errno::ENOTSOCK].contains(&error.errno) =>
                {
                    return Err(vm.os_error(error, None));
                }
                Err(_) => {}
            }
            if kind == -1 {
                kind = options::int_option(vm, fd, "SO_TYPE")?;
            }
            if protocol == -1 {
                protocol = options::int_option(vm, fd, "SO_PROTOCOL")?;
            }
            fd
        }
        None => {
            if family == -1 {
                family = AF_INET;
            }
            if kind == -1 {
                kind = SOCK_STREAM;
            }
            if protocol == -1 {
                protocol = 0;
            }
            let fd = vm.host.socket(family, kind, protocol);
            checked(vm, fd)?
        }
    };
    let old = {
        let socket = this.get_mut(vm);
        let old = std::mem::replace(&mut socket.fd, fd);
        socket.family = family;
        socket.kind = kind & !(SOCK_NONBLOCK | SOCK_CLOEXEC);
        socket.protocol = protocol;
        old
    };
    if old >= 0 && old != fd {
        let _ = vm.host.close(old);
    }
    let timeout = if kind & SOCK_NONBLOCK != 0 && given(slots[3]).is_none() { Some(0) } else { default_timeout };
    this.get_mut(vm).timeout = timeout;
    if default_timeout.is_some() {
        let set = vm.host.set_blocking(fd, false);
        checked(vm, set)?;
    }
    Ok(())
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let socket = receiver::<Socket>(vm, value)?.get(vm);
    let Socket { fd, family, kind, protocol, .. } = *socket;
    vm.new_str(&format!("<socket object, fd={fd}, family={family}, type={kind}, proto={protocol}>"))
}

/// An open socket that nobody refers to is closed, with a warning.
fn finalize(vm: &mut Vm, value: Value) -> R<()> {
    let this = receiver::<Socket>(vm, value)?;
    if this.get(vm).fd < 0 {
        return Ok(());
    }
    let shown = vm.repr_text(value);
    let warned = match shown {
        Ok(shown) => {
            let message = vm.new_str(&format!("unclosed {shown}"))?;
            let category = vm.exceptions.ResourceWarning;
            vm.warn_object(message.value(), category.value(), 1, Some(value), &[])
        }
        Err(raised) => Err(raised),
    };
    let fd = std::mem::replace(&mut this.get_mut(vm).fd, -1);
    let _ = vm.host.close(fd);
    warned
}

/// A timeout argument: None, or seconds.
fn timeout_argument(vm: &mut Vm, value: Value) -> R<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    let timeout = nanoseconds(vm, value)?;
    if timeout < 0 {
        return Err(vm.value_error("Timeout value out of range"));
    }
    Ok(Some(timeout))
}

/// A timeout as Python sees it.
fn timeout_value(vm: &mut Vm, timeout: Option<i64>) -> R<Owned> {
    match timeout {
        Some(nanoseconds) => vm.new_float(nanoseconds as f64 / 1e9),
        None => Ok(Owned::NONE),
    }
}

fn close_fd(vm: &mut Vm, fd: i32) -> R<()> {
    match blocking(vm, |host| match host.close(fd) {
        // The peer has gone before: the descriptor is closed all the same.
        Err(OsError { errno: taipan_host::errno::ECONNRESET }) => Ok(()),
        other => other,
    }) {
        Ok(()) => Ok(()),
        Err(raised) => Err(raised),
    }
}
