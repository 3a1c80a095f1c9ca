//! `pwd` and `grp`: the databases of users and groups.

use taipan_host::{Account, GroupEntry, UserEntry};
use taipan_runtime::native::*;

use crate::posix::{decode, encode};
use crate::struct_sequence;
use crate::support::checked;

#[derive(Default)]
struct State {
    user: Option<Owned>,
    group: Option<Owned>,
}

pub(crate) fn create_pwd(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("pwd", "The database of users.", &users::METHODS)?;
    let fields = ["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"];
    let class = struct_sequence::class(vm, "pwd", "struct_passwd", &fields, &[])?;
    module.add(vm, "struct_passwd", class.value())?;
    vm.state::<State>().user = Some(class);
    Ok(owned)
}

pub(crate) fn create_grp(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("grp", "The database of groups.", &groups::METHODS)?;
    let fields = ["gr_name", "gr_passwd", "gr_gid", "gr_mem"];
    let class = struct_sequence::class(vm, "grp", "struct_group", &fields, &[])?;
    module.add(vm, "struct_group", class.value())?;
    vm.state::<State>().group = Some(class);
    Ok(owned)
}

fn user_tuple(vm: &mut Vm, entry: &UserEntry) -> R<Owned> {
    let Some(class) = vm.state::<State>().user.clone() else { return Err(vm.runtime_error("pwd is not complete")) };
    let items = [
        decode(vm, &entry.name)?,
        decode(vm, &entry.password)?,
        vm.new_int(entry.user.into())?,
        vm.new_int(entry.group.into())?,
        decode(vm, &entry.full_name)?,
        decode(vm, &entry.home)?,
        decode(vm, &entry.shell)?,
    ];
    struct_sequence::instance(vm, class.value(), &items.each_ref().map(Owned::value), &[])
}

fn group_tuple(vm: &mut Vm, entry: &GroupEntry) -> R<Owned> {
    let Some(class) = vm.state::<State>().group.clone() else { return Err(vm.runtime_error("grp is not complete")) };
    let members = vm.new_list(&[])?;
    if let Some(list) = vm.cast::<List>(members.value()) {
        for member in &entry.members {
            let member = decode(vm, member)?;
            list.push(vm, member)?;
        }
    }
    let items = [decode(vm, &entry.name)?, decode(vm, &entry.password)?, vm.new_int(entry.group.into())?, members];
    struct_sequence::instance(vm, class.value(), &items.each_ref().map(Owned::value), &[])
}

/// The number of a user or group; None when it cannot be one.
fn id(vm: &mut Vm, value: Value) -> R<Option<u32>> {
    let index = vm.index(value)?;
    Ok(vm.int_to_i64(index.value()).and_then(|number| match number {
        -1 => Some(u32::MAX),
        _ => u32::try_from(number).ok(),
    }))
}

/// A name for the host: without NUL.
fn name(vm: &mut Vm, text: Obj<Str>) -> R<Vec<u8>> {
    let bytes = encode(vm, text)?;
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(bytes)
}

fn missing(vm: &mut Vm, function: &str, what: &str, shown: &str) -> Raised {
    vm.key_error_text(format!("{function}(): {what} not found: {shown}"))
}

mod users {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// The user with that number.
        #[function("(uid, /)")]
        fn getpwuid(vm: &mut Vm, uid: Value) -> R<Owned> {
            if let Some(number) = id(vm, uid)? {
                let entry = vm.host.user_entry(Account::Id(number));
                if let Some(entry) = checked(vm, entry)? {
                    return user_tuple(vm, &entry);
                }
            }
            let shown = vm.str_text(uid)?;
            Err(missing(vm, "getpwuid", "uid", &shown))
        }

        /// The user with that name.
        #[function("(name, /)")]
        fn getpwnam(vm: &mut Vm, name: Obj<Str>) -> R<Owned> {
            let bytes = super::super::name(vm, name)?;
            let entry = vm.host.user_entry(Account::Name(&bytes));
            if let Some(entry) = checked(vm, entry)? {
                return user_tuple(vm, &entry);
            }
            let shown = vm.repr_text(name.value())?;
            Err(missing(vm, "getpwnam", "name", &shown))
        }

        /// All users.
        #[function("()")]
        fn getpwall(vm: &mut Vm) -> R<Owned> {
            let entries = vm.host.user_entries();
            let entries = checked(vm, entries)?;
            let all = vm.new_list(&[])?;
            if let Some(list) = vm.cast::<List>(all.value()) {
                for entry in entries {
                    let entry = user_tuple(vm, &entry)?;
                    list.push(vm, entry)?;
                }
            }
            Ok(all)
        }
    }
}

mod groups {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// The group with that number.
        #[function("(id)")]
        fn getgrgid(vm: &mut Vm, gid: Value) -> R<Owned> {
            if let Some(number) = id(vm, gid)? {
                let entry = vm.host.group_entry(Account::Id(number));
                if let Some(entry) = checked(vm, entry)? {
                    return group_tuple(vm, &entry);
                }
            }
            let shown = vm.str_text(gid)?;
            Err(missing(vm, "getgrgid", "gid", &shown))
        }

        /// The group with that name.
        #[function("(name)")]
        fn getgrnam(vm: &mut Vm, name: Obj<Str>) -> R<Owned> {
            let bytes = super::super::name(vm, name)?;
            let entry = vm.host.group_entry(Account::Name(&bytes));
            if let Some(entry) = checked(vm, entry)? {
                return group_tuple(vm, &entry);
            }
            let shown = vm.repr_text(name.value())?;
            Err(missing(vm, "getgrnam", "name", &shown))
        }

        /// All groups.
        #[function("()")]
        fn getgrall(vm: &mut Vm) -> R<Owned> {
            let entries = vm.host.group_entries();
            let entries = checked(vm, entries)?;
            let all = vm.new_list(&[])?;
            if let Some(list) = vm.cast::<List>(all.value()) {
                for entry in entries {
                    let entry = group_tuple(vm, &entry)?;
                    list.push(vm, entry)?;
                }
            }
            Ok(all)
        }
    }
}
