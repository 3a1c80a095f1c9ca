//! The command line and the PYTHON* variables, read as CPython reads them.
//!
//! Parsing touches nothing outside its arguments: what to print and how to exit comes back as an [`Outcome`]. All text is
//! bytes, because neither arguments nor variables need to be UTF-8. The options' grammar is CPython's own, which no
//! general parser follows: `-c` and `-m` end the options, `-Sc code` groups, `--help` is known but `--help=x` is not.

mod getopt;
mod help;
mod settings;
#[cfg(test)]
mod tests;

use getopt::{Argument, Scanner, Token};
pub(crate) use help::{Help, help};

/// What to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Run {
    /// `-c`: the program is in the argument.
    Command(Vec<u8>),
    /// `-m`: a module, run as `__main__`.
    Module(Vec<u8>),
    /// A source file, or a directory or archive with `__main__.py`.
    File(Vec<u8>),
    /// `-` or nothing: standard input, interactively if it is a terminal.
    #[default]
    Input,
}

/// When a `.pyc` that carries its source's hash is compared with the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CheckHashPycs {
    /// As the file says.
    #[default]
    Default,
    Always,
    Never,
}

/// The seed of string hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum HashSeed {
    #[default]
    Random,
    /// 0 turns randomising off (`sys.flags.hash_randomization`).
    Fixed(u32),
}

/// Everything that the command line and the environment decide before the first line runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The program's name as it was called.
    pub(crate) program: Vec<u8>,
    /// `sys.orig_argv`.
    pub(crate) original_arguments: Vec<Vec<u8>>,
    /// `sys.argv` before the program's start replaces its first item: `-c`, `-m`, `-`, the file, or nothing.
    pub(crate) arguments: Vec<Vec<u8>>,
    pub(crate) run: Run,

    // `sys.flags`, in its order.
    pub(crate) debug: bool,
    pub(crate) inspect: bool,
    pub(crate) interactive: bool,
    pub(crate) optimize: u32,
    pub(crate) dont_write_bytecode: bool,
    pub(crate) no_user_site: bool,
    pub(crate) no_site: bool,
    pub(crate) ignore_environment: bool,
    pub(crate) verbose: u32,
    pub(crate) bytes_warning: u32,
    pub(crate) quiet: bool,
    pub(crate) hash_seed: HashSeed,
    pub(crate) isolated: bool,
    pub(crate) dev_mode: bool,
    pub(crate) utf8_mode: bool,
    pub(crate) warn_default_encoding: bool,
    pub(crate) safe_path: bool,
    pub(crate) int_max_str_digits: u32,
    pub(crate) thread_inherit_context: bool,
    pub(crate) context_aware_warnings: bool,

    pub(crate) unbuffered: bool,
    /// `-x`.
    pub(crate) skip_first_line: bool,
    pub(crate) check_hash_pycs: CheckHashPycs,
    /// `sys.warnoptions`.
    pub(crate) warnings: Vec<Vec<u8>>,
    /// `sys._xoptions` in the order given; a name alone has no value. In the dict, the last of a name wins.
    pub(crate) x_options: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// 1 shows each import's time, 2 also those of modules that were there.
    pub(crate) import_time: u32,
    /// Whether code objects keep columns.
    pub(crate) debug_ranges: bool,
    pub(crate) fault_handler: bool,
    /// How many frames each allocation's trace keeps; 0 is off.
    pub(crate) trace_malloc: u32,
    pub(crate) show_ref_count: bool,
    /// What `os.cpu_count` answers instead of the truth.
    pub(crate) cpu_count: Option<u32>,
    pub(crate) pycache_prefix: Option<Vec<u8>>,
    pub(crate) frozen_modules: Option<bool>,
    pub(crate) remote_debug: bool,

    // What the environment alone can say. None of it is set with -E or -I.
    pub(crate) home: Option<Vec<u8>>,
    /// PYTHONPATH, not yet split.
    pub(crate) path: Option<Vec<u8>>,
    pub(crate) platlibdir: Option<Vec<u8>>,
    pub(crate) basic_repl: bool,
    /// PYTHONIOENCODING's two halves.
    pub(crate) stdio_encoding: Option<Vec<u8>>,
    pub(crate) stdio_errors: Option<Vec<u8>>,
    /// Whether the locale is the C locale or a relative, for which undecodable bytes pass through the standard streams.
    pub(crate) c_locale: bool,
    /// Whether LC_CTYPE is to be set to C.UTF-8 for this program and its children (PEP 538).
    pub(crate) coerce_locale: bool,
}

/// What a command line comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Run(Box<Options>),
    /// Print the version and exit with 0; with more about the build if `detailed`.
    Version {
        detailed: bool,
    },
    /// Print help and exit with 0.
    Help(Help),
    /// Print on the standard error stream and exit: with 2 for wrong usage, with 1 for a setting that cannot be.
    Fail {
        message: Vec<u8>,
        status: i32,
    },
}

/// What the options say before the environment is looked at.
#[derive(Default)]
struct Given {
    options: Options,
    version: u32,
    /// `-R`: no matter what PYTHONHASHSEED says.
    hash_random: bool,
    /// `-W`, in order.
    warnings: Vec<Vec<u8>>,
}

/// Read a command line, the program's name first. `variable` looks into the environment.
pub(crate) fn parse(arguments: &[Vec<u8>], variable: &dyn Fn(&str) -> Option<Vec<u8>>) -> Outcome {
    let mut given = Given::default();
    given.options.program = arguments.first().cloned().unwrap_or_default();
    given.options.original_arguments = arguments.to_vec();
    let mut scanner = Scanner::new(arguments);
    loop {
        match scanner.next() {
            Token::End => break,
            Token::Option(letter) => {
                if let Some(outcome) = flag(&mut given, letter) {
                    return outcome;
                }
            }
            Token::Valued(Argument::Command, mut code) => {
                code.push(b'\n');
                given.options.run = Run::Command(code);
                break;
            }
            Token::Valued(Argument::Module, module) => {
                given.options.run = Run::Module(module);
                break;
            }
            Token::Valued(Argument::Warning, action) => given.warnings.push(action),
            Token::Valued(Argument::Setting, setting) => given.options.x_options.push(split_setting(&setting)),
            Token::Valued(Argument::CheckHashPycs, when) => match when.as_slice() {
                b"default" => given.options.check_hash_pycs = CheckHashPycs::Default,
                b"always" => given.options.check_hash_pycs = CheckHashPycs::Always,
                b"never" => given.options.check_hash_pycs = CheckHashPycs::Never,
                _ => {
                    let message = b"--check-hash-based-pycs must be one of 'default', 'always', or 'never'\n";
                    return wrong_usage(&given.options.program, message);
                }
            },
            Token::Help(topic) => return Outcome::Help(topic),
            Token::Wrong(message) => return wrong_usage(&given.options.program, &message),
        }
    }
    if given.version > 0 {
        return Outcome::Version { detailed: given.version > 1 };
    }
    let rest = &arguments[scanner.position().min(arguments.len())..];
    place_arguments(&mut given.options, rest);
    match settings::complete(given, variable) {
        Ok(options) => Outcome::Run(Box::new(options)),
        Err(fatal) => Outcome::Fail { message: fatal, status: 1 },
    }
}

/// A letter without an argument.
fn flag(given: &mut Given, letter: u8) -> Option<Outcome> {
    let options = &mut given.options;
    match letter {
        b'b' => options.bytes_warning += 1,
        b'B' => options.dont_write_bytecode = true,
        b'd' => options.debug = true,
        b'E' => options.ignore_environment = true,
        b'h' | b'?' => return Some(Outcome::Help(Help::Usage)),
        b'i' => {
            options.inspect = true;
            options.interactive = true;
        }
        b'I' => {
            options.isolated = true;
            options.ignore_environment = true;
            options.no_user_site = true;
            options.safe_path = true;
        }
        b'O' => options.optimize += 1,
        b'P' => options.safe_path = true,
        b'q' => options.quiet = true,
        b'R' => given.hash_random = true,
        b's' => options.no_user_site = true,
        b'S' => options.no_site = true,
        b'u' => options.unbuffered = true,
        b'v' => options.verbose += 1,
        b'V' => given.version += 1,
        b'x' => options.skip_first_line = true,
        // `-t` means nothing any more.
        _ => {}
    }
    None
}

/// Divide what is left into the file to run and its arguments.
fn place_arguments(options: &mut Options, rest: &[Vec<u8>]) {
    let (first, others): (Vec<u8>, &[Vec<u8>]) = match (&options.run, rest) {
        (Run::Command(_), _) => (b"-c".to_vec(), rest),
        (Run::Module(_), _) => (b"-m".to_vec(), rest),
        (_, []) => (Vec::new(), rest),
        (_, [dash, others @ ..]) if dash == b"-" => (dash.clone(), others),
        (_, [file, others @ ..]) => {
            options.run = Run::File(file.clone());
            (file.clone(), others)
        }
    };
    options.arguments = vec![first];
    options.arguments.extend_from_slice(others);
}

fn split_setting(setting: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
    match setting.iter().position(|&byte| byte == b'=') {
        Some(end) => (setting[..end].to_vec(), Some(setting[end + 1..].to_vec())),
        None => (setting.to_vec(), None),
    }
}

fn wrong_usage(program: &[u8], message: &[u8]) -> Outcome {
    let mut text = message.to_vec();
    text.extend_from_slice(&help::usage_line(program));
    text.extend_from_slice(b"Try `python -h' for more information.\n");
    Outcome::Fail { message: text, status: 2 }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            program: Vec::new(),
            original_arguments: Vec::new(),
            arguments: Vec::new(),
            run: Run::Input,
            debug: false,
            inspect: false,
            interactive: false,
            optimize: 0,
            dont_write_bytecode: false,
            no_user_site: false,
            no_site: false,
            ignore_environment: false,
            verbose: 0,
            bytes_warning: 0,
            quiet: false,
            hash_seed: HashSeed::Random,
            isolated: false,
            dev_mode: false,
            utf8_mode: false,
            warn_default_encoding: false,
            safe_path: false,
            int_max_str_digits: 4300,
            thread_inherit_context: false,
            context_aware_warnings: false,
            unbuffered: false,
            skip_first_line: false,
            check_hash_pycs: CheckHashPycs::Default,
            warnings: Vec::new(),
            x_options: Vec::new(),
            import_time: 0,
            debug_ranges: true,
            fault_handler: false,
            trace_malloc: 0,
            show_ref_count: false,
            cpu_count: None,
            pycache_prefix: None,
            frozen_modules: None,
            remote_debug: true,
            home: None,
            path: None,
            platlibdir: None,
            basic_repl: false,
            stdio_encoding: None,
            stdio_errors: None,
            c_locale: false,
            coerce_locale: false,
        }
    }
}
