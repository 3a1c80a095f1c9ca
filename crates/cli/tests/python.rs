//! Runs every Python program under `tests/` with the `taipan` just built: one named test per file.
//!
//! `TAIPAN_TEST_PYTHON` names another interpreter to run instead, such as CPython, and then `tests/pending.txt` does
//! not apply. `TAIPAN_TEST_MODES` is a comma list of `plain`, `gc-stress` and `recount`. Without it every program runs plain, and those
//! in `STRESSED` in the other modes too.

use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use taipan_corpus::{Expectation, Interpreter, Pending, Program, Verdict, find, judge};

const LIMIT: Duration = Duration::from_secs(20);
/// A collection at every allocation is slow by design.
const STRESS_LIMIT: Duration = Duration::from_secs(120);

/// Programs that run with a collection at every chance, and with recounting, whenever the tests run: few enough for that, and near to
/// what could count wrong.
const STRESSED: [&str; 5] = [
    "tests/lang/basics/",
    "tests/lang/evaluation/",
    "tests/lang/generators/",
    "tests/limits/changed_while_asked",
    "tests/seed/memory_management/",
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    match trials() {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn trials() -> Result<Vec<Trial>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().map_err(|error| error.to_string())?;
    let programs = find(&root).map_err(|error| error.to_string())?;
    let other = std::env::var_os("TAIPAN_TEST_PYTHON").map(PathBuf::from);
    let pending = if other.is_some() { Pending::default() } else { Pending::read(&root)? };
    let command = other.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_taipan")));
    let chosen = std::env::var("TAIPAN_TEST_MODES").ok();
    let usual = if std::env::var_os("TAIPAN_TEST_PYTHON").is_some() { "plain" } else { "plain,gc-stress,recount" };
    let modes = modes(&command, chosen.as_deref().unwrap_or(usual))?;
    let mut trials = Vec::new();
    for (mode, interpreter) in modes {
        let interpreter = Arc::new(interpreter);
        for program in &programs {
            let stressed = STRESSED.iter().any(|prefix| program.name.starts_with(prefix));
            if chosen.is_none() && mode != "plain" && !stressed {
                continue;
            }
            trials.push(trial(&mode, Arc::clone(&interpreter), program.clone(), pending.verdict(&program.name)));
        }
    }
    let names: Vec<&str> = programs.iter().map(|program| program.name.as_str()).collect();
    let unused: Vec<String> = pending.unused(&names).into_iter().map(str::to_owned).collect();
    trials.push(Trial::test("pending list has no stale lines", move || {
        if unused.is_empty() {
            return Ok(());
        }
        Err(Failed::from(format!("no program answers to these lines of tests/pending.txt: {}", unused.join(", "))))
    }));
    Ok(trials)
}

fn modes(command: &Path, chosen: &str) -> Result<Vec<(String, Interpreter)>, String> {
    let mut modes = Vec::new();
    for mode in chosen.split(',').map(str::trim) {
        let (variable, limit) = match mode {
            "plain" => (None, LIMIT),
            "gc-stress" => (Some("TAIPAN_GC_STRESS"), STRESS_LIMIT),
            "recount" => (Some("TAIPAN_RECOUNT"), STRESS_LIMIT),
            _ => return Err(format!("TAIPAN_TEST_MODES knows plain, gc-stress and recount, not '{mode}'")),
        };
        let environment = variable.map(|name| (name.to_owned(), "1".to_owned())).into_iter().collect();
        modes.push((mode.to_owned(), Interpreter { command: command.to_owned(), environment, limit }));
    }
    Ok(modes)
}

fn trial(mode: &str, interpreter: Arc<Interpreter>, program: Program, verdict: Verdict<'_>) -> Trial {
    let name = program.name.trim_start_matches("tests/").trim_end_matches(".py").to_owned();
    let reason = match verdict {
        Verdict::MustFail(reason) => Some(reason.to_owned()),
        Verdict::MustPass | Verdict::SetAside(_) => None,
    };
    let set_aside = matches!(verdict, Verdict::SetAside(_));
    let path = program.path;
    let listed_as = program.name;
    let test = Trial::test(name, move || match (check(&interpreter, &path), reason) {
        (Ok(()), Some(_)) => Err(Failed::from(format!("passes now: remove '{listed_as}' from tests/pending.txt"))),
        (Err(_), Some(_)) | (Ok(()), None) => Ok(()),
        (Err(report), None) => Err(Failed::from(report)),
    });
    let test = test.with_ignored_flag(set_aside);
    if mode == "plain" { test } else { test.with_kind(mode) }
}

fn check(interpreter: &Interpreter, path: &Path) -> Result<(), String> {
    let expected = Expectation::read(path)?;
    let outcome =
        interpreter.run(path).map_err(|error| format!("cannot run {}: {error}", interpreter.command.display()))?;
    judge(&expected, &outcome)
}
