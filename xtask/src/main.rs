//! Project chores: `cargo xtask NAME`.

mod bench;
mod conformance;
mod corpus;
mod fuzz;
mod startup;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <chore>
  oracle [PATHS]             check every expectation under tests/ and the examples with CPython 3.14
  bless [PATHS]              rewrite the .out files from CPython 3.14; then read the diff
  pending [--bin FILE]       rewrite tests/pending.txt from what taipan passes today
  conformance [MODULE...]    run CPython's own tests and compare with tests/conformance; --help for its options
  bench [options]            measure taipan against CPython 3.14 and PyPy; --help for its options
  fuzz [options]             look for programs that taipan and CPython disagree about; --help for its options
  startup [--bin FILE]       list the functions that a start runs, for the linker to put side by side; needs valgrind";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (chore, rest) = match arguments.split_first() {
        Some((chore, rest)) => (chore.as_str(), rest),
        None => ("", &[][..]),
    };
    let result = match chore {
        "oracle" => corpus::oracle(&root(), rest),
        "bless" => corpus::bless(&root(), rest),
        "pending" => corpus::pending(&root(), rest),
        "bench" => bench::bench(&root(), rest),
        "fuzz" => fuzz::fuzz(&root(), rest),
        "startup" => startup::startup(&root(), rest),
        "conformance" => conformance::conformance(&root(), rest),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The repository, found from where this crate was compiled.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
