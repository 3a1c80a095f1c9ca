//! The Python test corpus: finding the programs, reading what they promise, running them, comparing.
//!
//! Two programs use it: `crates/cli/tests/python.rs` runs the corpus under `taipan`, and `cargo xtask oracle` runs the
//! same files under CPython to check that the promises themselves are right. The format is described in
//! `tests/README.md`.

#![forbid(unsafe_code)]

mod diff;
mod expectation;
mod pending;
mod run;

pub use diff::unified;
pub use expectation::{Expectation, Raised};
pub use pending::{Pending, Verdict};
pub use run::{BY_SIGNAL, Interpreter, Outcome, default_pythons, judge};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folders that hold programs.
pub const FOLDERS: [&str; 10] = [
    "examples",
    "tests/seed",
    "tests/lang",
    "tests/types",
    "tests/functions",
    "tests/errors",
    "tests/faulty",
    "tests/limits",
    "tests/regress",
    "tests/stdlib",
];

/// One program of the corpus.
#[derive(Clone, Debug)]
pub struct Program {
    /// Where the file is.
    pub path: PathBuf,
    /// Its name relative to the repository, with `/`: `tests/lang/arith/add.py`.
    pub name: String,
}

impl Program {
    /// The folder part of the name, which says what source a failure accuses.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// Every program under the repository `root`, sorted by name.
///
/// A file or folder whose name begins with `_` is material that a program imports, not a program.
///
/// # Errors
/// When a folder cannot be read.
pub fn find(root: &Path) -> io::Result<Vec<Program>> {
    let mut found = Vec::new();
    // A work list rather than recursion: the depth of a folder tree is not ours to trust.
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if file_name.starts_with(['_', '.']) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                let name = relative.to_string_lossy().replace('\\', "/");
                found.push(Program { path, name });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The programs whose name begins with one of `prefixes`; all of them when there are no prefixes.
///
/// # Errors
/// When a folder cannot be read.
pub fn find_under(root: &Path, prefixes: &[String]) -> io::Result<Vec<Program>> {
    let mut programs = find(root)?;
    if !prefixes.is_empty() {
        programs.retain(|program| {
            prefixes.iter().any(|prefix| {
                let prefix = prefix.trim_start_matches("./").trim_end_matches('/');
                program.name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                    || program.name.contains(prefix)
            })
        });
    }
    Ok(programs)
}
