//! `tests/conformance/excluded.txt`: tests that do not count, each with the reason. A test that is listed and passes counts all the same.

use std::fs;
use std::path::Path;

/// The lines of the list: a test's id, in which `*` stands for anything, and the reason behind it.
#[derive(Default)]
pub(super) struct Excluded {
    patterns: Vec<String>,
}

impl Excluded {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|line| format!("{}: no reason is given in: {line}", path.display()))
    }

    /// The line that has no reason, when there is one.
    fn parse(text: &str) -> Result<Self, String> {
        let mut patterns = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_once(' ') {
                Some((pattern, reason)) if !reason.trim().is_empty() => patterns.push(pattern.to_owned()),
                _ => return Err(line.to_owned()),
            }
        }
        Ok(Self { patterns })
    }

    pub(super) fn has(&self, test: &str) -> bool {
        // A second test of the same name has a number behind it.
        let name = test.split(" #").next().unwrap_or(test);
        self.patterns.iter().any(|pattern| matches(pattern, name))
    }
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
        let list = Excluded::parse("# why\n\na.b.C.test_x no reason needed\na.d.* all of it\n*.Source_*.test_y ends\n")
            .unwrap();
        for name in ["a.b.C.test_x", "a.b.C.test_x #2", "a.d.e", "m.Source_z.test_y"] {
            assert!(list.has(name), "{name}");
        }
        for name in ["a.b.C.test_xy", "b.a.d.e", "m.Source_z.test_yy"] {
            assert!(!list.has(name), "{name}");
        }
        assert!(Excluded::parse("a.b\n").is_err());
    }
}
