//! The texts of `--help` and its relatives.

/// Which help is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Help {
    Usage,
    Environment,
    Settings,
    All,
}

/// The first line of the help, and the line under a complaint about usage.
pub(super) fn usage_line(program: &[u8]) -> Vec<u8> {
    let mut line = b"usage: ".to_vec();
    line.extend_from_slice(program);
    line.extend_from_slice(b" [option] ... [-c cmd | -m mod | file | -] [arg] ...\n");
    line
}

/// A help text for a program that was called as `program`.
pub(crate) fn help(which: Help, program: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    if matches!(which, Help::Usage | Help::All) {
        text.extend_from_slice(&usage_line(program));
        text.extend_from_slice(USAGE.as_bytes());
    }
    if matches!(which, Help::Environment | Help::All) {
        text.extend_from_slice(separator(&text));
        text.extend_from_slice(ENVIRONMENT.as_bytes());
    }
    if matches!(which, Help::Settings | Help::All) {
        text.extend_from_slice(separator(&text));
        text.extend_from_slice(SETTINGS.as_bytes());
    }
    text
}

fn separator(text: &[u8]) -> &'static [u8] {
    if text.is_empty() { b"" } else { b"\n" }
}

const USAGE: &str = "\
Options, and the variables that do the same:
-b     : warn when bytes are turned into str or compared with str or int;
         twice: raise an error instead
-B     : write no .pyc files (PYTHONDONTWRITEBYTECODE=x)
-c cmd : run the text of the argument; options end here
-d     : debug the parser (PYTHONDEBUG=x)
-E     : do not look at the PYTHON* variables
-h     : show this help (also -? and --help)
-i     : go on interactively after the program, terminal or not
         (PYTHONINSPECT=x)
-I     : keep the user's surroundings out: -E, -P and -s together
-m mod : run a module of the library as the program; options end here
-O     : leave out assert statements and `if __debug__` (PYTHONOPTIMIZE=x)
-OO    : leave out docstrings too
-P     : do not put the program's own directory first in sys.path
         (PYTHONSAFEPATH=x)
-q     : start interactively without a greeting
-s     : leave the user's site directory out of sys.path (PYTHONNOUSERSITE=x)
-S     : do not import site at the start
-u     : write standard output and errors through at once (PYTHONUNBUFFERED=x)
-v     : show where each import comes from; more often, show more
         (PYTHONVERBOSE=x)
-V     : show the version (also --version); twice, show more of it
-W arg : filter warnings by action:message:category:module:line
         (PYTHONWARNINGS=arg)
-x     : skip the first line of the source
-X opt : change a setting of this implementation; see --help-xoptions
--check-hash-based-pycs always|default|never:
         when a .pyc that holds its source's hash is compared with the source
--help-env: show the environment variables
--help-xoptions: show the settings of -X
--help-all: show all of it

Arguments:
file   : read the program from this file
-      : read the program from standard input (as without a file);
         interactively if that is a terminal
arg ...: what the program finds in sys.argv[1:]
";

const ENVIRONMENT: &str = "\
Environment variables:
PYTHONASYNCIODEBUG: asyncio's debug mode
PYTHON_BASIC_REPL: the plain interactive prompt
PYTHONBREAKPOINT: what breakpoint() calls; 0 for nothing
PYTHONCOERCECLOCALE: 0 leaves the C locale as it is, warn says when it is not
PYTHON_COLORS   : 1 colours what is shown, 0 does not
PYTHONHASHSEED  : the seed of string hashes, or random
PYTHON_HISTORY  : the file of the interactive history
PYTHONHOME      : where the standard library is
PYTHONIOENCODING: encoding[:errors] of the standard streams
PYTHONPATH      : directories, divided by ':', that come first in sys.path
PYTHONPLATLIBDIR: the value of sys.platlibdir
PYTHONSTARTUP   : a file to run before the first interactive prompt
PYTHONUSERBASE  : the base of the user's site directory

Variables that do what an option does:
PYTHON_CONTEXT_AWARE_WARNINGS: -X context_aware_warnings
PYTHON_CPU_COUNT: -X cpu_count
PYTHONDEBUG     : -d
PYTHONDEVMODE   : -X dev
PYTHON_DISABLE_REMOTE_DEBUG: -X disable-remote-debug
PYTHONDONTWRITEBYTECODE: -B
PYTHONFAULTHANDLER: -X faulthandler
PYTHON_FROZEN_MODULES: -X frozen_modules
PYTHONINSPECT   : -i
PYTHONINTMAXSTRDIGITS: -X int_max_str_digits
PYTHONNODEBUGRANGES: -X no_debug_ranges
PYTHONNOUSERSITE: -s
PYTHONOPTIMIZE  : -O
PYTHONPROFILEIMPORTTIME: -X importtime
PYTHONPYCACHEPREFIX: -X pycache_prefix
PYTHONSAFEPATH  : -P
PYTHON_THREAD_INHERIT_CONTEXT: -X thread_inherit_context
PYTHONTRACEMALLOC: -X tracemalloc
PYTHONUNBUFFERED: -u
PYTHONUTF8      : -X utf8
PYTHONVERBOSE   : -v
PYTHONWARNDEFAULTENCODING: -X warn_default_encoding
PYTHONWARNINGS  : -W
";

const SETTINGS: &str = "\
Settings of -X, and the variables that do the same:
-X context_aware_warnings=[0|1]: keep warning filters in a context variable
         (PYTHON_CONTEXT_AWARE_WARNINGS)
-X cpu_count=N: what os.cpu_count() answers, or default for the truth
         (PYTHON_CPU_COUNT)
-X dev : development mode: more checks and warnings (PYTHONDEVMODE)
-X disable-remote-debug: let no debugger attach (PYTHON_DISABLE_REMOTE_DEBUG)
-X faulthandler: show the traceback when the program crashes
         (PYTHONFAULTHANDLER)
-X frozen_modules=[on|off]: import built-in copies of library modules
         (PYTHON_FROZEN_MODULES)
-X importtime[=2]: show how long each import takes; with 2, also imports of
         modules that are there already (PYTHONPROFILEIMPORTTIME)
-X int_max_str_digits=N: the longest int that is converted from or to text;
         0 for no limit (PYTHONINTMAXSTRDIGITS)
-X no_debug_ranges: keep no columns for tracebacks (PYTHONNODEBUGRANGES)
-X pycache_prefix=PATH: put .pyc files under another directory
         (PYTHONPYCACHEPREFIX)
-X showrefcount: show the number of references at the end
-X thread_inherit_context=[0|1]: start threads with a copy of the context
         (PYTHON_THREAD_INHERIT_CONTEXT)
-X tracemalloc[=N]: trace allocations, N frames deep (PYTHONTRACEMALLOC)
-X utf8[=0|1]: UTF-8 mode (PYTHONUTF8)
-X warn_default_encoding: warn where encoding=None picks the locale's encoding
         (PYTHONWARNDEFAULTENCODING)
";
