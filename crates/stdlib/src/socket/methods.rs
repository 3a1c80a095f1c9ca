//! The methods of sockets.

use taipan_host::{OsError, errno};
use taipan_runtime::native::*;
use taipan_runtime::object::buffer::View;

use super::io::{Direction, call, call_until, deadline, timed_out, wait};
use super::{Socket, address, close_fd, options, timeout_argument, timeout_value};
use crate::support::{bytes_like, checked, given, zeros};

/// Bytes to be sent.
fn payload_bytes(vm: &mut Vm, data: Value) -> R<Vec<u8>> {
    match bytes_like(vm, data)? {
        Some(bytes) => Ok(bytes),
        None => {
            let found = vm.class_of(data).name(vm);
            Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")))
        }
    }
}

fn length(vm: &mut Vm, size: isize, function: &str) -> R<usize> {
    match usize::try_from(size) {
        Ok(size) => Ok(size),
        Err(_) => Err(vm.value_error(format!("negative buffersize in {function}"))),
    }
}

/// The view to read into, and how much of it.
fn room(vm: &mut Vm, buffer: Value, count: Option<isize>, function: &str) -> R<(View, usize)> {
    let view = vm.writable_buffer(buffer)?;
    let Ok(count) = usize::try_from(count.unwrap_or(0)) else {
        view.release(vm)?;
        return Err(vm.value_error(format!("negative buffersize in {function}")));
    };
    let count = if count == 0 { view.len() } else { count };
    if count > view.len() {
        view.release(vm)?;
        let words = if function == "recv_into" {
            "buffer too small for requested bytes"
        } else {
            "nbytes is greater than the length of the buffer"
        };
        return Err(vm.value_error(words));
    }
    Ok((view, count))
}

fn fill(vm: &mut Vm, view: View, bytes: &[u8]) -> R<()> {
    view.bytes_mut(vm)[..bytes.len()].copy_from_slice(bytes);
    view.release(vm)
}

/// Connect: the error that it ended with, if any.
fn connect(vm: &mut Vm, this: Obj<Socket>, target: Value, function: &str) -> R<Result<(), OsError>> {
    let socket = this.get(vm);
    let copy = Socket { ..*socket };
    let timeout = copy.timeout;
    let address = address::from_python(vm, &copy, target, function)?;
    let (host, fd) = (vm.host.clone(), copy.fd);
    let error = match vm.without_lock(|| host.connect(fd, &address)) {
        Ok(()) => return Ok(Ok(())),
        Err(error) => error,
    };
    // A call that was cut short goes on in the background.
    let waits = if error.errno == errno::EINTR {
        vm.poll_signals()?;
        timeout != Some(0)
    } else {
        timeout.is_some_and(|timeout| timeout > 0) && error.errno == errno::EINPROGRESS
    };
    if !waits {
        return Ok(Err(error));
    }
    let deadline = deadline(vm, timeout)?;
    if !wait(vm, fd, Direction::Connect, deadline)? {
        return if function == "connect" { Err(timed_out(vm)) } else { Ok(Err(OsError::new(errno::EAGAIN))) };
    }
    Ok(match options::int_option(vm, fd, "SO_ERROR")? {
        0 => Ok(()),
        // Connected already: the answer of a second call that the wait made needless.
        errno::EISCONN => Ok(()),
        error => Err(OsError::new(error)),
    })
}

#[methods]
mod py {
    use super::*;

    /// The descriptor of a new connection, and its peer's address.
    #[method("($self, /)")]
    fn _accept(vm: &mut Vm, this: Obj<Socket>) -> R<Owned> {
        let (fd, from) = call(vm, this, Direction::Read, |host, fd| host.accept(fd))?;
        let number = vm.new_int(fd.into())?;
        let from = match address::to_python(vm, &from) {
            Ok(from) => from,
            Err(raised) => {
                let _ = vm.host.close(fd);
                return Err(raised);
            }
        };
        vm.new_tuple(&[number.value(), from.value()])
    }

    /// Give the socket an address.
    #[method("($self, address, /)")]
    fn bind(vm: &mut Vm, this: Obj<Socket>, address: Value) -> R<()> {
        let copy = Socket { ..*this.get(vm) };
        let address = super::address::from_python(vm, &copy, address, "bind")?;
        let bound = vm.host.bind(copy.fd, &address);
        checked(vm, bound)
    }

    /// Close the descriptor.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<Socket>) -> R<()> {
        let fd = std::mem::replace(&mut this.get_mut(vm).fd, -1);
        if fd < 0 { Ok(()) } else { close_fd(vm, fd) }
    }

    /// Connect to an address.
    #[method("($self, address, /)")]
    fn connect(vm: &mut Vm, this: Obj<Socket>, address: Value) -> R<()> {
        let connected = super::connect(vm, this, address, "connect")?;
        checked(vm, connected)
    }

    /// Connect to an address: 0 or the error's number.
    #[method("($self, address, /)")]
    fn connect_ex(vm: &mut Vm, this: Obj<Socket>, address: Value) -> R<i32> {
        let connected = super::connect(vm, this, address, "connect_ex")?;
        Ok(connected.map_or_else(|error| error.errno, |()| 0))
    }

    /// Forget the descriptor, which stays open.
    #[method("($self, /)")]
    fn detach(vm: &mut Vm, this: Obj<Socket>) -> i32 {
        std::mem::replace(&mut this.get_mut(vm).fd, -1)
    }

    /// The descriptor, -1 when closed.
    #[method("($self, /)")]
    fn fileno(vm: &mut Vm, this: Obj<Socket>) -> i32 {
        this.get(vm).fd
    }

    /// Whether calls wait.
    #[method("($self, /)")]
    fn getblocking(vm: &mut Vm, this: Obj<Socket>) -> bool {
        this.get(vm).timeout != Some(0)
    }

    /// Say whether calls wait.
    #[method("($self, flag, /)")]
    fn setblocking(vm: &mut Vm, this: Obj<Socket>, flag: bool) -> R<()> {
        let fd = this.get(vm).fd;
        this.get_mut(vm).timeout = if flag { None } else { Some(0) };
        let set = vm.host.set_blocking(fd, flag);
        checked(vm, set)
    }

    /// For how many seconds calls wait; None: for ever.
    #[method("($self, /)")]
    fn gettimeout(vm: &mut Vm, this: Obj<Socket>) -> R<Owned> {
        let timeout = this.get(vm).timeout;
        timeout_value(vm, timeout)
    }

    /// Say for how many seconds calls wait.
    #[method("($self, timeout, /)")]
    fn settimeout(vm: &mut Vm, this: Obj<Socket>, timeout: Value) -> R<()> {
        let timeout = timeout_argument(vm, timeout)?;
        let fd = this.get(vm).fd;
        this.get_mut(vm).timeout = timeout;
        let set = vm.host.set_blocking(fd, timeout.is_none());
        checked(vm, set)
    }

    /// The peer's address.
    #[method("($self, /)")]
    fn getpeername(vm: &mut Vm, this: Obj<Socket>) -> R<Owned> {
        let found = vm.host.peer_address(this.get(vm).fd);
        let found = checked(vm, found)?;
        address::to_python(vm, &found)
    }

    /// The socket's own address.
    #[method("($self, /)")]
    fn getsockname(vm: &mut Vm, this: Obj<Socket>) -> R<Owned> {
        let found = vm.host.local_address(this.get(vm).fd);
        let found = checked(vm, found)?;
        address::to_python(vm, &found)
    }

    /// An option: an int, or bytes when a size is given.
    #[method("($self, level, optname, buflen=0, /)")]
    fn getsockopt(vm: &mut Vm, this: Obj<Socket>, level: i32, optname: i32, buflen: Option<i32>) -> R<Owned> {
        let fd = this.get(vm).fd;
        options::get(vm, fd, level, optname, buflen)
    }

    /// Set an option.
    #[method("($self, /, *args)")]
    fn setsockopt(vm: &mut Vm, this: Obj<Socket>, args: Rest<'_>) -> R<()> {
        let fd = this.get(vm).fd;
        options::set(vm, fd, args)
    }

    /// Accept connections.
    #[method("($self, backlog=128, /)")]
    fn listen(vm: &mut Vm, this: Obj<Socket>, backlog: Option<i32>) -> R<()> {
        let listening = vm.host.listen(this.get(vm).fd, backlog.unwrap_or(128).max(0));
        checked(vm, listening)
    }

    /// Receive at most so many bytes.
    #[method("($self, bufsize, flags=0, /)")]
    fn recv(vm: &mut Vm, this: Obj<Socket>, bufsize: isize, flags: Option<i32>) -> R<Owned> {
        let size = length(vm, bufsize, "recv")?;
        if size == 0 {
            return vm.new_bytes(&[]);
        }
        let mut buffer = zeros(vm, size)?;
        let flags = flags.unwrap_or(0);
        let count = call(vm, this, Direction::Read, |host, fd| host.receive(fd, &mut buffer, flags))?;
        vm.new_bytes(&buffer[..count])
    }

    /// Receive into a buffer: how many bytes.
    #[method("($self, /, buffer, nbytes=0, flags=0)")]
    fn recv_into(vm: &mut Vm, this: Obj<Socket>, buffer: Value, nbytes: Option<isize>, flags: Option<i32>) -> R<usize> {
        let (view, size) = room(vm, buffer, nbytes, "recv_into")?;
        let mut bytes = zeros(vm, size)?;
        let flags = flags.unwrap_or(0);
        let received = if size == 0 {
            Ok(0)
        } else {
            call(vm, this, Direction::Read, |host, fd| host.receive(fd, &mut bytes, flags))
        };
        let count = received.as_ref().map_or(0, |count| *count);
        fill(vm, view, &bytes[..count])?;
        received
    }

    /// Receive bytes, and where they came from.
    #[method("($self, bufsize, flags=0, /)")]
    fn recvfrom(vm: &mut Vm, this: Obj<Socket>, bufsize: isize, flags: Option<i32>) -> R<Owned> {
        let size = length(vm, bufsize, "recvfrom")?;
        let mut buffer = zeros(vm, size)?;
        let flags = flags.unwrap_or(0);
        let (count, from) = call(vm, this, Direction::Read, |host, fd| host.receive_from(fd, &mut buffer, flags))?;
        let bytes = vm.new_bytes(&buffer[..count])?;
        let from = address::to_python(vm, &from)?;
        vm.new_tuple(&[bytes.value(), from.value()])
    }

    /// Receive into a buffer: how many bytes, and where they came from.
    #[method("($self, /, buffer, nbytes=0, flags=0)")]
    fn recvfrom_into(
        vm: &mut Vm,
        this: Obj<Socket>,
        buffer: Value,
        nbytes: Option<isize>,
        flags: Option<i32>,
    ) -> R<Owned> {
        let (view, size) = room(vm, buffer, nbytes, "recvfrom_into")?;
        let mut bytes = zeros(vm, size)?;
        let flags = flags.unwrap_or(0);
        let received = call(vm, this, Direction::Read, |host, fd| host.receive_from(fd, &mut bytes, flags));
        let count = received.as_ref().map_or(0, |(count, _)| *count);
        fill(vm, view, &bytes[..count])?;
        let (count, from) = received?;
        let from = address::to_python(vm, &from)?;
        let count = vm.new_int(count as i128)?;
        vm.new_tuple(&[count.value(), from.value()])
    }

    /// Receive bytes with ancillary data.
    #[method("($self, bufsize, ancbufsize=0, flags=0, /)")]
    fn recvmsg(
        vm: &mut Vm,
        this: Obj<Socket>,
        bufsize: isize,
        ancbufsize: Option<isize>,
        flags: Option<i32>,
    ) -> R<Owned> {
        let size = match usize::try_from(bufsize) {
            Ok(size) => size,
            Err(_) => return Err(vm.value_error("negative buffer size in recvmsg()")),
        };
        let control = match usize::try_from(ancbufsize.unwrap_or(0)) {
            Ok(size) => size,
            Err(_) => return Err(vm.value_error("invalid ancillary data buffer length")),
        };
        let mut buffer = zeros(vm, size)?;
        let flags = flags.unwrap_or(0);
        let message =
            call(vm, this, Direction::Read, |host, fd| host.receive_message(fd, &mut [&mut buffer], control, flags))?;
        let data = vm.new_bytes(&buffer[..message.length.min(size)])?;
        let control = options::control_list(vm, &message.control)?;
        let flags = vm.new_int(message.flags.into())?;
        let from = address::to_python(vm, &message.address)?;
        vm.new_tuple(&[data.value(), control.value(), flags.value(), from.value()])
    }

    /// Receive into several buffers, with ancillary data.
    #[method("($self, buffers, ancbufsize=0, flags=0, /)")]
    fn recvmsg_into(
        vm: &mut Vm,
        this: Obj<Socket>,
        buffers: Value,
        ancbufsize: Option<isize>,
        flags: Option<i32>,
    ) -> R<Owned> {
        let Ok(iterator) = vm.iter(buffers) else {
            drop(vm.take_error());
            return Err(vm.type_error("recvmsg_into() argument 1 must be an iterable"));
        };
        let control = match usize::try_from(ancbufsize.unwrap_or(0)) {
            Ok(size) => size,
            Err(_) => return Err(vm.value_error("invalid ancillary data buffer length")),
        };
        let mut views = Vec::new();
        while let Some(buffer) = vm.next(iterator.value())? {
            views.push(vm.writable_buffer(buffer.value())?);
        }
        let mut pieces = Vec::with_capacity(views.len());
        for view in &views {
            pieces.push(zeros(vm, view.len())?);
        }
        let flags = flags.unwrap_or(0);
        let received = call(vm, this, Direction::Read, |host, fd| {
            let mut slices: Vec<&mut [u8]> = pieces.iter_mut().map(Vec::as_mut_slice).collect();
            host.receive_message(fd, &mut slices, control, flags)
        });
        let mut left = received.as_ref().map_or(0, |message| message.length);
        for (view, piece) in views.into_iter().zip(&pieces) {
            let count = left.min(piece.len());
            left -= count;
            fill(vm, view, &piece[..count])?;
        }
        let message = received?;
        let length = vm.new_int(message.length as i128)?;
        let control = options::control_list(vm, &message.control)?;
        let flags = vm.new_int(message.flags.into())?;
        let from = address::to_python(vm, &message.address)?;
        vm.new_tuple(&[length.value(), control.value(), flags.value(), from.value()])
    }

    /// Send bytes: how many were sent.
    #[method("($self, data, flags=0, /)")]
    fn send(vm: &mut Vm, this: Obj<Socket>, data: Value, flags: Option<i32>) -> R<usize> {
        let bytes = payload_bytes(vm, data)?;
        let flags = flags.unwrap_or(0);
        call(vm, this, Direction::Write, |host, fd| host.send(fd, &bytes, flags))
    }

    /// Send all of the bytes.
    #[method("($self, data, flags=0, /)")]
    fn sendall(vm: &mut Vm, this: Obj<Socket>, data: Value, flags: Option<i32>) -> R<()> {
        let bytes = payload_bytes(vm, data)?;
        let flags = flags.unwrap_or(0);
        let deadline = deadline(vm, this.get(vm).timeout)?;
        let mut sent = 0;
        loop {
            sent += call_until(vm, this, Direction::Write, deadline, |host, fd| host.send(fd, &bytes[sent..], flags))?;
            if sent >= bytes.len() {
                return Ok(());
            }
            vm.poll_signals()?;
        }
    }

    /// Send bytes to an address: how many were sent.
    #[method("($self, /, *args)")]
    fn sendto(vm: &mut Vm, this: Obj<Socket>, args: Rest<'_>) -> R<usize> {
        let (data, flags, target) = match *args {
            [data, target] => (data, 0, target),
            [data, flags, target] => (data, vm.to_i64(flags, "int")? as i32, target),
            _ => {
                let given = args.len();
                return Err(vm.type_error(format!("sendto() takes 2 or 3 arguments ({given} given)")));
            }
        };
        let bytes = payload_bytes(vm, data)?;
        let copy = Socket { ..*this.get(vm) };
        let target = address::from_python(vm, &copy, target, "sendto")?;
        call(vm, this, Direction::Write, |host, fd| host.send_to(fd, &bytes, flags, &target))
    }

    /// Send bytes with ancillary data: how many were sent.
    #[method("($self, buffers, ancdata=(), flags=0, address=None, /)")]
    fn sendmsg(
        vm: &mut Vm,
        this: Obj<Socket>,
        buffers: Value,
        ancdata: Option<Value>,
        flags: Option<i32>,
        address: Option<Value>,
    ) -> R<usize> {
        let Ok(iterator) = vm.iter(buffers) else {
            drop(vm.take_error());
            return Err(vm.type_error("sendmsg() argument 1 must be an iterable"));
        };
        let mut pieces = Vec::new();
        while let Some(buffer) = vm.next(iterator.value())? {
            pieces.push(payload_bytes(vm, buffer.value())?);
        }
        let target = match given(address) {
            Some(target) => {
                let copy = Socket { ..*this.get(vm) };
                Some(super::address::from_python(vm, &copy, target, "sendmsg")?)
            }
            None => None,
        };
        let control = match ancdata {
            Some(control) => options::control_messages(vm, control)?,
            None => Vec::new(),
        };
        let flags = flags.unwrap_or(0);
        let slices: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        call(vm, this, Direction::Write, |host, fd| host.send_message(fd, &slices, &control, flags, target.as_ref()))
    }

    /// Shut down reading, writing or both.
    #[method("($self, how, /)")]
    fn shutdown(vm: &mut Vm, this: Obj<Socket>, how: i32) -> R<()> {
        let done = vm.host.shutdown(this.get(vm).fd, how);
        checked(vm, done)
    }

    /// The family.
    #[member]
    fn family(vm: &mut Vm, this: Obj<Socket>) -> i32 {
        this.get(vm).family
    }

    /// The type.
    #[member("type")]
    fn kind(vm: &mut Vm, this: Obj<Socket>) -> i32 {
        this.get(vm).kind
    }

    /// The protocol.
    #[member]
    fn proto(vm: &mut Vm, this: Obj<Socket>) -> i32 {
        this.get(vm).protocol
    }

    /// For how many seconds calls wait.
    #[getter]
    fn timeout(vm: &mut Vm, this: Obj<Socket>) -> R<Owned> {
        let timeout = this.get(vm).timeout;
        timeout_value(vm, timeout)
    }
}
