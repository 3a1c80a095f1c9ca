//! Sockets of the machine. Addresses are in `address.rs`, names of hosts and services in `names.rs`.

mod address;
mod names;

use std::io::{IoSlice, IoSliceMut};
use std::ptr;

use super::{Native, check, check_length, last_error};
use crate::error::Result;
use crate::{
    AddressHints, AddressInfo, ControlMessage, Fd, HostEntry, HostQuery, ReceivedMessage, ResolveError, SocketAddress,
    Sockets,
};
use address::{RawAddress, decode_control, encode_control};

impl Sockets for Native {
    fn socket(&self, family: i32, kind: i32, protocol: i32) -> Result<Fd> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
    }

    fn socket_pair(&self, family: i32, kind: i32, protocol: i32) -> Result<(Fd, Fd)> {
        let mut pair = [-1; 2];
        // SAFETY: writes two numbers, which are ours.
        check(unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, pair.as_mut_ptr()) })?;
        Ok((pair[0], pair[1]))
    }

    fn bind(&self, fd: Fd, address: &SocketAddress) -> Result<()> {
        let address = RawAddress::encode(address)?;
        // SAFETY: reads as many bytes as the address is long.
        check(unsafe { libc::bind(fd, address.as_ptr(), address.length) }).map(drop)
    }

    fn connect(&self, fd: Fd, address: &SocketAddress) -> Result<()> {
        let address = RawAddress::encode(address)?;
        // SAFETY: reads as many bytes as the address is long.
        check(unsafe { libc::connect(fd, address.as_ptr(), address.length) }).map(drop)
    }

    fn listen(&self, fd: Fd, backlog: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::listen(fd, backlog) }).map(drop)
    }

    fn accept(&self, fd: Fd) -> Result<(Fd, SocketAddress)> {
        let mut address = RawAddress::room();
        let length = &raw mut address.length;
        // SAFETY: writes at most as many bytes as there is room for, and the length.
        let new = check(unsafe { libc::accept4(fd, address.as_mut_ptr(), length, libc::SOCK_CLOEXEC) })?;
        Ok((new, address.decode()))
    }

    fn shutdown(&self, fd: Fd, how: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::shutdown(fd, how) }).map(drop)
    }

    fn local_address(&self, fd: Fd) -> Result<SocketAddress> {
        let mut address = RawAddress::room();
        let length = &raw mut address.length;
        // SAFETY: writes at most as many bytes as there is room for, and the length.
        check(unsafe { libc::getsockname(fd, address.as_mut_ptr(), length) })?;
        Ok(address.decode())
    }

    fn peer_address(&self, fd: Fd) -> Result<SocketAddress> {
        let mut address = RawAddress::room();
        let length = &raw mut address.length;
        // SAFETY: writes at most as many bytes as there is room for, and the length.
        check(unsafe { libc::getpeername(fd, address.as_mut_ptr(), length) })?;
        Ok(address.decode())
    }

    fn send(&self, fd: Fd, bytes: &[u8], flags: i32) -> Result<usize> {
        // SAFETY: reads the slice.
        check_length(unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags) })
    }

    fn send_to(&self, fd: Fd, bytes: &[u8], flags: i32, address: &SocketAddress) -> Result<usize> {
        let address = RawAddress::encode(address)?;
        let start = bytes.as_ptr().cast();
        // SAFETY: reads the slice, and as many bytes as the address is long.
        check_length(unsafe { libc::sendto(fd, start, bytes.len(), flags, address.as_ptr(), address.length) })
    }

    fn receive(&self, fd: Fd, buffer: &mut [u8], flags: i32) -> Result<usize> {
        // SAFETY: writes at most as many bytes as the slice has. With MSG_TRUNC, the answer may be larger.
        let count = check_length(unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags) })?;
        Ok(count.min(buffer.len()))
    }

    fn receive_from(&self, fd: Fd, buffer: &mut [u8], flags: i32) -> Result<(usize, SocketAddress)> {
        let mut address = RawAddress::room();
        let length = &raw mut address.length;
        let start = buffer.as_mut_ptr().cast();
        // SAFETY: writes at most as many bytes as the slice has and as there is room for in the address.
        let count =
            check_length(unsafe { libc::recvfrom(fd, start, buffer.len(), flags, address.as_mut_ptr(), length) })?;
        // A stream leaves the room for the address alone.
        let from = if address.length as usize == RawAddress::SIZE { SocketAddress::None } else { address.decode() };
        Ok((count.min(buffer.len()), from))
    }

    fn send_message(
        &self,
        fd: Fd,
        buffers: &[&[u8]],
        control: &[ControlMessage],
        flags: i32,
        address: Option<&SocketAddress>,
    ) -> Result<usize> {
        let slices: Vec<IoSlice<'_>> = buffers.iter().map(|buffer| IoSlice::new(buffer)).collect();
        let control = encode_control(control)?;
        let mut address = address.map(RawAddress::encode).transpose()?;
        let mut header = empty_header();
        if let Some(address) = &mut address {
            header.msg_name = address.as_mut_ptr().cast();
            header.msg_namelen = address.length;
        }
        // An `IoSlice` is an `iovec`, as the standard library promises. The call only reads.
        header.msg_iov = slices.as_ptr().cast_mut().cast();
        header.msg_iovlen = slices.len() as _;
        if !control.is_empty() {
            header.msg_control = control.as_ptr().cast_mut().cast();
            header.msg_controllen = control.len() as _;
        }
        // SAFETY: reads what the header points to: the address, the slices and the control data, with their lengths.
        check_length(unsafe { libc::sendmsg(fd, &raw const header, flags) })
    }

    fn receive_message(
        &self,
        fd: Fd,
        buffers: &mut [&mut [u8]],
        control_size: usize,
        flags: i32,
    ) -> Result<ReceivedMessage> {
        let mut slices: Vec<IoSliceMut<'_>> = buffers.iter_mut().map(|buffer| IoSliceMut::new(buffer)).collect();
        // Words, so that the pieces are aligned.
        let mut control = vec![0usize; control_size.div_ceil(size_of::<usize>())];
        let mut address = RawAddress::room();
        let mut header = empty_header();
        header.msg_name = address.as_mut_ptr().cast();
        header.msg_namelen = address.length;
        // An `IoSliceMut` is an `iovec`, as the standard library promises.
        header.msg_iov = slices.as_mut_ptr().cast();
        header.msg_iovlen = slices.len() as _;
        if control_size > 0 {
            header.msg_control = control.as_mut_ptr().cast();
            header.msg_controllen = control_size as _;
        }
        // SAFETY: writes to what the header points to, each at most as long as it says.
        let length = check_length(unsafe { libc::recvmsg(fd, &raw mut header, flags) })?;
        address.length = header.msg_namelen;
        let filled = header.msg_controllen.min(control_size);
        let bytes: Vec<u8> = control.iter().flat_map(|word| word.to_ne_bytes()).take(filled).collect();
        Ok(ReceivedMessage {
            length,
            control: decode_control(&bytes),
            flags: header.msg_flags,
            address: address.decode(),
        })
    }

    fn socket_option(&self, fd: Fd, level: i32, name: i32, size: usize) -> Result<Vec<u8>> {
        let mut value = vec![0u8; size];
        let mut length = size as libc::socklen_t;
        // SAFETY: writes at most as many bytes as there is room for, and the length.
        check(unsafe { libc::getsockopt(fd, level, name, value.as_mut_ptr().cast(), &raw mut length) })?;
        value.truncate(length as usize);
        Ok(value)
    }

    fn set_socket_option(&self, fd: Fd, level: i32, name: i32, value: &[u8]) -> Result<()> {
        // SAFETY: reads the slice.
        check(unsafe { libc::setsockopt(fd, level, name, value.as_ptr().cast(), value.len() as libc::socklen_t) })
            .map(drop)
    }

    fn set_socket_option_length(&self, fd: Fd, level: i32, name: i32, length: u32) -> Result<()> {
        // SAFETY: a null value is not read; the kernel answers EFAULT if the option needs one.
        check(unsafe { libc::setsockopt(fd, level, name, ptr::null(), length) }).map(drop)
    }

    fn resolve(
        &self,
        host: Option<&[u8]>,
        service: Option<&[u8]>,
        hints: AddressHints,
    ) -> std::result::Result<Vec<AddressInfo>, ResolveError> {
        names::resolve(host, service, hints)
    }

    fn resolve_back(
        &self,
        address: &SocketAddress,
        flags: i32,
    ) -> std::result::Result<(Vec<u8>, Vec<u8>), ResolveError> {
        names::resolve_back(&RawAddress::encode(address)?, flags)
    }

    fn host_entry(&self, query: HostQuery<'_>) -> std::result::Result<HostEntry, ResolveError> {
        names::host_entry(query)
    }

    fn host_name(&self) -> Result<Vec<u8>> {
        Ok(rustix::system::uname().nodename().to_bytes().to_vec())
    }

    fn service_port(&self, name: &[u8], protocol: Option<&[u8]>) -> Option<u16> {
        names::service_port(name, protocol)
    }

    fn service_name(&self, port: u16, protocol: Option<&[u8]>) -> Option<Vec<u8>> {
        names::service_name(port, protocol)
    }

    fn protocol_number(&self, name: &[u8]) -> Option<i32> {
        names::protocol_number(name)
    }

    fn interface_names(&self) -> Result<Vec<(u32, Vec<u8>)>> {
        names::interface_names()
    }

    fn interface_index(&self, name: &[u8]) -> Result<u32> {
        let name = super::c_string(name)?;
        // SAFETY: the name ends with NUL.
        match unsafe { libc::if_nametoindex(name.as_ptr()) } {
            0 => Err(last_error()),
            index => Ok(index),
        }
    }

    fn interface_name(&self, index: u32) -> Result<Vec<u8>> {
        let mut name = [0u8; libc::IF_NAMESIZE];
        // SAFETY: writes at most that many bytes.
        if unsafe { libc::if_indextoname(index, name.as_mut_ptr().cast()) }.is_null() {
            return Err(last_error());
        }
        Ok(name.split(|&byte| byte == 0).next().unwrap_or_default().to_vec())
    }
}

fn empty_header() -> libc::msghdr {
    // SAFETY: numbers and pointers, for which zero is a value.
    unsafe { std::mem::zeroed() }
}
