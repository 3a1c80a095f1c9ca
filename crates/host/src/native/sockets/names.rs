//! Names of hosts, services, protocols and interfaces, from C's resolver.

use std::ffi::{CStr, CString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use super::address::{RawAddress, decode};
use crate::error::{OsError, Result};
use crate::native::{c_string, last_error};
use crate::{AddressHints, AddressInfo, HostEntry, HostQuery, ResolveError, SocketAddress, errno};

type Resolved<T> = std::result::Result<T, ResolveError>;

/// Guards the entry that the functions for services and protocols keep for the process.
static ENTRIES: Mutex<()> = Mutex::new(());

unsafe extern "C" {
    fn gethostbyname_r(
        name: *const libc::c_char,
        entry: *mut libc::hostent,
        buffer: *mut libc::c_char,
        size: libc::size_t,
        found: *mut *mut libc::hostent,
        error: *mut libc::c_int,
    ) -> libc::c_int;
    fn gethostbyaddr_r(
        address: *const libc::c_void,
        length: libc::socklen_t,
        family: libc::c_int,
        entry: *mut libc::hostent,
        buffer: *mut libc::c_char,
        size: libc::size_t,
        found: *mut *mut libc::hostent,
        error: *mut libc::c_int,
    ) -> libc::c_int;
}

/// # Safety
/// `text` ends with NUL.
unsafe fn copy(text: *const libc::c_char) -> Vec<u8> {
    // SAFETY: the caller promises a NUL at the end.
    unsafe { CStr::from_ptr(text) }.to_bytes().to_vec()
}

/// What the resolver says about a failure, besides the system's own.
fn resolver_error(code: i32) -> ResolveError {
    if code == libc::EAI_SYSTEM {
        return ResolveError::System(last_error());
    }
    // SAFETY: takes only a number; the text is a constant.
    let text = unsafe { copy(libc::gai_strerror(code)) };
    ResolveError::Resolver { code, text: String::from_utf8_lossy(&text).into_owned() }
}

/// The resolver's list, which has to be given back.
struct AddressList(*mut libc::addrinfo);

impl Drop for AddressList {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: it came from `getaddrinfo` and is given back once.
            unsafe { libc::freeaddrinfo(self.0) };
        }
    }
}

pub(super) fn resolve(host: Option<&[u8]>, service: Option<&[u8]>, hints: AddressHints) -> Resolved<Vec<AddressInfo>> {
    let host = host.map(c_string).transpose()?;
    let service = service.map(c_string).transpose()?;
    let pointer = |text: &Option<CString>| text.as_ref().map_or(ptr::null(), |text| text.as_ptr());
    let hints = libc::addrinfo {
        ai_flags: hints.flags,
        ai_family: hints.family,
        ai_socktype: hints.kind,
        ai_protocol: hints.protocol,
        ai_addrlen: 0,
        ai_addr: ptr::null_mut(),
        ai_canonname: ptr::null_mut(),
        ai_next: ptr::null_mut(),
    };
    let mut list = AddressList(ptr::null_mut());
    // SAFETY: strings that end with NUL or null, the hints, and room for the list's start.
    let code = unsafe { libc::getaddrinfo(pointer(&host), pointer(&service), &raw const hints, &raw mut list.0) };
    if code != 0 {
        return Err(resolver_error(code));
    }
    let mut found = Vec::new();
    let mut next = list.0;
    while !next.is_null() {
        // SAFETY: not null, so an item of the list, which stands until it is given back.
        let item = unsafe { &*next };
        let name = item.ai_canonname;
        found.push(AddressInfo {
            family: item.ai_family,
            kind: item.ai_socktype,
            protocol: item.ai_protocol,
            // SAFETY: not null, so a string.
            canonical_name: (!name.is_null()).then(|| unsafe { copy(name) }),
            address: if item.ai_addr.is_null() {
                SocketAddress::None
            } else {
                // SAFETY: not null, so an address with as many bytes as the item says.
                decode(unsafe { std::slice::from_raw_parts(item.ai_addr.cast(), item.ai_addrlen as usize) })
            },
        });
        next = item.ai_next;
    }
    Ok(found)
}

pub(super) fn resolve_back(address: &RawAddress, flags: i32) -> Resolved<(Vec<u8>, Vec<u8>)> {
    let (mut host, mut service) = ([0u8; 1025], [0u8; 32]);
    // SAFETY: reads as many bytes as the address is long; writes at most as much as there is room for.
    let code = unsafe {
        libc::getnameinfo(
            address.as_ptr(),
            address.length,
            host.as_mut_ptr().cast(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr().cast(),
            service.len() as libc::socklen_t,
            flags,
        )
    };
    if code != 0 {
        return Err(resolver_error(code));
    }
    let text = |bytes: &[u8]| bytes.split(|&byte| byte == 0).next().unwrap_or_default().to_vec();
    Ok((text(&host), text(&service)))
}

pub(super) fn host_entry(query: HostQuery<'_>) -> Resolved<HostEntry> {
    let name = match query {
        HostQuery::Name(name) => Some(c_string(name)?),
        HostQuery::Address(_) => None,
    };
    let (family, octets) = match query {
        HostQuery::Address(IpAddr::V4(address)) => (libc::AF_INET, address.octets().to_vec()),
        HostQuery::Address(IpAddr::V6(address)) => (libc::AF_INET6, address.octets().to_vec()),
        HostQuery::Name(_) => (libc::AF_INET, Vec::new()),
    };
    let mut size = 1024;
    loop {
        // SAFETY: numbers and pointers, for which zero is a value.
        let mut entry: libc::hostent = unsafe { std::mem::zeroed() };
        let mut buffer = vec![0u8; size];
        let (mut found, mut code) = (ptr::null_mut(), 0);
        let (start, found_at, code_at) = (buffer.as_mut_ptr().cast(), &raw mut found, &raw mut code);
        let result = match &name {
            // SAFETY: the name ends with NUL; strings are written into the buffer, of which the size is right.
            Some(name) => unsafe { gethostbyname_r(name.as_ptr(), &raw mut entry, start, size, found_at, code_at) },
            // SAFETY: the address has as many bytes as said; the rest as above.
            None => unsafe {
                let length = octets.len() as libc::socklen_t;
                gethostbyaddr_r(octets.as_ptr().cast(), length, family, &raw mut entry, start, size, found_at, code_at)
            },
        };
        if result == errno::ERANGE && size < 1 << 20 {
            size *= 4;
        } else if found.is_null() {
            // SAFETY: takes only a number; the text is a constant.
            let text = unsafe { copy(libc::hstrerror(code)) };
            return Err(ResolveError::Host { code, text: String::from_utf8_lossy(&text).into_owned() });
        } else {
            // SAFETY: found, so it was filled, and its strings are in the buffer.
            return Ok(unsafe { copy_entry(&entry) });
        }
    }
}

/// # Safety
/// The entry was filled by the resolver, and its strings still stand.
unsafe fn copy_entry(entry: &libc::hostent) -> HostEntry {
    let mut aliases = Vec::new();
    // SAFETY: the aliases are a list that ends with null.
    for alias in unsafe { list_items(entry.h_aliases) } {
        // SAFETY: an item, so a string.
        aliases.push(unsafe { copy(alias) });
    }
    let mut addresses = Vec::new();
    // SAFETY: the addresses are a list that ends with null.
    for address in unsafe { list_items(entry.h_addr_list) } {
        // SAFETY: an item has as many bytes as the entry says.
        let octets: &[u8] = unsafe { std::slice::from_raw_parts(address.cast(), entry.h_length.max(0) as usize) };
        let text = if let Ok(octets) = <[u8; 4]>::try_from(octets) {
            Ipv4Addr::from(octets).to_string()
        } else if let Ok(octets) = <[u8; 16]>::try_from(octets) {
            Ipv6Addr::from(octets).to_string()
        } else {
            continue;
        };
        addresses.push(text.into_bytes());
    }
    // SAFETY: the name is a string.
    let name = unsafe { copy(entry.h_name) };
    HostEntry { name, aliases, addresses }
}

/// # Safety
/// `list` is null or a list of pointers that ends with null.
unsafe fn list_items(mut list: *mut *mut libc::c_char) -> Vec<*mut libc::c_char> {
    let mut items = Vec::new();
    // SAFETY: not past the end, as the caller promises.
    while !list.is_null() && !unsafe { *list }.is_null() {
        // SAFETY: not past the end.
        items.push(unsafe { *list });
        // SAFETY: not the end, so there is a next item.
        list = unsafe { list.add(1) };
    }
    items
}

fn protocol_text(protocol: Option<&[u8]>) -> Option<Option<CString>> {
    protocol.map(c_string).transpose().ok()
}

pub(super) fn service_port(name: &[u8], protocol: Option<&[u8]>) -> Option<u16> {
    let (name, protocol) = (c_string(name).ok()?, protocol_text(protocol)?);
    let protocol = protocol.as_ref().map_or(ptr::null(), |protocol| protocol.as_ptr());
    let _entry = ENTRIES.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: strings that end with NUL or null; the answer stands while the lock is held.
    let entry = unsafe { libc::getservbyname(name.as_ptr(), protocol).as_ref() }?;
    Some(u16::from_be(entry.s_port as u16))
}

pub(super) fn service_name(port: u16, protocol: Option<&[u8]>) -> Option<Vec<u8>> {
    let protocol = protocol_text(protocol)?;
    let protocol = protocol.as_ref().map_or(ptr::null(), |protocol| protocol.as_ptr());
    let _entry = ENTRIES.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: a string that ends with NUL or null; the answer stands while the lock is held.
    let entry = unsafe { libc::getservbyport(i32::from(port.to_be()), protocol).as_ref() }?;
    // SAFETY: the name is a string.
    Some(unsafe { copy(entry.s_name) })
}

pub(super) fn protocol_number(name: &[u8]) -> Option<i32> {
    let name = c_string(name).ok()?;
    let _entry = ENTRIES.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: the name ends with NUL; the answer stands while the lock is held.
    let entry = unsafe { libc::getprotobyname(name.as_ptr()).as_ref() }?;
    Some(entry.p_proto)
}

pub(super) fn interface_names() -> Result<Vec<(u32, Vec<u8>)>> {
    // SAFETY: takes nothing; the list is given back below.
    let list = unsafe { libc::if_nameindex() };
    if list.is_null() {
        return Err(OsError::from(std::io::Error::last_os_error()));
    }
    let mut names = Vec::new();
    let mut item = list;
    loop {
        // SAFETY: not past the end, which is an item without a name.
        let interface = unsafe { &*item };
        if interface.if_name.is_null() {
            break;
        }
        // SAFETY: the name is a string.
        names.push((interface.if_index, unsafe { copy(interface.if_name) }));
        // SAFETY: not the end, so there is a next item.
        item = unsafe { item.add(1) };
    }
    // SAFETY: it came from `if_nameindex` and is given back once.
    unsafe { libc::if_freenameindex(list) };
    Ok(names)
}
