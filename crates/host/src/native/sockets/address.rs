//! Addresses and ancillary data as the kernel lays them out, written and read byte by byte.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::error::{OsError, Result};
use crate::{ControlMessage, SocketAddress, control_length, control_space, errno};

/// Room for any address, aligned as the kernel wants it.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub(super) struct RawAddress {
    bytes: [u8; RawAddress::SIZE],
    pub(super) length: libc::socklen_t,
}

/// Where the path begins in a Unix address, and the rest in any other: behind the family.
const FAMILY: usize = 2;
const LONGEST_PATH: usize = 108;

impl RawAddress {
    pub(super) const SIZE: usize = size_of::<libc::sockaddr_storage>();

    /// Empty, to be filled by a call.
    pub(super) fn room() -> RawAddress {
        RawAddress { bytes: [0; RawAddress::SIZE], length: RawAddress::SIZE as libc::socklen_t }
    }

    fn new(family: i32, rest: &[&[u8]]) -> Result<RawAddress> {
        let family = u16::try_from(family).map_err(|_| OsError::new(errno::EAFNOSUPPORT))?;
        let mut address = RawAddress::room();
        address.bytes[..FAMILY].copy_from_slice(&family.to_ne_bytes());
        let mut end = FAMILY;
        for part in rest {
            let Some(place) = address.bytes.get_mut(end..end + part.len()) else {
                return Err(OsError::new(errno::ENAMETOOLONG));
            };
            place.copy_from_slice(part);
            end += part.len();
        }
        address.length = end as libc::socklen_t;
        Ok(address)
    }

    pub(super) fn encode(address: &SocketAddress) -> Result<RawAddress> {
        match address {
            SocketAddress::V4 { address, port } => {
                RawAddress::new(libc::AF_INET, &[&port.to_be_bytes(), &address.octets(), &[0; 8]])
            }
            SocketAddress::V6 { address, port, flow, scope } => RawAddress::new(
                libc::AF_INET6,
                &[&port.to_be_bytes(), &flow.to_be_bytes(), &address.octets(), &scope.to_ne_bytes()],
            ),
            SocketAddress::Unix(path) => {
                // A path has a NUL behind it; an abstract name, which begins with one, does not.
                let end: &[u8] = if path.first().is_none_or(|&byte| byte == 0) { b"" } else { b"\0" };
                if path.len() + end.len() > LONGEST_PATH {
                    return Err(OsError::new(errno::ENAMETOOLONG));
                }
                RawAddress::new(libc::AF_UNIX, &[path, end])
            }
            SocketAddress::Other { family, data } => RawAddress::new(*family, &[data]),
            SocketAddress::None => Err(OsError::new(errno::EINVAL)),
        }
    }

    pub(super) fn decode(&self) -> SocketAddress {
        decode(&self.bytes[..(self.length as usize).min(RawAddress::SIZE)])
    }

    pub(super) fn as_ptr(&self) -> *const libc::sockaddr {
        self.bytes.as_ptr().cast()
    }

    pub(super) fn as_mut_ptr(&mut self) -> *mut libc::sockaddr {
        self.bytes.as_mut_ptr().cast()
    }
}

/// An address from the kernel's bytes.
pub(super) fn decode(bytes: &[u8]) -> SocketAddress {
    let Some((family, data)) = bytes.split_first_chunk::<FAMILY>() else {
        return SocketAddress::None;
    };
    let family = i32::from(u16::from_ne_bytes(*family));
    match family {
        libc::AF_INET => {
            if let Some(&[port, more, a, b, c, d]) = data.first_chunk::<6>() {
                let port = u16::from_be_bytes([port, more]);
                return SocketAddress::V4 { address: Ipv4Addr::new(a, b, c, d), port };
            }
        }
        libc::AF_INET6 => {
            if let Some(address) = decode_v6(data) {
                return address;
            }
        }
        libc::AF_UNIX => {
            let path = match data.first() {
                // An abstract name is as long as the address says; a path ends with its NUL.
                Some(0) => data,
                _ => data.split(|&byte| byte == 0).next().unwrap_or_default(),
            };
            return SocketAddress::Unix(path.to_vec());
        }
        _ => {}
    }
    SocketAddress::Other { family, data: data.to_vec() }
}

fn decode_v6(data: &[u8]) -> Option<SocketAddress> {
    let (port, data) = data.split_first_chunk::<2>()?;
    let (flow, data) = data.split_first_chunk::<4>()?;
    let (address, data) = data.split_first_chunk::<16>()?;
    let scope = data.first_chunk::<4>()?;
    Some(SocketAddress::V6 {
        address: Ipv6Addr::from(*address),
        port: u16::from_be_bytes(*port),
        flow: u32::from_be_bytes(*flow),
        scope: u32::from_ne_bytes(*scope),
    })
}

/// Ancillary data, piece behind piece.
pub(super) fn encode_control(messages: &[ControlMessage]) -> Result<Vec<u8>> {
    let too_long = OsError::new(errno::EMSGSIZE);
    let mut bytes = Vec::new();
    for message in messages {
        let length = control_length(message.data.len()).ok_or(too_long)?;
        let end = control_space(message.data.len()).and_then(|space| space.checked_add(bytes.len())).ok_or(too_long)?;
        bytes.extend_from_slice(&length.to_ne_bytes());
        bytes.extend_from_slice(&message.level.to_ne_bytes());
        bytes.extend_from_slice(&message.kind.to_ne_bytes());
        bytes.extend_from_slice(&message.data);
        bytes.resize(end, 0);
    }
    Ok(bytes)
}

/// The pieces that are there; one that was cut off keeps what there is of it.
pub(super) fn decode_control(mut bytes: &[u8]) -> Vec<ControlMessage> {
    let mut messages = Vec::new();
    while let Some((message, length)) = decode_message(bytes) {
        messages.push(message);
        let next = length.checked_next_multiple_of(size_of::<usize>()).unwrap_or(usize::MAX);
        bytes = bytes.get(next..).unwrap_or_default();
    }
    messages
}

fn decode_message(bytes: &[u8]) -> Option<(ControlMessage, usize)> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (level, rest) = rest.split_first_chunk()?;
    let (kind, rest) = rest.split_first_chunk()?;
    let length = usize::from_ne_bytes(*length);
    let size = length.checked_sub(bytes.len() - rest.len())?;
    let data = &rest[..size.min(rest.len())];
    let (level, kind) = (i32::from_ne_bytes(*level), i32::from_ne_bytes(*kind));
    Some((ControlMessage { level, kind, data: data.to_vec() }, length))
}
