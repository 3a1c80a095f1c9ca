//! Compiles the Python files of the standard library into `library.bin`, and writes their index.
//!
//! The files are CPython's, from the crate that publishes them. What only the development environment, the package installer or a
//! graphical toolkit needs is left out. What knows CPython's own instructions is replaced by a file in `lib`, which also has what is missing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use taipan_compiler::Options;
use taipan_syntax::{Mode, decode_source};

/// Folders and files that are not shipped.
const LEFT_OUT: &[&str] = &["ensurepip", "idlelib", "tkinter", "turtle.py", "turtledemo", "test", "__pycache__"];

/// What is not for this implementation as it is: file, text, and what is put in its place.
const PATCHES: &[(&str, &str, &str)] = &[
    // Directories of installed packages are named after the implementation.
    ("site.py", "return 'RustPython'", "return 'Taipan'"),
    ("site.py", "/lib/rustpython", "/lib/taipan"),
    // What the native module may do itself while nobody has changed it.
    (
        "asyncio/base_events.py",
        "            self.call_soon_threadsafe(self._set_coroutine_origin_tracking, enabled)
",
        "            self.call_soon_threadsafe(self._set_coroutine_origin_tracking, enabled)


from _asyncio import _know_event_loop
_know_event_loop(BaseEventLoop, events)
del _know_event_loop
",
    ),
    // What is done in Rust while nobody watches. Lines keep their numbers.
    (
        "copy.py",
        "del types, weakref
",
        "import _library
_deepcopy_list, _deepcopy_tuple, _deepcopy_dict, _reconstruct = _library.deep_copiers(globals())
del types, weakref, _library
",
    ),
    (
        "re/_compiler.py",
        "    if isstring(p):
        pattern = p
        p = _parser.parse(p, flags)
",
        "    if isstring(p):
        if (pattern := _sre._compile_text(p, flags, _EXTRA_CASES) or p) is not p: return pattern
        p = _parser.parse(p, flags)
",
    ),
    (
        "pprint.py",
        "        # Return triple (repr_string, isreadable, isrecursive).
        typ = type(object)
",
        "        if done := _plain(self, object, context, maxlevels, level): return done
        typ = type(object)
",
    ),
    (
        "pprint.py",
        "                              bool, type(None)})

",
        "                              bool, type(None)})
from _library import plain_repr; _plain = plain_repr(PrettyPrinter); del plain_repr
",
    ),
    (
        "inspect.py",
        "        *[make_weakref(entry) for entry in _static_getmro(klass)]
    )

",
        "        *[make_weakref(entry) for entry in _static_getmro(klass)]
    )
import _library; _check_instance, _check_class, _shadowed_dict = _library.static_lookups(_sentinel, _check_instance, _check_class, _shadowed_dict); del _library
",
    ),
    (
        "xml/etree/ElementTree.py",
        "    # identify namespaces used in this tree
",
        "    if found := _plain_names(elem, default_namespace): return found
",
    ),
    (
        "xml/etree/ElementTree.py",
        "                   short_empty_elements, **kwargs):
    tag = elem.tag
    text = elem.text
",
        "                   short_empty_elements, **kwargs):
    if _write_plain(write, elem, qnames, namespaces, short_empty_elements): return
    tag, text = elem.tag, elem.text
",
    ),
    (
        "xml/etree/ElementTree.py",
        "        write(_escape_cdata(elem.tail))

_CDATA_CONTENT_ELEMENTS",
        "        write(_escape_cdata(elem.tail))
_plain_names = _write_plain = lambda *arguments: None
_CDATA_CONTENT_ELEMENTS",
    ),
    (
        "xml/etree/ElementTree.py",
        "from _elementtree import _set_factories",
        "from _elementtree import _set_factories, _plain_names, _write_plain",
    ),
    // What 3.14 mends after the published version of the files.
    (
        "stringprep.py",
        "    if r is not None: return r
    return code.lower()
",
        "    if r is not None: return r
    # Letters that had no lower case in Unicode 3.2 stay what they are.
    lower = code.lower()
    if unicodedata.category(code) in ('Cn', 'Lo') or any(unicodedata.category(c) == 'Cn' for c in lower):
        return code
    return lower
",
    ),
    (
        "_py_abc.py",
        "        subclass = instance.__class__
",
        "        try:
            subclass = instance.__class__
        except AttributeError:
            subclass = type(instance)
",
    ),
    (
        "_py_warnings.py",
        "                self._filters = self._module.filters
                self._module.filters = self._filters[:]
                self._showwarning = self._module.showwarning
                self._showwarnmsg_impl = self._module._showwarnmsg_impl
",
        "                self._filters = self._module.filters
                self._module.filters = self._filters[:]
                self._showwarnmsg_impl = self._module._showwarnmsg_impl
            self._showwarning = self._module.showwarning
",
    ),
    (
        "_py_warnings.py",
        "                    # Reset showwarning() to the default implementation to make sure
                    # that _showwarnmsg() calls _showwarnmsg_impl()
                    self._module.showwarning = self._module._showwarning_orig
",
        "                self._module.showwarning = self._module._showwarning_orig
",
    ),
    (
        "_py_warnings.py",
        "                self._module.filters = self._filters
                self._module.showwarning = self._showwarning
                self._module._showwarnmsg_impl = self._showwarnmsg_impl
",
        "                self._module.filters = self._filters
                self._module._showwarnmsg_impl = self._showwarnmsg_impl
            self._module.showwarning = self._showwarning
",
    ),
    (
        "queue.py",
        "        if timeout is not None and timeout < 0:
            raise ValueError(\"'timeout' must be a non-negative number\")
        if not self._count",
        "        if not block:
            timeout = None
        elif timeout is not None and timeout < 0:
            raise ValueError(\"'timeout' must be a non-negative number\")
        if not self._count",
    ),
    (
        "annotationlib.py",
        "        if value.__module__ == \"builtins\":",
        "        module = value.__module__
        if module is None:
            owner = getattr(value, \"__self__\", None)
            module = (owner if isinstance(owner, type) else type(owner)).__module__
        if module == \"builtins\":",
    ),
    (
        "annotationlib.py",
        "return f\"{value.__module__}.{value.__qualname__}\"",
        "return f\"{module}.{value.__qualname__}\"",
    ),
    (
        "bdb.py",
        "self._set_stopinfo(frame, frame, lineno)",
        "self._set_stopinfo(frame, frame, lineno, cmdframe=frame, cmdlineno=frame.f_lineno)",
    ),
    ("bdb.py", "for bp in blist:", "for bp in tuple(blist):"),
    (
        "bdb.py",
        "        self.stop_trace()
        if frame is None:",
        "        self.stop_trace()
        if self.enterframe is not None:
            return
        if frame is None:",
    ),
    (
        "importlib/_bootstrap_external.py",
        "    if loader is None:
        if spec is missing:",
        "    if spec is None and module_globals.get('__name__') == '__main__':
        return loader

    if loader is None:
        if spec is missing:",
    ),
    (
        "pdb.py",
        "                except SyntaxError:
                    continue",
        "                except Exception:
                    continue",
    ),
    (
        "pdb.py",
        "        except SyntaxError as exc:
            return _rstr",
        "        except Exception as exc:
            return _rstr",
    ),
    (
        "threading.py",
        "                if timeout > 0:
                    gotit",
        "                if not timeout <= 0:
                    gotit",
    ),
    (
        "traceback.py",
        "        msg = self.msg or \"<no detail available>\"",
        "        msg = self.msg
        try:
            msg = msg or \"<no detail available>\"
        except TypeError:
            pass",
    ),
    (
        "unittest/loader.py",
        "        if testCaseClass in (case.TestCase, case.FunctionTestCase):",
        "        if (testCaseClass in (case.TestCase, case.FunctionTestCase)
            or getattr(testCaseClass, '__abstractmethods__', None)):",
    ),
    (
        "unittest/loader.py",
        "                and obj not in (case.TestCase, case.FunctionTestCase)
            ):",
        "                and obj not in (case.TestCase, case.FunctionTestCase)
                and not getattr(obj, '__abstractmethods__', None)
            ):",
    ),
    (
        "unittest/loader.py",
        "            inst = parent(name)
            # static",
        "            if getattr(parent, '__abstractmethods__', None):
                raise TypeError(f'Cannot instantiate abstract test case {parent.__name__}')
            inst = parent(name)
            # static",
    ),
    ("unittest/mock.py", "def _exit_side_effect(exctype, excinst, exctb):", "def _exit_side_effect(*exception):"),
    (
        "unittest/mock.py",
        "                            __return_value_doc)",
        "                            doc=__return_value_doc)",
    ),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(rustpython_pylib::LIB_PATH);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(root, root, &mut files)?;
    println!("cargo::rerun-if-changed=lib");
    let own = Path::new("lib");
    collect(own, own, &mut files)?;
    files.sort();
    files.dedup();
    let mut blob = Vec::new();
    let mut sources = Vec::new();
    let mut rows = Vec::new();
    for relative in &files {
        let (name, package) = module_name(relative);
        let start = blob.len();
        // A file of our own stands for the one of that name.
        let own = Path::new("lib").join(relative);
        let file = if own.exists() { own } else { root.join(relative) };
        let source = patched(relative, std::fs::read(file)?)?;
        match compile(&source, relative) {
            Ok(code) => taipan_bytecode::encode(&code, &mut blob),
            Err(error) => {
                println!("cargo::warning={} does not compile: {error}", relative.display());
                continue;
            }
        }
        let source_start = sources.len();
        sources.extend(miniz_oxide::deflate::compress_to_vec(&source, 9));
        rows.push((name, package, start, blob.len(), source_start, sources.len()));
    }
    rows.sort();
    let mut index = String::from("&[\n");
    for (name, package, start, end, source_start, source_end) in rows {
        writeln!(index, "    ({name:?}, {package}, {start}, {end}, {source_start}, {source_end}),")?;
    }
    index.push_str("]\n");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("library.bin"), blob)?;
    std::fs::write(out.join("sources.bin"), sources)?;
    std::fs::write(out.join("index.rs"), index)?;
    Ok(())
}

/// The paths, from `root`, of the Python files in `folder`.
fn collect(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.file_name().and_then(|name| name.to_str()).is_none_or(|name| LEFT_OUT.contains(&name)) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "py")
            && let Ok(relative) = path.strip_prefix(root)
        {
            files.push(relative.to_path_buf());
        }
    }
    Ok(())
}

/// The module's dotted name, and whether it is a package.
fn module_name(relative: &Path) -> (String, bool) {
    let path = relative.with_extension("");
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    match parts.split_last() {
        Some((last, rest)) if last == "__init__" => (rest.join("."), true),
        _ => (parts.join("."), false),
    }
}

/// A file with what `PATCHES` changes in it.
fn patched(relative: &Path, mut source: Vec<u8>) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    for (file, from, to) in PATCHES {
        if Path::new(file) == relative {
            let text = String::from_utf8(source)?;
            if !text.contains(from) {
                println!("cargo::warning={file} has no {from:?} any more");
            }
            source = text.replace(from, to).into_bytes();
        }
    }
    Ok(source)
}

fn compile(source: &[u8], relative: &Path) -> Result<taipan_bytecode::Code, Box<dyn std::error::Error>> {
    let source = decode_source(source)?;
    let compiled = taipan_compiler::compile(&source, &relative.to_string_lossy(), Options::new(Mode::Module))?;
    Ok(compiled.code)
}
