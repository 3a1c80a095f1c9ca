//! The environment and the `-X` settings: what the letters left open, in CPython's order of precedence.
//!
//! A setting given twice counts as its first. Numbers in variables are lenient in CPython's uneven way: some variables count
//! as 1 when they are no number, some only ask whether they are set.

use super::{Given, HashSeed, Options};

type Variables<'a> = dyn Fn(&str) -> Option<Vec<u8>> + 'a;

/// Fill in what the options did not say. The error is the whole message of a failed start.
pub(super) fn complete(given: Given, variables: &Variables<'_>) -> Result<Options, Vec<u8>> {
    let Given { mut options, hash_random, warnings, .. } = given;
    let ignored = options.ignore_environment;
    let variable = |name: &str| {
        if ignored { None } else { variables(name).filter(|value| !value.is_empty()) }
    };
    locale(&mut options, variables, &variable)?;

    options.dev_mode = setting(&options, "dev").is_some() || variable("PYTHONDEVMODE").is_some();
    options.debug |= level(variable("PYTHONDEBUG")) > 0;
    options.verbose = options.verbose.max(level(variable("PYTHONVERBOSE")));
    options.optimize = options.optimize.max(level(variable("PYTHONOPTIMIZE")));
    options.inspect |= variable("PYTHONINSPECT").is_some();
    options.dont_write_bytecode |= level(variable("PYTHONDONTWRITEBYTECODE")) > 0;
    options.no_user_site |= level(variable("PYTHONNOUSERSITE")) > 0;
    options.unbuffered |= level(variable("PYTHONUNBUFFERED")) > 0;
    options.safe_path |= variable("PYTHONSAFEPATH").is_some();

    options.hash_seed = hash_seed(hash_random, variable("PYTHONHASHSEED"))?;
    options.fault_handler =
        options.dev_mode || setting(&options, "faulthandler").is_some() || variable("PYTHONFAULTHANDLER").is_some();
    options.warn_default_encoding =
        setting(&options, "warn_default_encoding").is_some() || variable("PYTHONWARNDEFAULTENCODING").is_some();
    options.debug_ranges = setting(&options, "no_debug_ranges").is_none() && variable("PYTHONNODEBUGRANGES").is_none();
    options.show_ref_count = setting(&options, "showrefcount").is_some();
    options.remote_debug = setting(&options, "disable_remote_debug").is_none()
        && setting(&options, "disable-remote-debug").is_none()
        && variable("PYTHON_DISABLE_REMOTE_DEBUG").is_none();
    options.import_time = import_time(&options, variable("PYTHONPROFILEIMPORTTIME"))?;
    options.int_max_str_digits = int_max_str_digits(&options, variable("PYTHONINTMAXSTRDIGITS"))?;
    options.trace_malloc = trace_malloc(&options, variable("PYTHONTRACEMALLOC"))?;
    options.cpu_count = cpu_count(&options, variable("PYTHON_CPU_COUNT"))?;
    options.frozen_modules = frozen_modules(&options, variable("PYTHON_FROZEN_MODULES"))?;
    global_lock(&options, variable("PYTHON_GIL"))?;
    options.thread_inherit_context =
        switch(&options, "thread_inherit_context", variable("PYTHON_THREAD_INHERIT_CONTEXT"))?;
    options.context_aware_warnings =
        switch(&options, "context_aware_warnings", variable("PYTHON_CONTEXT_AWARE_WARNINGS"))?;
    options.pycache_prefix = match setting(&options, "pycache_prefix") {
        // Set to nothing, it takes back what the variable says.
        Some(prefix) => prefix.filter(|prefix| !prefix.is_empty()).map(<[u8]>::to_vec),
        None => variable("PYTHONPYCACHEPREFIX"),
    };

    options.warnings = warning_filters(&options, variable("PYTHONWARNINGS"), warnings);
    options.home = variable("PYTHONHOME");
    options.path = variable("PYTHONPATH");
    options.platlibdir = variable("PYTHONPLATLIBDIR");
    options.basic_repl = variable("PYTHON_BASIC_REPL").is_some();
    if let Some(both) = variable("PYTHONIOENCODING") {
        let mut halves = both.splitn(2, |&byte| byte == b':').map(<[u8]>::to_vec);
        options.stdio_encoding = halves.next().filter(|encoding| !encoding.is_empty());
        options.stdio_errors = halves.next().filter(|errors| !errors.is_empty());
    }
    Ok(options)
}

/// The value of a `-X` setting: `Some(None)` if it was given without one.
fn setting<'a>(options: &'a Options, name: &str) -> Option<Option<&'a [u8]>> {
    let found = options.x_options.iter().find(|(key, _)| key == name.as_bytes());
    found.map(|(_, value)| value.as_deref())
}

/// A variable that counts: 1 if it is no number, or a negative one.
fn level(value: Option<Vec<u8>>) -> u32 {
    match value {
        None => 0,
        Some(value) => number(&value).and_then(|number| u32::try_from(number).ok()).unwrap_or(1),
    }
}

/// A decimal number as C's `strtol` reads it: white space and a sign before it, nothing behind it; no digits at all are 0.
fn number(text: &[u8]) -> Option<i32> {
    if text.is_empty() {
        return Some(0);
    }
    let text = std::str::from_utf8(text).ok()?;
    text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']).parse().ok()
}

fn fatal(place: &str, message: &str) -> Vec<u8> {
    format!("Fatal Python error: {place}: {message}\nPython runtime state: preinitialized\n\n").into_bytes()
}

/// UTF-8 mode and the C locale (PEP 538 and 540).
fn locale(
    options: &mut Options,
    all_variables: &Variables<'_>,
    variable: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<(), Vec<u8>> {
    // The locale's own variables count even where Python's are ignored.
    let set = |name: &str| all_variables(name).filter(|value| !value.is_empty());
    let everything = set("LC_ALL");
    let name = everything.clone().or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    let is_c = name.as_deref().is_none_or(|name| matches!(name, b"C" | b"POSIX"));
    let is_utf8_c = matches!(name.as_deref(), Some(b"C.UTF-8" | b"C.utf8" | b"UTF-8"));
    options.c_locale = is_c || is_utf8_c;
    let coercion = variable("PYTHONCOERCECLOCALE");
    options.coerce_locale = is_c && everything.is_none() && coercion.as_deref() != Some(b"0");

    let wrong = |message: &str| {
        let text = format!(
            "Fatal Python error: preconfig_init_utf8_mode: {message}\nPython runtime state: preinitializing\n\n"
        );
        Err(text.into_bytes())
    };
    options.utf8_mode = match setting(options, "utf8") {
        Some(None | Some(b"1")) => true,
        Some(Some(b"0")) => false,
        Some(Some(_)) => return wrong("invalid -X utf8 option value"),
        None => match variable("PYTHONUTF8").as_deref() {
            Some(b"1") => true,
            Some(b"0") => false,
            Some(_) => return wrong("invalid PYTHONUTF8 environment variable value"),
            None => is_c,
        },
    };
    Ok(())
}

fn hash_seed(random: bool, value: Option<Vec<u8>>) -> Result<HashSeed, Vec<u8>> {
    let Some(value) = value.filter(|value| !random && value != b"random") else {
        return Ok(HashSeed::Random);
    };
    let text = std::str::from_utf8(&value).unwrap_or("no number").trim_start();
    match text.strip_prefix('+').unwrap_or(text).parse::<u32>() {
        Ok(seed) => Ok(HashSeed::Fixed(seed)),
        Err(_) => Err(fatal(
            "config_init_hash_seed",
            "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]",
        )),
    }
}

fn import_time(options: &Options, value: Option<Vec<u8>>) -> Result<u32, Vec<u8>> {
    let place = "config_init_import_time";
    // What is no number counts as 1.
    let read = |value: &[u8]| {
        number(value)
            .filter(|_| !value.is_empty())
            .map_or(Some(1), |number| (1..=2).contains(&number).then_some(number as u32))
    };
    if let Some(value) = setting(options, "importtime") {
        return value
            .map_or(Some(1), read)
            .ok_or_else(|| fatal(place, "-X importtime: values other than 1 and 2 are reserved for future use."));
    }
    value.map_or(Some(0), |value| read(&value)).ok_or_else(|| {
        fatal(place, "PYTHONPROFILEIMPORTTIME: numeric values other than 1 and 2 are reserved for future use.")
    })
}

fn int_max_str_digits(options: &Options, value: Option<Vec<u8>>) -> Result<u32, Vec<u8>> {
    let (source, value) = match setting(options, "int_max_str_digits") {
        Some(value) => ("-X int_max_str_digits", value.map(<[u8]>::to_vec)),
        None => match value {
            Some(value) => ("PYTHONINTMAXSTRDIGITS", Some(value)),
            None => return Ok(4300),
        },
    };
    let limit = value.and_then(|value| number(&value)).filter(|&limit| limit == 0 || limit >= 640);
    limit.map(|limit| limit as u32).ok_or_else(|| {
        let message = format!("{source}: invalid limit; must be >= 640 or 0 for unlimited.");
        fatal("config_init_int_max_str_digits", &message)
    })
}

fn trace_malloc(options: &Options, value: Option<Vec<u8>>) -> Result<u32, Vec<u8>> {
    let (message, value) = match setting(options, "tracemalloc") {
        Some(None) => return Ok(1),
        Some(Some(value)) => ("-X tracemalloc=NFRAME: invalid number of frames", value.to_vec()),
        None => match value {
            Some(value) => ("PYTHONTRACEMALLOC: invalid number of frames", value),
            None => return Ok(0),
        },
    };
    let frames = number(&value).filter(|frames| (0..=65_535).contains(frames));
    frames.map(|frames| frames as u32).ok_or_else(|| fatal("config_init_tracemalloc", message))
}

fn cpu_count(options: &Options, value: Option<Vec<u8>>) -> Result<Option<u32>, Vec<u8>> {
    let value = match setting(options, "cpu_count") {
        Some(value) => Some(value.unwrap_or_default().to_vec()),
        None => value,
    };
    let Some(value) = value.filter(|value| value != b"default") else {
        return Ok(None);
    };
    match number(&value).and_then(|count| u32::try_from(count).ok()).filter(|&count| count > 0) {
        Some(count) => Ok(Some(count)),
        None => Err(fatal(
            "config_init_cpu_count",
            "-X cpu_count=n option: n is missing or an invalid number, n must be greater than 0",
        )),
    }
}

fn frozen_modules(options: &Options, value: Option<Vec<u8>>) -> Result<Option<bool>, Vec<u8>> {
    let (source, value) = match (setting(options, "frozen_modules"), value) {
        (Some(value), _) => ("option -X frozen_modules", value.unwrap_or(b"on").to_vec()),
        (None, Some(value)) => ("PYTHON_FROZEN_MODULES", value),
        (None, None) => return Ok(None),
    };
    match value.as_slice() {
        b"on" => Ok(Some(true)),
        b"off" => Ok(Some(false)),
        _ => {
            let text = format!(
                "Fatal Python error: bad value for {source} (expected \"on\" or \"off\")\nPython runtime state: preinitialized\n\n"
            );
            Err(text.into_bytes())
        }
    }
}

/// The isolate's lock cannot be turned off; asking for it to stay on is fine.
fn global_lock(options: &Options, value: Option<Vec<u8>>) -> Result<(), Vec<u8>> {
    let value = match setting(options, "gil") {
        Some(value) => Some(value.unwrap_or_default().to_vec()),
        None => value,
    };
    match value.as_deref() {
        None | Some(b"1") => Ok(()),
        Some(b"0") => Err(fatal("config_read_gil", "Disabling the GIL is not supported by this build")),
        Some(_) => Err(fatal("config_read_gil", "PYTHON_GIL / -X gil must be \"0\" or \"1\"")),
    }
}

/// A setting that is 0 or 1 and off by default.
fn switch(options: &Options, name: &str, value: Option<Vec<u8>>) -> Result<bool, Vec<u8>> {
    let variable = format!("PYTHON_{}", name.to_uppercase());
    let (message, value) = match (setting(options, name), value) {
        (Some(value), _) => (format!("-X {name}=n: n is missing or invalid"), value.unwrap_or_default().to_vec()),
        (None, Some(value)) => (format!("{variable}=N: N is missing or invalid"), value),
        (None, None) => return Ok(false),
    };
    match number(&value) {
        Some(0) => Ok(false),
        Some(1) => Ok(true),
        _ => Err(fatal(&format!("config_init_{name}"), &message)),
    }
}

/// From the weakest to the strongest: development mode, the variable, the options, and what `-b` stands for.
fn warning_filters(options: &Options, variable: Option<Vec<u8>>, given: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut filters = Vec::new();
    let mut add = |filter: Vec<u8>| {
        if !filters.contains(&filter) {
            filters.push(filter);
        }
    };
    if options.dev_mode {
        add(b"default".to_vec());
    }
    if let Some(list) = variable {
        list.split(|&byte| byte == b',').filter(|filter| !filter.is_empty()).for_each(|filter| add(filter.to_vec()));
    }
    given.into_iter().for_each(&mut add);
    match options.bytes_warning {
        0 => {}
        1 => add(b"default::BytesWarning".to_vec()),
        _ => add(b"error::BytesWarning".to_vec()),
    }
    filters
}
