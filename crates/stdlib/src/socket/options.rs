//! Options of sockets, and ancillary data.

use taipan_host::{ControlMessage, constants};
use taipan_runtime::native::*;

use crate::support::{bytes_like, checked};

fn constant(name: &str) -> i32 {
    constants::SOCKET.iter().find(|(known, _)| *known == name).map_or(0, |&(_, value)| value as i32)
}

/// An option at the level of sockets that is an int.
pub(super) fn int_option(vm: &mut Vm, fd: i32, name: &str) -> R<i32> {
    let value = vm.host.socket_option(fd, constant("SOL_SOCKET"), constant(name), 4);
    let value = checked(vm, value)?;
    Ok(value.first_chunk::<4>().map_or(0, |bytes| i32::from_ne_bytes(*bytes)))
}

pub(super) fn get(vm: &mut Vm, fd: i32, level: i32, name: i32, size: Option<i32>) -> R<Owned> {
    match size.unwrap_or(0) {
        0 => {
            let value = vm.host.socket_option(fd, level, name, 4);
            let value = checked(vm, value)?;
            let number = value.first_chunk::<4>().map_or(0, |bytes| i32::from_ne_bytes(*bytes));
            vm.new_int(number.into())
        }
        size @ 1..=1024 => {
            let value = vm.host.socket_option(fd, level, name, size as usize);
            let value = checked(vm, value)?;
            vm.new_bytes(&value)
        }
        _ => Err(vm.raise(vm.exceptions.OSError, "getsockopt buflen out of range")),
    }
}

pub(super) fn set(vm: &mut Vm, fd: i32, args: &[Value]) -> R<()> {
    let (level, name, value, length) = match *args {
        [level, name, value] => (level, name, value, None),
        [level, name, value, length] => (level, name, value, Some(length)),
        _ => {
            let (how, number) = if args.len() < 3 { ("at least", 3) } else { ("at most", 4) };
            let given = args.len();
            return Err(vm.type_error(format!("setsockopt expected {how} {number} arguments, got {given}")));
        }
    };
    let level = vm.to_i64(level, "int")? as i32;
    let name = vm.to_i64(name, "int")? as i32;
    if let Some(length) = length {
        if !value.is_none() {
            let found = vm.class_of(value).name(vm);
            return Err(vm.type_error(format!("setsockopt() argument 3 must be None, not {found}")));
        }
        let Ok(length) = u32::try_from(vm.to_i64(length, "unsigned int")?) else {
            return Err(vm.overflow_error("can't convert negative value to unsigned int"));
        };
        let set = vm.host.set_socket_option_length(fd, level, name, length);
        return checked(vm, set);
    }
    let bytes = if vm.as_int_ref(value).is_some() {
        let number = vm.to_i64(value, "int")?;
        let Ok(number) = i32::try_from(number).or_else(|_| u32::try_from(number).map(|number| number as i32)) else {
            return Err(vm.overflow_error("Python int too large to convert to C int"));
        };
        number.to_ne_bytes().to_vec()
    } else {
        match bytes_like(vm, value)? {
            Some(bytes) => bytes,
            None => {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")));
            }
        }
    };
    let set = vm.host.set_socket_option(fd, level, name, &bytes);
    checked(vm, set)
}

/// The `ancdata` that `recvmsg` gives.
pub(super) fn control_list(vm: &mut Vm, control: &[ControlMessage]) -> R<Owned> {
    let list = vm.new_list(&[])?;
    if let Some(list) = vm.cast::<List>(list.value()) {
        for message in control {
            let (level, kind) = (vm.new_int(message.level.into())?, vm.new_int(message.kind.into())?);
            let data = vm.new_bytes(&message.data)?;
            let item = vm.new_tuple(&[level.value(), kind.value(), data.value()])?;
            list.push(vm, item)?;
        }
    }
    Ok(list)
}

/// The `ancdata` that `sendmsg` takes.
pub(super) fn control_messages(vm: &mut Vm, value: Value) -> R<Vec<ControlMessage>> {
    let Ok(iterator) = vm.iter(value) else {
        drop(vm.take_error());
        return Err(vm.type_error("sendmsg() argument 2 must be iterable"));
    };
    let mut messages = Vec::new();
    while let Some(item) = vm.next(iterator.value())? {
        let items = vm.collect(item.value())?;
        let [level, kind, data] = items.as_slice() else {
            return Err(vm.type_error("[sendmsg() ancillary data items] must be 3-item sequences"));
        };
        let level = vm.to_i64(level.value(), "int")? as i32;
        let kind = vm.to_i64(kind.value(), "int")? as i32;
        let view = vm.buffer(data.value())?;
        let data = view.to_vec(vm);
        view.release(vm)?;
        messages.push(ControlMessage { level, kind, data });
    }
    Ok(messages)
}
