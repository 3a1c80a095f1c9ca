//! Directories: listing, making, removing, and what `os.scandir` gives.

use taipan_host::{FileKind, Target};
use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use super::{decode, descriptor, directory_fd, name_like, path, path_or, retry, retry_two, with_target};
use crate::support::payload;

/// What is listed: the directory's entries, how the path was given, and whether names are bytes.
struct Listing {
    entries: Vec<taipan_host::DirectoryEntry>,
    base: Vec<u8>,
    as_bytes: bool,
    /// The directory's descriptor, when it was given so.
    dir: Option<i32>,
}

fn list(vm: &mut Vm, value: Option<Value>, function: &str) -> R<Listing> {
    let value = value.filter(|value| !value.is_none());
    if let Some(value) = value
        && let Some(fd) = descriptor(vm, value)?
    {
        let entries = retry(vm, None, |vm| vm.host.read_directory(Target::Fd(fd)))?;
        return Ok(Listing { entries, base: Vec::new(), as_bytes: false, dir: Some(fd) });
    }
    let given = match value {
        Some(value) => value.own(),
        None => vm.new_str(".")?,
    };
    let path = path_or(vm, given.value(), function, "string, bytes, os.PathLike, integer or None")?;
    let entries = retry(vm, Some(&path), |vm| vm.host.read_directory(Target::path(&path.bytes)))?;
    Ok(Listing { entries, base: path.bytes, as_bytes: path.was_bytes, dir: None })
}

/// One name that `scandir` gives.
#[derive(Trace)]
struct DirEntry {
    name: Owned,
    path: Owned,
    #[trace(skip)]
    kind: FileKind,
    inode: u64,
    dir: Option<i32>,
}

payload!(DirEntry);

static ENTRY_CLASS: ClassDef = ClassDef {
    module: "posix",
    methods: &entry::METHODS,
    getsets: &entry::GETSETS,
    slots: Slots { repr: Some(entry_repr), ..Slots::EMPTY },
    ..ClassDef::sealed::<DirEntry>("DirEntry")
};

/// The iterator that `scandir` gives, a context manager too.
#[derive(Trace)]
struct ScandirIterator {
    /// In reverse.
    rest: Vec<Owned>,
}

payload!(ScandirIterator);

static ITERATOR_CLASS: ClassDef = ClassDef {
    module: "posix",
    methods: &scan::METHODS,
    slots: Slots { iter: Some(crate::support::same), next: Some(scan_next), ..Slots::EMPTY },
    ..ClassDef::sealed::<ScandirIterator>("ScandirIterator")
};

/// The class of entries, which `os` shows.
pub(super) fn entry_class(vm: &mut Vm) -> R<Obj<Class>> {
    vm.define_class::<DirEntry>(&ENTRY_CLASS, None)
}

fn scan_next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    match vm.cast::<ScandirIterator>(value) {
        Some(this) => Ok(this.get_mut(vm).rest.pop()),
        None => Ok(None),
    }
}

fn entry_repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<DirEntry>(value) else { return vm.new_str("<DirEntry>") };
    let name = this.get(vm).name.clone();
    let name = vm.repr_text(name.value())?;
    vm.new_str(&format!("<DirEntry {name}>"))
}

mod entry {
    use super::*;

    /// Whether the entry, or what it links to, is of a kind.
    fn is_kind(vm: &mut Vm, this: Obj<DirEntry>, follow: bool, wanted: FileKind) -> R<bool> {
        let kind = this.get(vm).kind;
        if kind == wanted {
            return Ok(true);
        }
        if kind != FileKind::Unknown && !(kind == FileKind::Symlink && follow) {
            return Ok(false);
        }
        let (path, dir) = (this.get(vm).path.clone(), this.get(vm).dir);
        let bytes = super::super::file_system_path(vm, path.value())?;
        let status = vm.host.status(Target::Path { path: &bytes, dir, follow });
        Ok(match status {
            Ok(status) if wanted == FileKind::Directory => status.is_directory(),
            Ok(status) => status.is_regular(),
            Err(_) => false,
        })
    }

    #[methods]
    mod entry_methods {
        use super::*;

        #[classmethod("($type, item, /)")]
        fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
            vm.new_generic_alias(class, item)
        }

        /// The name.
        #[getter]
        fn name(vm: &mut Vm, this: Obj<DirEntry>) -> Owned {
            this.get(vm).name.clone()
        }

        /// The path: the directory's joined with the name.
        #[getter]
        fn path(vm: &mut Vm, this: Obj<DirEntry>) -> Owned {
            this.get(vm).path.clone()
        }

        /// Whether it is a directory.
        #[method("($self, /, *, follow_symlinks=True)")]
        fn is_dir(vm: &mut Vm, this: Obj<DirEntry>, follow_symlinks: Option<bool>) -> R<bool> {
            is_kind(vm, this, follow_symlinks.unwrap_or(true), FileKind::Directory)
        }

        /// Whether it is a regular file.
        #[method("($self, /, *, follow_symlinks=True)")]
        fn is_file(vm: &mut Vm, this: Obj<DirEntry>, follow_symlinks: Option<bool>) -> R<bool> {
            is_kind(vm, this, follow_symlinks.unwrap_or(true), FileKind::Regular)
        }

        /// Whether it is a symbolic link.
        #[method("($self, /)")]
        fn is_symlink(vm: &mut Vm, this: Obj<DirEntry>) -> R<bool> {
            if this.get(vm).kind != FileKind::Unknown {
                return Ok(this.get(vm).kind == FileKind::Symlink);
            }
            let (path, dir) = (this.get(vm).path.clone(), this.get(vm).dir);
            let bytes = super::super::super::file_system_path(vm, path.value())?;
            let status = vm.host.status(Target::Path { path: &bytes, dir, follow: false });
            Ok(status.is_ok_and(|status| status.is_symlink()))
        }

        /// Whether it is a junction: never here.
        #[method("($self, /)")]
        fn is_junction(_vm: &mut Vm, _this: Obj<DirEntry>) -> bool {
            false
        }

        /// The inode.
        #[method("($self, /)")]
        fn inode(vm: &mut Vm, this: Obj<DirEntry>) -> u64 {
            this.get(vm).inode
        }

        /// What the system knows of it.
        #[method("($self, /, *, follow_symlinks=True)")]
        fn stat(vm: &mut Vm, this: Obj<DirEntry>, follow_symlinks: Option<bool>) -> R<Owned> {
            let (path, dir) = (this.get(vm).path.clone(), this.get(vm).dir.map(Value::small));
            let follow = follow_symlinks.unwrap_or(true);
            let status = with_target(vm, path.value(), "stat", dir, follow, |vm, target| vm.host.status(target))?;
            crate::posix::files::stat_result(vm, &status)
        }

        /// The path.
        #[method("($self, /)")]
        fn __fspath__(vm: &mut Vm, this: Obj<DirEntry>) -> Owned {
            this.get(vm).path.clone()
        }
    }
}

mod scan {
    use super::*;

    #[methods]
    mod scan_methods {
        use super::*;

        #[method("($self, /)")]
        fn __enter__(_vm: &mut Vm, this: Obj<ScandirIterator>) -> Obj<ScandirIterator> {
            this
        }

        #[method("($self, /, *args)")]
        fn __exit__(vm: &mut Vm, this: Obj<ScandirIterator>, _args: Rest<'_>) {
            let rest = std::mem::take(&mut this.get_mut(vm).rest);
            drop(rest);
        }

        /// Forget what was not asked for yet.
        #[method("($self, /)")]
        fn close(vm: &mut Vm, this: Obj<ScandirIterator>) {
            let rest = std::mem::take(&mut this.get_mut(vm).rest);
            drop(rest);
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// The names in a directory.
    #[function("(path=None)")]
    fn listdir(vm: &mut Vm, path: Option<Value>) -> R<Owned> {
        let listing = list(vm, path, "listdir")?;
        let names = vm.new_list(&[])?;
        if let Some(object) = vm.cast::<List>(names.value()) {
            for entry in listing.entries {
                let name = name_like(vm, &entry.name, listing.as_bytes)?;
                object.push(vm, name)?;
            }
        }
        Ok(names)
    }

    /// An iterator over what is in a directory.
    #[function("(path=None)")]
    fn scandir(vm: &mut Vm, path: Option<Value>) -> R<Owned> {
        vm.define_class::<DirEntry>(&ENTRY_CLASS, None)?;
        vm.define_class::<ScandirIterator>(&ITERATOR_CLASS, None)?;
        let listing = list(vm, path, "scandir")?;
        let mut rest = taipan_text::memory::with_room(listing.entries.len());
        let mut bytes = listing.base;
        if !bytes.is_empty() && bytes.last() != Some(&b'/') {
            bytes.put(b'/');
        }
        let base = bytes.len();
        for entry in listing.entries.into_iter().rev() {
            bytes.truncate(base);
            bytes.put_slice(&entry.name);
            let name = name_like(vm, &entry.name, listing.as_bytes)?;
            let path = name_like(vm, &bytes, listing.as_bytes)?;
            let made = DirEntry { name, path, kind: entry.kind, inode: entry.inode, dir: listing.dir };
            rest.put(vm.allocate(made)?);
        }
        vm.allocate(ScandirIterator { rest })
    }

    /// Make a directory.
    #[function("(path, mode=0o777, *, dir_fd=None)")]
    fn mkdir(vm: &mut Vm, path: Value, mode: Option<u32>, dir_fd: Option<Value>) -> R<()> {
        let path = super::path(vm, path, "mkdir")?;
        let dir = directory_fd(vm, dir_fd)?;
        retry(vm, Some(&path), |vm| vm.host.make_directory(&path.bytes, mode.unwrap_or(0o777), dir))
    }

    /// Remove an empty directory.
    #[function("(path, *, dir_fd=None)")]
    fn rmdir(vm: &mut Vm, path: Value, dir_fd: Option<Value>) -> R<()> {
        let path = super::path(vm, path, "rmdir")?;
        let dir = directory_fd(vm, dir_fd)?;
        retry(vm, Some(&path), |vm| vm.host.remove_directory(&path.bytes, dir))
    }

    /// Remove a file.
    #[function("(path, *, dir_fd=None)")]
    fn unlink(vm: &mut Vm, path: Value, dir_fd: Option<Value>) -> R<()> {
        let path = super::path(vm, path, "unlink")?;
        let dir = directory_fd(vm, dir_fd)?;
        retry(vm, Some(&path), |vm| vm.host.unlink(&path.bytes, dir))
    }

    /// Remove a file.
    #[function("(path, *, dir_fd=None)")]
    fn remove(vm: &mut Vm, path: Value, dir_fd: Option<Value>) -> R<()> {
        let path = super::path(vm, path, "remove")?;
        let dir = directory_fd(vm, dir_fd)?;
        retry(vm, Some(&path), |vm| vm.host.unlink(&path.bytes, dir))
    }

    /// Give a file another name.
    #[function("(src, dst, *, src_dir_fd=None, dst_dir_fd=None)")]
    fn rename(vm: &mut Vm, src: Value, dst: Value, src_dir_fd: Option<Value>, dst_dir_fd: Option<Value>) -> R<()> {
        let (from, to) = (super::path(vm, src, "rename")?, super::path(vm, dst, "rename")?);
        let (from_dir, to_dir) = (directory_fd(vm, src_dir_fd)?, directory_fd(vm, dst_dir_fd)?);
        retry_two(vm, &from, &to, |vm| vm.host.rename(&from.bytes, from_dir, &to.bytes, to_dir))
    }

    /// Give a file another name; one of that name is replaced.
    #[function("(src, dst, *, src_dir_fd=None, dst_dir_fd=None)")]
    fn replace(vm: &mut Vm, src: Value, dst: Value, src_dir_fd: Option<Value>, dst_dir_fd: Option<Value>) -> R<()> {
        let (from, to) = (super::path(vm, src, "replace")?, super::path(vm, dst, "replace")?);
        let (from_dir, to_dir) = (directory_fd(vm, src_dir_fd)?, directory_fd(vm, dst_dir_fd)?);
        retry_two(vm, &from, &to, |vm| vm.host.rename(&from.bytes, from_dir, &to.bytes, to_dir))
    }

    /// Make a symbolic link.
    #[function("(src, dst, target_is_directory=False, *, dir_fd=None)")]
    fn symlink(
        vm: &mut Vm,
        src: Value,
        dst: Value,
        _target_is_directory: Option<Value>,
        dir_fd: Option<Value>,
    ) -> R<()> {
        let (text, path) = (super::path(vm, src, "symlink")?, super::path(vm, dst, "symlink")?);
        let dir = directory_fd(vm, dir_fd)?;
        retry_two(vm, &text, &path, |vm| vm.host.symlink(&text.bytes, &path.bytes, dir))
    }

    /// Give a file a further name.
    #[function("(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)")]
    fn link(
        vm: &mut Vm,
        src: Value,
        dst: Value,
        src_dir_fd: Option<Value>,
        dst_dir_fd: Option<Value>,
        follow_symlinks: Option<bool>,
    ) -> R<()> {
        let (from, to) = (super::path(vm, src, "link")?, super::path(vm, dst, "link")?);
        let (from_dir, to_dir) = (directory_fd(vm, src_dir_fd)?, directory_fd(vm, dst_dir_fd)?);
        let follow = follow_symlinks.unwrap_or(true);
        retry_two(vm, &from, &to, |vm| vm.host.link(&from.bytes, from_dir, &to.bytes, to_dir, follow))
    }

    /// The current directory.
    #[function("()")]
    fn getcwd(vm: &mut Vm) -> R<Owned> {
        let path = retry(vm, None, |vm| vm.host.current_directory())?;
        decode(vm, &path)
    }

    /// The current directory, as bytes.
    #[function("()")]
    fn getcwdb(vm: &mut Vm) -> R<Owned> {
        let path = retry(vm, None, |vm| vm.host.current_directory())?;
        vm.new_bytes(&path)
    }

    /// Change the current directory.
    #[function("(path)")]
    fn chdir(vm: &mut Vm, path: Value) -> R<()> {
        with_target(vm, path, "chdir", None, true, |vm, target| vm.host.change_directory(target))
    }

    /// Set the mask of new files' permissions: the old one.
    #[function("(mask, /)")]
    fn umask(vm: &mut Vm, mask: u32) -> u32 {
        vm.host.umask(mask)
    }
}
