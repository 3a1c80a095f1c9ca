//! The values in `sys`: versions, limits, paths, flags and what the program was started with.

use taipan_runtime::native::*;

use crate::struct_sequence;

/// The version of the language: what `sys.version_info` says before the release level.
const VERSION: [i64; 3] = [3, 14, 0];
/// As one number; the last byte is a final release.
const HEX_VERSION: i64 = VERSION[0] << 24 | VERSION[1] << 16 | VERSION[2] << 8 | 0xf0;
const COPYRIGHT: &str = "Copyright (c) the Taipan authors.\nThe Python part of the standard library: Copyright (c) Python Software Foundation.";

pub(super) fn add(vm: &mut Vm, module: Obj<Module>) -> R<()> {
    add_versions(vm, module)?;
    add_limits(vm, module)?;
    add_start(vm, module)?;
    add_paths(vm, module)?;
    add_flags(vm, module)
}

fn add_versions(vm: &mut Vm, module: Obj<Module>) -> R<()> {
    let [major, minor, micro] = VERSION;
    let version = format!("{major}.{minor}.{micro} (Taipan {}) [Rust]", env!("CARGO_PKG_VERSION"));
    module.add_str(vm, "version", &version)?;
    module.add_int(vm, "hexversion", HEX_VERSION)?;
    module.add_int(vm, "api_version", 1013)?;
    module.add_str(vm, "copyright", COPYRIGHT)?;
    let level = vm.new_str("final")?;
    let numbers = [major, minor, micro].map(|number| Value::small(number as i32));
    let items = [numbers[0], numbers[1], numbers[2], level.value(), Value::small(0)];
    let fields = ["major", "minor", "micro", "releaselevel", "serial"];
    let version_info = sealed(vm, "version_info", &fields, &items)?;
    module.add(vm, "version_info", version_info.value())?;
    module.add_str(vm, "platform", "linux")?;
    let class = vm.types.simple_namespace.value();
    let values = [
        ("name", vm.new_str("taipan")?),
        ("cache_tag", vm.new_str("taipan-314")?),
        ("version", version_info),
        ("hexversion", vm.new_int(i128::from(HEX_VERSION))?),
        ("_multiarch", vm.new_str("x86_64-linux-gnu")?),
        ("supports_isolated_interpreters", Owned::bool(true)),
    ];
    let mut names = Vec::with_capacity(values.len());
    for (name, _) in &values {
        names.push(vm.intern(name)?.value());
    }
    let values: Vec<Value> = values.iter().map(|(_, value)| value.value()).collect();
    let implementation = vm.call_args(class, Args { positional: &[], names: &names, keyword_values: &values })?;
    module.add(vm, "implementation", implementation.value())?;
    let git = [vm.new_str("Taipan")?, vm.new_str("")?, vm.new_str("")?];
    let git = vm.new_tuple_from(git.into())?;
    module.add(vm, "_git", git.value())
}

/// A struct sequence of `sys`, of which programs make no further instances.
fn sealed(vm: &mut Vm, name: &str, fields: &[&str], items: &[Value]) -> R<Owned> {
    let class = struct_sequence::class(vm, "sys", name, fields, &[])?;
    struct_sequence::instance(vm, class.value(), items, &[])
}

fn add_limits(vm: &mut Vm, module: Obj<Module>) -> R<()> {
    module.add_int(vm, "maxunicode", 0x10_ffff)?;
    let largest = vm.new_int(i128::from(i64::MAX))?;
    module.add_owned(vm, "maxsize", largest)?;
    module.add_str(vm, "byteorder", if cfg!(target_endian = "little") { "little" } else { "big" })?;
    module.add_str(vm, "float_repr_style", "short")?;
    module.add_str(vm, "abiflags", "")?;
    module.add_str(vm, "platlibdir", "lib")?;
    module.add_str(vm, "_framework", "")?;
    let floats = [f64::MAX, f64::MIN_POSITIVE, f64::EPSILON];
    let [max, min, epsilon] = [vm.new_float(floats[0])?, vm.new_float(floats[1])?, vm.new_float(floats[2])?];
    let small = Value::small;
    let items = [
        max.value(),
        small(f64::MAX_EXP),
        small(f64::MAX_10_EXP),
        min.value(),
        small(f64::MIN_EXP),
        small(f64::MIN_10_EXP),
        small(f64::DIGITS as i32),
        small(f64::MANTISSA_DIGITS as i32),
        epsilon.value(),
        small(f64::RADIX as i32),
        small(1),
    ];
    let fields = [
        "max",
        "max_exp",
        "max_10_exp",
        "min",
        "min_exp",
        "min_10_exp",
        "dig",
        "mant_dig",
        "epsilon",
        "radix",
        "rounds",
    ];
    let float_info = sealed(vm, "float_info", &fields, &items)?;
    module.add_owned(vm, "float_info", float_info)?;
    let fields = ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"];
    let int_info = sealed(vm, "int_info", &fields, &[small(30), small(4), small(4300), small(640)])?;
    module.add_owned(vm, "int_info", int_info)?;
    let modulus = vm.new_int((1 << 61) - 1)?;
    let algorithm = vm.new_str("siphash13")?;
    let items = [
        small(64),
        modulus.value(),
        small(314_159),
        small(0),
        small(1_000_003),
        algorithm.value(),
        small(64),
        small(128),
        small(0),
    ];
    let fields = ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"];
    let hash_info = sealed(vm, "hash_info", &fields, &items)?;
    module.add_owned(vm, "hash_info", hash_info)?;
    let (name, lock) = (vm.new_str("pthread")?, vm.new_str("mutex+cond")?);
    let thread_info =
        sealed(vm, "thread_info", &["name", "lock", "version"], &[name.value(), lock.value(), Value::NONE])?;
    module.add_owned(vm, "thread_info", thread_info)
}

/// What the program was started with.
fn add_start(vm: &mut Vm, module: Obj<Module>) -> R<()> {
    let settings = vm.options.settings.clone();
    for (name, texts) in [
        ("argv", &settings.arguments),
        ("orig_argv", &settings.original_arguments),
        ("warnoptions", &settings.warnings),
    ] {
        let list = vm.new_os_list(texts)?;
        module.add_owned(vm, name, list)?;
    }
    let (options, dict) = vm.new_dict_obj()?;
    for (name, value) in &settings.x_options {
        let name = vm.new_os_str(name)?;
        let value = match value {
            Some(value) => vm.new_os_str(value)?,
            None => Owned::bool(true),
        };
        dict.set(vm, name.value(), value.value())?;
    }
    module.add_owned(vm, "_xoptions", options)?;
    vm.import.late_sys = Some(add_module_names);
    Ok(())
}

/// The names of modules, which few programs ask for.
fn add_module_names(vm: &mut Vm) -> R<()> {
    let namespace = vm.sys;
    let mut native: Vec<&str> = vm.options.native_modules.iter().map(|native| native.name).collect();
    native.push("builtins");
    native.sort_unstable();
    let native = texts(vm, &native)?;
    let key = vm.intern("builtin_module_names")?;
    namespace.set_str(vm, key, native.value())?;
    let names = texts(vm, super::names::STANDARD_LIBRARY)?;
    let frozenset = vm.types.frozenset.value();
    let names = vm.call(frozenset, &[names.value()])?;
    let key = vm.intern("stdlib_module_names")?;
    namespace.set_str(vm, key, names.value())
}

fn texts(vm: &mut Vm, texts: &[&str]) -> R<Owned> {
    let mut items = Vec::with_capacity(texts.len());
    for text in texts {
        items.push(vm.intern(text)?.own());
    }
    vm.new_tuple_from(items)
}

fn add_paths(vm: &mut Vm, module: Obj<Module>) -> R<()> {
    let settings = vm.options.settings.clone();
    let executable = vm.new_os_str(&settings.executable)?;
    module.add(vm, "executable", executable.value())?;
    module.add_owned(vm, "_base_executable", executable)?;
    let library = vm.import.library_path.clone();
    let prefix = library.strip_suffix("/lib/taipan3.14").unwrap_or("").to_string();
    for name in ["prefix", "base_prefix", "exec_prefix", "base_exec_prefix"] {
        module.add_str(vm, name, &prefix)?;
    }
    let entry = if library.is_empty() { Vec::new() } else { vec![library.clone().into_bytes()] };
    let path = [settings.path_before, entry, settings.path_after].concat();
    let path = vm.new_os_list(&path)?;
    module.add_owned(vm, "path", path)?;
    let directory = if library.is_empty() { Owned::NONE } else { vm.new_str(&library)? };
    module.add_owned(vm, "_stdlib_dir", directory)?;
    let cache = vm.new_dict()?;
    module.add_owned(vm, "path_importer_cache", cache)?;
    for name in ["pycache_prefix", "_home"] {
        module.add(vm, name, Value::NONE)?;
    }
    // Compiled code is never written.
    module.add(vm, "dont_write_bytecode", Value::TRUE)
}

fn add_flags(vm: &mut Vm, module: Obj<Module>) -> R<()> {
    let flags = vm.options.settings.flags.clone();
    let small = |number: u32| Value::small(number.min(i32::MAX as u32) as i32);
    let bit = |set: bool| Value::small(i32::from(set));
    let rows = [
        ("debug", bit(flags.debug)),
        ("inspect", bit(flags.inspect)),
        ("interactive", bit(flags.interactive)),
        ("optimize", small(u32::from(flags.optimize))),
        ("dont_write_bytecode", bit(flags.dont_write_bytecode)),
        ("no_user_site", bit(flags.no_user_site)),
        ("no_site", bit(flags.no_site)),
        ("ignore_environment", bit(flags.ignore_environment)),
        ("verbose", small(flags.verbose)),
        ("bytes_warning", small(flags.bytes_warning)),
        ("quiet", bit(flags.quiet)),
        ("hash_randomization", bit(flags.hash_randomization)),
        ("isolated", bit(flags.isolated)),
        ("dev_mode", Value::bool(flags.dev_mode)),
        ("utf8_mode", bit(flags.utf8_mode)),
        ("warn_default_encoding", bit(flags.warn_default_encoding)),
        ("safe_path", Value::bool(flags.safe_path)),
        ("int_max_str_digits", small(flags.int_max_str_digits)),
    ];
    let more = ["gil", "thread_inherit_context", "context_aware_warnings"];
    let hidden = [
        Owned::from_raw(Value::small(1)),
        Owned::from_raw(bit(flags.thread_inherit_context)),
        Owned::from_raw(bit(flags.context_aware_warnings)),
    ];
    let class = struct_sequence::class(vm, "sys", "flags", &rows.map(|row| row.0), &more)?;
    let made = struct_sequence::instance(vm, class.value(), &rows.map(|row| row.1), &hidden)?;
    vm.max_str_digits = flags.int_max_str_digits as usize;
    module.add_owned(vm, "flags", made)
}
