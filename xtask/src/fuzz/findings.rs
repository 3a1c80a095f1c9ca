//! What differs: when it counts, what it is called, how little of the program shows it, where it is kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::batch::{Answer, Interpreter, Mode, Snippet};

/// The two interpreters that should agree.
pub(super) struct Pair {
    pub(super) judge: Interpreter,
    pub(super) tried: Interpreter,
}

/// A difference: the same one has the same signature.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) signature: String,
    pub(super) expected: String,
    pub(super) found: String,
}

impl Pair {
    /// The differences of some snippets, None where there is none that counts.
    pub(super) fn compare(&self, snippets: &[Snippet]) -> Result<Vec<Option<Difference>>, String> {
        let (expected, found) = (self.judge.run(snippets)?, self.tried.run(snippets)?);
        Ok(expected.iter().zip(&found).map(|(expected, found)| difference(expected, found)).collect())
    }

    /// Whether the snippet alone, in processes of its own, shows a difference too, and CPython says the same twice.
    pub(super) fn confirm(&self, snippet: &Snippet) -> Result<Option<Difference>, String> {
        let alone = std::slice::from_ref(snippet);
        let twice = (self.judge.run(alone)?, self.judge.run(alone)?);
        if twice.0 != twice.1 {
            return Ok(None);
        }
        let found = self.tried.run(alone)?;
        Ok(difference(&twice.0[0], &found[0]))
    }

    /// The program without the statements that the difference does not need.
    pub(super) fn shrink(&self, snippet: &Snippet, signature: &str) -> Result<Snippet, String> {
        let mut least = snippet.clone();
        for _ in 0..25 {
            let candidates: Vec<Snippet> = smaller(&least.source)
                .into_iter()
                .map(|source| Snippet { mode: least.mode, source })
                .take(120)
                .collect();
            if candidates.is_empty() {
                break;
            }
            let differences = self.compare(&candidates)?;
            let next = candidates
                .into_iter()
                .zip(differences)
                .filter(|(_, difference)| difference.as_ref().is_some_and(|it| it.signature == signature))
                .map(|(candidate, _)| candidate)
                .min_by_key(|candidate| candidate.source.len());
            match next {
                Some(next) if next.source.len() < least.source.len() => least = next,
                _ => break,
            }
        }
        Ok(least)
    }
}

/// The texts with one statement less, its block included, or with a block in place of its statement.
fn smaller(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let join = |lines: Vec<String>| lines.join("\n") + "\n";
    let mut found = Vec::new();
    // Many statements at once first.
    let tops: Vec<usize> = (0..lines.len())
        .filter(|&at| !lines[at].starts_with([' ', ')', ']', '}', '\t']) && !lines[at].starts_with("e"))
        .collect();
    let mut size = tops.len() / 2;
    while size > 1 {
        for first in (0..tops.len()).step_by(size) {
            let end = tops.get(first + size).copied().unwrap_or(lines.len());
            found.push(join(lines[..tops[first]].iter().chain(&lines[end..]).map(|line| (*line).to_owned()).collect()));
        }
        size /= 2;
    }
    for (at, line) in lines.iter().enumerate() {
        let end = (at + 1..lines.len())
            .find(|&next| !lines[next].trim().is_empty() && depth(lines[next]) <= depth(line))
            .unwrap_or(lines.len());
        let without = lines[..at].iter().chain(&lines[end..]).map(|line| (*line).to_owned()).collect();
        found.push(join(without));
        if end > at + 1 {
            let inner = depth(lines[at + 1]).saturating_sub(depth(line));
            let block = lines[at + 1..end].iter().map(|line| line.get(inner..).unwrap_or_default().to_owned());
            let before = lines[..at].iter().map(|line| (*line).to_owned());
            let behind = lines[end..].iter().map(|line| (*line).to_owned());
            found.push(join(before.clone().chain(block.clone()).chain(behind.clone()).collect()));
            // `try:` goes with its handlers.
            let handlers = (end..lines.len())
                .find(|&next| depth(lines[next]) == depth(line) && !lines[next].trim_start().starts_with(['e', 'f']))
                .unwrap_or(lines.len());
            if line.trim() == "try:" && handlers > end {
                let behind = lines[handlers..].iter().map(|line| (*line).to_owned());
                found.push(join(before.chain(block).chain(behind).collect()));
            }
            if lines[at + 1..end].iter().any(|line| line.trim() != "pass") {
                let pad = " ".repeat(depth(lines[at + 1]));
                let before = lines[..=at].iter().map(|line| (*line).to_owned());
                found.push(join(before.chain([format!("{pad}pass")]).chain(behind).collect()));
            }
        }
    }
    found
}

fn difference(expected: &Answer, found: &Answer) -> Option<Difference> {
    let (expected, found) = match (expected, found) {
        (Answer::Said(expected), Answer::Said(found)) => (expected, found),
        // CPython itself can be made to hang or crash.
        (Answer::Hung | Answer::Crashed(_), _) => return None,
        (Answer::Said(expected), Answer::Crashed(end)) => {
            return Some(Difference {
                signature: format!("crash {end}"),
                expected: expected.clone(),
                found: end.clone(),
            });
        }
        (Answer::Said(expected), Answer::Hung) => {
            let gave_up = expected.ends_with("timeout");
            return (!gave_up).then(|| Difference {
                signature: "hang".to_owned(),
                expected: expected.clone(),
                found: "hang".to_owned(),
            });
        }
    };
    if expected == found || [expected, found].iter().any(|text| is_limit(text)) || same_letters(expected, found) {
        return None;
    }
    let at = expected.lines().zip(found.lines()).position(|(one, other)| one != other);
    let at = at.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("nothing").to_owned();
    let signature = format!("{} // {}", outline(&line(expected)), outline(&line(found)));
    Some(Difference { signature, expected: expected.clone(), found: found.clone() })
}

/// What depends on the machine, or on how much an interpreter may nest.
fn is_limit(text: &str) -> bool {
    // In CPython a type decides for itself when it looks at the names of keywords.
    [
        "keywords must be strings",
        "RecursionError",
        "MemoryError",
        "timeout",
        "OverflowError: cannot fit",
        "too many nested parentheses",
    ]
    .iter()
    .any(|limit| text.contains(limit))
}

/// Only the order differs, as that of a set's elements may.
fn same_letters(expected: &str, found: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<u8> = text.bytes().collect();
        letters.sort_unstable();
        letters
    };
    expected.contains('{') && expected.len() == found.len() && sorted(expected) == sorted(found)
}

/// A line without its particulars: numbers, quoted text, names made up.
fn outline(line: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    for c in line.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            Some(_) => {}
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                out.push('\'');
            }
            None if c.is_ascii_digit() || c == '-' => {}
            None => out.push(c),
        }
    }
    out.chars().take(90).collect()
}

/// The findings of a run, and those of earlier ones.
pub(super) struct Findings {
    folder: PathBuf,
    known: BTreeSet<String>,
}

impl Findings {
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut known = BTreeSet::new();
        for entry in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
            if let Ok(signature) = fs::read_to_string(entry.path().join("signature")) {
                known.insert(signature);
            }
        }
        Ok(Self { folder: folder.to_owned(), known })
    }

    pub(super) fn is_new(&mut self, signature: &str) -> bool {
        self.known.insert(signature.to_owned())
    }

    /// Keep a finding; the folder.
    pub(super) fn keep(
        &self,
        snippet: &Snippet,
        original: &Snippet,
        difference: &Difference,
    ) -> Result<PathBuf, String> {
        let number = self.known.len();
        let folder = self.folder.join(format!("{number:04}"));
        let told = |error: std::io::Error| format!("{}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(told)?;
        let mode = if snippet.mode == Mode::Run { "run" } else { "compile" };
        let files = [
            ("program.py", snippet.source.as_str()),
            ("original.py", original.source.as_str()),
            ("expected", difference.expected.as_str()),
            ("found", difference.found.as_str()),
            ("signature", difference.signature.as_str()),
            ("mode", mode),
        ];
        for (name, text) in files {
            fs::write(folder.join(name), text).map_err(told)?;
        }
        Ok(folder)
    }
}
