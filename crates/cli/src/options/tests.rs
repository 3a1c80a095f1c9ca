//! Command lines and what CPython 3.14 makes of them.

use super::*;

fn parse_with(line: &[&str], environment: &[(&str, &str)]) -> Outcome {
    let arguments: Vec<Vec<u8>> =
        std::iter::once("taipan").chain(line.iter().copied()).map(|argument| argument.as_bytes().to_vec()).collect();
    parse(&arguments, &|name| {
        let locale = (name == "LANG").then_some("en_US.UTF-8");
        let found = environment.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        found.or(locale).map(|value| value.as_bytes().to_vec())
    })
}

fn options_with(line: &[&str], environment: &[(&str, &str)]) -> Options {
    match parse_with(line, environment) {
        Outcome::Run(options) => *options,
        other => panic!("{other:?}"),
    }
}

fn options(line: &[&str]) -> Options {
    options_with(line, &[])
}

fn failure(line: &[&str], environment: &[(&str, &str)]) -> (String, i32) {
    match parse_with(line, environment) {
        Outcome::Fail { message, status } => (String::from_utf8(message).unwrap(), status),
        other => panic!("{other:?}"),
    }
}

fn argv(options: &Options) -> Vec<&str> {
    options.arguments.iter().map(|argument| std::str::from_utf8(argument).unwrap()).collect()
}

#[test]
fn what_to_run() {
    let plain = options(&[]);
    assert_eq!((&plain.run, argv(&plain)), (&Run::Input, vec![""]));
    let dash = options(&["-S", "-", "a", "-b"]);
    assert_eq!((&dash.run, argv(&dash)), (&Run::Input, vec!["-", "a", "-b"]));
    let file = options(&["a.py", "-c", "x"]);
    assert_eq!((&file.run, argv(&file)), (&Run::File(b"a.py".to_vec()), vec!["a.py", "-c", "x"]));
    let after = options(&["--", "-c", "1"]);
    assert_eq!((&after.run, argv(&after)), (&Run::File(b"-c".to_vec()), vec!["-c", "1"]));
    let grouped = options(&["-Sc", "code", "a", "-b"]);
    assert_eq!((&grouped.run, argv(&grouped)), (&Run::Command(b"code\n".to_vec()), vec!["-c", "a", "-b"]));
    assert!(grouped.no_site);
    assert_eq!(options(&["-cprint(5)"]).run, Run::Command(b"print(5)\n".to_vec()));
    let module = options(&["-mjson.tool", "--help"]);
    assert_eq!((&module.run, argv(&module)), (&Run::Module(b"json.tool".to_vec()), vec!["-m", "--help"]));
    assert_eq!(options(&["", "x"]).run, Run::File(Vec::new()));
    assert_eq!(module.original_arguments.len(), 3);
}

#[test]
fn letters() {
    let all = options(&["-bbB", "-dEiOOPqsSuvvxt", "-"]);
    assert_eq!((all.bytes_warning, all.optimize, all.verbose), (2, 2, 2));
    assert!(all.dont_write_bytecode && all.debug && all.ignore_environment && all.inspect && all.interactive);
    assert!(all.safe_path && all.quiet && all.no_user_site && all.no_site && all.unbuffered && all.skip_first_line);
    assert!(!all.isolated);
    let isolated = options_with(&["-I"], &[("PYTHONPATH", "/a"), ("PYTHONVERBOSE", "2")]);
    assert!(isolated.isolated && isolated.ignore_environment && isolated.safe_path && isolated.no_user_site);
    assert_eq!((isolated.path, isolated.verbose), (None, 0));
}

#[test]
fn answers_at_once() {
    assert_eq!(parse_with(&["-V"], &[]), Outcome::Version { detailed: false });
    assert_eq!(parse_with(&["-VV", "x"], &[]), Outcome::Version { detailed: true });
    assert_eq!(parse_with(&["--version", "-c", "1"], &[]), Outcome::Version { detailed: false });
    assert_eq!(parse_with(&["-V", "-h"], &[]), Outcome::Help(Help::Usage));
    assert_eq!(parse_with(&["-x", "-?"], &[]), Outcome::Help(Help::Usage));
    assert_eq!(parse_with(&["--help"], &[]), Outcome::Help(Help::Usage));
    assert_eq!(parse_with(&["--help-env"], &[]), Outcome::Help(Help::Environment));
    assert_eq!(parse_with(&["--help-xoptions"], &[]), Outcome::Help(Help::Settings));
    assert_eq!(parse_with(&["--help-all"], &[]), Outcome::Help(Help::All));
    let text = String::from_utf8(help(Help::All, b"taipan")).unwrap();
    assert!(text.starts_with("usage: taipan [option] ... "));
    assert!(text.lines().all(|line| line.len() < 80));
}

#[test]
fn wrong_usage_is_status_2() {
    let usage = "usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...\n\
                 Try `python -h' for more information.\n";
    let cases: [(&[&str], &str); 10] = [
        (&["-z"], "Unknown option: -z"),
        (&["-V", "-z"], "Unknown option: -z"),
        (&["-Sé"], "Unknown option: -é"),
        (&["--foo"], "Unknown option: --foo"),
        (&["--version=3"], "Unknown option: --version=3"),
        (&["-S--help-all"], "Unknown option: -S--help-all"),
        (&["-c"], "Argument expected for the -c option"),
        (&["-uX"], "Argument expected for the -X option"),
        (&["--check-hash-based-pycs"], "Argument expected for the --check-hash-based-pycs options"),
        (&["--check-hash-based-pycs", "foo"], "--check-hash-based-pycs must be one of 'default', 'always', or 'never'"),
    ];
    for (line, message) in cases {
        assert_eq!(failure(line, &[]), (format!("{message}\n{usage}"), 2));
    }
}

#[test]
fn settings_with_values() {
    let given = options(&["-X", "a=b=c", "-Xd", "-Xdev", "-Xint_max_str_digits=1000", "-Xint_max_str_digits=2000"]);
    assert_eq!(given.x_options[0], (b"a".to_vec(), Some(b"b=c".to_vec())));
    assert_eq!(given.x_options[1], (b"d".to_vec(), None));
    assert!(given.dev_mode && given.fault_handler);
    assert_eq!(given.int_max_str_digits, 1000);
    assert_eq!(given.warnings, [b"default".to_vec()]);
    assert_eq!(options(&["-Ximporttime=2"]).import_time, 2);
    assert_eq!(options(&["-Ximporttime"]).import_time, 1);
    assert_eq!(options(&["-Xcpu_count=default"]).cpu_count, None);
    assert_eq!(options(&["-Xcpu_count=3"]).cpu_count, Some(3));
    assert_eq!(options(&["-Xpycache_prefix=/x"]).pycache_prefix, Some(b"/x".to_vec()));
    assert_eq!(options_with(&["-Xpycache_prefix"], &[("PYTHONPYCACHEPREFIX", "/x")]).pycache_prefix, None);
    assert_eq!(options(&["-Xtracemalloc"]).trace_malloc, 1);
    assert_eq!(options(&["-Xfrozen_modules=off"]).frozen_modules, Some(false));
    assert_eq!(options(&["--check-hash-based-pycs", "never"]).check_hash_pycs, CheckHashPycs::Never);
    assert!(!options(&["-Xno_debug_ranges"]).debug_ranges);
    assert!(options(&["-Xcontext_aware_warnings=01"]).context_aware_warnings);
}

#[test]
fn settings_that_cannot_be_are_status_1() {
    let cases = [
        ("int_max_str_digits=5", "config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; must be"),
        ("importtime=3", "config_init_import_time: -X importtime: values other than 1 and 2"),
        ("cpu_count=0", "config_init_cpu_count: -X cpu_count=n option: n is missing or an invalid number"),
        ("frozen_modules=3", "bad value for option -X frozen_modules (expected \"on\" or \"off\")"),
        ("tracemalloc=x", "config_init_tracemalloc: -X tracemalloc=NFRAME: invalid number of frames"),
        ("gil=0", "config_read_gil: Disabling the GIL is not supported by this build"),
        ("utf8=3", "preconfig_init_utf8_mode: invalid -X utf8 option value"),
        ("thread_inherit_context=3", "config_init_thread_inherit_context: -X thread_inherit_context=n: n is"),
    ];
    for (setting, message) in cases {
        let (text, status) = failure(&["-X", setting], &[]);
        assert!(text.starts_with(&format!("Fatal Python error: {message}")), "{text}");
        assert_eq!(status, 1);
    }
    for value in ["abc", "4294967296", "-1", "5x"] {
        let (text, _) = failure(&["-c", ""], &[("PYTHONHASHSEED", value)]);
        assert!(text.contains("config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range"));
    }
}

#[test]
fn variables() {
    let level = |name, value| options_with(&[], &[(name, value)]);
    assert_eq!(level("PYTHONOPTIMIZE", "x").optimize, 1);
    assert_eq!(level("PYTHONOPTIMIZE", " 3").optimize, 3);
    assert_eq!(level("PYTHONOPTIMIZE", "-1").optimize, 1);
    assert_eq!(level("PYTHONVERBOSE", "").verbose, 0);
    assert!(!level("PYTHONDONTWRITEBYTECODE", "0").dont_write_bytecode);
    assert!(level("PYTHONSAFEPATH", "0").safe_path);
    assert!(level("PYTHONDEVMODE", "0").dev_mode);
    assert!(!level("PYTHONUNBUFFERED", "0").unbuffered);
    assert_eq!(level("PYTHONHASHSEED", "0").hash_seed, HashSeed::Fixed(0));
    assert_eq!(level("PYTHONHASHSEED", " 5").hash_seed, HashSeed::Fixed(5));
    assert_eq!(level("PYTHONHASHSEED", "random").hash_seed, HashSeed::Random);
    assert_eq!(options_with(&["-R"], &[("PYTHONHASHSEED", "5")]).hash_seed, HashSeed::Random);
    assert_eq!(options_with(&["-O"], &[("PYTHONOPTIMIZE", "2")]).optimize, 2);
    assert_eq!(options_with(&["-E"], &[("PYTHONOPTIMIZE", "2")]).optimize, 0);
    let both = level("PYTHONIOENCODING", "latin1:replace");
    assert_eq!((both.stdio_encoding, both.stdio_errors), (Some(b"latin1".to_vec()), Some(b"replace".to_vec())));
    let errors = level("PYTHONIOENCODING", ":replace");
    assert_eq!((errors.stdio_encoding, errors.stdio_errors), (None, Some(b"replace".to_vec())));
}

#[test]
fn warning_filters_come_in_order() {
    let given = options_with(&["-bb", "-Xdev", "-Wa", "-Wb", "-Wa"], &[("PYTHONWARNINGS", "x,,a")]);
    let filters: Vec<&[u8]> = given.warnings.iter().map(Vec::as_slice).collect();
    assert_eq!(filters, [b"default".as_slice(), b"x", b"a", b"b", b"error::BytesWarning"]);
}

#[test]
fn locales() {
    let locale = |environment| {
        let given = options_with(&[], environment);
        (given.utf8_mode, given.c_locale, given.coerce_locale)
    };
    assert_eq!(locale(&[]), (false, false, false));
    assert_eq!(locale(&[("LANG", "")]), (true, true, true));
    assert_eq!(locale(&[("LC_ALL", "C")]), (true, true, false));
    assert_eq!(locale(&[("LC_CTYPE", "POSIX")]), (true, true, true));
    assert_eq!(locale(&[("LANG", "C"), ("PYTHONUTF8", "0")]), (false, true, true));
    assert_eq!(locale(&[("LANG", "C"), ("PYTHONCOERCECLOCALE", "0")]), (true, true, false));
    assert_eq!(locale(&[("LANG", "C.UTF-8")]), (false, true, false));
}
