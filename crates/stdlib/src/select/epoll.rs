//! `select.epoll`: the kernel keeps the descriptors.

use taipan_runtime::native::*;

use super::wait;
use crate::support::{checked, descriptor, given, nanoseconds, payload, receiver, signature};

#[derive(Trace)]
pub(super) struct Epoll {
    /// -1 once closed.
    fd: i32,
}

payload!(Epoll, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "select",
    doc: "Waits for descriptors that the kernel keeps.",
    slots: Slots { new: Some(new), finalize: Some(finalize), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<Epoll>("epoll")
};

/// The descriptors that one wait reports, unless told otherwise.
const MOST: i64 = 1023;
const EPOLL_CLOEXEC: i32 = 0o2_000_000;
/// EPOLLIN | EPOLLPRI | EPOLLOUT
const ALL: u32 = 7;
const ADD: i32 = 1;
const REMOVE: i32 = 2;
const MODIFY: i32 = 3;

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("epoll", ["sizehint" PositionalOrKeyword true, "flags" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let size = slots[0].map_or(Ok(-1), |size| vm.to_i64(size, "int"))?;
    let flags = slots[1].map_or(Ok(0), |flags| vm.to_i64(flags, "int"))?;
    if size != -1 && size <= 0 {
        return Err(vm.value_error("negative sizehint"));
    }
    if flags != 0 && flags != i64::from(EPOLL_CLOEXEC) {
        return Err(vm.raise(vm.exceptions.OSError, "invalid flags"));
    }
    let fd = vm.host.epoll_create(flags as i32);
    let fd = checked(vm, fd)?;
    vm.allocate_instance(class, Epoll { fd })
}

fn close(vm: &mut Vm, this: Obj<Epoll>) -> R<()> {
    let fd = std::mem::replace(&mut this.get_mut(vm).fd, -1);
    if fd < 0 {
        return Ok(());
    }
    let closed = vm.host.close(fd);
    checked(vm, closed)
}

fn finalize(vm: &mut Vm, value: Value) -> R<()> {
    let this = receiver::<Epoll>(vm, value)?;
    close(vm, this)
}

fn open_fd(vm: &mut Vm, this: Obj<Epoll>) -> R<i32> {
    match this.get(vm).fd {
        -1 => Err(vm.value_error("I/O operation on closed epoll object")),
        fd => Ok(fd),
    }
}

fn control(vm: &mut Vm, this: Obj<Epoll>, operation: i32, fd: Value, events: u32) -> R<()> {
    let epoll = open_fd(vm, this)?;
    let fd = descriptor(vm, fd)?;
    let done = vm.host.epoll_control(epoll, operation, fd, events);
    checked(vm, done)
}

#[methods]
mod py {
    use super::*;

    /// An object for a descriptor that exists.
    #[classmethod("($type, fd, /)")]
    fn fromfd(vm: &mut Vm, class: Obj<Class>, fd: i32) -> R<Owned> {
        vm.allocate_instance(class, Epoll { fd })
    }

    /// Close the descriptor.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<Epoll>) -> R<()> {
        super::close(vm, this)
    }

    /// Whether it is closed.
    #[getter]
    fn closed(vm: &mut Vm, this: Obj<Epoll>) -> bool {
        this.get(vm).fd < 0
    }

    /// The descriptor.
    #[method("($self, /)")]
    fn fileno(vm: &mut Vm, this: Obj<Epoll>) -> R<i32> {
        open_fd(vm, this)
    }

    /// Add a descriptor.
    #[method("($self, /, fd, eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)")]
    fn register(vm: &mut Vm, this: Obj<Epoll>, fd: Value, eventmask: Option<u32>) -> R<()> {
        control(vm, this, ADD, fd, eventmask.unwrap_or(ALL))
    }

    /// Change the events of a descriptor.
    #[method("($self, /, fd, eventmask)")]
    fn modify(vm: &mut Vm, this: Obj<Epoll>, fd: Value, eventmask: u32) -> R<()> {
        control(vm, this, MODIFY, fd, eventmask)
    }

    /// Remove a descriptor.
    #[method("($self, /, fd)")]
    fn unregister(vm: &mut Vm, this: Obj<Epoll>, fd: Value) -> R<()> {
        control(vm, this, REMOVE, fd, 0)
    }

    /// Wait for at most so many seconds: a list of descriptors and their events.
    #[method("($self, /, timeout=None, maxevents=-1)")]
    fn poll(vm: &mut Vm, this: Obj<Epoll>, timeout: Option<Value>, maxevents: Option<i32>) -> R<Owned> {
        let fd = open_fd(vm, this)?;
        let timeout = match given(timeout) {
            None => None,
            Some(timeout) => {
                if vm.as_f64(timeout).is_none() && vm.class_of(timeout).slots(vm).index.is_none() {
                    return Err(vm.type_error("timeout must be an integer or None"));
                }
                let timeout = nanoseconds(vm, timeout)?;
                // The kernel's own unit: negative times wait for ever.
                (timeout >= 0).then(|| {
                    timeout.div_euclid(1_000_000).saturating_add(i64::from(timeout % 1_000_000 != 0)) * 1_000_000
                })
            }
        };
        let most = match maxevents.unwrap_or(-1) {
            -1 => MOST,
            most @ 1.. => i64::from(most),
            most => {
                return Err(vm.value_error(format!("maxevents must be greater than 0, got {most}")));
            }
        };
        let _keep = this.own();
        let found = wait(vm, timeout, |host, left| host.epoll_wait(fd, most as usize, left), Vec::new)?;
        let list = vm.new_list(&[])?;
        if let Some(list) = vm.cast::<List>(list.value()) {
            for (fd, events) in found {
                let (fd, events) = (vm.new_int(fd.into())?, vm.new_int(events.into())?);
                let pair = vm.new_tuple(&[fd.value(), events.value()])?;
                list.push(vm, pair)?;
            }
        }
        Ok(list)
    }

    #[method("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Obj<Epoll>) -> R<Owned> {
        open_fd(vm, this)?;
        Ok(this.own())
    }

    #[method("($self, exc_type=None, exc_value=None, exc_tb=None, /)")]
    fn __exit__(
        vm: &mut Vm,
        this: Obj<Epoll>,
        _exc_type: Option<Value>,
        _exc_value: Option<Value>,
        _exc_tb: Option<Value>,
    ) -> R<()> {
        super::close(vm, this)
    }
}
