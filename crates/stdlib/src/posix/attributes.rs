//! Owners, devices, extended attributes of files, and limits of the system.

use taipan_host::Target;
use taipan_runtime::native::*;

use super::identity::optional_id;
use super::{decode, directory_fd, path, path_bytes, retry, with_target};
use crate::support::{bytes_like, checked, given};

/// The number behind a name that is one already, or is in the table.
fn limit_name(vm: &mut Vm, name: Value, table: &[(&str, i32)]) -> R<i32> {
    if vm.as_int_ref(name).is_some() {
        return Ok(vm.to_i64(name, "int")? as i32);
    }
    let Some(text) = vm.cast::<Str>(name) else {
        return Err(vm.type_error("configuration names must be strings or integers"));
    };
    let text = text.to_string_lossy(vm);
    match table.iter().find(|(known, _)| *known == text) {
        Some(&(_, number)) => Ok(number),
        None => Err(vm.value_error("unrecognized configuration name")),
    }
}

/// A dict of names and numbers.
pub(super) fn names(vm: &mut Vm, table: &[(&str, i32)]) -> R<Owned> {
    let (owned, dict) = vm.new_dict_obj()?;
    for &(name, number) in table {
        let name = vm.new_str(name)?;
        dict.set(vm, name.value(), Value::small(number))?;
    }
    Ok(owned)
}

/// Which file an attribute is of. `None` stands for the current directory.
fn attribute_target<T>(
    vm: &mut Vm,
    value: Option<Value>,
    function: &str,
    follow: Option<bool>,
    call: impl FnMut(&Vm, Target<'_>) -> Result<T, taipan_host::OsError>,
) -> R<T> {
    let dot = vm.new_str(".")?;
    let value = given(value).unwrap_or(dot.value());
    with_target(vm, value, function, None, follow.unwrap_or(true), call)
}

/// Major and minor of a device's number; -1, which is no device, has -1 for both.
fn halves(vm: &mut Vm, device: Value) -> R<(i64, i64)> {
    let index = vm.index(device)?;
    if vm.int_to_i64(index.value()) == Some(-1) {
        return Ok((-1, -1));
    }
    match vm.as_int_ref(index.value()).and_then(taipan_numeric::IntRef::to_u64) {
        Some(device) => {
            let (major, minor) = taipan_host::device_halves(device);
            Ok((major.into(), minor.into()))
        }
        None => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
    }
}

fn owners(vm: &mut Vm, uid: Value, gid: Value) -> R<(Option<u32>, Option<u32>)> {
    Ok((optional_id(vm, uid, "uid")?, optional_id(vm, gid, "gid")?))
}

#[methods]
mod py {
    use super::*;

    /// Set owner and group of a file.
    #[function("(path, uid, gid, *, dir_fd=None, follow_symlinks=True)")]
    fn chown(
        vm: &mut Vm,
        path: Value,
        uid: Value,
        gid: Value,
        dir_fd: Option<Value>,
        follow_symlinks: Option<bool>,
    ) -> R<()> {
        let (user, group) = owners(vm, uid, gid)?;
        let follow = follow_symlinks.unwrap_or(true);
        with_target(vm, path, "chown", dir_fd, follow, |vm, target| vm.host.set_owner(target, user, group))
    }

    /// Set owner and group of an open file.
    #[function("(fd, uid, gid)")]
    fn fchown(vm: &mut Vm, fd: i32, uid: Value, gid: Value) -> R<()> {
        let (user, group) = owners(vm, uid, gid)?;
        retry(vm, None, |vm| vm.host.set_owner(Target::Fd(fd), user, group))
    }

    /// Set owner and group of a file or link.
    #[function("(path, uid, gid)")]
    fn lchown(vm: &mut Vm, path: Value, uid: Value, gid: Value) -> R<()> {
        let (user, group) = owners(vm, uid, gid)?;
        with_target(vm, path, "lchown", None, false, |vm, target| vm.host.set_owner(target, user, group))
    }

    /// Change who may do what with an open file.
    #[function("(fd, mode)")]
    fn fchmod(vm: &mut Vm, fd: i32, mode: u32) -> R<()> {
        retry(vm, None, |vm| vm.host.set_mode(Target::Fd(fd), mode))
    }

    /// Change the current directory to an open one.
    #[function("(fd)")]
    fn fchdir(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = crate::support::descriptor(vm, fd)?;
        retry(vm, None, |vm| vm.host.change_directory(Target::Fd(fd)))
    }

    /// Change the root directory.
    #[function("(path)")]
    fn chroot(vm: &mut Vm, path: Value) -> R<()> {
        let path = super::path(vm, path, "chroot")?;
        retry(vm, Some(&path), |vm| vm.host.change_root(&path.bytes))
    }

    /// Make a pipe with a name.
    #[function("(path, mode=0o666, *, dir_fd=None)")]
    fn mkfifo(vm: &mut Vm, path: Value, mode: Option<u32>, dir_fd: Option<Value>) -> R<()> {
        let path = super::path(vm, path, "mkfifo")?;
        let dir = directory_fd(vm, dir_fd)?;
        retry(vm, None, |vm| vm.host.make_fifo(&path.bytes, mode.unwrap_or(0o666), dir))
    }

    /// Make a file of any kind.
    #[function("(path, mode=0o600, device=0, *, dir_fd=None)")]
    fn mknod(vm: &mut Vm, path: Value, mode: Option<u32>, device: Option<u64>, dir_fd: Option<Value>) -> R<()> {
        let path = super::path(vm, path, "mknod")?;
        let dir = directory_fd(vm, dir_fd)?;
        let (mode, device) = (mode.unwrap_or(0o600), device.unwrap_or(0));
        retry(vm, None, |vm| vm.host.make_node(&path.bytes, mode, device, dir))
    }

    /// The major half of a device's number.
    #[function("(device, /)")]
    fn major(vm: &mut Vm, device: Value) -> R<i64> {
        Ok(halves(vm, device)?.0)
    }

    /// The minor half of a device's number.
    #[function("(device, /)")]
    fn minor(vm: &mut Vm, device: Value) -> R<i64> {
        Ok(halves(vm, device)?.1)
    }

    /// A device's number from its halves.
    #[function("(major, minor, /)")]
    fn makedev(vm: &mut Vm, major: Value, minor: Value) -> R<Owned> {
        let number = |vm: &mut Vm, value: Value| vm.to_i64(value, "long");
        let (major, minor) = (number(vm, major)?, number(vm, minor)?);
        if (major, minor) == (-1, -1) {
            return vm.new_int(-1);
        }
        match (u32::try_from(major), u32::try_from(minor)) {
            (Ok(major), Ok(minor)) => vm.new_int(taipan_host::device_number(major, minor).into()),
            _ => Err(vm.overflow_error("Python int too large to convert to C unsigned int")),
        }
    }

    /// An extended attribute.
    #[function("(path, attribute, *, follow_symlinks=True)")]
    fn getxattr(vm: &mut Vm, path: Value, attribute: Value, follow_symlinks: Option<bool>) -> R<Owned> {
        let name = path_bytes(vm, attribute)?;
        let value = attribute_target(vm, Some(path), "getxattr", follow_symlinks, |vm, target| {
            vm.host.extended_attribute(target, &name)
        })?;
        vm.new_bytes(&value)
    }

    /// Set an extended attribute.
    #[function("(path, attribute, value, flags=0, *, follow_symlinks=True)")]
    fn setxattr(
        vm: &mut Vm,
        path: Value,
        attribute: Value,
        value: Value,
        flags: Option<i32>,
        follow_symlinks: Option<bool>,
    ) -> R<()> {
        let name = path_bytes(vm, attribute)?;
        let Some(value) = bytes_like(vm, value)? else {
            let found = vm.class_of(value).name(vm);
            return Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")));
        };
        attribute_target(vm, Some(path), "setxattr", follow_symlinks, |vm, target| {
            vm.host.set_extended_attribute(target, &name, &value, flags.unwrap_or(0))
        })
    }

    /// Remove an extended attribute.
    #[function("(path, attribute, *, follow_symlinks=True)")]
    fn removexattr(vm: &mut Vm, path: Value, attribute: Value, follow_symlinks: Option<bool>) -> R<()> {
        let name = path_bytes(vm, attribute)?;
        attribute_target(vm, Some(path), "removexattr", follow_symlinks, |vm, target| {
            vm.host.remove_extended_attribute(target, &name)
        })
    }

    /// The names of extended attributes.
    #[function("(path=None, *, follow_symlinks=True)")]
    fn listxattr(vm: &mut Vm, path: Option<Value>, follow_symlinks: Option<bool>) -> R<Owned> {
        let found =
            attribute_target(vm, path, "listxattr", follow_symlinks, |vm, target| vm.host.extended_attributes(target))?;
        let owned = vm.new_list(&[])?;
        if let Some(list) = vm.cast::<List>(owned.value()) {
            for name in found {
                let name = decode(vm, &name)?;
                list.push(vm, name)?;
            }
        }
        Ok(owned)
    }

    /// A limit of the system.
    #[function("(name, /)")]
    fn sysconf(vm: &mut Vm, name: Value) -> R<i64> {
        let table = vm.host.system_limit_names();
        let name = limit_name(vm, name, table)?;
        let limit = vm.host.system_limit(name);
        checked(vm, limit)
    }

    /// A setting of the system.
    #[function("(name, /)")]
    fn confstr(vm: &mut Vm, name: Value) -> R<Option<Owned>> {
        let table = vm.host.system_text_names();
        let name = limit_name(vm, name, table)?;
        let text = vm.host.system_text(name);
        match checked(vm, text)? {
            Some(text) => decode(vm, &text).map(Some),
            None => Ok(None),
        }
    }

    /// A limit of a file.
    #[function("(path, name)")]
    fn pathconf(vm: &mut Vm, path: Value, name: Value) -> R<i64> {
        let table = vm.host.path_limit_names();
        let name = limit_name(vm, name, table)?;
        let limit = with_target(vm, path, "pathconf", None, true, |vm, target| vm.host.path_limit(target, name))?;
        Ok(limit.unwrap_or(-1))
    }

    /// A limit of an open file.
    #[function("(fd, name, /)")]
    fn fpathconf(vm: &mut Vm, fd: Value, name: Value) -> R<i64> {
        let fd = crate::support::descriptor(vm, fd)?;
        let table = vm.host.path_limit_names();
        let name = limit_name(vm, name, table)?;
        let limit = retry(vm, None, |vm| vm.host.path_limit(Target::Fd(fd), name))?;
        Ok(limit.unwrap_or(-1))
    }

    /// Leave namespaces.
    #[function("(flags)")]
    fn unshare(vm: &mut Vm, flags: i32) -> R<()> {
        let done = vm.host.unshare(flags);
        checked(vm, done)
    }

    /// Enter a namespace.
    #[function("(fd, nstype=0)")]
    fn setns(vm: &mut Vm, fd: Value, nstype: Option<i32>) -> R<()> {
        let fd = crate::support::descriptor(vm, fd)?;
        let done = vm.host.enter_namespace(fd, nstype.unwrap_or(0));
        checked(vm, done)
    }

    /// The variables that a new environment would have: a dict of bytes.
    #[function("()")]
    fn _create_environ(vm: &mut Vm) -> R<Owned> {
        super::super::environment(vm)
    }
}
