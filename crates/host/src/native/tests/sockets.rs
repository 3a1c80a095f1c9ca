//! Sockets, names and mapped files.

use std::net::Ipv4Addr;

use super::*;
use crate::{AddressHints, ControlMessage, HostQuery, Mappings, ResolveError, SocketAddress, Sockets};

const LOCAL: SocketAddress = SocketAddress::V4 { address: Ipv4Addr::LOCALHOST, port: 0 };

#[test]
fn a_connection() {
    let host = Native::new();
    let server = host.socket(libc::AF_INET, libc::SOCK_STREAM, 0).unwrap();
    assert!(!host.is_inheritable(server).unwrap());
    host.set_socket_option(server, libc::SOL_SOCKET, libc::SO_REUSEADDR, &1i32.to_ne_bytes()).unwrap();
    let option = host.socket_option(server, libc::SOL_SOCKET, libc::SO_REUSEADDR, 4).unwrap();
    assert_eq!(option, 1i32.to_ne_bytes());
    host.bind(server, &LOCAL).unwrap();
    host.listen(server, 1).unwrap();
    let address = host.local_address(server).unwrap();
    let client = host.socket(libc::AF_INET, libc::SOCK_STREAM, 0).unwrap();
    host.connect(client, &address).unwrap();
    let (accepted, from) = host.accept(server).unwrap();
    assert_eq!(from, host.local_address(client).unwrap());
    assert_eq!(host.peer_address(client).unwrap(), address);
    assert_eq!(host.send(client, b"hello", 0), Ok(5));
    let mut buffer = [0; 8];
    assert_eq!(host.receive_from(accepted, &mut buffer, 0).unwrap(), (5, SocketAddress::None));
    host.shutdown(client, libc::SHUT_WR).unwrap();
    assert_eq!(host.receive(accepted, &mut buffer, 0), Ok(0));
    for fd in [server, client, accepted] {
        host.close(fd).unwrap();
    }
}

#[test]
fn datagrams() {
    let host = Native::new();
    let (first, second) = (
        host.socket(libc::AF_INET, libc::SOCK_DGRAM, 0).unwrap(),
        host.socket(libc::AF_INET, libc::SOCK_DGRAM, 0).unwrap(),
    );
    host.bind(first, &LOCAL).unwrap();
    host.bind(second, &LOCAL).unwrap();
    let (here, there) = (host.local_address(first).unwrap(), host.local_address(second).unwrap());
    assert_eq!(host.send_to(first, b"abc", 0, &there), Ok(3));
    let mut buffer = [0; 2];
    assert_eq!(host.receive_from(second, &mut buffer, libc::MSG_TRUNC).unwrap(), (2, here.clone()));
    assert_eq!(host.send_message(second, &[b"a", b"bc"], &[], 0, Some(&here)), Ok(3));
    let (mut one, mut two) = ([0; 2], [0; 4]);
    let message = host.receive_message(first, &mut [&mut one, &mut two], 0, 0).unwrap();
    assert_eq!((message.length, message.address), (3, there));
    assert_eq!((&one, &two[..1]), (b"ab", b"c".as_slice()));
    host.close(first).unwrap();
    host.close(second).unwrap();
}

#[test]
fn descriptors_through_a_unix_socket() {
    let host = Native::new();
    let (one, other) = host.socket_pair(libc::AF_UNIX, libc::SOCK_STREAM, 0).unwrap();
    assert_eq!(host.local_address(one).unwrap(), SocketAddress::Unix(Vec::new()));
    let control = ControlMessage { level: libc::SOL_SOCKET, kind: libc::SCM_RIGHTS, data: one.to_ne_bytes().to_vec() };
    assert_eq!(host.send_message(one, &[b"x"], &[control], 0, None), Ok(1));
    let mut byte = [0; 1];
    let room = crate::control_space(4).unwrap();
    let message = host.receive_message(other, &mut [&mut byte], room, libc::MSG_CMSG_CLOEXEC).unwrap();
    assert_eq!(message.control.len(), 1);
    let sent = Fd::from_ne_bytes(message.control[0].data.as_slice().try_into().unwrap());
    assert_ne!(sent, one);
    let status = |fd| host.status(Target::Fd(fd)).unwrap().inode;
    assert_eq!(status(sent), status(one));
    for fd in [one, other, sent] {
        host.close(fd).unwrap();
    }

    let scratch = Scratch::new("socket");
    for path in [scratch.path("s"), b"\0taipan-test".to_vec()] {
        let server = host.socket(libc::AF_UNIX, libc::SOCK_DGRAM, 0).unwrap();
        let address = SocketAddress::Unix(path);
        host.bind(server, &address).unwrap();
        assert_eq!(host.local_address(server).unwrap(), address);
        host.close(server).unwrap();
    }
    let long = SocketAddress::Unix(vec![b'x'; 108]);
    assert_eq!(host.bind(0, &long).unwrap_err().errno, errno::ENAMETOOLONG);
}

#[test]
fn names() {
    let host = Native::new();
    let hints = AddressHints { kind: libc::SOCK_STREAM, flags: libc::AI_NUMERICHOST, ..AddressHints::default() };
    let found = host.resolve(Some(b"127.0.0.1"), Some(b"80"), hints).unwrap();
    let address = SocketAddress::V4 { address: Ipv4Addr::LOCALHOST, port: 80 };
    assert_eq!((found.len(), &found[0].address), (1, &address));
    let v6 = host.resolve(Some(b"fe80::1%1"), Some(b"1"), hints).unwrap();
    assert!(matches!(v6[0].address, SocketAddress::V6 { scope: 1, port: 1, .. }));
    match host.resolve(Some(b"not a number"), None, hints) {
        Err(ResolveError::Resolver { code, text }) => {
            assert_eq!((code, text.as_str()), (libc::EAI_NONAME, "Name or service not known"));
        }
        other => panic!("{other:?}"),
    }
    let numeric = libc::NI_NUMERICHOST | libc::NI_NUMERICSERV;
    assert_eq!(host.resolve_back(&address, numeric).unwrap(), (b"127.0.0.1".to_vec(), b"80".to_vec()));
    let entry = host.host_entry(HostQuery::Name(b"127.0.0.1")).unwrap();
    assert_eq!(entry.addresses, [b"127.0.0.1".to_vec()]);
    let interfaces = host.interface_names().unwrap();
    let (index, name) = &interfaces[0];
    assert_eq!(host.interface_index(name), Ok(*index));
    assert_eq!(host.interface_name(*index).unwrap(), *name);
    assert_eq!(host.host_name().unwrap(), host.system_name().unwrap().node);
}

#[test]
fn mapped_files() {
    let host = Native::new();
    let fd = host.memory_file(b"test", libc::MFD_CLOEXEC).unwrap();
    host.write(fd, b"hello world").unwrap();
    let both = libc::PROT_READ | libc::PROT_WRITE;
    let mut mapping = host.map(Some(fd), 11, both, libc::MAP_SHARED, 0).unwrap();
    let mut word = [0; 5];
    mapping.read(6, &mut word).unwrap();
    assert_eq!(&word, b"world");
    mapping.write(0, b"J").unwrap();
    mapping.copy_within(1, 2, 4).unwrap();
    mapping.flush(0, 11).unwrap();
    let mut bytes = [0; 11];
    host.read_at(fd, &mut bytes, 0).unwrap();
    assert_eq!(&bytes, b"Jeelloworld");
    assert_eq!(mapping.read(7, &mut word).unwrap_err().errno, errno::EINVAL);
    assert_eq!(mapping.read(usize::MAX, &mut word).unwrap_err().errno, errno::EINVAL);
    host.truncate(Target::Fd(fd), 100_000).unwrap();
    mapping.resize(100_000).unwrap();
    mapping.write(99_999, b"!").unwrap();
    assert_eq!(mapping.len(), 100_000);
    let read_only = host.map(Some(fd), 11, libc::PROT_READ, libc::MAP_SHARED, 0).unwrap();
    assert_eq!(read_only.write(0, b"x").unwrap_err().errno, errno::EACCES);
    let fixed = host.map(None, 4096, both, libc::MAP_PRIVATE | libc::MAP_FIXED, 0);
    assert!(fixed.is_err());
    host.close(fd).unwrap();
}
