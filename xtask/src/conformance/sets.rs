//! Which of CPython's test modules belong to which set.

use std::fs;
use std::path::Path;

/// The language, its builtins, and the modules that are about the language itself.
const LANGUAGE: &str = "
    test_grammar test_syntax test_exceptions test_except_star test_exception_group test_baseexception test_raise
    test_compile test_fstring test_tstring test_named_expressions test_unpack test_unpack_ex test_dictcomps
    test_listcomps test_setcomps test_genexps test_string_literals test_eof test_global test_scope
    test_positional_only_arg test_keywordonlyarg test_call test_extcall test_funcattrs test_decorators test_with
    test_contextlib test_contextlib_async test_iter test_iterlen test_generators test_generator_stop test_yield_from
    test_coroutines test_asyncgen test_patma test_dataclasses test_typing test_type_params test_type_aliases
    test_type_annotations test_annotationlib test_genericalias test_genericclass test_types test_enum test_abc
    test_collections test_functools test_itertools test_operator test_descr test_descrtut test_property test_super
    test_subclassinit test_metaclass test_class test_isinstance test_typechecks test_richcmp test_compare test_binop
    test_augassign test_unary test_bool test_int test_long test_float test_complex test_str test_bytes test_list
    test_tuple test_dict test_set test_slice test_range test_enumerate test_sort test_hash test_index
    test_numeric_tower test_gc test_weakref test_weakset test_copy test_builtin test_format test_string test_userdict
    test_userlist test_dynamicclassattribute test_dynamic test_context test_memoryview test_inspect test_traceback
    test_pow test_print test_opcodes test_pep646_syntax test_ordered_dict test_defaultdict test_deque test_heapq
    test_bisect test_module test_int_literal test_utf8source test_unicode_identifiers test_strtod test_math test_cmath
    test_fractions test_sys test_frame test_code test_keyword test_tokenize test_ast
    test_sys_settrace test_sys_setprofile test_monitoring test_bdb test_pdb test_threading test_thread test_queue
    test_signal test_codecs test_unicodedata test_ucn test_difflib test_doctest test_unittest test_importlib
    test_import test_pkgutil test_runpy test_warnings test_symtable test_pyclbr test_reprlib test_pprint
";

/// Not for us: other systems, graphics, CPython's C interface, its build, and its own machinery.
const NEVER: &str = "
    test_ttk test_tkinter test_ttk_textonly test_tcl test_idle test_turtle test_capi test_cext test_cppext test_gdb
    test_winreg test_winconsoleio test_winsound test_winapi test_msvcrt test_wmi test_launcher test_android test_apple
    test_ios test_build_details test_clinic test_c_locale_coercion test_dtrace test_embed test_external_inspection
    test_freelist test_generated_cases test_peg_generator test_perf_profiler test_perfmaps test_peepholer
    test_regrtest test_tools test_stable_abi_ctypes test_uops test_optimizer test__opcode test_dis test_free_threading
    test_curses test_devpoll test_kqueue test_ossaudiodev test_venv test_ensurepip
";

/// The test modules of a set that exist in `folder`, which is CPython's `test` package.
pub(super) fn modules(set: &str, folder: &Path) -> Result<Vec<String>, String> {
    let language: Vec<String> = LANGUAGE.split_whitespace().map(str::to_owned).collect();
    if set == "language" {
        return Ok(language);
    }
    let mut rest = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let entry = entry.map_err(|error| error.to_string())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = name.strip_suffix(".py").unwrap_or(&name).to_owned();
        let is_module = name.starts_with("test_") && !name.contains('.');
        if is_module && !language.contains(&name) && !NEVER.split_whitespace().any(|never| never == name) {
            rest.push(name);
        }
    }
    rest.sort();
    match set {
        "stdlib" => Ok(rest),
        "all" => Ok(language.into_iter().chain(rest).collect()),
        _ => Err(format!("there is no set {set:?}: language, stdlib or all")),
    }
}
