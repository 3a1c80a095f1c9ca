//! Lists with reasons, in `tests/conformance`. `excluded.txt`: tests that do not count; one that is listed and passes counts all the same.
//! `known.txt`: modules of which so little passes that somebody should say why.

use std::fs;
use std::path::Path;

/// The lines of the list: a test's id, in which `*` stands for anything, and the reason behind it.
#[derive(Default)]
pub(super) struct Excluded {
    patterns: Vec<String>,
}

impl Excluded {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        Ok(Self { patterns: lines(path)?.into_iter().map(|(pattern, _)| pattern).collect() })
    }

    pub(super) fn has(&self, test: &str) -> bool {
        // A second test of the same name has a number behind it.
        let name = test.split(" #").next().unwrap_or(test);
        self.patterns.iter().any(|pattern| matches(pattern, name))
    }
}

/// The lines of a list: what each is about, and the reason behind it.
pub(super) fn lines(path: &Path) -> Result<Vec<(String, String)>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse(&text).map_err(|line| format!("{}: no reason is given in: {line}", path.display()))
}

/// The line that has no reason, when there is one.
fn parse(text: &str) -> Result<Vec<(String, String)>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| match line.split_once(' ') {
            Some((about, reason)) if !reason.trim().is_empty() => Ok((about.to_owned(), reason.trim().to_owned())),
            _ => Err(line.to_owned()),
        })
        .collect()
}

fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            match rest.find(part) {
                Some(place) => rest = &rest[place + str::len(part)..],
                None => return false,
            }
        }
    }
    match last {
        Some(last) => rest.ends_with(last),
        None => rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_reasons() {
        let lines = parse("# why\n\na.b.C.test_x no reason needed\na.d.* all of it\n*.Source_*.test_y ends\n").unwrap();
        assert_eq!(lines[1].1, "all of it");
        let list = Excluded { patterns: lines.into_iter().map(|(pattern, _)| pattern).collect() };
        for name in ["a.b.C.test_x", "a.b.C.test_x #2", "a.d.e", "m.Source_z.test_y"] {
            assert!(list.has(name), "{name}");
        }
        for name in ["a.b.C.test_xy", "b.a.d.e", "m.Source_z.test_yy"] {
            assert!(!list.has(name), "{name}");
        }
        assert!(parse("a.b\n").is_err());
    }
}
