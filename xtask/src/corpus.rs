//! The chores around `tests/`: `oracle`, `bless` and `pending`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use taipan_corpus::{BY_SIGNAL, Expectation, Interpreter, Outcome, Program, default_pythons, find, find_under, judge};

/// CPython slower than this on a test means that the test is too big.
const SLOW: Duration = Duration::from_secs(3);

/// Check every promise against CPython and report the ones it does not keep.
pub(crate) fn oracle(root: &Path, arguments: &[String]) -> Result<(), String> {
    let cpython = cpython(root)?;
    let programs = find_under(root, arguments).map_err(|error| error.to_string())?;
    let results = run_all(&cpython, &programs);
    let mut wrong = 0;
    let mut skipped = 0;
    for (program, result) in programs.iter().zip(results) {
        match check(program, result) {
            Ok(Checked::Agrees) => {}
            Ok(Checked::NotForOracle) => skipped += 1,
            Ok(Checked::Slow(took)) => println!("{}: slow: {took:.1?}", program.name),
            Err(report) => {
                wrong += 1;
                println!("{}:\n{report}", program.name);
            }
        }
    }
    println!("{} programs, {wrong} disagree with CPython, {skipped} not for it to judge", programs.len());
    if wrong == 0 { Ok(()) } else { Err("CPython is right: fix the expectations".to_owned()) }
}

enum Checked {
    Agrees,
    NotForOracle,
    Slow(Duration),
}

fn check(program: &Program, result: Result<Outcome, String>) -> Result<Checked, String> {
    let expected = Expectation::read(&program.path)?;
    if expected.not_for_oracle.is_some() {
        return Ok(Checked::NotForOracle);
    }
    let outcome = result?;
    judge(&expected, &outcome)?;
    Ok(if outcome.took > SLOW { Checked::Slow(outcome.took) } else { Checked::Agrees })
}

/// Rewrite the `.out`, `.err`, `.stderr` and `.code` files that exist, and write them for programs that promise nothing.
pub(crate) fn bless(root: &Path, arguments: &[String]) -> Result<(), String> {
    let cpython = cpython(root)?;
    let mut programs = find_under(root, arguments).map_err(|error| error.to_string())?;
    programs.retain(|program| {
        let has = |extension| program.path.with_extension(extension).exists();
        let by_files = has("out") || has("err") || has("stderr");
        by_files || Expectation::read(&program.path).is_ok_and(|it| it.stdout.is_empty() && it.code == 0)
    });
    let results = run_all(&cpython, &programs);
    for (program, result) in programs.iter().zip(results) {
        let outcome = result?;
        if outcome.timed_out {
            println!("{}: killed, left alone", program.name);
            continue;
        }
        for (extension, text) in promises(&program.path, outcome) {
            let path = program.path.with_extension(extension);
            if fs::read_to_string(&path).is_ok_and(|old| old == text) {
                continue;
            }
            println!("wrote {}", path.strip_prefix(root).unwrap_or(&path).display());
            fs::write(&path, text).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// The files that tell what a run did: no more of them than the program needs.
fn promises(path: &Path, outcome: Outcome) -> Vec<(&'static str, String)> {
    let has = |extension| path.with_extension(extension).exists();
    let last = outcome.stderr.trim_end().rsplit('\n').next().unwrap_or_default().to_owned();
    let mut texts = Vec::new();
    if !outcome.stdout.is_empty() || has("out") {
        texts.push(("out", outcome.stdout));
    }
    let failed = outcome.code != Some(0);
    let mut promised = 0;
    // These programs are about what they complain of.
    let faulty = path.components().any(|part| part.as_os_str() == "faulty");
    if has("stderr") || (faulty && !outcome.stderr.is_empty()) {
        texts.push(("stderr", outcome.stderr));
        promised = 1;
    } else if has("err") || (failed && !last.is_empty()) {
        texts.push(("err", format!("{last}\n")));
        promised = 1;
    }
    if outcome.code != Some(promised) || has("code") {
        texts.push(("code", format!("{}\n", outcome.code.unwrap_or(BY_SIGNAL))));
    }
    texts
}

/// Rewrite `tests/pending.txt` from a run of taipan: passing programs leave it, failing ones enter it with their first
/// difference as the reason.
pub(crate) fn pending(root: &Path, arguments: &[String]) -> Result<(), String> {
    let command = match arguments {
        [flag, path] if flag == "--bin" => PathBuf::from(path),
        [] => root.join("target/debug/taipan"),
        _ => return Err("usage: cargo xtask pending [--bin FILE]".to_owned()),
    };
    if !command.is_file() {
        return Err(format!("{} is not built", command.display()));
    }
    let taipan = Interpreter { command, environment: Vec::new(), limit: Duration::from_secs(20) };
    let programs = find(root).map_err(|error| error.to_string())?;
    let list = root.join("tests/pending.txt");
    let mut text = String::from(
        "# Programs that taipan does not run correctly yet: path and reason. Exact in both directions.\n# Rewritten by `cargo xtask pending`; see tests/README.md.\n",
    );
    let mut failing = 0;
    for (program, result) in programs.iter().zip(run_all(&taipan, &programs)) {
        let outcome = result?;
        let Err(report) = Expectation::read(&program.path).and_then(|expected| judge(&expected, &outcome)) else {
            continue;
        };
        failing += 1;
        let _ = writeln!(text, "{} {}", program.name, reason(&outcome, &report));
    }
    fs::write(&list, text).map_err(|error| error.to_string())?;
    println!("{} programs, {failing} pending", programs.len());
    Ok(())
}

/// One line that says how a run went wrong.
fn reason(outcome: &Outcome, report: &str) -> String {
    let last = outcome.stderr.trim_end().rsplit('\n').next().unwrap_or_default();
    let first_line = |mark: &str| report.lines().find(|line| line.starts_with(mark));
    let difference = match (first_line("+ "), first_line("- ")) {
        (Some(printed), _) if !printed.trim_matches(['+', ' ']).is_empty() => printed,
        (_, Some(missing)) => missing,
        _ if last.is_empty() => "prints something else",
        _ => last,
    };
    let text = match (outcome.timed_out, outcome.code) {
        (true, _) => "does not end",
        (false, None) => "killed by a signal",
        (false, Some(_)) => difference,
    };
    text.chars().take(100).collect()
}

fn cpython(root: &Path) -> Result<Interpreter, String> {
    let command = default_pythons(root)
        .into_iter()
        .next()
        .ok_or("no CPython 3.14: set TAIPAN_CPYTHON, or put python3.14 on the path or in target/anchors/bin")?;
    Ok(Interpreter { command, environment: Vec::new(), limit: Duration::from_secs(20) })
}

/// Run the programs over all cores; the results are in the order of the programs.
fn run_all(interpreter: &Interpreter, programs: &[Program]) -> Vec<Result<Outcome, String>> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Result<Outcome, String>>>> = programs.iter().map(|_| Mutex::new(None)).collect();
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(program), Some(slot)) = (programs.get(index), results.get(index)) else {
                        break;
                    };
                    let result = interpreter
                        .run(&program.path)
                        .map_err(|error| format!("cannot run {}: {error}", interpreter.command.display()));
                    if let Ok(mut slot) = slot.lock() {
                        *slot = Some(result);
                    }
                }
            });
        }
    });
    results
        .into_iter()
        .map(|slot| slot.into_inner().ok().flatten().unwrap_or_else(|| Err("the run was lost".to_owned())))
        .collect()
}
