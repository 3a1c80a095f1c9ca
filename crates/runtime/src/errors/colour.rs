//! Colours of tracebacks, and whether there are any: CPython 3.14's default theme.

use crate::native::*;

/// Escape sequences by what they are for.
pub struct Theme {
    pub kind: &'static str,
    pub message: &'static str,
    pub filename: &'static str,
    pub line_number: &'static str,
    pub frame: &'static str,
    pub highlight: &'static str,
    pub range: &'static str,
    pub reset: &'static str,
}

pub static PLAIN: Theme =
    Theme { kind: "", message: "", filename: "", line_number: "", frame: "", highlight: "", range: "", reset: "" };

pub static COLOURS: Theme = Theme {
    kind: "\x1b[1;35m",
    message: "\x1b[35m",
    filename: "\x1b[35m",
    line_number: "\x1b[35m",
    frame: "\x1b[35m",
    highlight: "\x1b[1;31m",
    range: "\x1b[31m",
    reset: "\x1b[0m",
};

impl Theme {
    pub fn is_coloured(&self) -> bool {
        !self.reset.is_empty()
    }
}

/// Whether what is written to `file` (a Python object; None for the host's standard error) is to be in colour.
pub fn wanted(vm: &mut Vm, file: Option<Value>) -> bool {
    let host = vm.host.clone();
    let set = |name: &str| host.variable(name.as_bytes()).filter(|value| !value.is_empty());
    if !ignores_environment(vm) {
        match set("PYTHON_COLORS").as_deref() {
            Some(b"0") => return false,
            Some(b"1") => return true,
            _ => {}
        }
    }
    if set("NO_COLOR").is_some() {
        return false;
    }
    if set("FORCE_COLOR").is_some() {
        return true;
    }
    if set("TERM").as_deref() == Some(b"dumb") {
        return false;
    }
    let fd = match file {
        None => Some(2),
        Some(file) => {
            let fd = vm.call_method(file, "fileno", &[]).ok().and_then(|fd| vm.int_to_i64(fd.value()));
            drop(vm.error.take());
            fd.and_then(|fd| i32::try_from(fd).ok())
        }
    };
    fd.is_some_and(|fd| host.is_terminal(fd))
}

fn ignores_environment(vm: &mut Vm) -> bool {
    let Ok(name) = vm.intern("flags") else { return false };
    let sys = vm.sys;
    let Some(flags) = sys.get_str(vm, name).map(Value::own) else { return false };
    let set = vm.get_attr_str(flags.value(), "ignore_environment").and_then(|flag| vm.truth(flag.value()));
    drop(vm.error.take());
    set.unwrap_or(false)
}
