//! `resource`: limits of the process, and what it has used.

use taipan_host::{ResourceLimit, ResourceUsage, constants};
use taipan_runtime::native::*;

use crate::struct_sequence;

const FIELDS: [&str; 16] = [
    "ru_utime",
    "ru_stime",
    "ru_maxrss",
    "ru_ixrss",
    "ru_idrss",
    "ru_isrss",
    "ru_minflt",
    "ru_majflt",
    "ru_nswap",
    "ru_inblock",
    "ru_oublock",
    "ru_msgsnd",
    "ru_msgrcv",
    "ru_nsignals",
    "ru_nvcsw",
    "ru_nivcsw",
];

#[derive(Default)]
struct State {
    usage: Option<Owned>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("resource", "Limits of the process, and what it has used.", &METHODS)?;
    for &(name, value) in constants::RESOURCE {
        module.add_int(vm, name, value)?;
    }
    module.add(vm, "error", vm.exceptions.OSError.value())?;
    let class = usage_class(vm)?;
    module.add(vm, "struct_rusage", class.value())?;
    Ok(owned)
}

fn usage_class(vm: &mut Vm) -> R<Owned> {
    if let Some(class) = vm.state::<State>().usage.clone() {
        return Ok(class);
    }
    let class = struct_sequence::class(vm, "resource", "struct_rusage", &FIELDS, &[])?;
    vm.state::<State>().usage = Some(class.clone());
    Ok(class)
}

/// A `struct_rusage`.
pub(crate) fn usage_tuple(vm: &mut Vm, usage: &ResourceUsage) -> R<Owned> {
    let class = usage_class(vm)?;
    let mut items = vec![vm.new_float(usage.user_time)?, vm.new_float(usage.system_time)?];
    for number in [
        usage.max_resident,
        usage.shared_memory,
        usage.unshared_data,
        usage.unshared_stack,
        usage.minor_faults,
        usage.major_faults,
        usage.swaps,
        usage.block_input,
        usage.block_output,
        usage.messages_sent,
        usage.messages_received,
        usage.signals,
        usage.voluntary_switches,
        usage.involuntary_switches,
    ] {
        items.push(vm.new_int(number.into())?);
    }
    let values: Vec<Value> = items.iter().map(Owned::value).collect();
    struct_sequence::instance(vm, class.value(), &values, &[])
}

fn limit_tuple(vm: &mut Vm, limit: ResourceLimit) -> R<Owned> {
    // No limit is -1 to Python.
    let soft = vm.new_int((limit.soft as i64).into())?;
    let hard = vm.new_int((limit.hard as i64).into())?;
    vm.new_tuple(&[soft.value(), hard.value()])
}

fn limits(vm: &mut Vm, limits: Value) -> R<ResourceLimit> {
    let items = vm.collect(limits)?;
    let [soft, hard] = items.as_slice() else {
        return Err(vm.value_error("expected a tuple of 2 integers"));
    };
    let mut number = |value: &Owned| -> R<u64> {
        let index = vm.index(value.value())?;
        match vm.int_to_i64(index.value()) {
            Some(number) => Ok(number as u64),
            None => Err(vm.overflow_error("Python int too large to convert to C long")),
        }
    };
    Ok(ResourceLimit { soft: number(soft)?, hard: number(hard)? })
}

fn check_resource(vm: &mut Vm, resource: i32) -> R<()> {
    if (0..16).contains(&resource) { Ok(()) } else { Err(vm.value_error("invalid resource specified")) }
}

fn set(vm: &mut Vm, process: Option<i32>, resource: i32, limit: ResourceLimit) -> R<ResourceLimit> {
    match vm.host.set_resource_limit(process, resource, limit) {
        Ok(old) => Ok(old),
        Err(error) if error.errno == taipan_host::errno::EINVAL && process.is_none() => {
            Err(vm.value_error("current limit exceeds maximum limit"))
        }
        Err(error) if error.errno == taipan_host::errno::EPERM && process.is_none() => {
            Err(vm.value_error("not allowed to raise maximum limit"))
        }
        Err(error) => Err(vm.os_error(error, None)),
    }
}

#[methods]
mod py {
    use super::*;

    /// What this process, this thread, or the children that ended, have used.
    #[function("(who, /)")]
    fn getrusage(vm: &mut Vm, who: i32) -> R<Owned> {
        match vm.host.resource_usage(who) {
            Ok(usage) => usage_tuple(vm, &usage),
            Err(error) if error.errno == taipan_host::errno::EINVAL => Err(vm.value_error("invalid who parameter")),
            Err(error) => Err(vm.os_error(error, None)),
        }
    }

    /// A limit: the one that counts and the one up to which it can be raised.
    #[function("(resource, /)")]
    fn getrlimit(vm: &mut Vm, resource: i32) -> R<Owned> {
        check_resource(vm, resource)?;
        let limit = vm.host.resource_limit(None, resource);
        let limit = crate::support::checked(vm, limit)?;
        limit_tuple(vm, limit)
    }

    /// Set a limit.
    #[function("(resource, limits, /)")]
    fn setrlimit(vm: &mut Vm, resource: i32, limits: Value) -> R<()> {
        check_resource(vm, resource)?;
        let limit = super::limits(vm, limits)?;
        set(vm, None, resource, limit).map(drop)
    }

    /// A limit of any process, as it was before it is set.
    #[function("(pid, resource, limits=None, /)")]
    fn prlimit(vm: &mut Vm, pid: i32, resource: i32, limits: Option<Value>) -> R<Owned> {
        check_resource(vm, resource)?;
        let limit = match crate::support::given(limits) {
            Some(limits) => {
                let limit = super::limits(vm, limits)?;
                set(vm, Some(pid), resource, limit)?
            }
            None => {
                let limit = vm.host.resource_limit(Some(pid), resource);
                crate::support::checked(vm, limit)?
            }
        };
        limit_tuple(vm, limit)
    }

    /// Bytes of a memory page.
    #[function("()")]
    fn getpagesize(vm: &mut Vm) -> usize {
        vm.host.page_size()
    }
}
