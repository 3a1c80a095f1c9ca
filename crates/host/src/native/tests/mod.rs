//! The machine's host against the machine.

mod processes;
mod sockets;

use super::*;
use crate::{
    Account, Calendar, Clock, ClockKind, Entropy, Environment, ErrorKind, FileKind, Files, Target, TimeUpdate,
    Timestamp,
};

/// A directory that goes away with the test.
struct Scratch(Vec<u8>);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("taipan-host-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Scratch(path.to_str().unwrap().as_bytes().to_vec())
    }

    fn path(&self, name: &str) -> Vec<u8> {
        [&self.0, b"/".as_slice(), name.as_bytes()].concat()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(std::str::from_utf8(&self.0).unwrap());
    }
}

#[test]
fn files_and_directories() {
    let host = Native::new();
    let scratch = Scratch::new("files");
    let path = scratch.path("a");
    let fd = host.open(&path, libc::O_RDWR | libc::O_CREAT | libc::O_EXCL, 0o640, None).unwrap();
    assert!(!host.is_inheritable(fd).unwrap());
    assert_eq!(host.write(fd, b"hello world").unwrap(), 11);
    assert_eq!(host.seek(fd, 6, 0), Ok(6));
    assert_eq!(host.read_to_end(fd).unwrap(), b"world");
    assert_eq!(host.seek(fd, -1, 0).unwrap_err().errno, errno::EINVAL);
    assert_eq!(host.write_at(fd, b"J", 0).unwrap(), 1);
    assert_eq!(host.status(Target::Fd(fd)).unwrap().size, 11);
    host.truncate(Target::Fd(fd), 5).unwrap();
    let second = host.duplicate(fd, 10).unwrap();
    assert!(second >= 10);
    host.close(second).unwrap();
    host.close(fd).unwrap();
    assert_eq!(host.close(-1).unwrap_err().errno, errno::EBADF);
    assert_eq!(host.read_file(&path).unwrap(), b"Jello");

    let status = host.status(Target::path(&path)).unwrap();
    assert!(status.is_regular());
    let time = Timestamp { seconds: -5, nanoseconds: 250 };
    host.set_times(Target::path(&path), TimeUpdate::Keep, TimeUpdate::At(time)).unwrap();
    assert_eq!(host.status(Target::path(&path)).unwrap().modified, time);
    assert_eq!(host.status(Target::path(&path)).unwrap().accessed, status.accessed);

    host.symlink(b"a", &scratch.path("link"), None).unwrap();
    host.make_directory(&scratch.path("dir"), 0o755, None).unwrap();
    let link = scratch.path("link");
    assert_eq!(host.read_link(&link, None).unwrap(), b"a");
    let not_followed = Target::Path { path: &link, dir: None, follow: false };
    assert!(host.status(not_followed).unwrap().is_symlink());
    let mut entries = host.read_directory(Target::path(&scratch.0)).unwrap();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    let kinds: Vec<_> = entries.iter().map(|entry| (entry.name.as_slice(), entry.kind)).collect();
    let expected: [(&[u8], _); 3] =
        [(b"a", FileKind::Regular), (b"dir", FileKind::Directory), (b"link", FileKind::Symlink)];
    assert_eq!(kinds, expected);

    let dir = host.open(&scratch.0, libc::O_RDONLY, 0, None).unwrap();
    host.rename(b"a", Some(dir), b"dir/b", Some(dir)).unwrap();
    assert_eq!(host.read_directory(Target::Fd(dir)).unwrap().len(), 2);
    assert_eq!(host.unlink(b"dir", Some(dir)).unwrap_err().kind(), ErrorKind::IsADirectory);
    host.unlink(b"dir/b", Some(dir)).unwrap();
    host.remove_directory(b"dir", Some(dir)).unwrap();
    host.close(dir).unwrap();
    assert_eq!(host.status(Target::path(&path)).unwrap_err().kind(), ErrorKind::FileNotFound);
    assert_eq!(host.status(Target::path(b"nul\0byte")).unwrap_err().errno, errno::EINVAL);
}

#[test]
fn pipes() {
    let host = Native::new();
    let (read, write) = host.pipe(libc::O_CLOEXEC).unwrap();
    host.set_blocking(read, false).unwrap();
    assert_eq!(host.read(read, &mut [0; 4]).unwrap_err().kind(), ErrorKind::BlockingIo);
    assert_eq!(host.write_vectored(write, &[b"ab", b"cde"]).unwrap(), 5);
    let (mut first, mut second) = ([0; 1], [0; 8]);
    assert_eq!(host.read_vectored(read, &mut [&mut first, &mut second]).unwrap(), 5);
    assert_eq!((&first, &second[..4]), (b"a", b"bcde".as_slice()));
    host.close(read).unwrap();
    host.close(write).unwrap();
}

#[test]
fn clocks_go_forward() {
    let host = Native::new();
    let start = host.now(ClockKind::Monotonic).unwrap();
    host.sleep_until(start + 2_000_000).unwrap();
    assert!(host.now(ClockKind::Monotonic).unwrap() >= start + 2_000_000);
    assert!(host.now(ClockKind::Wall).unwrap() > 1_700_000_000_000_000_000);
    assert!(host.resolution(ClockKind::Process).unwrap() > 0);
    let thread = rustix::thread::gettid().as_raw_nonzero().get();
    assert!(host.clock_time(host.thread_clock(thread).unwrap()).unwrap() > 0);
}

#[test]
fn zones_of_two_hosts() {
    let (utc, berlin) = (Native::new(), Native::new());
    utc.set_variable(b"TZ", b"UTC0").unwrap();
    berlin.set_variable(b"TZ", b"CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    utc.reload_zone();
    berlin.reload_zone();
    let july = 1_720_000_000;
    assert_eq!(utc.local_time(july).unwrap().hour, 9);
    let there = berlin.local_time(july).unwrap();
    assert_eq!((there.hour, there.is_dst, there.utc_offset, there.zone.as_slice()), (11, 1, 7200, b"CEST".as_slice()));
    assert_eq!(berlin.make_time(&there).unwrap(), july);
    let here = Calendar { is_dst: -1, ..there.clone() };
    assert_eq!(utc.make_time(&here).unwrap(), july + 7200);
    let names = berlin.zone_names();
    assert_eq!((names.timezone, names.altzone, names.has_summer), (-3600, -7200, true));
    assert_eq!(names.names, [b"CET".to_vec(), b"CEST".to_vec()]);
    assert_eq!(utc.format_time(b"%H:%M\0%Z %z", &there).unwrap(), b"11:46\0CEST +0200");
    assert_eq!(utc.format_time(b"", &there).unwrap(), b"");
    assert!(utc.local_time(i64::MAX).is_err());
    let far = Calendar { year: i64::MAX, ..there };
    assert_eq!(utc.make_time(&far).unwrap_err().errno, errno::EOVERFLOW);
}

#[test]
fn variables_are_the_hosts_own() {
    let host = Native::new();
    host.set_variable(b"TAIPAN_TEST", b"one").unwrap();
    assert_eq!(host.variable(b"TAIPAN_TEST").unwrap(), b"one");
    assert!(std::env::var_os("TAIPAN_TEST").is_none());
    host.unset_variable(b"TAIPAN_TEST").unwrap();
    assert_eq!(host.variable(b"TAIPAN_TEST"), None);
    assert_eq!(host.set_variable(b"a=b", b"").unwrap_err().errno, errno::EINVAL);
}

#[test]
fn facts() {
    let host = Native::new();
    assert_eq!(host.system_name().unwrap().system, b"Linux");
    assert!(host.processor_count().unwrap() >= 1);
    assert_eq!(host.user_entry(Account::Id(0)).unwrap().unwrap().name, b"root");
    assert_eq!(host.user_entry(Account::Name(b"root")).unwrap().unwrap().user, 0);
    assert_eq!(host.user_entry(Account::Name(b"no such user")).unwrap(), None);
    assert_eq!(host.group_entry(Account::Id(0)).unwrap().unwrap().name, b"root");
    assert!(host.user_entries().unwrap().len() > 1);
    assert!(host.group_list(b"root", 0).unwrap().contains(&0));
    assert_eq!(host.system_limit(libc::_SC_PAGESIZE).unwrap() as usize, host.page_size());
    assert_eq!(host.system_limit(99_999).unwrap_err().errno, errno::EINVAL);
    assert!(host.system_text(libc::_CS_PATH).unwrap().is_some());
    let mut bytes = [0; 64];
    host.fill_random(&mut bytes).unwrap();
    assert_ne!(bytes, [0; 64]);
}
