//! Functions of `_socket` that need no socket: names of hosts and services, byte orders, addresses as text.

use std::net::{Ipv4Addr, Ipv6Addr};

use taipan_host::{AddressHints, HostEntry, HostQuery};
use taipan_runtime::native::*;

use super::{AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM, State, address, close_fd, timeout_argument, timeout_value};
use crate::posix::{decode, encode};
use crate::support::{bytes_like, checked, given};

/// One of the two names that `getaddrinfo` takes; None for none.
fn service(vm: &mut Vm, value: Value) -> R<Option<Vec<u8>>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Some(text) = vm.cast::<Str>(value) {
        return encode(vm, text).map(Some);
    }
    if vm.as_int_ref(value).is_some() {
        return Ok(Some(vm.str_text(value)?.into_bytes()));
    }
    let class = vm.class_of(value);
    if class.is_subclass_of(vm, vm.types.bytes) {
        return bytes_like(vm, value);
    }
    Err(vm.raise(vm.exceptions.OSError, "Int or String expected"))
}

fn host_entry(vm: &mut Vm, entry: &HostEntry) -> R<Owned> {
    let name = decode(vm, &entry.name)?;
    let mut lists = Vec::new();
    for names in [&entry.aliases, &entry.addresses] {
        let owned = vm.new_list(&[])?;
        if let Some(list) = vm.cast::<List>(owned.value()) {
            for name in names {
                let name = decode(vm, name)?;
                list.push(vm, name)?;
            }
        }
        lists.push(owned);
    }
    vm.new_tuple(&[name.value(), lists[0].value(), lists[1].value()])
}

fn ascii_name(vm: &mut Vm, text: Obj<Str>) -> R<Vec<u8>> {
    let bytes = encode(vm, text)?;
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(bytes)
}

fn optional_name(vm: &mut Vm, text: Option<Obj<Str>>) -> R<Option<Vec<u8>>> {
    text.map(|text| ascii_name(vm, text)).transpose()
}

fn os_error_text(vm: &mut Vm, text: &str) -> Raised {
    vm.raise(vm.exceptions.OSError, text)
}

/// An unsigned number of so many bits.
fn unsigned(vm: &mut Vm, value: Value, bits: u32) -> R<u32> {
    let number = vm.index(value)?;
    if vm.int_is_negative(number.value()) {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match vm.int_to_i64(number.value()).filter(|number| number >> bits == 0) {
        Some(number) => Ok(number as u32),
        None => Err(vm.overflow_error(format!("Python int too large for C uint{bits}_t"))),
    }
}

/// The old forms that `inet_aton` knows: one to four parts, each decimal, octal or hexadecimal.
fn parse_v4(text: &str) -> Option<u32> {
    let text = text.split_ascii_whitespace().next()?;
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() > 4 {
        return None;
    }
    let number = |part: &str| -> Option<u64> {
        if let Some(digits) = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            return u64::from_str_radix(digits, 16).ok();
        }
        if part.len() > 1 && part.starts_with('0') {
            return u64::from_str_radix(&part[1..], 8).ok();
        }
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        part.parse().ok()
    };
    let mut value: u64 = 0;
    let (last, rest) = parts.split_last()?;
    for part in rest {
        let number = number(part)?;
        if number > 255 {
            return None;
        }
        value = value << 8 | number;
    }
    let bits = 8 * (4 - rest.len() as u32);
    let last = number(last)?;
    if last >> bits != 0 {
        return None;
    }
    u32::try_from(value << bits | last).ok()
}

fn packed(vm: &mut Vm, value: Value, function: &str) -> R<Vec<u8>> {
    match bytes_like(vm, value)? {
        Some(bytes) => Ok(bytes),
        None => {
            let found = vm.class_of(value).name(vm);
            let _ = function;
            Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")))
        }
    }
}

/// CMSG_LEN and CMSG_SPACE.
fn control_size(vm: &mut Vm, length: Value, function: &str, size: fn(usize) -> Option<usize>) -> R<usize> {
    let index = vm.index(length)?;
    let found = vm.int_to_i64(index.value()).and_then(|length| usize::try_from(length).ok()).and_then(size);
    match found.filter(|&size| size <= i32::MAX as usize - 32) {
        Some(size) => Ok(size),
        None => Err(vm.overflow_error(format!("{function}() argument out of range"))),
    }
}

#[methods]
mod py {
    use super::*;

    /// Close a descriptor of a socket.
    #[function("(fd, /)")]
    fn close(vm: &mut Vm, fd: i32) -> R<()> {
        close_fd(vm, fd)
    }

    /// A second descriptor of a socket.
    #[function("(fd, /)")]
    fn dup(vm: &mut Vm, fd: i32) -> R<i32> {
        let new = vm.host.duplicate(fd, 0);
        checked(vm, new)
    }

    /// Two sockets that are connected with each other.
    #[function("(family=None, type=SOCK_STREAM, proto=0, /)")]
    fn socketpair(vm: &mut Vm, family: Option<Value>, kind: Option<i32>, proto: Option<i32>) -> R<Owned> {
        let family = match given(family) {
            Some(family) => vm.to_i64(family, "int")? as i32,
            None => AF_UNIX,
        };
        let (kind, protocol) = (kind.unwrap_or(SOCK_STREAM), proto.unwrap_or(0));
        let pair = vm.host.socket_pair(family, kind, protocol);
        let (first, second) = checked(vm, pair)?;
        let class = vm.native_class::<super::super::Socket>();
        let mut made = Vec::with_capacity(2);
        for fd in [first, second] {
            let numbers = [family, kind, protocol, fd].map(Value::small);
            made.push(vm.call(class.value(), &numbers)?);
        }
        vm.new_tuple_from(made)
    }

    /// The addresses of a host and service.
    #[function("(host, port, family=0, type=0, proto=0, flags=0)")]
    fn getaddrinfo(
        vm: &mut Vm,
        host: Value,
        port: Value,
        family: Option<i32>,
        kind: Option<i32>,
        proto: Option<i32>,
        flags: Option<i32>,
    ) -> R<Owned> {
        let name = if host.is_none() {
            None
        } else if vm.cast::<Str>(host).is_some() || vm.class_of(host).is_subclass_of(vm, vm.types.bytes) {
            Some(address::host_name(vm, host)?)
        } else {
            return Err(vm.type_error("getaddrinfo() argument 1 must be string or None"));
        };
        let service = service(vm, port)?;
        let hints = AddressHints {
            family: family.unwrap_or(0),
            kind: kind.unwrap_or(0),
            protocol: proto.unwrap_or(0),
            flags: flags.unwrap_or(0),
        };
        let world = vm.host.clone();
        let found = vm.without_lock(|| world.resolve(name.as_deref(), service.as_deref(), hints));
        let found = found.map_err(|error| address::unresolved(vm, error))?;
        let all = vm.new_list(&[])?;
        if let Some(list) = vm.cast::<List>(all.value()) {
            for info in found {
                let canonical = decode(vm, info.canonical_name.as_deref().unwrap_or_default())?;
                let address = address::to_python(vm, &info.address)?;
                let numbers = [info.family, info.kind, info.protocol].map(Value::small);
                let [family, kind, protocol] = numbers;
                let item = vm.new_tuple(&[family, kind, protocol, canonical.value(), address.value()])?;
                list.push(vm, item)?;
            }
        }
        Ok(all)
    }

    /// The host and service of an address.
    #[function("(sockaddr, flags, /)")]
    fn getnameinfo(vm: &mut Vm, sockaddr: Value, flags: i32) -> R<Owned> {
        let Some(tuple) = vm.cast::<Tuple>(sockaddr) else {
            return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
        };
        let items = tuple.items(vm).to_vec();
        if !(2..=4).contains(&items.len()) {
            return Err(vm.type_error("getnameinfo(): illegal sockaddr argument"));
        }
        let name = address::host_name(vm, items[0])?;
        let port = vm.to_i64(items[1], "int")?;
        let flow = items.get(2).map_or(Ok(0), |&flow| vm.to_i64(flow, "unsigned int"))?;
        if !(0..=0xfffff).contains(&flow) {
            return Err(vm.overflow_error("getnameinfo(): flowinfo must be 0-1048575."));
        }
        let scope = items.get(3).map_or(Ok(0), |&scope| vm.to_i64(scope, "unsigned int"))? as u32;
        const AI_NUMERICHOST: i32 = 4;
        const SOCK_DGRAM: i32 = 2;
        let hints = AddressHints { family: 0, kind: SOCK_DGRAM, protocol: 0, flags: AI_NUMERICHOST };
        let world = vm.host.clone();
        let number = port.to_string();
        let found = vm.without_lock(|| world.resolve(Some(&name), Some(number.as_bytes()), hints));
        let found = found.map_err(|error| address::unresolved(vm, error))?;
        if found.len() > 1 {
            return Err(os_error_text(vm, "sockaddr resolved to multiple addresses"));
        }
        let Some(info) = found.into_iter().next() else {
            return Err(os_error_text(vm, "sockaddr resolved to no address"));
        };
        let target = match info.address {
            taipan_host::SocketAddress::V4 { .. } if items.len() != 2 => {
                return Err(os_error_text(vm, "IPv4 sockaddr must be 2 tuple"));
            }
            taipan_host::SocketAddress::V6 { address, port, .. } => {
                taipan_host::SocketAddress::V6 { address, port, flow: flow as u32, scope }
            }
            other => other,
        };
        let names = vm.without_lock(|| world.resolve_back(&target, flags));
        let (host, service) = names.map_err(|error| address::unresolved(vm, error))?;
        let (host, service) = (decode(vm, &host)?, decode(vm, &service)?);
        vm.new_tuple(&[host.value(), service.value()])
    }

    /// The IPv4 address of a host.
    #[function("(host, /)")]
    fn gethostbyname(vm: &mut Vm, host: Value) -> R<String> {
        let name = address::host_name(vm, host)?;
        Ok(address::host_text(&address::lookup(vm, &name, AF_INET)?))
    }

    /// Name, aliases and IPv4 addresses of a host.
    #[function("(host, /)")]
    fn gethostbyname_ex(vm: &mut Vm, host: Value) -> R<Owned> {
        let name = address::host_name(vm, host)?;
        address::lookup(vm, &name, AF_INET)?;
        let world = vm.host.clone();
        let entry = vm.without_lock(|| world.host_entry(HostQuery::Name(&name)));
        let entry = entry.map_err(|error| address::unresolved(vm, error))?;
        super::host_entry(vm, &entry)
    }

    /// Name, aliases and addresses of the host with that address.
    #[function("(host, /)")]
    fn gethostbyaddr(vm: &mut Vm, host: Value) -> R<Owned> {
        let name = address::host_name(vm, host)?;
        let found = address::lookup(vm, &name, 0)?;
        let Some(ip) = address::ip(&found) else {
            return Err(os_error_text(vm, "unsupported address family"));
        };
        let world = vm.host.clone();
        let entry = vm.without_lock(|| world.host_entry(HostQuery::Address(ip)));
        let entry = entry.map_err(|error| address::unresolved(vm, error))?;
        super::host_entry(vm, &entry)
    }

    /// This host's name.
    #[function("()")]
    fn gethostname(vm: &mut Vm) -> R<Owned> {
        let name = vm.host.host_name();
        let name = checked(vm, name)?;
        decode(vm, &name)
    }

    /// Set this host's name.
    #[function("(name, /)")]
    fn sethostname(vm: &mut Vm, name: Value) -> R<()> {
        let name = address::host_name(vm, name)?;
        let set = vm.host.set_host_name(&name);
        checked(vm, set)
    }

    /// The port of a service.
    #[function("(servicename, protocolname=None, /)")]
    fn getservbyname(vm: &mut Vm, servicename: Obj<Str>, protocolname: Option<Obj<Str>>) -> R<i32> {
        let (name, protocol) = (ascii_name(vm, servicename)?, optional_name(vm, protocolname)?);
        match vm.host.service_port(&name, protocol.as_deref()) {
            Some(port) => Ok(i32::from(port)),
            None => Err(os_error_text(vm, "service/proto not found")),
        }
    }

    /// The service at a port.
    #[function("(port, protocolname=None, /)")]
    fn getservbyport(vm: &mut Vm, port: i32, protocolname: Option<Obj<Str>>) -> R<Owned> {
        let protocol = optional_name(vm, protocolname)?;
        let Ok(port) = u16::try_from(port) else {
            return Err(vm.overflow_error("getservbyport: port must be 0-65535."));
        };
        match vm.host.service_name(port, protocol.as_deref()) {
            Some(name) => decode(vm, &name),
            None => Err(os_error_text(vm, "port/proto not found")),
        }
    }

    /// The number of a protocol.
    #[function("(name, /)")]
    fn getprotobyname(vm: &mut Vm, name: Obj<Str>) -> R<i32> {
        let name = ascii_name(vm, name)?;
        match vm.host.protocol_number(&name) {
            Some(number) => Ok(number),
            None => Err(os_error_text(vm, "protocol not found")),
        }
    }

    /// The network interfaces: numbers and names.
    #[function("()")]
    fn if_nameindex(vm: &mut Vm) -> R<Owned> {
        let names = vm.host.interface_names();
        let names = checked(vm, names)?;
        let all = vm.new_list(&[])?;
        if let Some(list) = vm.cast::<List>(all.value()) {
            for (index, name) in names {
                let (index, name) = (vm.new_int(index.into())?, decode(vm, &name)?);
                let pair = vm.new_tuple(&[index.value(), name.value()])?;
                list.push(vm, pair)?;
            }
        }
        Ok(all)
    }

    /// The number of an interface.
    #[function("(oname, /)")]
    fn if_nametoindex(vm: &mut Vm, oname: Value) -> R<u32> {
        let name = match vm.cast::<Str>(oname) {
            Some(text) => encode(vm, text)?,
            None => packed(vm, oname, "if_nametoindex")?,
        };
        match vm.host.interface_index(&name) {
            Ok(index) => Ok(index),
            Err(error) => Err(vm.os_error(error, None)),
        }
    }

    /// The name of an interface.
    #[function("(if_index, /)")]
    fn if_indextoname(vm: &mut Vm, if_index: Value) -> R<Owned> {
        let index = vm.index(if_index)?;
        let number = vm.int_to_i64(index.value());
        if vm.int_is_negative(index.value()) {
            return Err(vm.value_error("Cannot convert negative int"));
        }
        let Some(number) = number.and_then(|number| u32::try_from(number).ok()) else {
            return Err(vm.overflow_error("Python int too large for C unsigned int"));
        };
        let name = vm.host.interface_name(number);
        let name = checked(vm, name)?;
        decode(vm, &name)
    }

    /// A 16-bit number from the network's byte order to this machine's.
    #[function("(integer, /)")]
    fn ntohs(vm: &mut Vm, integer: Value) -> R<u32> {
        Ok(u32::from(u16::from_be(unsigned(vm, integer, 16)? as u16)))
    }

    /// A 16-bit number from this machine's byte order to the network's.
    #[function("(integer, /)")]
    fn htons(vm: &mut Vm, integer: Value) -> R<u32> {
        Ok(u32::from((unsigned(vm, integer, 16)? as u16).to_be()))
    }

    /// A 32-bit number from the network's byte order to this machine's.
    #[function("(integer, /)")]
    fn ntohl(vm: &mut Vm, integer: Value) -> R<u32> {
        Ok(u32::from_be(unsigned(vm, integer, 32)?))
    }

    /// A 32-bit number from this machine's byte order to the network's.
    #[function("(integer, /)")]
    fn htonl(vm: &mut Vm, integer: Value) -> R<u32> {
        Ok(unsigned(vm, integer, 32)?.to_be())
    }

    /// An IPv4 address in any of its old forms as four bytes.
    #[function("(ip_addr, /)")]
    fn inet_aton(vm: &mut Vm, ip_addr: String) -> R<Owned> {
        match parse_v4(&ip_addr) {
            Some(address) => vm.new_bytes(&address.to_be_bytes()),
            None => Err(os_error_text(vm, "illegal IP address string passed to inet_aton")),
        }
    }

    /// Four bytes as an IPv4 address.
    #[function("(packed_ip, /)")]
    fn inet_ntoa(vm: &mut Vm, packed_ip: Value) -> R<String> {
        let bytes = packed(vm, packed_ip, "inet_ntoa")?;
        match <[u8; 4]>::try_from(bytes.as_slice()) {
            Ok(bytes) => Ok(Ipv4Addr::from(bytes).to_string()),
            Err(_) => Err(os_error_text(vm, "packed IP wrong length")),
        }
    }

    /// An address as bytes.
    #[function("(address_family, ip_string, /)")]
    fn inet_pton(vm: &mut Vm, address_family: i32, ip_string: String) -> R<Owned> {
        let words = "illegal IP address string passed to inet_pton";
        match address_family {
            AF_INET => match ip_string.parse::<Ipv4Addr>() {
                Ok(address) => vm.new_bytes(&address.octets()),
                Err(_) => Err(os_error_text(vm, words)),
            },
            AF_INET6 => match ip_string.parse::<Ipv6Addr>() {
                Ok(address) => vm.new_bytes(&address.octets()),
                Err(_) => Err(os_error_text(vm, words)),
            },
            _ => Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::EAFNOSUPPORT), None)),
        }
    }

    /// Bytes as an address.
    #[function("(address_family, packed_ip, /)")]
    fn inet_ntop(vm: &mut Vm, address_family: i32, packed_ip: Value) -> R<String> {
        let bytes = packed(vm, packed_ip, "inet_ntop")?;
        let words = "invalid length of packed IP address string";
        match address_family {
            AF_INET => match <[u8; 4]>::try_from(bytes.as_slice()) {
                Ok(bytes) => Ok(Ipv4Addr::from(bytes).to_string()),
                Err(_) => Err(vm.value_error(words)),
            },
            AF_INET6 => match <[u8; 16]>::try_from(bytes.as_slice()) {
                Ok(bytes) => Ok(Ipv6Addr::from(bytes).to_string()),
                Err(_) => Err(vm.value_error(words)),
            },
            family => Err(vm.value_error(format!("unknown address family {family}"))),
        }
    }

    /// The timeout of new sockets.
    #[function("()")]
    fn getdefaulttimeout(vm: &mut Vm) -> R<Owned> {
        let timeout = vm.state::<State>().default_timeout;
        timeout_value(vm, timeout)
    }

    /// Set the timeout of new sockets.
    #[function("(timeout, /)")]
    fn setdefaulttimeout(vm: &mut Vm, timeout: Value) -> R<()> {
        let timeout = timeout_argument(vm, timeout)?;
        vm.state::<State>().default_timeout = timeout;
        Ok(())
    }

    /// The length of ancillary data without the padding behind it.
    #[function("CMSG_LEN(length, /)")]
    fn cmsg_len(vm: &mut Vm, length: Value) -> R<usize> {
        control_size(vm, length, "CMSG_LEN", taipan_host::control_length)
    }

    /// The room that ancillary data takes.
    #[function("CMSG_SPACE(length, /)")]
    fn cmsg_space(vm: &mut Vm, length: Value) -> R<usize> {
        control_size(vm, length, "CMSG_SPACE", taipan_host::control_space)
    }
}
