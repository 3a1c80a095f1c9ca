//! `cargo xtask conformance`: CPython's own test modules under Taipan, counted against what CPython itself passes.
//!
//! The tests are not part of the repository. What is: `tests/conformance/MODULE.txt`, the tests that do not pass. It is exact in
//! both directions, so a change shows what it made better and what it made worse. `excluded.txt` beside them says what does not count, and why.

mod excluded;
mod results;
mod run;
mod sets;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use excluded::Excluded;
use results::{Results, Score};
use run::Place;

const USAGE: &str =
    "usage: cargo xtask conformance [--set language|stdlib|all] [--bin FILE] [--against FILE] [--tests FOLDER]
                               [--limit SECONDS] [--bless] [MODULE...]";
const NO_TESTS: &str = "CPython's tests are not there: give --tests FOLDER or set TAIPAN_CPYTHON_TESTS to the folder that holds its `test`
package. Debian's package libpython3.14-testsuite has it (`apt-get download`, then `dpkg -x`), and so has CPython's source, in Lib.";
/// How many modules run at the same time.
const AT_ONCE: usize = 2;
/// How many differences of a module are printed.
const SHOWN: usize = 40;

struct Options {
    set: String,
    taipan: PathBuf,
    cpython: Option<PathBuf>,
    tests: PathBuf,
    limit: Duration,
    bless: bool,
    modules: Vec<String>,
}

pub(crate) fn conformance(root: &Path, arguments: &[String]) -> Result<(), String> {
    let options = parse(root, arguments)?;
    let modules = if options.modules.is_empty() {
        sets::modules(&options.set, &options.tests.join("test"))?
    } else {
        options.modules.clone()
    };
    let place = Place { folder: folder(root), tests: options.tests.clone(), limit: options.limit };
    place.lay_out(&options.taipan)?;
    let snapshots = root.join("tests/conformance");
    let excluded = Excluded::read(&snapshots.join("excluded.txt"))?;
    let scores = run_all(&place, &options, &modules, &excluded)?;
    report(&snapshots, &options, &modules, &scores)
}

fn parse(root: &Path, arguments: &[String]) -> Result<Options, String> {
    let mut options = Options {
        set: "language".to_owned(),
        taipan: root.join("target/release/taipan"),
        cpython: taipan_corpus::default_pythons(root).into_iter().next(),
        tests: std::env::var_os("TAIPAN_CPYTHON_TESTS").map(PathBuf::from).unwrap_or_default(),
        limit: Duration::from_secs(180),
        bless: false,
        modules: Vec::new(),
    };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().cloned().ok_or_else(|| format!("{word} needs a value\n{USAGE}"));
        match word.as_str() {
            "--set" => options.set = value()?,
            "--bin" => options.taipan = absolute(&value()?),
            "--against" => options.cpython = Some(absolute(&value()?)),
            "--tests" => options.tests = PathBuf::from(value()?),
            "--limit" => {
                let seconds = value()?.parse().map_err(|_| "--limit takes seconds".to_owned())?;
                options.limit = Duration::from_secs(seconds);
            }
            "--bless" => options.bless = true,
            _ if word.starts_with('-') => return Err(USAGE.to_owned()),
            _ => options.modules.push(word.strip_prefix("test.").unwrap_or(word).to_owned()),
        }
    }
    if options.tests.as_os_str().is_empty() {
        return Err(NO_TESTS.to_owned());
    }
    if !options.tests.join("test/support").is_dir() {
        match options.tests.parent().filter(|_| options.tests.join("support").is_dir()) {
            Some(parent) => options.tests = parent.to_path_buf(),
            None => return Err(NO_TESTS.to_owned()),
        }
    }
    options.tests = absolute(&options.tests.to_string_lossy());
    if !options.taipan.is_file() {
        return Err(format!("{} is not built: build it, or give --bin FILE", options.taipan.display()));
    }
    Ok(options)
}

fn absolute(path: &str) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path))
}

/// `conformance` in the folder of build products.
fn folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from).join("conformance")
}

fn run_all(
    place: &Place,
    options: &Options,
    modules: &[String],
    excluded: &Excluded,
) -> Result<BTreeMap<String, Score>, String> {
    let next = AtomicUsize::new(0);
    let scores = Mutex::new(BTreeMap::new());
    let problem = Mutex::new(None);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(module) = modules.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match score(place, options, module, excluded) {
                        Ok(score) => drop(scores.lock().map(|mut scores| scores.insert(module.clone(), score))),
                        Err(error) => drop(problem.lock().map(|mut problem| *problem = Some(error))),
                    }
                }
            });
        }
    });
    match problem.into_inner() {
        Ok(None) => scores.into_inner().map_err(|_| "a run was lost".to_owned()),
        Ok(Some(error)) => Err(error),
        Err(_) => Err("a run was lost".to_owned()),
    }
}

fn score(place: &Place, options: &Options, module: &str, excluded: &Excluded) -> Result<Score, String> {
    let expected = expected(place, options, module)?;
    let start = Instant::now();
    let ran = place.run("taipan", &options.taipan, module)?;
    let score = Score::of(&ran.results, &expected, ran.cut, excluded);
    let cut = score.cut.as_ref().map(|cut| format!(", cut by {cut}")).unwrap_or_default();
    eprintln!("{module}: {} of {} in {:.1?}{cut}", score.passed, score.total, start.elapsed());
    Ok(score)
}

/// What CPython passes; from the last time it was asked, if that run came to its end.
fn expected(place: &Place, options: &Options, module: &str) -> Result<Results, String> {
    let kept = place.folder.join(format!("cpython/{module}.txt"));
    let results = Results::parse(&fs::read_to_string(&kept).unwrap_or_default());
    if results.ended {
        return Ok(results);
    }
    let cpython = options.cpython.as_ref().ok_or("no CPython 3.14 to compare with: give --against FILE")?;
    let ran = place.run("cpython", cpython, module)?;
    if let Some(cut) = ran.cut {
        eprintln!("{module}: under CPython cut by {cut}");
    }
    Ok(ran.results)
}

/// A module of which less passes, in percent, needs a reason.
const LITTLE: f64 = 95.0;

fn report(
    folder: &Path,
    options: &Options,
    modules: &[String],
    scores: &BTreeMap<String, Score>,
) -> Result<(), String> {
    let known = excluded::lines(&folder.join("known.txt"))?;
    let (mut passed, mut total, mut full, mut different) = (0, 0, 0, 0);
    for module in modules {
        let Some(score) = scores.get(module) else { continue };
        passed += score.passed;
        total += score.total;
        full += usize::from(score.passed == score.total);
        let cut = score.cut.as_ref().map(|cut| format!("  cut by {cut}")).unwrap_or_default();
        println!("{module:32} {:5} of {:5}  {:5.1}%{cut}", score.passed, score.total, score.percent());
        if score.percent() < LITTLE {
            let why = known.iter().find(|(about, _)| about == module).map(|(_, why)| why.as_str());
            println!("    {}", why.unwrap_or("nobody says why in known.txt"));
            different += usize::from(why.is_none());
        }
        let path = folder.join(format!("{module}.txt"));
        let text = score.to_text();
        if options.bless {
            fs::create_dir_all(folder).map_err(|error| error.to_string())?;
            fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
            continue;
        }
        let Ok(snapshot) = fs::read_to_string(&path) else {
            different += 1;
            println!("    has no snapshot yet");
            continue;
        };
        if snapshot != text {
            different += 1;
            let lines = score.differences(&snapshot);
            for line in lines.iter().take(SHOWN) {
                println!("    {line}");
            }
            if lines.len() > SHOWN {
                println!("    and {} more", lines.len() - SHOWN);
            }
        }
    }
    let all = Score { passed, total, ..Score::default() };
    println!(
        "{} modules, {full} of them without a failure; {passed} of {total} tests, {:.1}%",
        scores.len(),
        all.percent()
    );
    if different == 0 {
        Ok(())
    } else {
        Err(format!("{different} modules differ from tests/conformance: see above, then --bless"))
    }
}
