//! `cargo xtask startup`: which functions a start of the program runs, and after these which ones common programs run, those that most
//! of them run first, and among these the ones that the same programs run. The answer, `crates/cli/startup-functions.txt`, is what the
//! program's build script puts side by side in the file. It takes a quarter of an hour.
//!
//! Names are kept without the compiler's hashes, so that the list outlives a change to the code; a name that stands for many
//! copies of one generic function, few of which run, goes to the end of all, where the copies that don't run separate nothing
//! (`.cargo/config.toml` asks for names that tell copies apart).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LIST: &str = "crates/cli/startup-functions.txt";
const HEAD: &str = "# The functions that `taipan -c pass` runs, then what other programs run, for the linker. Written by `cargo xtask startup`.\n";

/// What is run first: a start, programs that use every part of the language and of the library, and small ones, each of which does what
/// many programs do.
const PROGRAMS: &[&[&str]] = &[
    &["-c", "pass"],
    &["examples/tour.py"],
    &["examples/library.py"],
    &["examples/calculator.py"],
    &["examples/life.py"],
    &["examples/tasks.py"],
    &["examples/words.py"],
    &[
        "-c",
        "import argparse; p = argparse.ArgumentParser(); p.add_argument('-n', type=int); print(p.parse_args(['-n', '3']))",
    ],
    &[
        "-c",
        "import dataclasses, enum, typing\n@dataclasses.dataclass\nclass P:\n x: int\n y: float = 0.5\nprint(P(1), [i * 2 for i in range(9)])",
    ],
    &["-c", "import json, re\nprint(json.loads(json.dumps({'a': [1, 2.5, None]})), re.findall(r'[a-z]+', 'one two'))"],
    &["-c", "import logging, pathlib\nlogging.warning('%s', pathlib.Path('a') / 'b')"],
    &[
        "-c",
        "import random, math\nprint(sum(math.sqrt(random.Random(i).random()) for i in range(50)) > 0, {i: i for i in range(9)})",
    ],
    &[
        "-c",
        "import collections, copy, functools, itertools, operator, pickle\nprint(copy.deepcopy(pickle.loads(pickle.dumps([{'a': (1, 2)}]))))",
    ],
    &[
        "-c",
        "import asyncio\nasync def f(): await asyncio.sleep(0); return 1\nasync def g(): return await asyncio.gather(f(), f())\nprint(asyncio.run(g()))",
    ],
    &[
        "-c",
        "class A:\n def __init__(self, x): self.x = x\n def step(self): self.x += 1.5; return self\na = A(1)\nfor i in range(99): a.step()\nprint(f'{a.x:.2f}', sorted([3, 1, 2], key=lambda n: -n))",
    ],
    &[
        "-c",
        "import decimal, fractions, statistics\nprint(decimal.Decimal('1.1') * 3, fractions.Fraction(1, 3), statistics.mean([1, 2]))",
    ],
];

/// Folders of programs that are run after these.
const FOLDERS: &[&str] = &["tests/seed", "tests/lang/programs"];

/// And of programs of one mechanism each, which define `bench(loops)`.
const MECHANISMS: &str = "bench/micro";
const FEW_LOOPS: &str = "import sys\nwith open(sys.argv[1]) as f: source = f.read()\nspace = {'__name__': 'micro', '__file__': sys.argv[1]}\n\
exec(compile(source, sys.argv[1], 'exec'), space)\nspace['bench'](20)";

/// Modules of the library that are compiled from their source, as a program of one's own is: what the parser and the compiler run, by how many of
/// them need it.
const COMPILED: &str = "argparse ast base64 bdb calendar cmd codecs configparser contextlib copy csv dataclasses decimal difflib dis enum fnmatch \
    fractions functools gettext glob gzip heapq html.parser http.client inspect ipaddress json.decoder json.encoder linecache locale logging \
    mimetypes numbers optparse os pathlib pdb pickle pprint queue random re._parser sched shlex shutil smtplib socket statistics string subprocess \
    tarfile tempfile textwrap threading traceback types typing unittest.case urllib.parse uuid weakref zipfile xml.etree.ElementTree";
const COMPILE: &str = "import importlib.util, sys\nspec = importlib.util.find_spec(sys.argv[1])\n\
    compile(spec.loader.get_source(sys.argv[1]), sys.argv[1], 'exec')";

/// The arguments of every program that is run.
fn programs(root: &Path) -> Result<Vec<Vec<String>>, String> {
    let mut programs: Vec<Vec<String>> =
        PROGRAMS.iter().map(|arguments| arguments.iter().map(ToString::to_string).collect()).collect();
    for folder in FOLDERS {
        // Those without an answer beside them are modules that others import.
        let files = sources(&root.join(folder))?;
        let whole = files.into_iter().filter(|path| path.with_extension("out").is_file());
        programs.extend(whole.map(|path| vec![path.display().to_string()]));
    }
    for path in sources(&root.join(MECHANISMS))? {
        programs.push(vec!["-c".to_owned(), FEW_LOOPS.to_owned(), path.display().to_string()]);
    }
    programs
        .extend(COMPILED.split_whitespace().map(|module| vec!["-c".to_owned(), COMPILE.to_owned(), module.to_owned()]));
    Ok(programs)
}

/// The Python files below a folder, sorted.
fn sources(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Builds the program, unless `--bin FILE` names one, runs it under valgrind, and rewrites the list.
pub(crate) fn startup(root: &Path, arguments: &[String]) -> Result<(), String> {
    let target = root.join("target");
    let program = match arguments {
        [] => {
            println!("building the program");
            run(Command::new("cargo")
                .args(["build", "--release", "-p", "taipan-cli", "--target-dir"])
                .arg(&target)
                .current_dir(root))?;
            target.join("release/taipan")
        }
        [option, program] if option == "--bin" => PathBuf::from(program),
        _ => return Err("usage: cargo xtask startup [--bin FILE]".to_owned()),
    };
    let symbols = symbols(&program)?;
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let programs = programs(root)?;
    for (number, arguments) in programs.iter().enumerate() {
        println!("{} of {}, under valgrind: {}", number + 1, programs.len(), arguments.join(" "));
        let record = target.join("startup.callgrind");
        let mut trace = Command::new("valgrind");
        trace.args(["--tool=callgrind", "--demangle=no"]).arg(format!("--callgrind-out-file={}", record.display()));
        trace.arg(&program).args(arguments).env("PYTHONHASHSEED", "0").current_dir(root);
        if number % 2 == 1 {
            // Folders of the user's own: then modules are looked for there too.
            trace.env("PYTHONPATH", root.join("tests"));
        }
        run(&mut trace)?;
        let record = fs::read_to_string(&record).map_err(|error| format!("{}: {error}", record.display()))?;
        for (others, runs, name) in ordered(&symbols, &called(&record)) {
            let found =
                found.entry(name).or_insert(Found { programs: Vec::new(), others: usize::MAX, is_precise: false });
            found.programs.push(number);
            found.others = found.others.min(others);
            found.is_precise |= others <= runs;
        }
    }
    let mut rows: Vec<(Found, String)> = found.into_iter().map(|(name, found)| (found, name)).collect();
    rows.sort_by_cached_key(|(found, name)| {
        let starts = found.programs[0] == 0;
        // Half as many programs are the next class.
        let class = found.programs.len().ilog2();
        let companions = if starts { Vec::new() } else { found.programs.clone() };
        (!found.is_precise, !starts, Reverse(if starts { 0 } else { class }), companions, found.others, name.clone())
    });
    let names: Vec<String> = rows.into_iter().map(|row| row.1).collect();
    let list = root.join(LIST);
    fs::write(&list, format!("{HEAD}{}\n", names.join("\n")))
        .map_err(|error| format!("{}: {error}", list.display()))?;
    println!("{LIST}: {} names", names.len());
    Ok(())
}

/// What is known of a pattern of names.
struct Found {
    /// The numbers of the programs that run a function of that name, ascending.
    programs: Vec<usize>,
    /// How many functions of that name did not run, in the program that ran most of them.
    others: usize,
    /// In some program more of them ran than did not.
    is_precise: bool,
}

fn run(command: &mut Command) -> Result<Vec<u8>, String> {
    let name = PathBuf::from(command.get_program()).display().to_string();
    let output = command.output().map_err(|error| format!("{name}: {error} (is it installed?)"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("{name} failed:\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// The functions of the program, by address and the names that the linker knows: one piece of code may have several.
fn symbols(program: &Path) -> Result<Vec<(String, String)>, String> {
    let listing = run(Command::new("nm").arg("--defined-only").arg(program))?;
    let listing = String::from_utf8_lossy(&listing).into_owned();
    let function = |line: &str| match *line.split(' ').collect::<Vec<_>>() {
        [address, "t" | "T", name] => Some((address.to_owned(), name.to_owned())),
        _ => None,
    };
    Ok(listing.lines().filter_map(function).collect())
}

/// The functions named in callgrind's record: `fn=(17) name` the first time, `fn=(17)` from then on.
fn called(record: &str) -> BTreeSet<&str> {
    let name = |line: &'_ str| line.strip_prefix("fn=").or_else(|| line.strip_prefix("cfn=")).is_some();
    record
        .lines()
        .filter(|line| name(line))
        .filter_map(|line| line.split_once(") "))
        .map(|(_, name)| plain(name))
        .collect()
}

/// A name without what distinguishes a copy made by the optimiser, or one level of a recursion.
fn plain(name: &str) -> &str {
    let name = name.split('\'').next().unwrap_or(name);
    name.split(".llvm.").next().unwrap_or(name)
}

/// The pattern that finds a function again after the next build: without hashes of crates and of the function.
fn pattern(name: &str) -> String {
    if !name.starts_with('_') {
        return name.to_owned();
    }
    if let Some((path, _)) = name.strip_suffix('E').and_then(|path| path.rsplit_once("17h")) {
        return format!("{path}17h*");
    }
    let mut pattern = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("Cs") {
        let hash = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
        pattern.push_str(before);
        match after[hash..].starts_with('_') {
            true => pattern.push_str("Cs*"),
            false => pattern.push_str(&rest[before.len()..before.len() + 2 + hash]),
        }
        rest = &after[hash..];
    }
    format!("{pattern}{rest}*")
}

/// The patterns of the functions called, each with how many functions that are not it matches and how many that are: first the patterns that match
/// the fewest others.
fn ordered(symbols: &[(String, String)], called: &BTreeSet<&str>) -> Vec<(usize, usize, String)> {
    let is_called = |name: &str| called.contains(plain(name));
    let places: BTreeSet<&str> =
        symbols.iter().filter(|(_, name)| is_called(name)).map(|(address, _)| address.as_str()).collect();
    let mut matched: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (address, symbol) in symbols {
        let (others, runs) = matched.entry(pattern(plain(symbol))).or_default();
        match places.contains(address.as_str()) {
            true => *runs += 1,
            false => *others += 1,
        }
    }
    let run = matched.into_iter().filter(|(_, (_, runs))| *runs > 0);
    let mut names: Vec<(usize, usize, String)> = run.map(|(name, (others, runs))| (others, runs, name)).collect();
    names.sort_by(|left, right| (left.0, &left.2).cmp(&(right.0, &right.2)));
    names
}
