//! Sockets and the names of hosts and services.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::error::{Result, denied};
use crate::{Fd, OsError};

/// A socket's address, by family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketAddress {
    V4 {
        address: Ipv4Addr,
        port: u16,
    },
    V6 {
        address: Ipv6Addr,
        port: u16,
        flow: u32,
        scope: u32,
    },
    /// A path, an abstract name (which begins with NUL), or nothing for a socket without a name.
    Unix(Vec<u8>),
    /// The bytes behind the family of any other address.
    Other {
        family: i32,
        data: Vec<u8>,
    },
    /// The system gave no address.
    None,
}

/// One answer of `getaddrinfo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressInfo {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub canonical_name: Option<Vec<u8>>,
    pub address: SocketAddress,
}

/// What `getaddrinfo` is asked for besides the names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddressHints {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub flags: i32,
}

/// Why a name could not be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveError {
    System(OsError),
    /// `socket.gaierror`: an EAI_* code and its text.
    Resolver {
        code: i32,
        text: String,
    },
    /// `socket.herror`, from the older functions: an h_errno and its text.
    Host {
        code: i32,
        text: String,
    },
}

impl From<OsError> for ResolveError {
    fn from(error: OsError) -> ResolveError {
        ResolveError::System(error)
    }
}

/// A piece of ancillary data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlMessage {
    pub level: i32,
    pub kind: i32,
    pub data: Vec<u8>,
}

/// What `recvmsg` answers besides the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedMessage {
    pub length: usize,
    pub control: Vec<ControlMessage>,
    pub flags: i32,
    pub address: SocketAddress,
}

/// How the older functions look for a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostQuery<'a> {
    /// `gethostbyname`, which knows IPv4 only.
    Name(&'a [u8]),
    /// `gethostbyaddr`.
    Address(std::net::IpAddr),
}

/// A host's entry, as `gethostbyaddr` answers it; the addresses are written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostEntry {
    pub name: Vec<u8>,
    pub aliases: Vec<Vec<u8>>,
    pub addresses: Vec<Vec<u8>>,
}

const CONTROL_HEADER: usize = size_of::<usize>() + 2 * size_of::<i32>();

/// `socket.CMSG_LEN`: how long a piece of ancillary data with `size` bytes is without the padding behind it.
pub fn control_length(size: usize) -> Option<usize> {
    size.checked_add(CONTROL_HEADER)
}

/// `socket.CMSG_SPACE`: how much room a piece of ancillary data with `size` bytes takes.
pub fn control_space(size: usize) -> Option<usize> {
    control_length(size)?.checked_next_multiple_of(size_of::<usize>())
}

fn denied_resolution<T>() -> std::result::Result<T, ResolveError> {
    Err(ResolveError::System(OsError::new(crate::errno::EPERM)))
}

#[expect(unused_variables, reason = "the defaults deny without looking at what is asked")]
pub trait Sockets {
    /// A new socket, not inheritable.
    fn socket(&self, family: i32, kind: i32, protocol: i32) -> Result<Fd> {
        denied()
    }

    fn socket_pair(&self, family: i32, kind: i32, protocol: i32) -> Result<(Fd, Fd)> {
        denied()
    }

    fn bind(&self, fd: Fd, address: &SocketAddress) -> Result<()> {
        denied()
    }

    /// EINTR here means that connecting goes on: wait until the socket can be written, then ask SO_ERROR.
    fn connect(&self, fd: Fd, address: &SocketAddress) -> Result<()> {
        denied()
    }

    fn listen(&self, fd: Fd, backlog: i32) -> Result<()> {
        denied()
    }

    /// The new descriptor is not inheritable.
    fn accept(&self, fd: Fd) -> Result<(Fd, SocketAddress)> {
        denied()
    }

    fn shutdown(&self, fd: Fd, how: i32) -> Result<()> {
        denied()
    }

    fn local_address(&self, fd: Fd) -> Result<SocketAddress> {
        denied()
    }

    fn peer_address(&self, fd: Fd) -> Result<SocketAddress> {
        denied()
    }

    fn send(&self, fd: Fd, bytes: &[u8], flags: i32) -> Result<usize> {
        denied()
    }

    fn send_to(&self, fd: Fd, bytes: &[u8], flags: i32, address: &SocketAddress) -> Result<usize> {
        denied()
    }

    fn receive(&self, fd: Fd, buffer: &mut [u8], flags: i32) -> Result<usize> {
        denied()
    }

    fn receive_from(&self, fd: Fd, buffer: &mut [u8], flags: i32) -> Result<(usize, SocketAddress)> {
        denied()
    }

    fn send_message(
        &self,
        fd: Fd,
        buffers: &[&[u8]],
        control: &[ControlMessage],
        flags: i32,
        address: Option<&SocketAddress>,
    ) -> Result<usize> {
        denied()
    }

    /// Fill the buffers in turn; up to `control_size` bytes of ancillary data.
    fn receive_message(
        &self,
        fd: Fd,
        buffers: &mut [&mut [u8]],
        control_size: usize,
        flags: i32,
    ) -> Result<ReceivedMessage> {
        denied()
    }

    /// Up to `size` bytes of the option's value.
    fn socket_option(&self, fd: Fd, level: i32, name: i32, size: usize) -> Result<Vec<u8>> {
        denied()
    }

    fn set_socket_option(&self, fd: Fd, level: i32, name: i32, value: &[u8]) -> Result<()> {
        denied()
    }

    /// `setsockopt` without a value, with the length alone.
    fn set_socket_option_length(&self, fd: Fd, level: i32, name: i32, length: u32) -> Result<()> {
        denied()
    }

    fn resolve(
        &self,
        host: Option<&[u8]>,
        service: Option<&[u8]>,
        hints: AddressHints,
    ) -> std::result::Result<Vec<AddressInfo>, ResolveError> {
        denied_resolution()
    }

    /// `getnameinfo`: host and service.
    fn resolve_back(
        &self,
        address: &SocketAddress,
        flags: i32,
    ) -> std::result::Result<(Vec<u8>, Vec<u8>), ResolveError> {
        denied_resolution()
    }

    fn host_entry(&self, query: HostQuery<'_>) -> std::result::Result<HostEntry, ResolveError> {
        denied_resolution()
    }

    fn host_name(&self) -> Result<Vec<u8>> {
        denied()
    }

    /// The port of a service in host order.
    fn service_port(&self, name: &[u8], protocol: Option<&[u8]>) -> Option<u16> {
        None
    }

    fn service_name(&self, port: u16, protocol: Option<&[u8]>) -> Option<Vec<u8>> {
        None
    }

    fn protocol_number(&self, name: &[u8]) -> Option<i32> {
        None
    }

    fn interface_names(&self) -> Result<Vec<(u32, Vec<u8>)>> {
        denied()
    }

    fn interface_index(&self, name: &[u8]) -> Result<u32> {
        denied()
    }

    fn interface_name(&self, index: u32) -> Result<Vec<u8>> {
        denied()
    }
}
