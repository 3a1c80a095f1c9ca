//! The lines of source files, for tracebacks: from `linecache` when the program uses it, from the file, or from what was registered.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use taipan_bytecode::{Code, Const};

use super::text;
use crate::native::*;
use crate::types::code::CodeObject;

/// A code object by what its source is registered under.
type Key = (Arc<str>, String, u32);

/// Sources that are in no file.
#[derive(Default)]
struct Registered(HashMap<Key, Rc<[String]>>);

fn key(code: &Code) -> Key {
    (code.filename.clone(), code.qualname.clone(), code.first_line)
}

pub(super) fn register(vm: &mut Vm, code: &Arc<Code>, text: &str) {
    let lines = split(text);
    let sources = vm.state::<Registered>();
    let mut work: Vec<&Code> = vec![code];
    while let Some(code) = work.pop() {
        sources.0.insert(key(code), lines.clone());
        for constant in &code.consts {
            if let Const::Code(inner) = constant {
                work.push(inner);
            }
        }
    }
}

/// Lines of a text as Python reads them: `\r\n` and `\r` end lines too.
fn split(text: &str) -> Rc<[String]> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = text.split('\n').map(str::to_string).collect();
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.into()
}

/// Files read for one exception, which are then forgotten: they may change before the next.
#[derive(Default)]
pub(super) struct Sources(HashMap<String, Rc<[String]>>);

impl Sources {
    /// Line number `line` of the file that `code` comes from, without what ends it. Empty when there is none.
    pub(super) fn line(&mut self, vm: &mut Vm, code: Obj<CodeObject>, globals: Value, line: u32) -> String {
        let template = code.get(vm).template.clone();
        let filename = template.filename.to_string();
        let lines = self.lines(vm, &filename, globals);
        let index = (line as usize).wrapping_sub(1);
        let found = lines.get(index).map(|line| line.trim_end_matches(text::is_space).to_string()).unwrap_or_default();
        if found.is_empty() && filename.starts_with('<') {
            let key = key(&template);
            let registered = vm.state::<Registered>().0.get(&key);
            return registered
                .and_then(|lines| lines.get(index))
                .map(|line| line.trim_end_matches(text::is_space).to_string())
                .unwrap_or_default();
        }
        found
    }
}

impl Sources {
    /// As `line`, of a file that is known by name only.
    pub(super) fn line_of_file(&mut self, vm: &mut Vm, filename: &str, line: u32) -> String {
        let lines = self.lines(vm, filename, Value::NONE);
        lines.get((line as usize).wrapping_sub(1)).cloned().unwrap_or_default()
    }

    fn lines(&mut self, vm: &mut Vm, filename: &str, globals: Value) -> Rc<[String]> {
        if let Some(lines) = self.0.get(filename) {
            return lines.clone();
        }
        let lines = find(vm, filename, globals).unwrap_or_default();
        drop(vm.error.take());
        self.0.insert(filename.to_string(), lines.clone());
        lines
    }
}

fn find(vm: &mut Vm, filename: &str, globals: Value) -> Option<Rc<[String]>> {
    if let Some(lines) = from_linecache(vm, filename) {
        return Some(lines);
    }
    if filename.is_empty() || (filename.starts_with('<') && filename.ends_with('>')) {
        return None;
    }
    if let Some(lines) = from_file(vm, filename) {
        return Some(lines);
    }
    if let Some(lines) = from_loader(vm, globals) {
        return Some(lines);
    }
    if filename.starts_with('/') {
        return None;
    }
    let path = vm.intern("path").ok()?;
    let sys = vm.sys;
    let path = sys.get_str(vm, path).map(Value::own)?;
    for directory in vm.collect(path.value()).ok()? {
        let Some(directory) = vm.cast::<Str>(directory.value()) else { continue };
        let directory = directory.to_string_lossy(vm);
        let joined = if directory.is_empty() {
            filename.to_string()
        } else {
            format!("{}/{filename}", directory.trim_end_matches('/'))
        };
        if let Some(lines) = from_file(vm, &joined) {
            return Some(lines);
        }
    }
    None
}

/// What `linecache.cache` holds of the file: programs put their own sources there.
fn from_linecache(vm: &mut Vm, filename: &str) -> Option<Rc<[String]>> {
    let name = vm.intern("linecache").ok()?;
    let module = vm.modules.get_str(vm, name).map(Value::own)?;
    let cache = text::attribute(vm, module.value(), "cache")?;
    let cache = vm.cast::<Dict>(cache.value())?;
    let key = vm.new_str(filename).ok()?;
    let entry = cache.lookup(vm, key.value()).ok()??;
    let entry = vm.cast::<Tuple>(entry.value())?;
    let lines = entry.items(vm).get(2)?.own();
    let mut found = Vec::new();
    for line in vm.collect(lines.value()).ok()? {
        let line = vm.cast::<Str>(line.value())?;
        found.push(text::shown(vm, line).trim_end_matches('\n').to_string());
    }
    Some(found.into())
}

fn from_file(vm: &mut Vm, filename: &str) -> Option<Rc<[String]>> {
    let bytes = vm.host.read_file(filename.as_bytes()).ok()?;
    let text = vm.options.source_tools.decode(&bytes)?;
    Some(split(&text))
}

/// What the module's loader says that its source is.
fn from_loader(vm: &mut Vm, globals: Value) -> Option<Rc<[String]>> {
    let globals = vm.cast::<Dict>(globals)?;
    let (spec, name, loader) = (vm.names.__spec__, vm.names.__name__, vm.names.__loader__);
    let spec = globals.get_str(vm, spec).map(Value::own).filter(|spec| !spec.is_none());
    let (loader, name) = match spec {
        Some(spec) => (text::attribute(vm, spec.value(), "loader")?, text::attribute(vm, spec.value(), "name")?),
        None => (globals.get_str(vm, loader).map(Value::own)?, globals.get_str(vm, name).map(Value::own)?),
    };
    let get_source = text::attribute(vm, loader.value(), "get_source")?;
    let source = vm.call(get_source.value(), &[name.value()]).ok()?;
    let source = vm.cast::<Str>(source.value())?;
    Some(split(&text::shown(vm, source)))
}
