//! The list of programs that `taipan` does not run correctly yet.
//!
//! A line is a path or a glob, a space, and a reason. A path is exact in both directions: the program must fail, and
//! when it passes the line must go. A glob (`tests/stdlib/**`) sets a whole area aside while it is being built: its
//! programs are not run at all unless asked for.

use std::path::Path;

/// What the list says about one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// Not listed: it must pass.
    MustPass,
    /// Listed by path: it must fail, for this reason.
    MustFail(&'a str),
    /// Under a glob: not judged, for this reason.
    SetAside(&'a str),
}

/// The parsed list.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    pattern: String,
    reason: String,
}

impl Pending {
    /// Read `root/tests/pending.txt`; a missing file is an empty list.
    ///
    /// # Errors
    /// A sentence naming a line without a reason.
    pub fn read(root: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(root.join("tests/pending.txt")).unwrap_or_default();
        Self::parse(&text)
    }

    /// Parse the list; blank lines and lines that begin with `#` are for people.
    ///
    /// # Errors
    /// A sentence naming a line without a reason.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((pattern, reason)) = line.split_once(' ') else {
                return Err(format!("tests/pending.txt:{}: a path needs a reason after it", number + 1));
            };
            lines.push(Line { pattern: pattern.to_owned(), reason: reason.trim().to_owned() });
        }
        Ok(Self { lines })
    }

    /// What the list says about `name`. A line with the exact path wins over a glob.
    #[must_use]
    pub fn verdict(&self, name: &str) -> Verdict<'_> {
        if let Some(line) = self.lines.iter().find(|line| line.pattern == name) {
            return Verdict::MustFail(&line.reason);
        }
        match self.lines.iter().find(|line| line.pattern.contains('*') && matches(&line.pattern, name)) {
            Some(line) => Verdict::SetAside(&line.reason),
            None => Verdict::MustPass,
        }
    }

    /// The lines that no program answers to: a moved or deleted test leaves one behind.
    #[must_use]
    pub fn unused(&self, names: &[&str]) -> Vec<&str> {
        self.lines
            .iter()
            .filter(|line| !names.iter().any(|name| line.pattern == *name || matches(&line.pattern, name)))
            .map(|line| line.pattern.as_str())
            .collect()
    }
}

/// Glob match: `**` is anything, `*` is anything but `/`.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    // Where to resume, and whether the star that got us there may cross a slash.
    let mut retry: Option<(usize, usize, bool)> = None;
    while n < name.len() {
        if pattern.get(p) == Some(&b'*') {
            let crosses = pattern.get(p + 1) == Some(&b'*');
            p += if crosses { 2 } else { 1 };
            retry = Some((p, n, crosses));
        } else if pattern.get(p) == Some(&name[n]) {
            p += 1;
            n += 1;
        } else if let Some((after_star, at, crosses)) = retry
            && (crosses || name[at] != b'/')
        {
            p = after_star;
            n = at + 1;
            retry = Some((after_star, n, crosses));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs() {
        assert!(matches("tests/**", "tests/lang/arith/add.py"));
        assert!(matches("tests/lang/*/add.py", "tests/lang/arith/add.py"));
        assert!(!matches("tests/*/add.py", "tests/lang/arith/add.py"));
        assert!(!matches("tests/types/**", "tests/lang/arith/add.py"));
    }

    #[test]
    fn a_path_wins_over_a_glob() {
        let list = Pending::parse("# comment\ntests/** early days\ntests/a.py wrong sign\n").unwrap();
        assert_eq!(list.verdict("tests/a.py"), Verdict::MustFail("wrong sign"));
        assert_eq!(list.verdict("tests/b.py"), Verdict::SetAside("early days"));
        assert_eq!(list.verdict("else.py"), Verdict::MustPass);
        assert_eq!(list.unused(&["tests/b.py"]), ["tests/a.py"]);
    }

    #[test]
    fn a_reason_is_required() {
        assert!(Pending::parse("tests/a.py\n").is_err());
    }
}
