//! `_tracemalloc`: tells that memory is not traced. Where objects were made is not recorded, so `start` raises.

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) =
        vm.native_module("_tracemalloc", "Where memory was asked for, which is not recorded.", &METHODS)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// Record where memory is asked for: not possible here.
    #[function("(nframe=1, /)")]
    fn start(vm: &mut Vm, _nframe: Option<i32>) -> R<()> {
        let class = vm.exceptions.NotImplementedError;
        Err(vm.raise(class, "this interpreter does not record where memory is allocated"))
    }

    /// Stop recording.
    #[function("()")]
    fn stop(_vm: &mut Vm) {}

    /// Whether memory is traced.
    #[function("()")]
    fn is_tracing(_vm: &mut Vm) -> bool {
        false
    }

    /// Forget what was recorded.
    #[function("()")]
    fn clear_traces(_vm: &mut Vm) {}

    /// Let the peak be what is used now.
    #[function("()")]
    fn reset_peak(_vm: &mut Vm) {}

    /// How many frames are recorded for each allocation.
    #[function("()")]
    fn get_traceback_limit(_vm: &mut Vm) -> i64 {
        1
    }

    /// What is traced now and at most: nothing.
    #[function("()")]
    fn get_traced_memory(vm: &mut Vm) -> R<Owned> {
        vm.new_tuple(&[Value::small(0), Value::small(0)])
    }

    /// What the traces take.
    #[function("()")]
    fn get_tracemalloc_memory(_vm: &mut Vm) -> i64 {
        0
    }

    /// Where an object was made, None when that was not recorded.
    #[function("(obj, /)")]
    fn _get_object_traceback(_vm: &mut Vm, _object: Value) -> Owned {
        Owned::NONE
    }

    /// The traces.
    #[function("()")]
    fn _get_traces(vm: &mut Vm) -> R<Owned> {
        vm.new_list(&[])
    }
}
