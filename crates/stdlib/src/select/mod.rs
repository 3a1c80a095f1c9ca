//! `select`: waiting until descriptors can be read or written.

mod epoll;
mod poll;

use taipan_host::{OsError, constants};
use taipan_runtime::native::*;

use crate::support::{descriptor, given, monotonic, nanoseconds};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let doc = "Waiting until descriptors can be read or written.";
    let (owned, module) = vm.native_module("select", doc, &METHODS)?;
    for &(name, value) in constants::SELECT {
        module.add_int(vm, name, value)?;
    }
    module.add(vm, "error", vm.exceptions.OSError.value())?;
    vm.define_class::<poll::Poll>(&poll::CLASS, None)?;
    let epoll = vm.define_class::<epoll::Epoll>(&epoll::CLASS, None)?;
    module.add_class(vm, epoll)?;
    Ok(owned)
}

/// Wait, at most for `timeout` nanoseconds, however often signals interrupt. What the wait says when the time is over is `over`.
fn wait<T>(
    vm: &mut Vm,
    timeout: Option<i64>,
    mut call: impl FnMut(&dyn taipan_host::Host, Option<i64>) -> Result<T, OsError>,
    over: impl FnOnce() -> T,
) -> R<T> {
    let deadline = match timeout {
        Some(timeout) if timeout > 0 => Some(monotonic(vm)?.saturating_add(timeout)),
        _ => None,
    };
    let mut left = timeout;
    let host = vm.host.clone();
    loop {
        match vm.without_lock(|| call(&*host, left)) {
            Ok(value) => return Ok(value),
            Err(error) if error.is_interrupted() => vm.poll_signals()?,
            Err(error) => return Err(vm.os_error(error, None)),
        }
        if let Some(deadline) = deadline {
            let rest = deadline - monotonic(vm)?;
            if rest < 0 {
                return Ok(over());
            }
            left = Some(rest);
        }
    }
}

/// A timeout in milliseconds, rounded away from zero: None for ever.
fn milliseconds(vm: &mut Vm, timeout: Option<Value>) -> R<Option<i64>> {
    let Some(timeout) = given(timeout) else { return Ok(None) };
    let time = if let Some(float) = vm.as_f64(timeout) {
        if float.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        if float < 0.0 { float.floor() } else { float.ceil() }
    } else {
        let index = vm.class_of(timeout).slots(vm).index;
        if index.is_none() {
            return Err(vm.type_error("timeout must be an integer or None"));
        }
        let whole = vm.index(timeout)?;
        vm.int_to_f64(whole.value())?
    };
    if time.abs() > 2_147_483_647.0 {
        return Err(vm.overflow_error("timeout is too large"));
    }
    Ok(if time < 0.0 { None } else { Some(time as i64 * 1_000_000) })
}

/// The objects of one list, with their descriptors.
fn descriptors(vm: &mut Vm, sequence: Value) -> R<Vec<(i32, Owned)>> {
    let Ok(iterator) = vm.iter(sequence) else {
        drop(vm.take_error());
        return Err(vm.type_error("arguments 1-3 must be sequences"));
    };
    let mut found = Vec::new();
    while let Some(object) = vm.next(iterator.value())? {
        let fd = descriptor(vm, object.value())?;
        if fd >= 1024 {
            return Err(vm.value_error("filedescriptor out of range in select()"));
        }
        found.push((fd, object));
    }
    Ok(found)
}

fn ready(vm: &mut Vm, objects: &[(i32, Owned)], fds: &[i32]) -> R<Owned> {
    let chosen: Vec<Value> =
        objects.iter().filter(|(fd, _)| fds.contains(fd)).map(|(_, object)| object.value()).collect();
    vm.new_list(&chosen)
}

#[methods]
mod py {
    use super::*;

    /// Wait until a descriptor of the three lists can be read, can be written, or is exceptional: the three lists of those that are.
    #[function("(rlist, wlist, xlist, timeout=None, /)")]
    fn select(vm: &mut Vm, rlist: Value, wlist: Value, xlist: Value, timeout: Option<Value>) -> R<Owned> {
        let timeout = match given(timeout) {
            None => None,
            Some(timeout) => {
                if vm.as_f64(timeout).is_none() && vm.class_of(timeout).slots(vm).index.is_none() {
                    return Err(vm.type_error("timeout must be a float or None"));
                }
                let timeout = nanoseconds(vm, timeout)?;
                if timeout < 0 {
                    return Err(vm.value_error("timeout must be non-negative"));
                }
                Some(timeout)
            }
        };
        let lists = [descriptors(vm, rlist)?, descriptors(vm, wlist)?, descriptors(vm, xlist)?];
        let numbers = lists.each_ref().map(|list| list.iter().map(|(fd, _)| *fd).collect::<Vec<i32>>());
        let found = wait(
            vm,
            timeout,
            |host, left| {
                let [mut read, mut write, mut except] = numbers.clone();
                host.select(&mut read, &mut write, &mut except, left)?;
                Ok([read, write, except])
            },
            || [Vec::new(), Vec::new(), Vec::new()],
        )?;
        let mut items = Vec::with_capacity(3);
        for (list, fds) in lists.iter().zip(&found) {
            items.push(ready(vm, list, fds)?);
        }
        vm.new_tuple_from(items)
    }

    /// An object that waits for descriptors which are registered with it.
    #[function("()")]
    fn poll(vm: &mut Vm) -> R<Owned> {
        vm.allocate(poll::Poll::default())
    }
}
