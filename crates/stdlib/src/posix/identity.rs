//! Who the process is: users, groups, sessions, priorities and processors.

use taipan_host::Identity;
use taipan_runtime::native::*;
use taipan_runtime::types::descriptor::MethodDescriptor;
use taipan_text::memory::Grow;

use super::{State, path_bytes};
use crate::struct_sequence;
use crate::support::checked;

/// The number of a user or group; -1 stands for "as it is".
pub(crate) fn id(vm: &mut Vm, value: Value, what: &str) -> R<u32> {
    if vm.as_int_ref(value).is_none() && vm.class_of(value).slots(vm).index.is_none() {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("{what} should be integer, not {found}")));
    }
    let number = vm.index(value)?;
    match vm.int_to_i64(number.value()) {
        Some(-1) => Ok(u32::MAX),
        Some(number) if number < -1 => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        Some(number) if u32::try_from(number).is_ok() => Ok(number as u32),
        None if vm.int_is_negative(number.value()) => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        _ => Err(vm.overflow_error(format!("{what} is greater than maximum"))),
    }
}

/// As `id`, None for "as it is".
pub(super) fn optional_id(vm: &mut Vm, value: Value, what: &str) -> R<Option<u32>> {
    Ok(Some(id(vm, value, what)?).filter(|&id| id != u32::MAX))
}

fn set(vm: &mut Vm, which: Identity, value: Value, what: &str) -> R<()> {
    let id = id(vm, value, what)?;
    let set = vm.host.set_identity(which, id);
    checked(vm, set)
}

fn number_list(vm: &mut Vm, numbers: &[u32]) -> R<Owned> {
    let owned = vm.new_list(&[])?;
    if let Some(list) = vm.cast::<List>(owned.value()) {
        for &number in numbers {
            let number = vm.new_int(number.into())?;
            list.push(vm, number)?;
        }
    }
    Ok(owned)
}

fn three(vm: &mut Vm, numbers: (u32, u32, u32)) -> R<Owned> {
    let items = [vm.new_int(numbers.0.into())?, vm.new_int(numbers.1.into())?, vm.new_int(numbers.2.into())?];
    vm.new_tuple(&items.each_ref().map(Owned::value))
}

pub(super) fn priority_of(vm: &mut Vm, parameter: Value) -> R<i32> {
    let Some(class) = vm.state::<State>().sched_param.clone() else {
        return Err(vm.runtime_error("the posix module is not complete"));
    };
    if !vm.is_instance(parameter, class.value())? {
        return Err(vm.type_error("must have a sched_param object"));
    }
    let priority = vm.get_attr_str(parameter, "sched_priority")?;
    match i32::try_from(vm.to_i64(priority.value(), "int")?) {
        Ok(priority) => Ok(priority),
        Err(_) => Err(vm.overflow_error("sched_priority out of range")),
    }
}

static SCHED_PARAM_NEW_SIGNATURE: Signature = Signature {
    name: "__new__",
    text: "($type, sched_priority)",
    parameters: &[
        Parameter { name: "cls", kind: ParameterKind::PositionalOnly, optional: false },
        Parameter { name: "sched_priority", kind: ParameterKind::PositionalOrKeyword, optional: false },
    ],
    rest: false,
    keywords: false,
};

static SCHED_PARAM_NEW: Method = Method {
    signature: &SCHED_PARAM_NEW_SIGNATURE,
    doc: "Make the parameters of a priority.",
    kind: MethodKind::Function,
    call: new_sched_param,
    positional: Positional::NONE,
    takes_receiver: true,
};

fn new_sched_param(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let mut slots = [None; 2];
    bind(vm, &SCHED_PARAM_NEW_SIGNATURE, args, &mut slots)?;
    let [class, priority] = slots.map(|slot| slot.unwrap_or(Value::NONE));
    let items = vm.new_tuple(&[priority])?;
    vm.call_method(vm.types.tuple.value(), "__new__", &[class, items.value()])
}

/// The class of scheduling parameters: unlike other such tuples it is made of its one item.
pub(super) fn sched_param_class(vm: &mut Vm) -> R<Owned> {
    let class = struct_sequence::class(vm, "posix", "sched_param", &["sched_priority"], &[])?;
    let new = vm.new_native_function(&SCHED_PARAM_NEW, None, None)?;
    let name = vm.intern("__new__")?;
    vm.set_attr(class.value(), name, Some(new.value()))?;
    let row = vm.allocate(MethodDescriptor { owner: class.clone(), method: &SCHED_PARAM_REDUCE })?;
    let name = vm.intern("__reduce__")?;
    vm.set_attr(class.value(), name, Some(row.value()))?;
    Ok(class)
}

static SCHED_PARAM_REDUCE_SIGNATURE: Signature = Signature {
    name: "__reduce__",
    text: "($self, /)",
    parameters: &[Parameter { name: "self", kind: ParameterKind::PositionalOnly, optional: false }],
    rest: false,
    keywords: false,
};

static SCHED_PARAM_REDUCE: Method = Method {
    signature: &SCHED_PARAM_REDUCE_SIGNATURE,
    doc: "What pickle needs.",
    kind: MethodKind::Instance,
    call: reduce_sched_param,
    positional: Positional::NONE,
    takes_receiver: true,
};

fn reduce_sched_param(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let mut slots = [None];
    bind(vm, &SCHED_PARAM_REDUCE_SIGNATURE, args, &mut slots)?;
    let this = slots[0].unwrap_or(Value::NONE);
    let class = vm.class_of(this);
    let items = vm.collect(this)?;
    let arguments = vm.new_tuple_from(items)?;
    vm.new_tuple(&[class.value(), arguments.value()])
}

#[methods]
mod py {
    use super::*;

    /// The user.
    #[function("()")]
    fn getuid(vm: &mut Vm) -> u32 {
        vm.host.identity(Identity::User)
    }

    /// The user whose rights count.
    #[function("()")]
    fn geteuid(vm: &mut Vm) -> u32 {
        vm.host.identity(Identity::EffectiveUser)
    }

    /// The group.
    #[function("()")]
    fn getgid(vm: &mut Vm) -> u32 {
        vm.host.identity(Identity::Group)
    }

    /// The group whose rights count.
    #[function("()")]
    fn getegid(vm: &mut Vm) -> u32 {
        vm.host.identity(Identity::EffectiveGroup)
    }

    /// Set the user.
    #[function("(uid, /)")]
    fn setuid(vm: &mut Vm, uid: Value) -> R<()> {
        set(vm, Identity::User, uid, "uid")
    }

    /// Set the user whose rights count.
    #[function("(euid, /)")]
    fn seteuid(vm: &mut Vm, euid: Value) -> R<()> {
        set(vm, Identity::EffectiveUser, euid, "uid")
    }

    /// Set the group.
    #[function("(gid, /)")]
    fn setgid(vm: &mut Vm, gid: Value) -> R<()> {
        set(vm, Identity::Group, gid, "gid")
    }

    /// Set the group whose rights count.
    #[function("(egid, /)")]
    fn setegid(vm: &mut Vm, egid: Value) -> R<()> {
        set(vm, Identity::EffectiveGroup, egid, "gid")
    }

    /// Set real and effective user.
    #[function("(ruid, euid, /)")]
    fn setreuid(vm: &mut Vm, ruid: Value, euid: Value) -> R<()> {
        let (real, effective) = (optional_id(vm, ruid, "uid")?, optional_id(vm, euid, "uid")?);
        let set = vm.host.set_real_effective(false, real, effective);
        checked(vm, set)
    }

    /// Set real and effective group.
    #[function("(rgid, egid, /)")]
    fn setregid(vm: &mut Vm, rgid: Value, egid: Value) -> R<()> {
        let (real, effective) = (optional_id(vm, rgid, "gid")?, optional_id(vm, egid, "gid")?);
        let set = vm.host.set_real_effective(true, real, effective);
        checked(vm, set)
    }

    /// Real, effective and saved user.
    #[function("()")]
    fn getresuid(vm: &mut Vm) -> R<Owned> {
        let found = vm.host.all_identities(false);
        let found = checked(vm, found)?;
        three(vm, found)
    }

    /// Real, effective and saved group.
    #[function("()")]
    fn getresgid(vm: &mut Vm) -> R<Owned> {
        let found = vm.host.all_identities(true);
        let found = checked(vm, found)?;
        three(vm, found)
    }

    /// Set real, effective and saved user.
    #[function("(ruid, euid, suid, /)")]
    fn setresuid(vm: &mut Vm, ruid: Value, euid: Value, suid: Value) -> R<()> {
        let (real, effective) = (optional_id(vm, ruid, "uid")?, optional_id(vm, euid, "uid")?);
        let saved = optional_id(vm, suid, "uid")?;
        let set = vm.host.set_all_identities(false, real, effective, saved);
        checked(vm, set)
    }

    /// Set real, effective and saved group.
    #[function("(rgid, egid, sgid, /)")]
    fn setresgid(vm: &mut Vm, rgid: Value, egid: Value, sgid: Value) -> R<()> {
        let (real, effective) = (optional_id(vm, rgid, "gid")?, optional_id(vm, egid, "gid")?);
        let saved = optional_id(vm, sgid, "gid")?;
        let set = vm.host.set_all_identities(true, real, effective, saved);
        checked(vm, set)
    }

    /// The further groups.
    #[function("()")]
    fn getgroups(vm: &mut Vm) -> R<Owned> {
        let groups = vm.host.groups();
        let groups = checked(vm, groups)?;
        number_list(vm, &groups)
    }

    /// Set the further groups.
    #[function("(groups, /)")]
    fn setgroups(vm: &mut Vm, groups: Value) -> R<()> {
        let mut numbers = Vec::new();
        for group in vm.collect(groups)? {
            numbers.put(id(vm, group.value(), "gid")?);
        }
        let set = vm.host.set_groups(&numbers);
        checked(vm, set)
    }

    /// Take the groups of a user from the database.
    #[function("(username, gid, /)")]
    fn initgroups(vm: &mut Vm, username: Value, gid: Value) -> R<()> {
        let (name, group) = (path_bytes(vm, username)?, id(vm, gid, "gid")?);
        let set = vm.host.init_groups(&name, group);
        checked(vm, set)
    }

    /// The groups that a user is in.
    #[function("(user, group, /)")]
    fn getgrouplist(vm: &mut Vm, user: Value, group: Value) -> R<Owned> {
        let (name, group) = (path_bytes(vm, user)?, id(vm, group, "gid")?);
        let groups = vm.host.group_list(&name, group);
        let groups = checked(vm, groups)?;
        number_list(vm, &groups)
    }

    /// The process group.
    #[function("()")]
    fn getpgrp(vm: &mut Vm) -> R<i32> {
        let group = vm.host.process_group(0);
        checked(vm, group)
    }

    /// The process group of a process.
    #[function("(pid)")]
    fn getpgid(vm: &mut Vm, pid: i32) -> R<i32> {
        let group = vm.host.process_group(pid);
        checked(vm, group)
    }

    /// Set the process group of a process.
    #[function("(pid, pgrp, /)")]
    fn setpgid(vm: &mut Vm, pid: i32, pgrp: i32) -> R<()> {
        let set = vm.host.set_process_group(pid, pgrp);
        checked(vm, set)
    }

    /// Make the process a process group of its own.
    #[function("()")]
    fn setpgrp(vm: &mut Vm) -> R<()> {
        let set = vm.host.set_process_group(0, 0);
        checked(vm, set)
    }

    /// The session of a process.
    #[function("(pid, /)")]
    fn getsid(vm: &mut Vm, pid: i32) -> R<i32> {
        let session = vm.host.session(pid);
        checked(vm, session)
    }

    /// Begin a session.
    #[function("()")]
    fn setsid(vm: &mut Vm) -> R<()> {
        let session = vm.host.new_session();
        checked(vm, session).map(drop)
    }

    /// Add to the niceness: the new one.
    #[function("(increment, /)")]
    fn nice(vm: &mut Vm, increment: i32) -> R<i32> {
        let nice = vm.host.nice(increment);
        checked(vm, nice)
    }

    /// The priority of processes.
    #[function("(which, who)")]
    fn getpriority(vm: &mut Vm, which: i32, who: i32) -> R<i32> {
        let priority = vm.host.priority(which, who);
        checked(vm, priority)
    }

    /// Set the priority of processes.
    #[function("(which, who, priority)")]
    fn setpriority(vm: &mut Vm, which: i32, who: i32, priority: i32) -> R<()> {
        let set = vm.host.set_priority(which, who, priority);
        checked(vm, set)
    }

    /// Let others run.
    #[function("()")]
    fn sched_yield(vm: &mut Vm) -> R<()> {
        crate::support::blocking(vm, |host| host.yield_processor())
    }

    /// The processors that a process may use.
    #[function("(pid, /)")]
    fn sched_getaffinity(vm: &mut Vm, pid: i32) -> R<Owned> {
        let processors = vm.host.affinity(pid);
        let processors = checked(vm, processors)?;
        let (owned, set) = vm.new_set()?;
        for processor in processors {
            let number = vm.new_int(processor as i128)?;
            set.add(vm, number.value())?;
        }
        Ok(owned)
    }

    /// Say which processors a process may use.
    #[function("(pid, mask, /)")]
    fn sched_setaffinity(vm: &mut Vm, pid: i32, mask: Value) -> R<()> {
        let mut processors = Vec::new();
        for processor in vm.collect(mask)? {
            match usize::try_from(vm.to_i64(processor.value(), "int")?) {
                Ok(processor) => processors.put(processor),
                Err(_) => return Err(vm.value_error("negative CPU number")),
            }
        }
        let set = vm.host.set_affinity(pid, &processors);
        checked(vm, set)
    }

    /// The scheduling policy of a process.
    #[function("(pid, /)")]
    fn sched_getscheduler(vm: &mut Vm, pid: i32) -> R<i32> {
        let policy = vm.host.scheduler(pid);
        checked(vm, policy)
    }

    /// Set the scheduling policy of a process.
    #[function("(pid, policy, param, /)")]
    fn sched_setscheduler(vm: &mut Vm, pid: i32, policy: i32, param: Value) -> R<()> {
        let priority = priority_of(vm, param)?;
        let set = vm.host.set_scheduler(pid, policy, priority);
        checked(vm, set)
    }

    /// The scheduling parameters of a process.
    #[function("(pid, /)")]
    fn sched_getparam(vm: &mut Vm, pid: i32) -> R<Owned> {
        let priority = vm.host.scheduler_priority(pid);
        let priority = checked(vm, priority)?;
        let Some(class) = vm.state::<State>().sched_param.clone() else {
            return Err(vm.runtime_error("the posix module is not complete"));
        };
        vm.call(class.value(), &[Value::small(priority)])
    }

    /// Set the scheduling parameters of a process.
    #[function("(pid, param, /)")]
    fn sched_setparam(vm: &mut Vm, pid: i32, param: Value) -> R<()> {
        let priority = priority_of(vm, param)?;
        let set = vm.host.set_scheduler_priority(pid, priority);
        checked(vm, set)
    }

    /// The lowest priority of a policy.
    #[function("(policy)")]
    fn sched_get_priority_min(vm: &mut Vm, policy: i32) -> R<i32> {
        let range = vm.host.priority_range(policy);
        Ok(checked(vm, range)?.0)
    }

    /// The highest priority of a policy.
    #[function("(policy)")]
    fn sched_get_priority_max(vm: &mut Vm, policy: i32) -> R<i32> {
        let range = vm.host.priority_range(policy);
        Ok(checked(vm, range)?.1)
    }

    /// The time slice of a round-robin process, in seconds.
    #[function("(pid, /)")]
    fn sched_rr_get_interval(vm: &mut Vm, pid: i32) -> R<f64> {
        let interval = vm.host.round_robin_interval(pid);
        Ok(checked(vm, interval)? as f64 / 1e9)
    }

    /// Processor time of this process and its children, and the time that has passed.
    #[function("()")]
    fn times(vm: &mut Vm) -> R<Owned> {
        let times = vm.host.process_times();
        let times = checked(vm, times)?;
        let Some(class) = vm.state::<State>().times_result.clone() else {
            return Err(vm.runtime_error("the posix module is not complete"));
        };
        let mut items = taipan_text::memory::with_room(5);
        for seconds in [times.user, times.system, times.children_user, times.children_system, times.elapsed] {
            items.put(vm.new_float(seconds)?);
        }
        let values: Vec<Value> = items.iter().map(Owned::value).collect();
        struct_sequence::instance(vm, class.value(), &values, &[])
    }

    /// The load in the last 1, 5 and 15 minutes.
    #[function("()")]
    fn getloadavg(vm: &mut Vm) -> R<Owned> {
        let Ok(load) = vm.host.load_average() else {
            return Err(vm.raise(vm.exceptions.OSError, "Load averages are unobtainable"));
        };
        let items = [vm.new_float(load[0])?, vm.new_float(load[1])?, vm.new_float(load[2])?];
        vm.new_tuple(&items.each_ref().map(Owned::value))
    }
}
