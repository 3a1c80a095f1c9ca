//! `select.poll`: descriptors with the events to wait for, in the order in which they were registered.

use taipan_host::PollEntry;
use taipan_runtime::native::*;

use super::{milliseconds, wait};
use crate::support::{descriptor, payload};

#[derive(Trace, Default)]
pub(super) struct Poll {
    #[trace(skip)]
    entries: Vec<(i32, u16)>,
    /// Another thread waits with it.
    running: bool,
}

payload!(Poll, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "select",
    doc: "Waits for descriptors that are registered with it.",
    methods: &METHODS,
    ..ClassDef::sealed::<Poll>("poll")
};

/// POLLIN | POLLPRI | POLLOUT
const ALL: u16 = 7;

fn events(vm: &mut Vm, mask: Option<Value>) -> R<u16> {
    let Some(mask) = mask else { return Ok(ALL) };
    let index = vm.index(mask)?;
    if vm.int_is_negative(index.value()) {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match vm.int_to_i64(index.value()).and_then(|mask| u16::try_from(mask).ok()) {
        Some(mask) => Ok(mask),
        None => Err(vm.overflow_error("Python int too large for C unsigned short")),
    }
}

#[methods]
mod py {
    use super::*;

    /// Add a descriptor, or change its events.
    #[method("($self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)")]
    fn register(vm: &mut Vm, this: Obj<Poll>, fd: Value, eventmask: Option<Value>) -> R<()> {
        let fd = descriptor(vm, fd)?;
        let events = events(vm, eventmask)?;
        let entries = &mut this.get_mut(vm).entries;
        match entries.iter_mut().find(|(known, _)| *known == fd) {
            Some(entry) => entry.1 = events,
            None => entries.push((fd, events)),
        }
        Ok(())
    }

    /// Change the events of a descriptor.
    #[method("($self, fd, eventmask, /)")]
    fn modify(vm: &mut Vm, this: Obj<Poll>, fd: Value, eventmask: Value) -> R<()> {
        let fd = descriptor(vm, fd)?;
        let events = events(vm, Some(eventmask))?;
        match this.get_mut(vm).entries.iter_mut().find(|(known, _)| *known == fd) {
            Some(entry) => entry.1 = events,
            None => return Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::ENOENT), None)),
        }
        Ok(())
    }

    /// Remove a descriptor.
    #[method("($self, fd, /)")]
    fn unregister(vm: &mut Vm, this: Obj<Poll>, fd: Value) -> R<()> {
        let fd = descriptor(vm, fd)?;
        let entries = &mut this.get_mut(vm).entries;
        match entries.iter().position(|(known, _)| *known == fd) {
            Some(place) => {
                entries.remove(place);
                Ok(())
            }
            None => {
                let key = vm.new_int(fd.into())?;
                Err(vm.key_error(key.value()))
            }
        }
    }

    /// Wait for at most so many milliseconds: a list of descriptors and their events.
    #[method("($self, timeout=None, /)")]
    fn poll(vm: &mut Vm, this: Obj<Poll>, timeout: Option<Value>) -> R<Owned> {
        let timeout = milliseconds(vm, timeout)?;
        if this.get(vm).running {
            return Err(vm.runtime_error("concurrent poll() invocation"));
        }
        let entries = &this.get(vm).entries;
        let mut waiting: Vec<PollEntry> =
            entries.iter().map(|&(fd, events)| PollEntry { fd, events: events as i16, ready: 0 }).collect();
        let _keep = this.own();
        this.get_mut(vm).running = true;
        let count = wait(vm, timeout, |host, left| host.poll(&mut waiting, left), || 0);
        this.get_mut(vm).running = false;
        let count = count?;
        let list = vm.new_list(&[])?;
        if let Some(list) = vm.cast::<List>(list.value())
            && count > 0
        {
            for entry in waiting.iter().filter(|entry| entry.ready != 0) {
                let fd = vm.new_int(entry.fd.into())?;
                let events = vm.new_int((entry.ready as u16).into())?;
                let pair = vm.new_tuple(&[fd.value(), events.value()])?;
                list.push(vm, pair)?;
            }
        }
        Ok(list)
    }
}
