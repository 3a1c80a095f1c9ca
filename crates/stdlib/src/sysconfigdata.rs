//! `_sysconfigdata__linux_x86_64-linux-gnu`: what `sysconfig` asks about the build.
//!
//! CPython's build leaves its Makefile's variables in this module. There is no Makefile here and no C interface, so only the few that
//! programs ask to find out what the interpreter is are there.

use taipan_runtime::native::*;

/// Its name is made from `sys.platform` and `sys.implementation._multiarch`.
pub(crate) const NAME: &str = "_sysconfigdata__linux_x86_64-linux-gnu";

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module(NAME, "What sysconfig tells about the build.", &[])?;
    let (variables, dict) = vm.new_dict_obj()?;
    for variable in ["prefix", "exec_prefix"] {
        let name = vm.intern(variable)?;
        let value = vm.sys.get_str(vm, name).unwrap_or(Value::NONE).own();
        dict.set_str(vm, name, value.value())?;
    }
    for (name, value) in [
        ("CC", ""),
        ("CFLAGS", ""),
        ("CONFIG_ARGS", ""),
        ("EXE", ""),
        ("EXT_SUFFIX", ".taipan-314-x86_64-linux-gnu.so"),
        ("LDFLAGS", ""),
        ("MACHDEP", "linux"),
        ("MULTIARCH", "x86_64-linux-gnu"),
        ("PY_CFLAGS", ""),
        ("PY_CFLAGS_NODIST", ""),
        ("SHLIB_SUFFIX", ".so"),
        ("TZPATH", "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"),
        ("SOABI", "taipan-314-x86_64-linux-gnu"),
        ("TEST_MODULES", "no"),
        ("VERSION", "3.14"),
    ] {
        let (name, value) = (vm.intern(name)?, vm.new_str(value)?);
        dict.set_str(vm, name, value.value())?;
    }
    for (name, value) in [("Py_DEBUG", 0), ("Py_ENABLE_SHARED", 0), ("Py_GIL_DISABLED", 0), ("WITH_DOC_STRINGS", 1)] {
        let name = vm.intern(name)?;
        dict.set_str(vm, name, Value::small(value))?;
    }
    module.add_owned(vm, "build_time_vars", variables)?;
    Ok(owned)
}
