//! `cargo xtask bench`: builds Taipan in release, finds the interpreters to compare it with, and hands over to `bench/compare.py`.
//!
//! The measuring is Python's because CPython is needed anyway; options that are not about who takes part go through unread.

use std::path::{Path, PathBuf};
use std::process::Command;

use taipan_corpus::default_pythons;

const USAGE: &str = "\
usage: cargo xtask bench [--suite set|micro|scale|memory] [--only NAME...] [--against COMMAND...] [options]
  --suite NAME          set: pyperformance's pure-Python programs (the default); micro: bench/micro, one mechanism each;
                        scale: cost as work grows; memory: bytes of one object
  --only NAME...        only these programs
  --against COMMAND...  compare with these instead of CPython 3.14 and PyPy; ratios are to the first
  --bin FILE            this taipan instead of a release build of now
  --pypy FILE           PyPy, when it is not in TAIPAN_PYPY, on the path or in target/anchors/bin; `--pypy none` leaves it out
  --rounds N            processes for each program and interpreter (3)
  --warmup SECONDS      warm-up in each process (4)
  --values N            values after it, of 0.1 s each (9)
  --json FILE           write all numbers there
  --svg FILE            draw the warm ratios there
  --docs                rewrite the suite's table in docs/performance.md, and with the set its chart";

struct Options {
    suite: String,
    taipan: Option<PathBuf>,
    pypy: Option<String>,
    against: Vec<String>,
    rest: Vec<String>,
}

pub(crate) fn bench(root: &Path, arguments: &[String]) -> Result<(), String> {
    let options = parse(arguments)?;
    let cpython = default_pythons(root).into_iter().next();
    let python = cpython.clone().unwrap_or_else(|| PathBuf::from("python3"));
    let against = if options.against.is_empty() {
        let first = cpython
            .ok_or("no CPython 3.14: set TAIPAN_CPYTHON, or put python3.14 on the path or in target/anchors/bin")?;
        let mut found = vec![quoted(&first)];
        found.extend(pypy(root, options.pypy.as_deref()));
        found
    } else {
        options.against.clone()
    };
    let taipan = match &options.taipan {
        Some(file) => file.clone(),
        None => build(root)?,
    };
    let mut command = Command::new(&python);
    command.arg(root.join("bench/compare.py")).args(["--suite", &options.suite]);
    for (flag, text) in [("--a", &against[0]), ("--b", &quoted(&taipan))] {
        command.args([flag, text]);
    }
    for text in &against[1..] {
        command.args(["--also", text]);
    }
    command.args(&options.rest);
    let status = command.status().map_err(|error| format!("cannot run {}: {error}", python.display()))?;
    if status.success() { Ok(()) } else { Err("the benchmarks did not run to their end".to_owned()) }
}

fn parse(arguments: &[String]) -> Result<Options, String> {
    let mut options =
        Options { suite: "set".to_owned(), taipan: None, pypy: None, against: Vec::new(), rest: Vec::new() };
    let mut words = arguments.iter().peekable();
    while let Some(word) = words.next() {
        let mut value = || words.next().cloned().ok_or_else(|| format!("{word} needs a value\n{USAGE}"));
        match word.as_str() {
            "--suite" => options.suite = value()?,
            "--bin" => options.taipan = Some(std::path::absolute(value()?).map_err(|error| error.to_string())?),
            "--pypy" => options.pypy = Some(value()?),
            "--against" => {
                options.against.push(value()?);
                while let Some(more) = words.next_if(|word| !word.starts_with("--")) {
                    options.against.push(more.clone());
                }
            }
            "--only" => {
                options.rest.extend([word.clone(), value()?]);
                while let Some(more) = words.next_if(|word| !word.starts_with("--")) {
                    options.rest.push(more.clone());
                }
            }
            "--rounds" | "--warmup" | "--values" | "--timeout" | "--benchmarks" | "--json" | "--svg" => {
                options.rest.extend([word.clone(), value()?]);
            }
            "--docs" => options.rest.push(word.clone()),
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(options)
}

/// The release build of what is in the tree now.
fn build(root: &Path) -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--release", "--package", "taipan-cli"])
        .current_dir(root)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the release build failed".to_owned());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("release").join(format!("taipan{}", std::env::consts::EXE_SUFFIX)))
}

/// PyPy, if it is here: comparing with it is a help, not a need.
fn pypy(root: &Path, asked: Option<&str>) -> Option<String> {
    match asked {
        Some("none") => return None,
        Some(command) => return Some(command.to_owned()),
        None => {}
    }
    let mut places = Vec::new();
    places.extend(std::env::var_os("TAIPAN_PYPY").map(PathBuf::from));
    if let Some(path) = std::env::var_os("PATH") {
        places.extend(std::env::split_paths(&path).map(|folder| folder.join("pypy3")));
    }
    places.push(root.join("target/anchors/bin/pypy3"));
    places.into_iter().find(|place| place.is_file()).map(|place| quoted(&place))
}

/// A path as one word of a command.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}
