//! How the program was started, as `sys` tells it. Whoever makes the isolate fills this in; nothing here reads the environment.

use crate::native::*;

/// `sys.flags`.
#[derive(Clone, Debug)]
pub struct Flags {
    pub debug: bool,
    pub inspect: bool,
    pub interactive: bool,
    /// 0, 1 (no asserts) or 2 (no docstrings either), for code that is compiled at run time.
    pub optimize: u8,
    pub dont_write_bytecode: bool,
    pub no_user_site: bool,
    pub no_site: bool,
    pub ignore_environment: bool,
    pub verbose: u32,
    pub bytes_warning: u32,
    pub quiet: bool,
    pub hash_randomization: bool,
    pub isolated: bool,
    pub dev_mode: bool,
    /// Whether code tells columns, and tracebacks show them (`-X no_debug_ranges`).
    pub debug_ranges: bool,
    pub utf8_mode: bool,
    pub warn_default_encoding: bool,
    pub safe_path: bool,
    pub int_max_str_digits: u32,
    pub thread_inherit_context: bool,
    pub context_aware_warnings: bool,
}

impl Default for Flags {
    fn default() -> Flags {
        Flags {
            debug: false,
            inspect: false,
            interactive: false,
            optimize: 0,
            dont_write_bytecode: true,
            no_user_site: false,
            no_site: false,
            ignore_environment: false,
            verbose: 0,
            bytes_warning: 0,
            quiet: false,
            hash_randomization: true,
            isolated: false,
            dev_mode: false,
            debug_ranges: true,
            utf8_mode: true,
            warn_default_encoding: false,
            safe_path: false,
            int_max_str_digits: 4300,
            thread_inherit_context: false,
            context_aware_warnings: false,
        }
    }
}

/// How the program was started. Text is bytes, because neither arguments nor variables need to be UTF-8.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub flags: Flags,
    /// `sys.argv`.
    pub arguments: Vec<Vec<u8>>,
    /// `sys.orig_argv`.
    pub original_arguments: Vec<Vec<u8>>,
    /// `sys.executable`.
    pub executable: Vec<u8>,
    /// Where the program is: `sys.path[0]`, which comes there after `site` has run.
    pub program_path: Option<Vec<u8>>,
    /// `sys.path` before and after the entry of the program's own library.
    pub path_before: Vec<Vec<u8>>,
    pub path_after: Vec<Vec<u8>>,
    /// `sys.warnoptions`.
    pub warnings: Vec<Vec<u8>>,
    /// `sys._xoptions`.
    pub x_options: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// How much is said of the time that imports take: 0 nothing.
    pub import_time: u32,
    /// The standard streams are not buffered.
    pub unbuffered: bool,
    /// PYTHONIOENCODING's two halves.
    pub stdio_encoding: Option<Vec<u8>>,
    pub stdio_errors: Option<Vec<u8>>,
    /// `os.cpu_count` answers this.
    pub cpu_count: Option<u32>,
    /// Faults are told of on the standard error stream, with where the threads are.
    pub fault_handler: bool,
    /// Frames that are kept of each allocation from the start on; 0 for not tracing any.
    pub trace_malloc: u32,
    /// The seed of string hashes; 0 turns randomising off.
    pub hash_seed: Option<u32>,
}

impl Vm {
    /// Calls of Python functions that may nest.
    pub fn recursion_limit(&self) -> u32 {
        self.recursion_limit
    }

    /// Calls that are nested now.
    pub fn recursion_depth(&self) -> u32 {
        self.stack.depth
    }

    /// Set how many calls may nest. The native stack has its own limit.
    pub fn set_recursion_limit(&mut self, limit: u32) {
        self.recursion_limit = limit;
    }

    /// Text from the system (an argument, a path): UTF-8, with bytes that are not as lone surrogates (PEP 383).
    pub fn new_os_str(&mut self, bytes: &[u8]) -> R<Owned> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.new_str(text),
            Err(_) => {
                let mut text = taipan_text::TextBuf::with_capacity(bytes.len());
                for chunk in bytes.utf8_chunks() {
                    text.push_str(chunk.valid());
                    for &byte in chunk.invalid() {
                        text.push(0xdc00 + u32::from(byte));
                    }
                }
                let text = text.finish();
                self.new_text(&text)
            }
        }
    }

    /// A list of `new_os_str` texts.
    pub fn new_os_list(&mut self, texts: &[Vec<u8>]) -> R<Owned> {
        let mut items = Vec::with_capacity(texts.len());
        for text in texts {
            items.push(self.new_os_str(text)?);
        }
        let values: Vec<Value> = items.iter().map(|item| item.value()).collect();
        self.new_list(&values)
    }
}
