//! The tree of files: nodes by number, names in directories, and how a path leads to a node.
//!
//! A node lives as long as a name or an open file refers to it.

use std::collections::{BTreeMap, VecDeque};

use crate::error::Result;
use crate::{FileKind, OsError, Status, Timestamp, errno};

pub(super) const ROOT: u64 = 1;
/// As many symbolic links as a path may go through, as on Linux.
const MOST_LINKS: usize = 40;
const LONGEST_NAME: usize = 255;

#[derive(Debug)]
pub(super) enum Content {
    File(Vec<u8>),
    Directory { names: BTreeMap<Vec<u8>, u64>, parent: u64 },
    Symlink(Vec<u8>),
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) content: Content,
    /// The permission bits.
    pub(super) mode: u32,
    pub(super) owner: (u32, u32),
    pub(super) accessed: Timestamp,
    pub(super) modified: Timestamp,
    pub(super) changed: Timestamp,
    /// Names of a file, or 1 for a directory that is in the tree.
    links: u64,
    /// Open files and the current directory.
    holds: u64,
}

#[derive(Debug)]
pub(super) struct Tree {
    nodes: BTreeMap<u64, Node>,
    next: u64,
    pub(super) current: u64,
    pub(super) space: u64,
    used: u64,
    /// The time of the next change.
    pub(super) now: Timestamp,
}

/// Where a path leads to.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) parent: u64,
    /// `None` for the root, `.` and `..`, which have no name of their own here.
    pub(super) name: Option<Vec<u8>>,
    pub(super) node: Option<u64>,
    /// Whether the path ends with a slash, and so means a directory.
    pub(super) slash: bool,
}

impl Place {
    pub(super) fn existing(&self) -> Result<u64> {
        self.node.ok_or(OsError::new(errno::ENOENT))
    }
}

fn error<T>(errno: i32) -> Result<T> {
    Err(OsError::new(errno))
}

impl Tree {
    pub(super) fn new(now: Timestamp) -> Tree {
        let mut tree = Tree { nodes: BTreeMap::new(), next: ROOT, current: ROOT, space: 1 << 30, used: 0, now };
        let root = tree.add(Content::Directory { names: BTreeMap::new(), parent: ROOT }, 0o755);
        // The root is in the tree, and it is the current directory.
        tree.node_mut(root).links = 1;
        tree.node_mut(root).holds = 1;
        tree
    }

    pub(super) fn node(&self, number: u64) -> &Node {
        self.nodes.get(&number).expect("a node lives while a name or an open file refers to it")
    }

    pub(super) fn node_mut(&mut self, number: u64) -> &mut Node {
        self.nodes.get_mut(&number).expect("a node lives while a name or an open file refers to it")
    }

    /// A node without a name yet.
    fn add(&mut self, content: Content, mode: u32) -> u64 {
        let number = self.next;
        self.next += 1;
        let now = self.now;
        let node = Node {
            content,
            mode: mode & 0o7777,
            owner: (0, 0),
            accessed: now,
            modified: now,
            changed: now,
            links: 0,
            holds: 0,
        };
        self.nodes.insert(number, node);
        number
    }

    pub(super) fn hold(&mut self, number: u64) {
        self.node_mut(number).holds += 1;
    }

    pub(super) fn let_go(&mut self, number: u64) {
        self.node_mut(number).holds -= 1;
        self.collect(number);
    }

    fn collect(&mut self, number: u64) {
        let node = self.node(number);
        if node.links == 0 && node.holds == 0 {
            if let Content::File(bytes) = &node.content {
                self.used -= bytes.len() as u64;
            }
            self.nodes.remove(&number);
        }
    }

    pub(super) fn is_directory(&self, number: u64) -> bool {
        matches!(self.node(number).content, Content::Directory { .. })
    }

    pub(super) fn names(&self, number: u64) -> Result<&BTreeMap<Vec<u8>, u64>> {
        match &self.node(number).content {
            Content::Directory { names, .. } => Ok(names),
            _ => error(errno::ENOTDIR),
        }
    }

    fn names_mut(&mut self, number: u64) -> Result<&mut BTreeMap<Vec<u8>, u64>> {
        let now = self.now;
        let node = self.node_mut(number);
        match &mut node.content {
            Content::Directory { names, .. } => {
                node.modified = now;
                node.changed = now;
                Ok(names)
            }
            _ => error(errno::ENOTDIR),
        }
    }

    pub(super) fn bytes(&self, number: u64) -> Result<&[u8]> {
        match &self.node(number).content {
            Content::File(bytes) => Ok(bytes),
            Content::Directory { .. } => error(errno::EISDIR),
            Content::Symlink(_) => error(errno::EINVAL),
        }
    }

    /// Make a file `length` bytes long; what is new is zero.
    pub(super) fn set_length(&mut self, number: u64, length: u64) -> Result<()> {
        let old = self.bytes(number)?.len() as u64;
        let used = self.used - old;
        if length > old && length > self.space.saturating_sub(used) {
            return error(errno::ENOSPC);
        }
        let now = self.now;
        let node = self.node_mut(number);
        if let Content::File(bytes) = &mut node.content {
            let length = usize::try_from(length).map_err(|_| OsError::new(errno::EFBIG))?;
            if bytes.try_reserve(length.saturating_sub(bytes.len())).is_err() {
                return error(errno::ENOSPC);
            }
            bytes.resize(length, 0);
            node.modified = now;
            node.changed = now;
        }
        self.used = used + length;
        Ok(())
    }

    pub(super) fn write(&mut self, number: u64, offset: u64, bytes: &[u8]) -> Result<()> {
        let end = offset.checked_add(bytes.len() as u64).ok_or(OsError::new(errno::EFBIG))?;
        let length = self.bytes(number)?.len() as u64;
        // Setting the same length notes the time.
        self.set_length(number, length.max(end))?;
        if let Content::File(file) = &mut self.node_mut(number).content {
            // Both fit: the file is in memory.
            file[offset as usize..end as usize].copy_from_slice(bytes);
        }
        Ok(())
    }

    pub(super) fn status(&self, number: u64) -> Status {
        let node = self.node(number);
        let (format, size) = match &node.content {
            Content::File(bytes) => (Status::REGULAR, bytes.len()),
            Content::Directory { names, .. } => (Status::DIRECTORY, names.len()),
            Content::Symlink(text) => (Status::SYMLINK, text.len()),
        };
        let links = match &node.content {
            Content::Directory { names, .. } => {
                2 + names.values().filter(|&&name| self.is_directory(name)).count() as u64
            }
            _ => node.links,
        };
        Status {
            mode: format | node.mode,
            inode: number,
            device: 1,
            links,
            user: node.owner.0,
            group: node.owner.1,
            size: size as i64,
            accessed: node.accessed,
            modified: node.modified,
            changed: node.changed,
            block_size: 4096,
            blocks: size.div_ceil(512) as i64,
            special_device: 0,
        }
    }

    pub(super) fn kind(&self, number: u64) -> FileKind {
        match self.node(number).content {
            Content::File(_) => FileKind::Regular,
            Content::Directory { .. } => FileKind::Directory,
            Content::Symlink(_) => FileKind::Symlink,
        }
    }

    /// Follow a path from a directory; the last name need not be there.
    pub(super) fn place(&self, start: u64, path: &[u8], follow: bool) -> Result<Place> {
        if path.contains(&0) {
            return error(errno::EINVAL);
        }
        if path.is_empty() {
            return error(errno::ENOENT);
        }
        let mut parts: VecDeque<Vec<u8>> = VecDeque::new();
        push_parts(&mut parts, path);
        let mut here = if path[0] == b'/' { ROOT } else { start };
        let mut slash = path.ends_with(b"/");
        let mut links = 0;
        while let Some(part) = parts.pop_front() {
            let last = parts.is_empty();
            let Content::Directory { names, parent } = &self.node(here).content else {
                return error(errno::ENOTDIR);
            };
            if part == b"." || part == b".." {
                if part == b".." {
                    here = *parent;
                }
                if last {
                    return Ok(Place { parent: here, name: None, node: Some(here), slash });
                }
                continue;
            }
            if part.len() > LONGEST_NAME {
                return error(errno::ENAMETOOLONG);
            }
            let Some(&node) = names.get(&part) else {
                if !last {
                    return error(errno::ENOENT);
                }
                return Ok(Place { parent: here, name: Some(part), node: None, slash });
            };
            match &self.node(node).content {
                Content::Symlink(text) if !last || follow || slash => {
                    links += 1;
                    if links > MOST_LINKS {
                        return error(errno::ELOOP);
                    }
                    if text.first() == Some(&b'/') {
                        here = ROOT;
                    }
                    slash |= last && text.ends_with(b"/");
                    let rest = std::mem::take(&mut parts);
                    push_parts(&mut parts, text);
                    parts.extend(rest);
                }
                content => {
                    if last {
                        if slash && !matches!(content, Content::Directory { .. }) {
                            return error(errno::ENOTDIR);
                        }
                        return Ok(Place { parent: here, name: Some(part), node: Some(node), slash });
                    }
                    here = node;
                }
            }
        }
        // Nothing but slashes, or a link to the root.
        Ok(Place { parent: here, name: None, node: Some(here), slash })
    }

    pub(super) fn find(&self, start: u64, path: &[u8], follow: bool) -> Result<u64> {
        self.place(start, path, follow)?.existing()
    }

    /// Make a new node where a path leads to nothing.
    pub(super) fn create(&mut self, place: &Place, content: Content, mode: u32) -> Result<u64> {
        let Some(name) = place.name.clone().filter(|_| place.node.is_none()) else {
            return error(errno::EEXIST);
        };
        let is_directory = matches!(content, Content::Directory { .. });
        if place.slash && !is_directory {
            return error(errno::ENOENT);
        }
        if self.node(place.parent).links == 0 {
            // The directory was removed while it was in use.
            return error(errno::ENOENT);
        }
        let node = self.add(content, mode);
        if let Content::Directory { parent, .. } = &mut self.node_mut(node).content {
            *parent = place.parent;
        }
        self.link(place.parent, name, node)?;
        Ok(node)
    }

    pub(super) fn link(&mut self, parent: u64, name: Vec<u8>, node: u64) -> Result<()> {
        let now = self.now;
        self.names_mut(parent)?.insert(name, node);
        let node = self.node_mut(node);
        node.links += 1;
        node.changed = now;
        Ok(())
    }

    /// Take a name out of its directory.
    pub(super) fn unlink(&mut self, parent: u64, name: &[u8]) -> Result<()> {
        let now = self.now;
        let Some(number) = self.names_mut(parent)?.remove(name) else {
            return error(errno::ENOENT);
        };
        let node = self.node_mut(number);
        node.links -= 1;
        node.changed = now;
        // A directory that is no longer in the tree may outlive the one above it.
        if let Content::Directory { parent, .. } = &mut node.content {
            *parent = number;
        }
        self.collect(number);
        Ok(())
    }

    pub(super) fn rename(&mut self, from: &Place, to: &Place) -> Result<()> {
        let node = from.existing()?;
        let (Some(from_name), Some(to_name)) = (&from.name, &to.name) else {
            return error(errno::EBUSY);
        };
        let directory = self.is_directory(node);
        if to.slash && !directory {
            return error(errno::ENOTDIR);
        }
        if directory && self.is_inside(to.parent, node) {
            return error(errno::EINVAL);
        }
        if let Some(old) = to.node {
            if old == node {
                return Ok(());
            }
            match (directory, self.is_directory(old)) {
                (true, false) => return error(errno::ENOTDIR),
                (false, true) => return error(errno::EISDIR),
                (true, true) if !self.names(old)?.is_empty() => return error(errno::ENOTEMPTY),
                _ => {}
            }
            self.unlink(to.parent, to_name)?;
        }
        self.link(to.parent, to_name.clone(), node)?;
        self.unlink(from.parent, from_name)?;
        if let Content::Directory { parent, .. } = &mut self.node_mut(node).content {
            *parent = to.parent;
        }
        Ok(())
    }

    /// Whether `node` is `directory` or below it.
    fn is_inside(&self, mut node: u64, directory: u64) -> bool {
        loop {
            if node == directory {
                return true;
            }
            match self.node(node).content {
                Content::Directory { parent, .. } if parent != node => node = parent,
                _ => return false,
            }
        }
    }

    /// The path of a directory from the root.
    pub(super) fn path_of(&self, mut number: u64) -> Result<Vec<u8>> {
        let mut parts = Vec::new();
        while number != ROOT {
            let Content::Directory { parent, .. } = self.node(number).content else {
                return error(errno::ENOTDIR);
            };
            // A directory that was removed has no path.
            let names = self.nodes.get(&parent).and_then(|_| self.names(parent).ok());
            let name = names.and_then(|names| names.iter().find(|(_, node)| **node == number));
            let Some((name, _)) = name else {
                return error(errno::ENOENT);
            };
            parts.push(name.clone());
            number = parent;
        }
        let mut path = Vec::new();
        for part in parts.iter().rev() {
            path.push(b'/');
            path.extend_from_slice(part);
        }
        if path.is_empty() {
            path.push(b'/');
        }
        Ok(path)
    }

    /// Put a file there with the directories above it; answers whether it could be.
    pub(super) fn put(&mut self, path: &[u8], bytes: Vec<u8>) -> bool {
        let mut here = ROOT;
        let mut parts: VecDeque<Vec<u8>> = VecDeque::new();
        push_parts(&mut parts, path);
        while let Some(part) = parts.pop_front() {
            let Ok(place) = self.place(here, &part, true) else {
                return false;
            };
            if parts.is_empty() {
                let node = place.node.map_or_else(|| self.create(&place, Content::File(Vec::new()), 0o644), Ok);
                return node
                    .and_then(|node| {
                        self.set_length(node, 0)?;
                        self.write(node, 0, &bytes)
                    })
                    .is_ok();
            }
            let directory = Content::Directory { names: BTreeMap::new(), parent: here };
            let Ok(next) = place.node.map_or_else(|| self.create(&place, directory, 0o755), Ok) else {
                return false;
            };
            here = next;
        }
        false
    }
}

fn push_parts(parts: &mut VecDeque<Vec<u8>>, path: &[u8]) {
    parts.extend(path.split(|&byte| byte == b'/').filter(|part| !part.is_empty()).map(<[u8]>::to_vec));
}
