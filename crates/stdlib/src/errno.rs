//! `errno`: the names of the system's error numbers.

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("errno", "The names of the system's error numbers.", &[])?;
    let (codes, dict) = vm.new_dict_obj()?;
    for &(name, number) in taipan_host::errno_table() {
        module.add_int(vm, name, i64::from(number))?;
        let (number, name) = (vm.new_int(i128::from(number))?, vm.new_str(name)?);
        if !dict.contains(vm, number.value())? {
            dict.set(vm, number.value(), name.value())?;
        }
    }
    module.add_owned(vm, "errorcode", codes)?;
    Ok(owned)
}
