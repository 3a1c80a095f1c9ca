//! Addresses: the tuples and strings of Python on one side, the host's on the other.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use taipan_host::{AddressHints, OsError, ResolveError, SocketAddress};
use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;

use super::{AF_INET, AF_INET6, AF_NETLINK, AF_UNIX, Socket, State};
use crate::posix::{decode, encode};
use crate::support::bytes_like;

/// The family of an address.
pub(super) fn family(address: &SocketAddress) -> i32 {
    match address {
        SocketAddress::V4 { .. } => AF_INET,
        SocketAddress::V6 { .. } => AF_INET6,
        SocketAddress::Unix(_) => AF_UNIX,
        SocketAddress::Other { family, .. } => *family,
        SocketAddress::None => 0,
    }
}

/// What Python calls an address of the host.
pub(super) fn to_python(vm: &mut Vm, address: &SocketAddress) -> R<Owned> {
    match address {
        SocketAddress::V4 { address, port } => {
            let host = vm.new_str(&address.to_string())?;
            vm.new_tuple(&[host.value(), Value::small(i32::from(*port))])
        }
        SocketAddress::V6 { address, port, flow, scope } => {
            let host = vm.new_str(&address.to_string())?;
            let (flow, scope) = (vm.new_int((*flow).into())?, vm.new_int((*scope).into())?);
            vm.new_tuple(&[host.value(), Value::small(i32::from(*port)), flow.value(), scope.value()])
        }
        // An abstract name is bytes, a path is text.
        SocketAddress::Unix(path) if path.first() == Some(&0) => vm.new_bytes(path),
        SocketAddress::Unix(path) => decode(vm, path),
        SocketAddress::Other { family: AF_NETLINK, data } if data.len() >= 10 => {
            let number = |start: usize| data[start..start + 4].try_into().map_or(0, u32::from_ne_bytes);
            let (process, groups) = (number(2), number(6));
            let (process, groups) = (vm.new_int(process.into())?, vm.new_int(groups.into())?);
            vm.new_tuple(&[process.value(), groups.value()])
        }
        SocketAddress::Other { family, data } => {
            let (family, data) = (vm.new_int((*family).into())?, vm.new_bytes(data)?);
            vm.new_tuple(&[family.value(), data.value()])
        }
        SocketAddress::None => Ok(Owned::NONE),
    }
}

/// Raise what the resolver says.
pub(super) fn unresolved(vm: &mut Vm, error: ResolveError) -> Raised {
    let (class, code, text) = match error {
        ResolveError::System(error) => return vm.os_error(error, None),
        ResolveError::Resolver { code, text } => (vm.state::<State>().gaierror, code, text),
        ResolveError::Host { code, text } => (vm.state::<State>().herror, code, text),
    };
    let class = class.unwrap_or(vm.exceptions.OSError);
    let made = vm.new_int(code.into()).and_then(|code| Ok((code, vm.new_str(&text)?)));
    match made {
        Ok((code, text)) => vm.raise_with(class, &[code.value(), text.value()]),
        Err(raised) => raised,
    }
}

/// A host's name as the resolver wants it: ASCII, or else by IDNA.
pub(super) fn host_name(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    if let Some(text) = vm.cast::<Str>(value) {
        if let Some(ascii) = text.as_ascii(vm) {
            let bytes = ascii.as_bytes().to_vec();
            return without_nul(vm, bytes);
        }
        let idna = vm.new_str("idna")?;
        let Ok(encoded) = vm.call_method(value, "encode", &[idna.value()]) else {
            drop(vm.take_error());
            return Err(vm.type_error("encoding of hostname failed"));
        };
        let bytes = vm.cast::<Bytes>(encoded.value()).map(|bytes| bytes.bytes(vm).to_vec()).unwrap_or_default();
        return without_nul(vm, bytes);
    }
    let class = vm.class_of(value);
    let is_bytes = class.is_subclass_of(vm, vm.types.bytes) || class.is_subclass_of(vm, vm.types.bytearray);
    match if is_bytes { bytes_like(vm, value)? } else { None } {
        Some(bytes) => without_nul(vm, bytes),
        None => {
            let found = class.name(vm);
            Err(vm.type_error(format!("str, bytes or bytearray expected, not {found}")))
        }
    }
}

fn without_nul(vm: &mut Vm, bytes: Vec<u8>) -> R<Vec<u8>> {
    if bytes.contains(&0) {
        return Err(vm.type_error("host name must not contain null character"));
    }
    Ok(bytes)
}

/// The first address of a host of one family (0 for any). The empty name is the wildcard address.
pub(super) fn lookup(vm: &mut Vm, name: &[u8], family: i32) -> R<SocketAddress> {
    let text = std::str::from_utf8(name).unwrap_or_default();
    if name == b"<broadcast>" || name == b"255.255.255.255" {
        if family != AF_INET && family != 0 {
            return Err(vm.raise(vm.exceptions.OSError, "address family mismatched"));
        }
        return Ok(SocketAddress::V4 { address: Ipv4Addr::BROADCAST, port: 0 });
    }
    if let Ok(address) = text.parse::<Ipv4Addr>()
        && (family == AF_INET || family == 0)
    {
        return Ok(SocketAddress::V4 { address, port: 0 });
    }
    if let Ok(address) = text.parse::<Ipv6Addr>()
        && (family == AF_INET6 || family == 0)
    {
        return Ok(SocketAddress::V6 { address, port: 0, flow: 0, scope: 0 });
    }
    const AI_PASSIVE: i32 = 1;
    let passive = name.is_empty();
    let hints = AddressHints {
        family,
        // One answer for each address, whatever the socket.
        kind: if passive { 2 } else { 0 },
        protocol: 0,
        flags: if passive { AI_PASSIVE } else { 0 },
    };
    let (host, name) = (vm.host.clone(), name.to_vec());
    let found = vm.without_lock(|| {
        let (name, service) = if passive { (None, Some(&b"0"[..])) } else { (Some(&name[..]), None) };
        host.resolve(name, service, hints)
    });
    let found = found.map_err(|error| unresolved(vm, error))?;
    if passive && found.len() > 1 && family == 0 {
        return Err(vm.raise(vm.exceptions.OSError, "wildcard resolved to multiple address"));
    }
    match found.into_iter().next() {
        Some(info) => Ok(info.address),
        None => Err(vm.os_error(OsError::new(taipan_host::errno::EADDRNOTAVAIL), None)),
    }
}

fn port(vm: &mut Vm, value: Value, function: &str) -> R<u16> {
    let index = vm.index(value)?;
    match vm.int_to_i64(index.value()).and_then(|port| u16::try_from(port).ok()) {
        Some(port) => Ok(port),
        None => Err(vm.overflow_error(format!("{function}(): port must be 0-65535."))),
    }
}

/// The address that Python wrote, for a socket of some family.
pub(super) fn from_python(vm: &mut Vm, socket: &Socket, value: Value, function: &str) -> R<SocketAddress> {
    match socket.family {
        AF_UNIX => unix(vm, value),
        AF_INET => {
            let Some(tuple) = vm.cast::<Tuple>(value) else {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("{function}(): AF_INET address must be tuple, not {found}")));
            };
            let &[host, number] = tuple.items(vm) else {
                return Err(vm.type_error("AF_INET address must be a pair (host, port)"));
            };
            let name = host_name(vm, host)?;
            let port = port(vm, number, function)?;
            match lookup(vm, &name, AF_INET)? {
                SocketAddress::V4 { address, .. } => Ok(SocketAddress::V4 { address, port }),
                _ => Err(vm.raise(vm.exceptions.OSError, "address family mismatched")),
            }
        }
        AF_INET6 => {
            let Some(tuple) = vm.cast::<Tuple>(value) else {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("{function}(): AF_INET6 address must be tuple, not {found}")));
            };
            let items = tuple.items(vm).to_vec();
            if !(2..=4).contains(&items.len()) {
                let message = "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])";
                return Err(vm.type_error(message));
            }
            let name = host_name(vm, items[0])?;
            let port = port(vm, items[1], function)?;
            let flow = items.get(2).map_or(Ok(0), |&flow| vm.to_i64(flow, "unsigned int"))?;
            let scope = items.get(3).map_or(Ok(0), |&scope| vm.to_i64(scope, "unsigned int"))?;
            if !(0..=0xfffff).contains(&flow) {
                return Err(vm.overflow_error(format!("{function}(): flowinfo must be 0-1048575.")));
            }
            match lookup(vm, &name, AF_INET6)? {
                SocketAddress::V6 { address, scope: found, .. } => {
                    let scope = if scope == 0 { found } else { scope as u32 };
                    Ok(SocketAddress::V6 { address, port, flow: flow as u32, scope })
                }
                _ => Err(vm.raise(vm.exceptions.OSError, "address family mismatched")),
            }
        }
        AF_NETLINK => {
            let Some(tuple) = vm.cast::<Tuple>(value) else {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("{function}(): AF_NETLINK address must be tuple, not {found}")));
            };
            let &[process, groups] = tuple.items(vm) else {
                return Err(vm.type_error("AF_NETLINK address must be a pair (pid, groups)"));
            };
            let process = vm.to_i64(process, "unsigned int")? as u32;
            let groups = vm.to_i64(groups, "unsigned int")? as u32;
            let data = [&[0, 0][..], &process.to_ne_bytes(), &groups.to_ne_bytes()].concat();
            Ok(SocketAddress::Other { family: AF_NETLINK, data })
        }
        _ => Err(vm.raise(vm.exceptions.OSError, &format!("{function}(): bad family"))),
    }
}

fn unix(vm: &mut Vm, value: Value) -> R<SocketAddress> {
    let path = if let Some(text) = vm.cast::<Str>(value) {
        encode(vm, text)?
    } else {
        match bytes_like(vm, value)? {
            Some(bytes) => bytes,
            None => {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")));
            }
        }
    };
    let longest = if path.first() == Some(&0) { 108 } else { 107 };
    if path.len() > longest {
        return Err(vm.raise(vm.exceptions.OSError, "AF_UNIX path too long"));
    }
    Ok(SocketAddress::Unix(path))
}

/// The numeric text of an address without its port.
pub(super) fn host_text(address: &SocketAddress) -> String {
    match address {
        SocketAddress::V4 { address, .. } => address.to_string(),
        SocketAddress::V6 { address, .. } => address.to_string(),
        _ => String::new(),
    }
}

/// The IP address in an address.
pub(super) fn ip(address: &SocketAddress) -> Option<IpAddr> {
    match address {
        SocketAddress::V4 { address, .. } => Some(IpAddr::V4(*address)),
        SocketAddress::V6 { address, .. } => Some(IpAddr::V6(*address)),
        _ => None,
    }
}
