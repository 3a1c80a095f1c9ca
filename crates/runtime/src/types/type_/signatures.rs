//! `__text_signature__` of native classes: what calling one takes. A table, since few classes have one and hardly anybody asks.

/// Module, class, signature.
static SIGNATURES: &[(&str, &str, &str)] = &[
    ("builtins", "NoneType", "()"),
    ("builtins", "NotImplementedType", "()"),
    ("builtins", "bool", "(object=False, /)"),
    ("builtins", "cell", "([contents])"),
    ("builtins", "classmethod", "(function, /)"),
    ("builtins", "complex", "(real=0, imag=0)"),
    ("builtins", "ellipsis", "()"),
    ("builtins", "enumerate", "(iterable, start=0)"),
    ("builtins", "filter", "(function, iterable, /)"),
    ("builtins", "float", "(x=0, /)"),
    ("builtins", "frozenset", "(iterable=(), /)"),
    ("builtins", "function", "(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)"),
    ("builtins", "list", "(iterable=(), /)"),
    ("builtins", "map", "(function, iterable, /, *iterables, strict=False)"),
    ("builtins", "mappingproxy", "(mapping)"),
    ("builtins", "memoryview", "(object)"),
    ("builtins", "method", "(function, instance, /)"),
    ("builtins", "module", "(name, doc=None)"),
    ("builtins", "object", "()"),
    ("builtins", "property", "(fget=None, fset=None, fdel=None, doc=None)"),
    ("builtins", "reversed", "(sequence, /)"),
    ("builtins", "set", "(iterable=(), /)"),
    ("builtins", "staticmethod", "(function, /)"),
    ("builtins", "traceback", "(tb_next, tb_frame, tb_lasti, tb_lineno)"),
    ("builtins", "tuple", "(iterable=(), /)"),
    ("builtins", "zip", "(*iterables, strict=False)"),
    ("collections", "deque", "([iterable[, maxlen]])"),
    ("types", "GenericAlias", "(origin, args, /)"),
    ("types", "SimpleNamespace", "(mapping_or_iterable=(), /, **kwargs)"),
    ("_asyncio", "Future", "(*, loop=None)"),
    ("_asyncio", "Task", "(coro, *, loop=None, name=None, context=None, eager_start=False)"),
    ("_io", "BufferedRWPair", "(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)"),
    ("_io", "BufferedRandom", "(raw, buffer_size=DEFAULT_BUFFER_SIZE)"),
    ("_io", "BufferedReader", "(raw, buffer_size=DEFAULT_BUFFER_SIZE)"),
    ("_io", "BufferedWriter", "(raw, buffer_size=DEFAULT_BUFFER_SIZE)"),
    ("_io", "BytesIO", "(initial_bytes=b'')"),
    ("_io", "FileIO", "(file, mode='r', closefd=True, opener=None)"),
    ("_io", "IncrementalNewlineDecoder", "(decoder, translate, errors='strict')"),
    ("_io", "StringIO", "(initial_value='', newline='\\n')"),
    (
        "_io",
        "TextIOWrapper",
        "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    ),
    ("_pickle", "Pickler", "(file, protocol=None, fix_imports=True, buffer_callback=None)"),
    ("_pickle", "Unpickler", "(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n          buffers=())"),
    ("_queue", "SimpleQueue", "()"),
    ("_thread", "_local", "()"),
    ("_thread", "lock", "()"),
    (
        "decimal",
        "Context",
        "(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
    ),
    ("decimal", "Decimal", "(value='0', context=None)"),
    ("functools", "partial", "(func, /, *args, **keywords)"),
    ("itertools", "_tee", "(iterable, /)"),
    ("itertools", "accumulate", "(iterable, func=None, *, initial=None)"),
    ("itertools", "batched", "(iterable, n, *, strict=False)"),
    ("itertools", "chain", "(*iterables)"),
    ("itertools", "combinations", "(iterable, r)"),
    ("itertools", "combinations_with_replacement", "(iterable, r)"),
    ("itertools", "compress", "(data, selectors)"),
    ("itertools", "count", "(start=0, step=1)"),
    ("itertools", "cycle", "(iterable, /)"),
    ("itertools", "dropwhile", "(predicate, iterable, /)"),
    ("itertools", "filterfalse", "(function, iterable, /)"),
    ("itertools", "groupby", "(iterable, key=None)"),
    ("itertools", "pairwise", "(iterable, /)"),
    ("itertools", "permutations", "(iterable, r=None)"),
    ("itertools", "product", "(*iterables, repeat=1)"),
    ("itertools", "starmap", "(function, iterable, /)"),
    ("itertools", "takewhile", "(predicate, iterable, /)"),
    ("itertools", "zip_longest", "(*iterables, fillvalue=None)"),
    ("operator", "attrgetter", "(attr, /, *attrs)"),
    ("operator", "itemgetter", "(item, /, *items)"),
    ("operator", "methodcaller", "(name, /, *args, **kwargs)"),
];

/// The signature of the class with this module and name.
pub(super) fn find(module: &str, name: &str) -> Option<&'static str> {
    SIGNATURES.iter().find(|row| row.0 == module && row.1 == name).map(|row| row.2)
}

/// The signature that a docstring begins with: `name(...)`, a line of two hyphens, and an empty line.
pub(super) fn of_doc<'a>(name: &str, doc: &'a str) -> Option<&'a str> {
    let rest = doc.strip_prefix(name).filter(|rest| rest.starts_with('('))?;
    let (signature, _) = rest.split_once("\n--\n\n")?;
    // An empty line before its end: the docstring only looks so.
    (!signature.contains("\n\n")).then_some(signature)
}
