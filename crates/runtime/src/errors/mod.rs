//! What is shown of an exception that nobody handles: the traceback with its carets, causes and contexts, groups, suggestions.
//!
//! The same text as the `traceback` module makes, made without running Python code but the exception's own. `report.rs` gathers,
//! `print.rs` lays out, `frames.rs` shows the places in the source, `source.rs` finds the lines, `suggest.rs` and `keyword_typos.rs` guess what was
//! meant. `hooks.rs` are `sys.excepthook` and `sys.unraisablehook`.

pub mod colour;
mod frames;
mod hooks;
mod keyword_typos;
mod print;
mod report;
mod source;
pub(crate) mod suggest;
mod syntax_error;
pub(crate) mod text;

use crate::native::*;

pub use hooks::{SYS_FUNCTIONS, print_unraisable};

impl Vm {
    /// The text that an uncaught exception is shown with, in colour or not. Never raises.
    pub fn format_exception(&mut self, exception: &Owned, colour: bool) -> String {
        let before = self.error.take();
        let theme = if colour { &colour::COLOURS } else { &colour::PLAIN };
        let reports = report::gather(self, exception);
        let mut printer = print::Printer::new(theme);
        printer.exception(&reports, 0);
        drop(self.error.take());
        self.error = before;
        printer.finish()
    }

    /// Show an uncaught exception on `sys.stderr`, or on the host's standard error when there is none. Never raises.
    pub fn print_exception(&mut self, exception: &Owned) {
        let before = self.error.take();
        let file = hooks::standard_error(self);
        if file.as_ref().is_none_or(|file| !file.is_none()) {
            let colour = colour::wanted(self, file.as_ref().map(|file| file.value()));
            let text = self.format_exception(exception, colour);
            hooks::write(self, file, &text);
        }
        drop(self.error.take());
        self.error = before;
    }

    /// Remember source that is in no file, so that tracebacks can show its lines.
    pub fn register_source(&mut self, code: &std::sync::Arc<taipan_bytecode::Code>, text: &str) {
        source::register(self, code, text);
    }
}

/// A line of a file, as tracebacks show it.
pub(crate) fn source_line(vm: &mut Vm, filename: &str, line: i64) -> Option<String> {
    let line = u32::try_from(line).ok()?;
    let found = source::Sources::default().line_of_file(vm, filename, line);
    (!found.trim().is_empty()).then_some(found)
}

/// Write to `sys.stderr`, or to the host's standard error when there is none. Never raises.
pub(crate) fn write_to_stderr(vm: &mut Vm, text: &str) {
    let before = vm.error.take();
    let file = hooks::standard_error(vm);
    if file.as_ref().is_none_or(|file| !file.is_none()) {
        hooks::write(vm, file, text);
    }
    vm.error = before;
}
