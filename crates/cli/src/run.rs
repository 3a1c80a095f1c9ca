//! From the options to an isolate that runs the program.

use std::os::unix::ffi::OsStringExt;
use std::sync::Arc;

use taipan::host::{Disposition, Host, Native};
use taipan::{Console, Flags, Isolate, PlainConsole, Program, Settings};

use crate::options::{HashSeed, Options, Run};
use crate::repl::LineEditor;

/// The version of the language.
pub(crate) const PYTHON_VERSION: &str = "3.14.0";

/// SIGINT.
const INTERRUPT: i32 = 2;

/// Run what the options say; the exit status.
pub(crate) fn run(options: Options, host: Native, native_stack_bytes: usize, stack_bytes: usize) -> i32 {
    let host: Arc<dyn Host> = Arc::new(host);
    let terminal = host.is_terminal(0);
    let at_console = options.run == Run::Input && (terminal || options.interactive);
    let program = if at_console {
        None
    } else {
        match program(&options, &*host) {
            Ok(program) => Some(program),
            Err(status) => return status,
        }
    };
    let settings = settings(&options, &*host);
    let isolate =
        Isolate::new(taipan::Options { settings, host: host.clone(), library: true, native_stack_bytes, stack_bytes });
    match isolate {
        Ok(mut isolate) => {
            let mut editor = None;
            if terminal && host.is_terminal(1) && !options.basic_repl {
                editor = LineEditor::new(history_file(&options, &*host), wants_colour(&options, &*host));
            }
            let mut plain = PlainConsole;
            let console: &mut dyn Console = match &mut editor {
                Some(editor) => editor,
                None => &mut plain,
            };
            let status = isolate.main_interactive(program.as_ref(), options.skip_first_line, console);
            if isolate.was_interrupted() {
                drop(isolate);
                drop(editor);
                // Whoever waits for the program sees what ended it. It goes on only where the signal is ignored.
                if host.set_disposition(INTERRUPT, Disposition::Default).is_ok() {
                    let _ = host.raise_signal(INTERRUPT);
                }
            }
            status
        }
        Err(error) if options.stdio_encoding.is_some() && error.class() == "LookupError" => {
            let text = format!(
                "Fatal Python error: init_stdio_encoding: failed to get the Python codec name of the stdio encoding\n\
                 Python runtime state: core initialized\n{error}\n"
            );
            let _ = host.write_all(2, text.as_bytes());
            1
        }
        Err(error) => {
            let text = format!("Fatal Python error: init_import_site: {error}\n{}", error.traceback());
            let _ = host.write_all(2, text.as_bytes());
            1
        }
    }
}

/// An environment variable, unless they are to be ignored.
fn variable(options: &Options, host: &dyn Host, name: &str) -> Option<Vec<u8>> {
    if options.ignore_environment {
        return None;
    }
    host.variable(name.as_bytes()).filter(|value| !value.is_empty())
}

/// Where the history of the interactive loop is kept.
fn history_file(options: &Options, host: &dyn Host) -> Option<std::path::PathBuf> {
    let path = |bytes: Vec<u8>| std::path::PathBuf::from(<std::ffi::OsString as OsStringExt>::from_vec(bytes));
    if let Some(file) = variable(options, host, "PYTHON_HISTORY") {
        return Some(path(file));
    }
    let home = host.variable(b"HOME").filter(|home| !home.is_empty())?;
    Some(path(home).join(".python_history"))
}

/// Whether prompts are coloured.
fn wants_colour(options: &Options, host: &dyn Host) -> bool {
    match variable(options, host, "PYTHON_COLORS").as_deref() {
        Some(b"0") => return false,
        Some(b"1") => return true,
        _ => {}
    }
    if host.variable(b"NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return false;
    }
    if host.variable(b"FORCE_COLOR").is_some_and(|value| !value.is_empty()) {
        return true;
    }
    host.variable(b"TERM").is_none_or(|terminal| terminal != b"dumb")
}

fn program(options: &Options, host: &dyn Host) -> Result<Program, i32> {
    Ok(match &options.run {
        Run::Command(source) => Program::Source(dedent(source), "<string>".to_string()),
        Run::Module(name) => Program::Module(name.clone()),
        Run::File(path) => Program::File(path.clone()),
        Run::Input => match host.read_to_end(0) {
            Ok(source) => Program::Source(source, "<stdin>".to_string()),
            Err(error) => {
                let _ = host.write_all(2, format!("taipan: cannot read standard input: {error}\n").as_bytes());
                return Err(1);
            }
        },
    })
}

/// Take away the white space that all lines of `-c`'s argument begin with.
fn dedent(source: &[u8]) -> Vec<u8> {
    let blank = |line: &[u8]| line.iter().all(|byte| byte.is_ascii_whitespace());
    let indent_of = |line: &'_ [u8]| line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let lines: Vec<&[u8]> = source.split_inclusive(|&byte| byte == b'\n').collect();
    let mut common: Option<&[u8]> = None;
    for line in lines.iter().filter(|line| !blank(line)) {
        let indent = &line[..indent_of(line)];
        common = Some(match common {
            None => indent,
            Some(common) => {
                let same = common.iter().zip(indent).take_while(|(a, b)| a == b).count();
                &common[..same]
            }
        });
    }
    let width = common.map_or(0, <[u8]>::len);
    let shorten = |line: &&[u8]| if blank(line) { b"\n".to_vec() } else { line[width..].to_vec() };
    lines.iter().flat_map(shorten).collect()
}

fn settings(options: &Options, host: &dyn Host) -> Settings {
    let (hash_seed, hash_randomization) = match options.hash_seed {
        HashSeed::Random => (None, true),
        HashSeed::Fixed(seed) => (Some(seed), seed != 0),
    };
    let program_path = if options.safe_path || options.isolated { None } else { first_path(options, host) };
    let mut path_before = Vec::new();
    if let Some(path) = options.path.as_ref().filter(|path| !path.is_empty()) {
        for entry in path.split(|&byte| byte == b':') {
            let entry = if options.no_site { entry.to_vec() } else { absolute(entry, host) };
            if options.no_site || !path_before.contains(&entry) {
                path_before.push(entry);
            }
        }
    }
    Settings {
        flags: Flags {
            debug: options.debug,
            inspect: options.inspect,
            interactive: options.interactive,
            optimize: options.optimize.min(2) as u8,
            dont_write_bytecode: options.dont_write_bytecode,
            no_user_site: options.no_user_site,
            no_site: options.no_site,
            ignore_environment: options.ignore_environment,
            verbose: options.verbose,
            bytes_warning: options.bytes_warning,
            quiet: options.quiet,
            hash_randomization,
            isolated: options.isolated,
            dev_mode: options.dev_mode,
            debug_ranges: options.debug_ranges,
            utf8_mode: options.utf8_mode,
            warn_default_encoding: options.warn_default_encoding,
            safe_path: options.safe_path,
            int_max_str_digits: options.int_max_str_digits,
            thread_inherit_context: options.thread_inherit_context,
            context_aware_warnings: options.context_aware_warnings,
        },
        arguments: options.arguments.clone(),
        original_arguments: options.original_arguments.clone(),
        executable: host.executable().unwrap_or_else(|| options.program.clone()),
        program_path,
        path_before,
        path_after: Vec::new(),
        warnings: options.warnings.clone(),
        x_options: options.x_options.clone(),
        import_time: options.import_time,
        unbuffered: options.unbuffered,
        stdio_encoding: options.stdio_encoding.clone(),
        stdio_errors: options.stdio_errors.clone(),
        cpu_count: options.cpu_count,
        fault_handler: options.fault_handler,
        trace_malloc: options.trace_malloc,
        hash_seed,
    }
}

/// A path from the root, without `.`, `..` and doubled slashes: what `site` makes of PYTHONPATH's entries.
fn absolute(path: &[u8], host: &dyn Host) -> Vec<u8> {
    let whole = if path.starts_with(b"/") {
        path.to_vec()
    } else {
        let Ok(directory) = host.current_directory() else { return path.to_vec() };
        [&directory, b"/".as_slice(), path].concat()
    };
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in whole.split(|&byte| byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    [b"/".as_slice(), &parts.join(&b'/')].concat()
}

/// `sys.path[0]`: where the program is.
fn first_path(options: &Options, host: &dyn Host) -> Option<Vec<u8>> {
    match &options.run {
        Run::Command(_) | Run::Input => Some(Vec::new()),
        Run::Module(_) => Some(host.current_directory().unwrap_or_default()),
        Run::File(path) => {
            let real = std::path::Path::new(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(path));
            let real = real.canonicalize().ok()?;
            // A directory or archive becomes an entry by itself.
            if real.is_dir() {
                return None;
            }
            let folder = real.parent()?;
            Some(std::os::unix::ffi::OsStrExt::as_bytes(folder.as_os_str()).to_vec())
        }
    }
}
