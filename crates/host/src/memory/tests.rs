//! The file system in memory behaves as one on a disk does.

use super::*;
use crate::{ErrorKind, FileKind, Files, Host, Target, TimeUpdate};

fn errno_of<T: std::fmt::Debug>(result: Result<T>) -> i32 {
    result.unwrap_err().errno
}

#[test]
fn reading_and_writing() {
    let host = Memory::new().with_file("/lib/a.py", "print(1)\n");
    assert_eq!(host.read_file(b"/lib/a.py").unwrap(), b"print(1)\n");
    assert_eq!(errno_of(host.open(b"/lib/b.py", libc::O_RDONLY, 0, None)), errno::ENOENT);
    assert_eq!(errno_of(host.open(b"/lib/a.py/x", libc::O_RDONLY, 0, None)), errno::ENOTDIR);
    assert_eq!(errno_of(host.open(b"/lib", libc::O_WRONLY, 0, None)), errno::EISDIR);
    assert_eq!(errno_of(host.read_file(b"/lib")), errno::EISDIR);

    let fd = host.open(b"new", libc::O_RDWR | libc::O_CREAT, 0o666, None).unwrap();
    assert_eq!(fd, 3);
    assert!(!host.is_inheritable(fd).unwrap());
    assert_eq!(host.write(fd, b"hello"), Ok(5));
    assert_eq!(host.seek(fd, 8, 0), Ok(8));
    assert_eq!(host.write(fd, b"!"), Ok(1));
    assert_eq!(host.file("/new").unwrap(), b"hello\0\0\0!");
    assert_eq!(host.seek(fd, -1, 2), Ok(8));
    assert_eq!(errno_of(host.seek(fd, -9, 1)), errno::EINVAL);
    let second = host.duplicate(fd, 0).unwrap();
    assert_eq!(host.read_to_end(second).unwrap(), b"!");
    host.truncate(Target::Fd(fd), 2).unwrap();
    assert_eq!(host.status(Target::Fd(second)).unwrap().size, 2);
    assert_eq!(host.status(Target::Fd(fd)).unwrap().mode, 0o100_644);
    host.close(fd).unwrap();
    assert_eq!(errno_of(host.close(fd)), errno::EBADF);
    host.unlink(b"/new", None).unwrap();
    // Still open under another number.
    assert_eq!(host.read_at(second, &mut [0; 4], 1), Ok(1));
    assert_eq!(host.status(Target::Fd(second)).unwrap().links, 0);
    host.close(second).unwrap();
    assert_eq!(errno_of(host.open(b"a", libc::O_CREAT | libc::O_EXCL | libc::O_WRONLY, 0o600, Some(99))), errno::EBADF);
}

#[test]
fn appending_and_exclusive() {
    let host = Memory::new().with_file("log", "one\n");
    let fd = host.open(b"log", libc::O_WRONLY | libc::O_APPEND, 0, None).unwrap();
    assert_eq!(host.write(fd, b"two\n"), Ok(4));
    assert_eq!(host.file("log").unwrap(), b"one\ntwo\n");
    assert_eq!(errno_of(host.read(fd, &mut [0; 1])), errno::EBADF);
    let exclusive = libc::O_WRONLY | libc::O_CREAT | libc::O_EXCL;
    assert_eq!(host.open(b"log", exclusive, 0, None).unwrap_err().kind(), ErrorKind::FileExists);
    host.open(b"log", libc::O_WRONLY | libc::O_TRUNC, 0, None).unwrap();
    assert_eq!(host.file("log").unwrap(), b"");
}

#[test]
fn directories() {
    let host = Memory::new().with_file("/a/b/c.txt", "c").with_file("/a/d.txt", "d");
    assert_eq!(errno_of(host.make_directory(b"/a", 0o777, None)), errno::EEXIST);
    assert_eq!(errno_of(host.make_directory(b"/x/y", 0o777, None)), errno::ENOENT);
    host.make_directory(b"/a/e/", 0o777, None).unwrap();
    let names: Vec<_> = host.read_directory(Target::path(b"/a")).unwrap();
    let names: Vec<_> = names.iter().map(|entry| (entry.name.as_slice(), entry.kind)).collect();
    let expected: [(&[u8], _); 3] =
        [(b"b", FileKind::Directory), (b"d.txt", FileKind::Regular), (b"e", FileKind::Directory)];
    assert_eq!(names, expected);
    assert_eq!(host.status(Target::path(b"/a")).unwrap().links, 4);
    assert_eq!(errno_of(host.remove_directory(b"/a/b", None)), errno::ENOTEMPTY);
    assert_eq!(errno_of(host.remove_directory(b"/a/d.txt", None)), errno::ENOTDIR);
    assert_eq!(errno_of(host.unlink(b"/a/b", None)), errno::EISDIR);
    assert_eq!(errno_of(host.rename(b"/a", None, b"/a/b/a", None)), errno::EINVAL);
    assert_eq!(errno_of(host.rename(b"/a/d.txt", None, b"/a/b", None)), errno::EISDIR);
    host.rename(b"/a/b", None, b"/a/e", None).unwrap();
    assert_eq!(host.read_file(b"/a/e/c.txt").unwrap(), b"c");

    host.change_directory(Target::path(b"/a/e")).unwrap();
    assert_eq!(host.current_directory().unwrap(), b"/a/e");
    assert_eq!(host.read_file(b"../d.txt").unwrap(), b"d");
    host.rename(b"c.txt", None, b"../../c.txt", None).unwrap();
    host.remove_directory(b"../e", None).unwrap();
    assert_eq!(errno_of(host.current_directory()), errno::ENOENT);
    assert_eq!(errno_of(host.open(b"x", libc::O_CREAT | libc::O_WRONLY, 0, None)), errno::ENOENT);
    assert_eq!(errno_of(host.read_file(b"../x")), errno::ENOENT);
    host.unlink(b"/a/d.txt", None).unwrap();
    host.remove_directory(b"/a", None).unwrap();
    assert_eq!(errno_of(host.read_file(b"../x")), errno::ENOENT);
    host.change_directory(Target::path(b"/")).unwrap();
    assert_eq!(host.read_file(b"c.txt").unwrap(), b"c");
}

#[test]
fn links() {
    let host = Memory::new().with_file("/a/file", "x");
    host.symlink(b"a/file", b"/link", None).unwrap();
    host.symlink(b"/a", b"/dir", None).unwrap();
    host.symlink(b"loop", b"/loop", None).unwrap();
    assert_eq!(host.read_file(b"/link").unwrap(), b"x");
    assert_eq!(host.read_file(b"/dir/file").unwrap(), b"x");
    assert_eq!(host.read_link(b"/link", None).unwrap(), b"a/file");
    assert_eq!(errno_of(host.read_file(b"/loop")), errno::ELOOP);
    let link = Target::Path { path: b"/link", dir: None, follow: false };
    assert!(host.status(link).unwrap().is_symlink());
    host.link(b"/a/file", None, b"/hard", None, true).unwrap();
    assert_eq!(host.status(Target::path(b"/hard")).unwrap().links, 2);
    host.unlink(b"/a/file", None).unwrap();
    assert_eq!(host.read_file(b"/hard").unwrap(), b"x");
    assert_eq!(errno_of(host.read_file(b"/link")), errno::ENOENT);
    // A link to a name that is not there makes the file when it is written.
    let fd = host.open(b"/link", libc::O_WRONLY | libc::O_CREAT, 0o600, None).unwrap();
    host.write(fd, b"new").unwrap();
    assert_eq!(host.file("/a/file").unwrap(), b"new");
}

#[test]
fn streams_and_pipes() {
    let host = Memory::new().with_input("line\n");
    assert_eq!(host.read_to_end(0).unwrap(), b"line\n");
    host.write_all(1, b"out").unwrap();
    host.write_all(2, b"err").unwrap();
    assert_eq!((host.output(), host.errors()), (b"out".to_vec(), b"err".to_vec()));
    assert!(!host.is_terminal(1));
    assert_eq!(errno_of(host.seek(1, 0, 1)), errno::ESPIPE);
    let (read, write) = host.pipe(libc::O_CLOEXEC).unwrap();
    assert_eq!(errno_of(host.read(read, &mut [0; 1])), errno::EAGAIN);
    assert_eq!(host.write_vectored(write, &[b"ab", b"c"]), Ok(3));
    let (mut first, mut second) = ([0; 2], [0; 4]);
    assert_eq!(host.read_vectored(read, &mut [&mut first, &mut second]), Ok(3));
    assert_eq!(&second[..1], b"c");
    host.close(write).unwrap();
    assert_eq!(host.read(read, &mut [0; 1]), Ok(0));
    // The error stream into the output.
    host.duplicate_to(1, 2, true).unwrap();
    host.write_all(2, b"both").unwrap();
    assert_eq!(host.output(), b"outboth");
}

#[test]
fn space_clock_and_chance() {
    let host = Memory::new().with_space(10).with_file("/a", "12345").with_seed(7).with_time(5_000_000_000);
    let fd = host.open(b"/b", libc::O_WRONLY | libc::O_CREAT, 0o600, None).unwrap();
    assert_eq!(host.write(fd, b"12345"), Ok(5));
    assert_eq!(errno_of(host.write(fd, b"6")), errno::ENOSPC);
    assert_eq!(errno_of(host.truncate(Target::Fd(fd), u64::MAX)), errno::ENOSPC);
    host.unlink(b"/a", None).unwrap();
    assert_eq!(host.write(fd, b"6"), Ok(1));
    assert_eq!(host.status(Target::Fd(fd)).unwrap().modified.seconds, 5);
    host.set_times(Target::Fd(fd), TimeUpdate::Now, TimeUpdate::At(Timestamp { seconds: 1, nanoseconds: 2 })).unwrap();
    assert_eq!(host.status(Target::Fd(fd)).unwrap().modified.nanoseconds, 2);

    host.sleep_until(1_000).unwrap();
    assert_eq!(host.now(ClockKind::Wall), Ok(5_000_001_000));
    assert_eq!(host.local_time(0).unwrap().year, 1970);
    let (mut first, mut second) = ([0; 11], [0; 11]);
    host.fill_random(&mut first).unwrap();
    Memory::new().with_seed(7).fill_random(&mut second).unwrap();
    assert_eq!(first, second);
    let host: Box<dyn Host> = Box::new(host);
    assert_eq!(host.fork().unwrap_err().kind(), ErrorKind::Permission);
}
