//! The calls on files, on the tree and the open files of this host.

use std::collections::BTreeMap;

use super::open::Source;
use super::tree::{Content, Place};
use super::{Memory, State};
use crate::error::Result;
use crate::{DirectoryEntry, Fd, FileSystemStatus, Files, OsError, Status, Target, TimeUpdate, errno};

fn error<T>(errno: i32) -> Result<T> {
    Err(OsError::new(errno))
}

impl State {
    /// The directory that a relative path starts from.
    fn start(&mut self, dir: Option<Fd>) -> Result<u64> {
        let Some(fd) = dir else {
            return Ok(self.tree.current);
        };
        let node = self.node_of(fd, errno::ENOTDIR)?;
        if self.tree.is_directory(node) { Ok(node) } else { error(errno::ENOTDIR) }
    }

    /// Where a path leads to, with the tree's clock set for what happens there.
    fn place(&mut self, path: &[u8], dir: Option<Fd>, follow: bool) -> Result<Place> {
        self.tree.now = self.timestamp();
        // An absolute path does not look at the directory.
        let start = if path.first() == Some(&b'/') { self.tree.current } else { self.start(dir)? };
        self.tree.place(start, path, follow)
    }

    fn node(&mut self, target: Target<'_>) -> Result<u64> {
        match target {
            Target::Fd(fd) => {
                self.tree.now = self.timestamp();
                self.node_of(fd, errno::EINVAL)
            }
            Target::Path { path, dir, follow } => self.place(path, dir, follow)?.existing(),
        }
    }

    fn open(&mut self, path: &[u8], flags: i32, mode: u32, dir: Option<Fd>) -> Result<Fd> {
        let exclusive = flags & libc::O_CREAT != 0 && flags & libc::O_EXCL != 0;
        let follow = flags & libc::O_NOFOLLOW == 0 && !exclusive;
        let place = self.place(path, dir, follow)?;
        let writes = flags & libc::O_ACCMODE != libc::O_RDONLY;
        let node = match place.node {
            Some(_) if exclusive => return error(errno::EEXIST),
            Some(node) => node,
            None if flags & libc::O_CREAT != 0 => {
                if place.slash {
                    return error(errno::EISDIR);
                }
                let mode = mode & !self.umask;
                self.tree.create(&place, Content::File(Vec::new()), mode)?
            }
            None => return error(errno::ENOENT),
        };
        match &self.tree.node(node).content {
            Content::Symlink(_) => return error(errno::ELOOP),
            Content::Directory { .. } if writes || flags & libc::O_CREAT != 0 => return error(errno::EISDIR),
            Content::File(_) if flags & libc::O_DIRECTORY != 0 => return error(errno::ENOTDIR),
            Content::File(_) if flags & libc::O_TRUNC != 0 && writes => self.tree.set_length(node, 0)?,
            _ => {}
        }
        self.new_descriptor(Source::Node(node), flags)
    }
}

impl Files for Memory {
    fn open(&self, path: &[u8], flags: i32, mode: u32, dir: Option<Fd>) -> Result<Fd> {
        self.state().open(path, flags, mode, dir)
    }

    fn close(&self, fd: Fd) -> Result<()> {
        self.state().close(fd)
    }

    fn close_range(&self, low: Fd, high: Fd) {
        let mut state = self.state();
        let open: Vec<Fd> = state.descriptors.keys().copied().filter(|fd| (low..high).contains(fd)).collect();
        for fd in open {
            // It is open.
            let _ = state.close(fd);
        }
    }

    fn read(&self, fd: Fd, buffer: &mut [u8]) -> Result<usize> {
        self.state().read(fd, buffer, None)
    }

    fn write(&self, fd: Fd, bytes: &[u8]) -> Result<usize> {
        let mut state = self.state();
        state.tree.now = state.timestamp();
        state.write(fd, bytes, None)
    }

    fn read_at(&self, fd: Fd, buffer: &mut [u8], offset: u64) -> Result<usize> {
        self.state().read(fd, buffer, Some(offset))
    }

    fn write_at(&self, fd: Fd, bytes: &[u8], offset: u64) -> Result<usize> {
        let mut state = self.state();
        state.tree.now = state.timestamp();
        state.write(fd, bytes, Some(offset))
    }

    fn read_vectored(&self, fd: Fd, buffers: &mut [&mut [u8]]) -> Result<usize> {
        let mut total = 0;
        for buffer in buffers {
            match self.read(fd, buffer) {
                Ok(count) => {
                    total += count;
                    if count < buffer.len() {
                        break;
                    }
                }
                Err(_) if total > 0 => break,
                Err(error) => return Err(error),
            }
        }
        Ok(total)
    }

    fn write_vectored(&self, fd: Fd, buffers: &[&[u8]]) -> Result<usize> {
        self.write(fd, &buffers.concat())
    }

    fn seek(&self, fd: Fd, offset: i64, whence: i32) -> Result<u64> {
        let mut state = self.state();
        let node = state.node_of(fd, errno::ESPIPE)?;
        let length = state.tree.status(node).size;
        let file = state.open_file(fd)?;
        let base = match whence {
            libc::SEEK_SET => 0,
            libc::SEEK_CUR => i64::try_from(file.position).unwrap_or(i64::MAX),
            libc::SEEK_END => length,
            _ => return error(errno::EINVAL),
        };
        let position = base.checked_add(offset).ok_or(OsError::new(errno::EOVERFLOW))?;
        file.position = u64::try_from(position).map_err(|_| OsError::new(errno::EINVAL))?;
        Ok(file.position)
    }

    fn status(&self, target: Target<'_>) -> Result<Status> {
        let mut state = self.state();
        if let Target::Fd(fd) = target {
            let special = match state.open_file(fd)?.source {
                Source::Node(_) => None,
                Source::Input | Source::Captured(_) => Some(0o020_620),
                Source::PipeRead(_) | Source::PipeWrite(_) => Some(0o010_600),
            };
            if let Some(mode) = special {
                return Ok(Status { mode, device: 2, links: 1, block_size: 4096, ..Status::default() });
            }
        }
        let node = state.node(target)?;
        Ok(state.tree.status(node))
    }

    fn truncate(&self, target: Target<'_>, length: u64) -> Result<()> {
        let mut state = self.state();
        if let Target::Fd(fd) = target
            && !state.open_file(fd)?.can_write()
        {
            return error(errno::EINVAL);
        }
        let node = state.node(target)?;
        state.tree.set_length(node, length)
    }

    fn sync(&self, fd: Fd, _data_only: bool) -> Result<()> {
        self.state().node_of(fd, errno::EINVAL).map(drop)
    }

    fn duplicate(&self, fd: Fd, lowest: Fd) -> Result<Fd> {
        self.state().duplicate(fd, lowest)
    }

    fn duplicate_to(&self, fd: Fd, to: Fd, inheritable: bool) -> Result<Fd> {
        self.state().duplicate_to(fd, to, inheritable)
    }

    fn is_inheritable(&self, fd: Fd) -> Result<bool> {
        Ok(self.state().descriptor(fd)?.inheritable)
    }

    fn set_inheritable(&self, fd: Fd, inheritable: bool) -> Result<()> {
        self.state().descriptor(fd)?.inheritable = inheritable;
        Ok(())
    }

    fn is_blocking(&self, fd: Fd) -> Result<bool> {
        Ok(self.state().open_file(fd)?.flags & libc::O_NONBLOCK == 0)
    }

    fn set_blocking(&self, fd: Fd, blocking: bool) -> Result<()> {
        let mut state = self.state();
        let flags = &mut state.open_file(fd)?.flags;
        *flags = if blocking { *flags & !libc::O_NONBLOCK } else { *flags | libc::O_NONBLOCK };
        Ok(())
    }

    fn fcntl(&self, fd: Fd, command: i32, argument: i64) -> Result<i32> {
        let mut state = self.state();
        match command {
            libc::F_GETFL => Ok(state.open_file(fd)?.flags),
            libc::F_GETFD => Ok(if state.descriptor(fd)?.inheritable { 0 } else { libc::FD_CLOEXEC }),
            libc::F_SETFD => {
                state.descriptor(fd)?.inheritable = argument & i64::from(libc::FD_CLOEXEC) == 0;
                Ok(0)
            }
            _ => error(errno::EINVAL),
        }
    }

    fn pipe(&self, flags: i32) -> Result<(Fd, Fd)> {
        let mut state = self.state();
        let (read, write) = state.new_pipe(flags & libc::O_NONBLOCK)?;
        for fd in [read, write] {
            state.descriptor(fd)?.inheritable = flags & libc::O_CLOEXEC == 0;
        }
        Ok((read, write))
    }

    fn make_directory(&self, path: &[u8], mode: u32, dir: Option<Fd>) -> Result<()> {
        let mut state = self.state();
        let place = state.place(path, dir, false)?;
        let content = Content::Directory { names: BTreeMap::new(), parent: place.parent };
        let mode = mode & !state.umask;
        state.tree.create(&place, content, mode).map(drop)
    }

    fn remove_directory(&self, path: &[u8], dir: Option<Fd>) -> Result<()> {
        let mut state = self.state();
        let place = state.place(path, dir, false)?;
        let node = place.existing()?;
        let Some(name) = &place.name else {
            return error(if path.ends_with(b".") { errno::EINVAL } else { errno::EBUSY });
        };
        if !state.tree.names(node)?.is_empty() {
            return error(errno::ENOTEMPTY);
        }
        state.tree.unlink(place.parent, name)
    }

    fn unlink(&self, path: &[u8], dir: Option<Fd>) -> Result<()> {
        let mut state = self.state();
        let place = state.place(path, dir, false)?;
        let node = place.existing()?;
        match &place.name {
            Some(name) if !state.tree.is_directory(node) => state.tree.unlink(place.parent, name),
            _ => error(errno::EISDIR),
        }
    }

    fn rename(&self, from: &[u8], from_dir: Option<Fd>, to: &[u8], to_dir: Option<Fd>) -> Result<()> {
        let mut state = self.state();
        let from = state.place(from, from_dir, false)?;
        let to = state.place(to, to_dir, false)?;
        state.tree.rename(&from, &to)
    }

    fn link(&self, from: &[u8], from_dir: Option<Fd>, to: &[u8], to_dir: Option<Fd>, follow: bool) -> Result<()> {
        let mut state = self.state();
        let node = state.place(from, from_dir, follow)?.existing()?;
        let to = state.place(to, to_dir, false)?;
        match to.name {
            Some(name) if to.node.is_none() => {
                if state.tree.is_directory(node) {
                    return error(errno::EPERM);
                }
                state.tree.link(to.parent, name, node)
            }
            _ => error(errno::EEXIST),
        }
    }

    fn symlink(&self, text: &[u8], path: &[u8], dir: Option<Fd>) -> Result<()> {
        if text.is_empty() {
            return error(errno::ENOENT);
        }
        let mut state = self.state();
        let place = state.place(path, dir, false)?;
        state.tree.create(&place, Content::Symlink(text.to_vec()), 0o777).map(drop)
    }

    fn read_link(&self, path: &[u8], dir: Option<Fd>) -> Result<Vec<u8>> {
        let mut state = self.state();
        let node = state.place(path, dir, false)?.existing()?;
        match &state.tree.node(node).content {
            Content::Symlink(text) => Ok(text.clone()),
            _ => error(errno::EINVAL),
        }
    }

    fn read_directory(&self, target: Target<'_>) -> Result<Vec<DirectoryEntry>> {
        let mut state = self.state();
        let node = match target {
            Target::Fd(fd) => state.node_of(fd, errno::ENOTDIR)?,
            Target::Path { .. } => state.node(target)?,
        };
        let tree = &state.tree;
        let entry =
            |(name, &inode): (&Vec<u8>, &u64)| DirectoryEntry { name: name.clone(), inode, kind: tree.kind(inode) };
        Ok(tree.names(node)?.iter().map(entry).collect())
    }

    fn set_mode(&self, target: Target<'_>, mode: u32) -> Result<()> {
        let mut state = self.state();
        let node = state.node(target)?;
        let now = state.timestamp();
        let node = state.tree.node_mut(node);
        if matches!(node.content, Content::Symlink(_)) {
            return error(errno::ENOTSUP);
        }
        node.mode = mode & 0o7777;
        node.changed = now;
        Ok(())
    }

    fn set_owner(&self, target: Target<'_>, user: Option<u32>, group: Option<u32>) -> Result<()> {
        let mut state = self.state();
        let node = state.node(target)?;
        let now = state.timestamp();
        let node = state.tree.node_mut(node);
        node.owner = (user.unwrap_or(node.owner.0), group.unwrap_or(node.owner.1));
        node.changed = now;
        Ok(())
    }

    fn set_times(&self, target: Target<'_>, accessed: TimeUpdate, modified: TimeUpdate) -> Result<()> {
        let mut state = self.state();
        let node = state.node(target)?;
        let now = state.timestamp();
        let node = state.tree.node_mut(node);
        for (time, update) in [(&mut node.accessed, accessed), (&mut node.modified, modified)] {
            match update {
                TimeUpdate::Now => *time = now,
                TimeUpdate::Keep => {}
                TimeUpdate::At(at) => *time = at,
            }
        }
        node.changed = now;
        Ok(())
    }

    fn access(&self, path: &[u8], mode: i32, dir: Option<Fd>, _effective: bool, follow: bool) -> Result<()> {
        let mut state = self.state();
        let node = state.place(path, dir, follow)?.existing()?;
        let node = state.tree.node(node);
        // Everything may be read and written, but not everything can be run.
        let runs = !matches!(node.content, Content::File(_)) || node.mode & 0o111 != 0;
        if mode & libc::X_OK != 0 && !runs { error(errno::EACCES) } else { Ok(()) }
    }

    fn current_directory(&self) -> Result<Vec<u8>> {
        let state = self.state();
        state.tree.path_of(state.tree.current)
    }

    fn change_directory(&self, target: Target<'_>) -> Result<()> {
        let mut state = self.state();
        let node = state.node(target)?;
        state.tree.names(node)?;
        state.tree.hold(node);
        let old = std::mem::replace(&mut state.tree.current, node);
        state.tree.let_go(old);
        Ok(())
    }

    fn umask(&self, mask: u32) -> u32 {
        std::mem::replace(&mut self.state().umask, mask & 0o777)
    }

    fn file_system_status(&self, target: Target<'_>) -> Result<FileSystemStatus> {
        self.state().node(target)?;
        Ok(FileSystemStatus { block_size: 4096, fragment_size: 4096, name_max: 255, ..FileSystemStatus::default() })
    }
}
